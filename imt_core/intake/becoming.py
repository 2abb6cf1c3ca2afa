"""What a sheet will become: lines and patients, each endpoint's events and median, responses."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.endpoint_cases import available_endpoints, derive_endpoint
from imt_core.cohort.schema import EVALUABLE_RESPONSES, RESPONDERS, Cohort
from imt_core.conventions.choices import AS_PUBLISHED
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.survival_quantiles import survival_quantile
from imt_core.estimates.time_to_event import TimeToEvent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EndpointBecoming:
    """One endpoint of the cohort.

    Parameters
    ----------
    times : TimeToEvent
        Of the lines that enter, in the order of the sheet's rows.
    median : float or None
        Months; ``None`` where not reached.
    """

    times: TimeToEvent
    median: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Becoming:
    """What a sheet will become.

    Parameters
    ----------
    count : CaseCount
    endpoints : dict of str to EndpointBecoming
        Those that any line enters.
    n_evaluable, n_responders : int or None
        Lines with a best response of CR, PR, SD or PD, and of CR or PR; ``None`` where no best
        response is recorded.
    """

    count: CaseCount
    endpoints: dict[str, EndpointBecoming]
    n_evaluable: int | None
    n_responders: int | None


def what_becomes(cohort: Cohort | None) -> Becoming:
    """Count a cohort's lines, and work out the median of each endpoint as the model paper does.

    Parameters
    ----------
    cohort : Cohort or None
        ``None`` where the sheet becomes none: nothing is counted.

    Returns
    -------
    Becoming

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> becoming = what_becomes(example_cohort())
    >>> str(becoming.count), becoming.endpoints["os"].median, becoming.n_evaluable
    ('6 lines in 6 patients', 13.0, 5)
    >>> str(what_becomes(None).count), what_becomes(None).endpoints
    ('no lines', {})
    """
    if cohort is None:
        none = CaseCount(n_lines=0, n_patients=0)
        return Becoming(count=none, endpoints={}, n_evaluable=None, n_responders=None)
    times = {name: derive_endpoint(cohort, name).times for name in available_endpoints(cohort)}
    responses = cohort.frame["best_response"] if cohort.has("best_response") else None
    return Becoming(
        count=cohort.count,
        endpoints={
            name: EndpointBecoming(times=entering, median=_median(entering))
            for name, entering in times.items()
            if entering.n
        },
        n_evaluable=_count(responses, EVALUABLE_RESPONSES),
        n_responders=_count(responses, RESPONDERS),
    )


def _median(times: TimeToEvent) -> float | None:
    curve = kaplan_meier(times, conf_type=AS_PUBLISHED.survival_conf_type)
    return survival_quantile(curve, rule=AS_PUBLISHED.quantile_rule).estimate


def _count(responses: pd.Series | None, levels: tuple[str, ...]) -> int | None:
    return None if responses is None else int(responses.isin(levels).sum())
