"""Views that the tests of pictures draw: a common one of each kind, and hard ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from tests.oracles.oracle import make_cohort

CONTEXT = ExportContext(cohort_name="Test cohort", data_date="2026-01-31", is_reconstruction=True)

LONG_NAMES = (
    "doxorubicin and ifosfamide, given every three weeks at the reference centre",
    "anthracycline-based $x^2$ & <b>bold</b>",
    "A",
    "MTX-V low dose weekly",
    "unbreakable" * 6,
    "best supportive care after many earlier lines",
)


@cache
def big_cohort(n: int = 60) -> Cohort:
    """Sixty patients in six groups with long names; every kind of response and event."""
    return make_cohort(
        patient_id=[f"PATIENT-{i:03}" for i in range(n)],
        line_number=[1.0] * n,
        regimen=[LONG_NAMES[i % 6] for i in range(n)],
        regimen_group=[("anthracycline-based", "MTX-V", "other")[i % 3] for i in range(n)],
        disease_extent=["advanced"] * n,
        best_response=[("CR", "PR", "SD", "PD", "NE", None, "SD")[i % 7] for i in range(n)],
        response_months=[2.0 if i % 7 < 2 else None for i in range(n)],
        pfs_months=[3.0 + (i * 7) % 41 for i in range(n)],
        pfs_event=[float(i % 2) for i in range(n)],
        os_months=[5.0 + (i * 7) % 41 + (i * 5) % 31 for i in range(n)],
        os_event=[float(i % 4 == 1) for i in range(n)],
        treatment_months=[2.5 + (i % 3) for i in range(n)],
        sex=[("male", "female")[i % 2] for i in range(n)],
    )


@cache
def small_cohort() -> Cohort:
    """Ten patients in two groups: 5 are at risk in all up to month 6, and 4 after it."""
    return make_cohort(
        patient_id=[f"PATIENT-{i:03}" for i in range(10)],
        line_number=[1.0] * 10,
        regimen=["A", "B"] * 5,
        best_response=["CR", "PR", "PR", "SD", "PD", "PR"] + ["NE"] * 4,
        os_months=[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 12.0],
        os_event=[1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0],
    )


REQUESTS = {
    "survival": ViewRequest(kind="survival", endpoint="os", by=("regimen",), axis="whole"),
    "response": ViewRequest(kind="response", by=("regimen",)),
    "forest": ViewRequest(kind="forest", columns=("regimen",), measure=("os", 6.0)),
    "swimmer": ViewRequest(kind="swimmer", label="regimen"),
}


@cache
def small_view(name: str) -> ComputedView:
    """A view of the small cohort."""
    return compute_view(small_cohort(), REQUESTS[name])


NINE_NAMES = tuple(
    f"{drug} with ifosfamide every three weeks"[:40]
    for drug in (
        "doxorubicin",
        "epirubicin",
        "trabectedin",
        "pazopanib",
        "vinorelbine",
        "gemcitabine",
        "dacarbazine",
        "crizotinib",
        "methotrexate",
    )
)


@cache
def nine_groups(n: int = 36) -> Cohort:
    """Lines of nine groups with names of 40 letters and every column that a chart is made of."""
    lines = range(n)
    names = [NINE_NAMES[i % 9] for i in lines]
    targets = {
        -100.0: "1.8: -60; 5: -100",
        -45.0: "2: -20; 4: -45",
        164.0: "1.5: 6; 3: 164",
        -12.0: "2.1: -4; 6: -12",
        None: None,
    }
    change = [[*targets][i % 5] for i in lines]
    return make_cohort(
        patient_id=[f"PATIENT-{i // 2:03}" for i in lines],
        line_number=[1.0 + i % 2 for i in lines],
        regimen=names,
        regimen_group=names,
        disease_extent=["advanced"] * n,
        best_response=[("CR", "PR", "SD", "PD", "NE", None, "SD")[i % 7] for i in lines],
        response_months=[2.0 if i % 7 < 2 else None for i in lines],
        pfs_months=[3.0 + (i * 7) % 41 for i in lines],
        pfs_event=[float(i % 3 > 0) for i in lines],
        os_months=[5.0 + (i * 7) % 41 + (i * 5) % 31 for i in lines],
        os_event=[float(i % 4 == 1) for i in lines],
        treatment_months=[2.5 + (i % 3) for i in lines],
        target_change_pct=change,
        target_changes=[targets[one] for one in change],
        worst_ae_grade=[float(i % 6) for i in lines],
    )


KINDS = {
    "curves": ViewRequest(kind="survival", endpoint="os", by=("regimen",)),
    "incidence": ViewRequest(kind="incidence", by=("regimen",)),
    "responses": ViewRequest(kind="response", by=("regimen",)),
    "forest": ViewRequest(kind="forest", columns=("regimen", "best_response")),
    "swimmer": ViewRequest(kind="swimmer", label="patient and regimen"),
    "growth": ViewRequest(kind="sequence"),
    "waterfall": ViewRequest(kind="waterfall", by=("regimen",)),
    "spider": ViewRequest(kind="spider", by=("regimen",)),
    "toxicity": ViewRequest(kind="toxicity", by=("regimen",)),
    "transitions": ViewRequest(kind="transitions"),
    "benchmark": ViewRequest(kind="benchmark"),
}
"""Every kind of picture but a patient's course, which is a swimmer plot of one patient."""


@cache
def nine_view(name: str, n: int = 36) -> ComputedView:
    """A kind of view of the nine groups."""
    return compute_view(nine_groups(n), KINDS[name])


def one_patient() -> Cohort:
    """The first of the big cohort's patients alone."""
    return Cohort(frame=big_cohort().frame.head(1), name="one")


def nobody() -> Cohort:
    """A cohort with columns and no rows."""
    return Cohort(frame=big_cohort().frame.head(0), name="none")


HARD_VIEWS = {
    "curves of six groups with long names": (big_cohort, REQUESTS["survival"]),
    "curves with the index patient": (
        big_cohort,
        replace(REQUESTS["survival"], by=("regimen_group",), index=patient_key("PATIENT-008")),
    ),
    "curves of one patient": (one_patient, ViewRequest(kind="survival", endpoint="os")),
    "curves of duration of response": (
        big_cohort,
        ViewRequest(kind="survival", endpoint="dor", by=("regimen_group", "sex")),
    ),
    "responses of six groups with long names": (
        big_cohort,
        ViewRequest(kind="response", by=("regimen",), title="A long title " * 12),
    ),
    "responses of one patient": (one_patient, ViewRequest(kind="response")),
    "forest of long names": (
        big_cohort,
        ViewRequest(kind="forest", columns=("regimen", "best_response", "sex")),
    ),
    "forest of survival": (
        big_cohort,
        ViewRequest(kind="forest", columns=("regimen", "sex"), measure=("pfs", 60.0)),
    ),
    "forest of one patient": (one_patient, ViewRequest(kind="forest", columns=("sex",))),
    "sixty lanes": (big_cohort, ViewRequest(kind="swimmer", label="patient and regimen")),
    "sixty patients": (
        big_cohort,
        ViewRequest(kind="swimmer", lane="patients", sort="first regimen group"),
    ),
    "sixty lanes without names": (
        big_cohort,
        ViewRequest(kind="swimmer", label="none", until_months=12.0),
    ),
    "one lane": (one_patient, ViewRequest(kind="swimmer")),
    "no curve": (nobody, ViewRequest(kind="survival", endpoint="os")),
    "no response": (nobody, ViewRequest(kind="response")),
    "no lane": (nobody, ViewRequest(kind="swimmer")),
}
