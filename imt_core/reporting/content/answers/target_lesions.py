"""The answers of waterfall and spider: how many of the measured reached -30%, and who was not."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.spider import GroupSpider, SpiderPlot
from imt_core.analyses.waterfall import GroupWaterfall, WaterfallPlot
from imt_core.conventions.formatting import format_change, format_count
from imt_core.reporting.content.answers.answer import AnswerFact, AnswerRow, Told, told
from imt_core.reporting.tables.target_tables import GROWN_ROW, target_values
from imt_core.reporting.tables.target_words import shrunk_told

_MOST_NAMED: Final = 3
"""With more groups than this the sentence tells all together, and leaves each to its row."""


@told.register
def _(plot: WaterfallPlot, view: ComputedView) -> Told:
    if len(plot.groups) == 1 and plot.bars:
        median = format_change(plot.groups[0].changes.median)
        return _told(plot, f"; median change {median}")
    return _told(plot, "")


@told.register
def _(plot: SpiderPlot, view: ComputedView) -> Told:
    return _told(plot, f"; {format_count(plot.together.n_assessments, 'assessment')}")


def _told(plot: WaterfallPlot | SpiderPlot, more: str) -> Told:
    groups: tuple[GroupWaterfall | GroupSpider, ...] = plot.groups
    n_left = plot.together.n_not_measured
    left = f"; {n_left:,} not measured" if n_left else ""
    several = len(groups) > 1
    # Sizes, and who was not measured, are left to the table.
    _, _, _, *rows, _ = target_values(plot).rows
    return Told(
        sentence=f"Shrunk by 30% or more, of measured {plot.unit}: "
        f"{shrunk_told(plot, most=_MOST_NAMED)}{more}{left}. Not tested.",
        rows=tuple(
            AnswerRow(
                label=group.label,
                place=group.place if several else None,
                facts=tuple(
                    AnswerFact(name=row[0].text, value=row[at].text)
                    for row in rows
                    if row[0].text != GROWN_ROW
                ),
            )
            for at, group in enumerate(groups, start=1)
        ),
        method=plot.share_method,
    )
