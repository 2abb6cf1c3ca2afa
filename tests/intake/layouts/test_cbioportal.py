"""Clinical files and timelines of cBioPortal."""

from __future__ import annotations

from collections import Counter

import pytest

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.layouts.cbioportal import arrange_cbioportal, cbioportal_part
from tests.intake.layouts.tables import codes, mapped, real, real_rows, rows_source, source
from tests.places import REAL, needs_real

FOLDER = "cbioportal_lgg_ucsf/lgg_ucsf_data_"
PARTS = (
    "clinical_patient",
    "clinical_sample",
    "timeline_treatment",
    "timeline_status",
    "timeline_surgery",
    "timeline_specimen",
)

PATIENTS = rows_source(
    "patients",
    """
PATIENT_ID,SEX,AGE,OS_MONTHS,OS_STATUS
a,Male,40,24,1:DECEASED
b,Female,50,36,0:LIVING
c,Male,60,5,
d,Female,30,10,0:LIVING
""",
)
TREATMENT = rows_source(
    "treatment",
    """
PATIENT_ID,START_DATE,STOP_DATE,EVENT_TYPE,TREATMENT_TYPE,AGENT
a,400,500,Treatment,Medical Therapy,GD
a,100,200,Treatment,Medical Therapy,A
a,100,150,Treatment,Medical Therapy,I
a,300,320,Treatment,Radiation Therapy,
b,30,,Treatment,Chemotherapy,A
c,10,20,Treatment,Medical Therapy,T
""",
)
STATUS = rows_source(
    "status",
    """
PATIENT_ID,START_DATE,EVENT_TYPE,STATUS
a,100,Status,Progression
a,400,Status,radiographic_progression
a,730,Status,DECEASED
b,200,Status,no_progression
""",
)


def test_patients_alone_stay_one_row_each_with_statuses_explained() -> None:
    arranged = arrange_cbioportal([PATIENTS])
    assert arranged.table["PATIENT_ID"].tolist() == ["a", "b", "c", "d"]
    by_target = {mapping.target: mapping for mapping in arranged.columns}
    assert by_target["os_event"].values == (("0:LIVING", "0"), ("1:DECEASED", "1"))
    assert by_target["os_months"].source == "OS_MONTHS"
    assert by_target["sex"].values == (("Female", "female"), ("Male", "male"))
    assert codes(arranged) == ["counted_from_diagnosis"]


def test_a_patient_with_months_and_no_status_keeps_an_empty_event() -> None:
    table = arrange_cbioportal([PATIENTS]).table.set_index("PATIENT_ID")
    assert table.loc["c", ["OS_MONTHS", "OS_STATUS"]].tolist() == ["5", ""]
    lines = arrange_cbioportal([PATIENTS, TREATMENT]).table.set_index("PATIENT_ID")
    assert lines.loc["c", "os_days"] == "142"  # 5 × 30.4375 - 10
    assert lines.loc["c", "os_event"] == ""


def test_treatments_become_lines_without_radiation() -> None:
    arranged = arrange_cbioportal([PATIENTS, TREATMENT, STATUS])
    lines = arranged.table[["PATIENT_ID", "line_number", "AGENT", "treatment_days"]]
    assert lines.to_numpy().tolist() == [
        ["a", "1", "A + I", "100"],
        ["a", "2", "GD", "100"],
        ["b", "1", "A", ""],
        ["c", "1", "T", "10"],
    ]
    assert arranged.steps[1] == (
        "6 rows of treatment became 4 lines of 3 patients: left out 1 of radiation, surgery or "
        "transplantation, put 1 to another that starts on the same day."
    )


def test_progression_on_the_first_day_led_to_the_line() -> None:
    table = arrange_cbioportal([PATIENTS, TREATMENT, STATUS]).table
    outcome = table[["pfs_days", "pfs_event", "os_days", "os_event"]].to_numpy().tolist()
    assert outcome[:3] == [
        ["300", "1", "630", "1"],  # progression on day 400
        ["330", "1", "330", "1"],  # no later progression: death on day 730
        ["1066", "0", "1066", "0"],  # 36 months less 30 days; "no progression" is none
    ]


