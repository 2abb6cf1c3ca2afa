"""A page of chosen width that grows downwards: text, keys and axes placed in points from its top.

Every function takes the height at which it begins, and those that fill a part of the page return
the height at which they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from imt_core.conventions.errors import ImtError
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.pictures.picture_style import POINTS_PER_MM, families, text_width, wrapped
from imt_core.reporting.typefaces import shown

MARGIN: Final = 6.0
LINE: Final = 1.32
"""Height of a line of text, in its size."""

SMALLEST: Final = 7.0
"""Points of the smallest type: what journals ask of a figure as it is printed."""

_TALLEST_MM: Final = 1500
_NARROW_MM: Final = 110


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """One page being drawn.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    width : float
        Points.
    size, small : float
        Points of the type.
    points : matplotlib.transforms.Affine2D
        From points below the top edge to inches; set when the height is known.
    axes : list of tuple
        Each with its left, top, width and height in points.
    """

    figure: Figure
    width: float
    size: float
    small: float
    points: Affine2D = field(default_factory=Affine2D)
    axes: list[tuple[Axes, tuple[float, float, float, float]]] = field(default_factory=list)

    @property
    def inner(self) -> float:
        """Width between the margins, in points."""
        return self.width - 2 * MARGIN

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - MARGIN

    @property
    def transform(self) -> Transform:
        """From points below the top edge to the drawing."""
        return self.points + self.figure.dpi_scale_trans


def new_sheet(width_mm: float) -> Sheet:
    """Begin a page; narrow ones are set in smaller type."""
    size = SMALLEST if width_mm < _NARROW_MM else SMALLEST + 1
    width = width_mm * POINTS_PER_MM
    return Sheet(figure=Figure(figsize=(width / 72, 1)), width=width, size=size, small=SMALLEST)


def check_height(height: float) -> None:
    """Refuse a picture that no page holds, before its parts are drawn where they are many."""
    if height > _TALLEST_MM * POINTS_PER_MM:
        raise ImtError(
            f"view must fit a picture of {_TALLEST_MM:,} mm, but it takes "
            f"{height / POINTS_PER_MM:,.0f} mm. Filter it, or group by less."
        )


def finish(sheet: Sheet, height: float) -> Figure:
    """End a page at a height in points."""
    check_height(height)
    for text in sheet.figure.findobj(Text):
        text.set_text(shown(text.get_text()))
        text.set_fontfamily(families(text.get_text()))
    sheet.figure.set_size_inches(sheet.width / 72, height / 72)
    sheet.points.clear().scale(1 / 72, -1 / 72).translate(0, height / 72)
    for axes, (left, top, wide, high) in sheet.axes:
        bottom = height - top - high
        axes.set_position((left / sheet.width, bottom / height, wide / sheet.width, high / height))
    return sheet.figure


def add_axes(sheet: Sheet, left: float, top: float, width: float, height: float) -> Axes:
    """Add transparent axes; the frame is at the left and the bottom."""
    axes = sheet.figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.patch.set_visible(False)
    axes.tick_params(labelsize=sheet.size)
    sheet.axes.append((axes, (left, top, width, height)))
    return axes


def write(
    sheet: Sheet,
    x: float,
    top: float,
    text: str,
    *,
    size: float | None = None,
    colour: str = LIGHT.text,
    bold: bool = False,
    align: str = "left",
    ground: bool = False,
) -> float:
    """Write one line; `ground` hides what lies below it."""
    size = sheet.size if size is None else size
    box: dict[str, Any] = {"facecolor": LIGHT.paper, "edgecolor": "none", "pad": 0.5}
    sheet.figure.text(
        x,
        top + 0.98 * size,
        text,
        transform=sheet.transform,
        fontsize=size,
        color=colour,
        weight="bold" if bold else "normal",
        ha=align,
        va="baseline",
        bbox=box if ground else None,
    )
    return top + LINE * size


def write_lines(
    sheet: Sheet,
    x: float,
    top: float,
    lines: Sequence[str],
    *,
    size: float | None = None,
    colour: str = LIGHT.text,
    bold: bool = False,
    align: str = "left",
) -> float:
    """Write lines below each other."""
    for line in lines:
        top = write(sheet, x, top, line, size=size, colour=colour, bold=bold, align=align)
    return top


def paragraph(
    sheet: Sheet,
    top: float,
    text: str,
    *,
    size: float | None = None,
    colour: str = LIGHT.text,
    bold: bool = False,
) -> float:
    """Write a text over the whole width, broken into lines; nothing for an empty one."""
    if not text:
        return top
    lines = wrapped(text, sheet.inner, size or sheet.size, bold=bold)
    return write_lines(sheet, MARGIN, top, lines, size=size, colour=colour, bold=bold)


def axis_name(sheet: Sheet, middle: float, top: float, text: str) -> float:
    """Write an axis's title below its middle, within the margins."""
    for line in wrapped(text, sheet.inner, sheet.size):
        half = text_width(line, sheet.size) / 2
        x = max(min(middle, sheet.right - half), MARGIN + half)
        top = write(sheet, x, top, line, align="center")
    return top


def add_line(
    sheet: Sheet, start: tuple[float, float], end: tuple[float, float], **options: Any
) -> None:
    """Draw a line between two points."""
    line = Line2D((start[0], end[0]), (start[1], end[1]), transform=sheet.transform, **options)
    sheet.figure.add_artist(line)


def add_mark(sheet: Sheet, x: float, y: float, options: dict[str, Any]) -> None:
    """Draw one mark at a point."""
    mark = Line2D((x,), (y,), transform=sheet.transform, linestyle="none", **options)
    sheet.figure.add_artist(mark)


def add_box(
    sheet: Sheet, left: float, top: float, width: float, height: float, **options: Any
) -> None:
    """Draw a box."""
    box = Rectangle((left, top), width, height, transform=sheet.transform, **options)
    sheet.figure.add_artist(box)
