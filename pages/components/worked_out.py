"""What a session has worked out already, kept until it would be worked out otherwise."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
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


def once(make: Callable[[], T]) -> Callable[[], T]:
    """What makes it where it is wanted first, and gives the same to whoever wants it later.

    Downloads are made outside of a run, several perhaps at a time.
    """
    made: list[T] = []
    one_at_a_time = Lock()

    def give() -> T:
        with one_at_a_time:
            if not made:
                made.append(make())
            return made[0]

    return give
