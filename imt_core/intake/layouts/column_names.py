"""What a header says by itself: a canonical column, a patient, or something about treatment."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.intake.checks.parsing import canonical_header
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.notation.kept_answers import kept
from imt_core.intake.recognition.header_names import named_targets

_LATE_PATIENT_NAMES: Final = (
    "usubjid",
    "subjid",
    "subjectid",
    "subject",
    "recordid",
    "caseid",
    "case",
    "studyid",
    "id",
)
"""Names that may be those of something else, the surest first."""

PATIENT_WIDE: Final = frozenset(
    {
        "patient_id",
        "sex",
        "age_years",
        "primary_site",
        "alk_status",
        "alk_method",
        "stage",
        "total_lines",
        "death_date",
        "last_followup_date",
        "centre",
    }
)
"""Canonical columns that may be said once for all lines of a patient."""

ENDPOINT_STEMS: Final = "|".join(
    text.lower() for end in ENDPOINTS.values() for text in end.abbreviations
)
LINE_ENDPOINT_STEMS: Final = "|".join(
    text.lower()
    for end in ENDPOINTS.values()
    if not end.is_death_alone
    for text in end.abbreviations
)
"""Of endpoints that each line has for itself."""

_SURE: Final = 0.95
_TREATMENT: Final = re.compile(
    r"regimen|drug|agent|chemo|therap|treatment|protocol|schema|behandlung|traitement|respon|"
    r"recist|ansprech|r[ée]ponse|progress|cycles|zyklen|line_start|toxicit|" + LINE_ENDPOINT_STEMS
)
_SURVIVAL: Final = re.compile(
    rf"(^|_)({ENDPOINT_STEMS}|efs)(_|$)|overall_survival|progression_free|vital_status|^survival"
)


def plain_header(header: object) -> str:
    """Write a header in lower case, with one underscore for every blank or mark.

    Examples
    --------
    >>> plain_header("OS (months)"), plain_header("?")
    ('os_months', '')
    """
    return re.sub(r"[\W_]+", "_", str(header).lower()).strip("_")


def canonical_name(header: object) -> str | None:
    """Name the canonical column that a header is; ``None`` where it is none.

    Examples
    --------
    >>> canonical_name("OS-months"), canonical_name("ECOG")
    ('os_months', None)
    """
    name = canonical_header(header)
    return name if name in COLUMN_BY_NAME else None


@kept
def sure_targets(header: str) -> frozenset[str]:
    """Name the canonical columns that a header calls by one of their known names.

    Examples
    --------
    >>> sure_targets("Zyklen"), sure_targets("ECOG")
    (frozenset({'cycles'}), frozenset())
    """
    found = named_targets(header_words(header))
    return frozenset(target for target, name in found.items() if name.score >= _SURE)


def is_about_treatment(header: object) -> bool:
    """Whether a header names a canonical column of a line, or holds a word of treatment.

    Examples
    --------
    >>> is_about_treatment("Regimen"), is_about_treatment("cycles"), is_about_treatment("Score")
    (True, True, False)
    """
    if targets := sure_targets(str(header)):
        return not targets <= PATIENT_WIDE
    return bool(_TREATMENT.search(plain_header(header)))


def counts_from_start(header: object) -> bool:
    """Whether a column without a line's number can hold for one line only, as survival times do.

    Examples
    --------
    >>> [counts_from_start(header) for header in ("OS (months)", "start_date", "sex", "ECOG")]
    [True, True, False, False]
    """
    if targets := sure_targets(str(header)):
        return not targets <= PATIENT_WIDE
    return bool(_SURVIVAL.search(plain_header(header)))


def patient_column(table: pd.DataFrame) -> str | None:
    """Find the column that names the patient by its header; ``None`` where there is none.

    Parameters
    ----------
    table : pandas.DataFrame

    Notes
    -----
    Any known name of a patient's identifier counts, in seven languages. ``STUDYID`` names the study
    in files of trials, and the patient elsewhere: it is taken only where it holds more than one
    text.

    Examples
    --------
    >>> patient_column(pd.DataFrame(columns=["ID", "Patient No."]))
    'Patient No.'
    >>> patient_column(pd.DataFrame({"STUDYID": ["T1", "T1"]})) is None
    True
    """
    found: dict[int, str] = {}
    for header in reversed(table.columns):
        name = plain_header(header).replace("_", "")
        if name != "subjid" and "patient_id" not in sure_targets(str(header)):
            continue
        if name == "studyid" and len(set(table[header])) < 2:
            continue
        late = _LATE_PATIENT_NAMES.index(name) if name in _LATE_PATIENT_NAMES else -1
        found[-2 if name == "patientid" else late] = str(header)
    return found[min(found)] if found else None
