"""Each small sheet that goes wrong becomes the right cohort, or a question; and what answers do."""

from __future__ import annotations

import pytest

from imt_core.intake.mapping.mapping import Mapping
from tests.intake.uploads.command import said_of, times
from tests.intake.uploads.made_up import FILES, MADE_UP, Figures, handed
from tests.places import UPLOADS, needs_uploads

ANSWERS = [(name, option) for name, sheet in MADE_UP.items() for option in sheet.answers]


@pytest.mark.parametrize("name", MADE_UP)
def test_a_made_up_sheet_becomes_what_it_must_or_asks(name: str) -> None:
    sheet, said = MADE_UP[name], said_of(handed(name))
    assert Figures.of(said) == sheet.becomes
    if sheet.asks:
        (question,) = said["questions"]
        assert sheet.asks in question
        assert said["status"] == "asks"
    else:
        assert (said["status"], said["questions"]) == ("ready", [])
    for text in sheet.says:
        assert any(text in told for told in (*said["warnings"], *said["notes"])), text


@pytest.mark.parametrize(("name", "option"), ANSWERS)
def test_a_mapping_with_its_answer_opens_a_made_up_sheet(name: str, option: str) -> None:
    sheet = MADE_UP[name]
    mapping = sheet.mapping or Mapping(answers=((sheet.key, option),))
    said = said_of(handed(name), mapping=mapping)
    assert (said["status"], said["questions"]) == ("ready", [])
    assert Figures.of(said) == sheet.answers[option]


@pytest.mark.parametrize(
    ("name", "option", "asks"),
    [
        ("05_two_centres_same_labels.csv", "same", "OS of a later line is longer than that of"),
        ("06_bare_PFS_in_days.csv", "years", "far outside"),
        ("19_died_of_disease.csv", "some", "Which columns hold an outcome"),
        ("31_ids_alike.csv", "same", "A patient is dead on one row and alive on another."),
    ],
)
def test_an_answer_that_the_sheet_contradicts_is_asked_about(
    name: str, option: str, asks: str
) -> None:
    said = said_of(handed(name), mapping=Mapping(answers=((MADE_UP[name].key, option),)))
    assert said["status"] == "asks"
    assert asks in said["questions"][0]


@pytest.mark.parametrize(
    ("option", "months"),
    [
        ("as they stand", [14.75, 13.40, 52.57, 1.31, 43.37]),
        ("exchanged", [23.49, 12.42, 43.89, 7.16, 41.43]),
    ],
)
def test_dates_that_a_program_converted_by_half_are_read_as_answered(
    option: str, months: list[float]
) -> None:
    mapping = Mapping(answers=(("exchanged dates:all", option),))
    assert times(said_of(handed("03_half_converted_dates.xlsx"), mapping=mapping), "os") == (
        5,
        2,
        months,
    )


def test_every_copy_is_of_a_sheet_that_is_expected_something_of() -> None:
    expected = {file for name in MADE_UP for file in handed(name)}
    assert {path.name for path in FILES.iterdir()} - {"README.md"} == expected


@needs_uploads
def test_the_copies_are_those_that_were_handed_over() -> None:
    originals = {p.name: p.read_bytes() for p in UPLOADS.iterdir() if p.name != "README.md"}
    assert {p.name: p.read_bytes() for p in FILES.iterdir() if p.name != "README.md"} == originals
