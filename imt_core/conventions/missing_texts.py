"""Texts that people write where a value is not recorded."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from imt_core.conventions.plain_text import plain_text

_ONLY_MARKS: Final = re.compile(r"'?[-–—‐‑‒−.·…?_/*\s]+")
_SAYS_MORE: Final = re.compile(r"[0-9#]")
_LONGEST: Final = 40

_NO_DATA: Final = "s/d"
_ANYWHERE: Final = frozenset(
    text.replace(" ", "")
    for text in (
        # English
        "na",
        "nan",
        "nat",
        "nd",
        "nk",
        "unk",
        "null",
        "missing",
        "unknown",
        "not known",
        "not available",
        "not applicable",
        "not recorded",
        "not reported",
        "not evaluated",
        "not collected",
        "not allowed to collect",
        "discrepancy",
        "not documented",
        "not done",
        "not stated",
        "not specified",
        "no data",
        "no information",
        "data missing",
        "missing data",
        # Italian
        "non noto",
        "non nota",
        "non noti",
        "non note",
        "ignoto",
        "ignota",
        "sconosciuto",
        "sconosciuta",
        "non conosciuto",
        "non conosciuta",
        "non disponibile",
        "non disponibili",
        "non applicabile",
        "non riportato",
        "non riportata",
        "non registrato",
        "non registrata",
        "non specificato",
        "non specificata",
        "mancante",
        "dato mancante",
        "dati mancanti",
        "nessun dato",
        "non pervenuto",
        "non pervenuta",
        # French
        "inconnu",
        "inconnue",
        "non connu",
        "non connue",
        "manquant",
        "manquante",
        "donnee manquante",
        "non disponible",
        "non renseigne",
        "non renseignee",
        "non applicable",
        "non precise",
        "non precisee",
        "sans objet",
        "indisponible",
        # German
        "unbekannt",
        "nicht bekannt",
        "k a",
        "keine angabe",
        "keine angaben",
        "ohne angabe",
        "fehlt",
        "fehlend",
        "nicht verfugbar",
        "nicht verfuegbar",
        "nicht erfasst",
        "nicht dokumentiert",
        "nicht anwendbar",
        "nicht zutreffend",
        "entfallt",
        "entfaellt",
        "keine daten",
        # Spanish
        "desconocido",
        "desconocida",
        "se desconoce",
        "no conocido",
        "no conocida",
        "no disponible",
        "no consta",
        "no aplica",
        "no aplicable",
        "no registrado",
        "no registrada",
        "sin dato",
        "sin datos",
        "faltante",
        "ausente",
        # Dutch
        "onbekend",
        "niet bekend",
        "ontbreekt",
        "ontbrekend",
        "niet beschikbaar",
        "niet van toepassing",
        "n v t",
        "niet vermeld",
        "geen gegevens",
        # Polish
        "brak",
        "brak danych",
        "brak informacji",
        "nieznany",
        "nieznana",
        "nieznane",
        "niewiadomo",
        "nie wiadomo",
        "nie dotyczy",
        "niedostepny",
        "niedostepna",
        "niedostepne",
    )
)

_IN_FLAGS: Final = frozenset(("nb", "oa", "bd"))
"""Niet bekend, ohne Angabe, brak danych: among words they may mean something else."""

_IN_MEASUREMENTS: Final = frozenset(
    (
        "none",
        "nil",
        "nc",
        "nv",
        *_IN_FLAGS,
        "nessuno",
        "nessuna",
        "niente",
        "aucun",
        "aucune",
        "keine",
        "keiner",
        "keines",
        "kein",
        "ninguno",
        "ninguna",
        "geen",
        "zaden",
        "zadna",
    )
)

_NOT_HAPPENED: Final = frozenset(
    text.replace(" ", "")
    for text in (
        # English
        "no",
        "never",
        "not yet",
        "alive",
        "still alive",
        "living",
        "not dead",
        "not deceased",
        "ongoing",
        "on going",
        "still ongoing",
        "continuing",
        "no progression",
        "not progressed",
        "progression free",
        "no event",
        "no relapse",
        "no recurrence",
        "no death",
        # Italian
        "mai",
        "non ancora",
        "vivo",
        "viva",
        "vivente",
        "in vita",
        "non deceduto",
        "non deceduta",
        "in corso",
        "nessuna progressione",
        "non progredito",
        "non progredita",
        "nessuna recidiva",
        "no progressione",
        "no recidiva",
        "nessun evento",
        # French
        "non",
        "jamais",
        "pas encore",
        "vivant",
        "vivante",
        "en vie",
        "non decede",
        "non decedee",
        "en cours",
        "pas de progression",
        "aucune progression",
        "pas de rechute",
        "aucune rechute",
        # German
        "nein",
        "nie",
        "noch nicht",
        "lebt",
        "lebend",
        "lebendig",
        "am leben",
        "lebt noch",
        "nicht verstorben",
        "laufend",
        "andauernd",
        "keine progression",
        "kein progress",
        "kein rezidiv",
        "kein ereignis",
        # Spanish
        "nunca",
        "todavia no",
        "aun no",
        "con vida",
        "no fallecido",
        "no fallecida",
        "en curso",
        "sin progresion",
        "no progresion",
        "sin recaida",
        "sin evento",
        # Dutch
        "nee",
        "neen",
        "nooit",
        "nog niet",
        "levend",
        "leeft",
        "leeft nog",
        "in leven",
        "niet overleden",
        "lopend",
        "doorlopend",
        "geen progressie",
        "geen recidief",
        # Polish
        "nie",
        "nigdy",
        "jeszcze nie",
        "zyje",
        "zywy",
        "zywa",
        "w trakcie",
        "trwa",
        "bez progresji",
        "brak progresji",
        "bez wznowy",
        "brak wznowy",
    )
)


def is_missing_text(
    text: str,
    *,
    measured: bool = False,
    dated: bool = False,
    flagged: bool = False,
    vocabulary: Collection[str] = (),
) -> bool:
    """Tell whether a text means that the value is not recorded.

    Parameters
    ----------
    text : str
        A filled cell. Case, accents, blanks and points do not count.
    measured : bool
        Whether the column holds dates or numbers. Words such as "none", which are an answer among
        words, mean there that nothing is recorded.
    dated : bool
        Whether the column holds dates. Words such as "alive", "no" or "ongoing" mean there that
        what the date is of has not happened.
    flagged : bool
        Whether the column holds events, where short forms such as NB can only mean that.
    vocabulary : collection of str
        Words that are values of this column, such as "unknown"; they are never missing.

    Returns
    -------
    bool
        ``False`` for an empty text, and for the error of a formula such as #N/A.

    Notes
    -----
    English, Italian, French, German, Spanish, Dutch and Polish. Short forms that are also words of
    this field are not among them: NE (not evaluable), NR (not reached), SD (stable disease; but
    s/d is sin datos).

    Examples
    --------
    >>> [is_missing_text(text) for text in ("n.d.", "k.A.", "NON NOTO", "--", "?")]
    [True, True, True, True, True]
    >>> is_missing_text("none"), is_missing_text("none", measured=True), is_missing_text("")
    (False, True, False)
    >>> [is_missing_text(text, dated=True) for text in ("alive", "żyje", "in corso", "dead")]
    [True, True, True, False]
    >>> is_missing_text("Unknown", vocabulary=("positive", "negative", "unknown"))
    False
    """
    if not text or len(text) > _LONGEST or _SAYS_MORE.search(text):
        return False
    if text.casefold() in {word.casefold() for word in vocabulary}:
        return False
    if _ONLY_MARKS.fullmatch(text):
        return bool(text.strip())
    plain = plain_text(text).replace(" ", "")
    return (
        plain in _ANYWHERE
        or text.strip().casefold() == _NO_DATA
        or (measured and plain in _IN_MEASUREMENTS)
        or (flagged and plain in _IN_FLAGS)
        or (dated and plain in _NOT_HAPPENED)
    )
