"""Files on their way to a cohort: read, arranged, mapped, checked; opened when nothing is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort
from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.intake.becoming import Becoming, what_becomes
from imt_core.intake.checks.ask import Ask
from imt_core.intake.checks.assumptions import assumptions_from
from imt_core.intake.checks.report import Issue, ValidationReport
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.doubted_reading import GuardedReading, doubts_about, guarded, with_doubts
from imt_core.intake.files.reading import LEGEND_BELOW, FileTable, read_tables
from imt_core.intake.layouts.arrangement import Arrangement, arrange_tables
from imt_core.intake.layouts.related_sheets import sheets_together
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.mapping.mapped_cohort import (
    MappedReading,
    ReadingWithout,
    read_mapped,
    read_without_problems,
)
from imt_core.intake.mapping.mapping import Mapping, merged
from imt_core.intake.mapping.suggested_mapping import SuggestedMapping, suggest_mapping
from imt_core.intake.notation.kept_answers import keeping_answers
from imt_core.intake.questions import Question, open_questions
from imt_core.intake.remedies.endpoint_loss import LossByEndpoint
from imt_core.intake.remedies.issue_impact import IssueImpact, issue_impacts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opening:
    """A file, or several, on the way to a cohort. Made by `begin_opening`.

    Parameters
    ----------
    name, provenance : str
        What the cohort will be called, and where it comes from.
    sources : tuple of SourceTable
        Every table of the files.
    used : tuple of str
        Names of the tables that the cohort is made of.
    notes : tuple of Issue
        What was met while reading.
    arrangement : Arrangement
        Those tables as one.
    suggested : SuggestedMapping
        How the columns seem to be meant, and why.
    mapping : Mapping
        As it stands.
    file_hash : str
        SHA-256 of the files' bytes.
    """

    name: str
    provenance: str
    sources: tuple[SourceTable, ...]
    used: tuple[str, ...]
    notes: tuple[Issue, ...]
    arrangement: Arrangement
    suggested: SuggestedMapping
    mapping: Mapping
    file_hash: str

    @property
    def columns(self) -> tuple[ColumnMapping, ...]:
        """The mappings whose source the sheet has."""
        table = self.arrangement.table
        return tuple(column for column in self.mapping.columns if column.source in table)

    def cells(self, column: ColumnMapping) -> pd.Series:
        """The texts that a canonical column is made of."""
        return self.arrangement.table[column.source]

    def code_of(self, header: str, text: str) -> str:
        """The code whose label a text is in the file; empty where it is none."""
        codes = (source.codes.get(header, {}) for source in self.sources)
        return next((known[text] for known in codes if text in known), "")

    def absent(self, mapping: Mapping) -> tuple[str, ...]:
        """The headers that a mapping takes columns from, and the sheet does not have."""
        table = self.arrangement.table
        return tuple(sorted(header for header in mapping.sources if header not in table))


@dataclass(frozen=True, kw_only=True, eq=False)
class OpeningOutcome:
    """What a mapping makes of the files. Without slots: what is asked for seldom is kept once made.

    Parameters
    ----------
    opening : Opening
        With the mapping that it is the outcome of.
    mapped : MappedReading
        The canonical table, and the cohort where nothing is asked.
    questions : tuple of Question
        What must be answered, or corrected, first.
    doubted : Cohort or None
        What would be opened were every doubt about it dispelled; ``None`` where more is asked.
    left_out : tuple of str
        Endpoints that a reader left out of it.
    """

    opening: Opening
    mapped: MappedReading
    questions: tuple[Question, ...]
    doubted: Cohort | None
    left_out: tuple[str, ...]

    @property
    def cohort(self) -> Cohort | None:
        """The cohort that can be opened; ``None`` exactly where there are questions."""
        return self.mapped.reading.cohort

    @property
    def can_leave_out(self) -> bool:
        """Whether all that is open are cells that could be left out, and no choice is open."""
        return all(question.kind != "choice" for question in self.questions)

    @property
    def report(self) -> ValidationReport:
        """Every issue that was met."""
        return self.mapped.reading.report

    @cached_property
    def impacts(self) -> tuple[IssueImpact, ...]:
        """What each issue of the report would cost, were its cells left out."""
        assumptions = assumptions_from(dict(self.opening.mapping.answers))
        return issue_impacts(self.mapped.table, self.report, assumptions=assumptions)

    @cached_property
    def _guarded(self) -> GuardedReading:
        opening = self.opening
        without = read_without_problems(
            self.mapped, opening.mapping, name=opening.name, provenance=opening.provenance
        )
        return guarded(without, self.mapped, opening.mapping, opening.arrangement.table)

    def without_problems(self) -> ReadingWithout:
        """Read it without the cells and rows that are in question; nothing is guessed.

        Refused where an endpoint would lose all its events, or all its censored cases.
        """
        return self._guarded.without

    @property
    def losses(self) -> tuple[LossByEndpoint, ...]:
        """What each endpoint loses where the cells in question are left out."""
        return self._guarded.losses

    @cached_property
    @keeping_answers()
    def becoming(self) -> Becoming:
        """What the sheet becomes, as far as it is known: without the cells in question."""
        cohort = self.doubted or self._guarded.counted
        left_out = self.left_out if self.doubted else self._guarded.left_out
        doubts: dict[str, str] = {}
        for issue in self.report.errors:
            if issue.ask is not None and issue.code.startswith("implausible_"):
                for name in issue.ask.key.partition(":")[2].split("+"):
                    doubts[name] = f"{doubts.get(name, '')} {issue.message}".strip()
        vanishing = () if self.doubted else [loss for loss in self.losses if loss.refusal]
        return what_becomes(
            cohort,
            table=self.mapped.table,
            mapping=self.opening.mapping,
            left_out={
                **dict.fromkeys(left_out, "left out, as answered"),
                **{loss.endpoint: loss.refusal for loss in vanishing},
            },
            doubts=doubts,
        )


@keeping_answers()
def begin_opening(
    files: Sequence[tuple[str, bytes]],
    *,
    mapping: Mapping | None = None,
    provenance: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> Opening:
    """Read files and suggest how they are meant.

    Parameters
    ----------
    files : sequence of tuple of str and bytes
        Names and contents; at least one.
    mapping : Mapping, optional
        One used before; see `with_mapping`.
    provenance : str
        Where the cohort comes from.
    progress : callable
        Told what is being done.

    Returns
    -------
    Opening

    Raises
    ------
    ImtError
        If there is no file.
    UnreadableFileError
        If a file is no table, or the tables do not belong together.

    Examples
    --------
    >>> opening = begin_opening([("own.csv", b"Codice,Risposta\\na,RC\\nb,boh\\n")])
    >>> opening.name, opening.arrangement.layout, opening.mapping.of("best_response").values
    ('own', 'one row per line or patient', (('RC', 'CR'),))
    >>> [question.rows for question in opening_outcome(opening).questions]
    [(3,)]
    >>> begin_opening([("own.csv", b"")])
    Traceback (most recent call last):
        ...
    imt_core.UnreadableFileError: The file must hold a table, but it is empty. Check that \
