"""The answer of cumulative incidence: both events, and Gray's test or why there is none."""

from __future__ import annotations

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.incidence import GroupIncidence, IncidenceSummary
from imt_core.conventions.formatting import format_count, format_exact, format_rate_or_reason
from imt_core.estimates.survival_rates import SurvivalRate
from imt_core.reporting.content.answers.answer import (
    AnswerFact,
    AnswerRow,
    Told,
    at_one_time,
    rate_name,
    told,
    who_counts,
)
from imt_core.reporting.tables.incidence_tables import describe_competing, describe_gray


@told.register
def _(summary: IncidenceSummary, view: ComputedView) -> Told:
    end = summary.endpoint
    if summary.withheld:
        sentence = f"Incidence of {end.event.lower()} is not estimated: {summary.withheld}."
        return Told(sentence=sentence, rows=(), method=summary.curve_method)
    deaths = describe_competing(summary.n_competing, summary.n_competing_patients)
    events = format_count(summary.n_event, "event")
    sentence = (
        f"Incidence of {end.event.lower()}: {who_counts(view)}, {events}, "
        f"competing deaths: {deaths}."
    )
    rates = at_one_time([group.rates for group in summary.groups])
    if len(summary.groups) > 1:
        sentence += f" {describe_gray(summary)}"
    elif rates:
        sentence += f" At {format_exact(rates[0].months)} months {_rate(rates[0])}."
    chosen = rates or (None,) * len(summary.groups)
    return Told(
        sentence=sentence,
        rows=tuple(
            _row(summary, group, rate) for group, rate in zip(summary.groups, chosen, strict=True)
        ),
        method=summary.curve_method,
    )


def _row(summary: IncidenceSummary, group: GroupIncidence, rate: SurvivalRate | None) -> AnswerRow:
    end = summary.endpoint
    deaths = describe_competing(group.n_competing, group.n_competing_patients)
    facts = [
        AnswerFact(
            name=f"{end.event} / {summary.unit}", value=f"{group.n_event} / {group.event.n}"
        ),
        AnswerFact(name=end.competing, value=deaths),
    ]
    if rate is not None:
        name = rate_name(rate.months, summary.conventions.conf_label)
        facts.append(AnswerFact(name=name, value=_rate(rate)))
    place = group.place if len(summary.groups) > 1 else None
    return AnswerRow(label=group.label, place=place, facts=tuple(facts))


def _rate(rate: SurvivalRate) -> str:
    return format_rate_or_reason(rate.estimate, rate.conf_low, rate.conf_high, reason=rate.reason)
