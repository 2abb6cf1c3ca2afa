"""The regression of a cohort is that of its columns, worded as the cohort words them."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.analyses.contrast_fragility import survival_contrast_fragility
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.survival import survival_summary
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.cox.regression import cox_regression
from imt_core.conventions.errors import ImtError
from imt_core.reporting.tables.survival_comparisons import format_cox


def cohort_of(n: int = 20, **columns: object) -> Cohort:
    """Ten events in `n` patients, one on each day."""
    frame = pd.DataFrame(
        {
            "patient_id": [f"P{i}" for i in range(n)],
            "line_number": 1.0,
            "os_months": [float(i + 1) for i in range(n)],
            "os_event": [1.0, 0.0] * (n // 2),
        }
    )
    return Cohort(frame=frame.assign(**columns), name="some")


def test_numbers_are_those_of_the_columns_and_levels_in_the_order_of_the_vocabulary() -> None:
    ages = [30.0 + 7 * i % 26 for i in range(20)]
    cohort = cohort_of(sex=["female", "male", "male", "female"] * 5, age_years=ages)
    summary = survival_summary(cohort, "os")
    regression = survival_regression(summary, cohort, ["sex", "age_years"])
    plain = cox_regression(
        cohort.frame,
        months="os_months",
        event="os_event",
        covariates=["sex", "age_years"],
        reference={"sex": "male"},
    )
    assert regression.terms == plain.terms
    assert [(t.level, t.reference) for t in regression.terms] == [("female", "male"), (None, None)]


def test_levels_of_an_own_column_stand_in_natural_order() -> None:
    cohort = cohort_of(arm=["10", "9", "9", "10"] * 5).declare("arm", known=True)
    regression = survival_regression(survival_summary(cohort, "os"), cohort, ["arm"])
    assert [(t.level, t.reference) for t in regression.terms] == [("10", "9")]


def test_notes_use_the_words_of_the_cohort() -> None:
    cohort = cohort_of(alk_status=["positive", "negative"] * 9 + ["positive", None], site="one")
    cohort = cohort.declare("site", known=True)
    summary = survival_summary(cohort, "os")
    regression = survival_regression(summary, cohort, ["alk_status", "site"])
    assert [note.message for note in regression.notes[:3]] == [
        "1 case left out: ALK status or site not recorded.",
        "site is the same in all cases and was dropped.",
        "No event in ALK-negative (9 cases): the ordinary hazard ratio would be 0 or infinite. "
        "Firth's penalised likelihood keeps it finite; read its interval, not its size.",
    ]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"sex": ["male"] + ["female"] * 15}, ""),
        ({"arm": [1.0] + [0.0] * 15}, ""),
        ({"sex": ["male"] + ["female"] * 15, "age_years": [*range(30, 46)]}, "male: "),
        ({"site": ["a"] + ["b", "c", "c"] * 5}, "site: a: "),
    ],
)
def test_a_level_that_no_split_could_tell_from_the_others_has_no_hazard_ratio(
    columns: dict[str, list[object]], told: str
) -> None:
    # One of 16 patients, the first to die: one split in 16 is as extreme.
    cohort = cohort_of(16, os_event=1.0, **columns)
    for column in columns:
        cohort = cohort.declare(column, known=True)
    fit = survival_regression(survival_summary(cohort, "os"), cohort, list(columns))
    assert (fit.terms, fit.p_value, fit.n, fit.n_event) == ((), None, 16, 16)
    assert fit.reason == (
        f"{told}with these numbers no result could reach p < 0.05 (the smallest possible is 0.063)"
    )
    assert fit.notes == ()


def test_by_patient_a_level_of_too_few_patients_has_no_hazard_ratio() -> None:
    cohort = cohort_of(
        36,
        patient_id=[f"P{i // 6}" for i in range(36)],
        os_months=[*(1.0 + i for i in range(18)), *(10.0 + i for i in range(18))],
        os_event=1.0,
        sex=["male"] * 18 + ["female"] * 18,
    )
    fit = survival_regression(survival_summary(cohort, "os"), cohort, ["sex"], overlap="cluster")
    assert fit.terms == ()
    assert fit.reason.endswith("(the smallest possible is 0.100)")


def test_cases_of_one_patient_are_not_taken_as_independent() -> None:
    cohort = cohort_of(patient_id=["a"] * 20, sex=["male", "female"] * 10)
    with pytest.raises(ImtError, match="cases must be one for each patient"):
        survival_regression(survival_summary(cohort, "os"), cohort, ["sex"])


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("best_response", "best response is learned after day 1, and who lived longer"),
        ("site", "it is not said whether site was known before treatment began"),
    ],
)
def test_a_covariate_must_be_known_at_the_start(column: str, reason: str) -> None:
    cohort = cohort_of(site=["a", "b"] * 10, best_response=["PR", "PD"] * 10)
    regression = survival_regression(survival_summary(cohort, "os"), cohort, [column])
    assert regression.terms == ()
    assert regression.reason.startswith(reason)


def test_repeated_lines_enter_with_the_variance_by_patient_or_their_first() -> None:
    patients = [f"P{i // 2}" for i in range(20)]
    cohort = cohort_of(patient_id=patients, sex=["male", "female", "female", "male"] * 5)
    summary = survival_summary(cohort, "os")
    clustered = survival_regression(summary, cohort, ["sex"], overlap="cluster")
    assert (clustered.n, clustered.n_patients) == (20, 10)
    first = survival_regression(summary, cohort, ["sex"], overlap="first line")
    assert (first.n, first.n_patients) == (10, None)


def dying(n_dead: int) -> Cohort:
    """Patients of six centres: the first died and have four lines each, the others two."""
    rows = [
        {
            "patient_id": f"P{i}",
            "line_number": j + 1.0,
            "centre": "abcdef"[i % 6],
            "sex": ("female", "male")[i % 2],
            "os_months": 40.0 + i - 5 * j,
            "os_event": i < n_dead,
        }
        for i in range(24)
        for j in range(4 if i < n_dead else 2)
    ]
    frame = pd.DataFrame(rows).astype({"os_event": float})
    return Cohort(frame=frame, name="some died")


def test_a_death_of_several_lines_is_one_where_events_are_too_few() -> None:
    cohort = dying(4)
    many = survival_summary(cohort, "os", by=["centre"], overlap="cluster")
    assert (many.n_event, many.n_died) == (16, 4)
    assert many.test_reason == "16 events (4 patients died) are too few for 6 groups"
    two = survival_summary(cohort, "os", by=["sex"], overlap="cluster")
    told = [note.message for note in two.notes if note.code == "few_events"]
    assert [text[:54] for text in told] == [
        "The comparison rests on 16 events (4 patients died): a"
    ]
    too_few = "16 events (4 patients died) are too few for 1 coefficient: each needs at least 5"
    assert survival_regression(two, cohort, ["sex"]).reason == too_few
    ratio = group_hazard_ratio(two)
    assert ratio is not None
    assert ratio.reason == too_few


def test_a_ratio_that_rests_on_five_deaths_is_not_estimable_without_any_of_them() -> None:
    two = survival_summary(dying(5), "os", by=["sex"], overlap="cluster")
    _, ratio = survival_contrast_fragility(two)
    assert (ratio.n_patients, ratio.n_not_estimable) == (24, 5)


def test_patients_who_died_stand_beside_events_of_lines(sample: Cohort) -> None:
    summary = survival_summary(sample, "os", by=["sex"], overlap="cluster")
    fit = survival_regression(summary, sample, ["sex"])
    assert (fit.n_event, fit.n_died) == (24, 17)
    assert format_cox(fit)["Events / n"].tolist() == ["7 (5 died) / 22 v 17 (12 died) / 26"]
    assert fit.to_frame()[["n_died", "n_died_reference", "n_died_all"]].values.tolist() == [
        [5, 12, 17]
    ]
    first = survival_regression(summary, sample, ["sex"], overlap="first line")
    assert (first.n_died, "n_died" in first.to_frame()) == (None, False)
