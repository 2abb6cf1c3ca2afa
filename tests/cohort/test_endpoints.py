"""Each endpoint is described once, and every part of the product reads that description."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pandas as pd
import pytest

import imt_core.cohort.endpoints as described
from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS, MAIN_SHORTS, Endpoint
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.recognition.header_matching import suggest_columns
from imt_core.intake.recognition.header_synonyms import LANGUAGES, split_names


@pytest.fixture(params=ENDPOINTS.values(), ids=list(ENDPOINTS))
def end(request: pytest.FixtureRequest) -> Endpoint:
    return request.param


def test_the_description_imports_nothing_of_the_project_or_of_others() -> None:
    tree = ast.parse(Path(described.__file__).read_text(encoding="utf-8"))
    modules = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert modules
    assert all(str(module).split(".")[0] in sys.stdlib_module_names for module in modules)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


def test_columns_are_made_of_the_description(end: Endpoint) -> None:
    months, event = (COLUMN_BY_NAME[column] for column in end.columns)
    assert (months.label, event.label) == (f"{end.short} (months)", f"{end.short} event")
    assert (months.kind, event.kind) == ("number", "flag")
    assert end.event in months.meaning
    assert (end.extent or "") in months.meaning


def test_dates_and_extents_are_those_of_the_columns(end: Endpoint) -> None:
    assert all(COLUMN_BY_NAME[date].kind == "date" for date in end.dates)
    assert end.extent in (*COLUMN_BY_NAME["disease_extent"].values, None)


def test_the_name_of_an_endpoint_is_known_in_every_language(end: Endpoint) -> None:
    assert end.words is not None
    for names in end.words.names:
        first = split_names(names)[0]
        sheet = pd.DataFrame({f"{first} time": ["3.5", "12"], f"{first} event": ["1", "0"]})
        found = {suggestion.target for suggestion in suggest_columns(sheet)}
        assert set(end.columns) <= found
    assert [len(words) for words in (end.words.names, end.words.events, end.words.times)] == [
        len(LANGUAGES)
    ] * 3


def test_overall_survival_is_counted_first_and_each_extent_has_its_own() -> None:
    assert ENDPOINT_NAMES == ("os", "pfs", "rfs")
    assert MAIN_SHORTS == ("PFS", "RFS")
