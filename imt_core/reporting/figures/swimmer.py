"""Swimmer plots drawn with Plotly: lanes of bars in months, the events on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.reporting.design.swimmer import SwimmerChart, swimmer_chart
from imt_core.reporting.design.swimmer_lanes import (
    ChartLane,
    LaneBar,
    LaneEvent,
    bars_by_look,
    events_by_kind,
)
from imt_core.reporting.design.swimmer_words import EVENTS
from imt_core.reporting.design.theme import (
    EVENT_MARKS,
    LIGHT,
    EventMark,
    Theme,
    event_colour,
    index_band,
    n_letters,
)
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import (
    STAMP_HEIGHT,
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    stamp,
)
from imt_core.reporting.figures.swimmer_legend import (
    EVENT_LEGEND,
    bar_fill,
    legend_heights,
    legend_keys,
    legend_width,
    legends,
)

ROW_HEIGHT: Final = 19
"""Pixels of a lane; a few lanes are drawn higher."""

SYMBOLS: Final[dict[EventMark, tuple[str, int]]] = {
    "tick": ("line-ns", 12),
    "triangle": ("triangle-up", 11),
    "plus": ("cross", 11),
    "diamond": ("diamond", 10),
    "x": ("x", 10),
    "arrow": ("triangle-right", 12),
    "circle": ("circle", 8),
}
"""Plotly's symbol for each mark, and its size in pixels."""

_FEW_LANES_ROW: Final = 34
_TOP: Final = 14
_TOP_AXIS: Final = 34
_AXIS_HEIGHT: Final = 56
_BOTTOM: Final = _AXIS_HEIGHT + STAMP_HEIGHT
_MANY_LANES: Final = 25
_LABEL_LETTER: Final = 7.0
_MOST_TICKS: Final = 9
"""With more, every other one is labelled, so that their numbers stand apart in a column."""


def swimmer_figure(
    plot: SwimmerPlot, *, theme: Theme = LIGHT, until_months: float | None = None
) -> Figure:
    """Draw a swimmer plot.

    Parameters
    ----------
    plot : SwimmerPlot
    theme : Theme
    until_months : float or None
        Where the time axis ends, to look closely at the first months; longer lanes run on past
        the edge. ``None`` shows everything.

    Returns
    -------
    Figure
        As high as its lanes need. Each bar and mark carries its patient in ``customdata``.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> frame = pd.DataFrame({"patient_id": ["a"], "pfs_months": [6.0], "pfs_event": [1.0]})
    >>> drawn = swimmer_figure(swimmer_lines(Cohort(frame=frame, name="one")))
    >>> [trace.name for trace in drawn.data if trace.showlegend]
    ['Progression or relapse', 'not recorded']
    >>> len(swimmer_figure(swimmer_lines(Cohort(frame=frame.head(0), name="none"))).data)
    0
    """
    return draw_figure(swimmer_chart(plot, until_months=until_months), theme)


@draw_figure.register
def _(chart: SwimmerChart, theme: Theme) -> Figure:
    if chart.empty:
        told = stamp(chart.empty, theme, below=0) | {"y": 0.5}
        hidden = {"visible": False}
        layout = base_layout(theme, height=160)
        return figure([], layout | {"xaxis": hidden, "yaxis": hidden, "annotations": [told]})
    data = [*_follow_up(chart, theme)]
    data += [_bars(found, theme) for found in bars_by_look(chart.lanes)]
    for kind, events in events_by_kind(chart.lanes).items():
        data += _marks(kind, events, theme)
    data += legend_keys(chart, theme, axis="x2" if _has_top_axis(chart) else "x")
    data.append(_headings(chart, theme))
    return figure(data, _layout(chart, theme))


def _bars(found: Sequence[tuple[ChartLane, LaneBar]], theme: Theme) -> dict[str, Any]:
    """One trace of the bars of one look."""
    look = found[0][1]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [bar.start for _, bar in found],
        "x": [bar.length for _, bar in found],
        "y": [lane.row for lane, _ in found],
        "width": [0.74] * len(found),
        "marker": bar_fill(look.response, look.pattern, theme),
        **_told(found),
        "textposition": "none",
        "showlegend": False,
        "name": escaped(look.name),
    }


def _told(found: Sequence[tuple[ChartLane, LaneBar | LaneEvent]]) -> dict[str, Any]:
    """Whose each bar or mark is, and what is told of it on hover."""
    return {
        "customdata": [[lane.patient_id, lane.key] for lane, _ in found],
        "hovertext": [
            f"<b>{escaped(lane.patient_id)}</b>" + "<br>".join(map(escaped, one.told))
            for lane, one in found
        ],
        "hoverinfo": "text",
    }


def _follow_up(chart: SwimmerChart, theme: Theme) -> list[dict[str, Any]]:
    """Thin lines of follow-up outside the bars, as one trace with breaks."""
    stretches = [(start, end, lane.row) for lane in chart.lanes for start, end in lane.follow_up]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [month for start, end, _ in stretches for month in (start, end, None)],
            "y": [height for *_, row in stretches for height in (row, row, None)],
            "hoverinfo": "skip",
            "line": {"color": theme.muted, "width": 1.6},
            "connectgaps": False,
            "name": entry.name,
            "legend": EVENT_LEGEND,
            "showlegend": True,
        }
        for entry in chart.key[2].entries
        if entry.shows == "follow-up"
    ]


