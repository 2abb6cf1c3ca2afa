"""One view alone: its chart, or its table where it has none."""

from __future__ import annotations

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.view_tables import view_tables
from imt_core.reporting.figures.view import view_figure
from pages.components.appearance import current_theme
from pages.components.results import show_chart, show_method, show_table


def show_view(view: ComputedView, *, key: str) -> None:
    """Draw a view without any control."""
    drawn = view_figure(view, theme=current_theme())
    if drawn is not None:
        show_chart(drawn.figure, key=f"{key}_chart", alt=drawn.alt)
    else:
        table = view_tables(view)[0].shown
        if table is not None:
            show_table(table, key=f"{key}_table", wide_first=True)
    show_method(view.method, unit=view.unit)
