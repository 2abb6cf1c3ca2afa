"""Kaplan-Meier curves as a native chart, with the number at risk in a table below its ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from pptx.slide import Slide

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.estimates.kaplan_meier import SurvivalCurve
from imt_core.estimates.small_groups import FEW_AT_RISK
from imt_core.estimates.time_to_event import FloatArray
from imt_core.reporting.design.theme import LIGHT, shortened
from imt_core.reporting.figures.kaplan_meier import (
    curve_parts,
    describe_curves,
    month_ticks,
    step_points,
)
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    Points,
    add_legend,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.slide_colours import MUTED, line, slide_colour
from imt_core.reporting.slides.slide_table import MARGIN, Cell, add_table
from imt_core.reporting.slides.slide_text import Box, clean, fitted, text_width

MOST_BESIDE: Final = 10
"""With more groups than this the number at risk has slides of its own."""

CENSOR_MARKS: Final = (
    ("plus", "+"),
    ("x", "×"),
    ("circle", "○"),
    ("triangle", "△"),
    ("square", "□"),
    ("diamond", "◇"),
    ("star", "✳"),
    ("dash", "–"),
)
"""Censor marks of groups in order, and the letter that looks like each."""

_SIZE: Final = 12.0
_CURVE: Final = 2.5
_RISK_ROW: Final = 0.27
_SMALL_RISK_ROW: Final = 0.235
_BELOW_AXIS: Final = 0.62
_LEGEND_ROW: Final = 0.3
_LABEL_ROOM: Final = 0.86
_WIDEST_NAME: Final = 2.1
_LONGEST_NAME, _SHORTEST_NAME = 40, 12
_MOST_LEGEND_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where curves and number at risk stand, so that columns stand below ticks."""

    frame: Box
    plot: Box
    table_left: float
    widths: tuple[float, ...]
    row: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Drawn:
    """One series of the chart: corners in months and percent, and its look."""

    name: str
    x: FloatArray
    y: FloatArray
    line: str
    marker: Marker | None = None
    in_legend: bool = False


def draw_curves(slide: Slide, summary: SurvivalSummary, region: Box, *, has_band: bool) -> None:
    """Draw curves and number at risk in a region of a slide.

    Parameters
    ----------
    slide : Slide
    summary : SurvivalSummary
        With at least one group.
    region : Box
    has_band : bool
        Whether the limits are drawn.
    """
    ticks = risk_ticks(summary)
    last = max((group.curve.last_follow_up or 0.0) for group in summary.groups)
    end = 1.02 * (last or 1.0)
    place = _place(summary, region, ticks, end)
    _draw_chart(slide, summary, place, ticks, end, has_band=has_band)
    if len(summary.groups) <= MOST_BESIDE:
        _draw_risk_table(slide, summary, place, ticks)


def risk_ticks(summary: SurvivalSummary) -> FloatArray:
    """Months at which the axis is labelled and the number at risk is told."""
    return month_ticks(max((group.curve.last_follow_up or 0.0) for group in summary.groups))


def _place(summary: SurvivalSummary, region: Box, ticks: FloatArray, end: float) -> _Place:
    groups = summary.groups
    beside = len(groups) <= MOST_BESIDE
    names = [_risk_heading(summary), *(group.label for group in groups)]
    label = max(text_width(name, _SIZE, bold=True) for name in names) + 2 * MARGIN
    label = min(label, _WIDEST_NAME) if beside else 0.0
    step = float(ticks[1] - ticks[0]) / end if ticks.size > 1 else 0.2
    after = max(step / 2 - (1 - float(ticks[-1]) / end), 0.0)
    # The first column is centred below month 0, so half of it stands left of the axis.
    width = (region.width - label) / (1 + step / 2 + after)
    if label + width * step / 2 < _LABEL_ROOM:
        width = (region.width - _LABEL_ROOM) / (1 + after)
        label = _LABEL_ROOM - width * step / 2
    left = region.left + label + width * step / 2
    row = _RISK_ROW if len(groups) <= 6 else _SMALL_RISK_ROW
    table = row * (len(groups) + 1) if beside else 0.0
    legend = _LEGEND_ROW * _legend_rows(_legend_names(groups, width), width)
    plot = Box(
        left=left,
        top=region.top + legend,
        width=width,
        height=region.height - legend - _BELOW_AXIS - table,
    )
    frame = Box(
        left=left - _LABEL_ROOM,
        top=region.top,
        width=_LABEL_ROOM + width * (1 + after),
        height=legend + plot.height + _BELOW_AXIS,
    )
    return _Place(
        frame=frame,
        plot=plot,
        table_left=region.left,
        row=row,
        widths=(label, *[width * step] * ticks.size),
    )


def _risk_heading(summary: SurvivalSummary) -> str:
    return f"At risk ({summary.unit})"


def _legend_names(groups: Sequence[GroupSurvival], width: float) -> list[str]:
    """Names in the legend, cut where it would leave too little room for the curves."""
    longest = _LONGEST_NAME
    while True:
        names = [clean(f"{shortened(g.label, longest)} (n = {g.curve.n})") for g in groups]
        if longest <= _SHORTEST_NAME or _legend_rows(names, width) <= _MOST_LEGEND_ROWS:
            return names
        longest -= 2


