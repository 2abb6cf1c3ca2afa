"""Tables as they are handed over, to one table with one row per treatment line or patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imt_core.conventions.errors import ImtError
from imt_core.intake.checks.ask import NO_ANSWERS, Answers
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.adam import arrange_adam, is_adam
from imt_core.intake.layouts.alike_sheets import settle_alike_sheets
from imt_core.intake.layouts.arranged_table import Arrangement
from imt_core.intake.layouts.cbioportal import arrange_cbioportal, cbioportal_part
from imt_core.intake.layouts.dated_ends import with_dated_ends
from imt_core.intake.layouts.excluded_rows import settle_excluded
from imt_core.intake.layouts.joining import join_tables
from imt_core.intake.layouts.marked_cells import settle_marks
from imt_core.intake.layouts.numbered_assessments import gather_assessments
from imt_core.intake.layouts.other_treatments import settle_other_treatments
from imt_core.intake.layouts.patient_rows import settle_patients
from imt_core.intake.layouts.redcap import arrange_redcap, redcap_tables
from imt_core.intake.layouts.repeated_survival import settle_repeated_survival
from imt_core.intake.layouts.shared_endpoint import with_shared_endpoint
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.layouts.times_to_death import with_survival_times
from imt_core.intake.layouts.wide import has_line_groups, lengthen_line_groups
from imt_core.intake.layouts.xena import with_xena_pairs

__all__ = ["Arrangement", "arrange_tables"]


def arrange_tables(sources: Sequence[SourceTable], *, answers: Answers = NO_ANSWERS) -> Arrangement:
    """Recognise the layout of tables and bring them into one.

    Parameters
    ----------
    sources : sequence of SourceTable
        One or more, each with unique row numbers.
    answers : mapping of str to str
        To the questions that tables ask before they can be arranged.

    Returns
    -------
    Arrangement
        A single table with one row per line or patient is given back unchanged.

    Raises
    ------
    ImtError
        If there is no table.
    UnreadableFileError
        If the tables cannot be brought together, with what is wrong and what to do.

    Notes
    -----
    CDISC ADaM, cBioPortal and REDCap are told by their headers, columns that repeat for each line
    by their numbers. Tables of no such layout are joined by patient.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"patient_id": ["a"], "regimen_1": ["AI"], "regimen_2": ["GD"]},
    ...     index=[2])
    >>> arranged = arrange_tables([SourceTable(name="wide.csv", table=table)])
    >>> arranged.layout, arranged.table["regimen"].tolist()
    ('repeated column groups', ['AI', 'GD'])
    >>> plain = arrange_tables([SourceTable(name="plain.csv", table=table[["patient_id"]])])
    >>> plain.layout, plain.steps
    ('one row per line or patient', ())
    """
    if not sources:
        raise ImtError("sources must hold a table, but is empty. Give one table or more.")
    settled, notes = [], []
    for source in sources:
        shown, found = settle_marks(source, answers)
        settled.append(shown)
        notes += found
    arrangement = settle_excluded(_arranged(settled, answers), answers)
    arrangement = settle_other_treatments(arrangement, answers)
    return replace(arrangement, notes=(*notes, *arrangement.notes)) if notes else arrangement


def _arranged(sources: Sequence[SourceTable], answers: Answers) -> Arrangement:
    known, rest = _known_layouts(sources, answers)
    rest, asked = settle_alike_sheets(rest, answers)
    parts = [_lengthened(arrangement, name) for arrangement, name in known]
    parts += [(_plain(source, answers), source.name) for source in rest]
    if len(parts) == 1:
        alone = parts[0][0]
        stacked = bool(rest) and rest[0] not in sources
        return replace(
            alone,
            notes=(*asked, *alone.notes),
            row_numbers_changed=alone.row_numbers_changed or stacked,
        )
    tables = [SourceTable(name=name, table=part.table) for part, name in parts]
    joined = join_tables(tables)
    before = [part for part, _ in parts]
    return replace(
        joined,
        layout=before[0].layout if known else joined.layout,
        steps=(*(step for part in before for step in part.steps), *joined.steps),
        notes=(*asked, *(note for part in before for note in part.notes), *joined.notes),
        columns=_still_valid(joined, before),
    )


def _known_layouts(
    sources: Sequence[SourceTable], answers: Answers
) -> tuple[list[tuple[Arrangement, str]], list[SourceTable]]:
    """What tables of a known layout become, with a name for each; and the tables of none."""
    adam = [source for source in sources if is_adam(source.table)]
    portal = [] if adam else [s for s in sources if cbioportal_part(s.table) is not None]
    left = [source for source in sources if source not in (*adam, *portal)]
    redcap = redcap_tables(left)
    helpers = [*redcap["dictionary"], *redcap["other"]]
    known = []
    if adam:
        known.append((arrange_adam(adam, answers), _names(adam)))
    if portal:
        known.append((arrange_cbioportal(portal), _names(portal)))
    known += [(arrange_redcap([data, *helpers]), data.name) for data in redcap["data"]]
    if helpers and len(helpers) == len(sources):
        known.append((arrange_redcap(helpers), _names(helpers)))
    used = [*redcap["data"], *(helpers if redcap["data"] else [])]
    return known, [source for source in left if source not in used]


def _names(sources: Sequence[SourceTable]) -> str:
    return " and ".join(source.name for source in sources)


def _plain(source: SourceTable, answers: Answers) -> Arrangement:
    settled, notes = settle_patients(source, answers)
    if has_line_groups(settled.table):
        arrangement = lengthen_line_groups(settled)
        table, repeated = settle_repeated_survival(arrangement.table, answers)
        arrangement = replace(arrangement, table=table, notes=(*repeated, *arrangement.notes))
    else:
        settled, gathered = gather_assessments(settled)
        notes = [*notes, *gathered]
        table = settled.table
        if not any(note.code == "rows_are_steps" and note.severity == "error" for note in notes):
            table, repeated = settle_repeated_survival(table, answers)
            notes = [*notes, *repeated]
        timed = with_survival_times(replace(settled, table=table))
        shared = with_shared_endpoint(with_xena_pairs(timed), answers)
        arrangement = with_dated_ends(shared, answers)
    return replace(arrangement, notes=(*notes, *arrangement.notes)) if notes else arrangement


def _lengthened(arrangement: Arrangement, name: str) -> tuple[Arrangement, str]:
    """Also make lines of the repeated columns of a REDCap export."""
    if arrangement.layout != "REDCap" or not has_line_groups(arrangement.table):
        return arrangement, name
    longer = lengthen_line_groups(SourceTable(name=name, table=arrangement.table))
    return replace(
        longer,
        layout=arrangement.layout,
        steps=(*arrangement.steps, *longer.steps),
        notes=(*arrangement.notes, *longer.notes),
        columns=arrangement.columns,
    ), name


def _still_valid(joined: Arrangement, before: Sequence[Arrangement]) -> tuple[ColumnMapping, ...]:
    """One mapping for each target, of columns that are in the joined table."""
    mappings: dict[str, ColumnMapping] = {}
    for mapping in (*joined.columns, *(m for part in before for m in part.columns)):
        if mapping.source in joined.table:
            mappings.setdefault(mapping.target, mapping)
    return tuple(mappings.values())
