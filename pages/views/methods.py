"""Methods: what stands behind every number, in the words of the code that computes it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.rules import FIRST_LINE_MEANING
from imt_core.conventions.glossary import GLOSSARY
from imt_core.estimates.small_groups import LADDER
from imt_core.reporting.documents.filled import filled
from imt_core.reporting.methods import CATALOGUE, describe_method
from pages.components.appearance import page_title
from pages.components.results import show_table
from pages.components.sections import show_tabs
from pages.components.state import Scope, current_scope
from pages.components.study_form import show_study_form


def main() -> None:
    page_title("Methods")
    show_tabs(
        {
            "In force": partial(_show_conventions, current_scope()),
            "Small groups": _show_ladder,
            "Every method": _show_methods,
            "Words": _show_words,
            "Study sheet": show_study_form,
        },
        key="methods_tab",
    )


def _show_conventions(scope: Scope) -> None:
    conventions, cohort = scope.conventions, scope.cohort
    rules = cohort.rules.under(conventions)
    ends = [rules.of(end) for end in MAIN_ENDPOINTS.values() if cohort.has(*end.columns)]
    told = (FIRST_LINE_MEANING[rules.first_line], *ends)
    st.markdown(
        "**Conventions**, changed in the sidebar\n\n"
        f"- {conventions.survival_method}\n"
        f"- {conventions.quantile_method}\n"
        f"- proportions: {conventions.proportion_method}\n"
        f"- {conventions.quartile_method}\n"
        f"- {conventions.next_line_method}"
    )
    st.markdown("**Rules of this cohort**\n" + "".join(f"\n- {rule}" for rule in told))


def _show_ladder() -> None:
    ladder = pd.DataFrame([{"Where": rung.when, "What is done": rung.done} for rung in LADDER])
    show_table(ladder, caption="How small groups are handled")


def _show_words() -> None:
    words = pd.DataFrame([{"Word": t.name, "Meaning": t.sentence} for t in GLOSSARY.values()])
    show_table(words, caption="What the words of results mean")


def _show_methods() -> None:
    st.caption(
        "These texts are the documentation of the functions that compute the numbers: they "
        "cannot drift apart from the code."
    )
    catalogue = [
        (section, [describe_method(function) for function in functions])
        for section, functions in CATALOGUE.items()
    ]
    st.html(filled("methods.html", catalogue=catalogue))


main()
