"""Which rows and columns an XLS workbook hides: its reader does not tell."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice
from typing import Final

Runs = tuple[tuple[int, int], ...]

_NO_SECTOR: Final = 0xFFFFFFFA
_HEADER: Final = 512
_SHEET, _ROW, _COLUMNS, _BEGIN, _END = 0x85, 0x208, 0x7D, 0x809, 0x0A
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01


def hidden_parts(content: bytes) -> list[tuple[Runs, Runs]]:
    """Read what each sheet hides, by a filter or by hand.

    Parameters
    ----------
    content : bytes
        A workbook that its reader could read.

    Returns
    -------
    list of tuple
        For each sheet in order the first and last of each run of hidden rows, and of columns, from
        0; empty where the workbook is laid out in a way that is not known here.
    """
    try:
        book = _workbook_stream(content)
        return [_hidden_of_sheet(book, start) for start in _sheet_starts(book)]
    except (struct.error, IndexError, ValueError):
        return []


def _workbook_stream(content: bytes) -> bytes:
    """The stream of the workbook, out of the sectors of the compound file."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    (first_folder,) = struct.unpack_from("<I", content, 48)
    smallest, first_small = struct.unpack_from("<II", content, 56)

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    table = b"".join(sector(n) for n in _table_sectors(content, size))
    follows = struct.unpack(f"<{len(table) // 4}I", table)
    folder = b"".join(sector(n) for n in _chain(first_folder, follows))
    root = folder[:128]
    for entry in (folder[at : at + 128] for at in range(0, len(folder), 128)):
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")
        if name not in ("Workbook", "Book"):
            continue
        first, length = struct.unpack_from("<II", entry, 116)
        if length >= smallest:
            return b"".join(sector(n) for n in _chain(first, follows))[:length]
        small = b"".join(sector(n) for n in _chain(first_small, follows))
        follows_small = struct.unpack(f"<{len(small) // 4}I", small)
        within = b"".join(
            sector(n) for n in _chain(struct.unpack_from("<I", root, 116)[0], follows)
        )
        parts = _chain(first, follows_small)
        return b"".join(within[n * 64 : (n + 1) * 64] for n in parts)[:length]
    raise ValueError("no workbook")


def _table_sectors(content: bytes, size: int) -> Iterator[int]:
    """Sectors of the table of sectors: the first 109 stand in the header, the rest in a chain."""
    yield from (n for n in struct.unpack_from("<109I", content, 76) if n < _NO_SECTOR)
    following, n_more = struct.unpack_from("<II", content, 68)
    for _ in range(min(n_more, len(content) // size)):
        entries = struct.unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        yield from (n for n in entries[:-1] if n < _NO_SECTOR)
        following = entries[-1]


def _chain(first: int, follows: tuple[int, ...]) -> Iterator[int]:
    """The sectors of a stream; a chain that runs in a circle ends."""

    def steps() -> Iterator[int]:
        number = first
        while number < _NO_SECTOR:
            yield number
            number = follows[number]

    return islice(steps(), len(follows))


def _records(book: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    at = start
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_starts(book: bytes) -> list[int]:
    starts = []
    for kind, data in _records(book, 0):
        if kind == _SHEET:
            starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _END:
            break
    return starts


def _hidden_of_sheet(book: bytes, start: int) -> tuple[Runs, Runs]:
    rows: list[tuple[int, int]] = []
    columns: list[tuple[int, int]] = []
    depth = 0
    for kind, data in _records(book, start):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif kind == _ROW and depth == 1 and struct.unpack_from("<H", data, 12)[0] & _ROW_HIDDEN:
            row = struct.unpack_from("<H", data)[0]
            rows.append((row, row))
        elif kind == _COLUMNS and depth == 1:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & _COLUMN_HIDDEN:
                columns.append((first, last))
    return tuple(rows), tuple(columns)
