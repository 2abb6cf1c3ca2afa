"""Flags of being alive, follow-up under its national names, and "no longer alive"."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of, times


@pytest.mark.parametrize(
    ("patient", "months", "header", "yes", "no"),
    [
        ("Patient", "OS (months)", "Alive at last contact", "Y", "N"),
        ("Patient", "OS (months)", "Survived (yes/no)", "yes", "no"),
        ("Patient", "SG (mois)", "En vie (oui/non)", "oui", "non"),
        ("Patient", "OS (Monate)", "Am Leben (ja/nein)", "ja", "nein"),
        ("Paciente", "SG (meses)", "Con vida (sí/no)", "sí", "no"),
    ],
)
def test_who_is_not_alive_has_died(
    patient: str, months: str, header: str, yes: str, no: str
) -> None:
    said = said_of(f"{patient};{months};{header}\n1;20;{yes}\n2;11;{no}\n3;30;{yes}\n4;9;{no}\n")
    assert said["status"] == "ready"
    assert times(said, "os") == (4, 2, [20, 11, 30, 9])


@pytest.mark.parametrize(
    ("head", "words"),
    [
        ("Pacjent;Obserwacja (miesiące);Stan obecny", ("żyje", "już nie żyje", "zgon")),
        ("Patient;Nachbeobachtung (Monate);Letzter Status", ("lebt", "nicht mehr am Leben", "tot")),
        (
            "Patient;Nachbeobachtung (Monate);Letzter Status",
            ("tumorfrei am Leben", "aus anderer Ursache verstorben", "am Tumor verstorben"),
        ),
        ("Patiënt;OS (maanden);Status", ("leeft", "leeft niet meer", "overleden")),
        ("Patient;SG (mois);Statut", ("en vie", "n'est plus en vie", "décédé")),
        ("Paciente;SG (meses);Estado", ("vive", "ya no vive", "fallecido")),
        ("Paziente;OS (mesi);Stato", ("vivo", "non più in vita", "deceduto")),
    ],
)
def test_no_longer_alive_is_dead(head: str, words: tuple[str, str, str]) -> None:
    alive, no_longer, dead = words
    said = said_of(f"{head}\n1;20;{alive}\n2;11;{no_longer}\n3;30;{alive}\n4;9;{dead}\n")
    assert said["status"] == "ready"
    assert times(said, "os") == (4, 2, [20, 11, 30, 9])
