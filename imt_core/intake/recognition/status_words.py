"""Whether a text says that a patient died or lives, also inside longer text, in seven languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import time_unit
from imt_core.intake.notation.header_text import STOP_WORDS
from imt_core.intake.notation.kept_answers import kept
from imt_core.intake.recognition.header_synonyms import split_names
from imt_core.intake.recognition.value_synonyms import ALIVE, DEATH

_DEAD_TOO: Final = (
    "dod; doc; dooc; duc; dtd; dot; dead of; died of; died from; death from; death due to; "
    "passed away; demised; dwd; doid; toxic death; treatment related death; morto di; morta "
    "di; morto per; morta per; deceduto per; deceduta per; decesso per; exitus; décédé de; "
    "décédée de; mort de; morte de; décès lié; tot durch; verstorben an; gestorben an; "
    "tumortod; verschieden; muerto por; muerta por; falleció; murió; fallecido por; óbito; "
    "overleden aan; gestorven; gestorven aan; zmarł; zmarła; zmarł z powodu; zmarła z "
    "powodu; nie żyje; zgon; umarł; umarła; d o d; d o c; muerto de; deceso"
)
_ALIVE_TOO: Final = (
    "alive; living; lives; awd; aned; awod; a ned; ned; nad; anwd; awpd; awsd; vivo; viva; "
    "vivente; in vita; vivant; vivante; en vie; lebt; lebend; am leben; con vida; vive; "
    "levend; in leven; leeft; żyje; żyjący; żyjąca; żywy; żywa; nicht verstorben; "
    "nie zmarł; nie zmarła"
)
_FREE_OF_DISEASE: Final = (
    "no evidence of disease; no evidence disease; disease free; tumor free; tumour free; in "
    "remission; in complete remission; no disease; without disease; libero da malattia; "
    "libera da malattia; senza malattia; senza evidenza di malattia; sans maladie; sans "
    "signe de maladie; tumorfrei; rezidivfrei; krankheitsfrei; ohne krankheit; ohne tumor; "
    "kein tumornachweis; ohne tumornachweis; sin evidencia de enfermedad; libre de "
    "enfermedad; ziektevrij; tumorvrij; zonder ziekte; bez cech choroby; bez objawów "
    "choroby; wolny od choroby; wolna od choroby; bez choroby"
)
_LOST: Final = (
    "lost to follow up; lost to fu; lost to fup; lost to f u; ltfu; lfu; ltfup; lfup; loss "
    "to follow up; lost; lost at follow up; lost follow up; perso al follow up; persa al "
    "follow up; perso; persa; perso di vista; persa di vista; perdu de vue; perdue de vue; "
    "pdv; verloren; aus den augen verloren; nicht mehr erreichbar; verschollen; kontakt "
    "verloren; lost to followup; perdido de vista; perdida de vista; perdido en el "
    "seguimiento; perdida en el seguimiento; pérdida de seguimiento; perdido; perdida; uit "
    "follow up; verloren voor follow up; uit het oog verloren; utracony z obserwacji; "
    "utracona z obserwacji; utracony; utracona; brak kontaktu; stracony z obserwacji; "
    "utrata z obserwacji; perte de vue; verloren follow up"
)
_DOUBT: Final = frozenset(
    plain_text(
        "if or maybe perhaps possibly probably presumably presumed unknown unclear uncertain "
        "suspected until before forse probabile probabilmente ignoto sconosciuto fino inconnu "
        "peut probable probablement jusque jusqu unbekannt vielleicht vermutlich wahrscheinlich "
        "bis unklar quizas desconocido probablemente hasta onbekend misschien waarschijnlijk "
        "tot nieznany nieznane moze prawdopodobnie father mother brother sister husband wife "
        "child padre madre fratello marito moglie pere mere vater mutter ojciec matka moeder "
        "vader donor donatore censored censurato censure zensiert gecensureerd"
    ).split()
) - {"tot"}
_DENYING: Final = frozenset(
    plain_text(
        "no not non never nicht kein keine pas ne ni geen niet nie sin senza sans without ohne "
        "zonder brak bez"
    ).split()
)
_ABOUT_DISEASE: Final = frozenset(
    plain_text(
        "disease evidence tumor tumour cancer sarcoma relapse recurrence progression metastases "
        "metastasis mets lesions lesion treatment therapy residual measurable active clinical "
        "signs sign malattia evidenza tumore recidiva progressione metastasi terapia segni "
        "trattamento maladie tumeur recidive traitement evolution signe signes krankheit "
        "tumornachweis rezidiv progress metastasen therapie erkrankung nachweis hinweis "
        "tumorlast enfermedad evidencia recaida progresion tratamiento ziekte aanwijzing "
        "aanwijzingen recidief progressie behandeling tekenen choroby cech objawow wznowy "
        "nawrotu progresji leczenia guza nowotworu"
    ).split()
)
"""What a negation may deny without saying anything of life and death."""

_BEFORE: Final = frozenset(
    plain_text(
        "patient pt paziente patientin paciente pacjent pacjentka still currently now last "
        "status fu follow up ancora attualmente actualmente toujours noch aktuell derzeit nog "
        "obecnie nadal stato estado stan statut is was has ist est aan auf"
    ).split()
)
"""What may stand before a status."""

_OF_DISEASE: Final = ("tumor", "krankheit", "krebs", "sarkom", "ziekte", "kanker")
"""How German and Dutch words about the disease begin, such as tumorbedingt."""
_LONGEST_TEXT: Final = 120


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    """What each phrase says, by its plain words."""
    said = {
        "lost": _LOST,
        "alive": f"{ALIVE}; {_ALIVE_TOO}; {_FREE_OF_DISEASE}",
        "dead": f"{DEATH['1']}; {_DEAD_TOO}",
    }
    return {
        tuple(plain_text(phrase).split()): meaning
        for meaning, texts in said.items()
        for phrase in split_names(texts)
        if len(plain_text(phrase)) > 2
    }


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


@cache
def _telling() -> frozenset[str]:
    """Words of which a text must hold one to say anything."""
    return frozenset(word for phrase in _phrases() for word in phrase)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The phrases in a text, and its words that belong to none."""

    words: list[str]
    phrases: list[tuple[str, ...]]
    left: list[int]

    @property
    def meanings(self) -> set[str]:
        return {_phrases()[phrase] for phrase in self.phrases}


