"""The answer of best response: the overall response rate, and its test or why there is none."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.response_comparison import compare_response
from imt_core.reporting.content.answers.answer import AnswerFact, AnswerRow, Told, told
from imt_core.reporting.tables.cells import format_response_rate
from imt_core.reporting.tables.proportion_pairs_table import describe_pairs
from imt_core.reporting.tables.response_words import responders

_MOST_NAMED: Final = 3
"""With more groups than this the sentence tells all together, and leaves each to its row."""


@told.register
def _(table: ResponseTable, view: ComputedView) -> Told:
    groups, label = table.groups, table.conventions.conf_label
    several = len(groups) > 1
    if several:
        if len(groups) <= _MOST_NAMED:
            rates = ", ".join(f"{g.label} {g.orr.n_success}/{g.n_evaluable}" for g in groups)
        else:
            n_responders, n_evaluable = responders(table)
            rates = f"{n_responders}/{n_evaluable} in {len(groups)} groups"
        sentence = f"ORR of evaluable {table.unit}: {rates}. {_compared(table)}"
    else:
        (group,) = groups
        treated = group.of_treated.orr
        rate = format_response_rate(group.orr) + (f", {label}" if group.n_evaluable else "")
        of_all = f"of all treated {treated.n_success}/{treated.n}"
        sentence = f"ORR of evaluable {table.unit}: {rate}; {of_all}."
    places = [made.place for made in table.grouping.groups if len(made.rows)]
    return Told(
        sentence=sentence,
        rows=tuple(
            AnswerRow(
                label=group.label,
                place=place if several else None,
                facts=tuple(
                    AnswerFact(name=name, value=format_response_rate(rate))
                    for name, rate in (
                        ("ORR of evaluable", group.of_evaluable.orr),
                        ("ORR of all treated", group.of_treated.orr),
                        ("Disease control of evaluable", group.of_evaluable.dcr),
                    )
                ),
            )
            for group, place in zip(groups, places, strict=False)
        ),
        method=f"best response by RECIST v1.1; {table.conventions.proportion_method}",
    )


def _compared(table: ResponseTable) -> str:
    comparison = compare_response(table)
    return describe_pairs(comparison.pairs, comparison.reason)
