"""What is written out is the same cohort when it is read again, wherever it is opened."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.cohort.relative_time import drop_dates
from imt_core.cohort.schema import Cohort
from imt_core.intake.files.reading import read_table
from imt_core.intake.mapping.mapped_cohort import read_mapped
from imt_core.intake.mapping.suggested_mapping import suggest_mapping
from imt_core.reporting.csv_files import cohort_to_table, write_cohort_workbook, write_csv
from tests.places import sample_cohort


def read_again(content: bytes, filename: str) -> pd.DataFrame:
    table = read_table(content, filename=filename)
    cohort = read_mapped(table, suggest_mapping(table).mapping, name="again").reading.cohort
    assert cohort is not None
    return cohort.frame


def written(cohort: Cohort) -> dict[str, bytes]:
    table = cohort_to_table(cohort)
    return {
        "cohort.csv": write_csv(table),
        "cohort_de.csv": write_csv(table, decimal_comma=True),
        "cohort.xlsx": write_cohort_workbook(cohort),
    }


@pytest.mark.parametrize("name", ["cohort.csv", "cohort_de.csv", "cohort.xlsx"])
def test_the_sample_reads_back_from_english_and_german_csv_and_from_excel(name: str) -> None:
    expected = drop_dates(sample_cohort()).frame
    pd.testing.assert_frame_equal(read_again(written(sample_cohort())[name], name), expected)


def test_german_csv_has_decimal_commas_and_semicolons() -> None:
    text = written(sample_cohort())["cohort_de.csv"].decode("utf-8-sig")
    assert ";39,89;0;" in text
    assert "39.89" not in text


def test_a_text_that_looks_like_a_formula_stays_a_text_in_a_workbook() -> None:
    frame = pd.DataFrame({"patient_id": ["=1+1", "b"], "best_response": ["PR", "PD"]})
    content = write_cohort_workbook(Cohort(frame=frame, name="two"))
    assert read_table(content, filename="a.xlsx")["patient_id"].tolist() == ["=1+1", "b"]
    assert b"<f>" not in content


def test_the_same_cohort_gives_the_same_workbook() -> None:
    assert write_cohort_workbook(sample_cohort()) == write_cohort_workbook(sample_cohort())
