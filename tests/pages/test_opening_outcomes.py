"""Who died and who progressed, asked and answered on the screen."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat

from tests.intake.uploads.outcomes import dated, progressed, timed
from tests.pages.conftest import Opener, texts, upload
from tests.pages.test_opening import click, control, words


def test_a_current_status_of_its_own_words_opens_with_its_deaths(open_page: Opener) -> None:
    content = dated("Current status", ["DOD", "AWD", "DOD", "AWD", "DOD", "AWD"])
    app = upload(open_page("cohort"), "own.csv", content)
    assert "Ready to open: 6 lines in 6 patients" in words(app)
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["os_event"].tolist() == [1, 0, 1, 0, 1, 0]


def test_deaths_of_the_disease_are_asked_about_and_then_opened(open_page: Opener) -> None:
    content = timed("Died of disease", ["N", "Y", "N", "Y", "N"])
    app = upload(open_page("cohort"), "own.csv", content)
    assert "Ready to open" not in words(app)
    control(app, "radio", "_ask_deaths counted").set_value("all").run()
    assert "Ready to open: 5 lines in 5 patients" in words(app)
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["os_event"].tolist() == [0, 1, 0, 1, 0]


def test_codes_without_words_are_asked_and_then_counted(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", timed("vital_status", ["0", "1", "1", "0"]))
    assert "Ready to open" not in words(app)
    control(app, "selectbox", "_word_os_event_0").set_value("1").run()
    control(app, "selectbox", "_word_os_event_1").set_value("0").run()
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["os_event"].tolist() == [1, 0, 0, 1]


def test_a_progression_without_a_date_is_said_and_no_pfs_is_opened(open_page: Opener) -> None:
    content = progressed("Progressed", ["yes", "no", "yes", "yes", "no"])
    app = upload(open_page("cohort"), "own.csv", content)
    assert "no date says when" in words(app)
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert "pfs_months" not in frame
    assert frame["os_event"].sum() == 1


def test_the_codes_of_an_spss_file_stand_beside_their_labels(
    open_page: Opener, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"ID": ["a", "b", "c"], "OS": [3.0, 4.0, 5.0], "v3": [0, 1, 2]})
    pyreadstat.write_sav(
        frame,
        tmp_path / "a.sav",
        column_labels=["Patient", "OS (months)", "Vital status"],
        variable_value_labels={"v3": {0: "Dead", 1: "Alive", 2: "Moved"}},
    )
    app = upload(open_page("cohort"), "a.sav", (tmp_path / "a.sav").read_bytes())
    assert "0 = Dead means the patient died" in words(app)
    assert control(app, "selectbox", "_word_os_event_Moved").label == "2 = Moved (1 row)"
    assert "Ready to open" not in texts(app)
