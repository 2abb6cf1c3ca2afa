"""The views of the deck as rows: each in small, with its title, and the ways to move it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import streamlit as st

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.titles import view_subject
from imt_core.reporting.content.view_document import view_document
from imt_core.reporting.design.chart import Chart
from imt_core.reporting.design.theme import Theme
from imt_core.reporting.screen.thumbnail import SIZE, thumbnail
from imt_core.reporting.screen.view import view_chart
from pages.components.deck import (
    deck,
    export_context,
    in_hand,
    move_in_deck,
    n_moves,
    remove_from_deck,
)
from pages.components.state import SHOWN_IN_DECK, loaded
from pages.components.text import plain
from pages.components.worked_out import kept

KEYS_TOLD: Final = (
    " The view with the blue edge is in hand: Alt+Up and Alt+Down move it, and each view can be "
    "put in any place."
)
MASKED_TOLD: Final = (
    " Charts are not shown in small while counts are masked: documents leave out those that would "
    "tell them."
)

_STYLE: Final = """
<style>
[class*="st-key-deck_view_"] { gap: 0; }
[class*="st-key-deck_row_"] { border: 1px solid rgba(128, 128, 128, 0.35); border-radius: 8px;
  padding: 8px 12px; flex-wrap: nowrap; align-items: center; gap: 12px; }
[class*="st-key-deck_view_"] details { border: 0; }
[class*="st-key-deck_view_"] summary { padding: 2px 12px; min-height: 1.75rem; }
[class*="st-key-deck_row_"]:has(.deck_in_hand) { border-color: #2F81D6; box-shadow: inset 4px 0 0
  #2F81D6; }
[data-testid="stElementContainer"]:has(.deck_in_hand) { position: absolute; }
[class*="st-key-deck_row_"] [data-testid="stElementToolbar"] { display: none; }
[class*="st-key-deck_row_"] img { border: 1px solid rgba(128, 128, 128, 0.35); }
/* The icons are seen, the names are heard: a name beside an icon has no room here. */
[class*="st-key-deck_row_"] button [data-testid="stMarkdownContainer"] { position: absolute;
  width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 1000px) { [class*="st-key-deck_row_"] { flex-wrap: wrap; } }
</style>
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShownView:
    """One view as the deck page shows it; `small` is its picture, by the name of a theme."""

    request: ViewRequest
    name: str
    title: str
    chart: Chart | None = None
    is_missing: bool = False
    small: dict[str, str] = field(default_factory=dict)


def shown_views(theme: Theme) -> list[ShownView]:
    """Every view of the deck with its picture, each worked out once in a session."""
    made: dict[ViewRequest, ShownView] = kept(SHOWN_IN_DECK, loaded(), dict)
    for gone in made.keys() - set(deck()):
        del made[gone]
    for request in deck():
        shown = made.get(request)
        if shown is None:
            shown = made[request] = _shown(request)
        if theme.name not in shown.small:
            shown.small[theme.name] = thumbnail(shown.chart, theme)
    return [made[request] for request in deck()]


def _shown(request: ViewRequest) -> ShownView:
    # Titles on this page are for its owner: nothing is masked, and nothing need be searched.
    context = replace(export_context(), small_cells_under=None)
    try:
        view: ComputedView = compute_view(loaded().cohort, request)
        return ShownView(
            request=request,
            name=request.title or view_subject(view),
            title=view_document(view, context).title,
            chart=view_chart(view),
        )
    except ImtError as error:
        return ShownView(
            request=request,
            name=request.title or VIEW_KINDS[request.kind].label,
            title=f"left out, for it cannot be made from this cohort: {error}",
            is_missing=True,
        )


def draw_row(position: int, shown: ShownView, theme: Theme, *, n_views: int) -> None:
    """Draw one view with the ways to move it and to take it out."""
    if position == 0:
        st.html(_STYLE)
    held, name = position == in_hand() and n_views > 1, f"'{plain(shown.name)}'"
    with st.container(key=f"deck_row_{position}", horizontal=True, vertical_alignment="center"):
        if held:
            st.html(f'<span class="deck_in_hand" data-moves="{n_moves()}"></span>', width="content")
        _show_small(shown, theme)
        kind = VIEW_KINDS[shown.request.kind].label
        st.markdown(f"**{position + 1}. {kind}**: {plain(shown.title)}", width="stretch")
        st.button(
            f"Move {name} earlier",
            icon=":material/arrow_upward:",
            on_click=move_in_deck,
            args=(position, position - 1),
            key=f"up_{position}",
            disabled=position == 0,
            shortcut="Alt+Up" if held else None,
        )
        st.button(
            f"Move {name} later",
            icon=":material/arrow_downward:",
            on_click=move_in_deck,
            args=(position, position + 1),
            key=f"down_{position}",
            disabled=position == n_views - 1,
            shortcut="Alt+Down" if held else None,
        )
        if n_views > 1:
            _ask_place(position, name, n_views)
        st.button(
            f"Remove {name}",
            icon=":material/close:",
            on_click=remove_from_deck,
            args=(position,),
            key=f"remove_{position}",
        )


def _show_small(shown: ShownView, theme: Theme) -> None:
    """The view in small; nothing of a chart where documents would mask it, or may."""
    is_masked = export_context().small_cells_under is not None and shown.chart is not None
    if is_masked or shown.is_missing:
        icon = "visibility_off" if is_masked else "playlist_remove"
        with st.container(
            width=SIZE[0],
            height=SIZE[1],
            horizontal_alignment="center",
            vertical_alignment="center",
        ):
            st.markdown(f":material/{icon}:", width="content")
        return
    st.image(shown.small[theme.name], width=SIZE[0], alt="")


def _ask_place(position: int, name: str, n_views: int) -> None:
    """Let a view be put anywhere at once."""
    # Another view in this row is another list: one that stayed would keep the name of the first.
    key = f"place_{position}_{hash(name)}"
    st.selectbox(
        f"Place of {name}",
        range(1, n_views + 1),
        index=position,
        label_visibility="collapsed",
        key=key,
        width=76,
        on_change=_put,
        args=(position, key),
    )


def _put(position: int, key: str) -> None:
    move_in_deck(position, st.session_state[key] - 1)
