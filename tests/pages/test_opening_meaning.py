"""Which of two outcomes counts, and what PFS of a localized line is, settled on the screen."""

from __future__ import annotations

from tests.pages.conftest import Opener, upload
from tests.pages.test_opening import click, control, words

TWO_READERS = b"Patient,Response (local),Response (central)\na,PR,SD\nb,PR,PR\nc,SD,SD\n"
LOCALIZED = (
    b"Patient,Stage,PFS (months),Progression\na,localized,14,1\nb,metastatic,20,0\nc,M1,3,1\n"
)


def test_the_response_that_counts_is_chosen_on_the_screen(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", TWO_READERS)
    assert "1 problem must be settled first" in words(app)
    control(app, "radio", "_ask_which:best_response").set_value("Response (central)").run()
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["best_response"].tolist() == ["SD", "PR", "SD"]


def test_a_pfs_of_a_localized_line_is_taken_for_rfs_on_the_screen(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "sheet.csv", LOCALIZED)
    assert "1 problem must be settled first" in words(app)
    control(app, "radio", "_ask_stage of:pfs").set_value("other").run()
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["rfs_months"].dropna().tolist() == [14]
    assert frame["pfs_months"].dropna().tolist() == [20, 3]
