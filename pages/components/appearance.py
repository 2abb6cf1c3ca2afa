"""How the pages look beside what Streamlit's theme says, and which theme the viewer uses."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from imt_core.reporting.design.theme import LIGHT, THEMES, Theme

SIDEBAR_WIDTH: Final = 248
"""Pixels."""

_STYLE: Final = Path(__file__).with_name("style.css")
_FOLLOW_VIEWER: Final = Path(__file__).with_name("follow_viewer.html")


def set_appearance() -> None:
    """Have the page look so."""
    st.html(_STYLE)


def follow_viewer() -> None:
    """Follow who turns light to dark, for charts have their own colours, or hears the page."""
    st.html(_FOLLOW_VIEWER, unsafe_allow_javascript=True)
    st.button("Draw in the other theme", key="theme_changed")


def page_title(title: str) -> None:
    """Name a page for who cannot see that its link is marked."""
    with st.container(key="page_title"):
        st.title(title, anchor=False)


def current_theme() -> Theme:
    """The figures' theme that fits the page."""
    return THEMES.get(st.context.theme.type, LIGHT)
