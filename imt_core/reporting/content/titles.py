"""What a view is called, on slides, in pictures and in documents."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Final

from imt_core.analyses.baseline import BaselineTable, CountCell
from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.difference import DIFFERENT_PATIENTS
from imt_core.analyses.benchmark.rates import THIS_COHORT, OwnRate
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.growth_modulation import THRESHOLD, GrowthModulation
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.response_comparison import compare_response
from imt_core.analyses.spider import SpiderPlot
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.swimmer.one_course import Course
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.toxicity import MEASURE_NAMES, ToxicityTable
from imt_core.analyses.transitions import Transitions
from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.named_subgroups import named_in
from imt_core.conventions.formatting import (
    EQUALS,
    format_count,
    format_events,
    format_number,
    format_percent,
    format_rate_or_reason,
)
from imt_core.estimates.quartiles import NumberSummary
from imt_core.estimates.small_groups import FEW_CASES
from imt_core.reporting.design.theme import INDEX
from imt_core.reporting.tables.cells import format_response_rate
from imt_core.reporting.tables.forest_table import format_counts, format_rate, read_as_rates
from imt_core.reporting.tables.incidence_tables import describe_competing, describe_gray
from imt_core.reporting.tables.proportion_pairs_table import describe_pairs
from imt_core.reporting.tables.response_words import responders, response_rates
from imt_core.reporting.tables.survival_comparisons import describe_p
from imt_core.reporting.tables.survival_words import describe_median
from imt_core.reporting.tables.swimmer_words import describe_lanes, n_with
from imt_core.reporting.tables.target_words import shrunk_told

_MOST_GROUPS: Final = 3
"""With more groups than this a title does not name what each of them shows."""
_NOT_TESTED: Final = "not tested"
_TREATMENTS: Final = frozenset({"regimen", "regimen_group"})
_TOLD_LEVELS: Final[dict[tuple[str, str | None], str]] = {
    ("sex", "male"): "male",
    ("alk_status", "positive"): "ALK-positive",
    ("stage", "metastatic"): "metastatic",
}
"""Levels that the title of a baseline table counts."""


def view_title(view: ComputedView) -> str:
    """The reader's own title, or what is found; of a result that has no finding, what is shown.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [6.0, 10.0], "os_event": [1.0, 0.0]})
    >>> cohort = Cohort(frame=frame, name="two")
    >>> view_title(compute_view(cohort, ViewRequest(kind="survival", endpoint="os")))
    'OS: median not reached (95% CI 6.0 to NE)'
    >>> view_title(compute_view(cohort, ViewRequest(kind="survival", endpoint="os", title="Mine")))
    'Mine'
    """
    if view.request.title:
        return view.request.title
    told, of = finding(view.result), topic(view.result)
    if not told:
        return view_subject(view)
    return f"{of}: {told}" if of else told[:1].upper() + told[1:]


def view_line(view: ComputedView) -> str:
    """What is shown of whom, and how many there are.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view_line(compute_view(example_cohort(), ViewRequest(kind="survival", endpoint="os")))
    'OS, whole cohort: 6 lines in 6 patients'
    """
    return f"{view_subject(view)}: {view.count}"


def shorter_lines(view: ComputedView) -> tuple[str, ...]:
    """The line where it has no room: of whom it is, and last how many there are.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> shorter_lines(compute_view(example_cohort(), ViewRequest(kind="survival", endpoint="os")))
    ('Whole cohort: 6 lines in 6 patients', '6 lines in 6 patients')
    """
    who = _who(view)
    return f"{who[:1].upper()}{who[1:]}: {view.count}", f"{view.count}"


def picture_title(view: ComputedView) -> str:
    """The reader's own title, or what is shown of whom, how many there are, and the finding."""
    told = finding(view.result)
    return view.request.title or view_line(view) + (f"; {told}" if told else "")


def view_subject(view: ComputedView) -> str:
    """What is shown, and of whom, such as ``PFS by regimen group, whole cohort``."""
    named = subject(view.result)
    # All lines of one patient are shown, whoever is in view.
    return named if isinstance(view.result, Course) else f"{named}, {_who(view)}"


def _who(view: ComputedView) -> str:
    if named_in(view.request.by):
        return f"within {view.request.filter.text or 'the whole cohort'}"
    return view.population


