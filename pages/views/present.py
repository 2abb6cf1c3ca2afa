"""Present: the views of the deck, drawn for the screen, one page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st

from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.whole_months import WHOLE_MONTHS
from imt_core.reporting.content.context import RECONSTRUCTION, ExportContext
from imt_core.reporting.screen.slides import Slide, view_slides
from pages.components.appearance import current_theme
from pages.components.deck import deck, deck_worked_out, export_context, export_of
from pages.components.stage import draw_controls, draw_slide, stage
from pages.components.state import PRESENTED, Scope, current_scope, loaded
from pages.components.worked_out import kept

_POSITION: Final = "presented_slide"


def main() -> None:
    slides = _slides(current_scope())
    if not slides:
        st.info("There is nothing to present: no line is in view.", icon=":material/slideshow:")
        return
    last = len(slides) - 1
    position = min(st.session_state.get(_POSITION, 0), last)
    foot = f"{position + 1} of {last + 1}" + (", the last" if position == last else "")
    foot = " · ".join((foot, *_origin(export_context())))
    theme = current_theme()
    with stage(theme, foot=foot):
        draw_slide(slides[position], theme)
        leave = draw_controls(position, last, _go)
    if leave:
        st.switch_page("pages/views/deck.py")


def _origin(context: ExportContext) -> Iterator[str]:
    """What a room must know of all that is shown, in one line."""
    done = [context.mask_briefly] if context.mask_briefly else []
    done += [WHOLE_MONTHS] if context.whole_months else []
    if context.is_reconstruction:
        yield "Reconstruction" if done else RECONSTRUCTION
    yield from done


def _slides(scope: Scope) -> tuple[Slide, ...]:
    """Every page of the deck, worked out once."""
    requests = deck() or _standard(scope)
    export = export_of(*requests)

    def make() -> tuple[Slide, ...]:
        views, context = deck_worked_out(export)()
        shown = tuple(slide for view in views for slide in view_slides(view, context))
        return (*shown, *map(_left_out, context.left_out))

    return kept(PRESENTED, (loaded(), requests, export.choices), make)


def _standard(scope: Scope) -> tuple[ViewRequest, ...]:
    """The standard views of who is in view, where the deck is empty."""
    if scope.filtered.after.n_lines == 0:
        return ()
    return standard_views(scope.cohort, scope.request("baseline"))


def _left_out(reason: str) -> Slide:
    told = f"This view cannot be made from the cohort that is open now. {reason}"
    return Slide(title="Left out", told=told)


def _go(by: int, last: int) -> None:
    # From where it is now: a key that is pressed again before the page is drawn counts too.
    place = st.session_state.get(_POSITION, 0) + by
    st.session_state[_POSITION] = max(0, min(place, last))


main()
