"""Settings and the small cohort that the tests of the core share."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner
from xdist.scheduler import LoadFileScheduling

from imt_core.cohort.schema import Cohort
from imt_core.intake.isolation.operations import begin
from imt_core.intake.isolation.pool import ReaderPool
from imt_core.intake.opening import OpeningOutcome
from tests.effort import tries
from tests.oracles.oracle import make_cohort
from tests.places import sample_cohort

settings.register_profile("core", tries(20), deadline=None, derandomize=True, database=None)
settings.load_profile("core")

HALF_OF_THE_BROWSERS = ("test_deck_in", "test_memory_in", "test_tasks_in")

gc.disable()  # until all tests are found, of which nothing is garbage


class FileByFile(LoadFileScheduling):
    """One process takes a whole file, and makes once what its tests share; two have a browser."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(super()._split_scope(nodeid))
        if file.parent.name != "browser":
            return str(file)
        return "a browser" if file.stem.startswith(HALF_OF_THE_BROWSERS) else "another browser"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileByFile:
    return FileByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come first, for they take longest."""
    items.sort(key=lambda item: item.path.parent.name != "browser")


def pytest_collection_finish() -> None:
    """Look among what the tests make for garbage, not among the tests."""
    gc.freeze()
    gc.enable()


class NearReader:
    """Does in this process, and at once, what a reading process does; reads the same file once."""

    is_alive = True
    begun: ClassVar[dict[bytes, OpeningOutcome]] = {}

    def ask(
        self,
        step: Callable[..., Any],
        *arguments: Any,
        gives: type,
        name: str,
        progress: Callable[[str], None] = lambda _: None,
    ) -> Any:
        files = pickle.dumps(arguments) if step is begin else b""
        result = self.begun.get(files) or step(progress, *arguments)
        assert isinstance(result, gives)
        if step is begin:
            self.begun[files] = result
        return result

    def close(self) -> None:
        """Nothing to end."""


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in this process, but for the tests of reading apart: each would wait for a start."""
    if request.node.get_closest_marker("reads_apart") is None:
        monkeypatch.setattr(ReaderPool, "take", lambda _: NearReader())


@pytest.fixture(scope="session", autouse=True)
def _apps_share_what_a_server_reads_once() -> Iterator[None]:
    """Each `AppTest` would look for components in all that is installed, and compile each page.

    Each run would also stand in for the server anew, and ask a thousand times a second, while the
    page is being drawn, whether it is done.
    """
    scan, scripts = cache(manifest_scanner.scan_component_manifests), ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        patch.setattr(app_test, "MagicMock", cache(app_test.MagicMock))
        patch.setattr(local_script_runner, "require_widgets_deltas", _wait_for_page)
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: scripts)
        yield


def _wait_for_page(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
    page = runner._script_thread
    assert page is not None
    page.join(timeout)
    assert not page.is_alive(), f"the page was not drawn within {timeout} s"


@pytest.fixture(scope="session")
def sample() -> Cohort:
    """The sample cohort, read by the core itself; treat as read-only."""
    return sample_cohort()


@pytest.fixture
def small_cohort() -> Cohort:
    """Nine lines of seven patients: p2 and p3 have two lines each, p7 has gaps."""
    return make_cohort(
        patient_id=["p1", "p2", "p2", "p3", "p3", "p4", "p5", "p6", "p7"],
        line_number=[1.0, 2.0, 1.0, 1.0, 3.0, 1.0, 1.0, 1.0, None],
        line_group=[
            "first",
            "second",
            "first",
            "first",
            "further",
            "first",
            "first",
            "first",
            None,
        ],
        sex=["male", "male", "male", "female", "female", "female", "male", "female", None],
        age_years=[20.0, 30.0, 30.0, 20.0, 20.0, 30.0, 20.0, 30.0, None],
        alk_status=[
            "positive",
            "negative",
            "negative",
            "positive",
            "positive",
            "positive",
            "negative",
            "unknown",
            None,
        ],
        alk_method=["IHC", "FISH", "FISH", "IHC", "IHC", None, "FISH", None, None],
        disease_extent=[
            "advanced",
            "advanced",
            "advanced",
            "localized",
            "advanced",
            "localized",
            "advanced",
            "advanced",
            None,
        ],
        regimen_group=[
            "anthracycline-based",
            "MTX-V",
            "anthracycline-based",
            "MTX-V",
            "other",
            "MTX-V",
            "other",
            "anthracycline-based",
            None,
        ],
        best_response=["PR", "PD", "SD", "CR", "PD", "NE", "NE", "PR", None],
        ne_reason=[None, None, None, None, None, "adjuvant", None, None, None],
        adverse_events=["G3 rash", "none", None, "G1 rash", None, None, None, "G2 nausea", None],
        pfs_months=[6.0, 2.0, 10.0, None, 4.0, None, 12.0, 8.0, None],
        pfs_event=[1.0, 1.0, 1.0, None, 1.0, None, 0.0, None, None],
        os_months=[20.0, 5.0, 16.0, 40.0, 9.0, 30.0, 12.0, 8.0, None],
        os_event=[1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0],
    )
