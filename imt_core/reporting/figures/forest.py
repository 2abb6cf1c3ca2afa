"""Forest plot: one square with its interval for each subgroup, the numbers beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from imt_core.analyses.forest.forest import Forest, ForestRow
from imt_core.conventions.formatting import NOT_ESTIMABLE, format_percent
from imt_core.reporting.design.theme import LIGHT, Theme, shortened
from imt_core.reporting.figures.layout import (
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    translucent,
)
from imt_core.reporting.tables.forest_table import format_counts, format_rate

ROW_HEIGHT: Final = 25
_FRAME_HEIGHT: Final = 110
_SMALLEST_SQUARE: Final = 6.0
_LARGEST_SQUARE: Final = 17.0
_CHARACTER_WIDTH: Final = 7.4
_MOST_CHARACTERS: Final = 34
_GAP: Final = 14
_EDGE: Final = 12
_TICKS: Final = (0, 25, 50, 75, 100)
_INDENT: Final = "\u2003"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestLine:
    """One line of the figure: a column's heading, or a row of the forest."""

    text: str
    row: ForestRow | None
    block: int

    @property
    def bold(self) -> bool:
        """Whether it stands out: a heading, or the row of everybody."""
        return self.row is None or self.row.is_overall

    @property
    def indented(self) -> bool:
        """Whether it stands under a heading."""
        return not self.bold


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
    lines = forest_lines(forest)
    return figure(
        [_intervals(lines, theme), _estimates(forest, lines, theme)], _layout(forest, lines, theme)
    )


def forest_lines(forest: Forest) -> list[ForestLine]:
    """The overall row, then a heading before the levels of each column."""
    lines = [ForestLine(text=forest.overall.label, row=forest.overall, block=0)]
    column, block = forest.overall.column, 0
    for row in forest.rows[1:]:
        if row.column != column:
            column, block = row.column, block + 1
            lines.append(ForestLine(text=row.heading, row=None, block=block))
        lines.append(ForestLine(text=row.label, row=row, block=block))
    return lines


def _short(line: ForestLine) -> str:
    """A label that leaves room for the figure; the whole text is in the hover and the table."""
    text = shortened(line.text, _MOST_CHARACTERS)
    return f"{_INDENT}{text}" if line.indented else text


def _intervals(lines: Sequence[ForestLine], theme: Theme) -> dict[str, Any]:
    x: list[float | None] = []
    y: list[int | None] = []
    for position, line in enumerate(lines):
        if line.row and line.row.conf_low is not None and line.row.conf_high is not None:
            x += [100 * line.row.conf_low, 100 * line.row.conf_high, None]
            y += [position, position, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "name": "interval",
        "line": {"color": theme.text, "width": 1.5},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _estimates(forest: Forest, lines: Sequence[ForestLine], theme: Theme) -> dict[str, Any]:
    drawn = [
        (position, line.row, line.row.estimate)
        for position, line in enumerate(lines)
        if line.row and line.row.estimate is not None
    ]
    largest = max((row.n for row in forest.rows[1:]), default=1)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "estimate",
        "showlegend": False,
        "x": [100 * estimate for _, _, estimate in drawn],
        "y": [position for position, _, _ in drawn],
        "cliponaxis": False,
        "marker": {
            "symbol": ["diamond" if row.is_overall else "square" for _, row, _ in drawn],
            "size": [square_size(row, largest) for _, row, _ in drawn],
            "color": [theme.text if row.is_overall else theme.colour(0) for _, row, _ in drawn],
            "line": {"color": theme.paper, "width": 1},
            "opacity": 1,
        },
        "hovertext": [
            f"<b>{escaped(row.name)}</b><br>{format_counts(row)} ({escaped(forest.count_label)})"
            f"<br>{format_rate(row)}"
            for _, row, _ in drawn
        ],
        "hoverinfo": "text",
    }


def square_size(row: ForestRow, largest: int) -> float:
    """Pixels of a row's square: its area grows with the cases, up to those of the largest row."""
    if row.is_overall:
        return _LARGEST_SQUARE
    return max(_SMALLEST_SQUARE, _LARGEST_SQUARE * sqrt(row.n / max(largest, 1)))


