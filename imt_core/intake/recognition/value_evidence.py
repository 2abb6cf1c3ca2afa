"""What the values of a column say for or against its being a canonical column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.schema import COLUMN_BY_NAME, Column
from imt_core.cohort.target_lesions import parse_target_changes
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import time_unit
from imt_core.intake.notation.censored_times import without_mark
from imt_core.intake.notation.date_forms import (
    DAY_NAME,
    MONTH_YEAR,
    NAME_DAY,
    YEAR_NAME,
    read_written_dates,
)
from imt_core.intake.recognition.status_words import names_a_state, status_meaning
from imt_core.intake.recognition.text_meaning import is_known_column, text_meaning
from imt_core.intake.recognition.value_matching import count_values

MOST_CELLS: Final = 2_000
"""Filled cells of a column that are looked at, evenly spread over its rows."""
_MOST_TEXTS: Final = 200

_NUMBER: Final = re.compile(r"[<>≤≥~]?\s*([+-]?[0-9]+(?:[.,][0-9]+)?)\s*[%+]?")
_APART: Final = re.compile(
    r"[<>≤≥~]?\s*[1-9][0-9]{0,2}([ '’\u00a0\u2009\u202f])[0-9]{3}(?:\1[0-9]{3})*(?![0-9])"
)
"""A number whose thousands stand apart."""
_TIME: Final = re.compile(r"\s*([0-9]+(?:[.,][0-9]+)?)\s*([^\W\d_]*)\.?")
_DATE: Final = re.compile(
    r"(?:(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?|\d{1,2}[-./ ]\d{1,2}[-./ ](?:\d{4}|\d{2})|"
    r"(?:19|20)\d\d[01]\d[0-3]\d|\d{1,2}[-./ ]?\s?[^\W\d_]{3,10}\.?[-./ ,]?\s?(?:19|20)?\d\d|"
    r"\d{1,2}[-./](?:19|20)\d\d|(?:19|20)\d\d[- ]?[QTqt][1-4]|[QTqt][1-4][-/ ](?:19|20)\d\d|"
    r"(?:19|20)\d\d-?W\d{1,2})(?:[T ]\d{1,2}:\d\d.*)?"
)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[^\W\d_]{3,10}\.?[-/ ']\d\d")
_NAMED_FORMS: Final = (DAY_NAME, NAME_DAY, YEAR_NAME, MONTH_YEAR)
_SERIAL_DATES: Final = (15_000, 60_000)
_DISTINCTIVE: Final = frozenset({"sex", "best_response", "alk_method", "stage"})

_MOST_ARE_KNOWN: Final = 0.7

AGAINST: Final = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ColumnEvidence:
    """What the filled cells of a column look like.

    Parameters
    ----------
    texts : tuple of str
        The most frequent distinct texts among the cells looked at, at most 200.
    weights : numpy.ndarray
        Share of the cells that hold each, of those in `texts`; they add up to 1.
    n_cells, n_distinct : int
        Cells looked at, and distinct texts among them.
    said : float
        Share of the cells that are more than a mark of what is missing, such as n.d. or a dash.
    dates, numbers : float
        Share of dates, and of numbers, among those.
    low, high : float
        Bounds of the numbers; NaN where there is none.
    whole : bool
        Whether every number is whole.
    """

    texts: tuple[str, ...]
    weights: np.ndarray
    n_cells: int
    n_distinct: int
    said: float
    dates: float
    numbers: float
    low: float
    high: float
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a column's values fit a canonical column.

    Parameters
    ----------
    factor : float
        From 0 (they cannot be it) to 1 (they fit).
    words : str
        Why, in plain words; empty where there is nothing to say.
    alone : float
        Confidence that the values give without any header; 0 for most.
    """

    factor: float
    words: str = ""
    alone: float = 0.0


def column_evidence(cells: pd.Series) -> ColumnEvidence:
    """Look at a column of texts.

    Parameters
    ----------
    cells : pandas.Series
        Texts, empty for an empty cell.

    Returns
    -------
    ColumnEvidence
        From at most 2,000 filled cells.

    Examples
    --------
    >>> seen = column_evidence(pd.Series(["1.5", "2,5", "", "12"]))
    >>> seen.n_cells, seen.numbers, seen.low, seen.high, seen.whole
    (3, 1.0, 1.5, 12.0, False)
    >>> column_evidence(pd.Series([""])).n_cells
    0
    """
    values = cells.to_numpy()
    filled = np.flatnonzero(values != "")
    if len(filled) > MOST_CELLS:
        filled = filled[np.linspace(0, len(filled) - 1, MOST_CELLS).astype(int)]
    counts = count_values(pd.Series(values[filled], dtype=object))
    texts = tuple(counts)[:_MOST_TEXTS]
    weights = np.array([counts[text] for text in texts], dtype=float)
    weights = weights / weights.sum() if len(weights) else weights
    dates = np.array([_is_date(text) for text in texts], dtype=bool)
    numbers = np.array([_number(text) for text in texts], dtype=float)
    known = numbers[~np.isnan(numbers)]
    said = np.array([not is_missing_text(text, measured=True) for text in texts], dtype=bool)
    share = float(weights[said].sum())
    return ColumnEvidence(
        texts=texts,
        weights=weights,
        n_cells=len(filled),
        n_distinct=len(counts),
        said=share,
        dates=float(weights[dates].sum()) / (share or 1.0),
        numbers=float(weights[~np.isnan(numbers)].sum()) / (share or 1.0),
        low=float(known.min()) if len(known) else np.nan,
        high=float(known.max()) if len(known) else np.nan,
        whole=bool(np.all(known % 1 == 0)),
    )


