"""Proportions compared in pairs, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from imt_core.analyses.proportion_pairs import ProportionPair
from imt_core.conventions.formatting import format_estimate, format_p_value
from imt_core.reporting.tables.survival_comparisons import format_adjusted, format_p


def format_proportion_pairs(
    pairs: Sequence[ProportionPair], what: str, conf_label: str
) -> pd.DataFrame:
    """One row for each pair: difference with its interval, Fisher's p, Holm's p where several.

    Examples
    --------
    >>> from imt_core.analyses.proportion_pairs import proportion_pairs
    >>> from imt_core.estimates.proportions import proportion
    >>> pairs = proportion_pairs([("A", proportion(7, 25)), ("M", proportion(2, 13))],
    ...                          reference=None, conf_level=0.95, conf_type="newcombe")
    >>> format_proportion_pairs(pairs, "grade 3–4", "95% CI").iloc[0].tolist()
    ['A less M', '12.6 (-17.5 to 35.1)', 'p = 0.456']
    """
    several = len(pairs) > 1
    rows = []
    for pair in pairs:
        found = (pair.difference.estimate, pair.difference.conf_low, pair.difference.conf_high)
        points = (None if x is None else 100 * x for x in found)
        rows.append(
            {
                "Compared": f"{pair.first} less {pair.second}",
                f"Difference of {what}, points ({conf_label})": format_estimate(*points),
                f"Fisher's exact test{', unadjusted' if several else ''}": format_p(
                    pair.test.p_value, pair.test.reason
                ),
                "Holm-adjusted": format_adjusted(pair.p_adjusted),
            }
        )
    table = pd.DataFrame(rows)
    return table if several else table.drop(columns="Holm-adjusted", errors="ignore")


def describe_pairs(pairs: Sequence[ProportionPair], reason: str) -> str:
    """Fisher's test of two groups, the smallest p of several, or why nothing is compared.

    Examples
    --------
    >>> describe_pairs((), "the groups share patients")
    'No test: the groups share patients.'
    """
    if reason:
        return f"No test: {reason}."
    if len(pairs) == 1:
        (pair,) = pairs
        if pair.test.p_value is None:
            return f"No test: {pair.test.reason}."
        return f"Fisher's exact test {format_p_value(pair.test.p_value)}."
    adjusted = [pair.p_adjusted for pair in pairs if pair.p_adjusted is not None]
    return _smallest_of(adjusted, len(pairs))


def _smallest_of(adjusted: Sequence[float], n_pairs: int) -> str:
    if not adjusted:
        return f"No test: none of {n_pairs} pairs of groups could reach p < 0.05."
    smallest = format_p_value(min(adjusted))
    return f"Smallest of {n_pairs} pairs, adjusted for their number (Holm): {smallest}."
