"""The comparison of a survival summary's groups: in one sentence, and as tables for the screen."""

from __future__ import annotations

import pandas as pd

from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.survival_comparison import SurvivalComparison, small_group_permutation
from imt_core.comparisons.cox.regression import CoxRegression
from imt_core.comparisons.landmark_difference import LandmarkDifference
from imt_core.comparisons.restricted_mean_difference import RestrictedMeanDifference
from imt_core.conventions.formatting import (
    NOT_ESTIMABLE,
    format_estimate,
    format_number,
    format_p_or_reason,
    format_p_value,
    format_range,
)


def describe_test(summary: SurvivalSummary) -> str:
    """Tell the test with its p value, or why there is none.

    Parameters
    ----------
    summary : SurvivalSummary

    Returns
    -------
    str
        Empty for one group. Of small groups the permutation p stands beside, with the smallest
        that their split could reach.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> describe_test(survival_summary(cohort, "os", by=["sex"]))
    'Two-sided log-rank p = 0.197. Permutation p = 0.300 (the smallest this split could reach \
is 0.1000).'
    >>> describe_test(survival_summary(cohort, "os"))
    ''
    """
    if len(summary.groups) < 2:
        return ""
    if summary.test is None or summary.test.p_value is None:
        return f"No test: {summary.test_reason}."
    method = summary.test.method
    text = f"{method[:1].upper()}{method[1:]} {format_p_value(summary.test.p_value)}."
    permutation = small_group_permutation(summary)
    if permutation is None or permutation.p_value is None:
        return text
    smallest = format_p_value(permutation.smallest_p, decimals=4).removeprefix("p = ")
    return (
        f"{text} Permutation {format_p_value(permutation.p_value)} (the smallest this split could "
        f"reach is {smallest})."
    )


def format_tests(comparison: SurvivalComparison) -> pd.DataFrame:
    """Each test of all groups, then each pair: p, adjusted p, and the smallest p attainable."""
    rows = []
    if comparison.test is not None:
        rows.append(
            {
                "Compared": " v ".join(comparison.groups),
                "Test": comparison.test.method,
                "p": format_p(comparison.test.p_value, comparison.test.reason),
                "Holm-adjusted": "",
            }
        )
    permutation = comparison.permutation
    if permutation is not None:
        smallest = format_p_value(permutation.smallest_p, decimals=4)
        error = (
            f" ± {format_number(permutation.std_error, decimals=4)}"
            if permutation.std_error is not None
            else ""
        )
        known = permutation.p_value is not None
        rows.append(
            {
                "Compared": " v ".join(comparison.groups),
                "Test": permutation.method,
                "p": format_p(permutation.p_value, permutation.reason)
                + (f"{error}; smallest attainable {smallest}" if known else ""),
                "Holm-adjusted": "",
            }
        )
    rows += [
        {
            "Compared": f"{pair.group_1} v {pair.group_2}",
            "Test": pair.test.method,
            "p": format_p(pair.p_value, pair.test.reason),
            "Holm-adjusted": format_p_value(pair.p_adjusted),
        }
        for pair in comparison.pairs
    ]
    table = pd.DataFrame(rows, columns=["Compared", "Test", "p", "Holm-adjusted"])
    return table if comparison.pairs else table.drop(columns="Holm-adjusted")


def format_p(p_value: float | None, reason: str) -> str:
    """Write a p value, or that there is none and why.

    Examples
    --------
    >>> format_p(None, "no event was observed")
    'NE: no event was observed'
    """
    return format_p_or_reason(p_value, f"{NOT_ESTIMABLE}: {reason}")


def format_differences(comparison: SurvivalComparison) -> pd.DataFrame:
    """One column for each pair: landmark differences in percentage points, restricted mean."""
    columns = {}
    for pair in comparison.differences:
        rows = {
            f"At {format_number(landmark.months, decimals=0)} months, points": _difference(
                landmark, scale=100
            )
            for landmark in pair.landmarks
        }
        mean = pair.restricted_mean
        if mean is not None:
            horizon = format_number(mean.horizon, decimals=0)
            rows[f"Restricted mean to {horizon} months, months"] = _difference(mean, scale=1)
        columns[f"{pair.group_1} less {pair.group_2}"] = rows
    return pd.DataFrame(columns).rename_axis("Difference").reset_index()


def _difference(difference: LandmarkDifference | RestrictedMeanDifference, *, scale: float) -> str:
    if difference.estimate is None:
        return f"{NOT_ESTIMABLE}: {difference.reason}"
    estimate = format_number(scale * difference.estimate)
    if difference.conf_low is None or difference.conf_high is None:
        return f"{estimate}, no interval: {difference.reason}"
    limits = format_range(scale * difference.conf_low, scale * difference.conf_high)
    return f"{estimate} ({limits}), {format_p_value(difference.p_value)}"


def format_cox(regression: CoxRegression) -> pd.DataFrame:
    """One row for each hazard ratio."""
    return pd.DataFrame(
        [
            {
                "Covariate": term.name
                if term.level is None
                else f"{term.name}: {term.level} v {term.reference}",
                "Events / n": f"{term.n_event} / {term.n}"
                + (
                    f" v {term.n_event_reference} / {term.n_reference}"
                    if term.reference is not None
                    else ""
                ),
                "Hazard ratio": format_estimate(
                    term.hazard_ratio, term.conf_low, term.conf_high, decimals=2
                ),
                "Wald": format_p_value(term.p_value),
                "Proportional hazards": _proportional(regression, term.name),
            }
            for term in regression.terms
        ]
    )


def _proportional(regression: CoxRegression, name: str) -> str:
    p_values = [test.p_value for test in regression.proportional_hazards if test.term == name]
    return format_p_value(p_values[0]) if p_values else NOT_ESTIMABLE
