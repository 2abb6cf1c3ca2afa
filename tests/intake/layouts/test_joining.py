"""Tables of the same patients, joined."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.layouts.column_names import patient_column
from imt_core.intake.layouts.joining import join_tables
from tests.intake.layouts.tables import codes, mapped, rows_source, source

PATIENTS = rows_source(
    "patients.csv",
    """
patient_id,sex,stage,os_months
a,male,metastatic,30
b,female,localized,12
c,male,localized,5
""",
)
LINES = rows_source(
    "lines.csv",
    """
Patient ID,line_number,regimen,stage
a,2,GD,metastatic
a,1,AI,metastatic
b,1,A,localized
d,1,T,localized
""",
)


@pytest.mark.parametrize("order", [(PATIENTS, LINES), (LINES, PATIENTS)])
def test_patients_are_joined_to_their_lines(order: tuple) -> None:  # type: ignore[type-arg]
    arranged = join_tables(order)
    assert arranged.table.columns.tolist() == [
        "Patient ID",
        "line_number",
        "regimen",
        "stage",
        "sex",
        "os_months",
    ]
    assert arranged.table["sex"].tolist() == ["male", "male", "female", ""]
    assert mapped(arranged) == {"patient_id": "Patient ID"}
    assert arranged.steps == (
        "3 patients of patients.csv and 4 rows of lines.csv were joined by patient: "
        "2 patients in both, 1 only in patients.csv, 1 only in lines.csv. "
        "Kept once, since both say the same: 1 column.",
    )


def test_survival_of_the_patient_is_kept_on_the_first_line_by_number() -> None:
    arranged = join_tables([PATIENTS, LINES])
    assert arranged.table["os_months"].tolist() == ["", "30", "12", ""]
    note = next(note for note in arranged.notes if note.code == "kept_on_first_line")
    assert note.rows == (2,)


def test_rows_without_a_match_are_listed() -> None:
    notes = {note.code: note.rows for note in join_tables([PATIENTS, LINES]).notes}
    assert notes["rows_without_match"] == (4,)  # patient c, in the numbering of patients.csv
    assert notes["rows_without_partner"] == (5,)  # patient d, in that of the arranged table


def test_columns_that_differ_are_both_kept() -> None:
    arranged = join_tables(
        [
            source("one", patient_id=["a", "b"], Sex=["male", "male"], regimen=["A", "T"]),
            source("two", patient_id=["a", "b"], sex=["male", "female"]),
        ]
    )
    assert arranged.table.columns.tolist() == ["patient_id", "Sex", "regimen", "sex (two)"]


def test_two_tables_of_lines_are_joined_by_patient_and_line_number() -> None:
    arranged = join_tables(
        [
            LINES,
            source(
                "pfs.csv",
                pt_id=["a", "a", "b"],
                line_number=["1", "2", "1"],
                pfs_months=["9", "3", "7"],
            ),
        ]
    )
    assert arranged.table["pfs_months"].tolist() == ["3", "9", "7", ""]
    assert "by patient and line number" in arranged.steps[0]


def test_a_second_table_with_several_rows_per_patient_is_left_out_aloud() -> None:
    labs = source("labs.csv", patient_id=["a", "a", "b"], crp=["1", "2", "3"])
    arranged = join_tables([LINES, labs, PATIENTS])
    assert len(arranged.table) == 4
    assert "crp" not in arranged.table
    assert "several_rows_per_patient" in codes(arranged)
    assert any(step.startswith("Left out: 3 rows of labs.csv") for step in arranged.steps)


def test_tables_of_the_same_headers_are_put_below_each_other() -> None:
    arranged = join_tables(
        [
            source("north", patient_id=["a", "b"], regimen=["A", "T"]),
            source("south", patient_id=["c"], regimen=["GD"]),
        ]
    )
    assert arranged.table.to_numpy().tolist() == [
        ["a", "A", "north"],
        ["b", "T", "north"],
        ["c", "GD", "south"],
    ]
    assert arranged.table.index.tolist() == [2, 3, 4]


def test_two_versions_of_one_table_are_refused() -> None:
    old = source("old", patient_id=["a", "b"], regimen=["A", "T"])
    new = source("new", patient_id=["b", "c"], regimen=["A", "T"])
    with pytest.raises(UnreadableFileError, match="old and new must hold different patients"):
        join_tables([old, new])


def test_tables_that_share_no_patient_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="must share patients to be joined"):
        join_tables([PATIENTS, source("x", patient_id=["y", "z"], ecog=["0", "1"])])


def test_a_cohort_table_without_a_patient_column_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="x must have a column that names the patient"):
        join_tables([PATIENTS, source("x", regimen=["A"])])


def test_a_table_of_something_else_is_left_out_aloud() -> None:
    legend = source("legend", colour=["red"], meaning=["dead"])
    arranged = join_tables([PATIENTS, legend])
    assert codes(arranged) == ["no_patient_column"]
    assert arranged.table.shape == PATIENTS.table.shape


def test_a_shared_column_of_any_name_joins_where_it_tells_rows_apart() -> None:
    arranged = join_tables(
        [
            source("one", Kennung=["a", "b", "c"], sex=["male", "male", "female"]),
            source("two", Kennung=["a", "b", "b"], regimen=["A", "T", "GD"]),
        ]
    )
    assert arranged.table["sex"].tolist() == ["male", "male", "male"]
    assert mapped(arranged) == {"patient_id": "Kennung"}


def test_empty_patient_cells_join_nothing() -> None:
    arranged = join_tables(
        [
            source("lines", patient_id=["a", "", ""], regimen=["A", "T", "GD"]),
            source("sex", patient_id=["a", "", ""], sex=["male", "female", "male"]),
        ]
    )
    assert arranged.table["sex"].tolist() == ["male", "", ""]


def test_no_message_holds_a_cell() -> None:
    arranged = join_tables(
        [
            source("l", patient_id=["secret-1", "secret-2"], regimen=["A", "T"]),
            source("p", patient_id=["secret-2", "secret-3"], sex=["male", "female"]),
        ]
    )
    texts = [*arranged.steps, *(note.message + note.remedy for note in arranged.notes)]
    assert len(texts) == 3
    assert not any("secret" in text for text in texts)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("Patient ID", True),
        ("PatientID", True),
        ("pt_id", True),
        ("USUBJID", True),
        ("record_id", True),
        ("Patienten-ID", True),
        ("Codice paziente", True),
        ("ID", True),
        ("regimen", False),
    ],
)
def test_the_patient_column_is_told_by_its_header(header: str, found: bool) -> None:
    assert (patient_column(pd.DataFrame({header: ["a"]})) == header) is found


NAMES = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=10)


@given(NAMES, st.sets(st.sampled_from("abcdef"), min_size=1))
def test_a_join_keeps_every_row_of_the_base(lines: list[str], patients: set[str]) -> None:
    base = source("lines", patient_id=lines, regimen=[str(i) for i in range(len(lines))])
    other = source("patients", patient_id=sorted(patients), ecog=[p * 2 for p in sorted(patients)])
    if not set(lines) & patients:
        with pytest.raises(UnreadableFileError):
            join_tables([base, other])
        return
    table = join_tables([other, base]).table
    assert table["regimen"].tolist() == base.table["regimen"].tolist()
    assert table["ecog"].tolist() == [p * 2 if p in patients else "" for p in lines]


ROME = rows_source(
    "rome.csv",
    """
Paziente,OS mesi,Morto,Risposta
1,12,si,RP
2,30,no,RC
3,7,si,PD
""",
)
PARIS = rows_source(
    "paris.csv",
    """
Patient,Survie globale (mois),Décès,Réponse
1,40,non,RP
2,3,oui,MP
3,7,oui,RC
""",
)


@pytest.mark.parametrize("order", [(ROME, PARIS), (PARIS, ROME)])
def test_two_centres_with_the_same_patient_numbers_are_not_the_same_people(
    order: tuple,  # type: ignore[type-arg]
) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        join_tables(order)
    assert str(caught.value) == (
        f"{order[0].name} and {order[1].name} must say the same of a patient to be joined, but "
        "differ in Best response, OS (months) and OS event. Load one of them if they are two "
        "versions; if they are of two centres, give their patients different labels and put them "
        "into one table."
    )


def test_an_outcome_that_both_tables_give_alike_is_no_contradiction() -> None:
    again = source("again.csv", Patient=["1", "2"], survie=["12", ""], Alter=["40", "50"])
    again = replace(again, table=again.table.rename(columns={"survie": "Survie globale (mois)"}))
    joined = join_tables([ROME, again])
    assert joined.table["Alter"].tolist() == ["40", "50", ""]
