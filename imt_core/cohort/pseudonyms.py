"""Other labels for the patients of a cohort that leaves the machine."""

from __future__ import annotations

from dataclasses import replace

from imt_core.cohort.schema import Cohort
from imt_core.intake.recognition.identifying_columns import rekey_patients


def with_new_labels(cohort: Cohort) -> Cohort:
    """Give every patient a new label, in order of appearance.

    Parameters
    ----------
    cohort : Cohort

    Returns
    -------
    Cohort
        The same but for ``patient_id``: P01, P02, ..., as wide as the last.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["Mr A", "Mr B", "Mr A"]})
    >>> with_new_labels(Cohort(frame=frame, name="three lines")).frame["patient_id"].tolist()
    ['P01', 'P02', 'P01']
    """
    frame = cohort.frame.assign(patient_id=rekey_patients(cohort.frame["patient_id"]))
    return replace(cohort, frame=frame)
