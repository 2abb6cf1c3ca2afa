"""Present: the views of the deck, one at a time, for the back of the room."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.content.view_document import WITHHELD, ViewDocument, view_document
from imt_core.reporting.pictures.picture import draw_picture, write_picture
from pages.components.deck import deck, export_context, export_of
from pages.components.presented import show_view
from pages.components.results import show_method, show_table
from pages.components.state import Scope, current_scope, loaded
from pages.components.take_away import has_too_many_lanes
from pages.components.text import plain

_POSITION = "presented_slide"
# Rows of a table, and the width of a picture, that can be read from the back of a room.
_ROWS = 12
_WIDTH_MM = 180
_TALL = 1.2
_ALONE = """
<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stSidebarCollapsedControl"],
.st-key-who_is_in_view, .st-key-pages { display: none; }
[data-testid="stMainBlockContainer"] { max-width: 100%; padding: 1rem 2rem; }
.st-key-presented_table { zoom: 1.5; width: calc(100% / 1.5); }
.st-key-presented_chart img { max-height: 76vh; width: 100%; object-fit: contain;
  background: white; }
.st-key-presented_tall_chart img { width: 80%; margin: auto; background: white; }
</style>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slide:
    """One view, or as many rows of its table as can be read at once.

    `missing` names a view that the open cohort has not the columns for, and has no document.
    """

    document: ViewDocument | None
    missing: str = ""
    part: int = 0
    n_parts: int = 1


def main() -> None:
    scope = current_scope()
    slides = [slide for request in deck() or _standard(scope) for slide in _slides(request)]
    if not slides:
        st.info("There is nothing to present: no line is in view.", icon=":material/slideshow:")
        return
    st.html(_ALONE)
    position = min(st.session_state.get(_POSITION, 0), len(slides) - 1)
    _show(slides[position])
    _show_controls(position, len(slides))


def _standard(scope: Scope) -> tuple[ViewRequest, ...]:
    """The standard views of who is in view, where the deck is empty."""
    if scope.filtered.after.n_lines == 0:
        return ()
    return standard_views(scope.cohort, scope.request("baseline"))


def _slides(request: ViewRequest) -> list[_Slide]:
    """The view as documents tell it, masked where they are."""
    views, context = export_of(request).work_out()
    if not views:
        return [_Slide(document=None, missing=context.left_out[0])]
    document = view_document(views[0], context)
    if not _is_table(document):
        return [_Slide(document=document)]
    n_parts = max(1, -(-len(_rows(document)) // _ROWS))
    return [_Slide(document=document, part=part, n_parts=n_parts) for part in range(n_parts)]


def _is_table(document: ViewDocument) -> bool:
    return not (document.view.kind.has_chart and document.shows_chart)


def _rows(document: ViewDocument) -> pd.DataFrame:
    """The first table that documents show of a view."""
    shown = [table.shown for table in document.shown_tables if table.shown is not None]
    return shown[0] if shown else pd.DataFrame()


def _show(slide: _Slide) -> None:
    document = slide.document
    if document is None:
        missing = plain(slide.missing)
        st.warning(f"This view cannot be made from the cohort that is open now. {missing}")
        return
    part = f" ({slide.part + 1}/{slide.n_parts})" if slide.n_parts > 1 else ""
    st.header(plain(f"{document.title}{part}"))
    computed = document.view
    if _is_table(document):
        rows = _rows(document).iloc[slide.part * _ROWS : (slide.part + 1) * _ROWS]
        if len(rows):
            with st.container(key="presented_table"):
                show_table(rows, caption=document.title)
        else:
            st.info(WITHHELD, icon=":material/visibility_off:")
        show_method(computed.method, unit=computed.counting)
        return
    if has_too_many_lanes(computed):
        show_view(computed, key="presented")
        return
    _show_picture(computed)


def _show_picture(computed: ComputedView) -> None:
    context = export_context()
    width, height = draw_picture(computed, context, width_mm=_WIDTH_MM).get_size_inches()
    picture = write_picture(computed, context, kind="svg", width_mm=_WIDTH_MM)
    with st.container(key=f"presented{'_tall' if height > _TALL * width else ''}_chart"):
        st.image(picture.decode(), width="stretch")


def _show_controls(position: int, n_views: int) -> None:
    earlier, place, later, leave = st.columns([2, 3, 2, 2], vertical_alignment="center")
    earlier.button(
        "Previous",
        icon=":material/arrow_back:",
        shortcut="Left",
        on_click=_go,
        args=(position - 1,),
        disabled=position == 0,
        width="stretch",
        key="present_previous",
    )
    origin = loaded().cohort.is_reconstruction
    place.markdown(
        f"**{position + 1} of {n_views}**"
        + (" · reconstruction from published aggregates, not patient data" if origin else "")
    )
    later.button(
        "Next",
        icon=":material/arrow_forward:",
        shortcut="Right",
        on_click=_go,
        args=(position + 1,),
        disabled=position == n_views - 1,
        width="stretch",
        key="present_next",
    )
    if leave.button(
        "Leave",
        icon=":material/close_fullscreen:",
        shortcut="Esc",
        width="stretch",
        key="present_leave",
    ):
        st.switch_page("pages/views/deck.py")


def _go(position: int) -> None:
    st.session_state[_POSITION] = position


main()
