"""What a session has worked out already, kept until it would be worked out otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages.components.held import hold

T = TypeVar("T")


def kept(key: str, of: object, make: Callable[[], T]) -> T:
    """What was made of the same before; else it is made, in place of what was kept."""
    made = st.session_state.get(key)
    if made is None or made[0] != of:
        made = (of, make())
        hold(key, made)
    value: T = made[1]
    return value
