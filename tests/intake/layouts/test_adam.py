"""CDISC ADaM data sets to one row per subject."""

from __future__ import annotations

from collections import Counter

import pytest

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.layouts.adam import arrange_adam, is_adam
from imt_core.intake.layouts.adam_parameters import best_response_code, spread_parameters
from tests.intake.layouts.tables import codes, mapped, real, real_rows, rows_source, source
from tests.places import needs_real

ADSL = rows_source(
    "adsl",
    """
STUDYID,USUBJID,SITEID,AGE,AGEU,SEX,ARM,TRT01A,TRTSDTM
T1,s1,01,40,YEARS,F,A,A,2020-01-02 09:00:00
T1,s2,02,50,YEARS,M,B,A,2020-02-03 10:00:00
T1,s3,02,60,YEARS,U,B,B,
""",
)
ADTTE = rows_source(
    "adtte",
    """
USUBJID,PARAMCD,PARAM,AVAL,AVALU,CNSR,SEX,EVNTDESC
s1,OS,Overall Survival,70,DAYS,0,F,Death
s1,PFS,Progression-Free Survival,30,DAYS,0,F,PD
s1,EFS,Event-Free Survival,20,DAYS,0,F,PD
s2,OS,Overall Survival,100,DAYS,2,M,
s2,PFS,Progression-Free Survival,90,DAYS,1,M,
""",
)
ADRS = rows_source(
    "adrs",
    """
USUBJID,PARAMCD,PARAM,AVALC,AVISIT
s1,OVR,Overall Response by Visit,SD,1
s1,OVR,Overall Response by Visit,PR,2
s1,BOR,Best Overall Response,PARTIAL RESPONSE,
s2,BOR,Best Overall Response,NE,
""",
)


def test_subjects_parameters_and_responses_become_one_row_per_subject() -> None:
    arranged = arrange_adam([ADTTE, ADSL, ADRS])
    table = arranged.table.set_index("USUBJID")
    assert table.index.tolist() == ["s1", "s2", "s3"]
    assert table["OS.AVAL"].tolist() == ["70", "100", ""]
    assert table["OS.CNSR"].tolist() == ["0", "2", ""]
    assert table["EFS.EVNTDESC"].tolist() == ["PD", "", ""]
    assert table["BOR.AVALC"].tolist() == ["PARTIAL RESPONSE", "NE", ""]
    assert arranged.table.index.tolist() == [2, 3, 4]
    assert arranged.row_numbers_changed


def test_what_is_certain_is_mapped() -> None:
    arranged = arrange_adam([ADSL, ADTTE, ADRS])
    assert mapped(arranged) == {
        "patient_id": "USUBJID",
        "age_years": "AGE",
        "sex": "SEX",
        "regimen_group": "TRT01A",
        "start_date": "TRTSDT",
        "centre": "SITEID",
        "os_months": "OS.AVAL",
        "os_event": "OS.CNSR",
        "pfs_months": "PFS.AVAL",
        "pfs_event": "PFS.CNSR",
        "best_response": "BOR.AVALC",
    }
    by_target = {mapping.target: mapping for mapping in arranged.columns}
    assert by_target["os_event"].values == (("0", "1"), ("2", "0"))
    assert by_target["os_months"].unit == "days"
    assert by_target["sex"].values == (("M", "male"), ("F", "female"), ("U", ""))
    assert by_target["best_response"].values == (("PARTIAL RESPONSE", "PR"),)
    assert arranged.table["TRTSDT"].tolist() == ["2020-01-02", "2020-02-03", ""]


def test_event_free_survival_is_not_progression_free_survival() -> None:
    efs = rows_source(
        "adtte",
        """
USUBJID,PARAMCD,AVAL,AVALU,CNSR
s1,EFS,70,DAYS,0
""",
    )
    arranged = arrange_adam([efs])
    assert mapped(arranged) == {"patient_id": "USUBJID"}
    assert arranged.table["EFS.AVAL"].tolist() == ["70"]


def test_disease_free_survival_is_recurrence_free_survival_unless_both_are_there() -> None:
    text = "USUBJID,PARAMCD,AVAL,AVALU,CNSR\ns1,DFS,7,MONTHS,0"
    assert mapped(arrange_adam([rows_source("a", text)]))["rfs_months"] == "DFS.AVAL"
    both = arrange_adam([rows_source("a", text + "\ns1,RFS,8,MONTHS,0")])
    assert "rfs_months" not in mapped(both)
    assert "several_parameters" in codes(both)


