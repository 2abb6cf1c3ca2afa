"""How the groups of a survival page are compared, on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from imt_core.analyses.contrast_fragility import survival_contrast_fragility
from imt_core.analyses.fragility import describe_fragility
from imt_core.analyses.guards import duration_is_described, learned_later
from imt_core.analyses.offered import offered_covariates
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.survival_comparison import common_horizon, compare_survival
from imt_core.analyses.view_bounds import MOST_COVARIATES
from imt_core.cohort.counting import Overlap
from imt_core.cohort.named_subgroups import named_in
from imt_core.cohort.schema import Cohort, column_label
from imt_core.comparisons.log_rank import WEIGHT_NAMES
from imt_core.comparisons.one_sample_log_rank import one_sample_log_rank
from imt_core.conventions.formatting import (
    format_events,
    format_exact,
    format_number,
    format_p_value,
)
from imt_core.reporting.session_choices import SHORTEST
from imt_core.reporting.tables.survival_comparisons import (
    format_cox,
    format_differences,
    format_tests,
)
from imt_core.reporting.tables.survival_words import describe_events
from pages.components.known_at_start import ask_known_at_start
from pages.components.overlap_panel import LABELS
from pages.components.published_value import HeldAgainst, show_against_published
from pages.components.results import offer_csv, show_method, show_notes, show_table
from pages.components.text import plain

_REFERENCE = "reference_group"


def show_comparison(summary: SurvivalSummary, cohort: Cohort, *, unit: str) -> None:
    """Weighted, stratified, permutation and pairwise tests; differences at landmarks."""
    if summary.test is None:
        st.info(f"Nothing is compared: {plain(summary.test_reason)}.")
        return
    is_clustered = summary.overlap == "cluster"
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        weights = st.selectbox(
            "Weights",
            list(WEIGHT_NAMES),
            format_func=WEIGHT_NAMES.get,
            key="weights",
            persist_state="session",
            disabled=is_clustered,
        )
    with middle:
        columns = [c for c in cohort.grouping_columns() if c not in summary.grouping.alike]
        strata = st.selectbox(
            "Stratify by",
            columns,
            index=None,
            format_func=column_label,
            placeholder="nothing",
            key="strata",
            persist_state="session",
            disabled=is_clustered,
        )
    with right:
        longest = common_horizon(summary)
        chosen = st.number_input(
            "Horizon of the restricted mean (months)",
            min_value=SHORTEST,
            value=None,
            step=1.0,
            format="%g",
            key="horizon",
            persist_state="session",
            placeholder="none" if longest is None else format_exact(longest),
        )
        horizon = longest if chosen is None else chosen
    ask_known_at_start([strata] if strata else [], place="strata")
    comparison = compare_survival(
        summary,
        weights=weights,
        strata=None if is_clustered else strata,
        horizon=horizon,
        reference=ask_reference([group.label for group, _ in summary.tested]),
    )
    if comparison.reason:
        st.info(f"Only the test above is made: {plain(comparison.reason)}.")
        return
    show_table(format_tests(comparison), caption="Tests between the groups")
    show_table(format_differences(comparison), caption="Differences between the groups")
    show_method(comparison.difference_method or "tests as named", unit=unit)
    show_notes(comparison.notes)
    told = [describe_fragility(found) for found in survival_contrast_fragility(summary)]
    st.caption(plain(" ".join(told)))
    offer_csv(
        "Differences",
        comparison.to_frame,
        key="differences_csv",
        file_name=f"{summary.endpoint.name}_differences.csv",
    )


def ask_reference(labels: Sequence[str]) -> str | None:
    """Whether each group is compared with every other, or with one of them."""
    if st.session_state.get(_REFERENCE) not in labels:
        st.session_state[_REFERENCE] = None
    return st.selectbox(
        "Compare with",
        list(dict.fromkeys(labels)),
        index=None,
        placeholder="every other group",
        key=_REFERENCE,
        persist_state="session",
        help="With one reference group there are fewer pairs, and Holm's adjustment costs less.",
    )


def show_regression(summary: SurvivalSummary, cohort: Cohort, *, unit: str) -> None:
    """Cox regression for one or a few covariates."""
    end = summary.endpoint
    if end.name == "dor":
        return
    if named_in(summary.grouping.by):
        st.caption(
            "Covariates are columns, among the lines of the subgroups compared, each once: a "
            "subgroup is no covariate, since a line may be in several. The hazard ratio of two "
            "subgroups that share no patient stands in the answer above."
        )
    chosen = st.multiselect(
        "Covariates",
        offered_covariates(cohort),
        format_func=column_label,
        max_selections=MOST_COVARIATES,
        key="covariates",
        persist_state="session",
        placeholder="Choose one to three",
    )
    if not chosen:
        st.caption("Hazard ratios with intervals, and a check that hazards are proportional.")
        return
    ask_known_at_start(chosen, place="covariates")
    overlap = _ask_repeats(summary)
    if overlap == "keep" and summary.count.n_lines > summary.count.n_patients:
        st.info(
            "Patients count with more than one line, and a regression would take their lines "
            "as independent. Choose what is to be done, or count patients (sidebar)."
        )
        return
    regression = survival_regression(summary, cohort, chosen, overlap=overlap)
    if regression.reason:
        st.info(f"No hazard ratio: {plain(regression.reason)}.")
    else:
        show_table(format_cox(regression), caption="Hazard ratios")
        patients = regression.n_patients
        of_patients = "" if patients is None else f" of {patients} patients"
        st.markdown(
            f"{format_events(regression.n_event, regression.n_died)} in "
            f"{regression.n} cases{of_patients}; {regression.test_name} "
            f"{format_p_value(regression.p_value)}"
        )
        show_method(regression.method, unit=unit)
        offer_csv(
            "Hazard ratios",
            lambda: regression.to_frame().assign(
                name=lambda terms: terms["name"].map(column_label)
            ),
            file_name=f"{end.name}_cox.csv",
            key="cox_csv",
        )
    show_notes(regression.notes)


def _ask_repeats(summary: SurvivalSummary) -> Overlap:
    """What a regression does with patients who have several lines, unless it was chosen above."""
    repeated = summary.count.n_lines - summary.count.n_patients
    if summary.overlap == "cluster" or not repeated:
        return summary.overlap
    remedies: list[Overlap] = ["keep", "first line", "cluster"]
    chosen: Overlap | None = st.segmented_control(
        "Patients with more than one line",
        remedies,
        format_func={**LABELS, "keep": "keep all, no regression"}.get,
        key="cox_overlap",
        persist_state="session",
        required=True,
        help="The same patient would count more than once.",
    )
    return chosen or "keep"


def show_reference(summary: SurvivalSummary, *, compares_durations: bool) -> None:
    """One-sample log-rank against a published median, which counts from day 1."""
    months = summary.landmark_months
    counts_later = months is not None and (
        "a published median counts from day 1, and these times count from month "
        f"{format_exact(months)}: take the landmark away"
    )
    short = summary.endpoint.short
    show_against_published(
        f"Published median {short} (months)",
        key="reference_median",
        lowest=SHORTEST,
        example="8",
        invitation="Type a median that others published: a one-sample test compares it.",
        reason=counts_later
        or duration_is_described(summary.endpoint, compares=compares_durations)
        or learned_later(summary.grouping.columns, summary.grouping.declared),
        hold=partial(_hold_medians, summary),
    )


def _hold_medians(summary: SurvivalSummary, median: float) -> Iterator[HeldAgainst]:
    for group, times in summary.tested:
        test = one_sample_log_rank(times, reference_median=median)
        seen = f"{describe_events(summary, group)}, {format_number(test.expected)} expected"
        yield HeldAgainst(label=group.label, count=group.count, seen=seen, test=test)
