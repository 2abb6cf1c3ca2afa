"""PFS on localized lines and RFS on advanced ones: a question that can be answered."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of
from tests.intake.uploads.outcomes import counts

SHEETS = [
    ("Pt,Stage,PFS (months),Progression,OS (months),Death", "localized", "metastatic", "pfs"),
    ("Paz.,Stadio,PFS (mesi),Progressione,OS (mesi),Decesso", "localizzato", "M1", "pfs"),
    ("Pt,Stade,SSP (mois),Progression,SG (mois),Décès", "localisé", "métastatique", "pfs"),
    ("Pat,Stadium,PFS (Monate),Progress,OS (Monate),Tod", "lokalisiert", "metastasiert", "pfs"),
    ("Pt,Stage,RFS (months),Relapse,OS (months),Death", "metastatic", "localized", "rfs"),
    ("Pt,Stage,DFS_months,DFS_event,OS_months,OS_event", "locally advanced", "localized", "rfs"),
]


def sheet(headers: str, other: str, own: str) -> bytes:
    rows = f"1,{other},14,1,40,0\n2,{own},20,0,20,0\n3,{own},3,1,9,1\n4,{other},33,0,33,0\n"
    return f"{headers}\n{rows}".encode()


@pytest.mark.parametrize(("headers", "other", "own", "name"), SHEETS)
def test_times_on_lines_of_another_stage_are_moved_or_left_out_as_answered(
    headers: str, other: str, own: str, name: str
) -> None:
    content = sheet(headers, other, own)
    elsewhere = {"pfs": "rfs", "rfs": "pfs"}[name]
    asked = said_of(content)
    (question,) = asked["questions"]
    assert asked["status"] == "asks"
    assert "What are their times?" in question
    assert "rows 2, 5" in question
    said = said_of(content, mapping=answered(content, "other"))
    assert (said["status"], counts(said, name), counts(said, elsewhere)) == (
        "ready",
        (2, 1),
        (2, 1),
    )
    assert said["endpoints"][elsewhere]["months"] == [14, 33]
    said = said_of(content, mapping=answered(content, "left out"))
    assert (said["status"], counts(said, name), counts(said, elsewhere)) == ("ready", (2, 1), None)


def test_a_sheet_of_nothing_but_pfs_of_localized_lines_asks_one_thing() -> None:
    content = b"Pt,Stage,PFS (months),Progression\n1,localized,14,1\n2,localized,20,0\n"
    assert len(said_of(content)["questions"]) == 1
    assert counts(said_of(content, mapping=answered(content, "other")), "rfs") == (2, 1)
    left = said_of(content, mapping=answered(content, "left out"))
    assert "Which columns hold an outcome" in left["questions"][0]