the right file was chosen.
    """
    if not files:
        raise ImtError("files must name a file, but is empty. Give one file or more.")
    sources: list[SourceTable] = []
    used: list[str] = []
    notes: list[Issue] = []
    for filename, content in files:
        progress(f"Reading {len(content) / 1e6:.1f} MB")
        try:
            tables = read_tables(content, filename=filename)
        except UnreadableFileError as error:
            raise UnreadableFileError(
                f"{filename}: {error}" if len(files) > 1 else str(error)
            ) from error
        names = _source_names(Path(filename).stem, tables)
        found = list(map(_source, names, tables))
        sources += found
        together = [sheet.name for sheet in sheets_together(found)]
        used += together
        for table_name, table in zip(names, tables, strict=True):
            notes += table.notes if table_name in together else ()
            if table.is_part and table_name not in together:
                notes.append(_part_left_out(table_name))
        if len(together) > 1:
            notes = [note for note in notes if note.code != "other_sheets"]
    progress("Finding out which column is which")
    opening = _arranged(
        tuple(sources),
        tuple(used),
        name=Path(files[0][0]).stem,
        provenance=provenance,
        notes=tuple(notes),
        file_hash=sha256(b"".join(content for _, content in files)).hexdigest(),
        answers=() if mapping is None else mapping.answers,
    )
    return opening if mapping is None else with_mapping(opening, mapping)


@keeping_answers()
def use_tables(opening: Opening, used: Sequence[str]) -> Opening:
    """Make the cohort of other tables of the same files.

    Raises
    ------
    UnreadableFileError
        If they do not belong together.
    """
    return _arranged(
        opening.sources,
        tuple(used),
        name=opening.name,
        provenance=opening.provenance,
        notes=opening.notes,
        file_hash=opening.file_hash,
        answers=opening.mapping.answers,
    )


def without_answers(opening: Opening) -> Opening:
    """Begin again with what is suggested, as if nothing had been answered or mapped.

    Examples
    --------
    >>> opening = begin_opening([("own.csv", b"Patient,Best response\\na,RC\\nb,boh\\n")])
    >>> answered = with_answer(opening, "line:all", "unknown")
    >>> answered.mapping.answers, without_answers(answered).mapping.answers
    ((('line:all', 'unknown'),), ())
    """
    return use_tables(replace(opening, mapping=Mapping()), opening.used)


def with_answer(opening: Opening, key: str, option: str) -> Opening:
    """Answer a question: the tables are arranged again, and what was mapped stays mapped.

    Parameters
    ----------
    opening : Opening
    key, option : str
        Of an `Ask`.

    Returns
    -------
    Opening
    """
    mapping = opening.mapping.with_answer(key, option)
    again = use_tables(replace(opening, mapping=mapping), opening.used)
    if opening.mapping == opening.suggested.mapping:
        return again
    return with_mapping(again, mapping)


def with_mapping(opening: Opening, mapping: Mapping) -> Opening:
    """Take a mapping made before over, where the sheet has every column that it names.

    The tables are arranged again by its answers. What only this sheet has, columns and what
    identifies a person above all, stays as suggested.

    Examples
    --------
    >>> opening = begin_opening([("own.csv", b"Codice,Risposta\\na,RC\\nb,boh\\n")])
    >>> unsure = ColumnMapping(target="best_response", source="Risposta", values=(("boh", "PD"),))
    >>> with_mapping(opening, Mapping(columns=(unsure,))).mapping.of("best_response").values
    (('boh', 'PD'),)
    >>> absent = ColumnMapping(target="sex", source="Sesso")
    >>> with_mapping(opening, Mapping(columns=(absent,))) is opening
    True
    """
    if not (mapping.columns or mapping.answers):
        return opening
    answers = {**dict(opening.mapping.answers), **dict(mapping.answers)}
    taken = opening
    if answers != dict(opening.suggested.mapping.answers):  # The tables are not arranged by them.
        answered = replace(mapping, answers=tuple(answers.items()))
        taken = use_tables(replace(opening, mapping=answered), opening.used)
    if taken.absent(mapping):
        return opening
    headers = list(taken.arrangement.table.columns)
    return replace(taken, mapping=merged(taken.suggested.mapping, mapping, headers))


@keeping_answers()
def opening_outcome(opening: Opening) -> OpeningOutcome:
    """Map and check the sheet, and say what must be answered before it can be opened."""
    mapped = read_mapped(
        opening.arrangement.table,
        opening.mapping,
        name=opening.name,
        provenance=opening.provenance,
        notes=(*_answered_notes(opening), *opening.arrangement.notes),
    )
    before = _outcome(opening, mapped)
    if any(question.kind != "problem" for question in before.questions):
        return before  # What is asked decides what the cohort will be.
    cohort = before.doubted
    if cohort is None and not any(loss.refusal for loss in before.losses):
        cohort = before._guarded.counted
    if cohort is None:
        return before
    doubts = doubts_about(cohort, mapped, opening.mapping, opening.arrangement.table)
    if not doubts.issues:
        return before
    return replace(
        _outcome(opening, with_doubts(mapped, doubts)),
        doubted=before.doubted,
        left_out=doubts.left_out,
    )


def _part_left_out(name: str) -> Issue:
    """Ask about a table that stands on the cohort's sheet, and is not joined to it."""
    ask = Ask(
        key=f"tables:{name}",
        text=f"The sheet holds another table ({name}), with other patients or other columns: is it "
        "left out? Every count hangs on it.",
        options=(("out", "Yes: it is left out, unless it is chosen among the tables above"),),
    )
    return Issue(
        code="table_on_sheet_left_out",
        severity="error",
        message=f"{name} stands on the same sheet, and is not part of the cohort.",
        remedy="Put its rows below those of the other table, under the same headers, if they "
        "belong together.",
        ask=ask,
    )


