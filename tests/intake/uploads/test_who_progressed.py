"""A progression without its date is neither censored at the last contact nor an event there."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.outcomes import CONTACTS, STARTS, counts, progressed, sheet


@pytest.mark.parametrize(
    ("header", "words", "stage"),
    [
        ("Progressed", ["yes", "no", "yes", "yes", "no"], "metastatic"),
        ("PROGRESSION", ["1", "0", "1", "1", "0"], "M1"),
        ("Progressione (S/N)", ["S", "N", "S", "S", "N"], "metastatico"),
        ("Progression (O/N)", ["O", "N", "O", "O", "N"], "métastatique"),
        ("Progress", ["ja", "nein", "ja", "ja", "nein"], "metastasiert"),
        ("Progresión", ["sí", "no", "sí", "sí", "no"], "metastásico"),
        ("Progressie (J/N)", ["J", "N", "J", "J", "N"], "uitgezaaid"),
        ("Progresja (T/N)", ["T", "N", "T", "T", "N"], "przerzutowy"),
        ("Recidiva", ["sì", "no", "sì", "sì", "no"], "localizzato"),
        ("Relapse", ["yes", "no", "yes", "yes", "no"], "localized"),
        ("PFS event", ["1", "0", "1", "1", "0"], "metastatic"),
    ],
)
def test_progressions_without_dates_give_no_pfs_or_rfs_and_leave_os(
    header: str, words: list[str], stage: str
) -> None:
    said = said_of(progressed(header, words, stage))
    assert said["status"] == "ready"
    assert said["endpoints"]["pfs"] is said["endpoints"]["rfs"] is None
    assert counts(said, "os") == (5, 1)
    (warning,) = [text for text in said["warnings"] if "no date says when" in text]
    assert "rows 2, 4, 5" in warning


@pytest.mark.parametrize(
    ("header", "stage", "endpoint"),
    [("Progressed", "metastatic", "pfs"), ("Recidiva", "localizzato", "rfs")],
)
def test_where_nobody_progressed_times_run_to_death_or_last_contact(
    header: str, stage: str, endpoint: str
) -> None:
    said = said_of(progressed(header, ["no"] * 5, stage))
    assert counts(said, endpoint) == counts(said, "os") == (5, 1)
    (question,) = said["questions"]  # nothing but a death in either: that is asked once
    assert "those of OS" in question


def test_a_line_of_which_nothing_is_said_may_have_progressed() -> None:
    said = said_of(progressed("Progressed", ["no", "", "no", "no", "no"]))
    assert said["endpoints"]["pfs"] is None
    assert any("does not say whether the disease progressed" in text for text in said["warnings"])


def dated_progressions(words: list[str], dates: list[str]) -> bytes:
    n = len(words)
    return sheet(
        {
            "Patient": [f"P{number}" for number in range(n)],
            "Stage": ["metastatic"] * n,
            "Start date": STARTS[:n],
            "Progressed": words,
            "PD date": dates,
            "Death date": [""] * n,
            "Last follow-up": CONTACTS[:n],
        }
    )


def test_progressions_that_all_have_dates_are_events_on_their_days() -> None:
    said = said_of(dated_progressions(["yes", "no", "no"], ["2018-06-01", "", ""]))
    assert counts(said, "pfs") == (3, 1)
    assert round(said["endpoints"]["pfs"]["months"][0] * 30.4375) == 142


def test_one_progression_without_a_date_among_others_is_not_left_out_in_silence() -> None:
    said = said_of(dated_progressions(["yes", "no", "yes"], ["2018-06-01", "", ""]))
    assert said["endpoints"]["pfs"] is None
    assert any("(Progressed; row 4)" in text for text in said["warnings"])


def test_a_date_of_progression_beside_no_is_a_contradiction() -> None:
    said = said_of(dated_progressions(["yes", "no", "no"], ["2018-06-01", "2018-06-02", ""]))
    assert said["status"] == "asks"
    assert any("there was no progression" in text for text in said["questions"])


def test_no_pfs_is_worked_out_where_nothing_says_who_progressed() -> None:
    said = said_of(progressed("ECOG", ["0", "1", "2", "1", "0"]))
    assert said["endpoints"]["pfs"] is None
    assert counts(said, "os") == (5, 1)


def test_a_last_contact_is_not_the_date_of_a_recorded_pfs() -> None:
    said = said_of(
        sheet(
            {
                "Patient": ["a", "b", "c"],
                "Start date": STARTS[:3],
                "Last follow-up": CONTACTS[:3],
                "PFS (months)": ["3", "4", "5"],
                "PFS event": ["1", "0", "1"],
                "Dead": ["1", "0", "0"],
            }
        )
    )
    assert (said["status"], counts(said, "pfs"), counts(said, "os")) == ("ready", (3, 2), (3, 1))
    assert not any("differs from the dates" in text for text in said["warnings"])
