"""Small cohorts at random, the documents that are made of them, and what an attacker finds."""

from __future__ import annotations

import random
from typing import Final

import numpy as np
import pandas as pd

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import masked_together, view_document
from tests.reporting.masking.attacker import MONTHS, UNDER, Attacker, Kind

CONTEXT: Final = ExportContext(cohort_name="made", small_cells_under=UNDER)
_STAGES: Final = ("localized", "locally advanced", "metastatic")
_GROUPS: Final = ("anthracycline-based", "MTX-V", "other")
_RESPONSES: Final = ("CR", "PR", "SD", "PD", "NE", "not recorded")
_BY: Final = ("regimen_group",)

REQUESTS: Final = {
    "responses": (
        ViewRequest(kind="baseline", by=_BY),
        ViewRequest(kind="response", by=_BY),
        ViewRequest(kind="forest", columns=("regimen_group", "sex", "stage")),
    ),
    "survival": (
        ViewRequest(kind="baseline", by=_BY),
        ViewRequest(kind="survival", endpoint="pfs", by=_BY, rate_months=(MONTHS,)),
        ViewRequest(kind="survival", endpoint="rfs", by=_BY, rate_months=(MONTHS,)),
        ViewRequest(kind="survival", endpoint="os", by=_BY, rate_months=(MONTHS,)),
    ),
}
LABELS: Final[dict[str, Kind]] = {
    "anthracycline-based": {"regimen_group": "anthracycline-based"},
    "MTX-V": {"regimen_group": "MTX-V"},
    "other regimens": {"regimen_group": "other"},
    **{f"Regimen group: {group}": {"regimen_group": group} for group in _GROUPS},
    **{f"Sex: {sex}": {"sex": sex} for sex in ("male", "female")},
    **{f"Stage: {stage}": {"stage": stage} for stage in _STAGES},
}


def made_cohort(rng: random.Random) -> Cohort:
    """10 to 40 lines in at most as many patients."""
    n = rng.randint(10, 40)
    groups = rng.choices(_GROUPS, weights=[rng.randint(1, 6) for _ in _GROUPS], k=n)
    patients = [f"p{rng.randint(1, round(1.3 * n))}" for _ in range(n)]
    stages = rng.choices(_STAGES, weights=[rng.randint(1, 4) for _ in _STAGES], k=n)
    frame = pd.DataFrame(
        {
            "patient_id": patients,
            "regimen_group": groups,
            "sex": [rng.choice(("male", "female")) for _ in range(n)],
            "stage": stages,
            "disease_extent": [s if s == "localized" else "advanced" for s in stages],
            "best_response": [
                rng.choices((*_RESPONSES[:5], None), weights=(1, 4, 4, 3, 1, 1))[0]
                for _ in range(n)
            ],
        }
    )
    frame["line_number"] = frame.groupby("patient_id").cumcount() + 1.0
    for end, applies in (
        ("pfs", frame["stage"] != "localized"),
        ("rfs", frame["stage"] == "localized"),
        ("os", frame["stage"] != ""),
    ):
        months = [round(rng.uniform(1, 40), 1) for _ in range(n)]
        event = [float(rng.random() < 0.6) for _ in range(n)]
        known = applies & np.array([rng.random() < 0.9 for _ in range(n)])
        frame[f"{end}_months"] = pd.Series(months).where(known)
        frame[f"{end}_event"] = pd.Series(event).where(known)
    return Cohort(frame=frame, name="made")


def kinds_of(cohort: Cohort) -> list[Kind]:
    """What an attacker would like to know of each line."""
    kinds = []
    for row in cohort.frame.to_dict("records"):
        ends = {}
        for end in ("pfs", "rfs", "os"):
            months, event = row[f"{end}_months"], row[f"{end}_event"]
            if pd.notna(months):
                how = "event" if event else "censored"
                ends[end] = f"{end} {how} {'early' if months <= MONTHS else 'late'}"
        response = row["best_response"]
        kinds.append(
            {
                "regimen_group": row["regimen_group"],
                "sex": row["sex"],
                "stage": row["stage"],
                "response": response if isinstance(response, str) else "not recorded",
                "end": ends.get("pfs", ends.get("rfs", "none")),
                "os": ends.get("os", "none"),
            }
        )
    return kinds


def found_out(cohort: Cohort, of: str, *, together: bool = True) -> dict[str, set[int]]:
    """What an attacker works out of a masked document; of each view masked by itself, if so."""
    views = [compute_view(cohort, request) for request in REQUESTS[of]]
    context = masked_together(views, CONTEXT) if together else CONTEXT
    documents = [view_document(view, context) for view in views]
    ends = [
        f"{e} {h} {w}"
        for e in ("pfs", "rfs")
        for h in ("event", "censored")
        for w in ("early", "late")
    ]
    overall = [f"os {h} {w}" for h in ("event", "censored") for w in ("early", "late")]
    used = {
        "responses": {
            "regimen_group": _GROUPS,
            "sex": ("male", "female"),
            "stage": _STAGES,
            "response": _RESPONSES,
        },
        "survival": {
            "regimen_group": _GROUPS,
            "stage": _STAGES,
            "end": (*ends, "none"),
            "os": (*overall, "none"),
        },
    }[of]
    attacker = Attacker(levels=used, truth=kinds_of(cohort))
    labels = {label: kind for label, kind in LABELS.items() if kind.keys() <= used.keys()}
    attacker.read_document(documents, labels)
    for group in _GROUPS:
        within = lambda kind, g=group: kind["regimen_group"] == g  # noqa: E731
        attacker.look_for(f"{group}", within)
        if of == "responses":
            attacker.look_for(
                f"{group} not evaluable or recorded",
                lambda kind, w=within: w(kind) and kind["response"] in ("NE", "not recorded"),
            )
            attacker.look_for(f"{group} women", lambda k, w=within: w(k) and k["sex"] == "female")
        else:
            for end in ("pfs", "rfs", "os"):
                name = "os" if end == "os" else "end"
                attacker.look_for(
                    f"{group} {end}", lambda k, w=within, e=end, n=name: w(k) and k[n].startswith(e)
                )
                attacker.look_for(
                    f"{group} {end} without event",
                    lambda k, w=within, e=end, n=name: w(k) and k[n].startswith(f"{e} censored"),
                )
    return attacker.worked_out()
