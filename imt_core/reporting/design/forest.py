"""A forest in neutral terms: a line for each subgroup, its square, interval, counts and rate."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

from imt_core.analyses.forest.forest import Forest, ForestRow
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.formatting import EQUALS, NOT_ESTIMABLE, format_percent
from imt_core.reporting.design.chart import Axis, Chart, design
from imt_core.reporting.design.theme import Theme
from imt_core.reporting.tables.forest_table import format_counts, format_rate

SMALLEST: Final = 6 / 17


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestLine:
    """One line: a column's heading, or a row of the forest.

    Parameters
    ----------
    text, name : str
        What stands before it, and what it is called alone.
    block : int
        Which column it belongs to, the overall row to 0: every other one is shaded.
    bold : bool
        Whether it stands out: a heading, or the row of everybody.
    indented : bool
        Whether it stands under a heading.
    counts, rate, reason : str
        Its numbers in words, and why there is no rate; empty in a heading.
    is_quotient : bool
        Whether the counts make up the rate; one of Kaplan-Meier is no quotient of its counts.
    estimate : float or None
        Percent; ``None`` where there is no square.
    limits : tuple of float or None
    size : float
        Of its square, as a share of the largest.
    hover : str
        Counts and rate with what they are, in two lines.
    is_faded : bool
        Whether it stands in the background, in grey.
    """

    text: str
    name: str
    block: int
    bold: bool
    indented: bool = False
    counts: str = ""
    rate: str = ""
    reason: str = ""
    is_quotient: bool = False
    estimate: float | None = None
    limits: tuple[float, float] | None = None
    size: float = 0.0
    hover: str = ""
    is_faded: bool = False

    @property
    def counts_beside(self) -> str:
        """Numerator and denominator where the rate stands right beside them."""
        return f"{self.counts}{EQUALS.rstrip()}" if self.is_quotient else self.counts

    @property
    def is_overall(self) -> bool:
        """Whether this is the row of everybody, which has a diamond for its square."""
        return self.block == 0

    def text_colour(self, theme: Theme) -> str:
        """Of its words, and of the line of its interval."""
        return theme.muted if self.is_faded else theme.text

    def mark_colour(self, theme: Theme) -> str:
        """Of its square, or its diamond."""
        if self.is_faded:
            return theme.muted
        return theme.text if self.is_overall else theme.colour(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ForestChart(Chart):
    """Lines from top to bottom.

    Parameters
    ----------
    lines : tuple of ForestLine
    headings : tuple of str
        Of labels, counts and rates.
    measure, counted : str
        What the rate is, and what numerator and denominator count.
    axis : Axis
        A square at one of its ends stands half outside it.
    reference : float or None
        Percent at which the dashed line stands.
    """

    lines: tuple[ForestLine, ...]
    headings: tuple[str, str, str]
    measure: str
    counted: str
    axis: Axis
    reference: float | None


@design.register
def _(result: Forest, request: ViewRequest) -> ForestChart:
    return forest_chart(result)


def forest_chart(forest: Forest) -> ForestChart:
    """Describe the chart of a forest.

    Parameters
    ----------
    forest : Forest

    Returns
    -------
    ForestChart
        The overall row on top, then each column's heading with its levels. The area of a square
        grows with the cases behind it, above a smallest one.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.forest.forest import subgroup_forest
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "sex": ["male", "female"], "best_response": ["PR", "NE"]})
    >>> chart = forest_chart(subgroup_forest(Cohort(frame=frame, name="two"), columns=["sex"]))
    >>> [(line.text, line.counts, line.rate, line.reason) for line in chart.lines[1:]]
    [('Sex', '', '', ''), ('male', '1/1', '100.0% (2.5–100.0)', ''), \
('female', '0/0', 'NE', 'no evaluable lines')]
    """
    interval, overall = forest.conventions.conf_label, forest.overall.estimate
    dashed = "" if overall is None else f"; dashed: overall {format_percent(overall)}"
    return ForestChart(
        alt=describe_forest(forest),
        stamp=f"{forest.count}; {forest.method}",
        lines=tuple(_lines(forest)),
        headings=("Subgroup", "n/N", f"Rate ({interval})"),
        measure=forest.measure_label,
        counted=f"n/N: {forest.count_label}",
        axis=Axis(
            low=0.0,
            high=100.0,
            ticks=(0.0, 25.0, 50.0, 75.0, 100.0),
            title=f"{forest.measure_label}, {interval}{dashed}",
            unit="%",
        ),
        reference=None if overall is None else 100 * overall,
    )


def _lines(forest: Forest) -> list[ForestLine]:
    """The overall row, then a heading before the levels of each column."""
    largest = max((row.n for row in forest.rows[1:]), default=1)
    lines: list[ForestLine] = []
    column, block = forest.overall.column, 0
    for row in forest.rows:
        if row.column != column:
            column, block = row.column, block + 1
            lines.append(ForestLine(text=row.heading, name=row.heading, block=block, bold=True))
        counts = format_counts(row, tells_died=forest.repeats_deaths)
        lines.append(
            ForestLine(
                text=row.label,
                name=row.name,
                block=block,
                bold=row.is_overall,
                indented=not row.is_overall,
                counts=counts,
                rate=NOT_ESTIMABLE if row.estimate is None else format_rate(row),
                is_quotient=forest.is_response and row.estimate is not None,
                reason=row.reason if row.estimate is None else "",
                estimate=None if row.estimate is None else 100 * row.estimate,
                limits=_limits(row),
                size=1.0 if row.is_overall else max(SMALLEST, sqrt(row.n / max(largest, 1))),
                hover=f"{counts} ({forest.count_label})\n{format_rate(row)}",
            )
        )
    return lines


def _limits(row: ForestRow) -> tuple[float, float] | None:
    if row.estimate is None or row.conf_low is None or row.conf_high is None:
        return None
    return 100 * row.conf_low, 100 * row.conf_high


def describe_forest(forest: Forest) -> str:
    """Alternative text: what the chart shows, for a reader who cannot see it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.forest.forest import subgroup_forest
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "sex": ["male", "female"], "best_response": ["PR", "NE"]})
    >>> describe_forest(subgroup_forest(Cohort(frame=frame, name="two"), columns=["sex"]))
    'Forest plot of overall response rate of evaluable, n/N being responders/evaluable lines. \
Overall: 1/1, 100.0% (2.5–100.0); Sex: male: 1/1, 100.0% (2.5–100.0); Sex: female: 0/0, \
NE: no evaluable lines.'
    """
    parts = [
        f"{row.name}: {format_counts(row, tells_died=forest.repeats_deaths)}, {format_rate(row)}"
        for row in forest.rows
    ]
    measure = forest.measure_label
    # "PFS" and other abbreviations keep their capitals.
    measure = measure if measure[:2].isupper() else measure[0].lower() + measure[1:]
    return f"Forest plot of {measure}, n/N being {forest.count_label}. " + "; ".join(parts) + "."
