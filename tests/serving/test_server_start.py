"""The server of the README, started in earnest where it must not start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.places import ROOT


def refusal(*options: str, **environment: str) -> str:
    """What a start says that ends at once."""
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "server.py", "--server.port", "0", *options],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def test_the_server_does_not_start_for_the_network_by_accident() -> None:
    said = refusal("--server.address", "0.0.0.0")
    assert "The server does not start." in said
    assert "IMT_EXPLORER_OPEN_TO_NETWORK=yes" in said


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("IMT_EXPLORER_AUDIT_LOG", "/nowhere/audit.jsonl", "IMT_EXPLORER_AUDIT_LOG cannot be"),
        ("STREAMLIT_SERVER_TRUSTED_USER_HEADERS", '{"X-User": "email"}', "from anybody"),
    ],
)
def test_the_server_does_not_start_with_settings_that_cannot_be_meant(
    name: str, value: str, sentence: str
) -> None:
    assert sentence in refusal(**{name: value})
