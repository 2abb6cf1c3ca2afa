"""A spider for a room: lines of change over time over the full width."""

from __future__ import annotations

from typing import Any

from imt_core.reporting.design.spider import SpiderChart
from imt_core.reporting.design.target_axis import CUT
from imt_core.reporting.design.theme import INDEX, Theme
from imt_core.reporting.figures.layout import CENSOR_MARKS, Figure, escaped
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.stage import LINE, TEXT, WIDTH, Box, axes, fitted, staged, words
from imt_core.reporting.screen.waterfall import LEFT, RIGHT, down, threshold_rule

_TICKS = 34


@draw_page.register
def _(chart: SpiderChart, theme: Theme, height: float) -> Figure:
    box = Box(LEFT, LINE + 16, WIDTH - RIGHT, height - _TICKS - 2 * LINE)
    below = box.bottom + _TICKS + LINE / 2
    told = (chart.months.title, chart.reading)
    texts = [
        words(fitted(text, WIDTH), 0, below + at * LINE, height, theme.muted)
        for at, text in enumerate(told)
    ]
    texts += [
        words(one.name, box.right + 8, down(chart.change, box, one.change), height, theme.muted)
        for one in chart.thresholds
    ]
    months = chart.months
    texts += [
        words(
            text,
            box.left + box.width * (month - months.low) / (months.high - months.low),
            down(chart.change, box, CUT) - LINE / 2 - 4,
            height,
            theme.text,
            anchor="center",
        )
        for month, text in chart.cuts
    ]
    layout = axes(theme, box, height, chart.months, chart.change) | {
        "annotations": texts,
        "shapes": [threshold_rule(one, theme) for one in chart.thresholds],
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": LEFT / WIDTH,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "font": {"size": TEXT},
            "bgcolor": "rgba(0,0,0,0)",
        },
    }
    layout["yaxis"] |= {"zeroline": True, "zerolinecolor": theme.muted}
    return staged(theme, height, _traces(chart, theme), layout)


def _traces(chart: SpiderChart, theme: Theme) -> list[dict[str, Any]]:
    """The lines of each look with their ends, and those of the index patient on top."""
    traces: list[dict[str, Any]] = []
    for look in chart.looks:
        colour, threads = look.colour_in(theme), look.threads
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": escaped(look.name),
                "x": [month for one in threads for month in (*one.x, None)],
                "y": [change for one in threads for change in (*one.y, None)],
                "line": {"color": colour, "width": 3},
                "marker": {
                    "symbol": CENSOR_MARKS[look.mark],
                    "size": [n for one in threads for n in (*[0] * (len(one.x) - 1), 16, 0)],
                    "color": colour,
                    "line": {"width": 3, "color": colour},
                },
                "cliponaxis": False,
            }
        )
    index = [one for one in chart.threads if one.is_index]
    if index:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "name": INDEX,
                "x": [month for one in index for month in (*one.x, None)],
                "y": [change for one in index for change in (*one.y, None)],
                "line": {"color": theme.text, "width": 6},
            }
        )
    return traces
