"""What every slide has: title, footer with method and origin, slide number, speaker notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.slide import Slide
from pptx.util import Inches, Pt

from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.counting import LeftOut
from imt_core.cohort.whole_months import WHOLE_MONTHS
from imt_core.conventions.choices import Conventions
from imt_core.conventions.formatting import ABBREVIATIONS
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.office_private import nsdecls, parse_xml, qn, xml_of
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.content.study_sheet import STUDY_HEADING, StudySheet
from imt_core.reporting.content.subgroups import subgroups_fact
from imt_core.reporting.content.titles import shorter_lines, view_line, view_subject
from imt_core.reporting.slides.canvas import Canvas
from imt_core.reporting.slides.font_metrics import set_in
from imt_core.reporting.slides.slide_colours import MUTED, PAPER, solid
from imt_core.reporting.slides.slide_text import (
    SMALLEST_TEXT,
    TEXT_THAT_MATTERS,
    Box,
    Run,
    add_text,
    count_lines,
    ended,
    fitted,
    line_height,
    text_width,
)

_TITLE_LINES: Final = 2
_SUBTITLE_SIZES: Final = (16.0, SMALLEST_TEXT)
_BETWEEN: Final = " · "
_SPACES: Final = re.compile(r"[^\S\xa0]+")
_BEFORE_NUMBER: Final = re.compile(r" ([=<>≤≥]) (?=[\d<])")


def add_slide(
    canvas: Canvas,
    view: ComputedView,
    title: str,
    *,
    subtitle: str | None = None,
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
    subtitle : str, optional
        What is shown, of whom, and how many, where small counts are masked; may be empty.
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
    if canvas.panel is not None:
        _lay_paper(slide, canvas.panel)
    with set_in(canvas.fonts[0]):
        title = _holding_together(title)
        # Part of a finding might be another one: where it has no room stands what is shown.
        is_finding = not view.request.title and notes is None
        shown = _write_title(slide, canvas, title, part, view if is_finding else None)
    if subtitle is None:
        # What a title says need not be said again.
        line_below = _holding_together(view_line(view)).removeprefix(f"{shown}: ")
        _write_subtitle(slide, canvas, (line_below, *shorter_lines(view)))
    else:
        _write_subtitle(slide, canvas, (subtitle,))
    _write_footer(slide, canvas, view)
    frame: Any = slide.notes_slide.notes_text_frame
    said = [f"Title: {title}."] if shown != title else []
    said += _notes(canvas, view, told) if notes is None else notes
    if len(canvas.presentation.slides) == 1:
        said += study_notes(canvas.context.study)
    frame.text = clean("\n".join(said))
    return slide


def _holding_together(title: str) -> str:
    """A title in one line, which ends between no sign and its number."""
    in_one_line = _SPACES.sub(" ", title).strip(" ")
    return _BEFORE_NUMBER.sub("\N{NO-BREAK SPACE}\\1\N{NO-BREAK SPACE}", in_one_line)


def _write_title(
    slide: Slide, canvas: Canvas, text: str, part: tuple[int, int], found: ComputedView | None
) -> str:
    """Two lines at most: smaller first; of a finding then its first clauses, or what is shown.

    What has no room even so, such as a reader's own title, ends at a word. What stands is returned.
    """
    number, total = part
    ending = f" ({number}/{total})" if total > 1 else ""
    width, height = canvas.title.width - 0.2, canvas.title.height

    def fits(words: str, points: float) -> bool:
        n_lines = count_lines(words + ending, points, width, bold=True)
        return n_lines <= _TITLE_LINES and n_lines * line_height(points) <= height + 0.1

    usual, smallest = canvas.title_sizes
    size = usual
    while size > smallest and not fits(text, size):
        size -= 1
    while found and not fits(text, size) and "; " in text:
        text, _, _ = text.rpartition("; ")
    if found and not fits(text, size):
        text = _holding_together(view_subject(found))
    text = ended(text, lambda words: fits(words, size))
    shape: Any = slide.shapes.title
    if canvas.is_title_moved:
        place = canvas.title
        shape.left, shape.top = Inches(place.left), Inches(place.top)
        shape.width, shape.height = Inches(place.width), Inches(place.height)
    frame = shape.text_frame
    frame.text = clean(text + ending)
    frame.word_wrap = True
    frame.auto_size = MSO_AUTO_SIZE.NONE
    for run in frame.paragraphs[0].runs:
        run.font.size = Pt(size)
        if canvas.title_colour:
            run.font.color.theme_color = MSO_THEME_COLOR.from_xml(canvas.title_colour)
    return text


def _of_a(xml: str) -> str:
    """DrawingML that stands alone."""
    return xml.replace(">", f" {nsdecls('a')}>", 1)


def _lay_paper(slide: Slide, panel: Box) -> None:
    """Put paper below everything else of a slide."""
    shape = slide.shapes.add_textbox(
        Inches(panel.left), Inches(panel.top), Inches(panel.width), Inches(panel.height)
    )
    shape.name = "Paper"
    properties = xml_of(shape).spPr
    properties.remove(properties.find(qn("a:noFill")))
    properties.append(parse_xml(_of_a(solid(PAPER))))
    tree = xml_of(shape).getparent()
    tree.insert(2, xml_of(shape))


def _write_subtitle(slide: Slide, canvas: Canvas, texts: Sequence[str]) -> None:
    """The first text that has room, in the largest size."""
    if not texts[0]:
        return
    room = canvas.subtitle.width
    choices = [(text, size) for text in texts for size in _SUBTITLE_SIZES]
    fits = (one for one in choices if text_width(*one) <= room)
    text, size = next(fits, choices[-1])
    run = Run(text=fitted(text, size, room), size=size, colour=MUTED)
    add_text(slide, canvas.subtitle, [[run]], name="Subtitle", anchor=MSO_ANCHOR.MIDDLE)


def footer_text(canvas: Canvas, view: ComputedView) -> str:
    """Counting unit and method, as much as fits in one line; of the first slide the origin too.

    Masked counts, rounded times, and that a cohort is a reconstruction are told on every slide.
    """
    context, room = canvas.context, canvas.footer.width
    is_first = len(canvas.presentation.slides) == 1
    mark = _joined(
        "reconstruction" if context.is_reconstruction else "",
        WHOLE_MONTHS if context.whole_months else "",
    )
    unit, (first, *clauses) = f"Counting unit: {view.counting}", view.method.split("; ")
    brief = unit.replace(" (a patient may count more than once)", "")
    choices = [
        _joined(context.mask_briefly, origin, *rest)
        for origin in ((context.origin, mark) if is_first else (mark,))
        for rest in ((unit, first), (brief, first), (brief,))
    ]
    fits = [text for text in choices if text_width(text, SMALLEST_TEXT) <= room]
    # Where even the least is too long, as much of it as fits.
    text = fits[0] if fits else fitted(choices[-1], SMALLEST_TEXT, room)
    for clause in clauses if fits and text.endswith(first) else ():
        longer = _joined(text, clause)
        if text_width(longer, SMALLEST_TEXT) > room:
            break
        text = longer
    return text[:1].upper() + text[1:]


def _joined(*parts: str) -> str:
    return _BETWEEN.join(filter(None, parts))


def _write_footer(slide: Slide, canvas: Canvas, view: ComputedView) -> None:
    text = footer_text(canvas, view)
    run = Run(text=text, size=SMALLEST_TEXT, colour=MUTED)
    add_text(slide, canvas.footer, [[run]], name="Footer", anchor=MSO_ANCHOR.BOTTOM)
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
            f'2F4A7C3D9E10}}" type="slidenum"><a:rPr lang="en-GB" sz="{round(100 * SMALLEST_TEXT)}"'
            f">{solid(MUTED)}</a:rPr><a:t>{len(canvas.presentation.slides)}</a:t></a:fld></a:p>"
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
    add_text(
        slide,
        place,
        [[Run(text=text, size=TEXT_THAT_MATTERS, colour=MUTED)]],
        name="Nothing to draw",
    )
