"""What the header of a column of status words says: whose status, of when, of which deaths."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.recognition.flag_headers import is_about_death, without_legend
from imt_core.intake.recognition.status_words import names_a_state


def _words(text: str) -> frozenset[str]:
    return frozenset(plain_text(text).split())


_OF_ANOTHER: Final = _words(
    "mother father brother sister sibling siblings parent parents family husband wife spouse child "
    "children caregiver donor graft madre padre fratello sorella genitori famiglia familiari "
    "marito moglie figlio donatore mere pere frere soeur famille parents mari donneur mutter "
    "vater bruder schwester eltern familie spender hermano hermana familia padres marido donante "
    "moeder vader broer zus ouders donor matka ojciec brat siostra rodzina rodzice dawca"
)
_OF_ANOTHER_DAY: Final = _words(
    "baseline diagnosis discharge surgery surgical postoperative preoperative operation resection "
    "margin margins admission enrolment enrollment inclusion cycle cycles day days week weeks "
    "month months year years progression relapse recurrence response diagnosi dimissione "
    "chirurgia intervento margini ciclo giorno giorni settimana mese mesi anno anni recidiva "
    "progressione risposta diagnostic sortie chirurgie marges cure jour jours semaine mois an ans "
    "recidive reponse diagnose entlassung operation zyklus tag tage woche monat monate jahr jahre "
    "rezidiv ansprechen diagnostico alta cirugia margenes dia dias semana mes meses ano anos "
    "recaida respuesta ontslag operatie dag dagen maand maanden jaar recidief rozpoznania wypis "
    "operacja dzien miesiac rok lat nawrot odpowiedz treatment therapy chemotherapy trattamento "
    "terapia traitement therapie behandlung tratamiento behandeling leczenia"
)
_TIME: Final = re.compile(r"\d+(?:y|yr|yrs|mo|m|w|wk|d|j|a)")

_DISEASE: Final = _words(
    "disease tumor tumour cancer sarcoma imt neoplasm neoplasia malattia tumore cancro neoplasia "
    "sarcoma maladie tumeur cancer sarcome krankheit erkrankung krebs sarkom enfermedad cancer "
    "sarcoma ziekte kanker sarcoom tumoren choroba choroby nowotwor nowotworu nowotworowa "
    "nowotworowy raka rak miesaka guza"
)
_COMPOUND: Final = re.compile(
    r"(?:tumor|krankheits?|krebs|sarkom|ziekte|kanker|sarcoom)"
    r"(?:bedingt\w*|spezifisch\w*|assoziiert\w*|tod|sterblichkeit|specifiek\w*|gerelateerd\w*|"
    r"gebonden|dood|sterfte)"
)
_SPECIFIC: Final = _words(
    "specific specifico specifica specifique specifiques spezifisch spezifisches spezifische "
    "especifica especifico specifiek specifieke swoiste swoisty zalezne zalezny related"
)
_SURVIVAL: Final = re.compile(
    r"survival|sopravvivenza|survie|uberleben|ueberleben|uberlebenszeit|supervivencia|sobrevida|"
    r"overleving|przezycie|mortality|mortalita|mortalite|mortalitat|mortalidad|mortaliteit"
)
_SHORT: Final = _words("dss css dsd dod")
_OTHER: Final = _words(
    "other another altra altre altro autre autres andere anderer anderen otra otras otro "
    "overige innej innych inna"
)


def may_be_last_status(header: str) -> bool:
    """Whether words of life and death under a header may tell the patient's last status.

    Examples
    --------
    >>> [may_be_last_status(header) for header in ("Verlauf", "Mother", "Status at 1 year")]
    [True, False, False]
    """
    words = set(plain_text(without_legend(header)).split())
    if words & (_OF_ANOTHER | _OF_ANOTHER_DAY):
        return False
    return not any(_TIME.fullmatch(word) for word in words)


def is_cause_specific(header: str) -> bool:
    """Whether a header names deaths of the disease alone, which overall survival is not about.

    Examples
    --------
    >>> [is_cause_specific(header) for header in ("Died of disease", "tumorbedingter Tod", "DSS")]
    [True, True, True]
    >>> [is_cause_specific(header) for header in ("Death", "Disease status", "Status (1 = DOD)")]
    [False, False, False]
    """
    header = without_legend(header)
    words = plain_text(header).split()
    held = set(words)
    if held & _SHORT:
        return True
    if held & _OTHER:
        return False
    survival = any(_SURVIVAL.fullmatch(word) for word in words)
    if any(_COMPOUND.fullmatch(word) for word in words):
        return survival or is_about_death(header) or any(w.endswith("tod") for w in words)
    named = bool(held & (_DISEASE | {"cause", "causa", "ursache"}))
    if held & _SPECIFIC and named:
        return survival or is_about_death(header)
    return bool(held & _DISEASE) and is_about_death(header)


def counts_one_cause(header: str, texts: Iterable[str]) -> bool:
    """Whether a column counts deaths of the disease alone, as far as header and words tell.

    Examples
    --------
    >>> counts_one_cause("Died of disease", ["Y", "N"]), counts_one_cause("DOD", ["DOD", "AWD"])
    (True, False)
    >>> counts_one_cause("DSS_STATUS", ["1:DEAD WITH TUMOR", "0:ALIVE"])
    True
    """
    if not is_cause_specific(header):
        return False
    held = set(plain_text(without_legend(header)).split())
    return bool(held & (_SPECIFIC | _SHORT - {"dod"})) or not any(map(names_a_state, texts))
