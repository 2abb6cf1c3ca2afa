"""Recognising the layout of tables, alone and together."""

from __future__ import annotations

from pathlib import Path

import pytest

from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.intake.layouts.arrangement import arrange_tables
from imt_core.intake.layouts.numbered_patients import numbered_patients
from tests.intake.layouts.tables import codes, mapped, real, real_rows, rows_source, source
from tests.places import REAL, needs_real

LINES = source("lines", patient_id=["1", "1", "2"], regimen=["AI", "GD", "A"])


def test_one_row_per_line_stays_as_it_is() -> None:
    arranged = arrange_tables([LINES])
    assert arranged.table is LINES.table
    assert arranged.layout == "one row per line or patient"
    assert (arranged.steps, arranged.notes, arranged.columns) == ((), (), ())
    assert not arranged.row_numbers_changed


def test_no_table_is_a_misuse() -> None:
    with pytest.raises(ImtError, match="sources must hold a table"):
        arrange_tables([])


def test_a_wide_table_is_lengthened_before_it_is_joined() -> None:
    wide = source("wide", patient_id=["1"], regimen_1=["AI"], regimen_2=["GD"])
    arranged = arrange_tables([wide, source("sex", patient_id=["1"], sex=["male"])])
    assert arranged.layout == "several tables joined"
    assert arranged.table[["line_number", "regimen", "sex"]].to_numpy().tolist() == [
        ["1", "AI", "male"],
        ["2", "GD", "male"],
    ]
    assert len(arranged.steps) == 2


def test_a_table_beside_a_known_layout_is_joined_to_it() -> None:
    adam = source(
        "adtte",
        USUBJID=["a", "b"],
        PARAMCD=["OS", "OS"],
        AVAL=["1", "2"],
        AVALU=["DAYS", "DAYS"],
        CNSR=["0", "1"],
    )
    arranged = arrange_tables([source("alk", patient_id=["b"], alk_status=["positive"]), adam])
    assert arranged.layout == "CDISC ADaM"
    assert arranged.table["alk_status"].tolist() == ["", "positive"]
    assert mapped(arranged)["os_months"] == "OS.AVAL"
    assert mapped(arranged)["patient_id"] == "USUBJID"


def test_lines_beside_a_redcap_export_keep_the_lines() -> None:
    export = source("export", record_id=["1", "2"], sex=["male", "female"], a_complete=["2", "2"])
    arranged = arrange_tables([export, LINES])
    assert arranged.table[["patient_id", "regimen", "sex"]].to_numpy().tolist() == [
        ["1", "AI", "male"],
        ["1", "GD", "male"],
        ["2", "A", "female"],
    ]
    assert mapped(arranged)["patient_id"] == "patient_id"


def test_repeated_columns_of_a_redcap_export_become_lines() -> None:
    export = source("export", record_id=["1"], regimen_1=["AI"], regimen_2=["GD"], a_complete=["2"])
    arranged = arrange_tables([export])
    assert arranged.layout == "REDCap"
    assert arranged.table["regimen"].tolist() == ["AI", "GD"]
    assert mapped(arranged) == {"patient_id": "record_id"}


def test_treatment_by_event_becomes_lines() -> None:
    export = rows_source(
        "export",
        """
record_id,redcap_event_name,sex,regimen
1,enrolment_arm_1,male,
1,line_1_arm_1,,AI
1,line_2_arm_1,,GD
2,enrolment_arm_1,male,
2,line_1_arm_1,,A
""",
    )
    arranged = arrange_tables([export])
    assert arranged.table[["record_id", "line_number", "regimen"]].to_numpy().tolist() == [
        ["1", "1", "AI"],
        ["1", "2", "GD"],
        ["2", "1", "A"],
    ]


def test_two_forms_of_one_redcap_project_are_joined_by_record() -> None:
    one = source("one", record_id=["1", "2"], sex=["male", "male"], one_complete=["2", "2"])
    two = source("two", record_id=["2", "1"], ecog=["0", "1"], two_complete=["2", "2"])
    arranged = arrange_tables([one, two])
    assert arranged.table[["record_id", "sex", "ecog"]].to_numpy().tolist() == [
        ["1", "male", "1"],
        ["2", "male", "0"],
    ]


