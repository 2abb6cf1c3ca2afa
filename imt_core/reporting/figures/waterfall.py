"""A waterfall of the best change of target lesions, drawn with Plotly."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.reporting.design.target_axis import CUT, Threshold
from imt_core.reporting.design.theme import (
    INDEX,
    LIGHT,
    PART_INK,
    RESPONSE_PATTERNS,
    Theme,
    n_letters,
    shortened,
)
from imt_core.reporting.design.waterfall import WaterfallChart, waterfall_chart
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import (
    STAMP_LETTERS,
    STAMP_LINE,
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    number_axis,
    stamp,
    translucent,
)

HEIGHT: Final = 300
"""Pixels of the drawing area."""
_WIDTH: Final = 590
"""Pixels that it usually is wide."""
_LEGEND: Final = 32
_NAMES: Final = 38
_MOST_TURNED: Final = 14
_LETTER: Final = 7.4
_LABEL: Final = 11
"""Pixels of the bars' names."""
_LABEL_LETTER: Final = 5.7
_BELOW: Final = 14


def waterfall_figure(plot: WaterfallPlot, *, theme: Theme = LIGHT) -> Figure:
    """Draw the best change of target lesions, from the largest growth to the largest shrinkage.

    Parameters
    ----------
    plot : WaterfallPlot
    theme : Theme

    Returns
    -------
    plotly.graph_objects.Figure
        The groups one after the other. Each bar carries its patient in ``customdata``.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.waterfall import waterfall_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0, 1.0],
    ...     "best_response": ["PR", "PD"], "target_change_pct": [-45.0, 24.0]})
    >>> drawn = waterfall_figure(waterfall_plot(Cohort(frame=frame, name="two")))
    >>> [(trace.name, list(trace.y)) for trace in drawn.data]
    [('PR', [-45.0]), ('PD', [24.0])]
    """
    return draw_figure(waterfall_chart(plot), theme)


@draw_figure.register
def _(chart: WaterfallChart, theme: Theme) -> Figure:
    data = [_bars(chart, level, theme) for level in chart.levels]
    if any(bar.cut for bar in chart.bars):
        data.append(_cuts(chart, theme))
    return figure(data, _layout(chart, theme))


def _place(chart: WaterfallChart) -> float:
    """Pixels of a bar's place."""
    return _WIDTH / chart.width


def _bars(chart: WaterfallChart, level: str, theme: Theme) -> dict[str, Any]:
    bars = [bar for bar in chart.bars if bar.level == level]
    ink = theme.on_response[level]
    edge = min(_place(chart) / 8, 1.0)
    return {
        "type": "bar",
        "name": level,
        "x": [bar.x for bar in bars],
        "y": [bar.change for bar in bars],
        "width": [0.94] * len(bars),
        "marker": {
            "color": theme.response[level],
            "line": {
                "color": [theme.text if bar.is_index else theme.paper for bar in bars],
                "width": [3 if bar.is_index else edge for bar in bars],
            },
            "pattern": {
                "shape": RESPONSE_PATTERNS[level],
                "fillmode": "overlay",
                "solidity": 0.15,
                "size": 7,
                "fgcolor": translucent(ink, PART_INK),
            },
        },
        "customdata": [[bar.patient_id] for bar in bars],
        "hovertext": [
            f"<b>{escaped(bar.patient_id)}</b><br>" + "<br>".join(map(escaped, bar.told))
            for bar in bars
        ],
        "hoverinfo": "text",
    }


def _cuts(chart: WaterfallChart, theme: Theme) -> dict[str, Any]:
    """A mark on each bar that goes on."""
    cut = [bar for bar in chart.bars if bar.cut]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [bar.x for bar in cut],
        "y": [CUT + 2] * len(cut),
        "marker": {
            "symbol": "triangle-up",
            "size": min(max(_place(chart), 5), 10),
            "color": theme.text,
        },
        "customdata": [[bar.patient_id] for bar in cut],
        "hovertext": [f"cut at +100%, goes on to {bar.cut}" for bar in cut],
        "hoverinfo": "text",
        "showlegend": False,
    }


