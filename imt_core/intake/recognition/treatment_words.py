"""Words of a treatment that is no chemotherapy: an operation, radiotherapy, observation, none."""

from __future__ import annotations

import re
from typing import Final, Literal

from imt_core.conventions.plain_text import plain_text

OtherTreatment = Literal["local", "none"]

_LOCAL_TEXT: Final = (
    "surgery surgeries surgical resection resected reresection excision operation operated op "
    "metastasectomy amputation lobectomy cystectomy laparotomy debulking debridement ablation rfa "
    "radiotherapy rt xrt ebrt irradiation radiation sbrt imrt brachytherapy proton embolisation "
    "embolization radiosurgery hipec cryoablation "
    "chirurgia chirurgico chirurgica intervento resezione asportazione escissione operazione "
    "amputazione metastasectomia radioterapia irradiazione brachiterapia ablazione "
    "chirurgie chirurgical chirurgicale exerese radiotherapie irradiation metastasectomie "
    "curietherapie operatif operiert resektion exzision operativ operative metastasektomie "
    "bestrahlung strahlentherapie radiatio radiochirurgie rtx "
    "cirugia quirurgico quirurgica reseccion extirpacion operacion amputacion irradiacion "
    "operatie resectie excisie chirurgisch chirurgische amputatie bestraling "
    "operacja zabieg chirurgiczny chirurgiczne chirurgiczna resekcja wyciecie amputacja "
    "radioterapi radioterapie naswietlanie napromienianie metastazektomia"
)
_WITH_IT_TEXT: Final = (
    "and plus e ed y i et und en oraz with of the di de del della la le der die von alone only "
    "only solo sola seule seul allein alleen nur tylko wide radical marginal complete incomplete "
    "palliative adjuvant neoadjuvant postoperative preoperative local external beam therapy r0 r1 "
    "r2 gy palliativa palliativ paliativa paliatywna adiuvante adjuvante adjuwantowa radicale "
    "radykalna radikal radicaal radikale lung pulmonary primary metastasis metastases tumour tumor "
    "treatment tratamiento trattamento traitement behandlung leczenie locale lokal"
)
_LOCAL: Final = frozenset(_LOCAL_TEXT.split())
_WITH_IT: Final = frozenset(_WITH_IT_TEXT.split())
_OF_DRUGS: Final = (
    r"(?:chemo\w*|chimio\w*|quimio\w*|chemioterap\w*|systemic|sistemic[ao]|systemi\w*|ct|drugs?|"
    r"farmaci|medicamentos|treatments?|therap\w*|terap\w*|trattament\w*|traitements?|behandlung\w*|"
    r"tratamientos?|behandeling\w*|leczeni\w*|lines?|linea|ligne|linie|lijn|linii)"
)
_NONE: Final = re.compile(
    r"none|nil|nothing|nessun[oa]?|niente|nulla|keine?r?s?|aucune?|rien|ningun[oa]?|nada|geen|brak|"
    r"zadn[aey]|"
    r"(?:no|not|non|nessun[oa]?|senza|keine?|ohne|pas(?: de)?|aucune?|sans|sin|ningun[oa]?|geen|"
    r"zonder|bez|brak|nie)"
    rf"(?: (?:further|other|any|specific|weitere|altra|autre|otra|andere|innej))*(?: {_OF_DRUGS})+"
    r"(?: (?:given|received|data))?|"
    r"(?:not|non|nicht|pas|no|niet|nie) (?:treated|trattat[oa]|behandelt|traitee?|tratad[oa]|"
    r"behandeld|leczon[ay])|"
    r"untreated|treatment naive|unbehandelt|onbehandeld|nieleczon[ay]|"
    r"(?:clinical |active |simple )?(?:observation|surveillance|monitoring)(?: only| alone)?|"
    r"osservazione|sorveglianza(?: attiva)?|beobachtung|verlaufsbeobachtung|nur beobachtung|"
    r"surveillance active|observacion|vigilancia(?: activa)?|observatie|actief volgen|obserwacja|"
    r"aktywny nadzor|watch(?:ful)?(?: and)? wait(?:ing)?|wait and see|w w|attesa|"
    r"bsc|(?:best )?supportive care|terapia di supporto|(?:sole )?cure palliative|soins palliatifs|"
    r"soins de (?:support|confort)|cuidados paliativos|palliati(?:ve|eve) zorg|palliative care|"
    r"leczenie (?:objawowe|wspomagajace)|opieka paliatywna|hospice"
)
_DOSE: Final = re.compile(r"\d+(?:x\d+)?(?:gy)?")


def other_treatment(text: str) -> OtherTreatment | None:
    """Tell what a treatment is that is wholly none of drugs.

    Parameters
    ----------
    text : str
        A cell of a treatment column.

    Returns
    -------
    {"local", "none"} or None
        ``None`` for drugs, for drugs beside an operation, and for what is not known.

    Examples
    --------
    >>> [other_treatment(text) for text in ("Surgery + RT", "Bestrahlung 50 Gy", "AI + surgery")]
    ['local', 'local', None]
    >>> [other_treatment(text) for text in ("Osservazione", "keine Chemotherapie", "none", "NA")]
    ['none', 'none', 'none', None]
    """
    plain = plain_text(text)
    if _NONE.fullmatch(plain):
        return "none"
    words = [word for word in plain.split() if not _DOSE.fullmatch(word)]
    if not _LOCAL.isdisjoint(words) and _LOCAL.union(_WITH_IT).issuperset(words):
        return "local"
    return None
