"""The command, ready to run on a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.uploads.one_sheet import Command


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """See `Command`."""
    return Command(tmp_path, capsys)
