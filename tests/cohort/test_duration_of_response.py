"""Duration of response and time to response: responders only, from the response on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core import kaplan_meier, survival_quantile
from imt_core.cohort.duration_of_response import derive_duration_of_response, time_to_response
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import QUARTILES, assert_agree, make_cohort, recording


def recorded() -> tuple[Cohort, dict]:
    file = recording("line_cohort.json")
    frame = make_cohort(**file["columns"]).frame
    numbers = [c for c in frame if c.endswith(("_months", "_event", "_number"))]
    return Cohort(frame=frame.astype(dict.fromkeys(numbers, float)), name="recorded"), file


def responders(**columns: list[object]) -> Cohort:
    n = len(columns["response_months"])
    defaults: dict[str, list[object]] = {
        "patient_id": [f"p{i}" for i in range(n)],
        "line_number": [1.0] * n,
        "best_response": ["PR"] * n,
    }
    return make_cohort(**(defaults | columns))


def test_the_curve_of_the_duration_is_rs() -> None:
    cohort, file = recorded()
    cases = derive_duration_of_response(cohort)
    r = file["duration_of_response"]
    curve = kaplan_meier(cases.times)
    assert (cases.times.n, cases.times.n_event) == (r["n"], r["n_event"])
    for ours, theirs in (
        (curve.time, r["time"]),
        (curve.estimate, r["estimate"]),
        (curve.conf_low, r["conf_low"]),
        (curve.conf_high, r["conf_high"]),
    ):
        assert_agree(ours, theirs)


def test_the_quartiles_of_the_duration_are_rs() -> None:
    cohort, file = recorded()
    curve = kaplan_meier(derive_duration_of_response(cohort).times)
    quantiles = [survival_quantile(curve, p, rule="r") for p in QUARTILES]
    r = file["duration_of_response"]["quantiles"]
    assert_agree([q.estimate for q in quantiles], r["estimate"])
    assert_agree([q.conf_low for q in quantiles], r["conf_low"])
    assert_agree([q.conf_high for q in quantiles], r["conf_high"])


@pytest.mark.parametrize("quartile_type", [2, 7])
def test_the_time_to_response_is_rs(quartile_type: int) -> None:
    cohort, file = recorded()
    summary = time_to_response(cohort, conventions=Conventions(quartile_type=quartile_type))
    r = file["time_to_response"]
    assert (summary.n, summary.n_missing) == (r["n"], r["n_missing"])
    ours = [summary.minimum, summary.q1, summary.median, summary.q3, summary.maximum]
    assert_agree(ours, r[f"type_{quartile_type}"])


def test_a_duration_runs_from_the_response_to_the_end_of_pfs_or_rfs_by_extent() -> None:
    cohort = responders(
        response_months=[2.0, 3.0],
        disease_extent=["advanced", "localized"],
        pfs_months=[10.0, 99.0],
        pfs_event=[1.0, 1.0],
        rfs_months=[99.0, 15.0],
        rfs_event=[1.0, 0.0],
    )
    times = derive_duration_of_response(cohort).times
    assert (times.months.tolist(), times.event.tolist()) == ([8.0, 12.0], [True, False])


def test_without_a_recorded_extent_whichever_endpoint_is_recorded_ends_the_response() -> None:
    cohort = responders(
        response_months=[2.0, 3.0, 4.0],
        disease_extent=[None, None, None],
        pfs_months=[10.0, None, 20.0],
        pfs_event=[1.0, None, None],
        rfs_months=[50.0, 15.0, 24.0],
        rfs_event=[0.0, 0.0, 1.0],
    )
    assert derive_duration_of_response(cohort).times.months.tolist() == [8.0, 12.0, 20.0]


def test_the_other_extents_endpoint_does_not_end_a_response() -> None:
    cohort = responders(
        response_months=[2.0],
        disease_extent=["advanced"],
        pfs_months=[None],
        pfs_event=[None],
        rfs_months=[15.0],
        rfs_event=[0.0],
    )
    cases = derive_duration_of_response(cohort)
    assert [left.reason for left in cases.left_out] == ["no PFS or RFS time or event recorded"]


def test_everyone_in_view_enters_or_is_left_out_for_one_reason() -> None:
    cohort = responders(
        patient_id=["a", "b", "c", "d", "e", "f", "a"],
        line_number=[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0],
        best_response=["CR", "SD", None, "PR", "PR", "PR", "PR"],
        response_months=[2.0, None, None, None, 2.0, 9.0, 1.0],
        pfs_months=[8.0, 8.0, 8.0, 8.0, None, 8.0, 5.0],
        pfs_event=[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0],
    )
    cases = derive_duration_of_response(cohort, unit="patients")
    assert cases.rows["patient_id"].tolist() == ["a"]
    assert {left.reason: left.count.n_lines for left in cases.left_out} == {
        "no best response recorded": 1,
        "not a responder": 1,
        "no response time recorded": 1,
        "no PFS or RFS time or event recorded": 1,
        "response recorded after the end of PFS or RFS": 1,
        "later lines of patients already counted": 1,
    }


@pytest.mark.parametrize(("response", "end"), [(6.0, 6.0), (0.3, 0.1 + 0.2), (0.1 + 0.2, 0.3)])
def test_a_response_on_the_day_of_the_event_lasts_no_time(response: float, end: float) -> None:
    cohort = responders(response_months=[response], pfs_months=[end], pfs_event=[1.0])
    times = derive_duration_of_response(cohort).times
    assert times.months.tolist() == pytest.approx([0.0], abs=1e-12)
    assert kaplan_meier(times).estimate.tolist() == [0.0]


def test_durations_by_two_routes_are_tied() -> None:
    cohort = responders(response_months=[0.1, 0.2], pfs_months=[0.4, 0.5], pfs_event=[1.0, 1.0])
    assert kaplan_meier(derive_duration_of_response(cohort).times).time.size == 1


def test_one_responder_who_is_censored_has_no_median() -> None:
    cohort = responders(response_months=[2.0], pfs_months=[9.0], pfs_event=[0.0])
    curve = kaplan_meier(derive_duration_of_response(cohort).times)
    assert (curve.estimate.tolist(), survival_quantile(curve).estimate) == ([1.0], None)


def test_without_responders_nobody_enters() -> None:
    cohort = responders(
        best_response=["SD", "PD"],
        response_months=[None, None],
        pfs_months=[4.0, 2.0],
        pfs_event=[1.0, 1.0],
    )
    cases = derive_duration_of_response(cohort)
    assert (cases.times.n, cases.count.n_lines, cases.left_out[0].count.n_lines) == (0, 0, 2)
    assert time_to_response(cohort).median is None


def test_counting_patients_takes_the_first_responding_line() -> None:
    cohort = responders(
        patient_id=["a", "a", "a"],
        line_number=[3.0, 1.0, 2.0],
        best_response=["PR", "SD", "PR"],
        response_months=[5.0, None, 2.0],
        pfs_months=[9.0, 9.0, 9.0],
        pfs_event=[1.0, 1.0, 1.0],
    )
    assert time_to_response(cohort, unit="patients").median == 2.0
    assert time_to_response(cohort, unit="lines").median == 3.5
    assert derive_duration_of_response(cohort, unit="patients").times.months.tolist() == [7.0]


def test_the_endpoint_says_what_ends_a_response() -> None:
    end = derive_duration_of_response(recorded()[0]).endpoint
    assert (end.label, end.short, end.event) == (
        "Duration of response",
        "DOR",
        "progression or death after response",
    )


@pytest.mark.parametrize("column", ["best_response", "response_months"])
def test_a_cohort_without_responses_is_refused_with_the_remedy(column: str) -> None:
    cohort, _ = recorded()
    without = replace(cohort, frame=cohort.frame.drop(columns=column))
    for derive in (derive_duration_of_response, time_to_response):
        with pytest.raises(ImtError, match=f"but {column} was not found. Add it to the sheet"):
            derive(without)


def test_a_cohort_without_pfs_and_rfs_is_refused_with_the_remedy() -> None:
    with pytest.raises(ImtError, match="cohort must have PFS or RFS"):
        derive_duration_of_response(responders(response_months=[2.0]))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["CR", "PR", "SD", "PD", "NE", None]),
            st.one_of(st.none(), st.integers(0, 6)),
            st.one_of(st.none(), st.integers(0, 12)),
            st.booleans(),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_those_who_enter_and_those_left_out_are_all_lines(
    lines: list[tuple[str | None, int | None, int | None, bool]],
) -> None:
    frame = pd.DataFrame(
        {
            "patient_id": [f"p{i % 7}" for i in range(len(lines))],
            "line_number": [float(1 + i // 7) for i in range(len(lines))],
            "best_response": [line[0] for line in lines],
            "response_months": pd.Series([line[1] for line in lines], dtype=float),
            "pfs_months": pd.Series([line[2] for line in lines], dtype=float),
            "pfs_event": [float(line[3]) for line in lines],
        }
    )
    cases = derive_duration_of_response(Cohort(frame=frame, name="drawn"))
    left_out = sum(group.count.n_lines for group in cases.left_out)
    assert cases.count.n_lines + left_out == len(lines)
    assert (cases.times.months <= cases.rows["pfs_months"].to_numpy()).all()
