"""Figures for a page that opens without a network: the drawing script, and each figure as data."""

from __future__ import annotations

from functools import cache

from plotly.io.json import to_json_plotly
from plotly.offline import get_plotlyjs

from imt_core.reporting.figures.layout import Figure


@cache
def plotly_script() -> str:
    """The script that draws figures, as the installed package has it.

    Examples
    --------
    >>> "Plotly" in plotly_script(), "</script" in plotly_script()
    (True, False)
    """
    # A browser reads every line end as one character, and the script is known by its hash.
    script: str = get_plotlyjs()
    return script.replace("\r\n", "\n").replace("\r", "\n")


def figure_json(figure: Figure) -> str:
    """Write a figure as JSON that cannot end the element of a page it stands in.

    Examples
    --------
    >>> from imt_core.reporting.figures.layout import figure
    >>> words = {"template": {"layout": {}}, "title": {"text": "</script>"}}
    >>> figure_json(figure([], words))[:62]
    '{"data":[],"layout":{"template":{"layout":{}},"title":{"text":'
    >>> "</script" in figure_json(figure([], words))
    False
    """
    return page_json(figure.to_plotly_json())


def page_json(value: object) -> str:
    r"""Write plain values as JSON that cannot end the element of a page it stands in.

    Examples
    --------
    >>> print(page_json({"text": "<b>"}))
    {"text":"\u003cb\u003e"}
    """
    text: str = to_json_plotly(value)
    return text
