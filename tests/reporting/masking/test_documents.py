"""What is masked is decided once for a document, of all its views, by what each count means."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.view_document import masked_together, view_document
from imt_core.reporting.documents.web_page import write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.masking import contingency, masking
from imt_core.reporting.masking.document_counts import counts_of_document
from imt_core.reporting.masking.masking import masked_counts
from imt_core.reporting.pictures.picture import write_picture
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.tables.counts import CountId
from imt_core.reporting.tables.result_tables import result_tables
from tests.places import sample_cohort

MASKED = ExportContext(cohort_name="IMT", small_cells_under=5)
BY = ("regimen_group",)


def views_of(cohort: Cohort, *requests: ViewRequest) -> list[ComputedView]:
    return [compute_view(cohort, request) for request in requests]


def names(*views: ComputedView) -> set[CountId]:
    return set(counts_of_document([(result_tables(v.result).counts, v) for v in views]).values)


def test_every_writer_takes_what_was_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    requests = (ViewRequest(kind="response", by=BY), ViewRequest(kind="survival", by=BY))
    export = Export(opened=sample_cohort(), requests=requests, context=MASKED)
    views, context = export.work_out()
    monkeypatch.delattr(masking, "published")
    for write in (write_report, write_word, write_workbook, write_deck):
        assert write(views, context)
    # The page for a board shows some of them: of these it is decided too.
    assert masked_together(views[:1], context) is context


def test_the_sample_s_standard_views_fit_what_a_reader_is_taken_to_know() -> None:
    requests = standard_views(sample_cohort(), ViewRequest(kind="baseline"))
    views = views_of(sample_cohort(), *requests)
    decided = masked_together(views, MASKED).masked
    states = [state for view in views for state in decided[view].states.values()]
    # If it did not fit, everything would be withheld.
    assert states.count("shown") > 250
    assert view_document(views[0], masked_together(views, MASKED)).count == (
        "48 lines in 38 patients"
    )


def test_a_document_too_large_to_be_searched_withholds_every_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(contingency, "MOST_CELLS", 0)
    (view,) = views_of(sample_cohort(), ViewRequest(kind="response"))
    document = view_document(view, MASKED)
    assert document.count == f"{EN_DASH} lines in {EN_DASH} patients"
    assert set(document.shown_tables[0].shown["All"]) == {EN_DASH}


def test_neither_the_file_s_hash_nor_a_reason_with_numbers_stands_in_a_masked_document() -> None:
    frame = pd.DataFrame({"patient_id": list("abc"), "line_number": [1.0] * 3, "sex": ["male"] * 3})
    context = replace(MASKED, file_hash="0123abcd")
    requests = (ViewRequest(kind="baseline"), ViewRequest(kind="response", title="Ours"))
    export = Export(opened=Cohort(frame=frame, name="three"), requests=requests, context=context)
    views, decided = export.work_out()
    assert decided.left_out == ("Response, Ours: cannot be made",)
    assert "0123abcd" not in write_report(views, context).decode()
    assert "0123abcd" in write_report(views, replace(context, small_cells_under=None)).decode()


def test_no_picture_is_made_alone_while_small_counts_are_masked() -> None:
    # No count of this cohort is small: of another picture it could be subtracted all the same.
    frame = pd.DataFrame({"patient_id": [*"abcdefghij"], "best_response": ["PR"] * 5 + ["PD"] * 5})
    cohort = Cohort(frame=frame.assign(line_number=1.0), name="ten")
    (view,) = views_of(cohort, ViewRequest(kind="response"))
    assert view_document(view, MASKED).shows_chart
    with pytest.raises(ImtError, match="No picture is made alone"):
        write_picture(view, MASKED, kind="svg")


def test_a_filtered_count_is_that_of_the_lines_with_its_levels() -> None:
    metastatic = CohortFilter(criteria=(Criterion(column="stage", levels=("metastatic",)),))
    whole, filtered = views_of(
        sample_cohort(),
        ViewRequest(kind="baseline"),
        ViewRequest(kind="response", filter=metastatic),
    )
    lines = CountId("lines").having("stage", "metastatic")
    assert lines in names(whole) & names(filtered)
    assert CountId("lines") not in names(filtered)


def test_counts_by_another_rule_are_not_taken_for_the_same() -> None:
    plain, later = views_of(
        sample_cohort(),
        ViewRequest(kind="survival", endpoint="os"),
        ViewRequest(kind="survival", endpoint="os", landmark_months=6.0),
    )
    assert not {name for name in names(plain) & names(later) if name.of == "lines"}


def test_named_subgroups_that_leave_lines_out_are_not_taken_for_everybody() -> None:
    subgroups = tuple(
        NamedSubgroup(
            name=name, filter=CohortFilter(criteria=(Criterion(column="stage", levels=(level,)),))
        )
        for name, level in (("Spread", "metastatic"), ("In place", "localized"))
    )
    whole, some = views_of(
        sample_cohort(), ViewRequest(kind="baseline"), ViewRequest(kind="response", by=subgroups)
    )
    together = counts_of_document([(result_tables(v.result).counts, v) for v in (whole, some)])
    assert together.values[CountId("lines")] == 48
    of_both = [n for name, n in together.values.items() if "in a named subgroup" in repr(name)]
    assert 34 in of_both
    assert not any("counted as in view" in repr(name) for name in together.values)


def laid_out() -> str:
    """Everything that the solver is told of a document of the sample, in its order."""
    kinds: dict[ViewName, tuple[str, ...]] = {"baseline": BY, "toxicity": BY, "transitions": ()}
    requests = [ViewRequest(kind=kind, by=by) for kind, by in kinds.items()]
    views = views_of(sample_cohort(), *requests)
    laid = contingency.contingency(
        counts_of_document([(masked_counts(v.result), v) for v in views])
    )
    assert laid is not None
    return repr((laid.relations, list(laid.rows.values()), laid.apart))


def test_every_process_tells_the_solver_the_same_in_the_same_order() -> None:
    # Texts are hashed otherwise in each, and so are sets of them ordered.
    other = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import laid_out; print(laid_out())"],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        check=True,
        text=True,
    )
    assert other.stdout.strip() == laid_out()
