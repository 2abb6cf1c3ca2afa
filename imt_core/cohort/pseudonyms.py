"""Other labels for patients: on opening a sheet that names them, for what leaves, in addresses."""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import Final

import pandas as pd

from imt_core.cohort.schema import Cohort

KEY_DIGITS: Final = 10
"""Of a patient's key."""


def patient_key(patient_id: str) -> str:
    """What stands for a patient in an address, a session file and a request.

    Parameters
    ----------
    patient_id : str

    Returns
    -------
    str
        Ten hexadecimal digits, the same wherever the patient's rows stand. No secret: whoever has
        the identifiers can tell whose it is.

    Examples
    --------
    >>> patient_key("IMT-02"), patient_key("IMT-03")
    ('a45f8391fa', 'acd69a2b26')
    """
    return blake2b(patient_id.encode(), digest_size=KEY_DIGITS // 2).hexdigest()


def patient_of_key(cohort: Cohort, key: str) -> str | None:
    """The patient for whom a key stands; ``None`` where the cohort has none.

    Examples
    --------
    >>> cohort = Cohort(frame=pd.DataFrame({"patient_id": ["a", "b", "b"]}), name="three lines")
    >>> patient_of_key(cohort, patient_key("b")), patient_of_key(cohort, "")
    ('b', None)
    """
    if not key:
        return None
    patients = cohort.frame["patient_id"].astype(str).unique()
    return next((patient for patient in patients if patient_key(patient) == key), None)


def key_after(key: str, before: Cohort, after: Cohort) -> str:
    """The key of the same patient once every patient has another label.

    Parameters
    ----------
    key : str
    before, after : Cohort
        The same rows.

    Returns
    -------
    str
        Empty where `before` has no such patient: the key must not come to stand for another.

    Examples
    --------
    >>> cohort = Cohort(frame=pd.DataFrame({"patient_id": ["a", "b", "b"]}), name="three lines")
    >>> key_after(patient_key("b"), cohort, with_new_labels(cohort)) == patient_key("P02")
    True
    >>> key_after(patient_key("P02"), cohort, with_new_labels(cohort))
    ''
    """
    patient = patient_of_key(before, key)
    if patient is None:
        return ""
    is_hers = before.frame["patient_id"].astype(str).to_numpy() == patient
    return patient_key(str(after.frame["patient_id"].iloc[is_hers.argmax()]))


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
