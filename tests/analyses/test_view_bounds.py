"""A request from a file is held to the bounds of the controls."""

from __future__ import annotations

from typing import Any

import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_bounds import MOST_HIDDEN, MOST_SUBGROUPS, check_request
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError

NAN = float("nan")
TWICE = Criterion(column="sex", levels=("male",))


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"title": "x" * 301}, "title"),
        ({"conventions": Conventions(conf_level=2.0)}, "conf_level"),
        ({"conventions": Conventions(conf_level=NAN)}, "conf_level"),
        ({"by": ("sex", "sex")}, "by"),
        ({"by": ("sex", "ecog", "stage")}, "by"),
        ({"hidden": ("sex", "sex")}, "hidden"),
        ({"hidden": tuple(f"c{n}" for n in range(MOST_HIDDEN + 1))}, "hidden"),
        ({"order": "sheet"}, "order"),
        ({"columns": tuple(f"c{n}" for n in range(MOST_SUBGROUPS + 1))}, "columns"),
        ({"filter": CohortFilter(criteria=(TWICE, TWICE))}, "filter"),
        ({"filter": CohortFilter(criteria=(Criterion(column="sex", levels=()),))}, "filter"),
        ({"endpoint": ""}, "endpoint"),
        ({"endpoint": "zzz"}, "endpoint"),
        ({"rate_months": tuple(float(n) for n in range(10_000))}, "rate_months"),
        ({"rate_months": (12.0, 12.0)}, "rate_months"),
        ({"landmark_months": 0.0}, "landmark_months"),
        ({"landmark_months": NAN}, "landmark_months"),
        ({"landmark_months": 6.0, "endpoint": "dor"}, "landmark_months"),
        ({"rate_months": (-1.0,)}, "rate_months"),
        ({"rate_months": (NAN,)}, "rate_months"),
        ({"durable_months": 0.5}, "durable_months"),
        ({"durable_months": NAN}, "durable_months"),
        ({"measure": "dcr"}, "measure"),
        ({"measure": ("zzz", 12.0)}, "measure"),
        ({"measure": ("os", NAN)}, "measure"),
        ({"measure": ("os", 0.5)}, "measure"),
        ({"sort": "follow-up"}, "sort"),
        ({"lane": "patients", "sort": "duration"}, "sort"),
        ({"kind": "response", "overlap": "cluster"}, "overlap"),
        ({"until_months": -1.0}, "until_months"),
        ({"until_months": NAN}, "until_months"),
        ({"patient": "IMT-02"}, "patient and index"),
        ({"index": "a45f8391f"}, "patient and index"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_request_that_no_page_could_make_is_refused_in_a_sentence(
    small_cohort: Cohort, changed: dict[str, Any], names: str
) -> None:
    request = ViewRequest(**{"kind": "survival"} | changed)
    with pytest.raises(ImtError) as error:
        check_request(request)
    assert str(error.value).startswith(f"{names} ")
    assert str(error.value).endswith(".")
    with pytest.raises(ImtError, match=names):
        compute_view(small_cohort, request)
