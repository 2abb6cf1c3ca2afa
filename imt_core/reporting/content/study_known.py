"""What a cohort and its views answer of the study sheet themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imt_core.analyses.attrition import attrition
from imt_core.analyses.completeness import completeness_table
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.fragility import describe_fragility, median_fragility, orr_fragility
from imt_core.analyses.response import response_table
from imt_core.analyses.survival import survival_summary
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.endpoints import ENDPOINTS, MAIN_ENDPOINTS
from imt_core.cohort.filters import CohortFilter, filter_cohort
from imt_core.cohort.named_subgroups import level_columns, named_in
from imt_core.cohort.rules import FIRST_LINE_MEANING
from imt_core.cohort.schema import Cohort, column_label
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.formatting import format_count, format_median

_MOST_NAMED: Final = 8
"""Columns; the table of completeness names them all."""
_EMPTY_IS_AN_ANSWER: Final = frozenset({"progression_date"})
"""An empty cell may say that nothing happened."""


def known_of_study(
    cohort: Cohort, views: Sequence[ComputedView] = (), *, conventions: Conventions = AS_PUBLISHED
) -> dict[str, str]:
    """Answer what the cohort and the views of a document can answer.

    Parameters
    ----------
    cohort : Cohort
        The whole of it.
    views : sequence of ComputedView, optional
        Those of the document.
    conventions : Conventions

    Returns
    -------
    dict of str to str
        One or a few sentences by key of `STUDY_ITEMS`, where there is something to say: missing
        data, flow, follow-up, endpoints, subgroups looked at and sensitivity.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> known = known_of_study(example_cohort())
    >>> list(known)
    ['endpoints', 'follow_up', 'flow', 'missing_data', 'sensitivity']
    >>> known["flow"]
    'Of 6 lines in 6 patients enter: OS 6, Response rate 5 (1 not evaluable: reason not recorded).'
    """
    known = {
        "endpoints": _endpoints(cohort, conventions),
        "follow_up": _follow_up(cohort, conventions),
        "flow": _flow(cohort),
        "missing_data": _missing(cohort),
        "subgroups": _subgroups(views),
        "sensitivity": _sensitivity(cohort, conventions),
    }
    return {key: text for key, text in known.items() if text}


def _endpoints(cohort: Cohort, conventions: Conventions) -> str:
    rules = cohort.rules.under(conventions)
    told = [f"{end.short}: {end.event}" for end in ENDPOINTS.values() if cohort.has(*end.columns)]
    told += [rules.of(end) for end in MAIN_ENDPOINTS.values() if cohort.has(*end.columns)]
    if not told:
        return ""
    return (
        "; ".join((*told, FIRST_LINE_MEANING[rules.first_line], "day 1 is day 1 of the line")) + "."
    )


def _follow_up(cohort: Cohort, conventions: Conventions) -> str:
    if not cohort.has("os_months", "os_event"):
        return ""
    summary = survival_summary(cohort, "os", unit="patients", conventions=conventions)
    found = summary.groups[0].follow_up if summary.groups else None
    if found is None:
        return ""
    q1, median, q3 = (quantile.estimate for quantile in found)
    if median is None:
        return ""
    return (
        f"Median {format_median(median, q1, q3)} months (first and third quartile), reverse "
        f"Kaplan-Meier, {format_count(summary.count.n_patients, 'patient')}."
    )


def _flow(cohort: Cohort) -> str:
    whole = filter_cohort(cohort, CohortFilter())
    told = []
    for figure in attrition(whole.before, whole).figures:
        if not figure.count.n_lines or figure.label == "Swimmer plot":
            continue
        left = [f"{x.count.n_lines} {x.reason}" for x in figure.left_out]
        out = f" ({'; '.join(left)})" if left else ""
        told.append(f"{figure.label} {figure.count.n_lines}{out}")
    return f"Of {whole.before} enter: {', '.join(told)}." if told else ""


def _missing(cohort: Cohort) -> str:
    columns = completeness_table(cohort).columns
    gaps = [
        (c.n_expected - c.n_recorded, f"{c.label} {c.n_expected - c.n_recorded} of {c.n_expected}")
        for c in columns
        if c.n_recorded < c.n_expected and c.column not in _EMPTY_IS_AN_ANSWER
    ]
    of_all = f"Of {format_count(len(columns), 'column')}"
    if not gaps:
        return f"{of_all} none has an empty cell where a value belongs."
    most = sorted(gaps, key=lambda gap: -gap[0])
    named = ", ".join(text for _, text in most[:_MOST_NAMED])
    more = f", and {len(most) - _MOST_NAMED} more" if len(most) > _MOST_NAMED else ""
    have = "has" if len(gaps) == 1 else "have"
    return (
        f"{of_all} {len(gaps)} {have} empty cells (lines without): {named}{more}. Nothing is "
        "filled in: a line without a value is in no result that needs it."
    )


def _subgroups(views: Sequence[ComputedView]) -> str:
    told: dict[str, int] = {}
    for view in views:
        named = [one.name for one in named_in(view.request.by)]
        if view.request.by:
            columns = " × ".join(map(column_label, level_columns(view.request.by)))
            name = " v ".join(named) if named else f"by {columns}"
            told[name] = told.get(name, 0) + 1
        if view.request.filter.text:
            told[f"in {view.population} alone"] = told.get(f"in {view.population} alone", 0) + 1
    parts = [f"{name} ({format_count(n, 'view')})" for name, n in told.items()]
    looked = [len(view.result.rows) - 1 for view in views if isinstance(view.result, Forest)]
    parts += [f"{format_count(n, 'subgroup')} of a forest" for n in looked]
    if not parts:
        return ""
    return (
        f"Looked at in this document: {'; '.join(parts)}. P values are not adjusted for how many "
        "were looked at; between pairs of groups they are (Holm)."
    )


def _sensitivity(cohort: Cohort, conventions: Conventions) -> str:
    told = []
    if cohort.has("best_response"):
        told.append(describe_fragility(orr_fragility(response_table(cohort))))
    if cohort.has("os_months", "os_event"):
        cases = derive_endpoint(cohort, "os", unit="patients")
        told.append(describe_fragility(median_fragility(cases, conventions=conventions)))
    return " ".join(told)
