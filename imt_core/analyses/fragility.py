"""How far any one patient moves a response rate, a median or survival at one time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from imt_core.analyses.leave_one_out import (
    MOST_OF_ONE_CURVE,
    Fragility,
    Scale,
    fragility_of,
    leave_one_out,
    too_many,
)
from imt_core.analyses.response import ResponseTable
from imt_core.cohort.endpoint_cases import EndpointCases
from imt_core.cohort.schema import EVALUABLE_RESPONSES, RESPONDERS
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.formatting import (
    format_count,
    format_exact,
    format_number,
    format_percent,
)
from imt_core.estimates.kaplan_meier import SurvivalCurve, kaplan_meier
from imt_core.estimates.survival_quantiles import survival_quantile
from imt_core.estimates.survival_rates import survival_rate

__all__ = [
    "Fragility",
    "describe_fragility",
    "leave_one_out",
    "median_fragility",
    "orr_fragility",
    "rate_fragility",
]


def orr_fragility(table: ResponseTable) -> Fragility:
    """Leave out each patient with an evaluable response in turn, and compute the response rate.

    Parameters
    ----------
    table : ResponseTable
        Its cases are taken all together, whatever its groups.

    Returns
    -------
    Fragility
        Fractions.

    Notes
    -----
    Without a patient who has r responses in m evaluable lines, x of n becomes
    ``(x - r) / (n - m)``.

    Examples
    --------
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.example import example_cohort
    >>> fragility = orr_fragility(response_table(example_cohort()))
    >>> fragility.lowest, fragility.highest, fragility.n_patients
    (0.25, 0.5, 5)
    >>> orr_fragility(response_table(example_cohort("f"))).reason
    'no patients'
    """
    evaluable = table.cases[table.cases["best_response"].isin(EVALUABLE_RESPONSES)]
    responded = evaluable["best_response"].isin(RESPONDERS).to_numpy()
    patients, position = np.unique(evaluable["patient_id"].to_numpy(str), return_inverse=True)
    n_left = responded.size - np.bincount(position, minlength=patients.size)
    n_responded = responded.sum() - np.bincount(position[responded], minlength=patients.size)
    rates = (n_responded[n_left > 0] / n_left[n_left > 0]).tolist()
    estimate = float(responded.mean()) if responded.size else None
    return fragility_of("ORR of evaluable", "fraction", estimate, rates, patients.size)


def median_fragility(cases: EndpointCases, *, conventions: Conventions = AS_PUBLISHED) -> Fragility:
    """Leave out each patient who enters an endpoint in turn, and read the median.

    Parameters
    ----------
    cases : EndpointCases
    conventions : Conventions
        Gives the rule of the quantile.

    Returns
    -------
    Fragility
        Months; a median that is not reached is ``None`` and counted in `n_not_estimable`.

    Examples
    --------
    >>> from imt_core.cohort.endpoint_cases import derive_endpoint
    >>> from imt_core.cohort.example import example_cohort
    >>> fragility = median_fragility(derive_endpoint(example_cohort(), "os"))
    >>> fragility.estimate, fragility.lowest, fragility.highest
    (13.0, 10.0, 16.0)
    >>> one = derive_endpoint(example_cohort("a"), "os")
    >>> median_fragility(one).lowest is None
    True
    """

    def median(curve: SurvivalCurve) -> float | None:
        return survival_quantile(curve, rule=conventions.quantile_rule).estimate

    label = f"median {cases.endpoint.short}"
    return _survival_fragility(cases, median, label=label, scale="months")


def rate_fragility(cases: EndpointCases, months: float) -> Fragility:
    """Leave out each patient who enters an endpoint in turn, and read survival at one time.

    Parameters
    ----------
    cases : EndpointCases
    months : float
        At least 0.

    Returns
    -------
    Fragility
        Fractions; where leaving a patient out ends follow-up before `months` there is no estimate.

    Raises
    ------
    ImtError
        If `months` is impossible.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.endpoint_cases import derive_endpoint
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "os_months": [6.0, 10.0, 14.0, 20.0], "os_event": [1.0, 1.0, 0.0, 0.0]})
    >>> cases = derive_endpoint(Cohort(frame=frame, name="four"), "os")
    >>> fragility = rate_fragility(cases, 8)
    >>> fragility.estimate, fragility.highest
    (0.75, 1.0)
    >>> rate_fragility(cases, 18).n_not_estimable
    1
    """

    def rate(curve: SurvivalCurve) -> float | None:
        return survival_rate(curve, months).estimate

    label = f"{cases.endpoint.short} at {format_exact(months)} months"
    return _survival_fragility(cases, rate, label=label, scale="fraction")


def describe_fragility(fragility: Fragility) -> str:
    """Say in one or two sentences how far one patient moves the estimate.

    Examples
    --------
    >>> orr = Fragility(label="ORR", scale="fraction", estimate=10 / 21, lowest=8 / 18,
    ...                 highest=0.5, n_patients=19, n_not_estimable=0)
    >>> describe_fragility(orr)
    'Leaving out any one patient moves the ORR between 44.4% and 50.0%.'
    >>> describe_fragility(Fragility(label="median OS", scale="months", estimate=30.0, lowest=28.0,
    ...     highest=33.5, n_patients=12, n_not_estimable=2))
    'Leaving out any one patient moves the median OS between 28.0 and 33.5 months. It is not \
reached when any one of 2 patients is left out.'
    >>> describe_fragility(Fragility(label="ORR", scale="fraction", estimate=1.0, lowest=None,
    ...     highest=None, n_patients=1, n_not_estimable=1, reason="only one patient"))
    'How far one patient moves the ORR cannot be said: only one patient.'
    """
    if fragility.lowest is None or fragility.highest is None:
        return (
            f"How far one patient moves the {fragility.label} cannot be said: {fragility.reason}."
        )
    low, high = (_number(x, fragility.scale) for x in (fragility.lowest, fragility.highest))
    unit = f" {fragility.scale}" if fragility.scale in ("months", "points") else ""
    missing = "not reached" if fragility.scale == "months" else "not estimable"
    between = f"at {low}{unit}" if low == high else f"between {low} and {high}{unit}"
    n_without = fragility.n_not_estimable
    if fragility.estimate is None:
        n_with = format_count(fragility.n_patients - n_without, "patient")
        word = missing.removeprefix("not ")
        return (
            f"The {fragility.label} is {missing}; it is {word}, {between}, when any one of "
            f"{n_with} is left out."
        )
    moves = "leaves" if low == high else "moves"
    sentence = f"Leaving out any one patient {moves} the {fragility.label} {between}."
    if n_without == 0:
        return sentence
    whom = "one patient" if n_without == 1 else f"any one of {n_without} patients"
    return f"{sentence} It is {missing} when {whom} is left out."


def _survival_fragility(
    cases: EndpointCases,
    statistic: Callable[[SurvivalCurve], float | None],
    *,
    label: str,
    scale: Scale,
) -> Fragility:
    # Nobody's first line depends on another patient: the cases stay as they were derived.
    position, patients = pd.factorize(cases.rows["patient_id"], use_na_sentinel=False)
    n = patients.size
    others = (
        statistic(kaplan_meier(cases.times.subset(position != left_out)))
        for left_out in range(n)
        if 1 < n <= MOST_OF_ONE_CURVE
    )
    estimate, reason = statistic(kaplan_meier(cases.times)), too_many(n, MOST_OF_ONE_CURVE)
    return fragility_of(label, scale, estimate, others, n, reason=reason)


def _number(value: float, scale: Scale) -> str:
    if scale == "fraction":
        return format_percent(value)
    if scale == "points":
        return format_number(100 * value)
    return format_number(value, decimals={"ratio": 2, "p": 3}.get(scale, 1))
