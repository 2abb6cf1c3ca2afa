"""Changes of target lesions in words, as titles, charts and alternative texts tell them."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.spider import GroupSpider, SpiderPlot
from imt_core.analyses.waterfall import GroupWaterfall, WaterfallPlot
from imt_core.conventions.formatting import format_change
from imt_core.reporting.tables.cells import format_response_rate

_MOST_READ: Final = 60
"""Bars or lines of a group that an alternative text lists."""


def not_drawn(plot: WaterfallPlot | SpiderPlot) -> str:
    """Who has no bar or line, by best response; empty where everybody has.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.waterfall import waterfall_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abc"), "line_number": [1.0] * 3,
    ...     "best_response": ["PR", "NE", "NE"], "ne_reason": [None, "adjuvant", "adjuvant"],
    ...     "target_change_pct": [-45.0, None, None]})
    >>> not_drawn(waterfall_plot(Cohort(frame=frame, name="three")))
    '2 not drawn: 2 not evaluable (adjuvant)'
    """
    together = plot.together
    if not together.not_measured:
        return ""
    told = ", ".join(f"{n:,} {reason}" for reason, n in together.not_measured)
    return f"{together.n_not_measured:,} not drawn: {told}"


def shrunk_told(plot: WaterfallPlot | SpiderPlot, *, most: int) -> str:
    """How many of the measured shrank by 30% or more, all together where there are many groups."""
    groups: tuple[GroupWaterfall | GroupSpider, ...] = plot.groups
    shares = [group.shrunk for group in groups]
    if len(groups) == 1:
        return format_response_rate(shares[0]) if shares[0].n else "nobody measured"
    if len(groups) <= most:
        return ", ".join(
            f"{g.label} {g.shrunk.n_success}/{g.shrunk.n}"
            if g.shrunk.n
            else f"{g.label} nobody measured"
            for g in groups
        )
    together = plot.together.shrunk
    return f"{together.n_success}/{together.n} in {len(groups)} groups"


def describe_waterfall(plot: WaterfallPlot) -> str:
    """Alternative text of the bars: each group's changes from left to right.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.waterfall import waterfall_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0] * 2,
    ...     "best_response": ["PR", "PD"], "target_change_pct": [-45.0, 31.0]})
    >>> describe_waterfall(waterfall_plot(Cohort(frame=frame, name="two")))
    'Waterfall of the best change of target lesions. All: 1 of 2 measured shrank by 30% or more; \
from left to right PD +31%, PR -45%.'
    """
    parts = []
    for group in plot.groups:
        bars = ", ".join(f"{bar.best_response} {format_change(bar.change)}" for bar in group.bars)
        listed = f"; from left to right {bars}" if 0 < len(group.bars) <= _MOST_READ else ""
        shrunk = group.shrunk
        parts.append(
            f"{group.label}: {shrunk.n_success} of {shrunk.n} measured shrank by 30% or more"
            f"{listed}"
        )
    return _sentences("Waterfall of the best change of target lesions", parts, not_drawn(plot))


def describe_spider(plot: SpiderPlot) -> str:
    """Alternative text of the lines: how many there are of each group, and where they lead.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.spider import spider_plot
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a"], "line_number": [1.0],
    ...     "target_changes": ["2: -45; 4: -20"]})
    >>> describe_spider(spider_plot(Cohort(frame=frame, name="one")))
    'Change of target lesions over time. All: 1 of 1 measured shrank by 30% or more; lowest and \
last change -45% to -20%.'
    """
    parts = []
    for group in plot.groups:
        ends = ", ".join(
            f"{format_change(line.best)} to {format_change(line.assessments[-1].change)}"
            for line in group.lines
        )
        listed = f"; lowest and last change {ends}" if 0 < len(group.lines) <= _MOST_READ else ""
        shrunk = group.shrunk
        parts.append(
            f"{group.label}: {shrunk.n_success} of {shrunk.n} measured shrank by 30% or more"
            f"{listed}"
        )
    return _sentences("Change of target lesions over time", parts, not_drawn(plot))


def _sentences(*parts: str | list[str]) -> str:
    texts = ["; ".join(part) if isinstance(part, list) else part for part in parts]
    return " ".join(f"{text}." for text in texts if text)
