"""Axes of native charts: exactly the range, ticks and words that are wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pptx.chart.chart import Chart

from imt_core.reporting.content.office_private import nsdecls, parse_xml, qn, xml_of
from imt_core.reporting.content.plain_xml import clean
from imt_core.reporting.design.chart import Axis
from imt_core.reporting.slides.slide_colours import GRID, MUTED, TEXT, line, solid
from imt_core.reporting.slides.slide_text import SMALLEST_TEXT, text_width

SPACES: Final = nsdecls("c", "a")
"""Namespaces of a chart's XML."""

NO_WRAP: Final = ' wrap="none"'
"""Of the body of a text that stays on its line."""
_TITLE_SHARE: Final = 0.75
"""Of a chart's side, which a title takes before it is broken."""
_CLAUSE: Final = re.compile(r"(?:,| with| by| of| from| at) (?!.*(?:,| with| by| of| from| at) ).*")
"""The last clause of a title."""
_FIRST_AXIS, _SECOND_AXIS = 500001, 500002
_DOUBLED: Final = "[<1]0.0##;0"
"""Without what a power of two lacks where LibreOffice works it out: 63.9999999999999."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueAxis:
    """A number axis.

    Parameters
    ----------
    low, high : float
    step : float
        Between ticks; the first is at `low`.
    title : str
    number_format : str
    shown : bool
        Whether it has labels and a line.
    grid : bool
    reverse : bool
        Whether it runs from top to bottom.
    doubles : bool
        Whether each tick is twice the one before.
    """

    low: float
    high: float
    step: float
    title: str = ""
    number_format: str = "General"
    shown: bool = True
    grid: bool = False
    reverse: bool = False
    doubles: bool = False

    @classmethod
    def of(cls, axis: Axis, *, grid: bool = False) -> ValueAxis:
        """The axis of a design; charts of PowerPoint count ticks from where it begins."""
        return cls(
            low=axis.low,
            high=axis.high,
            step=axis.step,
            title=axis.title,
            number_format=f'0"{axis.unit}"' if axis.unit else _DOUBLED if axis.doubles else "0",
            grid=grid,
            doubles=axis.doubles,
        )


def fitted_title(title: str, side: float) -> str:
    """The title of an axis on one line, without its last clauses where they have no room.

    A second line would stand upon the numbers of the axis. `side` is that of the chart, in inches.

    Examples
    --------
    >>> fitted_title("Share of lines, by grade", 9), fitted_title("Share of lines, by grade", 2)
    ('Share of lines, by grade', 'Share of lines')
    >>> fitted_title("Best change from baseline", 2), fitted_title("Months", 0.1)
    ('Best change', 'Months')
    """
    while text_width(title, SMALLEST_TEXT) > _TITLE_SHARE * side and _CLAUSE.search(title):
        title = _CLAUSE.sub("", title)
    return title


def text_body(size: float, *, bold: bool = False, colour: str = TEXT, body: str = "") -> str:
    """DrawingML of a chart's text."""
    return (
        f"<a:bodyPr{body}/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{round(100 * size)}" b="{int(bold)}">{solid(colour)}'
        '<a:latin typeface="+mn-lt"/></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p>'
    )


def set_axes(chart: Chart, horizontal: ValueAxis, vertical: ValueAxis, *, size: float) -> None:
    """Give a chart of points its two axes; the vertical one stands where the other begins."""
    _replace_axes(
        chart,
        _value_axis(
            horizontal,
            "b",
            _FIRST_AXIS,
            _SECOND_AXIS,
            size,
            crosses="max" if vertical.reverse else "min",
        ),
        _value_axis(vertical, "l", _SECOND_AXIS, _FIRST_AXIS, size, crosses="min"),
    )


def set_bar_axes(chart: Chart, values: ValueAxis, *, size: float, labels: bool) -> None:
    """Give a chart of horizontal bars its axes, the first category on top."""
    shown = "low" if labels else "none"
    categories = (
        f'<c:catAx {SPACES}><c:axId val="{_FIRST_AXIS}"/><c:scaling><c:orientation val="maxMin"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{shown}"/><c:spPr>{line(MUTED, 1.0)}</c:spPr>'
        f'<c:txPr>{text_body(size)}</c:txPr><c:crossAx val="{_SECOND_AXIS}"/>'
        '<c:crosses val="min"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="60"/>'
        '<c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    _replace_axes(
        chart,
        categories,
        _value_axis(values, "b", _SECOND_AXIS, _FIRST_AXIS, size, crosses="max", is_of_bars=True),
    )


