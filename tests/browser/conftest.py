"""A real server and a real Chromium; without a browser the tests say so."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.places import ROOT
from tests.running import free_port, running

USUAL_SIZE: ViewportSize = {"width": 1280, "height": 800}
PATIENCE = 90_000
"""Milliseconds: on a loaded machine a new window takes half a minute to compile the scripts."""
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def chromium_path() -> str | None:
    return os.environ.get("IMT_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        message = "no browser: install Debian's chromium, or set IMT_CHROMIUM to one"
        if os.environ.get("IMT_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


def new_window(browser: Browser, **settings: Any) -> BrowserContext:
    """A window that knows no other, whose pages are waited for."""
    context = browser.new_context(**settings)
    context.set_default_timeout(PATIENCE)
    return context


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The server of the README, one for all; gives its address."""
    with served("server.py") as address:
        yield address


class Served:
    """A script served on a port, free unless it is named, again on the same one after a stop."""

    def __init__(
        self, script: str, *options: str, port: int | None = None, base_path: str = "", **more: str
    ) -> None:
        self._port = port or free_port()
        self._arguments = [script, "--server.baseUrlPath", base_path, *options]
        self._environment = more
        self._life = ExitStack()
        self.address = f"http://127.0.0.1:{self._port}{base_path}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        run = [sys.executable, "-m", "streamlit", "run", "--server.headless", "true"]
        process = running(
            [*run, "--server.port", str(self._port), *self._arguments],
            answers_at=f"{self.address}/_stcore/health",
            cwd=ROOT,
            env=os.environ | self._environment,
        )
        self._life.enter_context(process)

    def stop(self) -> None:
        """End it."""
        self._life.close()


@contextmanager
def served(script: str, *options: str, **settings: Any) -> Iterator[str]:
    """Serve a script while it is needed, with settings beside the usual."""
    server = Served(script, *options, **settings)
    try:
        server.start()
        yield server.address
    finally:
        server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of one's own: its tabs share their cookies."""
    context = new_window(browser, viewport=USUAL_SIZE)
    yield context
    context.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all: in a new one, all scripts of a page are compiled anew."""
    context = new_window(browser, viewport=USUAL_SIZE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """The window as if it were new: no server knows it, and it prints as printed pages are set."""
    window.context.clear_cookies()
    window.set_viewport_size(USUAL_SIZE)
    window.emulate_media(media="null", color_scheme="light")
    window.bring_to_front()  # a tab that stands behind another draws nothing
    yield window
    window.goto("about:blank")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
