"""A workbook with several sheets of the same columns: centres, lines, or versions."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from openpyxl import Workbook

from imt_core.intake.opening import begin_opening, opening_outcome
from tests.intake.uploads.command import Rows, answered, said_of, times

ENGLISH = ("Patient", "Response", "OS (months)", "Dead")
MILAN = (("1", "PR", 14, "yes"), ("2", "SD", 20, "no"))
PARIS = (("1", "CR", 30, "no"), ("2", "PD", 3, "yes"))
UPDATE = (*MILAN, ("3", "CR", 30, "no"))


def book(sheets: Mapping[str, Rows]) -> dict[str, bytes]:
    """A workbook of sheets by name."""
    made, content = Workbook(), io.BytesIO()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(content)
    return {"book.xlsx": content.getvalue()}


CENTRES = book({"Milano": (ENGLISH, *MILAN), "Paris": (ENGLISH, *PARIS)})
VERSIONS = book({"2019": (ENGLISH, *MILAN), "2021": (ENGLISH, *UPDATE)})


@pytest.mark.parametrize("files", [CENTRES, VERSIONS])
def test_sheets_that_share_labels_are_asked_about(files: dict[str, bytes]) -> None:
    said = said_of(files)
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert "have the same columns" in question


def test_each_centres_patients_are_its_own_as_answered() -> None:
    said = said_of(CENTRES, mapping=answered(CENTRES, "own patients"))
    assert (said["status"], said["patients"], said["lines"]) == ("ready", 4, 4)
    assert times(said, "os") == (4, 2, [14, 20, 30, 3])
    assert any("Milano, Paris were put below each other" in note for note in said["notes"])


def test_a_sheet_for_each_line_gives_lines_as_answered() -> None:
    heads = ("Paziente", "Risposta", "PFS (mesi)", "Progressione")
    lines = book({"Prima": (heads, *MILAN), "Seconda": (heads, *PARIS)})
    said = said_of(lines, mapping=answered(lines, "lines"))
    assert (said["status"], said["patients"], said["lines"]) == ("ready", 2, 4)
    assert said["response"]["responders"] == 2


@pytest.mark.parametrize(("option", "n"), [("1", 2), ("2", 3)])
def test_one_of_two_versions_is_read_as_answered(option: str, n: int) -> None:
    said = said_of(VERSIONS, mapping=answered(VERSIONS, option))
    assert (said["status"], said["patients"], said["lines"]) == ("ready", n, n)


def test_a_version_with_a_column_more_is_asked_about() -> None:
    more = book(
        {
            "alt": (("Pat", "Ansprechen", "OS (Monate)", "verstorben"), *MILAN),
            "neu": (
                ("Pat", "Ansprechen", "OS (Monate)", "verstorben", "Geschlecht"),
                *((label, response, 40, "ja", "w") for label, response, *_ in UPDATE),
            ),
        }
    )
    assert said_of(more)["status"] == "asks"
    assert said_of(more, mapping=answered(more, "1"))["lines"] == 3


def test_sheets_of_other_patients_go_on_and_copies_are_not_asked_about() -> None:
    others = tuple((f"{label}b", *rest) for label, *rest in PARIS)
    said = said_of(book({"A": (ENGLISH, *MILAN), "B": (ENGLISH, *others)}))
    assert (said["status"], said["lines"]) == ("ready", 4)
    part = said_of(book({"all": (ENGLISH, *UPDATE), "alive": (ENGLISH, UPDATE[1])}))
    assert (part["status"], part["lines"]) == ("ready", 3)


def test_three_centres_of_which_two_share_labels_are_asked_about() -> None:
    others = tuple((f"{label}b", *rest) for label, *rest in PARIS)
    files = book({"A": (ENGLISH, *others), "B": (ENGLISH, *MILAN), "C": (ENGLISH, *PARIS)})
    (question,) = opening_outcome(begin_opening(list(files.items()))).questions
    assert question.issue.code == "alike_sheets"