def value_fit(target: str, seen: ColumnEvidence) -> Fit:
    """Judge whether a column's values can be those of a canonical column.

    Parameters
    ----------
    target : str
        Name of a canonical column.
    seen : ColumnEvidence

    Returns
    -------
    Fit

    Examples
    --------
    >>> value_fit("sex", column_evidence(pd.Series(["M", "F"])))
    Fit(factor=1.0, words='its values stand for male and female', alone=0.55)
    >>> value_fit("sex", column_evidence(pd.Series(["2020-01-31", "2021-03-31"]))).factor
    0.0
    """
    if not seen.n_cells:
        return Fit(factor=0.8, words="it is empty")
    kind = COLUMN_BY_NAME[target].kind
    if target == "patient_id":
        return _identifier_fit(seen)
    if not seen.said and kind in ("date", "number", "integer"):
        return Fit(factor=0.8, words="none of its values is recorded")
    if kind == "date":
        return _date_fit(seen)
    if seen.dates > 0.5:
        return Fit(factor=AGAINST, words="its values are dates")
    return _TYPED_FITS[kind](target, seen)


def _is_date(text: str) -> bool:
    if _DATE.fullmatch(text):
        return True
    # Month names stand among other words: "10 de enero de 2018", "January 10, 2018".
    (named,) = read_written_dates([text], latest=date.max) if _YEAR.search(text) else (None,)
    return named is not None and named.form in _NAMED_FORMS


def _number(text: str) -> float:
    if apart := _APART.match(text):
        text = apart[0].replace(apart[1], "") + text[apart.end() :]
    found = _NUMBER.fullmatch(text) or _TIME.fullmatch(without_mark(text))
    if found is None or (found.re is _TIME and not _is_unit(found.group(2))):
        return np.nan
    return float(found.group(1).replace(",", "."))


def _is_unit(word: str) -> bool:
    plain = plain_text(word)
    return plain in ("", "y", "m", "d") or time_unit(plain) is not None


def _known_share(target: str, seen: ColumnEvidence) -> tuple[float, list[str]]:
    """The share of cells whose meaning is known, and the canonical words they stand for."""
    meanings = [text_meaning(target, text) for text in seen.texts]
    known = np.array([meaning is not None for meaning in meanings], dtype=bool)
    words = [word for word in dict.fromkeys(meanings) if word is not None]
    return float(seen.weights[known].sum()), words


def _share_of_said(seen: ColumnEvidence, *, dated: bool = False) -> float:
    """The share of cells that are more than a mark of what is missing, or has not happened."""
    said = [
        not is_missing_text(text, measured=dated, dated=dated, flagged=not dated)
        for text in seen.texts
    ]
    return float(seen.weights[np.array(said, dtype=bool)].sum())


def _identifier_fit(seen: ColumnEvidence) -> Fit:
    if seen.dates > 0.5 or (seen.numbers > 0.9 and not seen.whole):
        return Fit(factor=AGAINST, words="its values are not labels")
    if seen.n_cells > 1 and seen.n_distinct == 1:
        return Fit(factor=AGAINST, words="all its values are the same")
    if seen.n_distinct < 0.05 * seen.n_cells:
        return Fit(factor=0.3, words="it has few different values")
    return Fit(factor=1.0, words="it has many different values" if seen.n_cells > 5 else "")


def _date_fit(seen: ColumnEvidence) -> Fit:
    happened = _share_of_said(seen, dated=True)
    if seen.dates * seen.said >= 0.5 * happened:
        return Fit(factor=1.0, words="its values are dates")
    lowest, highest = _SERIAL_DATES
    as_serials = seen.whole and lowest <= seen.low and seen.high <= highest
    if seen.dates and as_serials and (seen.dates + seen.numbers) * seen.said >= 0.5 * happened:
        return Fit(factor=1.0, words="its values are dates, some as a spreadsheet counts them")
    if seen.numbers > 0.9 and as_serials:
        return Fit(factor=0.8, words="its values may be dates as a spreadsheet counts them")
    return Fit(factor=AGAINST, words="its values are not dates")


