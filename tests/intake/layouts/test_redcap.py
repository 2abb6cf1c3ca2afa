"""REDCap exports."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.layouts.redcap import arrange_redcap, redcap_part
from imt_core.intake.layouts.redcap_dictionary import read_dictionary
from imt_core.intake.layouts.redcap_records import collapse_records
from imt_core.intake.layouts.source_table import SourceTable
from tests.intake.layouts.tables import codes, mapped, numbers, real, real_rows, rows_source, source
from tests.places import needs_real

LINES = rows_source(
    "data",
    """
record_id,redcap_repeat_instrument,redcap_repeat_instance,sex,os_months,regimen,crp,lines_complete
1,,,1,30,,,
1,lines,1,,,AI,,2
1,lines,2,,,GD,,2
1,labs,1,,,,5,
2,,,0,12,,,
2,lines,1,,,A,,0
3,,,1,7,,,
""",
)
DICTIONARY = rows_source(
    "dictionary",
    """
Variable / Field Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",Identifier?
record_id,text,Record,,
sex,radio,Sex,"0, Female | 1, Male",
regimen,text,Regimen,,y
crp,text,CRP,,
""",
)


def test_the_repeating_instrument_with_treatment_gives_the_lines() -> None:
    arranged = arrange_redcap([LINES])
    assert arranged.table[["record_id", "sex", "regimen"]].to_numpy().tolist() == [
        ["1", "1", "AI"],
        ["1", "1", "GD"],
        ["2", "0", "A"],
        ["3", "1", ""],
    ]
    assert arranged.table["redcap_repeat_instance"].tolist() == ["1", "2", "1", ""]
    assert arranged.table.index.tolist() == [2, 3, 4, 5]
    assert mapped(arranged) == {"patient_id": "record_id", "line_number": "redcap_repeat_instance"}
    assert arranged.steps == (
        "Left out of data: 1 column on whether a form is complete.",
        "7 rows of data became 3 records. Taken for treatment lines: 3 rows of the repeating "
        "instrument lines; kept as one row without a line: 1 record.",
    )


def test_survival_of_the_record_stays_on_the_first_line() -> None:
    arranged = arrange_redcap([LINES])
    assert arranged.table["os_months"].tolist() == ["30", "", "12", "7"]
    assert "kept_on_first_line" in codes(arranged)


def test_another_repeating_instrument_is_left_out_aloud() -> None:
    note = next(n for n in arrange_redcap([LINES]).notes if "repeating" in n.code)
    assert note.rows == (5,)
    assert "crp" not in arrange_redcap([LINES]).table


def test_codes_become_labels_and_identifiers_are_noted() -> None:
    arranged = arrange_redcap([LINES, DICTIONARY])
    assert arranged.table["sex"].tolist() == ["Male", "Male", "Female", "Male"]
    assert [(n.code, n.column) for n in arranged.notes if "identifier" in n.code] == [
        ("identifier_in_dictionary", "regimen")
    ]


def test_codes_that_the_dictionary_does_not_know_stay_and_are_noted() -> None:
    arranged = arrange_redcap(
        [source("d", record_id=["1", "2"], sex=["1", "-99"], a_complete=["2", "2"]), DICTIONARY]
    )
    assert arranged.table["sex"].tolist() == ["Male", "-99"]
    note = next(note for note in arranged.notes if note.code == "code_not_in_dictionary")
    assert note.rows == (3,)


def test_codes_of_canonical_events_stay() -> None:
    dictionary = rows_source(
        "dd",
        """
field_name,field_type,select_choices_or_calculations
record_id,text,
os_event,radio,"1, Dead | 0, Alive"
""",
    )
    arranged = arrange_redcap([source("d", record_id=["1"], os_event=["1"]), dictionary])
    assert arranged.table["os_event"].tolist() == ["1"]


def test_checkboxes_are_named_by_their_labels() -> None:
    dictionary = rows_source(
        "dd",
        """
field_name,field_type,select_choices_or_calculations
meds,checkbox,"1, Aspirin | 2, Heparin | -9, None"
""",
    )
    data = source("d", record_id=["1"], meds___1=["1"], meds___2=["0"], meds____9=["0"])
    arranged = arrange_redcap([data, dictionary])
    assert arranged.table.columns.tolist() == [
        "record_id",
        "meds: Aspirin",
        "meds: Heparin",
        "meds: None",
    ]


def test_events_are_brought_together_and_kept_apart_where_they_must() -> None:
    arranged = arrange_redcap(
        [
            rows_source(
                "d",
                """
record_id,redcap_event_name,sex,weight
1,start_arm_1,male,70
1,end_arm_1,,68
2,start_arm_1,female,50
""",
            )
        ]
    )
    assert arranged.table.to_dict("records") == [
        {"record_id": "1", "sex": "male", "weight.start": "70", "weight.end": "68"},
        {"record_id": "2", "sex": "female", "weight.start": "50", "weight.end": ""},
    ]


def test_arms_are_kept_with_their_names() -> None:
    data = rows_source(
        "d",
        """