def test_patients_without_a_line_are_counted_and_listed() -> None:
    arranged = arrange_cbioportal([PATIENTS, TREATMENT, STATUS])
    note = next(note for note in arranged.notes if note.code == "patients_without_lines")
    assert note.rows == (5,)
    assert "3 in both, 1 without a line" in arranged.steps[2]


def test_times_from_diagnosis_are_named_so_beside_those_of_a_line() -> None:
    arranged = arrange_cbioportal([PATIENTS, TREATMENT, STATUS])
    assert "OS_MONTHS" not in arranged.table
    assert arranged.table["OS_MONTHS (from diagnosis)"].tolist() == ["24", "24", "36", "5"]
    assert mapped(arranged)["os_months"] == "os_days"
    units = {mapping.target: mapping.unit for mapping in arranged.columns}
    assert (units["os_months"], units["pfs_months"], units["treatment_months"]) == ("days",) * 3
    assert mapped(arranged)["start_months"] == "days_from_first_line"
    assert arranged.table["days_from_first_line"].tolist() == ["0", "300", "0", "0"]


def test_the_age_is_that_at_the_line() -> None:
    arranged = arrange_cbioportal([PATIENTS, TREATMENT])
    assert arranged.table["age_at_line"].tolist() == ["40.3", "41.1", "50.1", "60"]
    assert mapped(arranged)["age_years"] == "age_at_line"


def test_survival_times_that_contradict_the_timeline_are_not_used() -> None:
    late = rows_source(
        "status",
        """
PATIENT_ID,START_DATE,EVENT_TYPE,STATUS
a,900,Status,DECEASED
""",
    )
    arranged = arrange_cbioportal([PATIENTS, TREATMENT, late])
    assert arranged.table["os_days"].tolist() == ["800", "500", "", ""]
    assert "timeline_origin_differs" in codes(arranged)


def test_a_line_after_the_last_follow_up_has_no_times() -> None:
    late = source("t", PATIENT_ID=["c"], START_DATE=["900"], EVENT_TYPE=["Treatment"], AGENT=["A"])
    arranged = arrange_cbioportal([PATIENTS, late])
    assert arranged.table[["os_days", "os_event"]].to_numpy().tolist() == [["", ""]]
    assert "starts_after_end" in codes(arranged)


def test_a_treatment_without_a_day_is_left_out_aloud() -> None:
    two = source(
        "t",
        PATIENT_ID=["a", "b"],
        START_DATE=["9", ""],
        EVENT_TYPE=["Treatment"] * 2,
        AGENT=["A", "T"],
    )
    arranged = arrange_cbioportal([two])
    assert arranged.table["PATIENT_ID"].tolist() == ["a"]
    assert "treatment_without_day" in codes(arranged)


def test_the_first_sample_of_a_patient_is_taken_and_the_number_kept() -> None:
    samples = source(
        "samples", PATIENT_ID=["a", "a", "b"], SAMPLE_ID=["a1", "a2", "b1"], SEX=["x", "x", "x"]
    )
    arranged = arrange_cbioportal([PATIENTS, samples])
    table = arranged.table.set_index("PATIENT_ID")
    assert table["SAMPLE_ID"].tolist() == ["a1", "b1", "", ""]
    assert table["n_samples"].tolist() == ["2", "1", "", ""]
    assert table["SEX (samples)"].tolist() == ["x", "x", "", ""]
    note = next(note for note in arranged.notes if note.code == "several_rows_per_patient")
    assert note.rows == (3,)


def test_a_table_downloaded_from_the_website_is_known_by_its_words() -> None:
    arranged = arrange_cbioportal(
        [
            rows_source(
                "study.tsv",
                """
Study ID,Patient ID,Sample ID,Overall Survival (Months),Overall Survival Status
s,a,a1,5,1:DECEASED
""",
            )
        ]
    )
    assert mapped(arranged)["os_months"] == "OS_MONTHS"


