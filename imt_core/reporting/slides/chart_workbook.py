"""The sheet behind a native chart: the drawn values, as plain text and numbers.

Written here and not by the library's own writer, which turns a label that begins with "=" into a
formula and stamps the moment of writing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias
from xml.sax.saxutils import escape

from imt_core.reporting.content.plain_xml import clean

Row: TypeAlias = Sequence[str | float | None]

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEETS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_SHEETS}" xmlns:r="{_LINKS}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_HEAD}<styleSheet xmlns="{_SHEETS}"><fonts count="1"><font/></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>",
}
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


def chart_workbook(rows: Iterable[Row]) -> bytes:
    """Write the workbook that PowerPoint opens at "Edit data".

    Parameters
    ----------
    rows : iterable of sequence
        Cells from the first column on; ``None`` for an empty one.

    Returns
    -------
    bytes
        An .xlsx file with one sheet.

    Examples
    --------
    >>> chart_workbook([(None, "n"), ("=1+1", 2.0)])[:2]
    b'PK'
    >>> chart_workbook([])[:2]
    b'PK'
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in (*_PARTS.items(), ("xl/worksheets/sheet1.xml", _sheet(rows))):
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text)
    return out.getvalue()


def _sheet(rows: Iterable[Row]) -> str:
    parts = [f'{_HEAD}<worksheet xmlns="{_SHEETS}"><sheetData>']
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            _cell(f"{_letters(column)}{number}", value)
            for column, value in enumerate(row)
            if value is not None
        )
        if cells:
            parts.append(f'<row r="{number}">{cells}</row>')
    return "".join(parts) + "</sheetData></worksheet>"


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(clean(value))}</t>'
        return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{place}"><v>{float(value)!r}</v></c>'


def _letters(column: int) -> str:
    """Name of a column: A, B, …, Z, AA, …"""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
