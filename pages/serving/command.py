"""The command ``imt-explorer``: serves the installed dashboard, wherever it is started from."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from streamlit.web import cli

SERVER: Final = Path(__file__).parents[2] / "server.py"
"""In the repository, or in the folder ``imt_explorer_app`` of an installation."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the dashboard until it is interrupted."""
    cli.main(streamlit_arguments(arguments), prog_name="streamlit")


def streamlit_arguments(arguments: Sequence[str] | None = None) -> list[str]:
    """What is asked of Streamlit.

    Notes
    -----
    The configuration beside `SERVER` has the last word over one in the folder where the command is
    started and over one in the home folder; only the environment and these options change it.
    """
    parser = argparse.ArgumentParser(
        prog="imt-explorer", description="Explore a small tumour cohort in the browser."
    )
    parser.add_argument("--port", type=int, help="where it listens, else 8501")
    parser.add_argument("--address", help="on which address it listens, else this machine only")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    asked = parser.parse_args(arguments)
    options = {
        "port": asked.port,
        "address": asked.address,
        "headless": "true" if asked.no_browser else None,
    }
    return [
        "run",
        str(SERVER),
        *(f"--server.{name}={value}" for name, value in options.items() if value is not None),
    ]
