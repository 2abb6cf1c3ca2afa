"""Which appearance the viewer uses, for figures."""

from __future__ import annotations

import streamlit as st

from imt_core.reporting.design.theme import LIGHT, THEMES, Theme


def current_theme() -> Theme:
    """The figures' theme that fits the page."""
    return THEMES.get(st.context.theme.type, LIGHT)
