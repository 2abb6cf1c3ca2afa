"""Treatment sequence as tables: which regimen followed which in bands, and the time between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Final

import pandas as pd

from imt_core.analyses.transitions import ENDS, Onward, Transitions
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.formatting import EN_DASH, format_number
from imt_core.estimates.quartiles import NumberSummary
from imt_core.reporting.tables.cells import (
    HALVES,
    QUARTERS,
    Quantiles,
    Share,
    TableValues,
    without_ends,
)
from imt_core.reporting.tables.counts import Cell, Count, CountId, Counts, Size, Text
from imt_core.reporting.tables.result_tables import ResultTable, ResultTables, result_tables

_NEXT: Final = "next line"
_TIMED = ("time to the next line",)
_GAP = ("time without treatment",)
_FIRST = "first line"
_MOST_IN_A_CIRCLE: Final = 3
"""So many regimens are known not to follow each other without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The lines of one regimen with their counts."""

    onward: Onward
    size: Size
    states: tuple[Count, ...]
    followed: Count
    timed: Count
    gaps: Count


def _rows(result: Transitions) -> list[_Row]:
    """Each regimen, and all of them together at the end, where there are several."""
    everyone = CountId(result.unit)
    rows = [_row(result, one, everyone.having(result.of, one.level)) for one in result.rows]
    return [*rows, _row(result, result.together, everyone)] if len(rows) > 1 else rows


def _next(result: Transitions) -> tuple[str, str]:
    """What came next, by what lines are named by."""
    return (_NEXT, result.of)


def _row(result: Transitions, onward: Onward, cases: CountId) -> _Row:
    states = (*(f"next {level.level}" for level in result.levels), *ENDS)
    followed = cases.having(_next(result), *states[: len(result.levels)])
    return _Row(
        onward=onward,
        size=Size.of(cases, onward.count),
        states=tuple(
            Count(cases.having(_next(result), state), n)
            for state, n in zip(states, onward.counts, strict=True)
        ),
        followed=Count(followed, onward.n_followed),
        timed=Count(followed.having(_TIMED, "known"), onward.months.n),
        gaps=Count(followed.having(_GAP, "known"), onward.gap.n),
    )


def transition_values(result: Transitions) -> TableValues:
    """A row for each regimen before, a column for what came next; cells in bands by their share."""
    return TableValues(
        columns=(
            "Line before",
            "Lines",
            *(level.label for level in result.levels),
            *(f"{end[:1].upper()}{end[1:]}" for end in ENDS),
        ),
        rows=tuple(
            (
                Text(row.onward.label),
                row.size.lines,
                *(Share(count=count, total=row.size.lines) for count in row.states),
            )
            for row in _rows(result)
        ),
        has_bands=True,
    )


def time_values(result: Transitions) -> TableValues:
    """The months to the next line, from start to start and without treatment."""
    quartiles = f"median (Q1{EN_DASH}Q3; range)"
    return TableValues(
        columns=(
            "Line before",
            "Next line timed",
            f"Months from start to start, {quartiles}",
            "Gap timed",
            f"Months without treatment, {quartiles}",
        ),
        rows=tuple(
            (
                Text(row.onward.label),
                row.timed,
                _estimate(row.onward.months, row.timed),
                row.gaps,
                _estimate(row.onward.gap, row.gaps),
            )
            for row in _rows(result)
        ),
    )


def _estimate(summary: NumberSummary, n: Count) -> Cell:
    write = partial(format_number, decimals=1)
    quartiles = f"{write(summary.q1)}{EN_DASH}{write(summary.q3)}; {EN_DASH}"
    return Quantiles(
        text=format_months(
            summary.median, summary.q1, summary.q3, summary.minimum, summary.maximum
        ),
        told=(
            (QUARTERS, f"{write(summary.median)} ({quartiles})"),
            (HALVES, without_ends(write(summary.median))),
        ),
        n=n.n,
        rests_on=(n,),
    )


def format_months(
    median: float | None, q1: float | None, q3: float | None, low: float | None, high: float | None
) -> str:
    """Write a median with quartiles and range; of few values the range alone, of one itself.

    Examples
    --------
    >>> format_months(6.2, 5.3, 12.0, 2.5, 15.6), format_months(2.5, 2.5, 2.5, 2.5, 2.5)
    ('6.2 (5.3–12.0; 2.5–15.6)', '2.5')
    >>> format_months(10.5, 5.3, 15.6, 5.3, 15.6)
    '10.5 (range 5.3–15.6)'
    >>> format_months(None, None, None, None, None)
    '–'
    """
    if median is None:
        return EN_DASH
    write = partial(format_number, decimals=1)
    if low == high:
        return write(median)
    if (q1, q3) == (low, high):
        return f"{write(median)} (range {write(low)}{EN_DASH}{write(high)})"
    return f"{write(median)} ({write(q1)}{EN_DASH}{write(q3)}; {write(low)}{EN_DASH}{write(high)})"


def first_line_values(result: Transitions) -> TableValues:
    """First lines in view by regimen, the commonest first."""
    cases, total = _first_counts(result)
    return TableValues(
        columns=(f"First line: {COLUMN_BY_NAME[result.of].label.lower()}", "Lines"),
        rows=tuple(
            (Text(label), Share(count=count, total=total))
            for (_, label, _), count in zip(result.first_lines, cases, strict=True)
        ),
        masked_order=tuple(
            sorted(range(len(result.first_lines)), key=lambda at: result.first_lines[at][1])
        ),
    )


def _first_counts(result: Transitions) -> tuple[list[Count], Count]:
    first = CountId(result.unit).having((_FIRST,), "1")
    counts = [Count(first.having(result.of, level), n) for level, _, n in result.first_lines]
    return counts, Count(first, sum(count.n for count in counts))


def format_transition_table(result: Transitions) -> pd.DataFrame:
    """A row for each regimen before, a column for what came next.

    Examples
    --------
    >>> from imt_core.analyses.transitions import transitions
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("aab"), "line_number": [1.0, 2, 1],
    ...                       "regimen_group": ["MTX-V", "other", "MTX-V"]})
    >>> format_transition_table(transitions(Cohort(frame=frame, name="three")))["Lines"].tolist()
    ['2', '1', '3']
    """
    return transition_values(result).to_frame()


@result_tables.register
def _(result: Transitions) -> ResultTables:
    everyone = Size.of(CountId(result.unit), result.count)
    tables = (
        ResultTable(
            name="transitions",
            heading="Which regimen followed which",
            values=transition_values(result),
            numbers=result.to_frame(),
        ),
        ResultTable(
            name="times",
            heading="Time to the next line",
            values=time_values(result),
            numbers=result.times_to_frame(),
        ),
        ResultTable(name="first", heading="First lines", values=first_line_values(result)),
    )
    return ResultTables(
        tables=tables if result.rows else (), size=everyone, counts=_counts(result, everyone)
    )


def _counts(result: Transitions, everyone: Size) -> Counts:
    counts, rows = Counts(), _rows(result)
    counts.add_sizes(everyone, *(row.size for row in rows))
    for row in rows:
        counts.add(*row.states, row.timed, row.gaps)
        counts.add(row.followed, unseen=True)
        counts.add_sum(row.size.lines, row.states)
        counts.add_sum(row.followed, row.states[: len(result.levels)])
        if result.levels:
            counts.at_most += [(row.timed.id, row.followed.id), (row.gaps.id, row.timed.id)]
    if len(rows) > 1:
        *regimens, together = rows
        counts.add_groups(everyone, [row.size for row in regimens], (result.of,))
        for at, total in enumerate((*together.states, together.followed)):
            counts.add_sum(total, [(*row.states, row.followed)[at] for row in regimens])
        for name in ("timed", "gaps"):
            counts.add_sum(getattr(together, name), [getattr(row, name) for row in regimens])
    # What nobody had is not named.
    counts.at_least |= {count.id: 1 for count in rows[-1].states[: len(result.levels)]}
    first, total = _first_counts(result)
    counts.at_least |= {count.id: 1 for count in first}
    counts.add(total, unseen=True)
    counts.add(*first)
    counts.add_sum(total, first)
    # A patient has at most one first line, and a line after which none is in view.
    counts.at_most.append((total.id, everyone.patients.id))
    ends = Count(
        everyone.lines.id.having(_next(result), *ENDS),
        sum(n.n for n in rows[-1].states[-len(ENDS) :]),
    )
    if ends.n >= everyone.patients.n:
        counts.add(ends, unseen=True)
        counts.add_sum(ends, rows[-1].states[-len(ENDS) :])
        counts.at_most.append((everyone.patients.id, ends.id))
    for one in (total, ends):
        if one.n == everyone.patients.n:
            counts.add_sum(one, [everyone.patients])
    firsts = {level: n for (level, _, _), n in zip(result.first_lines, first, strict=True)}
    for row in rows:
        if row.onward.level in firsts:
            counts.at_most.append((firsts[row.onward.level].id, row.size.lines.id))
    if result.unit == "lines":
        _join_lines(counts, result, rows, firsts)
    return counts


def _join_lines(
    counts: Counts, result: Transitions, rows: Sequence[_Row], firsts: Mapping[str, Count]
) -> None:
    """Say that a line is a first one or follows another, and that lines end somewhere.

    Each is said where it is so: a filter may leave out what comes before or after.
    """
    nexts = {level.level: at for at, level in enumerate(result.levels)}
    own = [row for row in rows if row.onward.level]
    for row in own:
        level, lines, patients = row.onward.level, row.size.lines, row.size.patients
        before = [rows[-1].states[nexts[level]]] if level in nexts else []
        before += [firsts[level]] if level in firsts else []
        if sum(count.n for count in before) == lines.n:
            counts.add_sum(lines, before)
        ends = row.states[-len(ENDS) :]
        last = Count(lines.id.having(_next(result), *ENDS), sum(count.n for count in ends))
        counts.add(last, unseen=True)
        counts.add_sum(last, ends)
        # A patient has one first line and one last, and of a level no more stretches than lines.
        again = (
            row.states[nexts[level]] if level in nexts else Count(lines.id.having(_next(result)), 0)
        )
        stretches = Count(lines.id.having(("begins a stretch",), "yes"), lines.n - again.n)
        counts.add(stretches, unseen=True)
        counts.add_sum(lines, (again, stretches))
        for less, more in ((firsts.get(level), patients), (last, patients), (patients, stretches)):
            if less is not None and less.n <= more.n:
                counts.at_most.append((less.id, more.id))
    followed = [row for row in own if row.onward.level in nexts]
    for size in range(1, _MOST_IN_A_CIRCLE + 1):
        for some in combinations(followed, size):
            levels = [row.onward.level for row in some]
            inner = [row.states[nexts[level]] for row in some for level in levels]
            within = rows[-1].size.lines.id.having(result.of, *levels)
            lines = Count(within, sum(row.size.lines.n for row in some))
            circle = Count(
                within.having(_next(result), *(f"next {level}" for level in levels)),
                sum(count.n for count in inner),
            )
            if circle.n < lines.n:
                counts.add(lines, circle, unseen=True)
                counts.add_sum(circle, inner)
                counts.add_sum(lines, [row.size.lines for row in some])
                counts.fewer.append((circle.id, lines.id))
