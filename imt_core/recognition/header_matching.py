"""Which column of a clinician's own sheet is which canonical one, by its header and values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from imt_core.errors import ImtError
from imt_core.notation.plain_text import header_words
from imt_core.recognition.header_names import AMBIGUOUS, HeaderName, named_targets
from imt_core.recognition.header_synonyms import HEADER_SYNONYMS
from imt_core.recognition.value_evidence import ColumnEvidence, Fit, column_evidence, value_fit
from imt_core.schema import COLUMN_BY_NAME, COLUMNS
from imt_core.units import TimeUnit

LEAST_CONFIDENCE: Final = 0.4
"""Below it, nothing is suggested."""
_BY_VALUES_ALONE: Final = ("sex", "best_response", "alk_method", "stage")
_FEW_TEXTS: Final = 20


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
    is taken.

    Examples
    --------
    >>> sheet = pd.DataFrame({"Codice paziente": ["a", "b"], "Sesso": ["M", "F"], "x": ["1", "2"]})
    >>> [(s.target, s.source, s.confidence) for s in suggest_columns(sheet)]
    [('patient_id', 'Codice paziente', 0.95), ('sex', 'Sesso', 0.95)]
    >>> suggest_columns(pd.DataFrame({"x": ["1"]}))
    ()
    """
    found = [_column_suggestions(str(h), column_evidence(table[h])) for h in table.columns]
    targets = [column.name for column in COLUMNS]
    scores = np.zeros((len(targets), len(found)))
    for j, suggestions in enumerate(found):
        for target, suggestion in suggestions.items():
            # A hair's breadth in favour of the column that stands first.
            score = suggestion.confidence - 1e-6 * j
            scores[targets.index(target), j] = score if score >= LEAST_CONFIDENCE - 1e-3 else 0.0
    chosen = zip(*linear_sum_assignment(scores**2, maximize=True), strict=True)
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
    ranked = []
    for header in map(str, table.columns):
        none = ColumnSuggestion(
            target=target, source=header, confidence=0.0, reason="nothing speaks for it",
            unit=header_words(header).unit,
        )  # fmt: skip
        seen = column_evidence(table[header])
        ranked.append(_column_suggestions(header, seen).get(target, none))
    return tuple(sorted(ranked, key=lambda suggestion: -suggestion.confidence))


def _column_suggestions(header: str, seen: ColumnEvidence) -> dict[str, ColumnSuggestion]:
    """Everything that a column might be, with a confidence above 0."""
    words = header_words(header)
    named = named_targets(words)
    unnamed = _BY_VALUES_ALONE if seen.n_distinct <= _FEW_TEXTS else ()
    suggestions = {}
    for target in dict.fromkeys((*named, *unnamed)):
        fit = value_fit(target, seen)
        confidence, reason = _judge(named.get(target), fit, words.unit, target)
        if confidence > 0:
            suggestions[target] = ColumnSuggestion(
                target=target, source=header, confidence=round(confidence, 2), reason=reason,
                unit=words.unit,
            )  # fmt: skip
    return suggestions


def _judge(
    name: HeaderName | None, fit: Fit, unit: TimeUnit | None, target: str
) -> tuple[float, str]:
    if name is None:
        return (fit.alone, fit.words) if fit.alone else (0.0, "")
    score = name.score * fit.factor
    if unit and COLUMN_BY_NAME[target].kind in ("flag", "category", "text"):
        score = 0.0
    if name.score == AMBIGUOUS and COLUMN_BY_NAME[target].kind == "flag" and fit.factor < 1:
        score *= 0.7  # a bare "status" of 1 and 0 may be anything
    if score < fit.alone:
        return fit.alone, fit.words
    return score, "; ".join(part for part in (name.meaning, fit.words) if part)
