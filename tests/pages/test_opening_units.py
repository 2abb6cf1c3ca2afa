"""What unit and what date: asked on the opening screen, and answered there."""

from __future__ import annotations

from tests.pages.conftest import Opener, tables, upload
from tests.pages.test_opening import click, control, words

HALF_CONVERTED = (
    b"patient_id,start_date,last_followup_date,os_event\n"
    b"a,2018-12-03,25/02/2020,0\nb,23/04/2018,2019-06-05,1\nc,2017-02-11,30/06/2021,0\n"
)


def test_a_unit_that_nothing_says_is_asked_once_and_the_answer_opens_the_sheet(
    open_page: Opener,
) -> None:
    sheet = b"Patient,PFS,Progressed,OS,Dead\n1,48,1,157,1\n2,51,1,103,1\n3,180,1,235,0\n"
    app = upload(open_page("survival"), "own.csv", sheet)
    assert "1 problem must be settled first" in words(app)
    control(app, "radio", "_ask_unit:OS, PFS").set_value("days").run()
    assert "Ready to open: 3 lines in 3 patients" in words(app)
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["os_months"].round(2).tolist() == [5.16, 3.38, 7.72]


def test_the_unit_of_one_column_alone_is_chosen_beside_it(open_page: Opener) -> None:
    sheet = b"Patient,OS,Dead\n1,157,1\n2,103,1\n3,235,0\n"
    app = upload(open_page("survival"), "own.csv", sheet)
    control(app, "selectbox", "_column_os_months_unit").set_value("weeks").run()
    assert "Ready to open: 3 lines in 3 patients" in words(app)
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert frame["os_months"].round(1).tolist() == [36.1, 23.7, 54.0]


def test_half_converted_dates_are_shown_in_both_readings(open_page: Opener) -> None:
    app = upload(open_page("survival"), "own.csv", HALF_CONVERTED)
    both = [t for t in tables(app) if list(t) == ["As they stand", "Exchanged"]]
    assert both[0].to_numpy().tolist() == [
        ["2018-12-03", "2018-03-12"],
        ["2017-02-11", "2017-11-02"],
    ]
    control(app, "radio", "_ask_exchanged dates:all").set_value("exchanged").run()
    assert "Ready to open: 3 lines in 3 patients" in words(app)


def test_labels_alike_are_asked_and_joined(open_page: Opener) -> None:
    sheet = b"patient_id,best_response,start_date\nA01,PR,2020-01-01\na01,PD,2020-03-01\n"
    app = upload(open_page("response"), "own.csv", sheet)
    control(app, "radio", "_ask_labels alike:patients").set_value("same").run()
    assert "Ready to open: 2 lines in 1 patient" in words(app)
