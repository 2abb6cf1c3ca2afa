"""The study sheet as a form: what a report is asked to say, and what is answered."""

from __future__ import annotations

from typing import Final

import streamlit as st

from imt_core.reporting.content.study_items import STUDY_ITEMS
from imt_core.reporting.content.study_known import known_of_study
from imt_core.reporting.content.study_sheet import (
    BY_THE_APP,
    LONGEST_ANSWER,
    STATUSES,
    StudyAnswer,
    StudyRow,
    study_sheet,
)
from pages.components.state import STUDY, loaded
from pages.components.text import plain
from pages.components.worked_out import kept

_KNOWN: Final = "known_of_study"


def study_answers() -> tuple[StudyAnswer, ...]:
    """What was answered so far, in the order of the items."""
    given: dict[str, StudyAnswer] = st.session_state.get(STUDY, {})
    return tuple(given[key] for key in STUDY_ITEMS if key in given)


def set_study_answers(answers: tuple[StudyAnswer, ...]) -> None:
    """Put these answers in the place of all others."""
    st.session_state[STUDY] = {answer.item: answer for answer in answers}


def show_study_form() -> None:
    """Ask every item, with what the cohort itself answers beside it."""
    cohort = loaded().cohort
    known = kept(_KNOWN, id(cohort), lambda: known_of_study(cohort))
    sheet = study_sheet(study_answers(), known)
    st.markdown(
        f"What a report of a small retrospective series is asked to say. **{sheet.summary}.** The "
        "answers stand in report, Word, workbook and speaker notes once one is given, and travel "
        "with the session file."
    )
    for row in sheet.rows:
        with st.container(key=f"study_{row.item.key}"):
            _ask(row)
    st.caption("  \n".join(sheet.references))


def _ask(row: StudyRow) -> None:
    item = row.item
    said, answered = st.columns([2, 3])
    with said.container(gap="xxsmall"):
        st.markdown(f"**{item.heading}**")
        st.caption(f"{item.asks} ({'; '.join(item.sources)})")
    status, text = f"study_status_{item.key}", f"study_text_{item.key}"
    # The answers are kept by item; the widgets show them, also after a session was taken up.
    st.session_state[status], st.session_state[text] = row.status, row.text
    with answered.container(gap="xsmall"):
        st.segmented_control(
            f"{item.heading}: status",
            STATUSES,
            key=status,
            required=True,
            label_visibility="collapsed",
            on_change=_take,
            args=(item.key,),
        )
        st.text_area(
            f"{item.heading}: answer",
            key=text,
            max_chars=LONGEST_ANSWER,
            height=80,
            label_visibility="collapsed",
            placeholder="In your own words",
            on_change=_take,
            args=(item.key,),
        )
        if row.known:
            st.caption(plain(f"{BY_THE_APP}{row.known}"))


def _take(key: str) -> None:
    given: dict[str, StudyAnswer] = st.session_state.get(STUDY, {})
    answer = StudyAnswer(
        item=key,
        status=st.session_state[f"study_status_{key}"],
        text=st.session_state[f"study_text_{key}"].strip(),
    )
    others = {item: other for item, other in given.items() if item != key}
    is_empty = answer == StudyAnswer(item=key)
    st.session_state[STUDY] = others if is_empty else {**others, key: answer}
