"""A title states what is found, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.titles import view_title
from tests.places import sample_cohort
from tests.reporting.slides.slide_cohorts import made

BY = ("regimen_group",)
FOUR = tuple("abcd")


def cohort(*groups: str, n: int = 24, **columns: object) -> Cohort:
    of = made(n, groups)
    return replace(of, frame=of.frame.assign(**columns))


def title(of: Cohort, kind: str, **asked: object) -> str:
    return view_title(compute_view(of, ViewRequest(kind=kind, by=BY, **asked)))  # type: ignore[arg-type]


def test_deaths_of_toxicity_are_told_before_severe_toxicity() -> None:
    two, four = cohort("a", "b", worst_ae_grade=5.0), cohort(*FOUR, worst_ae_grade=5.0)
    expected = "Worst toxicity: grade 5 24/24, grade 3–4 a 0/11, b 0/13; not tested"
    assert title(two, "toxicity") == expected
    assert title(four, "toxicity") == "Worst toxicity: grade 5 24/24, grade 3–4 0/24 in 4 groups"
    assert title(sample_cohort(), "toxicity") == (
        "Worst toxicity: grade 3–4 anthracycline-based 7/25, MTX-V 2/13, other regimens 0/10; "
        "not tested"
    )


@pytest.mark.parametrize(("kind", "word"), [("response", "evaluable"), ("waterfall", "measured")])
def test_a_group_without_anybody_is_no_zero_of_zero(kind: str, word: str) -> None:
    whole = cohort("a", "b")
    none = whole.frame["regimen_group"] == "b"
    frame = whole.frame.assign(
        best_response=whole.frame["best_response"].mask(none, "NE"),
        target_change_pct=whole.frame["target_change_pct"].mask(none),
    )
    told = title(replace(whole, frame=frame), kind)
    assert f"nobody {word}" in told
    assert "0/0" not in told


def test_medians_of_many_groups_run_to_not_reached_and_say_whether_they_are_tested() -> None:
    of = cohort(*FOUR, n=40)
    assert title(of, "survival") == (
        "PFS: median 26.0 to 56.0 months in 3 groups of at least 5; log-rank p = 0.039, "
        "permutation 0.080"
    )
    some = of.frame["pfs_event"].where(of.frame["regimen_group"] != "a", 0.0)
    told = title(replace(of, frame=of.frame.assign(pfs_event=some)), "survival")
    assert " months to not reached in 3 groups of at least 5; " in told
    nobody = cohort(*FOUR, n=40, pfs_event=0.0)
    expected = "PFS: median not reached in 3 groups of at least 5; not tested"
    assert title(nobody, "survival") == expected


def test_incidences_have_their_denominator_and_test() -> None:
    rfs = {"endpoint": "rfs"}
    alk = view_title(
        compute_view(sample_cohort(), ViewRequest(kind="incidence", by=("alk_status",), **rfs))
    )
    assert alk == (
        "Incidence of recurrence: ALK-positive 2 of 6, ALK-negative 5 of 6; "
        "Gray's test of recurrence p = 0.123"
    )
    many = title(cohort(*FOUR, n=40), "incidence", endpoint="pfs")
    assert many == "Incidence of progression: 30 of 40 in 4 groups"


def test_equal_rates_of_subgroups_are_told_once() -> None:
    view = compute_view(
        cohort("a", "b", best_response="PD"), ViewRequest(kind="forest", columns=("sex",))
    )
    assert view_title(view).endswith("; subgroups of at least 5: 0.0% each; not tested")


def test_beside_published_series_stand_the_cohorts_own_rates() -> None:
    rates = ViewRequest(kind="benchmark", measure=("pfs", 12.0))
    alone = view_title(compute_view(cohort("a"), rates)).partition(": ")[2]
    assert alone == "78.3% (63.1–97.1); different patients, no adjustment"
    alone = view_title(compute_view(sample_cohort(), ViewRequest(kind="benchmark")))
    assert "series: 21/44\u00a0=\u00a047.7% (32.5–63.3); different" in alone
    four = title(cohort(*FOUR, n=40), "benchmark").partition(": ")[2]
    assert four == "47.1% to 54.5% in 3 groups of at least 5; different patients, no adjustment"
    none = title(cohort("a", "b", best_response="NE"), "benchmark")
    assert "series: nobody evaluable with a, nobody evaluable with b; different" in none
