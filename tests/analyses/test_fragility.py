"""Leaving out one patient at a time: the range it leaves, and how it is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import kaplan_meier, survival_quantile, survival_rate
from imt_core.analyses.fragility import (
    Fragility,
    describe_fragility,
    leave_one_out,
    median_fragility,
    orr_fragility,
    rate_fragility,
)
from imt_core.analyses.response import response_table
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import assert_agree, make_cohort, recording

R_RULE = Conventions(quantile_rule="r")


def recorded() -> Cohort:
    frame = make_cohort(**recording("line_cohort.json")["columns"]).frame
    numbers = [c for c in frame if c.endswith(("_months", "_event", "_number"))]
    return Cohort(frame=frame.astype(dict.fromkeys(numbers, float)), name="recorded")


def assert_is_rs(ours: Fragility, name: str) -> None:
    r = recording("line_cohort.json")["fragility"][name]
    fields = ("estimate", "lowest", "highest", "n_patients", "n_not_estimable")
    assert_agree([getattr(ours, f) for f in fields], [r[f] for f in fields])


def survivors(months: list[float], event: list[float]) -> Cohort:
    n = len(months)
    return make_cohort(
        patient_id=[f"p{i}" for i in range(n)],
        line_number=[1.0] * n,
        os_months=months,
        os_event=event,
    )


def responses(*best: str) -> Cohort:
    n = len(best)
    return make_cohort(
        patient_id=[f"p{i}" for i in range(n)], line_number=[1.0] * n, best_response=list(best)
    )


def orr(cohort: Cohort) -> float | None:
    groups = response_table(cohort).groups
    return groups[0].orr.estimate if groups else None


def test_the_range_of_the_response_rate_is_rs() -> None:
    assert_is_rs(orr_fragility(response_table(recorded())), "orr")


def test_the_range_of_the_median_is_rs() -> None:
    cohort = recorded()
    positive = replace(cohort, frame=cohort.frame[cohort.frame["alk_status"] == "positive"])
    assert_is_rs(median_fragility(derive_endpoint(cohort, "os"), conventions=R_RULE), "median_os")
    assert_is_rs(
        median_fragility(derive_endpoint(positive, "os"), conventions=R_RULE), "median_os_positive"
    )


def test_the_range_of_a_rate_is_rs_also_where_one_patient_alone_is_followed_so_long() -> None:
    late = recording("line_cohort.json")["fragility"]["os_late"]["months"]
    assert_is_rs(rate_fragility(derive_endpoint(recorded(), "os"), 12), "os_12")
    assert_is_rs(rate_fragility(derive_endpoint(recorded(), "os"), late), "os_late")
    assert rate_fragility(derive_endpoint(recorded(), "os"), late).n_not_estimable == 1


def test_the_papers_response_rate_moves_from_9_to_10_of_20() -> None:
    fragility = orr_fragility(response_table(responses(*["PR"] * 10, *["SD"] * 11)))
    assert (fragility.estimate, fragility.lowest, fragility.highest) == (10 / 21, 9 / 20, 10 / 20)


def test_a_patient_is_left_out_with_all_lines() -> None:
    cohort = make_cohort(
        patient_id=["a", "a", "b", "c"],
        line_number=[1.0, 2.0, 1.0, 1.0],
        best_response=["PR", "PR", "SD", "PR"],
    )
    fragility = orr_fragility(response_table(cohort))
    # Without a: 1 of 2; without b: 3 of 3; without c: 2 of 3.
    assert (fragility.lowest, fragility.highest, fragility.n_patients) == (0.5, 1.0, 3)


def test_counting_patients_leaves_out_first_lines() -> None:
    cohort = make_cohort(
        patient_id=["a", "a", "b", "c"],
        line_number=[1.0, 2.0, 1.0, 1.0],
        best_response=["SD", "PR", "PR", "SD"],
    )
    fragility = orr_fragility(response_table(cohort, unit="patients"))
    assert (fragility.estimate, fragility.lowest, fragility.highest) == (1 / 3, 0.0, 0.5)


def test_patients_who_do_not_enter_are_not_left_out() -> None:
    assert orr_fragility(response_table(responses("PR", "SD", "NE"))).n_patients == 2


def test_without_the_only_patient_nothing_can_be_estimated() -> None:
    for fragility in (
        orr_fragility(response_table(responses("PR"))),
        median_fragility(derive_endpoint(survivors([5], [1]), "os")),
        rate_fragility(derive_endpoint(survivors([5], [1]), "os"), 3),
        leave_one_out(responses("PR"), orr),
    ):
        assert fragility.estimate is not None
        assert (fragility.lowest, fragility.highest) == (None, None)
        assert (fragility.n_not_estimable, fragility.reason) == (1, "only one patient")


def test_without_patients_there_is_neither_estimate_nor_range() -> None:
    empty = replace(responses("PR"), frame=responses("PR").frame.head(0))
    nobody = survivors([], [])
    for fragility in (
        orr_fragility(response_table(empty)),
        leave_one_out(empty, orr),
        median_fragility(derive_endpoint(nobody, "os")),
        rate_fragility(derive_endpoint(nobody, "os"), 12),
    ):
        assert (fragility.estimate, fragility.lowest, fragility.n_patients) == (None, None, 0)
        assert fragility.reason == "no patients"


def test_where_nobody_had_an_event_no_median_is_reached_whoever_is_left_out() -> None:
    fragility = median_fragility(derive_endpoint(survivors([5, 6, 7], [0, 0, 0]), "os"))
    assert (fragility.estimate, fragility.lowest, fragility.n_not_estimable) == (None, None, 3)
    assert fragility.reason == "it is not reached whoever is left out"


def test_a_median_can_be_reached_only_without_someone() -> None:
    # With everyone S is 3/4 and then 1/2 to the end: never below.
    fragility = median_fragility(derive_endpoint(survivors([4, 8, 9, 10], [1, 1, 0, 0]), "os"))
    assert fragility.estimate is None
    # Without a survivor: S is 2/3, then 1/3 at 8 months. Without an event: 2/3 to the end.
    assert (fragility.lowest, fragility.highest, fragility.n_not_estimable) == (8.0, 8.0, 2)


def test_the_rule_of_the_median_is_followed() -> None:
    cohort = survivors([6, 10, 14, 20, 20], [1, 1, 1, 1, 1])
    first = median_fragility(
        derive_endpoint(cohort, "os"), conventions=Conventions(quantile_rule="first")
    )
    middle = median_fragility(derive_endpoint(cohort, "os"))
    assert (first.lowest, middle.lowest) == (10.0, 12.0)


def test_with_identical_cases_nobody_matters() -> None:
    fragility = rate_fragility(derive_endpoint(survivors([5, 5, 5], [1, 1, 1]), "os"), 4)
    assert (fragility.lowest, fragility.highest) == (1.0, 1.0)


def test_nothing_in_the_result_names_a_patient() -> None:
    assert "p0" not in repr(orr_fragility(response_table(responses("PR", "SD"))))


def test_a_cohort_without_responses_is_refused() -> None:
    with pytest.raises(ImtError, match="cohort must have the column best_response"):
        orr_fragility(response_table(survivors([5], [1])))


def test_five_hundred_patients_take_no_time_to_speak_of() -> None:
    rng = np.random.default_rng(20240611)
    cohort = survivors(rng.exponential(20, 500).tolist(), rng.integers(0, 2, 500).tolist())
    fragility = median_fragility(derive_endpoint(cohort, "os"))
    assert fragility.n_patients == 500
    # One of 500 moves the median by no more than its neighbours.
    curve = kaplan_meier(derive_endpoint(cohort, "os").times)
    assert survival_quantile(curve, 0.48).estimate < fragility.lowest
    assert fragility.highest < survival_quantile(curve, 0.52).estimate


def test_of_a_great_many_patients_none_is_left_out() -> None:
    cases = derive_endpoint(survivors(list(range(1, 1002)), [1] * 1001), "os")
    for found in (median_fragility(cases), rate_fragility(cases, 500)):
        assert found.estimate is not None
        assert found.reason == "more than 1,000 patients, of whom one hardly matters"


LINES = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(["CR", "PR", "SD", "PD"]),
        st.integers(1, 9),
        st.booleans(),
    ),
    min_size=1,
    max_size=20,
)


def drawn(lines: list[tuple[int, str, int, bool]]) -> Cohort:
    frame = pd.DataFrame(
        {
            "patient_id": [f"p{line[0]}" for line in lines],
            "line_number": [float(i) for i in range(len(lines))],
            "best_response": [line[1] for line in lines],
            "os_months": [float(line[2]) for line in lines],
            "os_event": [float(line[3]) for line in lines],
        }
    )
    return Cohort(frame=frame, name="drawn")


def numbers(fragility: Fragility) -> list[float | None]:
    return [
        fragility.estimate,
        fragility.lowest,
        fragility.highest,
        fragility.n_patients,
        fragility.n_not_estimable,
    ]


@given(LINES)
def test_the_fast_ways_agree_with_deriving_everything_again(
    lines: list[tuple[int, str, int, bool]],
) -> None:
    cohort = drawn(lines)

    def curve(part: Cohort):
        return kaplan_meier(derive_endpoint(part, "os").times)

    assert_agree(
        numbers(orr_fragility(response_table(cohort))), numbers(leave_one_out(cohort, orr))
    )
    assert_agree(
        numbers(median_fragility(derive_endpoint(cohort, "os"))),
        numbers(leave_one_out(cohort, lambda part: survival_quantile(curve(part)).estimate)),
    )
    assert_agree(
        numbers(rate_fragility(derive_endpoint(cohort, "os"), 4)),
        numbers(leave_one_out(cohort, lambda part: survival_rate(curve(part), 4).estimate)),
    )


@given(LINES)
def test_the_response_rate_lies_within_its_range(lines: list[tuple[int, str, int, bool]]) -> None:
    fragility = orr_fragility(response_table(drawn(lines)))
    if fragility.n_patients > 1:
        assert fragility.lowest - 1e-12 <= fragility.estimate <= fragility.highest + 1e-12


def said(**fields: object) -> str:
    defaults: dict[str, object] = {
        "label": "ORR",
        "scale": "fraction",
        "estimate": 0.5,
        "lowest": 0.4,
        "highest": 0.6,
        "n_patients": 20,
        "n_not_estimable": 0,
    }
    return describe_fragility(Fragility(**(defaults | fields)))


def test_the_range_is_said_in_percent_or_in_months() -> None:
    assert said(lowest=8 / 18) == (
        "Leaving out any one patient moves the ORR between 44.4% and 60.0%."
    )
    assert said(label="median PFS", scale="months", lowest=5.505, highest=6.85) == (
        "Leaving out any one patient moves the median PFS between 5.5 and 6.9 months."
    )


def test_an_estimate_that_does_not_move_is_said_to_stay() -> None:
    assert said(lowest=1.0, highest=1.0) == "Leaving out any one patient leaves the ORR at 100.0%."


def test_a_median_that_one_patient_keeps_within_reach_is_said() -> None:
    assert said(
        label="median OS", scale="months", lowest=28.0, highest=30.0, n_not_estimable=1
    ) == (
        "Leaving out any one patient moves the median OS between 28.0 and 30.0 months. "
        "It is not reached when one patient is left out."
    )


def test_a_median_that_is_reached_only_without_someone_is_said() -> None:
    assert said(
        label="median RFS",
        scale="months",
        estimate=None,
        lowest=26.32,
        highest=26.32,
        n_patients=8,
        n_not_estimable=4,
    ) == (
        "The median RFS is not reached; it is reached, at 26.3 months, when any one of 4 patients "
        "is left out."
    )


def test_a_range_that_does_not_exist_is_explained() -> None:
    assert said(lowest=None, highest=None, reason="only one patient") == (
        "How far one patient moves the ORR cannot be said: only one patient."
    )
