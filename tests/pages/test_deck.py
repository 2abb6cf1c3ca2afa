"""The deck: views collected on the pages, ordered, presented, and carried away."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.intake.downloaded import COHORT_FILE
from imt_core.reporting.content import view_document
from imt_core.reporting.content.software import VERSION
from imt_core.reporting.masking.masking import MaskedCounts, mask_views
from imt_core.reporting.session_file import SavedWork, read_work, write_work
from tests.pages.conftest import Opener, opened, tables, texts, upload
from tests.places import ROOT

PAGES = {
    "cohort": "baseline",
    "response": "response",
    "survival": "survival",
    "subgroups": "forest",
    "swimmer": "swimmer",
}
FILTER = CohortFilter(criteria=(Criterion(column="alk_status", levels=("negative",)),))


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize(("page", "kind"), PAGES.items())
def test_every_page_adds_what_it_shows_to_the_deck_once(
    open_page: Opener, page: str, kind: str
) -> None:
    app = click(open_page(page, only_alk_status="negative"), f"add_{kind}")
    (request,) = app.session_state["deck"]
    assert (request.kind, request.filter) == (kind, FILTER)
    assert app.button(key=f"add_{kind}").label == "In the deck"
    assert click(app, f"add_{kind}").session_state["deck"] == (request,)


@pytest.mark.parametrize("page", ["survival", "response"])
def test_the_request_of_a_page_makes_the_numbers_of_the_page(
    open_page: Opener, sample: Cohort, page: str
) -> None:
    app = click(open_page(page), f"add_{PAGES[page]}")
    (request,) = app.session_state["deck"]
    view = compute_view(sample, request)
    assert view.result.to_frame()["group"].tolist()[0] == "anthracycline-based"
    assert str(view.count) in texts(app) or page == "response"


def test_standard_views_fill_the_deck_and_leave_it(open_page: Opener, sample: Cohort) -> None:
    app = click(open_page("deck"), "add_standard")
    assert app.session_state["deck"] == standard_views(sample, ViewRequest(kind="baseline"))
    assert "1. Baseline table: Baseline characteristics by regimen group, whole cohort: " in texts(
        app
    ).replace("**", "")
    click(app, "empty_deck")
    assert app.session_state["deck"] == ()
    assert "The deck is empty" in texts(app)


def test_views_are_moved_renamed_and_removed(open_page: Opener) -> None:
    app = click(open_page("deck"), "add_standard")
    kinds = [request.kind for request in app.session_state["deck"]]
    click(app, "down_0")
    assert [request.kind for request in app.session_state["deck"]][:2] == [kinds[1], kinds[0]]
    click(app, "up_1")
    assert [request.kind for request in app.session_state["deck"]] == kinds
    request = app.session_state["deck"][1]
    app = opened(app, f"deck_open_{hash(request)}")
    field = next(t for t in app.text_input if str(t.key).startswith("title_1"))
    field.set_value(" Ours ").run()
    assert app.session_state["deck"][1].title == "Ours"
    assert app.text_input(key=field.key).value == "Ours"
    assert app.text_input(key=field.key).id == field.id  # and so it keeps the focus
    assert "2. Response: Ours" in texts(app).replace("**", "")
    click(app, "remove_1")
    assert [request.kind for request in app.session_state["deck"]] == [kinds[0], *kinds[2:]]


def test_a_view_is_put_in_any_place_and_stays_in_hand(open_page: Opener) -> None:
    app = click(open_page("deck"), "add_standard")
    kinds = [request.kind for request in app.session_state["deck"]]
    places = [box for box in app.selectbox if box.label.startswith("Place of")]
    places[7].set_value(1).run()
    assert not app.exception
    assert [request.kind for request in app.session_state["deck"]] == [
        kinds[7],
        *kinds[:7],
        *kinds[8:],
    ]
    places = [box.value for box in app.selectbox if box.label.startswith("Place of")]
    assert places == list(range(1, 14))
    shortcuts = {
        button.key: button.proto.shortcut for button in app.button if button.proto.shortcut
    }
    assert shortcuts == {"up_0": "alt+up", "down_0": "alt+down"}
    assert (
        app.button(key="down_0").label
        == "Move 'Overall response rate of evaluable by subgroup, whole cohort' later"
    )
    click(app, "down_0")
    shortcuts = {
        button.key: button.proto.shortcut for button in app.button if button.proto.shortcut
    }
    assert shortcuts == {"up_1": "alt+up", "down_1": "alt+down"}


def test_the_deck_shows_each_view_in_small_unless_counts_are_masked(open_page: Opener) -> None:
    app = click(open_page("response"), "add_response")
    app.switch_page("pages/views/deck.py").run()
    assert "1 view in the deck" in [heading.value for heading in app.header]
    assert len(app.get("image")) == 1
    app.number_input(key="export_mask").set_value(5).run()
    assert not app.exception
    assert len(app.get("image")) == 0


def test_slides_are_made_with_new_labels_and_the_name_that_was_given(open_page: Opener) -> None:
    app = click(open_page("swimmer"), "add_swimmer")
    app.switch_page("pages/views/deck.py").run()
    app.text_input(key="export_name").set_value("Our series").run()
    click(app, "make_deck")
    content = app.session_state["deck_file"][1]
    deck = Presentation(io.BytesIO(content))
    words = "\n".join(
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "Our series" in words
    assert b"IMT-01" not in content
    assert "IMT-01" not in words


def test_times_in_whole_months_reach_the_documents(open_page: Opener) -> None:
    app = click(open_page("swimmer"), "add_swimmer")
    app.switch_page("pages/views/deck.py").run()
    told = [caption.value for caption in app.caption if "of each patient" in caption.value.lower()]
    assert "every step and mark of a curve, the workbook behind each chart" in told[0]
    assert "*Round times to whole months*" in told[0]
    app.toggle(key="export_whole_months").set_value(True).run()
    click(app, "make_deck")
    words = "\n".join(
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(app.session_state["deck_file"][1])).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "times rounded to whole months" in words


def test_masking_reaches_the_documents_and_the_room_after_one_search(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = click(open_page("response"), "add_response")
    app.switch_page("pages/views/deck.py").run()
    assert "with charts that can be pointed at" in texts(app)
    app.number_input(key="export_mask").set_value(5).run()
    for told in (
        "Charts are not shown in small while counts are masked",
        "counts of 1 to 4 are written as <5, and what would tell them is left out",
        "**This page and the others, their CSV and scripts are not masked.**",
        "A4: the caveats, and charts that tell no masked count",
    ):
        assert told in texts(app)
    assert "with charts that can be pointed at" not in texts(app)
    opened(app, f"deck_open_{hash(app.session_state['deck'][0])}")
    assert "here, as on the pages, they are not" in texts(app)
    searched: list[int] = []

    def mask(*views: Sequence[ComputedView], under: int) -> list[MaskedCounts]:
        searched.append(under)
        return mask_views(*views, under=under)

    monkeypatch.setattr(view_document, "mask_views", mask)
    click(app, "make_deck")
    deck = Presentation(io.BytesIO(app.session_state["deck_file"][1]))
    cells = [
        cell.text
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    ]
    assert "<5" in cells
    app.switch_page("pages/views/present.py").run()
    assert searched == [5]


def test_arrow_buttons_step_through_the_deck_and_esc_leaves(open_page: Opener) -> None:
    app = click(open_page("response"), "add_response")
    app.switch_page("pages/views/survival.py").run()
    click(app, "add_survival")
    app.switch_page("pages/views/present.py").run()
    assert not app.exception
    assert "1 of 2" in texts(app)
    assert app.title[0].value.startswith("Best response by regimen group, whole cohort")
    click(app, "present_next")
    assert app.title[0].value.startswith("PFS by regimen group, whole cohort")
    assert app.button(key="present_next").disabled
    assert "2 of 2, the last" in texts(app)
    click(app, "present_home")
    assert "1 of 2" in texts(app)
    click(app, "present_pagedown")
    assert "2 of 2, the last" in texts(app)


def test_without_a_deck_the_standard_views_are_presented(open_page: Opener) -> None:
    app = open_page("present")
    assert app.title[0].value.startswith("Baseline characteristics by regimen group")
    assert app.title[0].value.endswith("(1/4)")


@pytest.mark.parametrize(("page", "kind"), PAGES.items())
def test_every_page_shows_its_code(open_page: Opener, page: str, kind: str) -> None:
    app = open_page(page)
    opened(app, f"take_{kind}")
    opened(app, f"taken_{kind}", "Reproduce")
    python, r = (block.value for block in app.code)
    assert f'"{COHORT_FILE}", lines=48, columns=34, md5=' in python
    assert "read.csv(" in r


def test_pictures_are_offered_in_three_formats(open_page: Opener) -> None:
    app = opened(open_page("survival"), "take_survival")
    labels = [button.label for button in app.get("download_button")]
    assert {"PNG, 300 dpi", "SVG", "PDF"} <= set(labels)


def test_what_is_taken_away_says_whether_it_is_masked_and_rounded(open_page: Opener) -> None:
    app = opened(open_page("response"), "take_response")
    rounded = "Times are rounded to whole months here, as in documents"
    assert rounded not in texts(app)
    app.session_state["export_whole_months"] = True
    app.run()
    assert rounded in texts(app)
    app.session_state["export_mask"] = 5
    app.run()
    assert "No picture is made alone." in texts(app)
    opened(app, "taken_response", "Tables")
    assert rounded in texts(app)
    assert [told.value for told in app.warning] == [
        "Not masked: every count is in them, small ones too."
    ]
    opened(app, "taken_response", "Reproduce")
    told = "under the labels of the sheet, with exact times, whatever is chosen for documents"
    assert told in texts(app)


def test_the_session_file_carries_the_deck() -> None:
    view = replace(ViewRequest(kind="forest", columns=("sex",), measure=("pfs", 24.0)), title="x")
    assert read_work(write_work(SavedWork(views=(view,)))).views == (view,)


def test_a_session_file_that_named_its_page_is_still_read() -> None:
    old = b'{"kind": "session file", "version": 1, "page": "survival", "unit": "patients"}'
    assert read_work(old) == SavedWork(unit="patients")


def test_the_version_on_documents_is_that_of_the_project() -> None:
    text = Path(ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{VERSION}"' in text


def test_views_that_the_next_cohort_lacks_are_named_and_left_out(open_page: Opener) -> None:
    app = click(open_page("response"), "add_response")
    app.switch_page("pages/views/survival.py").run()
    app.multiselect(key="group_by").set_value(["centre"]).run()
    click(app, "add_survival")
    sheet = b"patient_id,best_response\n" + b"".join(b"p%d,PR\n" % i for i in range(6))
    upload(app, "next.csv", sheet)
    app.switch_page("pages/views/deck.py").run()
    assert not app.exception
    assert "left out, for it cannot be made from this cohort" in texts(app)
    named = "cannot be made from this cohort: Response (view 1); Survival (view 2)."
    assert app.warning[0].value.endswith(named)
    click(app, "remove_0")
    assert app.warning[0].value.endswith("cannot be made from this cohort: Survival (view 1).")
    app.switch_page("pages/views/present.py").run()
    assert not app.exception
    named = "Survival: cohort must have the columns that the view is of, but centre was not found."
    assert named in app.info[0].value.replace("\\", "")


def test_the_name_given_to_one_cohort_is_not_said_of_the_next(open_page: Opener) -> None:
    app = click(open_page("response"), "add_response")
    app.switch_page("pages/views/deck.py").run()
    app.text_input(key="export_name").set_value("Centre A").run()
    click(app, "make_deck")
    sheet = b"patient_id,best_response\n" + b"".join(b"p%d,PR\n" % i for i in range(6))
    upload(app, "next.csv", sheet)
    assert app.text_input(key="export_name").value in (None, "")
    assert "deck_file" not in app.session_state


def test_presented_views_are_masked_as_the_documents_are(open_page: Opener) -> None:
    app = click(open_page("response"), "add_response")
    app.switch_page("pages/views/deck.py").run()
    app.number_input(key="export_mask").set_value(5).run()
    app.toggle(key="export_whole_months").set_value(True).run()
    app.switch_page("pages/views/present.py").run()
    assert not app.exception
    assert "<5" in tables(app)[0].to_numpy()
    foot = "1 of 2 · Reconstruction · counts of 1 to 4 are written as <5, – is withheld · "
    assert f"{foot}times rounded to whole months" in texts(app)


def test_the_page_for_the_board_is_made_of_the_deck_and_the_index_patient(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("deck")
    assert "the first three charts of the standard views of who is in view" in texts(app)
    assert "Choose an index patient on the Patient page for the course." in texts(app)
    key = patient_key(sample.frame["patient_id"].iloc[0])
    app = open_page("deck", index=key)
    assert "A4: the index patient's course, the first three charts" in texts(app)
    click(app, "add_standard")
    assert "the first three charts of the deck" in texts(app)
