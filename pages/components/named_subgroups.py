"""Subgroups that a session saved by name, and which of them are set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from imt_core.analyses.offered import offers_subgroup
from imt_core.analyses.view_bounds import MOST_COMPARED
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.named_subgroups import (
    LONGEST_NAME,
    NamedSubgroup,
    check_subgroups,
    read_subgroup,
    spell_subgroup,
)
from imt_core.conventions.errors import ImtError
from imt_core.reporting.session_file import MOST_SAVED
from pages.components.state import loaded
from pages.components.text import plain

SUBGROUPS: Final = "named_subgroups"
COMPARED: Final = "compared"
_NAME: Final = "subgroup_name"
_NAME_OF: Final = "subgroup_name_of"


def compared_subgroups() -> tuple[NamedSubgroup, ...]:
    """Those that are set side by side, in order; none where columns make the groups."""
    return tuple(map(read_subgroup, st.session_state.get(COMPARED) or ()))


def saved_subgroups() -> tuple[NamedSubgroup, ...]:
    """Those of the session that its cohort has; one that a link compares is among them."""
    held: tuple[NamedSubgroup, ...] = st.session_state.get(SUBGROUPS, ())
    offered = [one for one in held if offers_subgroup(loaded().cohort, one)]
    by_name = {one.name: one for one in (*offered, *compared_subgroups())}
    return tuple(by_name.values())


def set_subgroups(subgroups: Sequence[NamedSubgroup]) -> None:
    """Keep these in the place of those before."""
    st.session_state[SUBGROUPS] = tuple(subgroups)


def compare(subgroups: Sequence[NamedSubgroup]) -> None:
    """Set these side by side, as far as they are not too many."""
    st.session_state[COMPARED] = [spell_subgroup(one) for one in subgroups[:MOST_COMPARED]]


def offer_to_save(chosen: CohortFilter, told: str) -> None:
    """Give the present filters a name, by which they are compared with others."""
    popover = st.popover(
        "Save as a subgroup",
        icon=":material/bookmark_add:",
        key="save_subgroup_open",
        on_change="rerun",
        width="stretch",
    )
    if not popover.open:
        return
    # A field that is closed forgets what it held.
    if st.session_state.get(_NAME_OF) != chosen or _NAME not in st.session_state:
        st.session_state[_NAME_OF] = chosen
        st.session_state[_NAME] = chosen.text[:LONGEST_NAME].strip()
    with popover:
        st.markdown(f"**{told}**: {plain(chosen.text)}")
        st.text_input("Name of the subgroup", key=_NAME, max_chars=LONGEST_NAME)
        st.button(
            "Save the subgroup",
            icon=":material/bookmark_add:",
            key="save_subgroup",
            on_click=_save,
            args=(chosen,),
        )
        n = len(saved_subgroups())
        st.caption(f"{n} saved. Choose *named subgroups* in Group by to compare them.")


def _save(chosen: CohortFilter) -> None:
    name = st.session_state[_NAME].strip()
    made = (*saved_subgroups(), NamedSubgroup(name=name, filter=chosen))
    if _keep(made):
        st.toast(f"Saved: {plain(name)}.", icon=":material/bookmark_added:")


def _keep(subgroups: Sequence[NamedSubgroup]) -> bool:
    """Keep what may be kept, or say why it is not."""
    try:
        check_subgroups(subgroups)
    except ImtError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return False
    if len(subgroups) > MOST_SAVED:
        st.toast(f"At most {MOST_SAVED} subgroups are saved: remove one.", icon=":material/error:")
        return False
    set_subgroups(subgroups)
    return True


def rename(position: int, key: str) -> None:
    """Give one another name."""
    saved = list(saved_subgroups())
    renamed = replace(saved[position], name=st.session_state[key].strip())
    names = {one.name for one in compared_subgroups()}
    chosen = [renamed if i == position else one for i, one in enumerate(saved)]
    if _keep(chosen):
        compare([new for old, new in zip(saved, chosen, strict=True) if old.name in names])


def move(position: int, place: int) -> None:
    """Put one in another place: they are compared in this order."""
    saved = list(saved_subgroups())
    saved.insert(place, saved.pop(position))
    _reorder(saved)


def remove(position: int) -> None:
    """Forget one."""
    _reorder([one for i, one in enumerate(saved_subgroups()) if i != position])


def choose(position: int, key: str) -> None:
    """Compare one, or compare it no longer."""
    one = saved_subgroups()[position]
    names = {other.name for other in compared_subgroups()} - {one.name}
    if st.session_state[key]:
        names.add(one.name)
    saved = saved_subgroups()
    set_subgroups(saved)
    compare([other for other in saved if other.name in names])


def _reorder(saved: Sequence[NamedSubgroup]) -> None:
    names = {one.name for one in compared_subgroups()}
    set_subgroups(saved)
    compare([one for one in saved if one.name in names])
