"""A file that was made on a click waits for its browser, and for no longer."""

from __future__ import annotations

import pytest
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.serving import own_downloads
from pages.serving.own_downloads import UNFETCHED_SECONDS, OwnFiles, file_of


def clicked(manager: OwnFiles, make: bytes = b"months\n12\n") -> str:
    button = manager.add_deferred(lambda: make, "text/csv", "1.0", "rates.csv")
    return file_of(manager.execute_deferred(button))


def others_run(manager: OwnFiles) -> None:
    for _ in range(3):
        manager.remove_orphaned_files()


@pytest.fixture
def manager() -> OwnFiles:
    return OwnFiles(storage=MemoryMediaFileStorage("/media"))


def test_a_file_waits_for_its_browser_while_others_run(manager: OwnFiles) -> None:
    file_id = clicked(manager)
    others_run(manager)
    assert manager.read_file(file_id) is not None
    manager.fetched(file_id)
    others_run(manager)
    assert manager.read_file(file_id) is None


def test_a_file_that_nobody_fetches_is_dropped(
    manager: OwnFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = clicked(manager)
    later = own_downloads.monotonic() + UNFETCHED_SECONDS
    monkeypatch.setattr(own_downloads, "monotonic", lambda: later)
    others_run(manager)
    assert manager.read_file(file_id) is None


def test_nothing_is_dropped_while_a_file_is_made_and_a_failure_ends_that(manager: OwnFiles) -> None:
    first = clicked(manager)
    manager.fetched(first)

    def make() -> bytes:
        others_run(manager)
        assert manager.read_file(first) is not None
        raise ValueError("no deck")

    with pytest.raises(Exception, match="no deck"):
        manager.execute_deferred(manager.add_deferred(make, "text/csv", "1.1"))
    others_run(manager)
    assert manager.read_file(first) is None
