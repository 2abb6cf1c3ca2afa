"""Results as tables of values that know the counts they rest on, and those tables as text."""

from typing import Final

from imt_core.reporting.tables import (
    baseline_tables,
    benchmark_table,
    course_table,
    forest_table,
    growth_table,
    incidence_tables,
    response_tables,
    survival_tables,
    swimmer_tables,
    target_tables,
    toxicity_tables,
    transition_tables,
)

__all__ = ["TABLE_MODULES"]

TABLE_MODULES: Final = (
    baseline_tables,
    response_tables,
    target_tables,
    survival_tables,
    incidence_tables,
    forest_table,
    swimmer_tables,
    growth_table,
    benchmark_table,
    course_table,
    transition_tables,
    toxicity_tables,
)
"""Each registers the result whose tables it makes when it is imported."""