def test_each_parameter_keeps_its_own_unit() -> None:
    arranged = arrange_adam(
        [
            rows_source(
                "a",
                """
USUBJID,PARAMCD,PARAM,AVAL,AVALU,CNSR
s1,OS,Overall Survival,2,YEARS,0
s1,PFS,Progression-Free Survival (weeks),52,,0
""",
            )
        ]
    )
    units = {m.target: m.unit for m in arranged.columns if m.target.endswith("months")}
    assert units == {"os_months": "years", "pfs_months": "weeks"}


def test_several_units_of_one_parameter_are_converted_to_months() -> None:
    arranged = arrange_adam(
        [
            rows_source(
                "a",
                """
USUBJID,PARAMCD,AVAL,AVALU,CNSR
s1,OS,2,WEEKS,0
s2,OS,1,YEARS,0
s3,OS,20,DAYS,0
s4,OS,4,MONTHS,1
s5,OS,5,,1
""",
            )
        ]
    )
    times = arranged.table["OS.AVAL"].tolist()
    assert [float(text) for text in times[:4]] == pytest.approx([14 / 30.4375, 12, 20 / 30.4375, 4])
    assert times[4] == ""
    assert next(m.unit for m in arranged.columns if m.target == "os_months") == "months"
    assert {"units_converted", "unit_not_stated"} <= set(codes(arranged))


def test_a_time_without_a_unit_is_not_taken_for_months() -> None:
    arranged = arrange_adam([source("a", USUBJID=["s1"], PARAMCD=["OS"], AVAL=["70"], CNSR=["0"])])
    assert [m.unit for m in arranged.columns if m.target == "os_months"] == [None]
    assert mapped(arranged)["os_event"] == "OS.CNSR"
    assert codes(arranged) == ["unit_not_stated", "time_origin"]


def test_the_zero_that_some_readers_spoil_is_an_event() -> None:
    arranged = arrange_adam(
        [
            source(
                "a",
                USUBJID=["s1", "s2"],
                PARAMCD=["OS", "OS"],
                AVAL=["70", "9"],
                AVALU=["DAYS", "DAYS"],
                CNSR=["5.397605346934028e-79", "1"],
            )
        ]
    )
    values = next(m.values for m in arranged.columns if m.target == "os_event")
    assert dict(values) == {"5.397605346934028e-79": "1", "1": "0"}


def test_a_repeated_parameter_is_noted_and_the_first_row_taken() -> None:
    spread = spread_parameters(
        source("a", USUBJID=["s1", "s1"], PARAMCD=["OS", "OS"], AVAL=["70", "71"]),
        patient="USUBJID",
    )
    assert spread.columns["OS.AVAL"].tolist() == ["70"]
    assert [(note.code, note.rows) for note in spread.notes] == [("parameter_repeated", (3,))]


def test_values_of_two_tables_that_differ_are_both_kept() -> None:
    other = source(
        "adtte",
        USUBJID=["s1", "s2"],
        PARAMCD=["OS", "OS"],
        CNSR=["0", "0"],
        AVAL=["1", "2"],
        AVALU=["DAYS", "DAYS"],
        SEX=["F", "F"],
    )
    arranged = arrange_adam([ADSL, other])
    assert arranged.table["SEX"].tolist() == ["F", "M", "U"]
    assert arranged.table["SEX (adtte)"].tolist() == ["F", "F", ""]


def test_subjects_that_adsl_does_not_know_are_noted() -> None:
    arranged = arrange_adam(
        [
            ADSL,
            source(
                "adtte",
                USUBJID=["s1", "s9"],
                PARAMCD=["OS", "OS"],
                CNSR=["0", "0"],
                AVAL=["1", "2"],
                AVALU=["DAYS", "DAYS"],
            ),
        ]
    )
    note = next(note for note in arranged.notes if note.code == "rows_without_match")
    assert note.rows == (3,)
    assert len(arranged.table) == 3


def test_two_tables_of_subjects_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="adsl and adsl do"):
        arrange_adam([ADSL, ADSL])


