"""IMT Explorer: small rare-tumour cohorts, read, analysed and written, without the dashboard.

Every public function and the types it takes and gives stand here; import from here alone, and
no move inside breaks a script. Whatever writes or draws is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from imt_core.analyses.attrition import Attrition, attrition
from imt_core.analyses.baseline import BaselineTable, BaselineVariable, baseline_table
from imt_core.analyses.benchmark.benchmark import Benchmark, benchmark
from imt_core.analyses.benchmark.card_files import read_cards, shipped_cards, write_cards
from imt_core.analyses.benchmark.cards import SeriesCard, SeriesFigure, own_card
from imt_core.analyses.benchmark.difference import CardDifference, card_differences
from imt_core.analyses.benchmark.standing import Standing, standing_of
from imt_core.analyses.cohort_difference import CohortDifference, compare_cohorts
from imt_core.analyses.completeness import Completeness, completeness_table
from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.contrast_fragility import difference_fragility, survival_contrast_fragility
from imt_core.analyses.figure_changes import FigureChange, figure_changes
from imt_core.analyses.forest.forest import Forest, subgroup_forest
from imt_core.analyses.fragility import median_fragility, orr_fragility, rate_fragility
from imt_core.analyses.growth_modulation import GrowthModulation, LinePair, growth_modulation
from imt_core.analyses.hazard_ratio import GroupHazardRatio, group_hazard_ratio
from imt_core.analyses.incidence import IncidenceSummary, incidence_summary
from imt_core.analyses.interval_choices import response_choices, survival_choices
from imt_core.analyses.landmark_analysis import known_at_landmark, landmark_cases
from imt_core.analyses.leave_one_out import Fragility, leave_one_out
from imt_core.analyses.patients_like import criteria_like
from imt_core.analyses.proportion_pairs import ProportionPair, proportion_pairs
from imt_core.analyses.regression import survival_regression
from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.response_comparison import ResponseComparison, compare_response
from imt_core.analyses.response_rates import response_rates_of, stable_for
from imt_core.analyses.spider import SpiderPlot, spider_plot
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.analyses.survival_comparison import (
    SurvivalComparison,
    compare_survival,
    small_group_permutation,
)
from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.analyses.swimmer.one_course import Course, course_of
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.toxicity import ToxicityTable, toxicity_table
from imt_core.analyses.toxicity_comparison import ToxicityComparison, compare_toxicity
from imt_core.analyses.transitions import Transitions, transitions
from imt_core.analyses.view_request import ViewRequest
from imt_core.analyses.waterfall import WaterfallPlot, waterfall_plot
from imt_core.cohort.adverse_events import (
    AdverseEvent,
    RecordedEvents,
    parse_adverse_events,
    read_adverse_events,
)
from imt_core.cohort.competing_cases import COMPETING_ENDPOINTS, CompetingCases, derive_recurrence
from imt_core.cohort.counting import CaseCount, LeftOut, unit_meaning
from imt_core.cohort.duration_of_response import derive_duration_of_response, time_to_response
from imt_core.cohort.endpoint_cases import (
    EndpointCases,
    available_endpoints,
    derive_endpoint,
    find_endpoint,
)
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.example import example_cohort
from imt_core.cohort.filters import CohortFilter, Criterion, FilteredCohort, filter_cohort
from imt_core.cohort.first_line import as_first_lines
from imt_core.cohort.free_text import named_by, without_free_text
from imt_core.cohort.grouping import Grouping, group_rows
from imt_core.cohort.named_subgroups import NamedSubgroup, within_subgroups
from imt_core.cohort.next_line import censored_at_next_line, months_to_next_line
from imt_core.cohort.next_treatment import (
    available_incidences,
    derive_competing,
    derive_next_treatment,
)
from imt_core.cohort.overlap import ResolvedOverlap, resolve_overlap
from imt_core.cohort.pseudonyms import (
    new_labels,
    patient_key,
    patient_of_key,
    rekey_patients,
    with_new_labels,
)
from imt_core.cohort.relative_time import drop_dates, start_in_months
from imt_core.cohort.schema import Cohort
from imt_core.cohort.successive_lines import line_beside, months_between
from imt_core.cohort.target_lesions import Assessment, TargetSeries, parse_target_changes
from imt_core.cohort.whole_months import in_whole_months
from imt_core.comparisons.clustered_log_rank import ClusteredLogRankTest, clustered_log_rank
from imt_core.comparisons.cox.design import CovariateWords
from imt_core.comparisons.cox.regression import CoxRegression, cox_regression
from imt_core.comparisons.exact_tests import ExactTest, binomial_test, fisher_exact
from imt_core.comparisons.gray_test import GrayTest, gray_test, stays_at_risk
from imt_core.comparisons.landmark_difference import LandmarkDifference, landmark_difference
from imt_core.comparisons.log_rank import LogRankTest, log_rank
from imt_core.comparisons.log_rank_scores import log_rank_scores
from imt_core.comparisons.log_rank_weights import event_weights
from imt_core.comparisons.multiple_testing import holm
from imt_core.comparisons.one_sample_log_rank import OneSampleLogRank, one_sample_log_rank
from imt_core.comparisons.pairwise_log_rank import PairwiseTest, pairwise_log_rank
from imt_core.comparisons.permutation_log_rank import (
    PermutationTest,
    follow_up_differs,
    permutation_log_rank,
)
from imt_core.comparisons.proportion_difference import (
    ProportionDifference,
    miettinen_nurminen,
    newcombe,
    proportion_difference,
)
from imt_core.comparisons.rate_difference import difference_limits
from imt_core.comparisons.restricted_mean_difference import (
    RestrictedMeanDifference,
    restricted_mean_difference,
)
from imt_core.comparisons.smallest_p import smallest_log_rank_p
from imt_core.conventions.choices import AS_PUBLISHED, PRESETS, Conventions
from imt_core.conventions.errors import ImtError, UnreadableFileError
from imt_core.conventions.formatting import format_number
from imt_core.conventions.notes import Note
from imt_core.conventions.units import months_from, months_from_days, time_unit
from imt_core.estimates.beta_product import beta_product_limits
from imt_core.estimates.clustered_kaplan_meier import clustered_kaplan_meier, clustered_std_error
from imt_core.estimates.cumulative_incidence import (
    CompetingTimes,
    IncidenceCurve,
    competing_times,
    cumulative_incidence,
    incidence_at,
)
from imt_core.estimates.drawn_curve import DrawnCurve
from imt_core.estimates.follow_up import follow_up
from imt_core.estimates.kaplan_meier import SurvivalCurve, kaplan_meier
from imt_core.estimates.proportions import (
    Proportion,
    clopper_pearson,
    jeffreys,
    mid_p,
    proportion,
    wilson,
)
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers
from imt_core.estimates.restricted_mean import RestrictedMean, restricted_mean
from imt_core.estimates.survival_limits import survival_limits
from imt_core.estimates.survival_quantiles import SurvivalQuantile, survival_quantile
from imt_core.estimates.survival_rates import SurvivalRate, survival_rate
from imt_core.estimates.time_to_event import PlacedTimes, TimeToEvent, place_times, time_to_event
from imt_core.intake.becoming import Becoming, what_becomes
from imt_core.intake.checks.checked_cohort import CohortReading
from imt_core.intake.checks.report import ValidationReport
from imt_core.intake.cohort_file import read_cohort
from imt_core.intake.curve_file import read_drawn_curve
from imt_core.intake.downloaded import downloaded_cohort
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.mapping_file import read_mapping, write_mapping
from imt_core.intake.opening import (
    Opening,
    begin_opening,
    opening_outcome,
    use_tables,
    with_answer,
    with_mapping,
    without_answers,
)
from imt_core.intake.questions import Question, open_questions
from imt_core.intake.template import cohort_template
from imt_core.published.figures import (
    PublishedFigure,
    published_figures,
    published_to_frame,
    write_as_printed,
)

if TYPE_CHECKING:
    from imt_core.reporting.code.python_script import python_script
    from imt_core.reporting.code.r_script import r_script
    from imt_core.reporting.content.answers import Answer, AnswerFact, AnswerRow, answer_of
    from imt_core.reporting.content.context import ExportContext
    from imt_core.reporting.content.study_known import known_of_study
    from imt_core.reporting.content.study_sheet import StudyAnswer, StudySheet, study_sheet
    from imt_core.reporting.content.view_document import ViewDocument, view_document
    from imt_core.reporting.content.view_tables import masked_view_tables, view_tables
    from imt_core.reporting.csv_files import cohort_to_table, write_cohort_workbook, write_csv
    from imt_core.reporting.design.theme import Theme
    from imt_core.reporting.documents.board import write_board
    from imt_core.reporting.documents.pdf_report import write_pdf_report
    from imt_core.reporting.documents.web_page import ReportAttrition, write_report
    from imt_core.reporting.documents.word import write_word
    from imt_core.reporting.documents.workbook import write_workbook
    from imt_core.reporting.figures.attrition import attrition_figure
    from imt_core.reporting.figures.forest import forest_figure
    from imt_core.reporting.figures.growth import growth_figure
    from imt_core.reporting.figures.incidence import incidence_figure
    from imt_core.reporting.figures.kaplan_meier import kaplan_meier_figure
    from imt_core.reporting.figures.spider import spider_figure
    from imt_core.reporting.figures.stacked import response_figure
    from imt_core.reporting.figures.swimmer import swimmer_figure
    from imt_core.reporting.figures.view import DrawnView, view_figure
    from imt_core.reporting.figures.waterfall import waterfall_figure
    from imt_core.reporting.masking.masked_tables import MaskedTables
    from imt_core.reporting.methods import CATALOGUE, Method, describe_method
    from imt_core.reporting.pictures.picture import write_picture
    from imt_core.reporting.session_file import read_work, write_work
    from imt_core.reporting.slides.deck import write_deck
    from imt_core.reporting.tables.result_tables import ResultTable

_LATE = {
    "reporting.code.python_script": "python_script",
    "reporting.code.r_script": "r_script",
    "reporting.content.answers": "Answer AnswerFact AnswerRow answer_of",
    "reporting.content.context": "ExportContext",
    "reporting.content.study_known": "known_of_study",
    "reporting.content.study_sheet": "StudyAnswer StudySheet study_sheet",
    "reporting.content.view_document": "ViewDocument view_document",
    "reporting.content.view_tables": "masked_view_tables view_tables",
    "reporting.csv_files": "cohort_to_table write_cohort_workbook write_csv",
    "reporting.design.theme": "Theme",
    "reporting.documents.board": "write_board",
    "reporting.documents.pdf_report": "write_pdf_report",
    "reporting.documents.web_page": "ReportAttrition write_report",
    "reporting.documents.word": "write_word",
    "reporting.documents.workbook": "write_workbook",
    "reporting.figures.attrition": "attrition_figure",
    "reporting.figures.forest": "forest_figure",
    "reporting.figures.growth": "growth_figure",
    "reporting.figures.incidence": "incidence_figure",
    "reporting.figures.kaplan_meier": "kaplan_meier_figure",
    "reporting.figures.stacked": "response_figure",
    "reporting.figures.spider": "spider_figure",
    "reporting.figures.swimmer": "swimmer_figure",
    "reporting.figures.view": "DrawnView view_figure",
    "reporting.figures.waterfall": "waterfall_figure",
    "reporting.masking.masked_tables": "MaskedTables",
    "reporting.methods": "CATALOGUE Method describe_method",
    "reporting.pictures.picture": "write_picture",
    "reporting.session_file": "read_work write_work",
    "reporting.slides.deck": "write_deck",
    "reporting.tables.result_tables": "ResultTable",
}
"""Modules of what writes and draws, with their names."""

_HOME = {name: module for module, names in _LATE.items() for name in names.split()}

__all__ = [
    "AS_PUBLISHED",
    "CATALOGUE",
    "COMPETING_ENDPOINTS",
    "ENDPOINTS",
    "PRESETS",
    "AdverseEvent",
    "Answer",
    "AnswerFact",
    "AnswerRow",
    "Assessment",
    "Attrition",
    "BaselineTable",
    "BaselineVariable",
    "Becoming",
    "Benchmark",
    "CardDifference",
    "CaseCount",
    "ClusteredLogRankTest",
    "Cohort",
    "CohortDifference",
    "CohortFilter",
    "CohortReading",
    "CompetingCases",
    "CompetingTimes",
    "Completeness",
    "ComputedView",
    "Conventions",
    "Course",
    "CovariateWords",
    "CoxRegression",
    "Criterion",
    "DrawnCurve",
    "DrawnView",
    "EndpointCases",
    "ExactTest",
    "ExportContext",
    "FigureChange",
    "FilteredCohort",
    "Forest",
    "Fragility",
    "GrayTest",
    "GroupHazardRatio",
    "Grouping",
    "GrowthModulation",
    "ImtError",
    "IncidenceCurve",
    "IncidenceSummary",
    "LandmarkDifference",
    "LeftOut",
    "LinePair",
    "LogRankTest",
    "Mapping",
    "MaskedTables",
    "Method",
    "NamedSubgroup",
    "Note",
    "NumberSummary",
    "OneSampleLogRank",
    "Opening",
    "PairwiseTest",
    "PermutationTest",
    "PlacedTimes",
    "Proportion",
    "ProportionDifference",
    "ProportionPair",
    "PublishedFigure",
    "Question",
    "RecordedEvents",
    "ReportAttrition",
    "ResolvedOverlap",
    "ResponseComparison",
    "ResponseTable",
    "RestrictedMean",
    "RestrictedMeanDifference",
    "ResultTable",
    "SeriesCard",
    "SeriesFigure",
    "SpiderPlot",
    "Standing",
    "StudyAnswer",
    "StudySheet",
    "SurvivalComparison",
    "SurvivalCurve",
    "SurvivalQuantile",
    "SurvivalRate",
    "SurvivalSummary",
    "SwimmerPlot",
    "TargetSeries",
    "Theme",
    "TimeToEvent",
    "ToxicityComparison",
    "ToxicityTable",
    "Transitions",
    "UnreadableFileError",
    "ValidationReport",
    "ViewDocument",
    "ViewRequest",
    "WaterfallPlot",
    "answer_of",
    "as_first_lines",
    "attrition",
    "attrition_figure",
    "available_endpoints",
    "available_incidences",
    "baseline_table",
    "begin_opening",
    "benchmark",
    "beta_product_limits",
    "binomial_test",
    "card_differences",
    "censored_at_next_line",
    "clopper_pearson",
    "clustered_kaplan_meier",
    "clustered_log_rank",
    "clustered_std_error",
    "cohort_template",
    "cohort_to_table",
    "compare_cohorts",
    "compare_response",
    "compare_survival",
    "compare_toxicity",
    "competing_times",
    "completeness_table",
    "compute_view",
    "course_of",
    "cox_regression",
    "criteria_like",
    "cumulative_incidence",
    "derive_competing",
    "derive_duration_of_response",
    "derive_endpoint",
    "derive_next_treatment",
    "derive_recurrence",
    "describe_method",
    "difference_fragility",
    "difference_limits",
    "downloaded_cohort",
    "drop_dates",
    "event_weights",
    "example_cohort",
    "figure_changes",
    "filter_cohort",
    "find_endpoint",
    "fisher_exact",
    "follow_up",
    "follow_up_differs",
    "forest_figure",
    "format_number",
    "gray_test",
    "group_hazard_ratio",
    "group_rows",
    "growth_figure",
    "growth_modulation",
    "holm",
    "in_whole_months",
    "incidence_at",
    "incidence_figure",
    "incidence_summary",
    "jeffreys",
    "kaplan_meier",
    "kaplan_meier_figure",
    "known_at_landmark",
    "known_of_study",
    "landmark_cases",
    "landmark_difference",
    "leave_one_out",
    "line_beside",
    "log_rank",
    "log_rank_scores",
    "masked_view_tables",
    "median_fragility",
    "mid_p",
    "miettinen_nurminen",
    "months_between",
    "months_from",
    "months_from_days",
    "months_to_next_line",
    "named_by",
    "new_labels",
    "newcombe",
    "one_sample_log_rank",
    "open_questions",
    "opening_outcome",
    "orr_fragility",
    "own_card",
    "pairwise_log_rank",
    "parse_adverse_events",
    "parse_target_changes",
    "patient_key",
    "patient_of_key",
    "permutation_log_rank",
    "place_times",
    "proportion",
    "proportion_difference",
    "proportion_pairs",
    "published_figures",
    "published_to_frame",
    "python_script",
    "r_script",
    "rate_fragility",
    "read_adverse_events",
    "read_cards",
    "read_cohort",
    "read_drawn_curve",
    "read_mapping",
    "read_work",
    "rekey_patients",
    "resolve_overlap",
    "response_choices",
    "response_figure",
    "response_rates_of",
    "response_table",
    "restricted_mean",
    "restricted_mean_difference",
    "shipped_cards",
    "small_group_permutation",
    "smallest_log_rank_p",
    "spider_figure",
    "spider_plot",
    "stable_for",
    "standard_views",
    "standing_of",
    "start_in_months",
    "stays_at_risk",
    "study_sheet",
    "subgroup_forest",
    "summarize_numbers",
    "survival_choices",
    "survival_contrast_fragility",
    "survival_limits",
    "survival_quantile",
    "survival_rate",
    "survival_regression",
    "survival_summary",
    "swimmer_figure",
    "swimmer_lines",
    "swimmer_patients",
    "time_to_event",
    "time_to_response",
    "time_unit",
    "toxicity_table",
    "transitions",
    "unit_meaning",
    "use_tables",
    "view_document",
    "view_figure",
    "view_tables",
    "waterfall_figure",
    "waterfall_plot",
    "what_becomes",
    "wilson",
    "with_answer",
    "with_mapping",
    "with_new_labels",
    "within_subgroups",
    "without_answers",
    "without_free_text",
    "write_as_printed",
    "write_board",
    "write_cards",
    "write_cohort_workbook",
    "write_csv",
    "write_deck",
    "write_mapping",
    "write_pdf_report",
    "write_picture",
    "write_report",
    "write_word",
    "write_work",
    "write_workbook",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
