"""What the words of a sheet mean: each text of a column to the canonical word it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.errors import ImtError
from imt_core.intake.recognition.flag_codes import code_meanings, code_number
from imt_core.intake.recognition.flag_headers import code_direction, header_legend
from imt_core.intake.recognition.header_answers import answer_meanings
from imt_core.intake.recognition.header_names import header_languages
from imt_core.intake.recognition.text_meaning import (
    is_known_column,
    text_key,
    text_meaning,
    turned_meaning,
    unsure_letters,
)

_LETTERS_OF_SEX: Final = {
    "Dutch": {"m": "male", "v": "female"},
    "Spanish": {"h": "male", "v": "male", "m": "female"},
}

_HAPPENED: Final = {
    **{
        end.event_column: "the patient died" if end.is_death_alone else f"{end.event} happened"
        for end in ENDPOINTS.values()
    },
    "later_alk_inhibitor": "an ALK inhibitor was given later",
}
_NOT_HAPPENED: Final = {
    **{
        end.event_column: "the patient was alive at the last follow-up"
        if end.is_death_alone
        else f"{'none' if ',' in end.event else 'neither'} had happened at the last follow-up"
        for end in ENDPOINTS.values()
    },
    "later_alk_inhibitor": "none was given",
}


def has_value_mapping(target: str) -> bool:
    """Whether a column's texts stand for canonical words.

    Parameters
    ----------
    target : str
        Name of a canonical column.

    Returns
    -------
    bool
        False for identifiers, numbers, dates, free text and open lists without known words.

    Raises
    ------
    ImtError
        If there is no such column.

    Examples
    --------
    >>> has_value_mapping("sex"), has_value_mapping("os_event"), has_value_mapping("adverse_events")
    (True, True, False)
    """
    if target not in COLUMN_BY_NAME:
        raise ImtError(
            f"target must be a canonical column, but {target!r} was found. Give a name of COLUMNS."
        )
    return is_known_column(target)


def count_values(cells: pd.Series) -> dict[str, int]:
    """Count each text of a column, the most frequent first; empty cells are not counted.

    Parameters
    ----------
    cells : pandas.Series
        Texts, empty for an empty cell.

    Returns
    -------
    dict of str to int
        Texts as in the sheet; those that occur equally often in order of appearance.

    Examples
    --------
    >>> count_values(pd.Series(["F", "M", "", "M"])), count_values(pd.Series([""]))
    ({'M': 2, 'F': 1}, {})
    """
    return {text: count for text, count in Counter(cells.tolist()).most_common() if text}


def suggest_values(
    target: str, texts: Iterable[str], *, header: str = "", beside: Iterable[str] = ()
) -> dict[str, str | None]:
    """Suggest the canonical word that each text stands for.

    Parameters
    ----------
    target : str
        Name of a canonical column.
    texts : iterable of str
        All texts of the sheet's column: what one means may hang on the others.
    header : str
        Of the sheet's column. What it says of its codes (``1 = male``) decides. Under the header of
        a censoring indicator, 1 and yes mean "no event"; words that say what they mean (dead,
        censored) are not turned round.
    beside : iterable of str
        Headers of the sheet's other columns: they tell its language where `header` does not.

    Returns
    -------
    dict of str to (str or None)
        ``None`` where the meaning is not known. Codes such as 1 and 2 for a sex are not guessed.
        For an event, 1 and 0 are suggested as `code_meanings` has it; whoever knows the sheet must
        confirm it.

    Raises
    ------
    ImtError
        If there is no such column.

    Notes
    -----
    A text must be a known one but for case, accents, punctuation and the order of its words, or
    differ by a spelling mistake in a long word; never where a negation differs, nor where two
    canonical words are near. A text of several parts (``1:DECEASED``, ``CR (complete response)``)
    needs parts that agree; a number before a word is only its code. M beside H
    or V may be a man or a woman (mujer), F may be false or fallecido: a letter that may mean
    opposite things is left open unless its partner is there.

    Examples
    --------
    >>> suggest_values("best_response", ["risposta completa", "PD", "no progression"])
    {'risposta completa': 'CR', 'PD': 'PD', 'no progression': None}
    >>> suggest_values("os_event", ["1:DECEASED", "0:LIVING"]), suggest_values("sex", ["1"])
    ({'1:DECEASED': '1', '0:LIVING': '0'}, {'1': None})
    """
    if not has_value_mapping(target):
        return dict.fromkeys(texts)
    texts = tuple(texts)
    unsure = unsure_letters(target, texts)
    codes: dict[str, str | None] = {}
    if target == "sex" and unsure:
        codes = _letters_of_sex(texts, _language(header, beside))
    turned = False
    if COLUMN_BY_NAME[target].kind == "flag":
        direction = code_direction(target, header)
        answers = [t for t in texts if direction == "unclear" and turned_meaning(t) is not None]
        codes = dict.fromkeys(answers) | code_meanings(target, header, texts)
        codes |= answer_meanings(target, header, texts)
        turned = direction == "inverted"
    else:
        legend = {float(code): word for code, word in header_legend(target, header).items() if word}
        numbers = {text: code_number(text) for text in texts if legend}
        codes |= {text: legend[n] for text, n in numbers.items() if n in legend}
    return {
        text: codes[text]
        if text in codes
        else None
        if text_key(text) in unsure
        else (turned_meaning(text) if turned else None) or text_meaning(target, text)
        for text in texts
    }


def _language(header: str, beside: Iterable[str]) -> str:
    """The language of a header, or else the only one, but English, of headers beside it."""
    own = header_languages(header) - {"English"}
    if len(own) == 1:
        return next(iter(own))
    named = map(header_languages, beside)
    telling = [found for found in named if found and "English" not in found]
    common = frozenset.intersection(*telling) if telling else frozenset()
    shared = common & own if own else common
    return next(iter(shared)) if len(shared) == 1 else ""


def _letters_of_sex(texts: Iterable[str], language: str) -> dict[str, str | None]:
    """What M, V and H stand for: man and vrouw in Dutch, mujer, varón and hombre in Spanish."""
    letters = _LETTERS_OF_SEX.get(language, {})
    return {text: letters[text_key(text)] for text in texts if text_key(text) in letters}


def describe_events(
    target: str, counts: Mapping[str, int], values: Mapping[str, str | None]
) -> str:
    """Say in one sentence what an event column would mean.

    Parameters
    ----------
    target : str
        The event of an endpoint, or ``later_alk_inhibitor``.
    counts : mapping of str to int
        As `count_values` gives them.
    values : mapping of str to (str or None)
        What each text stands for: ``"1"``, ``"0"``, or nothing.

    Returns
    -------
    str
        For a reader to confirm; it holds texts of the sheet.

    Raises
    ------
    ImtError
        If the column is not an event.

    Examples
    --------
    >>> describe_events("os_event", {"1": 23, "0": 15}, {"1": "1", "0": "0"})
    '1 means the patient died, in 23 of 38 rows; 0 means the patient was alive at the last \
follow-up, in 15.'
    >>> describe_events("pfs_event", {"x": 2}, {"x": None})
    'x has no meaning yet, in 2 of 2 rows.'
    """
    if target not in _HAPPENED:
        raise ImtError(
            f"target must be an event, but {target!r} was found. Give {', '.join(_HAPPENED)}."
        )
    total = sum(counts.values())
    meanings = {
        "1": f"means {_HAPPENED[target]}",
        "0": f"means {_NOT_HAPPENED[target]}",
        None: "has no meaning yet",
    }
    parts: list[str] = []
    for word, meaning in meanings.items():
        texts = [text for text in counts if (values.get(text) or None) == word]
        if texts:
            rows = sum(counts[text] for text in texts)
            verb = meaning if len(texts) == 1 else _plural(meaning)
            of_total = "" if parts else f" of {total} {'row' if total == 1 else 'rows'}"
            parts.append(f"{_listed(texts)} {verb}, in {rows}{of_total}")
    return "; ".join(parts) + "." if parts else "The column holds no values."


def _plural(meaning: str) -> str:
    return meaning.replace("means ", "mean ", 1).replace("has ", "have ", 1)


def _listed(texts: list[str], most: int = 3) -> str:
    if len(texts) > most:
        return f"{', '.join(texts[:most])} and {len(texts) - most} more"
    return " and ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)
