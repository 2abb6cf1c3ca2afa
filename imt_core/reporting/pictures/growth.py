"""Growth modulation as a picture: the key, then the pairs with their guides of equal ratio."""

from __future__ import annotations

from typing import Any, Final

from imt_core.reporting.design.growth import GrowthChart, GrowthPoints, Guide
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.pictures.canvas import draw_chart
from imt_core.reporting.pictures.legend import Key, flow_legend
from imt_core.reporting.pictures.picture_style import CENSOR_MARKS, text_width
from imt_core.reporting.pictures.sheet import LINE, MARGIN, Sheet, add_axes, axis_name, paragraph

_LARGEST: Final = 300.0
_DASHES: Final = (0, (4, 3))


@draw_chart.register
def _(chart: GrowthChart, sheet: Sheet, top: float) -> float:
    keys = [Key(name=guide.name, line=_line(guide)) for guide in chart.guides]
    keys += [Key(name=points.name, mark=_mark(points)) for points in chart.points]
    top = flow_legend(sheet, top, "", keys) + 4
    left = MARGIN + text_width("128", sheet.size) + 2.4 * sheet.size
    side = min(sheet.right - left - 8, _LARGEST)
    axes = add_axes(sheet, left, top, side, side)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log", base=2)
    axes.set_xticks(chart.before.ticks, chart.before.labels)
    axes.set_yticks(chart.after.ticks, chart.after.labels)
    axes.set(xlim=(chart.before.low, chart.before.high), ylim=(chart.after.low, chart.after.high))
    axes.minorticks_off()
    axes.grid(visible=True)
    axes.set_ylabel(chart.after.title, fontsize=sheet.size, labelpad=3)
    for guide in chart.guides:
        axes.plot(guide.x, guide.y, zorder=2, **_line(guide))
    for points in chart.points:
        axes.plot(points.x, points.y, linestyle="none", clip_on=False, zorder=3, **_mark(points))
    top = axis_name(sheet, left + side / 2, top + side + 5 + LINE * sheet.size, chart.before.title)
    return paragraph(sheet, top + 3, chart.reading, size=sheet.small, colour=LIGHT.muted)


def _line(guide: Guide) -> dict[str, Any]:
    style = _DASHES if guide.dashed else "-"
    return {"color": LIGHT.muted, "linewidth": 0.9, "linestyle": style}


def _mark(points: GrowthPoints) -> dict[str, Any]:
    colour = LIGHT.colour(points.colour)
    return {
        "marker": CENSOR_MARKS[points.mark],
        "markersize": 5.5,
        "color": colour,
        "markerfacecolor": colour if points.mark == "dot" else "none",
        "markeredgewidth": 1.1,
    }
