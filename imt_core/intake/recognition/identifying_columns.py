"""Columns that tell who a patient is, by their header or values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import pandas as pd

from imt_core.conventions.plain_text import plain_text
from imt_core.intake.notation.header_text import header_words, significant_words
from imt_core.intake.recognition.header_names import named_targets
from imt_core.intake.recognition.header_synonyms import split_names
from imt_core.intake.recognition.value_evidence import column_evidence

IdentifyingKind = Literal[
    "name",
    "initials",
    "date of birth",
    "record number",
    "national number",
    "address",
    "postcode",
    "e-mail",
    "phone",
]

_NAMES: Final = (
    "first name; last name; surname; family name; given name; middle name; full name; forename; "
    "maiden name; patient name; name of patient; subject name; next of kin; doctor name; "
    "physician name; name last; name first; cognome; nominativo; nome cognome; cognome nome; "
    "nome paziente; medico curante; nom patient; prénom; nom prénom; nom de famille; "
    "nom de naissance; nom de jeune fille; médecin traitant; Vorname; Nachname; Familienname; "
    "Patientenname; Geburtsname; Hausarzt; Nachname Vorname; apellido; apellidos; "
    "nombre apellidos; nombre del paciente; primer apellido; segundo apellido; voornaam; "
    "achternaam; familienaam; patiëntnaam; huisarts; imię; nazwisko; imię i nazwisko; "
    "nazwisko pacjenta; nazwisko rodowe; contact name; lastname; firstname; Zuname; "
    "lekarz prowadzący; medico; treating doctor; treating physician; médecin; behandelnder Arzt"
)
_LONE_NAMES: Final = "name; names; nome; nom; nombre; naam"
_HEADERS: Final[dict[IdentifyingKind, str]] = {
    "name": _NAMES,
    "initials": "initials; patient initials; iniziali; initiales; Initialen; iniciales; initialen; "
    "inicjały; inits; pt initials",
    "date of birth": "dob; date of birth; birth date; birthdate; birthday; born; brthdtc; "
    "data nasc; data di nasc; data di nascita; nascita; nato il; data nascita; "
    "date de naissance; naissance; né le; date naissance; "
    "Geburtsdatum; Geburtstag; geb; geb. datum; geboren; gebdat; "
    "fecha de nacimiento; nacimiento; f. nac; fecha nac; geboortedatum; data urodzenia; "
    "urodzony; urodzenia",
    "record number": "mrn; medical record number; medical record; hospital number; hospital id; "
    "chart number; hospital record number; record number; patient mrn; chart no; medical number; "
    "file number; accession number; hospital no; "
    "cartella clinica; numero cartella; numero cartella clinica; cartella; nosografico; "
    "nosologico; numero nosologico; numéro de dossier; dossier; ipp; nda; n° dossier; "
    "Aktenzeichen; Krankenaktennummer; Fallnummer; Fall-Nr; Aufnahmenummer; KIS-Nummer; "
    "Aktennummer; historia clínica; nhc; número de historia; número de historia clínica; "
    "n historia; expediente; número de expediente; "
    "dossiernummer; ziekenhuisnummer; zkh nr; epd nummer; patiëntdossier; "
    "numer historii choroby; nr historii choroby; historia choroby; numer księgi głównej; "
    "nr księgi głównej; nr kartoteki",
    "national number": "ssn; social security number; social security; nhs number; nhs no; nhs; "
    "insurance number; health card number; health insurance number; national id; medicare number; "
    "passport number; passport; tax code; national insurance number; "
    "codice fiscale; cod fiscale; cod fisc; tessera sanitaria; codice sanitario; "
    "numero tessera sanitaria; "
    "numéro de sécurité sociale; sécurité sociale; nss; nir; numéro de sécu; carte vitale; "
    "Versichertennummer; Versicherungsnummer; Krankenversicherungsnummer; KVNR; SVNR; "
    "Sozialversicherungsnummer; AHV-Nummer; Steuer-ID; Steueridentifikationsnummer; "
    "Versicherten-Nr; dni paciente; dni/nie; nif; número de la seguridad social; seguridad social; "
    "tarjeta sanitaria; número de afiliación; "
    "bsn; burgerservicenummer; rijksregisternummer; verzekeringsnummer; polisnummer; "
    "pesel; numer pesel; nr ubezpieczenia; numer ubezpieczenia; nr dowodu; numer dowodu osobistego",
    "address": "address; home address; street; street address; city of residence; place of birth; "
    "indirizzo; via; residenza; luogo di nascita; domicilio; comune; comune di residenza; "
    "adresse; rue; domicile; lieu de naissance; "
    "Anschrift; Straße; Wohnort; Geburtsort; Hausnummer; dirección; "
    "calle; lugar de nacimiento; lugar de residencia; adres; straat; woonplaats; geboorteplaats; "
    "ulica; miejsce urodzenia; miejsce zamieszkania; adres zamieszkania; patient address",
    "postcode": "postcode; postal code; zip; zip code; zipcode; cap; codice postale; code postal; "
    "Postleitzahl; PLZ; código postal; c.p.; kod pocztowy; post code",
    "e-mail": "email; e-mail; mail; email address; posta elettronica; courriel; adresse mail; "
    "E-Mail-Adresse; correo electrónico; correo; e-mailadres; adres e-mail; indirizzo email",
    "phone": "phone; telephone; telephone number; phone number; mobile phone; cell phone; "
    "mobile number; contact number; home phone; telefono; cellulare; recapito telefonico; "
    "téléphone; portable; numéro de téléphone; Telefon; Telefonnummer; Handy; Mobilnummer; "
    "Handynummer; "
    "teléfono; móvil; telefoon; telefoonnummer; mobiel; gsm; numer telefonu; komórka; fax; "
    "tel; phone no",
}

_STRONG_WORDS: Final[dict[str, IdentifyingKind]] = {
    "surname": "name",
    "lastname": "name",
    "firstname": "name",
    "cognome": "name",
    "prenom": "name",
    "vorname": "name",
    "nachname": "name",
    "apellido": "name",
    "apellidos": "name",
    "voornaam": "name",
    "achternaam": "name",
    "nazwisko": "name",
    "imie": "name",
    "dob": "date of birth",
    "birthdate": "date of birth",
    "geburtsdatum": "date of birth",
    "geboortedatum": "date of birth",
    "mrn": "record number",
    "nhc": "record number",
    "ssn": "national number",
    "pesel": "national number",
    "bsn": "national number",
    "email": "e-mail",
    "courriel": "e-mail",
    "phone": "phone",
    "telephone": "phone",
    "telefono": "phone",
    "telefon": "phone",
    "telefoon": "phone",
    "address": "address",
    "indirizzo": "address",
    "adresse": "address",
    "anschrift": "address",
    "direccion": "address",
}
"""Words that identify a person wherever they stand, unless the header speaks of a thing."""

_PERSONS: Final = frozenset(
    (
        "patient",
        "patients",
        "pt",
        "subject",
        "participant",
        "person",
        "next",
        "kin",
        "contact",
        "mother",
        "father",
        "spouse",
        "partner",
        "child",
        "doctor",
        "physician",
        "paziente",
        "medico",
        "malade",
        "medecin",
        "patienten",
        "arzt",
        "paciente",
        "patientin",
        "arts",
        "pacjenta",
        "lekarza",
        "first",
        "last",
        "middle",
        "full",
        "family",
        "given",
        "cognome",
        "prenom",
        "apellidos",
        "relative",
        "surname",
        "investigator",
    )
)
_THINGS: Final = frozenset(
    (
        "drug",
        "centre",
        "center",
        "hospital",
        "tumour",
        "tumor",
        "study",
        "trial",
        "site",
        "clinic",
        "regimen",
        "institution",
        "file",
        "form",
        "gene",
        "farmaco",
        "centro",
        "ospedale",
        "tumore",
        "hopital",
        "tumeur",
        "klinik",
        "zentrum",
        "medikament",
        "farmaco",
        "ziekenhuis",
        "szpital",
        "osrodek",
        "institute",
        "visit",
        "confirmed",
        "available",
        "yes",
        "consent",
    )
)

_NUMBER_WORDS: Final = frozenset(("no", "nr", "num", "n", "numero", "nummer", "numer"))

_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_TAX_CODE: Final = re.compile(
    r"[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]", re.IGNORECASE
)
_SOCIAL_SECURITY: Final = re.compile(r"[0-9]{3}-[0-9]{2}-[0-9]{4}")
_PHONE: Final = re.compile(
    r"(?![0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}\b)"  # no date
    r"(?:\+[0-9]|\([0-9]{2,5}\)\s?[0-9]|0[0-9]{1,4}[ /][0-9])[0-9 ()./-]{5,16}"
    r"|[0-9]{3}[-. ][0-9]{3}[-. ][0-9]{4}"
)
_PERSON: Final = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*(?:,?\s[^\W\d_]{2,}[^\W\d_'’-]*){1,3}")
_SURNAME: Final = re.compile(
    r"(?!(?i:pat\w*|paz\w*|pac\w*|pt|case|caso|cas|fall|subject|sujet)\b)"
    r"(?![a-zß-ÿ])[^\W\d_]{4,}(?:[-'’ ][^\W\d_]{3,})*(?:,?(?:\s?[^\W\d_]\.?){1,3})?"
)
"""A capitalised word without digits, perhaps with initials: ``Rossi``, ``Rossi M.``."""
_MOST: Final = 0.6

_BY_VALUES: Final[tuple[tuple[IdentifyingKind, re.Pattern[str], str], ...]] = (
    ("national number", _TAX_CODE, "its values are written like Italian tax codes"),
    ("national number", _SOCIAL_SECURITY, "its values are written like social security numbers"),
    ("phone", _PHONE, "its values are written like phone numbers"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyingColumn:
    """A column that may tell who a patient is.

    Parameters
    ----------
    header : str
        As in the sheet.
    kind : str
        ``name``, ``initials``, ``date of birth``, ``record number``, ``national number``,
        ``address``, ``postcode``, ``e-mail`` or ``phone``.
    reason : str
        In plain words, without the content of cells.
    """

    header: str
    kind: IdentifyingKind
    reason: str


def find_identifying_columns(table: pd.DataFrame) -> tuple[IdentifyingColumn, ...]:
    """Find the columns that seem to tell who a patient is.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as `read_table` gives them.

    Returns
    -------
    tuple of IdentifyingColumn
        In the order of the sheet. A pseudonym is not among them, but a column of patients whose
        header or values are those of a record number, an e-mail address or a name is.

    Notes
    -----
    Names and dates of birth are known by their header only, in seven languages, except in a column
    of patients. E-mail addresses are looked for in every cell, other values in up to 2,000. It is
    a help, not a proof: free text may hold a name that nothing here would find.

    Examples
    --------
    >>> sheet = pd.DataFrame({"Cognome": ["x"], "drug name": ["y"], "note": ["a@b.org"]})
    >>> [(column.header, column.kind) for column in find_identifying_columns(sheet)]
    [('Cognome', 'name'), ('note', 'e-mail')]
    >>> find_identifying_columns(pd.DataFrame({"patient_id": ["P1"]}))
    ()
    """
    found = (_identify(str(header), table[header]) for header in table.columns)
    return tuple(column for column in found if column is not None)


def _identify(header: str, cells: pd.Series) -> IdentifyingColumn | None:
    kind = _kind_by_header(header)
    if kind is not None:
        article = "an" if kind[0] in "aei" else "a"
        return IdentifyingColumn(
            header=header, kind=kind, reason=f"the header means {article} {kind}"
        )
    found = _kind_by_values(header, cells)
    return IdentifyingColumn(header=header, kind=found[0], reason=found[1]) if found else None


def _kind_by_header(header: str) -> IdentifyingKind | None:
    for reading in (plain_text(header).split(), *header_words(header).readings):
        words = _plain_words(reading)
        kind = _known_headers().get(" ".join(words)) or _known_headers().get("".join(reading))
        if kind is not None:
            return kind
        others = set(words) - _lone_names()
        if others != set(words) and others <= _PERSONS:
            return "name"
        strong = [_STRONG_WORDS[word] for word in words if word in _STRONG_WORDS]
        if strong and not set(words) & _THINGS:
            return strong[0]
    return None


def _plain_words(words: Iterable[str]) -> tuple[str, ...]:
    return significant_words(tuple("number" if w in _NUMBER_WORDS else w for w in words))


def _kind_by_values(header: str, cells: pd.Series) -> tuple[IdentifyingKind, str] | None:
    joined = "\n".join(cells.tolist())
    if "@" in joined and _EMAIL.search(joined):
        return "e-mail", "it holds e-mail addresses"
    seen = column_evidence(cells)
    for kind, pattern, reason in _BY_VALUES:
        if _share(seen.texts, seen.weights.tolist(), pattern) >= _MOST:
            return kind, reason
    is_patient = "patient_id" in named_targets(header_words(header))
    weights = seen.weights.tolist()
    if is_patient and _share(seen.texts, weights, _PERSON, _SURNAME) >= _MOST:
        return "name", "it tells patients apart, and its values are written like names"
    return None


def _share(texts: tuple[str, ...], weights: list[float], *patterns: re.Pattern[str]) -> float:
    return sum(
        weight
        for text, weight in zip(texts, weights, strict=True)
        if any(pattern.fullmatch(text) for pattern in patterns)
    )


@cache
def _known_headers() -> Mapping[str, IdentifyingKind]:
    known: dict[str, IdentifyingKind] = {}
    for kind, names in _HEADERS.items():
        for name in split_names(names):
            words = tuple(plain_text(name).split())
            known.setdefault(" ".join(_plain_words(words)), kind)
            known.setdefault("".join(words), kind)
    return known


@cache
def _lone_names() -> frozenset[str]:
    return frozenset(split_names(_LONE_NAMES))
