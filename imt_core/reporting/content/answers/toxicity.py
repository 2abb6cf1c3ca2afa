"""The answers of toxicity and of the treatment sequence."""

from __future__ import annotations

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.toxicity import MEASURE_NAMES, ToxicityTable
from imt_core.analyses.toxicity_comparison import compare_toxicity
from imt_core.analyses.transitions import Onward, Transitions
from imt_core.estimates.proportions import Proportion
from imt_core.reporting.content.answers.answer import AnswerFact, AnswerRow, Told, told
from imt_core.reporting.tables.cells import format_response_rate
from imt_core.reporting.tables.proportion_pairs_table import describe_pairs
from imt_core.reporting.tables.transition_tables import format_months

_MOST_NAMED = 3
"""With more groups than this the sentence tells all together, and leaves each to its row."""


@told.register
def _(table: ToxicityTable, view: ComputedView) -> Told:
    groups, severe = table.groups, MEASURE_NAMES["severe"]
    several = len(groups) > 1
    rates = [group.rates["severe"] for group in groups]
    if several and len(groups) <= _MOST_NAMED:
        said = ", ".join(
            f"{group.label} {rate.n_success}/{rate.n}"
            for group, rate in zip(groups, rates, strict=True)
        )
    elif several:
        of_all = table.together.rates["severe"]
        said = f"{of_all.n_success}/{of_all.n} in {len(groups)} groups"
    else:
        label = f", {table.conventions.conf_label}" if rates[0].n else ""
        said = f"{_rate(rates[0])}{label}"
    n_apart = table.together.n_not_recorded + table.together.n_ungraded
    apart = f" ({n_apart} not recorded, not counted)" if n_apart else ""
    tested = f" {_compared(table)}" if several else ""
    return Told(
        sentence=f"Worst toxicity {severe} of {table.unit} recorded: {said}{apart}.{tested}",
        rows=tuple(
            AnswerRow(
                label=group.label,
                place=group.place if several else None,
                facts=tuple(
                    AnswerFact(name=f"{name[:1].upper()}{name[1:]}", value=_rate(group.rates[of]))
                    for of, name in MEASURE_NAMES.items()
                ),
            )
            for group in groups
        ),
        method=f"worst CTCAE grade of a line; {table.conventions.proportion_method}",
    )


def _rate(rate: Proportion) -> str:
    return format_response_rate(rate) if rate.n else "nothing recorded"


def _compared(table: ToxicityTable) -> str:
    comparison = compare_toxicity(table)
    return describe_pairs(comparison.pairs, comparison.reason)


@told.register
def _(result: Transitions, view: ComputedView) -> Told:
    together = result.together
    n_ended = together.n_died + together.n_no_further
    sentence = (
        f"Of {result.count} the sheet holds the next line of {together.n_followed}; after "
        f"{together.n_elsewhere} a further line was given that it lacks, and after {n_ended} none "
        f"that it knows of ({together.n_died} died)."
    )
    return Told(
        sentence=sentence,
        rows=tuple(_onward_row(result, row) for row in result.rows),
        method=result.method.partition("; months")[0],
    )


def _onward_row(result: Transitions, row: Onward) -> AnswerRow:
    followed = [
        f"{level.label} {n}" for level, n in zip(result.levels, row.n_next, strict=True) if n
    ]
    summary = row.months
    months = format_months(summary.median, summary.q1, summary.q3, summary.minimum, summary.maximum)
    return AnswerRow(
        label=row.label,
        place=row.place if result.of == "regimen_group" else None,
        facts=(
            AnswerFact(name=result.unit.capitalize(), value=f"{row.count.n_lines}"),
            AnswerFact(name="Next line", value=", ".join(followed) or "none in the sheet"),
            AnswerFact(
                name="Months to it", value=f"{months}, n = {summary.n}" if summary.n else months
            ),
        ),
    )
