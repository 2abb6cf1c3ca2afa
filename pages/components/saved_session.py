"""The session file: what was chosen, taken up again with the same or the next month's sheet."""

from __future__ import annotations

from typing import Final

import streamlit as st

from imt_core.analyses.offered import offered_biomarkers, offers_criterion, offers_subgroup
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.schema import column_label
from imt_core.conventions.errors import ImtError
from imt_core.intake.checks.assumptions import LINE_OF_ALL
from imt_core.intake.mapping.declared_columns import with_declared
from imt_core.intake.mapping.mapping import Mapping
from imt_core.reporting.session_choices import (
    CHOICES,
    Choice,
    choice_words,
    is_possible,
    read_choice,
)
from imt_core.reporting.session_file import SavedWork, read_work, write_work
from pages.components.address import OF_SCOPE
from pages.components.conventions_panel import set_conventions
from pages.components.deck import (
    deck,
    gives_new_labels,
    label_seed,
    masks_under,
    rounds_months,
    set_deck,
    take_up_documents,
)
from pages.components.download import offer_download
from pages.components.filter_panel import set_filter
from pages.components.named_subgroups import saved_subgroups, set_subgroups
from pages.components.own_series import own_cards, own_curves, set_own
from pages.components.state import (
    EXPORT_DATE,
    EXPORT_NAME,
    Scope,
    assume_first_lines,
    choose_biomarker,
    declare_column,
    loaded,
)
from pages.components.study_form import set_study_answers, study_answers
from pages.components.text import plain
from pages.components.unsaved import when_saved

_NAMED_AT_MOST: Final = 10
_WAITING: Final = "work_to_restore"
_GENERATION: Final = "session_file_generation"


def offer_session(scope: Scope) -> None:
    """Draw the download of the session file, and the way to take one up."""
    work, note = write_work(_work(scope)), when_saved()

    def saved() -> bytes:
        note()
        return work

    offer_download(
        "Save the session",
        saved,
        key="save_session",
        file_name="session.json",
        mime="application/json",
        icon="save",
        width="stretch",
        description="Mapping, filters, choices, deck, masks, study sheet: no row of the data.",
    )
    generation = st.session_state.setdefault(_GENERATION, 0)
    key = f"session_file_{generation}"
    st.file_uploader(
        "Take up a saved session", type=["json"], key=key, on_change=_take_up, args=(key,)
    )
    waiting: SavedWork | None = st.session_state.get(_WAITING)
    if waiting is not None:
        st.info(
            "The session file was read. Open its sheet now: the mapping and all choices will be "
            "applied.",
            icon=":material/hourglass_top:",
        )


def _work(scope: Scope) -> SavedWork:
    choices: list[tuple[str, Choice]] = []
    for key in CHOICES:
        if key in st.session_state and key not in OF_SCOPE:
            value = st.session_state[key]
            choices.append((key, tuple(value) if isinstance(value, list) else value))
    return SavedWork(
        mapping=loaded().mapping,
        cohort_name=loaded().cohort.name,
        file_hash=loaded().file_hash,
        filter=scope.filtered.filter,
        unit=scope.unit,
        conventions=scope.conventions,
        choices=tuple(choices),
        views=deck(),
        own_cards=own_cards(),
        own_curves=own_curves(),
        study=study_answers(),
        subgroups=saved_subgroups(),
        label_seed=label_seed(),
        whole_months=rounds_months(),
        small_cells_under=masks_under(),
        rekeyed=gives_new_labels(),
        document_name=st.session_state.get(EXPORT_NAME) or "",
        data_date=st.session_state.get(EXPORT_DATE) or "",
    )


def _take_up(key: str) -> None:
    upload = st.session_state.get(key)
    if upload is None:
        return
    try:
        work = read_work(upload.getvalue())
    except ImtError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return
    st.session_state[_GENERATION] += 1
    if work.file_hash and work.file_hash == loaded().file_hash:
        _restore(work)
    else:
        st.session_state[_WAITING] = work


def mapping_to_try() -> Mapping | None:
    """The mapping of a session file that waits for its sheet, else that of the cohort before."""
    work: SavedWork | None = st.session_state.get(_WAITING)
    return work.mapping if work is not None else loaded().mapping


def forget_waiting() -> None:
    """Let a session file wait no longer."""
    st.session_state.pop(_WAITING, None)


def restore_waiting() -> None:
    """Apply a session file that waited for its sheet to be opened."""
    work: SavedWork | None = st.session_state.pop(_WAITING, None)
    if work is not None:
        _restore(work)


def _restore(work: SavedWork) -> None:
    lost: list[str] = []
    biomarker = work.mapping.biomarker if work.mapping is not None else ""
    if biomarker and biomarker != loaded().cohort.biomarker:
        if biomarker in offered_biomarkers(loaded().cohort):
            choose_biomarker(biomarker)
        else:
            lost.append(biomarker)
    if work.mapping is not None:
        for column, known in with_declared(loaded().cohort, work.mapping).declared:
            declare_column(column, known=known)
        answered = LINE_OF_ALL.answer(dict(work.mapping.answers))
        if answered is not None:
            assume_first_lines(assumed=answered == "first")
    cohort = loaded().cohort
    set_conventions(work.conventions)
    st.session_state["unit"] = work.unit
    known = [c for c in work.filter.criteria if offers_criterion(cohort, c)]
    lost += [column_label(c.column) for c in work.filter.criteria if c not in known]
    set_filter(cohort, CohortFilter(criteria=tuple(known)))
    set_deck(work.views)
    take_up_documents(work)
    set_own(work.own_cards, work.own_curves)
    set_subgroups([one for one in work.subgroups if offers_subgroup(cohort, one)])
    lost += [one.name for one in work.subgroups if not offers_subgroup(cohort, one)]
    set_study_answers(work.study)
    for key, value in work.choices:
        if not is_possible(key, value, cohort):
            lost.append(key.replace("_", " "))
            continue
        # As an address would give it: times that were typed in are numbers then.
        read = read_choice(key, choice_words(value), cohort)
        st.session_state[key] = list(read) if isinstance(read, tuple) else read
    if lost:
        named = ", ".join(f"{name:.60}" for name in lost[:_NAMED_AT_MOST])
        named += ", ..." if len(lost) > _NAMED_AT_MOST else ""
        st.toast(
            f"Not taken up, for this cohort or app does not have it: {plain(named)}.",
            icon=":material/info:",
        )
