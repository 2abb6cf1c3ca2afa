"""Survival: how long control lasted."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from imt_core.analyses.fragility import describe_fragility, median_fragility, rate_fragility
from imt_core.analyses.interval_choices import survival_choices
from imt_core.analyses.survival import DEFAULT_RATE_MONTHS, SurvivalSummary, survival_summary
from imt_core.analyses.survival_comparison import common_horizon
from imt_core.cohort.counting import OVERLAP_MEANING, UNIT_MEANING, Overlap
from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE, derive_duration_of_response
from imt_core.cohort.endpoint_cases import EndpointCases, available_endpoints, derive_endpoint
from imt_core.cohort.endpoints import ENDPOINTS, MAIN_ENDPOINTS
from imt_core.conventions.formatting import ABBREVIATIONS
from imt_core.estimates.small_groups import FEW_AT_RISK
from imt_core.reporting.figures.kaplan_meier import MOST_BANDS, describe_curves, kaplan_meier_figure
from imt_core.reporting.tables.baseline_tables import (
    format_quartiles_table,
    format_rates_table,
    format_survival_table,
)
from imt_core.reporting.tables.comparison_words import describe_test
from imt_core.reporting.tables.survival_comparisons import format_survival_choices
from pages.components.appearance import current_theme
from pages.components.comparison_panel import show_comparison, show_reference, show_regression
from pages.components.grouping_panel import ask_grouping
from pages.components.overlap_panel import ask_overlap
from pages.components.results import (
    offer_csv,
    on_request,
    show_chart,
    show_left_out,
    show_method,
    show_missing,
    show_nobody,
    show_notes,
    show_table,
)
from pages.components.state import View, current_view, loaded
from pages.components.take_away import offer_view, view_request
from pages.components.text import plain

RATE_CHOICES = (6.0, 12.0, 24.0, 36.0, 60.0, 120.0)


def main() -> None:
    view = current_view()
    st.title("Survival")
    if view.filtered.after.n_lines == 0:
        show_nobody()
        return
    if not available_endpoints(loaded().cohort):
        show_missing("The survival page", [" and ".join(end.columns) for end in ENDPOINTS.values()])
        return
    request = _ask(view)
    summary, overlap = _summarise(view, request)
    if not summary.groups:
        _explain_nobody(summary)
    else:
        _show_figure(summary, request.show_band)
        _show_tables(summary)
    show_left_out(summary.left_out)
    if summary.groups:
        offered = view_request(
            view,
            "survival",
            endpoint=request.endpoint,
            by=request.by,
            overlap=overlap,
            rate_months=request.rate_months,
            show_band=request.show_band,
        )
        offer_view(offered)
        _show_fragility(view, request, summary)
        if len(summary.groups) > 1:
            show_comparison(summary, view.cohort)
        show_regression(summary, view.cohort)
        show_reference(summary)
        _show_choices(view, request)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What was asked for on this page."""

    endpoint: str
    by: tuple[str, ...]
    rate_months: tuple[float, ...]
    show_band: bool


def _ask(view: View) -> _Request:
    cohort = loaded().cohort
    endpoints: list[str] = list(available_endpoints(cohort))
    ends_response = any(end.name in endpoints for end in MAIN_ENDPOINTS.values())
    if ends_response and cohort.has("best_response", "response_months"):
        endpoints.append("dor")
    shorts = {end.name: end.short for end in (*ENDPOINTS.values(), DURATION_OF_RESPONSE)}
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        endpoint = st.segmented_control(
            "Endpoint",
            endpoints,
            default=endpoints[0],
            key="endpoint",
            required=True,
            format_func=shorts.get,
            persist_state="session",
            help="DOR, duration of response: responders, from the first documented response.",
        )
    with middle:
        by = ask_grouping()
    with right:
        months = st.multiselect(
            "Rates at months",
            RATE_CHOICES,
            default=DEFAULT_RATE_MONTHS,
            format_func=lambda m: f"{m:g}",
            key="rate_months",
            persist_state="session",
            accept_new_options=True,
            help="Choose times, or type another number of months.",
        )
    show_band = st.toggle("Confidence bands", value=True, key="band", persist_state="session")
    return _Request(
        endpoint=endpoint, by=by, rate_months=tuple(_months(months)), show_band=show_band
    )


def _summarise(view: View, request: _Request) -> tuple[SurvivalSummary, Overlap]:
    """The summary, after the patients that groups share have been dealt with as asked."""
    cases = _cases(view, request)
    summary = _summary(view, request, cases, "keep")
    overlap = ask_overlap(summary.grouping)
    if overlap != "keep":
        summary = _summary(view, request, cases, overlap)
    return summary, overlap


