"""What was chosen on the pages, by the name of each control, and what such a control may hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final, TypeAlias, get_args

from imt_core.analyses.growth_modulation import PriorLine
from imt_core.analyses.offered import offered_covariates, offered_endpoints, offered_measures
from imt_core.analyses.swimmer.plot import LaneLabel
from imt_core.analyses.view_bounds import (
    LONGEST_TITLE,
    MOST_COVARIATES,
    MOST_GROUPING,
    MOST_RATES,
    MOST_SUBGROUPS,
    is_landmark,
    is_rate_time,
)
from imt_core.cohort.counting import Unit
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.log_rank import WEIGHT_NAMES
from imt_core.comparisons.proportion_difference import DIFFERENCE_CONF_TYPES

Choice: TypeAlias = str | float | bool | tuple[str | float, ...] | None
_Bound: TypeAlias = Callable[[Choice, Cohort], bool]


def is_possible(name: str, value: Choice, cohort: Cohort) -> bool:
    """Whether a control of that name can hold a value, with that cohort open.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> is_possible("group_by", ("sex",), cohort), is_possible("group_by", None, cohort)
    (True, False)
    >>> is_possible("forest_months", (1.0, 2.0), cohort), is_possible("colour", "red", cohort)
    (False, False)
    """
    return name in CHOICES and CHOICES[name](value, cohort)


def _several(value: Choice, offered: Collection[str], *, at_most: int) -> bool:
    if not isinstance(value, tuple):
        return False
    return len(set(value)) == len(value) <= at_most and set(value) <= set(offered)


def _times(value: Choice, _: Cohort) -> bool:
    """Times that were typed in are texts."""
    if not isinstance(value, tuple) or not len(set(value)) == len(value) <= MOST_RATES:
        return False
    try:
        return all(is_rate_time(float(time)) for time in value)
    except ValueError:
        return False


def _landmark(value: Choice, _: Cohort) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return is_landmark(value)


def _one_of(offered: Collection[str]) -> _Bound:
    return lambda value, _: isinstance(value, str) and value in offered


CHOICES: Final[Mapping[str, _Bound]] = {
    "group_by": lambda v, c: _several(v, c.grouping_columns(), at_most=MOST_GROUPING),
    "forest_columns": lambda v, c: _several(v, c.grouping_columns(), at_most=MOST_SUBGROUPS),
    "covariates": lambda v, c: _several(v, offered_covariates(c), at_most=MOST_COVARIATES),
    "strata": lambda v, c: v is None or v in c.grouping_columns(),
    "reference_group": lambda v, _: v is None or (isinstance(v, str) and len(v) <= LONGEST_TITLE),
    "band": lambda v, _: isinstance(v, bool),
    "compare_durations": lambda v, _: isinstance(v, bool),
    "three_rows": lambda v, _: isinstance(v, bool),
    "rate_months": _times,
    "durable_months": _landmark,
    "forest_months": _landmark,
    "landmark_months": lambda v, c: v is None or _landmark(v, c),
    "curve": _one_of(("survival", "incidence")),
    "gmi_before": _one_of(get_args(PriorLine)),
    "endpoint": lambda v, c: v in offered_endpoints(c),
    "forest_measure": lambda v, c: v in offered_measures(c),
    "difference_conf_type": _one_of(DIFFERENCE_CONF_TYPES),
    "swimmer_label": _one_of(get_args(LaneLabel)),
    "swimmer_mode": _one_of(get_args(Unit)),
    "weights": _one_of(WEIGHT_NAMES),
}
"""Of each control that a session file keeps, whether it can hold a value."""
