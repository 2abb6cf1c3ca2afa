"""What a sheet need not hold is derived from what it holds."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from imt_core.intake.checks.derivation import derive_columns


def sheet(**columns: list[object]) -> pd.DataFrame:
    """A typed sheet; columns that end in ``_date`` hold ISO dates."""
    return pd.DataFrame(
        {
            name: pd.to_datetime(pd.Series(values, dtype=object))
            if name.endswith("_date")
            else values
            for name, values in columns.items()
        }
    )


def as_texts(values: pd.Series) -> list[str]:
    return [f"{value:.4f}" for value in values]


def test_one_row_per_patient_is_the_first_line() -> None:
    derived = derive_columns(sheet(patient_id=["a", "b"]))
    assert derived["line_number"].tolist() == [1.0, 1.0]
    assert derived["prior_lines"].tolist() == [0.0, 0.0]
    assert derived["line_group"].tolist() == ["first", "first"]


def test_lines_of_one_patient_are_numbered_by_their_start() -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a", "b", "a", "a"],
            start_date=["2021-01-01", "2020-06-01", "2019-01-01", "2022-01-01"],
        )
    )
    assert derived["line_number"].tolist() == [2.0, 1.0, 1.0, 3.0]
    assert derived["line_group"].tolist() == ["second", "first", "first", "further"]


@pytest.mark.parametrize("dates", [["2021-01-01", None, "2020-01-01"], None])
def test_lines_without_all_start_dates_stay_unnumbered(dates: list[object] | None) -> None:
    columns: dict[str, list[object]] = {"patient_id": ["a", "a", "b"]}
    derived = derive_columns(sheet(**columns, **({"start_date": dates} if dates else {})))
    assert derived["line_number"].isna().all()
    assert derived["line_group"].tolist() == [None, None, None]


def test_lines_that_start_on_the_same_day_stay_unnumbered() -> None:
    derived = derive_columns(
        sheet(patient_id=["a", "a", "b"], start_date=["2021-01-01", "2021-01-01", "2021-01-01"])
    )
    assert derived["line_number"].isna().tolist() == [True, True, False]


def test_recorded_line_numbers_and_prior_lines_are_kept() -> None:
    derived = derive_columns(
        sheet(patient_id=["a", "b"], line_number=[4.0, 2.0], prior_lines=[7.0, math.nan])
    )
    assert derived["line_number"].tolist() == [4.0, 2.0]
    assert derived["prior_lines"].tolist() == [7.0, 1.0]


def test_disease_is_advanced_where_it_is_not_localized() -> None:
    derived = derive_columns(
        sheet(patient_id=list("abcd"), stage=["localized", "locally advanced", "metastatic", None])
    )
    assert derived["disease_extent"].tolist() == ["localized", "advanced", "advanced", None]


def test_without_a_stage_the_extent_is_not_known() -> None:
    assert derive_columns(sheet(patient_id=["a"]))["disease_extent"].tolist() == [None]


# By hand, from 2020-01-01: 2020-07-01 is day 182, 2021-01-01 is day 366, 2022-01-01 is day 731.
@pytest.mark.parametrize(
    ("progression", "death", "last", "survival", "progression_free"),
    [
        ("2020-07-01", "2021-01-01", "2021-01-01", (366, 1), (182, 1)),
        ("2020-07-01", None, "2022-01-01", (731, 0), (182, 1)),
        (None, "2021-01-01", None, (366, 1), (366, 1)),
        (None, None, "2022-01-01", (731, 0), (731, 0)),
    ],
)
@pytest.mark.parametrize(
    ("stage", "end", "other"), [("metastatic", "pfs", "rfs"), ("localized", "rfs", "pfs")]
)
def test_times_run_from_the_start_to_the_first_that_happened(
    progression: str | None,
    death: str | None,
    last: str | None,
    survival: tuple[int, int],
    progression_free: tuple[int, int],
    stage: str,
    end: str,
    other: str,
) -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a"],
            stage=[stage],
            start_date=["2020-01-01"],
            progression_date=[progression],
            death_date=[death],
            last_followup_date=[last],
        )
    ).iloc[0]
    for name, (days, event) in (("os", survival), (end, progression_free)):
        assert derived[f"{name}_months"] == pytest.approx(days / 30.4375, rel=1e-12)
        assert derived[f"{name}_event"] == event
    assert f"{other}_months" not in derived


def test_a_recorded_time_is_never_overwritten() -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a", "b"],
            start_date=["2020-01-01", "2020-01-01"],
            death_date=[None, None],
            last_followup_date=["2021-01-01", "2021-01-01"],
            os_months=[3.0, math.nan],
            os_event=[1.0, math.nan],
        )
    )
    assert as_texts(derived["os_months"]) == ["3.0000", "12.0246"]
    assert derived["os_event"].tolist() == [1.0, 0.0]


def test_half_a_recorded_endpoint_is_not_completed_by_dates() -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a"],
            start_date=["2020-01-01"],
            last_followup_date=["2021-01-01"],
            os_months=[3.0],
            os_event=[math.nan],
        )
    )
    assert derived["os_event"].isna().tolist() == [True]


def test_where_the_stage_is_not_known_times_are_kept_and_none_is_derived() -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a", "b"],
            start_date=["2020-01-01", "2020-01-01"],
            progression_date=["2020-07-01", "2020-07-01"],
            pfs_months=[5.0, math.nan],
            pfs_event=[1.0, math.nan],
        )
    )
    assert as_texts(derived["pfs_months"]) == ["5.0000", "nan"]
    assert "rfs_months" not in derived


def test_a_time_before_the_start_is_not_derived() -> None:
    derived = derive_columns(
        sheet(patient_id=["a"], start_date=["2020-01-01"], last_followup_date=["2019-01-01"])
    )
    assert "os_months" not in derived


def test_columns_stand_in_canonical_order_then_derived_then_the_sheet_s_own() -> None:
    derived = derive_columns(sheet(arm=["x"], stage=["localized"], patient_id=["a"]))
    assert derived.columns.tolist() == [
        "patient_id",
        "stage",
        "line_number",
        "prior_lines",
        "disease_extent",
        "line_group",
        "arm",
    ]


def test_the_sheet_given_is_left_as_it_was() -> None:
    frame = sheet(patient_id=["a"], stage=["localized"])
    derive_columns(frame)
    assert frame.columns.tolist() == ["patient_id", "stage"]


def test_a_recorded_death_is_kept_and_gets_its_time_from_the_dates() -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a", "b", "c", "d"],
            start_date=["2020-01-01"] * 4,
            death_date=[None, "2020-07-01", None, None],
            last_followup_date=["2021-01-01"] * 4,
            os_event=[1.0, 1.0, 0.0, math.nan],
        )
    )
    assert derived["os_event"].tolist() == [1.0, 1.0, 0.0, 0.0]
    days = (derived["os_months"] * 30.4375).round(9)
    assert days.tolist() == [366, 182, 366, 366]


@pytest.mark.parametrize("stage", ["metastatic", None])
def test_a_recorded_progression_is_kept_and_gets_its_time_from_the_dates(stage: str | None) -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a", "b", "c"],
            stage=[stage] * 3,
            start_date=["2020-01-01"] * 3,
            progression_date=["2020-07-01", None, None],
            last_followup_date=["2021-01-01"] * 3,
            pfs_event=[1.0, 1.0, 0.0],
        )
    )
    assert derived["pfs_event"].tolist() == [1.0, 1.0, 0.0]
    days = (derived["pfs_months"] * 30.4375).round(9)
    assert days.fillna(-1).tolist() == [182, -1, 366]  # the last contact is not b's progression
    assert "rfs_months" not in derived


def test_prior_lines_tell_the_line_number_where_none_is_recorded() -> None:
    derived = derive_columns(sheet(patient_id=["a", "b"], prior_lines=[3.0, math.nan]))
    assert derived["line_number"].tolist() == [4.0, 1.0]
    assert derived["line_group"].tolist() == ["further", "first"]
    assert derived["prior_lines"].tolist() == [3.0, 0.0]


def test_prior_lines_that_are_the_same_on_all_rows_of_a_patient_number_nothing() -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a", "a", "b", "b"],
            prior_lines=[2.0, 2.0, 1.0, 2.0],
            start_date=["2021-01-01", "2020-01-01", "2020-01-01", "2021-01-01"],
        )
    )
    assert derived["line_number"].tolist() == [2.0, 1.0, 2.0, 3.0]


def test_the_best_change_is_the_lowest_of_the_series_where_none_is_recorded() -> None:
    derived = derive_columns(
        sheet(
            patient_id=["a", "b", "c"],
            target_changes=["2: -20; 4: -35; 6: 10", "2: 12; 4: 30", None],
            target_change_pct=[-33.0, None, None],
        )
    )
    assert derived["target_change_pct"].tolist()[:2] == [-33.0, 12.0]
    assert math.isnan(derived["target_change_pct"][2])
