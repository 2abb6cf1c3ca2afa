"""One row of a forest: the response rate, or survival at one time, in some of the cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, TypeAlias

import pandas as pd

from imt_core.cohort.counting import Unit, cases_in_unit
from imt_core.cohort.endpoint_cases import EndpointCases, derive_endpoint
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import EVALUABLE_RESPONSES, RESPONDERS, Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.proportions import proportion
from imt_core.estimates.small_groups import FEW_CASES
from imt_core.estimates.survival_rates import survival_rate

ResponseMeasure: TypeAlias = Literal["orr", "orr_treated"]
Measure: TypeAlias = ResponseMeasure | tuple[str, float]
"""The overall response rate, or survival of one endpoint at one time in months."""

RESPONSE_MEASURES: Final[dict[ResponseMeasure, tuple[str, ...]]] = {
    "orr": EVALUABLE_RESPONSES,
    "orr_treated": (*EVALUABLE_RESPONSES, "NE"),
}
"""The responses that are in the denominator."""

DENOMINATORS: Final[dict[ResponseMeasure, str]] = {"orr": "evaluable", "orr_treated": "treated"}


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
        Denominator: evaluable or treated cases, or cases that enter the endpoint.
    n_event : int
        Responders, or events up to the landmark time.
    n_risk : int or None
        Cases with follow-up of at least the landmark time; ``None`` for a response rate.
    estimate, conf_low, conf_high : float or None
        Fractions; ``None`` where not estimable or where the limit is not defined.
    reason : str
        Why there is no estimate; empty where there is one.
    n_died : int or None
        Distinct patients with these events, where death alone is the event; else ``None``.
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
    n_died: int | None = None

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


def check_measure(measure: Measure) -> None:
    """Refuse what is neither a response rate nor an endpoint with a time.

    Examples
    --------
    >>> check_measure("orr_treated")
    >>> check_measure(("pfs",))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: measure must be orr or orr_treated, or an endpoint with a time, but \
('pfs',) was found. Give "orr" or ("pfs", 12).
    """
    if isinstance(measure, str):
        is_known = measure in RESPONSE_MEASURES
    else:
        is_known = len(measure) == 2 and measure[0] in ENDPOINTS
    if not is_known:
        raise ImtError(
            f"measure must be {' or '.join(RESPONSE_MEASURES)}, or an endpoint with a time, but "
            f'{measure} was found. Give "orr" or ("pfs", 12).'
        )


def response_rate_rows(
    cohort: Cohort, measure: ResponseMeasure, unit: Unit, conventions: Conventions
) -> RowEstimator:
    """Prepare rows of the overall response rate, of the evaluable or of all treated."""
    if "best_response" not in cohort.frame:
        raise ImtError(
            "cohort must have the column best_response for a response rate, but it is missing. "
            "Add it to the sheet, or choose an endpoint with a time."
        )
    rows = cases_in_unit(cohort.frame, unit)
    entering = rows[rows["best_response"].isin(RESPONSE_MEASURES[measure])]
    make = partial(_response_row, measure=measure, unit=unit, conventions=conventions)
    return rows, entering, make


def survival_rows(
    cohort: Cohort, measure: tuple[str, float], unit: Unit, conventions: Conventions
) -> RowEstimator:
    """Prepare rows of survival at one time."""
    cases = derive_endpoint(cohort, measure[0], unit=unit)
    make = partial(_survival_row, cases=cases, months=measure[1], conventions=conventions)
    return cases.rows, cases.rows, make


def _response_row(
    rows: pd.DataFrame,
    *,
    measure: ResponseMeasure,
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
        int(responses.isin(RESPONSE_MEASURES[measure]).sum()),
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
        reason="" if rate.n else f"no {DENOMINATORS[measure]} {unit}",
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
    inside = cases.rows.index.isin(rows.index)
    times = cases.times.subset(inside)
    curve = kaplan_meier(
        times, conf_level=conventions.conf_level, conf_type=conventions.survival_conf_type
    )
    rate = survival_rate(curve, months)
    return ForestRow(
        column=column,
        level=level,
        heading=heading,
        label=label,
        n=curve.n,
        n_event=int(curve.n_event[: curve.step_at(months) + 1].sum()),
        n_risk=rate.n_risk,
        estimate=rate.estimate,
        conf_low=rate.conf_low,
        conf_high=rate.conf_high,
        reason=rate.reason if curve.n else f"no case enters {cases.endpoint.short}",
        n_died=cases.rows["patient_id"][inside][times.event & (times.months <= months)].nunique()
        if cases.endpoint.is_death_alone
        else None,
    )
