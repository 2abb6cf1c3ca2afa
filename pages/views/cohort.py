"""Cohort: what is loaded, how good the data are, and who was treated."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from imt_core.analyses.baseline import baseline_table
from imt_core.analyses.cohort_difference import compare_cohorts
from imt_core.analyses.completeness import completeness_table
from imt_core.cohort.counting import UNIT_MEANING
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort
from imt_core.intake.remedies.issue_workbook import issue_workbook
from imt_core.reporting.csv_files import cohort_to_table, write_cohort_workbook, write_csv
from imt_core.reporting.figures.attrition import attrition_figure, describe_attrition
from imt_core.reporting.tables.baseline_tables import (
    format_baseline_table,
    format_completeness_table,
)
from pages.components.appearance import current_theme
from pages.components.grouping_panel import ask_grouping
from pages.components.results import (
    EXCEL,
    offer_csv,
    offer_marked_sheet,
    on_request,
    show_chart,
    show_issues,
    show_method,
    show_nobody,
    show_notes,
    show_table,
)
from pages.components.state import View, choose_biomarker, current_view, loaded
from pages.components.take_away import offer_view, view_request
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


def main() -> None:
    view = current_view()
    st.title("Cohort")
    if view.filtered.after.n_lines == 0:
        show_nobody()
        return
    _show_baseline(view)
    _show_attrition(view)
    _show_changes(view)
    _show_quality(view)
    _show_download(view)


def _show_baseline(view: View) -> None:
    st.subheader("Baseline table")
    _ask_biomarker()
    by = ask_grouping()
    table = baseline_table(view.cohort, by=by, unit=view.unit, conventions=view.conventions)
    show_table(format_baseline_table(table), key="baseline", wide_first=True)
    show_method(table.method, unit=UNIT_MEANING[view.unit])
    show_notes(table.notes)
    offer_csv(
        "Download the baseline table",
        table.to_frame(),
        file_name="baseline.csv",
        key="baseline_csv",
    )
    offer_view(view_request(view, "baseline", by=by))


def _ask_biomarker() -> None:
    """For another tumour: the column that takes ALK status's place."""
    cohort = loaded().cohort
    own = [c for c in cohort.grouping_columns() if c not in COLUMN_BY_NAME]
    if cohort.is_reconstruction or not own:
        return
    options = ["alk_status", *own]
    st.selectbox(
        "Biomarker that divides this cohort",
        options,
        index=options.index(cohort.biomarker),
        format_func=cohort.label,
        key="biomarker",
        on_change=lambda: choose_biomarker(st.session_state["biomarker"]),
        help="It stands first among the filters, subgroups and the baseline table.",
    )


def _show_attrition(view: View) -> None:
    with on_request(
        "From the rows of the file to the lines of each figure",
        icon="account_tree",
        key="attrition",
    ) as is_open:
        if not is_open:
            return
        way = loaded().attrition(view.filtered)
        show_chart(
            attrition_figure(way, theme=current_theme()),
            key="attrition_figure",
            alt=describe_attrition(way),
        )
        show_method("rows and lines counted at every step", unit="treatment lines")
        offer_csv(
            "Download the attrition", way.to_frame(), file_name="attrition.csv", key="attrition_csv"
        )


def _show_changes(view: View) -> None:
    before, mapping = loaded().before, loaded().mapping
    if before is None:
        return
    if mapping is not None and (mapping.rekeyed or mapping.numbered):
        st.caption(
            f"Not compared with {plain(before.name)}, the cohort before: its patients were given "
            "labels by their place in the file, which may be another's now."
        )
        return
    with on_request(
        f"What changed since {plain(before.name)}, the cohort before",
        icon="difference",
        key="changes",
    ) as is_open:
        if is_open:
            changes = compare_cohorts(before, loaded().cohort, conventions=view.conventions)
            st.markdown("\n".join(f"- {plain(text)}" for text in changes.sentences()))
            show_method(
                "lines are matched by patient and line number; the whole cohorts are compared",
                unit="treatment lines",
            )
            offer_csv(
                "Download every change",
                changes.to_frame(),
                file_name="changes.csv",
                key="changes_csv",
            )


def _show_quality(view: View) -> None:
    st.subheader("Data quality")
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
    completeness = completeness_table(view.cohort)
    show_table(format_completeness_table(completeness), key="completeness", height=320)
    show_method("recorded cells among the lines named", unit="treatment lines in view")
    offer_csv(
        "Download completeness",
        completeness.to_frame(),
        file_name="completeness.csv",
        key="completeness_csv",
    )


def _show_download(view: View) -> None:
    st.subheader("The lines in view")
    what = "reconstructed, not patient data" if view.cohort.is_reconstruction else "patient data"
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
    st.download_button(
        f"Download {view.filtered.after}",
        data=lambda: write(view.cohort),
        file_name=file_name,
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
    )


main()
