"""Curves read off figures of others: taken up from a file of points, and let go again."""

from __future__ import annotations

from typing import Final, get_args

import streamlit as st

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number
from imt_core.conventions.units import TimeUnit
from imt_core.estimates.drawn_curve import LONGEST_NAME
from imt_core.intake.curve_file import read_drawn_curve
from pages.components.own_series import add_curve, own_curves, remove_curve, tried
from pages.components.text import plain
from pages.components.uploads import forget_uploads

_GENERATION: Final = "own_curves_generation"
_WAITING: Final = "own_curve_without_unit"
_NAME: Final = "own_curve_name"


def show_own_curves() -> None:
    """Draw the curves that there are, and the way in."""
    st.markdown("**Curves read off a published figure**")
    for curve in own_curves():
        with st.container(horizontal=True, vertical_alignment="center"):
            last = format_number(curve.months[-1])
            told = f"{len(curve.months)} points to month {last}"
            st.markdown(f"**{plain(curve.name)}** {told}", width="stretch")
            st.button(
                "Remove",
                key=f"remove_curve_{curve.name}",
                on_click=remove_curve,
                args=(curve.name,),
                help=f"Remove {plain(curve.name)}",
            )
    if _WAITING in st.session_state:
        _ask_unit()
        return
    key = f"own_curve_{st.session_state.setdefault(_GENERATION, 0)}"
    left, right = st.columns(2, vertical_alignment="bottom")
    left.text_input("Name of the curve", key=_NAME, max_chars=LONGEST_NAME)
    right.file_uploader(
        "Points as CSV: time, survival, at risk if known",
        type=["csv", "txt", "tsv"],
        max_upload_size=1,
        key=key,
        on_change=_take,
        args=(key,),
    )
    st.caption(
        "Drawn thin and grey behind the curves of the Survival page, where it is chosen under "
        "Options; never tested."
    )


def _ask_unit() -> None:
    name, _ = st.session_state[_WAITING]
    st.markdown(f"In which unit are the times of **{plain(name)}**? Its file does not say so.")
    with st.container(horizontal=True):
        for unit in reversed(get_args(TimeUnit)):
            st.button(unit, key=f"own_curve_in_{unit}", on_click=_take_in, args=(unit,))
        st.button("None of these", key="own_curve_forget", on_click=_forget)


def _take(key: str) -> None:
    upload = st.session_state.get(key)
    if upload is None:
        return
    content = upload.getvalue()
    forget_uploads([upload])
    st.session_state[_GENERATION] += 1
    tried(lambda: _add(st.session_state[_NAME], content))


def _take_in(unit: TimeUnit) -> None:
    name, content = st.session_state.pop(_WAITING)
    tried(lambda: _add(name, content, unit))


def _forget() -> None:
    st.session_state.pop(_WAITING)


def _add(name: str, content: bytes, unit: TimeUnit | None = None) -> None:
    if not name.strip():
        raise ImtError("A curve must have a name, but has none. Type one, and choose the file.")
    curve = read_drawn_curve(content, name=name, unit=unit)
    if curve is None:
        st.session_state[_WAITING] = (name, content)
    else:
        add_curve(curve)
