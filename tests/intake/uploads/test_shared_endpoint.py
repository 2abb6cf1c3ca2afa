"""PFS and RFS in one column, parted by the stage of each line."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of
from tests.intake.uploads.outcomes import counts


def shared(headers: str, stages: tuple[str, str], codes: str = "1010") -> bytes:
    localized, advanced = stages
    rows = (
        f"1;{localized};14;{codes[0]};40;0",
        f"2;{advanced};20;{codes[1]};20;0",
        f"3;{advanced};3;{codes[2]};9;1",
        f"4;{localized};33;{codes[3]};33;0",
    )
    return "\n".join([headers, *rows]).encode()


@pytest.mark.parametrize(
    ("headers", "stages", "codes"),
    [
        ("Pt;Stage;PFS/RFS (months);Event;OS (months);Death", ("localized", "metastatic"), "1010"),
        ("Pt;STAGE;PFS OR DFS MONTHS;PROGRESSION/RELAPSE;OS MONTHS;DEATH", ("LOCAL", "M1"), "1010"),
        ("Pt;Stage;RFS_PFS_months;RFS_PFS_event;OS_months;Death", ("localized", "M1"), "1010"),
        (
            "Paz.;Stadio;PFS/RFS (mesi);Evento PFS/RFS;OS (mesi);Decesso",
            ("localizzato", "metastatico"),
            "1010",
        ),
        ("Pt;Stade;PFS/DFS (mois);Censuré;OS (mois);Décès", ("localisé", "métastatique"), "0101"),
        (
            "Pat;Stadium;PFS/RFS (Monate);Progress/Rezidiv;OS (Monate);Verstorben",
            ("lokalisiert", "metastasiert"),
            "1010",
        ),
        (
            "Paciente;Estadio;SLP/SLR (meses);Evento;SG (meses);Fallecido",
            ("localizado", "metastásico"),
            "1010",
        ),
        (
            "Pt;Stadium;PFS / RFS (maanden);gebeurtenis;OS (maanden);Overleden",
            ("gelokaliseerd", "gemetastaseerd"),
            "1010",
        ),
        (
            "Pacjent;Stadium;PFS/RFS (miesiące);zdarzenie;OS (miesiące);Zgon",
            ("miejscowy", "przerzutowy"),
            "1010",
        ),
    ],
)
def test_localized_lines_have_rfs_and_others_pfs(
    headers: str, stages: tuple[str, str], codes: str
) -> None:
    said = said_of(shared(headers, stages, codes))
    assert (said["status"], counts(said, "os")) == ("ready", (4, 1))
    assert said["endpoints"]["pfs"]["months"] == [20, 3]
    assert said["endpoints"]["rfs"]["months"] == [14, 33]
    assert (counts(said, "pfs"), counts(said, "rfs")) == ((2, 1), (2, 1))


@pytest.mark.parametrize(
    ("answer", "pfs", "rfs"),
    [("pfs", (4, 2), None), ("rfs", None, (4, 2)), ("neither", None, None)],
)
def test_without_a_stage_it_is_asked_once(
    answer: str, pfs: tuple[int, int] | None, rfs: tuple[int, int] | None
) -> None:
    content = b"Pt,PFS/RFS (months),Event,OS (months),Death\n1,14,1,40,0\n2,20,0,20,0\n"
    content += b"3,3,1,9,1\n4,33,0,33,0\n"
    asked = said_of(content)
    assert (asked["status"], asked["endpoints"]["pfs"]) == ("asks", None)
    assert "the stage that parts them is not known" in asked["questions"][0]
    said = said_of(content, mapping=answered(content, answer))
    assert (said["status"], counts(said, "pfs"), counts(said, "rfs")) == ("ready", pfs, rfs)


def test_a_line_without_a_stage_is_asked_about_with_its_row() -> None:
    content = shared("Pt;Stage;PFS/RFS (months);Event;OS (months);Death", ("", "M1"))
    assert "rows 2, 5" in said_of(content)["questions"][0]
    said = said_of(content, mapping=answered(content, "rfs"))
    assert (counts(said, "pfs"), counts(said, "rfs")) == ((2, 1), (2, 1))
