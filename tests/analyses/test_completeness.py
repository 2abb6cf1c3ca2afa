"""How complete a column is, counted where it has a meaning."""

from __future__ import annotations

import pandas as pd

from imt_core.analyses.completeness import completeness_table
from imt_core.cohort.schema import Cohort


def counted(extent: list[str | None]) -> tuple[int, int, str]:
    frame = pd.DataFrame(
        {"patient_id": list("abc"), "disease_extent": extent, "pfs_months": [3.0, 4.0, None]}
    )
    column = next(
        c
        for c in completeness_table(Cohort(frame=frame, name="")).columns
        if c.column == "pfs_months"
    )
    return column.n_recorded, column.n_expected, column.only_where


def test_progression_is_counted_in_advanced_disease() -> None:
    assert counted(["advanced", "localized", "advanced"]) == (1, 2, "disease_extent = advanced")


def test_where_no_stage_is_recorded_it_is_counted_in_all() -> None:
    assert counted([None, None, None]) == (2, 3, "")