@singledispatch
def subject(result: object) -> str:
    """Say what a result is, with its groups."""
    raise NotImplementedError(f"no title is written for a {type(result).__name__}")


@subject.register
def _(result: BaselineTable) -> str:
    return f"Baseline characteristics{by_groups(result.grouping)}"


@subject.register
def _(result: ResponseTable) -> str:
    return f"Best response{by_groups(result.grouping)}"


@subject.register
def _(result: WaterfallPlot) -> str:
    return f"Best change of target lesions{by_groups(result.grouping)}"


@subject.register
def _(result: SpiderPlot) -> str:
    return f"Change of target lesions over time{by_groups(result.grouping)}"


@subject.register
def _(result: SurvivalSummary) -> str:
    return f"{result.endpoint.short}{by_groups(result.grouping)}"


@subject.register
def _(result: IncidenceSummary) -> str:
    return f"Incidence of {result.endpoint.event.lower()}{by_groups(result.grouping)}"


@subject.register
def _(result: GrowthModulation) -> str:
    return "Growth modulation index"


@subject.register
def _(result: Transitions) -> str:
    return f"Next line after each {'regimen group' if result.of == 'regimen_group' else 'regimen'}"


@subject.register
def _(result: ToxicityTable) -> str:
    return f"Worst toxicity of a line{by_groups(result.grouping)}"


@subject.register
def _(result: Forest) -> str:
    return f"{result.measure_label} by subgroup"


@subject.register
def _(result: SwimmerPlot) -> str:
    return f"Swimmer plot, one lane per {result.mode.removesuffix('s')}"


@subject.register
def _(result: Benchmark) -> str:
    return f"{result.measure_label}{by_groups(result.grouping)} beside published series"


@subject.register
def _(result: Course) -> str:
    return f"Course of {result.patient_id}{f', {INDEX}' if result.is_index else ''}"


@singledispatch
def topic(result: object) -> str:
    """What a finding is of, as short as it is understood; empty where the finding says it."""
    return subject(result)


@topic.register
def _(result: SurvivalSummary) -> str:
    return result.endpoint.short


@topic.register
def _(result: BaselineTable) -> str:
    return "Baseline"


@topic.register(ResponseTable)
@topic.register(SwimmerPlot)
def _(result: ResponseTable | SwimmerPlot) -> str:
    return ""


@topic.register
def _(result: Forest) -> str:
    return result.measure_label


@topic.register(WaterfallPlot)
@topic.register(SpiderPlot)
def _(result: WaterfallPlot | SpiderPlot) -> str:
    return "Target lesions"


@topic.register
def _(result: IncidenceSummary) -> str:
    return f"Incidence of {result.endpoint.event.lower()}"


@topic.register
def _(result: ToxicityTable) -> str:
    return "Worst toxicity"


@topic.register
def _(result: Benchmark) -> str:
    return f"{result.measure_label} beside published series"


def by_groups(grouping: Grouping) -> str:
    """The grouping as part of a title, such as ``" by regimen group"``; empty without one.

    Examples
    --------
    >>> by_groups(Grouping(by=("sex",), label="Sex", groups=(), n_shared_patients=0))
    ' by sex'
    """
    if not grouping.by:
        return ""
    if names := [one.name for one in named_in(grouping.by)]:
        few = len(names) <= _MOST_GROUPS
        return f" of {' v '.join(names) if few else f'{len(names)} subgroups'}"
    label = grouping.label
    # "ALK status" and other abbreviations keep their capitals.
    return f" by {label if label[:2].isupper() else label[:1].lower() + label[1:]}"


def _names_groups(groups: Sequence[object]) -> bool:
    """Whether a title sets groups side by side by name."""
    return 1 < len(groups) <= _MOST_GROUPS


def _of_group(grouping: Grouping) -> str:
    """How a number is said to be a group's."""
    return "with {}" if set(grouping.by) <= _TREATMENTS else "in {}"


@singledispatch
def finding(result: object) -> str:
    """Say in a few words what a result shows; empty where a title cannot."""
    return ""


