"""Best response in neutral terms: a stacked bar for each group, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import EVALUABLE_RESPONSES
from imt_core.conventions.formatting import format_percent
from imt_core.reporting.design.chart import Axis, Chart, design
from imt_core.reporting.tables.response_words import (
    describe_responses,
    evaluable_text,
    not_evaluable,
    response_rates,
)

_FULL_NAMES: Final = {
    "CR": "complete response",
    "PR": "partial response",
    "SD": "stable disease",
    "PD": "progressive disease",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsePart:
    """One best response in a bar; `start` and `share` in percent, `told` in a sentence.

    The colour is that of its level, and so is the pattern.
    """

    level: str
    n: int
    start: float
    share: float
    told: str

    @property
    def text(self) -> str:
        """What stands in the bar, where there is room."""
        return f"{self.level} {self.n}" if self.n else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRow:
    """One group: its bar, and what stands beside it.

    Parameters
    ----------
    label : str
    evaluable, rate, treated_rate, not_evaluable : str
        Of whom the bar is, the response rates of the evaluable and of all treated with their
        limits, and who is not in the bar.
    parts : tuple of ResponsePart
        One for each level of the chart, in its order; none where nobody is evaluable.
    """

    label: str
    evaluable: str
    rate: str
    treated_rate: str
    not_evaluable: str
    parts: tuple[ResponsePart, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResponseChart(Chart):
    """Bars of best response, 100% long.

    Parameters
    ----------
    rows : tuple of ResponseRow
        From top to bottom.
    levels : tuple of str
        The responses that somebody has, in the order of bars and legend.
    grouping : str
        What the groups are; empty for all together.
    rates_heading, rate_title, treated_title : str
        The rate with its interval, of whichever denominator, of the evaluable and of all treated.
    axis : Axis
    """

    rows: tuple[ResponseRow, ...]
    levels: tuple[str, ...]
    grouping: str
    rates_heading: str
    rate_title: str
    treated_title: str
    axis: Axis

    @property
    def drawn(self) -> tuple[ResponseRow, ...]:
        """The rows that have a bar."""
        return tuple(row for row in self.rows if row.parts)


def response_chart(table: ResponseTable) -> ResponseChart:
    """Describe the bars of a response table.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "SD"]})
    >>> chart = response_chart(response_table(Cohort(frame=frame, name="two")))
    >>> [(part.text, part.start, part.share) for part in chart.rows[0].parts]
    [('PR 1', 0.0, 50.0), ('SD 1', 50.0, 50.0)]
    >>> response_chart(response_table(Cohort(frame=frame.head(0), name="none"))).empty
    'No response: nobody is in view.'
    """
    levels = tuple(
        level for level in EVALUABLE_RESPONSES if any(group.counts[level] for group in table.groups)
    )
    without = [group.label for group in table.groups if not group.n_evaluable]
    rows: tuple[ResponseRow, ...] = ()
    if table.groups:
        beside = zip(table.groups, response_rates(table), not_evaluable(table), strict=True)
        rows = tuple(
            ResponseRow(
                label=group.label,
                evaluable=evaluable_text(group),
                rate=rate,
                treated_rate=treated_rate,
                not_evaluable=others,
                parts=_parts(group, levels),
            )
            for group, (rate, treated_rate), others in beside
        )
    empty = "" if levels else f"No response: nobody is {'evaluable' if rows else 'in view'}."
    return ResponseChart(
        alt=describe_responses(table),
        stamp=f"{table.count}; {table.rate_method}",
        reading=f"Not drawn: {', '.join(without)}: nobody is evaluable." if without else "",
        empty=empty,
        rows=rows,
        levels=levels,
        grouping=table.grouping.label if table.grouping.by else "",
        rates_heading=f"ORR ({table.conventions.conf_label})",
        rate_title=f"ORR of evaluable ({table.conventions.conf_label})",
        treated_title=f"ORR of all treated ({table.conventions.conf_label})",
        axis=Axis(
            low=0.0,
            # Shares may add up to a hair over 100, and a bar that ends outside loses its label.
            high=100.4,
            ticks=(0.0, 25.0, 50.0, 75.0, 100.0),
            title=f"Share of evaluable {table.unit}",
            unit="%",
        ),
    )


@design.register
def _(result: ResponseTable, request: ViewRequest) -> ResponseChart:
    return response_chart(result)


def _parts(group: GroupResponse, levels: tuple[str, ...]) -> tuple[ResponsePart, ...]:
    parts, before = [], 0
    for level in levels if group.n_evaluable else ():
        n = group.counts[level]
        share = n / group.n_evaluable
        parts.append(
            ResponsePart(
                level=level,
                n=n,
                start=100 * before / group.n_evaluable,
                share=100 * share,
                told=f"{_FULL_NAMES[level]}: {n} of {group.n_evaluable} evaluable "
                f"({format_percent(share)})",
            )
        )
        before += n
    return tuple(parts)
