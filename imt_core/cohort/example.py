"""A cohort of six invented patients, on which the examples show what a function gives."""

from __future__ import annotations

import pandas as pd

from imt_core.cohort.schema import Cohort


def example_cohort(patients: str = "abcdef") -> Cohort:
    """Make the cohort of the examples, small enough to check by hand.

    Parameters
    ----------
    patients : str
        Which of the six are in it, each with one line; empty for nobody.

    Returns
    -------
    Cohort

    Examples
    --------
    >>> print(example_cohort().frame.drop(columns="line_number").to_string(index=False))
    patient_id    sex  age_years best_response  os_months  os_event
             a   male       20.0            PR        6.0       1.0
             b   male       30.0            PR       10.0       1.0
             c   male       50.0            PD       16.0       1.0
             d female       31.0            SD        9.0       1.0
             e female       40.0            PD       20.0       1.0
             f female        NaN            NE       24.0       0.0
    >>> str(example_cohort().count), str(example_cohort("af").count)
    ('6 lines in 6 patients', '2 lines in 2 patients')
    """
    frame = pd.DataFrame(
        {
            "patient_id": list("abcdef"),
            "sex": ["male"] * 3 + ["female"] * 3,
            "age_years": [20.0, 30.0, 50.0, 31.0, 40.0, None],
            "line_number": [1.0] * 6,
            "best_response": ["PR", "PR", "PD", "SD", "PD", "NE"],
            "os_months": [6.0, 10.0, 16.0, 9.0, 20.0, 24.0],
            "os_event": [1.0] * 5 + [0.0],
        }
    )
    return Cohort(frame=frame[frame["patient_id"].isin(list(patients))], name="example")
