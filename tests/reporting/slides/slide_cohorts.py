"""Cohorts that are hard on a slide: many groups, long names, other letters, few and many lines."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from tests.reporting.target_cohorts import with_series

NINE: tuple[str, ...] = tuple(
    f"{name}, then maintenance to progression"[:40].ljust(40, "x")
    for name in (
        "doxorubicin and ifosfamide",
        "methotrexate and vinblastine",
        "crizotinib twice a day",
        "ceritinib with food",
        "pazopanib",
        "gemcitabine and docetaxel",
        "cyclophosphamide by mouth",
        "celecoxib and prednisolone",
        "watchful waiting",
    )
)
LETTERS: tuple[str, ...] = (
    "阿霉素联合异环磷酰胺化疗方案",
    "メトトレキサートとビンブラスチン",
    "크리조티닙 단독 요법",
    "العلاج الكيميائي بالأنثراسيكلين",
    "Антрациклины и ифосфамид",
)
_CHANGES = (-100.0, -62.0, -45.0, -31.0, -12.0, 4.0, 24.0, 164.0)
_RESPONSES = ("CR", "PR", "PR", "SD", "SD", "PD", "NE")


def made(n: int, groups: Sequence[str], *, lines_per_patient: int = 1, arm: str = "") -> Cohort:
    """Lines with everything that a chart may draw, the same at every call."""
    at = range(n)
    changes = [_CHANGES[i % 8] for i in at]
    frame = pd.DataFrame(
        {
            "patient_id": [f"Patient {i // lines_per_patient + 1:03d}" for i in at],
            "line_number": [float(i % lines_per_patient + 1) for i in at],
            # Groups of different sizes: the first has the most lines.
            "regimen_group": [
                groups[(i * i // 3) % len(groups) if i >= len(groups) else i] for i in at
            ],
            "best_response": [_RESPONSES[i % 7] for i in at],
            "target_change_pct": changes,
            "target_changes": [
                f"1.8: {one / 2}; {3.5 + i % 9}: {one}" for i, one in enumerate(changes)
            ],
            "sex": ["male", "female"] * (n // 2) + ["male"] * (n % 2),
            "stage": [("localized", "locally advanced", "metastatic")[i % 3] for i in at],
            "pfs_months": [float(i * 7 % 61 + 1) for i in at],
            "pfs_event": [float(i % 4 != 0) for i in at],
            "os_months": [float(i * 7 % 61 + 9 + i % 5) for i in at],
            "os_event": [float(i % 3 == 0) for i in at],
            "worst_ae_grade": [float(i % 6) for i in at],
            "start_months": [float(i % lines_per_patient * 30) for i in at],
        }
    )
    return Cohort(frame=frame, name="made for the test")


COHORTS = {
    "sample": with_series,
    "nine groups": lambda: made(72, NINE),
    "letters": lambda: made(30, LETTERS),
    "three patients": lambda: made(3, ("MTX-V", "other")),
    "many lines": lambda: made(400, ("anthracycline-based", "MTX-V", "other")),
    "shared patients": lambda: made(24, ("MTX-V", "other"), lines_per_patient=2),
}
GROUP = ("regimen_group",)
REQUESTS = {
    "response": ViewRequest(kind="response", by=GROUP),
    "waterfall": ViewRequest(kind="waterfall", by=GROUP),
    "spider": ViewRequest(kind="spider", by=GROUP),
    "pfs": ViewRequest(kind="survival", by=GROUP),
    "os": ViewRequest(kind="survival", endpoint="os"),
    "incidence": ViewRequest(kind="incidence", endpoint="pfs", by=GROUP),
    "forest": ViewRequest(kind="forest", columns=("sex", "stage", *GROUP)),
    "lines": ViewRequest(kind="swimmer"),
    "patients": ViewRequest(kind="swimmer", lane="patients", sort="follow-up"),
    "toxicity": ViewRequest(kind="toxicity", by=GROUP),
    "transitions": ViewRequest(kind="transitions"),
    "sequence": ViewRequest(kind="sequence"),
    "benchmark": ViewRequest(kind="benchmark", by=GROUP),
}
CHOSEN = {
    "sample": ("waterfall", "os", "lines", "patients", "sequence", "transitions"),
    "nine groups": tuple(name for name in REQUESTS if name != "sequence"),
    "letters": ("response", "waterfall", "spider", "pfs", "forest", "lines"),
    "three patients": ("response", "waterfall", "pfs", "forest", "lines"),
    "many lines": ("waterfall", "spider", "pfs", "lines", "toxicity"),
    "shared patients": ("pfs", "lines", "patients", "sequence", "transitions"),
}
"""The charts that each cohort is hard on."""


def chart_views(name: str, *chosen: str) -> list[ComputedView]:
    """Charts of a cohort that slides hold; those it is hard on unless others are named."""
    cohort = COHORTS[name]()
    return [compute_view(cohort, REQUESTS[kind]) for kind in chosen or CHOSEN[name]]
