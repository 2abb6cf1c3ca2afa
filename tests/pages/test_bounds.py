"""Nothing that stands in an address, a session file or a mapping file breaks a page."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.named_subgroups import spell_subgroup
from imt_core.cohort.schema import COLUMNS, Cohort
from imt_core.conventions.choices import AS_PUBLISHED
from imt_core.conventions.errors import ImtError
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import read_mapping, write_mapping
from imt_core.reporting.session_file import SavedWork, read_work, write_work
from tests.cohort.test_named_subgroups import MTX_NEGATIVE, NEGATIVE
from tests.pages.conftest import Opener, upload

PAGES = (
    "cohort",
    "response",
    "survival",
    "subgroups",
    "swimmer",
    "sequence",
    "patient",
    "deck",
    "present",
    "published_figures",
    "methods",
)
NONSENSE: dict[str, dict[str, str | list[str]]] = {
    "unknown": {
        "unit": "rows",
        "filter_by": "x",
        "only_alk_status": "…",
        "group_by": [f"c{n}" for n in range(50)],
        "endpoint": "zzz",
        "rate_months": "nan",
        "conf_level": "2",
        "survival_conf_type": "x",
        "quantile_rule": "zzz",
        "proportion_conf_type": "nan",
        "quartile_type": "seven",
    },
    "empty": dict.fromkeys(("unit", "group_by", "conf_level", "only_stage", "filter_by"), ""),
    "repeated": {
        "unit": ["lines", "patients", "lines"],
        "group_by": ["sex", "sex", "sex"],
        "filter_by": ["sex", "sex"],
        "only_sex": ["male", "male"],
        "conf_level": ["95%", "95%"],
    },
    "hostile": {
        "unit": "\x00\u202e<script>",
        "group_by": "a" * 5_000,
        "only_stage": "x" * 5_000,
        "conf_level": "1e400",
        "quartile_type": "9" * 40,
    },
    "state": {
        "loaded_cohort": "x",
        "current_scope": "x",
        "deck": "x",
        "forest_columns": "x",
        "forest_months": "-1",
        "biomarker": "x",
        "convention_preset": "x",
    },
}


@pytest.mark.parametrize("query", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_in_the_address_breaks_no_page(
    open_page: Opener, query: dict[str, str | list[str]]
) -> None:
    app = open_page("cohort", **query)
    assert app.session_state["current_scope"].conventions == AS_PUBLISHED
    for page in PAGES:
        app.switch_page(f"pages/views/{page}.py").run()
        assert not app.exception, page


def take_up(app: AppTest, content: bytes) -> list[str]:
    """Take a session file up; gives what was said of it."""
    app.session_state["session_file_open"] = True
    app.run()
    uploader = next(u for u in app.file_uploader if str(u.key).startswith("session_file_"))
    uploader.upload("session.json", content).run()
    assert not app.exception
    return [toast.value for toast in app.toast]


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        ("forest_months", [1, 2]),
        ("forest_columns", None),
        ("group_by", [f"c{n}" for n in range(50)]),
        ("rate_months", list(range(10_000))),
        ("band", "no"),
        ("strata", ["sex"]),
        ("current_scope", "x"),
    ],
)
def test_a_choice_that_no_control_can_hold_is_named_and_not_taken_up(
    open_page: Opener, choice: str, value: Any
) -> None:
    app = open_page("subgroups")
    work = json.loads(write_work(SavedWork(file_hash=app.session_state["loaded_cohort"].file_hash)))
    said = take_up(app, json.dumps(work | {"choices": [[choice, value]]}).encode())
    name = choice.replace("_", " ")
    assert said == [f"Not taken up, for this cohort or app does not have it: {name}."]
    for page in ("subgroups", "survival"):
        app.switch_page(f"pages/views/{page}.py").run()
        assert not app.exception


def test_choices_at_their_bounds_are_taken_up(open_page: Opener) -> None:
    app = open_page("subgroups")
    work = SavedWork(
        file_hash=app.session_state["loaded_cohort"].file_hash,
        unit="patients",
        choices=(
            ("forest_measure", "os"),
            ("forest_months", 1),
            ("durable_months", 1),
            ("three_rows", False),
            ("rate_months", (0.5, "0.75", 1200)),
            ("group_by", ("sex", "alk_status")),
            ("covariates", ("sex", "age_years")),
            ("forest_columns", ()),
        ),
        label_seed="of last month",
        whole_months=True,
        small_cells_under=20,
        rekeyed=False,
        document_name="Ours",
        data_date="November 2026",
    )
    assert take_up(app, write_work(work)) == []
    names = ("label_seed", "whole_months", "mask", "rekey", "name", "date")
    kept = [app.session_state[f"export_{name}"] for name in names]
    assert kept == ["of last month", True, 20, False, "Ours", "November 2026"]
    app.session_state["survival_tab"] = "Compare"
    for page in ("subgroups", "response", "survival"):
        app.switch_page(f"pages/views/{page}.py").run()
        assert not app.exception
    assert app.multiselect(key="group_by").value == ["sex", "alk_status"]
    assert app.number_input(key="horizon").placeholder == "0.75"


JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e300, float("nan"), "", "x", "sex", "patient_id", "os_months",
    "orr", "pfs", "dor", "\x00", "\ud800", "a" * 400, [], [1, 2], ["sex", "sex"], [["sex"]], {},
    ["x"] * 50, [None], "cluster", "patients", "follow-up", "swimmer", "forest", [12, 12], 0.9,
    "Codice", "Sesso", "regimen", "os_event", "days", "month-first", ",", "1",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    keys = value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    for key in keys:
        yield from places(value[key], (*path, key))


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with one value exchanged, repeated or left out."""
    file = json.loads(content)
    fixed = ("kind", "version", "file_hash")
    *way, last = chance.choice([path for path in places(file) if path[0] not in fixed])
    inside = file
    for key in way:
        inside = inside[key]
    if isinstance(inside, list) and chance.random() < 0.2:
        inside.append(inside[last])
    elif chance.random() < 0.1:
        del inside[last]
    else:
        alike = [junk for junk in JUNK if type(junk) is type(inside[last])]
        inside[last] = chance.choice(alike if alike and chance.random() < 0.7 else JUNK)
    return json.dumps(file).encode()


