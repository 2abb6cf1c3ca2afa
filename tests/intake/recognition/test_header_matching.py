"""Own headers to canonical columns, in seven languages and in well-known layouts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.schema import COLUMNS
from imt_core.conventions.errors import ImtError
from imt_core.intake.files.reading import read_table
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_matching import (
    LEAST_CONFIDENCE,
    header_unit,
    rank_sources,
    suggest_columns,
)
from imt_core.intake.recognition.header_names import named_targets
from imt_core.intake.recognition.header_synonyms import (
    AMBIGUOUS_HEADERS,
    HEADER_SYNONYMS,
    LANGUAGES,
)
from tests.places import REAL, SAMPLE, needs_real

IDS = ["P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08"]
AGES = ["34", "51", "28", "67", "45", "39", "72", "19"]
MONTHS = ["3.2", "14.5", "7", "28.1", "5.5", "60.2", "1.1", "12"]
COMMAS = [number.replace(".", ",") for number in MONTHS]
ISO = ["2019-03-01", "2020-11-15", "", "2018-07-30", "2021-01-04", "", "2017-12-12", "2019-09-09"]
EUROPEAN = ["01/03/2019", "15/11/2020", "", "30/07/2018", "04/01/2021", "", "12/12/2017", "9/9/19"]
POINTS = [date.replace("/", ".") for date in EUROPEAN]
FLAGS = ["1", "0", "1", "1", "0", "0", "1", "0"]
LINES = ["1", "2", "1", "3", "1", "1", "2", "1"]
CYCLES = ["6", "4", "2", "8", "6", "6", "1", "3"]
WEIGHTS = ["70.5", "82", "55", "91.2", "64", "77", "60", "68"]


def over(*texts: str) -> list[str]:
    """Eight cells that repeat the texts."""
    return [texts[i % len(texts)] for i in range(8)]


Sheet = dict[str, tuple[list[str], str | None]]

ENGLISH: Sheet = {
    "Patient No.": (IDS, "patient_id"),
    "Gender": (over("Male", "Female"), "sex"),
    "Age at diagnosis": (AGES, "age_years"),
    "Primary tumour site": (over("abdomen", "lung", "bladder"), "primary_site"),
    "ALK": (over("pos", "neg", "nd"), "alk_status"),
    "Chemotherapy regimen": (over("MTX + VNB", "AI"), "regimen"),
    "Line of therapy": (over("1st", "2nd"), "line_number"),
    "Date of first dose": (ISO, "start_date"),
    "Best overall response (RECIST 1.1)": (over("CR", "PR", "SD", "PD"), "best_response"),
    "PFS (months)": (MONTHS, "pfs_months"),
    "Progressed?": (over("yes", "no"), "pfs_event"),
    "Overall Survival": (MONTHS, "os_months"),
    "Vital status": (over("alive", "dead"), "os_event"),
    "Date of last follow-up": (ISO, "last_followup_date"),
    "Weight (kg)": (WEIGHTS, None),
    "Ki-67 (%)": (CYCLES, None),
    "Comments": (over("well", "seen in clinic"), None),
    "Date of surgery": (ISO, None),
    "ECOG": (over("0", "1", "2"), None),
}
ITALIAN: Sheet = {
    "Codice paziente": (IDS, "patient_id"),
    "Sesso": (over("M", "F"), "sex"),
    "Età alla diagnosi": (AGES, "age_years"),
    "Sede primitiva": (over("addome", "polmone"), "primary_site"),
    "Stato ALK": (over("positivo", "negativo"), "alk_status"),
    "Stadio di malattia": (over("localizzato", "metastatico"), "stage"),
    "Schema di chemioterapia": (over("MTX + VNB", "doxorubicina"), "regimen"),
    "linea": (over("prima", "seconda"), "line_number"),
    "data inizio terapia": (EUROPEAN, "start_date"),
    "risposta migliore": (over("RC", "RP", "MS", "MP"), "best_response"),
    "SSP (mesi)": (COMMAS, "pfs_months"),
    "sopravvivenza globale (mesi)": (COMMAS, "os_months"),
    "stato in vita": (over("vivo", "morto"), "os_event"),
    "data decesso": (EUROPEAN, "death_date"),
    "N. cicli": (CYCLES, "cycles"),
    "Centro": (over("Milano", "Roma"), "centre"),
    "Peso": (COMMAS, None),
    "Note": (over("sta bene", "visto"), None),
    "Data intervento": (EUROPEAN, None),
    "PS": (over("0", "1"), None),
}
FRENCH: Sheet = {
    "N° patient": (IDS, "patient_id"),
    "Sexe": (over("H", "F"), "sex"),
    "Âge (ans)": (AGES, "age_years"),
    "Localisation primitive": (over("abdomen", "poumon"), "primary_site"),
    "Statut ALK": (over("positif", "négatif"), "alk_status"),
    "Stade": (over("localisé", "métastatique"), "stage"),
    "Ligne de traitement": (LINES, "line_number"),
    "Date de début du traitement": (EUROPEAN, "start_date"),
    "Nombre de cures": (CYCLES, "cycles"),
    "Meilleure réponse": (over("RC", "RP", "SD", "PD"), "best_response"),
    "Survie sans progression (mois)": (COMMAS, "pfs_months"),
    "SG (mois)": (COMMAS, "os_months"),
    "Décès": (over("oui", "non"), "os_event"),
    "Date des dernières nouvelles": (EUROPEAN, "last_followup_date"),
    "Motif d'arrêt": (over("progression", "toxicité"), "stop_reason"),
    "Poids": (COMMAS, None),
    "Commentaires": (over("va bien", "vu"), None),
    "Date de chirurgie": (EUROPEAN, None),
}
GERMAN: Sheet = {
    "Patienten-ID": (IDS, "patient_id"),
    "Geschlecht": (over("männlich", "weiblich"), "sex"),
    "Alter bei Erstdiagnose": (AGES, "age_years"),
    "Primärlokalisation": (over("Abdomen", "Lunge"), "primary_site"),
    "ALK-Status": (over("positiv", "negativ"), "alk_status"),
    "Tumorstadium": (over("lokalisiert", "metastasiert"), "stage"),
    "Therapielinie": (over("1", "2"), "line_number"),
    "Therapiebeginn": (POINTS, "start_date"),
    "Anzahl der Zyklen": (CYCLES, "cycles"),
    "Bestes Ansprechen": (over("komplette Remission", "PR", "SD"), "best_response"),
    "PFÜ (Monate)": (COMMAS, "pfs_months"),
    "Überlebenszeit": (COMMAS, "os_months"),
    "verstorben": (over("ja", "nein"), "os_event"),
    "Todesdatum": (POINTS, "death_date"),
    "Letzter Kontakt": (POINTS, "last_followup_date"),
    "Progress": (POINTS, "progression_date"),
    "Gewicht": (COMMAS, None),
    "Bemerkung": (over("geht gut", "Kontrolle"), None),
    "OP-Datum": (POINTS, None),
    "Osteolysen": (over("ja", "nein"), None),
}
SPANISH: Sheet = {
    "Código paciente": (IDS, "patient_id"),
    "Sexo": (over("hombre", "mujer"), "sex"),
    "Edad (años)": (AGES, "age_years"),
    "Localización primaria": (over("abdomen", "pulmón"), "primary_site"),
    "Estado ALK": (over("positivo", "negativo"), "alk_status"),
    "Estadio": (over("localizado", "metastásico"), "stage"),
    "Esquema de quimioterapia": (over("MTX + VNB", "AI"), "regimen"),
    "Línea de tratamiento": (over("primera", "segunda"), "line_number"),
    "Fecha de inicio del tratamiento": (EUROPEAN, "start_date"),
    "Mejor respuesta": (over("RC", "RP", "EE", "PE"), "best_response"),
    "SLP (meses)": (COMMAS, "pfs_months"),
    "SG meses": (COMMAS, "os_months"),
    "Exitus": (over("sí", "no"), "os_event"),
    "Fecha último seguimiento": (EUROPEAN, "last_followup_date"),
    "Peso": (COMMAS, None),
    "Observaciones": (over("bien", "visto"), None),
    "Fecha de cirugía": (EUROPEAN, None),
}
DUTCH: Sheet = {
    "Patiëntnummer": (IDS, "patient_id"),
    "Geslacht": (over("man", "vrouw"), "sex"),
    "Leeftijd bij diagnose": (AGES, "age_years"),
    "Lokalisatie primaire tumor": (over("buik", "long"), "primary_site"),
    "ALK-status": (over("positief", "negatief"), "alk_status"),
    "Stadium": (over("gelokaliseerd", "gemetastaseerd"), "stage"),
    "Behandellijn": (over("eerste", "tweede"), "line_number"),
    "Startdatum": (ISO, "start_date"),
    "Aantal kuren": (CYCLES, "cycles"),
    "Beste respons": (over("CR", "PR", "SD", "PD"), "best_response"),
    "Progressievrije overleving (maanden)": (COMMAS, "pfs_months"),
    "Algehele overleving (maanden)": (COMMAS, "os_months"),
    "Overleden": (over("ja", "nee"), "os_event"),
    "Datum laatste contact": (ISO, "last_followup_date"),
    "Gewicht": (COMMAS, None),
    "Opmerkingen": (over("goed", "gezien"), None),
    "Datum operatie": (ISO, None),
}
POLISH: Sheet = {
    "Nr pacjenta": (IDS, "patient_id"),
    "Płeć": (over("mężczyzna", "kobieta"), "sex"),
    "Wiek (lata)": (AGES, "age_years"),
    "Lokalizacja guza": (over("jama brzuszna", "płuco"), "primary_site"),
    "Status ALK": (over("dodatni", "ujemny"), "alk_status"),
    "Stopień zaawansowania": (over("miejscowy", "przerzutowy"), "stage"),
    "Linia leczenia": (over("pierwsza", "druga"), "line_number"),
    "Data rozpoczęcia leczenia": (POINTS, "start_date"),
    "Liczba cykli": (CYCLES, "cycles"),
    "Najlepsza odpowiedź": (over("CR", "PR", "SD", "PD"), "best_response"),
    "PFS (miesiące)": (COMMAS, "pfs_months"),
    "Przeżycie całkowite (miesiące)": (COMMAS, "os_months"),
    "Zgon": (over("tak", "nie"), "os_event"),
    "Data ostatniej wizyty": (POINTS, "last_followup_date"),
    "Masa ciała": (COMMAS, None),
    "Uwagi": (over("dobrze", "kontrola"), None),
    "Data operacji": (POINTS, None),
}


def table(sheet: Sheet) -> pd.DataFrame:
    return pd.DataFrame({header: cells for header, (cells, _) in sheet.items()}, dtype=object)


def suggested(frame: pd.DataFrame) -> dict[str, str]:
    return {suggestion.source: suggestion.target for suggestion in suggest_columns(frame)}


@pytest.mark.parametrize(
    "sheet", [ENGLISH, ITALIAN, FRENCH, GERMAN, SPANISH, DUTCH, POLISH], ids=LANGUAGES
)
def test_a_sheet_of_each_language_is_understood_and_nothing_else_suggested(sheet: Sheet) -> None:
    expected = {header: target for header, (_, target) in sheet.items() if target is not None}
    assert suggested(table(sheet)) == expected


@pytest.mark.parametrize(("header", "language"), [("Sesso", "Italian"), ("Płeć", "Polish")])
def test_the_reason_names_the_language_and_the_fit_of_the_values(
    header: str, language: str
) -> None:
    (found,) = suggest_columns(pd.DataFrame({header: ["M", "F"]}))
    assert found.reason == (
        f"the header means Sex ({language}); its values stand for male and female"
    )
    assert found.confidence == 0.95


def test_a_reason_never_holds_a_cell() -> None:
    for sheet in (ENGLISH, ITALIAN, GERMAN):
        for found in suggest_columns(table(sheet)):
            assert not any(
                cell in found.reason.split()
                for cell in sheet[found.source][0]
                if len(cell) > 2 and cell not in {"dates", "male", "female", "abdomen"}
            )


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("PFS (Tage)", "days"),
        ("pfs_weeks", "weeks"),
        ("PFS mesi", "months"),
        ("PFS [y]", "years"),
        ("pfsMonths", "months"),
        ("PFS", None),
    ],
)
def test_the_unit_of_a_time_is_read_from_its_header(header: str, unit: str | None) -> None:
    (found,) = suggest_columns(pd.DataFrame({header: MONTHS}))
    assert (found.target, found.unit) == ("pfs_months", unit)


@pytest.mark.parametrize(
    ("header", "cells", "target"),
    [
        ("death", over("1", "0"), "os_event"),
        ("death", ISO, "death_date"),
        ("decesso", EUROPEAN, "death_date"),
        ("decesso", over("si", "no"), "os_event"),
        ("recidiva", over("si", "no"), "rfs_event"),
        ("recidiva", EUROPEAN, "progression_date"),
        ("OS", MONTHS, "os_months"),
        ("OS", FLAGS, "os_event"),
        ("survival", over("alive", "dead"), "os_event"),
        ("Follow-up", ISO, "last_followup_date"),
        ("follow up months", MONTHS, "os_months"),
        ("status", over("alive", "dead"), "os_event"),
        ("OS_CNSR", FLAGS, "os_event"),
        ("pfs censored", FLAGS, "pfs_event"),
        ("Response", over("CR", "PR"), "best_response"),
        ("response months", MONTHS, "response_months"),
        ("Site", over("abdomen", "lung"), "primary_site"),
        ("SITEID", over("701", "702"), "centre"),
        ("treatment", ISO, "start_date"),
        ("treatment", over("AI", "GD"), "regimen"),
        ("Ueberlebenszeit", MONTHS, "os_months"),
        ("PATNR", IDS, "patient_id"),
    ],
)
def test_values_tell_apart_what_a_header_leaves_open(
    header: str, cells: list[str], target: str
) -> None:
    assert suggested(pd.DataFrame({header: cells})) == {header: target}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("sex", ISO),
        ("os_event", MONTHS),
        ("os_months", FLAGS),
        ("patient_id", over("A")),
        ("osteo", MONTHS),
        ("osteo", FLAGS),
        ("status", FLAGS),
        ("status", over("open", "shut")),
        ("patient name", IDS),
        ("age at menarche", AGES),
        ("Date of best response", ISO),
        ("drug dose", MONTHS),
        ("PD-L1", over("pos", "neg")),
        ("grade", over("1", "2", "3")),
        ("OS (months)", ISO),
        ("mother's age", AGES),
        ("reason for no response", over("x", "y")),
        ("sos", MONTHS),
        ("age", over("60-70", "70-80")),
        ("time", MONTHS),
    ],
)
def test_nothing_is_suggested_where_values_contradict_or_the_header_means_another_thing(
    header: str, cells: list[str]
) -> None:
    assert suggest_columns(pd.DataFrame({header: cells})) == ()


def test_a_bare_status_of_dead_and_alive_is_suggested_with_little_confidence() -> None:
    (found,) = suggest_columns(pd.DataFrame({"status": over("alive", "dead")}))
    assert found.target == "os_event"
    assert LEAST_CONFIDENCE <= found.confidence <= 0.6
    assert found.reason == ("the header may mean OS event; its words say whether it happened")


def test_values_alone_can_tell_a_sex_or_a_response_but_not_a_biomarker() -> None:
    frame = pd.DataFrame({"v1": over("M", "F"), "v2": over("CR", "PR"), "v3": over("pos", "neg")})
    assert suggested(frame) == {"v1": "sex", "v2": "best_response"}
    assert [found.confidence for found in suggest_columns(frame)] == [0.55, 0.55]


def test_a_misspelt_header_is_recognised_with_less_confidence() -> None:
    (found,) = suggest_columns(pd.DataFrame({"Best repsonse": over("CR", "PR")}))
    assert found.target == "best_response"
    assert 0.5 < found.confidence < 0.95
    assert found.reason.startswith("the header is spelt almost like words for Best response")


def test_event_and_months_of_different_endpoints_are_never_confused() -> None:
    headers = [f"{e}_{kind}" for e in ("os", "pfs", "rfs") for kind in ("months", "event")]
    frame = pd.DataFrame({h: MONTHS if h.endswith("months") else FLAGS for h in headers})
    assert suggested(frame) == {header: header for header in headers}


def test_each_source_serves_one_target_and_the_surer_one_wins() -> None:
    frame = pd.DataFrame(
        {
            "SUBJID": IDS,
            "USUBJID": IDS,
            "PATIENT STATUS": over("alive", "dead"),
            "status": over("alive", "dead"),
        }
    )
    assert suggested(frame) == {"USUBJID": "patient_id", "PATIENT STATUS": "os_event"}


def test_of_two_equal_columns_the_first_is_taken() -> None:
    frame = pd.DataFrame({"note": ["x", "y"], "Gender": ["m", "f"], "Sesso": ["m", "f"]})
    assert suggested(frame) == {"Gender": "sex"}


def test_ranking_lists_every_source_with_the_best_first() -> None:
    frame = table(ENGLISH)
    ranked = rank_sources(frame, "os_event")
    assert {found.source for found in ranked} == set(frame.columns)
    assert ranked[0].source == "Vital status"
    assert [found.confidence for found in ranked] == sorted(
        (found.confidence for found in ranked), reverse=True
    )
    assert ranked[-1].reason == "nothing speaks for it"


def test_ranking_for_an_unknown_column_tells_what_to_do() -> None:
    with pytest.raises(ImtError, match="target must be a canonical column, but 'ecog' was found"):
        rank_sources(pd.DataFrame({"a": ["1"]}), "ecog")


def test_the_canonical_sample_maps_to_itself() -> None:
    frame = read_table(SAMPLE)
    names = {column.name for column in COLUMNS}
    found = suggest_columns(frame)
    assert {f.source: f.target for f in found} == {c: c for c in frame.columns if c in names}


@pytest.mark.parametrize("column", [column.name for column in COLUMNS])
def test_every_column_has_names_in_every_language_and_knows_its_own(column: str) -> None:
    for language in LANGUAGES:
        assert HEADER_SYNONYMS[column][language], language
        for text in HEADER_SYNONYMS[column][language]:
            assert column in named_targets(header_words(text)), text
    for text in AMBIGUOUS_HEADERS.get(column, "").split(";"):
        assert not text or column in named_targets(header_words(text)), text


def test_layout_names_are_known() -> None:
    frame = pd.DataFrame(
        {
            "PATIENT_ID": IDS,
            "OS_MONTHS": MONTHS,
            "OS_STATUS": over("1:DECEASED", "0:LIVING"),
            "PFS_STATUS": over("1:PROGRESSION", "0:CENSORED"),
        }
    )
    assert suggested(frame) == {
        "PATIENT_ID": "patient_id",
        "OS_MONTHS": "os_months",
        "OS_STATUS": "os_event",
        "PFS_STATUS": "pfs_event",
    }


@needs_real
def test_a_real_clinical_trial_export_is_understood() -> None:
    frame = read_table(REAL / "adam_tern" / "tern_ex_adsl.csv")
    expected = {
        "USUBJID": "patient_id",
        "SEX": "sex",
        "AGE": "age_years",
        "TRTSDTM": "start_date",
        "SITEID": "centre",
        "ARM": "regimen",
    }
    assert suggested(frame) == expected


@given(
    st.lists(st.text(max_size=12), min_size=1, max_size=5, unique=True),
    st.lists(st.text(max_size=8), min_size=1, max_size=6),
)
def test_any_sheet_gets_one_target_for_a_source_and_confidences_in_range(
    headers: list[str], cells: list[str]
) -> None:
    found = suggest_columns(pd.DataFrame(dict.fromkeys(headers, cells), dtype=object))
    sources = [f.source for f in found]
    assert len(set(sources)) == len(sources)
    assert all(LEAST_CONFIDENCE <= f.confidence <= 1 for f in found)


def test_a_wide_and_long_sheet_of_unknown_texts_suggests_nothing() -> None:
    random = np.random.default_rng(1)
    texts = np.array([f"text {i}" for i in range(5_000)], dtype=object)
    columns = [texts[random.integers(0, 5_000, 100_000)] for _ in range(10)]
    frame = pd.DataFrame({f"column {i}": columns[i % 10] for i in range(100)})
    assert suggest_columns(frame) == ()


@pytest.mark.parametrize(
    "headers",
    [
        ["Response 1", "Response 2"],
        ["response_1", "response_2", "response_3"],
        ["Risposta1", "Risposta2"],
        ["Response 1", "Response 12"],
    ],
)
def test_one_of_several_numbered_columns_is_not_suggested(headers: list[str]) -> None:
    frame = pd.DataFrame({header: over("CR", "PR", "SD") for header in headers})
    assert suggest_columns(frame) == ()
    best = rank_sources(frame, "best_response")[0]
    assert best.confidence < LEAST_CONFIDENCE
    assert best.reason.endswith("but it is one of several columns with a number each")


def test_a_lone_number_at_the_end_of_a_header_does_no_harm() -> None:
    frame = pd.DataFrame({"Response 1": over("CR", "PR"), "Best response": over("SD", "PR")})
    assert suggested(frame) == {"Best response": "best_response"}
    assert suggested(frame[["Response 1"]]) == {"Response 1": "best_response"}


@pytest.mark.parametrize(
    ("others", "unit"),
    [
        (["Patient", "Décès", "Réponse"], "days"),
        (["Patient", "Geschlecht"], "years"),
        (["Patiënt", "geslacht"], "years"),
        (["ID"], None),
        (["Décès", "Geschlecht"], None),
    ],
)
def test_a_j_in_brackets_is_days_in_french_and_years_in_german_or_dutch(
    others: list[str], unit: str | None
) -> None:
    assert header_unit("OS (j)", [*others, "OS (j)"]) == unit
    frame = pd.DataFrame(dict.fromkeys(others, IDS) | {"OS (j)": MONTHS})
    assert rank_sources(frame, "os_months")[0].unit == unit
    assert header_unit("OS (a)", others) == "years"


@pytest.mark.parametrize(
    "header", ["Età (mesi)", "age (months)", "Alter (Tage)", "âge (semaines)", "age_months"]
)
def test_an_age_in_another_unit_is_the_age_that_will_be_converted(header: str) -> None:
    frame = pd.DataFrame({header: AGES})
    assert suggested(frame) == {header: "age_years"}
    both = pd.DataFrame({header: AGES, "Età (anni)": AGES})
    assert suggested(both)["Età (anni)"] == "age_years"
    assert rank_sources(both, "age_years")[0].source == "Età (anni)"
    assert suggested(pd.DataFrame({"Età (anni)": AGES})) == {"Età (anni)": "age_years"}


def test_a_column_of_single_numbers_or_words_is_no_series_of_assessments() -> None:
    named = "Target lesion changes"
    for cells, expected in ((["1.8: -12; 4: -45"], "target_changes"), (["smaller"], None)):
        sheet = pd.DataFrame({"id": ["a"], named: cells})
        found = {s.source: s.target for s in suggest_columns(sheet)}
        assert found.get(named) == expected