def _legend_rows(names: Sequence[str], width: float) -> int:
    rows, room = 1, width
    for name in names:
        needed = text_width(name, _SIZE) + 0.7
        if needed > room and room < width:
            rows, room = rows + 1, width
        room -= needed
    return rows


def _draw_chart(
    slide: Slide,
    summary: SurvivalSummary,
    place: _Place,
    ticks: FloatArray,
    end: float,
    *,
    has_band: bool,
) -> None:
    names = _legend_names(summary.groups, place.plot.width)
    series = [
        drawn
        for index, (group, name) in enumerate(zip(summary.groups, names, strict=True))
        for drawn in _group_series(group, name, index, has_band=has_band)
    ]
    series.sort(key=lambda drawn: not drawn.in_legend)
    longest = max(series, key=lambda drawn: drawn.x.size)
    if not longest.in_legend:
        # See draw_longest_first; entries of the legend are found by their place in the file.
        series.remove(longest)
        series.insert(0, longest)
    chart = add_points_chart(
        slide,
        place.frame,
        place.plot,
        [Points(name=drawn.name, x=drawn.x.tolist(), y=drawn.y.tolist()) for drawn in series],
        name="Kaplan-Meier curves",
        alt=describe_curves(summary.groups),
        size=_SIZE,
    )
    for added, drawn in zip(chart.plots[0].series, series, strict=True):
        style_points(added, line_xml=drawn.line, marker=drawn.marker)
    draw_longest_first(chart)
    set_axes(
        chart,
        ValueAxis(
            low=0.0,
            high=end,
            step=float(ticks[1]) if ticks.size > 1 else end,
            title=f"Months from {summary.endpoint.origin}",
            number_format="0",
        ),
        ValueAxis(
            low=0.0,
            high=100.0,
            step=25.0,
            title=summary.endpoint.label,
            number_format='0"%"',
            grid=True,
        ),
        size=_SIZE,
    )
    legend = Box(
        left=place.plot.left,
        top=place.frame.top,
        width=place.plot.width,
        height=place.plot.top - place.frame.top,
    )
    hidden = [index for index, drawn in enumerate(series) if not drawn.in_legend]
    add_legend(chart, place.frame, legend, size=_SIZE, without=hidden)


def _group_series(group: GroupSurvival, name: str, index: int, *, has_band: bool) -> list[_Drawn]:
    """A curve's solid and dashed parts, its limits and its censor marks."""
    colour = slide_colour(LIGHT.colour(index))
    drawn = []
    for position, (x, y, is_solid) in enumerate(curve_parts(group.curve)):
        # One series cannot change its dashes on the way, so each part has its own.
        ending = "" if position == 0 else f": fewer than {FEW_AT_RISK} at risk"
        look = line(colour, _CURVE, "solid" if is_solid else "sysDash")
        drawn.append(_Drawn(name=name + ending, x=x, y=y, line=look, in_legend=position == 0))
    for side, (x, y) in _limits(group.curve).items() if has_band else ():
        if x.size > 1:
            look = line(colour, 1.0, "sysDot")
            drawn.append(_Drawn(name=f"{name}: {side} limit", x=x, y=y, line=look))
    marked = group.curve.n_censor > 0
    if marked.any():
        symbol = CENSOR_MARKS[index % len(CENSOR_MARKS)][0]
        drawn.append(
            _Drawn(
                name=f"{name}: censored",
                x=group.curve.time[marked],
                y=100 * group.curve.estimate[marked],
                line=line(None),
                marker=Marker(symbol=symbol, size=8, edge=colour, edge_width=1.75),
            )
        )
    return drawn


def _limits(curve: SurvivalCurve) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Corners of the limits in months and percent, as far as they are defined."""
    drawn = {}
    for name, limit, start in (
        ("lower", curve.conf_low, curve.conf_low_at_start),
        ("upper", curve.conf_high, 1.0),
    ):
        defined = ~np.isnan(limit)
        last = int(np.flatnonzero(defined)[-1]) + 1 if defined.any() else 0
        x, y = step_points(curve.time[:last], np.where(defined, limit, 1.0)[:last], start=start)
        if 0 < last < curve.time.size:
            x, y = np.append(x, curve.time[last]), np.append(y, y[-1])
        drawn[name] = (x, 100 * y)
    return drawn


def _draw_risk_table(
    slide: Slide, summary: SurvivalSummary, place: _Place, ticks: FloatArray
) -> None:
    size = _SIZE if place.row == _RISK_ROW else 11.0
    room = place.widths[0] - 2 * MARGIN
    header = [Cell(text=_risk_heading(summary), size=size, colour=MUTED)]
    rows = [header + [Cell(text="", size=size) for _ in ticks]]
    for index, group in enumerate(summary.groups):
        colour = slide_colour(LIGHT.colour(index))
        numbers = group.curve.n_risk_at(ticks)
        name = fitted(group.label, size, room, bold=True)
        rows.append(
            [Cell(text=name, size=size, bold=True, colour=colour)]
            + [Cell(text=str(n), size=size, align="ctr", colour=colour) for n in numbers]
        )
    add_table(
        slide,
        left=place.table_left,
        top=place.frame.bottom,
        widths=place.widths,
        heights=[place.row] * len(rows),
        rows=rows,
        name="Number at risk",
        ruled=False,
        alt=f"Number at risk ({summary.unit}) at the ticks of the time axis.",
    )
