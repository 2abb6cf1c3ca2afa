"""Response rates of groups compared in pairs: the difference, and Fisher's exact test."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.analyses.guards import learned_later, not_independent, one_group
from imt_core.analyses.proportion_pairs import ProportionPair, n_tested_pairs, proportion_pairs
from imt_core.analyses.response import ResponseTable
from imt_core.cohort.counting import Unit
from imt_core.comparisons.proportion_difference import DIFFERENCE_CONF_TYPES, DifferenceConfType
from imt_core.conventions.choices import Conventions
from imt_core.conventions.notes import Note, distinct_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseComparison:
    """Overall response rates compared between all pairs of groups.

    Parameters
    ----------
    unit : {"lines", "patients"}
    pairs : tuple of ProportionPair
        In display order; empty where no comparison is made.
    conventions : Conventions
        Gives the confidence level.
    conf_type : {"newcombe", "miettinen-nurminen"}
        Interval of the differences.
    method : str
        Rate, interval, test and adjustment, in one sentence.
    reason : str
        Why no comparison is made; empty where one is.
    notes : tuple of Note
    """

    unit: Unit
    pairs: tuple[ProportionPair, ...]
    conventions: Conventions
    conf_type: DifferenceConfType
    method: str
    reason: str = ""
    notes: tuple[Note, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row for each pair; counts, fractions and p values, unformatted."""
        return pd.DataFrame(
            [
                {
                    "first": pair.first,
                    "second": pair.second,
                    "unit": self.unit,
                    "first_responders": pair.difference.x1,
                    "first_evaluable": pair.difference.n1,
                    "second_responders": pair.difference.x2,
                    "second_evaluable": pair.difference.n2,
                    "difference": pair.difference.estimate,
                    "conf_low": pair.difference.conf_low,
                    "conf_high": pair.difference.conf_high,
                    "p_unadjusted": pair.test.p_value,
                    "p_adjusted": pair.p_adjusted,
                    "reason": pair.test.reason,
                    "conf_level": self.conventions.conf_level,
                    "conf_type": self.conf_type,
                    "method": self.method,
                }
                for pair in self.pairs
            ]
        )


def compare_response(
    table: ResponseTable,
    *,
    conf_type: DifferenceConfType = "newcombe",
    reference: str | None = None,
) -> ResponseComparison:
    """Compare the overall response rates of every pair of groups, or of each with one of them.

    Parameters
    ----------
    table : ResponseTable
        Its conventions give the confidence level.
    conf_type : {"newcombe", "miettinen-nurminen"}
        Interval of the differences.
    reference : str or None
        The group that each other is compared with; without it every two are.

    Returns
    -------
    ResponseComparison
        Without pairs, and with the reason, where there are fewer than two groups or patients count
        more than once. A pair with a group of no evaluable case has the reason in its test. A group
        whose column is not recorded is not compared.

    Raises
    ------
    ImtError
        If `conf_type` is unknown or `reference` none of the groups.

    Notes
    -----
    R: ``fisher.test``; ``p.adjust(p, method = "holm")`` over the pairs that are tested.

    References
    ----------
    Holm S. Scand J Stat 1979;6:65-70. https://www.jstor.org/stable/4615733
    Tarone RE. Biometrics 1990;46:515-522. doi:10.2307/2531456 (which pairs count)

    Examples
    --------
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> pair = compare_response(response_table(cohort, by=["sex"])).pairs[0]
    >>> round(pair.difference.estimate, 3), pair.test.reason
    (0.667, 'with these numbers no result could reach p < 0.05 (the smallest possible is 0.100)')
    >>> compare_response(response_table(cohort)).reason
    'one group: nothing to compare'
    """
    tested = table.tested
    reason = (
        one_group(len(tested))
        or not_independent(table.grouping.tested, table.overlap)
        or learned_later(table.grouping.columns, table.grouping.declared)
    )
    pairs = proportion_pairs(
        [] if reason else [(group.label, group.orr) for group in tested],
        reference=reference,
        conf_level=table.conventions.conf_level,
        conf_type=conf_type,
    )
    return ResponseComparison(
        unit=table.unit,
        pairs=pairs,
        conventions=table.conventions,
        conf_type=conf_type,
        method=_method(table, conf_type, n_tested_pairs(pairs)),
        reason=reason,
        notes=distinct_notes((*table.notes, *table.grouping.not_tested_note)),
    )


def _method(table: ResponseTable, conf_type: DifferenceConfType, n_tests: int) -> str:
    n_shown, n_tested = len(table.groups), len(table.tested)
    whom = "" if n_shown == n_tested else f"; {n_tested} of {n_shown} groups: those recorded"
    adjustment = f"; p values adjusted for {n_tests} pairs (Holm)" if n_tests > 1 else ""
    return (
        f"difference of overall response rates of evaluable {table.unit}, "
        f"{table.conventions.conf_label}: {DIFFERENCE_CONF_TYPES[conf_type]}; "
        f"Fisher's exact test, two-sided{adjustment}{whom}"
    )
