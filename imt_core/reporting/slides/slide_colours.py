"""Colours of a slide: those of the screen, by the names under which a template may change them."""

from __future__ import annotations

from typing import Final

from imt_core.reporting.design.theme import LIGHT

TEXT: Final = "tx1"
PAPER: Final = "bg1"
MUTED: Final = "muted"
GRID: Final = "grid"

THEME_COLOURS: Final = {f"accent{i}": hex_code for i, hex_code in enumerate(LIGHT.series[:6], 1)}
"""The accents of this software's own deck."""

_NAMES: Final = {hex_code: name for name, hex_code in THEME_COLOURS.items()} | {
    LIGHT.text: TEXT,
    LIGHT.paper: PAPER,
    LIGHT.muted: MUTED,
    LIGHT.grid: GRID,
}


def slide_colour(hex_code: str) -> str:
    """Name a colour of the screen so that a template's own colour takes its place.

    Colours with a meaning of their own, such as those of responses, keep their code.

    Examples
    --------
    >>> slide_colour(LIGHT.colour(1)), slide_colour(LIGHT.text)
    ('accent2', 'tx1')
    >>> slide_colour(LIGHT.response["CR"]) == LIGHT.response["CR"]
    True
    """
    return _NAMES.get(hex_code, hex_code)


def colour_xml(colour: str) -> str:
    """DrawingML of a colour: a ``#RRGGBB`` code, or the name of one of the theme's.

    Examples
    --------
    >>> colour_xml("accent1")
    '<a:schemeClr val="accent1"/>'
    """
    if colour.startswith("#"):
        return f'<a:srgbClr val="{colour[1:].upper()}"/>'
    if colour == MUTED:
        return '<a:schemeClr val="tx1"><a:lumMod val="70000"/><a:lumOff val="30000"/></a:schemeClr>'
    if colour == GRID:
        return '<a:schemeClr val="bg1"><a:lumMod val="85000"/></a:schemeClr>'
    return f'<a:schemeClr val="{colour}"/>'


def solid(colour: str) -> str:
    """DrawingML of a plain fill."""
    return f"<a:solidFill>{colour_xml(colour)}</a:solidFill>"


def line(colour: str | None, width: float = 0.75, dash: str = "solid") -> str:
    """DrawingML of a line, its width in points; ``None`` for no line."""
    if colour is None:
        return "<a:ln><a:noFill/></a:ln>"
    return (
        f'<a:ln w="{round(12700 * width)}" cap="flat">{solid(colour)}'
        f'<a:prstDash val="{dash}"/><a:round/></a:ln>'
    )


_PATTERNS: Final = {
    "/": "wdUpDiag",
    "\\": "wdDnDiag",
    "+": "lgGrid",
    "x": "openDmnd",
    "-": "ltHorz",
    ".": "pct20",
    "|": "ltVert",
}


def patterned(shape: str, ink: str, paper: str) -> str:
    """DrawingML of a fill with one of the screen's patterns; plain where there is none."""
    if not shape:
        return solid(paper)
    return (
        f'<a:pattFill prst="{_PATTERNS[shape]}"><a:fgClr>{colour_xml(ink)}</a:fgClr>'
        f"<a:bgClr>{colour_xml(paper)}</a:bgClr></a:pattFill>"
    )
