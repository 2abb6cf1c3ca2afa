"""Costumes opened as a reader opens them, and looked at beneath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.intake.notation.kept_answers import keeping_answers
from imt_core.intake.opening import begin_opening, opening_outcome
from tests.intake.costumes.dressing import Costume, dress
from tests.intake.costumes.tailoring import TRUTH

Outcome = Literal["same", "asks", "silent difference", "refused"]

TOLERANCE: Final = 0.05 + 1e-9
"""Months, of an endpoint's time."""
OS: Final = ("os_months", "os_event")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A costume's seed and garments, and what became of it."""

    seed: int
    garments: dict[str, str]
    must_ask: str
    verdict: Verdict

    @property
    def is_as_it_should_be(self) -> bool:
        """Whether it is the same cohort, or something that it leaves open is asked."""
        outcome = self.verdict.outcome
        return outcome == "same" or (bool(self.must_ask) and outcome == "asks")

    def __str__(self) -> str:
        worn = ", ".join(f"{kind}: {garment}" for kind, garment in self.garments.items())
        verdict = self.verdict
        said = "; ".join((*verdict.questions, *verdict.differences))
        return f"seed {self.seed}, {verdict.outcome}: {said} ({worn})"


def hold_party(seeds: Iterable[int], *, most_lines: int | None = None) -> tuple[Guest, ...]:
    """Dress a cohort for every seed, and look beneath."""
    guests = []
    for seed in seeds:
        costume = dress(seed, most_lines=most_lines)
        guests.append(
            Guest(
                seed=seed,
                garments=costume.garments,
                must_ask=costume.must_ask,
                verdict=look_beneath(costume),
            )
        )
    return tuple(guests)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many costumes with a garment came to each outcome."""

    kind: str
    garment: str
    n: int
    same: int
    asks: int
    silent: int
    refused: int


def tallies(guests: Sequence[Guest]) -> tuple[Tally, ...]:
    """Count the outcomes by garment, kind after kind in the order in which they are chosen."""
    kinds = dict.fromkeys(kind for guest in guests for kind in guest.garments)
    rows = []
    for kind in kinds:
        for garment in sorted({g.garments[kind] for g in guests if kind in g.garments}):
            rows.append(
                tally([g for g in guests if g.garments.get(kind) == garment], kind, garment)
            )
    return tuple(rows)


def tally(guests: Sequence[Guest], kind: str = "", garment: str = "") -> Tally:
    """Count the outcomes of some guests."""
    outcomes = [guest.verdict.outcome for guest in guests]
    return Tally(
        kind=kind,
        garment=garment,
        n=len(outcomes),
        same=outcomes.count("same"),
        asks=outcomes.count("asks"),
        silent=outcomes.count("silent difference"),
        refused=outcomes.count("refused"),
    )


@keeping_answers()
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
    truth = costume.truth
    if opening.mapping.rekeyed:
        truth = _with_new_labels(truth, outcome.cohort)
    differences = tuple(differences_from(truth, outcome.cohort))
    return Verdict(outcome="silent difference" if differences else "same", differences=differences)


def differences_from(truth: pd.DataFrame, cohort: Cohort) -> Iterable[str]:
    """Say where a cohort is not the known one: its lines, then each endpoint and the response."""
    found = {
        (str(row["patient_id"]), _number(row.get("line_number"))): row
        for row in cohort.frame.to_dict("records")
    }
    known = {
        (str(row["patient_id"]), float(row["line_number"])): row for row in truth.to_dict("records")
    }
    if len(found) != len(cohort.frame) or found.keys() != known.keys():
        n_same = len(found.keys() & known.keys())
        yield f"lines: {len(cohort.frame)} for {len(known)}, {n_same} of them the same"
        return
    for name in TRUTH:
        wrong = [
            key
            for key, row in known.items()
            if not _agree(name, row[name], found[key].get(name))
            and not (name in OS and row["os_may_be_empty"] and _is_empty(found[key].get(name)))
        ]
        if wrong:
            of = [(known[key][name], found[key].get(name)) for key in wrong[:3]]
            yield f"{name}: {len(wrong)} of {len(known)} lines, as {of}"


def _with_new_labels(truth: pd.DataFrame, cohort: Cohort) -> pd.DataFrame:
    """Patients whose labels may name them get new ones, in their order on the sheet."""
    old, new = (dict.fromkeys(frame["patient_id"]) for frame in (truth, cohort.frame))
    return truth.assign(patient_id=truth["patient_id"].map(dict(zip(old, new, strict=False))))


def _is_empty(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def _number(value: object) -> float | None:
    return None if _is_empty(value) else float(value)  # type: ignore[arg-type]


def _agree(name: str, known: object, found: object) -> bool:
    if _is_empty(known) or _is_empty(found):
        return _is_empty(known) and _is_empty(found)
    if name.endswith("_months"):
        return abs(float(known) - float(found)) <= TOLERANCE  # type: ignore[arg-type]
    return known == found
