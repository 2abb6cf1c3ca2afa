"""A sheet of one's own on its way to a cohort, through the screen that asks about it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.conventions.choices import Conventions
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import read_mapping, write_mapping
from imt_core.reporting.session_file import SavedWork, write_work
from pages.components import cohort_source
from tests.intake.own_sheets import GERMAN, ITALIAN
from tests.pages.conftest import Opener, opened, tables, texts, upload

NUMBERS = b"patient,response,os days,dead\na,PR,365.25,1\nb,hm,730.5,0\nc,hm,100,0\n"
AMBIGUOUS = (
    b"patient_id,start_date,last_followup_date,death_date\n"
    b"a,03/04/2020,05/06/2021,\nb,04/05/2020,,07/08/2021\n"
)
BROKEN = b"patient_id,os_months,os_event\na,3,1\nb,x,0\nc,7,0\n"


def words(app: AppTest) -> str:
    return texts(app).replace("**", "").replace("*", "")


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def control(app: AppTest, kind: str, ending: str) -> object:
    return next(w for w in getattr(app, kind) if str(w.key).endswith(ending))


def test_an_italian_sheet_is_understood_and_opened_with_one_click(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    assert "Ready to open: 5 lines in 4 patients" in words(app)
    assert "the header means Sex (Italian)" in words(app)
    click(app, "opening_open")
    assert "5 lines in 4 patients" in texts(app)
    assert "48 lines" not in texts(app)
    # Every column is found again by the header that the sheet gave it.
    complete = tables(opened(app, "cohort_tab", "Data quality"))[-1].set_index("Column")
    named = complete["Name in the file"]
    assert (named["Sex"], named["Stage"], named["ECOG"]) == ("Sesso", "Stadio", "ECOG")


def test_an_upload_that_the_browser_tells_of_twice_is_taken_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[object] = []
    uploaded = BytesIO(ITALIAN)
    uploaded.name = "casistica.csv"
    held = {"upload_0": [uploaded], "uploader_generation": 0}
    monkeypatch.setattr(cohort_source, "take_files", taken.extend)
    monkeypatch.setattr(cohort_source, "forget_uploads", lambda _: None)
    monkeypatch.setattr(st, "session_state", held)
    cohort_source._take_upload(0)
    cohort_source._take_upload(0)
    assert taken == [("casistica.csv", ITALIAN)]
    assert held["uploader_generation"] == 1


def test_what_is_left_out_is_nowhere_in_the_session_once_it_is_open(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    click(app, "opening_open")
    held = repr(app.session_state._state.filtered_state)
    assert "loaded_cohort" in held
    assert "pending_opening" not in held
    frame = app.session_state["loaded_cohort"].cohort.frame
    for name in ("Rossi", "Bianchi", "12/03/1980", "1980-03-12"):
        assert name not in held
        assert name not in frame.to_csv()


def test_cancelling_leaves_the_cohort_before_where_it_is(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    click(app, "opening_cancel")
    assert "48 lines in 38 patients" in texts(app)
    assert "pending_opening" not in app.session_state


def test_a_word_of_unknown_meaning_is_asked_and_then_counted(open_page: Opener) -> None:
    app = upload(open_page("response"), "own.csv", NUMBERS)
    assert "1 problem must be settled first" in words(app)
    assert "what do these texts in response mean" in words(app)
    control(app, "selectbox", "_word_best_response_hm").set_value("SD").run()
    assert "Ready to open: 3 lines in 3 patients" in words(app)
    click(app, "opening_open")
    assert app.session_state["loaded_cohort"].cohort.frame["best_response"].tolist() == [
        "PR",
        "SD",
        "SD",
    ]


def test_events_are_told_in_words_and_can_be_turned_round(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    assert "1 means the patient died, in 1 of 3 rows" in words(app)
    turn = next(b for b in app.button if str(b.key).endswith("_turn_os_event"))
    turn.click().run()
    assert "0 means the patient died, in 2 of 3 rows" in words(app)


def test_dates_that_can_be_read_in_two_ways_are_asked(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "dates.csv", AMBIGUOUS)
    assert "must be settled first" in words(app)
    for target in ("start_date", "last_followup_date", "death_date"):
        control(app, "segmented_control", f"_date_order_{target}").set_value("day-first").run()
    assert "Ready to open: 2 lines in 2 patients" in words(app)
    click(app, "opening_open")
    months = app.session_state["loaded_cohort"].cohort.frame["os_months"]
    assert (months * 30.4375).round().tolist() == [428, 460]


def test_a_sheet_with_a_bad_cell_opens_without_it_on_request(open_page: Opener) -> None:
    app = upload(open_page("survival"), "broken.csv", BROKEN)
    assert "the row" not in words(app)
    click(app, "opening_without")
    assert "3 lines in 3 patients" in texts(app)
    assert "1 line" in texts(app)
    app = app.switch_page("pages/views/cohort.py").run()
    app = opened(app, "cohort_tab", "From file to figures")
    assert "Rows in the file" in app.get("plotly_chart")[0].proto.spec


def test_a_sheet_without_patients_asks_whether_each_row_is_one(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "rows.csv", b"os_months,os_event\n3,1\n4,0\n")
    control(app, "checkbox", "_numbered").check().run()
    assert "Ready to open: 2 lines in 2 patients" in words(app)


def test_the_mapping_of_one_month_opens_the_next(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    control(app, "selectbox", "_word_best_response_hm").set_value("SD").run()
    click(app, "opening_open")
    app = upload(app, "next.csv", NUMBERS.replace(b"730.5,0", b"800,1") + b"d,hm,50,1\n")
    assert "Ready to open: 4 lines in 4 patients" in words(app)
    click(app, "opening_open")
    app = opened(app, "cohort_tab", "Changes")
    assert "1 patient added" in words(app)
    assert "1 more death" in words(app)


def test_a_mapping_file_is_applied(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    control(app, "selectbox", "_word_best_response_hm").set_value("PD").run()
    mapping: Mapping = app.session_state["pending_opening"].mapping
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    next(u for u in app.file_uploader if str(u.key).endswith("_mapping_file")).upload(
        "mapping.json", write_mapping(mapping)
    ).run()
    assert not app.exception
    assert "Ready to open" in words(app)
    assert read_mapping(write_mapping(mapping)) == mapping


def test_another_biomarker_stands_where_alk_status_stood(open_page: Opener) -> None:
    sheet = b"patient_id,HER2,best_response\n" + b"".join(
        f"p{i},{'pos' if i % 2 else 'neg'},{'PR' if i % 3 else 'PD'}\n".encode() for i in range(8)
    )
    app = upload(open_page("cohort"), "breast.csv", sheet)
    assert not [w for w in app.pills if w.label == "HER2"]
    app.selectbox(key="biomarker").set_value("HER2").run()
    assert not app.exception
    assert [w.options for w in app.pills if w.label == "HER2"] == [["neg 4", "pos 4"]]
    assert "HER2: pos" in tables(app)[0].iloc[:, 0].tolist()


def test_a_german_sheet_shows_what_its_words_mean(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "serie.csv", GERMAN)
    app = opened(app, "opening_words_best_response")
    chosen = {w.label: w.value for w in app.selectbox if "_word_best_response_" in str(w.key)}
    assert chosen == {
        "PR (1 row)": "PR",
        "stabile Erkrankung (1 row)": "SD",
        "komplette Remission (1 row)": "CR",
    }


def test_a_session_file_brings_everything_back_with_the_next_sheet(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "casistica.csv", ITALIAN)
    click(app, "opening_open")
    app.segmented_control(key="unit").set_value("patients").run()
    opened(app, "conventions_open")
    app.selectbox(key="survival_conf_type").set_value("log-log").run()
    app.button(key="advanced_stages").click().run()
    content = write_work(_work_of(app))
    assert b"IT01" not in content
    assert b"Rossi" not in content

    fresh = opened(open_page("cohort"), "session_file_open")
    uploader = next(u for u in fresh.file_uploader if "session_file" in str(u.key))
    uploader.upload("session.json", content).run()
    assert not fresh.exception
    assert "Open its sheet now" in words(fresh)
    upload(fresh, "casistica.csv", ITALIAN)
    click(fresh, "opening_open")
    assert "**3 lines in 3 patients" not in texts(fresh)
    assert "4 lines in 3 patients** · advanced" in texts(fresh)
    assert fresh.session_state["unit"] == "patients"
    assert fresh.session_state["survival_conf_type"] == "log-log"


def _work_of(app: AppTest) -> SavedWork:
    """What the download of this session holds."""
    return SavedWork(
        mapping=app.session_state["loaded_cohort"].mapping,
        file_hash=app.session_state["loaded_cohort"].file_hash,
        filter=CohortFilter(criteria=(Criterion(column="disease_extent", levels=("advanced",)),)),
        unit="patients",
        conventions=Conventions(survival_conf_type="log-log"),
    )


def test_a_session_file_that_was_changed_is_refused_with_a_sentence(open_page: Opener) -> None:
    app = opened(open_page("cohort"), "session_file_open")
    uploader = next(u for u in app.file_uploader if "session_file" in str(u.key))
    uploader.upload("session.json", b"{}").run()
    assert not app.exception
    assert [toast.value for toast in app.toast] == [
        "The file must be a session file of this app (JSON), but is not. Choose the file that the "
        "app wrote."
    ]


def test_answers_for_one_file_do_not_open_another_unseen(open_page: Opener) -> None:
    sheet = b"patient_id,os_months,os_event,best_response\na,300,1,PR\nb,400,0,hm\n"
    app = upload(open_page("cohort"), "january.csv", sheet)
    control(app, "selectbox", "_word_best_response_hm").set_value("SD").run()
    control(app, "selectbox", "_column_os_months_unit").set_value("days").run()
    click(app, "opening_open")
    other = b"patient_id,os_months,os_event,best_response\nx,30,1,PR\ny,40,0,PD\n"
    app = upload(app, "other_centre.csv", other)
    assert "it repeats answers given before" in words(app)
    click(app, "opening_afresh")
    click(app, "opening_open")
    assert app.session_state["loaded_cohort"].cohort.frame["os_months"].tolist() == [30, 40]


def test_an_answer_for_one_file_does_not_open_another_unseen(open_page: Opener) -> None:
    header = b"patient_id,best_response,start_date,progression_date,last_followup_date\n"
    sheet = header + b"a,PR,2018-01-10,2019-01-10,2020-03-02\nb,CR,2018-05-03,,2021-11-21\n"
    app = upload(open_page("cohort"), "january.csv", sheet.replace(b"2021-", b"2022-"))
    control(app, "radio", "_ask_stage:all").set_value("advanced").run()
    click(app, "opening_open")
    app = upload(app, "other_centre.csv", sheet)
    assert "it repeats answers given before" in words(app)
    assert control(app, "radio", "_ask_stage:all").value == "advanced"
    click(app, "opening_afresh")
    assert control(app, "radio", "_ask_stage:all").value is None
    assert "Ready to open" not in words(app)


def test_a_reused_mapping_neither_drops_new_columns_nor_lets_names_in(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "january.csv", NUMBERS)
    control(app, "selectbox", "_word_best_response_hm").set_value("SD").run()
    click(app, "opening_open")
    header, *rows = NUMBERS.decode().splitlines()
    more = "\n".join([f"{header},Surname,stage", *(f"{row},Rossi,metastatic" for row in rows)])
    app = upload(app, "february.csv", more.encode())
    click(app, "opening_open")
    frame = app.session_state["loaded_cohort"].cohort.frame
    assert "Surname" not in frame
    assert frame["stage"].tolist() == ["metastatic"] * 3
    assert frame["best_response"].tolist() == ["PR", "SD", "SD"]


def test_a_name_tried_as_patient_leaves_again(open_page: Opener) -> None:
    sheet = b"Codice paziente,Cognome,os_months,os_event\na,Rossi,3,1\nb,Verdi,4,0\n"
    app = upload(open_page("cohort"), "nomi.csv", sheet)
    control(app, "selectbox", "_column_patient_id").set_value("Cognome").run()
    assert app.session_state["pending_opening"].mapping.rekeyed
    control(app, "selectbox", "_column_patient_id").set_value("Codice paziente").run()
    click(app, "opening_open")
    assert "Rossi" not in app.session_state["loaded_cohort"].cohort.frame.to_csv()


def test_a_mapping_file_that_names_no_column_is_refused(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    content = (
        b'{"kind": "column mapping", "version": 1, "columns": [{"target": "x", "source": "y"}]}'
    )
    next(u for u in app.file_uploader if str(u.key).endswith("_mapping_file")).upload(
        "mapping.json", content
    ).run()
    assert not app.exception
    assert "A mapping must name canonical columns" in app.toast[0].value


def test_choices_that_no_control_has_are_named_and_passed_over(open_page: Opener) -> None:
    app = open_page("survival")
    work = SavedWork(
        file_hash=app.session_state["loaded_cohort"].file_hash,
        choices=(("band", "no"), ("rate_months", (-5.0,)), ("endpoint", "os")),
    )
    app = opened(app, "session_file_open")
    uploader = next(u for u in app.file_uploader if "session_file" in str(u.key))
    uploader.upload("session.json", write_work(work)).run()
    assert not app.exception
    assert "Not taken up, for this cohort or app does not have it: band, rate months." in [
        toast.value for toast in app.toast
    ]
    assert app.session_state["endpoint"] == "os"


CODES = b"patient,response,os days,dead\na,PR,365.25,1\nb,hm,730.5,2\nc,hm,100,1\n"


def test_event_codes_that_may_mean_anything_are_asked_one_by_one(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "codes.csv", CODES)
    assert "1 and 2 have no meaning yet, in 3 of 3 rows" in words(app)
    assert "Ready to open" not in words(app)
    for ending, word in (("best_response_hm", "SD"), ("os_event_1", "0"), ("os_event_2", "1")):
        control(app, "selectbox", f"_check_word_{ending}").set_value(word).run()
        assert not app.exception
    assert "Ready to open: 3 lines in 3 patients" in words(app)
    assert "2 means the patient died, in 1 of 3 rows" in words(app)


def test_a_word_can_be_asked_in_two_places_and_shows_the_same_answer(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    opened(app, "opening_words_best_response")
    control(app, "selectbox", "_check_word_best_response_hm").set_value("SD").run()
    assert not app.exception
    assert control(app, "selectbox", "_all_word_best_response_hm").value == "SD"


def test_turning_round_a_column_of_one_code_turns_both(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS.replace(b",1\n", b",0\n"))
    next(b for b in app.button if str(b.key).endswith("_turn_os_event")).click().run()
    column = app.session_state["pending_opening"].mapping.of("os_event")
    assert dict(column.values) == {"1": "0", "0": "1"}


def test_a_regimen_can_be_grouped_while_its_words_are_shown(open_page: Opener) -> None:
    sheet = b"patient,response,regimen\na,PR,Zed\nb,SD,AI\n"
    app = opened(upload(open_page("cohort"), "own.csv", sheet), "opening_words_regimen")
    click(app, next(str(b.key) for b in app.button if str(b.key).endswith("_group_regimens")))
    opened(app, "opening_words_regimen_group")
    control(app, "selectbox", "_group_word_regimen_group_Zed").set_value("other").run()
    assert not app.exception
    assert control(app, "selectbox", "_all_word_regimen_group_Zed").value == "other"


def test_turning_round_where_only_one_code_is_mapped_turns_the_other_with_it(
    open_page: Opener,
) -> None:
    app = upload(open_page("cohort"), "own.csv", NUMBERS)
    control(app, "selectbox", "_word_best_response_hm").set_value("SD").run()
    pending = app.session_state["pending_opening"]
    column = replace(pending.mapping.of("os_event"), values=(("1", "0"),))
    changed = replace(pending, mapping=pending.mapping.with_column(column))
    app.session_state["pending_opening"] = changed
    app.run()
    assert "0 has no meaning yet, in 2" in words(app)
    next(b for b in app.button if str(b.key).endswith("_turn_os_event")).click().run()
    column = app.session_state["pending_opening"].mapping.of("os_event")
    assert dict(column.values) == {"1": "1", "0": "0"}
