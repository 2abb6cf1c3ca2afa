"""What can be taken away from a page: its view into the deck, and a menu of everything else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

import pandas as pd
import streamlit as st

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.whole_months import WHOLE_MONTHS
from imt_core.intake.downloaded import COHORT_FILE, answered_extent, file_md5, file_shape
from imt_core.reporting.code.python_script import python_script
from imt_core.reporting.code.r_script import r_script
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.view_document import PICTURES_WITHHELD
from imt_core.reporting.csv_files import cohort_to_table, write_csv
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.swimmer import SwimmerChart
from imt_core.reporting.design.swimmer_pages import describe_height
from imt_core.reporting.typefaces import describe_missing, texts_in
from pages.components.address import words_of_address
from pages.components.deck import (
    add_to_deck,
    export_context,
    export_of,
    is_in_deck,
    masks_under,
    rounds_months,
)
from pages.components.download import count_in_view, offer_download
from pages.components.results import offer_csv
from pages.components.sections import show_tabs
from pages.components.state import loaded

MOST_LANES = 150
_WIDTHS = {85: "one column (85 mm)", 120: "one and a half (120 mm)", 180: "two columns (180 mm)"}
_ROUNDED = (
    "Times are rounded to whole months here, as in documents: so it is chosen on the Deck page."
)
_MIMES: dict[Literal["png", "svg", "pdf"], str] = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Unformatted numbers of a page, as a file; made of the result as it leaves."""

    label: str
    make: Callable[[Any], pd.DataFrame]
    file_name: str


def offer_view(request: ViewRequest, numbers: Sequence[Numbers] = ()) -> None:
    """Draw what can be done with the view of a page, at the end of the row of what it asks."""
    is_there = is_in_deck(request)
    # Not disabled once it is there: the button would lose the focus. Adding twice does nothing.
    st.button(
        "In the deck" if is_there else "Add to deck",
        icon=":material/check:" if is_there else ":material/add_to_photos:",
        on_click=add_to_deck,
        args=(request,),
        key=f"add_{request.kind}",
        help="Slides, report and tables are made of the deck, on its page.",
    )
    menu = st.popover(
        "Take away", icon=":material/download:", key=f"take_{request.kind}", on_change="rerun"
    )
    if not menu.open:
        return
    sections: dict[str, Callable[[], None]] = {}
    if VIEW_KINDS[request.kind].has_chart:
        sections["Figure"] = partial(_offer_pictures, request)
    if numbers:
        sections["Tables"] = partial(_offer_numbers, request, numbers)
    sections |= {"Reproduce": partial(_offer_code, request), "Link": _offer_link}
    with menu:
        show_tabs(sections, key=f"taken_{request.kind}")


def _offer_pictures(request: ViewRequest) -> None:
    width = st.segmented_control(
        "Width",
        list(_WIDTHS),
        default=180,
        format_func=_WIDTHS.get,
        required=True,
        key=f"figure_width_{request.kind}",
    )
    export = export_of(request)
    reason = _reason_not_to_draw(export)
    if reason:
        st.info(reason, icon=":material/visibility_off:")
        return
    (view,), _ = export.work_out()
    if lacking := letters_lacking(view):
        st.warning(lacking, icon=":material/font_download_off:")
    if rounds_months():
        st.caption(_ROUNDED)
    chart = design(view.result, view.request)
    if isinstance(chart, SwimmerChart) and (told := describe_height(chart)):
        st.info(told, icon=":material/height:")
    with st.container(horizontal=True):
        for kind, mime in _MIMES.items():
            offer_download(
                "PNG, 300 dpi" if kind == "png" else kind.upper(),
                partial(_picture, export, kind, width or 180),
                file_name=f"{request.kind}.{kind}",
                mime=mime,
                key=f"figure_{request.kind}_{kind}",
                count=count_in_view(),
            )


def _reason_not_to_draw(export: Export) -> str:
    """Why no picture can be taken away; empty where it can."""
    if export.context.small_cells_under is not None:
        return PICTURES_WITHHELD
    (view,), _ = export.work_out()
    if has_too_many_lanes(view):
        return (
            f"A picture of {len(view.result.lanes)} lanes could not be read. Filter to at most "
            f"{MOST_LANES}."
        )
    return ""


def has_too_many_lanes(view: ComputedView) -> bool:
    """Whether a picture of the view would be taller than any page."""
    return len(getattr(view.result, "lanes", ())) > MOST_LANES


def letters_lacking(view: ComputedView) -> str:
    """Which letters of a view a picture cannot show; empty where it shows all."""
    return describe_missing(texts_in(design(view.result, view.request)))


def _picture(export: Export, kind: Literal["png", "svg", "pdf"], width: int) -> bytes:
    # matplotlib takes seconds to import: only who wants a picture waits for it.
    from imt_core.reporting.pictures.picture import write_picture  # noqa: PLC0415

    (view,), context = export.work_out()
    return write_picture(view, context, kind=kind, width_mm=width)


def _offer_numbers(request: ViewRequest, numbers: Sequence[Numbers]) -> None:
    st.caption("Unformatted numbers, as CSV.")
    if masks_under():
        # Masked documents leave unformatted numbers out.
        st.warning(
            "Not masked: every count is in them, small ones too.", icon=":material/visibility:"
        )
    if rounds_months():
        st.caption(_ROUNDED)
    export = export_of(request).unmasked
    for offered in numbers:
        offer_csv(
            offered.label,
            partial(_numbers, export, offered),
            file_name=offered.file_name,
            key=f"{offered.file_name.removesuffix('.csv')}_csv",
        )


def _numbers(export: Export, offered: Numbers) -> pd.DataFrame:
    (view,), context = export.work_out()
    table = offered.make(view.result)
    return table.assign(times=WHOLE_MONTHS) if context.whole_months else table


def _offer_code(request: ViewRequest) -> None:
    cohort = loaded().cohort
    st.caption(
        f"Each script makes these numbers again from **{COHORT_FILE}**, the whole cohort, which "
        "must lie in the folder where the script runs. They filter it themselves, and stop where "
        "the file is missing or another. It has a row for each treatment line under the labels of "
        "the sheet, with exact times, whatever is chosen for documents."
    )
    offer_download(
        "Download the cohort",
        lambda: write_csv(cohort_to_table(cohort)),
        file_name=COHORT_FILE,
        mime="text/csv",
        key=f"code_cohort_{request.kind}",
        count=cohort.count,
    )
    python, r = st.tabs(["Python", "R"])
    n_lines, n_columns = file_shape(cohort)
    is_masked = export_context().small_cells_under is not None
    shape = (None if is_masked else n_lines, n_columns)
    md5 = "" if is_masked else file_md5(write_csv(cohort_to_table(cohort)))
    python.code(
        python_script(
            request,
            shape=shape,
            md5=md5,
            extent=answered_extent(cohort),
            first_lines=cohort.rules.first_line != "not known",
            biomarker=cohort.biomarker,
            declared=cohort.declared,
            is_reconstruction=cohort.is_reconstruction,
        ),
        language="python",
        wrap_lines=True,
    )
    r.code(r_script(request, cohort, shape=shape, md5=md5), language="r", wrap_lines=True)


def _offer_link() -> None:
    st.caption(
        "Opens this page with everything that is chosen. It holds no data and no key: whoever "
        "follows it opens the cohort on a machine of their own."
    )
    st.code(_link(), language=None, wrap_lines=True)


def _link() -> str:
    place = urlsplit(st.context.url or "")
    query = urlencode(words_of_address(), doseq=True)
    return urlunsplit((place.scheme, place.netloc, place.path, query, ""))
