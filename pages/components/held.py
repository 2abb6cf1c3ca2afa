"""What a session holds with rows in it: nothing of it stays once another takes its place."""

from __future__ import annotations

import streamlit as st


def hold(key: str, value: object) -> None:
    """Hold a value in place of the one before, which nothing holds any longer.

    Assigning alone would leave it in the state of the run before, until the next click.
    """
    st.session_state.pop(key, None)
    st.session_state[key] = value
