"""What every page is made of, in the order in which it is read.

What is asked stands in one row, with what can be taken away at its end; below it the answer in a
sentence; the figure with a row for each group beside it; and what else there is to know in tabs, of
which only the open one is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.answers import Answer, answer_of
from imt_core.reporting.design.group_style import group_styles
from imt_core.reporting.documents.filled import filled
from pages.components.appearance import current_theme
from pages.components.presented import show_figure


@contextmanager
def asked() -> Iterator[None]:
    """The row of what a page asks, and of what can be taken away from it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="asked"):
        yield


@contextmanager
def options(key: str) -> Iterator[bool]:
    """What is seldom changed, drawn where it is asked for; gives whether it is."""
    popover = st.popover("Options", icon=":material/tune:", key=key, on_change="rerun")
    if popover.open:
        with popover:
            yield True
    else:
        yield False


def show_answer(computed: ComputedView) -> Answer:
    """Say what the page found, in one sentence that is announced when it changes."""
    answer = answer_of(computed)
    with st.container(key="answer"):
        st.html(filled("answer.html", sentence=answer.sentence))
    return answer


def show_result(
    computed: ComputedView,
    answer: Answer,
    *,
    key: str,
    beside: Callable[[], None] | None = None,
    is_wide: bool = False,
) -> bool:
    """Draw the figure and, beside it, a row for each group; whether there is a figure.

    What the page asks back stands below the rows; of a wide figure all of it stands below.
    """
    place = "wide_result" if is_wide else "result"
    with st.container(horizontal=not is_wide, gap="small", key=place):
        with st.container(key="figure"):
            has_figure = show_figure(computed, key=key)
        with st.container(key="numbers"):
            st.html(_rows(answer))
            if beside is not None:
                beside()
    return has_figure


def _rows(answer: Answer) -> str:
    theme = current_theme()
    places = [row.place for row in answer.rows if row.place is not None]
    colours = iter([theme.colour(style.colour) for style in group_styles(places)])
    rows = [
        {
            "label": row.label,
            "colour": "" if row.place is None else next(colours),
            "facts": row.facts,
        }
        for row in answer.rows
    ]
    return filled("answer_rows.html", rows=rows, notes=answer.notes, method=answer.method)
