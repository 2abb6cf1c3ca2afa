"""One patient is reached by search, address, steps and a press, and can be marked in every view."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from imt_core.cohort.pseudonyms import patient_key
from pages.components import one_patient, patient_search
from tests.pages.conftest import Opener, opened, tables, texts


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def test_a_step_leads_to_the_next_patient_who_stays_marked_until_cleared(open_page: Opener) -> None:
    app = click(open_page("patient", only_regimen_group="MTX-V"), "patient_next")
    assert "IMT-03: 2 lines; best response SD on line 2" in texts(app)
    assert "2 of 13 · sheet order" in texts(app)
    assert not app.button(key="patient_previous").disabled
    click(app, "make_index")
    key = patient_key("IMT-03")
    assert app.query_params["index"] == app.query_params["patient"] == key
    app.switch_page("pages/views/swimmer.py").run()
    assert app.button(key="clear_index").label == "Index patient IMT-03"
    assert app.query_params["index"] == key
    assert "index" not in click(app, "clear_index").query_params


def test_a_patient_out_of_view_is_shown_and_an_unknown_one_is_said_to_be_so(
    open_page: Opener,
) -> None:
    app = open_page("patient", patient=patient_key("IMT-05"), only_alk_status="negative")
    assert "Not in view: ALK-negative." in texts(app)
    assert tables(app)[0].set_index("Field").loc["ALK status"].tolist() == ["positive"] * 2
    app.selectbox(key="patient").set_value(patient_key("IMT-02")).run()
    assert "IMT-02: 1 line" in texts(app)
    unknown = open_page("patient", patient=patient_key("nobody"))
    assert "No patient of this cohort has the key" in texts(unknown)
    assert app.selectbox(key="patient").options[1] == "IMT-02"


def test_patients_like_this_are_counted_at_each_step_and_one_press_shows_them(
    open_page: Opener,
) -> None:
    app = open_page("patient", patient=patient_key("IMT-02"), index=patient_key("IMT-02"))
    app = opened(app, "patient_tab", "Patients like this")
    labels = [box.label.replace("\\", "") for box in app.checkbox if box.key.startswith("like_")]
    assert labels[:3] == [
        "Regimen group: MTX-V **→ 13 lines in 13 patients**",
        "ALK status: negative **→ 7 lines in 7 patients**",
        "Disease: advanced **→ 4 lines in 4 patients**",
    ]
    assert labels[3:] == ["Stage: metastatic", "Treatment line: second"]
    assert [warning.value[:22] for warning in app.warning] == ["Only 4 patients remain"]
    app.checkbox(key="like_alk_status").uncheck().run()
    app = click(app, "like_survival")
    assert "9 lines in 9 patients" in texts(app)
    # What concerns the page that was left alone goes with the next act.
    assert app.query_params.pop("patient_tab") == "Patients like this"
    assert app.query_params == {
        "only_regimen_group": "MTX-V",
        "only_disease_extent": "advanced",
        "index": patient_key("IMT-02"),
        "patient": patient_key("IMT-02"),
    }


def test_of_very_many_patients_the_identifier_is_typed(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patient_search, "MOST_LISTED", 10)
    app = open_page("patient")
    app.text_input(key="patient_typed").set_value(" IMT-05 ").run()
    assert "IMT-05: 2 lines" in texts(app)
    app.text_input(key="patient_typed").set_value("IMT-99").run()
    assert [toast.value for toast in app.toast] == ["No patient is called IMT-99."]


def test_lines_of_localized_disease_are_shown_by_the_endpoint_that_they_have(
    open_page: Opener,
) -> None:
    app = open_page("patient", patient=patient_key("IMT-08"), patient_tab="Patients like this")
    app = click(opened(app, "patient_tab", "Patients like this"), "like_survival")
    assert app.query_params["only_disease_extent"] == "localized"
    assert app.session_state["endpoint"] == "rfs"


def test_a_pressed_mark_or_row_leads_to_its_patient_and_is_pressed_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone: list[str] = []
    monkeypatch.setattr(one_patient, "show_course_of", gone.append)
    mark = {"customdata": ["IMT-07", "row 8"]}
    state = SimpleNamespace(selection=SimpleNamespace(points=[{"x": 1.0}, mark], rows=[1, 9]))
    one_patient.go_to_picked_mark(state)
    one_patient.go_to_picked_row(state, ["IMT-01", "IMT-02"])
    assert gone == ["IMT-07", "IMT-02"]
