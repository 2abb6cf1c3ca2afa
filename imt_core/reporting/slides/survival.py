"""Kaplan-Meier slides: step curves, the number at risk below, medians and the test beside them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from pptx.slide import Slide

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.conventions.formatting import format_count, format_number
from imt_core.estimates.small_groups import FEW_AT_RISK
from imt_core.reporting.design.theme import LIGHT, shortened
from imt_core.reporting.figures.kaplan_meier import MOST_BANDS, describe_curves
from imt_core.reporting.slides.canvas import Canvas, draw_slides
from imt_core.reporting.slides.slide_colours import MUTED, slide_colour
from imt_core.reporting.slides.slide_frame import add_slide, by_groups, say_nothing_drawn
from imt_core.reporting.slides.slide_text import Box, Paragraph, Run, add_text, paragraphs_height
from imt_core.reporting.slides.survival_curves import (
    CENSOR_MARKS,
    MOST_BESIDE,
    draw_curves,
    risk_ticks,
)
from imt_core.reporting.slides.tables import TextTable, draw_tables
from imt_core.reporting.tables.survival_comparisons import describe_test
from imt_core.reporting.tables.survival_tables import format_rates_table, format_survival_table

_SPACE: Final = 4.0
_PANEL_SHARE: Final = 0.27
_MOST_TITLE_MEDIANS: Final = 3


@draw_slides.register
def _(result: SurvivalSummary, view: ComputedView, canvas: Canvas) -> None:
    told = [
        f"{result.endpoint.label}: {result.endpoint.event}; month 0 is {result.endpoint.origin}.",
        "Follow-up: reverse Kaplan-Meier.",
        f"Comparison: {describe_test(result) or 'none, one group'}",
    ]
    slide = add_slide(canvas, view, finding(result, view), told=told)
    if not result.groups:
        say_nothing_drawn(slide, canvas, describe_curves(result.groups))
        return
    _draw(slide, result, canvas, show_band=view.request.show_band)
    tables = [TextTable(caption="Median and follow-up", frame=format_survival_table(result))]
    if result.groups[0].rates:
        rates = TextTable(
            caption=f"{result.endpoint.short} rates", frame=format_rates_table(result)
        )
        tables.append(rates)
    if len(result.groups) > MOST_BESIDE:
        tables.append(
            TextTable(caption=f"Number at risk ({result.unit})", frame=_risk_frame(result))
        )
    heading = f"{_subject(result, view)}: medians and rates, {result.count}"
    draw_tables(canvas, view, heading, tables, alt=describe_curves(result.groups), told=told)


def _subject(summary: SurvivalSummary, view: ComputedView) -> str:
    return f"{summary.endpoint.short}{by_groups(summary.grouping)}, {view.population}"


def finding(summary: SurvivalSummary, view: ComputedView) -> str:
    """Population, cases and median: the title of a slide of curves."""
    text = f"{_subject(summary, view)}: {summary.count}"
    if len(summary.groups) == 1:
        return f"{text}, {_median_text(summary.groups[0], summary.conventions.conf_label)}"
    if 1 < len(summary.groups) <= _MOST_TITLE_MEDIANS:
        medians = ", ".join(f"{group.label} {_months(group)}" for group in summary.groups)
        return f"{text}; median months {medians}"
    return text


def _months(group: GroupSurvival) -> str:
    return format_number(group.median.estimate, missing="not reached")


def _median_text(group: GroupSurvival, interval: str) -> str:
    median = group.median
    if median.estimate is None:
        low = format_number(median.conf_low, missing="not reached")
        limit = f" ({interval} from {low})" if median.conf_low is not None else ""
        return f"median not reached{limit}"
    if np.isnan(group.curve.conf_low).all():
        return f"median {format_number(median.estimate)} months (limits not defined)"
    low, high = (
        format_number(limit, missing="not reached") for limit in (median.conf_low, median.conf_high)
    )
    return f"median {format_number(median.estimate)} months ({interval} {low} to {high})"


def _draw(slide: Slide, summary: SurvivalSummary, canvas: Canvas, *, show_band: bool) -> None:
    box = canvas.content
    panel = max(box.width * _PANEL_SHARE, 2.6)
    region = Box(left=box.left, top=box.top, width=box.width - panel - 0.3, height=box.height)
    beside = Box(left=region.right + 0.3, top=box.top, width=panel, height=box.height)
    has_band = show_band and len(summary.groups) <= MOST_BANDS
    draw_curves(slide, summary, region, has_band=has_band)
    _draw_panel(slide, summary, beside, has_band=has_band)


def _risk_frame(summary: SurvivalSummary) -> pd.DataFrame:
    ticks = risk_ticks(summary)
    return pd.DataFrame(
        [
            {summary.grouping.label: group.label}
            | {
                f"{tick:.0f} months": str(n)
                for tick, n in zip(ticks, group.curve.n_risk_at(ticks), strict=True)
            }
            for group in summary.groups
        ]
    )


def _draw_panel(slide: Slide, summary: SurvivalSummary, box: Box, *, has_band: bool) -> None:
    limits = f"; dotted: pointwise {summary.conventions.conf_label}" if has_band else ""
    reading = f"Marks: censored; dashed: fewer than {FEW_AT_RISK} at risk{limits}."
    foot: list[Paragraph] = [[Run(text=reading, size=11.0, colour=MUTED)]]
    test, indices = describe_test(summary), range(len(summary.groups))
    shown: list[Paragraph] = []
    for big, small in ((15.0, 14.0), (14.0, 12.0), (12.0, 11.0)):
        compared: list[Paragraph] = [[Run(text=test, size=small)]] if test else []
        rates = _rate_paragraphs(summary, small) if len(indices) == 1 else []
        groups = [
            part for index in indices for part in _group_paragraphs(summary, index, big, small)
        ]
        shown = [*groups, *rates, *compared, *foot]
        if paragraphs_height(shown, box.width, space=_SPACE) <= box.height:
            add_text(slide, box, shown, name="Medians and test", space=_SPACE)
            return
    # Many groups: a paragraph each, then as many of them as there is room for.
    short = [_short_paragraph(summary, index) for index in indices]
    n_shown = len(short)
    while True:
        n_more = format_count(len(short) - n_shown, "more group")
        more: list[Paragraph] = []
        if n_shown < len(short):
            more = [[Run(text=f"… and {n_more}: see the table that follows.", size=11.0)]]
        shown = [*short[:n_shown], *more, *compared, *foot]
        if n_shown == 0 or paragraphs_height(shown, box.width, space=_SPACE) <= box.height:
            add_text(slide, box, shown, name="Medians and test", space=_SPACE)
            return
        n_shown -= 1


def _sign(index: int, size: float) -> Run:
    """A group's line with its censor mark."""
    mark = CENSOR_MARKS[index % len(CENSOR_MARKS)][1]
    return Run(text=f"━{mark}━ ", size=size, bold=True, colour=slide_colour(LIGHT.colour(index)))


