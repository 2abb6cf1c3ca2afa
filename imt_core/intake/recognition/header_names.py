"""Which canonical columns a header names: exactly, among other words, or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN, ENDPOINTS
from imt_core.cohort.schema import COLUMNS
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.notation.header_text import HeaderWords, header_words, significant_words
from imt_core.intake.notation.kept_answers import kept
from imt_core.intake.recognition.flag_headers import is_about_death
from imt_core.intake.recognition.header_synonyms import (
    AMBIGUOUS_HEADERS,
    HEADER_SYNONYMS,
    split_names,
)

_CANONICAL, _EXACT, _CONTAINED, _MISSPELT, _BARE_ENDPOINT = 1.0, 0.95, 0.75, 0.7, 0.55
_EITHER: Final = _EXACT
_OR: Final = frozenset(("or", "o", "od", "ou", "oder", "u", "of", "lub", "albo"))
_OF_DEATH: Final = frozenset(
    (
        *("zgonu", "smierci", "smierc", "todes", "todesdatum", "sterbedatum", "todestag"),
        *("overlijdensdatum", "sterfdatum"),
    )
)
_RELAPSE: Final = frozenset(
    plain_text(
        "relapse recurrence recidiva ricaduta ripresa rechute recidive rezidiv rezidivs rückfall "
        "recaida recurrencia recidief terugval nawrót nawrotu wznowa wznowy"
    ).split()
)
AMBIGUOUS: Final = 0.5
"""Score of a header that may mean several things."""
_TIMED: Final = "#"  # stands for the unit among the words of a name that needs one
_PER_EXTRA_WORD: Final = 0.1
_LEAST_LIKENESS: Final = 85.0
_SHORTEST_MISSPELT: Final = 5

_NOISE: Final = frozenset(
    (
        "patient",
        "patients",
        "patientin",
        "paziente",
        "paciente",
        "pacjenta",
        "patienten",
        "pt",
        "value",
        "code",
        "number",
        "numero",
        "nummer",
        "liczba",
        "recist",
        "v1",
        "1",
        "11",
        "ctcae",
        "v5",
        "v4",
        "status",
        "imt",
        "disease",
        "malattia",
        "overall",
        "systemic",
        "line",
        "linea",
        "final",
        "current",
        "baseline",
        "text",
        "list",
        "full",
        "#",
    )
)
"""Words that another name may hold without meaning something else."""

_TURNING: Final = frozenset(
    (
        "date",
        "data",
        "datum",
        "fecha",
        "reason",
        "motivo",
        "grund",
        "motif",
        "raison",
        "causa",
        "cause",
        "ursache",
        "reden",
        "powod",
        "przyczyna",
        "duration",
        "durata",
        "dauer",
        "mother",
        "father",
        "family",
        "famiglia",
        "caregiver",
        "comment",
        "comments",
        "note",
        "notes",
        "confirmed",
        "time",
        "tempo",
        "zeit",
        "not",
        "non",
        "nicht",
        "prior",
        "second",
        "method",
        "metodo",
        "complete",
        "version",
        "units",
        "unit",
        "interval",
        "percent",
        "censored",
        "event",
        "site",
        "therapy",
        "surgery",
        "radiotherapy",
        "birth",
        "nascita",
        "geburt",
        "dose",
        "months",
        "end",
        "fine",
        "fin",
        "ende",
        "einde",
        "koniec",
        "free",
        "specific",
        "diagnosis",
        "diagnosi",
        "diagnostic",
        "diagnose",
        "diagnostico",
        "rozpoznania",
        "inhibitor",
        "response",
        *ENDPOINTS,
        "progression",
        "relapse",
        "lost",
        "t",
        "n",
        "m",
    )
)
"""Words that make another thing of a name that stands beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderName:
    """One way to call a canonical column."""

    target: str
    score: float
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Every name, by its words as they stand, in alphabetical order, and by one of them."""

    joined: dict[str, list[HeaderName]]
    by_words: dict[tuple[str, ...], list[HeaderName]]
    by_word: dict[str, list[tuple[str, ...]]]
    texts: tuple[str, ...]


_OF_ANOTHER_TREATMENT: Final = re.compile(
    r"rt|rtx|radio.*|radiat.*|strahlen.*|bestrahl.*|bestral.*|irradia.*|steroid.*|(?:cortico|kortiko)?"
    r"steroi?d.*|cortison.*|kortison.*|surg.*|chirurg.*|cirug.*|operat.*|operacj.*|pet|metabolic.*|"
    r"metabol.*|patholog.*|patolog.*|histolog.*|istolog.*|transplant.*"
)
"""Words, in seven languages, by which a response is not that to the line's systemic treatment."""


