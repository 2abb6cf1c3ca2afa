"""Kaplan-Meier curves with censor marks, confidence bands and an aligned number-at-risk table."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

import numpy as np

from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.view_request import AxisEnd, RiskRows
from imt_core.estimates.drawn_curve import DrawnCurve
from imt_core.reporting.design.survival import (
    CurveBehind,
    GroupCurve,
    IndexTrack,
    Points,
    SurvivalChart,
    survival_chart,
)
from imt_core.reporting.design.theme import INDEX, LIGHT, Theme, index_stretch, n_letters, shortened
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.end_labels import LABEL_SIZE, EndLabel, end_labels
from imt_core.reporting.figures.layout import (
    CENSOR_MARKS,
    LINE,
    STAMP_LETTERS,
    STAMP_LINE,
    Figure,
    base_layout,
    escaped,
    figure,
    number_axis,
    stamp,
    translucent,
)

HEIGHT: Final = 536
"""Pixels of a figure of few groups: with what stands above it, it ends in view on a laptop."""
LEAST_CURVE_HEIGHT: Final = 206
"""Pixels of the curves; the figure grows where many rows stand below them."""
TABLE_SIZE: Final = 13
"""Pixels of a number at risk."""
LONGEST_KEY: Final = 56
"""Characters of a group's name and number of cases in the key."""
LONGEST_NAME: Final = 20
"""Characters of a group's name beside its numbers; the key or the end of its curve tells more."""
DASHES: Final = "4px,3px"

_RISK_ROW: Final = LINE * TABLE_SIZE
_AXIS_HEIGHT: Final = 46
"""Labels and title of the time axis."""
_HEADING_HEIGHT: Final = 30
_KEY_SLACK: Final = 10
_TOP: Final = 10
_LEAST_LEFT: Final = 66
_LETTER: Final = 7.4
_LEGEND_ROW: Final = 20
_LEGEND_LETTER: Final = 7.2
_LEGEND_KEY: Final = 50
_FIGURE_WIDTH: Final = 670


def kaplan_meier_figure(
    summary: SurvivalSummary,
    *,
    theme: Theme = LIGHT,
    show_band: bool = True,
    risk_rows: RiskRows = "three",
    axis: AxisEnd = "informative",
    drawn: DrawnCurve | None = None,
) -> Figure:
    """Draw the curves of a survival summary.

    Parameters
    ----------
    summary : SurvivalSummary
    theme : Theme
    show_band : bool
        Whether to shade the pointwise confidence limits; never with more than `MOST_BANDS` groups.
    risk_rows : {"three", "at risk"}
        What stands below the curves; see `survival_chart`.
    axis : {"informative", "whole"}
        Where the time axis ends; see `axis_end`.
    drawn : DrawnCurve or None
        A curve of others to stand behind, see `read_drawn_curve`.

    Returns
    -------
    plotly.graph_objects.Figure
        Curves above, the counts below on the same time axis. A curve is dashed where
        fewer than `FEW_AT_RISK` cases are at risk.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.survival import survival_summary
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [6.0, 10.0], "os_event": [1.0, 0.0]})
    >>> figure = kaplan_meier_figure(survival_summary(Cohort(frame=frame, name="two"), "os"))
    >>> [trace.name for trace in figure.data if trace.showlegend]
    ['All (n = 2)']
    """
    chart = survival_chart(
        summary, show_band=show_band, risk_rows=risk_rows, axis=axis, drawn=drawn
    )
    return draw_figure(chart, theme)


@draw_figure.register
def _(chart: SurvivalChart, theme: Theme) -> Figure:
    tracks = [(curve, curve.index) for curve in chart.curves if curve.index is not None]
    data = [_stretch(curve, track, theme) for curve, track in tracks]
    if chart.behind is not None:
        data.append(_behind(chart.behind, theme))
    for curve in chart.curves:
        colour = theme.colour(curve.style.colour)
        shared = {"type": "scatter", "legendgroup": curve.label, "showlegend": False}
        drawn = [*_lines(curve, colour), _censor_marks(curve, colour), _legend_key(curve, colour)]
        data += [shared | trace for trace in drawn]
    data += [_index_ends(track, theme) for _, track in tracks]
    labels = end_labels(chart, _curve_height(chart, legend_rows=0))
    if labels:
        data.append(_names(labels, theme))
        if chart.behind is not None:
            data.append(_behind_name(chart.behind, theme))
    if chart.curves:
        data.append(_counts(chart, theme))
    return figure(data, _layout(chart, theme, has_key=bool(chart.curves) and not labels))


def _behind(behind: CurveBehind, theme: Theme) -> dict[str, Any]:
    """A curve of others, thin and grey, and the last of the key."""
    x, y = behind.steps
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": theme.muted, "width": 1.5},
        "name": escaped(shortened(behind.name, LONGEST_KEY)),
        "showlegend": True,
        "legendrank": 2_000,
        "hoverinfo": "skip",
    }


