"""REDCap exports: events, repeating instruments, checkboxes and codes to one plain table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd

from imt_core.conventions.errors import UnreadableFileError
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.files.variable_labels import labelled_headers
from imt_core.intake.layouts.arranged_table import Arrangement, layout_note
from imt_core.intake.layouts.column_names import plain_header, sure_targets
from imt_core.intake.layouts.redcap_codes import label_codes, note_identifiers
from imt_core.intake.layouts.redcap_dictionary import Field, is_dictionary, read_dictionary
from imt_core.intake.layouts.redcap_export import (
    EVENT_HEADERS,
    INSTANCE_HEADERS,
    INSTRUMENT_HEADERS,
    split_export,
)
from imt_core.intake.layouts.redcap_lines import arrange_records
from imt_core.intake.layouts.source_table import SourceTable

Part = Literal["data", "dictionary", "other"]

_FORM_STATUS: Final = frozenset({"", "0", "1", "2", "incomplete", "unverified", "complete"})


def redcap_part(table: pd.DataFrame) -> Part | None:
    """Tell which table of a REDCap project this is; ``None`` where it is none.

    Returns
    -------
    {"data", "dictionary", "other"} or None
        ``other`` for lists of arms, events or the events' instruments.

    Examples
    --------
    >>> redcap_part(pd.DataFrame(columns=["study_id", "redcap_event_name", "age"]))
    'data'
    >>> redcap_part(pd.DataFrame(columns=["arm_num", "name"]))
    'other'
    >>> redcap_part(pd.DataFrame(columns=["patient_id", "os_months"])) is None
    True
    """
    headers = [str(header) for header in table.columns]
    if is_dictionary(table):
        return "dictionary"
    if set(headers) == {"arm_num", "name"} or "unique_event_name" in headers:
        return "other"
    plain = {plain_header(header) for header in headers[1:]}
    own = {*EVENT_HEADERS[:1], *INSTRUMENT_HEADERS, *INSTANCE_HEADERS}
    statuses = [h for h in headers[1:] if h.endswith("_complete") and _is_form_status(table[h])]
    named = plain_header(headers[0]) in ("record_id", "study_id") if headers else False
    if plain & own or any("___" in h or "(choice=" in h for h in headers) or (named and statuses):
        return "data"
    return None


def redcap_tables(sources: Sequence[SourceTable]) -> dict[Part, list[SourceTable]]:
    """Sort the tables of a REDCap project by their part; others are left out.

    Parameters
    ----------
    sources : sequence of SourceTable
        An export without REDCap's own columns counts as data where a dictionary names its first
        column and most of the others.

    Examples
    --------
    >>> data = SourceTable(name="d", table=pd.DataFrame({"pid": ["1"], "age": ["9"]}))
    >>> dictionary = SourceTable(name="dd", table=pd.DataFrame({"field_name": ["pid", "age"],
    ...     "field_type": ["text", "text"]}))
    >>> [len(tables) for tables in redcap_tables([data, dictionary]).values()]
    [1, 1, 0]
    >>> [len(tables) for tables in redcap_tables([data]).values()]
    [0, 0, 0]
    """
    parts: dict[Part, list[SourceTable]] = {"data": [], "dictionary": [], "other": []}
    unknown = []
    for source in sources:
        part = redcap_part(source.table)
        unknown += [source] if part is None else []
        if part is not None:
            parts[part].append(source)
    fields = _fields(parts["dictionary"])
    for source in unknown:
        known = [str(header) in fields for header in source.table.columns]
        if known and known[0] and sum(known) * 2 > len(known):
            parts["data"].append(source)
    return parts


def arrange_redcap(sources: Sequence[SourceTable]) -> Arrangement:
    """Make a plain table of a REDCap export.

    Parameters
    ----------
    sources : sequence of SourceTable
        One export of data, and its dictionary, arms and events where they are at hand.

    Returns
    -------
    Arrangement
        One row per entry of the repeating instrument that holds treatment, with the record's other
        fields beside it; else one row per record.

    Raises
    ------
    UnreadableFileError
        If no table, or more than one, holds records.

    Notes
    -----
    A field that is filled at several events becomes ``field.event``. Codes of choices become their
    labels where a dictionary gives them; those of yes/no fields and of canonical numbers and events
    stay. Columns that only say whether a form is complete are left out. Where lines have neither a
    number nor a day of start, the instrument's repeats are taken for line numbers.

    Examples
    --------
    >>> data = pd.DataFrame({"record_id": ["1", "1", "1"],
    ...     "redcap_repeat_instrument": ["", "lines", "lines"],
    ...     "redcap_repeat_instance": ["", "1", "2"], "sex": ["male", "", ""],
    ...     "regimen": ["", "AI", "GD"]}, index=[2, 3, 4])
    >>> arranged = arrange_redcap([SourceTable(name="data.csv", table=data)])
    >>> arranged.table[["record_id", "sex", "regimen"]].to_numpy().tolist()
    [['1', 'male', 'AI'], ['1', 'male', 'GD']]
    >>> arrange_redcap([SourceTable(name="arm.csv", table=pd.DataFrame({"arm_num": ["1"],
    ...     "name": ["A"]}))])
    Traceback (most recent call last):
        ...
    imt_core.UnreadableFileError: The tables of a REDCap project must include one export of \
