"""The answer of a benchmark: the cohort's rate, and from where to where the series go."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.difference import DIFFERENT_PATIENTS
from imt_core.analyses.benchmark.rates import CardRate, OwnRate
from imt_core.analyses.computed_view import ComputedView
from imt_core.conventions.formatting import format_count, format_number
from imt_core.reporting.content.answers.answer import AnswerFact, AnswerRow, Told, told
from imt_core.reporting.tables.benchmark_table import format_difference, own_cells
from imt_core.reporting.tables.survival_comparisons import format_p

_MOST_NAMED: Final = 3


@told.register
def _(result: Benchmark, view: ComputedView) -> Told:
    cells = [cell.text for cell in own_cells(result)]
    return Told(
        sentence=f"{result.measure_label}: {_ours(result, cells)} {_theirs(result)}",
        rows=tuple(
            AnswerRow(label=rate.label, place=None, facts=_facts(result, rate, cell))
            for rate, cell in zip(result.own, cells, strict=True)
        ),
        method=result.method,
    )


def _ours(result: Benchmark, cells: list[str]) -> str:
    if len(result.own) == 1:
        return cells[0]
    if len(result.own) > _MOST_NAMED:
        return f"{len(result.own)} groups"
    names = [rate.label.partition(", ")[2] for rate in result.own]
    if result.is_response:
        cells = [f"{rate.n_event}/{rate.n}" for rate in result.own]
    return ", ".join(f"{name} {cell}" for name, cell in zip(names, cells, strict=True))


def _theirs(result: Benchmark) -> str:
    n_grey = len(result.rates) - len(result.current)
    if not result.rates:
        return f"beside no published series that tells it; {DIFFERENT_PATIENTS}."
    shown = result.current or result.rates
    grey = "" if result.current else " in grey"
    more = f" and {n_grey} in grey" if result.current and n_grey else ""
    ordered = sorted(shown, key=lambda rate: (rate.estimate, rate.n or 0))
    ends = [_short(rate) for rate in (ordered[0], ordered[-1])]
    span = ends[0] if len(ordered) == 1 else f"from {ends[0]} to {ends[1]}"
    n_series = len({rate.card.id for rate in shown})
    counted = format_count(n_series, "published series", "published series")
    return f"beside {counted}{grey}, {span}{more}; {DIFFERENT_PATIENTS}."


def _short(rate: CardRate) -> str:
    if rate.n is None:
        return f"{format_number(100 * rate.estimate)}%"
    return f"{rate.n_success}/{rate.n}"


def _facts(result: Benchmark, rate: OwnRate, cell: str) -> tuple[AnswerFact, ...]:
    label = result.conventions.conf_label
    name = "ORR" if result.is_response else result.measure_label
    facts = [AnswerFact(name=f"{name} ({label})", value=cell)]
    for one in result.differences:
        if one.group == rate.label:
            facts.append(AnswerFact(name=f"Less {one.card}, points", value=format_difference(one)))
            if result.is_response:
                several = len(result.own) > 1
                name = f"Fisher's exact test{', Holm-adjusted' if several else ''}"
                test = format_p(one.p_adjusted, one.test_reason)
                facts.append(AnswerFact(name=name, value=test))
    return tuple(facts)
