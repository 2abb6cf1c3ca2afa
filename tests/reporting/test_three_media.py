"""One chart on screen, in a picture and on a slide: the same axis, order, colours, marks, words."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.theme import LIGHT
from imt_core.reporting.figures import layout
from imt_core.reporting.figures.view import view_figure
from imt_core.reporting.pictures import picture_style
from imt_core.reporting.pictures.picture import draw_picture
from imt_core.reporting.slides.deck import write_deck
from imt_core.reporting.slides.slide_colours import THEME_COLOURS
from imt_core.reporting.slides.told import sentences
from tests.places import sample_cohort
from tests.reporting.figures.risk_table import risk_rows, row_colours
from tests.reporting.slides.deck_parts import charts, opened, tables, texts, xy

CONTEXT = ExportContext(cohort_name="IMT")
FEWER = CohortFilter(criteria=(Criterion(column="regimen_group", levels=("MTX-V", "other")),))
MANY = ViewRequest(kind="survival", by=("regimen",))


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a reader sees of curves, in neutral words."""

    x: tuple[float, float]
    y: tuple[float, float]
    ticks: tuple[float, ...]
    titles: tuple[str, str]
    looks: tuple[tuple[str, str, str], ...]  # Group, colour and mark, in the order of the key.
    counts: tuple[tuple[int, ...], ...]
    risk_colours: tuple[str, ...]
    heading: str
    reading: str


def on_screen(view: ComputedView) -> Seen:
    drawn = view_figure(view)
    data, shown = drawn.figure.data, drawn.figure.layout
    names = {symbol: mark for mark, symbol in layout.CENSOR_MARKS.items()}
    return Seen(
        x=tuple(shown.xaxis.range),
        y=tuple(shown.yaxis.range),
        ticks=tuple(shown.xaxis.tickvals),
        titles=(shown.xaxis.title.text, shown.yaxis.title.text),
        looks=tuple(
            (trace.legendgroup, trace.line.color, names[trace.marker.symbol])
            for trace in data
            if trace.showlegend
        ),
        counts=tuple(tuple(map(int, row[1:])) for row in risk_rows(drawn.figure)),
        risk_colours=tuple(row_colours(drawn.figure)),
        heading=shown.title.text,
        reading=drawn.reading,
    )


def in_a_picture(view: ComputedView) -> Seen:
    figure = draw_picture(view, CONTEXT, width_mm=180)
    (axes,) = figure.axes
    names = {shape: mark for mark, shape in picture_style.CENSOR_MARKS.items() if mark != "dot"}
    drawn = [one for one in figure.get_children() if isinstance(one, Line2D)]
    keys = [line for line in drawn if line.get_marker() != "None"]
    labels = [text.get_text() for text in figure.texts if text.get_weight() == "bold"]
    n, width = len(keys), len(axes.get_xticks())
    numbers = [text for text in figure.texts if text.get_ha() == "center"][1:]
    rows = [numbers[i : i + width] for i in range(0, len(numbers), width)]
    written = [text.get_text() for text in figure.texts]
    return Seen(
        x=axes.get_xlim(),
        y=axes.get_ylim(),
        ticks=tuple(axes.get_xticks()),
        titles=(
            next(text for text in written if text.startswith("Months from")),
            axes.get_ylabel(),
        ),
        looks=tuple(
            (label, key.get_color(), _picture_mark(key, names))
            for label, key in zip(labels[-n:], keys, strict=True)
        ),
        counts=tuple(tuple(int(text.get_text()) for text in row) for row in rows),
        risk_colours=tuple(row[0].get_color() for row in rows),
        heading=next(text for text in written if text.startswith("Number at risk")),
        reading=_paragraph(written, design(view.result, view.request).reading),
    )


def _paragraph(written: list[str], told: str) -> str:
    """As much of a text as stands in lines one below the other."""
    first = next(i for i, text in enumerate(written) if len(text) > 12 and told.startswith(text))
    end = first + 1
    while end < len(written) and told.startswith(" ".join(written[first : end + 1])):
        end += 1
    return " ".join(written[first:end])


def _picture_mark(key, names) -> str:
    filled = key.get_markerfacecolor() != "none"
    return "dot" if filled else names[key.get_marker()]


def on_a_slide(view: ComputedView) -> Seen:
    deck = write_deck([view], CONTEXT)
    (chart,) = charts(deck, "Kaplan-Meier")
    space = chart._chartSpace
    x_axis, y_axis = space.xpath("//c:valAx")
    ends = [
        tuple(float(axis.xpath(f".//c:{end}/@val")[0]) for end in ("min", "max"))
        for axis in (x_axis, y_axis)
    ]
    step = float(x_axis.xpath("./c:majorUnit/@val")[0])
    titles = ["".join(axis.xpath("./c:title//a:t/text()")) for axis in (x_axis, y_axis)]
    slide = opened(deck).slides[0]
    samples = [shape for shape in slide.shapes if shape.name.startswith("Key: ")]
    looks = [
        (
            sample.name.removeprefix("Key: "),
            _hex(sample._element.xpath(".//a:schemeClr/@val | .//a:srgbClr/@val")[0]),
            _slide_mark(sample),
        )
        for sample in samples
    ]
    foot = next(shape for shape in slide.shapes if shape.name == "Test and how it is read")
    reading = foot.text_frame.paragraphs[-1].text
    rows = tables(deck, "Number at risk")[0]
    table = next(shape for shape in slide.shapes if shape.has_table)
    colours = [
        _hex(row.cells[1]._tc.xpath(".//a:rPr//a:schemeClr/@val | .//a:rPr//a:srgbClr/@val")[0])
        for row in list(table.table.rows)[1:]
    ]
    n_ticks = len(rows[0]) - 1
    return Seen(
        x=ends[0],
        y=ends[1],
        ticks=tuple(ends[0][0] + step * i for i in range(n_ticks)),
        titles=tuple(titles),
        looks=tuple(looks),
        counts=tuple(tuple(int(cell) for cell in row[1:]) for row in rows[1:]),
        risk_colours=tuple(colours),
        heading=rows[0][0],
        reading=reading,
    )


