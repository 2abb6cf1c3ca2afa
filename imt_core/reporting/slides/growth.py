"""The slide of the growth modulation index: a native chart of pairs, the shares beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.growth_modulation import NOT_TESTED, GrowthModulation
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.growth import GrowthChart, GrowthPoints, Guide, growth_chart
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.key import KeyEntry, Stroke, draw_entry, entry_height
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    Points,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.slide_colours import MUTED, line, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    TEXT_THAT_MATTERS,
    Box,
    Run,
    add_text,
    paragraphs_height,
)
from imt_core.reporting.slides.survival_curves import CENSOR_MARKS
from imt_core.reporting.slides.told import sentences, told_tables
from imt_core.reporting.tables.growth_table import format_growth_table

_SIZE: Final = SMALLEST_TEXT
_PANEL: Final = 0.38
_ABOVE: Final = 0.12
_AXIS: Final = 0.74
_LABELS: Final = 0.95
_SPACE: Final = 6.0


@draw_slides.register
def _(result: GrowthModulation, view: ComputedView, canvas: Canvas) -> None:
    chart = growth_chart(result)
    told = [chart.reading, f"The index is {NOT_TESTED}.", *told_tables(result)]
    slide = add_slide(canvas, view, view_title(view), told=told)
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    box = canvas.content
    panel = box.width * _PANEL
    frame = Box(left=box.left, top=box.top, width=box.width - panel - 0.3, height=box.height)
    _draw_chart(slide, chart, frame)
    _draw_panel(slide, result, chart, replace(box, left=frame.right + 0.3, width=panel))


def _draw_panel(slide: Slide, result: GrowthModulation, chart: GrowthChart, box: Box) -> None:
    """The key, an entry in a row, and below it the shares and how the chart is read, as it fits."""
    samples = [_guide_sample(guide) for guide in chart.guides]
    samples += [_points_sample(points) for points in chart.points]
    names = [guide.name for guide in chart.guides] + [points.name for points in chart.points]
    top = box.top
    for sample, name in zip(samples, names, strict=True):
        entry = KeyEntry(sample=sample, name=name)
        height = entry_height(entry, box.width)
        draw_entry(slide, entry, replace(box, top=top, height=height))
        top += height
    rest = replace(box, top=top + 0.12, height=box.bottom - top - 0.12)
    rows = list(format_growth_table(result).itertuples(index=False))
    shares = [
        [run]
        for name, value in rows
        for run in (Run(text=name, size=_SIZE), Run(text=value, size=TEXT_THAT_MATTERS, bold=True))
    ]
    while paragraphs_height(shares, rest.width, space=_SPACE) > rest.height and rows:
        # Beside their names first, then as many as there is room for: the notes hold all.
        shares = [
            [Run(text=f"{name}: ", size=_SIZE), Run(text=value, size=_SIZE, bold=True)]
            for name, value in rows
        ]
        rows.pop()
    how = [*sentences(chart.reading), f"The index is {NOT_TESTED}."]
    for n_told in range(len(how), -1, -1):
        read = [Run(text=" ".join(how[:n_told]), size=_SIZE, colour=MUTED)]
        told = [*shares, read] if n_told else shares
        if paragraphs_height(told, rest.width, space=_SPACE) <= rest.height:
            break
    add_text(slide, rest, told, name="Shares", space=_SPACE)


def _draw_chart(slide: Slide, chart: GrowthChart, frame: Box) -> None:
    plot = Box(
        left=frame.left + _LABELS,
        top=frame.top + _ABOVE,
        width=frame.width - _LABELS - 0.2,
        height=frame.height - _ABOVE - _AXIS,
    )
    guides = [Points(name=guide.name, x=guide.x, y=guide.y) for guide in chart.guides]
    points = [Points(name=points.name, x=points.x, y=points.y) for points in chart.points]
    made = add_points_chart(
        slide, frame, plot, [*guides, *points], name="Successive lines", alt=chart.alt, size=_SIZE
    )
    series = list(made.plots[0].series)
    for one, guide in zip(series, chart.guides, strict=False):
        style_points(one, line_xml=_guide_sample(guide).line or "")
    for one, drawn in zip(series[len(guides) :], chart.points, strict=True):
        style_points(one, line_xml=line(None), marker=_points_sample(drawn).marker)
    draw_longest_first(made)
    set_axes(
        made,
        ValueAxis.of(chart.before, grid=True),
        ValueAxis.of(chart.after, grid=True),
        size=_SIZE,
    )


def _guide_sample(guide: Guide) -> Stroke:
    return Stroke(line=line(MUTED, 1.5, "dash" if guide.dashed else "solid"))


def _points_sample(points: GrowthPoints) -> Stroke:
    colour = slide_colour(LIGHT.colour(points.colour))
    fill = colour if points.mark == "dot" else None
    symbol = CENSOR_MARKS[points.mark]
    return Stroke(marker=Marker(symbol=symbol, size=11, fill=fill, edge=colour, edge_width=2.0))
