"""Files on their way to a cohort, opened by the core alone."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pandas as pd
import pytest

from imt_core.analyses.response import response_table
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.intake.becoming import what_becomes
from imt_core.intake.cohort_file import read_cohort
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.opening import (
    begin_opening,
    opening_outcome,
    use_tables,
    with_mapping,
    without_answers,
)
from tests.intake.own_sheets import ITALIAN
from tests.oracles.oracle import make_cohort
from tests.places import SAMPLE

UNKNOWN_WORD = b"patient,response,os days,dead\na,PR,365.25,1\nb,hm,730.5,0\nc,hm,100,0\n"
TWO_WAYS = (
    b"patient_id,start_date,last_followup_date,death_date\n"
    b"a,03/04/2020,05/06/2021,\nb,04/05/2020,,07/08/2021\n"
)


def test_the_sample_opens_without_a_question_as_the_cohort_that_its_file_is() -> None:
    outcome = opening_outcome(begin_opening([(SAMPLE.name, SAMPLE.read_bytes())]))
    assert outcome.questions == ()
    assert outcome.cohort is not None
    assert str(outcome.cohort.count) == "48 lines in 38 patients"
    direct = read_cohort(SAMPLE).cohort
    assert direct is not None
    assert outcome.cohort.frame["os_months"].equals(direct.frame["os_months"])


def test_what_the_sample_becomes_is_what_the_pages_show(sample: Cohort) -> None:
    becoming = opening_outcome(begin_opening([(SAMPLE.name, SAMPLE.read_bytes())])).becoming
    counts = {name: (e.times.n, e.times.n_event) for name, e in becoming.endpoints.items()}
    assert counts == {"pfs": (36, 29), "rfs": (12, 7), "os": (48, 24)}
    assert becoming.endpoints["pfs"].median == pytest.approx(7.85)
    (group,) = response_table(sample).groups
    assert becoming.n_evaluable == group.n_evaluable == 44
    assert becoming.n_responders == group.counts["CR"] + group.counts["PR"] == 21


def test_an_endpoint_that_no_line_enters_becomes_none() -> None:
    cohort = make_cohort(
        patient_id=["a", "b"],
        line_number=[1.0, 1.0],
        disease_extent=["localized", "localized"],
        pfs_months=[3.0, 4.0],
        pfs_event=[1.0, 0.0],
        best_response=["NE", None],
    )
    becoming = what_becomes(cohort, table=pd.DataFrame(), mapping=Mapping())
    assert becoming.endpoints == {}
    assert (becoming.n_responders, becoming.n_evaluable) == (0, 0)


def test_an_italian_sheet_opens_by_the_suggestions() -> None:
    opening = begin_opening([("casistica.csv", ITALIAN)], provenance="centre 3")
    outcome = opening_outcome(opening)
    assert outcome.cohort is not None
    assert str(outcome.cohort.count) == "5 lines in 4 patients"
    assert outcome.cohort.provenance == "centre 3"
    assert "Cognome" not in outcome.cohort.frame
    assert opening.file_hash == sha256(ITALIAN).hexdigest()


def test_dates_that_can_be_read_in_two_ways_are_asked_column_by_column() -> None:
    opening = begin_opening([("dates.csv", TWO_WAYS)])
    outcome = opening_outcome(opening)
    assert outcome.cohort is None
    asked = [(q.kind, q.source, q.rows) for q in outcome.questions if q.kind == "date order"]
    assert asked == [
        ("date order", "start_date", (2, 3)),
        ("date order", "death_date", (3,)),
        ("date order", "last_followup_date", (2,)),
    ]
    mapping = opening.mapping
    for column in opening.columns:
        mapping = mapping.with_column(replace(column, date_order="day-first"))
    answered = opening_outcome(replace(opening, mapping=mapping))
    assert answered.questions == ()
    assert answered.cohort is not None
    assert answered.cohort.frame["os_months"].mul(30.4375).round().tolist() == [428, 460]


def test_a_word_of_unknown_meaning_is_asked_without_being_named() -> None:
    outcome = opening_outcome(begin_opening([("own.csv", UNKNOWN_WORD)]))
    assert [question.text for question in outcome.questions] == [
        "Best response (column response): what do the words of 2 rows (3, 4) mean?"
    ]
    without = outcome.without_problems().reading.cohort
    assert without is not None
    assert without.frame["best_response"].tolist() == ["PR", None, None]
    assert outcome.impacts[0].text == (
        "2 lines in 2 patients cannot enter the response table, none leaves OS"
    )


def test_a_sheet_that_names_no_patient_asks_which_column_does() -> None:
    opening = begin_opening([("rows.csv", b"os_months,os_event\n3,1\n4,0\n")])
    assert [q.kind for q in opening_outcome(opening).questions] == ["patients"]
    numbered = replace(opening, mapping=replace(opening.mapping, numbered=True))
    cohort = opening_outcome(numbered).cohort
    assert cohort is not None
    assert str(cohort.count) == "2 lines in 2 patients"


def test_a_mapping_of_another_sheet_is_taken_over_only_as_a_whole() -> None:
    opening = begin_opening([("own.csv", UNKNOWN_WORD)])
    answer = replace(opening.mapping.of("best_response"), values=(("PR", "PR"), ("hm", "SD")))
    taken = with_mapping(opening, Mapping(columns=(answer,)))
    assert opening_outcome(taken).questions == ()
    other = Mapping(columns=(answer, ColumnMapping(target="sex", source="Sesso")))
    assert opening.absent(other) == ("Sesso",)
    assert with_mapping(opening, other) is opening
    begun = begin_opening([("own.csv", UNKNOWN_WORD)], mapping=Mapping(columns=(answer,)))
    assert begun.mapping == taken.mapping


def test_other_tables_of_the_same_files_can_make_the_cohort() -> None:
    lines = ("lines.csv", b"patient_id,os_months,os_event\na,3,1\nb,4,0\n")
    sex = ("sex.csv", b"patient_id,sex\na,male\nb,female\n")
    told: list[str] = []
    both = begin_opening([lines, sex], progress=told.append)
    assert both.arrangement.table["sex"].tolist() == ["male", "female"]
    assert both.used == ("lines", "sex")
    assert told[-1] == "Finding out which column is which"
    one = use_tables(both, ["lines"])
    assert list(one.arrangement.table) == ["patient_id", "os_months", "os_event"]
    assert (one.name, one.file_hash) == (both.name, both.file_hash)


def test_of_several_files_the_one_that_cannot_be_read_is_named() -> None:
    good = ("good.csv", b"patient_id,os_months,os_event\na,3,1\n")
    with pytest.raises(UnreadableFileError, match=r"^bad\.csv: The file must hold a table"):
        begin_opening([good, ("bad.csv", b"")])
    with pytest.raises(UnreadableFileError, match=r"^The file must hold a table"):
        begin_opening([("bad.csv", b"")])


def test_no_file_is_misuse() -> None:
    with pytest.raises(ImtError, match="files must name a file"):
        begin_opening([])


def test_a_mapping_taken_over_arranges_the_tables_by_its_answers() -> None:
    sheet = (
        b"patient_id,best_response,start_date\na,PR,2018-01-01\na,PR,2018-01-01\nb,SD,2019-01-01\n"
    )
    opening = begin_opening([("twice.csv", sheet)])
    once = with_mapping(opening, Mapping(answers=(("same rows:twice", "one"),)))
    cohort = opening_outcome(once).cohort
    assert cohort is not None
    assert cohort.count.n_lines == 2
    assert opening_outcome(without_answers(once)).cohort is None
