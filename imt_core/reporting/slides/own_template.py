"""Slides in an institution's own template: a file of a stranger, for a process apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.slides.deck import write_deck


def deck_in_template(
    progress: Callable[[str], None],
    views: Sequence[ComputedView],
    context: ExportContext,
    template: bytes | None,
) -> bytes:
    """Write slides as `write_deck` does, telling in words how far it is.

    Raises
    ------
    ImtError
        If the template is none.
    """
    return write_deck(
        views,
        context,
        template=template,
        progress=lambda done, of: progress(f"View {done} of {of}"),
    )
