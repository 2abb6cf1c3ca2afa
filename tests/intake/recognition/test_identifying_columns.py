"""Columns that tell who a patient is, and those that only look like it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from imt_core.intake.files.reading import read_table
from imt_core.intake.recognition.identifying_columns import find_identifying_columns
from tests.places import REAL, SAMPLE, needs_real


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {column.header: column.kind for column in find_identifying_columns(frame)}


def kinds_by_header(headers: list[str]) -> dict[str, str]:
    return kinds(pd.DataFrame({header: ["x1", "x2"] for header in headers}))


@pytest.mark.parametrize(
    ("identifying", "others"),
    [
        pytest.param(
            {
                "First Name": "name",
                "Surname": "name",
                "Initials": "initials",
                "DOB": "date of birth",
                "Hospital number": "record number",
                "MRN": "record number",
                "NHS number": "national number",
                "Home address": "address",
                "Post code": "postcode",
                "E-mail": "e-mail",
                "Mobile phone": "phone",
            },
            ["Patient ID", "Sex", "Age", "Drug name", "Centre name", "Tumour name", "Hospital"],
            id="English",
        ),
        pytest.param(
            {
                "Cognome": "name",
                "Nome": "name",
                "Iniziali": "initials",
                "Data di nascita": "date of birth",
                "N. cartella clinica": "record number",
                "Codice Fiscale": "national number",
                "Indirizzo": "address",
                "CAP": "postcode",
                "Posta elettronica": "e-mail",
                "Cellulare": "phone",
                "Luogo di nascita": "address",
            },
            ["Codice paziente", "Sesso", "Nome farmaco", "Nome centro", "Ospedale", "Istologia"],
            id="Italian",
        ),
        pytest.param(
            {
                "Nom": "name",
                "Prénom": "name",
                "Initiales": "initials",
                "Date de naissance": "date of birth",
                "N° dossier": "record number",
                "Numéro de sécurité sociale": "national number",
                "Adresse": "address",
                "Code postal": "postcode",
                "Courriel": "e-mail",
                "Téléphone": "phone",
            },
            ["N° patient", "Nombre de cures", "Nom du centre", "Nom du protocole", "Hôpital"],
            id="French",
        ),
        pytest.param(
            {
                "Nachname": "name",
                "Vorname": "name",
                "Initialen": "initials",
                "Geb.-Datum": "date of birth",
                "Fallnummer": "record number",
                "Versichertennummer": "national number",
                "Straße": "address",
                "PLZ": "postcode",
                "E-Mail-Adresse": "e-mail",
                "Telefonnummer": "phone",
            },
            ["Patienten-ID", "Geschlecht", "Name der Klinik", "Medikamentenname", "Zentrum"],
            id="German",
        ),
        pytest.param(
            {
                "Apellidos": "name",
                "Nombre": "name",
                "Iniciales": "initials",
                "Fecha de nacimiento": "date of birth",
                "Nº historia clínica": "record number",
                "Número de la Seguridad Social": "national number",
                "Dirección": "address",
                "Código postal": "postcode",
                "Correo electrónico": "e-mail",
                "Teléfono": "phone",
            },
            ["Código paciente", "Sexo", "Nombre del centro", "Nombre del fármaco", "Hospital"],
            id="Spanish",
        ),
        pytest.param(
            {
                "Achternaam": "name",
                "Voornaam": "name",
                "Geboortedatum": "date of birth",
                "Ziekenhuisnummer": "record number",
                "BSN": "national number",
                "Woonplaats": "address",
                "Postcode": "postcode",
                "E-mailadres": "e-mail",
                "Telefoon": "phone",
                "Naam": "name",
            },
            ["Studienummer", "Geslacht", "Naam ziekenhuis", "Naam middel", "Ziekenhuis"],
            id="Dutch",
        ),
        pytest.param(
            {
                "Nazwisko": "name",
                "Imię": "name",
                "Inicjały": "initials",
                "Data urodzenia": "date of birth",
                "Nr historii choroby": "record number",
                "PESEL": "national number",
                "Adres zamieszkania": "address",
                "Kod pocztowy": "postcode",
                "Adres e-mail": "e-mail",
                "Numer telefonu": "phone",
            },
            ["Nr pacjenta", "Płeć", "Nazwa leku", "Nazwa ośrodka", "Szpital"],
            id="Polish",
        ),
    ],
)
def test_headers_of_each_language_are_known_and_things_are_not_persons(
    identifying: dict[str, str], others: list[str]
) -> None:
    assert kinds_by_header([*identifying, *others]) == identifying


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["seen, write to a.b@example.org", "", "well"], "e-mail"),
        (["RSSMRA80A01H501U", "BNCLRA75T41F205X"], "national number"),
        (["123-45-6789", "987-65-4321"], "national number"),
        (["(415) 555-1212", "415-555-1313"], "phone"),
        (["+39 02 1234567", "06 12 34 56 78"], "phone"),
    ],
)
def test_values_tell_under_any_header(cells: list[str], kind: str) -> None:
    (found,) = find_identifying_columns(pd.DataFrame({"note": cells}))
    assert (found.header, found.kind) == ("note", kind)
    assert not any(cell and cell in found.reason for cell in cells)


@pytest.mark.parametrize(
    "cells",
    [
        ["2019-03-01", "01/03/2019"],
        ["01.03.2019", "15.11.2020"],
        ["12.5", "3,4"],
        ["01-701-1015"],
        ["3364812635", "5233183616"],
        ["follow-up @ 3 months", "MTX @ 30 mg"],
        ["Rossi Mario", "Li Wei"],
        ["", ""],
    ],
)
def test_dates_numbers_and_labels_are_not_taken_for_phones_or_names(cells: list[str]) -> None:
    assert kinds(pd.DataFrame({"note": pd.Series(cells, dtype=object)})) == {}


def test_an_address_far_down_a_long_sheet_is_found() -> None:
    cells = np.full(100_000, "seen in clinic", dtype=object)
    cells[77_777] = "x.y@example.org"
    assert kinds(pd.DataFrame({"note": cells})) == {"note": "e-mail"}


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("patient_id", ["P1", "P2"], None),
        ("Patient", ["IMT-01", "IMT-02"], None),
        ("Patient", ["Rossi Mario", "De Luca, Anna"], "name"),
        ("record_id", ["1", "2"], None),
        ("Paziente", ["a@b.it", "c@d.it"], "e-mail"),
        ("MRN", ["123", "456"], "record number"),
        ("Patient name", ["x", "y"], "name"),
        ("Paziente", ["RSSMRA80A01H501U"], "national number"),
        ("Paziente", ["Rossi", "Bianchi"], "name"),
        ("Paziente", ["Rossi M.", "De Luca"], "name"),
        ("Patient", ["ROSSI MG", "O'Neill", "Müller-Lang"], "name"),
        ("Patient", ["Patient A", "Patient B"], None),
        ("Patient", ["ABC", "KLM"], None),
        ("Patient", ["alpha", "beta"], None),
        ("Patient", ["Rossi1", "Verdi2"], None),
    ],
)
def test_a_column_of_patients_is_flagged_only_where_it_is_no_pseudonym(
    header: str, cells: list[str], kind: str | None
) -> None:
    assert kinds(pd.DataFrame({header: cells})) == ({} if kind is None else {header: kind})


def test_the_reason_is_in_plain_words() -> None:
    found = find_identifying_columns(pd.DataFrame({"Indirizzo": ["x"], "MRN": ["1"]}))
    assert [c.reason for c in found] == [
        "the header means an address",
        "the header means a record number",
    ]


def test_the_sample_holds_nothing_that_identifies() -> None:
    assert find_identifying_columns(read_table(SAMPLE)) == ()


@needs_real
@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        (
            "clinical-trial-1",
            {
                "name_last": "name",
                "name_first": "name",
                "address": "address",
                "phone": "phone",
                "dob": "date of birth",
                "email": "e-mail",
            },
        ),
        (
            "longitudinal",
            {
                "first_name": "name",
                "last_name": "name",
                "telephone_1": "phone",
                "email": "e-mail",
                "dob": "date of birth",
                "ec_phone": "phone",
                "next_of_kin_contact_name": "name",
                "next_of_kin_contact_address": "address",
                "next_of_kin_contact_phone": "phone",
            },
        ),
        ("repeating-instruments-sparse", {"first_name": "name", "dob": "date of birth"}),
        ("decimal-comma-and-dot", {"name": "name"}),
    ],
)
def test_identifying_columns_of_real_exports_are_found(
    folder: str, expected: dict[str, str]
) -> None:
    assert kinds(read_table(REAL / "redcap" / folder / "data.csv")) == expected


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("data nasc", "date of birth"),
        ("Data di nasc.", "date of birth"),
        ("Comune", "address"),
        ("medico", "name"),
        ("Médecin", "name"),
        ("CAP", "postcode"),
    ],
)
def test_short_italian_headers_are_identifying(header: str, kind: str) -> None:
    assert kinds(pd.DataFrame({header: ["x"]})) == {header: kind}
