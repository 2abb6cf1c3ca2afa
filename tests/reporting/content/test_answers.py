"""The answer of every kind of view: its sentence, its rows, and what stands beside them."""

from __future__ import annotations

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.example import example_cohort
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.answers import Answer, answer_of
from imt_core.reporting.content.answers.answer import IMPORTANCE, MOST_NOTES
from imt_core.reporting.tables.result_tables import result_tables
from tests.oracles.oracle import make_cohort
from tests.reporting.target_cohorts import with_series

BY_REGIMEN = ("regimen_group",)


def asked(cohort: Cohort, request: ViewRequest) -> Answer:
    return answer_of(compute_view(cohort, request))


def keeping(column: str, *levels: str) -> CohortFilter:
    return CohortFilter(criteria=(Criterion(column=column, levels=levels),))


def test_the_standard_views_of_the_sample_are_answered_in_a_sentence_each(sample: Cohort) -> None:
    requests = standard_views(sample, ViewRequest(kind="baseline"))
    assert [asked(sample, request).sentence for request in requests] == [
        "48 lines in 38 patients, 3 groups by regimen group: described, not tested.",
        "ORR of evaluable lines: anthracycline-based 10/21, MTX-V 7/13, other regimens 4/10. "
        "No test: the groups share patients.",
        "Shrunk by 30% or more, of measured lines: anthracycline-based 10/21, MTX-V 7/13, "
        "other regimens 4/10; 4 not measured. Not tested.",
        "PFS: 36 of 48 lines (12 not counted: not advanced disease), 29 events. "
        "No test: the groups share patients.",
        "RFS: 12 of 48 lines (36 not counted: not localized disease), 7 events. "
        "Log-rank p = 0.485, permutation 0.489. "
        "HR 1.70 (0.38–7.64), MTX-V against anthracycline-based.",
        "OS: 48 lines, 24 events (17 patients died). No test: the groups share patients.",
        "Incidence of recurrence: 12 of 48 lines (36 not counted: not localized disease), "
        "7 events, competing deaths: 0. Gray's test of recurrence p = 0.483.",
        "Overall response rate: 21 of 44 evaluable lines, 47.7% (32.5–63.3). "
        "Subgroups of at least 5: 25.0% to 55.2%; described, not tested.",
        "48 lines in 38 patients: 21 lines with a dated response, "
        "12 without progression when last assessed; 17 patients died.",
        "48 lines in 38 patients: 17 patients with a dated response, "
        "12 without progression when last assessed; 17 patients died.",
        "Growth modulation index of 3 of 48 lines (45 not counted): "
        "above 1.33 in 2/3 (9.4–99.2%), median 1.77 (0.37–NE). Not tested.",
        "Of 48 lines in 38 patients the sheet holds the next line of 6; after 19 a further line "
        "was given that it lacks, and after 23 none that it knows of (11 died).",
        "Worst toxicity grade 3–4 of lines recorded: anthracycline-based 7/25, MTX-V 2/13, other "
        "regimens 0/10. No test: the groups share patients.",
    ]


def test_one_group_has_its_median_or_rate_in_the_sentence_and_no_colour(sample: Cohort) -> None:
    survival = asked(sample, ViewRequest(kind="survival"))
    assert survival.sentence == (
        "PFS: 36 of 48 lines (12 not counted: not advanced disease), 29 events, "
        "median 7.9 months (95% CI 4.7 to 22.0)."
    )
    assert [(row.label, row.place) for row in survival.rows] == [("All", None)]
    assert asked(sample, ViewRequest(kind="response")).sentence == (
        "ORR of evaluable lines: 21/44\u00a0=\u00a047.7% (32.5–63.3), 95% CI; of all treated 21/48."
    )
    assert asked(sample, ViewRequest(kind="incidence", endpoint="rfs")).sentence == (
        "Incidence of recurrence: 12 of 48 lines (36 not counted: not localized disease), "
        "7 events, competing deaths: 0. At 12 months 25.0% (9.4–66.6)."
    )
    assert asked(sample, ViewRequest(kind="baseline")).sentence == (
        "48 lines in 38 patients: described, not tested."
    )


