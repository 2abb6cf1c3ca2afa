"""Views as tables of a Word document, ready for a manuscript."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from math import ceil
from typing import Final, cast

import pandas as pd
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.office_private import (
    BaseOxmlElement,
    OxmlElement,
    qn,
    without_days,
    xml_of,
)
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.content.software import origin_facts, software_versions
from imt_core.reporting.content.study_sheet import STUDY_HEADING, StudySheet
from imt_core.reporting.content.view_document import ViewDocument, masked_together, view_document
from imt_core.reporting.tables.cells import is_heading
from imt_core.reporting.tables.result_tables import ResultTable

MOST_UPRIGHT_COLUMNS: Final = 4
"""A table with more columns, or with much text, is turned on its side."""

MOST_ROWS_TOGETHER: Final = 20

_MOST_UPRIGHT_LETTERS: Final = 95
_FONT: Final = "Calibri"
_BODY, _NOTES = Pt(11), Pt(8.5)
_CELLS, _SMALLEST_CELLS = 9.0, 7.0
"""Points; a table with little room has smaller ones."""
_SHORT, _LONG = Cm(21.0), Cm(29.7)
_MARGIN: Final = Cm(2.0)


def write_word(views: Sequence[ComputedView], context: ExportContext) -> bytes:
    """Write the tables of views as a Word document.

    Parameters
    ----------
    views : sequence of ComputedView
    context : ExportContext

    Returns
    -------
    bytes
        A caption with population and n, the table as on the screen, and below the last one of a
        view counting unit, method, abbreviations and notes; wide tables on pages turned on their
        side, headers repeated on each page. Views without such a table, as swimmer plots, are named
        below the last one. Last stand the cohort and the software.

    Raises
    ------
    ImtError
        If ``context.small_cells_under`` is less than 2.

    Notes
    -----
    The file names no author and no day; the same views always give the same file.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="response"))
    >>> written = Document(io.BytesIO(write_word([view], ExportContext(cohort_name="IMT"))))
    >>> [cell.text for cell in written.tables[0].rows[0].cells]
    ['All together', 'All']
    >>> len(Document(io.BytesIO(write_word([], ExportContext(cohort_name="IMT")))).tables)
    0
    """
    context = masked_together(views, context)
    document = Document()
    _set_styles(document)
    number = 0
    without_tables: list[str] = []
    for view in views:
        words = view_document(view, context)
        tables = [cast("pd.DataFrame", table.shown) for table in words.shown_tables]
        if not tables:
            without_tables.append(words.title)
            continue
        section = _next_page(document) if number else document.sections[0]
        _turn(section, is_wide=any(map(_is_wide, tables)))
        for table, shown in zip(words.shown_tables, tables, strict=True):
            number += 1
            _add_caption(document, number, words, table)
            _add_table(document, shown)
            if table is not words.shown_tables[-1]:
                document.add_paragraph()
        # What is true of all tables of a view stands once, below the last.
        _add_footnotes(document, words)
    # A page of its own for each of these would hold a line.
    for title in without_tables:
        _add_words(document.add_paragraph(style="Caption"), f"{title}. No table.")
    if context.study is not None:
        _add_study(document, context.study)
    _add_origin(document, context)
    return _without_traces(document)


def _set_styles(document: WordDocument) -> None:
    for name, size in (("Normal", _BODY), ("Caption", _BODY), ("Heading 2", Pt(12))):
        style = document.styles[name]
        style.font.name, style.font.size = _FONT, size
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    caption = document.styles["Caption"]
    caption.font.bold = False
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    for name in ("author", "comments", "keywords", "last_modified_by", "subject", "title"):
        setattr(properties, name, "")
    properties.created = properties.modified = dt.datetime(2000, 1, 1)
    properties.language = "en-GB"


def _next_page(document: WordDocument) -> Section:
    """Begin a page; where one is full, what holds the break takes none of its own."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    holder = document.paragraphs[-1].paragraph_format
    holder.space_before = holder.space_after = Pt(0)
    holder.line_spacing = Pt(1)
    return section


def _turn(section: Section, *, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN


def _is_wide(shown: pd.DataFrame) -> bool:
    return shown.shape[1] > MOST_UPRIGHT_COLUMNS or sum(_letters(shown)) > _MOST_UPRIGHT_LETTERS


def _letters(shown: pd.DataFrame) -> list[int]:
    """Letters of the longest text in each column; a header may be wrapped."""
    return [
        max(
            max(map(len, str(name).split()), default=1), *map(len, shown.iloc[:, at].astype(str)), 6
        )
        for at, name in enumerate(shown.columns)
    ]


def _add_words(
    paragraph: Paragraph, text: str, *, bold: bool = False, size: Pt | None = None
) -> None:
    run = paragraph.add_run(clean(text))
    run.bold = bold
    run.font.size = size


def _add_caption(
    document: WordDocument, number: int, words: ViewDocument, table: ResultTable
) -> None:
    paragraph = document.add_paragraph(style="Caption")
    _add_words(paragraph, "Table ", bold=True)
    # A field, so that Word counts on where tables are pasted into a manuscript.
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " SEQ Table \\* ARABIC ")
    xml_of(paragraph).append(field)
    run = paragraph.add_run(str(number))
    run.bold = True
    field.append(xml_of(run))
    _add_words(paragraph, ". ", bold=True)
    part = "" if len(words.shown_tables) == 1 else f" {table.heading}."
    _add_words(paragraph, f"{words.title}.{part}")


