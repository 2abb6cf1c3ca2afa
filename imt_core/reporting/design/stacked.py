"""Bars 100% long, of parts one after the other: the chart of responses, grades and next lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from imt_core.reporting.design.chart import Axis, Chart
from imt_core.reporting.design.theme import (
    END_PATTERNS,
    GRADE_PATTERNS,
    RESPONSE_PATTERNS,
    Theme,
    pattern,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Fill of a part, text on it, and its pattern."""

    fill: str
    ink: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedLevel:
    """What a part of a bar stands for.

    Parameters
    ----------
    name : str
        In the legend.
    short : str
        In a bar, before the count.
    colours : {"response", "grade", "group", "end"}
        Which colours of the theme it is drawn in.
    at : str or int
        Its own among them.
    """

    name: str
    short: str
    colours: Literal["response", "grade", "group", "end"]
    at: str | int

    def look(self, theme: Theme) -> Look:
        """Colours and pattern."""
        at = self.at
        if isinstance(at, str):
            return Look(
                fill=theme.response[at], ink=theme.on_response[at], pattern=RESPONSE_PATTERNS[at]
            )
        if self.colours == "grade":
            return Look(fill=theme.grade[at], ink=theme.on_grade[at], pattern=GRADE_PATTERNS[at])
        if self.colours == "end":
            return Look(fill=theme.end[at], ink=theme.on_end[at], pattern=END_PATTERNS[at])
        return Look(fill=theme.colour(at), ink=theme.paper, pattern=pattern(at))


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedPart:
    """One part of a bar; `start` and `share` in percent, `told` in a sentence."""

    level: StackedLevel
    n: int
    start: float
    share: float
    told: str

    @property
    def text(self) -> str:
        """What stands in the bar, where there is room."""
        return f"{self.level.short} {self.n}" if self.n else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedRate:
    """A number beside a bar: its name, its value as it is written, and of whom it is."""

    name: str
    value: str
    of: str = ""

    @property
    def text(self) -> str:
        """Such as ``ORR 3/7 = 42.9% (9.9–81.6) of evaluable``."""
        return " ".join(filter(None, (self.name, self.value, self.of)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedRow:
    """One group: its bar, and what stands beside it.

    Parameters
    ----------
    label : str
    whole : str
        Of whom the bar is.
    rates : tuple of StackedRate
        One for each of the chart's `rate_titles`.
    aside : str
        Who is not in the bar.
    parts : tuple of StackedPart
        One for each level of the chart, in its order; none where nobody is in the bar.
    """

    label: str
    whole: str
    rates: tuple[StackedRate, ...]
    aside: str
    parts: tuple[StackedPart, ...]

    @property
    def rates_in_a_line(self) -> str:
        """All rates, one that is named like the one before without its name."""
        names = ("", *(rate.name for rate in self.rates))
        return " · ".join(
            rate.text if rate.name != before else " ".join((rate.value, rate.of))
            for rate, before in zip(self.rates, names, strict=False)
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StackedChart(Chart):
    """Bars 100% long.

    Parameters
    ----------
    name : str
        What the bars are of.
    rows : tuple of StackedRow
        From top to bottom.
    levels : tuple of StackedLevel
        Those that somebody has, in the order of bars and legend.
    grouping : str
        What the rows are; empty for all together.
    whole_heading, aside_heading : str
        Over whom the bars are of, and over who is not in them.
    rates_heading, rates_below : str
        Over the rates, in two lines.
    rate_titles : tuple of str
        Each rate with its interval.
    axis : Axis
    """

    name: str
    rows: tuple[StackedRow, ...]
    levels: tuple[StackedLevel, ...]
    grouping: str
    whole_heading: str
    aside_heading: str
    rates_heading: str
    rates_below: str
    rate_titles: tuple[str, ...]
    axis: Axis

    @property
    def drawn(self) -> tuple[StackedRow, ...]:
        """The rows that have a bar."""
        return tuple(row for row in self.rows if row.parts)


def stacked_parts(
    levels: Sequence[StackedLevel], counts: Sequence[int], told: Sequence[str]
) -> tuple[StackedPart, ...]:
    """Put the parts of a bar one after the other; none where nobody is in it.

    Examples
    --------
    >>> levels = [StackedLevel(name=x, short=x, colours="response", at=x) for x in ("PR", "SD")]
    >>> [(part.text, part.start, part.share) for part in stacked_parts(levels, [1, 3], ["", ""])]
    [('PR 1', 0.0, 25.0), ('SD 3', 25.0, 75.0)]
    >>> stacked_parts(levels, [0, 0], ["", ""])
    ()
    """
    total, before, parts = sum(counts), 0, []
    for level, n, sentence in zip(levels, counts, told, strict=True):
        if total:
            start, share = 100 * before / total, 100 * (n / total)
            parts.append(StackedPart(level=level, n=n, start=start, share=share, told=sentence))
        before += n
    return tuple(parts)


def percent_axis(title: str) -> Axis:
    """The axis of shares of such a bar."""
    return Axis(
        low=0.0,
        # Shares may add up to a hair over 100, and a bar that ends outside loses its label.
        high=100.4,
        ticks=(0.0, 25.0, 50.0, 75.0, 100.0),
        title=title,
        unit="%",
    )