def test_a_group_has_its_events_median_and_rate_in_a_row(sample: Cohort) -> None:
    rows = asked(sample, ViewRequest(kind="survival", by=BY_REGIMEN)).rows
    assert [(row.label, row.place) for row in rows] == [
        ("anthracycline-based", 0),
        ("MTX-V", 1),
        ("other regimens", 2),
    ]
    assert [(fact.name, fact.value) for fact in rows[1].facts] == [
        ("Events / lines", "3 / 9"),
        ("Median, months (95% CI)", "NR (24.9–NE)"),
        ("At 12 months (95% CI)", "77.8% (54.9–100.0)"),
    ]


def test_the_numbers_of_a_row_are_written_as_in_the_tables(sample: Cohort) -> None:
    for endpoint in ("pfs", "os"):
        view = compute_view(sample, ViewRequest(kind="survival", endpoint=endpoint, by=BY_REGIMEN))
        summary, rates, *_ = result_tables(view.result).tables
        assert summary.shown is not None
        assert rates.shown is not None
        medians = summary.shown["Median, months (95% CI)"].tolist()
        at_12 = [text.partition(",")[0] for text in rates.shown["At 12 months"]]
        values = [[fact.value for fact in row.facts] for row in answer_of(view).rows]
        assert [[median, rate] for _, median, rate in values] == [
            list(pair) for pair in zip(medians, at_12, strict=True)
        ]


def test_a_group_keeps_its_place_when_a_filter_takes_the_first_away(sample: Cohort) -> None:
    others = keeping("regimen_group", "MTX-V", "other")
    for kind in ("baseline", "response", "survival"):
        request = ViewRequest(kind=kind, filter=others, by=BY_REGIMEN)
        assert [row.place for row in asked(sample, request).rows] == [1, 2]


def test_a_rate_is_told_at_the_first_time_that_every_group_reaches() -> None:
    cohort = make_cohort(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        sex=["male", "male", "female", "female"],
        os_months=[4.0, 8.0, 20.0, 30.0],
        os_event=[1.0, 0.0, 1.0, 0.0],
    )
    request = ViewRequest(kind="survival", endpoint="os", by=("sex",), rate_months=(24.0, 12.0, 6))
    assert [fact.name for fact in asked(cohort, request).rows[0].facts][-1] == (
        "At 6 months (95% CI)"
    )
    without = ViewRequest(kind="survival", endpoint="os", by=("sex",), rate_months=())
    assert len(asked(cohort, without).rows[0].facts) == 2


def test_what_was_done_about_shared_patients_is_in_the_sentence(sample: Cohort) -> None:
    first, clustered = (
        asked(sample, ViewRequest(kind="survival", by=BY_REGIMEN, overlap=overlap)).sentence
        for overlap in ("first line", "cluster")
    )
    assert first == (
        "PFS: 29 of 48 lines (19 not counted), 23 events. Log-rank p = 0.035, permutation 0.014."
    )
    assert clustered == (
        "PFS: 36 of 48 lines (12 not counted: not advanced disease), 29 events. "
        "Log-rank by patient p = 0.018."
    )
    response = asked(sample, ViewRequest(kind="response", by=BY_REGIMEN, overlap="first line"))
    assert response.sentence == (
        "ORR of evaluable lines: anthracycline-based 9/19, MTX-V 7/12, other regimens 0/3. "
        "Smallest of 3 pairs, adjusted for their number (Holm): p = 0.716."
    )


def test_patients_are_counted_where_they_are_the_unit(sample: Cohort) -> None:
    request = ViewRequest(kind="survival", endpoint="os", by=("sex",), unit="patients")
    assert asked(sample, request).sentence == (
        "OS: 38 patients, 17 events. Log-rank p = 0.036. HR 0.34 (0.12–0.98), female against male."
    )


def test_a_landmark_is_named_in_the_sentence_and_in_the_method(sample: Cohort) -> None:
    request = ViewRequest(
        kind="survival", by=("best_response",), landmark_months=3.0, unit="patients"
    )
    answer = asked(sample, request)
    assert answer.sentence.startswith("PFS from month 3: 21 of 38 patients (17 not counted)")
    assert answer.method.endswith("; groups as known at month 3, time from there")


def test_no_test_is_told_whose_smallest_p_is_too_large() -> None:
    request = ViewRequest(kind="survival", endpoint="os", by=("sex",))
    assert asked(example_cohort(), request).sentence == (
        "OS: 6 lines, 5 events. No test: with these numbers no result could reach p < 0.05 "
        "(the smallest possible is 0.100)."
    )
    response = ViewRequest(kind="response", by=("sex",))
    assert asked(example_cohort(), response).sentence == (
        "ORR of evaluable lines: male 2/3, female 0/2. No test: with these numbers no result "
        "could reach p < 0.05 (the smallest possible is 0.100)."
    )


