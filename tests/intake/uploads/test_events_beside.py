"""Columns that say event or censored and no endpoint, and codes that their header explains."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import days, said_of
from tests.intake.uploads.outcomes import counts


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("PFS (months);CNSR", "010"),
        ("PFS_m;censored", "010"),
        ("PFS (months);Event", "101"),
        ('PFS (months);"Censor (0 = censored, 1 = event)"', "101"),
        ('PFS (months);"Event (1=censored; 2=event)"', "212"),
        ("PFS (mesi);Censurato", "010"),
        ("SSP (mois);Censuré", "010"),
        ("PFS (Monate);zensiert (1 = ja)", "010"),
        ("SLP (meses);Evento", "101"),
        ("PFS (maanden);gecensureerd", "010"),
        ("PFS (miesiące);Zdarzenie", "101"),
    ],
)
def test_a_bare_event_belongs_to_the_time_before_it(header: str, codes: str) -> None:
    rows = [
        f"P{n};M1;{time};{code}"
        for n, (time, code) in enumerate(zip((4, 60, 5), codes, strict=True))
    ]
    said = said_of("\n".join([f"Patient;Stage;{header}", *rows]))
    assert (said["status"], said["endpoints"]["pfs"]["events"]) == ("ready", 2)
    assert said["endpoints"]["pfs"]["months"] == [4, 60, 5]


def test_each_of_two_times_has_the_event_behind_it() -> None:
    said = said_of("Pt,PFS (months),CNSR,OS (months),CNSR\n1,4,0,14,1\n2,10,1,22,1\n3,12,0,14,0\n")
    assert (counts(said, "pfs"), counts(said, "os")) == ((3, 2), (3, 1))


def test_an_event_behind_pfs_is_not_that_of_os() -> None:
    said = said_of("Pt,PFS (months),Event,OS (months)\n1,4,1,14\n2,10,0,22\n3,12,1,14\n")
    assert (counts(said, "pfs"), counts(said, "os")) == ((3, 2), None)


def test_one_event_for_two_times_before_it_is_asked() -> None:
    said = said_of("Pt,CNSR,OS (months),PFS (months)\n1,0,14,4\n2,1,22,10\n3,0,14,12\n")
    assert said["status"] == "asks"


@pytest.mark.parametrize(
    ("header", "codes", "events"),
    [
        ("Status (0 = NED, 1 = AWD, 2 = DOD)", "0121", 1),
        ("Status (NED=1, AWD=2, DOD=3, DOC=4)", "1234", 2),
        ("Stato (0 = vivo, 1 = vivo con malattia, 2 = morto di malattia)", "0121", 1),
        ("Etat (1 = vivant, 2 = décédé de la maladie, 3 = décédé autre cause)", "1231", 2),
        ("Status (0 = lebt, 1 = an Tumor verstorben)", "0101", 2),
    ],
)
def test_codes_that_the_header_explains_are_not_asked(header: str, codes: str, events: int) -> None:
    rows = [f"P{n},{n + 3},{code}" for n, code in enumerate(codes)]
    said = said_of("\n".join([f'Patient,OS months,"{header}"', *rows]))
    assert (said["status"], counts(said, "os")) == ("ready", (4, events))


def test_deaths_of_the_disease_in_the_name_itself_are_still_asked() -> None:
    said = said_of("Patient,OS months,DOD (0 = no; 1 = yes)\na,14,1\nb,30,0\nc,5,1\n")
    assert said["status"] == "asks"
    assert "deaths of the disease only" in said["questions"][0]


@pytest.mark.parametrize("apart", [" ", "'", "’", "\u00a0", "\u202f"])
def test_thousands_that_stand_apart_are_read(apart: str) -> None:
    said = said_of(
        f"Pat.;OS (Tage);Verstorben\n1;1{apart}200;ja\n2;930;nein\n3;45;ja\n4;2{apart}310;nein\n"
    )
    assert said["status"] == "ready"
    assert days(said["endpoints"]["os"]) == [1200, 930, 45, 2310]


@pytest.mark.parametrize("header", ["OS (Tage)", "OS (days)", "SG (giorni)", "SG (jours)"])
def test_a_point_before_three_digits_of_all_days_is_asked(header: str) -> None:
    said = said_of(f"Patient;{header};Exitus\n1;1.200;1\n2;2.930;0\n3;1.045;1\n4;2.310;0\n")
    assert said["status"] == "asks"
    assert "decimal mark" in said["questions"][0]


@pytest.mark.parametrize(
    "words",
    [
        ("tot, nicht tumorbedingt", "am Leben mit Erkrankung", "nicht verstorben"),
        ("overleden, niet ziektegerelateerd", "in leven met ziekte", "niet overleden"),
        ("zmarł", "żyje z chorobą", "nie zmarł"),
    ],
)
def test_who_lives_with_the_disease_or_did_not_die_is_alive(words: tuple[str, str, str]) -> None:
    rows = [f'{n},{n + 3},"{text}"' for n, text in enumerate(words)]
    said = said_of("\n".join(["Pat.,OS (months),Status", *rows]))
    assert (said["status"], counts(said, "os")) == ("ready", (3, 1))
