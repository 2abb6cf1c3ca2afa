"""Each kind of view once: its names, what it needs, how it is worked out and when it is usual.

Another kind is a name in `ViewName`, the options it asks for in `ViewRequest`, and an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias, cast

from imt_core.analyses.baseline import BaselineTable, baseline_table
from imt_core.analyses.benchmark.benchmark import Benchmark, benchmark
from imt_core.analyses.forest.forest import Forest, subgroup_forest
from imt_core.analyses.growth_modulation import GrowthModulation, growth_modulation
from imt_core.analyses.incidence import IncidenceSummary, incidence_summary
from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.spider import SpiderPlot, spider_plot
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.analyses.swimmer.one_course import Course, course_of
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.analyses.swimmer.plot import LineSort, PatientSort, SwimmerPlot
from imt_core.analyses.toxicity import TOXICITY_COLUMNS, ToxicityTable, toxicity_table
from imt_core.analyses.transitions import Transitions, transitions
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.analyses.waterfall import WaterfallPlot, waterfall_plot
from imt_core.cohort.competing_cases import COMPETING_ENDPOINTS
from imt_core.cohort.counting import unit_meaning
from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE, derive_duration_of_response
from imt_core.cohort.endpoint_cases import available_endpoints
from imt_core.cohort.endpoints import ENDPOINTS, MAIN_ENDPOINTS, Endpoint
from imt_core.cohort.named_subgroups import named_in
from imt_core.cohort.next_treatment import available_incidences
from imt_core.cohort.schema import Cohort
from imt_core.cohort.treatment_lines import BAR_COLUMNS

ViewResult: TypeAlias = (
    BaselineTable
    | ResponseTable
    | WaterfallPlot
    | SpiderPlot
    | SurvivalSummary
    | IncidenceSummary
    | Forest
    | SwimmerPlot
    | GrowthModulation
    | Benchmark
    | Course
    | Transitions
    | ToxicityTable
)


def _counted(request: ViewRequest, enters: str = "") -> str:
    of = "in a subgroup compared" if named_in(request.by) else "in view"
    return unit_meaning(request.unit, enters=enters, of=of)


def _counted_in_endpoint(request: ViewRequest) -> str:
    is_duration = request.endpoint == DURATION_OF_RESPONSE.name
    end = DURATION_OF_RESPONSE if is_duration else ENDPOINTS[request.endpoint]
    return _counted(request, end.short)


def _counted_in_measure(request: ViewRequest) -> str:
    is_survival = isinstance(request.measure, tuple)
    return _counted(request, ENDPOINTS[request.measure[0]].short if is_survival else "")


def _rests_on_measure(request: ViewRequest) -> tuple[Endpoint, ...]:
    return (ENDPOINTS[request.measure[0]],) if isinstance(request.measure, tuple) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewKind:
    """One kind of view.

    Parameters
    ----------
    label, short : str
        Its name for a reader, and one for a narrow place.
    page : str
        Its page, within a sentence.
    needs : tuple of str
        The columns without which it cannot be made, in words; empty if it always can.
    can_be_made : callable
        Whether a cohort has them.
    compute : callable
        Gives the result for the lines in view.
    usual : callable
        The requests of this kind that a cohort is usually presented with, like another request.
    unit : callable
        What it counts, in words.
    rests_on : callable
        Endpoints of the sheet by whose rules its numbers stand, where the result does not say so.
    compares : bool
        Whether it sets groups side by side that may share patients.
    has_chart : bool
    """

    label: str
    short: str
    page: str
    needs: tuple[str, ...] = ()
    can_be_made: Callable[[Cohort], bool] = lambda _: True
    compute: Callable[[Cohort, ViewRequest], ViewResult]
    usual: Callable[[Cohort, ViewRequest], tuple[ViewRequest, ...]]
    unit: Callable[[ViewRequest], str] = _counted
    rests_on: Callable[[ViewRequest], tuple[Endpoint, ...]] = lambda _: ()
    compares: bool = False
    has_chart: bool = True


def _baseline(cohort: Cohort, request: ViewRequest) -> BaselineTable:
    return baseline_table(
        cohort,
        by=request.by,
        unit=request.unit,
        hidden=request.hidden,
        order=request.order,
        index=request.index,
        conventions=request.conventions,
    )


def _response(cohort: Cohort, request: ViewRequest) -> ResponseTable:
    return response_table(
        cohort,
        by=request.by,
        unit=request.unit,
        overlap=request.overlap,
        durable_months=request.durable_months,
        conventions=request.conventions,
    )


def _usual_response(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    return (replace(like, kind="response"),) if cohort.has("best_response") else ()


def _waterfall(cohort: Cohort, request: ViewRequest) -> WaterfallPlot:
    return waterfall_plot(
        cohort,
        by=request.by,
        unit=request.unit,
        overlap=request.overlap,
        conventions=request.conventions,
    )


def _usual_waterfall(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    return (replace(like, kind="waterfall"),) if cohort.has("target_change_pct") else ()


def _spider(cohort: Cohort, request: ViewRequest) -> SpiderPlot:
    return spider_plot(
        cohort,
        by=request.by,
        unit=request.unit,
        overlap=request.overlap,
        conventions=request.conventions,
    )


def _usual_spider(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    return (replace(like, kind="spider"),) if cohort.has("target_changes") else ()


def _survival(cohort: Cohort, request: ViewRequest) -> SurvivalSummary:
    return survival_summary(
        cohort,
        derive_duration_of_response(cohort, unit=request.unit)
        if request.endpoint == "dor"
        else request.endpoint,
        by=request.by,
        unit=request.unit,
        overlap=request.overlap,
        rate_months=request.rate_months,
        landmark_months=request.landmark_months,
        compare_durations=request.compare_durations,
        index=request.index,
        conventions=request.conventions,
    )


def _usual_survival(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    endpoints = available_endpoints(cohort)
    return tuple(replace(like, kind="survival", endpoint=name) for name in endpoints)


def _incidence(cohort: Cohort, request: ViewRequest) -> IncidenceSummary:
    return incidence_summary(
        cohort,
        request.endpoint,
        by=request.by,
        unit=request.unit,
        overlap=request.overlap,
        rate_months=request.rate_months,
        conventions=request.conventions,
    )


def _usual_incidence(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    # Recurrence first: in localized disease death without it is what a curve of RFS hides.
    offered = sorted(available_incidences(cohort), key=("rfs", "pfs", "ttnt").index)
    return tuple(replace(like, kind="incidence", endpoint=name) for name in offered[:1])


def _forest(cohort: Cohort, request: ViewRequest) -> Forest:
    return subgroup_forest(
        cohort,
        columns=request.columns,
        measure=request.measure,
        unit=request.unit,
        conventions=request.conventions,
    )


def _usual_forest(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    columns = cohort.subgroup_columns()
    if not columns or not cohort.has("best_response"):
        return ()
    return (replace(like, kind="forest", by=(), columns=columns),)


def _swimmer(cohort: Cohort, request: ViewRequest) -> SwimmerPlot:
    if request.lane == "lines":
        return swimmer_lines(
            cohort, sort=cast("LineSort", request.sort), label=request.label, index=request.index
        )
    return swimmer_patients(
        cohort, sort=cast("PatientSort", request.sort), label=request.label, index=request.index
    )


def _usual_swimmer(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    if not available_endpoints(cohort):
        return ()
    lines = replace(like, kind="swimmer", by=(), lane="lines")
    return (lines, replace(lines, lane="patients", sort="follow-up"))


def _sequence(cohort: Cohort, request: ViewRequest) -> GrowthModulation:
    return growth_modulation(
        cohort, before=request.before, unit=request.unit, conventions=request.conventions
    )


def _can_be_sequence(cohort: Cohort) -> bool:
    return cohort.has("line_number", "pfs_months", "pfs_event")


def _usual_sequence(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    request = replace(like, kind="sequence", by=())
    is_usual = _can_be_sequence(cohort) and _sequence(cohort, request).pairs
    return (request,) if is_usual else ()


def _benchmark(cohort: Cohort, request: ViewRequest) -> Benchmark:
    return benchmark(
        cohort,
        measure=request.measure,
        by=request.by,
        unit=request.unit,
        overlap=request.overlap,
        cards=request.cards,
        own_cards=request.own_cards,
        shipped=request.shipped_cards,
        compared=request.compare_card,
        conventions=request.conventions,
    )


def _transitions(cohort: Cohort, request: ViewRequest) -> Transitions:
    return transitions(
        cohort, of=request.following, unit=request.unit, conventions=request.conventions
    )


def _can_be_transitions(cohort: Cohort) -> bool:
    return cohort.has("line_number") and (cohort.has("regimen_group") or cohort.has("regimen"))


def _usual_transitions(cohort: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    if not cohort.has("line_number", "regimen_group"):
        return ()
    request = replace(like, kind="transitions", by=())
    return (request,) if _transitions(cohort, request).together.n_followed else ()


def _toxicity(cohort: Cohort, request: ViewRequest) -> ToxicityTable:
    return toxicity_table(
        cohort,
        by=request.by,
        unit=request.unit,
        overlap=request.overlap,
        grades=request.term_grades,
        least=request.term_least,
        conventions=request.conventions,
    )


def _course(cohort: Cohort, request: ViewRequest) -> Course:
    return course_of(cohort, request.patient, index=request.index)


def _usual_course(_: Cohort, like: ViewRequest) -> tuple[ViewRequest, ...]:
    return (replace(like, kind="course", by=(), patient=like.index),) if like.index else ()


def _can_be_toxicity(cohort: Cohort) -> bool:
    return any(map(cohort.has, TOXICITY_COLUMNS))


VIEW_KINDS: Final[Mapping[ViewName, ViewKind]] = {
    "baseline": ViewKind(
        label="Baseline table",
        short="Baseline",
        page="cohort page",
        compute=_baseline,
        usual=lambda _, like: (replace(like, kind="baseline"),),
        has_chart=False,
    ),
    "response": ViewKind(
        label="Response",
        short="Response",
        page="response page",
        needs=("best_response",),
        can_be_made=lambda cohort: cohort.has("best_response"),
        compute=_response,
        usual=_usual_response,
        compares=True,
    ),
    "waterfall": ViewKind(
        label="Waterfall plot",
        short="Waterfall",
        page="waterfall plot",
        needs=("target_change_pct",),
        can_be_made=lambda cohort: cohort.has("target_change_pct"),
        compute=_waterfall,
        usual=_usual_waterfall,
        compares=True,
    ),
    "spider": ViewKind(
        label="Spider plot",
        short="Spider",
        page="spider plot",
        needs=("target_changes",),
        can_be_made=lambda cohort: cohort.has("target_changes"),
        compute=_spider,
        usual=_usual_spider,
        compares=True,
    ),
    "survival": ViewKind(
        label="Survival",
        short="Survival",
        page="survival page",
        needs=(" or ".join(" and ".join(end.columns) for end in ENDPOINTS.values()),),
        can_be_made=lambda cohort: bool(available_endpoints(cohort)),
        compute=_survival,
        usual=_usual_survival,
        unit=_counted_in_endpoint,
        compares=True,
    ),
    "incidence": ViewKind(
        label="Cumulative incidence",
        short="Incidence",
        page="cumulative incidence",
        needs=(
            "os_months and os_event",
            "the time and event of PFS or RFS, or line_number with start_date or start_months",
        ),
        can_be_made=lambda cohort: bool(available_incidences(cohort)),
        compute=_incidence,
        usual=_usual_incidence,
        unit=lambda request: _counted(request, COMPETING_ENDPOINTS[request.endpoint].short),
        rests_on=lambda request: tuple(
            end for end in ENDPOINTS.values() if end.name == request.endpoint
        ),
        compares=True,
    ),
    "forest": ViewKind(
        label="Subgroups",
        short="Subgroups",
        page="subgroups page",
        needs=("best_response, or the time and event of an endpoint",),
        can_be_made=lambda cohort: cohort.has("best_response") or bool(available_endpoints(cohort)),
        compute=_forest,
        usual=_usual_forest,
        unit=_counted_in_measure,
        rests_on=_rests_on_measure,
    ),
    "swimmer": ViewKind(
        label="Swimmer plot",
        short="Swimmer",
        page="swimmer plot",
        needs=(f"at least one of {', '.join(end.months_column for end in ENDPOINTS.values())}",),
        can_be_made=lambda cohort: any(cohort.has(column) for column in BAR_COLUMNS.values()),
        compute=_swimmer,
        usual=_usual_swimmer,
        unit=lambda request: (
            "treatment lines" if request.lane == "lines" else "patients, with all lines in view"
        ),
    ),
    "sequence": ViewKind(
        label="Growth modulation index",
        short="Sequence",
        page="growth modulation index",
        needs=("line_number", "pfs_months", "pfs_event"),
        can_be_made=_can_be_sequence,
        compute=_sequence,
        usual=_usual_sequence,
        rests_on=lambda _: (MAIN_ENDPOINTS["advanced"],),
        unit=lambda request: (
            "pairs of successive lines (a patient may count more than once)"
            if request.unit == "lines"
            else "patients (each patient's first pair of successive lines in view)"
        ),
    ),
    "benchmark": ViewKind(
        label="Beside published series",
        short="Benchmark",
        page="page of published series",
        needs=("best_response, or the time and event of an endpoint",),
        can_be_made=lambda cohort: cohort.has("best_response") or bool(available_endpoints(cohort)),
        compute=_benchmark,
        # Of which tumour a cohort is only the reader knows.
        usual=lambda _cohort, _like: (),
        unit=_counted_in_measure,
        rests_on=_rests_on_measure,
        compares=True,
    ),
    "course": ViewKind(
        label="Course of one patient",
        short="Course",
        page="patient page",
        compute=_course,
        usual=_usual_course,
        unit=lambda _: "treatment lines of one patient",
    ),
    "transitions": ViewKind(
        label="Treatment sequence",
        short="Transitions",
        page="treatment sequence",
        needs=("line_number", "regimen_group or regimen"),
        can_be_made=_can_be_transitions,
        compute=_transitions,
        usual=_usual_transitions,
    ),
    "toxicity": ViewKind(
        label="Toxicity",
        short="Toxicity",
        page="toxicity page",
        needs=(" or ".join(TOXICITY_COLUMNS),),
        can_be_made=_can_be_toxicity,
        compute=_toxicity,
        usual=lambda cohort, like: (
            (replace(like, kind="toxicity"),) if _can_be_toxicity(cohort) else ()
        ),
        compares=True,
    ),
}
"""In the order in which a cohort is usually presented."""
