"""The statistical conventions, chosen in one place for all pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import streamlit as st

from imt_core.conventions.choices import (
    AS_PUBLISHED,
    CONF_LEVELS,
    NEXT_LINE_RULES,
    PRESETS,
    PROPORTION_CONF_TYPES,
    QUANTILE_RULES,
    QUARTILE_TYPES,
    SURVIVAL_CONF_TYPES,
    Conventions,
    preset_name,
)
from pages.components.results import on_request

OWN_CHOICE = "own choice"
_PRESET = "convention_preset"
_NAMED: Final[tuple[tuple[str, str, Mapping[Any, str]], ...]] = (
    ("Survival interval", "survival_conf_type", SURVIVAL_CONF_TYPES),
    ("Median on a flat curve", "quantile_rule", QUANTILE_RULES),
    ("Interval of proportions", "proportion_conf_type", PROPORTION_CONF_TYPES),
    ("Quartiles of measured numbers", "quartile_type", QUARTILE_TYPES),
    ("Progression after the next line starts", "next_line", NEXT_LINE_RULES),
)
"""Each choice between named conventions: its label, its field and what its values are called."""


def ask_conventions() -> Conventions:
    """Draw the choices that change numbers, where they are asked for, and return them."""
    chosen = Conventions(**{name: st.session_state[name] for name in asdict(AS_PUBLISHED)})
    with on_request("Statistical conventions", icon="tune", key="conventions_open") as is_open:
        if is_open:
            _draw(chosen)
    return chosen


def _draw(chosen: Conventions) -> None:
    st.session_state[_PRESET] = preset_name(chosen) or OWN_CHOICE
    st.selectbox(
        "Preset",
        [*PRESETS, OWN_CHOICE],
        key=_PRESET,
        on_change=_take_preset,
        help="Sets all choices below at once.",
    )
    st.selectbox(
        "Confidence level",
        CONF_LEVELS,
        format_func=lambda level: f"{level:.0%}",
        key="conf_level",
        persist_state="session",
    )
    for label, key, words in _NAMED:
        st.selectbox(label, list(words), format_func=words.get, key=key, persist_state="session")


def _take_preset() -> None:
    preset = PRESETS.get(st.session_state[_PRESET])
    if preset is not None:
        set_conventions(preset)


def set_conventions(conventions: Conventions) -> None:
    """Choose these conventions."""
    st.session_state.update(asdict(conventions))


def describe_departure(conventions: Conventions) -> str:
    """Name conventions other than the published ones; empty where they are."""
    if conventions == AS_PUBLISHED:
        return ""
    return f"conventions: {preset_name(conventions) or OWN_CHOICE}"
