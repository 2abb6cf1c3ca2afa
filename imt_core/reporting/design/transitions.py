"""The treatment sequence in neutral terms: a bar for each regimen, of what came next."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.transitions import Onward, Transitions
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.formatting import format_count, format_percent
from imt_core.estimates.quartiles import NumberSummary
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.group_style import group_styles
from imt_core.reporting.design.stacked import (
    StackedChart,
    StackedLevel,
    StackedRate,
    StackedRow,
    percent_axis,
    stacked_parts,
)
from imt_core.reporting.design.theme import N_COLOURS
from imt_core.reporting.tables.transition_tables import format_months

_READING: Final = (
    "Further line: one was given that the sheet does not hold as the next. Died, no further: no "
    "further line in the sheet, of patients who died, and of all others."
)
_SHORT_ENDS: Final = ("further line", "died", "no further")


def transition_chart(result: Transitions) -> StackedChart:
    """Describe the bars of a treatment sequence.

    With more regimens than there are colours, the rarer ones share one part of a bar.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.transitions import transitions
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("aab"), "line_number": [1.0, 2, 1],
    ...     "regimen_group": ["MTX-V", "other", "MTX-V"], "start_months": [0.0, 6.5, 0]})
    >>> row = transition_chart(transitions(Cohort(frame=frame, name="three"))).rows[0]
    >>> [part.text for part in row.parts], row.rates[0].value
    (['other regimens 1', 'no further 1'], '6.5, n = 1')
    """
    kept, others = _kept(result)
    styles = group_styles([result.levels[at].place for at in kept])
    named = tuple(
        StackedLevel(
            name=result.levels[at].label,
            short=result.levels[at].label,
            colours="group",
            at=style.colour,
        )
        for at, style in zip(kept, styles, strict=True)
    )
    ends = tuple(
        StackedLevel(name=name, short=name, colours="end", at=at)
        for at, name in enumerate(_SHORT_ENDS)
    )
    rest = StackedLevel(name="another regimen", short="another", colours="group", at=N_COLOURS - 1)
    every = (*named, *([rest] if others else []), *ends)

    def counts(row: Onward) -> list[int]:
        shared = [sum(row.n_next[at] for at in others)] if others else []
        return [
            *(row.n_next[at] for at in kept),
            *shared,
            row.n_elsewhere,
            row.n_died,
            row.n_no_further,
        ]

    has = [any(counts(row)[at] for row in result.rows) for at in range(len(every))]
    levels = tuple(level for level, is_there in zip(every, has, strict=True) if is_there)
    rows = tuple(
        _row(row, levels, [n for n, is_there in zip(counts(row), has, strict=True) if is_there])
        for row in result.rows
    )
    names = ", ".join(result.levels[at].label for at in others)
    return StackedChart(
        alt=_describe(result),
        stamp=f"{result.count}; the next line is that with the next number in the sheet; described,"
        " not tested",
        reading=_READING + (f" Another regimen: {names}." if others else ""),
        empty="" if rows else "No sequence: no line in view has a number.",
        name="Next line",
        rows=rows,
        levels=levels,
        grouping="Line before",
        whole_heading="Lines",
        aside_heading="Next in the sheet",
        rates_heading="Months from start to start",
        rates_below="months without treatment",
        rate_titles=("Months from start to start", "Months without treatment"),
        axis=percent_axis(f"Share of {result.unit} by what came next"),
    )


@design.register
def _(result: Transitions, request: ViewRequest) -> StackedChart:
    return transition_chart(result)


def _kept(result: Transitions) -> tuple[list[int], list[int]]:
    """The regimens with a part of their own, and those that share one, by their places."""
    n = len(result.levels)
    if n <= N_COLOURS:
        return list(range(n)), []
    commonest = sorted(range(n), key=lambda at: (-result.together.n_next[at], at))
    kept = sorted(commonest[: N_COLOURS - 1])
    return kept, [at for at in range(n) if at not in kept]


def _row(row: Onward, levels: tuple[StackedLevel, ...], counts: list[int]) -> StackedRow:
    n = row.count.n_lines
    return StackedRow(
        label=row.label,
        whole=format_count(n, "line"),
        rates=(
            StackedRate(name="Months from start to start", value=_months(row.months)),
            StackedRate(name="Months without treatment", value=_months(row.gap)),
        ),
        aside=f"{row.n_followed} of {n}",
        parts=stacked_parts(
            levels,
            counts,
            [
                f"{level.name}: {count} of {n} ({format_percent(count / n)})"
                for level, count in zip(levels, counts, strict=True)
            ],
        ),
    )


def _months(summary: NumberSummary) -> str:
    if summary.median is None:
        return "no time known"
    values = (summary.median, summary.q1, summary.q3, summary.minimum, summary.maximum)
    return f"{format_months(*values)}, n = {summary.n}"


def _describe(result: Transitions) -> str:
    parts = []
    for row in result.rows:
        states = zip(result.states, row.counts, strict=True)
        told = ", ".join(f"{state} {n}" for state, n in states if n)
        parts.append(f"After {format_count(row.count.n_lines, 'line')} of {row.label}: {told}")
    return f"Stacked bars of what came next. {'. '.join(parts)}."
