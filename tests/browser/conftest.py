"""A real server and a real Chromium; without a browser the tests say so."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.places import ROOT

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
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The server of the README, one for all; gives its address."""
    with served("server.py") as address:
        yield address


@pytest.fixture
def cold_server() -> Iterator[str]:
    """A server that nobody has visited yet."""
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
        self.address = f"http://127.0.0.1:{self._port}{base_path}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        run = ["streamlit", "run", "--server.headless", "true", "--server.port", str(self._port)]
        self._process = start_module([*run, *self._arguments], self._environment)
        wait_until_answered(f"{self.address}/_stcore/health")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(timeout=20)


@contextmanager
def served(script: str, *options: str, **settings: Any) -> Iterator[str]:
    """Serve a script while it is needed, with settings beside the usual."""
    server = Served(script, *options, **settings)
    try:
        server.start()
        yield server.address
    finally:
        server.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def start_module(arguments: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Run a module of Python beside the test."""
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until_answered(url: str) -> None:
    """Wait for a server to answer."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the app did not start within 60 seconds")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of one's own: its tabs share their cookies."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
