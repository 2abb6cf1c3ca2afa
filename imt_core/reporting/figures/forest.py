"""Forest plot: one square with its interval for each subgroup, the numbers beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from imt_core.analyses.forest.forest import Forest
from imt_core.reporting.design.forest import ForestChart, ForestLine, forest_chart
from imt_core.reporting.design.theme import LIGHT, Theme, n_letters, shortened
from imt_core.reporting.figures.canvas import draw_figure
from imt_core.reporting.figures.layout import (
    LINE,
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    number_axis,
    translucent,
)

ROW_HEIGHT: Final = 25
_FRAME_HEIGHT: Final = 98
"""Pixels above and below the rows."""
_TOP: Final = 8
_LARGEST_SQUARE: Final = 17.0
_CHARACTER_WIDTH: Final = 7.4
_MOST_CHARACTERS: Final = 34
_GAP: Final = 14
_EDGE: Final = 12
_INDENT: Final = "\u2003"
_BLANK: Final = "\u00a0"
_SIZE: Final = 14


def forest_figure(forest: Forest, *, theme: Theme = LIGHT) -> Figure:
    """Draw the rate of every subgroup with its interval, and the overall rate as a dashed line.

    Parameters
    ----------
    forest : Forest
    theme : Theme

    Returns
    -------
    plotly.graph_objects.Figure
        The overall row on top, then each column's heading with its levels. The area of a square
        grows with the cases behind it, between two bounds. Counts and rate stand at the right.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.forest.forest import subgroup_forest
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "sex": ["male", "female"], "best_response": ["PR", "SD"]})
    >>> drawn = forest_figure(subgroup_forest(Cohort(frame=frame, name="two"), columns=["sex"]))
    >>> list(drawn.data[1].x), list(drawn.data[1].y)
    ([50.0, 100.0, 0.0], [0, 2, 3])
    """
    return draw_figure(forest_chart(forest), theme)


@draw_figure.register
def _(chart: ForestChart, theme: Theme) -> Figure:
    data = [_intervals(chart, theme.text), _estimates(chart, theme)]
    if any(line.is_faded for line in chart.lines):
        data.append(_intervals(chart, theme.muted, is_faded=True))
    return figure(data, _layout(chart, theme))


def _intervals(chart: ForestChart, colour: str, *, is_faded: bool = False) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[int | None] = []
    for position, line in enumerate(chart.lines):
        if line.limits and line.is_faded == is_faded:
            x += [*line.limits, None]
            y += [position, position, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": "interval",
        "line": {"color": colour, "width": 1.5},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _estimates(chart: ForestChart, theme: Theme) -> dict[str, Any]:
    drawn = [(y, line) for y, line in enumerate(chart.lines) if line.estimate is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "estimate",
        "showlegend": False,
        "x": [line.estimate for _, line in drawn],
        "y": [y for y, _ in drawn],
        "cliponaxis": False,
        "marker": {
            "symbol": ["diamond" if line.is_overall else "square" for _, line in drawn],
            "size": [_LARGEST_SQUARE * line.size for _, line in drawn],
            "color": [line.mark_colour(theme) for _, line in drawn],
            "line": {"color": theme.paper, "width": 1},
            "opacity": 1,
        },
        "hovertext": [
            f"<b>{escaped(line.name)}</b><br>{escaped(line.hover)}".replace("\n", "<br>")
            for _, line in drawn
        ],
        "hoverinfo": "text",
    }


def _layout(chart: ForestChart, theme: Theme) -> dict[str, Any]:
    lines, n_rows = chart.lines, len(chart.lines)
    subgroup, counts, rates = chart.headings
    beside = [line.counts_beside for line in lines]
    at_counts = _GAP + max(_width(text) for text in (counts, *beside))
    right = max(_width(text) for text in (rates, *(line.rate for line in lines)))
    at_rates = at_counts + (6 if lines[0].is_quotient else 14)
    at_labels = _EDGE + max(_width(_short(line)) for line in lines)
    first = _cell(subgroup, theme.muted), _cell(counts, theme.muted), _cell(rates, theme.muted)
    cells = [
        (
            _cell(_short(line), line.text_colour(theme), bold=line.bold),
            _cell(line.counts_beside, line.text_colour(theme), bold=line.bold),
            _cell(line.rate if line.counts else "", line.text_colour(theme), bold=line.bold),
        )
        for line in lines
    ]
    labels, numbers, told = zip(first, *cells, strict=True)
    middle = (n_rows - 2) / 2
    texts = [
        _column(labels, middle, -at_labels, "left", side=0),
        _column(numbers, middle, at_counts, "right"),
        _column(told, middle, at_rates, "left"),
    ]
    layout = base_layout(theme, height=_FRAME_HEIGHT + ROW_HEIGHT * (n_rows + 1))
    layout |= {
        "margin": {
            "l": at_labels + _GAP,
            "r": at_rates + right,
            "t": _TOP,
            "b": _FRAME_HEIGHT - _TOP,
        },
        "xaxis": number_axis(
            theme,
            chart.axis,
            automargin=False,
            title={
                "text": f"{escaped(chart.axis.title)}<br>{escaped(chart.counted)}",
                "standoff": 8,
                "font": {"size": 14},
            },
        ),
        "yaxis": axis(
            theme,
            showticklabels=False,
            showgrid=False,
            ticks="",
            showline=False,
            range=[n_rows - 0.5, -1.5],
            fixedrange=True,
            automargin=False,
        ),
        "shapes": [*_bands(lines, theme), *_reference(chart, theme)],
        "annotations": texts,
        "hovermode": "closest",
    }
    return layout


def _short(line: ForestLine) -> str:
    """A label that leaves room for the figure; the whole text is in the hover and the table."""
    text = shortened(line.text, _MOST_CHARACTERS)
    return f"{_INDENT}{text}" if line.indented else text


def _bands(lines: Sequence[ForestLine], theme: Theme) -> list[dict[str, Any]]:
    """A quiet band behind every other column, across labels and numbers."""
    look = {"type": "rect", "layer": "below", "xref": "paper", "yref": "y", "x0": -2, "x1": 3}
    look |= {"line": {"width": 0}, "fillcolor": translucent(theme.grid, 0.45)}
    bands = []
    for block in range(1, lines[-1].block + 1, 2):
        positions = [position for position, line in enumerate(lines) if line.block == block]
        bands.append(look | {"y0": positions[0] - 0.5, "y1": positions[-1] + 0.5})
    return bands


def _reference(chart: ForestChart, theme: Theme) -> list[dict[str, Any]]:
    if chart.reference is None:
        return []
    return [
        {
            "type": "line",
            "layer": "below",
            "xref": "x",
            "yref": "y",
            "x0": chart.reference,
            "x1": chart.reference,
            "y0": -0.5,
            "y1": len(chart.lines) - 0.5,
            "line": {"color": theme.muted, "width": 1.5, "dash": "dash"},
        }
    ]


def _cell(text: str, colour: str, *, bold: bool = False) -> str:
    """A text in the size of its own; an empty one is as high."""
    said = f"<b>{escaped(text)}</b>" if bold else escaped(text)
    return f'<span style="font-size:{_SIZE}px;color:{colour}">{said or _BLANK}</span>'


def _column(
    cells: Sequence[str], middle: float, shift: float, anchor: str, *, side: int = 1
) -> dict[str, Any]:
    """Texts of all rows a fixed distance from the axes, however wide the figure is.

    They are one text, for each costs the browser time; its lines stand as far apart as the rows.
    """
    return {
        "text": "<br>".join(cells),
        "showarrow": False,
        "xref": "paper",
        "x": side,
        "xanchor": anchor,
        "align": anchor,
        "xshift": shift,
        "yref": "y",
        "y": middle,
        "yanchor": "middle",
        "font": {"size": ROW_HEIGHT / LINE},
    }


def _width(text: str) -> float:
    """Room for a text of this size: an indent is as wide as two characters."""
    return _CHARACTER_WIDTH * (n_letters(text) + text.count(_INDENT)) + 3
