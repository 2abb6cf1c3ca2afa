"""The reading process as it is used: started, asked, watched, and ended."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any, Final, TypeVar

import psutil

from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.intake.isolation.frames import read_frame, unpacked, write_frame
from imt_core.intake.isolation.limits import (
    MOST_PARTS,
    READING_LIMITS,
    ReadingLimits,
    ended_its_reader,
    took_too_long,
    took_too_much,
)

_Result = TypeVar("_Result")
_START: Final = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"
_KEPT: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL")
"""What of the surroundings a reading process learns: nothing that could be a secret."""
_ALONE: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
_GLANCE: Final = 0.05
_SIGXCPU: Final = 24
_SECONDS_TO_START: Final = 60.0
_IDLE_SECONDS: Final = 120.0
"""A reader that nobody asks ends; the next click takes another."""


class Reader:
    """One reading process, for the files of one session.

    Parameters
    ----------
    limits : ReadingLimits
    turns : threading.Semaphore, optional
        Held while a step is done.

    Notes
    -----
    It imports this package when it is made, so that a small sheet does not wait for that later.
    It sees no environment but a path, writes no log, and ends with the process that made it.
    """

    def __init__(
        self,
        limits: ReadingLimits = READING_LIMITS,
        *,
        turns: AbstractContextManager[Any] | None = None,
    ) -> None:
        """Start the process; it can be asked at once, and answers when it stands."""
        self._limits = limits
        self._turns = nullcontext() if turns is None else turns
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        code = _START.format(path=sys.path, module="imt_core.intake.isolation.child")
        self._process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | _ALONE,
            start_new_session=True,
        )
        self._is_ready = False
        self._rest: threading.Timer | None = None
        self._end = weakref.finalize(self, _end, self._process)
        assert self._process.stdout is not None
        threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), daemon=True
        ).start()

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def ask(
        self,
        step: Callable[..., _Result],
        *arguments: Any,
        gives: type[_Result],
        name: str,
        progress: Callable[[str], None] = lambda _: None,
    ) -> _Result:
        """Have a step done that takes a stranger's bytes.

        Parameters
        ----------
        step : callable
            A function of this package, which takes `progress` and then the arguments.
        *arguments
            Sent to the process.
        gives : type
            What the step gives: plain data.
        name : str
            Of the file, for what is said if it fails.
        progress : callable
            Told what is being done.

        Returns
        -------
        object
            Of the type `gives`.

        Raises
        ------
        UnreadableFileError
            If the files are no cohort's table, or take more than the limits; the process has then
            ended.
        """
        self._cancel_rest()
        try:
            with self._turns:
                self._await_start(name)
                question = (step.__module__, step.__name__, arguments, self._limits)
                self._send(pickle.dumps(question, protocol=5), name)
                return self._answer(gives, name, progress)
        except UnreadableFileError:
            raise
        except BaseException:
            self.close()
            raise
        finally:
            if self.is_alive:
                self._rest = threading.Timer(_IDLE_SECONDS, self._end)
                self._rest.daemon = True
                self._rest.start()

    def _answer(self, gives: type[_Result], name: str, progress: Callable[[str], None]) -> _Result:
        watch = _Watch(self._process, self._limits)
        while True:
            kind, value = self._next_answer(watch, name)
            if kind == "progress":
                watch.next_part()
                progress(str(value))
            elif kind == "done" and isinstance(value, gives):
                return value
            elif kind == "refused" and issubclass(value[0], ImtError):
                raise value[0](value[1])
            else:
                swollen = kind == "swollen"
                self.close()
                raise took_too_much(name, self._limits) if swollen else _fault(name, str(value))

    def _send(self, question: bytes, name: str) -> None:
        assert self._process.stdin is not None
        try:
            write_frame(self._process.stdin, question)
        except (OSError, ValueError):  # broken, or closed here
            self.close()
            raise ended_its_reader(name) from None

    def _next_answer(self, watch: _Watch, name: str) -> tuple[str, Any]:
        """Wait for what the process says next, and end it where it takes too much."""
        while True:
            try:
                answer = self._answers.get(timeout=_GLANCE)
                break
            except queue.Empty:
                error = watch.error(name)
            if error is not None:
                self.close()
                raise error
        if answer is None:
            is_late = self._process.wait() == -_SIGXCPU
            self.close()
            raise took_too_long(name, self._limits) if is_late else ended_its_reader(name)
        try:
            kind, value = unpacked(answer)
        except Exception:  # whatever a process that was taken over may send
            self.close()
            raise ended_its_reader(name) from None
        return kind, value

    def _await_start(self, name: str) -> None:
        if self._is_ready:
            return
        try:
            answer = self._answers.get(timeout=_SECONDS_TO_START)
        except queue.Empty:
            answer = None
        if answer is None:
            self.close()
            raise ended_its_reader(name)
        self._is_ready = True

    def close(self) -> None:
        """End the process, with what it may have started."""
        self._cancel_rest()
        self._end()

    def _cancel_rest(self) -> None:
        if self._rest is not None:
            self._rest.cancel()
            self._rest = None


class _Watch:
    """What a process takes from now on, against its limits."""

    def __init__(self, process: subprocess.Popen[bytes], limits: ReadingLimits) -> None:
        self._process, self._limits = process, limits
        self._started, self._parts = time.monotonic(), 0
        self._memory, self._computed = self._cost()

    def next_part(self) -> None:
        """Count the seconds of computing anew, so many times as there are parts."""
        self._parts += 1
        if self._parts <= MOST_PARTS:
            _, self._computed = self._cost()

    def error(self, name: str) -> UnreadableFileError | None:
        """What to say where it takes too much."""
        memory, computed = self._cost()
        if memory - self._memory > self._limits.memory:
            return took_too_much(name, self._limits)
        if (
            computed - self._computed > self._limits.seconds
            or time.monotonic() - self._started > self._limits.longest
        ):
            return took_too_long(name, self._limits)
        return None

    def _cost(self) -> tuple[int, float]:
        """Bytes, and seconds of computing, until now; of a process that has ended, none."""
        try:
            process = psutil.Process(self._process.pid)
            with process.oneshot():
                times = process.cpu_times()
                return process.memory_info().rss, times.user + times.system
        except psutil.Error:
            return 0, 0.0


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(psutil.Error):
        for started in psutil.Process(process.pid).children(recursive=True):
            started.kill()
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[bytes | None]) -> None:
    """Hand on what the process says, and at last that it says no more."""
    with contextlib.suppress(OSError, ValueError):
        while (answer := read_frame(stream)) is not None:
            answers.put(answer)
    answers.put(None)


def _fault(name: str, where: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"This file could not be read because of a fault in this program: {name} ({where}). Save "
        "it as CSV UTF-8, or keep only the cohort's columns; nothing else is affected."
    )
