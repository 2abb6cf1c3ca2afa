"""What the canonical columns are called: in seven languages, and in well-known layouts.

Texts are written as people write them; `intake.notation.header_text` takes case, accents and units
away. Names of one column are separated by semicolons. A name may stand under several columns
("death" is a date or an event): the values decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Final

from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN, ENDPOINTS
from imt_core.cohort.schema import COLUMNS
from imt_core.intake.recognition.header_names_endpoints import (
    DATE_SUBJECTS,
    DATE_WORDS,
    DATES_IN_ONE_WORD,
    EVENT_WORDS,
    TIME_WORDS,
)
from imt_core.intake.recognition.header_names_patient import PATIENT_NAMES
from imt_core.intake.recognition.header_names_treatment import TREATMENT_NAMES

LANGUAGES: Final = ("English", "Italian", "French", "German", "Spanish", "Dutch", "Polish")

LAYOUTS: Final[dict[str, dict[str, str]]] = {
    "REDCap": {"patient_id": "record_id", "centre": "redcap_data_access_group"},
    "cBioPortal": {
        "patient_id": "PATIENT_ID",
        **{
            column: "; ".join(f"{text}_{part}" for text in end.abbreviations)
            for end in ENDPOINTS.values()
            for column, part in zip(end.columns, ("MONTHS", "STATUS"), strict=True)
        },
    },
    "CDISC": {
        "patient_id": "USUBJID",
        "start_date": "TRTSDT; TRTSDTM; TRTSTDT; RFXSTDTC",
        "death_date": "DTHDT; DTHDTC",
        "centre": "SITEID",
        "os_event": "DTHFL",
        "last_followup_date": "LSTALVDT; EOSDT",
        "stop_reason": "DCTREAS; DCSREAS",
        "target_change_pct": "PCHG",
    },
}
"""Names that well-known layouts use, by layout and canonical column."""

AMBIGUOUS_HEADERS: Final[dict[str, str]] = {
    "patient_id": "SUBJID; medical record number; MRN; hospital number; cartella clinica; NHC; "
    "numéro de dossier; Fallnummer; historia clínica; dossiernummer; nr historii choroby; initials",
    **{end.event_column: end.words.unsure_events for end in ENDPOINTS.values() if end.words},
    **{end.months_column: end.words.unsure_times for end in ENDPOINTS.values() if end.words},
    "last_followup_date": "status date; date of status; date of last status; alive on; "
    "known alive on; data stato; data dello stato; vivo il; in vita il; date du statut; "
    "date de statut; vivant le; en vie le; Statusdatum; Datum Status; lebt am; lebend am; "
    "am Leben am; fecha de estado; "
    "fecha del estado; vivo el; con vida el; datum status; in leven op; leeft op; data statusu; "
    "żyje dnia; data stanu",
    "primary_site": "site; location; sito; organ; organo; organe; Organ; órgano; orgaan; narząd",
    "alk_status": "ALK IHC; ALK FISH; FISH ALK; ALK immunohistochemistry; ALK NGS",
    "alk_method": "method; metodo; assay; méthode; Methode; método; metoda",
    "centre": "site; country",
    "regimen": "arm; TRT01A",
    "regimen_group": "group; gruppo; groupe; Gruppe; grupo; groep; grupa",
}
"""Headers that may mean a column; they count for less, and only where the values agree."""


def split_names(names: str) -> tuple[str, ...]:
    """Split a list of names at its semicolons.

    Examples
    --------
    >>> split_names("sex; gender"), split_names("")
    (('sex', 'gender'), ())
    """
    return tuple(name.strip() for name in names.split(";") if name.strip())


def _both(first: str, second: str) -> tuple[str, ...]:
    return tuple(f"{a} {b}" for a, b in product(split_names(first), split_names(second)))


def _names(column: str, number: int) -> tuple[str, ...]:
    """All names of one column in one language."""
    if column in DATE_SUBJECTS:
        subjects = DATE_SUBJECTS[column][number]
        compound = DATES_IN_ONE_WORD[column][number]
        return (
            *_both(DATE_WORDS[number], subjects),
            *split_names(subjects),
            *split_names(compound),
        )
    end = ENDPOINT_OF_COLUMN.get(column)
    if end is not None and end.words is not None:
        names = end.words.names[number]
        if column == end.event_column:
            own = end.words.events[number]
            return (*_both(names, EVENT_WORDS[number]), *split_names(own))
        return (
            *split_names(names),
            *_both(names, TIME_WORDS[number]),
            *split_names(end.words.times[number]),
        )
    return split_names(
        (PATIENT_NAMES | TREATMENT_NAMES).get(column, ("",) * len(LANGUAGES))[number]
    )


HEADER_SYNONYMS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    column.name: {
        language: _names(column.name, number) for number, language in enumerate(LANGUAGES)
    }
    | {layout: split_names(names.get(column.name, "")) for layout, names in LAYOUTS.items()}
    for column in COLUMNS
}
"""Names by canonical column, then by language or layout."""
