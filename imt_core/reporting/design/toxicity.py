"""Toxicity in neutral terms: a bar for each group, of lines by their worst grade."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.toxicity import (
    GRADES,
    MEASURE_NAMES,
    GroupToxicity,
    ToxicityMeasure,
    ToxicityTable,
)
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.formatting import format_percent
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.stacked import (
    StackedChart,
    StackedLevel,
    StackedRate,
    StackedRow,
    percent_axis,
    stacked_parts,
)
from imt_core.reporting.tables.cells import format_response_rate

_SHOWN: Final[tuple[ToxicityMeasure, ...]] = ("any", "severe")


def toxicity_chart(table: ToxicityTable) -> StackedChart:
    """Describe the bars of a toxicity table.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.toxicity import toxicity_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...                       "worst_ae_grade": [0.0, 3, 3, None]})
    >>> (row,) = toxicity_chart(toxicity_table(Cohort(frame=frame, name="four"))).rows
    >>> row.whole, row.aside, [part.text for part in row.parts]
    ('3 recorded of 4', '1 not recorded', ['none 1', 'G3 2'])
    """
    levels = tuple(
        StackedLevel(
            name=f"grade {grade}" if grade else "no toxicity",
            short=f"G{grade}" if grade else "none",
            colours="grade",
            at=grade,
        )
        for grade in GRADES
        if any(group.counts[grade] for group in table.groups)
    )
    label = table.conventions.conf_label
    names = [MEASURE_NAMES[measure] for measure in _SHOWN]
    titles = tuple(f"{name[:1].upper()}{name[1:]}" for name in names)
    rows = tuple(_row(group, levels, titles) for group in table.groups)
    without = [row.label for row in rows if not row.parts]
    nothing = "nothing is recorded" if rows else "nobody is in view"
    return StackedChart(
        alt=_describe(table),
        stamp=f"{table.count}; worst CTCAE grade of a line; rates are of {table.unit} with "
        f"toxicity recorded; {table.conventions.proportion_method}",
        reading=f"Not drawn: {', '.join(without)}: nothing is recorded." if without else "",
        empty="" if levels else f"No toxicity: {nothing}.",
        name="Worst grade",
        rows=rows,
        levels=levels,
        grouping=table.grouping.label if table.grouping.by else "",
        whole_heading="Recorded",
        aside_heading="Not recorded",
        rates_heading=f"{titles[0]} ({label})",
        rates_below=f"{names[1]} ({label})",
        rate_titles=tuple(f"{title} ({label})" for title in titles),
        axis=percent_axis(f"Share of {table.unit} with toxicity recorded, by worst grade"),
    )


@design.register
def _(result: ToxicityTable, request: ViewRequest) -> StackedChart:
    return toxicity_chart(result)


def _row(
    group: GroupToxicity, levels: tuple[StackedLevel, ...], titles: tuple[str, ...]
) -> StackedRow:
    n, n_lines = group.n_recorded, group.count.n_lines
    counts = [group.counts[int(level.at)] for level in levels]
    told = [
        f"{level.name}: {count} of {n} recorded ({format_percent(count / n if n else None)})"
        for level, count in zip(levels, counts, strict=True)
    ]
    aside = ((group.n_not_recorded, "not recorded"), (group.n_ungraded, "with no grade known"))
    return StackedRow(
        label=group.label,
        whole=f"{n} recorded" + (f" of {n_lines}" if n_lines != n else ""),
        rates=tuple(
            StackedRate(name=title, value=format_response_rate(rate) if n else "nothing recorded")
            for title, rate in zip(titles, map(group.rates.__getitem__, _SHOWN), strict=True)
        ),
        aside="; ".join(f"{count} {what}" for count, what in aside if count) or "0",
        parts=stacked_parts(levels, counts, told),
    )


def _describe(table: ToxicityTable) -> str:
    parts = []
    for group in table.groups:
        grades = ", ".join(
            f"{'no toxicity' if not grade else f'grade {grade}'} {n}"
            for grade, n in enumerate(group.counts)
            if n
        )
        parts.append(f"{group.label}: of {group.n_recorded} recorded {grades or 'none'}")
    return f"Stacked bars of the worst grade of {table.unit}. {'; '.join(parts)}."
