"""What a session holds, in boxes that can be emptied: Streamlit keeps the last run's state too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(slots=True)
class _Box:
    content: Any = None


def hold(key: str, value: object) -> None:
    """Hold a value in place of the one before, which nothing holds any longer."""
    _box(key).content = value


def held(key: str) -> Any:
    """The value held, ``None`` for none."""
    return _box(key).content


def let_go(key: str) -> Any:
    """Hold a value no longer, and return it."""
    box = _box(key)
    value, box.content = box.content, None
    return value


def _box(key: str) -> _Box:
    box: _Box = st.session_state.setdefault(key, _Box())
    return box
