"""What slides and documents take from inside python-pptx and python-docx, and from nowhere else.

Neither library promises these names: where one changes them, this module is what follows.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

__all__ = ["BaseOxmlElement", "OxmlElement", "nsdecls", "parse_xml", "qn", "relations", "xml_of"]


def xml_of(part: Any) -> Any:
    """The element behind a shape, chart, series, text frame, paragraph, run, row or cell."""
    return part._element


def relations(part: Any) -> Any:
    """What a part of a presentation refers to, by the names that its XML uses."""
    return part._rels