def _slide_mark(sample) -> str:
    """A mark by what it is drawn of, after the line itself."""
    _, *parts = sample.shapes
    outlines = {"ellipse": "circle", "triangle": "triangle", "rect": "square", "diamond": "diamond"}
    shapes = [part._element.xpath(".//a:prstGeom/@prst")[0] for part in parts]
    if shapes[0] != "line":
        is_filled = bool(parts[0]._element.xpath("./p:spPr/a:solidFill"))
        return "dot" if is_filled else outlines[shapes[0]]
    if len(parts) == 3:
        return "star"
    return "plus" if 0 in {part.width for part in parts} else "x"


def _hex(name: str) -> str:
    return THEME_COLOURS.get(name, f"#{name}")


@pytest.mark.parametrize("filter_", [CohortFilter(), FEWER], ids=["whole", "filtered"])
def test_curves_are_the_same_in_all_three_media(filter_: CohortFilter) -> None:
    request = ViewRequest(kind="survival", by=("regimen_group",), filter=filter_)
    view = compute_view(sample_cohort(), request)
    screen = on_screen(view)
    assert in_a_picture(view) == screen
    # A slide has room for those at risk alone; its notes tell the other two rows.
    at_risk = compute_view(sample_cohort(), replace(request, risk_rows="at risk"))
    assert on_a_slide(view) == on_a_slide(at_risk) == on_screen(at_risk)
    assert [mark for _, _, mark in screen.looks] == ["plus", "x", "circle"][-len(screen.looks) :]
    # At risk, censored and events of each group.
    colours = tuple(colour for _, colour, _ in screen.looks for _ in range(3))
    assert screen.risk_colours == colours
    assert colours[::3] == LIGHT.series[3 - len(screen.looks) : 3]


def test_eleven_groups_have_the_same_key_in_all_three_media() -> None:
    view = compute_view(sample_cohort(), MANY)
    screen, picture = on_screen(view), in_a_picture(view)
    assert picture == screen
    assert len(set(screen.looks)) == len(screen.looks) == 11
    slide = opened(write_deck([view], CONTEXT)).slides[0]
    assert screen.reading in slide.notes_slide.notes_text_frame.text
    *hidden, how, _ = sentences(screen.reading)
    assert all(told.endswith(" are mostly one line: their curves coincide.") for told in hidden)
    assert how.startswith("Marks: censored; dashed: fewer than 5 at risk;")
    # The slide has the largest groups alone, of which each is seen.
    assert "are mostly one line" not in texts(slide)
    assert how in texts(slide)
    drawn = [shape.name for shape in slide.shapes if shape.name.startswith("Key: ")]
    left_out = len(screen.looks) - len(drawn)
    assert f"Not drawn: {left_out} smaller groups" in texts(slide)
    names = [f"Key: {name}" for name, _, _ in screen.looks]
    assert [name for name in names if name in drawn] == drawn


def test_a_forest_is_the_same_in_all_three_media() -> None:
    request = ViewRequest(kind="forest", columns=("sex", "regimen_group"))
    view = compute_view(sample_cohort(), request)
    chart = design(view.result, request)
    fig = view_figure(view).figure
    (axes,) = draw_picture(view, CONTEXT, width_mm=180).axes
    (slide,) = charts(write_deck([view], CONTEXT), "Rates")
    axis = slide._chartSpace.xpath("//c:valAx")[0]
    ends = tuple(float(axis.xpath(f".//c:{end}/@val")[0]) for end in ("min", "max"))
    assert ends == tuple(fig.layout.xaxis.range) == axes.get_xlim() == (0, 100)
    assert tuple(fig.layout.xaxis.tickvals) == tuple(axes.get_xticks()) == chart.axis.ticks
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert list(fig.layout.xaxis.ticktext) == labels
    squares = [line for line in axes.lines if line.get_marker() != "None"]
    screen = fig.data[1]
    (*_, points) = slide.plots[0].series
    assert list(screen.x) == [line.get_xdata()[0] for line in squares] == [x for x, _ in xy(points)]
    assert list(screen.marker.color) == [to_hex(line.get_color()).upper() for line in squares]
    by_largest = [size / max(screen.marker.size) for size in screen.marker.size]
    largest = max(line.get_markersize() for line in squares)
    assert [line.get_markersize() / largest for line in squares] == pytest.approx(by_largest)
