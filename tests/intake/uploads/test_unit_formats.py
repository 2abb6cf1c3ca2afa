"""Numbers whose unit a workbook shows by their format alone."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from tests.intake.uploads.command import said_of


def book(header: str, times: Sequence[float], code: str, event: str = "Dead") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet, shown = made.add_worksheet(), made.add_format({"num_format": code})
        sheet.write_row(0, 0, ["Patient", header, event])
        for row, time in enumerate(times, 1):
            sheet.write(row, 0, f"P{row}")
            sheet.write(row, 1, time, shown)
            sheet.write(row, 2, "yes" if row % 2 else "no")
    return stream.getvalue()


@pytest.mark.parametrize("code", ['0.0" days"', '0" gg"', '0 "Tage"', '0" weeks";-0" weeks"'])
def test_a_format_that_contradicts_the_header_is_asked_about(code: str) -> None:
    said = said_of(book("OS (months)", [14, 20, 30], code), "own.xlsx")
    assert said["status"] == "asks"
    assert any("cells say" in question for question in said["questions"])


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ('0" gg"', [14.1, 39.4, 3.2]),
        ('0.0" days"', [14.1, 39.4, 3.2]),
        ('0 "jours"', [14.1, 39.4, 3.2]),
        ('0 "dni"', [14.1, 39.4, 3.2]),
    ],
)
def test_a_format_settles_the_unit_that_no_header_says(code: str, months: list[float]) -> None:
    said = said_of(book("OS", [430, 1200, 98], code), "own.xlsx")
    assert said["status"] == "ready"
    assert [round(time, 1) for time in said["endpoints"]["os"]["months"]] == months


@pytest.mark.parametrize("code", ['0.0" months"', '0 "mo"', '0.0" mesi"', "0.00"])
def test_a_format_that_agrees_with_the_header_or_says_nothing_changes_nothing(code: str) -> None:
    said = said_of(book("OS (months)", [14, 20, 30.5], code), "own.xlsx")
    assert said["status"] == "ready"
    assert said["endpoints"]["os"]["months"] == [14, 20, 30.5]


def test_what_is_no_unit_of_time_is_left_alone() -> None:
    said = said_of(book("OS (months)", [14, 20, 30.5], '0.0" approx"'), "own.xlsx")
    assert said["endpoints"]["os"]["months"] == [14, 20, 30.5]
