"""Small cohorts at random, the documents that are made of them, and what an attacker finds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import ViewDocument, masked_together, view_document
from tests.reporting.masking.attacker import MONTHS, UNDER, Attacker, Kind
from tests.reporting.masking.written import READERS, Written, WrittenView, pdf_cells, written

Found = dict[str, set[int]]

CONTEXT: Final = ExportContext(cohort_name="made", small_cells_under=UNDER)
_STAGES: Final = ("localized", "locally advanced", "metastatic")
_GROUPS: Final = ("anthracycline-based", "MTX-V", "other")
_RESPONSES: Final = ("CR", "PR", "SD", "PD", "NE", "not recorded")
_BY: Final = ("regimen_group",)
_ADVANCED: Final = CohortFilter(criteria=(Criterion(column="stage", levels=_STAGES[1:]),))
_RESPONDED: Final = {"regimen_group": _GROUPS, "stage": _STAGES, "response": _RESPONSES}
_ENDED: Final = tuple(
    f"{how} {when}" for how in ("event", "censored") for when in ("early", "late")
)
_USED: Final[dict[str, dict[str, Sequence[str]]]] = {
    "responses": {**_RESPONDED, "sex": ("male", "female")},
    "filtered": _RESPONDED,
    "patients": {**_RESPONDED, "is first": ("yes", "no")},
    "survival": {
        "regimen_group": _GROUPS,
        "stage": _STAGES,
        "end": (*(f"{end} {ended}" for end in ("pfs", "rfs") for ended in _ENDED), "none"),
        "os": (*(f"os {ended}" for ended in _ENDED), "none"),
    },
}
"""What an attacker of each document tells lines apart by."""

REQUESTS: Final = {
    "responses": (
        ViewRequest(kind="baseline", by=_BY),
        ViewRequest(kind="response", by=_BY),
        ViewRequest(kind="forest", columns=("regimen_group", "sex", "stage")),
    ),
    "filtered": (
        ViewRequest(kind="baseline", by=_BY),
        ViewRequest(kind="response", by=_BY),
        ViewRequest(kind="response", by=_BY, filter=_ADVANCED),
        ViewRequest(kind="forest", columns=("stage",), filter=_ADVANCED),
    ),
    "patients": (
        ViewRequest(kind="baseline", by=_BY),
        ViewRequest(kind="response", by=_BY, unit="patients"),
        ViewRequest(kind="forest", columns=_BY),
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


def made_cohort(rng: random.Random, *, least: int = 10, most: int = 40) -> Cohort:
    """So many lines in at most as many patients."""
    n = rng.randint(least, most)
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
    by_patient = frame.groupby("patient_id")
    frame["line_number"] = by_patient.cumcount() + 1.0
    frame["sex"] = by_patient["sex"].transform("first")
    for end, applies in (
        ("pfs", frame["stage"] != "localized"),
        ("rfs", frame["stage"] == "localized"),
        ("os", frame["stage"] != ""),
    ):
        months = [round(rng.uniform(1, 40), 1) for _ in range(n)]
        event = pd.Series([float(rng.random() < 0.6) for _ in range(n)])
        if end == "os":
            event = event.groupby(frame["patient_id"]).transform("first")
        known = applies & np.array([rng.random() < 0.9 for _ in range(n)])
        frame[f"{end}_months"] = pd.Series(months).where(known)
        frame[f"{end}_event"] = event.where(known)
    return Cohort(frame=frame, name="made")


def kinds_of(cohort: Cohort) -> list[Kind]:
    """What an attacker would like to know of each line."""
    kinds = []
    first = cohort.frame.groupby("patient_id")["line_number"].min()
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
                "is first": "yes" if row["line_number"] == first[row["patient_id"]] else "no",
            }
        )
    return kinds


def views_of(cohort: Cohort, of: str) -> list[ComputedView]:
    return [compute_view(cohort, request) for request in REQUESTS[of]]


@dataclass(frozen=True)
class Masked:
    """A document of a cohort, masked, and whose cohort it is of."""

    cohort: Cohort
    of: str
    under: int = UNDER
    together: bool = True

    @cached_property
    def views(self) -> list[ComputedView]:
        return views_of(self.cohort, self.of)

    @cached_property
    def context(self) -> ExportContext:
        alone = replace(CONTEXT, small_cells_under=self.under)
        return masked_together(self.views, alone) if self.together else alone

    def written(self, kind: str) -> Written:
        """As this kind of document, read again."""
        return written(kind, self.views, self.context)

    def found_out(self, written_as: str = "") -> Found:
        """What an attacker works out of it, or of one that is written as this and read again."""
        return self.read_by_attacker(written_as).worked_out()

    def held_by_all_kinds(self) -> list[object]:
        """What the tables of one kind of document hold and those of another do not."""
        report, *others = (
            [[title, [[cell.strip() for cell in row] for row in grid]] for title, grid in kind]
            for kind in (self.written(kind).tables for kind in READERS)
        )
        differ: list[object] = [other for other in others if other != report]
        return [*differ, *pdf_cells(self.views, self.context)]

    def read_by_attacker(self, written_as: str = "") -> Attacker:
        """An attacker who has read it."""
        documents: Sequence[ViewDocument | WrittenView] = (
            self.written(written_as).views
            if written_as
            else [view_document(view, self.context) for view in self.views]
        )
        used = _USED[self.of]
        attacker = Attacker(levels=used, truth=kinds_of(self.cohort), under=self.under)
        labels = {label: kind for label, kind in LABELS.items() if kind.keys() <= used.keys()}
        attacker.read_document(documents, labels)
        for group in _GROUPS:
            within = lambda kind, g=group: kind["regimen_group"] == g  # noqa: E731
            attacker.look_for(f"{group}", within)
            if self.of != "survival":
                attacker.look_for(
                    f"{group} not evaluable or recorded",
                    lambda kind, w=within: w(kind) and kind["response"] in ("NE", "not recorded"),
                )
            if self.of == "responses":
                attacker.look_for(
                    f"{group} women", lambda k, w=within: w(k) and k["sex"] == "female"
                )
            if self.of == "survival":
                for end in ("pfs", "rfs", "os"):
                    name = "os" if end == "os" else "end"
                    attacker.look_for(
                        f"{group} {end}",
                        lambda k, w=within, e=end, n=name: w(k) and k[n].startswith(e),
                    )
                    attacker.look_for(
                        f"{group} {end} without event",
                        lambda k, w=within, e=end, n=name: (
                            w(k) and k[n].startswith(f"{e} censored")
                        ),
                    )
        return attacker
