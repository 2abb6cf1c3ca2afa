"""A known cohort in clothes chosen at random is the same cohort, or something is asked."""

from __future__ import annotations

import pytest

from tests.effort import IS_LONG
from tests.intake.costumes.choosing import LEFT_OPEN
from tests.intake.costumes.cohorts import COHORTS, known_cohort, with_times_from_dates
from tests.intake.costumes.dressing import dress
from tests.intake.costumes.party import Guest, hold_party
from tests.intake.costumes.wording import LANGUAGES

SEEDS = range(1000) if IS_LONG else (*range(30), 36, 63, 69, 183)
"""The first, and those in which a kind of file or of gap is first worn."""
MOST_LINES = 40


@pytest.fixture(scope="module")
def guests() -> tuple[Guest, ...]:
    return hold_party(SEEDS, most_lines=MOST_LINES)


@pytest.fixture(scope="module")
def ordinary(guests: tuple[Guest, ...]) -> tuple[Guest, ...]:
    """Costumes that leave nothing open on purpose."""
    return tuple(guest for guest in guests if not guest.must_ask)


def _named(guests: list[Guest]) -> str:
    return "\n".join(map(str, guests))


def test_no_costume_becomes_another_cohort_in_silence(guests: tuple[Guest, ...]) -> None:
    silent = [guest for guest in guests if guest.verdict.outcome == "silent difference"]
    assert not silent, _named(silent)


def test_no_costume_is_refused(guests: tuple[Guest, ...]) -> None:
    refused = [guest for guest in guests if guest.verdict.outcome == "refused"]
    assert not refused, _named(refused)


def test_most_costumes_open_without_a_question(ordinary: tuple[Guest, ...]) -> None:
    asked = [guest for guest in ordinary if guest.verdict.outcome == "asks"]
    assert 1 - len(asked) / len(ordinary) >= 0.85, _named(asked)


def test_a_costume_asks_two_questions_at_most(ordinary: tuple[Guest, ...]) -> None:
    many = [guest for guest in ordinary if len(guest.verdict.questions) > 2]
    assert not many, _named(many)


def test_the_party_has_every_cohort_language_and_layout(guests: tuple[Guest, ...]) -> None:
    worn = {kind: {guest.garments[kind] for guest in guests} for kind in ("cohort", "language")}
    assert worn["cohort"] == set(COHORTS)
    assert worn["language"] == set(LANGUAGES)
    assert len({guest.garments["layout"] for guest in guests}) == 8
    kinds = ["CSV", "TSV", "XLSX", "ODS", "SAV", "DTA", "XPT"]
    assert {guest.garments["file"] for guest in guests} == set(kinds)
    assert {guest.must_ask for guest in guests if guest.must_ask} == set(LEFT_OPEN)


def test_a_seed_gives_the_same_files_again() -> None:
    once, again = dress(3), dress(3)
    assert [name for name, _ in once.files] == [name for name, _ in again.files]
    assert once.truth.equals(again.truth)


@pytest.mark.parametrize("name", COHORTS)
def test_the_dates_of_a_known_cohort_tell_its_times(name: str) -> None:
    frame = known_cohort(name).frame
    told = with_times_from_dates(frame)
    for column in ("pfs_months", "rfs_months", "os_months"):
        differences = (told[column].astype(float) - frame[column].astype(float)).abs()
        assert differences.max() <= 0.02 or differences.isna().all()
        assert (told[column].isna() == frame[column].isna()).all()
