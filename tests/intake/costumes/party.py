"""Costumes opened as a reader opens them, and looked at beneath."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.intake.opening import begin_opening, opening_outcome
from tests.intake.costumes.dressing import TRUTH, Costume

Outcome = Literal["same", "asks", "silent difference", "refused"]

TOLERANCE: Final = 0.05 + 1e-9
"""Months, of an endpoint's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a costume.

    Parameters
    ----------
    outcome : {"same", "asks", "silent difference", "refused"}
    questions : tuple of str
        What is asked, or why it is refused.
    differences : tuple of str
        Where the cohort is another.
    """

    outcome: Outcome
    questions: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


def look_beneath(costume: Costume) -> Verdict:
    """Open a costume by the suggestions alone, and compare what it becomes with the truth."""
    try:
        opening = begin_opening(costume.files)
    except ImtError as error:
        return Verdict(outcome="refused", questions=(str(error),))
    outcome = opening_outcome(opening)
    if outcome.questions:
        asked = tuple(question.text for question in outcome.questions)
        return Verdict(outcome="asks", questions=asked)
    assert outcome.cohort is not None
    differences = tuple(differences_from(costume.truth, outcome.cohort))
    return Verdict(outcome="silent difference" if differences else "same", differences=differences)


def differences_from(truth: pd.DataFrame, cohort: Cohort) -> Iterable[str]:
    """Say where a cohort is not the known one: its lines, then each endpoint and the response."""
    found = {(str(row["patient_id"]), _number(row.get("line_number"))): row for row in cohort.frame.to_dict("records")}
    known = {(str(row["patient_id"]), float(row["line_number"])): row for row in truth.to_dict("records")}
    if len(found) != len(cohort.frame) or found.keys() != known.keys():
        yield (
            f"lines: {len(cohort.frame)} for {len(known)}, {len(found.keys() & known.keys())} of them the same"
        )
        return
    for name in TRUTH:
        wrong = [key for key, row in known.items() if not _agree(name, row[name], found[key].get(name))]
        if wrong:
            of = [(known[key][name], found[key].get(name)) for key in wrong[:3]]
            yield f"{name}: {len(wrong)} of {len(known)} lines, as {of}"


def _number(value: object) -> float | None:
    return None if pd.isna(value) else float(value)  # type: ignore[call-overload, arg-type, no-any-return]


def _agree(name: str, known: object, found: object) -> bool:
    if known is None or found is None or pd.isna(known) or pd.isna(found):  # type: ignore[call-overload]
        return bool(known is None or pd.isna(known)) and bool(found is None or pd.isna(found))  # type: ignore[call-overload]
    if name.endswith("_months"):
        return abs(float(known) - float(found)) <= TOLERANCE  # type: ignore[arg-type]
    return known == found
