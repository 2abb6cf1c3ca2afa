"""Times in whole months: the nearest, in the order that they had, from one clock."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
