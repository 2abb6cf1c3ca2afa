"""Subgroups are saved from the filters, compared on every page that has groups, and kept."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from imt_core.cohort.named_subgroups import spell_subgroup
from imt_core.reporting.session_file import SavedWork, write_work
from pages.components import taken_up
from tests.cohort.test_named_subgroups import A_ADVANCED, MTX_NEGATIVE, NEGATIVE, NOBODY
from tests.pages.conftest import Opener, opened, tables, texts
from tests.pages.test_bounds import take_up

BOTH = [spell_subgroup(MTX_NEGATIVE), spell_subgroup(A_ADVANCED)]
NESTED = [spell_subgroup(MTX_NEGATIVE), spell_subgroup(NEGATIVE)]
PROTECTION = {
    "export_mask": 5,
    "export_rekey": False,
    "export_whole_months": True,
    "export_label_seed": "of this window",
}
BY_NAME = "\N{BULLET} named subgroups"


def test_filters_are_saved_by_name_and_compared_with_one_choice(open_page: Opener) -> None:
    app = open_page("response", only_alk_status="negative", only_regimen_group="MTX-V")
    opened(app, "save_subgroup_open")
    assert app.text_input(key="subgroup_name").value == "MTX-V · ALK-negative"
    assert "7 lines in 7 patients" in texts(app)
    app.text_input(key="subgroup_name").set_value("MTX-V, ALK-negative").run()
    app.button(key="save_subgroup").click().run()
    # The same name again is refused, another is not.
    app.button(key="save_subgroup").click().run()
    assert "different names" in app.toast[0].value
    app.text_input(key="subgroup_name").set_value("Again").run()
    app.button(key="save_subgroup").click().run()
    app.session_state["only_regimen_group"] = []
    app.session_state["only_alk_status"] = []
    app.run()
    assert BY_NAME in app.multiselect(key="group_by").options
    app.multiselect(key="group_by").set_value([BY_NAME]).run()
    assert app.query_params["compared"] == [
        f"{name}~2regimen_group~1MTX-V~2alk_status~1negative"
        for name in ("MTX-V, ALK-negative", "Again")
    ]
    assert "2 subgroups compared: 7 lines in 7 patients" in texts(app)
    assert "No test: the groups share patients" in texts(app)


def test_a_shared_link_compares_the_same_on_every_page(open_page: Opener) -> None:
    app = open_page("survival", compared=BOTH)
    assert "PFS: 21 of 24 lines (3 not counted: not advanced disease), 17 events." in texts(app)
    assert "2 subgroups compared: 24 lines in 24 patients" in texts(app)
    app.switch_page("pages/views/cohort.py").run()
    assert list(tables(app)[0].columns) == [
        "Characteristic",
        "MTX-V, ALK-negative",
        "anthracycline, advanced",
        "All",
    ]
    app.switch_page("pages/views/toxicity.py").run()
    assert "MTX-V, ALK-negative 2/7, anthracycline, advanced 5/17" in texts(app)
    app.switch_page("pages/views/sequence.py").run()  # whose first view knows no groups
    assert "subgroups compared" not in texts(app)
    app.switch_page("pages/views/subgroups.py").run()
    assert "Subgroups by name are no rows here" in texts(app)
    assert "subgroups compared" not in texts(app).split("Subgroups by name")[0]
    assert app.session_state["named_subgroups"] == (MTX_NEGATIVE, A_ADVANCED)
    # So does a session file, with those that are not compared; what this cohort lacks is told.
    work = SavedWork(
        file_hash=app.session_state["loaded_cohort"].file_hash,
        choices=(("compared", tuple(NESTED)),),
        subgroups=(A_ADVANCED, MTX_NEGATIVE, NEGATIVE, NOBODY),
    )
    assert "Nobody" in take_up(app, write_work(work))[0]
    assert app.session_state["compared"] == NESTED
    assert app.session_state["named_subgroups"] == (A_ADVANCED, MTX_NEGATIVE, NEGATIVE)


def test_a_page_that_is_loaded_anew_has_those_of_the_window_with_work(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = open_page("methods").session_state["loaded_cohort"]
    left = {
        "without work": {"loaded_cohort": sample},
        "with work": {"loaded_cohort": sample, "named_subgroups": (NEGATIVE,)} | PROTECTION,
    }
    browsers = SimpleNamespace(others_of=lambda _: [*left], let_go=lambda _: True)
    monkeypatch.setattr(taken_up, "BROWSERS", browsers)
    monkeypatch.setattr(taken_up, "state_left_by", left.get)
    app = open_page("response")
    assert BY_NAME in app.multiselect(key="group_by").options
    app.switch_page("pages/views/deck.py").run()
    assert {key: app.session_state[key] for key in PROTECTION} == PROTECTION


def test_subgroups_are_renamed_ordered_left_out_and_removed(open_page: Opener) -> None:
    app = opened(open_page("response", compared=BOTH), "compared_open")
    assert "MTX-V · ALK-negative: 7 lines in 7 patients in view" in texts(app)
    app.text_input(key="rename_0").set_value("Ours").run()
    app.button(key="subgroup_later_0").click().run()
    assert app.query_params["compared"] == [
        BOTH[1],
        "Ours~2regimen_group~1MTX-V~2alk_status~1negative",
    ]
    app.text_input(key="rename_0").set_value("Ours").run()
    assert "different names" in app.toast[0].value
    assert app.text_input(key="rename_0").value == A_ADVANCED.name
    app.checkbox(key="compare_0").uncheck().run()
    assert app.query_params["compared"] == "Ours~2regimen_group~1MTX-V~2alk_status~1negative"
    app.checkbox(key="compare_0").check().run()
    assert app.query_params["compared"][0] == BOTH[1]
    app.button(key="subgroup_remove_1").click().run()
    assert app.query_params["compared"] == BOTH[1]
    next(b for b in app.button if b.label == "Group by columns instead").click().run()
    assert "compared" not in app.query_params
    assert app.multiselect(key="group_by").value == ["regimen_group"]


def test_of_the_same_lines_no_test_by_patient_is_offered(open_page: Opener) -> None:
    app = opened(open_page("survival", compared=NESTED, overlap="cluster"), "overlap_open")
    asked = app.radio(key="overlap_asked")
    assert (asked.value, len(asked.options)) == ("keep", 3)
    assert "4 lines are in more than one group" in texts(app)
    asked.set_value("leave out").run()
    assert "no line is left" in texts(app)
