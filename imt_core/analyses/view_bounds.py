"""What a view may be asked for: the bounds of every control, and of a request from a file."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, get_args

from imt_core.analyses.baseline import BaselineOrder
from imt_core.analyses.benchmark.cards import MOST_CARDS, check_own_cards
from imt_core.analyses.forest.rows import RESPONSE_MEASURES
from imt_core.analyses.swimmer.plot import LineSort, PatientSort
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.competing_cases import COMPETING_ENDPOINTS
from imt_core.cohort.counting import Overlap
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.named_subgroups import check_subgroups, named_in
from imt_core.cohort.pseudonyms import KEY_DIGITS
from imt_core.conventions.choices import CONF_LEVELS
from imt_core.conventions.errors import ImtError
from imt_core.estimates.drawn_curve import check_drawn_curve

MOST_GROUPING: Final = 2
"""Columns that are crossed to make the groups of one view."""
MOST_COMPARED: Final = 6
"""Subgroups by name that are set side by side in one view."""
MOST_SUBGROUPS: Final = 20
"""Columns whose levels stand in one forest."""
MOST_HIDDEN: Final = 20
"""Variables that a baseline table leaves out."""
MOST_COVARIATES: Final = 3
MOST_RATES: Final = 20
"""Times at which survival is read."""
FIRST_LANDMARK: Final = 1.0
"""Months; the earliest time of a forest of survival, and of a landmark analysis."""
LONGEST_AXIS: Final = 1_200
"""Months; longer than any follow-up."""
MOST_LEAST: Final = 1_000
"""Cases that a term of a toxicity table may be asked to have."""
LONGEST_TITLE: Final = 300
"""Characters."""

SURVIVAL_NAMES: Final = (*ENDPOINTS, "dor")
BASELINE_ORDERS: Final[tuple[str, ...]] = get_args(BaselineOrder)
INCIDENCE_NAMES: Final = tuple(COMPETING_ENDPOINTS)
LANE_SORTS: Final = {"lines": get_args(LineSort), "patients": get_args(PatientSort)}
UNCLUSTERED: Final[tuple[Overlap, ...]] = ("keep", "first line", "leave out")
"""A response rate, a share, and an incidence, has no variance by patient."""
_UNCLUSTERED_KINDS: Final = (
    "response",
    "waterfall",
    "spider",
    "incidence",
    "benchmark",
    "toxicity",
)


def is_rate_time(months: float) -> bool:
    """Whether survival can be read at a time."""
    return 0 <= months <= LONGEST_AXIS


def is_landmark(months: float) -> bool:
    """Whether a forest can be of survival at a time, or a landmark analysis start there."""
    return FIRST_LANDMARK <= months <= LONGEST_AXIS


def is_patient_key(key: str) -> bool:
    """Whether a text could be what `patient_key` gives."""
    return len(key) == KEY_DIGITS and set(key) <= set("0123456789abcdef")


def check_request(request: ViewRequest) -> None:
    """Refuse a request that no page could make, of whatever cohort.

    Raises
    ------
    ImtError
        With the first thing that is out of bounds.

    Examples
    --------
    >>> check_request(ViewRequest(kind="survival", by=("sex", "ecog"), endpoint="os"))
    >>> check_request(ViewRequest(kind="survival", rate_months=(12.0, float("nan"))))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: rate_months must be up to 20 different times between 0 and 1,200 months, \
