"""A first mapping of a sheet, each part with its reason, for a reader to confirm or change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.units import TimeUnit
from imt_core.intake.checks.ask import NO_ANSWERS, Answers
from imt_core.intake.checks.parsing import canonical_header, canonical_headers
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.events_beside import with_events_beside
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.patients_by_number import patients_by_number
from imt_core.intake.notation.censored_times import read_censored_times, without_marks
from imt_core.intake.notation.distinct_values import map_distinct
from imt_core.intake.notation.number_reading import read_numbers
from imt_core.intake.recognition.flag_codes import bare_codes, both_codes, code_number
from imt_core.intake.recognition.header_matching import (
    ColumnSuggestion,
    header_unit,
    rank_sources,
    suggest_columns,
)
from imt_core.intake.recognition.identifying_columns import (
    IdentifyingColumn,
    find_identifying_columns,
)
from imt_core.intake.recognition.unit_columns import row_units
from imt_core.intake.recognition.unit_evidence import unit_of_times
from imt_core.intake.recognition.value_matching import (
    count_values,
    has_value_mapping,
    suggest_values,
)

_LEAST_OF_A_QUESTION: Final = 0.2
"""Confidence of a column that is asked about when no other says who died."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SuggestedMapping:
    """A mapping to confirm.

    Parameters
    ----------
    mapping : Mapping
    suggestions : tuple of ColumnSuggestion
        Why each column was chosen, but for those that the layout or the template's own header
        makes certain.
    identifying : tuple of IdentifyingColumn
        Columns that seem to tell who a patient is; the mapping leaves them out.
    is_canonical : bool
        Whether every column stands under its canonical header or is kept under its own, and nobody
        need be asked.
    """

    mapping: Mapping
    suggestions: tuple[ColumnSuggestion, ...]
    identifying: tuple[IdentifyingColumn, ...]
    is_canonical: bool


def suggest_mapping(
    table: pd.DataFrame, known: Sequence[ColumnMapping] = (), *, answers: Answers = NO_ANSWERS
) -> SuggestedMapping:
    """Suggest which column is which, what its words mean, and what to leave out.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    known : sequence of ColumnMapping
        What the sheet's layout makes certain.
    answers : mapping of str to str
        To the questions of this sheet; they stand in the mapping.

    Returns
    -------
    SuggestedMapping

    Examples
    --------
    >>> sheet = pd.DataFrame({"Codice paziente": ["a", "b"], "Sesso": ["M", "F"],
    ...                       "e-mail": ["x@y.it", ""]})
    >>> suggested = suggest_mapping(sheet)
    >>> suggested.mapping.of("sex").values, suggested.mapping.left_out, suggested.is_canonical
    ((('M', 'male'), ('F', 'female')), ('e-mail',), False)
    """
    certain = [*known, *_under_canonical_headers(table, known)]
    taken = {column.source for column in certain}
    settled = {column.target for column in certain}
    suggestions = tuple(
        suggestion
        for suggestion in suggest_columns(table.drop(columns=[c for c in table if c in taken]))
        if suggestion.target not in settled
    )
    by_target = {s.target: s.source for s in suggestions} | {c.target: c.source for c in certain}
    suggestions = (*suggestions, *patients_by_number(table, by_target))
    suggestions = with_events_beside(table, suggestions, {c.target: c.source for c in certain})
    suggestions = (*suggestions, *_perhaps_deaths(table, suggestions, certain))
    suggestions = _without_lone_events(table, suggestions, settled)
    suggestions = _without_lone_times(table, suggestions, settled)
    columns = (
        *certain,
        *(map_column(table, suggestion.target, suggestion.source) for suggestion in suggestions),
    )
    columns = tuple(_coded_by_dates(table, column, columns) for column in columns)
    identifying = find_identifying_columns(table)
    patient = next((c.source for c in columns if c.target == "patient_id"), None)
    sources = {column.source for column in columns}
    return SuggestedMapping(
        mapping=Mapping(
            columns=columns,
            left_out=tuple(c.header for c in identifying if c.header not in sources),
            rekeyed=any(column.header == patient for column in identifying),
            answers=tuple(answers.items()),
        ),
        suggestions=suggestions,
        identifying=identifying,
        is_canonical=not known
        and not identifying
        and all(_is_canonical(column) for column in columns),
    )


