"""Files that a command is given by their places."""

from __future__ import annotations

from pathlib import Path

from imt_core.conventions.errors import ImtError


def content_of(file: Path) -> bytes:
    """Read a file.

    Raises
    ------
    ImtError
        If it cannot be read; the sentence names the file and no folder.

    Examples
    --------
    >>> content_of(Path("no/such.csv"))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: such.csv must be a readable file, but it cannot be opened. Check its place.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise ImtError(
            f"{file.name} must be a readable file, but it cannot be opened. Check its place."
        ) from error
