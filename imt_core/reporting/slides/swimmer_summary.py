"""One slide of a swimmer plot with too many lanes to name: a thin bar each, longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import Final

from pptx.enum.chart import XL_CHART_TYPE

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.cohort.schema import NOT_RECORDED
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.survival import months_axis
from imt_core.reporting.design.swimmer import SwimmerChart
from imt_core.reporting.design.swimmer_lanes import ChartLane
from imt_core.reporting.design.swimmer_words import lanes_told
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.slides.canvas import Canvas
from imt_core.reporting.slides.chart_axes import ValueAxis, fitted_title, set_column_axes
from imt_core.reporting.slides.key import KeyEntry, Swatch, draw_key, key_height
from imt_core.reporting.slides.pptx_charts import Bars, add_bars_chart, style_bars
from imt_core.reporting.slides.slide_colours import MUTED, line, solid
from imt_core.reporting.slides.slide_frame import add_slide
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    Box,
    Paragraph,
    Run,
    add_text,
    paragraphs_height,
)
from imt_core.reporting.slides.spans import ABOVE_PLOT, Span, draw_spans, lay_spans

_SIZE: Final = SMALLEST_TEXT
_BETWEEN: Final = 0.02
"""Gap between groups, of all lanes."""
_LEFT: Final = 0.95
_RIGHT: Final = 0.1
_TICK_ROOM: Final = 0.4
_SEVERAL: Final = "several lines"


def draw_summary(
    chart: SwimmerChart, plot: SwimmerPlot, view: ComputedView, canvas: Canvas, told: Sequence[str]
) -> None:
    """Add the slide.

    Parameters
    ----------
    chart : SwimmerChart
    plot : SwimmerPlot
    view : ComputedView
    canvas : Canvas
    told : sequence of str
        For the speaker notes.
    """
    counts = [f"{name}: {words}." for name, words in lanes_told(plot).items()]
    slide = add_slide(canvas, view, view_title(view), told=[*told, *counts])
    box, n_lanes = canvas.content, len(chart.lanes)
    gap = max(1, round(_BETWEEN * n_lanes))
    lengths = _lengths(chart, gap)
    found = {one[0] for one in lengths if one}
    responses = [look for look in (*LIGHT.response, _SEVERAL) if look in found]
    entries = [KeyEntry(sample=_swatch(look), name=look) for look in responses]
    if len(responses) > 1:
        entries = [KeyEntry(sample=None, name=chart.key[0].title), *entries]
    key = key_height(entries, box.width) if len(responses) > 1 else 0.0
    if key:
        draw_key(slide, entries, box)
    reading: list[Paragraph] = [
        [
            Run(
                text=f"{n_lanes} lanes are too many to name: a thin bar each, the longest first in "
                f"each group. {chart.stamp[:1].upper()}{chart.stamp[1:]}. Each lane with its "
                "events: see the app or the workbook.",
                size=_SIZE,
                colour=MUTED,
            )
        ]
    ]
    foot = paragraphs_height(reading, box.width) + 0.05
    below = replace(box, top=box.top + key, height=box.height - key - foot)
    spans = _spans(chart, plot, gap)
    layout = lay_spans(spans, below, len(lengths), left=_LEFT, right=_RIGHT)
    top = below.top + layout.above + ABOVE_PLOT
    area = replace(layout.bars, top=top, height=below.bottom - top - 0.15)
    frame = Box(
        left=box.left,
        top=top - ABOVE_PLOT,
        width=area.right - box.left,
        height=area.height + ABOVE_PLOT + 0.15,
    )
    native = add_bars_chart(
        slide,
        XL_CHART_TYPE.COLUMN_STACKED,
        frame,
        area,
        [" "] * len(lengths),
        [
            Bars(name=look, values=[one[1] if one and one[0] == look else None for one in lengths])
            for look in responses
        ],
        number_format="0.0",
        name="Lanes",
        alt=chart.alt,
        size=_SIZE,
    )
    native.plots[0].gap_width, native.plots[0].overlap = 0, 100
    for look, series in zip(responses, native.plots[0].series, strict=True):
        style_bars(series, fill=_swatch(look).fill, edge=line(None))
    # Follow-up, which this slide does not draw, may last far longer than any bar.
    end = min(max(one[1] for one in lengths if one), chart.axis.high)
    axis = months_axis(end, fitted_title(chart.axis.title, frame.height))
    fewer = ceil(len(axis.ticks) * _TICK_ROOM / area.height)
    months = ValueAxis.of(axis, grid=True)
    months = replace(months, step=fewer * months.step)
    set_column_axes(native, months, size=_SIZE, labels=False)
    draw_spans(slide, spans, layout, len(lengths), frame.top)
    place = Box(left=box.left, top=box.bottom - foot, width=box.width, height=foot)
    add_text(slide, place, reading, name="How it is read")


def _lengths(chart: SwimmerChart, gap: int) -> list[tuple[str, float] | None]:
    """Look and months of each bar, the longest of a group first; ``None`` where none stands."""
    lengths: list[tuple[str, float] | None] = []
    for group in chart.groups:
        longest_first = sorted(map(_length, group.lanes), key=lambda one: -one[1])
        lengths += [*([None] * gap if lengths else []), *longest_first]
    return lengths


def _length(lane: ChartLane) -> tuple[str, float]:
    """The response of a lane's only line, and the month at which its last bar ends."""
    if not lane.bars:
        return NOT_RECORDED, 0.0
    look = lane.bars[0].response if len(lane.bars) == 1 else _SEVERAL
    return look, max(bar.end for bar in lane.bars)


def _spans(chart: SwimmerChart, plot: SwimmerPlot, gap: int) -> list[Span]:
    told, start = lanes_told(plot, ("progression", "death")), 0.0
    spans: list[Span] = []
    for group in chart.groups:
        end = start + len(group.lanes)
        name = group.name if len(chart.groups) > 1 else ""
        spans.append(Span(name=name, told=told[group.label], start=start, end=end))
        start = end + gap
    return spans


def _swatch(look: str) -> Swatch:
    fill = MUTED if look == _SEVERAL else LIGHT.response[look]
    return Swatch(fill=solid(fill), edge=line(MUTED, 0.5))
