"""Which column of a clinician's own sheet is which canonical one, by its header and values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
import scipy

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME, COLUMNS
from imt_core.conventions.errors import ImtError
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import TimeUnit
from imt_core.intake.notation.header_text import HeaderWords, header_words
from imt_core.intake.recognition.flag_codes import code_number
from imt_core.intake.recognition.flag_headers import header_legend
from imt_core.intake.recognition.header_names import (
    AMBIGUOUS,
    HeaderName,
    header_languages,
    is_of_another_treatment,
    may_be_a_death,
    named_targets,
)
from imt_core.intake.recognition.header_synonyms import HEADER_SYNONYMS
from imt_core.intake.recognition.status_headers import is_cause_specific, may_be_last_status
from imt_core.intake.recognition.value_evidence import (
    ColumnEvidence,
    Fit,
    column_evidence,
    value_fit,
)

LEAST_CONFIDENCE: Final = 0.4
"""Below it, nothing is suggested."""
_BY_VALUES_ALONE: Final = ("sex", "best_response", "alk_method", "stage")
_FEW_TEXTS: Final = 20
_COMPOSITE: Final = tuple(
    end.event_column for end in ENDPOINTS.values() if end.counts_death and not end.is_death_alone
)
_CAUSE_SPECIFIC: Final = 0.6
_ONE_OF_SEVERAL: Final = 0.3
"""Most confidence of a column that is one of several with a number each."""
_NUMBERED: Final = re.compile(r"(?P<stem>.*\D)\d{1,2}(?P<rest>\D*)")
_YEARS_BEGIN_WITH_J: Final = frozenset({"German", "Dutch"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSuggestion:
    """A column of the sheet for a canonical one, and why.

    Parameters
    ----------
    target : str
        Name of the canonical column.
    source : str
        Header of the sheet's column.
    confidence : float
        From 0 to 1; a rank, not a probability.
    reason : str
        In plain words, without the content of cells.
    unit : {"days", "weeks", "months", "years"} or None
        The unit of time that the header names.
    """

    target: str
    source: str
    confidence: float
    reason: str
    unit: TimeUnit | None


def suggest_columns(table: pd.DataFrame) -> tuple[ColumnSuggestion, ...]:
    """Suggest a column of the sheet for each canonical column.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.

    Returns
    -------
    tuple of ColumnSuggestion
        In canonical order; no column of the sheet is used twice, and none is suggested with a
        confidence below 0.4.

    Notes
    -----
    A header counts most where it is a known name in one of seven languages or of a well-known
    layout, less where it contains one, is misspelt or may mean several things. The values of up to
    2,000 filled cells weigh it: a column of dates cannot be a sex. Among all ways to give each
    canonical column at most one of the sheet's, the one with the highest sum of squared confidences
    is taken. Of columns that differ only in a number at their end (``Response 1``, ``Response 2``)
    none is suggested.

    Examples
    --------
    >>> sheet = pd.DataFrame({"Codice paziente": ["a", "b"], "Sesso": ["M", "F"], "x": ["1", "2"]})
    >>> [(s.target, s.source, s.confidence) for s in suggest_columns(sheet)]
    [('patient_id', 'Codice paziente', 0.95), ('sex', 'Sesso', 0.95)]
    >>> suggest_columns(pd.DataFrame({"x": ["1"]}))
    ()
    """
    found = list(_all_suggestions(table).values())
    targets = [column.name for column in COLUMNS]
    scores = np.zeros((len(targets), len(found)))
    for j, suggestions in enumerate(found):
        for target, suggestion in suggestions.items():
            # A hair's breadth in favour of the column that stands first, more for the event that
            # counts what its endpoint counts: "progression or death".
            counts_all = target in _COMPOSITE and may_be_a_death(suggestion.source)
            score = suggestion.confidence - 1e-6 * j + 1e-4 * counts_all
            scores[targets.index(target), j] = score if score >= LEAST_CONFIDENCE - 1e-3 else 0.0
    chosen = zip(*scipy.optimize.linear_sum_assignment(scores**2, maximize=True), strict=True)
    return tuple(found[j][targets[i]] for i, j in chosen if scores[i, j] > 0)


def rank_sources(table: pd.DataFrame, target: str) -> tuple[ColumnSuggestion, ...]:
    """Order all columns of the sheet by how well each fits one canonical column.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.
    target : str
        Name of a canonical column.

    Returns
    -------
    tuple of ColumnSuggestion
        The best first; those that nothing speaks for last, in the order of the sheet.

    Raises
    ------
    ImtError
        If there is no such column.

    Examples
    --------
    >>> sheet = pd.DataFrame({"note": ["x", "y"], "Alter": ["40", "50"]})
    >>> [(s.source, s.confidence) for s in rank_sources(sheet, "age_years")]
    [('Alter', 0.95), ('note', 0.0)]
    """
    if target not in HEADER_SYNONYMS:
        raise ImtError(
            f"target must be a canonical column, but {target!r} was found. Give a name of COLUMNS."
        )
    ranked, unit_of_j = [], _unit_of_j(table.columns)
    for header, suggestions in _all_suggestions(table).items():
        none = ColumnSuggestion(
            target=target,
            source=header,
            confidence=0.0,
            reason="nothing speaks for it",
            unit=header_words(header, unit_of_j=unit_of_j).unit,
        )
        ranked.append(suggestions.get(target, none))
    return tuple(sorted(ranked, key=lambda suggestion: -suggestion.confidence))


def header_unit(header: str, headers: Iterable[object]) -> TimeUnit | None:
    """Tell the unit of time that a header names, also as ``j`` where the others tell its language.

    Parameters
    ----------
    header : str
    headers : iterable
        All headers of the sheet.

    Returns
    -------
    {"days", "weeks", "months", "years"} or None

    Examples
    --------
    >>> header_unit("OS (j)", ["Patient", "OS (j)", "Décès"])
    'days'
    >>> header_unit("OS (j)", ["Patient", "OS (j)", "Geschlecht"]), header_unit("OS (j)", ["ID"])
    ('years', None)
    """
    if "j" not in plain_text(header):
        return header_words(header).unit
    return header_words(header, unit_of_j=_unit_of_j(headers)).unit


def _unit_of_j(headers: Iterable[object]) -> TimeUnit | None:
    """Days (jours) among French headers, years (Jahre, jaren) among German or Dutch ones."""
    days = years = 0
    for header in headers:
        languages = header_languages(str(header))
        in_years = bool(languages & _YEARS_BEGIN_WITH_J)
        days += "French" in languages and not in_years
        years += "French" not in languages and in_years
    if days == years:
        return None
    return "days" if days > years else "years"


def _all_suggestions(table: pd.DataFrame) -> dict[str, dict[str, ColumnSuggestion]]:
    """Everything that each column might be, by header."""
    headers = [str(header) for header in table.columns]
    unit_of_j, several = _unit_of_j(headers), _numbered_siblings(headers)
    found = {}
    for header in headers:
        words = header_words(header, unit_of_j=unit_of_j)
        suggestions = _column_suggestions(header, words, column_evidence(table[header]))
        if header in several:
            named = named_targets(words) | named_targets(header_words(several[header]))
            suggestions = {
                target: _as_one_of_several(suggestion) if target in named else suggestion
                for target, suggestion in suggestions.items()
            }
        found[header] = suggestions
    return found


def _numbered_siblings(headers: Iterable[str]) -> dict[str, str]:
    """Headers that differ from another one only in their last number, and the rest."""
    by_stem: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for header in headers:
        if found := _NUMBERED.fullmatch(plain_text(header)):
            by_stem[found["stem"].strip(), found["rest"].strip()].append(header)
    return {
        header: " ".join(stem).strip()
        for stem, same in by_stem.items()
        if len(same) > 1
        for header in same
    }


def _as_one_of_several(suggestion: ColumnSuggestion) -> ColumnSuggestion:
    return replace(
        suggestion,
        confidence=min(suggestion.confidence, _ONE_OF_SEVERAL),
        reason=f"{suggestion.reason}; but it is one of several columns with a number each",
    )


def _column_suggestions(
    header: str, words: HeaderWords, seen: ColumnEvidence
) -> dict[str, ColumnSuggestion]:
    """Everything that a column might be, with a confidence above 0."""
    named = _cause_specific_targets(header) | named_targets(words)
    unnamed = _BY_VALUES_ALONE if seen.n_distinct <= _FEW_TEXTS else ()
    status = ("os_event",) if not words.unit and may_be_last_status(header) else ()
    suggestions = {}
    for target in dict.fromkeys((*named, *unnamed, *status)):
        if target == "best_response" and is_of_another_treatment(words):
            continue
        if "%" in header and COLUMN_BY_NAME[target].kind == "category":
            continue  # "ALK %" is a share of cells, not a status
        fit = _fit(target, header, seen)
        confidence, reason = _judge(named.get(target), fit, words.unit, target)
        if confidence > 0:
            suggestions[target] = ColumnSuggestion(
                target=target,
                source=header,
                confidence=round(confidence, 2),
                reason=reason,
                unit=words.unit,
            )
    return suggestions


def flag_fit(target: str, header: str, cells: pd.Series) -> Fit:
    """Judge whether cells can be those of a flag, also by what their header says of codes.

    Examples
    --------
    >>> cells = pd.Series(["1", "2", "3", "4"])
    >>> flag_fit("os_event", "Status (1=NED, 2=AWD, 3=DOD, 4=DOC)", cells).factor
    1.0
    >>> flag_fit("os_event", "Status", cells).factor
    0.0
    """
    return _fit(target, header, column_evidence(cells))


def _fit(target: str, header: str, seen: ColumnEvidence) -> Fit:
    if COLUMN_BY_NAME[target].kind == "flag":
        said = [text for text in seen.texts if not is_missing_text(text, flagged=True)]
        codes = set(map(code_number, said))
        legend = {float(code) for code, word in header_legend(target, header).items() if word}
        if codes and codes <= legend:
            return Fit(factor=1.0, words="its header explains its codes")
    return value_fit(target, seen)


def _cause_specific_targets(header: str) -> dict[str, HeaderName]:
    """Deaths of the disease may be all that a sheet has of survival: it is asked about."""
    if not is_cause_specific(header):
        return {}
    meaning = "the header names deaths of the disease"
    return {
        target: HeaderName(target=target, score=_CAUSE_SPECIFIC, meaning=meaning)
        for target in ("os_months", "os_event")
    }


def _judge(
    name: HeaderName | None, fit: Fit, unit: TimeUnit | None, target: str
) -> tuple[float, str]:
    if name is None:
        return (fit.alone, fit.words) if fit.alone else (0.0, "")
    score = name.score * fit.factor
    if target == "age_years" and unit not in (None, "years") and fit.factor:
        score = 0.85 * name.score  # it becomes years; beyond 120 is no reason against it
    if unit and COLUMN_BY_NAME[target].kind in ("flag", "category", "text"):
        score = 0.0
    if name.score == AMBIGUOUS and COLUMN_BY_NAME[target].kind == "flag" and fit.factor < 1:
        score *= 0.7  # a bare "status" of 1 and 0 may be anything
    if score < fit.alone:
        return fit.alone, fit.words
    return score, "; ".join(part for part in (name.meaning, fit.words) if part)
