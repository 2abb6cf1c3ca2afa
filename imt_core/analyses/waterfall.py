"""Waterfall: the best change of target lesions, a bar for each line, and how many reached -30%."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.analyses.target_cases import (
    CASE_COLUMNS,
    NOT_RESPONSE,
    TargetCase,
    count_not_measured,
    has_shrunk,
    read_case,
    share_shrunk,
    with_texts,
)
from imt_core.cohort.counting import CaseCount, LeftOut, Overlap, Unit, cases_in_unit
from imt_core.cohort.grouping import ALL_LABEL, Group, Grouping, group_rows
from imt_core.cohort.named_subgroups import GroupBy
from imt_core.cohort.overlap import resolve_overlap
from imt_core.cohort.schema import NOT_RECORDED, RESPONDERS, Cohort
from imt_core.cohort.target_lesions import GROWN, contradicts_change
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_change, format_count
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.proportions import Proportion
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers
from imt_core.estimates.small_groups import MOST_LISTED, small_group_note


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetBar(TargetCase):
    """One line whose best change is recorded.

    Parameters
    ----------
    change : float
        Percent of baseline, below 0 where the lesions shrank.
    contradicts : bool
        Whether the best response cannot go with it.
    """

    change: float
    contradicts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWaterfall:
    """The bars of one group.

    Parameters
    ----------
    label : str
    place : int
        Where it stands among all groups of the cohort before any filter.
    count : CaseCount
        All lines and patients of the group, those without a recorded change too.
    bars : tuple of TargetBar
        From the largest growth to the largest shrinkage.
    not_measured : tuple of (str, int)
        Cases without a recorded change by best response, and why it was not evaluable.
    shrunk : Proportion
        The measured whose lesions shrank by 30% or more.
    n_responders : int
        Of these, whose best response is recorded as CR or PR.
    n_grown : int
        Measured whose lesions grew by 20% or more at best.
    changes : NumberSummary
        Of the measured, in percent of baseline.
    """

    label: str
    place: int
    count: CaseCount
    bars: tuple[TargetBar, ...]
    not_measured: tuple[tuple[str, int], ...]
    shrunk: Proportion
    n_responders: int
    n_grown: int
    changes: NumberSummary

    @property
    def n_not_measured(self) -> int:
        """Cases without a recorded change: they have no bar and are in no share."""
        return sum(n for _, n in self.not_measured)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WaterfallPlot:
    """The best change of target lesions by group.

    Parameters
    ----------
    unit : {"lines", "patients"}
    overlap : {"keep", "first line", "leave out"}
        What was done where groups share patients.
    grouping : Grouping
    count : CaseCount
        All lines and patients counted, measured or not.
    left_out : tuple of LeftOut
        Lines left out because groups share patients.
    groups : tuple of GroupWaterfall
    together : GroupWaterfall
        Of all groups, a case that is in several of them once.
    conventions : Conventions
    notes : tuple of Note
    """

    unit: Unit
    overlap: Overlap
    grouping: Grouping
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupWaterfall, ...]
    together: GroupWaterfall
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def bars(self) -> tuple[TargetBar, ...]:
        """Those of all groups, from left to right."""
        return tuple(bar for group in self.groups for bar in group.bars)

    @property
    def share_method(self) -> str:
        """What is drawn, of whom the shares are, and their interval, in one sentence."""
        return (
            "best change of the sum of target lesions from baseline, as recorded; shares are of "
            f"measured {self.unit}; {self.conventions.proportion_method}"
        )

    @property
    def method(self) -> str:
        """The same, and how medians are made."""
        return f"{self.share_method}; {self.conventions.quartile_method}; described, not tested"

    def to_frame(self) -> pd.DataFrame:
        """One row for each bar from left to right; unformatted."""
        return pd.DataFrame(
            [
                (
                    group.label,
                    place,
                    *bar.cells,
                    bar.change,
                    has_shrunk(bar.change),
                    bar.contradicts,
                )
                for group in self.groups
                for place, bar in enumerate(group.bars, start=1)
            ],
            columns=_BAR_COLUMNS,
        ).assign(unit=self.unit)

    def groups_to_frame(self) -> pd.DataFrame:
        """One row for each group; counts and fractions, changes in percent, unformatted."""
        return pd.DataFrame(
            [
                {
                    "group": group.label,
                    "unit": self.unit,
                    "n_lines": group.count.n_lines,
                    "n_patients": group.count.n_patients,
                    "n_measured": len(group.bars),
                    "n_not_measured": group.n_not_measured,
                    "not_measured": "; ".join(f"{why}: {n}" for why, n in group.not_measured),
                    "n_shrunk": group.shrunk.n_success,
                    "shrunk": group.shrunk.estimate,
                    "shrunk_conf_low": group.shrunk.conf_low,
                    "shrunk_conf_high": group.shrunk.conf_high,
                    "n_responders": group.n_responders,
                    "n_grown": group.n_grown,
                    "median": group.changes.median,
                    "q1": group.changes.q1,
                    "q3": group.changes.q3,
                    "minimum": group.changes.minimum,
                    "maximum": group.changes.maximum,
                    "conf_level": self.conventions.conf_level,
                    "method": self.method,
                }
                for group in self.groups
            ]
        )


_TIES: Final = ("PD", "SD", "PR", "CR", "NE", NOT_RECORDED)
"""Equal changes stand in this order."""

_BAR_COLUMNS: Final = [
    "group",
    "bar",
    *CASE_COLUMNS,
    "target_change_pct",
    "shrunk",
    "contradicts_response",
]


def waterfall_plot(
    cohort: Cohort,
    *,
    by: GroupBy = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    conventions: Conventions = AS_PUBLISHED,
) -> WaterfallPlot:
    """Order the best changes of target lesions in every group of a cohort.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    by : sequence of str or of NamedSubgroup
        Columns whose levels, crossed, make the groups, or subgroups by name, in one of which each
        line is (`within_subgroups`); none for all together.
    unit : {"lines", "patients"}
        With ``"patients"`` the first line in view of each patient is counted.
    overlap : {"keep", "first line", "leave out"}
        What is done where groups share patients; see `resolve_overlap`.
    conventions : Conventions
        Gives the interval, its level, and the rule of quartiles.

    Returns
    -------
    WaterfallPlot
        Without cases it has no groups.

    Raises
    ------
    ImtError
        If the cohort has no column ``target_change_pct``.

    Notes
    -----
    Nobody's change is worked out or corrected here: a best response that contradicts it is named.
    Cases without a recorded change are counted with their best response and are in no share, unlike
    those not evaluable in a response rate of all treated. Equal changes stand in the order of the
    best response, from PD to CR, then of the sheet. It is described, not tested.
    R: ``binom.test(sum(x <= -30), length(x))``, ``quantile(x, 0.5, type = 2)``.

    References
    ----------
    Eisenhauer EA et al. (RECIST 1.1, section 4.3). Eur J Cancer 2009;45:228-247.
    doi:10.1016/j.ejca.2008.10.026

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "best_response": ["PR", "PD", "PR", "NE"], "target_change_pct": [-45.0, 24, -12, None]})
    >>> plot = waterfall_plot(Cohort(frame=frame, name="four"))
    >>> [(bar.patient_id, bar.change) for bar in plot.bars]
    [('b', 24.0), ('c', -12.0), ('a', -45.0)]
    >>> (group,) = plot.groups
    >>> (group.shrunk.n_success, group.shrunk.n), group.changes.median, group.not_measured
    ((1, 3), -12.0, (('not evaluable (reason not recorded)', 1),))
    >>> plot.notes[0].message
    '1 line has a best response that its change contradicts: PR with -12%. It is drawn as recorded.'
    >>> waterfall_plot(Cohort(frame=frame.head(0), name="none")).groups
    ()
    """
    if "target_change_pct" not in cohort.frame:
        raise ImtError(
            "cohort must have the column target_change_pct for a waterfall plot, but it is "
            "missing. Add it to the sheet."
        )
    rows = cases_in_unit(cohort.frame, unit)
    resolved = resolve_overlap(group_rows(cohort, rows, by), overlap)
    grouping = resolved.grouping
    counted = grouping.among(rows)
    groups = tuple(
        _group_waterfall(group, conventions) for group in grouping.groups if len(group.rows)
    )
    noun = unit.removesuffix("s")
    few = [
        note
        for group in groups
        for note in small_group_note(
            group.label, [format_change(bar.change) for bar in group.bars], f"measured {noun}"
        )
    ]
    together = _group_waterfall(Group(label=ALL_LABEL, rows=counted, levels=()), conventions)
    bars = together.bars
    notes = (*_contradictions(bars, noun), *resolved.notes, *few, *([NOT_RESPONSE] if bars else []))
    return WaterfallPlot(
        unit=unit,
        overlap=overlap,
        grouping=grouping,
        count=grouping.count,
        left_out=resolved.left_out,
        groups=groups,
        together=together,
        conventions=conventions,
        notes=distinct_notes(notes),
    )


def _group_waterfall(group: Group, conventions: Conventions) -> GroupWaterfall:
    rows = with_texts(group.rows)
    changes = rows["target_change_pct"]
    bars = _bars(rows[changes.notna()])
    shrunk = [bar for bar in bars if has_shrunk(bar.change)]
    return GroupWaterfall(
        label=group.label,
        place=group.place,
        count=group.count,
        bars=bars,
        not_measured=count_not_measured(rows[changes.isna()]),
        shrunk=share_shrunk(len(shrunk), len(bars), conventions),
        n_responders=sum(bar.best_response in RESPONDERS for bar in shrunk),
        n_grown=sum(bar.change >= GROWN for bar in bars),
        changes=summarize_numbers(changes, quartile_type=conventions.quartile_type),
    )


def _bars(rows: pd.DataFrame) -> tuple[TargetBar, ...]:
    contradicts = contradicts_change(rows["best_response"], rows["target_change_pct"])
    bars = [
        TargetBar(**read_case(key, row), change=row["target_change_pct"], contradicts=bool(is_so))
        for key, row, is_so in zip(rows.index, rows.to_dict("records"), contradicts, strict=True)
    ]
    return tuple(sorted(bars, key=lambda bar: (-bar.change, _TIES.index(bar.best_response))))


def _contradictions(bars: Sequence[TargetBar], noun: str) -> tuple[Note, ...]:
    found = [bar for bar in bars if bar.contradicts]
    if not found:
        return ()
    named = [f"{bar.best_response} with {format_change(bar.change)}" for bar in found]
    others = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
    has, they = ("has", "It is") if len(found) == 1 else ("have", "They are")
    message = (
        f"{format_count(len(found), noun)} {has} a best response that its change contradicts: "
        f"{', '.join(named[:MOST_LISTED])}{others}. {they} drawn as recorded."
    )
    return (Note(code="contradicted_response", message=message),)
