"""A spider in neutral terms: lines of change over time, from the baseline to the last scan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from imt_core.analyses.spider import HOW_TO_WRITE, SpiderLine, SpiderPlot
from imt_core.analyses.target_cases import RESPONSE_LEVELS
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.formatting import format_change, format_exact
from imt_core.reporting.design.chart import Axis, Chart, design
from imt_core.reporting.design.group_style import group_styles
from imt_core.reporting.design.survival import months_axis
from imt_core.reporting.design.target_axis import (
    CUT,
    THRESHOLDS,
    Threshold,
    change_axis,
    cut_told,
    is_of,
    told_of,
)
from imt_core.reporting.design.theme import INDEX, Mark, Theme
from imt_core.reporting.tables.target_words import describe_spider, not_drawn

NO_SERIES: Final = f"Spider: needs several assessments per line, in {HOW_TO_WRITE}."

_RESPONSE_MARKS: Final[dict[str, Mark]] = dict(
    zip(RESPONSE_LEVELS, ("dot", "circle", "square", "x", "diamond", "plus"), strict=True)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpiderThread:
    """One line over time.

    Parameters
    ----------
    patient_id : str
    x, y : tuple of float
        Months and percent as far as they are drawn, from the baseline on.
    cuts : tuple of (float, str)
        Months at which it goes beyond the cut, and how far, in whole percent.
    told : tuple of str
        At each point who it is and what was seen.
    is_index : bool
        Whether it is of the index patient.
    """

    patient_id: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    cuts: tuple[tuple[float, str], ...]
    told: tuple[str, ...]
    is_index: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpiderLook:
    """Lines that are drawn alike: those of a group, or without groups of a best response.

    Parameters
    ----------
    name : str
        What they have in common, with how many there are.
    colour : int or None
        Position among the colours of a theme; ``None`` for that of `level`.
    level : str
        A best response.
    mark : str
        At their ends, of `theme.CENSOR_MARKS`.
    threads : tuple of SpiderThread
    """

    name: str
    colour: int | None
    level: str
    mark: Mark
    threads: tuple[SpiderThread, ...]

    def colour_in(self, theme: Theme) -> str:
        """As it is drawn."""
        return theme.line_of(self.level) if self.colour is None else theme.colour(self.colour)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpiderChart(Chart):
    """Change over time.

    Parameters
    ----------
    looks : tuple of SpiderLook
        In the order of the key.
    months, change : Axis
    thresholds : tuple of Threshold
    """

    looks: tuple[SpiderLook, ...]
    months: Axis
    change: Axis
    thresholds: tuple[Threshold, ...]

    @property
    def cuts(self) -> tuple[tuple[float, str], ...]:
        """Where lines go beyond the cut, and how far."""
        return tuple(cut for thread in self.threads for cut in thread.cuts)

    @property
    def threads(self) -> tuple[SpiderThread, ...]:
        """All lines."""
        return tuple(thread for look in self.looks for thread in look.threads)


def spider_chart(plot: SpiderPlot, *, index: str = "") -> SpiderChart:
    """Describe the lines of a spider plot.

    Parameters
    ----------
    plot : SpiderPlot
    index : str
        The key of the patient whose lines are marked; empty for nobody.

    Returns
    -------
    SpiderChart
        In the colours of the groups, or where there is one, of the best responses. What goes beyond
        +100% is drawn there, and its number is told.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.spider import spider_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0, 1.0],
    ...     "best_response": ["PR", "PD"], "target_changes": ["1.8: -12; 3.7: -45", "2: 164"]})
    >>> chart = spider_chart(spider_plot(Cohort(frame=frame, name="two")))
    >>> [(look.name, [(one.x, one.y) for one in look.threads]) for look in chart.looks]
    [('PR (1)', [((0.0, 1.8, 3.7), (0.0, -12.0, -45.0))]), ('PD (1)', [((0.0, 2.0), (0.0, 100.0))])]
    >>> chart.reading
    'Mark: the last assessment. Dashed: -30% and +20%. Drawn at +100%: +164%.'
    """
    looks = tuple(_looks(plot, index))
    scans = [one for line in plot.lines for one in line.assessments]
    return SpiderChart(
        alt=describe_spider(plot),
        stamp=f"{plot.count}; {plot.share_method}",
        reading=_reading(plot, has_index=any(t.is_index for look in looks for t in look.threads)),
        empty="" if looks else NO_SERIES,
        of_patients=True,
        looks=looks,
        months=months_axis(
            max((one.months for one in scans), default=0.0), "Months from day 1 of cycle 1"
        ),
        change=change_axis(max((one.change for one in scans), default=0.0), "Change from baseline"),
        thresholds=THRESHOLDS,
    )


@design.register
def _(result: SpiderPlot, request: ViewRequest) -> SpiderChart:
    return spider_chart(result, index=request.index)


def _looks(plot: SpiderPlot, index: str) -> Iterator[SpiderLook]:
    if len(plot.groups) > 1:
        styles = group_styles([group.place for group in plot.groups])
        for group, style in zip(plot.groups, styles, strict=True):
            if group.lines:
                yield _look(group.label, group.lines, index, colour=style.colour, mark=style.mark)
        return
    for level in RESPONSE_LEVELS:
        if lines := [line for line in plot.lines if line.best_response == level]:
            yield _look(level, lines, index, level=level, mark=_RESPONSE_MARKS[level])


def _look(
    name: str,
    lines: Sequence[SpiderLine],
    index: str,
    *,
    mark: Mark,
    colour: int | None = None,
    level: str = "",
) -> SpiderLook:
    return SpiderLook(
        name=f"{name} ({len(lines)})",
        colour=colour,
        level=level,
        mark=mark,
        threads=tuple(_thread(line, index) for line in lines),
    )


def _thread(line: SpiderLine, index: str) -> SpiderThread:
    seen = [(0.0, 0.0), *((one.months, one.change) for one in line.assessments)]
    return SpiderThread(
        patient_id=line.patient_id,
        x=tuple(months for months, _ in seen),
        y=tuple(min(change, CUT) for _, change in seen),
        cuts=tuple(
            (months, f"▲ {format_change(float(round(change)))}")
            for months, change in seen
            if change > CUT
        ),
        told=tuple(
            f"{line.patient_id}\nmonth {format_exact(months)}: {format_change(change)}\n"
            f"{told_of(line)}"
            for months, change in seen
        ),
        is_index=is_of(line, index),
    )


def _reading(plot: SpiderPlot, *, has_index: bool) -> str:
    """What marks and dashes are, what is cut, and what is not drawn."""
    cut = [
        one.change for line in plot.together.lines for one in line.assessments if one.change > CUT
    ]
    told = [
        "Mark: the last assessment",
        "Dashed: -30% and +20%",
        cut_told("Drawn at +100%", cut),
        f"Thick: {INDEX}" if has_index else "",
        not_drawn(plot),
    ]
    return " ".join(f"{part}." for part in told if part)
