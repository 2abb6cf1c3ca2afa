"""Sheets of deaths and progressions, and what the command says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

STARTS = ("2018-01-10", "2018-02-11", "2018-05-03", "2019-01-15", "2019-03-04", "2019-06-20")
CONTACTS = ("2019-03-02", "2020-05-07", "2018-11-21", "2021-07-30", "2019-12-18", "2022-01-11")


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
