"""Times in whole months: the nearest, in the order that they had, from one clock."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.competing_cases import derive_recurrence
from imt_core.cohort.duration_of_response import derive_duration_of_response
from imt_core.cohort.next_line import censored_at_next_line
from imt_core.cohort.next_treatment import derive_next_treatment
from imt_core.cohort.schema import COLUMNS, Cohort
from imt_core.cohort.target_lesions import parse_target_changes
from imt_core.cohort.whole_months import in_whole_months


def rounded(months: list[float]) -> list[float]:
    frame = pd.DataFrame({"patient_id": list(map(str, months)), "os_months": months})
    cohort = in_whole_months(Cohort(frame=frame, name="times"))
    return cohort.frame["os_months"].tolist()


def test_a_half_goes_up_and_no_time_becomes_none() -> None:
    assert rounded([0, 0.02, 0.5, 1.49, 1.5, 2.5, 12.4999999999]) == [0, 1, 1, 1, 2, 3, 13]


@given(st.lists(st.floats(0, 400), min_size=2, max_size=6))
def test_no_order_is_turned(months: list[float]) -> None:
    ordered = rounded(sorted(months))
    assert ordered == sorted(ordered)
    assert all(abs(a - b) <= 0.5 for a, b in zip(sorted(months), ordered, strict=True) if a >= 0.5)


def test_every_time_of_the_sample_is_whole_and_its_changes_are_not(sample: Cohort) -> None:
    frame = in_whole_months(sample).frame
    times = [c.name for c in COLUMNS if c.name.endswith("_months") and c.name in frame]
    assert {"start_months", "os_months", "response_months", "treatment_months"} <= set(times)
    assert all((frame[name].dropna() % 1 == 0).all() for name in times)
    assert "start_date" not in frame
    assert frame["target_change_pct"].equals(sample.frame["target_change_pct"])
    assert frame["pfs_event"].equals(sample.frame["pfs_event"])


def test_assessments_stay_apart_with_their_changes() -> None:
    text = "0: 0; 0.3: -5.5; 1.2: -12; 1.4: -40; 7.5: +3; soon: -1"
    frame = pd.DataFrame({"patient_id": ["a", "b"], "target_changes": [text, None]})
    told, nothing = in_whole_months(Cohort(frame=frame, name="two")).frame["target_changes"]
    series = parse_target_changes(told)
    assert [(one.months, one.change) for one in series.assessments] == [
        (1, -5.5),
        (2, -12),
        (3, -40),
        (8, 3),
    ]
    assert series.unread == ("soon: -1",)
    assert nothing is None or math.isnan(nothing)


@pytest.mark.parametrize("column", ["age_years", "cycles", "Months on study"])
def test_other_numbers_stay(column: str) -> None:
    frame = pd.DataFrame({"patient_id": ["a"], column: [3.4]})
    assert in_whole_months(Cohort(frame=frame, name="one")).frame[column].tolist() == [3.4]


def test_months_between_starts_are_rounded_as_times_from_a_start_are() -> None:
    """Day 1 of line 2 at 3.4 and of line 3 at 5.6 are 2.2 months apart, less than the OS of 2.4."""
    frame = pd.DataFrame(
        {
            "patient_id": ["a", "b", "a", "a", "a", "b"],
            "start_months": [5.6, 0, 3.4, 0, 5.6, math.nan],
        }
    )
    starts = in_whole_months(Cohort(frame=frame, name="starts")).frame["start_months"]
    assert starts.tolist()[:5] == [5, 0, 3, 0, 5]
    assert math.isnan(starts[5])


months_or_none = st.one_of(st.none(), st.floats(0, 8).map(lambda month: round(month, 2)))
flags = st.sampled_from([0.0, 1.0])
lines = st.fixed_dictionaries(
    {
        "patient_id": st.sampled_from(["a", "b"]),
        "line_number": st.sampled_from([1.0, 2, 3]),
        "start_months": months_or_none,
        "best_response": st.sampled_from(["PR", "SD"]),
        "response_months": months_or_none,
        "pfs_months": months_or_none,
        "pfs_event": flags,
        "os_months": months_or_none,
        "os_event": flags,
        "treatment_months": months_or_none,
    }
)


COMPLETE = {
    "patient_id": "c",
    "line_number": 1.0,
    "best_response": "PR",
    "pfs_event": 1.0,
    "os_event": 1.0,
    **dict.fromkeys(("start_months", "response_months"), 0.0),
    **dict.fromkeys(("pfs_months", "os_months", "treatment_months"), 1.0),
}
"""So that every column is recorded."""


def cases_of(cohort: Cohort) -> list[object]:
    told: list[object] = []
    for one in (cohort, censored_at_next_line(cohort)):
        progressed, responded = derive_recurrence(one, "pfs"), derive_duration_of_response(one)
        told += [
            progressed.rows.index.tolist(),
            progressed.times.cause.tolist(),
            responded.rows.index.tolist(),
            responded.times.event.tolist(),
            one.frame["pfs_event"].tolist(),
        ]
    treated = derive_next_treatment(cohort)
    return [*told, treated.rows.index.tolist(), treated.times.cause.tolist()]


@given(st.lists(lines, min_size=2, max_size=5))
def test_rounding_changes_nobody_from_one_kind_of_case_to_another(
    rows: list[dict[str, object]],
) -> None:
    frame = pd.DataFrame([COMPLETE, *rows]).drop_duplicates(["patient_id", "line_number"])
    frame = frame.astype({name: float for name in frame if str(name).endswith("months")})
    cohort = Cohort(frame=frame, name="a few lines")
    assert cases_of(in_whole_months(cohort)) == cases_of(cohort)


def test_a_progression_in_the_month_of_death_stays_one(sample: Cohort) -> None:
    exact, whole = (derive_recurrence(c, "pfs") for c in (sample, in_whole_months(sample)))
    assert whole.times.cause.tolist() == exact.times.cause.tolist()
    assert exact.times.cause.tolist().count(2) == 1
    months = in_whole_months(sample).frame.loc[whole.rows.index, ["pfs_months", "os_months"]]
    assert (months["pfs_months"] == months["os_months"]).sum() > 1
