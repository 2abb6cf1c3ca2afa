"""What every choice of interval would say of the figure in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.cohort.counting import Unit
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import (
    PROPORTION_CONF_TYPES,
    SURVIVAL_CONF_TYPES,
    Conventions,
    ProportionConfType,
    SurvivalConfType,
)


def survival_choices(
    cohort: Cohort,
    endpoint: str,
    *,
    by: Sequence[str],
    unit: Unit,
    rate_months: Sequence[float],
    conventions: Conventions,
) -> Mapping[SurvivalConfType, SurvivalSummary]:
    """Summarise survival under each interval, all other conventions as they are.

    Parameters
    ----------
    cohort, endpoint, by, unit, rate_months, conventions
        As in `survival_summary`.

    Returns
    -------
    mapping of conf_type to SurvivalSummary

    Examples
    --------
    The published five-year relapse-free survival, 4 of 8 relapsed:

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": list("abcdefgh"), "line_number": [1.0] * 8,
    ...     "rfs_months": [6.0, 12, 20, 30, 65, 70, 89, 110], "rfs_event": [1.0] * 4 + [0.0] * 4})
    >>> choices = survival_choices(Cohort(frame=frame, name="eight"), "rfs", by=(), unit="lines",
    ...                            rate_months=[60], conventions=Conventions())
    >>> for name in ("log", "log-log"):
    ...     rate = choices[name].groups[0].rates[0]
    ...     print(name, round(100 * rate.conf_low, 1), round(100 * rate.conf_high, 1))
    log 25.0 100.0
    log-log 15.2 77.5
    """
    return {
        conf_type: survival_summary(
            cohort,
            endpoint,
            by=by,
            unit=unit,
            rate_months=rate_months,
            conventions=replace(conventions, survival_conf_type=conf_type),
        )
        for conf_type in SURVIVAL_CONF_TYPES
    }


def response_choices(
    cohort: Cohort, *, by: Sequence[str], unit: Unit, conventions: Conventions
) -> Mapping[ProportionConfType, ResponseTable]:
    """Tabulate responses under each interval, all other conventions as they are.

    Parameters
    ----------
    cohort, by, unit, conventions
        As in `response_table`.

    Returns
    -------
    mapping of conf_type to ResponseTable

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...                       "best_response": ["PR", "PR", "SD", "SD"]})
    >>> choices = response_choices(Cohort(frame=frame, name="four"), by=(), unit="lines",
    ...                            conventions=Conventions())
    >>> [round(100 * choices[name].groups[0].orr.conf_low, 1) for name in
    ...  ("clopper-pearson", "wilson")]
    [6.8, 15.0]
    """
    return {
        conf_type: response_table(
            cohort,
            by=by,
            unit=unit,
            conventions=replace(conventions, proportion_conf_type=conf_type),
        )
        for conf_type in PROPORTION_CONF_TYPES
    }
