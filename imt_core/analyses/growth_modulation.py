"""Growth modulation index: how long a line held, against the line before it in the same patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import pandas as pd

from imt_core.cohort.counting import (
    CaseCount,
    LeftOut,
    Unit,
    count_cases,
    first_lines,
    left_out_rows,
)
from imt_core.cohort.schema import Cohort, level_texts
from imt_core.cohort.successive_lines import line_beside
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.proportions import Proportion, proportion
from imt_core.estimates.survival_quantiles import SurvivalQuantile, survival_quantile
from imt_core.estimates.time_to_event import TIE_TOLERANCE, time_to_event

PriorLine = Literal["just before", "last in the sheet"]
"""Which line stands before: the one with the number below, or the last that the sheet holds."""

THRESHOLD: Final = 1.33
"""A ratio above it is taken for a sign of activity: the line held a third longer."""

NOT_TESTED: Final = (
    "described, not tested: both times belong to one patient, the first is that of those who came "
    "to have another line, and tests of the index are disputed"
)

_COLUMNS: Final = ("line_number", "pfs_months", "pfs_event")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePair:
    """Two successive lines of one patient.

    Parameters
    ----------
    patient_id : str
    line_before, line : int
        Their numbers.
    regimen_before, regimen : str
        ``not recorded`` where the sheet does not say.
    months_before, months : float
        Progression-free survival of each.
    event : bool
        Whether the later line ended in progression or death; else the ratio is at least that.
    """

    patient_id: str
    line_before: int
    line: int
    regimen_before: str
    regimen: str
    months_before: float
    months: float
    event: bool

    @property
    def ratio(self) -> float:
        """The growth modulation index, or the least that it can be."""
        return self.months / self.months_before

    @property
    def is_above(self) -> bool:
        """Whether the index is known to exceed `THRESHOLD`, of a censored line too."""
        return self.ratio > THRESHOLD + TIE_TOLERANCE

    @property
    def is_open(self) -> bool:
        """Whether it may still come to exceed it."""
        return not self.event and not self.is_above


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GrowthModulation:
    """The pairs of successive lines in view, and how often the later one held longer.

    Parameters
    ----------
    pairs : tuple of LinePair
        From the smallest ratio to the largest.
    before : {"just before", "last in the sheet"}
    unit : {"lines", "patients"}
        Every pair, or each patient's first.
    count : CaseCount
        Later lines of the pairs, and patients.
    left_out : tuple of LeftOut
        Lines in view that make no pair, by reason.
    at_least, at_most : Proportion
        The share of ratios above `THRESHOLD` if those still open all stay below, and if all come
        to exceed it.
    median : SurvivalQuantile
        Kaplan-Meier median of the ratio, with the later line's censoring.
    conventions : Conventions
    notes : tuple of Note
    """

    pairs: tuple[LinePair, ...]
    before: PriorLine
    unit: Unit
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    at_least: Proportion
    at_most: Proportion
    median: SurvivalQuantile
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def method(self) -> str:
        """How the numbers were made, in one sentence."""
        before = {
            "just before": "the line just before",
            "last in the sheet": "the last line before it that the sheet holds",
        }[self.before]
        return (
            f"PFS of a line over PFS of {before}; {self.conventions.proportion_method}; median: "
            f"{self.conventions.survival_method}, of the ratio; {NOT_TESTED}"
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each pair; unformatted."""
        return pd.DataFrame(
            [
                {
                    "patient_id": pair.patient_id,
                    "line_before": pair.line_before,
                    "line": pair.line,
                    "regimen_before": pair.regimen_before,
                    "regimen": pair.regimen,
                    "pfs_before_months": pair.months_before,
                    "pfs_months": pair.months,
                    "pfs_event": pair.event,
                    "ratio": pair.ratio,
                    "above_threshold": pair.is_above,
                    "open": pair.is_open,
                }
                for pair in self.pairs
            ]
        ).assign(threshold=THRESHOLD, unit=self.unit, method=self.method)

    def shares_to_frame(self) -> pd.DataFrame:
        """The share above the threshold at least and at most, and the median; unformatted."""
        median, n = self.median, len(self.pairs)
        rows: list[tuple[object, ...]] = [
            (name, share.n_success, n, share.estimate, share.conf_low, share.conf_high)
            for name, share in (("at least", self.at_least), ("at most", self.at_most))
        ]
        rows.append(("median", None, n, median.estimate, median.conf_low, median.conf_high))
        columns = ["measure", "n_above", "n", "estimate", "conf_low", "conf_high"]
        return pd.DataFrame(rows, columns=columns).assign(
            threshold=THRESHOLD,
            unit=self.unit,
            conf_level=self.conventions.conf_level,
            method=self.method,
        )


