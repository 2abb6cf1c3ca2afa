"""Published: the cohort beside other series, own cards, and a difference on request."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml.html import fromstring
from streamlit.testing.v1 import AppTest

from imt_core.analyses.benchmark.cards import SeriesFigure, own_card
from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.session_file import SavedWork, read_work, write_work
from imt_core.reporting.tables.benchmark_table import format_card_differences
from tests.pages.conftest import Opener, tables, texts

BY_GROUP = ViewRequest(kind="benchmark", by=("regimen_group",))


def answer(app: AppTest) -> str:
    found = [h for e in app.html for h in fromstring(e.value).find_class("answer")]
    return str(found[0].text_content())


def test_the_cohort_stands_beside_the_current_series_and_every_card_says_how_it_stands(
    read_page: Opener, sample: Cohort
) -> None:
    app = read_page("published_figures")
    view = compute_view(replace(sample, is_reconstruction=True), BY_GROUP)
    assert answer(app) == answer_of(view).sentence
    assert "beside 10 published series, from 0/3 to 5/5; different patients" in answer(app)
    cards = [c for e in app.html for c in fromstring(e.value).find_class("card")]
    grey = [card.findtext("h2") for card in cards if "faded" in card.get("class")]
    assert len(cards) == 17
    assert grey == [
        "Anthracycline, Baldi 2020",
        "MTX-V, Baldi 2020",
        "Cyclophosphamide, Baldi 2020",
        "Gemcitabine-docetaxel, Baldi 2020",
        "VBL + MTX, Casanova 2020",
        "Crizotinib ALK+, CREATE 2018",
        "Crizotinib ALK−, CREATE 2018",
    ]
    # Told apart by words too: its first line says why.
    assert {card.findtext(".//dt") for card in cards if "faded" in card.get("class")} == {"In grey"}


def test_one_series_is_set_against_each_group_on_request(open_page: Opener, sample: Cohort) -> None:
    app = open_page("published_figures", series_tab="Difference", overlap="leave out")
    app.selectbox(key="compare_card").set_value("advl0912").run()
    request = replace(BY_GROUP, overlap="leave out", compare_card="advl0912")
    view = compute_view(replace(sample, is_reconstruction=True), request)
    expected = format_card_differences(view.result)
    assert tables(app)[-1].to_numpy().tolist() == expected.to_numpy().tolist()
    assert app.query_params["compare_card"] == "advl0912"


def test_an_own_card_is_typed_in_stands_beside_and_travels_with_the_session_file(
    open_page: Opener,
) -> None:
    app = open_page("published_figures", series_tab="Own cards")
    app.text_input(key="own_card_name").set_value("Our centre")
    app.number_input(key="own_card_n_success").set_value(9)
    app.number_input(key="own_card_n").set_value(4)
    app.button(key="FormSubmitter:own_card-Add the card").click().run()
    assert "responders must be from 0 to the number evaluated" in app.error[0].value
    app.number_input(key="own_card_n").set_value(20)
    app.button(key="FormSubmitter:own_card-Add the card").click().run()
    assert not app.exception
    (card,) = app.session_state["own_cards"]
    assert card == own_card(
        "Our centre", figures=[SeriesFigure(kind="response", n_success=9, n=20)]
    )
    assert "beside 11 published series" in answer(app)
    assert read_work(write_work(SavedWork(own_cards=(card,)))).own_cards == (card,)
    app.button(key="remove_own: Our centre").click().run()
    assert "beside 10 published series" in answer(app)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"series,n\nOurs,9\n", "The first row of a table of cards must name columns among name"),
        (b"{}", "The file must be a card file of this app (JSON), but is not."),
    ],
)
def test_a_file_that_holds_no_cards_is_refused_in_a_sentence(
    open_page: Opener, content: bytes, sentence: str
) -> None:
    app = open_page("published_figures", series_tab="Own cards")
    app.file_uploader(key="own_cards_0").upload("own_cards.json", content).run()
    assert sentence in app.error[0].value
    assert "own_cards" not in app.session_state
    assert "10 published series" in texts(app) + answer(app)


def test_a_curve_of_others_is_taken_up_its_unit_asked_and_drawn_behind_ours(
    open_page: Opener,
) -> None:
    app = open_page("published_figures", series_tab="Own cards")
    app.text_input(key="own_curve_name").set_value("Theirs").run()
    app.file_uploader(key="own_curve_0").upload("t.csv", b"time,survival\n0,1\n1,0.4\n").run()
    app.button(key="own_curve_in_years").click().run()
    (curve,) = app.session_state["own_curves"]
    assert (curve.name, curve.months, curve.survival) == ("Theirs", (0.0, 12.0), (1.0, 0.4))
    app.session_state["drawn_curve"] = "own: Theirs"
    app.switch_page("pages/views/survival.py").run()
    assert not app.exception
    (chart,) = app.get("plotly_chart")
    assert "not tested: Theirs, 40.0% at 12.0 months." in chart.proto.alt


def test_nobody_in_view_is_explained_below_the_choice(open_page: Opener) -> None:
    app = open_page("published_figures", only_stage="localized", only_disease_extent="advanced")
    assert "No treatment line meets all filters." in texts(app)
    assert app.segmented_control(key="published_of").value == "series"


def test_rates_that_nobody_enters_are_told_as_such(open_page: Opener) -> None:
    app = open_page("published_figures", benchmark_measure="pfs 12", only_stage="localized")
    assert "none of 12 lines in 12 patients is counted" in answer(app)
