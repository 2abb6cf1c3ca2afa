"""What the sheet will become: the box that stands above all questions, with the open buttons."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.formatting import NOT_REACHED, format_count, format_number
from imt_core.intake.becoming import Becoming
from imt_core.intake.opening import OpeningOutcome
from pages.components.appearance import current_theme
from pages.components.opening.opened import cancel_opening, open_pending, open_without_problems
from pages.components.text import labelled, plain

# The box stays under Streamlit's own head while the questions below it are scrolled.
_STAYS = """
<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-opening_outcome) {{
  position: sticky; top: 3.75rem; z-index: 90; }}
.st-key-opening_outcome {{ background: {paper}; max-height: 50vh; overflow-y: auto; gap: 0.5rem; }}
.st-key-opening_outcome table {{ width: 100%; margin: 0 0 1rem; }}
.st-key-opening_outcome :is(th, td) {{ padding: 0.1rem 0.6rem; font-size: 0.875rem; }}
.st-key-opening_outcome th {{ white-space: nowrap; }}
</style>
"""
_DOUBTED = ":orange-badge[:material/warning: implausible, asked below]"


def show_becoming(outcome: OpeningOutcome, becoming: Becoming) -> None:
    """Draw the status with its buttons, and what is counted of each endpoint."""
    st.html(_STAYS.format(paper=current_theme().paper))
    with st.container(border=True, key="opening_outcome"):
        _show_status(outcome)
        if becoming.count.n_lines:
            st.markdown("\n".join(_table(becoming)))
        said = _why_not_without(outcome)
        reasons = [
            f"No {ENDPOINTS[name].short}: {plain(reason.rstrip('.'))}."
            for name, reason in becoming.why_none.items()
            if reason not in said
        ]
        if becoming.count.n_lines and becoming.n_evaluable is None:
            reasons.append("No response: no best response is recorded.")
        if reasons:
            st.caption(" ".join(reasons))


def _table(becoming: Becoming) -> Iterator[str]:
    yield "| Endpoint | Lines | Events | Median (months) | Origin |"
    yield "|---|--:|--:|--:|---|"
    for name, endpoint in becoming.endpoints.items():
        median = format_number(endpoint.median, missing=NOT_REACHED)
        yield (
            f"| **{ENDPOINTS[name].short}** | {endpoint.times.n} | {endpoint.times.n_event} "
            f"| {median} | {_in_cell(endpoint.origin)} {_DOUBTED if endpoint.doubt else ''} |"
        )
    if becoming.n_evaluable is not None:
        yield (
            f"| **Response** | {becoming.n_evaluable} | | "
            f"| {becoming.n_responders} of {becoming.n_evaluable} evaluable lines respond |"
        )


def _in_cell(text: str) -> str:
    return " ".join(plain(text).split())


def _show_status(outcome: OpeningOutcome) -> None:
    text, act, cancel = st.columns([13, 6, 4], vertical_alignment="center")
    if outcome.cohort is not None:
        text.markdown(f":green[:material/check_circle:] **Ready to open:** {outcome.cohort.count}.")
        act.button(
            "Open this cohort",
            type="primary",
            icon=":material/folder_open:",
            on_click=open_pending,
            key="opening_open",
            width="stretch",
        )
    elif _is_offered(outcome) or _why_not_without(outcome):
        _show_what_is_open(text, outcome)
        act.button(
            "Open without these cells",
            icon=":material/content_cut:",
            disabled=not _is_offered(outcome),
            on_click=open_without_problems,
            key="opening_without",
            width="stretch",
            help="Leaves out exactly the cells and rows that the problems name; nothing is "
            "corrected or guessed, and the cohort's page lists what was left out.",
        )
    else:
        _show_what_is_open(text, outcome)
        act.button(
            "Open this cohort",
            icon=":material/folder_open:",
            disabled=True,
            key="opening_not_yet",
            width="stretch",
            help="Once what is asked below is answered.",
        )
    cancel.button("Cancel", on_click=cancel_opening, key="opening_cancel", width="stretch")


def _is_offered(outcome: OpeningOutcome) -> bool:
    """Whether the sheet can be opened without the cells that are in question."""
    return outcome.can_leave_out and outcome.without_problems().reading.cohort is not None


def _why_not_without(outcome: OpeningOutcome) -> str:
    """Why the cells that only the sheet itself can mend cannot be left out; empty if they can."""
    has_problem = any(question.kind == "problem" for question in outcome.questions)
    if not (outcome.can_leave_out and has_problem) or _is_offered(outcome):
        return ""
    return outcome.without_problems().aside.refusal


def _show_what_is_open(place: DeltaGenerator, outcome: OpeningOutcome) -> None:
    problems = format_count(len(outcome.report.errors), "problem")
    count = outcome.becoming.count
    doubted = any(issue.code == "implausible_patients" for issue in outcome.report.errors)
    counted = f"Counted so far: {count}." if count.n_lines else "Nothing can be counted before."
    place.markdown(
        f":red[:material/error:] **{problems} must be settled first.** {counted}"
        + (f" {_DOUBTED}" if doubted else "")
    )
    losses = [loss.text for loss in outcome.losses if loss.text]
    if refusal := _why_not_without(outcome):
        place.caption(f"These cells cannot be left out: {plain(labelled(refusal))}")
    elif _is_offered(outcome) and losses:
        place.caption(f"Without these cells, {plain('; '.join(losses))}.")