def growth_modulation(
    cohort: Cohort,
    *,
    before: PriorLine = "just before",
    unit: Unit = "lines",
    conventions: Conventions = AS_PUBLISHED,
) -> GrowthModulation:
    """Set each line's progression-free survival against that of the line before it.

    Parameters
    ----------
    cohort : Cohort
        The lines in view are the later ones; the line before may be out of view.
    before : {"just before", "last in the sheet"}
        With ``"just before"`` the line must have the number below; else it is the last line with a
        lower number that the sheet holds, and one between may be missing.
    unit : {"lines", "patients"}
        With ``"patients"`` the first pair of each patient.
    conventions : Conventions

    Returns
    -------
    GrowthModulation
        A line before that was censored, or lasted 0 months, makes no pair. A later line that was
        censored makes one whose ratio is at least what was seen.

    Raises
    ------
    ImtError
        If the cohort lacks line numbers or progression-free survival, or `before` is neither.

    Notes
    -----
    ``GMI = PFS of the line / PFS of the line before``. The share above 1.33 has an exact interval,
    and bounds: at least those whose ratio is above it already, at most those whose later line was
    censored below it too. It is described and not tested. The two times are of one patient; only
    those who progressed and came to have another line are seen; and whoever progressed fast on the
    line before has a large ratio by that alone. Above 1.33 were 29% of 279 patients with sarcoma
    (Penel 2013).
    R: ``binom.test(sum(ratio > 1.33), length(ratio))``, ``survfit(Surv(ratio, event) ~ 1)``.

    References
    ----------
    Von Hoff DD. Clin Cancer Res 1998;4:1079-1086.
    Penel N et al. Ann Oncol 2013;24:537-542. doi:10.1093/annonc/mds470
    On tests of it: Biom J. doi:10.1002/bimj.70028

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("aabb"), "line_number": [1.0, 2, 1, 2],
    ...     "pfs_months": [4.0, 6.0, 5.0, 3.0], "pfs_event": [1.0, 1.0, 1.0, 0.0]})
    >>> found = growth_modulation(Cohort(frame=frame, name="four lines"))
    >>> [(pair.ratio, pair.is_above, pair.is_open) for pair in found.pairs]
    [(0.6, False, True), (1.5, True, False)]
    >>> (found.at_least.n_success, found.at_most.n_success, found.at_least.n)
    (1, 2, 2)
    >>> found.left_out[0].reason
    'first line: none before it'
    """
    if before not in get_args(PriorLine):
        raise ImtError(
            f"before must be one of {', '.join(get_args(PriorLine))}, but {before} was found. "
            "Choose one."
        )
    frame = cohort.frame
    missing = [column for column in _COLUMNS if column not in frame]
    if missing:
        raise ImtError(
            "cohort must have line_number, pfs_months and pfs_event for the growth modulation "
            f"index, but {' and '.join(missing)} was not found. Add it to the sheet."
        )
    rows, left_out = _pair_rows(cohort, before)
    counted = rows if unit == "lines" else first_lines(rows)
    left_out.append(
        left_out_rows("later pairs of patients already counted", rows.drop(counted.index))
    )
    pairs = tuple(sorted(map(_pair, counted.to_dict("records")), key=lambda pair: pair.ratio))
    n_above, n_open = sum(pair.is_above for pair in pairs), sum(pair.is_open for pair in pairs)
    at_least, at_most = (
        proportion(
            n,
            len(pairs),
            conf_level=conventions.conf_level,
            conf_type=conventions.proportion_conf_type,
        )
        for n in (n_above, n_above + n_open)
    )
    curve = kaplan_meier(
        time_to_event([pair.ratio for pair in pairs], [pair.event for pair in pairs]),
        conf_level=conventions.conf_level,
        conf_type=conventions.survival_conf_type,
    )
    count = count_cases(counted)
    return GrowthModulation(
        pairs=pairs,
        before=before,
        unit=unit,
        count=count,
        left_out=tuple(group for group in left_out if group.count.n_lines),
        at_least=at_least,
        at_most=at_most,
        median=survival_quantile(curve, 0.5, rule=conventions.quantile_rule),
        conventions=conventions,
        notes=_notes(count, n_open),
    )


