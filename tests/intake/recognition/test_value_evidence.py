"""What the values of a column say about its being a canonical one."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.cohort.schema import COLUMNS
from imt_core.intake.recognition.value_evidence import MOST_CELLS, column_evidence, value_fit


def factor(target: str, *cells: str) -> float:
    return value_fit(target, column_evidence(pd.Series(cells, dtype=object))).factor


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-31",
        "2020-03-31 10:22:00",
        "31/03/2020",
        "31.3.20",
        "31-Mar-2020",
        "31 marzo 2020",
        "20200331",
        "03/2020",
        "2020-03",
    ],
)
def test_dates_are_recognised_however_they_are_written(text: str) -> None:
    assert column_evidence(pd.Series([text])).dates == 1.0
    assert factor("death_date", text) == 1.0


@pytest.mark.parametrize("text", ["3.5", "12", "1,5", "A-12", "1/2", "12 months", "dead"])
def test_other_texts_are_not_dates(text: str) -> None:
    assert column_evidence(pd.Series([text])).dates == 0.0


@pytest.mark.parametrize("target", [column.name for column in COLUMNS if column.kind != "date"])
def test_dates_speak_against_everything_but_a_date(target: str) -> None:
    assert factor(target, "2020-03-31", "2021-01-31", "2019-05-05") == 0.0


def test_spreadsheet_day_numbers_may_be_dates_and_months_may_not() -> None:
    assert factor("death_date", "43831", "44200") == 0.8
    assert factor("death_date", "12.5", "3") == 0.0


def test_an_event_has_few_levels_and_months_have_many() -> None:
    assert factor("os_event", "1", "0", "1", "0", "1") == 0.95
    assert factor("os_months", "1", "0", "1", "0", "1") == 0.0
    assert factor("os_event", "1.5", "12", "7.1", "3", "4.4") == 0.0
    assert factor("os_months", "1.5", "12", "7.1", "3", "4.4") == 1.0
    assert factor("os_months", "-3", "12", "7.1") == 0.5


def test_an_empty_column_is_neither_for_nor_against() -> None:
    assert {factor(column.name, "", "") for column in COLUMNS} == {0.8}


def test_patients_have_many_labels() -> None:
    assert factor("patient_id", *(f"P{i}" for i in range(40))) == 1.0
    assert factor("patient_id", *["A", "B"] * 50) == 0.3
    assert factor("patient_id", "STUDY", "STUDY") == 0.0


def test_only_so_many_cells_are_looked_at_and_they_spread_over_the_sheet() -> None:
    seen = column_evidence(pd.Series([""] * 50_000 + [str(i) for i in range(50_000)]))
    assert (seen.n_cells, seen.n_distinct) == (MOST_CELLS, MOST_CELLS)
    assert seen.weights.sum() == pytest.approx(1.0)