def _short_paragraph(summary: SurvivalSummary, index: int) -> Paragraph:
    group = summary.groups[index]
    events = format_count(group.n_event, "event")
    median = _median_text(group, summary.conventions.conf_label)
    return [
        _sign(index, 11.0),
        Run(text=shortened(group.label, 40), size=11.0, bold=True),
        Run(text=f": n = {group.curve.n}, {events}, {median}", size=11.0),
    ]


def _group_paragraphs(
    summary: SurvivalSummary, index: int, big: float, small: float
) -> list[Paragraph]:
    group = summary.groups[index]
    n = format_count(group.curve.n, summary.unit.removesuffix("s"))
    events = format_count(group.n_event, "event")
    median = _median_text(group, summary.conventions.conf_label)
    return [
        [_sign(index, big), Run(text=shortened(group.label, 60), size=big, bold=True)],
        [Run(text=f"{n}, {events}", size=small)],
        [Run(text=f"{median[:1].upper()}{median[1:]}", size=small)],
    ]


def _rate_paragraphs(summary: SurvivalSummary, size: float) -> list[Paragraph]:
    """The rates of a single group, as their table has them."""
    if not summary.groups[0].rates:
        return []
    row = format_rates_table(summary).iloc[0].iloc[1:]
    return [[Run(text=f"{when}: {rate}", size=size)] for when, rate in row.items()]
