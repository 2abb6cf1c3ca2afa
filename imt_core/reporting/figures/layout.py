"""Plotly's layout, axes and texts in this software's look."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from textwrap import wrap
from typing import Any, Final, TypeAlias

import plotly.graph_objects as go

from imt_core.reporting.design.chart import Axis
from imt_core.reporting.design.theme import FONT_FAMILY, Mark, Theme

Figure: TypeAlias = go.Figure
"""What every figure function returns."""

CENSOR_MARKS: Final[Mapping[Mark, str]] = {
    "plus": "cross-thin-open",
    "x": "x-thin-open",
    "circle": "circle-open",
    "triangle": "triangle-up-open",
    "square": "square-open",
    "diamond": "diamond-open",
    "star": "asterisk-open",
    "dot": "circle",
}
"""Plotly's symbol for each censor mark."""


def base_layout(theme: Theme, *, height: int) -> dict[str, Any]:
    """Layout shared by all figures: one type, no toolbar clutter, room for labels."""
    return {
        "template": {"layout": {}},
        "height": height,
        "paper_bgcolor": theme.paper,
        "plot_bgcolor": theme.paper,
        "font": {"family": FONT_FAMILY, "size": 15, "color": theme.text},
        "margin": {"l": 70, "r": 24, "t": 24, "b": 56},
        "hoverlabel": {"font": {"family": FONT_FAMILY, "size": 14}},
        "legend": {"font": {"size": 14}, "bgcolor": "rgba(0,0,0,0)"},
    }


def axis(theme: Theme, **options: Any) -> dict[str, Any]:
    """One axis: quiet grid, outside ticks, text in the theme's colour."""
    return {
        "gridcolor": theme.grid,
        "linecolor": theme.muted,
        "tickcolor": theme.muted,
        "zeroline": False,
        "showline": True,
        "ticks": "outside",
        "automargin": True,
        **options,
        "title": {"font": {"size": 15}, **options.get("title", {})},
    }


def number_axis(
    theme: Theme, shown: Axis, *, title: Mapping[str, Any] | None = None, **options: Any
) -> dict[str, Any]:
    """A number axis with the ends, ticks and words of its design."""
    ends, kind = [shown.low, shown.high], {}
    if shown.doubles:
        ends, kind = [log10(end) for end in ends], {"type": "log"}
    return axis(
        theme,
        **kind,
        title={"text": escaped(shown.title), **(title or {})},
        range=ends,
        tickvals=shown.ticks,
        ticktext=shown.labels,
        **options,
    )


def translucent(colour: str, opacity: float) -> str:
    """A ``#RRGGBB`` colour with an opacity.

    Examples
    --------
    >>> translucent("#0060A8", 0.2)
    'rgba(0,96,168,0.2)'
    >>> translucent("#000000", 0)
    'rgba(0,0,0,0)'
    """
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def escaped(text: str) -> str:
    """Make a text from a sheet safe inside Plotly, which reads a little HTML and rewrites colours.

    Examples
    --------
    >>> escaped("<b>x</b>")
    '&lt;b&gt;x&lt;/b&gt;'
    >>> escaped("#000012") == "#\\u2060000012"
    True
    """
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A word joiner after "#": the front end replaces #000001 to #000040 by palette colours.
    return safe.replace("#", "#\u2060")


LINE: Final = 1.3
"""From one line of a text to the next in Plotly, by the size of its letters."""

STAMP_HEIGHT: Final = 38
"""Pixels below a figure that its stamp takes."""


STAMP_LETTERS: Final = 56
"""Of a line of the stamp, so that it is whole on a phone."""
STAMP_LINE: Final = 15
"""Pixels of such a line."""


def stamp(text: str, theme: Theme, *, below: int) -> dict[str, Any]:
    """A line under the figure that names the counting unit and the method behind it.

    `below` is its distance in pixels from the bottom of the drawing area.
    """
    return {
        "text": "<br>".join(map(escaped, wrap(text, STAMP_LETTERS, break_on_hyphens=False))),
        "align": "left",
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 0,
        "yshift": -below,
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 12, "color": theme.muted},
    }


def figure(data: list[dict[str, Any]], layout: dict[str, Any]) -> Figure:
    """Build a figure from plain dictionaries; the tests validate what they produce."""
    return Figure({"data": data, "layout": layout}, _validate=False)