def test_groups_without_an_event_are_not_tested() -> None:
    cohort = make_cohort(
        patient_id=list("abcd"),
        line_number=[1.0] * 4,
        sex=["male", "male", "female", "female"],
        os_months=[4.0, 8.0, 20.0, 30.0],
        os_event=[0.0] * 4,
    )
    answer = asked(cohort, ViewRequest(kind="survival", endpoint="os", by=("sex",)))
    assert answer.sentence == "OS: 4 lines, 0 events. No test: no event was observed."
    alone = asked(cohort, ViewRequest(kind="survival", endpoint="os"))
    assert alone.sentence == "OS: 4 lines, 0 events, median not reached."
    assert alone.notes[0].startswith("All has only 4 lines")


def test_every_kind_says_that_nobody_is_in_view() -> None:
    nobody = keeping("regimen_group", "nothing of the kind")
    # A course is of one patient, in view or not.
    for kind in [kind for kind in VIEW_KINDS if kind != "course"]:
        request = ViewRequest(
            kind=kind, filter=nobody, endpoint="rfs", columns=("sex",), measure="orr"
        )
        answer = asked(with_series(), request)
        assert answer.sentence.endswith(": nobody is in view.")
        assert (answer.rows, answer.method) == ((), "")


def test_who_is_in_view_and_not_in_the_result_is_told_with_the_reason(sample: Cohort) -> None:
    localized = keeping("disease_extent", "localized")
    answer = asked(sample, ViewRequest(kind="survival", filter=localized))
    assert answer.sentence == (
        "PFS: none of 12 lines in 12 patients is counted (not advanced disease)."
    )


def test_what_is_not_estimated_is_told_with_the_reason(sample: Cohort) -> None:
    answer = asked(sample, ViewRequest(kind="incidence", endpoint="ttnt", unit="patients"))
    assert answer.sentence.startswith("Incidence of next treatment is not estimated: of 25 lines")
    assert answer.rows == ()


def test_a_group_of_whom_nobody_is_evaluable_has_no_rate() -> None:
    answer = asked(example_cohort("f"), ViewRequest(kind="response"))
    assert answer.sentence == "ORR of evaluable lines: nobody evaluable; of all treated 0/1."


def test_a_sentence_names_the_rates_of_three_groups_at_most(sample: Cohort) -> None:
    answer = asked(sample, ViewRequest(kind="response", by=("regimen",), unit="patients"))
    assert answer.sentence.startswith("ORR of evaluable patients: 16/34 in 8 groups.")
    assert len(answer.rows) == 8


def test_of_several_notes_the_two_that_weigh_most_are_told(sample: Cohort) -> None:
    view = compute_view(sample, ViewRequest(kind="survival", endpoint="rfs", by=BY_REGIMEN))
    assert [note.code for note in view.result.notes] == ["few_cases", "limit_of_one", "few_events"]
    messages = {note.code: note.message for note in view.result.notes}
    assert answer_of(view).notes == (messages["few_events"], messages["few_cases"])


def test_every_note_of_the_standard_views_has_its_weight(sample: Cohort) -> None:
    views = [
        compute_view(sample, request)
        for by in ((), ("sex",))
        for kind in VIEW_KINDS.values()
        for request in kind.usual(sample, ViewRequest(kind="baseline", by=by))
    ]
    codes = {note.code for view in views for note in view.result.notes}
    assert codes <= set(IMPORTANCE)
    for view in views:
        answer = answer_of(view)
        assert len(answer.notes) <= MOST_NOTES
        assert 0 < len(answer.method) <= 160


def test_courses_tell_nothing_of_what_the_sheet_does_not_record() -> None:
    known = {"patient_id": ["a", "b"], "line_number": [1.0, 1.0], "os_months": [6.0, 10.0]}
    answer = asked(make_cohort(**known, os_event=[1.0, 0.0]), ViewRequest(kind="swimmer"))
    assert answer.sentence == "2 lines in 2 patients: 1 patient died."
    assert [fact.name for fact in answer.rows[0].facts] == ["Lines", "Longest, months"]
    pfs = make_cohort(**known, pfs_months=[3.0, 10.0], pfs_event=[1.0, 0.0])
    assert asked(pfs, ViewRequest(kind="swimmer")).sentence == (
        "2 lines in 2 patients: 1 line without progression when last assessed."
    )
