"""Native tables: rows of text in columns of known width, as quiet as those of a journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pptx.slide import Slide
from pptx.util import Inches

from imt_core.reporting.content.office_private import nsdecls, parse_xml, qn, xml_of
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.slides.slide_colours import GRID, MUTED, TEXT, line, solid
from imt_core.reporting.slides.slide_text import Box, Run, run_xml

MARGIN: Final = 0.06
"""Inches left and right of the text in a cell."""

ABOVE: Final = 0.005
"""Inches above and below it."""
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text, where it stands (``"l"``, ``"ctr"``, ``"r"``), over how many columns.

    `below` is a second line, as large as the first or quieter in a size of its own; `n_rows` how
    many rows the cell takes, below which each row has a cell in its place that `is_covered`.
    """

    text: str
    below: str = ""
    below_size: float | None = None
    size: float = 12.0
    align: str = "l"
    bold: bool = False
    colour: str = TEXT
    indent: float = 0.0
    fill: str = ""
    span: int = 1
    n_rows: int = 1
    is_covered: bool = False
    anchor: str = "ctr"
    above: float = ABOVE


def add_table(
    slide: Slide,
    *,
    left: float,
    top: float,
    widths: Sequence[float],
    heights: Sequence[float],
    rows: Sequence[Sequence[Cell]],
    name: str,
    alt: str,
    ruled: bool = True,
) -> Box:
    """Put a table on a slide; the first row is its header.

    Parameters
    ----------
    slide : Slide
    left, top : float
        Inches.
    widths, heights : sequence of float
        Of the columns and of the rows, in inches; the text must fit, or the row grows.
    rows : sequence of sequence of Cell
    name, alt : str
        The shape's name and its alternative text.
    ruled : bool
        Whether a quiet line stands below every row; else only below the header.

    Returns
    -------
    Box
        Where it stands.
    """
    box = Box(left=left, top=top, width=sum(widths), height=sum(heights))
    frame = slide.shapes.add_table(
        1, 1, Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
    )
    frame.name = clean(name)
    describe(frame, alt)
    table = xml_of(frame).find(f".//{qn('a:tbl')}")
    table.getparent().replace(table, parse_xml(_table_xml(widths, heights, rows, ruled)))
    return box


def describe(shape: object, alt: str) -> None:
    """Give a shape its alternative text."""
    xml_of(shape).find(f".//{qn('p:cNvPr')}").set("descr", clean(alt))


def _table_xml(
    widths: Sequence[float], heights: Sequence[float], rows: Sequence[Sequence[Cell]], ruled: bool
) -> str:
    columns = "".join(f'<a:gridCol w="{Inches(width)}"/>' for width in widths)
    parts = [
        f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"><a:tableStyleId>{_NO_STYLE}</a:tableStyleId>'
        f"</a:tblPr><a:tblGrid>{columns}</a:tblGrid>"
    ]
    for position, (height, row) in enumerate(zip(heights, rows, strict=True)):
        below = ""
        if position == 0:
            below = line(TEXT, 1.0)
        elif ruled:
            below = line(GRID, 0.75)
        below = below.replace("<a:ln ", "<a:lnB ").replace("</a:ln>", "</a:lnB>")
        cells = "".join(_cell_xml(cell, below) for cell in row)
        parts.append(f'<a:tr h="{Inches(height)}">{cells}</a:tr>')
    return "".join(parts) + "</a:tbl>"


def _cell_xml(cell: Cell, below: str) -> str:
    first = Run(text=cell.text, size=cell.size, bold=cell.bold, colour=cell.colour)
    second = replace(first, text=cell.below)
    if cell.below_size:
        second = replace(second, size=cell.below_size, bold=False, colour=MUTED)
    lines = [first, second] if cell.below else [first]
    # An empty cell keeps its size, or its row would grow to the theme's 18 points.
    empty = f'<a:endParaRPr sz="{round(100 * cell.size)}"/>'
    content = "".join(
        f'<a:p><a:pPr algn="{cell.align}"/>{run_xml(line) if line.text else empty}</a:p>'
        for line in lines
    )
    fill = solid(cell.fill) if cell.fill else "<a:noFill/>"
    merged = (
        f'<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:p/></a:txBody><a:tcPr>{below}</a:tcPr></a:tc>'
    )
    over = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
    over += f' rowSpan="{cell.n_rows}"' if cell.n_rows > 1 else ""
    over += ' vMerge="1"' if cell.is_covered else ""
    return (
        f"<a:tc{over}><a:txBody><a:bodyPr/><a:lstStyle/>{content}</a:txBody>"
        f'<a:tcPr marL="{Inches(MARGIN + cell.indent)}" marR="{Inches(MARGIN)}" '
        f'marT="{Inches(cell.above)}" marB="{Inches(ABOVE)}" anchor="{cell.anchor}">{below}{fill}'
        "</a:tcPr></a:tc>"
    ) + merged * (cell.span - 1)
