"""The counts below curves, read back from the texts of a figure."""

from __future__ import annotations

import re

import plotly.graph_objects as go


def table(fig: go.Figure) -> go.Scatter:
    """The trace that holds them, a text for each column."""
    (trace,) = (trace for trace in fig.data if trace.mode == "text" and trace.yaxis == "y2")
    return trace


def risk_rows(fig: go.Figure) -> list[list[str]]:
    """The cells of each row, its name first, without their look."""
    columns = [re.sub("<[^b][^>]*>|</?b>", "", text).split("<br>") for text in table(fig).text]
    return [[cell.strip("\u00a0") for cell in row] for row in zip(*columns, strict=True)]


def row_colours(fig: go.Figure) -> list[str]:
    """The colour of each row, which is the same in all columns."""
    (colours,) = {tuple(re.findall("color:(#......)", text)) for text in table(fig).text}
    return list(colours)
