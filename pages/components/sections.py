"""Sections of which the open one alone is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


def show_tabs(sections: Mapping[str, Callable[[], None]], *, key: str) -> None:
    """Draw sections as tabs, of which the open one alone is worked out."""
    tabs = st.tabs(list(sections), key=key, on_change="rerun")
    for tab, draw in zip(tabs, sections.values(), strict=True):
        if tab.open:
            with tab:
                draw()
