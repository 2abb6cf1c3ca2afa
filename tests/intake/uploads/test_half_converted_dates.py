"""Dates that a spreadsheet program turned over where it could, and left as texts where not."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.intake.uploads.command import answered, said_of, times, workbook

HALF = [
    ["Patient", "Start date", "Best response", "Death date", "Last follow-up"],
    [1, datetime(2018, 12, 3), "PR", None, "25/02/2020"],
    [2, "23/04/2018", "SD", datetime(2019, 6, 5), datetime(2019, 6, 5)],
    [3, datetime(2017, 2, 11), "CR", None, "30/06/2021"],
    [4, "28/01/2019", "PD", datetime(2019, 3, 9), datetime(2019, 3, 9)],
    [5, datetime(2018, 5, 7), "PR", None, "17/12/2021"],
]
TYPED = [23.49, 12.42, 43.89, 7.16, 41.43]
AS_THEY_STAND = [14.75, 13.4, 52.57, 1.31, 43.37]


def as_text(separator: str, rows: list[list[object]]) -> bytes:
    return "\n".join(
        separator.join(
            cell.strftime("%Y-%m-%d") if isinstance(cell, datetime) else str(cell or "")
            for cell in row
        )
        for row in rows
    ).encode()


FILES = {
    "workbook": {"own.xlsx": workbook(HALF)},
    "semicolons": {"own.csv": as_text(";", HALF)},
    "month first": {
        "own.csv": as_text(
            ",",
            [
                [
                    "/".join([c.split("/")[1], c.split("/")[0], c.split("/")[2]])
                    if isinstance(c, str) and "/" in c
                    else c
                    for c in row
                ]
                for row in HALF
            ],
        )
    },
}


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_one_question_for_all_columns_decides_between_both_readings(
    files: dict[str, bytes],
) -> None:
    said = said_of(files)
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert "Start date, Last follow-up, Death date" in question
    assert "exchange day and month" in question
    turned = said_of(files, mapping=answered(files, "exchanged"))
    assert (turned["status"], times(turned, "os")) == ("ready", (5, 2, TYPED))
    kept = said_of(files, mapping=answered(files, "as they stand"))
    assert (kept["status"], times(kept, "os")) == ("ready", (5, 2, AS_THEY_STAND))


def test_only_the_columns_that_also_hold_texts_can_be_turned_back() -> None:
    files = FILES["workbook"]
    said = said_of(files, mapping=answered(files, "exchanged beside texts"))
    assert (said["status"], times(said, "os")) == (
        "ready",
        (5, 2, [23.49, 13.4, 43.89, 1.31, 41.43]),
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (["2018-12-03", "2018-05-07", "2018-04-23"], ["25/02/2020", "26/02/2020", "27/02/2020"]),
        (["2018-12-03", "2018-05-07", "23/04/2018"], ["2020-02-01"] * 3),
        (["2018-12-03", "2018-05-07", "07/04/2018"], ["2020-02-25"] * 3),
        (["2018-12-03", "2018-05-27", "23/04/2019"], ["2020-02-25"] * 3),
    ],
    ids=["one form each", "half converted", "a text that can be both", "a day beyond the 12th"],
)
def test_what_a_spreadsheet_cannot_have_done_is_not_asked(start: list[str], end: list[str]) -> None:
    lines = "".join(f"{n},PR,{a},{b}\n" for n, (a, b) in enumerate(zip(start, end, strict=True)))
    said = said_of({"own.csv": f"Pt,Best response,Start date,Last follow-up\n{lines}".encode()})
    asked = any("exchange day and month" in question for question in said["questions"])
    assert asked is ("23/04/2018" in start)


def test_two_rows_are_enough_to_ask() -> None:
    head, rows = "Pt;Inizio;Ultimo contatto", ["1;2018-12-03;25/02/2020", "2;23/04/2018;2019-06-05"]
    sheet = "\n".join([head, *rows]).encode()
    assert "exchange day and month" in said_of({"own.csv": sheet})["questions"][0]


def test_dates_on_which_nothing_hangs_are_not_asked_about() -> None:
    sheet = b"Pt,Best response,Scan date\n1,PR,2018-12-03\n2,SD,23/04/2018\n3,CR,2018-05-07\n"
    assert said_of({"own.csv": sheet})["status"] == "ready"
