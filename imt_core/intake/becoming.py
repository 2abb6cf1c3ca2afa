"""What a sheet will become: lines and patients, each endpoint's events and median, responses."""

from __future__ import annotations

from collections.abc import Mapping as Reasons
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.endpoint_cases import EndpointCases, available_endpoints, derive_endpoint
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import EVALUABLE_RESPONSES, RESPONDERS, Cohort
from imt_core.conventions.choices import AS_PUBLISHED
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.survival_quantiles import survival_quantile
from imt_core.estimates.time_to_event import TimeToEvent
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.notation.kept_answers import kept
from imt_core.intake.origins import endpoint_origin, why_none

NOTHING: Final[Reasons[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EndpointBecoming:
    """One endpoint of the cohort.

    Parameters
    ----------
    times : TimeToEvent
        Of the lines that enter, in the order of the sheet's rows.
    median : float or None
        Months; ``None`` where not reached.
    origin : str
        From which columns, by the sheet's own headers.
    doubt : str
        What is implausible about it, as long as nobody answered it; else empty.
    """

    times: TimeToEvent
    median: float | None
    origin: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Becoming:
    """What a sheet will become.

    Parameters
    ----------
    count : CaseCount
    endpoints : dict of str to EndpointBecoming
        Those that any line enters.
    why_none : dict of str to str
        Of each other endpoint, why no line enters it.
    n_evaluable, n_responders : int or None
        Lines with a best response of CR, PR, SD or PD, and of CR or PR; ``None`` where no best
        response is recorded.
    """

    count: CaseCount
    endpoints: dict[str, EndpointBecoming]
    why_none: dict[str, str]
    n_evaluable: int | None
    n_responders: int | None


def what_becomes(
    cohort: Cohort | None,
    *,
    table: pd.DataFrame,
    mapping: Mapping,
    left_out: Reasons[str, str] = NOTHING,
    doubts: Reasons[str, str] = NOTHING,
) -> Becoming:
    """Count a cohort's lines, and work out the median of each endpoint as the model paper does.

    Parameters
    ----------
    cohort : Cohort or None
        ``None`` where the sheet becomes none: nothing is counted.
    table : pandas.DataFrame
        The texts that it is made of, in the canonical layout.
    mapping : Mapping
        That made them.
    left_out : mapping of str to str
        Endpoints that are not counted, and why.
    doubts : mapping of str to str
        What is implausible about endpoints, as long as nobody answered it.

    Returns
    -------
    Becoming

    Examples
    --------
    >>> from imt_core.intake.checks.checked_cohort import parse_cohort
    >>> table = pd.DataFrame({"patient_id": ["a", "b"], "os_months": ["3", "9"],
    ...     "os_event": ["1", "1"], "best_response": ["PR", "NE"]})
    >>> two = what_becomes(parse_cohort(table).cohort, table=table, mapping=Mapping())
    >>> str(two.count), two.endpoints["os"].median, two.n_evaluable
    ('2 lines in 2 patients', 6.0, 1)
    >>> two.endpoints["os"].origin, two.why_none["pfs"]
    ('from OS (months) and OS event', 'no column says who had a progression')
    >>> none = what_becomes(None, table=table, mapping=Mapping())
    >>> str(none.count), none.endpoints
    ('no lines', {})
    """
    if cohort is None:
        count = CaseCount(n_lines=0, n_patients=0)
        present, responses = {}, None
    else:
        count = cohort.count
        cases = cases_by_endpoint(cohort)
        times = {name: found.times for name, found in cases.items() if name not in left_out}
        present = {
            name: EndpointBecoming(
                times=entering,
                median=_median(entering),
                origin=endpoint_origin(name, cohort, table, mapping),
                doubt=doubts.get(name, ""),
            )
            for name, entering in times.items()
            if entering.n
        }
        responses = cohort.frame["best_response"] if cohort.has("best_response") else None
    return Becoming(
        count=count,
        endpoints=present,
        why_none={
            name: left_out.get(name) or why_none(name, cohort, table, mapping)
            for name in ENDPOINTS
            if name not in present
        },
        n_evaluable=_count(responses, EVALUABLE_RESPONSES),
        n_responders=_count(responses, RESPONDERS),
    )


@kept
def cases_by_endpoint(cohort: Cohort) -> dict[str, EndpointCases]:
    """The lines that enter each endpoint of a cohort; while a sheet is opened, worked out once.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a"], "os_months": [3.0], "os_event": [1.0]})
    >>> list(cases_by_endpoint(Cohort(frame=frame, name="one")))
    ['os']
    """
    return {name: derive_endpoint(cohort, name) for name in available_endpoints(cohort)}


def _median(times: TimeToEvent) -> float | None:
    curve = kaplan_meier(times, conf_type=AS_PUBLISHED.survival_conf_type)
    return survival_quantile(curve, rule=AS_PUBLISHED.quantile_rule).estimate


def _count(responses: pd.Series | None, levels: tuple[str, ...]) -> int | None:
    return None if responses is None else int(responses.isin(levels).sum())
