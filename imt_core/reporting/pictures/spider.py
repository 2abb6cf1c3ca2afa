"""A spider as a picture: the key, then the lines of change over time."""

from __future__ import annotations

from typing import Any, Final

from matplotlib.axes import Axes

from imt_core.reporting.design.spider import SpiderChart, SpiderLook
from imt_core.reporting.design.target_axis import CUT
from imt_core.reporting.design.theme import INDEX, LIGHT
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.legend import Key, flow_legend
from imt_core.reporting.pictures.picture_style import CENSOR_MARKS, text_width
from imt_core.reporting.pictures.sheet import LINE, Sheet, add_axes, axis_name, paragraph
from imt_core.reporting.pictures.waterfall import HIGH, change_room, draw_threshold

_WIDTH: Final = 1.1


@draw_chart.register
def _(chart: SpiderChart, sheet: Sheet, top: float) -> float:
    keys = [Key(name=look.name, line=_line(look), mark=_mark(look)) for look in chart.looks]
    top = flow_legend(sheet, top, "", keys) + 4
    left, width = change_room(sheet)
    axes = add_axes(sheet, left, top, width, HIGH)
    axes.set(xlim=(chart.months.low, chart.months.high), ylim=(chart.change.low, chart.change.high))
    axes.set_xticks(chart.months.ticks, chart.months.labels)
    axes.set_yticks(chart.change.ticks, chart.change.labels)
    axes.set_ylabel(chart.change.title, fontsize=sheet.size, labelpad=3)
    axes.grid(visible=True)
    axes.axhline(0, color=LIGHT.muted, linewidth=0.6, zorder=2)
    for threshold in chart.thresholds:
        draw_threshold(axes, threshold, chart.months.high, sheet.small)
    for look in chart.looks:
        for thread in look.threads:
            axes.plot(thread.x, thread.y, zorder=3, clip_on=False, **_line(look))
            axes.plot(thread.x[-1], thread.y[-1], zorder=4, clip_on=False, **_mark(look))
            if thread.is_index:
                axes.plot(thread.x, thread.y, zorder=5, color=LIGHT.text, linewidth=2.4)
                axes.annotate(
                    INDEX,
                    (thread.x[-1], thread.y[-1]),
                    xytext=(0, 4),
                    textcoords="offset points",
                    fontsize=sheet.small,
                    weight="bold",
                    ha="right",
                )
    _draw_cuts(sheet, axes, chart, width)
    bottom = top + HIGH + 5 + LINE * sheet.size
    top = axis_name(sheet, left + width / 2, bottom, chart.months.title)
    return paragraph(sheet, top + 3, chart.reading, size=sheet.small, colour=LIGHT.muted)


def _line(look: SpiderLook) -> dict[str, Any]:
    return {"color": look.colour_in(LIGHT), "linewidth": _WIDTH}


def _mark(look: SpiderLook) -> dict[str, Any]:
    colour = look.colour_in(LIGHT)
    return {
        "marker": CENSOR_MARKS[look.mark],
        "markersize": 4.5,
        "color": colour,
        "markerfacecolor": colour if look.mark == "dot" else "none",
        "markeredgewidth": 1.1,
    }


def _draw_cuts(sheet: Sheet, axes: Axes, chart: SpiderChart, width: float) -> None:
    """How far lines go beyond the cut, where there is room; the reading tells all of them."""
    free = 0.0
    for month, text in sorted(chart.cuts):
        half = text_width(text, sheet.small) / 2
        at = width * (month - chart.months.low) / (chart.months.high - chart.months.low)
        if at - half >= free:
            axes.text(month, CUT + 4, text, fontsize=sheet.small, ha="center", va="bottom")
            free = at + half + 2
