"""What a reader of a forest must know before comparing its rows."""

from __future__ import annotations

from collections.abc import Sequence

from imt_core.analyses.forest.rows import ForestRow, Measure
from imt_core.cohort.counting import CaseCount, Unit
from imt_core.conventions.choices import Conventions
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note
from imt_core.estimates.small_groups import FEW_CASES


def forest_notes(
    rows: Sequence[ForestRow],
    n_subgroups: int,
    count: CaseCount,
    unit: Unit,
    measure: Measure,
    conventions: Conventions,
) -> tuple[Note, ...]:
    """Notes on chance, small groups, limits of 100% and repeated patients."""
    notes = []
    if n_subgroups:
        were = "was" if n_subgroups == 1 else "were"
        message = (
            f"{format_count(n_subgroups, 'subgroup')} {were} looked at: "
            "some differ by chance alone."
        )
        notes.append(Note(code="subgroups_looked_at", message=message))
    if small := [row.name for row in rows[1:] if row.is_small]:
        message = (
            f"Fewer than {FEW_CASES} {unit}: {'; '.join(small)}. Read their patients one by one "
            "rather than their percentages."
        )
        notes.append(Note(code="few_cases", message=message))
    if measure != "orr":
        notes += _survival_notes(rows, conventions)
    if count.n_lines > count.n_patients:
        message = (
            "Some patients count with more than one line; intervals treat these lines as "
            "independent, so they are too narrow."
        )
        notes.append(Note(code="repeated_patients", message=message))
    return tuple(notes)


def _survival_notes(rows: Sequence[ForestRow], conventions: Conventions) -> list[Note]:
    notes = []
    if flat := [row.name for row in rows if row.estimate == row.conf_low == 1]:
        message = (
            f"No event by then: {'; '.join(flat)}. Limits of 100% do not show that the risk is "
            "zero."
        )
        notes.append(Note(code="no_events", message=message))
    misleading = [r.name for r in rows if r.estimate not in (None, 1) and r.conf_high == 1]
    if misleading and conventions.survival_conf_type == "log":
        message = (
            f"{'; '.join(misleading)}: an upper limit of 100% after events have happened is an "
            "artefact of the log scale; the log(-log) scale does not produce it."
        )
        notes.append(Note(code="limit_of_one", message=message))
    return notes
