"""Tables of values, each of which knows the counts it rests on: masked first, formatted then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Final, TypeAlias

import pandas as pd

from imt_core.conventions.formatting import (
    EN_DASH,
    EQUALS,
    format_count_percent,
    format_percent,
    format_range,
)
from imt_core.estimates.proportions import Proportion
from imt_core.estimates.small_groups import FEW_CASES
from imt_core.reporting.tables.counts import WITHHELD, Cell, Count, Seen, Text


def is_heading(row: Sequence[str]) -> bool:
    """Whether a row of a table names what the rows below it are of, and counts nothing itself.

    Examples
    --------
    >>> is_heading(["Stage", "", ""]), is_heading(["Stage", "", "2"]), is_heading(["Stage"])
    (True, False, False)
    """
    return len(row) > 1 and not any(row[1:])


def format_response_rate(rate: Proportion, at_most: Proportion | None = None) -> str:
    """Write a rate with its counts and interval; a rate that is known as bounds, with both.

    Examples
    --------
    >>> from imt_core.estimates.proportions import proportion
    >>> format_response_rate(proportion(10, 21)), format_response_rate(proportion(1, 1))
    ('10/21\\xa0=\\xa047.6% (25.7–70.2)', '1/1 (2.5–100.0%)')
    >>> format_response_rate(proportion(10, 21), proportion(12, 21))
    '10–12/21\\xa0=\\xa047.6–57.1% (25.7–78.2)'
    """
    most = rate if at_most is None else at_most
    if rate.estimate is None or most.estimate is None:
        return "nobody evaluable"
    limits = [None if x is None else 100 * x for x in (rate.conf_low, most.conf_high)]
    if rate == most:
        counts = f"{rate.n_success}/{rate.n}"
        percent = format_percent(rate.estimate)
    else:
        counts = f"{rate.n_success}{EN_DASH}{most.n_success}/{rate.n}"
        percent = f"{format_range(100 * rate.estimate, 100 * most.estimate)}%"
    if rate.n < FEW_CASES:
        return f"{counts} ({format_range(*limits)}%)"
    return f"{counts}{EQUALS}{percent} ({format_range(*limits)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A count of a total: a rate with its interval, or a share."""

    count: Count
    total: Count
    rate: Proportion | None = None

    @property
    def text(self) -> str:
        """Such as ``15 (60.0%)``; with its denominator where there are too few for a percentage."""
        count, total = self.count.n, self.total.n
        if self.rate is not None:
            return format_response_rate(self.rate)
        if 0 < total < FEW_CASES:
            return f"{count} of {total}"
        return format_count_percent(count, total)

    def masked(self, seen: Seen) -> Cell:
        """The count alone where one of the two is not shown."""
        return self if seen.is_shown(self.count, self.total) else seen.cell(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundedShare:
    """A rate of which some cases are not known: at least without them, at most with them."""

    count: Count
    not_known: Count
    total: Count
    at_least: Proportion
    at_most: Proportion

    @property
    def text(self) -> str:
        """Such as ``18–20/25 = 72.0–80.0% (50.6–93.2)``."""
        return format_response_rate(self.at_least, self.at_most)

    def masked(self, seen: Seen) -> Cell:
        """The count alone where one of the three is not shown."""
        is_shown = seen.is_shown(self.count, self.not_known, self.total)
        return self if is_shown else seen.cell(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient:
    """Numerator and denominator."""

    count: Cell
    total: Cell

    @property
    def text(self) -> str:
        """Such as ``10/21``."""
        return f"{self.count.text}/{self.total.text}"

    def masked(self, seen: Seen) -> Cell:
        """Each of the two as far as it is shown."""
        return Quotient(count=self.count.masked(seen), total=self.total.masked(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles:
    """A median or other quantiles with what stands beside them: values of single cases.

    Parameters
    ----------
    text : str
        All of it.
    told : tuple of (int, str)
        What is told of it where small counts are masked, the most first: each where the values,
        in so many parts of one size, are not too few in any.
    n : int
        Values.
    rests_on : tuple of Count
        The counts without which it is not told; `n` follows from them.
    tells_times : bool
        Whether they tell something of who had the event by a time.

    References
    ----------
    Brandt M et al. Guidelines for the checking of output based on microdata research. ESSnet SDC
    2010: no smallest and largest value, and no percentile with few cases on one side.
    """

    text: str
    told: tuple[tuple[int, str], ...]
    n: int
    rests_on: tuple[Count, ...]
    tells_times: bool = False

    def masked(self, seen: Seen) -> Cell:
        """As much as may be told of so many values; nothing where a count behind is not shown."""
        if not seen.is_shown(*self.rests_on) or (self.tells_times and seen.hides_times):
            return WITHHELD
        return self.of_enough(self.n, seen)

    def of_enough(self, n: int, seen: Seen) -> Text:
        """As much as may be told of `n` values."""
        return next((Text(t) for parts, t in self.told if seen.has_enough(n, parts)), WITHHELD)


HALVES: Final = 2
"""Into so many parts a median cuts the values."""
QUARTERS: Final = 4
"""Into so many the quartiles; the limits of a quantile leave about half as many beyond them."""


def without_ends(text: str) -> str:
    """A median where what stands beside it is withheld.

    Examples
    --------
    >>> without_ends("6.3")
    '6.3 (–)'
    """
    return f"{text} ({EN_DASH})"


def without_last(reason: str) -> str:
    """Why there is no rate, without the time of whoever was followed longest.

    Examples
    --------
    >>> without_last("beyond the last follow-up (24.0 months)")
    'beyond the last follow-up'
    """
    return reason.partition(" (")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An estimate with its limits.

    Parameters
    ----------
    values : tuple of float or None
    write : callable
        Formats these values.
    rests_on : tuple of Count
        The counts without which it is not told.
    write_masked : callable or None
        Formats them where small counts are masked; ``None`` if that is no other.
    """

    values: tuple[float | None, ...]
    write: Callable[..., str]
    rests_on: tuple[Count, ...]
    write_masked: Callable[..., str] | None = None

    @property
    def text(self) -> str:
        """Such as ``6.3 (1.9–13.4)``."""
        return self.write(*self.values)

    def masked(self, seen: Seen) -> Cell:
        """Nothing where a count behind it is not shown."""
        if not seen.is_shown(*self.rests_on):
            return WITHHELD
        return self if self.write_masked is None else replace(self, write=self.write_masked)


Shades: TypeAlias = tuple[tuple[int, ...], ...]
"""How dark each cell of a table is."""

MOST_SHADE: Final = 5
"""Of a share of more than four fifths; each fifth is a shade."""


def _shade(share: Share) -> int:
    return ceil(MOST_SHADE * share.count.n / share.total.n) if share.total.n else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TableValues:
    """A table before it is written.

    Parameters
    ----------
    columns : tuple of str
    rows : tuple of tuple of Cell
        A cell for each column.
    keeps_numbers : bool
        Whether counts stay numbers, so that a screen aligns and sorts them.
    masked_order : tuple of int, or None
        In which the rows stand once small counts are masked, where their own order tells counts.
    has_bands : bool
        Whether shares are shaded, the larger the darker.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    keeps_numbers: bool = False
    masked_order: tuple[int, ...] | None = None
    has_bands: bool = False

    @property
    def shades(self) -> Shades | None:
        """How dark each cell is, from 0 to `MOST_SHADE`; ``None`` where none is shaded."""
        if not self.has_bands:
            return None
        return tuple(
            tuple(_shade(cell) if isinstance(cell, Share) else 0 for cell in row)
            for row in self.rows
        )

    def masked(self, seen: Seen) -> TableValues:
        """The same table as far as its counts are shown."""
        order = range(len(self.rows)) if self.masked_order is None else self.masked_order
        rows = tuple(tuple(cell.masked(seen) for cell in self.rows[at]) for at in order)
        return replace(self, rows=rows, masked_order=None)

    def to_frame(self) -> pd.DataFrame:
        """Every cell as a reader sees it."""
        written = [
            [
                cell.n if self.keeps_numbers and isinstance(cell, Count) else cell.text
                for cell in row
            ]
            for row in self.rows
        ]
        # Of two columns with one name, as a group called "All" beside all together, the last stays.
        rows = [dict(zip(self.columns, row, strict=True)) for row in written]
        return pd.DataFrame(rows, columns=list(dict.fromkeys(self.columns)))
