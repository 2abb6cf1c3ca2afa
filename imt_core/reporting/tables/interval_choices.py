"""What each choice of interval would say, as tables for the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from imt_core.analyses.response import ResponseTable
from imt_core.analyses.survival import SurvivalSummary
from imt_core.conventions.choices import (
    PROPORTION_CONF_TYPES,
    SURVIVAL_CONF_TYPES,
    ProportionConfType,
    SurvivalConfType,
)
from imt_core.conventions.formatting import format_exact, format_percent_estimate
from imt_core.reporting.tables.cells import format_response_rate
from imt_core.reporting.tables.survival_tables import format_quantile

IN_FORCE: Final = " (in force)"


def format_survival_choices(
    choices: Mapping[SurvivalConfType, SurvivalSummary], *, in_force: SurvivalConfType
) -> pd.DataFrame:
    """Medians and landmark rates of every group under each interval, those of a group together."""
    rows = [
        (
            position,
            {
                summary.grouping.label: group.label,
                "Interval": SURVIVAL_CONF_TYPES[conf_type] + _mark(conf_type == in_force),
                f"Median, months ({summary.conventions.conf_label})": format_quantile(group.median),
            }
            | {
                f"At {format_exact(rate.months)} months": format_percent_estimate(
                    rate.estimate, rate.conf_low, rate.conf_high
                )
                for rate in group.rates
            },
        )
        for conf_type, summary in choices.items()
        for position, group in enumerate(summary.groups)
    ]
    return pd.DataFrame([row for _, row in sorted(rows, key=lambda placed: placed[0])])


def format_response_choices(
    choices: Mapping[ProportionConfType, ResponseTable], *, in_force: ProportionConfType
) -> pd.DataFrame:
    """The response rate of every group under each interval."""
    return pd.DataFrame(
        [
            {
                "Interval of the ORR of evaluable": PROPORTION_CONF_TYPES[conf_type]
                + _mark(conf_type == in_force)
            }
            | {group.label: format_response_rate(group.orr) for group in table.groups}
            for conf_type, table in choices.items()
        ]
    )


def _mark(is_in_force: bool) -> str:
    return IN_FORCE if is_in_force else ""
