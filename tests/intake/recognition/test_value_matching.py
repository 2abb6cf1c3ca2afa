"""What the words of a sheet mean, and what is never guessed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.cohort.schema import COLUMN_BY_NAME, COLUMNS
from imt_core.conventions.errors import ImtError
from imt_core.intake.recognition.header_synonyms import split_names
from imt_core.intake.recognition.text_meaning import text_key
from imt_core.intake.recognition.value_matching import (
    count_values,
    describe_events,
    has_value_mapping,
    suggest_values,
)
from imt_core.intake.recognition.value_synonyms import (
    ALIVE,
    ALK_INHIBITOR,
    DEATH,
    EVENT_CENSORED,
    PROGRESSION,
    RECURRENCE,
    VALUE_SYNONYMS,
    YES_NO,
)

EVENTS = ("os_event", "pfs_event", "rfs_event")


def meaning(target: str, text: str) -> str | None:
    return suggest_values(target, [text])[text]


@pytest.mark.parametrize(
    ("target", "word", "texts"),
    [
        (
            "best_response",
            "CR",
            "CR; complete response; risposta completa; RC; komplette Remission;"
            " Réponse complète; respuesta completa; complete respons; całkowita odpowiedź; "
            "CR (complete response)",
        ),
        ("best_response", "PR", "PR; RP; partial; risposta parziale; Teilremission"),
        ("best_response", "SD", "SD; stable disease; malattia stabile; MS; maladie stable; stabil"),
        ("best_response", "PD", "PD; progression; MP; progressione; Progress; progresja"),
        ("best_response", "NE", "NE; not evaluable; non valutabile; nicht beurteilbar"),
        ("sex", "male", "m; MALE; uomo; homme; männlich; hombre; man; mężczyzna; M (male)"),
        ("sex", "female", "f; Female; donna; femme; weiblich; mujer; vrouw; kobieta; w; k"),
        ("alk_status", "positive", "pos; +; positivo; ALK+; rearranged; dodatni; (+)"),
        ("alk_status", "negative", "neg; -; negativo; ALK-; not rearranged; ALK −; ujemny"),
        ("alk_status", "unknown", "unknown; nd; n.d.; ND; unbekannt; non eseguito; ?"),
        ("alk_method", "both", "IHC + FISH; FISH/IHC; entrambi; ihc and fish"),
        ("stage", "localized", "localised; local; localizzato; lokalisiert; zlokalizowany"),
        ("stage", "locally advanced", "Locally advanced; localmente avanzato; localement avancé"),
        ("stage", "metastatic", "M1; metastatico; IV; stage IV; métastatique; uitgezaaid"),
        ("regimen_group", "anthracycline-based", "Anthracycline based; antracicline"),
        ("regimen_group", "MTX-V", "MTX-V; MTX/V; methotrexate + vinorelbine"),
        ("regimen", "AI", "doxorubicin + ifosfamide; Ifosfamide/Doxorubicin; ai"),
        ("line_number", "1", "first; 1st; prima; 1L; erste; première ligne; 1ª línea; 1.0"),
        ("line_number", "2", "second line; 2; seconda; II; tweede lijn"),
        ("worst_ae_grade", "3", "G3; grade 3; III; Grado 3"),
        (
            "os_event",
            "1",
            "dead; morto; deceduto; décédé; tot; verstorben; zgon; 1:DECEASED; yes; "
            "sì; oui; ja; tak; event; TRUE; 2: dead; DOD; 1.0",
        ),
        (
            "os_event",
            "0",
            "alive; vivo; lebt; 0:LIVING; no; non; nein; nie; censored; zensiert; "
            "NED; not dead; no evidence of disease; alive with disease; 0",
        ),
        ("pfs_event", "1", "progressed; PD; dead; 1:PROGRESSION; recurred/progressed"),
        (
            "pfs_event",
            "0",
            "not progressed; no progression; 0:CENSORED; "
            "alive without progression; progression: no; nessuna progressione; progressionsfrei",
        ),
        ("rfs_event", "1", "relapse; recidiva; Rezidiv; nawrót; 1:Recurred/Progressed"),
        ("rfs_event", "0", "no relapse; 0:DiseaseFree; sans récidive; kein Rezidiv"),
        ("later_alk_inhibitor", "1", "yes; crizotinib; 1"),
        ("later_alk_inhibitor", "0", "no; none; 0"),
    ],
)
def test_known_texts_stand_for_their_word(target: str, word: str, texts: str) -> None:
    for text in split_names(texts):
        assert (text, meaning(target, text)) == (text, word)


@pytest.mark.parametrize(
    ("target", "texts"),
    [
        ("sex", "1; 2; 0; x; F?; M/F; boyish"),
        (
            "best_response",
            "1; no progression; not progressed; SD/PD; SD, then PD; CR?; NA; "
            "no complete response; PR (unconfirmed); no response",
        ),
        ("alk_status", "+/-; 1; 0; ALK +/-; 3; weak"),
        ("stage", "II; IIIB; M; nodal; M0; non metastatic; non metastatico; no metastases; 0"),
        (
            "os_event",
            "2; 9; dead?; alive or dead; death = 0; unknown; not progressed; perhaps; -; "
            "dead (censored); progression",
        ),
        (
            "pfs_event",
            "alive; not; progression?; alive with disease; 2; NED; no evidence of disease",
        ),
        ("rfs_event", "alive; 3; not evaluable; NED; alive NED"),
        ("line_number", "adjuvant; 1 or 2; 1/2"),
        ("worst_ae_grade", "3-4; G3 or 4; severe"),
        ("adverse_events", "G3 neutropenia"),
        ("patient_id", "A"),
        ("centre", "Roma"),
        ("stop_reason", "PD"),
    ],
)
def test_what_is_not_known_is_not_guessed(target: str, texts: str) -> None:
    for text in split_names(texts):
        assert (text, meaning(target, text)) == (text, None)


@pytest.mark.parametrize(
    ("target", "text", "word"),
    [
        ("alk_status", "postive", "positive"),
        ("alk_status", "negitive", None),
        ("alk_status", "negativve", "negative"),
        ("best_response", "complete respnse", "CR"),
        ("best_response", "partial resposne", "PR"),
        ("pfs_event", "progresion", "1"),
        ("pfs_event", "not progresed", "0"),
        ("stage", "metastattic", "metastatic"),
        ("stage", "non metastattic", None),
        ("os_event", "deceaased", "1"),
        ("sex", "femal", None),
        ("os_event", "uncensored", "1"),
        ("pfs_event", "withuot progression", None),
        ("pfs_event", "alive with progresion", None),
    ],
)
def test_only_a_spelling_mistake_in_a_long_word_is_forgiven(
    target: str, text: str, word: str | None
) -> None:
    assert meaning(target, text) == word


@pytest.mark.parametrize("target", EVENTS)
@pytest.mark.parametrize("negation", ["no", "not", "non", "without", "senza", "kein", "sans"])
@pytest.mark.parametrize("event", ["progression", "relapse", "dead", "death", "recidiva", "event"])
def test_a_negated_event_is_never_an_event(target: str, negation: str, event: str) -> None:
    assert meaning(target, f"{negation} {event}") in {None, "0"}


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        (["M", "F"], ["male", "female"]),
        (["H", "F"], ["male", "female"]),
        (["H", "M"], ["male", None]),
        (["M", "V"], [None, None]),
        (["K", "M"], ["female", "male"]),
        (["W", "M"], ["female", "male"]),
    ],
)
def test_a_letter_that_means_opposite_sexes_in_two_languages_is_left_open(
    letters: list[str], expected: list[str | None]
) -> None:
    assert list(suggest_values("sex", letters).values()) == expected


def test_a_censoring_indicator_turns_codes_round_but_not_words() -> None:
    found = suggest_values(
        "os_event", ["1", "0", "yes", "no", "dead", "censored", "1.0"], header="CNSR"
    )
    assert list(found.values()) == ["0", "1", "0", "1", "1", "0", "0"]
    assert suggest_values("sex", ["m"], header="CNSR") == {"m": "male"}


def test_values_are_counted_with_the_most_frequent_first_and_without_empty_cells() -> None:
    cells = pd.Series(["b", "", "a", "a", "c", ""], index=[9, 4, 2, 7, 1, 3])
    assert list(count_values(cells).items()) == [("a", 2), ("b", 1), ("c", 1)]


@given(st.lists(st.text(max_size=3), max_size=30))
def test_counts_add_up_to_the_filled_cells(cells: list[str]) -> None:
    counts = count_values(pd.Series(cells, dtype=object))
    assert counts == {text: cells.count(text) for text in cells if text}
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def test_an_event_column_is_described_in_a_sentence() -> None:
    counts = {"Dead": 20, "alive": 15, "deceased": 3, "?": 2, "nk": 1}
    values = suggest_values("os_event", counts)
    assert describe_events("os_event", counts, values) == (
        "Dead and deceased mean the patient died, in 23 of 41 rows; alive means the patient was "
        "alive at the last follow-up, in 15; ? and nk have no meaning yet, in 3."
    )


def test_an_event_column_without_values_or_with_one_row_is_described() -> None:
    assert describe_events("os_event", {}, {}) == "The column holds no values."
    assert describe_events("pfs_event", {"0": 1}, {"0": "0"}) == (
        "0 means neither had happened at the last follow-up, in 1 of 1 row."
    )


def test_many_texts_are_shortened() -> None:
    counts = dict.fromkeys("abcde", 1)
    assert describe_events("rfs_event", counts, dict.fromkeys("abcde", "1")) == (
        "a, b, c and 2 more mean recurrence or death happened, in 5 of 5 rows."
    )


def test_misuse_tells_what_to_do() -> None:
    with pytest.raises(ImtError, match="target must be an event, but 'sex' was found"):
        describe_events("sex", {}, {})
    with pytest.raises(ImtError, match="target must be a canonical column, but 'ecog' was found"):
        has_value_mapping("ecog")


def test_columns_with_a_closed_vocabulary_and_events_have_a_mapping() -> None:
    for column in COLUMNS:
        closed = column.kind == "flag" or (column.kind == "category" and not column.open_vocabulary)
        assert has_value_mapping(column.name) or not closed
    for target in ("patient_id", "adverse_events", "ne_reason", "os_months", "start_date"):
        assert not has_value_mapping(target)


@pytest.mark.parametrize("target", list(VALUE_SYNONYMS))
def test_no_text_stands_for_two_words_and_canonical_words_for_themselves(target: str) -> None:
    keys = [
        (text_key(text), word)
        for word, texts in VALUE_SYNONYMS[target].items()
        for text in split_names(texts)
    ]
    assert len({key for key, _ in keys}) == len(set(keys))
    words = COLUMN_BY_NAME[target].values or tuple(VALUE_SYNONYMS[target])
    assert suggest_values(target, words) == {word: word for word in words}


@pytest.mark.parametrize(
    ("target", "groups"),
    [
        ("os_event", (YES_NO, EVENT_CENSORED, DEATH, {"0": ALIVE})),
        ("pfs_event", (YES_NO, EVENT_CENSORED, DEATH, PROGRESSION)),
        ("rfs_event", (YES_NO, EVENT_CENSORED, DEATH, RECURRENCE)),
        ("later_alk_inhibitor", (YES_NO, ALK_INHIBITOR)),
    ],
)
def test_each_text_of_a_flag_has_its_one_meaning(
    target: str, groups: tuple[dict[str, str], ...]
) -> None:
    for group in groups:
        for word, texts in group.items():
            for text in split_names(texts):
                lone = text in {"s", "t", "f", "a", "d"}
                assert (text, meaning(target, text)) == (text, None if lone else word)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("YN", "10"),
        ("SN", "10"),
        ("JN", "10"),
        ("TN", "10"),
        ("TF", "10"),
        ("DA", "10"),
        ("DV", "1?"),
        ("VF", "??"),
        ("V", "?"),
        ("F", "?"),
        ("T", "?"),
        ("S", "?"),
        ("A", "?"),
        ("TFV", "???"),
        ("Y", "1"),
        ("N", "0"),
    ],
)
def test_a_letter_of_a_flag_is_known_only_beside_its_partner(letters: str, expected: str) -> None:
    found = suggest_values("os_event", letters).values()
    assert "".join(word or "?" for word in found) == expected


def test_a_header_that_explains_its_codes_decides_for_other_columns_too() -> None:
    found = suggest_values("sex", ["1", "2", "9"], header="Sex (1 = male, 2 = female)")
    assert found == {"1": "male", "2": "female", "9": None}


@given(st.sampled_from([column.name for column in COLUMNS]), st.text(max_size=20))
def test_any_text_gets_a_canonical_word_or_none(target: str, text: str) -> None:
    found = meaning(target, text)
    column = COLUMN_BY_NAME[target]
    if found is not None:
        assert found in (("1", "0") if column.kind == "flag" else column.values) or (
            column.kind == "integer" and found.isdigit()
        )
