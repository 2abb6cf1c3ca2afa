"""Deck: the views that were collected, put in order and carried into the meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from imt_core.analyses.attrition import Attrition
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_bounds import LONGEST_TITLE
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, filter_cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.reporting.content.context import THRESHOLDS, ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.documents.web_page import ReportAttrition, write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.slides.own_template import deck_in_template
from pages.components.appearance import current_theme, page_title
from pages.components.board_page import offer_board
from pages.components.deck import (
    MASK,
    REKEY,
    WHOLE_MONTHS,
    add_to_deck,
    deck,
    deck_worked_out,
    export_context,
    export_of,
    masks_under,
    n_in_deck,
    rename_in_deck,
    rounds_months,
    set_deck,
)
from pages.components.deck_rows import KEYS_TOLD, MASKED_TOLD, ShownView, draw_row, shown_views
from pages.components.download import offer_download
from pages.components.presented import show_view
from pages.components.reading import ask_reader
from pages.components.results import EXCEL, on_request
from pages.components.state import (
    EXPORT_DATE,
    EXPORT_NAME,
    MADE_SLIDES,
    Loaded,
    current_scope,
    loaded,
)
from pages.components.text import plain

POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TIMES_TOLD = (
    "The report opens without a network, with charts that can be pointed at. Of each patient "
    "the documents hold times: every step and mark of a curve, the workbook behind each chart "
    "of the slides, every bar of a swimmer plot and its table are one patient's. So are the "
    "bars of a waterfall, the lines of a spider, the points of successive lines and the fields "
    "of a course. Who knows a patient may find the patient there; *Round times to whole "
    "months* makes that harder."
)
_SEARCH_TOLD = (
    "The report opens without a network. The first document takes longest, of many small groups "
    "some minutes: what all its counts together would tell is searched before it is written. The "
    "others share what was found."
)
_TEXTS_TOLD = "Texts that one patient alone has are counted together and not listed."


def main() -> None:
    scope = current_scope()
    page_title("Deck")
    st.caption(
        "Views collected from the pages, for a tumour board or a paper. Each keeps its own "
        "filters, counting unit and conventions."
    )
    standard = standard_views(scope.cohort, scope.request("baseline"))
    _offer_standard_views(standard)
    offer_board(scope, standard)
    if not deck():
        st.info(
            "The deck is empty. Use *Add to deck* on any page, or add the standard views.",
            icon=":material/add_to_photos:",
        )
        return
    left_out = _show_views()
    st.header("What the documents say", anchor=False)
    _ask_settings()
    st.header("Take it away", anchor=False)
    if left_out:
        st.warning(
            "The documents leave out, and name, what cannot be made from this cohort: "
            f"{plain('; '.join(left_out))}.",
            icon=":material/playlist_remove:",
        )
    _offer_slides()
    _offer_documents()


def _offer_standard_views(requests: tuple[ViewRequest, ...]) -> None:
    with st.container(horizontal=True):
        st.button(
            f"Add the {len(requests)} standard views of who is in view",
            icon=":material/library_add:",
            on_click=add_to_deck,
            args=requests,
            key="add_standard",
        )
        if deck():
            st.button(
                "Empty the deck",
                icon=":material/delete_sweep:",
                on_click=set_deck,
                args=((),),
                key="empty_deck",
            )


def _show_views() -> list[str]:
    """Draw the views of the deck; gives the names of those that cannot be made."""
    theme = current_theme()
    views = shown_views(theme)
    st.header(f"{format_count(n_in_deck(), 'view')} in the deck", anchor=False)
    st.caption(
        f"Worked out for the cohort that is open now: {plain(loaded().cohort.name)}."
        + (KEYS_TOLD if len(views) > 1 else "")
        + (MASKED_TOLD if masks_under() else "")
    )
    for position, shown in enumerate(views):
        own_key = f"deck_open_{hash(replace(shown.request, title=''))}"
        with st.container(key=f"deck_view_{position}"):
            draw_row(position, shown, theme, n_views=len(views))
            with on_request("Title and preview", icon="visibility", key=own_key) as on:
                if on:
                    _offer_title(position, shown)
    return [
        f"{VIEW_KINDS[shown.request.kind].label} (view {position + 1})"
        for position, shown in enumerate(views)
        if shown.is_missing
    ]


def _offer_title(position: int, shown: ShownView) -> None:
    # The same field whatever stands in it: another one would not have the focus.
    key = f"title_{position}_{hash(replace(shown.request, title=''))}"
    st.session_state[key] = shown.request.title
    st.text_input(
        "Title of your own",
        placeholder=shown.title,
        max_chars=LONGEST_TITLE,
        key=key,
        on_change=_rename,
        args=(position, key),
    )
    if masks_under():
        st.info(
            "In documents the counts of this view are masked; here, as on the pages, they are not.",
            icon=":material/visibility_off:",
        )
    if rounds_months():
        st.caption("Times are rounded to whole months, as in documents.")
    for computed in export_of(shown.request).unmasked.work_out()[0]:
        show_view(computed, key=f"preview_{position}")


def _rename(position: int, key: str) -> None:
    rename_in_deck(position, st.session_state[key])


def _ask_settings() -> None:
    # Not a default of the toggle: a session that is taken up may have set it already.
    st.session_state.setdefault(REKEY, True)
    left, middle, right = st.columns(3)
    left.text_input(
        "Name of the cohort",
        key=EXPORT_NAME,
        persist_state="session",
        placeholder=export_context().cohort_name,
        help="A file's own name stays out.",
    )
    middle.text_input(
        "Data as of", key=EXPORT_DATE, persist_state="session", placeholder="such as November 2026"
    )
    right.number_input(
        "Mask counts under",
        min_value=THRESHOLDS[0],
        max_value=THRESHOLDS[-1],
        value=None,
        key=MASK,
        persist_state="session",
        placeholder="no masking",
        help="Under 5, say: a solver that is told all counts of a document cannot work out which "
        "of these a count of 1 to 4 is. Curves, charts that would tell, the smallest and largest "
        "values and medians of fewer than 10 are left out; no picture is made alone. Two "
        "documents can be subtracted from each other. The pages themselves, with their CSV, "
        "are not masked.",
    )
    with st.container(horizontal=True):
        st.toggle(
            "Give patients new labels (P01, P02, ...)",
            key=REKEY,
            persist_state="session",
            help="In every document, slide, picture and CSV of numbers, in an order that tells "
            "nothing of the sheet; the session file keeps it. Without, the labels of the sheet, or "
            "those that it was given when it was opened. The patient-level CSV of the Cohort page "
            "has these always.",
        )
        st.toggle(
            "Round times to whole months",
            key=WHOLE_MONTHS,
            persist_state="session",
            help="Before anything is worked out: medians, rates and tests in the documents are "
            "those of the rounded times, and say so. The pages keep the exact ones.",
        )
        st.toggle(
            "End the slides with the tables of their charts",
            key="deck_appendix",
            persist_state="session",
            help="An appendix, for questions. Report, Word and Excel hold these tables anyway. "
            "Where counts are masked the slides hold tables only.",
        )
    under = masks_under()
    if under is not None:
        st.caption(
            f"In every document and in *Present*, counts of 1 to {under - 1} are written as "
            f"<{under}, and what would tell them is left out: curves, bars, courses and the index "
            "patient's mark. A picture of one view is not made. **This page and the others, their "
            "CSV and scripts are not masked.**"
        )


def _offer_slides() -> None:
    template = st.file_uploader(
        "Your own PowerPoint template (optional)",
        type=["pptx"],
        key="deck_template",
        help="Its layouts, fonts and colours are used, and its bands and logos kept clear of; its "
        "own slides are left out.",
    )
    made = st.session_state.get(MADE_SLIDES)
    export = export_of(*deck())
    style = template.file_id if template else None
    wanted = (id(loaded()), deck(), export.choices, style)
    if made is not None and made[0] == wanted:
        slides: bytes = made[1]
        offer_download(
            "Download the slides",
            lambda: slides,
            file_name="deck.pptx",
            mime=POWERPOINT,
            icon="slideshow",
            key="download_deck",
            views=[request.kind for request in deck()],
            count=loaded().cohort.count,
            kind="primary",
        )
    elif st.button(
        f"Make PowerPoint slides of {format_count(len(deck()), 'view')}",
        type="primary",
        icon=":material/slideshow:",
        key="make_deck",
    ):
        searched = ", and what their counts together would tell" if masks_under() else ""
        bar = st.progress(0.0, f"Working the views out{searched}")
        views, context = deck_worked_out(export)()
        try:
            content = ask_reader(
                deck_in_template,
                views,
                context,
                template.getvalue() if template else None,
                gives=bytes,
                name=template.name if template else "the deck",
                progress=lambda text: bar.progress(_share(text), text),
            )
        except ImtError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        st.session_state[MADE_SLIDES] = (wanted, content)
        st.rerun()


def _share(text: str) -> float:
    """How far "View 2 of 5" is."""
    done, of = (int(word) for word in text.split() if word.isdigit())
    return done / of


def _offer_documents() -> None:
    export = export_of(*deck())
    way, made = partial(_way, loaded(), export), deck_worked_out(export)
    report, pdf = (partial(write, way=way) for write in (_write_report, _write_pdf))
    with st.container(horizontal=True):
        for label, icon, write, name, mime in (
            ("Report (one HTML file)", "article", report, "report.html", "text/html"),
            ("Report (PDF)", "picture_as_pdf", pdf, "report.pdf", "application/pdf"),
            ("Tables in Excel", "table", write_workbook, "tables.xlsx", EXCEL),
            ("Tables in Word", "description", write_word, "tables.docx", WORD),
        ):
            offer_download(
                label,
                partial(_written, write, made),
                file_name=name,
                mime=mime,
                icon=icon,
                key=f"download_{name}",
                views=[request.kind for request in deck()],
                count=loaded().cohort.count,
            )
    st.caption(f"{_SEARCH_TOLD if masks_under() else _TIMES_TOLD} {_TEXTS_TOLD}")


def _written(
    write: Callable[..., bytes], made: Callable[[], tuple[Sequence[ComputedView], ExportContext]]
) -> bytes:
    return write(*made())


def _way(held: Loaded, export: Export) -> Attrition:
    return held.attrition(filter_cohort(export.cohort(), CohortFilter()))


def _write_report(
    views: Sequence[ComputedView], context: ExportContext, *, way: Callable[[], Attrition]
) -> bytes:
    return write_report(views, context, attrition=ReportAttrition.of(way()))


def _write_pdf(
    views: Sequence[ComputedView], context: ExportContext, *, way: Callable[[], Attrition]
) -> bytes:
    # Who wants no PDF does not wait for what sets it in type and draws its charts.
    from imt_core.reporting.documents.pdf_report import write_pdf_report  # noqa: PLC0415

    return write_pdf_report(views, context, attrition=way().to_frame())


main()
