"""Texts that were written freely: in what leaves, they are counted together and not listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, Final, TypeAlias

import pandas as pd
from pandas.api.types import is_datetime64_dtype, is_numeric_dtype

from imt_core.cohort.adverse_events import read_adverse_events, term_key
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.named_subgroups import GroupBy, columns_of, named_in
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort
from imt_core.cohort.target_lesions import parse_target_changes
from imt_core.conventions.formatting import format_exact

NOT_LISTED: Final = "others, not listed"
"""What stands in the place of texts that might tell who somebody is."""

MOST_LETTERS: Final = 40
MOST_WORDS: Final = 5
"""Of a text that names something; a longer one tells something."""

_REGIMENS: Final = ("regimen", "regimen_group")
_DIGITS: Final = re.compile(r"\d{2}|[@/\\]")
_OF_SOMEBODY: Final = re.compile(r"@|\d{6}|\b\d{1,4}([./-])\d{1,2}\1\d{2,4}\b")
"""An address, a record or phone number, or a day, which the name of no regimen holds."""
MOST_LETTERS_OF_REGIMEN: Final = 80
_USUAL: Final = frozenset(
    {
        *("progression", "progressive disease", "disease progression", "pd", "relapse"),
        *("toxicity", "adverse event", "intolerance", "maximum cumulative dose"),
        *("completed", "completion", "end of treatment", "planned", "surgery", "transplant"),
        *("death", "died", "lost to follow-up", "patient choice", "patient decision", "refusal"),
        *("adjuvant", "neoadjuvant", "not assessed", "not measurable", "no measurable disease"),
        *("early death", "too early", "ongoing", "other", "unknown"),
    }
)
"""Reasons that tell nothing of a patient, however seldom they are."""


Kept: TypeAlias = Callable[[str, str], bool]
"""Whether a level of a column stays as it is."""


def without_free_text(cohort: Cohort, *, kept: Kept | None = None) -> Cohort:
    """Put `NOT_LISTED` in the place of texts that might tell who somebody is.

    Parameters
    ----------
    cohort : Cohort
    kept : callable, optional
        Whether a level of a column stays as it is, such as `named_by` finds it.

    Returns
    -------
    Cohort
        The same where there is no such text.

    Notes
    -----
    Looked at are the open columns: reasons, sites, centres and the sheet's own; no column of which
    the words are given. A text of one patient alone is not listed

    - where most of the column's texts are of one patient alone, unless it is a usual reason or one
      of the column's given words;
    - anywhere, if it has over 40 letters, over five words, two digits in a row, ``/`` or ``@``.

    Regimens are listed, but for those of one patient alone that hold a day, ``@``, six digits in a
    row or over 80 letters. The terms of adverse events are listed, but for those of the second
    kind; no entry without a grade is, and of target lesions none that is no assessment.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "stop_reason": [
    ...     "toxicity", "went home to Mary", "moved away", None]})
    >>> without_free_text(Cohort(frame=frame, name="four")).frame["stop_reason"].tolist()
    ['toxicity', 'others, not listed', 'others, not listed', None]
    >>> frame = pd.DataFrame({"patient_id": ["a"], "adverse_events": ["G2 fever 3/4; G1 rash"]})
    >>> without_free_text(Cohort(frame=frame, name="one")).frame["adverse_events"].tolist()
    ['G2 others, not listed; G1 rash']
    """
    stays = kept or (lambda _column, _level: False)
    changed = {}
    for column in open_columns(cohort):
        cells = _ENTRIES.get(column, _listed)(cohort, column, partial(stays, column))
        if not cells.equals(cohort.frame[column]):
            changed[column] = cells
    if not changed:
        return cohort
    return replace(cohort, frame=cohort.frame.assign(**changed))


def columns_not_listed(cohort: Cohort) -> tuple[str, ...]:
    """The columns of which `without_free_text` counted texts together.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "centre": ["Milan", NOT_LISTED]})
    >>> columns_not_listed(Cohort(frame=frame, name="two"))
    ('centre',)
    """
    return tuple(
        column
        for column in open_columns(cohort)
        if any(NOT_LISTED in str(text) for text in cohort.frame[column].unique())
    )


def open_columns(cohort: Cohort) -> tuple[str, ...]:
    """The columns at which `without_free_text` looks.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a"], "centre": ["Milan"], "sex": ["male"]})
    >>> open_columns(Cohort(frame=frame, name="one"))
    ('centre',)
    """
    frame = cohort.frame
    return tuple(str(column) for column in frame if _is_open(frame[column], str(column)))


def of_several(cohort: Cohort, *, kept: Kept) -> dict[str, dict[str, int]]:
    """The texts that more than one patient has, as is plain from their being listed.

    Parameters
    ----------
    cohort : Cohort
        Such as `without_free_text` makes it.
    kept : callable
        As for `without_free_text`.

    Returns
    -------
    dict of str to dict of str to int
        By column how many lines have each text; of adverse events by the keys of terms.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abc"), "centre": ["Milan", "Milan", NOT_LISTED]})
    >>> of_several(Cohort(frame=frame, name="three"), kept=named_by([], []))
    {'centre': {'Milan': 2}}
    """
    found: dict[str, dict[str, int]] = {}
    for column in open_columns(cohort):
        cells = cohort.frame[column]
        if column == "adverse_events":
            read = {text: read_adverse_events(text) for text in cells.dropna().unique()}
            terms = {
                text: {term_key(event.term) for event in cell.events if _tells(event.term)}
                for text, cell in read.items()
            }
            n_of = Counter(chain.from_iterable(terms[text] for text in cells.dropna()))
            found[column] = {str(term): n for term, n in n_of.items() if term != NOT_LISTED}
        elif column not in _ENTRIES:
            n_patients = cohort.frame["patient_id"].groupby(cells).nunique()
            own = [text for text in _own(n_patients.index, column) if text != NOT_LISTED]
            # Most are of one patient alone, it may be, if none is listed that is.
            hardly_repeats = NOT_LISTED in n_patients and all(n_patients[text] > 1 for text in own)
            telling = [text for text in own if _is_telling(column, text, hardly_repeats)]
            found[column] = {
                str(text): int((cells == text).sum())
                for text in telling
                if not kept(column, str(text))
            }
    return {column: texts for column, texts in found.items() if texts}


def named_by(filters: Iterable[CohortFilter], groups: Iterable[GroupBy]) -> Kept:
    """What somebody chose to name: levels of filters, and columns whose levels make groups.

    Parameters
    ----------
    filters : iterable of CohortFilter
    groups : iterable of sequence of str or of NamedSubgroup

    Returns
    -------
    callable
        Whether a level of a column was named.

    Examples
    --------
    >>> named_by([], [("centre",)])("centre", "Milan"), named_by([], [])("centre", "Milan")
    (True, False)
    """
    columns: set[str] = set()
    levels: set[tuple[str, str]] = set()
    chosen = [*filters]
    for by in groups:
        named = named_in(by)
        chosen += [one.filter for one in named]
        columns |= set() if named else {*columns_of(by)}
    for one in chosen:
        levels |= {(c.column, level) for c in one.criteria for level in c.levels}
    return lambda column, level: column in columns or (column, level) in levels


def _is_open(cells: pd.Series, column: str) -> bool:
    if column == "patient_id" or is_numeric_dtype(cells) or is_datetime64_dtype(cells):
        return False
    known = COLUMN_BY_NAME.get(column)
    return known is None or known.kind == "text" or known.open_vocabulary


def _listed(cohort: Cohort, column: str, stays: Callable[[str], bool]) -> pd.Series:
    cells = cohort.frame[column]
    n_patients = cohort.frame["patient_id"].groupby(cells).nunique()
    own = _own(n_patients.index, column)
    seldom = {text for text in own if n_patients[text] == 1}
    hardly_repeats = 2 * len(seldom) > len(own)
    telling = {text for text in seldom if _is_telling(column, text, hardly_repeats)}
    hidden = {text for text in telling if not stays(str(text))}
    return cells.where(~cells.isin(hidden), NOT_LISTED)


def _own(texts: Iterable[Any], column: str) -> list[Any]:
    """Those that are no usual reasons and no given words of the column."""
    known = COLUMN_BY_NAME.get(column)
    given = {*_USUAL, *(known.values if known else ())}
    return [text for text in texts if str(text).strip().casefold() not in given]


def _is_telling(column: str, text: object, hardly_repeats: bool) -> bool:
    """Whether a text of one patient alone is not listed."""
    if column in _REGIMENS:
        return _tells_beside_a_regimen(str(text))
    return hardly_repeats or _tells(str(text))


def _tells(text: str) -> bool:
    """Whether a text tells something, rather than naming it."""
    return (
        len(text) > MOST_LETTERS
        or len(text.split()) > MOST_WORDS
        or _DIGITS.search(text) is not None
    )


def _tells_beside_a_regimen(text: str) -> bool:
    return len(text) > MOST_LETTERS_OF_REGIMEN or _OF_SOMEBODY.search(text) is not None


def _listed_events(cohort: Cohort, column: str, _stays: Callable[[str], bool]) -> pd.Series:
    cells = {text: read_adverse_events(text) for text in cohort.frame[column].dropna().unique()}
    patients: dict[str, set[object]] = {}
    for patient, text in zip(cohort.frame["patient_id"], cohort.frame[column], strict=True):
        for event in cells[text].events if text in cells else ():
            patients.setdefault(term_key(event.term), set()).add(patient)

    def shown(term: str) -> str:
        is_hidden = _tells(term) and len(patients[term_key(term)]) == 1
        return NOT_LISTED if is_hidden else term

    def listed(text: str) -> str:
        cell = cells[text]
        entries = [f"G{event.grade} {shown(event.term)}" for event in cell.events]
        entries += [NOT_LISTED for _ in cell.unread] + ["none"] * cell.says_none
        return "; ".join(entries)

    return cohort.frame[column].map(listed, na_action="ignore")


def _listed_assessments(cohort: Cohort, column: str, _stays: Callable[[str], bool]) -> pd.Series:
    return cohort.frame[column].map(_assessments_alone, na_action="ignore")


def _assessments_alone(text: str) -> str:
    series = parse_target_changes(text)
    if not series.unread:
        return text
    read = [f"{format_exact(a.months)}: {format_exact(a.change)}" for a in series.assessments]
    return "; ".join([*read, *[NOT_LISTED] * len(series.unread)])


_ENTRIES: Final[dict[str, Callable[[Cohort, str, Callable[[str], bool]], pd.Series]]] = {
    "adverse_events": _listed_events,
    "target_changes": _listed_assessments,
}
"""Columns of several entries a cell."""