def _status_fit(seen: ColumnEvidence) -> Fit | None:
    """Words that say themselves who lives and who died, under whatever header."""
    if seen.numbers > 0.2:
        return None
    meanings = [status_meaning(text) for text in seen.texts]
    known = np.array([meaning is not None for meaning in meanings], dtype=bool)
    share = float(seen.weights[known].sum() / max(_share_of_said(seen), 1e-9))
    lives = (
        meaning == "0" and names_a_state(text)
        for text, meaning in zip(seen.texts, meanings, strict=True)
    )
    if share < _MOST_ARE_KNOWN or not any(lives):
        return None
    return Fit(factor=1.0, words="its words say whether it happened", alone=0.5)


def _flag_fit(target: str, seen: ColumnEvidence) -> Fit:
    if target == "os_event" and (status := _status_fit(seen)) is not None:
        return status
    share, _ = _known_share(target, seen)
    if 0 < 0.6 * _share_of_said(seen) <= share and len(seen.texts) <= 20:
        digits = all(plain_text(text).isdigit() or not plain_text(text) for text in seen.texts)
        said = "its values are 1 and 0" if digits else "its words say whether it happened"
        return Fit(factor=0.95 if digits else 1.0, words=said)
    if seen.n_distinct <= 3 and seen.numbers > 0.9 and seen.whole:
        return Fit(factor=0.7, words="it has few different values")
    if seen.n_distinct <= 6 and not seen.numbers:
        return Fit(factor=0.6, words="it has few different values")
    return Fit(factor=AGAINST, words="its values do not say whether it happened")


def _number_fit(target: str, seen: ColumnEvidence) -> Fit:
    column = COLUMN_BY_NAME[target]
    if is_known_column(target) and _known_share(target, seen)[0] >= 0.6:
        return Fit(factor=1.0, words="its values fit")
    if not seen.numbers or seen.numbers < 0.6 * (1 - _missing_share(seen)):
        return Fit(factor=AGAINST, words="its values are not numbers")
    if target.endswith("_months") and seen.n_cells > 4 and _only_codes(seen):
        return Fit(factor=AGAINST, words="it holds only 0 and 1, or one value")
    return _range_fit(column, seen)


def _missing_share(seen: ColumnEvidence) -> float:
    """The share of cells that say that there is no number, or none yet."""
    told = [is_missing_text(t, measured=True) or not without_mark(t) for t in seen.texts]
    return float(seen.weights[np.array(told, dtype=bool)].sum())


def _range_fit(column: Column, seen: ColumnEvidence) -> Fit:
    if column.kind == "integer" and not seen.whole:
        return Fit(factor=AGAINST, words="its numbers are not whole")
    low = -np.inf if column.low is None else column.low
    high = np.inf if column.high is None else column.high
    if seen.low < low or seen.high > high:
        return Fit(factor=0.5, words="some of its numbers are out of range")
    if column.kind == "integer" and seen.high > 30:
        return Fit(factor=0.3, words="its numbers are too high")
    return Fit(factor=1.0, words="its values are numbers in range")


def _only_codes(seen: ColumnEvidence) -> bool:
    return seen.whole and seen.n_distinct <= 2 and seen.low >= 0 and seen.high <= 1


def _category_fit(target: str, seen: ColumnEvidence) -> Fit:
    column = COLUMN_BY_NAME[target]
    share, words = _known_share(target, seen) if is_known_column(target) else (0.0, [])
    if share >= 0.6:
        alone = 0.55 if target in _DISTINCTIVE and share >= 0.8 and len(words) >= 2 else 0.0
        return Fit(factor=1.0, words=f"its values stand for {_listed(words)}", alone=alone)
    if column.open_vocabulary:
        if seen.numbers > 0.9 and not (target == "centre" and seen.whole):
            return Fit(
                factor=0.5 if seen.whole and seen.n_distinct <= 12 else AGAINST,
                words="its values are numbers",
            )
        return Fit(factor=1.0)
    if share > 0:
        return Fit(factor=0.9, words="some of its values are known")
    return _unknown_words_fit(column, seen)


def _unknown_words_fit(column: Column, seen: ColumnEvidence) -> Fit:
    if seen.n_distinct > 2 * len(column.values) + 4:
        return Fit(factor=AGAINST, words="it has too many different values")
    if seen.numbers > 0.9:
        coded = (
            seen.whole
            and not any("%" in text for text in seen.texts)
            and seen.n_distinct <= len(column.values) + 2
        )
        return Fit(
            factor=0.85 if coded else AGAINST,
            words="its values are codes whose meaning must be told",
        )
    return Fit(factor=0.5, words="none of its values is known")


def _text_fit(target: str, seen: ColumnEvidence) -> Fit:
    if target == "target_changes":
        read = any(parse_target_changes(text).assessments for text in seen.texts)
        return Fit(factor=float(read), words="" if read else "no value is a month and a change")
    if seen.numbers > 0.5:
        return Fit(factor=AGAINST, words="its values are numbers")
    return Fit(factor=1.0)


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


_TYPED_FITS: Final[dict[str, Callable[[str, ColumnEvidence], Fit]]] = {
    "flag": _flag_fit,
    "number": _number_fit,
    "integer": _number_fit,
    "category": _category_fit,
    "text": _text_fit,
}
