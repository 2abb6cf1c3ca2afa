"""A view as pages show it: its head, its chart, or its table where it has none."""

from __future__ import annotations

import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewName
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.view_tables import view_tables
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.screen.view import reason_not_to_show
from pages.components.appearance import current_theme
from pages.components.one_patient import HINT
from pages.components.results import show_chart, show_method, show_missing, show_nobody, show_table
from pages.components.state import Scope
from pages.components.text import plain


def can_show(name: ViewName, scope: Scope, cohort: Cohort) -> bool:
    """Whether a page can show its view; where nobody is in view or columns lack, it says so."""
    kind = VIEW_KINDS[name]
    if scope.filtered.after.n_lines == 0:
        show_nobody()
    elif not kind.can_be_made(cohort):
        show_missing(f"The {kind.page}", kind.needs)
    else:
        return True
    return False


def show_figure(view: ComputedView, *, key: str) -> bool:
    """Draw the chart of a view, and tell how it is read; whether there is one."""
    if reason := reason_not_to_show(view):
        st.info(reason, icon=":material/visibility_off:")
        return False
    drawn = view_figure(view, theme=current_theme())
    if drawn is not None:
        show_chart(drawn.figure, key=key, alt=drawn.alt, opens_patients=drawn.of_patients)
        if drawn.of_patients:
            st.caption(f"{plain(drawn.reading)} {HINT}")
        elif drawn.reading:
            st.caption(plain(drawn.reading))
    return drawn is not None


def show_view(view: ComputedView, *, key: str) -> None:
    """Draw a view without any control."""
    has_figure = show_figure(view, key=f"{key}_chart")
    if not has_figure and not reason_not_to_show(view):
        first = view_tables(view)[0]
        if first.shown is not None:
            show_table(first.shown, caption=first.heading)
    show_method(view.method, unit=view.unit)
