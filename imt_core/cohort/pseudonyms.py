"""Other labels for patients: on opening a sheet that names them, for what leaves, in addresses."""

from __future__ import annotations

from collections.abc import Mapping
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
    return blake2b(
        patient_id.encode("utf-8", "surrogatepass"), digest_size=KEY_DIGITS // 2
    ).hexdigest()


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


def new_labels(cohort: Cohort, *, seed: str) -> dict[str, str]:
    """A new label for each patient, in an order that nobody can tell without the seed.

    Parameters
    ----------
    cohort : Cohort
    seed : str
        A secret, such as ``secrets.token_hex(16)``; the same seed gives the same labels.

    Returns
    -------
    dict of str to str
        P01, P02, ... by the label of the sheet, as wide as the last, in their own order.

    Notes
    -----
    Patients are ordered by a BLAKE2b hash of their labels, keyed with the seed: neither the order
    of the sheet nor that of the labels, and not to be found by who knows both.

    Examples
    --------
    >>> cohort = Cohort(frame=pd.DataFrame({"patient_id": ["Mr A", "Mr B", "Mr A"]}), name="three")
    >>> new_labels(cohort, seed="a")
    {'Mr B': 'P01', 'Mr A': 'P02'}
    """
    key = blake2b(seed.encode("utf-8", "surrogatepass")).digest()
    patients = sorted(
        cohort.frame["patient_id"].astype(str).unique(),
        key=lambda label: blake2b(label.encode("utf-8", "surrogatepass"), key=key).digest(),
    )
    width = max(2, len(str(len(patients))))
    return {label: f"P{number:0{width}d}" for number, label in enumerate(patients, start=1)}


def key_after(key: str, cohort: Cohort, labels: Mapping[str, str]) -> str:
    """The key of the same patient once every patient has another label.

    Parameters
    ----------
    key : str
    cohort : Cohort
        With the labels from before.
    labels : mapping of str to str
        The new labels, such as `new_labels` gives them.

    Returns
    -------
    str
        Empty where `cohort` has no such patient: the key must not come to stand for another.

    Examples
    --------
    >>> cohort = Cohort(frame=pd.DataFrame({"patient_id": ["a", "b", "b"]}), name="three lines")
    >>> labels = {"a": "P02", "b": "P01"}
    >>> key_after(patient_key("b"), cohort, labels) == patient_key("P01")
    True
    >>> key_after(patient_key("P02"), cohort, labels)
    ''
    """
    patient = patient_of_key(cohort, key)
    return "" if patient is None else patient_key(labels[patient])


def with_new_labels(cohort: Cohort, *, seed: str) -> Cohort:
    """Give every patient a new label, and put the rows in the order of the new labels.

    Parameters
    ----------
    cohort : Cohort
    seed : str
        See `new_labels`.

    Returns
    -------
    Cohort
        The same patients under other labels; each one's rows stay in their order. Nothing tells
        where in the sheet a row stood.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["Mr A", "Mr B", "Mr A"], "line_number": [1, 1, 2]})
    >>> with_new_labels(Cohort(frame=frame, name="three lines"), seed="a").frame.to_dict("list")
    {'patient_id': ['P01', 'P02', 'P02'], 'line_number': [1, 1, 2]}
    """
    labels = new_labels(cohort, seed=seed)
    frame = cohort.frame.assign(patient_id=cohort.frame["patient_id"].astype(str).map(labels))
    shuffled = frame.sort_values("patient_id", kind="stable")
    # The number of a row would tell its place in the sheet.
    return replace(cohort, frame=shuffled.set_index(frame.index.sort_values()))


def rekey_patients(cells: pd.Series) -> pd.Series:
    """Give the patients of a sheet that is being opened new labels, in order of appearance.

    Parameters
    ----------
    cells : pandas.Series
        The column that tells patients apart; empty for an empty cell.

    Returns
    -------
    pandas.Series
        ``P01``, ``P02``, and so on, as wide as the last one needs; an empty cell stays empty.

    Notes
    -----
    They stay the same when patients are added below, as in next month's sheet, and tell the order
    of the sheet: what leaves has others (`with_new_labels`).

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
