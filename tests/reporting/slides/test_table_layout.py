"""Tables on slides: sections stay together, columns stay on one slide where they can."""

from __future__ import annotations

import pandas as pd

from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, Box, text_height
from imt_core.reporting.slides.table_layout import Piece, TextTable, laid_out
from imt_core.reporting.tables.baseline_lines import INDENT

ROOM = Box(left=0.5, top=1.4, width=12.3, height=5.6)


def table(*rows: str, columns: int = 2, cell: str = "10 (40.0%)") -> TextTable:
    """A heading has no numbers: it ends in a colon."""
    cells = [[row.rstrip(":"), *([""] if row.endswith(":") else [cell]) * columns] for row in rows]
    names = ["Characteristic", *(f"group {at}" for at in range(columns))]
    return TextTable(caption="", frame=pd.DataFrame(cells, columns=names))


def levels(name: str, n: int) -> list[str]:
    return [f"{name}:", *(f"{INDENT}level {at}" for at in range(n))]


def names(page: list[Piece]) -> list[str]:
    return [section[0].name for piece in page for section in piece.sections]


def test_a_variable_stays_with_its_levels() -> None:
    pages = laid_out([table("n", *levels("A", 10), *levels("B", 12), *levels("C", 11))], ROOM)
    assert [names(page) for page in pages] == [["n", "A"], ["B"], ["C"]]
    assert [len(section) for page in pages for section in page[0].sections] == [1, 10, 12, 11]


def test_only_a_variable_longer_than_a_slide_is_continued() -> None:
    pages = laid_out([table(*levels("Site", 30), "n")], ROOM)
    assert [names(page) for page in pages] == [["Site"], ["Site (continued)", "n"]]
    assert [len(page[0].sections[0]) for page in pages] == [15, 15]


def test_no_slide_has_one_row_left_over() -> None:
    rows = [f"row {at}" for at in range(24)]
    sizes = [len(page[0].sections) for page in laid_out([table(*rows)], ROOM)]
    assert sizes == [12, 12]


def test_columns_are_parted_only_where_they_must_be() -> None:
    (page,) = laid_out([table("n", columns=8)], ROOM)
    assert [len(piece.header) for piece in page] == [9]
    (page,) = laid_out([table("n", columns=16)], ROOM)
    assert [piece.header[0] for piece in page] == ["Characteristic", "Characteristic"]
    assert [len(piece.header) for piece in page] == [9, 9]
    assert [piece.caption for piece in page] == ["Columns (1/2)", "Columns (2/2)"]


def test_long_words_and_cells_of_an_own_column_have_the_room_they_need() -> None:
    long = "a reason for stopping that somebody wrote in full into a column of their own " * 3
    for cell in (long, "x" * 120, "自身免疫性疾病" * 12):
        pages = laid_out([table("Reason: own", *["row"] * 3, columns=3, cell=cell)], ROOM)
        for piece in (piece for page in pages for piece in page):
            assert sum(piece.widths) <= ROOM.width + 0.01
            assert piece.height <= ROOM.height
            for width in piece.widths[2:]:
                assert text_height(cell, piece.size, width - 0.12) <= piece.heights[1]


def test_a_short_table_is_in_large_type() -> None:
    (page,) = laid_out([table("n")], ROOM)
    (dense,) = laid_out([table(*[f"row {at}" for at in range(22)])], ROOM)
    assert (page[0].size, dense[0].size) == (18.0, SMALLEST_TEXT)


def test_what_stands_below_a_row_of_numbers_stays_with_it() -> None:
    pages = laid_out([table("Sex: male", f"{INDENT}not recorded", "n")], ROOM)
    (piece,) = pages[0]
    assert [[line.level for line in section] for section in piece.sections] == [
        [None, "not recorded"],
        [None],
    ]
