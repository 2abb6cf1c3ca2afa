"""Rows that may be no lines or patients of the cohort, settled on the screen."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Opener, upload
from tests.pages.test_opening import click, control, words

EXCLUDED = b"Pt,Response,Excluded\na,PR,no\nb,SD,yes\nc,CR,no\n"
OPERATED = b"Pt,Line,Regimen,Response\na,1,surgery,CR\na,2,AI,PR\nb,1,MTX,SD\n"
CYCLES = b"Pt,Cycle,Response\na,1,SD\na,2,PR\nb,1,SD\n"
REPEATED = b"Pt,Line,Response,OS (months),Dead\na,1,PR,40,1\na,2,SD,40,1\nb,1,CR,9,0\n"
TWO_TABLES = b"Pt,Response\na,PR\nb,SD\n\nPt,Age,Sex\nx,40,F\ny,50,M\n"


@pytest.mark.parametrize(
    ("sheet", "key", "option", "lines"),
    [
        (EXCLUDED, "excluded rows:all", "without", 2),
        (OPERATED, "no drugs:local", "out", 2),
        (CYCLES, "rows are:sheet", "steps", 2),
        (REPEATED, "survival on lines:OS (months)", "first", 3),
        (TWO_TABLES, "tables:sheet, sheet rows 5–7", "out", 2),
    ],
)
def test_what_a_row_is_is_answered_and_opened(
    open_page: Opener, sheet: bytes, key: str, option: str, lines: int
) -> None:
    app = upload(open_page("cohort"), "sheet.csv", sheet)
    assert "Ready to open" not in words(app)
    control(app, "radio", f"_ask_{key}").set_value(option).run()
    assert f"Ready to open: {lines} lines in 2 patients" in words(app)
    click(app, "opening_open")
    assert len(app.session_state["loaded_cohort"].cohort.frame) == lines