def _behind_name(behind: CurveBehind, theme: Theme) -> dict[str, Any]:
    """Its name at its end, where there is no key."""
    x, y = behind.steps
    return {
        "type": "scatter",
        "mode": "text",
        "x": x[-1:],
        "y": y[-1:],
        "text": [escaped(shortened(behind.name, LONGEST_KEY))],
        "textposition": "top left",
        "textfont": {"size": LABEL_SIZE, "color": theme.muted},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _lines(curve: GroupCurve, colour: str) -> list[dict[str, Any]]:
    """The band, and the curve with its two dashes."""

    def trace(points: Points, **look: Any) -> dict[str, Any]:
        return {"mode": "lines", "x": points[0], "y": points[1], "hoverinfo": "skip", **look}

    band, traces = curve.band, []
    if band is not None:
        fill = translucent(colour, 0.13)
        traces.append(trace(band, fill="toself", fillcolor=fill, line={"width": 0}))
    for part, dash in ((curve.solid, "solid"), (curve.dashed, DASHES)):
        if part is not None:
            traces.append(trace(part, line={"color": colour, "width": 3, "dash": dash}))
    return traces


def _censor_marks(curve: GroupCurve, colour: str) -> dict[str, Any]:
    """A mark at each censoring, and unseen points that carry the hover text of each event."""
    seen = curve.is_censored
    return {
        "mode": "markers",
        "x": curve.points[0],
        "y": curve.points[1],
        "marker": _mark(curve, colour)
        | {"size": np.where(seen, 11, 8), "opacity": seen.astype(float)},
        "hovertext": [
            f"<b>{escaped(curve.label)}</b><br>{escaped(text)}".replace("\n", "<br>")
            for text in curve.hovers
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _stretch(curve: GroupCurve, track: IndexTrack, theme: Theme) -> dict[str, Any]:
    """A broad stretch under the curve while the index patient is at risk."""
    x, y = track.line
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": index_stretch(theme, curve.style.colour), "width": 11},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _index_ends(track: IndexTrack, theme: Theme) -> dict[str, Any]:
    """What ends the index patient's time at risk."""
    x, y = zip(*track.ends, strict=True)
    inks = [theme.text if is_event else theme.paper for is_event in track.is_event]
    told = f"<b>{escaped(INDEX)}</b><br>{escaped(track.told)}"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": {
            "symbol": list(track.marks),
            "size": 13,
            "color": inks,
            "line": {"width": 2.5, "color": theme.text},
        },
        "hovertext": [told] * len(x),
        "hoverinfo": "text",
        "showlegend": False,
        "cliponaxis": False,
    }


def _index_names(chart: SurvivalChart, theme: Theme) -> list[dict[str, Any]]:
    """What the index patient is called, above the last end, on the side that has room."""
    names = []
    for curve in chart.curves:
        if curve.index is not None:
            x, y = curve.index.ends[-1]
            is_late = x > 0.75 * chart.months.high
            names.append(
                {
                    "x": x,
                    "y": y,
                    "text": f"<b>{curve.index.name}</b>",
                    "xanchor": "right" if is_late else "left",
                    "ax": -14 if is_late else 14,
                    "ay": -26,
                    "font": {"size": LABEL_SIZE, "color": theme.text},
                    "bgcolor": translucent(theme.paper, 0.85),
                    "arrowcolor": theme.text,
                    "arrowwidth": 1,
                    "arrowhead": 0,
                }
            )
    return names


def _key_name(curve: GroupCurve) -> str:
    """A name that the key has room for, its number of cases in any case."""
    return shortened(curve.name, LONGEST_KEY)


def _legend_key(curve: GroupCurve, colour: str) -> dict[str, Any]:
    """Line and censor mark together: the colour alone repeats after the last."""
    return {
        "mode": "lines+markers",
        "x": [None],
        "y": [None],
        "line": {"color": colour, "width": 3},
        "marker": _mark(curve, colour) | {"size": 11},
        "name": escaped(_key_name(curve)),
        "showlegend": True,
        "hoverinfo": "skip",
    }


def _mark(curve: GroupCurve, colour: str) -> dict[str, Any]:
    symbol = CENSOR_MARKS[curve.style.mark]
    return {"symbol": symbol, "color": colour, "line": {"width": 2, "color": colour}}


def _names(labels: Sequence[EndLabel], theme: Theme) -> dict[str, Any]:
    """The groups at the ends of their curves."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [label.x for label in labels],
        "y": [label.y for label in labels],
        "text": [f"<b>\u00a0{escaped(label.text)}\u00a0</b>" for label in labels],
        "textposition": [label.side for label in labels],
        "textfont": {
            "size": LABEL_SIZE,
            "color": [theme.colour(label.curve.style.colour) for label in labels],
        },
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _counts(chart: SurvivalChart, theme: Theme) -> dict[str, Any]:
    """The table below: a text of several lines for each of its columns, the rows' names at first.

    Each text costs the browser time, however short it is: one for each number took a third of all.
    """
    rows = [(row, curve) for curve in chart.curves for row in curve.rows]
    colours = [theme.colour(curve.style.colour) for _, curve in rows]
    names = [_row_name(chart, curve, place) for curve in chart.curves for place in _places(curve)]
    # Half of the number at month 0 stands left of the axis.
    space = "\u00a0" * (len(str(max(curve.n for curve in chart.curves))) + 2)
    columns = [[f"{name}{space}" for name in names]]
    columns += [[str(row.counts[i]) for row, _ in rows] for i in range(len(chart.months.ticks))]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [chart.months.low, *chart.months.ticks],
        "y": [0] * len(columns),
        "text": [
            "<br>".join(
                f'<span style="color:{colour}">{cell}</span>'
                for colour, cell in zip(colours, column, strict=True)
            )
            for column in columns
        ],
        "textposition": ["top left", *["top center"] * len(chart.months.ticks)],
        "textfont": {"size": TABLE_SIZE, "color": theme.text},
        "yaxis": "y2",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _places(curve: GroupCurve) -> range:
    return range(len(curve.rows))


def _row_name(chart: SurvivalChart, curve: GroupCurve, place: int) -> str:
    """What a row is called: its group for those at risk, and what else it counts."""
    if place == 0 and (len(chart.curves) > 1 or not curve.rows[0].counted):
        return f"<b>{escaped(shortened(curve.label, LONGEST_NAME))}</b>"
    return escaped(curve.rows[place].counted)


def _curve_height(chart: SurvivalChart, *, legend_rows: int) -> float:
    """Pixels of the curves: what the rest leaves."""
    taken = _TOP + _LEGEND_ROW * legend_rows + _below(chart, legend_rows=legend_rows)
    return max(HEIGHT - taken, LEAST_CURVE_HEIGHT)


def _below(chart: SurvivalChart, *, legend_rows: int) -> float:
    """Pixels of everything below the curves."""
    fixed = _AXIS_HEIGHT + _HEADING_HEIGHT + _table_height(chart) + _bottom(chart)
    # On a phone a key takes more rows, and pushes the axis down.
    return fixed + (_KEY_SLACK if legend_rows else 0)


def _table_height(chart: SurvivalChart) -> float:
    return _RISK_ROW * max(sum(len(curve.rows) for curve in chart.curves), 1)


def _bottom(chart: SurvivalChart) -> float:
    return STAMP_LINE * ceil(1.1 * len(chart.stamp) / STAMP_LETTERS) + 12


def _left(chart: SurvivalChart) -> float:
    """Pixels for the names of the rows, or for the labels of the percent axis."""
    names = [
        shortened(curve.label, LONGEST_NAME) if i == 0 else curve.rows[i].counted
        for curve in chart.curves
        for i in _places(curve)
    ]
    longest = max(map(len, names), default=0)
    digits = len(str(max((curve.n for curve in chart.curves), default=0)))
    return max(_LEAST_LEFT, _LETTER * (longest + 0.5 * (digits + 2)) + 6)


def _layout(chart: SurvivalChart, theme: Theme, *, has_key: bool) -> dict[str, Any]:
    legend_rows = _legend_rows(chart) if has_key else 0
    curve_height = _curve_height(chart, legend_rows=legend_rows)
    top, bottom, left = _TOP + _LEGEND_ROW * legend_rows, _bottom(chart), _left(chart)
    height = round(top + curve_height + _below(chart, legend_rows=legend_rows))
    drawable = height - top - bottom
    layout = base_layout(theme, height=height)
    layout["margin"] = {"l": left, "r": 20, "t": top, "b": bottom}
    table_height = _table_height(chart)
    still = {"automargin": False, "fixedrange": True}
    layout |= {
        "xaxis": number_axis(
            theme, chart.months, title={"standoff": 4, "font": {"size": 14}}, anchor="y", **still
        ),
        "yaxis": number_axis(
            theme,
            chart.percent,
            domain=[1 - curve_height / drawable, 1],
            title={"standoff": 6, "font": {"size": 14}},
            **still,
        ),
        "yaxis2": {"domain": [0, table_height / drawable], "range": [0, 1], "visible": False}
        | {"anchor": "x", **still},
        "showlegend": has_key,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 14},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
            "tracegroupgap": 0,
        },
        # A title begins at the edge of the figure, however narrow that is.
        "title": {
            "text": escaped(chart.risk_heading),
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": (bottom + table_height + _HEADING_HEIGHT - 12) / height,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 2},
            "font": {"size": TABLE_SIZE, "color": theme.muted, "weight": "normal"},
        },
        "annotations": [
            stamp(chart.stamp, theme, below=8) | {"xshift": -left + 2},
            *_index_names(chart, theme),
        ],
        "hovermode": "closest",
    }
    return layout


def _legend_rows(chart: SurvivalChart) -> int:
    """Rows of the legend above the curves, in a column beside numbers; all entries are as wide."""
    names = [_key_name(curve) for curve in chart.curves]
    names += [] if chart.behind is None else [shortened(chart.behind.name, LONGEST_KEY)]
    longest = max(map(n_letters, names))
    room = _FIGURE_WIDTH - _left(chart)
    beside = max(1, int(room // (_LEGEND_KEY + _LEGEND_LETTER * longest)))
    return ceil(len(names) / beside)
