"""The index patient is marked alike in every medium, under a new label, and counts as before."""

from __future__ import annotations

import dataclasses
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.design.survival import IndexTrack, survival_chart
from imt_core.reporting.design.swimmer import swimmer_chart
from imt_core.reporting.design.theme import LIGHT, index_band, index_stretch
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.screen.canvas import draw_page
from imt_core.reporting.screen.view import view_pages
from imt_core.reporting.slides.deck import write_deck

KEY = patient_key("IMT-05")
PFS = ViewRequest(kind="survival", by=("regimen_group",), index=KEY)
LANES = ViewRequest(kind="swimmer", lane="patients", sort="file order", index=KEY)
CONTEXT = ExportContext(cohort_name="IMT")


@pytest.fixture(scope="module")
def documents(sample: Cohort) -> tuple[ComputedView, ...]:
    """The views as documents have them: under new labels."""
    return Export(opened=sample, requests=(PFS, LANES), context=CONTEXT, seed="c").work_out()[0]


def tracks(cohort: Cohort, endpoint: str, patient: str) -> dict[str, IndexTrack]:
    summary = survival_summary(cohort, endpoint, by=["regimen_group"], index=patient_key(patient))
    curves = survival_chart(summary).curves
    return {curve.label: curve.index for curve in curves if curve.index is not None}


def test_the_curve_of_each_group_is_marked_while_the_patient_is_at_risk(sample: Cohort) -> None:
    found = tracks(sample, "pfs", "IMT-05")
    assert {label: (track.ends[0][0], track.marks) for label, track in found.items()} == {
        "MTX-V": (24.9, ("diamond",)),
        "other regimens": (22.01, ("diamond",)),
    }
    # Of 9 lines two ended before, of then 5 at risk this one ends: 7/9 * 4/5.
    assert found["MTX-V"].ends[0][1] == pytest.approx(100 * 7 / 9 * 4 / 5)
    assert found["MTX-V"].line[0][-1] == 24.9
    assert found["MTX-V"].told == "MTX-V, event at 24.9 months"


def test_a_censored_patient_ends_in_an_open_mark(sample: Cohort) -> None:
    assert sample.frame.query("patient_id == 'IMT-01'")["pfs_event"].tolist() == [0.0]
    (track,) = tracks(sample, "pfs", "IMT-01").values()
    assert (track.marks, track.ends[0][0]) == (("circle",), 39.89)


def test_the_numbers_are_those_without_a_mark(sample: Cohort) -> None:
    marked, plain = (
        compute_view(sample, dataclasses.replace(PFS, index=index)).result for index in (KEY, "")
    )
    pd.testing.assert_frame_equal(marked.to_frame(), plain.to_frame())
    pd.testing.assert_frame_equal(marked.curves_to_frame(), plain.curves_to_frame())
    assert (marked.test_reason, marked.notes) == (plain.test_reason, plain.notes)


def test_a_patient_who_does_not_enter_or_is_nobody_is_marked_nowhere(sample: Cohort) -> None:
    assert tracks(sample, "rfs", "IMT-05") == {}
    assert tracks(sample, "pfs", "nobody") == {}


def test_the_time_axis_reaches_the_index_patient_s_end(sample: Cohort) -> None:
    longest = sample.frame.set_index("patient_id")["pfs_months"].idxmax()
    summary = survival_summary(sample, "pfs", index=patient_key(longest))
    assert survival_chart(summary).months.high > sample.frame["pfs_months"].max()


def test_lanes_of_the_index_patient_have_a_band_and_the_word(sample: Cohort) -> None:
    chart = swimmer_chart(compute_view(sample, LANES).result)
    marked = [lane for lane in chart.lanes if lane.is_index]
    assert [(lane.label, lane.patient_id) for lane in marked] == [
        ("► index patient · IMT-05", "IMT-05")
    ]
    assert chart.alt.endswith("Marked: the index patient, lane 5 of 38.")
    unnamed = swimmer_chart(compute_view(sample, dataclasses.replace(LANES, label="none")).result)
    assert unnamed.has_labels
    assert [lane.label for lane in unnamed.lanes if lane.label] == ["► index patient"]


def test_every_medium_marks_the_patient_under_the_new_label(
    documents: tuple[ComputedView, ...],
) -> None:
    curves, lanes = documents
    drawn = view_figure(curves)
    stretch = index_stretch(LIGHT, 1)
    assert stretch in [trace.line.color for trace in drawn.figure.data]
    assert "►" in drawn.figure.layout.annotations[1].text
    assert "index patient in MTX-V" in drawn.alt
    assert "Broad: the index patient" in drawn.reading
    page = draw_page(view_pages(curves)[0], LIGHT, 620)
    assert sum("index patient" in (note.text or "") for note in page.layout.annotations) == 3
    band = index_band(LIGHT)
    for figure in (
        view_figure(lanes).figure,
        *(draw_page(one, LIGHT, 620) for one in view_pages(lanes)[:1]),
    ):
        assert [shape.fillcolor for shape in figure.layout.shapes if shape.type == "rect"] == [band]


def test_pictures_and_slides_name_the_index_patient_and_no_identifier(
    documents: tuple[ComputedView, ...],
) -> None:
    picture = draw_picture(documents[0], CONTEXT, width_mm=180)
    axes = picture.axes[0]
    # The numbers on the curves tell the groups apart.
    named = ["► index patient"] * 2
    assert [text.get_text() for text in axes.texts] == [*named, "1", "2", "3"]
    # Beneath the curve, so that its dashes stay seen.
    broad = max(axes.lines, key=lambda line: line.get_linewidth())
    assert np.isclose(broad.get_xdata()[-1], 24.9)
    deck = Presentation(BytesIO(write_deck(documents, CONTEXT)))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    names = [shape.name for shape in shapes]
    assert names.count("Name of the index patient") == 2
    assert names.count("Band of the index patient") == 1
    told = " ".join(
        [shape.text_frame.text for shape in shapes if shape.has_text_frame]
        + [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    )
    assert "IMT-05" not in told


def test_masked_documents_mark_nobody(sample: Cohort) -> None:
    masked = ExportContext(cohort_name="IMT", small_cells_under=5)
    baseline = ViewRequest(kind="baseline", index=KEY)
    export = Export(opened=sample, requests=(PFS, LANES, baseline), context=masked)
    assert [view.request.index for view in export.work_out()[0]] == ["", "", ""]
