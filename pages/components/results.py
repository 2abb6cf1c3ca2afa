"""How results are shown: a table with its download, the method, the notes, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from imt_core.cohort.counting import LeftOut
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note
from imt_core.intake.checks.report import Issue, ValidationReport, format_rows
from imt_core.intake.remedies.issue_impact import IssueImpact
from imt_core.reporting.csv_files import write_csv
from imt_core.reporting.documents.filled import html_table
from imt_core.reporting.figures.layout import Figure
from imt_core.reporting.tables.cells import Shades
from pages.components.download import count_in_view, offer_download
from pages.components.one_patient import go_to_picked_mark, go_to_picked_row, pick_key
from pages.components.state import loaded
from pages.components.text import labelled, plain

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_chart(figure: Figure, *, key: str, alt: str, opens_patients: bool = False) -> None:
    """Draw a figure in its own colours; a press on a patient's mark may open the course."""
    state = st.plotly_chart(
        figure,
        theme=None,
        key=pick_key(key) if opens_patients else key,
        alt=alt,
        width="stretch",
        config={"displayModeBar": False, "responsive": True},
        on_select="rerun" if opens_patients else "ignore",
        selection_mode="points",
    )
    if opens_patients:
        go_to_picked_mark(state)


def show_table(table: pd.DataFrame, *, caption: str, shades: Shades | None = None) -> None:
    """Draw a table of formatted text; the caption is for who cannot see it."""
    st.html(html_table(table, caption, shades))


def show_rows(table: pd.DataFrame, *, key: str) -> None:
    """Draw rows that may be many: those in sight alone."""
    st.dataframe(table, hide_index=True, key=key, width="stretch", height=320)


def show_rows_of_patients(table: pd.DataFrame, patients: Sequence[str], *, key: str) -> None:
    """Draw rows that may be many, each of one patient; a picked one opens the course."""
    st.caption("A row that is ticked opens the course of its patient.")
    state = st.dataframe(
        table,
        hide_index=True,
        key=pick_key(key),
        width="stretch",
        height=320,
        on_select="rerun",
        selection_mode="single-row",
    )
    go_to_picked_row(state, patients)


def offer_csv(label: str, make: Callable[[], pd.DataFrame], *, file_name: str, key: str) -> None:
    """Offer unformatted numbers as CSV."""
    offer_download(
        label,
        lambda: write_csv(make()),
        file_name=file_name,
        mime="text/csv",
        key=key,
        count=count_in_view(),
    )


def offer_marked_sheet(make: Callable[[], bytes], *, key: str) -> None:
    """Offer the sheet as a workbook in which the cells that are problems are marked."""
    offer_download(
        "Download the sheet with its problems marked (Excel)",
        make,
        file_name="cohort_to_correct.xlsx",
        mime=EXCEL,
        key=key,
    )


@contextmanager
def on_request(title: str, *, icon: str, key: str) -> Iterator[bool]:
    """An expander whose content is worked out only while it is open; gives whether it is."""
    with st.expander(title, icon=f":material/{icon}:", key=key, on_change="rerun") as expander:
        yield bool(expander.open)


def show_method(method: str, *, unit: str) -> None:
    """Name the counting unit and the method behind the numbers above."""
    st.caption(f"**Counting unit:** {plain(unit)}. **Method:** {plain(method)}.")


def show_notes(notes: Sequence[Note]) -> None:
    """Show the caveats of a result."""
    if notes:
        st.info("  \n".join(plain(note.message) for note in notes), icon=":material/info:")


def show_left_out(left_out: Sequence[LeftOut]) -> None:
    """Say who in view does not enter a figure, and why."""
    if left_out:
        reasons = "; ".join(f"{group.count}: {plain(group.reason)}" for group in left_out)
        st.caption(f"**Not in this figure:** {reasons}.")


_ICONS = {
    "error": ":red[:material/error:]",
    "warning": ":orange[:material/warning:]",
    "information": ":blue[:material/info:]",
}
_ISSUES_WITHOUT_SCROLLING = 8
_ROWS_NAMED = 10


def show_issues(
    report: ValidationReport,
    *,
    key: str,
    impacts: Sequence[IssueImpact] = (),
    told: Collection[Issue] = (),
) -> None:
    """List the issues of a file, each with its place, cost and remedy, and offer the list.

    What is only worth knowing is folded. Those that are `told` elsewhere are in the file only.
    """
    costs = {
        impact.issue: f" :gray-badge[{plain(labelled(impact.text))}]"
        for impact in impacts
        if impact.issue.severity == "error"
    }
    untold = [issue for issue in report.issues if issue not in told]
    notes = [issue for issue in untold if issue.severity == "information"]
    wrong = [issue for issue in untold if issue.severity != "information"]
    if wrong:
        many = len(wrong) > _ISSUES_WITHOUT_SCROLLING
        with st.container(border=True, height=380 if many else "content"):
            for issue in wrong:
                st.markdown(_issue_line(issue) + costs.get(issue, ""))
    if notes:
        title = f"{format_count(len(notes), 'note')} on how the sheet was read"
        with st.expander(title, icon=":material/info:"):
            for issue in notes:
                st.markdown(_issue_line(issue))
    offer_csv(
        "Download the list of problems",
        report.to_frame(),
        file_name="problems.csv",
        key=f"{key}_issues_csv",
    )


def _issue_line(issue: Issue) -> str:
    place = f"**{plain(labelled(issue.column or 'the sheet'))}**"
    place += f", {named_rows(issue)}" if issue.rows else ""
    return (
        f"{_ICONS[issue.severity]} {place}: {plain(labelled(issue.message))} "
        f"*{plain(labelled(issue.remedy))}*"
    )


def named_rows(issue: Issue) -> str:
    """The rows of an issue, those of a long list by number; empty where it concerns all."""
    if not issue.rows:
        return ""
    rows = format_rows(issue.rows, most=_ROWS_NAMED)
    return f"row {rows}" if len(issue.rows) == 1 else f"rows {rows}"


def show_nobody() -> None:
    """Explain an empty view."""
    st.info(
        "No treatment line meets all filters. Remove a filter in the sidebar, or clear them all.",
        icon=":material/filter_alt_off:",
    )


def show_missing(what: str, columns: Sequence[str]) -> None:
    """Explain which of the columns that a page needs the cohort lacks."""
    lacking = [column for column in columns if not loaded().cohort.has(column)]
    st.info(
        f"{what} needs {', '.join(f'`{column}`' for column in lacking)}, which this cohort does "
        "not have. Add the columns to the sheet and upload it again; the other pages still work.",
        icon=":material/table_rows:",
    )
