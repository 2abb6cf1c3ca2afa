"""Swimmer plots: bars in months, coloured by best response, patterned by regimen group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from imt_core.analyses.swimmer.plot import Lane, LaneGroup, Segment, SwimmerPlot
from imt_core.conventions.formatting import format_count
from imt_core.reporting.design.theme import LIGHT, Theme, shortened
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
    LONGEST_LABEL,
    bar_fill,
    group_order,
    legend_heights,
    legend_keys,
    legends,
)
from imt_core.reporting.figures.swimmer_marks import marks
from imt_core.reporting.figures.swimmer_words import bar_text, describe_bars, group_name, in_months

ROW_HEIGHT: Final = 19
"""Pixels of a lane; a few lanes are drawn higher."""

_FEW_LANES_ROW: Final = 34
_HEADING_ROWS: Final = 1.35
GAP_ROWS: Final = 0.45
_TOP: Final = 14
_TOP_AXIS: Final = 34
_AXIS_HEIGHT: Final = 56
_BOTTOM: Final = _AXIS_HEIGHT + STAMP_HEIGHT
_MONTH_STEPS: Final = (1, 2, 3, 6)
_YEAR_STEPS: Final = (12, 24, 36, 60, 120, 240)
_MOST_MONTH_TICKS: Final = 8
_MOST_TICKS: Final = 17
_MANY_LANES: Final = 25

_SPOKEN_EVENTS: Final = {
    "first response": "with a response",
    "progression": "with progression",
    "ongoing": "without progression when last assessed",
    "death": "died",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRows:
    """Where lanes and headings stand, counted in rows from the top."""

    lanes: tuple[tuple[Lane, float], ...]
    headings: tuple[tuple[LaneGroup, float], ...]
    n_rows: float


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
    if not plot.lanes:
        return figure([], _empty_layout(plot, theme))
    rows = lane_rows(plot)
    order = group_order(plot)
    data = [
        _survival_lines(plot, rows, theme),
        *_bars(rows, order, theme),
        *marks(rows.lanes, theme),
    ]
    data = [trace for trace in data if trace]
    data += legend_keys(plot, order, theme, axis="x2" if _has_top_axis(plot) else "x")
    return figure(data, _layout(plot, rows, theme, data, until_months))


def lane_rows(plot: SwimmerPlot) -> LaneRows:
    """Where each lane and each group's heading stands."""
    lanes: list[tuple[Lane, float]] = []
    headings = []
    y = 0.0
    for group in plot.groups:
        headings.append((group, y + 0.6))
        y += _HEADING_ROWS
        for lane in plot.lanes:
            if lane.group == group.label:
                lanes.append((lane, y + 0.5))
                y += 1
        y += GAP_ROWS
    return LaneRows(lanes=tuple(lanes), headings=tuple(headings), n_rows=y)


def _bars(rows: LaneRows, order: Sequence[str], theme: Theme) -> list[dict[str, Any]]:
    """One trace for each best response in each regimen group."""
    traces: dict[tuple[str, str], list[tuple[Segment, Lane, float]]] = {}
    for lane, y in rows.lanes:
        for bar in lane.bars:
            traces.setdefault((bar.best_response, bar.regimen_group), []).append((bar, lane, y))
    return [
        {
            "type": "bar",
            "orientation": "h",
            "base": [bar.start for bar, _, _ in bars],
            "x": [bar.length for bar, _, _ in bars],
            "y": [y for _, _, y in bars],
            "width": [0.74] * len(bars),
            "marker": bar_fill(response, group, order, theme),
            "customdata": [[bar.patient_id, lane.key] for bar, lane, _ in bars],
            "hovertext": [bar_text(bar) for bar, _, _ in bars],
            "hoverinfo": "text",
            "textposition": "none",
            "showlegend": False,
            "name": f"{response}, {escaped(group_name(group))}",
        }
        for (response, group), bars in traces.items()
    ]


def _survival_lines(plot: SwimmerPlot, rows: LaneRows, theme: Theme) -> dict[str, Any]:
    """Thin lines of follow-up outside the bars, as one trace with breaks."""
    x: list[float | None] = []
    y: list[float | None] = []
    for lane, position in rows.lanes:
        for segment in lane.segments:
            if segment.kind == "survival":
                x += [segment.start, segment.end, None]
                y += [position, position, None]
    if not x:
        return {}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "hoverinfo": "skip",
        "line": {"color": theme.muted, "width": 1.6},
        "connectgaps": False,
        "name": follow_up_name(plot),
        "legend": EVENT_LEGEND,
        "showlegend": True,
    }


def follow_up_name(plot: SwimmerPlot) -> str:
    """What the thin lines are, for the legend."""
    return f"Follow-up {'after the bar' if plot.mode == 'lines' else 'outside bars'}"


