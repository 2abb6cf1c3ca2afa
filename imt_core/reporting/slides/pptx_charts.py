"""Native charts: their frame, their axes and how a series is drawn, shared by all views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast
from xml.sax.saxutils import escape

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide
from pptx.util import Inches

from imt_core.reporting.content.office_private import parse_xml, qn, xml_of
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.slides.chart_axes import NO_WRAP, SPACES, text_body
from imt_core.reporting.slides.chart_workbook import Row, chart_workbook
from imt_core.reporting.slides.slide_colours import TEXT, line, solid
from imt_core.reporting.slides.slide_table import describe
from imt_core.reporting.slides.slide_text import Box

BarLabel: TypeAlias = Literal["name", "value", ""]
"""What stands within a bar: its series' name and its value, the value alone, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A mark at each point: its shape in DrawingML's words, size in points, fill and outline."""

    symbol: str
    size: int = 7
    fill: str | None = None
    edge: str | None = None
    edge_width: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """A series of points; one without a height parts the line."""

    name: str
    x: Sequence[float]
    y: Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A series of bars, one for each category; ``None`` for no bar."""

    name: str
    values: Sequence[float | None]


def add_points_chart(
    slide: Slide,
    frame: Box,
    plot: Box,
    series: Sequence[Points],
    *,
    name: str,
    alt: str,
    size: float,
) -> Chart:
    """Put a chart of points on a slide, its drawing area exactly where it is wanted.

    Parameters
    ----------
    slide : Slide
    frame, plot : Box
        The chart with its labels, and the area between its axes, both in inches on the slide.
    series : sequence of Points
    name, alt : str
        The shape's name and its alternative text.
    size : float
        Of the chart's text, in points.

    Returns
    -------
    Chart
        Its series are styled with `style_points`.
    """
    data: Any = cast("Any", XyChartData)()
    rows: list[Row] = []
    for one in series:
        rows += [(), (None, one.name)] if rows else [(None, one.name)]
        rows += list(zip(one.x, one.y, strict=True))
        added = data.add_series(clean(one.name))
        for x, y in zip(one.x, one.y, strict=True):
            added.add_data_point(x, y)
    kind = XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    chart = _add_chart(slide, kind, frame, plot, data, rows, name=name, alt=alt, size=size)
    _leave_gaps(chart)
    return chart


def add_bars_chart(
    slide: Slide,
    kind: XL_CHART_TYPE,
    frame: Box,
    plot: Box,
    categories: Sequence[str],
    series: Sequence[Bars],
    *,
    number_format: str,
    name: str,
    alt: str,
    size: float,
) -> Chart:
    """Put a chart of stacked bars on a slide; see `add_points_chart`."""
    data: Any = cast("Any", CategoryChartData)(number_format=number_format)
    data.categories = [clean(category) for category in categories]
    for one in series:
        data.add_series(clean(one.name), one.values)
    rows: list[Row] = [(None, *(one.name for one in series))]
    rows += list(zip(categories, *(one.values for one in series), strict=True))
    return _add_chart(slide, kind, frame, plot, data, rows, name=name, alt=alt, size=size)


def _add_chart(
    slide: Slide,
    kind: XL_CHART_TYPE,
    frame: Box,
    plot: Box,
    data: Any,
    rows: Sequence[Row],
    *,
    name: str,
    alt: str,
    size: float,
) -> Chart:
    shape: Any = slide.shapes.add_chart(
        kind, Inches(frame.left), Inches(frame.top), Inches(frame.width), Inches(frame.height), data
    )
    shape.name = name
    describe(shape, alt)
    chart: Chart = shape.chart
    part: Any = chart.part
    part.chart_workbook.update_from_xlsx_blob(chart_workbook(rows))
    chart.has_title = False
    chart.has_legend = False
    space = xml_of(chart)
    area = space.chart.plotArea
    for layout in area.findall(qn("c:layout")):
        area.remove(layout)
    area.insert(0, parse_xml(_layout_xml(frame, plot, inner=True)))
    for text in space.findall(qn("c:txPr")):
        space.remove(text)
    place = space.index(space.chart) + 1
    look = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    space.insert(place, parse_xml(f"<c:spPr {SPACES}>{look}</c:spPr>"))
    space.insert(place + 1, parse_xml(f"<c:txPr {SPACES}>{text_body(size)}</c:txPr>"))
    return chart


def _layout_xml(frame: Box, inside: Box, *, inner: bool) -> str:
    x, y = (inside.left - frame.left) / frame.width, (inside.top - frame.top) / frame.height
    w, h = inside.width / frame.width, inside.height / frame.height
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    return (
        f'<c:layout {SPACES}><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.6f}"/><c:y val="{y:.6f}"/><c:w val="{w:.6f}"/><c:h val="{h:.6f}"/>'
        "</c:manualLayout></c:layout>"
    )


def style_points(
    series: Any,
    *,
    line_xml: str,
    marker: Marker | None = None,
    points: Mapping[int, Marker] | None = None,
    label: tuple[str, str, float] | None = None,
) -> None:
    """Draw a series of points: its line, its marks, or a letter for each mark.

    Parameters
    ----------
    series : XySeries
    line_xml : str
        From `slide_colours.line`.
    marker : Marker, optional
        None draws no mark.
    points : mapping of int to Marker, optional
        Marks of single points.
    label : tuple of str, str and float, optional
        A text in place of marks, its colour and size.
    """
    element = xml_of(series)
    for name in ("c:spPr", "c:marker", "c:dPt", "c:dLbls"):
        for old in element.findall(qn(name)):
            element.remove(old)
    parts = [f"<c:spPr {SPACES}>{line_xml}</c:spPr>", _marker_xml(marker)]
    parts += [
        f'<c:dPt {SPACES}><c:idx val="{index}"/>{_marker_xml(point)}<c:bubble3D val="0"/></c:dPt>'
        for index, point in (points or {}).items()
    ]
    if label:
        parts.append(_labels_xml(len(list(series.values)), *label))
    _insert_after_name(element, parts)


