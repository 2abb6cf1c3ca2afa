"""What could be worked out of a masked document of the sample, and what a programme works out."""

from __future__ import annotations

import random
import re
from itertools import combinations_with_replacement

import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.content.view_document import ViewDocument, masked_together, view_document
from tests.effort import IS_LONG
from tests.places import sample_cohort
from tests.reporting.masking.every_cohort import every_cohort, pinned
from tests.reporting.masking.small_cohorts import CONTEXT, REQUESTS, Masked, made_cohort
from tests.reporting.masking.written import READERS

BY = ("regimen_group",)
ANTHRACYCLINE, MTX_V, OTHER = "anthracycline-based", "MTX-V", "other regimens"


def documents(*requests: ViewRequest) -> list[ViewDocument]:
    views = [compute_view(sample_cohort(), request) for request in requests]
    context = masked_together(views, CONTEXT)
    return [view_document(view, context) for view in views]


def cell(document: ViewDocument, row: str, column: str, *, table: int = 0) -> str:
    shown = document.shown_tables[table].shown
    names = [str(name).strip() for name in shown.iloc[:, 0]]
    return str(shown[column].iloc[names.index(row)])


def are_told(*texts: str) -> bool:
    return all(re.match(r"\d", text) for text in texts)


def test_a_p_value_of_few_possible_ones_does_not_tell_the_sizes_of_groups() -> None:
    (document,) = documents(ViewRequest(kind="survival", endpoint="rfs", by=BY))
    told = " ".join(text for _, text in document.facts)
    # 0.0040 is 2 of 495 splits, of 4 and 8; of 0.489 there are not many more.
    assert not re.search(r"0\.0040|0\.48\d|p [=<]", told)
    assert dict(document.facts)["Comparison"] == "withheld, as are counts that it rests on"


def test_lines_with_a_response_less_those_with_pfs_do_not_tell_those_with_rfs() -> None:
    response, pfs, _ = documents(
        ViewRequest(kind="response", by=BY),
        ViewRequest(kind="survival", endpoint="pfs", by=BY),
        ViewRequest(kind="survival", endpoint="rfs", by=BY),
    )
    # 13 less 9 is 4.
    assert not are_told(cell(response, "Lines", MTX_V), cell(pfs, MTX_V, "Lines"))


def test_all_responders_less_those_of_two_groups_do_not_tell_those_of_the_third() -> None:
    response, forest = documents(
        ViewRequest(kind="response", by=BY), ViewRequest(kind="forest", columns=BY)
    )
    counts = forest.shown_tables[0].shown.iloc[:, 1].tolist()
    orr = "ORR of evaluable (95% CI)"
    of_group = [
        are_told(in_forest) or are_told(cell(response, orr, group))
        for group, in_forest in zip((ANTHRACYCLINE, MTX_V, OTHER), counts[1:], strict=True)
    ]
    # 21 of 44 less 10 of 21 and 7 of 13 are 4 of 10.
    assert not (are_told(counts[0]) and of_group[0] and of_group[1])
    assert not of_group[2]


def test_a_regimen_group_less_its_other_regimens_does_not_tell_one() -> None:
    (document,) = documents(ViewRequest(kind="baseline", by=BY))
    # 25 less 8 with A and 14 with AI are 3 with A and another, in the group or in all.
    regimens = [
        are_told(cell(document, name, ANTHRACYCLINE)) or are_told(cell(document, name, "All"))
        for name in ("A", "AI")
    ]
    assert not (are_told(cell(document, "Treatment lines", ANTHRACYCLINE)) and all(regimens))


def test_patients_of_two_extents_less_all_do_not_tell_those_of_both() -> None:
    (document,) = documents(ViewRequest(kind="baseline", by=("disease_extent",)))
    # 12 and 29 less 38 are 3.
    shown = document.shown_tables[0].shown
    patients = shown[shown.iloc[:, 0] == "Patients"].iloc[0, 1:].tolist()
    assert len(patients) == 3
    assert not are_told(*patients)


def test_lines_less_the_evaluable_do_not_tell_the_others() -> None:
    (document,) = documents(ViewRequest(kind="response", by=BY))
    # 25 less 21 are 4.
    lines, evaluable = (cell(document, row, ANTHRACYCLINE) for row in ("Lines", "Evaluable lines"))
    assert not are_told(lines, evaluable)


def test_rates_with_limits_of_one_solution_are_not_told_together() -> None:
    request = ViewRequest(kind="survival", endpoint="os", by=BY, rate_months=(12.0, 60.0))
    (document,) = documents(request)
    # 72.0% and 36.9% (21.3-63.9) of 25 are 7 and 15 deaths with 3 censored between them.
    rates = [cell(document, ANTHRACYCLINE, f"At {n} months", table=1) for n in (12, 60)]
    assert not are_told(*rates)
    assert "36.9%" not in rates


@pytest.mark.parametrize("of", REQUESTS)
def test_an_attacker_works_nothing_out_of_the_sample_s_document(of: str) -> None:
    assert Masked(sample_cohort(), of).found_out() == {}
    # The same attacker, of the same views if each is masked by itself.
    assert Masked(sample_cohort(), of, together=False).found_out() != {}


@pytest.mark.parametrize("of", REQUESTS)
@pytest.mark.parametrize("kind", READERS)
def test_an_attacker_works_nothing_out_of_written_documents(kind: str, of: str) -> None:
    # At length, 200 cohorts for each kind; benchmarks/attack_masks.py attacks all of each.
    first = 50 * [*READERS].index(kind)
    for seed in range(first, first + (50 if IS_LONG else 2)):
        cohort = made_cohort(random.Random(seed), least=6, most=14)
        assert Masked(cohort, of).found_out(kind) == {}, seed


@pytest.mark.parametrize("of", ["responses", "survival"])
def test_every_kind_of_document_holds_the_same_published_counts(of: str) -> None:
    document = Masked(made_cohort(random.Random(12)), of)
    assert document.held_by_all_kinds() == []
    # And the attacker reads as much of each as of the values that it was made of.
    read = [len(document.read_by_attacker(kind).told) for kind in ("", *READERS)]
    assert len({*read}) == 1
    assert read[0] >= 15


def test_beside_tables_and_titles_documents_say_the_same_of_every_cohort() -> None:
    said = []
    for seed in (3, 4):
        document = Masked(made_cohort(random.Random(seed)), "responses")
        texts = [line for kind in READERS for line in document.written(kind).rest]
        counted = re.compile(r"(–|<5|\d+) lines? in (–|<5|\d+) patients?")
        said.append({counted.sub("counted", line) for line in texts})
    assert {line for line in said[0] ^ said[1] if re.search(r"\d", line)} == set()


def test_of_every_cohort_of_a_few_lines_those_that_fit_a_document_differ_in_each_small_count() -> (
    None
):
    lines = [{"best_response": level} for level in ("PR", None)]
    kinds = [chosen for n in (1, 2, 3) for chosen in combinations_with_replacement(lines, n)]
    requests = (ViewRequest(kind="baseline"), ViewRequest(kind="response"))
    cohorts = [*every_cohort(kinds, 2, requests, 3)]
    few = [known for known in cohorts if 2 < len(known.views[0].cohort.frame) < 4]
    assert len(few) > 9
    assert [pinned(known, cohorts) for known in few[::2]] == [{}] * len(few[::2])
