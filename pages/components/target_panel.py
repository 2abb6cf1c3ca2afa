"""Waterfall and spider on the Response page: what they need, their figure, tabs and downloads."""

from __future__ import annotations

from functools import partial
from typing import Literal

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.spider import SpiderPlot
from imt_core.analyses.view_bounds import UNCLUSTERED
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.reporting.design.spider import NO_SERIES
from imt_core.reporting.design.waterfall import NO_BAR
from imt_core.reporting.tables.target_tables import format_target_table
from pages.components.grammar import show_answer, show_result
from pages.components.grouping_panel import ask_grouping
from pages.components.overlap_panel import compute_with_overlap
from pages.components.results import (
    show_left_out,
    show_method,
    show_missing,
    show_notes,
    show_rows_of_patients,
    show_table,
)
from pages.components.sections import show_tabs
from pages.components.state import Scope, loaded
from pages.components.take_away import Numbers, offer_view
from pages.components.text import plain

Kind = Literal["waterfall", "spider"]

_CASES: dict[Kind, str] = {"waterfall": "Bars", "spider": "Assessments"}


def ask_targets(kind: Kind, scope: Scope) -> ComputedView | None:
    """Draw what is asked of one of the two and work it out; ``None`` where the sheet lacks it."""
    if not VIEW_KINDS[kind].can_be_made(loaded().cohort):
        return None
    computed = compute_with_overlap(scope.request(kind, by=ask_grouping()), UNCLUSTERED)
    result: WaterfallPlot | SpiderPlot = computed.result
    numbers = [
        Numbers(label="Groups", make=type(result).groups_to_frame, file_name=f"{kind}_groups.csv"),
        Numbers(label=_CASES[kind], make=type(result).to_frame, file_name=f"{kind}.csv"),
    ]
    offer_view(computed.request, numbers)
    return computed


def show_targets(kind: Kind, computed: ComputedView | None) -> None:
    """Show one of the two, or say which column it needs."""
    if computed is None:
        if kind == "spider":
            st.info(plain(NO_SERIES), icon=":material/table_rows:")
        else:
            show_missing("The waterfall plot", VIEW_KINDS[kind].needs)
        return
    answer = show_answer(computed)
    if not show_result(computed, answer, key=kind):
        st.info(plain(NO_SERIES if kind == "spider" else NO_BAR), icon=":material/info:")
    result = computed.result
    show_tabs(
        {
            "Notes": partial(_show_notes, computed),
            "Table": partial(_show_table, result),
            _CASES[kind]: partial(_show_cases, kind, result),
        },
        key=f"{kind}_tab",
    )


def _show_notes(computed: ComputedView) -> None:
    show_method(computed.method, unit=computed.counting)
    show_left_out(computed.result.left_out)
    show_notes(computed.result.notes)


def _show_table(result: WaterfallPlot | SpiderPlot) -> None:
    show_table(format_target_table(result), caption="Change of target lesions")


def _show_cases(kind: Kind, result: WaterfallPlot | SpiderPlot) -> None:
    st.caption("From the largest growth at best to the largest shrinkage.")
    cases = result.to_frame()
    show_rows_of_patients(cases, cases["patient_id"].tolist(), key=f"{kind}_cases")