record_id,redcap_event_name,age
1,start_arm_1,9
2,start_arm_2,8
""",
    )
    assert arrange_redcap([data]).table["arm"].tolist() == ["1", "2"]
    arms = source("arm", arm_num=["1", "2"], name=["Drug A", "Drug B"])
    assert arrange_redcap([data, arms]).table["arm"].tolist() == ["Drug A", "Drug B"]


def test_events_of_two_arms_that_one_record_has_are_kept_apart() -> None:
    arranged = arrange_redcap(
        [
            rows_source(
                "d",
                """
record_id,redcap_event_name,weight
1,start_arm_1,70
1,start_arm_2,68
""",
            )
        ]
    )
    assert arranged.table.to_dict("records") == [
        {"record_id": "1", "arm": "1 and 2", "weight.start_arm_1": "70", "weight.start_arm_2": "68"}
    ]


def test_an_export_with_labels_is_read_too() -> None:
    arranged = arrange_redcap(
        [
            rows_source(
                "d",
                """
Record ID,Event Name,Repeat Instrument,Repeat Instance,Sex,Regimen,Complete?
1,Start (Arm 1: Drug A),,,Male,,Complete
1,Start (Arm 1: Drug A),Treatment,1,,AI,Complete
2,Start (Arm 2: Drug B),Treatment,1,,GD,Incomplete
""",
            )
        ]
    )
    assert arranged.table[["Record ID", "arm", "Sex", "Regimen"]].to_numpy().tolist() == [
        ["1", "1: Drug A", "Male", "AI"],
        ["2", "2: Drug B", "", "GD"],
    ]
    assert "Complete?" not in arranged.table


def test_repeated_events_without_treatment_become_columns() -> None:
    arranged = arrange_redcap(
        [
            rows_source(
                "d",
                """
