"""Slides of views whose small counts are masked: their tables only, since charts would tell."""

from __future__ import annotations

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.titles import view_subject
from imt_core.reporting.content.view_document import WITHHELD, view_document
from imt_core.reporting.masking.masked_tables import SAME_LINES
from imt_core.reporting.slides.canvas import Canvas
from imt_core.reporting.slides.slide_frame import add_slide, origin_notes, say_nothing_drawn
from imt_core.reporting.slides.tables import draw_tables, text_tables


def draw_masked_slides(view: ComputedView, canvas: Canvas) -> None:
    """Add the slides of a view without small counts.

    Parameters
    ----------
    view : ComputedView
    canvas : Canvas
        Its context says below which number counts are small.

    Raises
    ------
    ImtError
        If that number is less than 2.
    """
    document = view_document(view, canvas.context)
    notes = [f"{heading}: {text}." for heading, text in document.facts]
    notes += [f"Note: {note}" for note in document.notes]
    own = f"{view_subject(view)}: {document.count}" if view.request.title else ""
    notes += [WITHHELD, *origin_notes(canvas.context)]
    tables = text_tables(document.shown_tables)
    if tables:
        alt = f"{document.title}. Small counts are masked."
        draw_tables(canvas, view, document.title, tables, alt=alt, subtitle=own, notes=notes)
        return
    slide = add_slide(canvas, view, document.title, subtitle=own, notes=notes)
    say_nothing_drawn(slide, canvas, SAME_LINES if SAME_LINES in document.notes else WITHHELD)
