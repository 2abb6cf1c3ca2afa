"""A table broken into pages of large type: at most twelve rows, and no wider than the stage."""

from __future__ import annotations

import re
from math import ceil
from typing import Final

import pandas as pd

from imt_core.reporting.design.theme import n_letters
from imt_core.reporting.screen.stage import LINE, WIDTH, text_width

MOST_ROWS: Final = 12
"""A heading that is repeated comes on top."""
_PAD: Final = 32
_WIDEST: Final = 400.0
_WIDEST_FIRST: Final = 560.0
_HEADER_LINES: Final = 3
"""In which a header may stand that is wider than its column."""
_LOOSE: Final = 1.2
"""How much more lines take that break between words."""
_ABOVE: Final = 12
_ROW: Final = LINE + _ABOVE
_INDENT: Final = "\u00a0"
_TOGETHER: Final = str.maketrans(" ", "\u00a0")


def table_pages(table: pd.DataFrame, height: float) -> tuple[pd.DataFrame, ...]:
    """Break a table of formatted text.

    Parameters
    ----------
    table : pandas.DataFrame
    height : float
        Pixels of the stage that it may take.

    Returns
    -------
    tuple of pandas.DataFrame
        The first column stands on every page. Rows follow each other before columns do.

    Examples
    --------
    >>> table = pd.DataFrame({"Row": [str(n) for n in range(30)], "n": "5", "x" * 80: "6"})
    >>> [page.shape for page in table_pages(table, 560)]
    [(10, 3), (10, 3), (10, 3)]
    >>> wide = pd.DataFrame({"Row": ["a"], **{f"{n} " + "word " * 9: ["b"] for n in range(4)}})
    >>> [list(page.columns.str[:3]) for page in table_pages(wide, 560)]
    [['Row', '0 w', '1 w', '2 w', '3 w']]
    >>> [page.shape for page in table_pages(wide.assign(n="x" * 80, m="y" * 80, o="z" * 80), 560)]
    [(1, 5), (1, 4)]
    >>> levels = pd.DataFrame({"Row": ["Site", *[f"\u00a0{n}" for n in range(13)]]})
    >>> [page["Row"].iloc[0] for page in table_pages(levels, 560)]
    ['Site', 'Site (continued)']
    """
    text = table.astype(str)
    widths = [
        min(
            max(_header_width(str(name)), *map(text_width, text.iloc[:, at]), 0) + _PAD,
            _WIDEST if at else _WIDEST_FIRST,
        )
        for at, name in enumerate(text.columns)
    ]
    for at, widest in enumerate((_WIDEST_FIRST, *[_WIDEST] * (len(widths) - 1))):
        text[text.columns[at]] = [_together(cell, widest) for cell in text.iloc[:, at]]
    return tuple(
        _under_heading(text.iloc[:, columns], rows)
        for columns in _columns(widths)
        for rows in _rows(text.iloc[:, columns], [widths[at] for at in columns], height)
    )


def _header_width(name: str) -> float:
    """What a header takes at least: its lines break between words, or at any wide letter."""
    words = [word for word in name.split() if n_letters(word) == len(word)]
    whole = text_width(name)
    return max(min(whole, _LOOSE * whole / _HEADER_LINES), *map(text_width, words), 0)


def _together(cell: str, widest: float) -> str:
    """A cell that fits in a column does not wrap where a long header asks for the room.

    Of one that does not, long words may break.
    """
    if text_width(cell) + _PAD <= widest:
        return cell.translate(_TOGETHER)
    return re.sub(r"\S{20}", "\\g<0>\u200b", cell)


def _under_heading(text: pd.DataFrame, rows: list[int]) -> pd.DataFrame:
    """Rows of a page; levels that go on from the page before stand under their heading again."""
    is_level = text.iloc[:, 0].str.startswith(_INDENT).tolist()
    headings = [at for at in range(rows[0]) if not is_level[at]] if rows else []
    if not headings or not is_level[rows[0]]:
        return text.iloc[rows]
    page = text.iloc[[headings[-1], *rows]].copy()
    first = page.iloc[:, 0].tolist()
    page[page.columns[0]] = [f"{first[0]} (continued)", *first[1:]]
    return page


def _columns(widths: list[float]) -> list[list[int]]:
    """The columns of each page, the first on all."""
    pages, used = [[0]], widths[0]
    for at, width in enumerate(widths[1:], start=1):
        if used + width > WIDTH and len(pages[-1]) > 1:
            pages.append([0])
            used = widths[0]
        pages[-1].append(at)
        used += width
    return pages


def _rows(text: pd.DataFrame, widths: list[float], height: float) -> list[list[int]]:
    """The rows of each page, about equally many."""
    # A heading that is repeated takes the room of a row.
    room = height - _ROW - _high(list(map(str, text.columns)), widths, loose=_LOOSE)
    highs = [_high(list(row), widths) for row in text.itertuples(index=False)]
    least = max(ceil(sum(highs) / max(room, 1)), ceil(len(highs) / MOST_ROWS), 1)
    share = ceil(len(highs) / least)
    pages: list[list[int]] = [[]]
    used = 0.0
    for at, high in enumerate(highs):
        if pages[-1] and (used + high > room or len(pages[-1]) == share):
            pages.append([])
            used = 0.0
        pages[-1].append(at)
        used += high
    return pages


def _high(cells: list[str], widths: list[float], *, loose: float = 1.0) -> float:
    """Pixels that a row takes: as many lines as its longest cell."""
    shares = (text_width(cell) / (width - _PAD) for cell, width in zip(cells, widths, strict=True))
    lines = (ceil((loose if share > 1 else 1) * share - 0.01) for share in shares)
    return max(lines, default=1) * LINE + _ABOVE
