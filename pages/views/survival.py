"""Survival: how long control lasted."""

from __future__ import annotations

import streamlit as st

from imt_core.counting import UNIT_MEANING
from imt_core.display_tables import format_rates_table, format_survival_table
from imt_core.endpoints import ENDPOINTS, EndpointName, available_endpoints
from imt_core.figures.kaplan_meier import describe_curves, kaplan_meier_figure
from imt_core.formatting import format_p_value
from imt_core.survival import DEFAULT_RATE_MONTHS, SurvivalSummary, survival_summary
from pages.components.appearance import current_theme
from pages.components.grouping_panel import ask_grouping
from pages.components.results import (
    offer_csv,
    offer_patients_instead,
    show_chart,
    show_left_out,
    show_method,
    show_missing,
    show_nobody,
    show_notes,
    show_table,
)
from pages.components.state import View, current_view, loaded
from pages.components.text import plain

RATE_CHOICES = (6.0, 12.0, 24.0, 36.0, 60.0, 120.0)


def main() -> None:
    view = current_view()
    st.title("Survival")
    if view.filtered.after.n_lines == 0:
        show_nobody()
        return
    if not available_endpoints(loaded().cohort):
        show_missing(
            "The survival page", ["pfs_months and pfs_event", "rfs_months and rfs_event",
                                  "or os_months and os_event"],
        )  # fmt: skip
        return
    summary, show_band = _ask(view)
    if not summary.groups:
        _explain_nobody(summary)
    else:
        _show_figure(summary, show_band)
        _show_tables(summary)
    show_left_out(summary.left_out)


def _ask(view: View) -> tuple[SurvivalSummary, bool]:
    endpoints = available_endpoints(loaded().cohort)
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        endpoint: EndpointName = st.segmented_control(
            "Endpoint", endpoints, default=endpoints[0], key="endpoint", required=True,
            format_func=lambda name: ENDPOINTS[name].short, persist_state="session",
        )  # fmt: skip
    with middle:
        by = ask_grouping(view.cohort)
    with right:
        months = st.multiselect(
            "Rates at months", RATE_CHOICES, default=DEFAULT_RATE_MONTHS,
            format_func=lambda m: f"{m:g}", key="rate_months", persist_state="session",
            accept_new_options=True, help="Choose times, or type another number of months.",
        )  # fmt: skip
    show_band = st.toggle("Confidence bands", value=True, key="band", persist_state="session")
    summary = survival_summary(
        view.cohort, endpoint, by=by, unit=view.unit, rate_months=_months(months),
        conventions=view.conventions,
    )  # fmt: skip
    return summary, show_band


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
    st.markdown(f"**{end.label}**: {end.event}; {summary.count}. {_comparison(summary)}")
    show_chart(
        kaplan_meier_figure(summary, theme=current_theme(), show_band=show_band),
        key="kaplan_meier",
        alt=describe_curves(summary.groups),
    )
    st.caption(
        "Marks are censored cases; shading is the pointwise interval; a curve is dashed where "
        "fewer than 5 are at risk."
    )


def _comparison(summary: SurvivalSummary) -> str:
    if summary.test is None:
        return "" if len(summary.groups) < 2 else f"No test: {summary.test_reason}."
    if summary.test.p_value is None:
        return f"No test: {summary.test_reason}."
    return f"{summary.test.method.capitalize()} {format_p_value(summary.test.p_value)}."


def _show_tables(summary: SurvivalSummary) -> None:
    name = summary.endpoint.name
    show_table(format_survival_table(summary), key="survival_table")
    if summary.groups[0].rates:
        show_table(format_rates_table(summary), key="rates_table")
    show_method(
        f"{summary.method}; follow-up: reverse Kaplan-Meier; comparison: "
        f"{summary.test.method if summary.test else 'none'}",
        unit=UNIT_MEANING[summary.unit],
    )
    show_notes(summary.notes)
    offer_patients_instead(summary.grouping, summary.unit)
    with st.container(horizontal=True):
        offer_csv(
            "Medians and follow-up", summary.to_frame(), file_name=f"{name}_summary.csv",
            key="survival_csv",
        )  # fmt: skip
        offer_csv("Rates", summary.rates_to_frame(), file_name=f"{name}_rates.csv", key="rates_csv")
        offer_csv(
            "Curves and numbers at risk", summary.curves_to_frame(),
            file_name=f"{name}_curves.csv", key="curves_csv",
        )  # fmt: skip
        if summary.test is not None:
            labels = [group.label for group in summary.groups]
            offer_csv(
                "Test", summary.test.to_frame(labels), file_name=f"{name}_test.csv",
                key="test_csv",
            )  # fmt: skip


main()