@finding.register
def _(result: BaselineTable) -> str:
    told = []
    # All together stand last, beside several groups.
    for row in result.rows:
        cell, words = row.cells[-1], (row.variable.column, row.level)
        if isinstance(cell, CountCell) and row.variable.within is None:
            name = _TOLD_LEVELS.get(words)
            told += [f"{name} {cell.count:,}/{cell.total:,}"] if name else []
        elif words == ("age_years", None) and isinstance(cell, NumberSummary) and cell.n:
            told.append(f"median age {format_number(cell.median, decimals=0)} years")
    return ", ".join(told)


@finding.register
def _(result: ResponseTable) -> str:
    if len(result.groups) == 1:
        ((rate, _),), treated = response_rates(result), result.groups[0].of_treated.orr
        told = f"ORR of evaluable {rate}, {result.conventions.conf_label}"
        return f"{told}; of all treated {treated.n_success}/{treated.n}"
    if not result.groups:
        return ""
    if len(result.groups) > _MOST_GROUPS:
        n_responders, n_evaluable = responders(result)
        return f"ORR of evaluable {n_responders}/{n_evaluable} in {len(result.groups)} groups"
    words = _of_group(result.grouping)
    rates = (
        f"{f'{g.orr.n_success}/{g.n_evaluable}' if g.n_evaluable else 'nobody evaluable'} "
        f"{words.format(g.label)}"
        for g in result.groups
    )
    comparison = compare_response(result)
    tested = describe_pairs(comparison.pairs, comparison.reason)
    tested = _NOT_TESTED if tested.startswith("No test") else tested.removesuffix(".")
    tested = tested.replace("Smallest", "smallest", 1)
    return f"ORR of evaluable: {', '.join(rates)}; {tested}"


@finding.register(WaterfallPlot)
@finding.register(SpiderPlot)
def _(result: WaterfallPlot | SpiderPlot) -> str:
    if not result.groups:
        return ""
    told = f"shrunk by 30% or more, of measured: {shrunk_told(result, most=_MOST_GROUPS)}"
    return f"{told}; {_NOT_TESTED}" if _names_groups(result.groups) else told


@finding.register
def _(result: SurvivalSummary) -> str:
    groups = result.groups
    if len(groups) == 1:
        return describe_median(groups[0], result.conventions.conf_label)
    if not groups:
        return ""
    p_value = describe_p(result)
    tested = f"{p_value[:1].lower()}{p_value[1:]}" if p_value else _NOT_TESTED
    if len(groups) > _MOST_GROUPS:
        # A median of fewer is no finding.
        counted = [g.median.estimate for g in groups if g.curve.n >= FEW_CASES]
        reached = sorted(median for median in counted if median is not None)
        if not counted:
            return ""
        ends = [format_number(median) for median in dict.fromkeys((*reached[:1], *reached[-1:]))]
        if len(reached) < len(counted):
            ends = [*(f"{low} months" for low in ends[:1]), "not reached"]
        else:
            ends[-1] += " months"
        of = format_count(len(counted), "group")
        return f"median {' to '.join(ends)} in {of} of at least {FEW_CASES}; {tested}"
    medians = [format_number(group.median.estimate, missing="not reached") for group in groups]
    words = _of_group(result.grouping)
    told = [f"{median} {words.format(g.label)}" for median, g in zip(medians, groups, strict=True)]
    first = next((at for at, g in enumerate(groups) if g.median.estimate is not None), None)
    if first is not None:
        told[first] = told[first].replace(" ", " months ", 1)
    return f"median {', '.join(told)}; {tested}"


@finding.register
def _(result: IncidenceSummary) -> str:
    if result.withheld:
        return "not estimated"
    groups, count = result.groups, result.count
    if not groups:
        return ""
    n = count.n_lines if result.unit == "lines" else count.n_patients
    if len(groups) == 1:
        event, competing = (x.lower() for x in (result.endpoint.event, result.endpoint.competing))
        deaths = describe_competing(groups[0].n_competing, groups[0].n_competing_patients)
        return f"{event} in {groups[0].n_event} and {competing} in {deaths} of {n}"
    if not _names_groups(groups):
        return f"{result.n_event} of {n} in {len(groups)} groups"
    tested = describe_gray(result).removesuffix(".")
    tested = _NOT_TESTED if tested.startswith("No test") else tested
    return f"{', '.join(f'{g.label} {g.n_event} of {g.event.n}' for g in groups)}; {tested}"


