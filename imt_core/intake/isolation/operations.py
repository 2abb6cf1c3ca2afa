"""The steps of opening a sheet, as they are asked of the reading process."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.notation.kept_answers import keeping_answers
from imt_core.intake.opening import (
    Opening,
    OpeningOutcome,
    begin_opening,
    opening_outcome,
    use_tables,
    with_answer,
    with_mapping,
    without_answers,
)

Progress = Callable[[str], None]


@keeping_answers()
def begin(
    progress: Progress, files: Sequence[tuple[str, bytes]], mapping: Mapping | None, provenance: str
) -> OpeningOutcome:
    """Read files, and work out what they become."""
    opening = begin_opening(files, mapping=mapping, provenance=provenance, progress=progress)
    progress(f"Checking {len(opening.arrangement.table):,} rows")
    return whole_outcome(opening)


def use_other_tables(_: Progress, opening: Opening, used: Sequence[str]) -> OpeningOutcome:
    """Make the cohort of other tables of the same files, and work out what they become."""
    return whole_outcome(use_tables(opening, used))


def answer(_: Progress, opening: Opening, key: str, option: str) -> OpeningOutcome:
    """Answer a question, and work out what the sheet becomes."""
    return whole_outcome(with_answer(opening, key, option))


def apply_mapping(_: Progress, opening: Opening, mapping: Mapping) -> OpeningOutcome:
    """Take a mapping made before over, and work out what the sheet becomes."""
    return whole_outcome(with_mapping(opening, mapping))


def begin_afresh(_: Progress, opening: Opening) -> OpeningOutcome:
    """Forget every answer, and work out what the sheet becomes as suggested."""
    return whole_outcome(without_answers(opening))


def work_out(_: Progress, opening: Opening) -> OpeningOutcome:
    """Work out what a sheet becomes under another mapping."""
    return whole_outcome(opening)


@keeping_answers()
def whole_outcome(opening: Opening) -> OpeningOutcome:
    """An outcome with all that a screen asks of it worked out."""
    outcome = opening_outcome(opening)
    if not outcome.report.ok:
        outcome.without_problems()
    _ = outcome.impacts, outcome.becoming
    return outcome
