"""The answer of survival curves: who, how many events, and the comparison or the median."""

from __future__ import annotations

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.conventions.formatting import format_estimate, format_exact, format_rate_or_reason
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
from imt_core.reporting.tables.survival_comparisons import describe_p, describe_test
from imt_core.reporting.tables.survival_tables import format_quantile
from imt_core.reporting.tables.survival_words import describe_events, describe_median


@told.register
def _(summary: SurvivalSummary, view: ComputedView) -> Told:
    method = summary.curve_method
    if summary.landmark_months is not None:
        at = format_exact(summary.landmark_months)
        method += f"; groups as known at month {at}, time from there"
    sentence = f"{summary.endpoint.short}: {who_counts(view)}, {describe_events(summary)}"
    if len(summary.groups) > 1:
        sentence += f". {brief_comparison(summary)}"
    else:
        sentence += f", {describe_median(summary.groups[0], summary.conventions.conf_label)}."
    rates = at_one_time([group.rates for group in summary.groups])
    chosen = rates or (None,) * len(summary.groups)
    return Told(
        sentence=sentence,
        rows=tuple(
            _row(summary, group, rate) for group, rate in zip(summary.groups, chosen, strict=True)
        ),
        method=method,
    )


def _row(summary: SurvivalSummary, group: GroupSurvival, rate: SurvivalRate | None) -> AnswerRow:
    label = summary.conventions.conf_label
    died = f" ({group.n_died} died)" if summary.repeats_deaths else ""
    facts = [
        AnswerFact(
            name=f"Events / {summary.unit}", value=f"{group.n_event} / {group.curve.n}{died}"
        ),
        AnswerFact(name=f"Median, months ({label})", value=format_quantile(group.median)),
    ]
    if rate is not None:
        value = format_rate_or_reason(
            rate.estimate, rate.conf_low, rate.conf_high, reason=rate.reason
        )
        facts.append(AnswerFact(name=rate_name(rate.months, label), value=value))
    place = group.place if len(summary.groups) > 1 else None
    return AnswerRow(label=group.label, place=place, facts=tuple(facts))


def brief_comparison(summary: SurvivalSummary) -> str:
    """Tell the test and of two groups the hazard ratio, shortly, or why there is no test.

    Examples
    --------
    >>> from dataclasses import replace
    >>> import pandas as pd
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> brief_comparison(survival_summary(cohort, "os", by=["sex"]))
    'No test: with these numbers no result could reach p < 0.05 (the smallest possible is 0.100).'
    >>> others = cohort.frame.assign(patient_id=list("ghijkl"))
    >>> twice = replace(cohort, frame=pd.concat([cohort.frame, others], ignore_index=True))
    >>> brief_comparison(survival_summary(twice, "os", by=["sex"]))
    'Log-rank p = 0.050, permutation 0.076. HR 0.21 (0.04–1.10), female against male.'
    """
    if summary.test is None or summary.test.p_value is None:
        return describe_test(summary)
    text = describe_p(summary)
    if len(summary.tested) < len(summary.groups):
        text += f" ({len(summary.tested)} of {len(summary.groups)} groups: those recorded)"
    return " ".join(filter(None, (f"{text}.", _hazard_ratio(summary))))


def _hazard_ratio(summary: SurvivalSummary) -> str:
    ratio = group_hazard_ratio(summary)
    if ratio is None or ratio.regression is None or ratio.reason:
        return ""
    (term,) = ratio.regression.terms
    value = format_estimate(term.hazard_ratio, term.conf_low, term.conf_high, decimals=2)
    how = " by Firth" if ratio.regression.is_penalised else ""
    return f"HR{how} {value}, {ratio.group} against {ratio.reference}."
