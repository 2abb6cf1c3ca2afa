"""The answers of what is described and not tested: Table 1, subgroups, courses, the index."""

from __future__ import annotations

from collections.abc import Sequence

from imt_core.analyses.baseline import BaselineTable
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest, ForestRow
from imt_core.analyses.growth_modulation import GrowthModulation
from imt_core.analyses.swimmer.plot import Lane, MarkerKind, SwimmerPlot
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
from imt_core.reporting.tables.forest_table import format_counts, format_rate
from imt_core.reporting.tables.growth_table import format_median_ratio, growth_values


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
    overall, read = forest.overall, _read_as_rates(forest)
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


def _read_as_rates(forest: Forest) -> list[ForestRow]:
    """The subgroups of which a percentage can be read, from the lowest to the highest."""
    rows = [row for row in forest.rows[1:] if row.estimate is not None and not row.is_small]
    return sorted(rows, key=lambda row: row.estimate or 0.0)


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
    one, cohort = plot.mode.removesuffix("s"), view.cohort
    # Of a patient with several lines each lane ends with the same death.
    died = {lane.patient_id for lane in plot.lanes if _has(lane, "death")}
    # Of what the sheet does not record nobody can be said to have none.
    has_response = any(map(cohort.has, ("best_response", "response_months")))
    has_progression = any(map(cohort.has, ("pfs_event", "rfs_event")))
    courses = []
    if has_response:
        n_response = format_count(_n_with(plot.lanes, "first response"), one)
        courses.append(f"{n_response} with a dated response")
    if has_progression:
        n_ongoing = _n_with(plot.lanes, "ongoing")
        whom = str(n_ongoing) if courses else format_count(n_ongoing, one)
        courses.append(f"{whom} without progression when last assessed")
    told_of = [
        ", ".join(courses),
        f"{format_count(len(died), 'patient')} died" if cohort.has("os_event") else "",
    ]
    sentence = f"{plot.count}: {'; '.join(filter(None, told_of)) or 'described, not tested'}."
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
                                name="Without progression", value=str(_n_with(lanes, "ongoing"))
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


def _n_with(lanes: Sequence[Lane], kind: MarkerKind) -> int:
    """Lanes, not marks: a patient may respond on several lines."""
    return sum(_has(lane, kind) for lane in lanes)


def _has(lane: Lane, kind: MarkerKind) -> bool:
    return any(marker.kind == kind for marker in lane.markers)


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