def test_mutated_session_files_are_refused_or_taken_up(open_page: Opener, sample: Cohort) -> None:
    app = open_page("cohort")
    negative = CohortFilter(criteria=(Criterion(column="alk_status", levels=("negative",)),))
    usual = standard_views(sample, ViewRequest(kind="baseline", filter=negative))
    work = SavedWork(
        mapping=Mapping(biomarker="sex"),
        file_hash=app.session_state["loaded_cohort"].file_hash,
        filter=negative,
        choices=(
            ("group_by", ("sex",)),
            ("forest_columns", ("sex", "alk_status")),
            ("forest_measure", "os"),
            ("forest_months", 12.0),
            ("rate_months", (12.0, 24.0)),
            ("swimmer_mode", "patients"),
            ("strata", None),
            ("compared", (spell_subgroup(NEGATIVE),)),
        ),
        views=(usual[1], usual[-1], replace(usual[1], by=(NEGATIVE, MTX_NEGATIVE))),
        subgroups=(NEGATIVE, MTX_NEGATIVE),
    )
    chance = random.Random(11)
    n_taken = 0
    for _ in range(60):
        content = mutated(write_work(work), chance)
        try:
            read_work(content)
        except ImtError:
            continue
        n_taken += 1
        take_up(app, content)
        for page in ("deck", chance.choice(PAGES[:5])):
            app.switch_page(f"pages/views/{page}.py").run()
            assert not app.exception, content
    assert n_taken >= 10


SHEET = (
    b"Codice,Sesso,Risposta,OS giorni,Morto,Inizio,Regime\n"
    b"a,M,PR,300,1,03/04/2020,doxo\nb,F,hm,400,0,05/06/2021,pazo\nc,F,CR,41,1,01/02/2020,doxo\n"
)


@pytest.mark.parametrize(
    "mapping",
    [
        Mapping(
            columns=tuple(ColumnMapping(target=c.name, source="Codice", unit=None) for c in COLUMNS)
        ),
        Mapping(columns=tuple(ColumnMapping(target=c.name, source="zzz") for c in COLUMNS)),
        Mapping(answers=tuple((f"unit:{n}", "days") for n in range(999))),
        Mapping(left_out=("Codice", "zzz", "Codice"), biomarker="zzz", numbered=True, rekeyed=True),
    ],
    ids=["one source for all", "unknown columns", "many answers", "left out and numbered"],
)
def test_a_mapping_of_another_sheet_is_applied_as_far_as_it_goes(
    open_page: Opener, mapping: Mapping
) -> None:
    app = upload(open_page("cohort"), "own.csv", SHEET)
    uploader = next(u for u in app.file_uploader if str(u.key).endswith("_mapping_file"))
    uploader.upload("mapping.json", write_mapping(mapping)).run()
    assert not app.exception
    assert "pending_opening" in app.session_state
    assert not app.toast