def _pair_rows(cohort: Cohort, before: PriorLine) -> tuple[pd.DataFrame, list[LeftOut]]:
    """The later lines that make a pair, with what is known of the line before; the others."""
    frame, prior = cohort.frame, line_beside(cohort, steps=-1)
    rows = frame.assign(
        before_number=prior["line_number"],
        before_months=prior["pfs_months"],
        before_event=prior["pfs_event"],
        before_regimen=_regimens(prior),
        own_regimen=_regimens(frame),
    )
    has_gap = rows["before_number"] < rows["line_number"] - 1
    unfit = {
        "first line: none before it": rows["line_number"] == 1,
        "no line before it in the sheet": rows["before_number"].isna(),
        "the line just before it is not in the sheet": has_gap & (before == "just before"),
        "no PFS recorded (it is defined in advanced disease)": ~_has_pfs(rows, "pfs"),
        "the line before has no PFS (it is defined in advanced disease)": ~_has_pfs(rows, "before"),
        "PFS of the line before was censored": rows["before_event"] == 0,
        "PFS of the line before is 0 months": rows["before_months"] <= 0,
    }
    left_out = []
    for reason, applies in unfit.items():
        gone = applies[rows.index]
        left_out.append(left_out_rows(reason, rows[gone]))
        rows = rows[~gone]
    return rows, left_out


def _regimens(lines: pd.DataFrame) -> pd.Series:
    nothing: pd.Series = pd.Series(index=lines.index, dtype=object)
    return level_texts(lines.get("regimen", nothing))


def _has_pfs(rows: pd.DataFrame, name: str) -> pd.Series:
    has: pd.Series = rows[f"{name}_months"].notna() & rows[f"{name}_event"].notna()
    return has


def _pair(row: dict[Any, Any]) -> LinePair:
    return LinePair(
        patient_id=str(row["patient_id"]),
        line_before=int(row["before_number"]),
        line=int(row["line_number"]),
        regimen_before=row["before_regimen"],
        regimen=row["own_regimen"],
        months_before=float(row["before_months"]),
        months=float(row["pfs_months"]),
        event=bool(row["pfs_event"]),
    )


def _notes(count: CaseCount, n_open: int) -> tuple[Note, ...]:
    notes = []
    if count.n_lines > count.n_patients:
        message = (
            "Some patients count with more than one pair; the interval takes them for pairs of "
            "different patients, so it is too narrow."
        )
        notes.append(Note(code="repeated_patients", message=message))
    if n_open:
        ratios = format_count(n_open, "ratio")
        message = (
            f"{ratios} of {format_count(count.n_lines, 'pair')} may still come to exceed "
            f"{THRESHOLD}: no progression on the later line when last assessed."
        )
        notes.append(Note(code="open_ratios", message=message))
    return tuple(notes)
