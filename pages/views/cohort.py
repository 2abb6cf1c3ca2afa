"""Cohort: what is loaded, how good the data are, and who was treated."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from imt_core.analyses.baseline import offered_characteristics
from imt_core.analyses.cohort_difference import compare_cohorts
from imt_core.analyses.completeness import completeness_table
from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.offered import offered_biomarkers
from imt_core.analyses.view_bounds import BASELINE_ORDERS, MOST_HIDDEN
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.rules import FIRST_LINE_MEANING
from imt_core.cohort.schema import Cohort, column_label
from imt_core.conventions.formatting import format_count
from imt_core.intake.remedies.issue_workbook import issue_workbook
from imt_core.reporting.csv_files import cohort_to_table, write_cohort_workbook, write_csv
from imt_core.reporting.figures.attrition import attrition_figure, describe_attrition
from imt_core.reporting.tables.baseline_tables import (
    format_baseline_table,
    format_completeness_table,
)
from pages.components.appearance import current_theme, page_title
from pages.components.download import offer_download
from pages.components.first_minute import show_first_minute
from pages.components.grammar import asked, show_answer
from pages.components.grouping_panel import ask_grouping
from pages.components.presented import can_show
from pages.components.results import (
    EXCEL,
    offer_csv,
    offer_marked_sheet,
    show_chart,
    show_issues,
    show_method,
    show_notes,
    show_table,
)
from pages.components.sections import show_tabs
from pages.components.state import (
    Scope,
    assume_first_lines,
    choose_biomarker,
    current_scope,
    loaded,
)
from pages.components.take_away import Numbers, offer_view
from pages.components.text import plain

_FORMATS: dict[str, tuple[Callable[[Cohort], bytes], str, str]] = {
    "CSV": (lambda c: write_csv(cohort_to_table(c)), "cohort_in_view.csv", "text/csv"),
    "CSV with decimal commas": (
        lambda c: write_csv(cohort_to_table(c), decimal_comma=True),
        "cohort_in_view.csv",
        "text/csv",
    ),
    "Excel": (write_cohort_workbook, "cohort_in_view.xlsx", EXCEL),
}


_FIRST_LINE = "first_line_rule"
_ORDERS = {"usual": "as papers do", "name": "by name", "missing": "most missing first"}


def main() -> None:
    scope = current_scope()
    page_title("Cohort")
    if not can_show("baseline", scope, scope.cohort):
        return
    show_first_minute(loaded().cohort)
    with asked():
        by = ask_grouping()
        _ask_biomarker()
        _offer_rows()
        held = st.session_state
        request = scope.request(
            "baseline", by=by, hidden=tuple(held["baseline_hidden"]), order=held["baseline_order"]
        )
        computed = compute_view(loaded().cohort, request)
        table = computed.result
        numbers = Numbers(
            label="Baseline table", make=type(table).to_frame, file_name="baseline.csv"
        )
        offer_view(request, [numbers])
    _ask_first_line()
    show_answer(computed)
    show_table(format_baseline_table(table), caption="Baseline table")
    show_tabs(
        {
            "Notes": partial(_show_notes, computed),
            "Data quality": partial(_show_quality, computed),
            "From file to figures": partial(_show_attrition, computed),
            "Changes": partial(_show_changes, scope),
            "Lines in view": partial(_show_download, computed),
        },
        key="cohort_tab",
    )


def _offer_rows() -> None:
    """Which rows the table has and in which order, where it is asked for."""
    rows = st.popover("Rows", icon=":material/table_rows:", key="baseline_rows", on_change="rerun")
    if not rows.open:
        return
    with rows:
        st.multiselect(
            "Hide",
            offered_characteristics(loaded().cohort),
            format_func=column_label,
            max_selections=MOST_HIDDEN,
            key="baseline_hidden",
            persist_state="session",
            placeholder="Nothing: every row is shown",
        )
        st.segmented_control(
            "Order",
            BASELINE_ORDERS,
            format_func=_ORDERS.get,
            key="baseline_order",
            required=True,
            persist_state="session",
            help="Most missing first: by the share of empty cells. Where small counts are masked, "
            "documents keep the usual order, which tells nothing of them.",
        )


def _show_notes(computed: ComputedView) -> None:
    show_method(computed.method, unit=computed.unit)
    show_notes(computed.result.notes)
    _show_rules()
    wrong = [issue for issue in loaded().report.issues if issue.severity != "information"]
    if wrong:
        st.caption(f"**{format_count(len(wrong), 'problem')}** in the sheet: see Data quality.")


def _ask_biomarker() -> None:
    """For another tumour: the column that takes ALK status's place."""
    cohort = loaded().cohort
    options = offered_biomarkers(cohort)
    if cohort.is_reconstruction or len(options) == 1:
        return
    st.selectbox(
        "Biomarker that divides this cohort",
        options,
        index=options.index(cohort.biomarker) if cohort.biomarker in options else None,
        format_func=lambda column: f"Biomarker: {column_label(column)}",
        key="biomarker",
        label_visibility="collapsed",
        width=220,
        on_change=lambda: choose_biomarker(st.session_state["biomarker"]),
        help="It stands first among the filters, subgroups and the baseline table.",
    )


