"""Times that say of themselves that they have not ended."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of, times

PLUS = b"""Pt,Best response,PFS (months),Progression,OS (months),Death
1,PR,12+,no,14+,no
2,SD,7,yes,19,yes
3,CR,26+,no,30+,no
4,PD,2,yes,5,yes
5,PR,8,yes,22+,no
6,SD,4,yes,9,yes
"""


MARKED = [
    *("12+", "12 +", ">12", "> 12 months", "≥ 12", ">= 12", "12 (ongoing)", "12 ongoing", "12+ mo"),
    *("12 (censored)", "12 (in corso)", "12 (laufend)", "12 mois (en cours)", "oltre 12 mesi"),
    *("más de 12 meses", "12 (lopend)", "12 (w toku)", "mehr als 12", "plus de 12"),
]


def test_a_plus_is_a_censored_time_where_the_event_agrees() -> None:
    said = said_of({"own.csv": PLUS})
    assert said["status"] == "ready"
    assert times(said, "pfs") == (6, 4, [12, 7, 26, 2, 8, 4])
    assert times(said, "os") == (6, 3, [14, 19, 30, 5, 22, 9])
    assert any("rows 2, 4" in note and "censored" in note for note in said["notes"])


@pytest.mark.parametrize("marked", MARKED)
@pytest.mark.parametrize("event", ["no", ""])
def test_every_mark_censors_where_the_event_agrees_or_is_empty(marked: str, event: str) -> None:
    sheet = f"Pt;OS (months);Death\n1;{marked};{event}\n2;7;yes\n3;9;yes\n4;3;no\n"
    said = said_of({"own.csv": sheet.encode()})
    assert (said["status"], times(said, "os")) == ("ready", (4, 2, [12, 7, 9, 3]))


def test_a_decimal_comma_before_the_mark_is_read() -> None:
    sheet = "Pat.;PFS (Monate);Progress\n1;14,5+;nein\n2;7,25;ja\n3;2,5;ja\n"
    assert times(said_of({"own.csv": sheet.encode()}), "pfs") == (3, 2, [14.5, 7.25, 2.5])


def test_a_time_below_a_limit_stays_a_question() -> None:
    said = said_of({"own.csv": b"Pt,OS (months),Death\n1,<1,yes\n2,7,yes\n"})
    assert said["status"] == "asks"
    assert "only a limit was found" in said["questions"][0]


@pytest.mark.parametrize(("option", "events"), [("mark", 1), ("event", 3)])
def test_a_mark_beside_an_event_is_asked_with_its_rows(option: str, events: int) -> None:
    files = {"own.csv": b"Pt,OS (months),Death\n1,12+,yes\n2,7,yes\n3,9+,yes\n4,3+,no\n"}
    said = said_of(files)
    (question,) = said["questions"]
    assert said["status"] == "asks"
    assert "Which is right?" in question
    assert "rows 2, 4" in question
    ready = said_of(files, mapping=answered(files, option))
    assert (ready["status"], times(ready, "os")[:2]) == ("ready", (4, events))


def test_marks_without_a_column_of_events_are_asked() -> None:
    files = {"own.csv": b"Pt,OS (months)\n1,12+\n2,7\n3,9+\n4,22\n"}
    said = said_of(files)
    (question,) = said["questions"]
    assert "Are the times without a mark events?" in question
    assert said["endpoints"]["os"] is None
    ready = said_of(files, mapping=answered(files, "events"))
    assert (ready["status"], times(ready, "os")[:2]) == ("ready", (4, 2))


def test_times_without_a_mark_that_are_not_known_are_left_out() -> None:
    files = {"own.csv": b"Pt,Best response,OS (months)\n1,PR,12+\n2,SD,7\n3,CR,9+\n"}
    said = said_of(files, mapping=answered(files, "not known"))
    assert times(said, "os") == (2, 0, [12, 9])
    assert not any("times without a mark" in question for question in said["questions"])


def test_not_reached_runs_to_the_last_contact_where_dates_allow_it() -> None:
    head = "Pt,Stage,Start date,Last follow-up,Death date,OS (months),Dead\n"
    rows = (
        "1,metastatic,2018-01-10,2020-01-10,,NR,no\n"
        "2,metastatic,2018-01-10,2019-01-10,2019-01-10,12,yes\n"
        "3,metastatic,2018-01-10,2019-07-10,,18,no\n"
    )
    said = said_of({"own.csv": (head + rows).encode()})
    assert (said["status"], times(said, "os")) == ("ready", (3, 1, [23.98, 12, 18]))
    assert any("not reached" in warning and "row 2" in warning for warning in said["warnings"])


def test_not_reached_without_dates_leaves_the_line_without_a_time() -> None:
    said = said_of({"own.csv": b"Pt,OS (months),Dead\n1,not reached,no\n2,7,yes\n3,9,no\n"})
    assert (said["status"], times(said, "os")) == ("ready", (2, 1, [7, 9]))
    assert any("not reached" in warning for warning in said["warnings"])


NOT_REACHED = [
    *("NR", "n.r.", "not reached", "non raggiunta", "non atteinte", "nicht erreicht"),
    *("no alcanzada", "nog niet bereikt", "nie osiągnięto", "in corso", "Kein Progress"),
]


def not_reached(word: str, none: str = "no") -> dict[str, bytes]:
    rows = f"P1,M1,PR,{word},{none}\nP2,M1,SD,14,yes\nP3,M1,CR,{word},{none}\nP4,M1,PD,5,yes\n"
    return {"own.csv": f"Pt,Stage,Response,PFS (months),Progression\n{rows}".encode()}


@pytest.mark.parametrize("word", NOT_REACHED)
@pytest.mark.parametrize("none", ["no", ""])
def test_a_word_for_every_censored_time_is_asked(word: str, none: str) -> None:
    said = said_of(not_reached(word, none))
    (question,) = said["questions"]
    assert (said["status"], said["endpoints"]["pfs"]) == ("asks", None)
    assert "comes out too short" in question
    assert "rows 2, 4" in question


def test_without_them_the_endpoint_is_left_out_or_shown_with_a_warning() -> None:
    files = not_reached("NR")
    said = said_of(files, mapping=answered(files, "left out"))
    assert (said["status"], said["endpoints"]["pfs"]) == ("ready", None)
    said = said_of(files, mapping=answered(files, "others alone"))
    assert times(said, "pfs") == (2, 2, [14, 5])
    assert any("it is too short" in warning for warning in said["warnings"])


@pytest.mark.parametrize(
    "head",
    [
        "Pt,Stage,Start date,Last follow-up,PFS (months),Progression",
        "Pt,Stadium,Therapiebeginn,Letzter Kontakt,PFS (Monate),Progress",
        "Pt,Stade,Date de début,Dernières nouvelles,PFS (mois),Progression",
    ],
)
def test_a_dated_follow_up_censors_them(head: str) -> None:
    rows = (
        "P1,M1,2019-01-01,2020-01-01,NR,0\nP2,M1,2019-01-01,2020-05-01,14,1\n"
        "P3,M1,2019-02-01,2021-01-01,not reached,0\nP4,M1,2019-01-01,2019-07-01,5,1\n"
    )
    said = said_of({"own.csv": f"{head}\n{rows}".encode()})
    assert (said["status"], times(said, "pfs")) == ("ready", (4, 2, [11.99, 14, 23.0, 5]))
    assert any("worked out where the dates allow" in warning for warning in said["warnings"])
