"""What every slide has: title, footer with method and origin, slide number, speaker notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.slide import Slide
from pptx.util import Inches, Pt

from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.counting import LeftOut
from imt_core.conventions.choices import Conventions
from imt_core.conventions.formatting import ABBREVIATIONS
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.office_private import nsdecls, parse_xml, xml_of
from imt_core.reporting.content.study_sheet import STUDY_HEADING, StudySheet
from imt_core.reporting.content.subgroups import subgroups_fact
from imt_core.reporting.design.theme import shortened
from imt_core.reporting.slides.canvas import Canvas
from imt_core.reporting.slides.slide_colours import MUTED, solid
from imt_core.reporting.slides.slide_text import Box, Run, add_text, clean, count_lines, line_height

FOOTER_SIZE: Final = 10.0
_TITLE_LINES: Final = 2
_TITLE_SIZE: Final = 24.0
_SMALLEST_TITLE: Final = 18.0
_SMALLEST_FOOTER: Final = 9.0


def add_slide(
    canvas: Canvas,
    view: ComputedView,
    title: str,
    *,
    part: tuple[int, int] = (1, 1),
    told: Sequence[str] = (),
    notes: Sequence[str] | None = None,
) -> Slide:
    """Add a slide with everything but its content.

    Parameters
    ----------
    canvas : Canvas
    view : ComputedView
    title : str
        The finding, or the reader's own.
    part : tuple of int
        Which slide of how many with this title.
    told : sequence of str
        Further sentences for the speaker notes.
    notes : sequence of str, optional
        The whole speaker notes in place of those of the result, where counts are masked.

    Returns
    -------
    Slide
    """
    slide: Slide = canvas.presentation.slides.add_slide(canvas.layout)
    title_shape: Any = slide.shapes.title
    for shape in list(slide.placeholders):
        if shape.shape_id != title_shape.shape_id:
            xml_of(shape).getparent().remove(xml_of(shape))
    own = bool(view.request.title)
    _write_title(slide, canvas, " ".join(title.split()), part, is_own=own)
    _write_footer(slide, canvas, view)
    frame: Any = slide.notes_slide.notes_text_frame
    said = [*(_notes(canvas, view, told) if notes is None else notes)]
    if len(canvas.presentation.slides) == 1:
        said += study_notes(canvas.context.study)
    frame.text = clean("\n".join(said))
    return slide


def _write_title(
    slide: Slide, canvas: Canvas, text: str, part: tuple[int, int], *, is_own: bool
) -> None:
    """Two lines at most: smaller first, then without the numbers after a semicolon, then cut."""
    number, total = part
    ending = f" ({number}/{total})" if total > 1 else ""
    width = canvas.content.width - 0.2

    def fits(words: str, points: float) -> bool:
        return count_lines(words + ending, points, width, bold=True) <= _TITLE_LINES

    usual = canvas.title_size or _TITLE_SIZE
    size = usual
    while size > _SMALLEST_TITLE and not fits(text, size):
        size -= 1
    if not fits(text, size) and not is_own:
        text, _, _ = text.rpartition("; ") if "; " in text else (text, "", "")
    longest = len(text)
    while longest > 20 and not fits(shortened(text, longest), size):
        longest -= 4
    shape: Any = slide.shapes.title
    frame = shape.text_frame
    frame.text = clean(shortened(text, longest) + ending)
    frame.word_wrap = True
    if canvas.title_size or size != usual:
        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(size)


def _write_footer(slide: Slide, canvas: Canvas, view: ComputedView) -> None:
    under = canvas.context.small_cells_under
    masked = f"counts of 1 to {under - 1} are written as <{under}, – is withheld" if under else ""
    origin = " · ".join(part for part in (canvas.context.origin, masked) if part)
    who = ""
    if view.request.title:
        # The user's own title need not say who is shown.
        count = "" if under else f"; {view.count}"
        who = f"Population: {view.population}{count}. "
    first = f"{who}Counting unit: {view.counting}. {view.method[:1].upper()}{view.method[1:]}."
    room = canvas.footer.width
    paragraphs = [[Run(text=first, size=FOOTER_SIZE, colour=MUTED)]]
    if origin:
        paragraphs.append([Run(text=origin, size=FOOTER_SIZE, colour=MUTED)])
    size = FOOTER_SIZE
    while (
        size > _SMALLEST_FOOTER
        and sum(count_lines(p[0].text, size, room) * line_height(size) for p in paragraphs)
        > canvas.footer.height
    ):
        size -= 0.5
    paragraphs = [[Run(text=p[0].text, size=size, colour=MUTED)] for p in paragraphs]
    add_text(slide, canvas.footer, paragraphs, name="Footer", anchor=MSO_ANCHOR.BOTTOM)
    box = canvas.number
    shape = slide.shapes.add_textbox(
        Inches(box.left), Inches(box.top), Inches(box.width), Inches(box.height)
    )
    shape.name = "Slide number"
    frame = shape.text_frame
    frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    body = xml_of(frame)
    body.replace(
        body.p_lst[0],
        parse_xml(
            f'<a:p {nsdecls("a")}><a:pPr algn="r"/><a:fld id="{{8E2C1B5A-6D0F-4C53-9B1E-'
            f'2F4A7C3D9E10}}" type="slidenum"><a:rPr lang="en-GB" sz="{round(100 * FOOTER_SIZE)}">'
            f"{solid(MUTED)}</a:rPr><a:t>{len(canvas.presentation.slides)}</a:t></a:fld></a:p>"
        ),
    )


def _notes(canvas: Canvas, view: ComputedView, told: Sequence[str]) -> list[str]:
    """What a speaker may be asked: everything that made the numbers."""
    result = view.result
    lines = [
        f"Population: {view.population}; in view {view.in_view}; in this figure {view.count}.",
        *(f"{fact.heading}: {fact.text}." for fact in subgroups_fact(view)),
        f"Counting unit: {view.counting}.",
        f"Method: {view.method}.",
        *told,
        f"Conventions: {describe_conventions(view.request.conventions)}.",
        f"{ABBREVIATIONS}.",
    ]
    left_out: Sequence[LeftOut] = getattr(result, "left_out", ())
    if left_out:
        reasons = "; ".join(f"{group.count}: {group.reason}" for group in left_out)
        lines.append(f"Not in this figure: {reasons}.")
    lines += [f"Note: {note.message}" for note in result.notes]
    return lines + origin_notes(canvas.context)


def origin_notes(context: ExportContext) -> list[str]:
    """Cohort, file and software, as far as they are said, a line each.

    Examples
    --------
    >>> origin_notes(ExportContext(cohort_name="IMT", software="IMT Explorer 0.1"))
    ['Cohort: IMT.', 'Software: IMT Explorer 0.1']
    """
    lines = [f"Cohort: {context.origin}."] if context.origin else []
    lines += [f"SHA-256 of the file: {context.file_hash}"] if context.file_hash else []
    lines += [f"{heading}: {text}." for heading, text in context.protections]
    lines += [f"View left out of this deck: {text}" for text in context.left_out]
    lines += [f"Software: {context.software}"] if context.software else []
    return lines


def study_notes(sheet: StudySheet | None) -> list[str]:
    """What is said of the study, a line for each item that is not open.

    Examples
    --------
    >>> from imt_core.reporting.content.study_sheet import StudyAnswer, study_sheet
    >>> answer = StudyAnswer(item="size", status="met", text="All eligible patients.")
    >>> study_notes(study_sheet([answer]))[1:]
    ['Why this many (met): All eligible patients.']
    >>> study_notes(None)
    []
    """
    if sheet is None:
        return []
    told = [
        f"{row.item.heading} ({row.status}): {row.answer}".removesuffix(": ")
        for row in sheet.rows
        if row.status != "open"
    ]
    return [f"{STUDY_HEADING}. {sheet.summary}.", *told]


def describe_conventions(conventions: Conventions) -> str:
    """Every choice that changes a number, in one sentence.

    Examples
    --------
    >>> describe_conventions(Conventions())[:57]
    'Kaplan-Meier, 95% CI on the log scale (Greenwood); median'
    """
    return "; ".join(
        (
            conventions.survival_method,
            conventions.quantile_method,
            f"proportions, {conventions.proportion_method}",
            conventions.quartile_method,
        )
    )


def say_nothing_drawn(slide: Slide, canvas: Canvas, text: str) -> None:
    """Write why a slide has no figure."""
    box = canvas.content
    place = Box(left=box.left, top=box.top + 0.3, width=box.width, height=1.5)
    add_text(slide, place, [[Run(text=text, size=16, colour=MUTED)]], name="Nothing to draw")
