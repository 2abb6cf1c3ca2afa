"""What the header of a column of events says of 1 and 0: as they stand, turned round, explained."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.notation.header_text import header_words, with_legend_in_brackets
from imt_core.intake.recognition.header_synonyms import split_names
from imt_core.intake.recognition.text_meaning import (
    NEGATIONS,
    text_key,
    text_meaning,
    turned_meaning,
    unsure_letters,
)
from imt_core.intake.recognition.value_synonyms import ALIVE, DEATH, PROGRESSION, RECURRENCE, YES_NO

Direction = Literal["as written", "inverted", "unclear"]

TURNED: Final = {"1": "0", "0": "1"}
"""A flag the other way round."""


def _single_words(texts: Iterable[str]) -> frozenset[str]:
    names = (plain_text(name) for text in texts for name in split_names(text))
    return frozenset(name for name in names if " " not in name and len(name) > 2)


_CENSORED: Final = re.compile(
    r"(?:cens|cnsr|censor(?:ed|ing|ship)?|censur(?:a|ato|ata|ado|ada|ering)|censure|"
    r"zens(?:ur|iert|ierung)?|gecensureerd|cenzur(?:a|owany|owana|owane|owanie))"
)
_ALIVE: Final = (_single_words([ALIVE]) - {"ned", "awd"}) | {
    "survived",
    "survivor",
    "surviving",
    "sopravvissuto",
    "uberlebt",
    "inleven",
}
_ALIVE_PHRASES: Final = re.compile(r"\b(in vita|en vie|am leben|in leven|con vida)\b")
_EVENT: Final = frozenset(("event", "evento", "evenement", "ereignis", "gebeurtenis", "zdarzenie"))
_BARE: Final = frozenset(
    ("is", "ist", "e", "est", "indicator", "indicatore", "indicateur", "indikator", "indicador")
)
"""What a header may say beside events and censoring without naming the endpoint."""
_DEAD: Final = _single_words([DEATH["1"]])
_DISEASE: Final = _single_words([PROGRESSION["1"], RECURRENCE["1"]]) | {
    "disease",
    "malattia",
    "maladie",
    "krankheit",
    "enfermedad",
    "ziekte",
    "choroby",
}
_FREE: Final = frozenset(
    ("free", "frei", "freie", "libero", "libera", "libre", "libres", "vrij", "wolny", "wolna")
)
_FREE_ENDING: Final = re.compile(r"[a-z]{4,}(?:free|frei|vrij)")
_SAID: Final = _single_words(
    [
        "events; evt; ev; eventi; eventos; evenements; ereignisse; uncensored; progressed; "
        "progr; progrediert; progredito; progredita; relapsed; recurred; recidivato; "
        "mortality; mortalita; mortalite; mortalidad; mortaliteit; dthfl; obito; sterbefall; "
        "umarl; umarla; zmarl; zmarla; murio; fallecio; failure; pd; mp; osevent; pfsevent; "
        "rfsevent; dfsevent; sterbestatus; isdead; prog; recid"
    ]
) | {"pd", "mp", "ev"}
"""Words by which a header says that it tells whether the event happened."""
_SAID_OF_DISEASE: Final = frozenset(
    ("pd", "prog", "progressed", "progr", "recid", "relapsed", "recurred")
)
_OF_ENDPOINTS: Final = _single_words(
    name for end in ENDPOINTS.values() if end.words for name in end.words.names
) | {"pfs", "rfs", "dfs", "efs", "ttp", "ssp", "slp"}
_STATUS: Final = frozenset(("status", "stato", "statut", "etat", "estado", "toestand", "stan"))
_ENDPOINT: Final = re.compile(
    r"survival|sopravvivenza|survie|uberleben|ueberleben|supervivencia|sobrevida|overleving|"
    r"przezycie|interval|intervallo|intervalle|intervalo|time|tempo"
)
_ANSWERS: Final = frozenset(
    answer for texts in YES_NO.values() for answer in map(plain_text, split_names(texts))
)

_DIGIT_FIRST: Final = re.compile(r"(?<![\w.])(\d{1,3})\s*[=:]\s*([^\W\d_][^\d=:;,()\[\]/|]*)")
_DIGIT_LAST: Final = re.compile(r"([^\W\d_][^\d=:;,()\[\]/|]*?)\s*[=:]\s*(\d{1,3})(?![\w.])")
_PLACE: Final = re.compile(r"\(column \d+\)$")
"""What is added to the second of two headers alike."""
_JOINED: Final = re.compile(r"\s(?:and|or|e|o|et|ou|und|oder|y|en|of|i|lub)\s*$", re.IGNORECASE)


def flag_direction(header: str) -> Direction:
    """Tell how 1 and yes under a header are meant.

    Parameters
    ----------
    header : str
        As in the sheet; what stands in brackets does not count.

    Returns
    -------
    {"as written", "inverted", "unclear"}
        Inverted for indicators of censoring, of being alive, and of being free of an event; unclear
        for headers that name both states.

    Examples
    --------
    >>> [flag_direction(header) for header in ("Dead", "Alive Y/N", "Vivo/Morto", "not dead")]
    ['as written', 'inverted', 'unclear', 'inverted']
    >>> flag_direction("progression-free"), flag_direction("Progression-free survival event")
    ('inverted', 'as written')
    """
    readings = header_words(header).readings
    words = _without_answers(readings[0]) if readings else []
    free = any(word in _FREE or _FREE_ENDING.fullmatch(word) for word in words)
    denied = any(word in NEGATIONS - _FREE for word in words)
    endpoint = any(_ENDPOINT.fullmatch(word) for word in words)
    negated = denied or (free and not endpoint)
    alive = any(word in _ALIVE for word in words) or bool(_ALIVE_PHRASES.search(" ".join(words)))
    censored = any(_CENSORED.fullmatch(word) for word in words)
    event = any(word in _EVENT for word in words)
    dead = any(word in _DEAD for word in words)
    disease = any(word in _DISEASE for word in words)
    status = any(word in _STATUS for word in words)
    if alive or censored:
        name_only = endpoint and not denied  # progression-free survival, censored
        if event or dead or (disease and not name_only) or (alive and (censored or status)):
            return "unclear"
        return "as written" if negated else "inverted"
    if endpoint:
        return "as written"  # progression-free survival is the name of an endpoint
    if free and (status or (event and disease)):
        return "unclear" if status else "as written"
    joined = any(_FREE_ENDING.fullmatch(word) for word in words)
    return "inverted" if negated and (event or dead or disease or joined) else "as written"


def is_about_death(header: str) -> bool:
    """Whether a header speaks of death.

    Examples
    --------
    >>> is_about_death("Décès (O/N)"), is_about_death("Vital status")
    (True, False)
    """
    return not _DEAD.isdisjoint(plain_text(header).split())


def is_bare_event(header: str) -> bool:
    """Whether a header speaks of an event or of censoring, and not of which endpoint.

    Examples
    --------
    >>> [is_bare_event(header) for header in ("CNSR", "Censored?", "Evento (1 = sì)", "zensiert")]
    [True, True, True, True]
    >>> [is_bare_event(header) for header in ("PFS event", "Adverse event", "Status", "Indicator")]
    [False, False, False, False]
    """
    words = plain_text(without_legend(_PLACE.sub("", header))).split()
    told = [word for word in words if word in _EVENT or _CENSORED.fullmatch(word)]
    return bool(told) and all(word in {*told, *_BARE} or word in _ANSWERS for word in words)


def names_progression_only(header: str) -> bool:
    """Whether a header speaks of progression or recurrence, not of an endpoint that counts death.

    Examples
    --------
    >>> [names_progression_only(header) for header in ("Progressed", "PD", "Rezidiv (J/N)")]
    [True, True, True]
    >>> [names_progression_only(header) for header in ("PFS event", "Progress oder Tod", "event")]
    [False, False, False]
    """
    for words in header_words(header).readings:
        known = set(words)
        if known & (_DEAD | _OF_ENDPOINTS) or any(_ENDPOINT.fullmatch(word) for word in words):
            return False
    held = {word for words in header_words(header).readings for word in words}
    return bool(held & (_DISEASE | _SAID_OF_DISEASE))


def code_direction(target: str, header: str) -> Direction:
    """Tell how 1 and yes under a header are meant, where the header says it and no custom does.

    Parameters
    ----------
    target : str
        A flag.
    header : str
        As in the sheet.

    Returns
    -------
    {"as written", "inverted", "unclear"}
        Unclear also where the header of an endpoint's column names neither its event nor censoring:
        under "Vital status" and under "OS", 1 may be alive as well as dead.

    Examples
    --------
    >>> [code_direction("os_event", header) for header in ("Dead", "os_event", "Status", "OS")]
    ['as written', 'as written', 'unclear', 'unclear']
    >>> code_direction("os_event", "OS censored"), code_direction("later_alk_inhibitor", "TKI")
    ('inverted', 'as written')
    """
    direction = flag_direction(header)
    readings = header_words(header).readings
    if direction != "as written" or not target.endswith("_event") or not readings:
        return direction
    endpoint = False
    for words in readings:
        named = any(_ENDPOINT.fullmatch(word) for word in words)
        free = any(word in _FREE or _FREE_ENDING.fullmatch(word) for word in words)
        endpoint |= named or free
        if any(word in _EVENT | _DEAD | _SAID or _CENSORED.fullmatch(word) for word in words):
            return direction
        alive = any(word in _ALIVE for word in words) or _ALIVE_PHRASES.search(" ".join(words))
        if alive or (not endpoint and any(word in _DISEASE for word in words)):
            return direction
    return "unclear"


def header_legend(target: str, header: str) -> dict[int, str | None]:
    """Read what a header says of its codes, such as ``OS status (0 = dead; 1 = alive)``.

    Parameters
    ----------
    target : str
        A column for which `is_known_column` is true.
    header : str
        As in the sheet.

    Returns
    -------
    dict of int to (str or None)
        The canonical word of each code, an empty one where the code says that nothing is recorded;
        ``None`` where its word is not known, or where the header gives the code two meanings.
        Nothing where the header explains no code.

    Examples
    --------
    >>> header_legend("os_event", "OS status (0 = dead; 1 = alive)")
    {0: '1', 1: '0'}
    >>> header_legend("os_event", "Exitus (0=si 1=no)"), header_legend("os_event", "Exitus")
    ({0: '1', 1: '0'}, {})
    """
    header = with_legend_in_brackets(header)
    found = _DIGIT_FIRST.findall(header) or [pair[::-1] for pair in _DIGIT_LAST.findall(header)]
    pairs = [(code, _JOINED.sub("", text).strip()) for code, text in found]
    direction = code_direction(target, header)
    unsure = unsure_letters(target, [text for _, text in pairs])
    legend: dict[int, str | None] = {}
    for code, text in pairs:
        word = None if text_key(text) in unsure else _said(target, text, direction)
        number = int(code)
        legend[number] = word if legend.get(number, word) == word else None
    return legend


def without_legend(header: str) -> str:
    """A header without what it says of its codes.

    Examples
    --------
    >>> without_legend("Status (0 = NED, 1 = AWD, 2 = DOD)"), without_legend("DOD (1=yes)")
    ('Status ()', 'DOD ()')
    """
    header = with_legend_in_brackets(header)
    digit_first = _DIGIT_FIRST.search(header) is not None
    bare = (_DIGIT_FIRST if digit_first else _DIGIT_LAST).sub("", header)
    return re.sub(r"[\s,;]+(?=\))|(?<=\()[\s,;]+", "", bare)


def _said(target: str, text: str, direction: Direction) -> str | None:
    if target.endswith("_event") and turned_meaning(text) is not None:
        if direction == "unclear":
            return None
        return turned_meaning(text) if direction == "inverted" else text_meaning(target, text)
    return text_meaning(target, text) or ("" if is_missing_text(text) else None)


def _without_answers(words: tuple[str, ...]) -> list[str]:
    """Leave out yes and no where they stand side by side: they are the answers to choose from."""
    answers = [word in _ANSWERS for word in words]
    beside = [
        answer and (any(answers[max(i - 1, 0) : i]) or any(answers[i + 1 : i + 2]))
        for i, answer in enumerate(answers)
    ]
    return [word for word, out in zip(words, beside, strict=True) if not out]
