"""Counts that could be worked out of what is no count: a sentence, a median, a p value."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.forest.forest import subgroup_forest
from imt_core.analyses.incidence import incidence_summary
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import EN_DASH
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
    following = ("next line", "regimen_group")
    assert (other, (everyone.having(following, "next other"),)) in counts.sums
    assert (other.having(following, "next other"), other) in counts.fewer
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


def masked_lines(by: tuple[str, ...], *lines: dict[str, object]) -> dict[str, dict[str, str]]:
    """Table 1 masked: of each column, what stands beside each label."""
    view = ViewRequest(kind="baseline", by=by)
    (document,) = documents(cohort([*lines]), view, context=replace(CONTEXT, small_cells_under=3))
    shown = document.shown_tables[0].shown
    return shown.set_index(shown.columns[0]).to_dict()


def test_that_lines_of_two_sexes_are_of_two_patients_is_known() -> None:
    woman = {"patient_id": "a", "regimen_group": "MTX-V", "sex": "female"}
    man = {"patient_id": "b", "regimen_group": "MTX-V", "sex": "male"}
    again = {**man, "regimen_group": "other", "line_number": 2.0}
    shown = masked_lines(BY, woman, man, again)
    # With fewer than 3 patients, of whom somebody is of either sex, those of the other regimens
    # would be one.
    assert shown["other regimens"]["Patients"] == "<3"
    assert shown["All"]["Patients"] == EN_DASH


def test_that_the_dead_and_the_living_are_two_patients_is_known() -> None:
    rows = [("a", "MTX-V", 0.0), ("b", "MTX-V", 1.0), *[("a", "other", 0.0)] * 2]
    lines = [
        {"patient_id": p, "regimen_group": g, "os_months": 6.0 + 3 * at, "os_event": dead}
        for at, (p, g, dead) in enumerate(rows)
    ]
    frame = cohort(lines).frame
    frame["line_number"] = frame.groupby("patient_id").cumcount() + 1.0
    few = replace(CONTEXT, small_cells_under=3)
    (document,) = documents(Cohort(frame=frame, name="few"), OS, context=few)
    assert document.count == f"4 lines in {EN_DASH} patients"


def test_that_no_column_of_the_dead_stands_tells_that_each_patient_has_one_line() -> None:
    lines = [{"regimen_group": g, "os_months": 5.0, "os_event": 1.0} for g in ("MTX-V", "other")]
    everyone = CountId("lines").having(("endpoint", "os"), "event", "no event")
    forest = subgroup_forest(cohort(lines), columns=BY, measure=("os", 12.0))
    for result in (survival_summary(cohort(lines), "os", by=BY), forest):
        counts = result_tables(result).counts
        assert (everyone, (everyone.patients,)) in counts.sums
    again = cohort([*lines, {**lines[1], "patient_id": "p0", "line_number": 2.0}])
    assert (everyone.patients, everyone) in result_tables(
        survival_summary(again, "os")
    ).counts.fewer
