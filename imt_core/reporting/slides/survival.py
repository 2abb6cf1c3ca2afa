"""Kaplan-Meier slides: step curves, the number at risk below, medians and the test beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.survival import SurvivalSummary
from imt_core.conventions.formatting import format_count
from imt_core.reporting.content.titles import view_title
from imt_core.reporting.design.survival import GroupCurve, SurvivalChart, survival_chart
from imt_core.reporting.design.theme import shortened
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.slide_colours import MUTED
from imt_core.reporting.slides.slide_frame import add_slide, say_nothing_drawn
from imt_core.reporting.slides.slide_text import Box, Paragraph, Run, add_text, paragraphs_height
from imt_core.reporting.slides.survival_curves import (
    CENSOR_MARKS,
    MOST_BESIDE,
    draw_curves,
    group_colour,
)
from imt_core.reporting.slides.tables import TextTable, draw_tables
from imt_core.reporting.tables.survival_tables import format_rates_table

_SPACE: Final = 4.0
_PANEL_SHARE: Final = 0.27


@draw_slides.register
def _(result: SurvivalSummary, view: ComputedView, canvas: Canvas) -> None:
    asked = view.request
    chart = survival_chart(
        result,
        show_band=asked.show_band,
        risk_rows=asked.risk_rows,
        axis=asked.axis,
        drawn=asked.drawn_curve,
    )
    told = [
        f"{result.endpoint.label}: {result.endpoint.event}; month 0 is {result.endpoint.origin}.",
        "Follow-up: reverse Kaplan-Meier (how long patients were watched).",
        f"Comparison: {chart.comparison or 'none, one group'}",
    ]
    slide = add_slide(canvas, view, view_title(view), told=told)
    if chart.empty:
        say_nothing_drawn(slide, canvas, chart.empty)
        return
    rates = format_rates_table(result) if result.groups[0].rates else pd.DataFrame()
    draw_beside(slide, canvas, chart, rates)
    draw_risk(canvas, view, chart, told=told)


def draw_beside(slide: Slide, canvas: Canvas, chart: SurvivalChart, rates: pd.DataFrame) -> None:
    """Draw curves, and beside them their groups, the test, and of one group its rates."""
    box = canvas.content
    panel = max(box.width * _PANEL_SHARE, 2.6)
    region = Box(left=box.left, top=box.top, width=box.width - panel - 0.3, height=box.height)
    draw_curves(slide, chart, region)
    beside = Box(left=region.right + 0.3, top=box.top, width=panel, height=box.height)
    _draw_panel(slide, chart, rates, beside)


def draw_risk(
    canvas: Canvas, view: ComputedView, chart: SurvivalChart, *, told: Sequence[str]
) -> None:
    """Add the numbers at risk of curves too many for them to stand below."""
    if len(chart.curves) <= MOST_BESIDE:
        return
    table = TextTable(caption=chart.risk_heading, frame=_risk_frame(chart))
    draw_tables(canvas, view, view_title(view), [table], alt=chart.alt, told=told)


def _risk_frame(chart: SurvivalChart) -> pd.DataFrame:
    """The numbers at risk as a table of text."""
    times = [f"{label} months" for label in chart.months.labels]
    rows = [(curve.label, map(str, curve.rows[0].counts)) for curve in chart.curves]
    return pd.DataFrame(
        [{chart.grouping: label} | dict(zip(times, n, strict=True)) for label, n in rows]
    )


def _draw_panel(slide: Slide, chart: SurvivalChart, rates: pd.DataFrame, box: Box) -> None:
    """Groups with their medians, the test, and how the curves are read, as large as fits."""
    foot: list[Paragraph] = [[Run(text=chart.reading, size=11.0, colour=MUTED)]]
    curves, shown = chart.curves, foot

    def fits() -> bool:
        return paragraphs_height(shown, box.width, space=_SPACE) <= box.height

    for big, small in ((15.0, 14.0), (14.0, 12.0), (12.0, 11.0)):
        compared: list[Paragraph] = []
        if chart.comparison:
            compared = [[Run(text=chart.comparison, size=small)]]
        groups = [part for curve in curves for part in _group_paragraphs(curve, big, small)]
        told = _rate_paragraphs(rates, small) if len(curves) == 1 else []
        shown = [*groups, *told, *compared, *foot]
        if fits():
            break
    # Many groups: a paragraph each, then as many of them as there is room for.
    n_shown = len(curves)
    while not fits() and n_shown >= 0:
        n_more = format_count(len(curves) - n_shown, "more group")
        text = f"… and {n_more}: see the appendix."
        more: list[Paragraph] = [[Run(text=text, size=11.0)]] if n_shown < len(curves) else []
        shown = [*map(_short_paragraph, curves[:n_shown]), *more, *compared, *foot]
        n_shown -= 1
    add_text(slide, box, shown, name="Medians and test", space=_SPACE)


def _sign(curve: GroupCurve, size: float) -> Run:
    """A group's line with its censor mark."""
    letter = CENSOR_MARKS[curve.style.mark][1]
    return Run(text=f"━{letter}━ ", size=size, bold=True, colour=group_colour(curve))


def _short_paragraph(curve: GroupCurve) -> Paragraph:
    return [
        _sign(curve, 11.0),
        Run(text=shortened(curve.label, 40), size=11.0, bold=True),
        Run(text=f": {curve.counted}, {curve.median}", size=11.0),
    ]


def _group_paragraphs(curve: GroupCurve, big: float, small: float) -> list[Paragraph]:
    return [
        [_sign(curve, big), Run(text=shortened(curve.label, 60), size=big, bold=True)],
        [Run(text=curve.counted, size=small)],
        [Run(text=f"{curve.median[:1].upper()}{curve.median[1:]}", size=small)],
    ]


def _rate_paragraphs(rates: pd.DataFrame, size: float) -> list[Paragraph]:
    """The rates of a single group, as their table has them."""
    if rates.empty:
        return []
    return [[Run(text=f"{when}: {rate}", size=size)] for when, rate in rates.iloc[0, 1:].items()]
