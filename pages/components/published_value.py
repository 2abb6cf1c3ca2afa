"""A value that others published, held against each group in view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import streamlit as st

from imt_core.analyses.guards import lines_of_patients
from imt_core.cohort.counting import CaseCount
from imt_core.comparisons.exact_tests import ExactTest
from imt_core.comparisons.one_sample_log_rank import OneSampleLogRank
from imt_core.reporting.tables.survival_comparisons import format_reference_p
from pages.components.text import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAgainst:
    """One group beside the value: what was seen of it, in words, and the test."""

    label: str
    count: CaseCount
    seen: str
    test: ExactTest | OneSampleLogRank


def show_against_published(
    label: str,
    *,
    key: str,
    lowest: float,
    highest: float | None = None,
    example: str,
    invitation: str,
    reason: str,
    hold: Callable[[float], Iterable[HeldAgainst]],
) -> None:
    """Ask for the value and hold each group against it, or say why nothing is compared."""
    if reason:
        st.info(f"Nothing is compared: {plain(reason)}.")
        return
    value = st.number_input(
        label,
        min_value=lowest,
        max_value=highest,
        step=1.0,
        value=None,
        key=key,
        persist_state="session",
        placeholder=f"for example {example}",
    )
    if value is None:
        st.caption(invitation)
        return
    notes: dict[str, None] = {}
    for one in hold(value):
        found = lines_of_patients(one.count) or format_reference_p(one.test)
        st.markdown(f"**{plain(one.label)}**: {one.seen}: {found}")
        notes |= dict.fromkeys((f"{one.test.method}.", *(note.message for note in one.test.notes)))
    st.caption(plain(" ".join(notes)))
