"""The deck: views collected from the pages, and how they leave the app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from secrets import token_hex

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.software import SAMPLE_NAME, software_of
from imt_core.reporting.session_file import SavedWork
from pages.components.state import DECK_WORKED_OUT, EXPORT_DATE, EXPORT_NAME, loaded
from pages.components.study_form import study_answers
from pages.components.worked_out import kept, once

DECK = "deck"
_IN_HAND = "deck_in_hand"
_MOVES = "deck_moves"
REKEY = "export_rekey"
MASK = "export_mask"
WHOLE_MONTHS = "export_whole_months"
LABEL_SEED = "export_label_seed"


def deck() -> tuple[ViewRequest, ...]:
    """The views of the deck, in order."""
    value: tuple[ViewRequest, ...] = st.session_state.get(DECK, ())
    return value


def n_in_deck() -> int:
    """How many views the deck has."""
    return len(deck())


def set_deck(views: Sequence[ViewRequest]) -> None:
    """Put these views in the deck's place."""
    st.session_state[DECK] = tuple(views)


def add_to_deck(*requests: ViewRequest) -> None:
    """Put views at the end of the deck, unless they are in it."""
    set_deck([*deck(), *(request for request in requests if not is_in_deck(request))])


def is_in_deck(request: ViewRequest) -> bool:
    """Whether the deck has this view, whatever its title."""
    return replace(request, title="") in [replace(view, title="") for view in deck()]


def move_in_deck(position: int, place: int) -> None:
    """Put one view in another place; it stays in hand, for the keys to move it on."""
    views = list(deck())
    place = min(max(place, 0), len(views) - 1)
    views.insert(place, views.pop(position))
    set_deck(views)
    st.session_state[_IN_HAND] = place
    st.session_state[_MOVES] = n_moves() + 1


def n_moves() -> int:
    """How often a view was moved: the focus goes with it."""
    n: int = st.session_state.get(_MOVES, 0)
    return n


def in_hand() -> int:
    """The place of the view that was moved last, or the first."""
    position: int = st.session_state.get(_IN_HAND, 0)
    return min(position, max(n_in_deck() - 1, 0))


def remove_from_deck(position: int) -> None:
    """Take one view out."""
    views = list(deck())
    del views[position]
    set_deck(views)


def rename_in_deck(position: int, title: str) -> None:
    """Give one view a title of the user's own; an empty one takes it back."""
    views = list(deck())
    views[position] = replace(views[position], title=title.strip())
    set_deck(views)


def export_of(*requests: ViewRequest) -> Export:
    """These views as they leave the app: with new patient labels, unless the user keeps them.

    Taken from the session once: a download is made outside its run, where it cannot be read.
    """
    return Export(
        opened=loaded().cohort,
        requests=requests,
        context=export_context(),
        rekeyed=gives_new_labels(),
        seed=label_seed(),
        answers=study_answers(),
    )


def deck_worked_out(export: Export) -> Callable[[], tuple[tuple[ComputedView, ...], ExportContext]]:
    """What works the views of a deck out, once for all documents that are made of it.

    Where counts are masked, the search for what they tell together takes longest of all.
    """
    of = (loaded(), export.requests, export.choices)
    return kept(DECK_WORKED_OUT, of, lambda: once(export.work_out))


def export_context() -> ExportContext:
    """What documents say of their origin; an upload's own name stays out until it is given."""
    held = loaded()
    name = SAMPLE_NAME if held.cohort.is_reconstruction else "Cohort"
    return ExportContext(
        cohort_name=st.session_state.get(EXPORT_NAME) or name,
        data_date=st.session_state.get(EXPORT_DATE) or "",
        is_reconstruction=held.cohort.is_reconstruction,
        software=software_of(is_sample=held.cohort.is_reconstruction),
        file_hash=held.file_hash,
        small_cells_under=masks_under(),
        appendix=st.session_state.get("deck_appendix", False),
        whole_months=rounds_months(),
    )


def rounds_months() -> bool:
    """Whether documents round times to whole months."""
    return bool(st.session_state.get(WHOLE_MONTHS, False))


def label_seed() -> str:
    """By which documents shuffle the patients' new labels: drawn once, kept by the session file."""
    seed: str = st.session_state.setdefault(LABEL_SEED, token_hex())
    return seed


def gives_new_labels() -> bool:
    """Whether documents give patients new labels."""
    return bool(st.session_state.get(REKEY, True))


def masks_under() -> int | None:
    """Under what documents mask counts."""
    threshold: int | None = st.session_state.get(MASK)
    return threshold


def take_up_documents(work: SavedWork) -> None:
    """Take up what a saved session's documents say, and how they protect its patients.

    It may have drawn no seed. The day of the data is that of its own sheet.
    """
    st.session_state[LABEL_SEED] = work.label_seed or label_seed()
    st.session_state[WHOLE_MONTHS] = work.whole_months
    st.session_state[MASK] = work.small_cells_under
    st.session_state[REKEY] = work.rekeyed
    st.session_state[EXPORT_NAME] = work.document_name
    is_same_sheet = work.file_hash == loaded().file_hash
    st.session_state[EXPORT_DATE] = work.data_date if is_same_sheet else ""
