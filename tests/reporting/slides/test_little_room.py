"""Where a slide has little room: numbers stay whole, groups stay drawn, sections stay together."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.pseudonyms import patient_key
from imt_core.reporting.content.office_private import qn
from imt_core.reporting.content.titles import view_subject, view_title
from imt_core.reporting.design.benchmark import PUBLISHED
from imt_core.reporting.design.survival import survival_chart
from imt_core.reporting.slides.canvas import draw_slides
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.deck_template import open_canvas
from imt_core.reporting.slides.font_metrics import line_ems
from imt_core.reporting.slides.slide_frame import add_slide
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, text_width
from tests.places import sample_cohort
from tests.reporting.slides import templates
from tests.reporting.slides.deck_parts import CONTEXT, charts, opened, tables, texts
from tests.reporting.slides.slide_cohorts import NINE, REQUESTS, chart_views, made

BY = ("regimen_group",)


def sample_view(**asked: object) -> ComputedView:
    return compute_view(sample_cohort(), ViewRequest(**asked))  # type: ignore[arg-type]


def narrow_slide(view: ComputedView):
    """A slide whose title has room for a few words."""
    canvas = open_canvas(None, CONTEXT)
    canvas = replace(canvas, title=replace(canvas.title, width=4.2, height=0.4))
    return add_slide(canvas, view, view_title(view))


def test_a_finding_without_room_gives_way_to_what_is_shown_and_stands_in_the_notes() -> None:
    view = sample_view(kind="response", by=BY)
    slide = narrow_slide(view)
    title = slide.shapes.title.text
    assert not re.search(r"\d", title)
    assert view_subject(view).startswith(title.removesuffix("…"))
    notes = slide.notes_slide.notes_text_frame.text
    assert notes.startswith(f"Title: {view_title(view)}.")


def test_an_own_title_without_room_ends_at_a_word() -> None:
    own = "Response was seen in 21/44 lines of those with advanced disease"
    slide = narrow_slide(sample_view(kind="response", title=own))
    assert slide.shapes.title.text == "Response was seen in…"
    assert f"Title: {own}." in slide.notes_slide.notes_text_frame.text


def test_a_line_below_the_title_is_shorter_rather_than_cut() -> None:
    men = CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),))
    by = tuple(
        NamedSubgroup(name=f"{n} of the men, {'x' * 40}", filter=men) for n in ("All", "Any")
    )
    view = sample_view(kind="baseline", by=by)
    (slide, *_) = opened(write_deck([view], CONTEXT)).slides
    (line,) = (s.text_frame.text for s in slide.shapes if s.name == "Subtitle")
    assert line == "Within the whole cohort: 26 lines in 20 patients"


def test_a_low_slide_draws_every_group_that_its_title_compares() -> None:
    view = sample_view(kind="survival", by=BY)
    (chart,) = charts(write_deck([view], CONTEXT, template=templates.low()))
    drawn = " ".join(series.name for series in chart.plots[0].series)
    assert all(
        f"{name} (n = " in drawn for name in ("anthracycline-based", "MTX-V", "other regimens")
    )


def test_a_low_slide_of_nine_groups_draws_four_curves_rather_than_tell_of_two_in_full() -> None:
    view = chart_views("nine groups", "pfs")[0]
    (slide,) = opened(write_deck([view], CONTEXT, template=templates.low())).slides
    names = [shape.name for shape in slide.shapes if shape.name.startswith("Group: ")]
    assert len(names) == 4
    assert "Marks: censored" in slide.notes_slide.notes_text_frame.text


def test_a_slide_tells_which_of_the_curves_that_it_draws_hide_one_another() -> None:
    view = chart_views("nine groups", "pfs")[0]
    whole = survival_chart(view.result)
    assert "are mostly one line: their curves coincide" in whole.reading
    (slide,) = opened(write_deck([view], CONTEXT)).slides
    # The two are small: they are not drawn here, but told of in the notes.
    assert "are mostly one line" not in texts(slide)
    assert "are mostly one line" in slide.notes_slide.notes_text_frame.text
    twins = made(20, ("a", "b"))
    frame = twins.frame.assign(pfs_months=[float(i // 2 + 3) for i in range(20)], pfs_event=1.0)
    frame["regimen_group"] = ["a", "b"] * 10
    view = compute_view(replace(twins, frame=frame), ViewRequest(kind="survival", by=BY))
    (slide,) = opened(write_deck([view], CONTEXT)).slides
    assert "a and b are mostly one line: their curves coincide." in texts(slide)


def test_the_key_of_growth_names_its_marks_in_full() -> None:
    view = sample_view(kind="sequence")
    deck = write_deck([view], CONTEXT, template=templates.four_to_three())
    told = texts(opened(deck).slides[0])
    assert "above 1.33, censored: at least that (1)" in told


def test_sections_of_a_forest_stay_together_where_slides_suffice() -> None:
    deck = write_deck(chart_views("nine groups", "forest"), CONTEXT)
    first, second = tables(deck)
    assert [row[0] for row in first if not row[1]] == ["Sex", "Stage"]
    assert [row[0] for row in second if not row[1]] == ["Regimen group"]
    assert len(second) == 2 + len(NINE)


def test_the_shares_of_a_low_growth_slide_end_above_the_footer() -> None:
    canvas = open_canvas(None, CONTEXT)
    low = replace(canvas, content=replace(canvas.content, height=3.0))
    view = sample_view(kind="sequence")
    draw_slides(view.result, view, low)
    (slide,) = low.presentation.slides
    (box,) = (s for s in slide.shapes if s.name == "Shares")
    lines = sum(
        -(-text_width(p.text, SMALLEST_TEXT) // (box.width / 914400))
        for p in box.text_frame.paragraphs
    )
    assert {run.font.size.pt for p in box.text_frame.paragraphs for run in p.runs} == {14.0}
    assert lines * line_ems() * SMALLEST_TEXT / 72 <= box.height / 914400


def test_words_within_bars_stay_on_one_line() -> None:
    (chart,) = charts(write_deck(chart_views("nine groups", "transitions"), CONTEXT))
    xml = chart._chartSpace.xml
    bodies = re.findall(r"<c:dLbls>.*?</c:dLbls>", xml, re.DOTALL)
    assert bodies
    assert all('<a:bodyPr wrap="none"/>' in labels for labels in bodies)


def test_rows_of_tables_are_higher_than_their_text() -> None:
    (slide, *_) = opened(write_deck([sample_view(kind="baseline", by=BY)], CONTEXT)).slides
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    text = line_ems() * SMALLEST_TEXT / 72
    assert min(row.height for row in table.rows) / 914400 >= text + 0.015


@pytest.mark.parametrize("kind", ["response", "pfs"])
def test_long_names_are_smaller_before_they_are_cut(kind: str) -> None:
    name = "anthracycline and ifosfamide"
    view = compute_view(made(72, (name, *NINE[1:])), REQUESTS[kind])
    (slide,) = opened(write_deck([view], CONTEXT)).slides
    shown = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    shown += [cell.text for s in slide.shapes if s.has_table for cell in s.table.iter_cells()]
    assert any(text.startswith(name) for text in shown)


def test_no_letter_stands_for_another_group_than_the_one_it_names() -> None:
    deck = write_deck([sample_view(kind="waterfall", by=("regimen",))], CONTEXT)
    (slide,) = opened(deck).slides
    signs = [s.text_frame.text for s in slide.shapes if s.name.startswith("Letter ")]
    assert signs == [str(number) for number in range(1, 12)]
    (slide,) = opened(write_deck(chart_views("nine groups", "waterfall"), CONTEXT)).slides
    assert "Letter A" in {shape.name for shape in slide.shapes}


def test_the_words_index_patient_are_not_cut() -> None:
    view = sample_view(kind="swimmer", index=patient_key("IMT-02"))
    found = charts(write_deck([view], CONTEXT))
    names = {name for chart in found for plot in chart.plots for name in plot.categories}
    assert [name for name in names if "►" in name] == ["► index patient"]


def test_no_line_of_a_title_ends_between_a_sign_and_its_number() -> None:
    view = sample_view(kind="survival", title="OS  18/47 =\n38.3%, p = 0.4 < 0.5")
    title = add_slide(open_canvas(None, CONTEXT), view, view_title(view)).shapes.title.text
    assert title == "OS 18/47\xa0=\xa038.3%, p\xa0=\xa00.4\xa0<\xa00.5"


def test_the_cohorts_own_rates_stand_on_each_slide_of_published_ones() -> None:
    slides = opened(write_deck([sample_view(kind="benchmark", by=BY)], CONTEXT)).slides
    names = [
        [row.cells[0].text for row in shape.table.rows]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
    ]
    own = [f"This cohort, {name}" for name in ("anthracycline-based", "MTX-V", "other regimens")]
    assert [page[1:4] for page in names] == [own, own]
    assert [page[4] for page in names] == [PUBLISHED, f"{PUBLISHED} (continued)"]
    assert abs(len(names[0]) - len(names[1])) <= 1


def test_ticks_that_double_are_written_without_what_a_power_of_two_lacks() -> None:
    (chart,) = charts(write_deck([sample_view(kind="sequence")], CONTEXT), "Successive lines")
    formats = [axis.get("formatCode") for axis in chart._chartSpace.iter(qn("c:numFmt"))]
    assert formats == ["[<1]0.0##;0"] * 2
