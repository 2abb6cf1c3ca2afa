"""The cohorts whose curves the tests of designs and figures describe."""

from __future__ import annotations

from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.cohort.schema import Cohort
from tests.oracles.oracle import make_cohort

# Ten cases: 5 are at risk up to month 6, 4 after it; the last case has the event.
MONTHS = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 12.0]
EVENTS = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]


def cohort(
    months: list[float] = MONTHS, events: list[float] = EVENTS, regimen: list[str] | None = None
) -> Cohort:
    n = len(months)
    return make_cohort(
        patient_id=[f"p{i}" for i in range(n)],
        line_number=[1.0] * n,
        regimen=regimen or ["A"] * n,
        os_months=months,
        os_event=events,
    )


def ten() -> SurvivalSummary:
    return survival_summary(cohort(), "os")


def two_groups(**options) -> SurvivalSummary:
    return survival_summary(cohort(regimen=["A", "B"] * 5), "os", by=["regimen"], **options)


def many_groups(n: int) -> SurvivalSummary:
    names = [f"regimen {i:02}" for i in range(n)]
    made = cohort([float(i + 1) for i in range(n)], [0.0] * n, names)
    return survival_summary(made, "os", by=["regimen"])
