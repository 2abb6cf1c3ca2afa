"""Rows that a sheet hides, and labels that start anew: asked about on the screen."""

from __future__ import annotations

from tests.intake.uploads.sheets import excel
from tests.intake.uploads.test_whose_rows import TWO_CENTRES
from tests.pages.conftest import Opener, texts, upload


def test_hidden_rows_are_asked_about_and_left_out_on_a_click(open_page: Opener) -> None:
    rows = [["patient_id", "best_response"], ["a", "PR"], ["b", "SD"], ["c", "PD"]]
    app = upload(open_page("cohort"), "seen.xlsx", excel(rows, hidden_rows=[2]))
    (asked,) = [radio for radio in app.radio if "hidden in the sheet" in radio.label]
    assert asked.value is None
    assert "Ready to open" not in texts(app)
    asked.set_value("without").run()
    assert not app.exception
    assert "2 lines in 2 patients" in texts(app).replace("*", "")


def test_patients_of_each_centre_are_told_apart_on_a_click(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "centres.csv", TWO_CENTRES.encode())
    (asked,) = [radio for radio in app.radio if "start anew" in radio.label]
    asked.set_value("new").run()
    assert not app.exception
    assert "6 lines in 6 patients" in texts(app).replace("*", "")
