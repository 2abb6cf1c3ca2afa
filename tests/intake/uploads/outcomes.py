"""Sheets of deaths and progressions, and what the command says of them."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from imt_core.intake.__main__ import main
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import write_mapping
from imt_core.intake.opening import begin_opening, opening_outcome, with_answer

STARTS = ("2018-01-10", "2018-02-11", "2018-05-03", "2019-01-15", "2019-03-04", "2019-06-20")
CONTACTS = ("2019-03-02", "2020-05-07", "2018-11-21", "2021-07-30", "2019-12-18", "2022-01-11")


def said_of(content: bytes, name: str = "sheet.csv", mapping: Mapping | None = None) -> Any:
    """The object that the command prints for a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        arguments = [str(path), "--json"]
        if mapping is not None:
            file = Path(folder) / "mapping.json"
            file.write_bytes(write_mapping(mapping))
            arguments += ["--mapping", str(file)]
        printed = io.StringIO()
        with redirect_stdout(printed):
            main(arguments)
    return json.loads(printed.getvalue())


def answered(content: bytes, option: str, name: str = "sheet.csv") -> Mapping:
    """The mapping once the only question of a file is answered."""
    opening = begin_opening([(name, content)])
    (question,) = opening_outcome(opening).questions
    assert question.issue.ask is not None
    return with_answer(opening, question.issue.ask.key, option).mapping


def counts(said: Any, endpoint: str) -> tuple[int, int] | None:
    """Lines and events of an endpoint."""
    found = said["endpoints"][endpoint]
    return None if found is None else (found["n"], found["events"])


def sheet(columns: dict[str, Sequence[object]], separator: str = ",") -> bytes:
    """A text file of columns; cells that hold the separator are quoted."""
    rows = [list(columns), *zip(*columns.values(), strict=True)]
    return "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows).encode()


def dated(
    header: str,
    words: Iterable[object],
    start: str = "Start of chemotherapy",
    contact: str = "Last follow-up",
    separator: str = ",",
) -> bytes:
    """Starts and last contacts, and one column more."""
    said = list(words)
    n = len(said)
    labels = [f"P{number}" for number in range(1, n + 1)]
    columns = {"Patient": labels, start: STARTS[:n], contact: CONTACTS[:n], header: said}
    return sheet(columns, separator)


def timed(header: str, words: Iterable[object], time: str = "OS (months)") -> bytes:
    """Times in months, and one column more."""
    said = list(words)
    labels = [f"P{number}" for number in range(1, len(said) + 1)]
    return sheet({"Patient": labels, time: [14, 19, 30, 5, 22][: len(said)], header: said})


def progressed(header: str, words: Iterable[object], stage: str = "metastatic") -> bytes:
    """Dates without those of progression; the third patient died."""
    said = list(words)
    n = len(said)
    return sheet(
        {
            "Patient": [f"P{number}" for number in range(1, n + 1)],
            "Stage": [stage] * n,
            "Start date": STARTS[:n],
            header: said,
            "Death date": ["", "", "2018-11-21", "", "", ""][:n],
            "Last follow-up": CONTACTS[:n],
        }
    )
