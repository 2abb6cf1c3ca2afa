"""What reading one sheet may cost, and what is said when it costs more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from imt_core.conventions.errors import UnreadableFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """What one step of reading a sheet may take.

    Parameters
    ----------
    seconds : float
        Of computing, for each of its parts: reading, finding out the columns, checking.
    longest : float
        Seconds by the clock for all of them, on a machine that is busy with other things.
    memory : int
        Bytes, above what the reading process takes before it has seen a file.
    """

    seconds: float = 20.0
    longest: float = 90.0
    memory: int = 1 << 30


MOST_PARTS: Final = 3
READING_LIMITS: Final = ReadingLimits()
_SMALLER: Final = (
    "Keep only the cohort's columns, rows and sheets, or save the sheet as CSV UTF-8; nothing "
    "else is affected."
)


def took_too_long(name: str, limits: ReadingLimits) -> UnreadableFileError:
    """The error of a file that took more time than there is.

    Examples
    --------
    >>> str(took_too_long("a.csv", READING_LIMITS)).partition(". ")[0]
    'This file could not be read within 20 seconds of computing: a.csv'
    """
    return UnreadableFileError(
        f"This file could not be read within {limits.seconds:g} seconds of computing: {name}. "
        f"{_SMALLER}"
    )


def took_too_much(name: str, limits: ReadingLimits) -> UnreadableFileError:
    """The error of a file that took more memory than there is.

    Examples
    --------
    >>> str(took_too_much("a.csv", READING_LIMITS)).partition(". ")[0]
    'This file could not be read within 1 GB of memory: a.csv'
    """
    return UnreadableFileError(
        f"This file could not be read within {limits.memory / (1 << 30):g} GB of memory: {name}. "
        f"{_SMALLER}"
    )


def ended_its_reader(name: str) -> UnreadableFileError:
    """The error of a file that ended the process which read it."""
    return UnreadableFileError(
        f"This file could not be read, and ended the process that read it: {name}. It is damaged "
        "or was made to do harm; nothing else is affected. Open it in the program that wrote it, "
        "and save it again."
    )
