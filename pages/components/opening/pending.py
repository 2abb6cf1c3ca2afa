"""A file that is being opened: what was read, the mapping as it stands, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.files.reading import FileTable, read_tables
from imt_core.intake.layouts.arrangement import Arrangement, arrange_tables
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.mapping.mapped_cohort import MappedReading, read_mapped
from imt_core.intake.mapping.mapping import Mapping, merged
from imt_core.intake.mapping.suggested_mapping import SuggestedMapping, suggest_mapping
from imt_core.intake.remedies.issue_impact import IssueImpact, issue_impacts
from pages.components.state import UPLOAD_PROVENANCE

_PENDING = "pending_opening"
_OUTCOME = "pending_outcome"
_GENERATION = "pending_generation"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What a mapping makes of the file."""

    mapping: Mapping
    mapped: MappedReading
    impacts: tuple[IssueImpact, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pending:
    """A file, or several, on the way to a cohort.

    Parameters
    ----------
    name : str
        What the cohort will be called.
    sources : tuple of SourceTable
        Every table of the files.
    used : tuple of str
        Names of the tables that the cohort is made of.
    notes : tuple of Issue
        What was met while reading.
    arrangement : Arrangement
    suggested : SuggestedMapping
    mapping : Mapping
        As it stands.
    file_hash : str
        SHA-256 of the files' bytes.
    generation : int
        Grows when the questions must be drawn afresh.
    """

    name: str
    sources: tuple[SourceTable, ...]
    used: tuple[str, ...]
    notes: tuple[Issue, ...]
    arrangement: Arrangement
    suggested: SuggestedMapping
    mapping: Mapping
    file_hash: str
    generation: int

    @property
    def columns(self) -> tuple[ColumnMapping, ...]:
        """The mappings whose source the sheet has."""
        table = self.arrangement.table
        return tuple(column for column in self.mapping.columns if column.source in table)

    def cells(self, column: ColumnMapping) -> pd.Series:
        """The texts that a canonical column is made of."""
        return self.arrangement.table[column.source]


def begin(
    files: Sequence[tuple[str, bytes]],
    *,
    mapping: Mapping | None = None,
    progress: Callable[[str], None],
) -> Pending:
    """Read files and suggest how they are meant.

    Parameters
    ----------
    files : sequence of tuple of str and bytes
        Names and contents.
    mapping : Mapping, optional
        One used before; taken over where the file has every column that it names.
    progress : callable
        Told what is being done.

    Returns
    -------
    Pending

    Raises
    ------
    UnreadableFileError
        If a file is no table, or the tables do not belong together.
    """
    sources, used, notes = [], [], []
    for filename, content in files:
        stem = Path(filename).stem
        progress(f"Reading {len(content) / 1e6:.1f} MB")
        try:
            tables = read_tables(content, filename=filename)
        except UnreadableFileError as error:
            raise UnreadableFileError(
                f"{filename}: {error}" if len(files) > 1 else str(error)
            ) from error
        for position, table in enumerate(tables):
            name = _source_name(stem, table, several=len(tables) > 1)
            sources.append(SourceTable(name=name, table=table.table))
            if position == 0:
                used.append(name)
                notes += table.notes
    progress("Finding out which column is which")
    pending = _arrange(
        Path(files[0][0]).stem,
        tuple(sources),
        tuple(used),
        tuple(notes),
        file_hash=sha256(b"".join(content for _, content in files)).hexdigest(),
    )
    return pending if mapping is None else with_mapping(pending, mapping)


def with_mapping(pending: Pending, mapping: Mapping) -> Pending:
    """Take a mapping made before over, where it fits and says more than the suggestion.

    What only this file has, columns and what identifies a person above all, stays as suggested.
    """
    headers = list(pending.arrangement.table.columns)
    if not mapping.columns or not mapping.sources <= set(headers):
        return pending
    return replace(pending, mapping=merged(pending.suggested.mapping, mapping, headers))


def _source_name(stem: str, table: FileTable, *, several: bool) -> str:
    return f"{stem}, sheet {table.sheet}" if several else stem


def _arrange(
    name: str,
    sources: tuple[SourceTable, ...],
    used: tuple[str, ...],
    notes: tuple[Issue, ...],
    *,
    file_hash: str,
) -> Pending:
    arrangement = arrange_tables([source for source in sources if source.name in used])
    suggested = suggest_mapping(arrangement.table, known=arrangement.columns)
    return Pending(
        name=name,
        sources=sources,
        used=used,
        notes=notes,
        arrangement=arrangement,
        suggested=suggested,
        mapping=suggested.mapping,
        file_hash=file_hash,
        generation=_next(),
    )


def _next() -> int:
    generation: int = st.session_state.get(_GENERATION, 0) + 1
    st.session_state[_GENERATION] = generation
    return generation


def use_sources(used: Sequence[str]) -> None:
    """Make the cohort of other tables of the same files.

    Raises
    ------
    UnreadableFileError
        If they do not belong together.
    """
    before = require_pending()
    set_pending(
        _arrange(before.name, before.sources, tuple(used), before.notes, file_hash=before.file_hash)
    )


def pending() -> Pending | None:
    """The file that is being opened, if any."""
    value: Pending | None = st.session_state.get(_PENDING)
    return value


def require_pending() -> Pending:
    """The file that is being opened, on a screen that is drawn for one only."""
    value = pending()
    if value is None:
        raise RuntimeError("no file is being opened")
    return value


def set_pending(value: Pending) -> None:
    """Ask about this file from now on."""
    st.session_state[_PENDING] = value
    st.session_state.pop(_OUTCOME, None)


def change_mapping(mapping: Mapping, *, redraw: bool = False) -> None:
    """Go on with another mapping; `redraw` where the questions do not show it yet."""
    value = require_pending()
    generation = _next() if redraw else value.generation
    set_pending(replace(value, mapping=mapping, generation=generation))


def change_column(target: str, *, redraw: bool = False, **changes: Any) -> None:
    """Go on with one canonical column mapped in another way."""
    mapping = require_pending().mapping
    column = mapping.of(target)
    if column is not None:
        change_mapping(mapping.with_column(replace(column, **changes)), redraw=redraw)


def forget_pending() -> None:
    """Drop the file with everything in it."""
    for key in (_PENDING, _OUTCOME):
        st.session_state.pop(key, None)


def outcome_of(value: Pending) -> Outcome:
    """What the mapping makes of the file; worked out once for each mapping."""
    known: Outcome | None = st.session_state.get(_OUTCOME)
    if known is not None and known.mapping == value.mapping:
        return known
    mapped = read_mapped(
        value.arrangement.table,
        value.mapping,
        name=value.name,
        provenance=UPLOAD_PROVENANCE,
        notes=(*value.notes, *value.arrangement.notes),
    )
    outcome = Outcome(
        mapping=value.mapping,
        mapped=mapped,
        impacts=issue_impacts(mapped.table, mapped.reading.report),
    )
    st.session_state[_OUTCOME] = outcome
    return outcome
