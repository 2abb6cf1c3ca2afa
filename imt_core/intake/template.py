"""The template of the canonical layout: its headers with one worked example."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.cohort.schema import COLUMNS

_EXAMPLE: Final = {
    "patient_id": "example-01",
    "sex": "female",
    "age_years": "34",
    "primary_site": "abdomen",
    "alk_status": "positive",
    "alk_method": "IHC",
    "stage": "metastatic",
    "regimen_group": "anthracycline-based",
    "regimen": "AI",
    "line_number": "1",
    "prior_lines": "0",
    "total_lines": "1",
    "start_date": "2020-03-02",
    "cycles": "6",
    "best_response": "PR",
    "target_change_pct": "-45",
    "target_changes": "2.1: -38; 4.2: -45; 6.2: -40",
    "response_months": "2.1",
    "pfs_months": "9.4",
    "pfs_event": "1",
    "os_months": "30.2",
    "os_event": "1",
    "treatment_months": "4.1",
    "stop_reason": "maximum cumulative dose",
    "worst_ae_grade": "3",
    "adverse_events": "G3 neutropenia",
    "later_alk_inhibitor": "0",
    "centre": "Centre 1",
}


def cohort_template() -> pd.DataFrame:
    """Make a table of text with every canonical header and one invented row.

    Returns
    -------
    pandas.DataFrame
        One row; an empty text is an empty cell. The row is to be replaced.

    Examples
    --------
    >>> template = cohort_template()
    >>> template.columns[0], template.loc[0, "best_response"], template.loc[0, "rfs_months"]
    ('patient_id', 'PR', '')
    """
    return pd.DataFrame([{column.name: _EXAMPLE.get(column.name, "") for column in COLUMNS}])
