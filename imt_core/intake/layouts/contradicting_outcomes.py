"""Outcomes that two tables both hold of the same patients, and say differently."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.recognition.header_matching import suggest_columns

_OUTCOMES: Final = frozenset({*ENDPOINT_OF_COLUMN, "best_response"})


def contradicting_outcomes(left: pd.DataFrame, right: pd.DataFrame) -> tuple[str, ...]:
    """Name the outcomes that both tables hold, in any language, and of which a row differs.

    Parameters
    ----------
    left, right : pandas.DataFrame
        Tables of text with the same index; empty where a patient is not in the table.

    Returns
    -------
    tuple of str
        Labels such as ``OS (months)``.

    Notes
    -----
    Labels of patients such as 1, 2, 3 recur at every centre: only what is said of the patients
    shows that two tables do not speak of the same people. Texts are compared as they stand.

    Examples
    --------
    >>> rome = pd.DataFrame({"OS mesi": ["12", "30"], "Sesso": ["M", "F"]})
    >>> paris = pd.DataFrame({"Survie globale (mois)": ["5", "30"], "Sexe": ["F", "F"]})
    >>> contradicting_outcomes(rome, paris), contradicting_outcomes(rome, rome)
    (('OS (months)',), ())
    """
    first, second = _outcomes(left), _outcomes(right)
    return tuple(
        COLUMN_BY_NAME[target].label
        for target in first
        if target in second and _differ(left[first[target]], right[second[target]])
    )


def _outcomes(table: pd.DataFrame) -> dict[str, str]:
    """The headers of outcomes."""
    return {s.target: s.source for s in suggest_columns(table) if s.target in _OUTCOMES}


def _differ(left: pd.Series, right: pd.Series) -> bool:
    return bool(((left != right) & (left != "") & (right != "")).any())
