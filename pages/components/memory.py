"""Keep the garbage collector away from loaded code."""

from __future__ import annotations

import gc

import streamlit as st


@st.cache_resource
def freeze_loaded_code() -> None:
    """Collect once and set all that is loaded aside, so later collections are short."""
    gc.collect()
    gc.freeze()
