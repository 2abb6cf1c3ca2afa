"""One page that opens without a network: charts, tables and how they were made."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

import pandas as pd
from markupsafe import Markup

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.swimmer.one_course import Course
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.estimates.small_groups import FEW_AT_RISK
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.software import origin_facts, software_versions
from imt_core.reporting.content.view_document import (
    ViewDocument,
    convention_facts,
    view_document,
    words_of,
)
from imt_core.reporting.design.theme import FONT_FAMILY, LIGHT
from imt_core.reporting.documents.filled import filled, grid_of
from imt_core.reporting.figures.layout import Figure, translucent
from imt_core.reporting.figures.offline import figure_json, plotly_script
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.masking.masking import masking_sentence

CURVE_CAPTION: Final = (
    "Marks are censored cases; shading is the pointwise interval; a curve is dashed where fewer "
    f"than {FEW_AT_RISK} are at risk."
)
WITHHELD_CHART: Final = "The chart is left out: it would show counts that are withheld."
WITHHELD_ATTRITION: Final = (
    "Who is counted at each step is left out: small counts could be worked out from it."
)
_ATTRITION: Final = "From the file to the figures"
_ATTRITION_HEADINGS: Final = {
    "part": "Part",
    "label": "Where",
    "direction": "In or out",
    "reason": "Why out",
    "n_lines": "Lines",
    "n_patients": "Patients",
}
_NARROWEST: Final = 560
_NARROWEST_WITH_LABELS: Final = 680


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportAttrition:
    """Who is counted, for the report.

    Parameters
    ----------
    figure : Figure or None
        Such as `attrition_figure` draws.
    alt : str
        What the figure shows, in words.
    table : pandas.DataFrame or None
        Every count, such as ``Attrition.to_frame()``.
    """

    figure: Figure | None
    alt: str
    table: pd.DataFrame | None


def write_report(
    views: Sequence[ComputedView],
    context: ExportContext,
    *,
    attrition: ReportAttrition | None = None,
) -> bytes:
    """Write views as one HTML page.

    Parameters
    ----------
    views : sequence of ComputedView
    context : ExportContext
    attrition : ReportAttrition, optional
        From the rows of the file to the figures.

    Returns
    -------
    bytes
        UTF-8. It holds everything it needs, opens without a network and may be printed.

    Raises
    ------
    ImtError
        If ``context.small_cells_under`` is less than 2.

    Notes
    -----
    The page forbids itself every connection and every script but its own two. Texts from a sheet
    are escaped. Where small counts are masked, charts that would show them are left out.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="response"))
    >>> page = write_report([view], ExportContext(cohort_name="<IMT>")).decode()
    >>> "<h1>&lt;IMT&gt;</h1>" in page, page.count('role="img"')
    (True, 1)
    >>> b"<script>" in write_report([], ExportContext(cohort_name="IMT"))
    False
    """
    documents = [view_document(view, context) for view in views]
    shown = [_section(number, document) for number, document in enumerate(documents, start=1)]
    way = _attrition(attrition, is_masked=context.small_cells_under is not None)
    draws = any(part["chart"] for part in (*shown, *([way] if way else [])))
    plotly, starter = plotly_script(), filled("starter.js")
    contents = [(part["name"], part["title"]) for part in shown]
    contents += [("attrition", _ATTRITION)] if way else []
    words = words_of(documents)
    contents += [("conventions", "Conventions")]
    contents += [("words", "Words")] if words else []
    contents += [("software", "Origin and software")]
    under = context.small_cells_under
    page = filled(
        "report.html",
        title=context.cohort_name,
        origin=context.origin.removeprefix(context.cohort_name).removeprefix(" · "),
        masking=masking_sentence(under) if under is not None else "",
        contents=contents,
        documents=shown,
        attrition=way,
        conventions=_conventions(documents),
        words=words,
        software=(*origin_facts(context), *software_versions(context)),
        style=Markup(
            filled(
                "report.css",
                theme=LIGHT,
                font=Markup(FONT_FAMILY),
                quiet=translucent(LIGHT.grid, 0.4),
            )
        ),
        script_hashes=Markup(f"{_hash(plotly)} {_hash(starter)}" if draws else "'none'"),
        draws=draws,
        plotly=Markup(plotly),
        starter=Markup(starter),
    )
    return page.encode("utf-8")


def _hash(script: str) -> str:
    """The sign by which the browser knows a script that may run."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _section(number: int, document: ViewDocument) -> dict[str, object]:
    section = _page_tables(document) | {"name": f"view-{number}", "no_chart": "", "chart": ""}
    drawn = view_figure(document.view)
    if drawn is None:
        return section
    if not document.shows_chart:
        return section | {"no_chart": WITHHELD_CHART}
    result = document.view.result
    has_labels = isinstance(result, Forest | SwimmerPlot | Course)
    return (
        section
        | _drawn(drawn.figure, drawn.alt, _NARROWEST_WITH_LABELS if has_labels else _NARROWEST)
        | {"caption": CURVE_CAPTION if isinstance(result, SurvivalSummary) else ""}
    )


def _page_tables(document: ViewDocument) -> dict[str, object]:
    """What a page shows of a view, as plain values."""
    tables = [
        {"heading": table.heading, **grid_of(cast("pd.DataFrame", table.shown))}
        for table in document.shown_tables
    ]
    return {
        "title": document.title,
        "tables": tables,
        "facts": document.facts,
        "notes": document.notes,
        "abbreviations": document.abbreviations,
    }


def _drawn(figure: Figure, alt: str, least: int) -> dict[str, object]:
    return {
        "chart": Markup(figure_json(figure)),
        "alt": alt,
        "height": figure.layout.height,
        "least": least,
    }


def _attrition(attrition: ReportAttrition | None, *, is_masked: bool) -> dict[str, object]:
    if attrition is None:
        return {}
    part: dict[str, object] = {"title": _ATTRITION, "chart": "", "table": None, "no_chart": ""}
    if is_masked:
        return part | {"no_chart": WITHHELD_ATTRITION}
    if attrition.figure is not None:
        part |= _drawn(attrition.figure, attrition.alt, _NARROWEST_WITH_LABELS)
    if attrition.table is not None:
        part["table"] = grid_of(attrition.table.rename(columns=_ATTRITION_HEADINGS))
    return part


def _conventions(documents: Sequence[ViewDocument]) -> list[dict[str, object]]:
    """Each set of conventions once, with the views it is of."""
    used: dict[object, list[int]] = {}
    for number, document in enumerate(documents, start=1):
        used.setdefault(document.view.request.conventions, []).append(number)
    return [
        {
            "of": "All views" if len(used) == 1 else f"View {', '.join(map(str, numbers))}",
            "facts": convention_facts(documents[numbers[0] - 1].view.request.conventions),
        }
        for numbers in used.values()
    ]