def _layout(
    plot: SwimmerPlot,
    rows: LaneRows,
    theme: Theme,
    data: Sequence[dict[str, Any]],
    until_months: float | None,
) -> dict[str, Any]:
    heights = legend_heights(data)
    legend_height = sum(heights.values())
    row = min(max(ROW_HEIGHT, legend_height / rows.n_rows), _FEW_LANES_ROW)
    lanes_height = row * rows.n_rows
    # The bottom margin counts as room for the legends, which may be longer than a few lanes.
    height = max(lanes_height, legend_height - _BOTTOM)
    top = _TOP_AXIS if _has_top_axis(plot) else _TOP
    layout = base_layout(theme, height=round(height + top + _BOTTOM))
    end = plot.longest if until_months is None else until_months
    longest = max(end, 1.0)
    months_axis = axis(
        theme,
        tick0=0,
        dtick=tick_step(longest),
        tickfont={"size": 13},
        layer="below traces",
        range=[-0.014 * longest, longest * (1.025 if until_months is None else 1)],
    )
    if _has_top_axis(plot):
        layout["xaxis2"] = months_axis | {
            "overlaying": "x",
            "side": "top",
            "matches": "x",
            "showgrid": False,
            "title": {"text": ""},
            "automargin": False,
        }
    layout |= {
        "barmode": "overlay",
        "hovermode": "closest",
        "margin": {"l": 24, "r": 24, "t": top, "b": _BOTTOM},
        "xaxis": months_axis
        | {"title": {"text": axis_title(plot), "font": {"size": 15}, "standoff": 8}},
        "yaxis": axis(
            theme,
            range=[rows.n_rows, 0],
            domain=[1 - lanes_height / height, 1],
            tickvals=[y for _, y in rows.lanes],
            ticktext=[escaped(shortened(lane.label, LONGEST_LABEL)) for lane, _ in rows.lanes],
            tickfont={"size": 12},
            ticks="",
            showline=False,
            showgrid=False,
            showticklabels=plot.label != "none",
            fixedrange=True,
        ),
        "annotations": [
            *(_heading(group, y, plot, theme) for group, y in rows.headings),
            # Below the axis of the lanes, which may end above the legends.
            stamp(describe_bars(plot), theme, below=_AXIS_HEIGHT) | {"yref": "y domain"},
        ],
        "shapes": [_rule(y, theme) for _, y in rows.headings[1:]],
    }
    return layout | legends(heights, height)


def _has_top_axis(plot: SwimmerPlot) -> bool:
    """Whether the plot is so high that its bottom axis is often out of view."""
    return len(plot.lanes) >= _MANY_LANES


def axis_title(plot: SwimmerPlot) -> str:
    """What the months axis counts from."""
    if plot.mode == "patients" and any(lane.n_lines > 1 for lane in plot.lanes):
        return "Months from day 1 of cycle 1 of the first line in view"
    return "Months from day 1 of cycle 1"


def tick_step(longest: float) -> int:
    """Whole years, few enough that their labels stand apart; parts of years in a short plot.

    Examples
    --------
    >>> [tick_step(longest) for longest in (1.0, 5.0, 24.0, 48.0, 60.0, 187.2, 400.0)]
    [1, 1, 3, 6, 12, 12, 24]
    """
    steps = (
        *(step for step in _MONTH_STEPS if longest / step <= _MOST_MONTH_TICKS),
        *(step for step in _YEAR_STEPS if longest / step <= _MOST_TICKS),
        _YEAR_STEPS[-1],
    )
    return steps[0]


def _heading(group: LaneGroup, y: float, plot: SwimmerPlot, theme: Theme) -> dict[str, Any]:
    name = escaped(shortened(group.label, LONGEST_LABEL))
    return {
        "text": f"<b>{name}</b> · {group_size(group, plot)}",
        "hovertext": escaped(group.label),
        "x": 0,
        "xref": "x domain",
        "xanchor": "left",
        "y": y,
        "yref": "y",
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 14, "color": theme.text},
        "align": "left",
        "bgcolor": theme.paper,
        "borderpad": 1,
    }


def group_size(group: LaneGroup, plot: SwimmerPlot) -> str:
    """What is drawn in a group, in the plot's counting unit."""
    lines = format_count(group.count.n_lines, "line")
    patients = format_count(group.count.n_patients, "patient")
    return lines if plot.mode == "lines" else f"{patients}, {lines}"


def _rule(y: float, theme: Theme) -> dict[str, Any]:
    """A quiet line above a group."""
    return {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": y - 0.6 - GAP_ROWS / 2,
        "y1": y - 0.6 - GAP_ROWS / 2,
        "line": {"color": theme.muted, "width": 0.8},
        "layer": "below",
    }


def _empty_layout(plot: SwimmerPlot, theme: Theme) -> dict[str, Any]:
    message = plot.notes[0].message if plot.notes else "Nothing to draw."
    return {
        **base_layout(theme, height=160),
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "annotations": [
            {
                "text": escaped(message),
                "x": 0.5,
                "y": 0.5,
                "xref": "paper",
                "yref": "paper",
                "showarrow": False,
                "font": {"size": 15, "color": theme.muted},
            }
        ],
    }


def describe_swimmer(plot: SwimmerPlot) -> str:
    """Alternative text: what the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> frame = pd.DataFrame({"patient_id": ["a"], "pfs_months": [6.0], "pfs_event": [1.0]})
    >>> describe_swimmer(swimmer_lines(Cohort(frame=frame, name="one")))
    'Swimmer plot, one lane per line. All: 1 line, 1 with progression. Longest: 6.0 months.'
    >>> describe_swimmer(swimmer_lines(Cohort(frame=frame.head(0), name="none")))
    'No swimmer plot: No lines are in view, so there is nothing to draw.'
    """
    if not plot.lanes:
        return f"No swimmer plot: {plot.notes[0].message}"
    parts = []
    for group in plot.groups:
        # Lanes, not marks: a patient may progress on several lines.
        kinds = [
            kind
            for lane in plot.lanes
            if lane.group == group.label
            for kind in {marker.kind for marker in lane.markers}
        ]
        n = group.count.n_lines if plot.mode == "lines" else group.count.n_patients
        words = [format_count(n, plot.mode.removesuffix("s"))]
        words += [
            f"{kinds.count(kind)} {name}" for kind, name in _SPOKEN_EVENTS.items() if kind in kinds
        ]
        parts.append(f"{group.label}: {', '.join(words)}")
    return (
        f"Swimmer plot, one lane per {plot.mode.removesuffix('s')}. {'; '.join(parts)}. "
        f"Longest: {in_months(plot.longest)}."
    )
