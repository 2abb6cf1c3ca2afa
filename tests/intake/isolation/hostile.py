"""Small files that are made to take much: each named after what it tries."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pandas as pd
import pyreadstat

_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_BOOK = """<?xml version="1.0"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{}</sheets>
</workbook>"""
_RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}
</Relationships>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = """<?xml version="1.0"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}
</sheetData></worksheet>"""
_FIRST_ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>patient_id</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>pfs_months</t></is></c></row>'
)


def package(*sheets: str, folder: str = "worksheets") -> bytes:
    """A workbook of sheets given as the XML between ``sheetData``."""
    numbers = range(1, len(sheets) + 1)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            _RELATIONS.format(
                f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
                'Target="xl/workbook.xml"/>'
            ),
        )
        archive.writestr(
            "xl/workbook.xml",
            _BOOK.format(
                "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
            ),
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELATIONS.format(
                "".join(
                    f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" '
                    f'Target="{folder}/sheet{n}.xml"/>'
                    for n in numbers
                )
            ),
        )
        for number, sheet in zip(numbers, sheets, strict=True):
            archive.writestr(f"xl/{folder}/sheet{number}.xml", _SHEET.format(sheet))
    return stream.getvalue()


def _far(reference: str) -> str:
    return f'{_FIRST_ROW}<row r="1048576"><c {reference}><v>1</v></c></row>'


def _zsav_with_many_rows(folder: Path) -> bytes:
    """A compressed SPSS file whose header promises two thousand million rows."""
    path = folder / "many.zsav"
    pyreadstat.write_sav(
        pd.DataFrame({"patient_id": ["a", "b"], "pfs_months": [1.0, 2.0]}), path, compress=True
    )
    content = bytearray(path.read_bytes())
    content[80:84] = (2_000_000_000).to_bytes(4, "little")
    return bytes(content)


def hostile_files(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Names and contents, by what each tries."""
    many = "<c " * 200_000
    columns = ",".join(f"column_{n}" for n in range(100_000))
    regimens = ",".join(f"regimen_{n}" for n in range(1, 5_001))
    dates = ",".join(f"date_{n}" for n in range(2_000))
    words = "\n".join(f"p{n},word number {n}" for n in range(100_000))
    sparse = _FIRST_ROW + '<row r="60000"><c r="CV60000"><v>1</v></c></row>'
    workbooks = {
        "a far cell": package(_far('r="XFD1048576"')),
        "a far cell in single quotes": package(_far("r='XFD1048576'")),
        "a far cell with a blank": package(_far('r ="XFD1048576"')),
        "a far cell with an entity": package(_far('r="&#88;FD1048576"')),
        "a sheet elsewhere": package(_far('r="XFD1048576"'), folder="pages"),
        "cells without an end": package(_FIRST_ROW + many),
        "cells in a comment": package(f"{_FIRST_ROW}<!-- {many} -->"),
        "errors without an end": package(_FIRST_ROW + '<c r="A2" t="e">' * 100_000),
        "thirty sparse sheets": package(*[sparse] * 30),
        "a thousand sheets": package(*[_FIRST_ROW] * 1_000),
    }
    texts = {
        "100,000 columns": f"patient_id,{columns}\n" + "a," + "1," * 99_999 + "1\n",
        "5,000 regimens": f"patient_id,{regimens}\n" + "a," + "x," * 4_999 + "x\n",
        "2,001 columns of dates": f"patient_id,{dates}\n"
        + "\n".join(f"p{n}," + ",".join(["2020-01-02"] * 2_000) for n in range(5)),
        "48 MB of short rows": "patient_id\n" + "a\n" * 24_000_000,
        "100,000 words": f"patient_id,remark\n{words}\n",
        "one endless cell": "patient_id,remark\na," + "x" * 20_000_000 + "\n",
        "only quotation marks": 'patient_id\n"' + '""' * 5_000_000 + '"\n',
    }
    found = {name: ("hostile.xlsx", content) for name, content in workbooks.items()}
    found |= {name: ("hostile.csv", text.encode()) for name, text in texts.items()}
    found["a promise of rows"] = ("hostile.zsav", _zsav_with_many_rows(folder))
    return found
