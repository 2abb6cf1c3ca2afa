"""The audit log: who did what when, as lines of JSON, and never what a file holds."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final, Literal

from pages.serving.settings import PREFIX, SettingsError, settings

Event = Literal[
    "server_started",
    "server_stopped",
    "session_begun",
    "session_ended",
    "signed_out",
    "denied",
    "uploaded",
    "opened",
    "refused",
    "exported",
    "lines_lost",
]
Fact = str | int | float | bool | None | list[str]

_LOGGER: Final = logging.getLogger(__name__)
_SELDOM: Final = 60.0
_MOST_REMEMBERED: Final = 1000


class AuditLog:
    """Lines appended to a file, by any number of threads and processes; None writes nowhere.

    A file that has reached its size is put aside under the time of that moment. Nothing is ever
    deleted: how long a log is kept is for whoever runs the server to decide.
    """

    def __init__(self, path: Path | None, *, most_bytes: int = 10_000_000) -> None:
        self._path = path
        self._most_bytes = most_bytes
        self._seldom: OrderedDict[tuple[str, ...], float] = OrderedDict()
        self._lock = Lock()
        self._n_lost = 0

    def check(self) -> None:
        """See that lines can be written.

        Raises
        ------
        SettingsError
            If they cannot.
        """
        if self._path is None:
            return
        try:
            with _locked(self._path):
                os.close(_opened(self._path))
        except OSError as error:
            raise SettingsError(
                f"{PREFIX}AUDIT_LOG cannot be written ({error.strerror}): its folder must exist "
                "and belong to whoever runs the server."
            ) from None

    def record(self, event: Event, *, who: str, **facts: Fact) -> None:
        """Append one line; a failure is told to the server's own log and stops nobody's work."""
        if self._path is None:
            return
        try:
            with _locked(self._path):
                if self._n_lost:
                    lost = _line("lines_lost", "server", {"lines": self._n_lost})
                    _append(lost, self._path, self._most_bytes)
                    self._n_lost = 0
                _append(_line(event, who, facts), self._path, self._most_bytes)
        except OSError as error:
            self._n_lost += 1
            _LOGGER.error("The audit log lost a line (%s): %s", event, error.strerror)

    def record_seldom(self, event: Event, *, who: str, **facts: Fact) -> None:
        """Append one line, unless the same was appended within the last minute.

        For what a stranger can bring about as often as they like.
        """
        key, now = (event, who, *map(str, facts.values())), monotonic()
        with self._lock:
            if now - self._seldom.get(key, -_SELDOM) < _SELDOM:
                return
            self._seldom[key] = now
            self._seldom.move_to_end(key)
            if len(self._seldom) > _MOST_REMEMBERED:
                self._seldom.popitem(last=False)
        self.record(event, who=who, **facts)


def _append(line: bytes, path: Path, most_bytes: int) -> None:
    """Append a line, to a file begun anew where the one before would grow too large."""
    if path.exists() and 0 < path.stat().st_size > most_bytes - len(line):
        _put_aside(path)
    file = _opened(path)
    try:
        os.write(file, line)
    finally:
        os.close(file)


def _opened(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def _put_aside(path: Path) -> None:
    stem = f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    aside, more = path.with_name(stem), 1
    while aside.exists():
        more += 1
        aside = path.with_name(f"{stem}-{more}")
    path.rename(aside)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep every other thread and process from writing or putting aside meanwhile."""
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(lock)
        yield
    finally:
        os.close(lock)


if sys.platform == "win32":
    import msvcrt

    def _wait_for(lock: int) -> None:
        # Gives up after ten seconds with an OSError; closing the file lets the lock go.
        msvcrt.locking(lock, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _wait_for(lock: int) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX)


def _line(event: Event, who: str, facts: dict[str, Fact]) -> bytes:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return json.dumps({"at": at, "who": who, "what": event, **facts}).encode() + b"\n"


@cache
def audit_log() -> AuditLog:
    """The audit log of this process, as it is set."""
    held = settings()
    return AuditLog(held.audit_log, most_bytes=int(held.audit_megabytes * 1e6))