def test_several_rows_per_subject_in_adsl_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="must hold one row per subject"):
        arrange_adam([source("adsl", USUBJID=["s1", "s1"], ARM=["A", "A"], SAFFL=["Y", "Y"])])


def test_by_visit_responses_are_not_taken_for_the_best() -> None:
    visits = source(
        "adrs", USUBJID=["s1"], PARAMCD=["OVR"], PARAM=["Overall Response"], AVALC=["PR"]
    )
    assert best_response_code(visits) == (None, 0)
    arranged = arrange_adam([ADSL, visits])
    assert "best_response" not in mapped(arranged)
    assert codes(arranged) == ["no_best_response"]


def test_of_several_best_responses_one_is_taken_aloud() -> None:
    arranged = arrange_adam(
        [
            source(
                "adrs",
                USUBJID=["s1", "s1"],
                PARAMCD=["BOR", "CBOR"],
                PARAM=["Best Overall Response", "Confirmed Best Overall Response"],
                AVALC=["PR", "SD"],
            )
        ]
    )
    assert mapped(arranged)["best_response"] == "CBOR.AVALC"
    assert "several_best_responses" in codes(arranged)


def test_coded_sexes_are_not_guessed() -> None:
    arranged = arrange_adam([source("adsl", USUBJID=["s1"], SEX=["1"], ARM=["A"], SAFFL=["Y"])])
    assert "sex" not in mapped(arranged)


def test_an_ordinary_cohort_is_not_adam() -> None:
    assert not is_adam(source("c", patient_id=["a"], PARAMCD=["OS"]).table)


@needs_real
def test_the_trial_of_tern_keeps_its_events() -> None:
    names = ("adsl", "adtte", "adrs")
    arranged = arrange_adam(real(*(f"adam_tern/tern_ex_{name}.csv" for name in names)))
    table = arranged.table.set_index("USUBJID")
    rows = real_rows("adam_tern/tern_ex_adtte.csv")
    assert len(table) == len(real_rows("adam_tern/tern_ex_adsl.csv")) == 200
    by_target = {mapping.target: mapping for mapping in arranged.columns}
    for endpoint in ("OS", "PFS"):
        mapping = by_target[f"{endpoint.lower()}_event"]
        own = [row for row in rows if row["PARAMCD"] == endpoint]
        events = table[mapping.source].map(dict(mapping.values))
        assert {r["USUBJID"]: "1" if r["CNSR"] == "0" else "0" for r in own} == events.to_dict()
        assert {r["USUBJID"]: r["AVAL"] for r in own} == table[f"{endpoint}.AVAL"].to_dict()
        assert by_target[f"{endpoint.lower()}_months"].unit == "days"
    n_events = Counter(row["PARAMCD"] for row in rows if row["CNSR"] == "0")
    assert (n_events["OS"], n_events["PFS"]) == (141, 133)
    best = Counter(
        r["AVALC"] for r in real_rows("adam_tern/tern_ex_adrs.csv") if r["PARAMCD"] == "BESRSPI"
    )
    assert Counter(table["BESRSPI.AVALC"]) == best == {"CR": 164, "PR": 30, "SD": 6}


@needs_real
def test_a_transport_file_gives_the_same_events_as_the_csv() -> None:
    arranged = arrange_adam(real("adam_tern/tern_ex_adtte.xpt"))
    expected = {
        row["USUBJID"]: row["CNSR"]
        for row in real_rows("adam_tern/tern_ex_adtte.csv")
        if row["PARAMCD"] == "OS"
    }
    assert arranged.table.set_index("USUBJID")["OS.CNSR"].to_dict() == expected
    assert not arranged.table.map(lambda text: "e-79" in text).any().any()


@needs_real
def test_a_trial_without_known_endpoints_keeps_them_as_own_columns() -> None:
    arranged = arrange_adam(
        real("sas/phuse_TDF_ADaM_v1.0_adsl.xpt", "sas/phuse_TDF_ADaM_v1.0_adtte.xpt")
    )
    assert len(arranged.table) == 254
    assert Counter(arranged.table["TTDE.CNSR"]) == {"0": 152, "1": 102}
    assert "os_months" not in mapped(arranged)
    assert mapped(arranged)["start_date"] == "TRTSDT"
