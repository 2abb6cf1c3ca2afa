"""One view of a cohort as it was asked for: enough to make it again, without a row of data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from imt_core.analyses.baseline import BaselineOrder
from imt_core.analyses.benchmark.cards import SeriesCard
from imt_core.analyses.forest.rows import Measure
from imt_core.analyses.growth_modulation import PriorLine
from imt_core.analyses.response_rates import DEFAULT_DURABLE_MONTHS
from imt_core.analyses.swimmer.plot import LaneLabel, LineSort, PatientSort
from imt_core.analyses.toxicity import TermGrades
from imt_core.analyses.transitions import Following
from imt_core.cohort.counting import Overlap, Unit
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.estimates.drawn_curve import DrawnCurve

ViewName = Literal[
    "baseline",
    "response",
    "waterfall",
    "spider",
    "survival",
    "incidence",
    "forest",
    "swimmer",
    "sequence",
    "benchmark",
    "course",
    "transitions",
    "toxicity",
]
"""The kinds of view, as session files name them; `view_kinds` describes each."""

RiskRows = Literal["three", "at risk"]
"""What stands below curves: at risk, censored and events so far; or those at risk alone."""

AxisEnd = Literal["informative", "whole"]
"""Where the time axis of curves ends: where too few are left at risk, or with the follow-up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRequest:
    """What a view shows, and of whom.

    Parameters
    ----------
    kind : str
        A name of `ViewName`.
    title : str
        The reader's own title; empty for the one that states population and n.
    filter : CohortFilter
    unit : {"lines", "patients"}
    conventions : Conventions
    by : tuple of str or of NamedSubgroup
        What makes the groups of a baseline table, response table, waterfall or curves: levels of
        columns, or subgroups by name.
    hidden : tuple of str
        Columns whose rows a baseline table leaves out.
    order : {"usual", "name", "missing"}
        Of its variables.
    overlap : {"keep", "first line", "leave out", "cluster"}
        What becomes of patients that groups share.
    endpoint : str
        Of survival: a name of `ENDPOINTS`, or ``dor`` for the duration of response. Of incidence: a
        name of `COMPETING_ENDPOINTS`.
    rate_months : tuple of float
        When survival rates or incidences are read.
    landmark_months : float or None
        Of survival: the month from which a landmark analysis counts; ``None`` for day 1.
    compare_durations : bool
        Whether durations of response are tested all the same.
    show_band : bool
        Whether curves have confidence bands.
    risk_rows : {"three", "at risk"}
        Whether those censored and those with an event stand below those at risk.
    axis : {"informative", "whole"}
        Whether the time axis of curves ends where few are left at risk, or with the follow-up.
    columns : tuple of str
        Whose levels are the subgroups of a forest.
    durable_months : float
        How long a stable disease must last to count as durable control in a response table.
    measure : "orr", "orr_treated" or tuple of str and float
        The rate of a forest: the response rate of the evaluable or of all treated, or an endpoint
        and its months.
    lane : {"lines", "patients"}
        What a lane of a swimmer plot is.
    sort : str
        Order of its lanes.
    label : {"patient", "regimen", "patient and regimen", "none"}
        Their names.
    until_months : float or None
        Where its axis ends; ``None`` for the whole course.
    before : {"just before", "last in the sheet"}
        Of a sequence: which line stands before another.
    cards : tuple of str
        Of a benchmark: ids of the series shown; none for all that are current.
    own_cards : tuple of SeriesCard
        The reader's own.
    shipped_cards : bool
        Whether the published series of inflammatory myofibroblastic tumour are there.
    compare_card : str
        The id of the series that the groups are set against; empty for none.
    drawn_curve : DrawnCurve or None
        Of survival: a curve from elsewhere that stands behind those of the cohort.
    patient : str
        Whose course a view of one patient shows: a key that `patient_key` gives.
    index : str
        The key of the patient whom every view marks; empty for nobody.
    following : {"regimen_group", "regimen"}
        Of transitions: what lines are named by.
    term_grades : {"all", "severe"}
        Of toxicity: which grades its terms are of.
    term_least : int
        How many cases a term must have.
    """

    kind: ViewName
    title: str = ""
    filter: CohortFilter = field(default_factory=CohortFilter)
    unit: Unit = "lines"
    conventions: Conventions = AS_PUBLISHED
    by: tuple[str | NamedSubgroup, ...] = ()
    hidden: tuple[str, ...] = ()
    order: BaselineOrder = "usual"
    overlap: Overlap = "keep"
    endpoint: str = "pfs"
    rate_months: tuple[float, ...] = (12.0, 24.0, 60.0)
    landmark_months: float | None = None
    compare_durations: bool = False
    show_band: bool = True
    risk_rows: RiskRows = "three"
    axis: AxisEnd = "informative"
    columns: tuple[str, ...] = ()
    durable_months: float = DEFAULT_DURABLE_MONTHS
    measure: Measure = "orr"
    lane: Unit = "lines"
    sort: LineSort | PatientSort = "duration"
    label: LaneLabel = "patient"
    until_months: float | None = None
    before: PriorLine = "just before"
    cards: tuple[str, ...] = ()
    own_cards: tuple[SeriesCard, ...] = ()
    shipped_cards: bool = True
    compare_card: str = ""
    drawn_curve: DrawnCurve | None = None
    patient: str = ""
    index: str = ""
    following: Following = "regimen_group"
    term_grades: TermGrades = "all"
    term_least: int = 1
