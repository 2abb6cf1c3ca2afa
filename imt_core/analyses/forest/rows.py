"""One row of a forest: the response rate, or survival at one time, in some of the cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import pandas as pd

from imt_core.cohort.counting import Unit, cases_in_unit
from imt_core.cohort.endpoints import ENDPOINTS, EndpointCases, EndpointName, derive_endpoint
from imt_core.cohort.schema import EVALUABLE_RESPONSES, RESPONDERS, Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.proportions import proportion
from imt_core.estimates.small_groups import FEW_CASES
from imt_core.estimates.survival_rates import survival_rate

Measure: TypeAlias = Literal["orr"] | tuple[EndpointName, float]
"""The overall response rate, or survival of one endpoint at one time in months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """The rate in one subgroup, or overall.

    Parameters
    ----------
    column, level : str or None
        The column and its level; ``None`` for the overall row.
    heading : str
        The column's name for a reader; empty for the overall row.
    label : str
        The level's name for a reader, to be read under its heading.
    n : int
        Denominator: evaluable cases, or cases that enter the endpoint.
    n_event : int
        Responders, or events up to the landmark time.
    n_risk : int or None
        Cases with follow-up of at least the landmark time; ``None`` for a response rate.
    estimate, conf_low, conf_high : float or None
        Fractions; ``None`` where not estimable or where the limit is not defined.
    reason : str
        Why there is no estimate; empty where there is one.
    """

    column: str | None
    level: str | None
    heading: str
    label: str
    n: int
    n_event: int
    n_risk: int | None
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    reason: str = ""

    @property
    def is_overall(self) -> bool:
        """Whether this is the row of everybody."""
        return self.column is None

    @property
    def is_small(self) -> bool:
        """Whether the subgroup is better read patient by patient."""
        return 0 < self.n < FEW_CASES

    @property
    def name(self) -> str:
        """Heading and level together, to be read alone."""
        return f"{self.heading}: {self.label}" if self.heading else self.label


RowEstimator: TypeAlias = tuple[pd.DataFrame, pd.DataFrame, Callable[..., ForestRow]]
"""Rows whose levels are looked at, those that enter, and the row made from some of them."""


def response_rate_rows(cohort: Cohort, unit: Unit, conventions: Conventions) -> RowEstimator:
    """Prepare rows of the overall response rate."""
    if "best_response" not in cohort.frame:
        raise ImtError(
            "cohort must have the column best_response for a response rate, but it is missing. "
            "Add it to the sheet, or choose an endpoint with a time."
        )
    rows = cases_in_unit(cohort.frame, unit)
    entering = rows[rows["best_response"].isin(EVALUABLE_RESPONSES)]
    return rows, entering, partial(_response_row, unit=unit, conventions=conventions)


def survival_rows(
    cohort: Cohort, measure: tuple[EndpointName, float], unit: Unit, conventions: Conventions
) -> RowEstimator:
    """Prepare rows of survival at one time."""
    if not (isinstance(measure, tuple) and len(measure) == 2 and measure[0] in ENDPOINTS):
        raise ImtError(
            f"measure must be orr or an endpoint with a time, but {measure} was found. "
            'Give "orr" or ("pfs", 12).'
        )
    cases = derive_endpoint(cohort, measure[0], unit=unit)
    make = partial(_survival_row, cases=cases, months=measure[1], conventions=conventions)
    return cases.rows, cases.rows, make


def _response_row(
    rows: pd.DataFrame,
    *,
    unit: Unit,
    conventions: Conventions,
    column: str | None,
    level: str | None,
    heading: str,
    label: str,
) -> ForestRow:
    responses = rows["best_response"]
    rate = proportion(
        int(responses.isin(RESPONDERS).sum()),
        int(responses.isin(EVALUABLE_RESPONSES).sum()),
        conf_level=conventions.conf_level,
        conf_type=conventions.proportion_conf_type,
    )
    return ForestRow(
        column=column,
        level=level,
        heading=heading,
        label=label,
        n=rate.n,
        n_event=rate.n_success,
        n_risk=None,
        estimate=rate.estimate,
        conf_low=rate.conf_low,
        conf_high=rate.conf_high,
        reason="" if rate.n else f"no evaluable {unit}",
    )


def _survival_row(
    rows: pd.DataFrame,
    *,
    cases: EndpointCases,
    months: float,
    conventions: Conventions,
    column: str | None,
    level: str | None,
    heading: str,
    label: str,
) -> ForestRow:
    curve = kaplan_meier(
        cases.times.subset(cases.rows.index.isin(rows.index)),
        conf_level=conventions.conf_level,
        conf_type=conventions.survival_conf_type,
    )
    rate = survival_rate(curve, months)
    return ForestRow(
        column=column,
        level=level,
        heading=heading,
        label=label,
        n=curve.n,
        n_event=int(curve.n_event[curve.time <= months].sum()),
        n_risk=rate.n_risk,
        estimate=rate.estimate,
        conf_low=rate.conf_low,
        conf_high=rate.conf_high,
        reason=rate.reason if curve.n else f"no case enters {cases.endpoint.short}",
    )
