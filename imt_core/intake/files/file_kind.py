"""What kind of file this is, by its ending and by its first bytes, and whether it is too large."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Final, Literal, NoReturn

from imt_core.conventions.errors import UnreadableFileError

Kind = Literal["text", "xlsx", "xls", "ods", "sas7bdat", "xpt", "sav", "dta"]

LARGEST_FILE: Final = 50 * 1024 * 1024
LARGEST_UNPACKED: Final = 300 * 1024 * 1024
KIND_BY_ENDING: Final[dict[str, Kind]] = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".xlsx": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
    ".sas7bdat": "sas7bdat",
    ".xpt": "xpt",
    ".sav": "sav",
    ".zsav": "sav",
    ".dta": "dta",
}
_NAMES: Final[dict[str, str]] = {
    "text": "text",
    "xlsx": "an Excel workbook (.xlsx)",
    "xls": "an old Excel workbook (.xls)",
    "ods": "an OpenDocument sheet (.ods)",
    "sas7bdat": "a SAS data set (.sas7bdat)",
    "xpt": "a SAS transport file (.xpt)",
    "sav": "an SPSS file (.sav)",
    "dta": "a Stata file (.dta)",
    "xlsb": "a binary Excel workbook (.xlsb)",
    "zip": "a zip archive",
    "pdf": "a PDF document",
    "html": "a web page or XML",
    "gzip": "a gzip archive",
    "image": "an image",
}
_SIGNATURES: Final = (
    (b"HEADER RECORD*******LIB", "xpt"),
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"<stata_dta>", "dta"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c", "sas7bdat"),
)
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def find_kind(content: bytes, name: str) -> Kind:
    """Tell what kind of file this is.

    Parameters
    ----------
    content : bytes
    name : str
        Its name; the ending must agree with the content.

    Returns
    -------
    Kind

    Raises
    ------
    UnreadableFileError
        If the file is empty, larger than 50 MB, unpacks to more than 300 MB, has a password, is of
        a kind that cannot be read, or of another kind than its ending says.

    Examples
    --------
    >>> find_kind(b"a,b", "a.CSV")
    'text'
    >>> find_kind(b"$FL2@(#)", "a.csv")
    Traceback (most recent call last):
        ...
    imt_core.UnreadableFileError: A .csv file must hold text, but this one looks like \
an SPSS file (.sav). Give it the right ending, or save it again as .csv.
    """
    if not content.strip():
        raise UnreadableFileError(
            "The file must hold a table, but it is empty. Check that the right file was chosen."
        )
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(
            "The file must not exceed 50 MB, but it does. Keep only the cohort's columns and rows."
        )
    ending = Path(name).suffix.lower()
    if ending not in KIND_BY_ENDING:
        *most, last = KIND_BY_ENDING
        raise UnreadableFileError(
            f"The file must end in {', '.join(most)} or {last}, but it ends in "
            f"{ending or 'nothing'}. Save the sheet as CSV UTF-8 or as an Excel workbook (.xlsx)."
        )
    kind, found = KIND_BY_ENDING[ending], _kind_of_content(content)
    if found == "xls" and _ENCRYPTED in content:
        raise_password()
    if kind == "text" and found not in _NAMES:
        return kind  # Whether it is text, its decoding tells.
    if found != kind:
        looks = _NAMES.get(found, "none, or is damaged")
        raise UnreadableFileError(
            f"A {ending} file must hold {_NAMES[kind]}, but this one "
            f"{'looks like ' if found in _NAMES else 'is '}{looks}. "
            f"Give it the right ending, or save it again as {ending}."
        )
    return kind


def raise_password() -> NoReturn:
    """Refuse a file that has a password."""
    raise UnreadableFileError(
        "The file must open without a password, but it has one. Remove the password, and save it."
    )


def _kind_of_content(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(content)
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[0] in {*range(0x68, 0x74)} and content[1:2] in {b"\1", b"\2"}:
        return "dta"
    start = content[:200].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml")):
        return "html"
    return "unknown" if b"\0" in content[:64] else "text"


def _kind_of_package(content: bytes) -> str:
    """Kind of a zip file; its directory tells what it unpacks to, and each part is held to it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFileError(
                    "The file must not unpack to more than 300 MB, but it does. "
                    "Keep only the cohort's columns and rows, or save the sheet as CSV UTF-8."
                )
            names = set(package.namelist())
            if any(part.flag_bits & 1 for part in package.infolist()):
                raise_password()
            if package.testzip() is not None:
                return "damaged"
            if "xl/workbook.xml" in names:
                return "xlsx"
            if "xl/workbook.bin" in names:
                return "xlsb"
            if "mimetype" in names and package.read("mimetype").startswith(_OPEN_DOCUMENT):
                if b"encryption-data" in package.read("META-INF/manifest.xml"):
                    raise_password()
                return "ods"
            return "zip"
    except UnreadableFileError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        RuntimeError,
        ValueError,
        LookupError,
        NotImplementedError,
        EOFError,
    ):
        return "damaged"
