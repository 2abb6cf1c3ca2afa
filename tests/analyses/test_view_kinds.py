"""Every kind of view is described once, and a view carries what its page shows beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pandas as pd
import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort

NEGATIVE = CohortFilter(criteria=(Criterion(column="alk_status", levels=("negative",)),))


def test_every_name_of_a_view_has_its_description() -> None:
    assert tuple(VIEW_KINDS) == get_args(ViewName)


def test_the_usual_views_are_of_every_kind_but_what_others_published(small_cohort: Cohort) -> None:
    frame = small_cohort.frame.assign(target_changes="2: -10", target_change_pct=-10.0)
    cohort = replace(small_cohort, frame=frame)
    like = ViewRequest(kind="baseline", index=patient_key(frame["patient_id"].iloc[0]))
    kinds = [view.kind for view in standard_views(cohort, like)]
    # Of which tumour a cohort is only the reader knows.
    assert list(dict.fromkeys(kinds)) == [kind for kind in VIEW_KINDS if kind != "benchmark"]
    assert kinds.count("swimmer") == 2


@pytest.mark.parametrize("kind", get_args(ViewName))
def test_a_kind_says_what_a_cohort_lacks_where_it_cannot_be_made(kind: ViewName) -> None:
    frame = pd.DataFrame({"patient_id": ["a"], "line_number": [1.0]})
    cohort = Cohort(frame=frame, name="labels alone")
    assert VIEW_KINDS[kind].can_be_made(cohort) == (not VIEW_KINDS[kind].needs)
    assert VIEW_KINDS[kind].usual(cohort, ViewRequest(kind="baseline")) == (
        (ViewRequest(kind="baseline"),) if kind == "baseline" else ()
    )


def test_a_view_holds_who_is_in_view_and_the_cases_behind_its_numbers(small_cohort: Cohort) -> None:
    request = ViewRequest(kind="survival", endpoint="os", filter=NEGATIVE, by=("sex",))
    view = compute_view(small_cohort, request)
    kept = filter_cohort(small_cohort, NEGATIVE).cohort
    assert view.cohort.frame.index.tolist() == kept.frame.index.tolist()
    expected = derive_endpoint(kept, "os")
    assert view.result.cases.rows.index.tolist() == expected.rows.index.tolist()
    assert view.result.cases.times.n == expected.times.n > 0


@pytest.mark.parametrize(
    ("lane", "unit"),
    [("lines", "treatment lines"), ("patients", "patients, with all lines in view")],
)
def test_a_swimmer_plot_counts_what_its_lanes_are(
    small_cohort: Cohort, lane: str, unit: str
) -> None:
    request = ViewRequest(kind="swimmer", lane=lane, sort="file order", unit="patients")
    view = compute_view(small_cohort, request)
    assert (view.unit, view.counting) == (unit, unit)
    assert view.method.startswith("bars end at progression")


@pytest.mark.parametrize(
    ("request_", "which"),
    [
        (ViewRequest(kind="baseline", unit="patients"), ""),
        (ViewRequest(kind="response", unit="patients"), ""),
        (ViewRequest(kind="forest", unit="patients"), ""),
        (ViewRequest(kind="forest", unit="patients", measure=("os", 12.0)), " that enters OS"),
        (ViewRequest(kind="survival", unit="patients"), " that enters PFS"),
        (ViewRequest(kind="survival", unit="patients", endpoint="dor"), " that enters DOR"),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_each_figure_says_which_line_stands_for_a_patient(
    request_: ViewRequest, which: str
) -> None:
    said = VIEW_KINDS[request_.kind].unit(request_)
    assert said == f"patients (each patient's first line in view{which})"
