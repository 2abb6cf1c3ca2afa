"""Cells become the texts of their levels, each of its own kind."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.cohort.schema import level_texts


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (pd.Series(["b", None, "a", "b"]), ["b", "not recorded", "a", "b"]),
        (pd.Series([2.0, float("nan"), 1.5]), ["2", "not recorded", "1.5"]),
        (pd.Series([None, None], dtype=object), ["not recorded", "not recorded"]),
        (pd.Series([], dtype=object), []),
        (pd.Series(["2020-01-31", None], dtype="datetime64[ns]"), ["2020-01-31 00:00:00"]),
        (pd.Series(["x", None], dtype="category"), ["x", "not recorded"]),
        (pd.Series([True, None], dtype="boolean"), ["1", "not recorded"]),
    ],
)
def test_a_cell_is_written_as_the_text_of_its_level(cells: pd.Series, texts: list[str]) -> None:
    assert level_texts(cells).tolist()[: len(texts)] == texts


def test_equal_cells_of_different_kinds_keep_their_own_texts() -> None:
    cells = pd.Series([1, True, "1", 1.0, None], dtype=object)
    assert level_texts(cells).tolist() == ["1", "True", "1", "1.0", "not recorded"]


def test_texts_stand_in_the_rows_of_their_cells() -> None:
    texts = level_texts(pd.Series(["a", None], index=[7, 3], name="ward"))
    assert (texts.to_dict(), texts.name) == ({7: "a", 3: "not recorded"}, "ward")