its data, but arm.csv holds no records. Add the export.
    """
    parts = redcap_tables(sources)
    if len(parts["data"]) != 1:
        _refuse(parts["data"], sources)
    source = parts["data"][0]
    fields = _fields(parts["dictionary"])
    steps: list[str] = []
    notes: list[Issue] = []
    table = _without_form_status(source, fields, steps)
    if fields:
        table = label_codes(table, fields, steps, notes, name=source.name)
    export = split_export(table, parts["other"])
    arranged = arrange_records(export, name=source.name, steps=steps, notes=notes)
    if fields:
        note_identifiers(arranged, fields, notes)
        arranged = _named_by_labels(arranged, fields, export.record)
    columns = [ColumnMapping(target="patient_id", source=export.record)]
    columns += _instances_as_lines(arranged, notes)
    return Arrangement(
        table=arranged,
        layout="REDCap",
        steps=tuple(steps),
        notes=tuple(notes),
        columns=tuple(columns),
        row_numbers_changed=not arranged.index.equals(source.table.index),
    )


def _named_by_labels(table: pd.DataFrame, fields: dict[str, Field], record: str) -> pd.DataFrame:
    """Call columns by the label of their field where it says more than the name."""
    names = [str(header) for header in table if header != record]
    labels = {name: fields[name].label for name in names if name in fields}
    return table.rename(columns=labelled_headers(names, labels))


def _instances_as_lines(table: pd.DataFrame, notes: list[Issue]) -> list[ColumnMapping]:
    """The repeats of treatment lines as line numbers, where nothing else tells the lines' order."""
    told = any(sure_targets(str(h)) & {"line_number", "start_date"} for h in table.columns)
    if told or "redcap_repeat_instance" not in table:
        return []
    notes.append(
        layout_note(
            "repeats_taken_for_lines",
            "The repeats of the instrument were taken for line numbers, since the table has no "
            "line "
            "number and no day of start.",
            "Check that the lines were entered in their order.",
            column="redcap_repeat_instance",
        )
    )
    return [ColumnMapping(target="line_number", source="redcap_repeat_instance")]


def _fields(dictionaries: Sequence[SourceTable]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for dictionary in dictionaries:
        fields |= read_dictionary(dictionary.table)
    return fields


def _refuse(data: Sequence[SourceTable], sources: Sequence[SourceTable]) -> None:
    if data:
        raise UnreadableFileError(
            "Only one export of a REDCap project's data must be loaded, but "
            f"{' and '.join(source.name for source in data)} are. Load one of them."
        )
    raise UnreadableFileError(
        "The tables of a REDCap project must include one export of its data, but "
        f"{' and '.join(source.name for source in sources)} "
        f"{'hold' if len(sources) > 1 else 'holds'} no records. Add the export."
    )


def _is_form_status(cells: pd.Series) -> bool:
    return {text.lower() for text in set(cells)} <= _FORM_STATUS


def _without_form_status(
    source: SourceTable, fields: dict[str, Field], steps: list[str]
) -> pd.DataFrame:
    status = [
        header
        for header in source.table.columns[1:]
        if (header.endswith("_complete") or plain_header(header) == "complete")
        and header not in fields
        and _is_form_status(source.table[header])
    ]
    if status:
        steps.append(
            f"Left out of {source.name}: {format_count(len(status), 'column')} on whether a form "
            "is complete."
        )
    return source.table.drop(columns=status)
