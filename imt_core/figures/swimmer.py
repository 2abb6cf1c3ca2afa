"""Swimmer plots: bars in months, coloured by best response, patterned by regimen group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from imt_core.figures.theme import (
    EVENT_SYMBOLS,
    LIGHT,
    Figure,
    Theme,
    axis,
    base_layout,
    escaped,
    event_colour,
    figure,
    pattern,
    translucent,
)
from imt_core.formatting import format_count, format_number
from imt_core.labels import level_phrase
from imt_core.schema import COLUMN_BY_NAME, NOT_RECORDED
from imt_core.swimmer_plot import Lane, LaneGroup, Marker, Segment, SwimmerPlot

ROW_HEIGHT: Final = 19
"""Pixels of a lane; a few lanes are drawn higher."""

_FEW_LANES_ROW: Final = 34
_HEADING_ROWS: Final = 1.35
_GAP_ROWS: Final = 0.45
_TOP: Final = 14
_TOP_AXIS: Final = 34
_BOTTOM: Final = 62
_LEGEND_ROW: Final = 21
_LEGEND_TITLE: Final = 24
_LEGEND_GAP: Final = 16
_LONGEST_LABEL: Final = 34
_TICK_STEPS: Final = (12, 24, 36, 60, 120, 240)
_MOST_TICKS: Final = 17
_MANY_LANES: Final = 25
_RESPONSES: Final = (*COLUMN_BY_NAME["best_response"].values, NOT_RECORDED)
_KNOWN_GROUPS: Final = COLUMN_BY_NAME["regimen_group"].values

_EVENTS: Final = {
    "end of treatment": "End of treatment",
    "first response": "First response",
    "progression": "Progression or relapse",
    "ALK inhibitor": "Later ALK inhibitor",
    "ongoing": "Ongoing, no progression",
    "alive": "Alive at last follow-up",
    "death": "Death",
}
"""The events' names in the legend, in the order in which they are drawn."""

_SPOKEN_EVENTS: Final = {
    "first response": "with a response",
    "progression": "with progression",
    "ongoing": "ongoing without progression",
    "death": "died",
}