def _answered_notes(opening: Opening) -> Iterator[Issue]:
    """What was met while reading; a question about codes stands where events are told by codes."""
    answers = dict(opening.mapping.answers)
    events = [c for c in opening.columns if COLUMN_BY_NAME[c.target].kind == "flag"]
    has_codes = any(opening.cells(c).str.fullmatch(r"[0-9]").any() for c in events)
    for note in opening.notes:
        hangs = has_codes or note.ask != LEGEND_BELOW
        is_open = note.ask is not None and hangs and note.ask.answer(answers) is None
        yield note if note.ask is None or is_open else replace(note, severity="information")


def _outcome(opening: Opening, mapped: MappedReading) -> OpeningOutcome:
    return OpeningOutcome(
        opening=opening,
        mapped=mapped,
        questions=open_questions(mapped.reading.report, opening.mapping),
        doubted=mapped.reading.cohort,
        left_out=(),
    )


def _source_names(stem: str, tables: Sequence[FileTable]) -> list[str]:
    return [f"{stem}, sheet {table.sheet}" if len(tables) > 1 else stem for table in tables]


def _source(name: str, table: FileTable) -> SourceTable:
    return SourceTable(name=name, table=table.table, marks=table.marks, codes=table.codes)


def _arranged(
    sources: tuple[SourceTable, ...],
    used: tuple[str, ...],
    *,
    name: str,
    provenance: str,
    notes: tuple[Issue, ...],
    file_hash: str,
    answers: tuple[tuple[str, str], ...],
) -> Opening:
    chosen = dict(answers)
    arrangement = arrange_tables([s for s in sources if s.name in used], answers=chosen)
    suggested = suggest_mapping(arrangement.table, known=arrangement.columns, answers=chosen)
    return Opening(
        name=name,
        provenance=provenance,
        sources=sources,
        used=used,
        notes=notes,
        arrangement=arrangement,
        suggested=suggested,
        mapping=suggested.mapping,
        file_hash=file_hash,
    )
