"""Toxicity is counted by line: each once with its worst grade, those without a record apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.analyses.toxicity import GroupToxicity, ToxicityTable, toxicity_table
from imt_core.analyses.toxicity_comparison import compare_toxicity
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.published import paper
from tests.oracles.oracle import make_cohort


@pytest.fixture(scope="module")
def by_regimen(sample: Cohort) -> ToxicityTable:
    return toxicity_table(sample, by=["regimen_group"])


def one_group(
    grades: list[float | None], events: list[str | None]
) -> tuple[ToxicityTable, GroupToxicity]:
    table = toxicity_table(
        make_cohort(
            patient_id=[f"p{i}" for i in range(len(grades))],
            line_number=[1.0] * len(grades),
            worst_ae_grade=[float("nan") if grade is None else grade for grade in grades],
            adverse_events=events,
        )
    )
    return table, table.groups[0]


def test_the_model_papers_lines_with_grade_3_and_4_are_counted(by_regimen: ToxicityTable) -> None:
    severe = {
        g.label: (g.rates["severe"].n_success, g.rates["severe"].n) for g in by_regimen.groups
    }
    assert severe == {"anthracycline-based": (7, 25), "MTX-V": (2, 13), "other regimens": (0, 10)}
    printed = [events["lines"] for events in paper.SEVERE_EVENTS.values()]
    assert printed == ["7 (28)", "2 (15)"]


def test_the_worst_grades_of_the_sample_are_those_counted_by_hand(
    by_regimen: ToxicityTable,
) -> None:
    # 9 lines have grade 0 and an empty cell of events: recorded as free of toxicity.
    assert [group.counts for group in by_regimen.groups] == [
        (4, 7, 7, 4, 3, 0),
        (4, 5, 2, 2, 0, 0),
        (1, 5, 4, 0, 0, 0),
    ]
    assert [group.n_recorded for group in by_regimen.groups] == [25, 13, 10]
    assert sum(group.n_not_recorded + group.n_ungraded for group in by_regimen.groups) == 0


def test_intervals_are_those_of_r(by_regimen: ToxicityTable) -> None:
    # binom.test(7, 25), binom.test(2, 13), binom.test(0, 10), binom.test(21, 25)
    limits = [(g.rates["severe"].conf_low, g.rates["severe"].conf_high) for g in by_regimen.groups]
    assert limits == [
        pytest.approx((0.12071668850406665, 0.49387682180625547)),
        pytest.approx((0.01920667198252848, 0.45447105567655766)),
        pytest.approx((0, 0.30849710781876083)),
    ]
    any_grade = by_regimen.groups[0].rates["any"]
    assert (any_grade.n_success, any_grade.conf_low, any_grade.conf_high) == pytest.approx(
        (21, 0.63917154552774086, 0.95462054762829041)
    )


def test_terms_are_sorted_by_grade_3_and_over_then_by_any(by_regimen: ToxicityTable) -> None:
    terms = [term.term for term in by_regimen.groups[0].terms]
    assert terms[:6] == [
        "neutropenia",
        "anaemia",
        "febrile neutropenia",
        "thrombocytopenia",
        "hypertransaminasemia",
        "mucositis",
    ]
    # 9 + 2 + 4 lines of nausea, then 3 + 4 + 3 of fatigue.
    assert terms[6:8] == ["nausea", "fatigue"]
    anthracycline, mtx, _ = by_regimen.groups
    assert [t.counts for t in anthracycline.terms[:4]] == [
        (0, 0, 5, 0, 0),
        (0, 0, 2, 0, 0),
        (0, 0, 0, 2, 0),
        (0, 0, 0, 2, 0),
    ]
    assert [(t.n_any, t.n_severe) for t in mtx.terms[4:7]] == [(1, 1), (1, 1), (2, 0)]


def test_terms_of_grade_3_and_over_and_of_a_least_number_of_lines(sample: Cohort) -> None:
    table = toxicity_table(sample, by=["regimen_group"], grades="severe", least=2)
    assert [term.term for term in table.groups[0].terms] == [
        "neutropenia",
        "anaemia",
        "febrile neutropenia",
        "thrombocytopenia",
    ]
    # Hypertransaminasemia and mucositis: one line each.
    assert table.n_rarer == 2


def test_an_empty_cell_is_not_free_of_toxicity_but_none_and_grade_0_are() -> None:
    _, group = one_group([None, 0, None, None], [None, None, "none", "G0 none"])
    assert (group.counts[0], group.n_not_recorded, group.n_recorded) == (3, 1, 3)
    assert group.rates["any"].n_success == 0


def test_who_has_no_record_is_named_and_in_no_rate() -> None:
    table, group = one_group([3, None, None, 0], ["G3 rash", None, "fatigue", "pain"])
    assert (group.n_recorded, group.n_ungraded, group.n_not_recorded) == (1, 2, 1)
    assert [note.message for note in table.notes if note.code == "toxicity_not_recorded"] == [
        "All: 1 line without any record of toxicity and 2 lines with an event of no known grade "
        "are in no rate, nor counted as free of it."
    ]


def test_the_lines_of_a_small_group_are_listed_in_plain_english() -> None:
    sheet = {"patient_id": [*"abc"], "regimen_group": [*"AAB"], "worst_ae_grade": [1.0, 2.0, 4.0]}
    cohort = make_cohort(**sheet)
    notes = toxicity_table(cohort, by=("regimen_group",)).notes
    assert [note.message for note in notes if note.code == "few_cases"] == [
        "A has only 2 lines with toxicity recorded: grade 2, grade 1.",
        "B has only 1 line with toxicity recorded: grade 4.",
    ]


def test_entries_without_a_grade_are_named_and_counted() -> None:
    table, _ = one_group([2, 1, 1], ["G2 rash; fatigue", "Fatigue ; G1 nausea", "G7 pain; "])
    (note,) = (note for note in table.notes if note.code == "ungraded_entries")
    assert note.message == (
        "3 entries of adverse_events without a grade and a term, in no row of the terms: fatigue "
        "(2), G7 pain (1)."
    )


def test_terms_that_differ_in_case_and_blanks_are_one_and_others_are_not() -> None:
    cells = ["G1 Nausea; G3 nausea", "G2 nausea", "G1  NAUSEA", "G1 nauseas", "G1 white  cells"]
    _, group = one_group([None] * 5, cells)
    assert [(term.term, term.counts) for term in group.terms] == [
        ("nausea", (1, 1, 1, 0, 0)),
        ("nauseas", (1, 0, 0, 0, 0)),
        ("white cells", (1, 0, 0, 0, 0)),
    ]


def test_of_a_conflict_the_higher_grade_counts_and_a_note_says_so() -> None:
    table, group = one_group([2, 3, 2, 1], ["G3 rash", "G2 rash", "G2 rash", "none"])
    assert group.counts == (0, 1, 1, 2, 0, 0)
    (note,) = (note for note in table.notes if note.code == "grades_differ")
    assert note.message.startswith("Of 3 lines worst_ae_grade is not the highest grade")


def test_a_grade_without_a_term_is_told() -> None:
    table, group = one_group([4, 5, 0], [None, "sepsis", None])
    assert (group.rates["severe"].n_success, group.rates["fatal"].n_success) == (1, 1)
    (note,) = (note for note in table.notes if note.code == "grade_without_term")
    assert note.message.startswith("Of 2 lines with a worst grade above 0 no graded term")


def test_one_column_is_enough_and_without_both_nothing_is_made(sample: Cohort) -> None:
    for column, severe in (("adverse_events", 9), ("worst_ae_grade", 9)):
        kept = replace(sample, frame=sample.frame.drop(columns=column))
        (group,) = toxicity_table(kept).groups
        assert group.rates["severe"].n_success == severe
    bare = replace(sample, frame=sample.frame[["patient_id", "line_number"]])
    with pytest.raises(ImtError, match="must have worst_ae_grade or adverse_events"):
        toxicity_table(bare)


def test_by_patient_the_first_line_counts(sample: Cohort) -> None:
    (group,) = toxicity_table(sample, unit="patients").groups
    assert (group.count.n_lines, group.n_recorded) == (38, 38)


def test_groups_that_share_patients_are_not_compared(by_regimen: ToxicityTable) -> None:
    comparison = compare_toxicity(by_regimen)
    assert comparison.pairs == ()
    assert comparison.reason == "the groups share patients"


def test_two_groups_are_compared_as_in_r() -> None:
    grades = [3.0] * 7 + [1.0] * 18 + [4.0] * 2 + [0.0] * 11
    cohort = make_cohort(
        patient_id=[f"p{i}" for i in range(38)],
        line_number=[1.0] * 38,
        regimen_group=["anthracycline-based"] * 25 + ["MTX-V"] * 13,
        worst_ae_grade=grades,
    )
    table = toxicity_table(cohort, by=["regimen_group"])
    (pair,) = compare_toxicity(table).pairs
    # fisher.test(matrix(c(7, 18, 2, 11), 2))
    assert pair.test.p_value == pytest.approx(0.45624404490378723)
    assert pair.difference.estimate == pytest.approx(7 / 25 - 2 / 13)
    (pair,) = compare_toxicity(table, measure="any").pairs
    assert pair.difference.estimate == pytest.approx(1 - 2 / 13)
    with pytest.raises(ImtError, match="measure must be one of any, severe, fatal"):
        compare_toxicity(table, measure="worst")  # type: ignore[arg-type]