def _layout(chart: WaterfallChart, theme: Theme) -> dict[str, Any]:
    has_labels = _place(chart) >= _LABEL and any(bar.name for bar in chart.bars)
    is_turned = any(
        n_letters(group.name) * _LETTER > _room(chart, at) for at, group in _named(chart)
    )
    top = _LEGEND + (0 if not _named(chart) else _turned(chart) if is_turned else _NAMES)
    longest = max((n_letters(bar.name) for bar in chart.bars), default=0)
    labels = round(_LABEL_LETTER * longest) + 6 if has_labels else 0
    below = _BELOW + labels + STAMP_LINE * ceil(1.1 * len(chart.stamp) / STAMP_LETTERS)
    return base_layout(theme, height=HEIGHT + top + below) | {
        "barmode": "overlay",
        "margin": {"l": 76, "r": 44, "t": top, "b": below},
        "hovermode": "closest",
        "xaxis": axis(
            theme,
            automargin=False,
            range=[0, chart.width],
            tickvals=[bar.x for bar in chart.bars],
            ticktext=[escaped(bar.name) for bar in chart.bars],
            tickangle=-90,
            tickfont={"size": _LABEL},
            showticklabels=has_labels,
            ticks="",
            showgrid=False,
            showline=False,
            fixedrange=True,
        ),
        "yaxis": number_axis(
            theme, chart.axis, title={"standoff": 6}, zeroline=True, zerolinecolor=theme.muted
        ),
        "shapes": [threshold_line(one, theme) for one in chart.thresholds],
        "annotations": [
            *(threshold_name(one, theme) for one in chart.thresholds),
            *_names(chart, theme, is_turned=is_turned),
            *(_index(bar.x, bar.change, theme) for bar in chart.bars if bar.is_index),
            *(
                _number(bar.x, bar.cut, theme)
                for bar in chart.bars
                if bar.cut and _place(chart) >= _LABEL
            ),
            stamp(chart.stamp, theme, below=_BELOW + labels),
        ],
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1 + (top - _LEGEND) / HEIGHT,
            "yanchor": "bottom",
            "traceorder": "normal",
            "font": {"size": 14},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }


def threshold_line(threshold: Threshold, theme: Theme) -> dict[str, Any]:
    """A dashed line over the whole width."""
    return {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": threshold.change,
        "y1": threshold.change,
        "line": {"color": theme.muted, "width": 1.5, "dash": "dash"},
    }


def threshold_name(threshold: Threshold, theme: Theme) -> dict[str, Any]:
    """What a dashed line stands for, at its right end."""
    return {
        "text": threshold.name,
        "xref": "x domain",
        "x": 1,
        "xanchor": "left",
        "xshift": 4,
        "y": threshold.change,
        "showarrow": False,
        "font": {"size": 13, "color": theme.muted},
    }


def _named(chart: WaterfallChart) -> list[tuple[int, Any]]:
    return [(at, group) for at, group in enumerate(chart.groups) if group.name]


def _room(chart: WaterfallChart, at: int) -> float:
    """Pixels over the bars of a group, and over the gap to the next."""
    ends = [*(group.start for group in chart.groups[1:]), chart.width]
    return (ends[at] - chart.groups[at].start) * _place(chart)


def _turned(chart: WaterfallChart) -> int:
    """Pixels of the longest name that stands upright."""
    longest = max(n_letters(shortened(group.name, _MOST_TURNED)) for _, group in _named(chart))
    return ceil(_LETTER * longest) + 10


def _names(chart: WaterfallChart, theme: Theme, *, is_turned: bool) -> list[dict[str, Any]]:
    """Each group's name over its bars, and how many reached -30% where there is room."""
    drawn = []
    for at, group in _named(chart):
        name = shortened(group.name, _MOST_TURNED) if is_turned else group.name
        has_size = not is_turned and len(group.size) * _LETTER <= _room(chart, at)
        drawn.append(
            {
                "text": f"<b>{escaped(name)}</b>" + (f"<br>{group.size}" if has_size else ""),
                "textangle": -90 if is_turned else 0,
                "x": group.middle if is_turned else group.start,
                "xanchor": "center" if is_turned else "left",
                "yref": "paper",
                "y": 1,
                "yshift": 3,
                "yanchor": "bottom",
                "align": "left",
                "showarrow": False,
                "hovertext": escaped(f"{group.name}: {group.size}"),
                "font": {"size": 13, "color": theme.text},
            }
        )
    return drawn


def _index(x: float, change: float, theme: Theme) -> dict[str, Any]:
    """The index patient, in words on the free side of the zero line."""
    is_below = change > 0
    return {
        "text": f"<b>{INDEX}</b>",
        "textangle": -90,
        "x": x,
        "y": 0,
        "yshift": -4 if is_below else 4,
        "yanchor": "top" if is_below else "bottom",
        "showarrow": False,
        "font": {"size": 13, "color": theme.text},
    }


def _number(x: float, text: str, theme: Theme) -> dict[str, Any]:
    """How far a bar goes that is cut."""
    return {
        "text": text,
        "textangle": -90,
        "x": x,
        "y": CUT + 6,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": theme.text},
    }