def is_of_another_treatment(words: HeaderWords) -> bool:
    """Whether a response is to something else than the line's systemic treatment.

    Examples
    --------
    >>> [is_of_another_treatment(header_words(header)) for header in
    ...     ("Response to radiotherapy", "Ansprechen Strahlentherapie", "Best response")]
    [True, True, False]
    """
    return any(_OF_ANOTHER_TREATMENT.fullmatch(word) for r in words.readings for word in r)


@kept
def named_targets(words: HeaderWords) -> dict[str, HeaderName]:
    """Find the canonical columns that a header may be.

    Parameters
    ----------
    words : HeaderWords

    Returns
    -------
    dict of str to HeaderName
        By canonical column, the name that fits best.

    Examples
    --------
    >>> named_targets(header_words("Sesso"))
    {'sex': HeaderName(target='sex', score=0.95, meaning='the header means Sex (Italian)')}
    >>> sorted(named_targets(header_words("decesso"))), named_targets(header_words("osteo"))
    (['death_date', 'os_event'], {})
    """
    best: dict[str, HeaderName] = {}
    for name in _names_of(words):
        if name.target not in best or name.score > best[name.target].score:
            best[name.target] = name
    return best


def header_languages(header: str) -> frozenset[str]:
    """Name the languages that call a canonical column so, letter by letter.

    Examples
    --------
    >>> sorted(header_languages("Décès")), sorted(header_languages("x"))
    (['French'], [])
    """
    return frozenset().union(
        *(_languages_by_name().get(reading, ()) for reading in header_words(header).readings)
    )


@cache
def _languages_by_name() -> dict[tuple[str, ...], set[str]]:
    languages: dict[tuple[str, ...], set[str]] = {}
    for by_language in HEADER_SYNONYMS.values():
        for language, texts in by_language.items():
            for text in texts:
                for reading in header_words(text).readings:
                    languages.setdefault(reading, set()).add(language)
    return languages


def _names_of(words: HeaderWords) -> list[HeaderName]:
    names = _names()
    keys = [key for reading in words.readings for key in _keys(reading, timed=bool(words.unit))]
    joined = [
        "".join(reading) + unit for reading in words.readings for unit in ("", words.unit or "")
    ]
    found = [name for key in joined for name in names.joined.get(key, ())]
    found += [name for key in keys for name in names.by_words.get(key, ())]
    if found:
        return found
    either = [
        name
        for reading in words.readings
        for name in (*_either(names, reading), *_of_endpoint(names, reading))
    ]
    return either or [
        name for key in keys for name in (*_contained(names, key), *_misspelt(names, key))
    ]


def _keys(reading: tuple[str, ...], *, timed: bool) -> list[tuple[str, ...]]:
    plain = significant_words(reading)
    return [plain, tuple(sorted((*plain, _TIMED)))] if timed else [plain]


def _either(names: _Names, words: tuple[str, ...]) -> Iterator[HeaderName]:
    """The last contact "or death", a progression "or relapse": what both dates end."""
    for target, is_other, how in (
        ("last_followup_date", _is_death, "or death"),
        ("progression_date", _is_death, "or death"),
        ("progression_date", _RELAPSE.__contains__, "or relapse"),
    ):
        rest = tuple(word for word in words if word not in _OR and not is_other(word))
        if rest and any(map(is_other, words)):
            for name in names.by_words.get(significant_words(rest), ()):
                if name.target == target and name.score >= _EXACT:
                    yield replace(name, score=_EITHER, meaning=f"{name.meaning} {how}")


def may_be_a_death(header: str) -> bool:
    """Whether a header of dates names death, among other things or alone.

    Examples
    --------
    >>> may_be_a_death("Todesdatum oder letzter Kontakt"), may_be_a_death("Last contact")
    (True, False)
    """
    return any(map(_is_death, plain_text(header).split()))


def _is_death(word: str) -> bool:
    return word in _OF_DEATH or is_about_death(word)


