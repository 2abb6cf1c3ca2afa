"""The reader's own cards and curves, as the session holds them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from imt_core.analyses.benchmark.card_files import shipped_cards
from imt_core.analyses.benchmark.cards import OWN, SeriesCard, check_own_cards
from imt_core.conventions.errors import ImtError
from imt_core.estimates.drawn_curve import DrawnCurve
from imt_core.reporting.session_file import MOST_CURVES

OWN_CARDS: Final = "own_cards"
OWN_CURVES: Final = "own_curves"
REFUSED: Final = "own_series_refused"


def own_cards() -> tuple[SeriesCard, ...]:
    """Cards that the reader entered or uploaded."""
    value: tuple[SeriesCard, ...] = st.session_state.get(OWN_CARDS, ())
    return value


def own_curves() -> tuple[DrawnCurve, ...]:
    """Curves that the reader uploaded."""
    value: tuple[DrawnCurve, ...] = st.session_state.get(OWN_CURVES, ())
    return value


def set_own(cards: Sequence[SeriesCard], curves: Sequence[DrawnCurve]) -> None:
    """Put these in place of what was there, as a session file has them."""
    st.session_state[OWN_CARDS] = tuple(cards)
    st.session_state[OWN_CURVES] = tuple(curves)


def add_cards(cards: Sequence[SeriesCard]) -> None:
    """Add cards, unless together they are more than a session holds, or of one name."""
    together = (*own_cards(), *cards)
    check_own_cards(together)
    st.session_state[OWN_CARDS] = together


def remove_card(card_id: str) -> None:
    """Take one card out."""
    st.session_state[OWN_CARDS] = tuple(card for card in own_cards() if card.id != card_id)


def add_curve(curve: DrawnCurve) -> None:
    """Add a curve, unless there are as many as a session holds, or one of its name."""
    curves = own_curves()
    if len(curves) >= MOST_CURVES or curve.name in {known.name for known in curves}:
        raise ImtError(
            f"there must be at most {MOST_CURVES} curves of different names, but this would be "
            "one more. Remove one first."
        )
    st.session_state[OWN_CURVES] = (*curves, curve)


def remove_curve(name: str) -> None:
    """Take one curve out."""
    st.session_state[OWN_CURVES] = tuple(curve for curve in own_curves() if curve.name != name)


def chosen_curve_behind() -> DrawnCurve | None:
    """The curve that stands behind those of the cohort, where one is chosen and there."""
    chosen = st.session_state.get("drawn_curve")
    return next((curve for curve in own_curves() if f"{OWN}{curve.name}" == chosen), None)


def known_cards(*, shipped: bool) -> tuple[SeriesCard, ...]:
    """All cards: the published series, unless they are hidden, and the reader's own."""
    return (*(shipped_cards() if shipped else ()), *own_cards())


def tried(act: Callable[[], None]) -> bool:
    """Whether it could be done; what was refused is kept, to be said where the forms stand."""
    try:
        act()
    except ImtError as error:
        st.session_state[REFUSED] = str(error)
        return False
    return True
