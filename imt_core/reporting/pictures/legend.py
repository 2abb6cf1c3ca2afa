"""Keys of pictures: what a colour, a pattern, a mark or a line stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from imt_core.reporting.design.theme import mixed
from imt_core.reporting.pictures.picture_style import text_width, wrapped
from imt_core.reporting.pictures.sheet import (
    LINE,
    MARGIN,
    Sheet,
    add_box,
    add_line,
    add_mark,
    write,
    write_lines,
)

KEY: Final = 16.0
"""Width of a key in points."""

_GAP: Final = 4.0


def fill_with(colour: str, shape: str, ink: str, opacity: float, density: int) -> dict[str, Any]:
    """A colour with a pattern over it, for a box or a bar."""
    # Matplotlib draws a pattern in the edge's colour, so these have no edge.
    return {
        "facecolor": colour,
        "edgecolor": mixed(ink, colour, opacity),
        "linewidth": 0,
        "hatch": shape * density or None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One entry of a legend: a box, a mark or a line, and its name."""

    name: str
    box: dict[str, Any] | None = None
    mark: dict[str, Any] | None = None
    line: dict[str, Any] | None = None


def draw_key(sheet: Sheet, key: Key, left: float, middle: float) -> None:
    """Draw what an entry explains, in a space as wide as `KEY`."""
    if key.box is not None:
        height = 0.95 * sheet.size
        add_box(sheet, left, middle - height / 2, KEY - 2, height, **key.box)
    if key.line is not None:
        add_line(sheet, (left, middle), (left + KEY - 2, middle), **key.line)
    if key.mark is not None:
        add_mark(sheet, left + KEY / 2 - 1, middle, key.mark)


def flow_legend(sheet: Sheet, top: float, title: str, keys: Sequence[Key]) -> float:
    """Draw entries beside each other, in as many rows as they need, after their title."""
    height = 1.5 * sheet.size
    x = MARGIN
    if title:
        write(sheet, x, top, title, bold=True)
        x += text_width(title, sheet.size, bold=True) + 2 * _GAP
    for key in keys:
        lines = wrapped(key.name, sheet.inner - KEY - _GAP, sheet.size)
        wide = KEY + _GAP / 2 + max(text_width(line, sheet.size) for line in lines)
        if x + wide > sheet.right + 0.1 and x > MARGIN:
            x, top = MARGIN, top + height
        draw_key(sheet, key, x, top + 0.62 * sheet.size)
        bottom = write_lines(sheet, x + KEY + _GAP / 2, top, lines)
        top = max(top, bottom - LINE * sheet.size)
        x += wide + 2.5 * _GAP
    return top + height
