"""Methods: what stands behind every number, in the words of the code that computes it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.rules import FIRST_LINE_MEANING
from imt_core.estimates.small_groups import LADDER
from imt_core.reporting.methods import CATALOGUE, Method, describe_method
from pages.components.appearance import page_title
from pages.components.results import show_table
from pages.components.state import Scope, current_scope


def main() -> None:
    page_title("Methods")
    _show_conventions(current_scope())
    st.subheader("How small groups are handled")
    ladder = pd.DataFrame([{"Where": rung.when, "What is done": rung.done} for rung in LADDER])
    show_table(ladder, caption="How small groups are handled")
    st.subheader("Every method")
    st.caption(
        "These texts are the documentation of the functions that compute the numbers: they "
        "cannot drift apart from the code."
    )
    for section, functions in CATALOGUE.items():
        st.markdown(f"#### {section}")
        for function in functions:
            _show_method(describe_method(function))


def _show_conventions(scope: Scope) -> None:
    conventions, cohort = scope.conventions, scope.cohort
    rules = cohort.rules.under(conventions)
    ends = [rules.of(end) for end in MAIN_ENDPOINTS.values() if cohort.has(*end.columns)]
    told = (FIRST_LINE_MEANING[rules.first_line], *ends)
    st.subheader("Conventions in force")
    st.markdown(
        f"- {conventions.survival_method}\n"
        f"- {conventions.quantile_method}\n"
        f"- proportions: {conventions.proportion_method}\n"
        f"- {conventions.quartile_method}\n"
        f"- {conventions.next_line_method}"
    )
    st.markdown("Rules of this cohort:\n" + "".join(f"\n- {rule}" for rule in told))
    st.caption("Change them in the sidebar, under Statistical conventions.")


def _show_method(method: Method) -> None:
    with st.expander(f"{method.summary.removesuffix('.')}  (`{method.name}`)"):
        if method.notes:
            st.markdown(method.notes.replace("``", "`"))
        if method.r_call:
            st.markdown(f"**In R:** {method.r_call.replace('``', '`')}")
        for reference in method.references:
            st.markdown(f"**Reference:** {reference}")


main()
