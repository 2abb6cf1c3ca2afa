"""A settings file is bounded before it is read, and holds nothing that cannot be shown."""

from __future__ import annotations

import json

import pytest

from imt_core.conventions.errors import ImtError
from imt_core.conventions.json_file import (
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_ENTRIES,
    read_json_file,
    write_json_file,
)
from imt_core.conventions.notes import Note

NOT_ONE = "The file must be a note of this app (JSON), but is not."
START = '{"kind": "note", "version": 1, "message": "m", "code": '


def read(content: bytes) -> Note:
    return read_json_file(content, Note, kind="note", version=1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" " * (MOST_BYTES + 1), "The note must not be larger than 1 MB, but is."),
        (b"[" * 500_000, NOT_ONE),
        (b'{"a":' * 100_000, NOT_ONE),
        (b'"' + b'\\"' * 400_000, NOT_ONE),
        (b"\xff\xfe\x00", NOT_ONE),
        (b"[]", NOT_ONE),
        ((START + "NaN}").encode(), NOT_ONE),
        ((START + "-Infinity}").encode(), NOT_ONE),
        ((START + '"a", "code": "b"}').encode(), NOT_ONE),
        ((START + "1" * 5_000 + "}").encode(), NOT_ONE),
        ((START + "1e999}").encode(), "a number is too large"),
        ((START + "1" * 30 + "}").encode(), "a number is too large"),
        ((START + '"\\ud800"}').encode(), "a text has control characters"),
        ((START + '"a\\u0000b"}').encode(), "a text has control characters"),
        ((START + json.dumps("a" * (LONGEST_TEXT + 1)) + "}").encode(), "longer than 5,000"),
        ((START + json.dumps([1] * (MOST_ENTRIES + 1)) + "}").encode(), "more than 10,000 entries"),
        ((START + "[1]}").encode(), "but code was changed"),
    ],
    ids=lambda value: str(value)[:25],
)
def test_what_no_settings_hold_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ImtError) as error:
        read(content)
    assert sentence in str(error.value)
    assert str(error.value).count(". ") == 1


def test_brackets_and_quotes_within_a_text_are_no_depth() -> None:
    note = Note(code="[" * 100 + '"{\\', message="line\nbreak")
    assert read(write_json_file(note, kind="note", version=1)) == note
