"""The stage that presented views are drawn on: its size, its type, and places in pixels.

A page is as wide as a window of 1366 x 768 between its margins; the page that shows it makes
stage and type larger or smaller with the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.theme import FONT_FAMILY, Theme, n_letters, shortened
from imt_core.reporting.figures.layout import Figure, escaped, figure, number_axis

WIDTH: Final = 1310
"""Pixels."""

TEXT: Final = 20
"""Pixels of the smallest type."""

LINE: Final = 28
"""Pixels from one line of text to the next."""

_LETTER: Final = 0.52
_BOLD_LETTER: Final = 0.57


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the stage, in pixels from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def domains(self, height: float) -> tuple[list[float], list[float]]:
        """Where axes in this box lie on a stage of this height, as Plotly counts."""
        across = [self.left / WIDTH, self.right / WIDTH]
        return across, [1 - self.bottom / height, 1 - self.top / height]


def text_width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """About how many pixels a text takes, rather more than less.

    Examples
    --------
    >>> text_width("12 months"), text_width("12 months", bold=True) > text_width("12 months")
    (93.6, True)
    """
    return round(n_letters(text) * size * (_BOLD_LETTER if bold else _LETTER), 1)


def fitted(text: str, room: float, size: float = TEXT, *, bold: bool = False) -> str:
    """A text that is cut in its middle where it is longer than its room.

    Examples
    --------
    >>> fitted("doxorubicin and ifosfamide", 150), fitted("MTX-V", 150)
    ('doxorub…famide', 'MTX-V')
    >>> fitted("异环磷酰胺联合多柔比星方案", 150)
    '异环磷…星方案'
    """
    letter = size * (_BOLD_LETTER if bold else _LETTER)
    whole = " ".join(text.split())
    longest = max(int(room / letter), 3)
    while longest > 3 and text_width(shortened(whole, longest), size, bold=bold) > room:
        longest -= 1  # of letters as wide as two
    return shortened(whole, longest)


def words(
    text: str,
    x: float,
    y: float,
    height: float,
    colour: str,
    *,
    size: float = TEXT,
    anchor: str = "left",
    bold: bool = False,
    ground: str = "",
) -> dict[str, Any]:
    """A line of text, its middle so many pixels below the top of a stage of this height."""
    written = {
        "text": f"<b>{escaped(text)}</b>" if bold else escaped(text),
        "xref": "paper",
        "yref": "paper",
        "x": x / WIDTH,
        "y": 1 - y / height,
        "xanchor": anchor,
        "yanchor": "middle",
        "showarrow": False,
        "borderpad": 0,
        "font": {"size": size, "color": colour},
    }
    return written | ({"bgcolor": ground} if ground else {})


def axes(theme: Theme, box: Box, height: float, x: Axis, y: Axis) -> dict[str, Any]:
    """Both axes of a chart in a box, without their titles."""
    across, up = box.domains(height)
    shared: dict[str, Any] = {
        "tickfont": {"size": TEXT},
        "title": {"text": "", "font": {"size": TEXT}},
        "automargin": False,
    }
    return {
        "xaxis": number_axis(theme, x, **shared, domain=across, anchor="y", fixedrange=True),
        "yaxis": number_axis(theme, y, **shared, domain=up, anchor="x", fixedrange=True),
    }


def rows_axis(box: Box, height: float, n_rows: float) -> dict[str, Any]:
    """An unseen axis of rows from the top of a box to its bottom."""
    return {
        "domain": box.domains(height)[1],
        "range": [n_rows, 0],
        "showgrid": False,
        "zeroline": False,
        "showticklabels": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
    }


def staged(
    theme: Theme, height: float, data: Sequence[dict[str, Any]], layout: dict[str, Any]
) -> Figure:
    """A figure as large as the stage, with everything where it was put."""
    return figure(
        list(data),
        {
            "template": {"layout": {}},
            "width": WIDTH,
            "height": round(height),
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0, "autoexpand": False},
            "paper_bgcolor": theme.paper,
            "plot_bgcolor": theme.paper,
            "font": {"family": FONT_FAMILY, "size": TEXT, "color": theme.text},
            "hovermode": False,
            "showlegend": False,
            **layout,
        },
    )
