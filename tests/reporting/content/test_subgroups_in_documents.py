"""Subgroups by name in titles, answers and documents, and what is masked of them."""

from __future__ import annotations

from imt_core import CohortFilter, Criterion
from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.reporting.content.answers import answer_of
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.titles import picture_title
from imt_core.reporting.content.view_document import view_document
from imt_core.reporting.masking.masked_tables import SAME_LINES
from tests.cohort.test_named_subgroups import A_ADVANCED, MTX_NEGATIVE, NEGATIVE, NOBODY, subgroup
from tests.places import sample_cohort

BOTH = ViewRequest(kind="response", by=(MTX_NEGATIVE, A_ADVANCED))
NESTED = ViewRequest(kind="response", by=(MTX_NEGATIVE, NEGATIVE))
MASKED = ExportContext(cohort_name="IMT", small_cells_under=5)


def test_a_title_names_the_subgroups_and_what_they_are_part_of() -> None:
    title = picture_title(compute_view(sample_cohort(), BOTH))
    assert title == (
        "Best response of MTX-V, ALK-negative v anthracycline, advanced, within the whole cohort: "
        "24 lines in 24 patients; ORR of evaluable: 3/7 in MTX-V, ALK-negative, 8/17 in "
        "anthracycline, advanced; Fisher's exact test p = 1.000"
    )
    men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    many = ViewRequest(kind="survival", filter=men, by=(*BOTH.by, NEGATIVE, NOBODY))
    assert picture_title(compute_view(sample_cohort(), many)).startswith(
        "PFS of 4 subgroups, within male: "
    )
    series = ViewRequest(kind="benchmark", by=BOTH.by)
    assert picture_title(compute_view(sample_cohort(), series)).startswith(
        "ORR of evaluable lines of MTX-V, ALK-negative v anthracycline, advanced beside published "
        "series, within the whole cohort: "
    )


def test_an_answer_tells_who_is_in_a_subgroup_and_who_is_in_none() -> None:
    pfs = ViewRequest(kind="survival", by=BOTH.by)
    assert answer_of(compute_view(sample_cohort(), pfs)).sentence.startswith(
        "PFS: 21 of 24 lines (3 not counted: not advanced disease), 17 events. Log-rank p = 0.040"
    )
    nobody = ViewRequest(kind="response", by=(NOBODY,))
    assert answer_of(compute_view(sample_cohort(), nobody)).sentence == (
        "Best response of Nobody: none of 48 lines in 38 patients is in a subgroup."
    )
    table = answer_of(compute_view(sample_cohort(), ViewRequest(kind="baseline", by=BOTH.by)))
    assert table.sentence == "24 lines in 24 patients, 2 subgroups: described, not tested."


def test_of_many_subgroups_together_each_line_counts_once() -> None:
    """Of the 30 lines in a subgroup 28 are evaluable, of whom 11 responded."""
    four = ViewRequest(
        kind="response", by=(*BOTH.by, NEGATIVE, subgroup("Localized", stage="localized"))
    )
    computed = compute_view(sample_cohort(), four)
    frame = computed.cohort.frame["best_response"]
    n, n_responders = frame.isin(["CR", "PR", "SD", "PD"]).sum(), frame.isin(["CR", "PR"]).sum()
    assert f"{n_responders}/{n} in 4 groups" in answer_of(computed).sentence
    assert sum(group.n_evaluable for group in computed.result.groups) > n


def test_a_document_says_who_is_in_each_subgroup() -> None:
    facts = dict(view_document(compute_view(sample_cohort(), BOTH), MASKED).facts)
    assert facts["Subgroups"] == (
        "MTX-V, ALK-negative: MTX-V · ALK-negative; "
        "anthracycline, advanced: anthracycline-based · advanced"
    )
    shown = view_document(compute_view(sample_cohort(), BOTH), ExportContext(cohort_name="IMT"))
    assert dict(shown.facts)["Subgroups"] == (
        "MTX-V, ALK-negative: MTX-V · ALK-negative (7 lines in 7 patients); "
        "anthracycline, advanced: anthracycline-based · advanced (17 lines in 17 patients); "
        "in view and in no subgroup: 24 lines in 20 patients"
    )


def test_masked_tables_of_subgroups_with_the_same_lines_are_withheld() -> None:
    kinds: tuple[ViewName, ...] = ("response", "survival", "baseline", "incidence")
    for kind in (*kinds, "waterfall", "toxicity", "benchmark"):
        view = compute_view(sample_cohort(), ViewRequest(kind=kind, by=NESTED.by))
        document = view_document(view, MASKED)
        assert (document.tables, document.shows_chart) == ((), False)
        assert SAME_LINES in document.notes
        assert " 7 lines" not in " ".join((*document.notes, *dict(document.facts).values()))


def test_masked_tables_of_other_subgroups_are_those_of_the_column() -> None:
    by_name = tuple(
        subgroup(f"{level} line", line_group=level) for level in ("first", "second", "further")
    )
    for kind in ("response", "survival", "baseline"):
        ours, theirs = (
            view_document(compute_view(sample_cohort(), ViewRequest(kind=kind, by=by)), MASKED)
            for by in (by_name, ("line_group",))
        )
        for mine, other in zip(ours.shown_tables, theirs.shown_tables, strict=True):
            assert mine.shown is not None
            assert other.shown is not None
            assert mine.shown.to_numpy().tolist() == other.shown.to_numpy().tolist()


def test_settled_subgroups_are_masked_and_shown() -> None:
    settled = ViewRequest(
        kind="response", by=(NEGATIVE, A_ADVANCED), overlap="leave out", unit="patients"
    )
    document = view_document(compute_view(sample_cohort(), settled), MASKED)
    assert [len(table.shown) for table in document.shown_tables] == [16]
