"""Texts that might tell who somebody is are counted together; those that name something stay."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.free_text import NOT_LISTED, columns_not_listed, named_by, without_free_text
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.schema import Cohort


def cohort_of(texts: list[str | None], *, column: str, patients: str = "") -> Cohort:
    ids = list(patients) or [f"p{number}" for number in range(len(texts))]
    return Cohort(frame=pd.DataFrame({"patient_id": ids, column: texts}), name="texts")


def left(cohort: Cohort, column: str) -> list[object]:
    return without_free_text(cohort).frame[column].tolist()


@pytest.mark.parametrize("column", ["stop_reason", "ne_reason", "primary_site", "centre", "Ward"])
def test_texts_that_hardly_repeat_are_not_listed(column: str) -> None:
    texts = ["moved to Rome", "daughter asked", "Dr Rossi left", "twice", "twice", None]
    assert left(cohort_of(texts, column=column), column) == [*[NOT_LISTED] * 3, *texts[3:]]


@pytest.mark.parametrize(
    "telling",
    [
        "CTX for Mr Rossi since 3/5/2019",
        "CTX 03.05.87",
        "CTX, ask m@x.org",
        "CTX 7310024",
        "x" * 81,
    ],
)
def test_a_regimen_that_tells_of_somebody_is_not_listed(telling: str) -> None:
    usual = ["5-FU/LV", "VP-16", "HD-MTX 12000 mg/m2, days 1-21 of each cycle", "CBDCA + TXL"]
    cohort = cohort_of([*usual, telling], column="regimen")
    assert left(cohort, "regimen") == [*usual, NOT_LISTED]
    twice = cohort_of([telling, telling], column="regimen")
    assert left(twice, "regimen") == [telling, telling]


@pytest.mark.parametrize("column", ["regimen", "regimen_group", "stage", "patient_id_of_old"])
def test_regimens_given_words_and_what_repeats_stay(column: str) -> None:
    texts = ["A", "B", "C"] if column.startswith("reg") else ["metastatic", "localized"] * 2
    cohort = cohort_of(texts, column=column)
    assert without_free_text(cohort) is cohort


def test_a_seldom_word_stays_where_most_repeat_but_not_what_tells_something() -> None:
    texts = [*["surgery"] * 3, *["radiotherapy"] * 2, *["at home"] * 2, "hospice"]
    assert left(cohort_of(texts, column="stop_reason"), "stop_reason") == texts
    for telling in ("see letter of 3.12.", "a/b", "who was seen by us once in May", "x" * 41):
        assert left(cohort_of([*texts, telling], column="stop_reason"), "stop_reason") == [
            *texts,
            NOT_LISTED,
        ]


def test_lines_of_one_patient_are_no_repetition() -> None:
    texts = ["her mother died", "her mother died", "toxicity"]
    cohort = cohort_of(texts, column="stop_reason", patients="aab")
    assert left(cohort, "stop_reason") == [NOT_LISTED, NOT_LISTED, "toxicity"]
    assert columns_not_listed(without_free_text(cohort)) == ("stop_reason",)
    assert columns_not_listed(cohort) == ()


def test_what_a_reader_names_stays() -> None:
    cohort = cohort_of(["Milan", "Rome", "Turin"], column="centre")
    rome = CohortFilter(criteria=(Criterion(column="centre", levels=("Rome",)),))
    for filters, groups, expected in (
        ([rome], [], [NOT_LISTED, "Rome", NOT_LISTED]),
        ([], [(NamedSubgroup(name="Them", filter=rome),)], [NOT_LISTED, "Rome", NOT_LISTED]),
        ([], [("centre",)], ["Milan", "Rome", "Turin"]),
    ):
        shown = without_free_text(cohort, kept=named_by(filters, groups))
        assert shown.frame["centre"].tolist() == expected


def test_terms_stay_and_entries_that_tell_something_do_not() -> None:
    texts = ["G3 neutropenia; G1 see file 4711", "None; rash", None]
    assert left(cohort_of(texts, column="adverse_events"), "adverse_events") == [
        f"G3 neutropenia; G1 {NOT_LISTED}",
        f"{NOT_LISTED}; none",
        None,
    ]


def test_a_term_of_several_patients_stays_however_it_is_written() -> None:
    texts = ["G2 Nausea/vomiting", "G1 nausea/ vomiting; G3 nausea/vomiting", "G1 grade 4/5 rash"]
    assert left(cohort_of(texts, column="adverse_events", patients="abb"), "adverse_events") == [
        "G2 Nausea/vomiting",
        f"G1 {NOT_LISTED}; G3 nausea/vomiting",
        f"G1 {NOT_LISTED}",
    ]


def test_of_target_lesions_only_assessments_stay() -> None:
    texts = ["1.8: -12; by Dr Rossi; 3: -40", "2: -5", None]
    assert left(cohort_of(texts, column="target_changes"), "target_changes") == [
        f"1.8: -12; 3: -40; {NOT_LISTED}",
        "2: -5",
        None,
    ]


def test_the_sample_has_no_such_text(sample: Cohort) -> None:
    assert columns_not_listed(without_free_text(sample)) == ()
