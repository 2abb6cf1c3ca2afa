"""What every page is made of: its answer, a row for each group, tabs, and what is taken away."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from lxml.html import HtmlElement, fromstring
from streamlit.testing.v1 import AppTest

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.intake.downloaded import COHORT_FILE, file_md5
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.csv_files import cohort_to_table, write_csv
from pages.components import take_away
from pages.components.deck import MASK
from tests.pages.conftest import Opener, opened, texts

BY = ("regimen_group",)
SHOWN: Mapping[str, tuple[dict[str, str], ViewRequest]] = {
    "survival": ({}, ViewRequest(kind="survival", endpoint="pfs", by=BY)),
    "response": ({}, ViewRequest(kind="response", by=BY)),
    "subgroups": (
        {"forest_columns": "sex"},
        ViewRequest(kind="forest", columns=("sex",), measure="orr"),
    ),
    "swimmer": ({}, ViewRequest(kind="swimmer")),
    "sequence": ({}, ViewRequest(kind="sequence")),
    "patient": (
        {"patient": patient_key("IMT-05")},
        ViewRequest(kind="course", patient=patient_key("IMT-05")),
    ),
}
"""Each page that answers, what its address says, and what it shows then."""


def said_by(app: AppTest, name: str) -> list[HtmlElement]:
    """The elements of a class in the HTML of a page."""
    return [found for element in app.html for found in fromstring(element.value).find_class(name)]


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_answers_in_the_core_s_sentence(
    read_page: Opener, sample: Cohort, page: str
) -> None:
    address, request = SHOWN[page]
    (sentence,) = said_by(read_page(page, **address), "answer")
    assert sentence.text_content() == answer_of(compute_view(sample, request)).sentence


@pytest.mark.parametrize("page", SHOWN)
def test_the_row_of_each_group_its_notes_and_its_method_are_the_core_s(
    read_page: Opener, sample: Cohort, page: str
) -> None:
    address, request = SHOWN[page]
    app = read_page(page, **address)
    answer = answer_of(compute_view(sample, request))
    shown = [
        (
            row.findtext("h2"),
            [tuple(part.text_content() for part in fact) for fact in row.iter("div")],
        )
        for row in said_by(app, "group")
    ]
    assert shown == [
        (row.label, [(fact.name, fact.value) for fact in row.facts]) for row in answer.rows
    ]
    assert [note.text_content() for note in said_by(app, "note")] == list(answer.notes)
    assert [method.text_content() for method in said_by(app, "method")] == [answer.method]


def test_the_answer_follows_what_is_asked(open_page: Opener, sample: Cohort) -> None:
    app = open_page("survival")
    app.segmented_control(key="endpoint").set_value("os").run()
    (sentence,) = said_by(app, "answer")
    view = compute_view(sample, ViewRequest(kind="survival", endpoint="os", by=BY))
    assert sentence.text_content() == answer_of(view).sentence
    assert sentence.text_content().startswith("OS: 48 lines")


def test_every_group_of_a_figure_has_a_colour_of_its_own_beside_it(read_page: Opener) -> None:
    colours = [row.get("style") for row in said_by(read_page("survival"), "group")]
    assert len(set(colours)) == 3
    assert all(style.startswith("border-color: #") for style in colours)


FILES = {
    "survival": {
        "pfs_summary.csv": "to_frame",
        "pfs_rates.csv": "rates_to_frame",
        "pfs_curves.csv": "curves_to_frame",
    },
    "response": {"response.csv": "to_frame"},
    "subgroups": {"subgroups.csv": "to_frame"},
    "swimmer": {"swimmer_bars.csv": "to_frame", "swimmer_markers.csv": "markers_to_frame"},
    "sequence": {"growth_modulation.csv": "shares_to_frame", "growth_pairs.csv": "to_frame"},
    "patient": {"course.csv": "to_frame"},
}
"""What each page offers, and which numbers of its result they are."""


@pytest.mark.parametrize("page", FILES)
def test_each_file_of_the_menu_holds_the_core_s_numbers(
    open_page: Opener, sample: Cohort, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    offered: dict[str, pd.DataFrame] = {}

    def note(label: str, make: Any, *, file_name: str, key: str) -> None:
        offered[file_name] = make()

    monkeypatch.setattr(take_away, "offer_csv", note)
    address, request = SHOWN[page]
    app = open_page(page, **address)
    assert offered == {}
    app.session_state[f"taken_{request.kind}"] = "Tables"
    opened(app, f"take_{request.kind}")
    # As it leaves: under the new labels of this session.
    seed = app.session_state["export_label_seed"]
    context = ExportContext(cohort_name="Cohort")
    export = Export(opened=sample, requests=(request,), context=context, seed=seed)
    result = export.work_out()[0][0].result
    assert list(offered) == list(FILES[page])
    for file_name, numbers in FILES[page].items():
        pd.testing.assert_frame_equal(offered[file_name], getattr(result, numbers)())


def test_beside_the_code_lies_the_whole_cohort_that_it_wants(
    open_page: Opener, sample: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: dict[str, bytes] = {}

    def note(_: str, make: Any, *, file_name: str, **__: Any) -> None:
        offered[file_name] = make()

    monkeypatch.setattr(take_away, "offer_download", note)
    app = open_page("survival", only_alk_status="negative")
    opened(app, "taken_survival", "Reproduce")
    opened(app, "take_survival")
    assert offered == {COHORT_FILE: write_csv(cohort_to_table(sample))}
    python, r = (block.value for block in app.code)
    md5 = file_md5(offered[COHORT_FILE])
    assert f'"{COHORT_FILE}", lines=48, columns=34, md5="{md5}"' in python
    assert "dim(cohort) != c(48, 34)" in r
    assert md5 in r
    app.session_state[MASK] = 5
    app.run()
    python, r = (block.value for block in app.code)
    assert f'"{COHORT_FILE}", columns=34)' in python
    assert "dim(cohort) != c(nrow(cohort), 34)" in r
    assert md5 not in r


def test_the_link_of_the_menu_says_what_the_address_says(open_page: Opener) -> None:
    app = open_page("survival", endpoint="os", only_alk_status="negative", survival_tab="Tables")
    app.session_state["taken_survival"] = "Link"
    opened(app, "take_survival")
    link = parse_qs(urlsplit(app.code[0].value).query)
    assert link == {"endpoint": ["os"], "only_alk_status": ["negative"], "survival_tab": ["Tables"]}
    assert link == {name: [word] for name, word in app.query_params.items()}


WORKED_OUT = {
    ("survival", "survival_tab", "Compare"): "pages.components.comparison_panel.compare_survival",
    ("survival", "survival_tab", "Interval choices"): (
        "imt_core.analyses.interval_choices.survival_choices"
    ),
    ("survival", "survival_tab", "Notes"): "imt_core.analyses.fragility.median_fragility",
    ("response", "response_tab", "Compare"): (
        "imt_core.analyses.response_comparison.compare_response"
    ),
    ("response", "response_tab", "Interval choices"): (
        "imt_core.analyses.interval_choices.response_choices"
    ),
}
"""What is worked out for a tab alone. A page imports anew with each run, a component does not."""


@pytest.mark.parametrize(("place", "function"), WORKED_OUT.items(), ids=str)
def test_a_closed_tab_works_nothing_out(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch, place: tuple[str, str, str], function: str
) -> None:
    page, key, tab = place
    module_name, name = function.rsplit(".", 1)
    module = importlib.import_module(module_name)
    original = getattr(module, name)
    calls = []

    def counted(*arguments: Any, **options: Any) -> Any:
        calls.append(name)
        return original(*arguments, **options)

    monkeypatch.setattr(module, name, counted)
    address = {key: "Against published", "group_by": "alk_status", "unit": "patients"}
    app = open_page(page, **address)
    assert calls == []
    opened(app, key, tab)
    assert calls == [name]


def test_a_closed_menu_works_nothing_out(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(take_away, "python_script", lambda *_, **__: made.append("script") or "")
    app = open_page("survival")
    opened(app, "taken_survival", "Reproduce")
    assert made == []
    opened(app, "take_survival")
    assert made == ["script"]


def test_who_is_in_view_is_one_line_and_names_each_step_on_request(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("survival", only_alk_status="negative", only_sex="male", unit="patients")
    criteria = tuple(
        Criterion(column=column, levels=(level,))
        for column, level in (("alk_status", "negative"), ("sex", "male"))
    )
    view = filter_cohort(sample, CohortFilter(criteria=criteria))
    (line,) = [text.value for text in app.main.markdown if str(view.after) in text.value]
    assert line.replace("\\", "") == f"**{view.after}** · {view.filter.text} · one line a patient"
    n_left_out = view.before.n_lines - view.after.n_lines
    (popover,) = [p for p in app.get("popover") if "not counted" in p.proto.popover.label]
    assert popover.proto.popover.label == f"{n_left_out} lines not counted"
    assert "leaves out" not in texts(app)
    opened(app, "left_out_open")
    said = texts(app)
    n_patients = view.before.n_patients - view.after.n_patients
    assert f"**{view.filter.text}** leaves out, with {n_patients} patients:" in said
    negative, male = (step.left_out.n_lines for step in view.steps)
    assert negative + male == n_left_out
    assert f"- {negative} not ALK-negative\n- {male} not male" in said


def test_markup_from_a_sheet_stays_text_in_answers_and_rows(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("survival")
    live = "<img src=x>"
    held = app.session_state["loaded_cohort"]
    frame = sample.frame.assign(ward=[live if n % 2 else "b" for n in range(len(sample.frame))])
    cohort = Cohort(frame=frame, name="Own")
    app.session_state["loaded_cohort"] = type(held)(
        cohort=cohort, report=held.report, file_hash=held.file_hash
    )
    app.session_state["group_by"] = ["ward"]
    opened(app, "survival_tab", "Tables")
    assert live in texts(app)
    assert [element for element in app.html if live in element.value] == []
