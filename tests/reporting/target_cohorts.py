"""Cohorts with what the sample lacks: several assessments of a line, and bars beyond +100%."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from imt_core.cohort.schema import Cohort
from tests.places import sample_cohort

SERIES = {
    -100.0: "1.8: -60; 3.7: -100; 5.5: -100",
    -57.0: "2,0: -31 %; 4: -57",
    -36.0: "2: -36",
    -12.0: "2.1: -4; 4.2: -12; 6.3: 9; 8.4: 22",
    6.0: "1.5: 6; 3: 164",
    42.0: "1.9: 42",
}
"""Made-up assessments, by the best change of the line that has them."""


@cache
def with_series() -> Cohort:
    """The sample with made-up assessments of some lines: nobody's data."""
    frame = sample_cohort().frame
    series = [SERIES.get(change) for change in frame["target_change_pct"]]
    return replace(sample_cohort(), frame=frame.assign(target_changes=series))


@cache
def beyond() -> Cohort:
    """Six lines of four patients: one bar is cut, one response contradicts, one is not measured."""
    frame = pd.DataFrame(
        {
            "patient_id": ["a", "a", "b", "c", "d", "d"],
            "line_number": [1.0, 2.0, 1.0, 1.0, 1.0, 2.0],
            "regimen_group": ["MTX-V", "other", "MTX-V", "other", "MTX-V", "other"],
            "best_response": ["PR", "PD", "PR", "SD", None, "NE"],
            "target_change_pct": [-45.0, 164.0, -12.0, -12.0, -30.0, None],
        }
    )
    return Cohort(frame=frame, name="six lines")
