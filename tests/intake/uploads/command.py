"""Files handed to the command in this process, as a reader would hand them over."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from imt_core.intake.__main__ import main
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import write_mapping
from imt_core.intake.opening import begin_opening, opening_outcome, with_answer

Said = dict[str, Any]
Command = Callable[..., Said]
Rows = Sequence[Sequence[str | int | float | datetime | None]]


@pytest.fixture
def said_of(tmp_path: Path) -> Command:
    """What the command says of files, given by name and content, and of a mapping's answers."""

    def run(files: dict[str, bytes], mapping: Mapping | None = None) -> Said:
        arguments = []
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
            arguments.append(str(tmp_path / name))
        if mapping is not None:
            (tmp_path / "mapping.json").write_bytes(write_mapping(mapping))
            arguments += ["--mapping", str(tmp_path / "mapping.json")]
        printed = io.StringIO()
        with redirect_stdout(printed):
            main([*arguments, "--json"])
        said: Said = json.loads(printed.getvalue())
        return said

    return run


def answered(files: dict[str, bytes], option: str) -> Mapping:
    """The mapping file's mapping once the only question of a sheet is answered."""
    opening = begin_opening(list(files.items()))
    (question,) = opening_outcome(opening).questions
    assert question.issue.ask is not None
    assert question.kind == "choice"
    return with_answer(opening, question.issue.ask.key, option).mapping


def times(said: Said, endpoint: str) -> tuple[int, int, list[float]]:
    """Lines, events and months of an endpoint."""
    found = said["endpoints"][endpoint]
    return found["n"], found["events"], [round(months, 2) for months in found["months"]]


def workbook(rows: Rows) -> bytes:
    """An XLSX workbook of one sheet."""
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(content)
    return content.getvalue()
