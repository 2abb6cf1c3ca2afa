"""A waterfall in neutral terms: bars in response colours, the groups one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from imt_core.analyses.target_cases import RESPONSE_LEVELS
from imt_core.analyses.view_request import ViewRequest
from imt_core.analyses.waterfall import GroupWaterfall, TargetBar, WaterfallPlot
from imt_core.conventions.formatting import format_change
from imt_core.reporting.design.chart import Axis, Chart, design
from imt_core.reporting.design.target_axis import (
    CUT,
    THRESHOLDS,
    Threshold,
    change_axis,
    cut_told,
    is_of,
    line_names,
    told_of,
)
from imt_core.reporting.design.theme import INDEX
from imt_core.reporting.tables.target_words import describe_waterfall, not_drawn

NO_BAR: Final = "No bar: of nobody in view the change of the target lesions is recorded."

_BETWEEN: Final = 2
"""Bars that the gap between two groups is wide."""
_MOST_NAMED: Final = 60
"""With more bars none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallBar:
    """One line.

    Parameters
    ----------
    patient_id : str
    name : str
        What stands below it; empty where there are too many.
    x : float
        Its middle; every bar has a place 1 wide.
    change : float
        Percent, as far as it is drawn.
    cut : str
        Its number, in whole percent, where it goes on beyond the cut; else empty.
    level : str
        Its best response: colour and pattern.
    told : tuple of str
        What was measured, and of which line, in lines.
    is_index : bool
        Whether it is of the index patient.
    """

    patient_id: str
    name: str
    x: float
    change: float
    cut: str
    level: str
    told: tuple[str, ...]
    is_index: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterfallGroup:
    """The bars of one group, between two places; `size` tells of how many, measured and not."""

    name: str
    size: str
    start: float
    end: float
    bars: tuple[WaterfallBar, ...]

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WaterfallChart(Chart):
    """Bars of the best change.

    Parameters
    ----------
    groups : tuple of WaterfallGroup
        From left to right, those with a bar.
    levels : tuple of str
        The best responses that somebody has, in the order of the key.
    axis : Axis
        Of the change.
    width : float
        Places of bars and gaps.
    thresholds : tuple of Threshold
    """

    groups: tuple[WaterfallGroup, ...]
    levels: tuple[str, ...]
    axis: Axis
    width: float
    thresholds: tuple[Threshold, ...]

    @property
    def bars(self) -> tuple[WaterfallBar, ...]:
        """All bars from left to right."""
        return tuple(bar for group in self.groups for bar in group.bars)

    def clear_of(self, bar: WaterfallBar, reach: float) -> float:
        """The change beyond which a word as wide as `reach` places to each side hides no bar.

        On the other side of 0 than the bar itself.
        """
        near = [one.change for one in self.bars if abs(one.x - bar.x) <= reach + 0.5]
        return min(0.0, *near) if bar.change > 0 else max(0.0, *near)


def waterfall_chart(plot: WaterfallPlot, *, index: str = "") -> WaterfallChart:
    """Describe the bars of a waterfall plot.

    Parameters
    ----------
    plot : WaterfallPlot
    index : str
        The key of the patient whose bars are marked; empty for nobody.

    Returns
    -------
    WaterfallChart
        Bars beyond +100% end there, with a mark and their number.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.waterfall import waterfall_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("aab"), "line_number": [1.0, 2, 1],
    ...     "best_response": ["PR", "PD", "PD"], "target_change_pct": [-45.0, 164.0, 20.0]})
    >>> chart = waterfall_chart(waterfall_plot(Cohort(frame=frame, name="three")))
    >>> [(bar.name, bar.x, bar.change, bar.cut) for bar in chart.bars]
    [('a L2', 0.5, 100.0, '+164%'), ('b', 1.5, 20.0, ''), ('a L1', 2.5, -45.0, '')]
    >>> chart.levels, chart.width
    (('PR', 'PD'), 3.0)
    >>> waterfall_chart(waterfall_plot(Cohort(frame=frame.head(0), name="none"))).empty
    'No bar: of nobody in view the change of the target lesions is recorded.'
    """
    groups = tuple(_groups(plot, index))
    levels = {bar.level for group in groups for bar in group.bars}
    largest = max((bar.change for bar in plot.bars), default=0.0)
    return WaterfallChart(
        alt=describe_waterfall(plot),
        stamp=f"{plot.count}; {plot.share_method}",
        reading=_reading(plot, has_index=any(bar.is_index for g in groups for bar in g.bars)),
        empty="" if groups else NO_BAR,
        of_patients=True,
        groups=groups,
        levels=tuple(level for level in RESPONSE_LEVELS if level in levels),
        axis=change_axis(largest, "Best change from baseline"),
        width=groups[-1].end if groups else 1.0,
        thresholds=THRESHOLDS,
    )


@design.register
def _(result: WaterfallPlot, request: ViewRequest) -> WaterfallChart:
    return waterfall_chart(result, index=request.index)


def _groups(plot: WaterfallPlot, index: str) -> Iterator[WaterfallGroup]:
    # One that is in several groups has one name.
    bars = plot.together.bars
    names = line_names(bars) if len(plot.bars) <= _MOST_NAMED else ("",) * len(bars)
    name_of = dict(zip((bar.key for bar in bars), names, strict=True))
    start = 0.0
    for group in plot.groups:
        if not group.bars:
            continue
        yield WaterfallGroup(
            name=group.label if plot.grouping.by else "",
            size=_size(group),
            start=start,
            end=start + len(group.bars),
            bars=tuple(
                _bar(bar, start + at + 0.5, name_of[bar.key], index)
                for at, bar in enumerate(group.bars)
            ),
        )
        start += len(group.bars) + _BETWEEN


def _bar(bar: TargetBar, x: float, name: str, index: str) -> WaterfallBar:
    told = f"best change {format_change(bar.change)}"
    return WaterfallBar(
        patient_id=bar.patient_id,
        name=name,
        x=x,
        change=min(bar.change, CUT),
        cut=format_change(float(round(bar.change))) if bar.change > CUT else "",
        level=bar.best_response,
        told=(told, told_of(bar)),
        is_index=is_of(bar, index),
    )


def _size(group: GroupWaterfall) -> str:
    """How many reached -30%, of the measured."""
    return f"{group.shrunk.n_success} of {group.shrunk.n} ≤ -30%"


def _reading(plot: WaterfallPlot, *, has_index: bool) -> str:
    """What is dashed, cut, outlined, and not drawn."""
    cut = [bar.change for bar in plot.together.bars if bar.change > CUT]
    told = [
        "Dashed: -30% and +20%",
        cut_told("Cut at +100%", cut),
        f"Outlined: {INDEX}" if has_index else "",
        not_drawn(plot),
    ]
    return " ".join(f"{part}." for part in told if part)
