"""The reading process: started ahead, it waits for a file, answers, and ends with its pipe."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import scipy.optimize  # noqa: F401 - asked for when headers are matched, within the limits

from imt_core.conventions.errors import ImtError
from imt_core.intake.isolation.frames import packed, read_frame, write_frame
from imt_core.intake.isolation.limits import MOST_PARTS, ReadingLimits

if sys.platform != "win32":
    import resource


def main() -> None:
    """Answer what is asked through standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    silent = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):  # Libraries of C write where they like; nothing of a sheet leaves so.
        os.dup2(silent, stream)
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)
    gc.freeze()
    write_frame(answers, packed(("ready", None)))
    questions: IO[bytes] = sys.stdin.buffer
    while (question := read_frame(questions)) is not None:
        module, name, arguments, limits = pickle.loads(question)
        step = getattr(importlib.import_module(module), name)
        _limit(limits)
        write_frame(answers, packed(_answer(answers, step, arguments)))


def _answer(
    answers: IO[bytes], step: Callable[..., Any], arguments: tuple[Any, ...]
) -> tuple[str, Any]:
    def progress(text: str) -> None:
        write_frame(answers, packed(("progress", text)))

    try:
        return "done", step(progress, *arguments)
    except ImtError as error:
        return "refused", (type(error), str(error))
    except MemoryError:
        return "swollen", None
    except RecursionError:
        return "failed", "RecursionError"
    except Exception as error:
        return "failed", f"{type(error).__name__} in {_place(error.__traceback__)}"


def _place(trace: TracebackType | None) -> str:
    """Where in this package an error arose: without what the sheet said there."""
    place = "reading"
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "imt_core" in path.parts:
            place = f"{path.stem}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _limit(limits: ReadingLimits) -> None:
    """Hold this process to its limits where the system can; who asked watches it beside."""
    if sys.platform != "win32":
        with contextlib.suppress(ValueError, OSError):
            used = resource.getrusage(resource.RUSAGE_SELF)
            seconds = int(used.ru_utime + used.ru_stime + MOST_PARTS * limits.seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            space = pages * resource.getpagesize() + limits.memory
            resource.setrlimit(resource.RLIMIT_AS, (space, resource.RLIM_INFINITY))
