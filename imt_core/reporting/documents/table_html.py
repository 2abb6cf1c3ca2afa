"""A view's tables as HTML, every text escaped."""

from __future__ import annotations

from functools import cache
from typing import cast

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.plain_xml import without_controls
from imt_core.reporting.content.view_document import ViewDocument, view_document


def table_html(view: ComputedView, context: ExportContext) -> str:
    """Write a view's tables as HTML without styles, to be pasted into a document.

    Parameters
    ----------
    view : ComputedView
    context : ExportContext

    Returns
    -------
    str
        A ``<table>`` for each table of the screen, with its caption, header cells that name their
        scope, and the method, abbreviations and notes below. It refers to nothing outside.

    Raises
    ------
    ImtError
        If ``context.small_cells_under`` is less than 2.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "PD"]})
    >>> view = compute_view(Cohort(frame=frame, name="two"), ViewRequest(kind="response"))
    >>> html = table_html(view, ExportContext(cohort_name="IMT"))
    >>> '<th scope="row">Lines</th>' in html, "<script" in html
    (True, False)
    """
    return render("tables.html", document=page_tables(view_document(view, context)))


def page_tables(document: ViewDocument) -> dict[str, object]:
    """What a page shows of a view, as plain values."""
    tables = [
        {"heading": table.heading, **rows_of(cast("pd.DataFrame", table.shown))}
        for table in document.shown_tables
    ]
    return {
        "title": document.title,
        "tables": tables,
        "facts": document.facts,
        "notes": document.notes,
        "abbreviations": document.abbreviations,
    }


def rows_of(table: pd.DataFrame) -> dict[str, object]:
    """Header and rows of a table of texts."""
    return {"header": [*map(str, table.columns)], "rows": table.astype(str).to_numpy().tolist()}


def render(template: str, **values: object) -> str:
    """Fill a template; every text that is not marked as safe is escaped."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("imt_core.reporting.documents", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _readable(value: object) -> object:
    return without_controls(value) if type(value) is str else value
