"""Settings as a JSON file that says what it is, and is checked when it is read."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import asdict
from typing import Any, Final, NoReturn, TypeVar

from pydantic import TypeAdapter, ValidationError

from imt_core.conventions.errors import ImtError

T = TypeVar("T")

MOST_BYTES: Final = 1_000_000
MOST_ENTRIES: Final = 10_000
"""Of a list."""
LONGEST_TEXT: Final = 5_000
"""Characters; longer than any cell that is a word."""
_DEEPEST: Final = 12
_LARGEST: Final = 2**53

# The closing quote is optional, so that a text without one is passed over once and not again.
_TEXT_OR_BRACKET: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}]', re.DOTALL)
_KEPT_CONTROLS: Final = frozenset("\t\n\r")


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
        If it is larger than `MOST_BYTES`, not JSON, of another kind or version, names a value
        twice, or a value in it is not what it should be: no number, too long, too deep, a text with
        characters that are not seen.

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
    if len(content) > MOST_BYTES:
        raise ImtError(
            f"The {kind} must not be larger than {MOST_BYTES / 1e6:g} MB, but is. "
            "Choose the file that the app wrote."
        )
    try:
        found = _parse(content)
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
    refused = _out_of_bounds(found)
    if refused:
        raise ImtError(
            f"The {kind} must hold what the app wrote into it, but {refused}. "
            "Choose the file as it was, or make it anew."
        )
    settings = {name: value for name, value in found.items() if name not in {"kind", "version"}}
    try:
        return TypeAdapter(of).validate_python(settings)
    except ValidationError as error:
        place = _first_place(error)
        raise ImtError(
            f"The {kind} must hold what the app wrote into it, but {place} was changed. "
            "Choose the file as it was, or make it anew."
        ) from error


def _parse(content: bytes) -> Any:
    """Parse JSON that is no deeper than settings are, and has no value that JSON does not know."""
    text = content.decode("utf-8-sig")
    depth = 0
    for found in _TEXT_OR_BRACKET.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
        if depth > _DEEPEST:
            raise ValueError("too deep")
    return json.loads(text, parse_constant=_refuse, object_pairs_hook=_named_once)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a value is named twice")
    return named


def _out_of_bounds(value: Any) -> str:
    """What of the values is longer than settings are, or cannot be shown; empty if nothing is."""
    refused = ""
    inside: tuple[Any, ...] = ()
    match value:
        case str():
            if len(value) > LONGEST_TEXT:
                refused = f"a text is longer than {LONGEST_TEXT:,} characters"
            elif any(map(_is_unseen, value)):
                refused = "a text has control characters"
        case int() | float():
            if not abs(value) <= _LARGEST:
                refused = "a number is too large"
        case list():
            if len(value) > MOST_ENTRIES:
                refused = f"a list has more than {MOST_ENTRIES:,} entries"
            inside = tuple(value)
        case dict():
            inside = (*value, *value.values())
    return refused or next(filter(None, map(_out_of_bounds, inside)), "")


def _is_unseen(character: str) -> bool:
    is_control = unicodedata.category(character) in {"Cc", "Cs"}
    return is_control and character not in _KEPT_CONTROLS


def _first_place(error: ValidationError) -> str:
    return ".".join(str(part) for part in error.errors()[0]["loc"]) or "its content"
