"""Which columns of ADaM data sets are canonical ones with certainty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS, Endpoint
from imt_core.intake.checks.ask import NO_ANSWERS, Answers, Ask
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.adam_parameters import Parameters
from imt_core.intake.layouts.arranged_table import asking_note, layout_note
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.recognition.unit_columns import row_units

_SEXES: Final = {"M": "male", "F": "female", "U": "", "UNDIFFERENTIATED": ""}

_GROUP_HEADERS: Final = ("TRT01A", "ACTARM", "TRTA", "TRT01P", "TRTP", "ARM")


def subject_mappings(table: pd.DataFrame, start: str | None) -> list[ColumnMapping]:
    """Map the columns of subjects.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per subject.
    start : str or None
        Header of the first day of treatment.

    Returns
    -------
    list of ColumnMapping

    Examples
    --------
    >>> table = pd.DataFrame({"USUBJID": ["a"], "SEX": ["F"], "ARM": ["X"], "TRT01A": ["Y"]})
    >>> [(m.target, m.source) for m in subject_mappings(table, None)]
    [('patient_id', 'USUBJID'), ('sex', 'SEX'), ('regimen_group', 'TRT01A')]
    >>> [m.target for m in subject_mappings(table.assign(SEX="1"), None)]
    ['patient_id', 'regimen_group']
    """
    mappings = [ColumnMapping(target="patient_id", source="USUBJID")]
    if "AGE" in table and ("AGEU" not in table or row_units(table, "AGE") is not None):
        mappings.append(ColumnMapping(target="age_years", source="AGE"))
    if "SEX" in table:
        present = set(table["SEX"].str.upper())
        values = tuple((text, word) for text, word in _SEXES.items() if text in present)
        if present - {""} <= set(_SEXES):
            mappings.append(ColumnMapping(target="sex", source="SEX", values=values))
    group = next((header for header in _GROUP_HEADERS if header in table), None)
    pairs = (
        ("regimen_group", group),
        ("start_date", start),
        ("centre", "SITEID" if "SITEID" in table else None),
        ("death_date", "DTHDT" if "DTHDT" in table else None),
        ("last_followup_date", next((h for h in ("LSTALVDT", "LSTAVLDT") if h in table), None)),
    )
    mappings += [
        ColumnMapping(target=target, source=source)
        for target, source in pairs
        if source is not None
    ]
    return mappings


def endpoint_mappings(
    spread: Parameters, source: SourceTable, answers: Answers = NO_ANSWERS
) -> tuple[list[ColumnMapping], list[Issue]]:
    """Map the parameters that are an endpoint with certainty.

    Parameters
    ----------
    spread : Parameters
    source : SourceTable
        Where they come from.
    answers : mapping of str to str

    Returns
    -------
    tuple of list of ColumnMapping and list of Issue
        Where several parameters may be one endpoint, with the question which of them it is.

    Examples
    --------
    >>> from imt_core.intake.layouts.adam_parameters import spread_parameters
    >>> table = pd.DataFrame({"USUBJID": ["a"], "PARAMCD": ["EFS"], "AVAL": ["7"],
    ...     "CNSR": ["2"], "AVALU": ["DAYS"]}, index=[2])
    >>> efs, os = (SourceTable(name="adtte", table=table.assign(PARAMCD=c)) for c in ("EFS", "OS"))
    >>> endpoint_mappings(spread_parameters(efs, patient="USUBJID"), efs)
    ([], [])
    >>> endpoint_mappings(spread_parameters(os, patient="USUBJID"), os)[0][1].values
    (('2', '0'),)
    """
    mappings, notes = [], []
    for name in ENDPOINT_NAMES:
        end = ENDPOINTS[name]
        found = next(
            (codes for rank in end.adam if (codes := [c for c in rank if c in spread.codes])), []
        )
        if len(found) > 1:
            ask = _which_parameter(end, found)
            chosen = ask.answer(answers)
            done = f"{chosen} was taken for" if chosen in found else "none of them is"
            notes.append(
                asking_note(
                    "several_parameters",
                    ask,
                    chosen,
                    f"{source.name} holds {' and '.join(found)}; {done} {end.short}.",
                    "Change the answer, if that is wrong.",
                )
            )
            found = [code for code in found if code == chosen]
        if not found:
            continue
        code = found[0]
        if code not in spread.units:
            notes.append(
                layout_note(
                    "unit_not_stated",
                    f"{source.name} does not state the unit of {code}.AVAL.",
                    "State whether it is days, weeks, months or years.",
                    severity="warning",
                    column=f"{code}.AVAL",
                )
            )
        mappings.append(
            ColumnMapping(
                target=end.months_column, source=f"{code}.AVAL", unit=spread.units.get(code)
            )
        )
        censored = spread.columns[f"{code}.CNSR"]
        values = tuple((text, _event(text)) for text in sorted(set(censored)) if _is_number(text))
        mappings.append(
            ColumnMapping(target=end.event_column, source=f"{code}.CNSR", values=values)
        )
    return mappings, notes


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _event(text: str) -> str:
    """CNSR 0 is an event; some readers of SAS files give 5e-79 for 0."""
    return "1" if abs(float(text)) < 1e-9 else "0"


def _which_parameter(end: Endpoint, codes: Sequence[str]) -> Ask:
    return Ask(
        key=f"parameter:{end.name}",
        text=f"{' and '.join(codes)} may each be {end.short}. Which one is it? All of {end.short} "
        "hangs on it.",
        options=(*((code, code) for code in codes), ("none", f"None of them: no {end.short}")),
    )
