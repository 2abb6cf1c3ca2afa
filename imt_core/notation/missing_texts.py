"""Texts that people write where a value is not recorded."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from imt_core.notation.plain_text import plain_text

_ONLY_MARKS: Final = re.compile(r"[-–—‐‑‒−.·…?_/*\s]+")
_SAYS_MORE: Final = re.compile(r"[0-9#]")
_LONGEST: Final = 40

_ANYWHERE: Final = frozenset(
    text.replace(" ", "")
    for text in (
        # English
        "na", "nan", "nat", "nd", "nk", "unk", "null", "missing", "unknown", "not known",
        "not available", "not applicable", "not recorded", "not reported", "not documented",
        "not done", "not stated", "not specified", "no data", "no information", "data missing",
        "missing data",
        # Italian
        "non noto", "non nota", "non noti", "non note", "ignoto", "ignota", "sconosciuto",
        "sconosciuta", "non conosciuto", "non conosciuta", "non disponibile", "non disponibili",
        "non applicabile", "non riportato", "non riportata", "non registrato", "non registrata",
        "non specificato", "non specificata", "mancante", "dato mancante", "dati mancanti",
        "nessun dato", "non pervenuto", "non pervenuta",
        # French
        "inconnu", "inconnue", "non connu", "non connue", "manquant", "manquante",
        "donnee manquante", "non disponible", "non renseigne", "non renseignee", "non applicable",
        "non precise", "non precisee", "sans objet", "indisponible",
        # German
        "unbekannt", "nicht bekannt", "k a", "keine angabe", "keine angaben", "ohne angabe",
        "fehlt", "fehlend", "nicht verfugbar", "nicht verfuegbar", "nicht erfasst",
        "nicht dokumentiert", "nicht anwendbar", "nicht zutreffend", "entfallt", "entfaellt",
        "keine daten",
        # Spanish
        "desconocido", "desconocida", "se desconoce", "no conocido", "no conocida",
        "no disponible", "no consta", "no aplica", "no aplicable", "no registrado",
        "no registrada", "sin dato", "sin datos", "faltante", "ausente",
        # Dutch
        "onbekend", "niet bekend", "ontbreekt", "ontbrekend", "niet beschikbaar",
        "niet van toepassing", "n v t", "niet vermeld", "geen gegevens",
        # Polish
        "brak", "brak danych", "brak informacji", "nieznany", "nieznana", "nieznane",
        "niewiadomo", "nie wiadomo", "nie dotyczy", "niedostepny", "niedostepna", "niedostepne",
    )
)  # fmt: skip

_IN_MEASUREMENTS: Final = frozenset(
    ("none", "nil", "nc", "nb", "nv", "oa", "bd", "nessuno", "nessuna", "niente", "aucun", "aucune",
     "keine", "keiner", "keines", "kein", "ninguno", "ninguna", "geen", "zaden", "zadna")
)  # fmt: skip


def is_missing_text(text: str, *, measured: bool = False, vocabulary: Collection[str] = ()) -> bool:
    """Tell whether a text means that the value is not recorded.

    Parameters
    ----------
    text : str
        A filled cell. Case, accents, blanks and points do not count.
    measured : bool
        Whether the column holds dates or numbers. Words such as "none", which are an answer among
        words, mean there that nothing is recorded.
    vocabulary : collection of str
        Words that are values of this column, such as "unknown"; they are never missing.

    Returns
    -------
    bool
        ``False`` for an empty text, and for the error of a formula such as #N/A.

    Notes
    -----
    English, Italian, French, German, Spanish, Dutch and Polish. Short forms that are also words of
    this field are not among them: NE (not evaluable), NR (not reached), SD (stable disease).

    Examples
    --------
    >>> [is_missing_text(text) for text in ("n.d.", "k.A.", "NON NOTO", "--", "?")]
    [True, True, True, True, True]
    >>> is_missing_text("none"), is_missing_text("none", measured=True), is_missing_text("")
    (False, True, False)
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
    return plain in _ANYWHERE or (measured and plain in _IN_MEASUREMENTS)
