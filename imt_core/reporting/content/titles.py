"""What a view is called, on slides, in pictures and in documents."""

from __future__ import annotations

from functools import singledispatch
from typing import Final

from imt_core.analyses.baseline import BaselineTable
from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.difference import DIFFERENT_PATIENTS
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.growth_modulation import THRESHOLD, GrowthModulation
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.spider import SpiderPlot
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.swimmer.one_course import Course
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.toxicity import MEASURE_NAMES, ToxicityTable
from imt_core.analyses.transitions import Transitions
from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.named_subgroups import named_in
from imt_core.conventions.formatting import format_events, format_number
from imt_core.reporting.design.theme import INDEX
from imt_core.reporting.tables.cells import format_response_rate
from imt_core.reporting.tables.forest_table import format_counts, format_rate
from imt_core.reporting.tables.incidence_tables import describe_competing
from imt_core.reporting.tables.response_words import response_rates
from imt_core.reporting.tables.survival_words import describe_median
from imt_core.reporting.tables.target_words import shrunk_told

_MOST_GROUPS: Final = 3
"""With more groups than this a title does not name what each of them shows."""


def view_title(view: ComputedView) -> str:
    """The reader's own title, or what is shown of whom, how many there are, and the finding.

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
    'OS, whole cohort: 2 lines in 2 patients; median not reached (95% CI 6.0 to NE)'
    >>> view_title(compute_view(cohort, ViewRequest(kind="survival", endpoint="os", title="Mine")))
    'Mine'
    """
    if view.request.title:
        return view.request.title
    told = finding(view.result)
    return f"{view_subject(view)}: {view.count}" + (f"; {told}" if told else "")


def view_subject(view: ComputedView) -> str:
    """What is shown, and of whom, such as ``PFS by regimen group, whole cohort``."""
    named, who = subject(view.result), view.population
    if named_in(view.request.by):
        who = f"within {view.request.filter.text or 'the whole cohort'}"
    # All lines of one patient are shown, whoever is in view.
    return named if isinstance(view.result, Course) else f"{named}, {who}"


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
    return "Swimmer plot"


@subject.register
def _(result: Benchmark) -> str:
    return f"{result.measure_label}{by_groups(result.grouping)} beside published series"


@subject.register
def _(result: Course) -> str:
    return f"Course of {result.patient_id}{f', {INDEX}' if result.is_index else ''}"


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


@singledispatch
def finding(result: object) -> str:
    """Say in a few words what a result shows; empty where a title cannot."""
    return ""


@finding.register
def _(result: ResponseTable) -> str:
    if len(result.groups) == 1:
        ((rate, _),), treated = response_rates(result), result.groups[0].of_treated.orr
        told = f"ORR of evaluable {rate}, {result.conventions.conf_label}"
        return f"{told}; of all treated {treated.n_success}/{treated.n}"
    if not 1 < len(result.groups) <= _MOST_GROUPS:
        return ""
    rates = (f"{g.label} {g.orr.n_success}/{g.n_evaluable}" for g in result.groups)
    return f"ORR of evaluable {', '.join(rates)}"


@finding.register(WaterfallPlot)
@finding.register(SpiderPlot)
def _(result: WaterfallPlot | SpiderPlot) -> str:
    if not 0 < len(result.groups) <= _MOST_GROUPS:
        return ""
    return f"shrunk by 30% or more, of measured: {shrunk_told(result, most=_MOST_GROUPS)}"


@finding.register
def _(result: SurvivalSummary) -> str:
    if len(result.groups) == 1:
        return describe_median(result.groups[0], result.conventions.conf_label)
    if not 1 < len(result.groups) <= _MOST_GROUPS:
        return ""
    medians = ", ".join(
        f"{group.label} {format_number(group.median.estimate, missing='not reached')}"
        for group in result.groups
    )
    return f"median months {medians}"


@finding.register
def _(result: IncidenceSummary) -> str:
    if result.withheld:
        return "not estimated"
    if not 0 < len(result.groups) <= _MOST_GROUPS:
        return ""
    if len(result.groups) == 1:
        event, competing = (x.lower() for x in (result.endpoint.event, result.endpoint.competing))
        (group,) = result.groups
        deaths = describe_competing(group.n_competing, group.n_competing_patients)
        return f"{event} in {group.n_event}, {competing} in {deaths}"
    return ", ".join(f"{g.label} {g.n_event} of {g.event.n}" for g in result.groups)


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
    severe = MEASURE_NAMES["severe"]
    if len(result.groups) == 1:
        rate = result.groups[0].rates["severe"]
        return f"{severe} {format_response_rate(rate)}" if rate.n else ""
    if not 1 < len(result.groups) <= _MOST_GROUPS:
        return ""
    rates = ((group.label, group.rates["severe"]) for group in result.groups)
    return f"{severe} {', '.join(f'{label} {rate.n_success}/{rate.n}' for label, rate in rates)}"


@finding.register
def _(result: Forest) -> str:
    overall = result.overall
    if result.is_response:
        return f"overall {format_counts(overall)}, {format_rate(overall)}"
    # Of a survival rate the events are no numerator.
    events = format_events(overall.n_event, overall.n_died if result.repeats_deaths else None)
    return f"overall {format_rate(overall)}, {events} in {overall.n}"


@finding.register
def _(result: Benchmark) -> str:
    return DIFFERENT_PATIENTS


@finding.register
def _(result: SwimmerPlot) -> str:
    return f"one lane per {result.mode.removesuffix('s')}"