def _of_endpoint(names: _Names, words: tuple[str, ...]) -> Iterator[HeaderName]:
    """An endpoint's short name before its own event: ``OS dead``, from a header of two rows."""
    for end in ENDPOINTS.values():
        if len(words) > 1 and words[0] in {text.lower() for text in end.abbreviations}:
            for name in names.by_words.get(significant_words(words[1:]), ()):
                if name.target == end.event_column and name.score >= _EXACT:
                    yield name


def _contained(names: _Names, words: tuple[str, ...]) -> Iterator[HeaderName]:
    """Names that a longer header contains, unless its other words turn the meaning."""
    for word in words:
        for known in names.by_word.get(word, ()):
            extra = set(words) - set(known)
            telling = extra - _NOISE
            most = (len(set(known) - {_TIMED}) - 1) // 2
            if not set(known) <= set(words) or extra & _TURNING or len(telling) > most:
                continue
            score = _CONTAINED - _PER_EXTRA_WORD * len(telling)
            yield from _weaker(names.by_words[known], score, "contains words for")


def _misspelt(names: _Names, words: tuple[str, ...]) -> Iterator[HeaderName]:
    """Names from which only the spelling of long words differs."""
    near = process.extract(
        " ".join(words), names.texts, scorer=fuzz.ratio, limit=20, score_cutoff=_LEAST_LIKENESS
    )
    for text, likeness, _ in near:
        known = tuple(text.split())
        new, old = sorted(set(words) - set(known)), sorted(set(known) - set(words))
        if len(new) == len(old) and all(
            min(len(a), len(b)) >= _SHORTEST_MISSPELT
            and a[0] == b[0]
            and fuzz.ratio(a, b) >= _LEAST_LIKENESS
            for a, b in zip(new, old, strict=True)
        ):
            yield from _weaker(
                names.by_words[known], _MISSPELT * likeness / 100, "is spelt almost like words for"
            )


def _weaker(names: Iterable[HeaderName], score: float, how: str) -> Iterator[HeaderName]:
    for name in names:
        if name.score >= _EXACT and not (name.target == "patient_id" and "contains" in how):
            yield HeaderName(
                target=name.target, score=score, meaning=name.meaning.replace("means", how, 1)
            )


@cache
def _names() -> _Names:
    joined: dict[str, list[HeaderName]] = {}
    by_words: dict[tuple[str, ...], list[HeaderName]] = {}
    for text, name in _all_names():
        whole = "".join(plain_text(text).split())
        if len(whole) > 1:
            joined.setdefault(whole, []).append(name)
        words = header_words(text)
        for reading in words.readings:
            key = _keys(reading, timed=bool(words.unit))[-1]
            if max(map(len, key)) > 1 or len(key) > 1:
                by_words.setdefault(key, []).append(name)
    by_word: dict[str, list[tuple[str, ...]]] = {}
    for key in by_words:
        by_word.setdefault(max(key, key=len), []).append(key)
    long = tuple(" ".join(key) for key in by_words if max(map(len, key)) >= _SHORTEST_MISSPELT)
    return _Names(joined=joined, by_words=by_words, by_word=by_word, texts=long)


def _all_names() -> Iterator[tuple[str, HeaderName]]:
    for column in COLUMNS:
        target, means = column.name, f"the header means {column.label}"
        for canonical in (column.name, column.label):
            yield canonical, HeaderName(target=target, score=_CANONICAL, meaning=means)
        for language, texts in HEADER_SYNONYMS[target].items():
            name = HeaderName(target=target, score=_EXACT, meaning=f"{means} ({language})")
            yield from ((spelling, name) for text in texts for spelling in _spellings(text))
        unsure = f"the header may mean {column.label}"
        for text in split_names(AMBIGUOUS_HEADERS.get(target, "")):
            yield text, HeaderName(target=target, score=AMBIGUOUS, meaning=unsure)
        end = ENDPOINT_OF_COLUMN.get(target)
        if end is not None and end.words is not None and target == end.event_column:
            for names in end.words.names:
                name = HeaderName(target=target, score=_BARE_ENDPOINT, meaning=unsure)
                yield from ((text, name) for text in split_names(names))


def _spellings(text: str) -> tuple[str, ...]:
    """A text, and the way it is written without umlauts."""
    plain = text
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ü", "Ue"), ("Ä", "Ae")):
        plain = plain.replace(umlaut, letters)
    return (text,) if plain == text else (text, plain)
