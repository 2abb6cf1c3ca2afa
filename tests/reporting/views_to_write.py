"""The views that the tests of tables and reports write."""

from __future__ import annotations

from functools import cache

import pandas as pd

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import ViewDocument, masked_together, view_document
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from tests.places import sample_cohort

ADVANCED = CohortFilter(
    criteria=(Criterion(column="stage", levels=("locally advanced", "metastatic")),)
)
REQUESTS = (
    ViewRequest(kind="baseline", by=("regimen_group",)),
    ViewRequest(kind="response", by=("regimen_group",), unit="patients"),
    ViewRequest(kind="survival", by=("regimen_group",), overlap="first line", filter=ADVANCED),
    ViewRequest(kind="survival", endpoint="os", title="Overall survival, my title"),
    ViewRequest(kind="forest", columns=("sex", "stage", "line_group")),
    ViewRequest(kind="swimmer", label="regimen"),
)
CONTEXT = ExportContext(
    cohort_name="IMT",
    data_date="May 2024",
    is_reconstruction=True,
    software="IMT Explorer 0.1.0",
    file_hash="0123abcd",
)
MASKED = ExportContext(cohort_name="IMT", small_cells_under=5)
HOSTILE = "<script>alert(1)</script>"


@cache
def sample_views() -> tuple[ComputedView, ...]:
    return tuple(compute_view(sample_cohort(), request) for request in REQUESTS)


@cache
def sample_documents(context: ExportContext) -> tuple[ViewDocument, ...]:
    together = masked_together(sample_views(), context)
    return tuple(view_document(view, together) for view in sample_views())


@cache
def sample_workbook(context: ExportContext) -> bytes:
    return write_workbook(sample_views(), context)


@cache
def sample_word(context: ExportContext) -> bytes:
    return write_word(sample_views(), context)


def hostile_views() -> tuple[ComputedView, ...]:
    """A sheet whose names and cells are markup and formulas."""
    column = f"{HOSTILE}&\"'"
    frame = pd.DataFrame(
        {
            "patient_id": [f"p{i}" for i in range(8)],
            "line_number": [1.0] * 8,
            "best_response": ["CR", "PR", "SD", "PD"] * 2,
            "regimen_group": [HOSTILE, "=1+1"] * 4,
            column: ["</script><b>", "@SUM(A1)"] * 4,
            "os_months": [float(i) for i in range(3, 11)],
            "os_event": [1.0, 0.0] * 4,
        }
    )
    cohort = Cohort(frame=frame, name=HOSTILE)
    return tuple(
        compute_view(cohort, request)
        for request in (
            ViewRequest(kind="response", by=("regimen_group",), title=f"{HOSTILE} title"),
            ViewRequest(kind="survival", endpoint="os", by=(column,)),
            ViewRequest(kind="forest", columns=("regimen_group", column)),
            ViewRequest(kind="swimmer", label="patient and regimen"),
        )
    )
