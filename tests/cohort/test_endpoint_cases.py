"""Who enters an endpoint, and who does not and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imt_core.cohort.endpoint_cases import available_endpoints, derive_endpoint
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.estimates.clustered_kaplan_meier import clustered_std_error
from imt_core.estimates.kaplan_meier import kaplan_meier
from tests.oracles.oracle import assert_agree, make_cohort


def reasons(cohort: Cohort, endpoint: str, **options: str) -> list[tuple[str, str]]:
    left_out = derive_endpoint(cohort, endpoint, **options).left_out
    return [(group.reason, str(group.count)) for group in left_out]


def test_the_lines_with_a_time_and_an_event_indicator_enter(small_cohort: Cohort) -> None:
    cases = derive_endpoint(small_cohort, "pfs")
    assert cases.rows.index.tolist() == [2, 3, 4, 6, 8]
    assert cases.times.months.tolist() == [6, 2, 10, 4, 12]
    assert cases.times.event.tolist() == [True, True, True, True, False]
    assert str(cases.count) == "5 lines in 4 patients"


def test_the_patients_of_the_cases_stand_in_the_order_of_their_times(small_cohort: Cohort) -> None:
    cases = derive_endpoint(small_cohort, "pfs")
    assert cases.patients == ("p1", "p2", "p2", "p3", "p5")
    std_error = clustered_std_error(cases.times, cases.patients)
    assert std_error.size == np.unique(cases.times.months).size


def test_a_clustered_variance_equals_greenwoods_where_each_patient_counts_once(
    small_cohort: Cohort,
) -> None:
    cases = derive_endpoint(small_cohort, "pfs", unit="patients")
    assert_agree(
        clustered_std_error(cases.times, cases.patients), kaplan_meier(cases.times).std_error
    )


def test_everyone_else_is_left_out_by_reason(small_cohort: Cohort) -> None:
    # p6 has a time without an event indicator, p7 nothing, and two lines treat localized disease.
    assert reasons(small_cohort, "pfs") == [
        ("not advanced disease", "2 lines in 2 patients"),
        ("no PFS time or event recorded", "2 lines in 2 patients"),
    ]


def test_overall_survival_is_for_every_extent(small_cohort: Cohort) -> None:
    assert str(derive_endpoint(small_cohort, "os").count) == "8 lines in 6 patients"
    assert reasons(small_cohort, "os") == [("no OS time or event recorded", "1 line in 1 patient")]


def test_counting_patients_takes_the_first_line_that_can_enter(small_cohort: Cohort) -> None:
    cases = derive_endpoint(small_cohort, "pfs", unit="patients")
    assert cases.rows.index.tolist() == [2, 4, 6, 8]
    assert str(cases.count) == "4 lines in 4 patients"


def test_counting_patients_names_the_later_lines(small_cohort: Cohort) -> None:
    assert reasons(small_cohort, "pfs", unit="patients")[-1] == (
        "later lines of patients already counted",
        "1 line in 1 patient",
    )


@pytest.mark.parametrize("unit", ["lines", "patients"])
@pytest.mark.parametrize("endpoint", ["pfs", "os"])
def test_lines_that_enter_and_lines_left_out_are_all_lines(
    small_cohort: Cohort, endpoint: str, unit: str
) -> None:
    cases = derive_endpoint(small_cohort, endpoint, unit=unit)
    left_out = sum(group.count.n_lines for group in cases.left_out)
    assert cases.count.n_lines + left_out == len(small_cohort.frame) == 9


def test_relapse_free_survival_is_for_localized_disease() -> None:
    cohort = make_cohort(
        patient_id=["a", "b"],
        line_number=[1.0, 1.0],
        disease_extent=["localized", "advanced"],
        rfs_months=[12.0, 6.0],
        rfs_event=[0.0, 1.0],
    )
    assert derive_endpoint(cohort, "rfs").times.months.tolist() == [12]
    assert reasons(cohort, "rfs") == [("not localized disease", "1 line in 1 patient")]


def test_a_line_of_unknown_extent_enters_if_its_time_is_recorded() -> None:
    cohort = make_cohort(
        patient_id=["a"],
        line_number=[1.0],
        disease_extent=[None],
        pfs_months=[6.0],
        pfs_event=[1.0],
    )
    assert derive_endpoint(cohort, "pfs").count.n_lines == 1


def test_a_cohort_without_cases_has_nobody_to_enter(small_cohort: Cohort) -> None:
    empty = replace(small_cohort, frame=small_cohort.frame.head(0))
    cases = derive_endpoint(empty, "os")
    assert (cases.times.n, cases.count.n_lines, cases.left_out) == (0, 0, ())


def test_an_endpoint_without_columns_is_refused_with_the_remedy(small_cohort: Cohort) -> None:
    sentence = (
        "cohort must have the columns rfs_months and rfs_event for RFS, but they are missing. "
        "Add them, or choose another endpoint."
    )
    with pytest.raises(ImtError, match=sentence):
        derive_endpoint(small_cohort, "rfs")


def test_available_endpoints_are_those_whose_two_columns_hold_values(small_cohort: Cohort) -> None:
    assert available_endpoints(small_cohort) == ("pfs", "os")


def test_an_empty_column_is_not_an_endpoint(small_cohort: Cohort) -> None:
    frame = small_cohort.frame.assign(rfs_months=None, rfs_event=None)
    assert available_endpoints(replace(small_cohort, frame=frame)) == ("pfs", "os")