def _under_canonical_headers(
    table: pd.DataFrame, known: Sequence[ColumnMapping]
) -> Iterator[ColumnMapping]:
    """Columns that have the template's header, whatever they hold: the first of each."""
    taken = {column.target for column in known}
    sources = {column.source for column in known}
    for header, name in zip(table.columns, canonical_headers(table.columns)[0], strict=True):
        if name in COLUMN_BY_NAME and name not in taken and header not in sources:
            taken.add(name)
            yield map_column(table, name, header)


def _perhaps_deaths(
    table: pd.DataFrame, suggestions: Sequence[ColumnSuggestion], certain: Sequence[ColumnMapping]
) -> Iterator[ColumnSuggestion]:
    """Where times of survival are there and nothing says who died, the likeliest column to ask of.

    It is one whose header may mean it, such as a bare "Status" of codes.
    """
    sources = {suggestion.target: suggestion.source for suggestion in suggestions}
    sources |= {column.target: column.source for column in certain}
    timed = "os_months" in sources or {"start_date", "last_followup_date"} <= set(sources)
    if not timed or not {"os_event", "death_date"}.isdisjoint(sources):
        return
    free = table.drop(columns=[header for header in sources.values() if header in table])
    best = next(iter(rank_sources(free, "os_event")), None)
    if best is not None and best.confidence >= _LEAST_OF_A_QUESTION:
        yield best


def _coded_by_dates(
    table: pd.DataFrame, column: ColumnMapping, columns: Sequence[ColumnMapping]
) -> ColumnMapping:
    """Codes of deaths whose meaning the dates of death show: on all rows of one, on none else."""
    dates = next((c.source for c in columns if c.target == "death_date"), None)
    if column.target != "os_event" or dates not in table or column.values:
        return column
    cells = table[column.source]
    codes = [text for text in count_values(cells) if code_number(text) is not None]
    if (
        len(codes) != 2
        or not cells.isin(["", *codes]).all()
        or bare_codes(column.target, column.source, codes, ())
    ):
        return column
    died = map_distinct(table[dates], lambda text: bool(text) and not is_missing_text(text), bool)
    shares = {code: float(died[cells == code].mean()) for code in codes}
    if sorted(shares.values()) != [0.0, 1.0]:
        return column
    return replace(column, values=tuple((code, f"{share:g}") for code, share in shares.items()))


def _without_lone_events(
    table: pd.DataFrame, suggestions: Sequence[ColumnSuggestion], settled: set[str]
) -> tuple[ColumnSuggestion, ...]:
    """An event of which the sheet has neither a time nor its dates stays a column of its own.

    So does progression in words of unknown meaning beside its dates, which tell who progressed,
    and a status without a death beside dates of death: it is the disease's.
    """
    targets = settled | {suggestion.target for suggestion in suggestions}
    sources = {suggestion.target: suggestion.source for suggestion in suggestions}
    dated = "start_date" in targets and {"death_date", "last_followup_date"} & targets

    def belongs(event: str) -> bool:
        if event.replace("_event", "_months") in targets:
            return True
        if not dated or not ENDPOINT_OF_COLUMN[event].dates:
            return False
        words = suggest_values(event, list(count_values(table[sources[event]])))
        date = ENDPOINT_OF_COLUMN[event].dates[0]
        if event == "os_event":
            died = date in sources and bool((table[sources[date]] != "").any())
            return not died or "1" in words.values() or None in words.values()
        return date not in targets or None not in words.values()

    return tuple(
        suggestion
        for suggestion in suggestions
        if not suggestion.target.endswith("_event") or belongs(suggestion.target)
    )


