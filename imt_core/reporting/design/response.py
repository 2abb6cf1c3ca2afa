"""Best response in neutral terms: a stacked bar for each group, and what stands beside it."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import EVALUABLE_RESPONSES
from imt_core.conventions.formatting import format_percent
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.stacked import (
    StackedChart,
    StackedLevel,
    StackedPart,
    StackedRate,
    StackedRow,
    percent_axis,
    stacked_parts,
)
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


def response_chart(table: ResponseTable) -> StackedChart:
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
        StackedLevel(name=level, short=level, colours="response", at=level)
        for level in EVALUABLE_RESPONSES
        if any(group.counts[level] for group in table.groups)
    )
    without = [group.label for group in table.groups if not group.n_evaluable]
    rows: tuple[StackedRow, ...] = ()
    if table.groups:
        beside = zip(table.groups, response_rates(table), not_evaluable(table), strict=True)
        rows = tuple(
            StackedRow(
                label=group.label,
                whole=evaluable_text(group),
                rates=(
                    StackedRate(name="ORR", value=rate, of="of evaluable"),
                    StackedRate(name="ORR", value=treated_rate, of="of all treated"),
                ),
                aside=others,
                parts=_parts(group, levels),
            )
            for group, (rate, treated_rate), others in beside
        )
    label = table.conventions.conf_label
    empty = "" if levels else f"No response: nobody is {'evaluable' if rows else 'in view'}."
    return StackedChart(
        alt=describe_responses(table),
        stamp=f"{table.count}; {table.rate_method}",
        reading=f"Not drawn: {', '.join(without)}: nobody is evaluable." if without else "",
        empty=empty,
        name="Best response",
        rows=rows,
        levels=levels,
        grouping=table.grouping.label if table.grouping.by else "",
        whole_heading="Evaluable",
        aside_heading="Not evaluable",
        rates_heading=f"ORR ({label})",
        rates_below="of evaluable; of all treated",
        rate_titles=(f"ORR of evaluable ({label})", f"ORR of all treated ({label})"),
        axis=percent_axis(f"Share of evaluable {table.unit}"),
    )


@design.register
def _(result: ResponseTable, request: ViewRequest) -> StackedChart:
    return response_chart(result)


def _parts(group: GroupResponse, levels: tuple[StackedLevel, ...]) -> tuple[StackedPart, ...]:
    counts = [group.counts[level.name] for level in levels]
    return stacked_parts(
        levels,
        counts,
        [
            f"{_FULL_NAMES[level.name]}: {n} of {group.n_evaluable} evaluable "
            f"({format_percent(n / group.n_evaluable if group.n_evaluable else None)})"
            for level, n in zip(levels, counts, strict=True)
        ],
    )