def _add_table(document: WordDocument, shown: pd.DataFrame) -> None:
    n_rows, n_columns = shown.shape
    table = document.add_table(rows=n_rows + 1, cols=n_columns)
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    size = _set_widths(document, table, shown)
    texts = [[str(name) for name in shown.columns], *shown.astype(str).to_numpy().tolist()]
    for number, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
        _mark_row(xml_of(row).get_or_add_trPr(), is_header=number == 0)
        edges = [*["top"] * (number == 0), *["bottom"] * (number in (0, n_rows))]
        names_others = number == 0 or is_heading(cells)
        for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            _fill(cell, text, size, is_bold=names_others, is_first=at == 0)
            # A short table stays on one page, with its notes.
            keeps = names_others or n_rows <= MOST_ROWS_TOGETHER
            cell.paragraphs[0].paragraph_format.keep_with_next = keeps
            _rule(cell, edges)


def _set_widths(document: WordDocument, table: Table, shown: pd.DataFrame) -> Pt:
    """Columns as wide as their texts ask for, within the page; the size that has room there."""
    section = document.sections[-1]
    room = cast("int", section.page_width) - 2 * _MARGIN
    letters = [min(n, 44) for n in _letters(shown)]
    wanted = [float(Cm(0.185) * n + Cm(0.5)) for n in letters]
    # Where there is room, a heading of many words takes two lines rather than one for each.
    more = [
        float(Cm(0.185) * max(0, ceil(len(str(name)) / 2) + 2 - n))
        for name, n in zip(shown.columns, letters, strict=True)
    ]
    part = min(1.0, max(0.0, room - sum(wanted)) / max(1.0, sum(more)))
    wanted = [width + part * longer for width, longer in zip(wanted, more, strict=True)]
    scale = min(1.0, room / sum(wanted))
    for column, width in zip(table.columns, wanted, strict=True):
        column.width = Emu(int(width * scale))
        for cell in column.cells:
            cell.width = Emu(int(width * scale))
    return Pt(max(_SMALLEST_CELLS, round(2 * _CELLS * scale) / 2))


def _mark_row(properties: BaseOxmlElement, *, is_header: bool) -> None:
    """No row is split between pages, and the header stands on each."""
    names = ("w:cantSplit", "w:tblHeader") if is_header else ("w:cantSplit",)
    for name in names:
        properties.append(OxmlElement(name))


def _fill(cell: _Cell, text: str, size: Pt, *, is_bold: bool, is_first: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_first else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    _add_words(paragraph, text, bold=is_bold, size=size)


def _rule(cell: _Cell, edges: Sequence[str]) -> None:
    if not edges:
        return
    borders = OxmlElement("w:tcBorders")
    for edge in edges:
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    xml_of(cell).get_or_add_tcPr().append(borders)


def _add_footnotes(document: WordDocument, words: ViewDocument) -> None:
    # The title says who is shown, unless it is the user's own.
    own = bool(words.view.request.title)
    facts = [f"{name}: {text}." for name, text in words.facts if own or name != "Population"]
    lines = [" ".join(facts)]
    lines += [f"{words.abbreviations}."] if words.abbreviations else []
    for text in (*lines, *words.notes):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(3)
        paragraph.paragraph_format.space_after = Pt(0)
        _add_words(paragraph, text, size=_NOTES)


def _add_study(document: WordDocument, sheet: StudySheet) -> None:
    shown = sheet.to_frame()
    _turn(_next_page(document), is_wide=True)
    _add_words(document.add_paragraph(style="Caption"), f"{STUDY_HEADING}. {sheet.summary}.")
    _add_table(document, shown)
    for reference in sheet.references:
        _add_words(document.add_paragraph(), f"{reference}.", size=_NOTES)


def _add_origin(document: WordDocument, context: ExportContext) -> None:
    facts = (*origin_facts(context), *software_versions(context))
    _add_words(
        document.add_paragraph(),
        "; ".join(f"{name}: {text}" for name, text in facts) + ".",
        size=_NOTES,
    )


def _without_traces(document: WordDocument) -> bytes:
    """Save without the template's thumbnail, and without the day in the archive."""
    saved = io.BytesIO()
    for key, relation in list(document.part.package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del document.part.package.rels[key]
    document.save(saved)
    return without_days(saved.getvalue())
