"""Counts that could be worked out of what is no count: a sentence, a median, a p value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.incidence import incidence_summary
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import ViewDocument, masked_together, view_document
from imt_core.reporting.tables.counts import CountId
from imt_core.reporting.tables.result_tables import result_tables
from tests.reporting.masking.small_cohorts import CONTEXT

BY = ("regimen_group",)
OS = ViewRequest(kind="survival", endpoint="os", by=BY, rate_months=(12.0,))


def cohort(rows: list[dict[str, object]]) -> Cohort:
    lines = [{"patient_id": f"p{at}", "line_number": 1.0} | row for at, row in enumerate(rows)]
    return Cohort(frame=pd.DataFrame(lines), name="few")


def documents(whom: Cohort, *requests: ViewRequest, context: ExportContext) -> list[ViewDocument]:
    views: list[ComputedView] = [compute_view(whom, request) for request in requests]
    together = masked_together(views, context)
    return [view_document(view, together) for view in views]


def two_groups(n_early: int) -> Cohort:
    """Of 32 lines in two groups, in one of which so many died within a year, and 11 in all."""
    rows = []
    for group, early in (("MTX-V", n_early), ("other", 6)):
        months = [*np.linspace(3, 11, early), *np.linspace(14, 50, 16 - early)]
        rows += [
            {"regimen_group": group, "os_months": round(float(m), 1), "os_event": float(at < 11)}
            for at, m in enumerate(months)
        ]
    return cohort(rows)


def test_that_follow_up_is_told_does_not_tell_that_somebody_lives() -> None:
    said = []
    for last in (0.0, 1.0):
        lines = [{"os_months": 6.0, "os_event": 1.0}, {"os_months": 8.0, "os_event": last}]
        (document,) = documents(
            cohort(lines), ViewRequest(kind="survival", endpoint="os"), context=CONTEXT
        )
        said.append([*dict(document.facts)])
        open_facts = view_document(document.view, ExportContext(cohort_name="few")).facts
        assert ("Follow-up" in dict(open_facts)) == (last == 0)
    assert said[0] == said[1]
    assert "Follow-up" in said[0]


def test_no_median_or_comparison_is_told_beside_a_number_of_early_events_that_is_not() -> None:
    forest = ViewRequest(kind="forest", columns=BY, measure=("os", 12.0))
    alone, *_ = documents(two_groups(6), OS, context=CONTEXT)
    both, _ = documents(two_groups(6), OS, forest, context=CONTEXT)
    # 6 early deaths are no secret.
    assert [dict(document.facts)["Comparison"][:18] for document in (alone, both)] == [
        "Two-sided log-rank"
    ] * 2
    hidden, shown_forest = documents(two_groups(3), OS, forest, context=CONTEXT)
    counts = shown_forest.shown_tables[0].shown.iloc[:, 1].tolist()
    assert "<5/16" in counts
    # 3 of 16 follow from the order that p, hazard ratio and medians tell.
    assert {text for name, text in hidden.facts if name in ("Comparison", "Hazard ratio")} == {
        "withheld, as are counts that it rests on"
    }
    medians = hidden.shown_tables[0].shown["Median, months (95% CI)"].tolist()
    assert medians == ["–", "–"]
    assert "–" not in alone.shown_tables[0].shown["Median, months (95% CI)"].tolist()


def test_a_comparison_is_not_told_beside_a_rate_that_is_withheld() -> None:
    (document,) = documents(two_groups(3), OS, context=CONTEXT)
    assert "–" in document.shown_tables[1].shown["At 12 months"].tolist()
    assert dict(document.facts)["Comparison"] == "withheld, as are counts that it rests on"


def test_that_lines_follow_each_other_is_known() -> None:
    groups = (("a", "MTX-V"), ("b", "MTX-V"), ("b", "other"), ("b", "other"))
    rows = [{"patient_id": patient, "regimen_group": group} for patient, group in groups]
    frame = cohort(rows).frame
    frame["line_number"] = frame.groupby("patient_id").cumcount() + 1.0
    view = compute_view(Cohort(frame=frame, name="few"), ViewRequest(kind="transitions"))
    counts, everyone = result_tables(view.result).counts, CountId("lines")
    other, first = everyone.having("regimen_group", "other"), ("first line",)
    # Nobody has the others first: all of them follow something, and not each other alone.
    assert (other, (everyone.having(("next line",), "next other"),)) in counts.sums
    assert (other.having(("next line",), "next other"), other) in counts.fewer
    mtx_v = everyone.having("regimen_group", "MTX-V")
    assert (mtx_v, (mtx_v.having(first, "1"),)) in counts.sums
    # Everybody has one first line.
    assert (everyone.having(first, "1"), (everyone.patients,)) in counts.sums


def test_where_no_column_tells_who_died_twice_every_death_is_of_another_patient() -> None:
    lines = [
        {"regimen_group": group, "rfs_months": 5.0, "rfs_event": 1.0, "os_months": 5.0} | rest
        for group, rest in (("MTX-V", {"patient_id": "a"}), ("other", {"patient_id": "b"}))
    ]
    rows = [{**row, "os_event": 1.0} for row in lines]
    again = {**rows[1], "patient_id": "a", "line_number": 2.0}
    for more, is_told in (([], False), ([again], True)):
        summary = incidence_summary(cohort([*rows, *more]), "rfs", by=BY)
        counts = result_tables(summary).counts
        dead = CountId("lines").having(("incidence", "rfs"), "competing")
        assert ((dead.patients, dead) in counts.fewer) == is_told
        assert ((dead, (dead.patients,)) in counts.sums) == (not is_told)