def _layout(forest: Forest, lines: Sequence[ForestLine], theme: Theme) -> dict[str, Any]:
    n_rows = len(lines)
    shown = [(position, line.row) for position, line in enumerate(lines) if line.row]
    # Counts make up a response rate; a Kaplan-Meier rate is no quotient of its counts.
    equals = "= " if forest.measure == "orr" else ""
    rates = [_rate(row, equals) for _, row in shown]
    heading = f"Rate ({forest.conventions.conf_label})"
    left = max(_width(format_counts(row)) for _, row in shown)
    left = max(left, _width("n/N"))
    right = max(_width(text) for text in (heading, *rates))
    at_counts, at_rates = _GAP + left, _GAP + left + (6 if equals else 14)
    at_labels = _EDGE + max(_width(_short(line)) for line in lines)
    layout = base_layout(theme, height=_FRAME_HEIGHT + ROW_HEIGHT * (n_rows + 1))
    layout |= {
        "margin": {"l": at_labels + _GAP, "r": at_rates + right, "t": 12, "b": 84},
        "xaxis": axis(
            # A square at 0 or 100 needs room on both sides.
            theme,
            range=[-2, 102],
            tickvals=_TICKS,
            ticktext=[f"{tick}%" for tick in _TICKS],
            automargin=False,
            title={
                "text": f"{axis_title(forest)}<br>n/N: {forest.count_label}",
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
        "shapes": [*_bands(lines, theme), *_reference(forest, n_rows, theme)],
        "annotations": [
            *(
                _text(
                    _short(line), position, -at_labels, "left", theme.text, side=0, bold=line.bold
                )
                for position, line in enumerate(lines)
            ),
            _text("n/N", -1, at_counts, "right", theme.muted),
            _text(heading, -1, at_rates, "left", theme.muted),
            *(
                annotation
                for (position, row), rate in zip(shown, rates, strict=True)
                for annotation in (
                    _text(
                        format_counts(row),
                        position,
                        at_counts,
                        "right",
                        theme.text,
                        bold=row.is_overall,
                    ),
                    _text(rate, position, at_rates, "left", theme.text, bold=row.is_overall),
                )
            ),
        ],
        "hovermode": "closest",
    }
    return layout


def _rate(row: ForestRow, equals: str) -> str:
    """The rate in few letters: the reason why there is none is in the table."""
    return NOT_ESTIMABLE if row.estimate is None else equals + format_rate(row)


def axis_title(forest: Forest) -> str:
    """The rate, its interval, and what the dashed line is."""
    overall = forest.overall.estimate
    dashed = "" if overall is None else f"; dashed: overall {format_percent(overall)}"
    interval = forest.conventions.conf_label
    return f"{forest.measure_label}, {interval}{dashed}"


def _bands(lines: Sequence[ForestLine], theme: Theme) -> list[dict[str, Any]]:
    """A quiet band behind every other column, across labels and numbers."""
    bands = []
    for block in range(1, max(line.block for line in lines) + 1, 2):
        positions = [position for position, line in enumerate(lines) if line.block == block]
        bands.append(
            {
                "type": "rect",
                "layer": "below",
                "xref": "paper",
                "yref": "y",
                "x0": -2,
                "x1": 3,
                "y0": positions[0] - 0.5,
                "y1": positions[-1] + 0.5,
                "line": {"width": 0},
                "fillcolor": translucent(theme.grid, 0.45),
            }
        )
    return bands


def _reference(forest: Forest, n_rows: int, theme: Theme) -> list[dict[str, Any]]:
    if forest.overall.estimate is None:
        return []
    x = 100 * forest.overall.estimate
    return [
        {
            "type": "line",
            "layer": "below",
            "xref": "x",
            "yref": "y",
            "x0": x,
            "x1": x,
            "y0": -0.5,
            "y1": n_rows - 0.5,
            "line": {"color": theme.muted, "width": 1.5, "dash": "dash"},
        }
    ]


def _text(
    text: str,
    position: int,
    shift: float,
    anchor: str,
    colour: str,
    *,
    side: int = 1,
    bold: bool = False,
) -> dict[str, Any]:
    """A text beside the axes, a fixed distance from them however wide the figure is."""
    return {
        "text": f"<b>{escaped(text)}</b>" if bold else escaped(text),
        "showarrow": False,
        "xref": "paper",
        "x": side,
        "xanchor": anchor,
        "xshift": shift,
        "yref": "y",
        "y": position,
        "yanchor": "middle",
        "font": {"size": 14, "color": colour},
    }


def _width(text: str) -> float:
    """Room for a text of this size: an indent is as wide as two characters."""
    return _CHARACTER_WIDTH * (len(text) + text.count(_INDENT)) + 3


def describe_forest(forest: Forest) -> str:
    """Alternative text: what the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.forest.forest import subgroup_forest
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "sex": ["male", "female"], "best_response": ["PR", "NE"]})
    >>> describe_forest(subgroup_forest(Cohort(frame=frame, name="two"), columns=["sex"]))
    'Forest plot of overall response rate, n/N being responders/evaluable lines. \
Overall: 1/1, 100.0% (2.5–100.0); Sex: male: 1/1, 100.0% (2.5–100.0); Sex: female: 0/0, \
NE: no evaluable lines.'
    """
    parts = [f"{row.name}: {format_counts(row)}, {format_rate(row)}" for row in forest.rows]
    measure = forest.measure_label
    # "PFS" and other abbreviations keep their capitals.
    measure = measure if measure[:2].isupper() else measure[0].lower() + measure[1:]
    return f"Forest plot of {measure}, n/N being {forest.count_label}. " + "; ".join(parts) + "."
