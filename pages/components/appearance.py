"""How the pages look beside what Streamlit's theme says, and which theme the viewer uses."""

from __future__ import annotations

from typing import Final

import streamlit as st

from imt_core.reporting.design.theme import LIGHT, THEMES, Theme

SIDEBAR_WIDTH: Final = 248
"""Pixels."""

_STYLE: Final = """
<style>
[data-testid="stMainBlockContainer"] { padding: 0.5rem 1.5rem 3rem; }
[data-testid="stSidebarContent"] { padding: 0; }
[data-testid="stSidebarHeader"] { height: 2.5rem; padding: 0 0.5rem; margin: 0; }
[data-testid="stSidebarUserContent"] { padding: 0 1rem 2rem; }
.st-key-pages { gap: 0.1rem; }
.st-key-pages a { padding: 0.25rem 0.5rem; }
.st-key-who_is_in_view { padding: 0.4rem 0.8rem; gap: 0.5rem; }
.st-key-advanced_stages button { border-radius: 1rem; min-height: 2rem; padding: 0.25rem 0.75rem; }
/* Streamlit's bar lies above the links where the sidebar is closed. */
@media (max-width: 768px) { [data-testid="stMainBlockContainer"] { padding-top: 4rem; } }
body:has([data-testid="stSidebar"][aria-expanded="false"]) [data-testid="stMainBlockContainer"] {
  padding-top: 4rem; }
/* Texts stand beside these plots on either side: on a phone they are wider than it, and slide. */
@media (max-width: 640px) { .st-key-forest, .st-key-swimmer { overflow-x: auto; }
  .st-key-forest > *, .st-key-swimmer > * { min-width: 600px; } }
[data-testid="stLayoutWrapper"]:has(> .st-key-page_title),
[data-testid="stElementContainer"]:has(style) { position: absolute; }
.st-key-page_title { position: absolute; height: 1px; overflow: hidden; clip-path: inset(50%); }
</style>
"""


def set_appearance() -> None:
    """Have the page look so."""
    st.html(_STYLE)


def page_title(title: str) -> None:
    """Name a page for who cannot see that its link is marked."""
    with st.container(key="page_title"):
        st.title(title)


def current_theme() -> Theme:
    """The figures' theme that fits the page."""
    return THEMES.get(st.context.theme.type, LIGHT)