def test_lines_in_capitals_are_not_taken_for_clinical_files() -> None:
    headers = {"PATIENT_ID": ["a", "a"], "OS_MONTHS": ["1", "2"], "OS_STATUS": ["0:LIVING"] * 2}
    assert cbioportal_part(source("c", **headers).table) is None
    assert (
        cbioportal_part(source("c", SAMPLE_ID=["1", "2"], REGIMEN=["A", "T"], **headers).table)
        is None
    )


def test_timelines_without_treatment_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="status does not"):
        arrange_cbioportal([STATUS])
    beside = arrange_cbioportal([PATIENTS, STATUS])
    assert len(beside.table) == 4
    assert beside.steps[1].startswith("Left out of status: 4 rows")


@needs_real
def test_the_gliomas_become_fourteen_lines() -> None:
    arranged = arrange_cbioportal(real(*(f"{FOLDER}{part}.txt" for part in PARTS)))
    table = arranged.table
    treated = [
        row
        for row in real_rows(f"{FOLDER}timeline_treatment.txt", "\t")
        if row["TREATMENT_TYPE"] == "Medical Therapy"
    ]
    assert len(table) == len(treated) == 14
    assert Counter(table["PATIENT_ID"]) == Counter(row["PATIENT_ID"] for row in treated)
    survival = {r["PATIENT_ID"]: r for r in real_rows(f"{FOLDER}clinical_patient.txt", "\t")}
    events = [
        (r["PATIENT_ID"], int(r["START_DATE"]), r["STATUS"])
        for r in real_rows(f"{FOLDER}timeline_status.txt", "\t")
    ]
    for row in table.to_dict("records"):
        patient, start = row["PATIENT_ID"], int(row["start_day"])
        deaths = [day for who, day, what in events if who == patient and what == "DECEASED"]
        died = survival[patient]["OS_STATUS"] == "1:DECEASED"
        months = float(survival[patient]["OS_MONTHS"])
        end = deaths[0] if deaths else months * 30.4375
        later = [
            day
            for who, day, what in events
            if who == patient and "progression" in what and day > start
        ]
        assert float(row["os_days"]) == pytest.approx(end - start, abs=0.51)
        assert row["os_event"] == str(int(died))
        assert float(row["pfs_days"]) == pytest.approx(min([*later, end]) - start, abs=0.51)
        assert row["pfs_event"] == str(int(bool(later) or died))
        assert float(row["pfs_days"]) <= float(row["os_days"])


@needs_real
def test_the_gliomas_by_patient() -> None:
    arranged = arrange_cbioportal(real(*(f"{FOLDER}{part}.txt" for part in PARTS[:2])))
    rows = real_rows(f"{FOLDER}clinical_patient.txt", "\t")
    assert arranged.table["PATIENT_ID"].tolist() == [row["PATIENT_ID"] for row in rows]
    assert sum(int(n) for n in arranged.table["n_samples"]) == len(
        real_rows(f"{FOLDER}clinical_sample.txt", "\t")
    )
    status = dict(next(m.values for m in arranged.columns if m.target == "os_event"))
    assert Counter(arranged.table["OS_STATUS"].map(status).fillna("")) == {
        "1": sum(row["OS_STATUS"] == "1:DECEASED" for row in rows),
        "0": 8,
        "": 1,
    }


@needs_real
def test_the_header_below_the_comment_rows_is_found() -> None:
    lines = (REAL / f"{FOLDER}clinical_patient.txt").read_text().splitlines()
    assert [line[0] for line in lines[:5]] == ["#", "#", "#", "#", "P"]
    table = real(f"{FOLDER}clinical_patient.txt")[0].table
    assert table.columns.tolist() == lines[4].split("\t")
    assert table.index[0] == 6
