"""What the canonical columns are called: in seven languages, and in well-known layouts.

Texts are written as people write them; `intake.notation.plain_text` takes case, accents and units
away. Names of one column are separated by semicolons. A name may stand under several columns
("death" is a date or an event): the values decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Final

from imt_core.cohort.schema import COLUMNS
from imt_core.intake.recognition.header_names_endpoints import (
    DATE_SUBJECTS,
    DATE_WORDS,
    DATES_IN_ONE_WORD,
    ENDPOINTS,
    EVENT_WORDS,
    EVENTS,
    TIME_WORDS,
    TIMES,
)
from imt_core.intake.recognition.header_names_patient import PATIENT_NAMES
from imt_core.intake.recognition.header_names_treatment import TREATMENT_NAMES

LANGUAGES: Final = ("English", "Italian", "French", "German", "Spanish", "Dutch", "Polish")

LAYOUTS: Final[dict[str, dict[str, str]]] = {
    "REDCap": {"patient_id": "record_id", "centre": "redcap_data_access_group"},
    "cBioPortal": {
        "patient_id": "PATIENT_ID",
        "os_months": "OS_MONTHS",
        "os_event": "OS_STATUS",
        "pfs_months": "PFS_MONTHS",
        "pfs_event": "PFS_STATUS",
        "rfs_months": "DFS_MONTHS",
        "rfs_event": "DFS_STATUS",
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
    "os_event": "status; stato; statut; estado; stan; outcome; esito; exitus; event; evento; "
    "Ereignis; événement; zdarzenie; follow-up status; state; état; uitkomst; wynik końcowy",
    "os_months": "follow-up months; follow-up time; follow-up; mesi di follow-up; durée de suivi; "
    "Nachbeobachtungszeit; tiempo de seguimiento; follow-up duur; czas obserwacji; suivi; "
    "durata follow-up; Beobachtungszeit; seguimiento",
    "pfs_months": "time to progression; TTP; tempo alla progressione; délai de progression; "
    "Zeit bis Progress; tiempo hasta progresión; tijd tot progressie; czas do progresji",
    "rfs_months": "time to recurrence; time to relapse; TTR; EFS months; tempo alla recidiva; "
    "délai de récidive; Zeit bis Rezidiv; tiempo hasta recaída; tijd tot recidief; czas do nawrotu",
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
    endpoint, _, kind = column.partition("_")
    if endpoint in ENDPOINTS and kind in ("months", "event"):
        names = ENDPOINTS[endpoint][number]
        if kind == "event":
            own = EVENTS[endpoint][number]
            return (*_both(names, EVENT_WORDS[number]), *split_names(own))
        return (
            *split_names(names),
            *_both(names, TIME_WORDS[number]),
            *split_names(TIMES[endpoint][number]),
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
