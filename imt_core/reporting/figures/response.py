"""Stacked bars of best response by group."""

from __future__ import annotations

from typing import Any, Final

from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.cohort.schema import EVALUABLE_RESPONSES
from imt_core.conventions.formatting import format_percent
from imt_core.reporting.design.theme import LIGHT, RESPONSE_PATTERNS, Theme
from imt_core.reporting.figures.layout import (
    Figure,
    axis,
    base_layout,
    escaped,
    figure,
    stamp,
    translucent,
)

BAR_HEIGHT: Final = 58
_FULL_NAMES: Final = {
    "CR": "complete response",
    "PR": "partial response",
    "SD": "stable disease",
    "PD": "progressive disease",
}
_NARROWEST_LABEL: Final = 0.06


def response_figure(table: ResponseTable, *, theme: Theme = LIGHT) -> Figure:
    """Draw the share of each best response among evaluable cases.

    Parameters
    ----------
    table : ResponseTable
    theme : Theme

    Returns
    -------
    plotly.graph_objects.Figure
        One horizontal bar for each group with evaluable cases, 100% wide, the count in each part.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "SD"]})
    >>> drawn = response_figure(response_table(Cohort(frame=frame, name="two")))
    >>> [(trace.name, list(trace.x)) for trace in drawn.data]
    [('PR', [50.0]), ('SD', [50.0])]
    """
    groups = [group for group in table.groups if group.n_evaluable]
    names = [f"<b>{escaped(group.label)}</b><br>{evaluable_text(group)}" for group in groups]
    data: list[dict[str, Any]] = []
    for level in EVALUABLE_RESPONSES:
        counts = [group.counts[level] for group in groups]
        shares = [n / group.n_evaluable for n, group in zip(counts, groups, strict=True)]
        if not any(counts):
            continue
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": level,
                "x": [100 * share for share in shares],
                "y": list(range(len(groups))),
                "text": [
                    f"{level} {n}" if share >= _NARROWEST_LABEL else ""
                    for n, share in zip(counts, shares, strict=True)
                ],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "constraintext": "none",
                "cliponaxis": False,
                "textfont": {"color": theme.on_response[level], "size": 16},
                "marker": {
                    "color": theme.response[level],
                    "line": {"color": theme.paper, "width": 2},
                    "pattern": {
                        "shape": RESPONSE_PATTERNS[level],
                        "fillmode": "overlay",
                        "solidity": 0.12,
                        "size": 9,
                        "fgcolor": translucent(theme.on_response[level], 0.35),
                    },
                },
                "hovertext": [
                    f"<b>{escaped(group.label)}</b><br>{_FULL_NAMES[level]}: {n} of "
                    f"{group.n_evaluable} evaluable ({format_percent(share)})"
                    for group, n, share in zip(groups, counts, shares, strict=True)
                ],
                "hoverinfo": "text",
            }
        )
    return figure(data, _layout(table, theme, names))


def evaluable_text(group: GroupResponse) -> str:
    """How many cases a group's bar is made of, and of how many lines.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "NE"]})
    >>> evaluable_text(response_table(Cohort(frame=frame, name="two")).groups[0])
    '1 evaluable of 2'
    """
    n_lines, n_evaluable = group.count.n_lines, group.n_evaluable
    return f"{n_evaluable} evaluable" + (f" of {n_lines}" if n_lines != n_evaluable else "")


def _layout(table: ResponseTable, theme: Theme, names: list[str]) -> dict[str, Any]:
    layout = base_layout(theme, height=150 + BAR_HEIGHT * max(len(names), 1))
    layout |= {
        "barmode": "stack",
        "bargap": 0.3,
        "margin": {"l": 40, "r": 24, "t": 44, "b": 84},
        "annotations": [stamp(f"{table.count}; {table.method}", theme, below=56)],
        "xaxis": axis(
            theme,
            # Shares may add up to a hair over 100, and a bar that ends outside loses its label.
            range=[0, 100.4],
            ticksuffix="%",
            title={"text": f"Share of evaluable {table.unit}", "standoff": 8},
        ),
        "yaxis": axis(
            theme,
            tickvals=list(range(len(names))),
            ticktext=names,
            showgrid=False,
            ticks="",
            range=[len(names) - 0.5, -0.5],
            fixedrange=True,
        ),
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "font": {"size": 15},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
    return layout


def describe_responses(table: ResponseTable) -> str:
    """Alternative text: what the figure shows, for a reader who cannot see it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a"], "line_number": [1.0], "best_response": ["PR"]})
    >>> describe_responses(response_table(Cohort(frame=frame, name="one")))
    'Stacked bars of best response. All: 1 of 1 evaluable responded.'
    """
    parts = [
        f"{group.label}: {group.orr.n_success} of {group.n_evaluable} evaluable responded"
        for group in table.groups
    ]
    return "Stacked bars of best response. " + "; ".join(parts) + "."
