"""Several tables on one sheet, side by side or below one another: each to a sheet of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.files.header_row import find_header, n_known
from imt_core.intake.files.plain_cells import visible_records
from imt_core.intake.files.sheet_marks import SheetMarks
from imt_core.intake.files.workbook import SheetRecords
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets

_SURE: Final = 0.95
_FEWEST: Final = 2


def tables_on_sheet(sheet: SheetRecords) -> tuple[SheetRecords, ...]:
    """Part a sheet where the header of the patients stands again, beside or below the first.

    Parameters
    ----------
    sheet : SheetRecords

    Returns
    -------
    tuple of SheetRecords
        The sheet itself where it holds one table; rows keep their numbers. A column of patients
        that says the same again in every row begins no table, nor does the same header again.

    Examples
    --------
    >>> head, row = ["Pt", "Response"], ["a", "PR"]
    >>> rows = [[*head, "", *head], [*row, "", "b", "SD"]]
    >>> beside = SheetRecords(name="", number=1, records=rows)
    >>> [table.name for table in tables_on_sheet(beside)]
    ['columns 1–2', 'columns 4–5']
    >>> below = SheetRecords(name="S", number=1, records=[head, row, [], ["Pt", "Sex"], ["a", "F"]])
    >>> [table.name for table in tables_on_sheet(below)]
    ['S, rows 1–2', 'S, rows 4–5']
    """
    records = visible_records(sheet.records)
    header = find_header(records)
    if header is None:
        return (sheet,)
    starts = _starts_beside(records, header)
    if len(starts) > 1:
        return tuple(_columns(sheet, a, b) for a, b in _spans(records, header, starts))
    rows = _headers(records, header)
    if len(rows) == 1:
        return (sheet,)
    ends = [*rows[1:], len(records)]
    return tuple(_rows(sheet, records, a, b) for a, b in zip([0, *rows[1:]], ends, strict=True))


def _names_patients(cell: str) -> bool:
    found = named_targets(header_words(cell)).get("patient_id")
    return found is not None and found.score >= _SURE


def _starts_beside(records: Sequence[Sequence[str]], header: int) -> list[int]:
    """Columns at which tables begin that stand side by side."""
    names = [plain_text(cell) for cell in records[header]]
    patients = [place for place, cell in enumerate(records[header]) if _names_patients(cell)]
    if not patients:
        return [0]
    first = patients[0]
    again = [place for place in patients if names[place] == names[first]]
    again = [place for place in again[1:] if not _says_the_same(records, header, first, place)]
    lead = names[:first]
    starts = [p - first if lead and names[p - first : p] == lead else p for p in again]
    if not starts:
        return [0]
    ends = [*starts[1:], len(names)]
    wide = all(sum(map(bool, names[a:b])) >= _FEWEST for a, b in zip(starts, ends, strict=True))
    return [0, *starts] if wide else [0]


def _says_the_same(records: Sequence[Sequence[str]], header: int, one: int, other: int) -> bool:
    rows = [row for row in records[header + 1 :] if len(row) > other]
    return all(row[one] == row[other] for row in rows)


def _spans(
    records: Sequence[Sequence[str]], header: int, starts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """First column of each table, and the one behind its last."""
    width = max(map(len, records))
    for start, end in zip(starts, [*starts[1:], width], strict=True):
        last = end
        while not any(row[last - 1] for row in records[header:] if len(row) >= last):
            last -= 1
        yield start, last


def _headers(records: Sequence[Sequence[str]], header: int) -> list[int]:
    """The header, and the rows that are another table's: they name patients and what they had."""
    found = [header]
    for place in range(len(records) - 1):
        cells = [cell for cell in records[place] if cell]
        if place == header or len(cells) < _FEWEST or records[place] == records[header]:
            continue
        n_names = n_known(cells)
        if n_names < _FEWEST or not any(map(_names_patients, cells)):
            continue
        if place < header:
            below = next(row for row in records[place + 1 :] if any(row))
            is_apart = not any(records[header - 1]) and n_known(below) < _FEWEST
        else:
            is_apart = _apart(records, place)
        if is_apart:
            found.append(place)
    return sorted(found)


def _apart(records: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a row stands below an empty one, or holds nothing but names of columns."""
    cells = [cell for cell in records[place] if cell]
    return not any(records[place - 1]) or n_known(cells) == len(cells)


def _columns(sheet: SheetRecords, first: int, end: int) -> SheetRecords:
    marks = SheetMarks(
        merged=tuple(
            (top, left - first, bottom, right - first)
            for top, left, bottom, right in sheet.marks.merged
            if first <= left and right < end
        ),
        hidden_rows=sheet.marks.hidden_rows,
        hidden_columns=tuple(
            (max(a - first, 0), b - first) for a, b in sheet.marks.hidden_columns if b >= first
        ),
    )
    records = [row[first:end] for row in sheet.records]
    return replace(
        sheet, name=_named(sheet, f"columns {first + 1}–{end}"), records=records, marks=marks
    )


def _rows(
    sheet: SheetRecords, records: Sequence[Sequence[str]], first: int, end: int
) -> SheetRecords:
    """The rows of one table, below as many empty ones as stand above it."""
    last = end
    while not any(records[last - 1]):
        last -= 1
    kept = [*([] for _ in range(first)), *sheet.records[first:last]]
    return replace(sheet, name=_named(sheet, f"rows {first + 1}–{last}"), records=kept)


def _named(sheet: SheetRecords, part: str) -> str:
    return f"{sheet.name}, {part}" if sheet.name else part
