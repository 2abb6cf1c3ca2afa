"""Labels of rows that sum patients up, in any of the languages: ``Total``, ``All patients``."""

from __future__ import annotations

import re
from typing import Final

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.notation.kept_answers import kept

_TOTALS_TEXT: Final = (
    "total totals subtotal sum mean average median totale totali somma media mediana somme moyenne "
    "mediane gesamt gesamtzahl insgesamt summe zwischensumme mittelwert durchschnitt suma promedio "
    "totaal som gemiddelde mediaan razem ogolem lacznie srednia tutti ensemble gesamtkollektiv "
    "wszyscy todos allen tous totaux totales totalen totalni gesamtsumme gesamtergebnis eindtotaal "
    "gesamtkohorte gesamtgruppe gesamtpopulation totaalscore subtotaal subtotale subtotales "
    "podsumowanie overall complessivo complessiva complessivamente globalement moyennes"
)
_ONLY_LAST_TEXT: Final = (
    "sd iqr q1 q3 min max minimum maximum range minimo massimo maximo intervallo rango bereik "
    "spannweite etendue zakres ecart type deviazione deviation standard standardabweichung "
    "standaarddeviatie desviacion odchylenie percent percentage percentuale prozent pourcentage "
    "porcentaje procent count anzahl nombre numero aantal liczba effectif effectifs intervalle "
    "spreiding streuung spanne zahl number tot ges avg moy med"
)
_BESIDE_TEXT: Final = (
    "n sd ds dt de et se iqr range ci ic ki bi min max all grand generale general global globale "
    "of patients patient pts pazienti pazientes patienten i la le les los las die der het und e y "
    "pacientes pacjentow pacjenci patientes cases casi falle casos cas events values and"
)
_ALL_TEXT: Final = (
    "all alle allen tutti tutte tous toutes todos todas wszyscy wszystkie wszystkich whole entire "
    "full total totale totala overall intera intero gesamte gesamter gesamten ganze entiere "
    "ensemble hele gehele cala calkowita toda tutta complete completa globale global"
)
_WHOM_TEXT: Final = (
    "patients patient pts pazienti paziente patienten patientinnen patientes pacientes pacjenci "
    "pacjentow pacjentki patienti cases casi falle casos cas gevallen przypadki cohort cohorte "
    "coorte kohorte kohort cohorten kohorta population popolazione populatie populacja poblacion "
    "series serie seria group gruppo gruppe groupe grupo groep grupa sample campione"
)
_TOTALS: Final = frozenset(_TOTALS_TEXT.split())
_ONLY_LAST: Final = frozenset(_ONLY_LAST_TEXT.split())
"""Words that may name a patient too (Max): counted where no patient can be called so."""
_BESIDE: Final = frozenset(_BESIDE_TEXT.split())
_ALL: Final = frozenset(_ALL_TEXT.split())
_WHOM: Final = frozenset(_WHOM_TEXT.split())
_BETWEEN: Final = frozenset({"the", "of", "i", "la", "le", "les", "los", "las", "die", "der", "de"})
_ANY: Final = _TOTALS | _ONLY_LAST | _BESIDE | _ALL | _WHOM
_COUNT: Final = re.compile(r"n\s*=\s*\d*\b.*|n\s*\(%\)", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"[(\[]\s*n?\s*=?\s*\d+[^)\]]*[)\]]|\bn\s*=\s*\d+", re.IGNORECASE)
_SHARE: Final = re.compile(r"\b(?:50|90|95|99)\s*-?\s*%")
_LONGEST_LABEL: Final = 60


@kept
def label_words(label: str) -> tuple[str, ...]:
    """Give the plain words of a label, without a number in brackets and a share such as "95 %".

    Examples
    --------
    >>> label_words("Total (n = 38)"), label_words("IC 95 %")
    (('total',), ('ic',))
    """
    if len(label) > _LONGEST_LABEL:
        return tuple(re.findall(r"[^\W_]+", plain_text(label)))[:8]
    told = _SHARE.sub(" ", _IN_BRACKETS.sub(" ", label))
    return tuple(re.findall(r"[^\W_]+", plain_text(told)))[:8]


def is_total(label: str) -> bool:
    """Whether a row's label is that of a total, mean or median, in any of the languages.

    Examples
    --------
    >>> [is_total(label) for label in ("Totale:", "Mean (SD)", "Médiane", "n = 4", "SUM-1")]
    [True, True, True, True, False]
    >>> [is_total(label) for label in ("All patients", "Intera coorte", "Total général", "All")]
    [True, True, True, False]
    """
    if _COUNT.fullmatch(label):
        return True
    words = label_words(label)
    if any(word in _TOTALS for word in words):
        return all(word in _TOTALS or word in _BESIDE or word in _ONLY_LAST for word in words)
    known = not _ALL.isdisjoint(words) and not _WHOM.isdisjoint(words)
    return known and _ALL.union(_WHOM, _BETWEEN).issuperset(words)


def may_be_total(label: str) -> bool:
    """Whether a label is made of the words of totals, counts and spreads; a name may be too.

    Examples
    --------
    >>> [may_be_total(label) for label in ("Max", "Tutti", "IC 95 %", "Anna", "12")]
    [True, True, True, False, False]
    """
    words = label_words(label)
    return bool(words) and _ANY.issuperset(words)


def names_spread(label: str) -> bool:
    """Whether a word of a label counts or tells a spread."""
    return not _ONLY_LAST.isdisjoint(label_words(label))


def begins_or_ends_as_total(label: str) -> bool:
    """Whether a label is a total that names its group, such as "Subtotal A" or "Milan total".

    Examples
    --------
    >>> begins_or_ends_as_total("Subtotal A"), begins_or_ends_as_total("Total P2 late")
    (True, True)
    """
    words = label_words(label)
    return bool(words) and not _TOTALS.isdisjoint({words[0], words[-1]})