def test_mutated_mapping_files_are_refused_or_applied(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "own.csv", SHEET)
    mapping: Mapping = app.session_state["pending_opening"].mapping
    chance = random.Random(12)
    n_taken = 0
    for _ in range(40):
        content = mutated(write_mapping(mapping.with_answer("stage:all", "advanced")), chance)
        try:
            read_mapping(content)
        except ImtError:
            continue
        n_taken += 1
        uploader = next(u for u in app.file_uploader if str(u.key).endswith("_mapping_file"))
        uploader.upload("mapping.json", content).run()
        assert not app.exception, content
    assert n_taken >= 10


def test_a_biomarker_that_divides_no_cohort_breaks_no_page(open_page: Opener) -> None:
    """A measured number may be put in ALK status's place while a sheet is opened."""
    rows = "".join(
        f"p{n},{n + 0.5},{n % 2},{n * 1.37},{'ab'[n % 2]},metastatic\n" for n in range(30)
    )
    sheet = f"patient_id,os_months,os_event,ki67,ward,stage\n{rows}".encode()
    app = upload(open_page("cohort"), "own.csv", sheet)
    opened = app.session_state["loaded_cohort"]
    measured = replace(opened, cohort=replace(opened.cohort, biomarker="ki67"))
    app.session_state["loaded_cohort"] = measured
    app.run()
    assert not app.exception
    assert app.selectbox(key="biomarker").options == ["Biomarker: ALK status", "Biomarker: ward"]


def test_a_canonical_column_as_biomarker_stands_once(open_page: Opener) -> None:
    app = open_page("cohort")
    held = app.session_state["loaded_cohort"]
    for column in ("sex", "regimen_group"):
        cohort = replace(held.cohort, biomarker=column)
        assert cohort.subgroup_columns().count(column) == 1
        app.session_state["loaded_cohort"] = replace(held, cohort=cohort)
        for page in ("cohort", "subgroups"):
            app.switch_page(f"pages/views/{page}.py").run()
            assert not app.exception


ADDRESSES = ("https://example.org", "www.x.org", "a@b.org")


def test_addresses_in_a_cohort_and_its_name_are_no_links(open_page: Opener, sample: Cohort) -> None:
    """Wherever a text is Markdown, what makes it an address is parted."""
    app = open_page("cohort")
    frame = sample.frame.copy()
    for place, header in enumerate(ADDRESSES):
        frame[header] = [ADDRESSES[(place + n) % 3] for n in range(len(frame))]
    cohort = Cohort(frame=frame, name="www.x.org", biomarker="https://example.org")
    app.session_state["loaded_cohort"] = replace(app.session_state["loaded_cohort"], cohort=cohort)
    app.session_state["group_by"] = ["https://example.org"]
    request = ViewRequest(kind="baseline", by=("www.x.org",), title="a@b.org")
    app.session_state["deck"] = standard_views(cohort, request)
    app.session_state["only_https://example.org"] = ["www.x.org", "a@b.org"]
    for page in PAGES:
        app.switch_page(f"pages/views/{page}.py").run()
        assert not app.exception, page
        shown = list(_markdown(app))
        for parted in ("https:\u2060//example.org", "www\u2060.x.org", "a\u2060@b.org"):
            assert any(parted in text for text in shown), page
        for address in ADDRESSES:
            assert [text for text in shown if address in text] == [], page
        assert [element.value for element in app.html if "<a " in element.value] == [], page


def test_addresses_in_a_sheet_that_is_opened_are_no_links(open_page: Opener) -> None:
    rows = "".join(f"p{n},{n + 0.5},www.x.org,a@b.org\n" for n in range(9))
    sheet = f"patient_id,os_months,best_response,https://example.org\n{rows}"
    app = upload(open_page("cohort"), "www.x.org.csv", sheet.encode())
    shown = list(_markdown(app))
    assert any("www\u2060.x.org" in text for text in shown)
    for address in ADDRESSES:
        assert [text for text in shown if address in text] == []


def _markdown(app: AppTest) -> Iterator[str]:
    """Every text that Streamlit reads as Markdown: running texts, labels, options as buttons.

    HTML is not read so: there only a link of its own is one.
    """
    for element in (*app.main, *app.sidebar):
        yield from _texts_of(element)


def _texts_of(element: Any) -> Iterator[str]:
    for child in getattr(element, "children", {}).values():
        yield from _texts_of(child)
    proto = None if element.type == "html" else getattr(element, "proto", None)
    for name in ("label", "body", "help", "content"):
        text = getattr(proto, name, "")
        if isinstance(text, str):
            yield text.replace("\\", "")
    if element.type in {"button_group", "radio"}:
        for option in proto.options:
            yield (option if isinstance(option, str) else option.content).replace("\\", "")
