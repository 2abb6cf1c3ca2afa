"""What one text of a cell means: known ways to write a word, their parts, and spelling mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.recognition.header_synonyms import split_names
from imt_core.intake.recognition.status_words import status_meaning
from imt_core.intake.recognition.value_synonyms import (
    ALIVE,
    ALK_INHIBITOR,
    DEATH,
    EVENT_CENSORED,
    PROGRESSION,
    RECURRENCE,
    VALUE_SYNONYMS,
    YES_NO,
)

_OWN_WORDS: Final = {
    "death": ({"0": ALIVE},),
    "progression": (PROGRESSION,),
    "recurrence": (RECURRENCE,),
}
"""By the event in one word."""

_FLAG_SYNONYMS: Final[dict[str, tuple[dict[str, str], ...]]] = {
    **{
        end.event_column: (
            YES_NO,
            EVENT_CENSORED,
            *([DEATH] if end.counts_death else []),
            *_OWN_WORDS.get(end.word, ()),
        )
        for end in ENDPOINTS.values()
    },
    "later_alk_inhibitor": (YES_NO, ALK_INHIBITOR),
}

LEAST_LIKENESS: Final = 90.0
"""A text with a spelling mistake is taken for a word from this likeness (0 to 100) on."""
_MARGIN: Final = 8.0
_SHORTEST_MISSPELT: Final = 6
_LONGEST_MISSPELT: Final = 60

NEGATIONS: Final = frozenset(
    (
        "no",
        "not",
        "non",
        "nicht",
        "kein",
        "keine",
        "without",
        "senza",
        "sans",
        "sin",
        "ohne",
        "geen",
        "niet",
        "zonder",
        "nie",
        "brak",
        "bez",
        "pas",
        "nessun",
        "nessuna",
        "never",
        "free",
    )
)
"""Words that turn the meaning of the others round."""

_PARTNERS: Final = {"t": "fn", "f": "t", "s": "n", "a": "d", "d": "alv"}
"""Letters that are an answer only beside another: true and false, tak and nie, alive and dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The known texts of one column, by their key, and the longer ones to compare with."""

    by_key: dict[str, str]
    longer: tuple[str, ...]


def is_known_column(target: str) -> bool:
    """Whether the texts of a canonical column stand for canonical words.

    Examples
    --------
    >>> is_known_column("sex"), is_known_column("centre")
    (True, False)
    """
    return target in VALUE_SYNONYMS or target in _FLAG_SYNONYMS


def text_key(text: str) -> str:
    """Reduce a text to its plain words in alphabetical order, and the sign at its end.

    Examples
    --------
    >>> text_key("Response, complete"), text_key("ALK +"), text_key("(+/-)"), text_key("1.0")
    ('complete response', 'alk +', '+/-', '1')
    """
    whole = re.fullmatch(r"([0-9]+)\.0+", text)
    words = sorted(plain_text(whole.group(1) if whole else text).split())
    sign = re.search(r"([+\-−–?/]+)[\s)\]]*$", text)
    return " ".join([*words, re.sub("[−–]", "-", sign.group(1))] if sign else words)


def text_meaning(target: str, text: str) -> str | None:
    """Tell the canonical word that a text stands for, or ``None``.

    Parameters
    ----------
    target : str
        A column for which `is_known_column` is true.
    text : str

    Returns
    -------
    str or None

    Examples
    --------
    >>> text_meaning("alk_status", "postive"), text_meaning("alk_status", "perhaps")
    ('positive', None)
    """
    known, key = _known(target), text_key(text)
    found = known.by_key.get(key) or _meaning_of_parts(known, text)
    found = found or _meaning_of_misspelt(known, key)
    return found or (status_meaning(text) if target == "os_event" else None)


def turned_meaning(text: str) -> str | None:
    """Tell what 1, 0, yes and no mean where the question was turned round.

    Examples
    --------
    >>> turned_meaning("1"), turned_meaning("no"), turned_meaning("dead")
    ('0', '1', None)
    """
    return {"1": "0", "0": "1"}.get(_yes_no().get(text_key(text), ""))


def unsure_letters(target: str, texts: Iterable[str]) -> frozenset[str]:
    """Letters whose meaning hangs on another letter of the column that is missing, or is there.

    Examples
    --------
    >>> sorted(unsure_letters("sex", ["H", "M"])), sorted(unsure_letters("os_event", ["T", "F"]))
    (['m', 'v'], ['a', 'd', 's'])
    """
    letters = {key for key in map(text_key, texts) if len(key) == 1}
    if target == "sex":
        return frozenset({"m", "v"} if letters & {"h", "v"} else ())
    if COLUMN_BY_NAME[target].kind != "flag":
        return frozenset()
    open_ones = {one for one, partners in _PARTNERS.items() if not letters & set(partners)}
    return frozenset(open_ones | ({"f", "t"} if "v" in letters else set()))


@cache
def _yes_no() -> dict[str, str]:
    return {text_key(text): word for word, texts in YES_NO.items() for text in split_names(texts)}


@cache
def _known(target: str) -> _Words:
    by_key = {text_key(word): word for word in COLUMN_BY_NAME[target].values}
    by_key |= {
        text_key(text): word
        for group in _FLAG_SYNONYMS.get(target) or (VALUE_SYNONYMS[target],)
        for word, texts in group.items()
        for text in (word, *split_names(texts))
    }
    return _Words(
        by_key=by_key, longer=tuple(key for key in by_key if len(key) >= _SHORTEST_MISSPELT)
    )


def _meaning_of_parts(known: _Words, text: str) -> str | None:
    """One word for parts that agree; a number before the others is their code."""
    parts = [part for part in re.split(r"\s[-–]\s|[:=()\[\],;|]", text) if plain_text(part)]
    if len(parts) < 2:
        return None
    worded = parts[1:] if plain_text(parts[0]).isdigit() else parts
    if any(plain_text(part).isdigit() for part in worded):
        return None
    meanings = {known.by_key.get(text_key(part)) for part in worded}
    return meanings.pop() if len(meanings) == 1 else None


def _meaning_of_misspelt(known: _Words, key: str) -> str | None:
    if not _SHORTEST_MISSPELT <= len(key) <= _LONGEST_MISSPELT:
        return None
    near = process.extract(
        key, known.longer, scorer=fuzz.ratio, limit=None, score_cutoff=LEAST_LIKENESS - _MARGIN
    )
    alike = [hit for hit in near if hit[1] >= LEAST_LIKENESS and _same_but_spelling(key, hit[0])]
    if not alike:
        return None
    other, likeness, _ = alike[0]
    word = known.by_key[other]
    rivals = [score for rival, score, _ in near if known.by_key[rival] != word]
    return word if likeness - max(rivals, default=0.0) >= _MARGIN else None


def _same_but_spelling(one: str, other: str) -> bool:
    """Whether only long words differ, each from its first letter on alike, and no negation."""
    ours, theirs = set(one.split()), set(other.split())
    new, old = sorted(ours - theirs), sorted(theirs - ours)
    return len(new) == len(old) and all(
        min(len(a), len(b)) >= 5 and a[0] == b[0] and not {a, b} & NEGATIONS
        for a, b in zip(new, old, strict=True)
    )
