"""The gate of the pages, opened through app.py as a browser does."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from time import time
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.serving import start
from pages.serving.settings import settings
from tests.places import ROOT

ADA = {"is_logged_in": True, "sub": "1", "email": "ada@example.org", "email_verified": True}
Opener = Callable[..., AppTest]


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Open the app for those on a list, as somebody the provider told of."""
    monkeypatch.setattr(start, "_established", ["sign-in"])
    monkeypatch.setenv("IMT_EXPLORER_ALLOWED_USERS", "ada@example.org")
    settings.cache_clear()

    def open_as(view: str = "", **claims: Any) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app.secrets["auth"] = {"client_id": "explorer"}
        app.user = claims
        app.run()
        if view:
            app.switch_page(f"pages/views/{view}.py").run()
        assert not app.exception
        return app

    yield open_as
    monkeypatch.undo()
    settings.cache_clear()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


@pytest.mark.parametrize("view", ["", "survival", "deck", "published_figures", "methods"])
def test_nobody_sees_anything_but_the_way_in(signed_in: Opener, view: str) -> None:
    app = signed_in(view)
    assert labels(app) == ["Sign in"]
    assert [element.value for element in (*app.title, *app.markdown)] == [
        "IMT Explorer",
        "Sign in to open it.",
    ]
    assert not app.sidebar.children
    assert "loaded_cohort" not in app.session_state


@pytest.mark.parametrize("view", ["", "survival"])
def test_who_is_not_on_the_list_sees_a_sentence_and_the_way_out(
    signed_in: Opener, view: str
) -> None:
    app = signed_in(view, **(ADA | {"email": "eve@example.org", "iat": time()}))
    assert labels(app) == ["Sign out"]
    assert [element.value.replace("\\", "") for element in app.error] == [
        "You are signed in as eve\u2060@example.org, who is not on the list of those who may use "
        "this server. Ask whoever runs it."
    ]
    assert not app.markdown
    assert "loaded_cohort" not in app.session_state


def test_who_is_on_the_list_comes_in(signed_in: Opener) -> None:
    app = signed_in(**ADA, iat=time())
    assert app.title[0].value == "Cohort"
    assert "Sign out" in labels(app)


def test_a_sign_in_of_yesterday_counts_no_more(signed_in: Opener) -> None:
    assert labels(signed_in(**ADA, iat=time() - 24 * 3600)) == ["Sign in"]


@pytest.mark.parametrize("way", ["signs out", "is signed in no more", "signed in yesterday"])
def test_whoever_leaves_takes_everything_along(signed_in: Opener, way: str) -> None:
    app = signed_in(**ADA, iat=time())
    frame = weakref.ref(app.session_state["loaded_cohort"].cohort.frame)
    assert frame() is not None
    if way == "signs out":
        next(button for button in app.button if button.label == "Sign out").click()
    elif way == "is signed in no more":
        app.user = {}
    else:
        app.user = ADA | {"iat": time() - 24 * 3600}
    app.run()
    assert not app.exception
    assert labels(app) == ["Sign in"]
    assert "loaded_cohort" not in app.session_state
    gc.collect()
    assert frame() is None


def test_settings_that_cannot_be_show_nothing(
    signed_in: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "_established", [])
    monkeypatch.setenv("IMT_EXPLORER_OPEN_TO_NETWORK", "perhaps")
    settings.cache_clear()
    app = signed_in(**ADA, iat=time())
    assert "OPEN_TO_NETWORK must be yes or no" in app.error[0].value.replace("\\", "")
    assert not app.button
    assert "loaded_cohort" not in app.session_state
