"""The slide of a spider: a native chart of lines over time, then the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.spider import SpiderPlot
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.spider import SpiderChart, SpiderLook, SpiderThread, spider_chart
from imt_core.reporting.design.target_axis import CUT
from imt_core.reporting.design.theme import INDEX, LIGHT, shortened
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.chart_axes import ValueAxis, set_axes
from imt_core.reporting.slides.key import KeyEntry, Stroke, draw_key, key_height, key_rows
from imt_core.reporting.slides.pptx_charts import (
    Marker,
    Points,
    add_points_chart,
    draw_longest_first,
    style_points,
)
from imt_core.reporting.slides.slide_colours import TEXT, line, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, TEXT_THAT_MATTERS, Box
from imt_core.reporting.slides.survival_curves import CENSOR_MARKS
from imt_core.reporting.slides.told import told_tables
from imt_core.reporting.slides.waterfall import (
    LEFT,
    READING,
    RIGHT,
    change_values,
    down,
    draw_reading,
    draw_threshold,
    say,
)

_SIZE: Final = SMALLEST_TEXT
_AXIS: Final = 0.74
_CUT: Final = 0.95
"""Inches of the number of a line that is cut."""
_ABOVE: Final = 0.12
_BELOW_KEY: Final = 0.06
_LONGEST_IN_KEY: Final = (40, 28, 20, 14)
_MOST_KEY: Final = 0.3
"""Of the height of a slide: a key takes no more while its names can be shorter."""
_MOST_LARGE_ROWS: Final = 2
_INDEX_LINE: Final = line(TEXT, 4.0)


@draw_slides.register
def _(result: SpiderPlot, view: ComputedView, canvas: Canvas) -> None:
    chart = spider_chart(result, index=view.request.index)
    slide = add_slide(canvas, view, view_title(view), told=[chart.reading, *told_tables(result)])
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    _draw(slide, chart, canvas.content)


def _draw(slide: Slide, chart: SpiderChart, box: Box) -> None:
    entries = _key(chart, TEXT_THAT_MATTERS, _LONGEST_IN_KEY[0])
    if len(key_rows(entries, box.width)) > _MOST_LARGE_ROWS:
        for longest in _LONGEST_IN_KEY:
            entries = _key(chart, SMALLEST_TEXT, longest)
            if key_height(entries, box.width) <= _MOST_KEY * box.height:
                break
    index = [thread for thread in chart.threads if thread.is_index]
    if index:
        entries.append(KeyEntry(sample=Stroke(line=_INDEX_LINE), name=INDEX))
    key = key_height(entries, box.width) + _BELOW_KEY
    draw_key(slide, entries, box)
    frame = Box(
        left=box.left, top=box.top + key, width=box.width - RIGHT, height=box.height - READING - key
    )
    plot = Box(
        left=frame.left + LEFT,
        top=frame.top + _ABOVE,
        width=frame.width - LEFT,
        height=frame.height - _ABOVE - _AXIS,
    )
    series = [_points(look.name, look.threads) for look in chart.looks]
    series += [_points(INDEX, index)] if index else []
    made = add_points_chart(
        slide, frame, plot, series, name="Change over time", alt=chart.alt, size=_SIZE
    )
    drawn = list(made.plots[0].series)
    for one, look in zip(drawn, chart.looks, strict=False):
        sample = _sample(look)
        style_points(one, line_xml=sample.line or "", points=_ends(look, sample.marker))
    if index:
        style_points(drawn[-1], line_xml=_INDEX_LINE)
    draw_longest_first(made)
    change = change_values(chart.change, frame.height)
    set_axes(made, ValueAxis.of(chart.months, grid=True), change, size=_SIZE)
    for threshold in chart.thresholds:
        draw_threshold(slide, threshold, chart.change, plot)
    months = chart.months
    last = plot.left - _CUT
    for month, text in sorted(chart.cuts):
        middle = plot.left + plot.width * (month - months.low) / (months.high - months.low)
        # Of those that stand too close the first is named; how it is read tells of more.
        if middle - last < _CUT:
            continue
        last = middle
        top = down(chart.change, plot, CUT) - 0.3
        say(slide, text, min(middle, plot.right - _CUT / 2), top, _CUT, name=f"Cut: {text}")
    draw_reading(slide, chart.reading, replace(plot, top=frame.bottom, height=READING))


def _key(chart: SpiderChart, size: float, longest: int) -> list[KeyEntry]:
    """Groups in a size; responses are as small as anything."""
    return [
        KeyEntry(
            sample=_sample(look),
            name=shortened(look.name, longest),
            size=SMALLEST_TEXT if look.level else size,
        )
        for look in chart.looks
    ]


def _points(name: str, threads: list[SpiderThread] | tuple[SpiderThread, ...]) -> Points:
    """Lines as one series; a point without a height parts them."""
    return Points(
        name=name,
        x=[month for one in threads for month in (*one.x, one.x[-1])],
        y=[change for one in threads for change in (*one.y, None)],
    )


def _sample(look: SpiderLook) -> Stroke:
    """A line and the mark at its end."""
    colour = slide_colour(look.colour_in(LIGHT))
    mark = Marker(
        symbol=CENSOR_MARKS[look.mark],
        size=9,
        fill=colour if look.mark == "dot" else None,
        edge=colour,
        edge_width=1.75,
    )
    return Stroke(line=line(colour, 2.0), marker=mark)


def _ends(look: SpiderLook, mark: Marker | None) -> dict[int, Marker]:
    """The mark at the last assessment of each line, by its place in the series."""
    ends, at = {}, -1
    for thread in look.threads:
        at += len(thread.x)
        if mark:
            ends[at] = mark
        at += 1
    return ends
