"""The stage of a presentation: alone in the window, as large as it, its controls out of the way.

The stage is drawn for a window of 1366 x 768 and made larger or smaller as a whole. No script runs
in the page: cells in two colours lie over the stage, and whenever the pointer goes from one to the
next, the controls are shown again and fade. On a phone, where all of it would be too small to read,
it is read like a page: words wrap, and what is drawn is larger than the window, and slides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st

from imt_core.reporting.design.theme import Theme
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.slides import SENTENCE, TITLE, TITLE_LINE, Slide
from imt_core.reporting.screen.stage import LINE, TEXT, WIDTH
from pages.components.results import show_table
from pages.components.text import plain

_WINDOW: Final = (1366, 768)
_SIDE: Final = (_WINDOW[0] - WIDTH) // 2
_ACROSS, _DOWN = 24, 14
_PHONE: Final = 0.7
"""What is drawn is so much smaller on a phone: its type has 14 pixels."""

_FITTING: Final = "min({})".format(
    ", ".join(
        f"tan(atan2(100{unit}, {size}px))" for unit, size in zip(("vw", "vh"), _WINDOW, strict=True)
    )
)
"""How much larger than the stage the window is: the quotient of two lengths, in what CSS has."""

_STYLE: Final = f"""
<style>
[data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stMainBlockContainer"]
  > [data-testid="stVerticalBlock"] > :not(:has(.st-key-backdrop)) {{ display: none; }}
.st-key-backdrop {{ position: fixed; inset: 0; z-index: 999990; overflow: hidden;
  display: flex; align-items: center; justify-content: center; }}
.st-key-stage {{ position: relative; flex: none; width: {_WINDOW[0]}px; height: {_WINDOW[1]}px;
  zoom: 0.75; zoom: {_FITTING}; padding: 20px {_SIDE}px 0;
  gap: 0; overflow: hidden; }}
.st-key-backdrop > :has(> .st-key-stage) {{ width: auto; flex: none; }}
.st-key-stage h1 {{ font-size: {TITLE}px; line-height: {TITLE_LINE}px; padding: 0; margin: 0;
  font-weight: 650; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
  overflow: hidden; }}
.st-key-stage p {{ font-size: {TEXT}px; line-height: {LINE}px; margin: 0; }}
.st-key-stage [data-testid="stMarkdownContainer"] {{ margin: 0; }}
.st-key-stage_sentence p {{ font-size: {SENTENCE}px; }}
.st-key-stage_body {{ margin-top: 8px; }}
.st-key-stage .scroll {{ font-size: {TEXT}px; line-height: {LINE}px; overflow: visible; }}
.st-key-stage .scroll table {{ width: auto; min-width: 70%; }}
.st-key-stage .scroll :is(td, th) {{ padding: 5px 14px; white-space: normal; }}
.st-key-stage :is(h1, p, thead th) {{ overflow-wrap: anywhere; }}
/* Plotly is measured as it was drawn, and what it drew is made larger. */
.st-key-presented_chart {{ zoom: calc(1 / {_FITTING}); }}
.st-key-presented_chart, .st-key-presented_chart :is(:has(.js-plotly-plot), .js-plotly-plot) {{
  overflow: visible !important; width: {WIDTH}px !important; max-width: none !important; }}
.st-key-presented_chart .js-plotly-plot {{ zoom: {_FITTING}; }}
.st-key-stage_foot {{ position: absolute; left: {_SIDE}px; bottom: 10px;
  width: auto; opacity: 0.8; }}
.st-key-stage_cells {{ position: absolute; left: 0; top: 0; width: 0; z-index: 1; }}
.stage_cells {{ width: {_WINDOW[0]}px; height: {_WINDOW[1]}px; display: grid;
  grid-template-columns: repeat({_ACROSS}, 1fr); grid-template-rows: repeat({_DOWN}, 1fr); }}
.st-key-stage_controls {{ position: absolute; right: 16px; bottom: 4px; width: auto; opacity: 0;
  z-index: 2; gap: 8px; zoom: calc(1 / min(1, {_FITTING})); }}
.st-key-stage_controls:hover, .st-key-stage_controls:has(:focus-visible) {{ opacity: 1;
  animation: none !important; }}
.st-key-stage:has(.stage_cells i:hover) .st-key-stage_controls {{ animation: stage_odd 4s; }}
.st-key-stage:has(.stage_cells b:hover) .st-key-stage_controls {{ animation: stage_even 4s; }}
@keyframes stage_odd {{ 0%, 75% {{ opacity: 1; }} 100% {{ opacity: 0; }} }}
@keyframes stage_even {{ 0%, 75% {{ opacity: 1; }} 100% {{ opacity: 0; }} }}
.st-key-stage_keys {{ display: none; }}
@media (max-width: 640px), (max-height: 440px) and (pointer: coarse) {{
  .st-key-backdrop {{ display: block; overflow: auto; }}
  .st-key-stage {{ width: auto; height: auto; zoom: 1; padding: 12px 12px 60px; }}
  .st-key-stage h1 {{ font-size: 20px; line-height: 26px; display: block; }}
  .st-key-stage p, .st-key-stage_sentence p {{ font-size: 16px; line-height: 22px; }}
  .st-key-stage .scroll {{ font-size: 14px; line-height: 20px; overflow: auto; }}
  .st-key-stage .scroll :is(td, th) {{ padding: 4px 8px 4px 0; overflow-wrap: normal; }}
  .st-key-stage .scroll table {{ min-width: 100%; }}
  .st-key-stage_body:has(.st-key-presented_chart) {{ overflow-x: auto; display: block;
    padding: 0 8px; animation: more_follows linear; animation-timeline: scroll(self inline); }}
  .st-key-presented_chart {{ zoom: 1; width: {WIDTH * _PHONE:.0f}px !important;
    height: auto !important; overflow: clip !important; overflow-clip-margin: 8px; }}
  .st-key-presented_chart :has(.js-plotly-plot) {{ height: auto !important; }}
  .st-key-presented_chart .js-plotly-plot {{ zoom: {_PHONE}; }}
  .st-key-stage_foot {{ position: static; }}
  .st-key-stage_cells, .st-key-stage_controls kbd {{ display: none; }}
  .st-key-stage_controls {{ position: fixed; right: 8px; bottom: 8px; zoom: 1; opacity: 1; }}
}}
</style>
"""

_CELLS: Final = (
    '<div class="stage_cells" aria-hidden="true">'
    + "".join(
        "<i></i>" if (row + column) % 2 else "<b></b>"
        for row in range(_DOWN)
        for column in range(_ACROSS)
    )
    + "</div>"
)


def draw_slide(slide: Slide, theme: Theme) -> None:
    """Draw a page under its title."""
    st.title(plain(slide.title), anchor=False)
    if slide.sentence:
        with st.container(key="stage_sentence"):
            st.markdown(plain(slide.sentence))
    with st.container(key="stage_body"):
        if slide.chart is not None:
            st.plotly_chart(
                draw_page(slide.chart, theme, slide.height),
                theme=None,
                key="presented_chart",
                alt=slide.alt,
                width=WIDTH,
                height=slide.height,
                config={"staticPlot": True},
            )
        elif slide.table is not None:
            show_table(slide.table, caption=slide.title)
        else:
            st.info(plain(slide.told), icon=":material/visibility_off:")


def _ground(theme: Theme) -> str:
    return f"<style>.st-key-backdrop {{ background: {theme.paper}; }}</style>"


@contextmanager
def stage(theme: Theme, *, foot: str) -> Iterator[None]:
    """Draw on the stage, with a line at its foot."""
    with st.container(key="backdrop"), st.container(key="stage"):
        st.html(_STYLE + _ground(theme))
        with st.container(key="stage_cells"):
            st.html(_CELLS)
        yield
        with st.container(key="stage_foot"):
            st.markdown(plain(foot))


def draw_controls(position: int, last: int, go: Callable[[int, int], None]) -> bool:
    """Buttons and keys to go on or back by so many pages, up to the last; whether to leave."""
    with st.container(key="stage_controls", horizontal=True):
        _to("Previous", "arrow_back", "Left", go, -1, position, last)
        _to("Next", "arrow_forward", "Right", go, 1, position, last)
        leave = st.button(
            "Leave", icon=":material/close_fullscreen:", shortcut="Esc", key="present_leave"
        )
    with st.container(key="stage_keys"):
        # Remotes send Page Up and Page Down. They have no button of their own to be seen.
        for key, by in (
            ("PageUp", -1),
            ("PageDown", 1),
            ("Space", 1),
            ("Home", -last),
            ("End", last),
        ):
            _to(key, "keyboard", key, go, by, position, last)
    return leave


def _to(
    label: str,
    icon: str,
    key: str,
    go: Callable[[int, int], None],
    by: int,
    position: int,
    last: int,
) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        shortcut=key,
        on_click=go,
        args=(by, last),
        disabled=position == (last if by > 0 else 0),
        key=f"present_{label.lower()}",
    )