def _ask_first_line() -> None:
    """Ask which line the rows are, where the sheet does not say it."""
    rules = loaded().cohort.rules
    if rules.first_line != "recorded":
        st.session_state[_FIRST_LINE] = rules.first_line
        st.segmented_control(
            "The sheet has one row per patient and numbers no line: which line is it?",
            ["assumed", "not known"],
            format_func={"assumed": "the first of each", "not known": "not known"}.get,
            key=_FIRST_LINE,
            required=True,
            on_change=lambda: assume_first_lines(
                assumed=st.session_state[_FIRST_LINE] == "assumed"
            ),
        )


def _show_rules() -> None:
    """By which rules lines are first ones and progression ends; what a switch can change."""
    rules = loaded().cohort.rules.under(current_scope().conventions)
    told = [rules.of(end) for end in MAIN_ENDPOINTS.values() if loaded().cohort.has(*end.columns)]
    st.caption(
        "**Rules:** "
        + ". ".join((FIRST_LINE_MEANING[rules.first_line], *told))
        + ". Statistical conventions in the sidebar can censor progression at the next line."
    )


def _show_attrition(computed: ComputedView) -> None:
    way = loaded().attrition(computed.filtered)
    show_chart(
        attrition_figure(way, theme=current_theme()),
        key="attrition_figure",
        alt=describe_attrition(way),
    )
    show_method("rows and lines counted at every step", unit="treatment lines")
    offer_csv(
        "Download the attrition", way.to_frame, file_name="attrition.csv", key="attrition_csv"
    )


def _show_changes(scope: Scope) -> None:
    before, mapping = loaded().before, loaded().mapping
    if before is None:
        st.caption("No cohort of your own was open before this one: there is nothing to compare.")
        return
    if mapping is not None and (mapping.rekeyed or mapping.numbered):
        st.caption(
            f"Not compared with {plain(before.name)}, the cohort before: its patients were given "
            "labels by their place in the file, which may be another's now."
        )
        return
    changes = compare_cohorts(before, loaded().cohort, conventions=scope.conventions)
    st.markdown(f"What changed since {plain(before.name)}, the cohort before:")
    st.markdown("\n".join(f"- {plain(text)}" for text in changes.sentences()))
    show_method(
        "lines are matched by patient and line number; the whole cohorts are compared",
        unit="treatment lines",
    )
    offer_csv("Download every change", changes.to_frame, file_name="changes.csv", key="changes_csv")


def _show_quality(computed: ComputedView) -> None:
    report = loaded().report
    if report.issues:
        show_issues(report, key="quality")
        cohort = loaded().cohort
        offer_marked_sheet(
            lambda: issue_workbook(cohort_to_table(cohort), report), key="quality_marked"
        )
    else:
        st.success(
            f"All {report.n_rows} rows of the file pass every check.", icon=":material/check:"
        )
    st.markdown("**How complete is each column?** Empty cells among the lines in view.")
    completeness = completeness_table(computed.filtered.cohort)
    mapping = loaded().mapping
    headers = {column.target: column.source for column in mapping.columns} if mapping else {}
    show_table(format_completeness_table(completeness, headers=headers), caption="Completeness")
    show_method("recorded cells among the lines named", unit="treatment lines in view")
    offer_csv(
        "Download completeness",
        completeness.to_frame,
        file_name="completeness.csv",
        key="completeness_csv",
    )


def _show_download(computed: ComputedView) -> None:
    what = (
        "reconstructed, not patient data" if computed.cohort.is_reconstruction else "patient data"
    )
    st.caption(f"One row per treatment line in the canonical layout: {what}.")
    kind = st.segmented_control(
        "Format",
        list(_FORMATS),
        default="CSV",
        key="cohort_format",
        required=True,
        help="CSV with semicolons and decimal commas opens as it is in a spreadsheet that is set "
        "to German, Italian, French, Spanish, Dutch or Polish.",
    )
    write, file_name, mime = _FORMATS[kind or "CSV"]
    offer_download(
        f"Download {computed.in_view}",
        lambda: write(computed.filtered.cohort),
        file_name=file_name,
        mime=mime,
        count=computed.in_view,
    )


main()