def set_column_axes(chart: Chart, values: ValueAxis, *, size: float, labels: bool) -> None:
    """Give a chart of upright bars its axes: names upright at the bottom, a line at 0."""
    shown = "low" if labels else "none"
    turned = ' rot="-5400000" vert="horz"'
    categories = (
        f'<c:catAx {SPACES}><c:axId val="{_FIRST_AXIS}"/><c:scaling><c:orientation val="minMax"/>'
        '</c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" '
        'sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{shown}"/><c:spPr>{line(MUTED, 1.0)}</c:spPr>'
        f'<c:txPr>{text_body(size, body=turned)}</c:txPr><c:crossAx val="{_SECOND_AXIS}"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="20"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
    )
    upright = _value_axis(
        values, "l", _SECOND_AXIS, _FIRST_AXIS, size, crosses="min", is_of_bars=True
    )
    _replace_axes(chart, categories, upright)


def _replace_axes(chart: Chart, first: str, second: str) -> None:
    area = xml_of(chart).chart.plotArea
    for name in ("c:catAx", "c:valAx", "c:dateAx"):
        for old in area.findall(qn(name)):
            area.remove(old)
    plot = xml_of(chart.plots[0])
    for old, number in zip(plot.findall(qn("c:axId")), (_FIRST_AXIS, _SECOND_AXIS), strict=True):
        old.set("val", str(number))
    place = area.index(plot) + 1
    area.insert(place, parse_xml(first))
    area.insert(place + 1, parse_xml(second))


def _value_axis(
    axis: ValueAxis,
    side: str,
    number: int,
    other: int,
    size: float,
    *,
    crosses: str,
    is_of_bars: bool = False,
) -> str:
    turned = ' rot="-5400000" vert="horz"' if side == "l" else ""
    title = ""
    if axis.title:
        title = (
            f"<c:title><c:tx><c:rich><a:bodyPr{turned}/><a:lstStyle/><a:p><a:pPr><a:defRPr "
            f'sz="{round(100 * size)}" b="0"/></a:pPr><a:r><a:rPr lang="en-GB" '
            f'sz="{round(100 * size)}" b="0">{solid(TEXT)}<a:latin typeface="+mn-lt"/></a:rPr>'
            f"<a:t>{escape(clean(axis.title))}</a:t></a:r></a:p></c:rich></c:tx>"
            '<c:overlay val="0"/></c:title>'
        )
    grid = f"<c:majorGridlines><c:spPr>{line(GRID)}</c:spPr></c:majorGridlines>"
    ticks = '<c:majorTickMark val="{}"/><c:minorTickMark val="none"/><c:tickLblPos val="{}"/>'
    base = '<c:logBase val="2"/>' if axis.doubles else ""
    step = 2.0 if axis.doubles else float(axis.step)
    return (
        f'<c:valAx {SPACES}><c:axId val="{number}"/><c:scaling>{base}<c:orientation '
        f'val="{"maxMin" if axis.reverse else "minMax"}"/><c:max val="{float(axis.high)!r}"/>'
        f'<c:min val="{float(axis.low)!r}"/></c:scaling><c:delete val="0"/><c:axPos val="{side}"/>'
        f"{grid if axis.grid else ''}{title}<c:numFmt formatCode={quoteattr(axis.number_format)} "
        'sourceLinked="0"/>'
        + (ticks.format("out", "nextTo") if axis.shown else ticks.format("none", "none"))
        + f"<c:spPr>{line(MUTED if axis.shown else None, 1.0)}</c:spPr><c:txPr>{text_body(size)}"
        f'</c:txPr><c:crossAx val="{other}"/><c:crosses val="{crosses}"/>'
        f'<c:crossBetween val="{"between" if is_of_bars else "midCat"}"/>'
        f'<c:majorUnit val="{step!r}"/></c:valAx>'
    )
