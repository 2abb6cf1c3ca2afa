"""The path below which the app is served: a sub-path of a proxy, or none."""

from __future__ import annotations

from streamlit import config


def base_path() -> str:
    """Without strokes at its ends; "" where the app stands at the root."""
    return str(config.get_option("server.baseUrlPath") or "").strip("/")
