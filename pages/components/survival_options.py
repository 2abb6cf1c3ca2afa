"""What is seldom changed of a survival page."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.benchmark.cards import OWN
from imt_core.analyses.view_bounds import FIRST_LANDMARK, LONGEST_AXIS, MOST_RATES, is_rate_time
from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE
from imt_core.conventions.formatting import format_exact
from imt_core.reporting.design.survival import MOST_IN_THREE
from pages.components.grammar import options
from pages.components.incidence_panel import ask_curve
from pages.components.own_series import own_curves
from pages.components.text import plain

RATE_CHOICES = (6.0, 12.0, 24.0, 36.0, 60.0, 120.0)
_REFUSED_MONTHS = "refused_months"


def offer_options(endpoint: str) -> None:
    """Draw the options of an endpoint, where they are asked for."""
    with options("survival_options") as is_open:
        if is_open:
            _ask(endpoint)


def _ask(endpoint: str) -> None:
    ask_curve(endpoint)
    st.multiselect(
        "Rates at months",
        sorted({*RATE_CHOICES, *st.session_state["rate_months"]}),
        format_func=format_exact,
        key="rate_months",
        persist_state="session",
        accept_new_options=True,
        max_selections=MOST_RATES,
        on_change=_read_typed_months,
        help="Choose times, or type another number of months.",
    )
    _name_refused_months()
    st.toggle("Confidence bands", key="band", persist_state="session")
    st.toggle(
        "Censored and events below",
        key="three_rows",
        persist_state="session",
        help="Below the number at risk: how many were censored and had the event before then. "
        f"With more than {MOST_IN_THREE} groups there is no room for it.",
    )
    st.toggle(
        "Whole follow-up",
        key="whole_follow_up",
        persist_state="session",
        help="Draw the curves to the last case, also where hardly anybody is at risk.",
    )
    _ask_curve_behind()
    if endpoint == DURATION_OF_RESPONSE.name:
        st.toggle(
            "Compare all the same",
            key="compare_durations",
            persist_state="session",
            help="Who responds depends on the treatment, so durations compare no treatments.",
        )
    else:
        st.number_input(
            "Landmark (months)",
            min_value=FIRST_LANDMARK,
            max_value=float(LONGEST_AXIS),
            value=None,
            key="landmark_months",
            persist_state="session",
            placeholder="none: from day 1",
            help="Only those followed without an event to this month, in groups as known "
            "there, with time from there.",
        )


def _ask_curve_behind() -> None:
    """Which curve of others stands behind, where the reader has any."""
    names = {f"{OWN}{curve.name}": curve.name for curve in own_curves()}
    if st.session_state["drawn_curve"] not in names:
        st.session_state["drawn_curve"] = None
    if not names:
        st.caption("A curve of others can stand behind: add one on *Published*, under *Own cards*.")
        return
    st.selectbox(
        "Curve of others behind",
        list(names),
        index=None,
        format_func=names.get,
        key="drawn_curve",
        persist_state="session",
        placeholder="none",
        help="Read off a published figure: drawn thin and grey, never tested.",
    )


def _read_typed_months() -> None:
    """Times typed by hand arrive as text; one that is not a time is named, not dropped silently."""
    months, refused = set(), []
    for value in st.session_state["rate_months"]:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if is_rate_time(number):
            months.add(number)
        else:
            refused.append(str(value))
    st.session_state["rate_months"] = sorted(months)
    st.session_state[_REFUSED_MONTHS] = refused


def _name_refused_months() -> None:
    for value in st.session_state.pop(_REFUSED_MONTHS, ()):
        st.warning(f"{plain(value)} is not a number of months, so no rate is shown for it.")
