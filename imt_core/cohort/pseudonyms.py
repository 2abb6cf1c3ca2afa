"""Other labels for patients: on opening a sheet that names them, and for what leaves."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from imt_core.cohort.schema import Cohort


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
    >>> frame = pd.DataFrame({"patient_id": ["Mr A", "Mr B", "Mr A"]})
    >>> with_new_labels(Cohort(frame=frame, name="three lines")).frame["patient_id"].tolist()
    ['P01', 'P02', 'P01']
    """
    frame = cohort.frame.assign(patient_id=rekey_patients(cohort.frame["patient_id"]))
    return replace(cohort, frame=frame)


def rekey_patients(cells: pd.Series) -> pd.Series:
    """Give patients new labels, in order of appearance.

    Parameters
    ----------
    cells : pandas.Series
        The column that tells patients apart; empty for an empty cell.

    Returns
    -------
    pandas.Series
        ``P01``, ``P02``, and so on, as wide as the last one needs; an empty cell stays empty.

    Examples
    --------
    >>> rekey_patients(pd.Series(["Rossi", "Bianchi", "", "Rossi"])).tolist()
    ['P01', 'P02', '', 'P01']
    >>> rekey_patients(pd.Series([], dtype=object)).tolist()
    []
    """
    codes, labels = pd.factorize(cells.where(cells != "", None))
    width = max(2, len(str(len(labels))))
    names = [*(f"P{number:0{width}d}" for number in range(1, len(labels) + 1)), ""]
    return pd.Series(
        [names[code] for code in codes], index=cells.index, name=cells.name, dtype=object
    )
