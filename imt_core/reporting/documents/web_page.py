"""One page that opens without a network: charts, tables and how they were made."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup

from imt_core.analyses.attrition import Attrition
from imt_core.analyses.computed_view import ComputedView
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.study_sheet import STUDY_HEADING
from imt_core.reporting.content.view_document import (
    WITHHELD,
    ViewDocument,
    masked_together,
    view_document,
)
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.swimmer import SwimmerChart
from imt_core.reporting.design.theme import DARK, FONT_FAMILY, LIGHT, Theme, index_band
from imt_core.reporting.documents.filled import filled
from imt_core.reporting.documents.report_content import (
    ATTRITION_HEADING,
    attrition_words,
    report_words,
    view_words,
)
from imt_core.reporting.documents.web_charts import PHONE, drawn_figure, narrowest
from imt_core.reporting.documents.web_lanes import lane_colours, web_lanes
from imt_core.reporting.figures.attrition import attrition_figure, describe_attrition
from imt_core.reporting.figures.layout import Figure, translucent
from imt_core.reporting.figures.offline import plotly_script
from imt_core.reporting.figures.view import view_figure


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportAttrition:
    """Who is counted, for the report.

    Parameters
    ----------
    figure, dark : Figure or None
        Such as `attrition_figure` draws, on light and on dark paper.
    alt : str
        What the figure shows, in words.
    table : pandas.DataFrame or None
        Every count, such as ``Attrition.to_frame()``.
    """

    figure: Figure | None
    dark: Figure | None
    alt: str
    table: pd.DataFrame | None

    @classmethod
    def of(cls, way: Attrition) -> ReportAttrition:
        """Draw and count a way."""
        return cls(
            figure=attrition_figure(way, width=PHONE),
            dark=attrition_figure(way, theme=DARK, width=PHONE),
            alt=describe_attrition(way),
            table=way.to_frame(),
        )


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
    context = masked_together(views, context)
    documents = [view_document(view, context) for view in views]
    shown = [_section(number, document) for number, document in enumerate(documents, start=1)]
    way = _attrition(attrition, is_masked=context.small_cells_under is not None)
    draws = any(part["chart"] for part in (*shown, *([way] if way else [])))
    plotly, starter = plotly_script(), filled("starter.js")
    contents = [(part["name"], part["title"]) for part in shown]
    contents += [("attrition", ATTRITION_HEADING)] if way else []
    said = report_words(documents, context)
    contents += [("conventions", "Conventions")]
    contents += [("study", STUDY_HEADING)] if context.study else []
    contents += [("words", "Words")] if said["words"] else []
    contents += [("software", "Origin and software")]
    page = filled(
        "report.html",
        **said,
        contents=contents,
        documents=shown,
        attrition=way,
        style=Markup(
            filled(
                "report.css", light=_colours(LIGHT), dark=_colours(DARK), font=Markup(FONT_FAMILY)
            )
        ),
        script_hashes=Markup(f"{_hash(plotly)} {_hash(starter)}" if draws else "'none'"),
        draws=draws,
        plotly=Markup(plotly),
        starter=Markup(starter),
    )
    return page.encode("utf-8")


def _colours(theme: Theme) -> dict[str, str]:
    """What the page calls the colours of an appearance."""
    return {
        "paper": theme.paper,
        "text": theme.text,
        "muted": theme.muted,
        "grid": theme.grid,
        "quiet": translucent(theme.grid, 0.4),
        "link": theme.series[0],
        "told": theme.series[1],
        "band": index_band(theme),
        **lane_colours(theme),
    }


def _hash(script: str) -> str:
    """The sign by which the browser knows a script that may run."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _section(number: int, document: ViewDocument) -> dict[str, Any]:
    section = view_words(document) | {
        "name": f"view-{number}",
        "no_chart": "",
        "chart": "",
        "lanes": None,
    }
    view = document.view
    chart = design(view.result, view.request)
    light, dark = view_figure(view), view_figure(view, theme=DARK)
    if chart is None or light is None or dark is None:
        return section
    if not document.shows_chart:
        return section | {"no_chart": WITHHELD}
    if isinstance(chart, SwimmerChart):
        return section | {"lanes": web_lanes(chart, str(section["name"]), LIGHT)}
    least = narrowest(chart, light.figure)
    drawn = drawn_figure(light.figure, dark.figure, chart.alt, least=least)
    return section | drawn | {"caption": light.reading}


def _attrition(attrition: ReportAttrition | None, *, is_masked: bool) -> dict[str, Any]:
    if attrition is None:
        return {}
    part = attrition_words(attrition.table, is_masked=is_masked) | {"chart": ""}
    if attrition.figure is None or attrition.dark is None or is_masked:
        return part
    return part | drawn_figure(attrition.figure, attrition.dark, attrition.alt)