def _find(text: str) -> _Found:
    """Take the longest phrases out of a text first."""
    dotted = re.sub(r"\b((?:[A-Za-z]\.){2,})", lambda m: m.group(1).replace(".", ""), text)
    words = plain_text(dotted).split()
    phrases: list[tuple[str, ...]] = []
    left = list(range(len(words)))
    if not _telling().isdisjoint(words):
        for size in range(min(_longest(), len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                span = range(start, start + size)
                if tuple(words[start : start + size]) in _phrases() and all(
                    i in left for i in span
                ):
                    phrases.append(tuple(words[start : start + size]))
                    left = [i for i in left if i not in span]
    return _Found(words=words, phrases=phrases, left=left)


@kept
def status_meaning(text: str) -> str | None:
    """Tell whether a text says that the patient died (``1``), or not (``0``).

    Parameters
    ----------
    text : str
        Of a cell: an abbreviation or words, with whatever stands beside them.

    Returns
    -------
    str or None
        Whoever was lost to follow-up is censored; ``None`` where the text says neither, both, or
        says it with a doubt or a negation that is not about the disease.

    Examples
    --------
    >>> [status_meaning(text) for text in ("AWD, 14 mo", "DOD (2019)", "NED at last FU")]
    ['0', '1', '0']
    >>> [status_meaning(text) for text in ("lebt, tumorfrei", "zmarł z powodu raka", "lost to FU")]
    ['0', '1', '0']
    >>> [status_meaning(text) for text in ("yes", "dead?", "alive, then died", "not known dead")]
    [None, None, None, None]
    """
    if len(text) > _LONGEST_TEXT or re.search(r"\?|[=:]\s*[01]\s*$", text):
        return None
    found = _find(text)
    meanings = found.meanings
    if not meanings or ("dead" in meanings and len(meanings) > 1):
        return None
    words = found.words
    if any(words[i] in _DOUBT or _denies(words, i) for i in found.left):
        return None
    first = next(i for i in range(len(words)) if i not in found.left)
    if not all(_may_stand_before(word) for word in words[:first]):
        return None
    return "1" if "dead" in meanings else "0"


def names_a_state(text: str) -> bool:
    """Whether a text says itself that a patient lives or died: not only lost, nor free of disease.

    Examples
    --------
    >>> [names_a_state(text) for text in ("AWD", "DOD 2019", "lost to FU", "in remission", "yes")]
    [True, True, False, False, False]
    """
    if status_meaning(text) is None:
        return False
    weak = {tuple(plain_text(phrase).split()) for phrase in split_names(_FREE_OF_DISEASE)}
    return any(
        _phrases()[phrase] != "lost" and phrase not in weak for phrase in _find(text).phrases
    )


def _denies(words: list[str], place: int) -> bool:
    """A negation, unless what it denies is the disease."""
    if words[place] not in _DENYING:
        return False
    denied = words[place + 1 : place + 4]
    return not any(word in _ABOUT_DISEASE or word.startswith(_OF_DISEASE) for word in denied)


def _may_stand_before(word: str) -> bool:
    """Whether a word before a status leaves it as it is: a number, a time, the disease."""
    return (
        any(character.isdigit() for character in word)
        or word.startswith(_OF_DISEASE)
        or word in _ABOUT_DISEASE | _BEFORE | _DENYING | STOP_WORDS
        or time_unit(word) is not None
    )