def _marks(
    kind: str, found: Sequence[tuple[ChartLane, LaneEvent]], theme: Theme
) -> list[dict[str, Any]]:
    """The marks of one kind, outlined so that they stand out from any bar."""
    symbol, size = SYMBOLS[EVENT_MARKS[kind]]
    colour = event_colour(theme, kind)
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [event.month for _, event in found],
        "y": [lane.row for lane, _ in found],
        "legend": EVENT_LEGEND,
        "legendgroup": kind,
    }
    marker = {"symbol": symbol, "size": size, "color": colour}
    edge = {"color": theme.text if colour == theme.paper else theme.paper, "width": 1.2}
    behind = []
    if EVENT_MARKS[kind] == "tick":
        # A line has no outline: a paler one behind it parts it from a dark bar.
        edge = {"color": colour, "width": 2}
        pale = {"color": theme.paper, "line": {"color": theme.paper, "width": 5}}
        behind = [trace | {"marker": marker | pale, "hoverinfo": "skip", "showlegend": False}]
    drawn = {"marker": marker | {"line": edge, "opacity": 1}, "name": EVENTS[kind]}
    return [*behind, trace | drawn | _told(found) | {"showlegend": True}]


def _layout(chart: SwimmerChart, theme: Theme) -> dict[str, Any]:
    legend_height = sum(legend_heights(chart))
    row = min(max(ROW_HEIGHT, legend_height / chart.n_rows), _FEW_LANES_ROW)
    lanes_height = row * chart.n_rows
    # The bottom margin counts as room for the legends, which may be longer than a few lanes.
    height = max(lanes_height, legend_height - _BOTTOM)
    top = _TOP_AXIS if _has_top_axis(chart) else _TOP
    layout = base_layout(theme, height=round(height + top + _BOTTOM))
    # Known widths: a browser that has to find them draws all lanes again and again.
    months_axis = axis(
        theme,
        automargin=False,
        tick0=chart.axis.ticks[0],
        dtick=chart.axis.step,
        tickangle=0,
        ticklabelstep=2 if len(chart.axis.ticks) > _MOST_TICKS else 1,
        tickfont={"size": 13},
        layer="below traces",
        range=[chart.axis.low, chart.axis.high],
    )
    if _has_top_axis(chart):
        layout["xaxis2"] = months_axis | {
            "overlaying": "x",
            "side": "top",
            "matches": "x",
            "showgrid": False,
            "title": {"text": ""},
        }
    layout |= {
        "barmode": "overlay",
        "hovermode": "closest",
        "margin": {"l": _left(chart), "r": legend_width(chart), "t": top, "b": _BOTTOM},
        "xaxis": months_axis
        | {"title": {"text": chart.axis.title, "font": {"size": 15}, "standoff": 8}},
        "yaxis": axis(
            theme,
            automargin=False,
            range=[chart.n_rows, 0],
            domain=[1 - lanes_height / height, 1],
            tickvals=[lane.row for lane in chart.lanes],
            ticktext=[
                f"<b>{escaped(lane.label)}</b>" if lane.is_index else escaped(lane.label)
                for lane in chart.lanes
            ],
            tickfont={"size": 12},
            ticks="",
            showline=False,
            showgrid=False,
            showticklabels=chart.has_labels,
            fixedrange=True,
        ),
        "annotations": [
            # Below the axis of the lanes, which may end above the legends.
            stamp(chart.stamp, theme, below=_AXIS_HEIGHT) | {"yref": "y domain"}
        ],
        "shapes": [
            *(_rule(y, theme) for y in chart.rules),
            *(_band(lane, theme) for lane in chart.lanes if lane.is_index),
        ],
    }
    return layout | legends(chart, height)


def _left(chart: SwimmerChart) -> float:
    """Pixels for the names of the lanes."""
    longest = max((n_letters(lane.label) for lane in chart.lanes), default=0)
    return 12 + _LABEL_LETTER * longest * chart.has_labels


def _has_top_axis(chart: SwimmerChart) -> bool:
    """Whether the plot is so high that its bottom axis is often out of view."""
    return len(chart.lanes) >= _MANY_LANES


def _headings(chart: SwimmerChart, theme: Theme) -> dict[str, Any]:
    """The groups' names over their lanes, whole on hover."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [chart.axis.low] * len(chart.groups),
        "y": [group.row for group in chart.groups],
        "text": [f"<b>{escaped(group.name)}</b> · {group.size}" for group in chart.groups],
        "hovertext": [escaped(group.label) for group in chart.groups],
        "hoverinfo": "text",
        "textposition": "middle right",
        "textfont": {"size": 14, "color": theme.text},
        "showlegend": False,
        "cliponaxis": False,
    }


def _band(lane: ChartLane, theme: Theme) -> dict[str, Any]:
    """What lies behind the index patient's lane."""
    return {
        "type": "rect",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": lane.row - 0.5,
        "y1": lane.row + 0.5,
        "line": {"width": 0},
        "fillcolor": index_band(theme),
        "layer": "below",
    }


def _rule(y: float, theme: Theme) -> dict[str, Any]:
    """A quiet line above a group."""
    return {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": y,
        "y1": y,
        "line": {"color": theme.muted, "width": 0.8},
        "layer": "below",
    }
