"""Comparisons as tables of text for the screen."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from imt_core.analyses.response import ResponseTable
from imt_core.analyses.response_comparison import ResponseComparison
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.survival_comparison import SurvivalComparison
from imt_core.comparisons.cox.regression import CoxRegression
from imt_core.comparisons.landmark_difference import LandmarkDifference
from imt_core.conventions.choices import (
    PROPORTION_CONF_TYPES,
    SURVIVAL_CONF_TYPES,
    ProportionConfType,
    SurvivalConfType,
)
from imt_core.conventions.formatting import (
    NOT_ESTIMABLE,
    format_estimate,
    format_number,
    format_p_or_reason,
    format_p_value,
    format_percent_estimate,
    format_range,
)
from imt_core.estimates.restricted_mean import RestrictedMeanDifference
from imt_core.reporting.tables.baseline_tables import format_response_table, format_survival_table

IN_FORCE = " (in force)"


def format_tests(comparison: SurvivalComparison) -> pd.DataFrame:
    """Each test of all groups, then each pair: p, adjusted p, and the smallest p attainable."""
    rows = []
    if comparison.test is not None:
        rows.append(
            {
                "Compared": " v ".join(comparison.groups),
                "Test": comparison.test.method,
                "p": _p(comparison.test.p_value, comparison.test.reason),
                "Holm-adjusted": "",
            }
        )
    permutation = comparison.permutation
    if permutation is not None:
        smallest = format_p_value(permutation.smallest_p, decimals=4)
        error = (
            f" ± {format_number(permutation.std_error, decimals=4)}"
            if permutation.std_error is not None
            else ""
        )
        known = permutation.p_value is not None
        rows.append(
            {
                "Compared": " v ".join(comparison.groups),
                "Test": permutation.method,
                "p": _p(permutation.p_value, permutation.reason)
                + (f"{error}; smallest attainable {smallest}" if known else ""),
                "Holm-adjusted": "",
            }
        )
    rows += [
        {
            "Compared": f"{pair.group_1} v {pair.group_2}",
            "Test": pair.test.method,
            "p": _p(pair.p_value, pair.test.reason),
            "Holm-adjusted": format_p_value(pair.p_adjusted),
        }
        for pair in comparison.pairs
    ]
    table = pd.DataFrame(rows, columns=["Compared", "Test", "p", "Holm-adjusted"])
    return table if comparison.pairs else table.drop(columns="Holm-adjusted")


def _p(p_value: float | None, reason: str) -> str:
    return format_p_or_reason(p_value, f"{NOT_ESTIMABLE}: {reason}")


def format_differences(comparison: SurvivalComparison) -> pd.DataFrame:
    """One column for each pair: landmark differences in percentage points, restricted mean."""
    columns = {}
    for pair in comparison.differences:
        rows = {
            f"At {format_number(landmark.months, decimals=0)} months, points": _difference(
                landmark, scale=100
            )
            for landmark in pair.landmarks
        }
        mean = pair.restricted_mean
        if mean is not None:
            horizon = format_number(mean.horizon, decimals=0)
            rows[f"Restricted mean to {horizon} months, months"] = _difference(mean, scale=1)
        columns[f"{pair.group_1} less {pair.group_2}"] = rows
    return pd.DataFrame(columns).rename_axis("Difference").reset_index()


def _difference(difference: LandmarkDifference | RestrictedMeanDifference, *, scale: float) -> str:
    if difference.estimate is None:
        return f"{NOT_ESTIMABLE}: {difference.reason}"
    estimate = format_number(scale * difference.estimate)
    if difference.conf_low is None or difference.conf_high is None:
        return f"{estimate}, no interval: {difference.reason}"
    limits = format_range(scale * difference.conf_low, scale * difference.conf_high)
    return f"{estimate} ({limits}), {format_p_value(difference.p_value)}"


def format_response_comparison(comparison: ResponseComparison) -> pd.DataFrame:
    """One row for each pair: difference of ORR with its interval, Fisher's p, Holm's p."""
    return pd.DataFrame(
        [
            {
                "Compared": f"{pair.first} less {pair.second}",
                f"ORR difference, points ({comparison.conventions.conf_label})": format_estimate(
                    *(
                        None if x is None else 100 * x
                        for x in (
                            pair.difference.estimate,
                            pair.difference.conf_low,
                            pair.difference.conf_high,
                        )
                    )
                ),
                "Fisher's exact test": _p(pair.test.p_value, pair.test.reason),
                "Holm-adjusted": format_p_value(pair.p_adjusted),
            }
            for pair in comparison.pairs
        ]
    )


def format_cox(regression: CoxRegression) -> pd.DataFrame:
    """One row for each hazard ratio."""
    return pd.DataFrame(
        [
            {
                "Covariate": term.name
                if term.level is None
                else f"{term.name}: {term.level} v {term.reference}",
                "Events / n": f"{term.n_event} / {term.n}"
                + (
                    f" v {term.n_event_reference} / {term.n_reference}"
                    if term.reference is not None
                    else ""
                ),
                "Hazard ratio": format_estimate(
                    term.hazard_ratio, term.conf_low, term.conf_high, decimals=2
                ),
                "Wald": format_p_value(term.p_value),
                "Proportional hazards": _proportional(regression, term.name),
            }
            for term in regression.terms
        ]
    )


def _proportional(regression: CoxRegression, name: str) -> str:
    p_values = [test.p_value for test in regression.proportional_hazards if test.term == name]
    return format_p_value(p_values[0]) if p_values else NOT_ESTIMABLE


def format_survival_choices(
    choices: Mapping[SurvivalConfType, SurvivalSummary], *, in_force: SurvivalConfType
) -> pd.DataFrame:
    """Medians and landmark rates of every group under each interval."""
    tables = []
    for conf_type, summary in choices.items():
        table = format_survival_table(summary).iloc[:, [0, 4]]
        table.insert(1, "Interval", SURVIVAL_CONF_TYPES[conf_type] + _mark(conf_type == in_force))
        for index, rate in enumerate(summary.groups[0].rates if summary.groups else ()):
            rates = [group.rates[index] for group in summary.groups]
            table[f"At {format_number(rate.months, decimals=0)} months"] = [
                format_percent_estimate(r.estimate, r.conf_low, r.conf_high) for r in rates
            ]
        tables.append(table)
    return _grouped(tables)


def format_response_choices(
    choices: Mapping[ProportionConfType, ResponseTable], *, in_force: ProportionConfType
) -> pd.DataFrame:
    """The response rate of every group under each interval."""
    rows = {}
    for conf_type, table in choices.items():
        shown = format_response_table(table).set_index(table.grouping.label)
        orr = f"ORR ({table.conventions.conf_label})"
        name = PROPORTION_CONF_TYPES[conf_type] + _mark(conf_type == in_force)
        rows[name] = shown.loc[orr]
    return pd.DataFrame(rows).T.rename_axis("Interval of the ORR").reset_index()


def _mark(is_in_force: bool) -> str:
    return IN_FORCE if is_in_force else ""


def _grouped(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of several equal tables, those of one group together."""
    stacked = pd.concat(tables).sort_index(kind="stable")
    return stacked.reset_index(drop=True)