but is not. Give the times that the table is to show.
    """
    criteria = request.filter.criteria
    subgroups = named_in(request.by)
    check_subgroups(subgroups)
    _must(
        len(request.title) <= LONGEST_TITLE,
        f"title must have at most {LONGEST_TITLE} characters, but is longer. Shorten it.",
    )
    _must(
        request.conventions.conf_level in CONF_LEVELS,
        f"conf_level must be one of {', '.join(map(str, CONF_LEVELS))}, but is another. "
        "Choose one of them.",
    )
    _must(
        _are_distinct(request.by) and _are_distinct(request.columns),
        "by and columns must name each column once, but one is repeated. Name it once.",
    )
    _must(
        len(request.hidden) <= MOST_HIDDEN and _are_distinct(request.hidden),
        f"hidden must name up to {MOST_HIDDEN} columns, each once, but does not. Name fewer.",
    )
    _must(
        request.order in BASELINE_ORDERS,
        f"order must be one of {', '.join(BASELINE_ORDERS)}, but is another. Choose one of them.",
    )
    _must(
        len(subgroups) in (0, len(request.by)) and len(subgroups) <= MOST_COMPARED,
        f"by must name columns, or up to {MOST_COMPARED} subgroups, but does not. Name fewer.",
    )
    _must(
        len(request.by) <= MOST_GROUPING or bool(subgroups),
        f"by must name at most {MOST_GROUPING} columns, but names more. Name fewer.",
    )
    _must(
        len(request.columns) <= MOST_SUBGROUPS,
        f"columns must name at most {MOST_SUBGROUPS} columns, but names more. Name fewer.",
    )
    _must(
        _are_distinct([c.column for c in criteria])
        and all(c.levels and _are_distinct(c.levels) for c in criteria),
        "filter must name each column and each level once, but one is repeated or has no level. "
        "Choose the filter anew.",
    )
    names = INCIDENCE_NAMES if request.kind == "incidence" else SURVIVAL_NAMES
    _must(
        request.endpoint in names,
        f"endpoint must be one of {', '.join(names)}, but is another. Choose one of them.",
    )
    _must(
        len(request.rate_months) <= MOST_RATES
        and _are_distinct(request.rate_months)
        and all(map(is_rate_time, request.rate_months)),
        f"rate_months must be up to {MOST_RATES} different times between 0 and {LONGEST_AXIS:,} "
        "months, but is not. Give the times that the table is to show.",
    )
    landmark = request.landmark_months
    _must(
        landmark is None
        or (
            is_landmark(landmark) and request.endpoint in ENDPOINTS and request.kind != "incidence"
        ),
        f"landmark_months must lie between {FIRST_LANDMARK:g} and {LONGEST_AXIS:,}, of one of "
        f"{', '.join(ENDPOINTS)}, and of survival, but is another. Choose one of them.",
    )
    _must(
        request.measure in RESPONSE_MEASURES
        if isinstance(request.measure, str)
        else request.measure[0] in ENDPOINTS and is_landmark(request.measure[1]),
        f"measure must be {' or '.join(RESPONSE_MEASURES)}, or one of "
        f"{', '.join(ENDPOINTS)} at {FIRST_LANDMARK:g} to {LONGEST_AXIS:,} months, but is not. "
        "Choose the rate anew.",
    )
    _must(
        is_landmark(request.durable_months),
        f"durable_months must lie between {FIRST_LANDMARK:g} and {LONGEST_AXIS:,}, but does not. "
        "Give the months that a stable disease must last.",
    )
    _must(
        request.sort in LANE_SORTS[request.lane],
        f"sort must be an order of {request.lane}, but {request.sort} is none. "
        f"Choose one of {', '.join(LANE_SORTS[request.lane])}.",
    )
    _must(
        request.kind not in _UNCLUSTERED_KINDS or request.overlap in UNCLUSTERED,
        f"overlap of a {request.kind} must be one of {', '.join(UNCLUSTERED)}, but is another. "
        "Choose one of them.",
    )
    _must(
        len(request.cards) <= MOST_CARDS and _are_distinct(request.cards),
        f"cards must name at most {MOST_CARDS} series, each once, but do not. Name fewer.",
    )
    check_own_cards(request.own_cards)
    if request.drawn_curve is not None:
        check_drawn_curve(request.drawn_curve)
    _must(
        all(not key or is_patient_key(key) for key in (request.patient, request.index)),
        f"patient and index must be keys of {KEY_DIGITS} hexadecimal digits, but are not. "
        "Choose the patient anew.",
    )
    _must(
        1 <= request.term_least <= MOST_LEAST,
        f"term_least must lie between 1 and {MOST_LEAST:,}, but does not. Give the cases that a "
        "term must have.",
    )
    until = request.until_months
    if until is not None:
        _must(
            0 < until <= LONGEST_AXIS,
            f"until_months must lie between 0 and {LONGEST_AXIS:,}, but {until:g} was found. "
            "Give the months that the axis is to show.",
        )


def _must(is_so: bool, message: str) -> None:
    if not is_so:
        raise ImtError(message)


def _are_distinct(values: Sequence[Hashable]) -> bool:
    return len(set(values)) == len(values)
