"""Lines whose target lesions were measured, and who was not: what waterfall and spider share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME, NO_REASON, NOT_RECORDED, level_texts
from imt_core.cohort.target_lesions import SHRUNK
from imt_core.conventions.choices import Conventions
from imt_core.conventions.notes import Note
from imt_core.estimates.proportions import Proportion, proportion

RESPONSE_LEVELS: Final = (*COLUMN_BY_NAME["best_response"].values, NOT_RECORDED)
"""Best responses as they are drawn and counted, an empty one among them."""

CASE_COLUMNS: Final = ("patient_id", "line_number", "regimen", "best_response")

_NOT_EVALUABLE: Final = "not evaluable ("
_RESPONSE: Final = "response "

NOT_RESPONSE: Final = Note(
    code="not_response",
    message="Shrinkage by 30% is not yet a response by RECIST 1.1: that also asks for no new "
    "lesion and no growth elsewhere, and where response is the endpoint for a second scan that "
    "confirms it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCase:
    """One line whose target lesions were measured.

    Parameters
    ----------
    key : str
        Unique in the plot.
    patient_id : str
    line_number : int or None
    regimen, best_response : str
        As levels; ``"not recorded"`` where empty.
    """

    key: str
    patient_id: str
    line_number: int | None
    regimen: str
    best_response: str

    @property
    def cells(self) -> tuple[object, ...]:
        """Its values of `CASE_COLUMNS`."""
        return (self.patient_id, self.line_number, self.regimen, self.best_response)


def read_case(key: object, row: dict[Any, Any]) -> dict[str, Any]:
    """What a row of `with_texts` says of its line, as the fields of a `TargetCase`."""
    number = row.get("line_number")
    return {
        "key": f"row {key}",
        "patient_id": str(row["patient_id"]),
        "line_number": None if number is None or pd.isna(number) else int(number),
        "regimen": row["regimen"],
        "best_response": row["best_response"],
    }


def with_texts(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a cohort with regimen and best response as levels, also where it lacks them."""
    nothing: pd.Series = pd.Series(index=rows.index, dtype=object)
    levels = {name: level_texts(rows.get(name, nothing)) for name in ("regimen", "best_response")}
    return rows.assign(**levels)


def count_not_measured(rows: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    """Count rows by their best response, those not evaluable with the reason.

    Examples
    --------
    >>> rows = pd.DataFrame({"best_response": ["SD", "NE", None, "NE"],
    ...                      "ne_reason": [None, "adjuvant", None, "adjuvant"]})
    >>> count_not_measured(with_texts(rows.assign(patient_id="a")))
    (('SD', 1), ('not evaluable (adjuvant)', 2), ('response not recorded', 1))
    """
    reasons = rows.get("ne_reason", pd.Series(index=rows.index, dtype=object)).fillna(NO_REASON)
    counts = Counter(zip(rows["best_response"], reasons, strict=True))
    place = {level: at for at, level in enumerate(RESPONSE_LEVELS)}
    merged: Counter[str] = Counter()
    for (response, reason), n in sorted(
        counts.items(), key=lambda item: (place[item[0][0]], -item[1], str(item[0][1]))
    ):
        merged[_why(response, str(reason))] += n
    return tuple(merged.items())


def _why(response: str, reason: str) -> str:
    if response == "NE":
        return f"{_NOT_EVALUABLE}{reason})"
    return f"{_RESPONSE}{NOT_RECORDED}" if response == NOT_RECORDED else response


def levels_of_reason(reason: str) -> tuple[tuple[str, str], ...]:
    """The columns and levels that a reason of `count_not_measured` names.

    Examples
    --------
    >>> levels_of_reason("SD"), levels_of_reason("response not recorded")
    ((('best_response', 'SD'),), (('best_response', 'not recorded'),))
    >>> levels_of_reason("not evaluable (adjuvant)")
    (('best_response', 'NE'), ('ne_reason', 'adjuvant'))
    """
    if reason.startswith(_NOT_EVALUABLE):
        return ("best_response", "NE"), ("ne_reason", reason[len(_NOT_EVALUABLE) : -1])
    return (("best_response", reason.removeprefix(_RESPONSE)),)


def share_shrunk(n: int, n_measured: int, conventions: Conventions) -> Proportion:
    """The share of the measured whose lesions shrank by 30% or more."""
    return proportion(
        n, n_measured, conf_level=conventions.conf_level, conf_type=conventions.proportion_conf_type
    )


def has_shrunk(change: float) -> bool:
    """Whether target lesions shrank by 30% or more.

    Examples
    --------
    >>> has_shrunk(-30.0), has_shrunk(-29.9)
    (True, False)
    """
    return change <= SHRUNK