def _marker_xml(marker: Marker | None) -> str:
    if marker is None:
        return f'<c:marker {SPACES}><c:symbol val="none"/></c:marker>'
    fill = solid(marker.fill) if marker.fill else "<a:noFill/>"
    return (
        f'<c:marker {SPACES}><c:symbol val="{marker.symbol}"/><c:size val="{marker.size}"/>'
        f"<c:spPr>{fill}{line(marker.edge, marker.edge_width)}</c:spPr></c:marker>"
    )


def _labels_xml(n_points: int, text: str, colour: str, size: float) -> str:
    look = (
        f'<a:rPr lang="en-GB" sz="{round(100 * size)}" b="0">{solid(colour)}</a:rPr>'
        f"<a:t>{escape(clean(text))}</a:t>"
    )
    shows = "".join(
        f'<c:{name} val="{int(name == "showVal")}"/>'
        for name in (
            "showLegendKey",
            "showVal",
            "showCatName",
            "showSerName",
            "showPercent",
            "showBubbleSize",
        )
    )
    points = "".join(
        f'<c:dLbl><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr{NO_WRAP} lIns="0" tIns="0" '
        f'rIns="0" bIns="0"/><a:lstStyle/><a:p><a:r>{look}</a:r></a:p></c:rich></c:tx>'
        f'<c:dLblPos val="ctr"/>{shows}</c:dLbl>'
        for index in range(n_points)
    )
    return f'<c:dLbls {SPACES}>{points}<c:dLblPos val="ctr"/>{shows}</c:dLbls>'


def style_bars(
    series: Any,
    *,
    fill: str,
    edge: str,
    labels: Mapping[int, BarLabel] | None = None,
    label_colour: str = TEXT,
    label_ground: str = "",
    size: float = 12.0,
    edges: Mapping[int, str] | None = None,
) -> None:
    """Draw a series of bars: fill and outline, and name and value within those that have room.

    Parameters
    ----------
    series : BarSeries
    fill, edge : str
        DrawingML.
    labels : mapping of int to {"name", "value", ""}, optional
        Which bars have name and value within, the value alone, or neither; ``None`` for none.
    label_colour : str
    label_ground : str
        Behind a label, so that no pattern crosses it; empty for none.
    size : float
    edges : mapping of int to str, optional
        Outlines of single bars.
    """
    element = xml_of(series)
    for name in ("c:spPr", "c:dPt", "c:dLbls"):
        for old in element.findall(qn(name)):
            element.remove(old)
    parts = [f"<c:spPr {SPACES}>{fill}{edge}</c:spPr>"]
    for old in element.findall(qn("c:invertIfNegative")):
        element.remove(old)
    parts.append(f'<c:invertIfNegative {SPACES} val="0"/>')
    parts += [
        f'<c:dPt {SPACES}><c:idx val="{index}"/><c:invertIfNegative val="0"/>'
        f'<c:bubble3D val="0"/><c:spPr>{fill}{own}</c:spPr></c:dPt>'
        for index, own in (edges or {}).items()
    ]
    if labels is not None:
        ground = solid(label_ground) if label_ground else "<a:noFill/>"
        look = (
            f'<c:numFmt formatCode="0" sourceLinked="0"/>'
            f"<c:spPr>{ground}<a:ln><a:noFill/></a:ln></c:spPr>"
            f"<c:txPr>{text_body(size, bold=True, colour=label_colour, body=NO_WRAP)}</c:txPr>"
            '<c:dLblPos val="ctr"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
            '<c:showCatName val="0"/><c:showSerName val="{}"/><c:showPercent val="0"/>'
            '<c:showBubbleSize val="0"/><c:separator> </c:separator>'
        )
        none = '<c:delete val="1"/>'
        others = "".join(
            f'<c:dLbl><c:idx val="{index}"/>{look.format(0) if shown else none}</c:dLbl>'
            for index, shown in labels.items()
            if shown != "name"
        )
        parts.append(f"<c:dLbls {SPACES}>{others}{look.format(1)}</c:dLbls>")
    _insert_after_name(element, parts)


def _insert_after_name(element: Any, parts: Sequence[str]) -> None:
    place = element.index(element.find(qn("c:tx"))) + 1
    for offset, part in enumerate(parts):
        element.insert(place + offset, parse_xml(part))


def draw_longest_first(chart: Chart) -> None:
    """Put the series with the most points first in the file, in the same order of drawing.

    LibreOffice 7.4 loses the lines of series that stand before the longest one.
    """
    elements = [xml_of(series) for series in chart.plots[0].series]
    longest = max(
        elements, key=lambda one: int(one.find(f".//{qn('c:yVal')}//{qn('c:ptCount')}").get("val"))
    )
    first = elements[0].getparent().find(qn("c:ser"))
    if longest is not first:
        first.addprevious(longest)


def _leave_gaps(chart: Chart) -> None:
    """Break the lines of a chart where a point has no height."""
    for value in list(xml_of(chart).iter(qn("c:pt"))):
        if value.findtext(qn("c:v")) == "None":
            value.getparent().remove(value)
    blanks = xml_of(chart).chart.find(qn("c:dispBlanksAs"))
    if blanks is not None:
        blanks.set("val", "gap")
