"""What every choice of interval would say of the figure in view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from imt_core.analyses.landmark_analysis import known_at_landmark
from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.cohort.named_subgroups import level_columns
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import (
    PROPORTION_CONF_TYPES,
    SURVIVAL_CONF_TYPES,
    ProportionConfType,
    SurvivalConfType,
)


def survival_choices(
    cohort: Cohort, summary: SurvivalSummary
) -> Mapping[SurvivalConfType, SurvivalSummary]:
    """Summarise survival under each interval, all other conventions as they are.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    summary : SurvivalSummary
        Gives cases, groups, landmark times and the other conventions; shared patients are kept.

    Returns
    -------
    mapping of conf_type to SurvivalSummary

    Examples
    --------
    The published five-year relapse-free survival, 4 of 8 relapsed:

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": list("abcdefgh"), "line_number": [1.0] * 8,
    ...     "rfs_months": [6.0, 12, 20, 30, 65, 70, 89, 110], "rfs_event": [1.0] * 4 + [0.0] * 4})
    >>> cohort = Cohort(frame=frame, name="eight")
    >>> choices = survival_choices(cohort, survival_summary(cohort, "rfs", rate_months=[60]))
    >>> for name in ("log", "log-log"):
    ...     rate = choices[name].groups[0].rates[0]
    ...     print(name, round(100 * rate.conf_low, 1), round(100 * rate.conf_high, 1))
    log 25.0 100.0
    log-log 15.2 77.5
    """
    rates = summary.groups[0].rates if summary.groups else ()
    if summary.landmark_months is not None:
        columns = level_columns(summary.grouping.by)
        cohort = known_at_landmark(cohort, columns, months=summary.landmark_months)
    return {
        conf_type: survival_summary(
            cohort,
            summary.cases,
            by=summary.grouping.by,
            unit=summary.unit,
            rate_months=[rate.months for rate in rates],
            conventions=replace(summary.conventions, survival_conf_type=conf_type),
        )
        for conf_type in SURVIVAL_CONF_TYPES
    }


def response_choices(
    cohort: Cohort, table: ResponseTable
) -> Mapping[ProportionConfType, ResponseTable]:
    """Tabulate responses under each interval, all other conventions as they are.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    table : ResponseTable
        Gives groups, counting unit and the other conventions; shared patients are kept.

    Returns
    -------
    mapping of conf_type to ResponseTable

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> choices = response_choices(cohort, response_table(cohort))
    >>> [round(100 * choices[name].groups[0].orr.conf_low, 1) for name in
    ...  ("clopper-pearson", "wilson")]
    [5.3, 11.8]
    """
    return {
        conf_type: response_table(
            cohort,
            by=table.grouping.by,
            unit=table.unit,
            durable_months=table.durable_months,
            conventions=replace(table.conventions, proportion_conf_type=conf_type),
        )
        for conf_type in PROPORTION_CONF_TYPES
    }
