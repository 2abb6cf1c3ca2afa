"""Toxicity of groups compared in pairs: the difference of rates, and Fisher's exact test."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.analyses.guards import learned_later, not_independent, one_group
from imt_core.analyses.proportion_pairs import ProportionPair, n_tested_pairs, proportion_pairs
from imt_core.analyses.toxicity import MEASURE_NAMES, ToxicityMeasure, ToxicityTable
from imt_core.cohort.counting import Unit
from imt_core.comparisons.proportion_difference import DIFFERENCE_CONF_TYPES, DifferenceConfType
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.notes import Note, distinct_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class ToxicityComparison:
    """Rates of toxicity compared between all pairs of groups.

    Parameters
    ----------
    unit : {"lines", "patients"}
    measure : {"any", "severe", "fatal"}
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
    measure: ToxicityMeasure
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
                    "measure": self.measure,
                    "first_with": pair.difference.x1,
                    "first_recorded": pair.difference.n1,
                    "second_with": pair.difference.x2,
                    "second_recorded": pair.difference.n2,
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


def compare_toxicity(
    table: ToxicityTable,
    *,
    measure: ToxicityMeasure = "severe",
    conf_type: DifferenceConfType = "newcombe",
    reference: str | None = None,
) -> ToxicityComparison:
    """Compare the toxicity of every pair of groups, or of each with one of them.

    Parameters
    ----------
    table : ToxicityTable
        Its conventions give the confidence level.
    measure : {"any", "severe", "fatal"}
        Any grade, grade 3-4, or grade 5.
    conf_type : {"newcombe", "miettinen-nurminen"}
        Interval of the differences.
    reference : str or None
        The group that each other is compared with; without it every two are.

    Returns
    -------
    ToxicityComparison
        Without pairs, and with the reason, where there are fewer than two groups or patients count
        more than once. A group whose column is not recorded is not compared.

    Raises
    ------
    ImtError
        If `measure` or `conf_type` is unknown or `reference` none of the groups.

    Notes
    -----
    R: ``fisher.test``; ``p.adjust(p, method = "holm")`` over the pairs that are tested.

    Examples
    --------
    >>> from imt_core.analyses.toxicity import toxicity_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abcdefgh"), "line_number": [1.0] * 8,
    ...     "sex": ["male"] * 4 + ["female"] * 4, "worst_ae_grade": [3.0] * 4 + [0.0] * 4})
    >>> table = toxicity_table(Cohort(frame=frame, name="eight"), by=["sex"])
    >>> (pair,) = compare_toxicity(table).pairs
    >>> pair.difference.estimate, round(pair.test.p_value, 4)
    (1.0, 0.0286)
    """
    if measure not in MEASURE_NAMES:
        raise ImtError(
            f"measure must be one of {', '.join(MEASURE_NAMES)}, but {measure} was found. "
            "Choose one of them."
        )
    tested = table.tested
    reason = (
        one_group(len(tested))
        or not_independent(table.grouping.tested, table.overlap)
        or learned_later(table.grouping.columns, table.grouping.declared)
    )
    pairs = proportion_pairs(
        [] if reason else [(group.label, group.rates[measure]) for group in tested],
        reference=reference,
        conf_level=table.conventions.conf_level,
        conf_type=conf_type,
    )
    n_tests, n_shown = n_tested_pairs(pairs), len(table.groups)
    adjustment = f"; p values adjusted for {n_tests} pairs (Holm)" if n_tests > 1 else ""
    whom = ""
    if n_shown > len(tested):
        whom = f"; {len(tested)} of {n_shown} groups: those recorded"
    return ToxicityComparison(
        unit=table.unit,
        measure=measure,
        pairs=pairs,
        conventions=table.conventions,
        conf_type=conf_type,
        method=(
            f"difference of the shares with {MEASURE_NAMES[measure]} of {table.unit} with toxicity "
            f"recorded, {table.conventions.conf_label}: {DIFFERENCE_CONF_TYPES[conf_type]}; "
            f"Fisher's exact test, two-sided{adjustment}{whom}"
        ),
        reason=reason,
        notes=distinct_notes((*table.notes, *table.grouping.not_tested_note)),
    )
