"""The way of a cohort's lines from the file to each figure, drawn from top to bottom."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final

from imt_core.analyses.attrition import Attrition
from imt_core.cohort.counting import LeftOut
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.reporting.design.theme import LIGHT, Theme
from imt_core.reporting.figures.layout import (
    Figure,
    base_layout,
    escaped,
    figure,
    stamp,
    translucent,
)

NARROWEST: Final = 340
"""Pixels below which the words of two boxes no longer stand side by side."""

MOST_REASONS: Final = 4
"""Reasons written out beside a box; the others are added up."""

_FONT: Final = 13
_LINE: Final = 17.0
_LETTER: Final = 7.0
_PADDING: Final = 9.0
_GAP: Final = 30.0
_MARGIN: Final = 24
_STAMP: Final = 44
_MAIN: Final = (0.0, 47.0)
_SIDE: Final = (53.0, 100.0)
_FIGURE_BOX: Final = 126

_Drawn = dict[str, list[dict[str, Any]]]


def attrition_figure(way: Attrition, *, theme: Theme = LIGHT, width: int = 720) -> Figure:
    """Draw what remains at each step, what left it and why, and what each figure is made of.

    Parameters
    ----------
    way : Attrition
    theme : Theme
    width : int
        The narrowest width in pixels at which it will be shown, at least 340: words are wrapped
        for it, and the figures' boxes stand in as many columns as it allows.

    Returns
    -------
    plotly.graph_objects.Figure

    Raises
    ------
    ImtError
        If `width` is less than 340.

    Examples
    --------
    >>> from imt_core.analyses.attrition import AttritionStep
    >>> from imt_core.cohort.counting import CaseCount
    >>> one = CaseCount(n_lines=1, n_patients=1)
    >>> way = Attrition(steps=(AttritionStep(label="Rows in the file", count=one),),
    ...                 figures=(AttritionStep(label="OS", count=one),), n_cells_emptied=0)
    >>> [note.text for note in attrition_figure(way).layout.annotations if note.text][:2]
    ['<b>Rows in the file</b><br>1 row in 1 patient', '<b>OS</b><br>1 line<br>1 patient']
    >>> attrition_figure(way, width=100)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: width must be at least 340, but 100 was found. Give more pixels.
    """
    if width < NARROWEST:
        raise ImtError(
            f"width must be at least {NARROWEST}, but {width} was found. Give more pixels."
        )
    drawn: _Drawn = {"shapes": [], "annotations": []}
    room = width - 2 * _MARGIN
    bottom = _draw_steps(drawn, way, theme, room)
    height = _draw_figures(drawn, way, theme, room, top=bottom)
    drawn["annotations"].append(
        stamp("counting unit: treatment lines, with their patients", theme, below=14)
    )
    layout = base_layout(theme, height=round(height) + _MARGIN + _STAMP)
    hidden = {"visible": False, "fixedrange": True}
    layout |= {
        **drawn,
        "margin": {"l": _MARGIN, "r": _MARGIN, "t": _MARGIN, "b": _STAMP},
        "showlegend": False,
        "xaxis": {**hidden, "range": [-0.4, 100.4]},
        "yaxis": {**hidden, "range": [round(height), -1]},
    }
    return figure([], layout)


def _draw_steps(drawn: _Drawn, way: Attrition, theme: Theme, room: int) -> float:
    """The boxes of the way, each below the one before; the bottom of the last is returned."""
    letters = _letters(room * (_MAIN[1] - _MAIN[0]) / 100)
    middle = sum(_MAIN) / 2
    top = bottom = 0.0
    for position, step in enumerate(way.steps):
        if position:
            beside = _beside(way, position, letters)
            height = _height(beside) if beside else 0.0
            top = bottom + max(_GAP, height + _GAP / 2)
            _arrow(drawn, theme, (middle, bottom), (middle, top))
            if beside:
                at = (bottom + top) / 2
                _arrow(drawn, theme, (middle, at), (_SIDE[0], at))
                _box(drawn, theme, _SIDE, at - height / 2, beside, side=True)
        lines = [*_bold(step.label, letters), *_wrapped(_count_text(way, position), letters)]
        bottom = top + _box(drawn, theme, _MAIN, top, lines)
    return bottom


def _count_text(way: Attrition, position: int) -> str:
    """What remains at a step; the file holds rows, which become lines in the cohort."""
    count = str(way.steps[position].count)
    return count if position else count.replace("line", "row")


def _beside(way: Attrition, position: int, letters: int) -> list[str]:
    """What left on the way to a step; on the way into the cohort, rows and single cells."""
    step, noun = way.steps[position], "row" if position == 1 else "line"
    n_cells = way.n_cells_emptied if position == 1 else 0
    if not step.left_out and not n_cells:
        return []
    n_lines = sum(group.count.n_lines for group in step.left_out)
    lines = [
        *_bold(f"Left out: {format_count(n_lines, noun)}", letters),
        *_reasons(step.left_out, letters, noun),
    ]
    if n_cells:
        emptied = f"{format_count(n_cells, 'cell')} emptied in the rows that are kept"
        lines += _wrapped(emptied, letters)
    return lines


def _reasons(groups: Sequence[LeftOut], letters: int, noun: str = "line") -> list[str]:
    """Each reason with its count; those beyond the most frequent few are added up."""
    ordered = sorted(groups, key=lambda group: -group.count.n_lines)
    shown = ordered if len(ordered) <= MOST_REASONS else ordered[: MOST_REASONS - 1]
    texts = [f"{format_count(g.count.n_lines, noun)}: {g.reason}" for g in shown]
    rest = ordered[len(shown) :]
    if rest:
        n_lines = sum(group.count.n_lines for group in rest)
        texts.append(f"{format_count(n_lines, noun)}: {len(rest)} other reasons")
    return [line for text in texts for line in _wrapped(text, letters)]


def _draw_figures(drawn: _Drawn, way: Attrition, theme: Theme, room: int, *, top: float) -> float:
    """The figures' boxes in rows, reasons below each; the bottom of everything is returned."""
    n_columns = max(1, min(len(way.figures), room // _FIGURE_BOX))
    gutter = 100 * 12 / room
    wide = (100 - (n_columns - 1) * gutter) / n_columns
    letters = _letters(room * wide / 100)
    branch = top + _GAP * 0.6
    _line(drawn, theme, (sum(_MAIN) / 2, top), (sum(_MAIN) / 2, branch))
    for start in range(0, len(way.figures), n_columns):
        row = way.figures[start : start + n_columns]
        middles = [column * (wide + gutter) + wide / 2 for column in range(len(row))]
        ends = [*middles, sum(_MAIN) / 2] if start == 0 else middles
        box_top = branch + _GAP * 0.8 if start == 0 else branch
        if start == 0:
            _line(drawn, theme, (min(ends), branch), (max(ends), branch))
        lowest = box_top
        for middle, step in zip(middles, row, strict=True):
            if start == 0:
                _arrow(drawn, theme, (middle, branch), (middle, box_top))
            span = (middle - wide / 2, middle + wide / 2)
            count = step.count
            lines = [
                *_bold(step.label, letters),
                format_count(count.n_lines, "line"),
                format_count(count.n_patients, "patient"),
            ]
            below = box_top + _box(drawn, theme, span, box_top, lines, colour=2)
            if step.left_out:
                reasons = ["Left out:", *_reasons(step.left_out, letters)]
                _text(drawn, theme, span[0], below, reasons, muted=True)
                below += _height(reasons)
            lowest = max(lowest, below)
        branch = lowest + _GAP / 2
    return branch


def _letters(pixels: float) -> int:
    return max(8, int((pixels - 2 * _PADDING) / _LETTER))


def _wrapped(text: str, letters: int) -> list[str]:
    return [escaped(line) for line in textwrap.wrap(text, letters)]


def _bold(text: str, letters: int) -> list[str]:
    # Bold letters are wider.
    return [f"<b>{line}</b>" for line in _wrapped(text, max(8, int(letters * 0.92)))]


def _height(lines: Sequence[str]) -> float:
    return len(lines) * _LINE + 2 * _PADDING


def _box(
    drawn: _Drawn,
    theme: Theme,
    span: tuple[float, float],
    top: float,
    lines: Sequence[str],
    *,
    colour: int = 0,
    side: bool = False,
) -> float:
    """A box with words; its height is returned."""
    height = _height(lines)
    edge = theme.muted if side else theme.colour(colour)
    drawn["shapes"].append(
        {
            "type": "rect",
            "xref": "x",
            "yref": "y",
            "layer": "below",
            "x0": span[0],
            "x1": span[1],
            "y0": top,
            "y1": top + height,
            "line": {"color": edge, "width": 1.5, "dash": "dot" if side else "solid"},
            "fillcolor": theme.paper if side else translucent(edge, 0.1),
        }
    )
    _text(drawn, theme, span[0], top, lines)
    return height


def _text(
    drawn: _Drawn,
    theme: Theme,
    left: float,
    top: float,
    lines: Iterable[str],
    *,
    muted: bool = False,
) -> None:
    drawn["annotations"].append(
        {
            "text": "<br>".join(lines),
            "xref": "x",
            "yref": "y",
            "x": left,
            "y": top,
            "xanchor": "left",
            "yanchor": "top",
            "align": "left",
            "showarrow": False,
            "xshift": _PADDING,
            "yshift": -_PADDING + 2,
            "borderpad": 0,
            "font": {"size": _FONT, "color": theme.muted if muted else theme.text},
        }
    )


def _arrow(
    drawn: _Drawn, theme: Theme, start: tuple[float, float], end: tuple[float, float]
) -> None:
    drawn["annotations"].append(
        {
            "text": "",
            "xref": "x",
            "yref": "y",
            "axref": "x",
            "ayref": "y",
            "x": end[0],
            "y": end[1],
            "ax": start[0],
            "ay": start[1],
            "showarrow": True,
            "arrowhead": 2,
            "arrowsize": 1,
            "arrowwidth": 1.5,
            "arrowcolor": theme.muted,
        }
    )


def _line(
    drawn: _Drawn, theme: Theme, start: tuple[float, float], end: tuple[float, float]
) -> None:
    drawn["shapes"].append(
        {
            "type": "line",
            "xref": "x",
            "yref": "y",
            "x0": start[0],
            "y0": start[1],
            "x1": end[0],
            "y1": end[1],
            "line": {"color": theme.muted, "width": 1.5},
        }
    )


def describe_attrition(way: Attrition) -> str:
    """Alternative text: what the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> from imt_core.analyses.attrition import AttritionStep
    >>> from imt_core.cohort.counting import CaseCount
    >>> one, none = CaseCount(n_lines=1, n_patients=1), CaseCount(n_lines=0, n_patients=0)
    >>> way = Attrition(steps=(AttritionStep(label="Rows in the file", count=one),),
    ...                 figures=(AttritionStep(label="OS", count=none),), n_cells_emptied=0)
    >>> describe_attrition(way)
    'From the file to the figures. Rows in the file: 1 row in 1 patient. Of these, OS: no lines.'
    """
    steps = "; ".join(f"{s.label}: {_count_text(way, n)}" for n, s in enumerate(way.steps))
    figures = "; ".join(f"{step.label}: {step.count}" for step in way.figures)
    return f"From the file to the figures. {steps}. Of these, {figures}."
