"""What slides and documents take from inside python-pptx and python-docx, and from nowhere else.

Neither library promises these names: where one changes them, this module is what follows.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

__all__ = [
    "BaseOxmlElement",
    "OxmlElement",
    "nsdecls",
    "parse_xml",
    "qn",
    "relations",
    "without_days",
    "xml_of",
]

_NO_DAY: Final = (1980, 1, 1, 0, 0, 0)


def xml_of(part: Any) -> Any:
    """The element behind a shape, chart, series, text frame, paragraph, run, row or cell."""
    return part._element


def relations(part: Any) -> Any:
    """What a part of a presentation refers to, by the names that its XML uses."""
    return part._rels


def without_days(package: bytes) -> bytes:
    """The same office file without the moment at which each part was packed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for part in packed.infolist():
            info = zipfile.ZipInfo(part.filename, _NO_DAY)
            info.compress_type = part.compress_type
            copy.writestr(info, packed.read(part))
    return out.getvalue()