def _without_lone_times(
    table: pd.DataFrame, suggestions: Sequence[ColumnSuggestion], settled: set[str]
) -> tuple[ColumnSuggestion, ...]:
    """A time of which nothing tells the event, no mark in its cells either, is no outcome."""
    targets = settled | {suggestion.target for suggestion in suggestions}

    def belongs(suggestion: ColumnSuggestion) -> bool:
        end = ENDPOINT_OF_COLUMN.get(suggestion.target)
        if end is None or suggestion.target != end.months_column:
            return True
        told = {end.event_column, *(end.dates[:1] if "start_date" in targets else ())}
        marks = read_censored_times(table[suggestion.source])
        return bool(told & targets or marks.marked.any() or marks.not_reached)

    return tuple(suggestion for suggestion in suggestions if belongs(suggestion))


def map_column(table: pd.DataFrame, target: str, source: str) -> ColumnMapping:
    """Map one column, with a suggestion for each of its words.

    Parameters
    ----------
    table : pandas.DataFrame
    target, source : str
        The canonical column, and the header of the sheet's.

    Returns
    -------
    ColumnMapping
        Times are in the unit that the header or the cells name, or else the dates or other times
        of the sheet show; in none where nothing does. Words of unknown
        meaning are not in it; texts that say that nothing is known leave the cell empty. Under a
        header that speaks of censoring, 1 and 0 are turned round; they are mapped together, also
        where the sheet has only one of them, or not at all.

    Examples
    --------
    >>> table = pd.DataFrame({"CNSR": ["1", "0", "1"], "Risposta": ["RC", "n.d.", "boh"]})
    >>> map_column(table, "os_event", "CNSR").values
    (('1', '0'), ('0', '1'))
    >>> map_column(table, "best_response", "Risposta").values
    (('RC', 'CR'), ('n.d.', ''))
    """
    column = ColumnMapping(target=target, source=source)
    if target.endswith("_months"):
        column = replace(column, unit=_unit_of(table, source))
    if not has_value_mapping(target):
        return column
    texts = list(count_values(table[source]))
    beside = [str(header) for header in table if header != source]
    words = suggest_values(target, texts, header=source, beside=beside)
    pairs = []
    for text in texts:
        word = words.get(text)
        if word is None and is_missing_text(text, flagged=COLUMN_BY_NAME[target].kind == "flag"):
            word = ""
        if word is not None:
            pairs.append((text, word))
    if COLUMN_BY_NAME[target].kind == "flag":
        both = both_codes(target, source, texts)
        pairs += [(code, word) for code, word in both.items() if code not in words]
    return replace(column, values=tuple(pairs))


def _unit_of(table: pd.DataFrame, source: str) -> TimeUnit | None:
    if row_units(table, source) is not None:
        return "months"  # each row is converted by its own unit
    named = (
        header_unit(source, table.columns)
        or read_numbers(without_marks(table[source])).detected_unit
    )
    return named or unit_of_times(table, source)


def unmapped_texts(table: pd.DataFrame, column: ColumnMapping) -> dict[str, int]:
    """Texts of a column that stand for no canonical word yet, with the rows that hold each.

    Examples
    --------
    >>> table = pd.DataFrame({"ALK": ["pos", "maybe", "maybe"]})
    >>> unmapped_texts(table, ColumnMapping(target="alk_status", source="ALK",
    ...                                     values=(("pos", "positive"),)))
    {'maybe': 2}
    """
    known = COLUMN_BY_NAME[column.target]
    if not has_value_mapping(column.target) or known.open_vocabulary:
        return {}
    counts = count_values(table[column.source])
    words = known.values
    if known.kind == "flag":
        words = tuple(bare_codes(column.target, column.source, counts, column.values))
    mapped = {text.strip().casefold() for text, _ in column.values} | {w.casefold() for w in words}
    return {text: count for text, count in counts.items() if text.strip().casefold() not in mapped}


def _is_canonical(column: ColumnMapping) -> bool:
    """Whether a column has its canonical header, and its words are canonical ones."""
    name = canonical_header(column.source)
    same_words = all(text.casefold() == word.casefold() for text, word in column.values)
    return name == column.target and same_words
