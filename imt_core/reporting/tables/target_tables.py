"""Waterfall and spider as tables: who was measured, how many reached -30%, the median change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.analyses.spider import GroupSpider, SpiderPlot
from imt_core.analyses.target_cases import RESPONSE_LEVELS, levels_of_reason
from imt_core.analyses.waterfall import GroupWaterfall, WaterfallPlot
from imt_core.cohort.schema import RESPONDERS
from imt_core.conventions.formatting import format_change, format_number
from imt_core.reporting.tables.cells import (
    HALVES,
    QUARTERS,
    Quantiles,
    Share,
    TableValues,
    without_ends,
)
from imt_core.reporting.tables.counts import (
    WITHHELD,
    Cell,
    Count,
    CountId,
    Counts,
    Seen,
    Size,
    Text,
    counted,
)
from imt_core.reporting.tables.response_tables import NotEvaluable
from imt_core.reporting.tables.result_tables import (
    Fact,
    ResultTable,
    ResultTables,
    result_tables,
    shared_patients_fact,
)

GROWN_ROW: Final = "Grown by 20% or more at best"
"""Told in the table alone, not beside the chart."""

_STATES: Final = ("shrunk", "between", "grown")


@dataclass(frozen=True, slots=True, kw_only=True)
class _NotMeasured(NotEvaluable):
    """How many have no change recorded, by best response."""

    @property
    def text(self) -> str:
        """Such as ``5: not evaluable (adjuvant) 4, SD 1``."""
        if len(self.reasons) < 2:
            return self.count.text + "".join(f": {reason}" for reason, _ in self.reasons)
        return f"{self.count.n}: {', '.join(f'{why} {count.n}' for why, count in self.reasons)}"


@dataclass(frozen=True, slots=True)
class _NobodyMeasured:
    """Stands for the share of nobody."""

    measured: Count
    text: str = "nobody measured"

    def masked(self, seen: Seen) -> Cell:
        """Nothing where it is not shown that nobody was measured."""
        return self if seen.is_shown(self.measured) else WITHHELD


@dataclass(frozen=True, slots=True)
class _Assessments:
    """How many assessments the measured have."""

    n: int

    @property
    def text(self) -> str:
        """The number."""
        return str(self.n)

    def masked(self, seen: Seen) -> Cell:
        """Nothing: those of one group less those of another would tell how few were measured."""
        return WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A group with its counts."""

    group: GroupWaterfall | GroupSpider
    cases: CountId
    subject: tuple[str, ...]

    @property
    def size(self) -> Size:
        return Size.of(self.cases, self.group.count)

    @property
    def measured(self) -> Count:
        return Count(self.cases.having(self.subject, *_STATES), self.group.shrunk.n)

    @property
    def shrunk(self) -> Count:
        return Count(self.cases.having(self.subject, "shrunk"), self.group.shrunk.n_success)

    @property
    def not_measured(self) -> Count:
        return Count(self.cases.having(self.subject, "not measured"), self.group.n_not_measured)

    @property
    def first_cells(self) -> tuple[Cell, ...]:
        """Who is counted and measured, and how many of these shrank."""
        share = Share(count=self.shrunk, total=self.measured, rate=self.group.shrunk)
        return (
            self.size.lines,
            self.size.patients,
            self.measured,
            share if self.measured.n else _NobodyMeasured(self.measured),
        )

    @property
    def last_cell(self) -> _NotMeasured:
        """Who was not measured."""
        because = [
            (reason, Count(self.not_measured.id.in_group(levels_of_reason(reason)), n))
            for reason, n in self.group.not_measured
        ]
        return _NotMeasured(count=self.not_measured, reasons=tuple(because))

    @property
    def best_cells(self) -> tuple[Cell, ...]:
        """Of a waterfall: of whom a response is recorded, who grew, and the median."""
        if not isinstance(self.group, GroupWaterfall):
            return ()
        changes = self.group.changes
        told = format_median_change(changes.median, changes.q1, changes.q3)
        alone = without_ends(format_change(changes.median))
        return (
            self.responders,
            Share(count=self.grown, total=self.measured),
            Quantiles(
                text=told,
                told=((QUARTERS, told), (HALVES, alone)),
                n=self.measured.n,
                rests_on=(self.measured, self.shrunk, self.grown),
            ),
        )

    @property
    def time_cells(self) -> tuple[Cell, ...]:
        """Of a spider: how many assessments, and when the shrinkage was first seen."""
        if not isinstance(self.group, GroupSpider):
            return ()
        n = self.group.n_assessments
        months = format_number(self.group.months.median, missing="none seen")
        return (
            _Assessments(n),
            Quantiles(
                text=months,
                told=((HALVES, months),),
                n=self.shrunk.n,
                rests_on=(self.measured, self.shrunk),
            ),
        )

    @property
    def responders(self) -> Count:
        n = self.group.n_responders if isinstance(self.group, GroupWaterfall) else 0
        return Count(self.shrunk.id.having("best_response", *RESPONDERS), n)

    @property
    def grown(self) -> Count:
        n = self.group.n_grown if isinstance(self.group, GroupWaterfall) else 0
        return Count(self.cases.having(self.subject, "grown"), n)


