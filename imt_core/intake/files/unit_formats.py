"""Units that an XLSX workbook shows by the format of numbers alone: 14 as "14 days"."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.etree import ElementTree

from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import time_unit
from imt_core.intake.files.workbook_package import CELL, cell_place, sheet_part

_STYLE: Final = re.compile(rb"(?:^|\s)s\s*=\s*[\"'](\d{1,6})[\"']")
_LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)')


def format_units(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """Find the units that a sheet's formats show behind its numbers.

    Parameters
    ----------
    content : bytes
        An XLSX workbook.
    sheet : str

    Returns
    -------
    dict of tuple of int to str
        The word, by row and column from 0; of cells alone whose format shows a unit of time.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if "xl/styles.xml" not in package.namelist():
            return {}
        units = _units_of_styles(ElementTree.fromstring(package.read("xl/styles.xml")))
        if not units:
            return {}
        part = package.read(sheet_part(package, sheet))
    found: dict[tuple[int, int], str] = {}
    for cell in CELL.finditer(part):
        style = _STYLE.search(cell[1])
        if style is not None and int(style[1]) in units and (place := cell_place(cell[1])):
            found[place] = units[int(style[1])]
    return found


def unit_of_format(code: str) -> str:
    """The unit of time that a number format writes behind a number; empty where it writes none.

    Examples
    --------
    >>> [unit_of_format(code) for code in ('0.0" days"', '0 "mo"', '0.00', '0" cycles"', '0"%"')]
    ['days', 'mo', '', '', '']
    """
    first = code.split(";", maxsplit=1)[0]
    word = "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(first)).strip(" ().")
    return word if re.search("[0#]", first) and time_unit(plain_text(word)) is not None else ""


def _units_of_styles(styles: ElementTree.Element) -> dict[int, str]:
    """By number of a cell's style."""
    named = (entry for entry in styles.iter() if entry.tag.endswith("}numFmt"))
    formats = {
        entry.get("numFmtId"): unit_of_format(entry.get("formatCode", "")) for entry in named
    }
    styled = (entry for entry in styles.iter() if entry.tag.endswith("}cellXfs"))
    of_cells = next(styled, ())
    units = {n: formats.get(style.get("numFmtId"), "") for n, style in enumerate(of_cells)}
    return {number: unit for number, unit in units.items() if unit}
