"""Which of a sheet's first rows is its header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from imt_core.parsing import canonical_headers
from imt_core.schema import COLUMN_BY_NAME

ROWS_SEARCHED: Final = 20


def n_canonical(cells: Sequence[str]) -> int:
    """Count the cells that are canonical headers.

    Examples
    --------
    >>> n_canonical(["Patient ID", "OS months", "ECOG", ""])
    2
    """
    return sum(name in COLUMN_BY_NAME for name in _names(cells))


def has_patient_id(cells: Sequence[str]) -> bool:
    """Whether one of the cells is the header ``patient_id``.

    Examples
    --------
    >>> has_patient_id(["Patient ID"]), has_patient_id(["sex"])
    (True, False)
    """
    return "patient_id" in _names(cells)


def find_header(records: Sequence[Sequence[str]]) -> int | None:
    """Find the header among the first 20 rows.

    Parameters
    ----------
    records : sequence of sequence of str

    Returns
    -------
    int or None
        The position of the first row that holds ``patient_id``; else of the first that holds any
        canonical header and more cells than each row above it (as below a title); else of the first
        that is not empty. ``None`` where all are empty.

    Examples
    --------
    >>> find_header([["Our cohort"], [], ["Patient ID", "centre"], ["A", "1"]])
    2
    >>> find_header([[], ["code", "months"], ["A", "1"]]), find_header([[""]])
    (1, None)
    """
    names = [_names(record) for record in records[:ROWS_SEARCHED]]
    with_patient = (i for i, row in enumerate(names) if "patient_id" in row)
    n_filled = [sum(map(bool, record)) for record in records[:ROWS_SEARCHED]]
    with_any = (
        i for i, row in enumerate(names)
        if n_filled[i] > max(n_filled[:i], default=0)
        and any(name in COLUMN_BY_NAME for name in row)
    )  # fmt: skip
    filled = (i for i, record in enumerate(records) if any(record))
    return next(with_patient, next(with_any, next(filled, None)))


def _names(cells: Sequence[str]) -> list[str]:
    return canonical_headers(pd.Index(cells, dtype=object))[0]
