"""Pages are opened through app.py, as a user's browser does."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml.html import fromstring
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import FileUploader

from imt_core.analyses import computed_view
from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Overlap
from imt_core.cohort.schema import Cohort
from imt_core.intake.checks.checked_cohort import CohortReading
from imt_core.intake.cohort_file import read_cohort
from imt_core.reporting.content import export
from pages.components import deck_rows, overlap_panel, state
from pages.serving import start
from tests.places import ROOT

APP = str(ROOT / "app.py")
TIMEOUT = 30

Opener = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _served_by_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are those that server.py serves to this machine, without its warning."""
    monkeypatch.setattr(start, "_established", ["local"])


@pytest.fixture(autouse=True)
def _sample_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the sample is most of what it takes to open a page; each gets rows of its own."""

    def read(path: Path, **origin: Any) -> CohortReading:
        reading = read_kept(path, **origin)
        assert reading.cohort is not None
        frame = reading.cohort.frame.copy()
        return replace(reading, cohort=replace(reading.cohort, frame=frame))

    monkeypatch.setattr(state, "read_cohort", read)


read_kept = cache(read_cohort)


@pytest.fixture(autouse=True)
def _a_view_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most pages are opened on the sample, of which each would work out the same views again."""
    for module in (computed_view, deck_rows, export, overlap_panel):
        monkeypatch.setattr(module, "compute_view", view_once)


def view_once(cohort: Cohort, request: ViewRequest) -> ComputedView:
    key = pickle.dumps((cohort, request))
    if key not in views_kept:
        views_kept[key] = compute_view(cohort, request)
    return views_kept[key]


views_kept: dict[bytes, ComputedView] = {}


@pytest.fixture
def open_page() -> Opener:
    """Open one page, with query parameters as in a shared link."""
    return open_view


@pytest.fixture
def read_page() -> Opener:
    """A page that is opened once for all tests that only read it."""
    return kept_page


def open_view(view: str, **query: str | list[str]) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=TIMEOUT)
    for name, value in query.items():
        app.query_params[name] = value
    app._registered_pages = registered_pages()
    app.switch_page(f"pages/views/{view}.py").run()
    assert not app.exception
    return app


@cache
def registered_pages() -> dict[str, Any]:
    """The pages of the app, which a first run of each would tell."""
    return AppTest.from_file(APP, default_timeout=TIMEOUT).run()._registered_pages


kept_page = cache(open_view)


def uploader(app: AppTest) -> FileUploader:
    """The upload, which is drawn where it is asked for."""
    key = f"upload_{app.session_state['uploader_generation']}"
    if key not in [element.key for element in app.file_uploader]:
        opened(app, f"open_{app.session_state['uploader_generation']}")
    return next(element for element in app.file_uploader if element.key == key)


def upload(app: AppTest, filename: str, content: bytes) -> AppTest:
    """Put a file into the uploader."""
    uploader(app).upload(filename, content).run()
    assert not app.exception
    return app


def opened(app: AppTest, key: str, tab: str | bool = True) -> AppTest:
    """Open an expander, a popover or a tab whose content is worked out on request."""
    app.session_state[key] = tab
    app.run()
    assert not app.exception
    return app


def with_remedy(app: AppTest, overlap: Overlap) -> AppTest:
    """Choose what is done where groups share patients."""
    opened(app, "overlap_open").radio(key="overlap_asked").set_value(overlap).run()
    assert not app.exception
    return app


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of the page, as they are read: every cell a text."""
    found = []
    for element in app.html:
        if "<table" not in element.value:
            continue
        for table in fromstring(element.value).iter("table"):
            header = [cell.text_content() for cell in table.findall("thead/tr/th")]
            rows = [[cell.text_content() for cell in row] for row in table.findall("tbody/tr")]
            found.append(pd.DataFrame(rows, columns=header))
    return found


def texts(app: AppTest) -> str:
    """All running text of the page, without the escapes that keep a sheet's text plain."""
    elements = [*app.title, *app.markdown, *app.caption, *app.info, *app.error, *app.success]
    read = [element.value for element in app.html if not element.value.startswith("<style")]
    spoken = [fromstring(value).text_content() for value in read]
    return "\n".join([*(element.value for element in elements), *spoken]).replace("\\", "")
