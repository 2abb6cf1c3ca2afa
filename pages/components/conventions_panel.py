"""The statistical conventions, chosen in one place for all pages."""

from __future__ import annotations

import streamlit as st

from imt_core.conventions import (
    AS_PUBLISHED,
    PROPORTION_CONF_TYPES,
    QUANTILE_RULES,
    QUARTILE_TYPES,
    SURVIVAL_CONF_TYPES,
    Conventions,
)

CONF_LEVELS = (0.95, 0.90)


def ask_conventions() -> Conventions:
    """Draw the choices that change numbers and return them."""
    return Conventions(
        conf_level=st.selectbox(
            "Confidence level", CONF_LEVELS, format_func=lambda level: f"{level:.0%}",
            key="conf_level", bind="query-params",
        ),
        survival_conf_type=st.selectbox(
            "Survival interval", list(SURVIVAL_CONF_TYPES), format_func=SURVIVAL_CONF_TYPES.get,
            key="survival_ci", bind="query-params",
        ),
        quantile_rule=st.selectbox(
            "Median on a flat curve", list(QUANTILE_RULES), format_func=QUANTILE_RULES.get,
            key="quantile_rule", bind="query-params",
        ),
        proportion_conf_type=st.selectbox(
            "Interval of proportions", list(PROPORTION_CONF_TYPES),
            format_func=PROPORTION_CONF_TYPES.get, key="proportion_ci", bind="query-params",
        ),
        quartile_type=st.selectbox(
            "Quartiles of measured numbers", list(QUARTILE_TYPES), format_func=QUARTILE_TYPES.get,
            key="quartile_type", bind="query-params",
        ),
    )  # fmt: skip


def describe_departure(conventions: Conventions) -> str:
    """Say that the conventions are not the published ones; empty where they are."""
    return "" if conventions == AS_PUBLISHED else "conventions changed from the published ones"
