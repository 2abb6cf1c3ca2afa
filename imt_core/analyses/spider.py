"""Spider: the change of target lesions over time, a line for each treatment line with scans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
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
from imt_core.cohort.schema import Cohort
from imt_core.cohort.target_lesions import Assessment, parse_target_changes
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_change, format_count
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.proportions import Proportion
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers
from imt_core.estimates.small_groups import small_group_note

HOW_TO_WRITE: Final = (
    "the column target_changes, with the months from day 1 of the line and the change from "
    "baseline in % of each assessment, such as 1.8: -12; 3.7: -45; 5.5: -57"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpiderLine(TargetCase):
    """One line with its assessments, at least one, in order of time."""

    assessments: tuple[Assessment, ...]

    @property
    def best(self) -> float:
        """The lowest change in percent of baseline."""
        return min(one.change for one in self.assessments)

    @property
    def months_to_shrinkage(self) -> float | None:
        """When the lesions had first shrunk by 30% or more; ``None`` where they never had."""
        return next((one.months for one in self.assessments if has_shrunk(one.change)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpider:
    """The lines of one group.

    Parameters
    ----------
    label : str
    place : int
        Where it stands among all groups of the cohort before any filter.
    count : CaseCount
        All lines and patients of the group, those without an assessment too.
    lines : tuple of SpiderLine
        From the largest growth at best to the largest shrinkage.
    not_measured : tuple of (str, int)
        Cases without an assessment by best response, and why it was not evaluable.
    shrunk : Proportion
        The measured whose lesions shrank by 30% or more at any assessment.
    months : NumberSummary
        Of these, when that was first seen.
    """

    label: str
    place: int
    count: CaseCount
    lines: tuple[SpiderLine, ...]
    not_measured: tuple[tuple[str, int], ...]
    shrunk: Proportion
    months: NumberSummary

    @property
    def n_not_measured(self) -> int:
        """Cases without an assessment: they have no line and are in no share."""
        return sum(n for _, n in self.not_measured)

    @property
    def n_assessments(self) -> int:
        """Assessments of all its lines."""
        return sum(len(line.assessments) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpiderPlot:
    """The change of target lesions over time by group.

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
    groups : tuple of GroupSpider
    together : GroupSpider
        Of all groups, a case that is in several of them once.
    conventions : Conventions
    notes : tuple of Note
    """

    unit: Unit
    overlap: Overlap
    grouping: Grouping
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupSpider, ...]
    together: GroupSpider
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def lines(self) -> tuple[SpiderLine, ...]:
        """Those of all groups."""
        return tuple(line for group in self.groups for line in group.lines)

    @property
    def share_method(self) -> str:
        """What is drawn, of whom the shares are, and their interval, in one sentence."""
        return (
            "change of the sum of target lesions from baseline, as recorded; shares are of "
            f"{self.unit} with an assessment; {self.conventions.proportion_method}"
        )

    @property
    def method(self) -> str:
        """The same, and how medians are made."""
        return f"{self.share_method}; {self.conventions.quartile_method}; described, not tested"

    def to_frame(self) -> pd.DataFrame:
        """One row for each assessment; months, changes in percent of baseline, unformatted."""
        return pd.DataFrame(
            [
                (group.label, *line.cells, number, one.months, one.change)
                for group in self.groups
                for line in group.lines
                for number, one in enumerate(line.assessments, start=1)
            ],
            columns=["group", *CASE_COLUMNS, "assessment", "months", "change_pct"],
        ).assign(unit=self.unit)

    def groups_to_frame(self) -> pd.DataFrame:
        """One row for each group; counts, fractions and months, unformatted."""
        return pd.DataFrame(
            [
                {
                    "group": group.label,
                    "unit": self.unit,
                    "n_lines": group.count.n_lines,
                    "n_patients": group.count.n_patients,
                    "n_measured": len(group.lines),
                    "n_not_measured": group.n_not_measured,
                    "not_measured": "; ".join(f"{why}: {n}" for why, n in group.not_measured),
                    "n_assessments": group.n_assessments,
                    "n_shrunk": group.shrunk.n_success,
                    "shrunk": group.shrunk.estimate,
                    "shrunk_conf_low": group.shrunk.conf_low,
                    "shrunk_conf_high": group.shrunk.conf_high,
                    "median_months": group.months.median,
                    "conf_level": self.conventions.conf_level,
                    "method": self.method,
                }
                for group in self.groups
            ]
        )


def spider_plot(
    cohort: Cohort,
    *,
    by: GroupBy = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    conventions: Conventions = AS_PUBLISHED,
) -> SpiderPlot:
    """Follow the change of target lesions over time in every group of a cohort.

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
    SpiderPlot
        Without cases it has no groups.

    Raises
    ------
    ImtError
        If the cohort has no column ``target_changes``.

    Notes
    -----
    Every line starts at the baseline, 0% at month 0. When the lesions had first shrunk by 30% is
    the month of the assessment that showed it, so it depends on when scans were made; the median is
    of those in whom it was seen. It is described, not tested.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abc"), "line_number": [1.0] * 3,
    ...     "best_response": ["PR", "PD", "NE"],
    ...     "target_changes": ["1.8: -12; 3.7: -45", "2: 31", None]})
    >>> plot = spider_plot(Cohort(frame=frame, name="three"))
    >>> [(line.patient_id, line.best, line.months_to_shrinkage) for line in plot.lines]
    [('b', 31.0, None), ('a', -45.0, 3.7)]
    >>> (group,) = plot.groups
    >>> group.shrunk.n_success, group.shrunk.n, group.n_assessments, group.not_measured
    (1, 2, 3, (('not evaluable (reason not recorded)', 1),))
    """
    if "target_changes" not in cohort.frame:
        raise ImtError(
            f"cohort must have several assessments for a spider plot, but {HOW_TO_WRITE}, is "
            "missing. Add it to the sheet."
        )
    rows = cases_in_unit(cohort.frame, unit)
    resolved = resolve_overlap(group_rows(cohort, rows, by), overlap)
    grouping = resolved.grouping
    counted = grouping.among(rows)
    groups = tuple(
        _group_spider(group, conventions) for group in grouping.groups if len(group.rows)
    )
    noun = unit.removesuffix("s")
    notes = [
        note
        for group in groups
        for note in small_group_note(
            group.label, [format_change(line.best) for line in group.lines], f"measured {noun}"
        )
    ]
    if any(group.lines for group in groups):
        notes.append(NOT_RESPONSE)
    return SpiderPlot(
        unit=unit,
        overlap=overlap,
        grouping=grouping,
        count=grouping.count,
        left_out=resolved.left_out,
        groups=groups,
        together=_group_spider(Group(label=ALL_LABEL, rows=counted, levels=()), conventions),
        conventions=conventions,
        notes=distinct_notes((*_unread(rows), *resolved.notes, *notes)),
    )


def _group_spider(group: Group, conventions: Conventions) -> GroupSpider:
    rows = with_texts(group.rows)
    series = [parse_target_changes(text).assessments for text in rows["target_changes"]]
    lines = [
        SpiderLine(**read_case(key, row), assessments=assessments)
        for key, row, assessments in zip(rows.index, rows.to_dict("records"), series, strict=True)
        if assessments
    ]
    # With a type, for an empty list of truths would choose columns.
    without = np.array([not assessments for assessments in series], dtype=bool)
    months = [month for line in lines if (month := line.months_to_shrinkage) is not None]
    return GroupSpider(
        label=group.label,
        place=group.place,
        count=group.count,
        lines=tuple(sorted(lines, key=lambda line: -line.best)),
        not_measured=count_not_measured(rows[without]),
        shrunk=share_shrunk(len(months), len(lines), conventions),
        months=summarize_numbers(months, quartile_type=conventions.quartile_type),
    )


def _unread(rows: pd.DataFrame) -> tuple[Note, ...]:
    """Entries that are no assessment: a sheet that was checked has none."""
    n = sum(len(parse_target_changes(text).unread) for text in rows["target_changes"])
    if not n:
        return ()
    are = "is" if n == 1 else "are"
    entries = format_count(n, "entry", "entries")
    message = f"{entries} of target_changes {are} no month and change, and not drawn."
    return (Note(code="unread_assessments", message=message),)
