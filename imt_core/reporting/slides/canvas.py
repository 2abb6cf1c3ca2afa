"""What every slide of a deck is drawn on, and how a view finds the module that draws it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from pptx.presentation import Presentation
from pptx.slide import SlideLayout

from imt_core.analyses.computed_view import ComputedView
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.slides.slide_text import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """An open presentation, the layout of its slides, and where things stand on them.

    Parameters
    ----------
    presentation : Presentation
    layout : SlideLayout
        With a title placeholder.
    title : Box
        Where the title stands.
    is_title_moved : bool
        Whether that is not where the layout puts it.
    title_sizes : tuple of float
        Points of a title that is short, and the least of one that is long.
    title_colour : str or None
        ``None`` where the template's is read.
    fonts : tuple of str
        Typefaces of titles and of everything else.
    panel : Box or None
        Where paper lies below everything but the title, since the template's own is not plain.
    subtitle, content, footer, number : Box
        Line below the title, drawing area, line at the bottom, slide number.
    context : ExportContext
    """

    presentation: Presentation
    layout: SlideLayout
    title: Box
    is_title_moved: bool
    title_sizes: tuple[float, float]
    title_colour: str | None
    fonts: tuple[str, str]
    panel: Box | None
    subtitle: Box
    content: Box
    footer: Box
    number: Box
    context: ExportContext


@singledispatch
def draw_slides(result: object, view: ComputedView, canvas: Canvas) -> None:
    """Add the slides of a view; each module of slides registers the result that it draws."""
    raise ImtError(
        f"views must hold results that slides know, but {type(result).__name__} was found. "
        "Leave this view out of the deck."
    )
