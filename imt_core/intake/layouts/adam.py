"""CDISC ADaM data sets (ADSL, ADTTE, ADRS) to one row per patient."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.conventions.errors import UnreadableFileError
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.ask import NO_ANSWERS, Answers
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.adam_mappings import endpoint_mappings, subject_mappings
from imt_core.intake.layouts.adam_parameters import (
    Parameters,
    best_response_code,
    patient_values,
    spread_parameters,
)
from imt_core.intake.layouts.arranged_table import Arrangement, layout_note, renumber_rows
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.recognition.unit_evidence import unit_of_times

_RESPONSES: Final = {
    "COMPLETE RESPONSE": "CR",
    "PARTIAL RESPONSE": "PR",
    "STABLE DISEASE": "SD",
    "PROGRESSIVE DISEASE": "PD",
    "NOT EVALUABLE": "NE",
    "MISSING": "",
    "ND": "",
}

_SUBJECT_HEADERS: Final = frozenset(
    {"SAFFL", "ITTFL", "ARM", "ARMCD", "ACTARM", "TRT01P", "TRT01A", "TRTSDT", "TRTSDTM"}
)

_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_adam(table: pd.DataFrame) -> bool:
    """Whether a table is an ADaM data set of subjects or of parameters.

    Examples
    --------
    >>> is_adam(pd.DataFrame(columns=["USUBJID", "PARAMCD", "AVAL", "CNSR"]))
    True
    >>> is_adam(pd.DataFrame(columns=["USUBJID", "os_months"]))
    False
    """
    return _patient(table) is not None and (
        "PARAMCD" in table or len(_SUBJECT_HEADERS & set(table.columns)) >= 2
    )


def arrange_adam(sources: Sequence[SourceTable], answers: Answers = NO_ANSWERS) -> Arrangement:
    """Make one row per subject of ADSL, ADTTE and ADRS.

    Parameters
    ----------
    sources : sequence of SourceTable
        Tables for which `is_adam` holds.
    answers : mapping of str to str

    Returns
    -------
    Arrangement
        Subjects of ADSL, or of the others where there is none. Each time-to-event parameter has
        columns such as ``OS.AVAL`` and ``OS.CNSR``; of ADRS, best overall response is taken.

    Raises
    ------
    UnreadableFileError
        If two tables hold one row per subject, or one subject has several rows in ADSL.

    Notes
    -----
    ``CNSR`` 0 is an event and any other number is censored. Only PARAMCD OS, PFS and RFS or DFS
    are taken for endpoints: EFS is not PFS.

    References
    ----------
    CDISC ADaM Basic Data Structure for Time-to-Event Analyses, version 1.0.

    Examples
    --------
    >>> table = pd.DataFrame({"USUBJID": ["a"], "PARAMCD": ["OS"], "AVAL": ["70"],
    ...     "CNSR": ["0"], "AVALU": ["DAYS"]}, index=[2])
    >>> arranged = arrange_adam([SourceTable(name="adtte", table=table)])
    >>> [(c.target, c.source, c.unit, c.values) for c in arranged.columns][1:]
    [('os_months', 'OS.AVAL', 'days', ()), ('os_event', 'OS.CNSR', 'months', (('0', '1'),))]
    >>> arrange_adam([SourceTable(name="adtte", table=table.assign(AVALU=""))]).notes[0].code
    'unit_not_stated'
    """
    with_parameters = [source for source in sources if "PARAMCD" in source.table]
    subjects = [source for source in sources if "PARAMCD" not in source.table]
    if len(subjects) > 1:
        raise UnreadableFileError(
            "Only one table must hold one row per subject (ADSL), but "
            f"{' and '.join(source.name for source in subjects)} do. Load one of them."
        )
    table, steps = _subject_table(subjects, with_parameters)
    notes: list[Issue] = []
    mappings: list[ColumnMapping] = []
    for source in with_parameters:
        if "CNSR" in source.table:
            spread = spread_parameters(source, patient=_patient_of(source))
            found, more = endpoint_mappings(spread, source, answers)
            mappings += found
            notes += [*spread.notes, *more]
            verb = "became columns"
        else:
            spread, found, more = _best_response(source)
            mappings += found
            notes += more
            verb = "was taken for best response" if spread.codes else "were left out"
        n_left = len(set(source.table["PARAMCD"]) - set(spread.codes) - {""})
        steps.append(_parameter_step(source, spread, verb, n_left))
        lost = ~source.table[_patient_of(source)].isin(table.index)
        if lost.any():
            notes.append(
                layout_note(
                    "rows_without_match",
                    f"These rows of {source.name} match no subject of the table of subjects, and "
                    "were "
                    "left out.",
                    "Check USUBJID.",
                    severity="warning",
                    column=_patient_of(source),
                    rows=source.table.index[lost],
                )
            )
        own = spread.columns.rename(
            columns={h: f"{h} ({source.name})" for h in spread.columns if h in table}
        )
        table = pd.concat([table, own.reindex(table.index).fillna("")], axis=1)
    table, start = _with_start_day(table)
    arranged = renumber_rows(table.rename_axis("USUBJID").reset_index())
    before = {mapping.source for mapping in mappings if mapping.unit is None}
    mappings = [_with_unit(arranged, mapping) for mapping in _distinct(mappings)]
    settled = before & {mapping.source for mapping in mappings if mapping.unit is not None}
    notes = [n for n in notes if n.code != "unit_not_stated" or n.column not in settled]
    mappings = [*subject_mappings(arranged, start), *mappings]
    if any(mapping.target.endswith("_months") for mapping in mappings):
        notes.append(
            layout_note(
                "time_origin",
                "Times of a trial often count from randomisation, not from day 1 of treatment.",
                "Check STARTDT or the analysis plan.",
            )
        )
    return Arrangement(
        table=arranged,
        layout="CDISC ADaM",
        steps=tuple(steps),
        notes=tuple(notes),
        columns=tuple(mappings),
        row_numbers_changed=True,
    )


def _patient(table: pd.DataFrame) -> str | None:
    return next((header for header in ("USUBJID", "SUBJID") if header in table), None)


def _patient_of(source: SourceTable) -> str:
    return str(_patient(source.table))


def _subject_table(
    subjects: Sequence[SourceTable], with_parameters: Sequence[SourceTable]
) -> tuple[pd.DataFrame, list[str]]:
    """One row per subject, indexed by subject."""
    if not subjects:
        first, *rest = [
            patient_values(source, patient=_patient_of(source)) for source in with_parameters
        ]
        for values in rest:
            first = first.reindex(list(dict.fromkeys([*first.index, *values.index]))).fillna("")
            new = values[[header for header in values if header not in first]]
            first = pd.concat([first, new.reindex(first.index).fillna("")], axis=1)
        return first, []
    source = subjects[0]
    patient = _patient_of(source)
    filled = source.table[source.table[patient] != ""]
    if filled[patient].duplicated().any():
        raise UnreadableFileError(
            f"{source.name} must hold one row per subject (ADSL), but some subjects have several "
            "rows. Load the data set of one row per subject."
        )
    table = filled.set_index(patient)
    steps = [f"Taken from {source.name}: {format_count(len(table), 'subject')}."]
    for other in with_parameters:
        values = patient_values(other, patient=_patient_of(other))
        values = values[values.index.isin(table.index)]
        known = table.loc[values.index]
        own = [h for h in values if h not in table or bool((values[h] != known[h]).any())]
        added = values[own].rename(columns={h: f"{h} ({other.name})" for h in own if h in table})
        table = pd.concat([table, added.reindex(table.index).fillna("")], axis=1)
    return table, steps


def _parameter_step(source: SourceTable, spread: Parameters, verb: str, n_left: int) -> str:
    n_rows = format_count(len(source.table), "row")
    if not spread.codes:
        return f"{n_rows} of {source.name} {verb}: no parameter of best overall response was found."
    named = ", ".join(spread.codes)
    step = (
        f"{n_rows} of {source.name} hold {format_count(len(spread.codes), 'parameter')} that "
        f"{verb} ({named}), for {format_count(len(spread.columns), 'subject')}."
    )
    if n_left:
        step += f" Left out: {format_count(n_left, 'other parameter')}."
    return step


def _best_response(source: SourceTable) -> tuple[Parameters, list[ColumnMapping], list[Issue]]:
    code, n_candidates = best_response_code(source)
    spread = spread_parameters(
        source, patient=_patient_of(source), codes=() if code is None else (code,)
    )
    notes = list(spread.notes)
    if code is None:
        notes.append(
            layout_note(
                "no_best_response",
                f"{source.name} holds no parameter that is the best overall response.",
                "Derive it in the trial's own way and add it.",
                severity="warning",
            )
        )
        return spread, [], notes
    if n_candidates > 1:
        notes.append(
            layout_note(
                "several_best_responses",
                f"{source.name} holds {n_candidates} parameters of best overall response; {code} "
                "was "
                "taken.",
                "Check that it is the one you report.",
                severity="warning",
            )
        )
    header = f"{code}.AVALC"
    if header not in spread.columns:
        return spread, [], notes
    present = {text.upper() for text in spread.columns[header]}
    values = tuple((text, word) for text, word in _RESPONSES.items() if text in present)
    return spread, [ColumnMapping(target="best_response", source=header, values=values)], notes


def _with_start_day(table: pd.DataFrame) -> tuple[pd.DataFrame, str | None]:
    """Add the day of ``TRTSDTM`` where there is no ``TRTSDT``."""
    if "TRTSDT" not in table and "TRTSDTM" in table:
        table = table.assign(TRTSDT=table["TRTSDTM"].str[:10])
    if "TRTSDT" not in table:
        return table, None
    filled = table.loc[table["TRTSDT"] != "", "TRTSDT"]
    is_day = bool(filled.map(lambda text: bool(_ISO_DAY.fullmatch(text))).all())
    return table, "TRTSDT" if len(filled) and is_day else None


def _with_unit(table: pd.DataFrame, mapping: ColumnMapping) -> ColumnMapping:
    """The unit that dates or other times show where AVALU does not state it."""
    if mapping.unit is not None:
        return mapping
    return replace(mapping, unit=unit_of_times(table, mapping.source))


def _distinct(mappings: Sequence[ColumnMapping]) -> list[ColumnMapping]:
    """The first mapping of each target."""
    first: dict[str, ColumnMapping] = {}
    for mapping in mappings:
        first.setdefault(mapping.target, mapping)
    return list(first.values())
