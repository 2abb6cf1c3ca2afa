"""Reading processes started ahead, so many at once, for all sessions of one server."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

from imt_core.intake.isolation.limits import READING_LIMITS, ReadingLimits
from imt_core.intake.isolation.reader import Reader

_Result = TypeVar("_Result")


class Asked(Protocol):
    """Whatever does for one session what takes a stranger's bytes."""

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""

    def ask(
        self,
        step: Callable[..., _Result],
        *arguments: Any,
        gives: type[_Result],
        name: str,
        progress: Callable[[str], None] = lambda _: None,
    ) -> _Result:
        """Have a step done; see `Reader.ask`."""

    def close(self) -> None:
        """End it."""


class ReaderPool:
    """Readers for sessions: one waits ready, and only so many work at the same time.

    Parameters
    ----------
    limits : ReadingLimits
    at_once : int
        Steps that are done at the same time; others wait their turn.
    """

    def __init__(self, *, limits: ReadingLimits = READING_LIMITS, at_once: int = 2) -> None:
        """Start no reader yet: see `prepare`."""
        self._limits = limits
        self._turns = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._spare: Reader | None = None
        atexit.register(self.close)

    def prepare(self) -> None:
        """Have a reader start now, unless one waits already."""
        with self._lock:
            if self._spare is None or not self._spare.is_alive:
                self._spare = Reader(self._limits, turns=self._turns)

    def take(self) -> Asked:
        """Give a session a reader of its own, and have the next one start."""
        self.prepare()
        with self._lock:
            taken, self._spare = self._spare, None
        self.prepare()
        return taken if taken is not None else Reader(self._limits, turns=self._turns)

    def close(self) -> None:
        """End the reader that waits."""
        with self._lock:
            if self._spare is not None:
                self._spare.close()
            self._spare = None


READERS: Final = ReaderPool()
"""Those of this server."""
