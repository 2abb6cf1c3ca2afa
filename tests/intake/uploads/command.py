"""Files handed to the command in this process, as a reader would hand them over."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from imt_core.intake.__main__ import main
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import write_mapping
from imt_core.intake.opening import begin_opening, opening_outcome, with_answer

Said = dict[str, Any]
Handed = str | bytes | dict[str, bytes]
"""A sheet, or files by their names."""
Rows = Sequence[Sequence[str | int | float | datetime | None]]


def said_of(
    handed: Handed, name: str = "sheet.csv", mapping: Mapping | None = None, **answers: str
) -> Said:
    """What ``python -m imt_core.intake --json`` prints of files, and of a mapping or answers."""
    if answers:
        mapping = Mapping(answers=tuple(answers.items()))
    said: Said = json.loads(_printed(_named(handed, name), mapping, "--json"))
    return said


def text_of(handed: Handed, name: str = "sheet.csv") -> str:
    """The same for a reader."""
    return _printed(_named(handed, name), None)


def answered(handed: Handed, option: str, name: str = "sheet.csv") -> Mapping:
    """The mapping file's mapping once the only question of a sheet is answered."""
    opening = begin_opening(list(_named(handed, name).items()))
    (question,) = opening_outcome(opening).questions
    assert question.issue.ask is not None
    assert question.kind == "choice"
    return with_answer(opening, question.issue.ask.key, option).mapping


def times(said: Said, endpoint: str) -> tuple[int, int, list[float]]:
    """Lines, events and months of an endpoint."""
    found = said["endpoints"][endpoint]
    return found["n"], found["events"], [round(months, 2) for months in found["months"]]


def days(endpoint: Said) -> list[int]:
    """Times in days, as dates give them."""
    return [round(months * 30.4375) for months in endpoint["months"]]


def workbook(rows: Rows) -> bytes:
    """An XLSX workbook of one sheet."""
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    book.save(content)
    return content.getvalue()


def _named(handed: Handed, name: str) -> dict[str, bytes]:
    if isinstance(handed, dict):
        return handed
    return {name: handed.encode() if isinstance(handed, str) else handed}


def _printed(files: dict[str, bytes], mapping: Mapping | None, *options: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        arguments = [*options]
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
            arguments.append(str(Path(folder) / name))
        if mapping is not None:
            (Path(folder) / "mapping.json").write_bytes(write_mapping(mapping))
            arguments += ["--mapping", str(Path(folder) / "mapping.json")]
        with redirect_stdout(io.StringIO()) as printed:
            main(arguments)
    return printed.getvalue()
