"""Bytes of a text file to text, and whether its encoding had to be guessed."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from imt_core.conventions.errors import UnreadableFileError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; that of UTF-32 begins like that of UTF-16, so it is tried before."""
_MARK_IN_A_WORD: Final = re.compile(r"[^\W\d_][¹³¿£¯¥][^\W\d_]")
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedText:
    """A file's text, the encoding it was read in, and whether that is a guess."""

    text: str
    encoding: str
    is_guess: bool


def decode_text(content: bytes) -> DecodedText:
    """Decode a text file: by its byte order mark, else as UTF-8, else as a Windows code page.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    DecodedText
        Without the byte order mark. Windows-1252 (or Latin-1, where a byte has no meaning in
        Windows-1252) is a guess: any bytes whatever can be read in it. So is Windows-1250, in which
        Polish is written: it is taken where Windows-1252 has marks such as ³ inside words.

    Raises
    ------
    UnreadableFileError
        If the bytes are no text.

    Examples
    --------
    >>> decode_text("Größe".encode("cp1252"))
    DecodedText(text='Größe', encoding='Windows-1252', is_guess=True)
    >>> decode_text("Größe".encode("utf-16")).text, decode_text(b"size").is_guess
    ('Größe', False)
    >>> decode_text("Płeć".encode("cp1250")).text, decode_text("cm³".encode("cp1252")).text
    ('Płeć', 'cm³')
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    if marked is not None:
        return _decoded_by_mark(content, marked)
    try:
        decoded = DecodedText(text=content.decode("utf-8"), encoding="UTF-8", is_guess=False)
    except UnicodeDecodeError:
        decoded = _guessed(content)
    if "\x00" in decoded.text or (decoded.is_guess and _NOT_TEXT.search(decoded.text)):
        raise UnreadableFileError(
            "The file must be plain text, but it holds binary data. "
            "Save the sheet as CSV UTF-8 or as an Excel workbook (.xlsx)."
        )
    return decoded


def _decoded_by_mark(content: bytes, codec: str) -> DecodedText:
    encoding = codec.removesuffix("-sig").upper()
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"The file must be {encoding} text, as its first bytes say, but it is damaged or cut "
            "off. Save it from the spreadsheet again as 'CSV UTF-8'."
        ) from error
    if "\x00" in text:
        raise UnreadableFileError(
            f"The file must be {encoding} text, as its first bytes say, but it holds binary data. "
            "Save it from the spreadsheet again as 'CSV UTF-8'."
        )
    return DecodedText(text=text, encoding=encoding, is_guess=False)


def _guessed(content: bytes) -> DecodedText:
    if _MARK_IN_A_WORD.search(content.decode("latin-1")):
        with suppress(UnicodeDecodeError):
            polish = content.decode("cp1250")
            return DecodedText(text=polish, encoding="Windows-1250", is_guess=True)
    try:
        return DecodedText(text=content.decode("cp1252"), encoding="Windows-1252", is_guess=True)
    except UnicodeDecodeError:
        return DecodedText(text=content.decode("latin-1"), encoding="Latin-1", is_guess=True)