def format_median_change(median: float | None, q1: float | None, q3: float | None) -> str:
    """Write the median change with its quartiles.

    Examples
    --------
    >>> format_median_change(-29.0, -47.5, 7.0), format_median_change(None, None, None)
    ('-29% (-47.5% to +7%)', 'NE')
    """
    if median is None:
        return format_change(None)
    return f"{format_change(median)} ({format_change(q1)} to {format_change(q3)})"


def _everyone(plot: WaterfallPlot | SpiderPlot) -> CountId:
    return counted(plot.unit, plot.overlap, plot.grouping.columns)


def _columns(plot: WaterfallPlot | SpiderPlot) -> list[_Column]:
    subject = ("target lesions", "at best" if isinstance(plot, WaterfallPlot) else "over time")
    # Without cases the one group of all has no column.
    groups: tuple[GroupWaterfall | GroupSpider, ...] = plot.groups
    pairs = zip(groups, plot.grouping.groups, strict=False)
    return [
        _Column(group=group, cases=_everyone(plot).in_group(made.levels), subject=subject)
        for group, made in pairs
    ]


def target_values(plot: WaterfallPlot | SpiderPlot) -> TableValues:
    """One column for each group: who was measured, and how far the lesions shrank."""
    label, columns = plot.conventions.conf_label, _columns(plot)
    headings = (
        ("Of these, CR or PR recorded", GROWN_ROW, "Median change (Q1 to Q3)")
        if isinstance(plot, WaterfallPlot)
        else ("Assessments", "Months until 30% were seen, median")
    )
    rows = zip(
        map(
            Text,
            (
                "Lines",
                "Patients",
                f"Measured {plot.unit}",
                f"Shrunk by 30% or more ({label})",
                *headings,
                "Not measured",
            ),
        ),
        *((*c.first_cells, *c.best_cells, *c.time_cells, c.last_cell) for c in columns),
        strict=True,
    )
    return TableValues(
        columns=(plot.grouping.label, *(column.group.label for column in columns)),
        rows=tuple(rows) if columns else (),
    )


def format_target_table(plot: WaterfallPlot | SpiderPlot) -> pd.DataFrame:
    """One column for each group: who was measured, and how far the lesions shrank.

    Examples
    --------
    >>> from imt_core.analyses.waterfall import waterfall_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "best_response": ["PR", "PD", "SD", None],
    ...     "target_change_pct": [-45.0, 24, -12, None]})
    >>> shown = format_target_table(waterfall_plot(Cohort(frame=frame, name="four")))
    >>> shown["All"].tolist()[3:]
    ['1/3 (0.8–90.6%)', '1', '1 of 3', '-12% (-45% to +24%)', '1: response not recorded']
    """
    return target_values(plot).to_frame()


@result_tables.register
def _(plot: WaterfallPlot) -> ResultTables:
    return _tables(plot, name="waterfall", each="Bars")


@result_tables.register
def _(plot: SpiderPlot) -> ResultTables:
    return _tables(plot, name="spider", each="Assessments")


def _tables(plot: WaterfallPlot | SpiderPlot, *, name: str, each: str) -> ResultTables:
    everyone, columns, counts = Size.of(_everyone(plot), plot.count), _columns(plot), Counts()
    counts.add_sizes(everyone, *(column.size for column in columns))
    counts.add_groups(everyone, [column.size for column in columns], plot.grouping.columns)
    for column in columns:
        counts.add(column.measured, column.shrunk, column.not_measured)
        reasons = [count for _, count in column.last_cell.reasons]
        if reasons:
            counts.add_told(*reasons)
            counts.add_sum(column.not_measured, reasons)
        counts.add_sum(column.size.lines, (column.measured, column.not_measured))
        rest = column.cases.having(column.subject, "between", "grown")
        counts.add_rest(column.measured, column.shrunk, rest)
        if isinstance(column.group, GroupWaterfall):
            counts.add(column.responders, column.grown)
            others = column.shrunk.id.having("best_response", *_NO_RESPONSE)
            counts.add_rest(column.shrunk, column.responders, others)
            smaller = column.cases.having(column.subject, "shrunk", "between")
            counts.add_rest(column.measured, column.grown, smaller)
            between = column.cases.having(column.subject, "between")
            left = Count(rest, column.measured.n - column.shrunk.n)
            counts.add_rest(left, column.grown, between)
    summary = ResultTable(
        name=name,
        heading="Change of target lesions",
        values=target_values(plot),
        numbers=plot.groups_to_frame(),
    )
    cases = ResultTable(
        name=each.lower(), heading=each, numbers=plot.to_frame().drop(columns="patient_id")
    )
    return ResultTables(
        tables=(summary, cases) if plot.groups else (),
        size=everyone,
        counts=counts,
        facts=(
            *shared_patients_fact(plot),
            Fact(heading="Comparison", text="described, not tested"),
        ),
        draws_cases=True,
    )


_NO_TEST: Final = Fact(heading="Comparison", text="described, not tested")
_NO_RESPONSE: Final = tuple(level for level in RESPONSE_LEVELS if level not in RESPONDERS)
"""Best responses that are none."""
