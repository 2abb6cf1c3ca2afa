"""The answers of what is described and not tested: Table 1, subgroups, courses, the index."""

from __future__ import annotations

from imt_core.analyses.baseline import BaselineTable
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest, ForestRow
from imt_core.analyses.growth_modulation import GrowthModulation
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.cohort.named_subgroups import named_in
from imt_core.conventions.formatting import (
    format_count,
    format_events,
    format_number,
    format_percent,
)
from imt_core.estimates.small_groups import FEW_CASES
from imt_core.reporting.content.answers.answer import AnswerFact, AnswerRow, Told, told, who_counts
from imt_core.reporting.content.titles import by_groups, finding
from imt_core.reporting.tables.forest_table import format_counts, format_rate, read_as_rates
from imt_core.reporting.tables.growth_table import format_median_ratio, growth_values
from imt_core.reporting.tables.swimmer_words import describe_lanes, n_with


@told.register
def _(table: BaselineTable, view: ComputedView) -> Told:
    # All together stand last, beside several groups.
    columns = [group for group in table.groups if group.levels] or list(table.groups)
    several = len(columns) > 1
    what = "subgroups" if named_in(table.grouping.by) else f"groups{by_groups(table.grouping)}"
    apart = f", {len(columns)} {what}" if several else ""
    return Told(
        sentence=f"{table.count}{apart}: described, not tested.",
        rows=tuple(
            AnswerRow(
                label=group.label,
                place=group.place if several else None,
                facts=(
                    AnswerFact(name="Lines", value=f"{group.count.n_lines:,}"),
                    AnswerFact(name="Patients", value=f"{group.count.n_patients:,}"),
                ),
            )
            for group in columns
        ),
        method=table.method,
    )


@told.register
def _(forest: Forest, view: ComputedView) -> Told:
    overall, read = forest.overall, read_as_rates(forest)
    if forest.is_response:
        whom = forest.count_label.partition("/")[2]
        counted = f"{overall.n_event} of {overall.n} {whom}, {format_rate(overall)}"
        name = "Overall response rate"
    else:
        events = format_events(overall.n_event, overall.n_died if forest.repeats_deaths else None)
        in_view = format_count(overall.n, forest.unit.removesuffix("s"))
        counted = f"{format_rate(overall)}, {events} by then in {in_view}"
        name = forest.measure_label
    sentence = f"{name}: {counted}. "
    rows = [_forest_row(forest, overall)]
    if len(read) > 1:
        low, high = read[0], read[-1]
        sentence += (
            f"Subgroups of at least {FEW_CASES}: {format_percent(low.estimate)} to "
            f"{format_percent(high.estimate)}; described, not tested."
        )
        rows.append(_forest_row(forest, low, "Lowest: "))
        rows.append(_forest_row(forest, high, "Highest: "))
    else:
        sentence += "Subgroups are described, not tested."
    return Told(sentence=sentence, rows=tuple(rows), method=forest.method)


def _forest_row(forest: Forest, row: ForestRow, extreme: str = "") -> AnswerRow:
    counts = forest.count_label
    facts = (
        AnswerFact(name=counts[:1].upper() + counts[1:], value=format_counts(row)),
        AnswerFact(
            name=f"{forest.measure_label} ({forest.conventions.conf_label})", value=format_rate(row)
        ),
    )
    return AnswerRow(label=f"{extreme}{row.name}", place=None, facts=facts)


@told.register
def _(plot: SwimmerPlot, view: ComputedView) -> Told:
    cohort = view.cohort
    has_progression = any(map(cohort.has, ("pfs_event", "rfs_event")))
    lanes = describe_lanes(
        plot,
        responses=any(map(cohort.has, ("best_response", "response_months"))),
        progression=has_progression,
        deaths=cohort.has("os_event"),
    )
    sentence = f"{plot.count}: {lanes or 'described, not tested'}."
    by_group = [(g, [lane for lane in plot.lanes if lane.group == g.label]) for g in plot.groups]
    return Told(
        sentence=sentence,
        rows=tuple(
            AnswerRow(
                label=group.label,
                place=None,
                facts=(
                    AnswerFact(name=plot.mode.capitalize(), value=f"{len(lanes):,}"),
                    *(
                        [
                            AnswerFact(
                                name="Without progression", value=str(n_with(lanes, "ongoing"))
                            )
                        ]
                        if has_progression
                        else []
                    ),
                    AnswerFact(
                        name="Longest, months", value=format_number(max(lane.end for lane in lanes))
                    ),
                ),
            )
            for group, lanes in by_group
        ),
        method=plot.method,
    )


@told.register
def _(result: GrowthModulation, view: ComputedView) -> Told:
    median = result.median
    sentence = (
        f"Growth modulation index of {who_counts(view)}: {finding(result)}, median "
        f"{format_median_ratio(median.estimate, median.conf_low, median.conf_high)}. "
        "Not tested."
    )
    facts = tuple(
        AnswerFact(name=name.text, value=cell.text) for name, cell in growth_values(result).rows
    )
    return Told(
        sentence=sentence,
        rows=(AnswerRow(label="All", place=None, facts=facts),),
        method=result.method.partition("; median")[0],
    )
