"""Kaplan-Meier slides: step curves, the number at risk below, the key with its numbers beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.survival import SurvivalSummary
from imt_core.conventions.formatting import format_count
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.survival import (
    GroupCurve,
    SurvivalChart,
    read_coinciding,
    survival_chart,
)
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.key import SAMPLE, cut_to_lines, draw_sample
from imt_core.reporting.slides.slide_colours import MUTED
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    TEXT_THAT_MATTERS,
    Box,
    Paragraph,
    Run,
    add_text,
    count_lines,
    line_height,
    paragraphs_height,
    text_height,
    text_width,
)
from imt_core.reporting.slides.survival_curves import behind_sample, curve_sample, draw_curves
from imt_core.reporting.slides.told import sentences, told_tables
from imt_core.reporting.tables.survival_tables import format_rates_table

MOST_DRAWN: Final = 6
"""With more groups than this the largest are drawn, and the slide says how many are not."""

_PANEL_SHARE: Final = 0.35
_NARROWEST_PANEL: Final = 3.0
_NAME_SIZES: Final = (TEXT_THAT_MATTERS, 16.0, SMALLEST_TEXT)
_INDENT: Final = SAMPLE + 0.12
_SPACE: Final = 6.0
_BLOCK_GAP: Final = 0.1
_HEAD_GAP: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """How much the panel tells of each group: lines of its name, and what stands on one line."""

    name_lines: int
    in_one_line: bool
    size: float = TEXT_THAT_MATTERS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Plan:
    """Which groups are drawn, how they are told of, and what stands below them."""

    curves: tuple[GroupCurve, ...]
    layout: _Layout
    foot: list[Paragraph]


_LAYOUTS: Final = (
    _Layout(name_lines=2, in_one_line=False),
    _Layout(name_lines=1, in_one_line=False),
    _Layout(name_lines=1, in_one_line=True),
    # Smaller before a group is left out.
    _Layout(name_lines=1, in_one_line=True, size=16.0),
    _Layout(name_lines=1, in_one_line=True, size=SMALLEST_TEXT),
)


@draw_slides.register
def _(result: SurvivalSummary, view: ComputedView, canvas: Canvas) -> None:
    asked = view.request

    def chart_with(rows: str) -> SurvivalChart:
        return survival_chart(
            result,
            show_band=asked.show_band,
            risk_rows="three" if rows == "three" else "at risk",
            axis=asked.axis,
            drawn=asked.drawn_curve,
        )

    chart = chart_with("at risk")
    told = [
        f"{result.endpoint.label}: {result.endpoint.event}; month 0 is {result.endpoint.origin}.",
        "Follow-up: reverse Kaplan-Meier (how long patients were watched).",
        f"Comparison: {chart.comparison or 'none, one group'}",
        *told_curves(chart_with(asked.risk_rows)),
        *told_tables(result),
    ]
    slide = add_slide(canvas, view, view_title(view), told=told)
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    rates: list[str] = []
    if len(result.groups) == 1 and result.groups[0].rates:
        when = format_rates_table(result).iloc[0, 1:].items()
        rates = [f"{month}: {rate}" for month, rate in when]
    draw_beside(slide, canvas, chart, rates=rates)


def told_curves(chart: SurvivalChart) -> list[str]:
    """How the curves are read, and of every group its numbers and the counts below, in words."""
    if chart.empty:
        return []
    counts = [
        (f"{curve.label}, {row.counted}" if row.counted else curve.label, row.counts)
        for curve in chart.curves
        for row in curve.rows
    ]
    return [
        chart.reading,
        *(f"{curve.label}: {curve.counted}, {curve.median}." for curve in chart.curves),
        f"{chart.risk_heading} at months {', '.join(chart.months.labels)}.",
        *(f"{name}: {', '.join(map(str, numbers))}" for name, numbers in counts),
    ]


def draw_beside(
    slide: Slide, canvas: Canvas, chart: SurvivalChart, *, rates: Sequence[str] = ()
) -> None:
    """Draw curves, and beside them the key: each group with its numbers, then the test.

    `rates` are what is told of a single group.
    """
    box = canvas.content
    width = max(box.width * _PANEL_SHARE, _NARROWEST_PANEL)
    panel = Box(left=box.right - width, top=box.top, width=width, height=box.height)
    plan = _plan(chart, panel, rates)
    drawn = replace(chart, curves=plan.curves)
    draw_curves(slide, drawn, replace(box, width=box.width - width - 0.25))
    _draw_panel(slide, drawn, plan, panel)


def _plan(chart: SurvivalChart, box: Box, rates: Sequence[str]) -> _Plan:
    """The most groups, and the most of each, that the panel has room for."""
    plans = (
        _Plan(curves=_largest(chart.curves, n_drawn), layout=layout, foot=foot)
        for n_drawn in range(min(len(chart.curves), MOST_DRAWN), 0, -1)
        for is_least in (False, True)
        for layout in _LAYOUTS
        for foot in _feet(chart, n_drawn, rates, is_least=is_least)
    )
    shown = None
    for shown in plans:
        if _height(chart, shown, box) <= box.height:
            break
    assert shown is not None
    return shown


def _height(chart: SurvivalChart, plan: _Plan, box: Box) -> float:
    """Inches of all that a panel tells."""
    width, layout = box.width - _INDENT, plan.layout
    blocks = [_group(curve, layout, width) for curve in plan.curves]
    heights = [_block_height(block, width) + _BLOCK_GAP for block in blocks]
    head = paragraphs_height([_heading(chart, layout)], box.width) + _HEAD_GAP
    behind = line_height(SMALLEST_TEXT) + _BLOCK_GAP if chart.behind else 0.0
    return head + sum(heights) + behind + paragraphs_height(plan.foot, box.width, space=_SPACE)


def _largest(curves: Sequence[GroupCurve], most: int) -> tuple[GroupCurve, ...]:
    """The largest groups, in the order of all."""
    largest = sorted(curves, key=lambda curve: -curve.n)[:most]
    return tuple(curve for curve in curves if curve in largest)


def _left_out(chart: SurvivalChart, n_drawn: int) -> str:
    """How many groups the slide has no room for; empty where all are drawn."""
    drawn = _largest(chart.curves, n_drawn)
    left = [curve.n for curve in chart.curves if curve not in drawn]
    if not left:
        return ""
    sizes = ", ".join(map(str, left))
    return f"Not drawn: {format_count(len(left), 'smaller group')} (n = {sizes}), see notes."


def _draw_panel(slide: Slide, chart: SurvivalChart, plan: _Plan, box: Box) -> None:
    """The key with the numbers of each group, then the test and how it is read."""
    top = _place(slide, [_heading(chart, plan.layout)], box, box.top, name="What is told")
    top += _HEAD_GAP
    inner = replace(box, left=box.left + _INDENT, width=box.width - _INDENT)
    for curve in chart.curves:
        block = _group(curve, plan.layout, inner.width)
        place = Box(left=box.left, top=top, width=SAMPLE, height=line_height(TEXT_THAT_MATTERS))
        draw_sample(slide, curve_sample(curve), place, name=f"Key: {curve.label}")
        top = _place(slide, block, inner, top, name=f"Group: {curve.label}") + _BLOCK_GAP
    if chart.behind is not None:
        place = Box(left=box.left, top=top, width=SAMPLE, height=line_height(SMALLEST_TEXT))
        draw_sample(slide, behind_sample(), place, name=f"Key: {chart.behind.name}")
        name = cut_to_lines(chart.behind.name, SMALLEST_TEXT, inner.width, 1)
        behind = [[Run(text=name, size=SMALLEST_TEXT)]]
        top = _place(slide, behind, inner, top, name="Curve of others") + _BLOCK_GAP
    if plan.foot:
        rest = replace(box, top=top, height=max(box.bottom - top, 0.2))
        add_text(slide, rest, plan.foot, name="Test and how it is read", space=_SPACE)


def _block_height(block: Sequence[Paragraph], width: float) -> float:
    """Inches of paragraphs, of which one of two sizes may fit on a line."""

    def fits(paragraph: Paragraph) -> bool:
        widths = (text_width(run.text, run.size, bold=run.bold) for run in paragraph)
        return sum(widths) <= 0.98 * width

    return sum(
        max(text_height(run.text, run.size, width) for run in paragraph)
        if fits(paragraph)
        else paragraphs_height([paragraph], width)
        for paragraph in block
    )


def _place(slide: Slide, block: Sequence[Paragraph], box: Box, top: float, *, name: str) -> float:
    """Write paragraphs at a height, and return where they end."""
    height = _block_height(block, box.width)
    place = Box(left=box.left, top=top, width=box.width, height=height)
    add_text(slide, place, block, name=name)
    return top + height


def _heading(chart: SurvivalChart, layout: _Layout) -> Paragraph:
    text = chart.median_heading + (" · events / all" if layout.in_one_line else "")
    return [Run(text=text, size=SMALLEST_TEXT, colour=MUTED)]


def _group(curve: GroupCurve, layout: _Layout, width: float) -> list[Paragraph]:
    """The name of a group with its median and events."""
    big, small = layout.size, SMALLEST_TEXT
    # A name is smaller before it is cut.
    sizes = [size for size in _NAME_SIZES if size <= big]
    fits = (s for s in sizes if count_lines(curve.label, s, width, bold=True) <= layout.name_lines)
    of_name = next(fits, sizes[-1])
    name = cut_to_lines(curve.label, of_name, width, layout.name_lines, bold=True)
    told: list[Paragraph] = [[Run(text=name, size=of_name, bold=True)]]
    if not layout.in_one_line:
        counted = [Run(text=curve.counted, size=small)]
        return [
            *told,
            *([[Run(text=curve.median_cell, size=big)]] if curve.median_cell else []),
            counted,
        ]
    # Who died of those whose lines count is in the notes.
    counts = f"{curve.events.partition(' (')[0]} / {curve.n}"
    beside = Run(text=f" · {counts}" if curve.median_cell else counts, size=small)
    return [*told, [Run(text=curve.median_cell, size=big), beside]]


def _feet(
    chart: SurvivalChart, n_drawn: int, rates: Sequence[str], *, is_least: bool
) -> list[list[Paragraph]]:
    """What stands below the groups, from all of test and reading to a sentence of each.

    At least neither is told: groups are drawn rather than told of, and the notes hold all.
    """
    left_out = _left_out(chart, n_drawn)
    # Of those that are drawn here it is told which hide one another.
    reading = chart.reading.removeprefix(read_coinciding(chart.curves))
    reading = read_coinciding(_largest(chart.curves, n_drawn)) + reading
    compared, read = sentences(chart.comparison), sentences(reading)
    fewer = [(n, 1) for n in range(len(compared), 0, -1)] or [(0, 1)]
    told = (
        [(min(1, len(compared)), 0), (0, 0)] if is_least else [(len(compared), len(read)), *fewer]
    )
    feet: list[list[Paragraph]] = []
    for n_compared, n_read in told:
        parts = (left_out, " ".join(compared[:n_compared]), " ".join(read[:n_read]))
        foot: list[Paragraph] = [[Run(text=rate, size=SMALLEST_TEXT)] for rate in rates]
        foot += [[Run(text=part, size=SMALLEST_TEXT, colour=MUTED)] for part in parts if part]
        feet.append(foot)
    return feet
