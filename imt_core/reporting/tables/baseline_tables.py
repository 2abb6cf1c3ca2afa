"""Results as tables of text for the screen, a slide or a page: every number is formatted here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pandas as pd

from imt_core.analyses.baseline import BaselineRow, BaselineTable, CountCell
from imt_core.analyses.completeness import Completeness
from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.cohort.counting import CaseCount
from imt_core.cohort.labels import level_phrase, level_text
from imt_core.cohort.schema import EVALUABLE_RESPONSES
from imt_core.conventions.formatting import (
    EN_DASH,
    NOT_ESTIMABLE,
    NOT_REACHED,
    format_count_percent,
    format_estimate,
    format_exact,
    format_number,
    format_percent_estimate,
    format_range,
    format_rate_or_reason,
)
from imt_core.estimates.proportions import Proportion
from imt_core.estimates.quartiles import NumberSummary
from imt_core.estimates.small_groups import FEW_CASES
from imt_core.estimates.survival_quantiles import SurvivalQuantile
from imt_core.estimates.survival_rates import SurvivalRate


def format_response_table(table: ResponseTable) -> pd.DataFrame:
    """One column for each group: counts, ORR and disease control rate.

    Examples
    --------
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "NE"]})
    >>> shown = format_response_table(response_table(Cohort(frame=frame, name="two")))
    >>> shown.set_index("All together").loc[["ORR (95% CI)", "Not evaluable"], "All"].tolist()
    ['1/1 (2.5–100.0%)', '1 (reason not recorded)']
    """
    label = table.conventions.conf_label
    columns = {
        group.label: {
            "Lines": str(group.count.n_lines),
            "Patients": str(group.count.n_patients),
            f"Evaluable {table.unit}": str(group.n_evaluable),
            **{
                f"{level} (% of evaluable)": _share(group.counts[level], group.n_evaluable)
                for level in EVALUABLE_RESPONSES
            },
            f"ORR ({label})": _proportion(group.orr),
            f"Disease control ({label})": _proportion(group.dcr),
            "Not evaluable": _not_evaluable(group),
            "Not recorded": str(group.n_not_recorded),
        }
        for group in table.groups
    }
    heading = table.grouping.label
    return pd.DataFrame(columns).rename_axis(heading).reset_index()


def _proportion(rate: Proportion) -> str:
    if rate.estimate is None:
        return "nobody evaluable"
    if rate.n < FEW_CASES:
        low, high = (None if x is None else 100 * x for x in (rate.conf_low, rate.conf_high))
        return f"{rate.n_success}/{rate.n} ({format_range(low, high)}%)"
    interval = format_percent_estimate(rate.estimate, rate.conf_low, rate.conf_high)
    return f"{rate.n_success}/{rate.n} = {interval}"


def _share(count: int, total: int) -> str:
    """A count with its percentage, or with its denominator where there are too few for one."""
    return f"{count} of {total}" if 0 < total < FEW_CASES else format_count_percent(count, total)


def _not_evaluable(group: GroupResponse) -> str:
    if not group.not_evaluable:
        return "0"
    if len(group.not_evaluable) == 1:
        reason, n = group.not_evaluable[0]
        return f"{n} ({reason})"
    reasons = ", ".join(f"{reason} {n}" for reason, n in group.not_evaluable)
    return f"{group.n_not_evaluable} ({reasons})"


def format_survival_table(summary: SurvivalSummary) -> pd.DataFrame:
    """One row for each group: events, median with limits, quartiles, follow-up.

    Examples
    --------
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.survival import survival_summary
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "os_months": [6.0, 10.0, 14.0, 20.0], "os_event": [1.0, 1.0, 1.0, 1.0]})
    >>> shown = format_survival_table(survival_summary(Cohort(frame=frame, name="four"), "os"))
    >>> shown.loc[0, "Median, months (95% CI)"], shown.loc[0, "Q1–Q3, months"]
    ('12.0 (6.0–NR)', '8.0–17.0')
    """
    label = summary.conventions.conf_label
    rows = []
    for group in summary.groups:
        q1, _, q3 = group.quantiles
        row = {
            summary.grouping.label: group.label,
            "Lines": group.count.n_lines,
            "Patients": group.count.n_patients,
            "Events": group.n_event,
            f"Median, months ({label})": _median(group),
            f"Q1{EN_DASH}Q3, months": format_range(q1.estimate, q3.estimate, missing=NOT_REACHED),
            "Median follow-up, months (Q1–Q3)": _follow_up(group.follow_up),
        }
        rows.append(row)
    return pd.DataFrame(rows)


def format_quartiles_table(summary: SurvivalSummary) -> pd.DataFrame:
    """One row for each group: the quartiles, each with its limits.

    Examples
    --------
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.survival import survival_summary
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "os_months": [6.0, 10.0, 14.0, 20.0], "os_event": [1.0, 1.0, 1.0, 1.0]})
    >>> shown = format_quartiles_table(survival_summary(Cohort(frame=frame, name="four"), "os"))
    >>> shown.loc[0, "Q1, months (95% CI)"]
    '8.0 (6.0–NR)'
    """
    label = summary.conventions.conf_label
    return pd.DataFrame(
        [
            {summary.grouping.label: group.label}
            | {
                f"{name}, months ({label})": format_estimate(
                    quantile.estimate, quantile.conf_low, quantile.conf_high, missing=NOT_REACHED
                )
                for name, quantile in zip(("Q1", "Median", "Q3"), group.quantiles, strict=True)
            }
            for group in summary.groups
        ]
    )


def _median(group: GroupSurvival) -> str:
    median = group.median
    if median.estimate is not None and np.isnan(group.curve.conf_low).all():
        return f"{format_number(median.estimate)} (limits not defined)"
    return format_estimate(median.estimate, median.conf_low, median.conf_high, missing=NOT_REACHED)


def _follow_up(quantiles: Sequence[SurvivalQuantile] | None) -> str:
    if quantiles is None:
        return NOT_ESTIMABLE
    q1, median, q3 = (quantile.estimate for quantile in quantiles)
    return format_estimate(median, q1, q3, missing=NOT_REACHED)


def format_rates_table(summary: SurvivalSummary) -> pd.DataFrame:
    """One row for each group, one column for each landmark time.

    Examples
    --------
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.survival import survival_summary
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [20.0, 20.0], "os_event": [0.0, 0.0]})
    >>> overall = survival_summary(Cohort(frame=frame, name="two"), "os", rate_months=[12, 24])
    >>> format_rates_table(overall).iloc[0].tolist()
    ['All', '100.0% (100.0–100.0), 2 at risk', 'NE: beyond the last follow-up (20.0 months)']
    """
    return pd.DataFrame(
        [
            {summary.grouping.label: group.label} | {_at(rate): _rate(rate) for rate in group.rates}
            for group in summary.groups
        ]
    )


def _at(rate: SurvivalRate) -> str:
    return f"At {format_exact(rate.months)} months"


def _rate(rate: SurvivalRate) -> str:
    text = format_rate_or_reason(rate.estimate, rate.conf_low, rate.conf_high, reason=rate.reason)
    return text if rate.estimate is None else f"{text}, {rate.n_risk} at risk"


def format_baseline_table(table: BaselineTable) -> pd.DataFrame:
    """One row for each variable or level, one column for each group.

    Examples
    --------
    >>> from imt_core.analyses.baseline import baseline_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "sex": ["male", "female"], "age_years": [20.0, 31.0]})
    >>> format_baseline_table(baseline_table(Cohort(frame=frame, name="two"))).values.tolist()
    [['Treatment lines', '2'], ['Patients', '2'], \
['Age (years), median (Q1–Q3)', '25.5 (20.0–31.0)'], ['Sex: male', '1 of 2'], \
['Sex: female', '1 of 2']]
    """
    sizes = [
        {"Characteristic": heading}
        | {group.label: str(size(group.count)) for group in table.groups}
        for heading, size in _SIZES.items()
    ]
    rows = [
        {"Characteristic": _row_heading(row)}
        | {
            group.label: _cell(row, cell)
            for group, cell in zip(table.groups, row.cells, strict=True)
        }
        for row in table.rows
    ]
    return pd.DataFrame(sizes + rows)


_SIZES: Final[dict[str, Callable[[CaseCount], int]]] = {
    "Treatment lines": lambda count: count.n_lines,
    "Patients": lambda count: count.n_patients,
}


def _row_heading(row: BaselineRow) -> str:
    variable = row.variable
    if variable.statistic == "median_iqr":
        return f"{row.label}, median (Q1{EN_DASH}Q3)"
    if variable.statistic == "median_range":
        return f"{row.label}, median (range)"
    level = level_text(variable.column, row.level or "")
    if variable.within is None:
        return f"{row.label}: {level}"
    return f"{row.label} within {level_phrase(*variable.within)}: {level}"


def _cell(row: BaselineRow, cell: CountCell | NumberSummary) -> str:
    if isinstance(cell, CountCell):
        return _share(cell.count, cell.total)
    low, high = (
        (cell.q1, cell.q3)
        if row.variable.statistic == "median_iqr"
        else (cell.minimum, cell.maximum)
    )
    values = (cell.median, low, high)
    is_whole = all(value is None or float(value).is_integer() for value in values)
    text = format_estimate(*values, decimals=0 if is_whole else 1)
    return f"{text}, {cell.n_missing} not recorded" if cell.n_missing else text


def format_completeness_table(completeness: Completeness) -> pd.DataFrame:
    """One row for each column, the least complete first.

    Examples
    --------
    >>> from imt_core.analyses.completeness import completeness_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "sex": ["male", None]})
    >>> format_completeness_table(completeness_table(Cohort(frame=frame, name="two"))).iloc[0, 0]
    'Sex'
    """
    ordered = sorted(
        completeness.columns,
        key=lambda column: column.n_recorded / column.n_expected if column.n_expected else 1.0,
    )
    return pd.DataFrame(
        [
            {
                "Column": column.label,
                "Recorded": format_count_percent(column.n_recorded, column.n_expected),
                "Of lines": column.n_expected,
                "Counted where": _condition(column.only_where),
                "Name in the file": column.column,
            }
            for column in ordered
        ]
    )


def _condition(only_where: str) -> str:
    return only_where or "all lines in view"
