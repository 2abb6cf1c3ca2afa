"""A SAS, SPSS or Stata file that holds no table says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.files import statistical_file
from imt_core.intake.files.file_kind import Kind
from imt_core.intake.files.reading import read_tables

WRITERS = {"xpt": pyreadstat.write_xport, "sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}
FULL = pd.DataFrame({"patient_id": ["a", "b"], "os_months": [1.0, 2.0]})


def written(table: pd.DataFrame, ending: str, folder: Path) -> bytes:
    path = folder / f"a.{ending}"
    WRITERS[ending](table, path)
    return path.read_bytes()


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("table", [FULL.iloc[:0], pd.DataFrame()], ids=["no row", "no column"])
def test_a_file_without_rows_or_columns_is_refused_in_a_sentence(
    ending: str, table: pd.DataFrame, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFileError, match=r"^The file must .*, but .*\. .*\.$"):
        read_tables(written(table, ending, tmp_path), filename=f"a.{ending}")


@pytest.mark.parametrize("ending", WRITERS)
def test_a_file_cut_off_anywhere_is_read_or_refused(ending: str, tmp_path: Path) -> None:
    content = written(FULL, ending, tmp_path)
    for length in range(0, len(content), max(1, len(content) // 40)):
        try:
            (read,) = read_tables(content[:length], filename=f"a.{ending}")
        except UnreadableFileError:
            continue
        assert read.table.shape == (2, 2) or len(read.table) == 1


def _meta(names: list[str], labels: list[str | None]) -> Any:
    return type(
        "Meta",
        (),
        {
            "number_rows": 1,
            "number_columns": len(names),
            "column_names": names,
            "column_labels": labels,
            "variable_value_labels": {},
            "original_variable_types": {},
        },
    )


@pytest.mark.parametrize(
    ("columns", "meta"),
    [
        ({}, _meta([], [])),
        ({"": ["x"]}, _meta([""], [None])),
        ({"a": ["x"], None: ["y"]}, _meta(["a", ""], [None, None])),
        ({"a": ["x"]}, _meta(["a"], [])),
        ({"a": ["x"], "b": []}, _meta(["a", "b"], [None, None])),
    ],
    ids=[
        "no header",
        "header without a name",
        "one that no letters make",
        "labels lacking",
        "columns of two lengths",
    ],
)
@pytest.mark.parametrize("kind", ["sas7bdat", "xpt"])
def test_a_sas_file_without_headers_is_refused(
    columns: dict[str | None, list[str]], meta: Any, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the reader may give of a damaged file, which no library writes."""
    name, _ = statistical_file._READERS[kind]
    reader = (name, lambda *_, **__: (columns, meta))
    monkeypatch.setitem(statistical_file._READERS, kind, reader)
    with pytest.raises(UnreadableFileError):
        statistical_file.read_statistical_file(b"", kind)