_ENDPOINTS: Final = {
    "PFS": ("PFS", "progression or death", "no progression when last assessed"),
    "RFS": ("RFS", "recurrence or death", "no recurrence when last assessed"),
    "OS": ("OS", "death", "alive at last follow-up"),
    "treatment": ("Treatment time", "ended", "ongoing"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
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
    >>> from imt_core.schema import Cohort
    >>> from imt_core.swimmer_lines import swimmer_lines
    >>> frame = pd.DataFrame({"patient_id": ["a"], "pfs_months": [6.0], "pfs_event": [1.0]})
    >>> drawn = swimmer_figure(swimmer_lines(Cohort(frame=frame, name="one")))
    >>> [trace.name for trace in drawn.data if trace.showlegend]
    ['Progression or relapse', 'not recorded']
    >>> len(swimmer_figure(swimmer_lines(Cohort(frame=frame.head(0), name="none"))).data)
    0
    """
    if not plot.lanes:
        return figure([], _empty_layout(plot, theme))
    rows = _rows(plot)
    order = _group_order(plot)
    data = [_survival_lines(plot, rows, theme), *_bars(rows, order, theme), *_marks(rows, theme)]
    data = [trace for trace in data if trace]
    data += _legend_keys(plot, order, theme)
    return figure(data, _layout(plot, rows, theme, data, until_months))


def _rows(plot: SwimmerPlot) -> _Rows:
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
        y += _GAP_ROWS
    return _Rows(lanes=tuple(lanes), headings=tuple(headings), n_rows=y)


def _group_order(plot: SwimmerPlot) -> tuple[str, ...]:
    """Regimen groups by fixed place, so that a filter does not change a group's pattern."""
    present = {bar.regimen_group for lane in plot.lanes for bar in lane.bars}
    if present == {NOT_RECORDED}:
        return ()
    own = sorted(present - {*_KNOWN_GROUPS, NOT_RECORDED})
    return (*_KNOWN_GROUPS, *own, *([NOT_RECORDED] if NOT_RECORDED in present else []))


def _fill(response: str, group: str, order: Sequence[str], theme: Theme) -> dict[str, Any]:
    marker: dict[str, Any] = {
        "color": theme.response[response],
        "line": {"color": theme.paper, "width": 0.5},
    }
    shape = pattern(order.index(group)) if group in order else ""
    if shape:
        marker["pattern"] = {
            "shape": shape, "size": 7, "solidity": 0.2, "fillmode": "overlay",
            "bgcolor": theme.response[response],
            "fgcolor": translucent(theme.on_response[response], 0.6), "fgopacity": 1,
        }  # fmt: skip
    return marker


def _bars(rows: _Rows, order: Sequence[str], theme: Theme) -> list[dict[str, Any]]:
    """One trace for each best response in each regimen group."""
    traces: dict[tuple[str, str], list[tuple[Segment, Lane, float]]] = {}
    for lane, y in rows.lanes:
        for bar in lane.bars:
            traces.setdefault((bar.best_response, bar.regimen_group), []).append((bar, lane, y))
    return [
        {
            "type": "bar", "orientation": "h",
            "base": [bar.start for bar, _, _ in bars],
            "x": [bar.length for bar, _, _ in bars],
            "y": [y for _, _, y in bars],
            "width": [0.74] * len(bars),
            "marker": _fill(response, group, order, theme),
            "customdata": [[bar.patient_id, lane.key] for bar, lane, _ in bars],
            "hovertext": [_bar_text(bar) for bar, _, _ in bars],
            "hoverinfo": "text", "textposition": "none", "showlegend": False,
            "name": f"{response}, {escaped(_group_name(group))}",
        }
        for (response, group), bars in traces.items()
    ]  # fmt: skip


def _group_name(group: str) -> str:
    return level_phrase("regimen_group", group)


def _bar_text(bar: Segment) -> str:
    name, event, censored = _ENDPOINTS[bar.endpoint]
    how = "" if bar.event is None else f", {event if bar.event else censored}"
    group = (
        "" if bar.regimen_group == NOT_RECORDED else f" ({escaped(_group_name(bar.regimen_group))})"
    )
    regimen = "regimen not recorded" if bar.regimen == NOT_RECORDED else escaped(bar.regimen)
    parts = [
        f"{_who(bar.patient_id, bar.line_number)}",
        f"{regimen}{group}",
        f"Best response: {escaped(bar.best_response)}",
    ]
    if bar.shortened:
        parts.append(f"{name}: longer than drawn; the next line starts first{how}")
    else:
        parts.append(f"{name}: {_months(bar.length)}{how}")
    if bar.start > 0:
        parts.append(f"Starts at month {format_number(bar.start)}")
    return "<br>".join(parts)


def _who(patient_id: str, line_number: int | None) -> str:
    line = "" if line_number is None else f", line {line_number}"
    return f"<b>{escaped(patient_id)}</b>{line}"


def _months(months: float) -> str:
    return f"{format_number(months)} months"


def _survival_lines(plot: SwimmerPlot, rows: _Rows, theme: Theme) -> dict[str, Any]:
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
        "type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip",
        "line": {"color": theme.muted, "width": 1.6}, "connectgaps": False,
        "name": f"Follow-up {'after the bar' if plot.mode == 'lines' else 'outside bars'}",
        "legend": "legend3", "showlegend": True,
    }  # fmt: skip


def _marks(rows: _Rows, theme: Theme) -> list[dict[str, Any]]:
    """One trace for each kind of event, the most important drawn last."""
    traces = []
    for kind in _EVENTS:
        found = [
            (marker, lane, y)
            for lane, y in rows.lanes
            for marker in lane.markers
            if marker.kind == kind
        ]
        if found and kind == "end of treatment":
            traces.append(_halo(found, theme))
        if found:
            traces.append(_mark(kind, found, theme))
    return traces


def _mark(kind: str, found: Sequence[tuple[Marker, Lane, float]], theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers",
        "x": [marker.month for marker, _, _ in found],
        "y": [y for _, _, y in found],
        "marker": _symbol(kind, theme),
        "customdata": [[lane.patient_id, lane.key] for _, lane, _ in found],
        "hovertext": [_mark_text(marker, lane) for marker, lane, _ in found],
        "hoverinfo": "text", "name": _EVENTS[kind], "legend": "legend3",
        "legendgroup": kind, "showlegend": True,
    }  # fmt: skip


def _symbol(kind: str, theme: Theme) -> dict[str, Any]:
    """Shape and colour, outlined so that it stands out from any bar."""
    colour = event_colour(theme, kind)
    if kind == "end of treatment":
        line = {"color": colour, "width": 2}
        return {"symbol": EVENT_SYMBOLS[kind], "size": 12, "color": colour, "line": line}
    outline = theme.text if colour == theme.paper else theme.paper
    size = {"first response": 11, "ALK inhibitor": 11, "alive": 8, "ongoing": 12}.get(kind, 10)
    line = {"color": outline, "width": 1.2}
    return {"symbol": EVENT_SYMBOLS[kind], "size": size, "color": colour, "line": line,
            "opacity": 1}  # fmt: skip


def _halo(found: Sequence[tuple[Marker, Lane, float]], theme: Theme) -> dict[str, Any]:
    """A paler line behind each tick, to part it from a dark bar."""
    return {
        "type": "scatter", "mode": "markers",
        "x": [marker.month for marker, _, _ in found],
        "y": [y for _, _, y in found],
        "marker": {"symbol": EVENT_SYMBOLS["end of treatment"], "size": 12,
                   "color": theme.paper, "line": {"color": theme.paper, "width": 5}},
        "hoverinfo": "skip", "legend": "legend3", "legendgroup": "end of treatment",
        "showlegend": False,
    }  # fmt: skip


def _mark_text(marker: Marker, lane: Lane) -> str:
    when = "day 1" if marker.month == 0 else f"{format_number(marker.month)} months"
    who = _who(lane.patient_id, marker.line_number)
    return f"{who}<br>{escaped(marker.text)}<br>at {when}"


def _legend_keys(plot: SwimmerPlot, order: Sequence[str], theme: Theme) -> list[dict[str, Any]]:
    """Entries that explain colour and pattern apart from one another."""
    bars = [bar for lane in plot.lanes for bar in lane.bars]
    responses = {bar.best_response for bar in bars}
    groups = {bar.regimen_group for bar in bars}
    key = {"type": "bar", "orientation": "h", "x": [None], "y": [None], "hoverinfo": "skip",
           "showlegend": True, "xaxis": "x2" if _has_top_axis(plot) else "x"}  # fmt: skip
    keys = [
        {**key, "name": response, "legend": "legend",
         "marker": {**_fill(response, "", (), theme), "line": {"width": 0}}}
        for response in _RESPONSES if response in responses
    ]  # fmt: skip
    keys += [
        {**key, "name": escaped(_shortened(_group_name(group))), "legend": "legend2",
         "marker": _group_key(group, order, theme)}
        for group in order if group in groups
    ]  # fmt: skip
    return keys


def _group_key(group: str, order: Sequence[str], theme: Theme) -> dict[str, Any]:
    """A pattern without any response's colour."""
    marker = _fill(NOT_RECORDED, group, order, theme)
    marker |= {"color": theme.paper, "line": {"color": theme.muted, "width": 1}}
    if "pattern" in marker:
        marker["pattern"] |= {"bgcolor": theme.paper, "fgcolor": theme.muted}
    return marker


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _layout(
    plot: SwimmerPlot,
    rows: _Rows,
    theme: Theme,
    data: Sequence[dict[str, Any]],
    until_months: float | None,
) -> dict[str, Any]:
    titles = {"legend": "Best response", "legend2": "Regimen group", "legend3": "Events"}
    entries = {
        name: sum(trace.get("legend") == name and trace["showlegend"] for trace in data)
        for name in titles
    }
    legend_heights = {
        name: _LEGEND_TITLE + n * _LEGEND_ROW + _LEGEND_GAP for name, n in entries.items() if n
    }
    legend_height = sum(legend_heights.values())
    row = min(max(ROW_HEIGHT, legend_height / rows.n_rows), _FEW_LANES_ROW)
    lanes_height = row * rows.n_rows
    # The bottom margin counts as room for the legends, which may be longer than a few lanes.
    height = max(lanes_height, legend_height - _BOTTOM)
    top = _TOP_AXIS if _has_top_axis(plot) else _TOP
    layout = base_layout(theme, height=round(height + top + _BOTTOM))
    end = plot.longest if until_months is None else until_months
    longest = max(end, 1.0)
    months_axis = axis(
        theme, tick0=0, dtick=_tick_step(longest), tickfont={"size": 13}, layer="below traces",
        range=[-0.014 * longest, longest * (1.025 if until_months is None else 1)],
    )  # fmt: skip
    if _has_top_axis(plot):
        layout["xaxis2"] = months_axis | {
            "overlaying": "x", "side": "top", "matches": "x", "showgrid": False,
            "title": {"text": ""}, "automargin": False,
        }  # fmt: skip
    layout |= {
        "barmode": "overlay",
        "hovermode": "closest",
        "margin": {"l": 24, "r": 24, "t": top, "b": _BOTTOM},
        "xaxis": months_axis | {
            "title": {"text": _axis_title(plot), "font": {"size": 15}, "standoff": 8},
        },
        "yaxis": axis(
            theme, range=[rows.n_rows, 0], domain=[1 - lanes_height / height, 1],
            tickvals=[y for _, y in rows.lanes],
            ticktext=[escaped(_shortened(lane.label)) for lane, _ in rows.lanes],
            tickfont={"size": 12}, ticks="", showline=False, showgrid=False,
            showticklabels=plot.label != "none", fixedrange=True,
        ),
        "annotations": [_heading(group, y, plot, theme) for group, y in rows.headings],
        "shapes": [_rule(y, theme) for _, y in rows.headings[1:]],
    }  # fmt: skip
    offset = 0.0
    for name, entry_height in legend_heights.items():
        layout[name] = {
            "title": {"text": f"<b>{titles[name]}</b>", "font": {"size": 13}},
            "font": {"size": 13}, "bgcolor": "rgba(0,0,0,0)", "x": 1.015, "xanchor": "left",
            "y": 1 - offset / height, "yanchor": "top", "traceorder": "normal",
            "itemclick": "toggle" if name == "legend3" else False, "itemdoubleclick": False,
            "itemsizing": "trace", "tracegroupgap": 0, "groupclick": "togglegroup",
        }  # fmt: skip
        offset += entry_height
    return layout


def _has_top_axis(plot: SwimmerPlot) -> bool:
    """Whether the plot is so high that its bottom axis is often out of view."""
    return len(plot.lanes) >= _MANY_LANES


def _axis_title(plot: SwimmerPlot) -> str:
    if plot.mode == "patients" and any(lane.n_lines > 1 for lane in plot.lanes):
        return "Months from day 1 of cycle 1 of the first line in view"
    return "Months from day 1 of cycle 1"


def _tick_step(longest: float) -> int:
    """Whole years, few enough that their labels stand apart."""
    return next((step for step in _TICK_STEPS if longest / step <= _MOST_TICKS), _TICK_STEPS[-1])


def _heading(group: LaneGroup, y: float, plot: SwimmerPlot, theme: Theme) -> dict[str, Any]:
    lines = format_count(group.count.n_lines, "line")
    patients = format_count(group.count.n_patients, "patient")
    n = lines if plot.mode == "lines" else f"{patients}, {lines}"
    return {
        "text": f"<b>{escaped(_shortened(group.label))}</b> · {n}",
        "x": 0, "xref": "x domain", "xanchor": "left", "y": y, "yref": "y", "yanchor": "middle",
        "showarrow": False, "font": {"size": 14, "color": theme.text}, "align": "left",
        "bgcolor": theme.paper, "borderpad": 1,
    }  # fmt: skip


def _rule(y: float, theme: Theme) -> dict[str, Any]:
    """A quiet line above a group."""
    return {
        "type": "line", "xref": "x domain", "x0": 0, "x1": 1, "yref": "y",
        "y0": y - 0.6 - _GAP_ROWS / 2, "y1": y - 0.6 - _GAP_ROWS / 2,
        "line": {"color": theme.muted, "width": 0.8}, "layer": "below",
    }  # fmt: skip


def _empty_layout(plot: SwimmerPlot, theme: Theme) -> dict[str, Any]:
    message = plot.notes[0].message if plot.notes else "Nothing to draw."
    return {
        **base_layout(theme, height=160),
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "annotations": [{
            "text": escaped(message), "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper",
            "showarrow": False, "font": {"size": 15, "color": theme.muted},
        }],
    }  # fmt: skip


def describe_swimmer(plot: SwimmerPlot) -> str:
    """Alternative text: what the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.schema import Cohort
    >>> from imt_core.swimmer_lines import swimmer_lines
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
            for lane in plot.lanes if lane.group == group.label
            for kind in {marker.kind for marker in lane.markers}
        ]  # fmt: skip
        n = group.count.n_lines if plot.mode == "lines" else group.count.n_patients
        words = [format_count(n, plot.mode.removesuffix("s"))]
        words += [
            f"{kinds.count(kind)} {name}"
            for kind, name in _SPOKEN_EVENTS.items() if kind in kinds
        ]  # fmt: skip
        parts.append(f"{group.label}: {', '.join(words)}")
    return (
        f"Swimmer plot, one lane per {plot.mode.removesuffix('s')}. {'; '.join(parts)}. "
        f"Longest: {_months(plot.longest)}."
    )