@finding.register
def _(result: GrowthModulation) -> str:
    if not result.pairs:
        return ""
    least = "at least " if result.at_most.n_success > result.at_least.n_success else ""
    return f"above {THRESHOLD} in {least}{format_response_rate(result.at_least)}"


@finding.register
def _(result: Transitions) -> str:
    n_followed, n = result.together.n_followed, result.count.n_lines
    return f"the sheet holds the next line of {n_followed} of {n}" if n else ""


@finding.register
def _(result: ToxicityTable) -> str:
    groups, rates = result.groups, result.together.rates
    if not groups or not rates["severe"].n:
        return ""
    severe, fatal = MEASURE_NAMES["severe"], ""
    if rates["fatal"].n_success:
        # Who died of toxicity is in no rate of grade 3-4.
        fatal = f"{MEASURE_NAMES['fatal']} {rates['fatal'].n_success}/{rates['fatal'].n}, "
    if len(groups) == 1:
        return f"{fatal}{severe} {format_response_rate(rates['severe'])}"
    if not _names_groups(groups):
        of = f"{rates['severe'].n_success}/{rates['severe'].n}"
        return f"{fatal}{severe} {of} in {len(groups)} groups"
    each = ((group.label, group.rates["severe"]) for group in groups)
    told = ", ".join(f"{label} {rate.n_success}/{rate.n}" for label, rate in each)
    return f"{fatal}{severe} {told}; {_NOT_TESTED}"


@finding.register
def _(result: Forest) -> str:
    overall = result.overall
    subgroups = ""
    if len(read := read_as_rates(result)) > 1:
        low, high = (format_percent(row.estimate) for row in (read[0], read[-1]))
        rates = f"{low} to {high}" if low != high else f"{low} each"
        subgroups = f"; subgroups of at least {FEW_CASES}: {rates}; {_NOT_TESTED}"
    if result.is_response:
        return f"overall {format_counts(overall)}, {format_rate(overall)}{subgroups}"
    # Of a survival rate the events are no numerator.
    events = format_events(overall.n_event, overall.n_died if result.repeats_deaths else None)
    return f"overall {format_rate(overall)}, {events} in {overall.n}{subgroups}"


@finding.register
def _(result: Benchmark) -> str:
    return "; ".join(filter(None, (_own_rates(result), DIFFERENT_PATIENTS)))


def _own_rates(result: Benchmark) -> str:
    """The cohort's own rates, for whoever reads the title alone."""
    own = result.own
    if len(own) > _MOST_GROUPS:
        read = sorted(r.estimate for r in own if r.estimate is not None and r.n >= FEW_CASES)
        if not read:
            return ""
        low, high = format_percent(read[0]), format_percent(read[-1])
        rates = f"{low} to {high}" if low != high else f"{low} each"
        return f"{rates} in {format_count(len(read), 'group')} of at least {FEW_CASES}"
    if len(own) == 1 and own[0].n:
        (rate,) = own
        told = format_rate_or_reason(
            rate.estimate, rate.conf_low, rate.conf_high, reason=rate.reason
        )
        return f"{rate.n_event}/{rate.n}{EQUALS}{told}" if result.is_response else told
    words = _of_group(result.grouping)
    return ", ".join(
        f"{_own_rate(rate, result)} {words.format(rate.label.removeprefix(f'{THIS_COHORT}, '))}"
        for rate in own
        if len(own) > 1
    )


def _own_rate(rate: OwnRate, result: Benchmark) -> str:
    if not result.is_response:
        return format_percent(rate.estimate)
    return f"{rate.n_event}/{rate.n}" if rate.n else "nobody evaluable"


@finding.register
def _(result: SwimmerPlot) -> str:
    return describe_lanes(
        result,
        responses=n_with(result.lanes, "first response") > 0,
        progression=n_with(result.lanes, "ongoing") > 0,
        deaths=n_with(result.lanes, "death") > 0,
    )


@finding.register
def _(result: Course) -> str:
    told = "" if result.end is None else f", {format_number(result.end)} months"
    return f"{format_count(len(result.lines), 'line')}{told}"
