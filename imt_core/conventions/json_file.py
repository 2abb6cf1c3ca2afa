"""Settings as a JSON file that says what it is, and is checked when it is read."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from imt_core.conventions.errors import ImtError

T = TypeVar("T")


def write_json_file(settings: Any, *, kind: str, version: int) -> bytes:
    r"""Write a dataclass of settings as JSON.

    Parameters
    ----------
    settings : dataclass instance
        Of texts, numbers, truth values, and tuples and dataclasses of these.
    kind : str
        What the file is, such as ``"column mapping"``.
    version : int
        Of its layout.

    Returns
    -------
    bytes
        UTF-8, indented, with ``kind`` and ``version`` in front.

    Examples
    --------
    >>> from imt_core.conventions.notes import Note
    >>> note = Note(code="no_events", message="No event.")
    >>> write_json_file(note, kind="note", version=1).decode()[:56]
    '{\n "kind": "note",\n "version": 1,\n "code": "no_events",\n'
    """
    content = {"kind": kind, "version": version} | asdict(settings)
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def read_json_file(content: bytes, of: type[T], *, kind: str, version: int) -> T:
    """Read what `write_json_file` wrote.

    Parameters
    ----------
    content : bytes
    of : type
        The dataclass it holds.
    kind : str
    version : int
        The layout that is understood.

    Returns
    -------
    T

    Raises
    ------
    ImtError
        If it is not JSON, of another kind or version, or a value in it is not what it should be.

    Examples
    --------
    >>> from imt_core.conventions.notes import Note
    >>> file = write_json_file(Note(code="a", message="b"), kind="note", version=1)
    >>> read_json_file(file, Note, kind="note", version=1).code
    'a'
    >>> read_json_file(b"no", Note, kind="note", version=1)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: The file must be a note of this app (JSON), but is not. \
Choose the file that the app wrote.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("kind") != kind:
        raise ImtError(
            f"The file must be a {kind} of this app (JSON), but is not. "
            "Choose the file that the app wrote."
        )
    if found.get("version") != version:
        raise ImtError(
            f"The {kind} must be of version {version}, but is of another. "
            "Make it anew with this version of the app."
        )
    settings = {name: value for name, value in found.items() if name not in {"kind", "version"}}
    try:
        return TypeAdapter(of).validate_python(settings)
    except (ValidationError, RecursionError) as error:
        where = _first_place(error) if isinstance(error, ValidationError) else "its depth"
        raise ImtError(
            f"The {kind} must hold what the app wrote into it, but {where} was changed. "
            "Choose the file as it was, or make it anew."
        ) from error


def _first_place(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.errors()[0]["loc"]) or "its content"