def _cases(view: View, request: _Request) -> EndpointCases:
    if request.endpoint == "dor":
        return derive_duration_of_response(view.cohort, unit=view.unit)
    return derive_endpoint(view.cohort, request.endpoint, unit=view.unit)


def _summary(
    view: View, request: _Request, cases: EndpointCases, overlap: Overlap
) -> SurvivalSummary:
    return survival_summary(
        view.cohort,
        cases,
        by=request.by,
        unit=view.unit,
        overlap=overlap,
        rate_months=request.rate_months,
        conventions=view.conventions,
    )


def _months(chosen: list[float | str]) -> list[float]:
    """Times typed by hand arrive as text; one that is not a time is named, not dropped silently."""
    months = set()
    for value in chosen:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if 0 <= number < float("inf"):
            months.add(number)
        else:
            st.warning(
                f"{plain(str(value))} is not a number of months, so no rate is shown for it."
            )
    return sorted(months)


def _explain_nobody(summary: SurvivalSummary) -> None:
    end = summary.endpoint
    where = f" It is defined in {end.extent} disease." if end.extent else ""
    st.info(
        f"Nobody in view enters {end.label.lower()}.{where} Choose another endpoint or remove a "
        "filter.",
        icon=":material/filter_alt_off:",
    )


def _show_figure(summary: SurvivalSummary, show_band: bool) -> None:
    end = summary.endpoint
    st.markdown(f"**{end.label}**: {end.event}; {summary.count}. {plain(describe_test(summary))}")
    show_chart(
        kaplan_meier_figure(summary, theme=current_theme(), show_band=show_band),
        key="kaplan_meier",
        alt=describe_curves(summary.groups),
    )
    shading = "shading is the pointwise interval"
    if len(summary.groups) > MOST_BANDS:
        shading = f"with more than {MOST_BANDS} groups no interval is shaded"
    st.caption(
        f"Marks are censored cases; {shading}; a curve is dashed where fewer than {FEW_AT_RISK} "
        f"are at risk. {ABBREVIATIONS}."
    )


def _show_tables(summary: SurvivalSummary) -> None:
    name = summary.endpoint.name
    show_table(format_survival_table(summary), key="survival_table")
    if summary.groups[0].rates:
        show_table(format_rates_table(summary), key="rates_table")
    with st.expander("Quartiles with their intervals", icon=":material/table:"):
        show_table(format_quartiles_table(summary), key="quartiles_table")
    show_method(
        f"{summary.method}; follow-up: reverse Kaplan-Meier; comparison: "
        f"{summary.test.method if summary.test else 'none'}",
        unit=_unit(summary),
    )
    show_notes(summary.notes)
    with st.container(horizontal=True):
        offer_csv(
            "Medians and follow-up",
            summary.to_frame(),
            file_name=f"{name}_summary.csv",
            key="survival_csv",
        )
        offer_csv("Rates", summary.rates_to_frame(), file_name=f"{name}_rates.csv", key="rates_csv")
        offer_csv(
            "Curves and numbers at risk",
            summary.curves_to_frame(),
            file_name=f"{name}_curves.csv",
            key="curves_csv",
        )
        if summary.test is not None:
            offer_csv("Test", summary.test_to_frame(), file_name=f"{name}_test.csv", key="test_csv")


def _unit(summary: SurvivalSummary) -> str:
    unit = UNIT_MEANING[summary.unit]
    if summary.unit == "patients":
        unit = "patients (each patient's first line in view that enters this endpoint)"
    return unit if summary.overlap == "keep" else f"{unit}; {OVERLAP_MEANING[summary.overlap]}"


def _show_fragility(view: View, request: _Request, summary: SurvivalSummary) -> None:
    if request.endpoint == "dor":
        return
    median = median_fragility(
        view.cohort, request.endpoint, unit=view.unit, conventions=view.conventions
    )
    texts = [describe_fragility(median)]
    if request.rate_months:
        months = common_horizon(summary) or request.rate_months[0]
        rate = rate_fragility(view.cohort, request.endpoint, months, unit=view.unit)
        texts.append(describe_fragility(rate))
    st.caption("**All in view together.** " + " ".join(texts))


def _show_choices(view: View, request: _Request) -> None:
    if request.endpoint == "dor":
        return
    title = "What each choice of interval would say"
    with on_request(title, icon="tune", key="survival_choices_open") as wanted:
        if not wanted:
            return
        choices = survival_choices(
            view.cohort,
            request.endpoint,
            by=request.by,
            unit=view.unit,
            rate_months=request.rate_months,
            conventions=view.conventions,
        )
        table = format_survival_choices(choices, in_force=view.conventions.survival_conf_type)
        show_table(table, key="survival_choices")


main()