record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,crp
1,visit_arm_1,,1,5
1,visit_arm_1,,2,6
""",
            )
        ]
    )
    assert arranged.table.to_dict("records") == [
        {"record_id": "1", "crp.visit 1": "5", "crp.visit 2": "6"}
    ]


def test_an_instrument_repeated_very_often_is_left_out_aloud() -> None:
    n = 13
    arranged = arrange_redcap(
        [
            source(
                "d",
                record_id=["1"] * (n + 1),
                redcap_repeat_instrument=["", *["labs"] * n],
                redcap_repeat_instance=["", *map(str, range(1, n + 1))],
                sex=["male", *[""] * n],
                crp=["", *["5"] * n],
            )
        ]
    )
    assert arranged.table["sex"].tolist() == ["male"]
    assert codes(arranged) == ["repeating_instrument_left_out"]
    assert len(arranged.notes[0].rows) == n


def test_rows_without_events_and_repeats_stay_as_they_are() -> None:
    data = source("d", record_id=["1", "1"], regimen=["A", "T"], f_complete=["2", "2"])
    arranged = arrange_redcap([data])
    assert arranged.table["regimen"].tolist() == ["A", "T"]
    assert not arranged.row_numbers_changed


def test_a_field_that_ends_like_a_form_status_is_kept() -> None:
    data = source("d", record_id=["1"], resection_complete=["yes"], f_complete=["2"])
    assert arrange_redcap([data]).table.columns.tolist() == ["record_id", "resection_complete"]
    fields = rows_source("dd", "field_name,field_type\nsurgery_complete,yesno")
    known = source("d", record_id=["1"], surgery_complete=["1"], f_complete=["2"])
    assert arrange_redcap([known, fields]).table.columns.tolist() == [
        "record_id",
        "surgery_complete",
    ]


def test_a_dictionary_alone_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="dictionary holds no records"):
        arrange_redcap([DICTIONARY])


def test_two_exports_at_once_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="Only one export"):
        arrange_redcap([LINES, LINES])


def test_choices_are_read_with_commas_and_bars_in_their_places() -> None:
    table = source(
        "dd",
        field_name=["x"],
        field_type=["dropdown"],
        select_choices_or_calculations=["1, A, or B | 2,C|Very sad"],
    ).table
    assert read_dictionary(table)["x"].choices == {"1": "A, or B", "2": "C"}


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        (["record_id", "age", "a_complete"], "data"),
        (["id", "gym___1"], "data"),
        (["Record ID", "Repeat Instrument"], "data"),
        (["event_name", "arm_num", "unique_event_name"], "other"),
        (["arm_num", "name"], "other"),
        (["patient_id", "surgery_complete"], None),
        (["record_id", "regimen"], None),
    ],
)
def test_the_parts_of_a_project_are_told_by_their_headers(
    headers: list[str], part: str | None
) -> None:
    assert redcap_part(pd.DataFrame(columns=headers)) == part


ROWS = st.lists(
    st.tuples(st.sampled_from("12"), st.sampled_from(["x", "y"]), st.sampled_from(["", "a", "b"])),
    min_size=1,
    max_size=12,
)


@given(ROWS)
def test_no_filled_cell_is_lost_when_records_are_brought_together(
    rows: list[tuple[str, str, str]],
) -> None:
    table = pd.DataFrame(rows, columns=["record_id", "event", "value"], dtype=object)
    table = table.set_axis(numbers(len(rows)))
    collapsed = collapse_records(
        table[["record_id", "value"]], record="record_id", occasions=table["event"]
    )
    for record in dict.fromkeys(table["record_id"]):
        before = Counter(v for r, _, v in rows if r == record and v)
        after = Counter(v for v in collapsed.loc[record] if v)
        assert after == before


@needs_real
def test_a_sparse_export_of_repeated_measurements_loses_nothing() -> None:
    folder = "redcap/repeating-instruments-sparse"
    arranged = arrange_redcap(real(f"{folder}/data.csv", f"{folder}/dictionary.csv"))
    rows = real_rows(f"{folder}/data.csv")
    assert arranged.table["record_id"].tolist() == ["1", "2", "3", "4", "5"]
    for field in ("bp_systolic", "bp_diastolic"):
        columns = [header for header in arranged.table if header.startswith(f"{field}.")]
        after = Counter(arranged.table[columns].to_numpy().ravel()) - Counter({"": 99})
        assert after == Counter(row[field] for row in rows if row[field])
    assert arranged.table["sex"].tolist() == ["Female", "Male", "", "", ""]
    identifying = {n.column for n in arranged.notes if n.code == "identifier_in_dictionary"}
    assert identifying == {"first_name", "dob"}


@needs_real
def test_a_longitudinal_export_becomes_one_row_per_record() -> None:
    folder = "redcap/longitudinal"
    names = ("data", "dictionary", "arm", "event")
    arranged = arrange_redcap(real(*(f"{folder}/{name}.csv" for name in names)))
    table = arranged.table.set_index("study_id")
    rows = real_rows(f"{folder}/data.csv")
    assert table.index.tolist() == list(dict.fromkeys(row["study_id"] for row in rows))
    assert table["arm"].tolist() == ["Drug A", "Drug A", "Drug B"]
    for field in ("vld1", "vbw2", "height", "npcr_4"):
        columns = [header for header in table if header.split(".")[0] == field]
        after = Counter(table[columns].to_numpy().ravel()) - Counter({"": 99})
        assert after == Counter(row[field] for row in rows if row[field])
    assert "gym: Monday" in table
    assert not any(header.endswith("_complete") for header in table)
    identifying = {n.column for n in arranged.notes if n.code == "identifier_in_dictionary"}
    assert identifying == {
        row["Variable / Field Name"]
        for row in real_rows(f"{folder}/dictionary.csv")
        if row["Identifier?"] == "y"
    }


@needs_real
def test_an_export_of_one_row_per_record_keeps_its_rows() -> None:
    folder = "redcap/clinical-trial-1"
    arranged = arrange_redcap(real(f"{folder}/data.csv", f"{folder}/dictionary.csv"))
    rows = real_rows(f"{folder}/data.csv")
    assert arranged.table["record_id"].tolist() == [row["record_id"] for row in rows]
    assert not arranged.row_numbers_changed
    assert Counter(arranged.table["gender"]) == {
        "Male": sum(row["gender"] == "1" for row in rows),
        "Female": sum(row["gender"] == "0" for row in rows),
    }


def test_many_lines_are_taken_quickly() -> None:
    n = 20_000
    arranged = arrange_redcap(
        [
            source(
                "d",
                record_id=[str(i // 2) for i in range(n)],
                redcap_repeat_instrument=["", "lines"] * (n // 2),
                redcap_repeat_instance=["", "1"] * (n // 2),
                sex=["male", ""] * (n // 2),
                regimen=["", "AI"] * (n // 2),
            )
        ]
    )
    assert len(arranged.table) == n // 2
    assert set(arranged.table["sex"]) == {"male"}


def test_many_records_are_brought_together_quickly() -> None:
    n = 20_000
    table = pd.DataFrame(
        {
            "record_id": [str(i // 5) for i in range(n)],
            "redcap_event_name": [f"visit_{i % 5}_arm_1" for i in range(n)],
            **{f"field_{j}": ["x" if i % 5 == j % 5 else "" for i in range(n)] for j in range(20)},
        }
    ).set_axis(numbers(n))
    arranged = arrange_redcap([SourceTable(name="d", table=table)])
    assert arranged.table.shape == (n // 5, 21)
    assert (arranged.table != "").all().all()


@pytest.mark.parametrize("header", ["line_number", "start_date", "Linie"])
def test_repeats_are_no_line_numbers_where_the_table_tells_the_order(header: str) -> None:
    told = LINES.table.assign(**{header: ["", "1", "2", "", "", "1", ""]})
    arranged = arrange_redcap([SourceTable(name="data", table=told)])
    assert "line_number" not in mapped(arranged)
    assert "repeats_taken_for_lines" not in codes(arranged)
    assert "repeats_taken_for_lines" in codes(arrange_redcap([LINES]))