def test_a_dictionary_helps_a_plain_export_of_its_fields() -> None:
    data = source("plain", pid=["1"], sex=["1"])
    dictionary = rows_source(
        "dd",
        """
field_name,field_type,select_choices_or_calculations
pid,text,
sex,radio,"1, Male | 2, Female"
""",
    )
    assert arrange_tables([data, dictionary]).table["sex"].tolist() == ["Male"]


def test_a_list_of_arms_beside_another_cohort_is_left_out_aloud() -> None:
    arranged = arrange_tables([LINES, source("arm", arm_num=["1"], name=["A"])])
    assert codes(arranged) == ["no_patient_column"]
    assert len(arranged.table) == 3


def test_patients_without_identifiers_are_numbered_by_row() -> None:
    table = source("t", weeks=["4", "8"]).table
    numbered = numbered_patients(table)
    assert numbered["patient_id"].tolist() == ["row 2", "row 3"]
    assert table.columns.tolist() == ["weeks"]


@needs_real
def test_a_trial_without_identifiers_passes_and_can_be_numbered() -> None:
    arranged = arrange_tables(real("dates/asaur_gastricXelox.csv"))
    assert arranged.layout == "one row per line or patient"
    numbered = numbered_patients(arranged.table)
    rows = real_rows("dates/asaur_gastricXelox.csv")
    assert numbered["patient_id"].is_unique
    assert len(numbered) == len(rows) == 48
    assert numbered["delta"].tolist() == [row["delta"] for row in rows]


@needs_real
def test_assessments_of_a_swimmer_plot_stay_one_row_each() -> None:
    arranged = arrange_tables(real("ggswim/patient_data.csv"))
    assert arranged.layout == "one row per line or patient"
    assert arranged.table["pt_id"].tolist() == [
        row["pt_id"] for row in real_rows("ggswim/patient_data.csv")
    ]


@needs_real
def test_tables_of_a_swimmer_plot_are_joined_where_they_can_be() -> None:
    names = ("patient_data", "infusion_events", "end_study_events")
    arranged = arrange_tables(real(*(f"ggswim/{name}.csv" for name in names)))
    rows = real_rows("ggswim/patient_data.csv")
    labels = {r["pt_id"]: r["label"] for r in real_rows("ggswim/end_study_events.csv")}
    assert arranged.table["label"].tolist() == [labels.get(row["pt_id"], "") for row in rows]
    assert "several_rows_per_patient" in codes(arranged)


FILES = sorted(
    str(p.relative_to(REAL)) for p in REAL.rglob("*") if p.is_file() and p.suffix != ".md"
)
EXPLAINING = [p for p in FILES if Path(p).stem in ("arm", "event", "dictionary", "metadata")]
TIMELINES = [p for p in FILES if p.endswith(("specimen.txt", "status.txt", "surgery.txt"))]


@needs_real
@pytest.mark.parametrize("path", EXPLAINING)
def test_a_table_that_only_explains_is_refused(path: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"{Path(path).name} holds no records"):
        arrange_tables(real(path))


@needs_real
@pytest.mark.parametrize("path", TIMELINES)
def test_a_timeline_without_treatment_is_refused(path: str) -> None:
    with pytest.raises(UnreadableFileError, match=f"{Path(path).name} does not"):
        arrange_tables(real(path))


@needs_real
@pytest.mark.parametrize("path", [p for p in FILES if p not in (*EXPLAINING, *TIMELINES)])
def test_every_other_file_becomes_a_sound_table(path: str) -> None:
    arranged = arrange_tables(real(path))
    table = arranged.table
    assert table.columns.is_unique
    assert table.index.is_unique
    assert table.map(lambda cell: isinstance(cell, str)).all().all()
    assert all(mapping.source in table for mapping in arranged.columns)
    if arranged.row_numbers_changed:
        assert table.index.tolist() == list(range(2, len(table) + 2))
