"""A forest as a table of text: subgroup, counts, estimate with its interval."""

from __future__ import annotations

import pandas as pd

from imt_core.analyses.forest.forest import Forest, ForestRow
from imt_core.conventions.formatting import format_rate_or_reason


def format_forest_table(forest: Forest) -> pd.DataFrame:
    """One row for each subgroup, the overall row first.

    Parameters
    ----------
    forest : Forest

    Returns
    -------
    pandas.DataFrame
        Three columns of text; a rate that is not estimable is written with its reason.

    Examples
    --------
    >>> from imt_core.analyses.forest.forest import subgroup_forest
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "sex": ["male", "female"], "best_response": ["PR", "NE"]})
    >>> shown = format_forest_table(subgroup_forest(Cohort(frame=frame, name="two"),
    ...                                             columns=["sex"]))
    >>> shown.columns.tolist()
    ['Subgroup', 'n/N (responders/evaluable lines)', 'Overall response rate (95% CI)']
    >>> shown.values.tolist()[1:]
    [['Sex: male', '1/1', '100.0% (2.5–100.0)'], ['Sex: female', '0/0', 'NE: no evaluable lines']]
    """
    estimate = f"{forest.measure_label} ({forest.conventions.conf_label})"
    columns = ["Subgroup", f"n/N ({forest.count_label})", estimate]
    return pd.DataFrame(
        [
            dict(zip(columns, (row.name, format_counts(row), format_rate(row)), strict=True))
            for row in forest.rows
        ],
        columns=columns,
    )


def format_counts(row: ForestRow) -> str:
    """Write numerator and denominator of a forest's row, such as ``10/21``.

    Examples
    --------
    >>> format_counts(ForestRow(column=None, level=None, heading="", label="Overall", n=21,
    ...     n_event=10, n_risk=None, estimate=10 / 21, conf_low=0.257, conf_high=0.702))
    '10/21'
    """
    return f"{row.n_event}/{row.n}"


def format_rate(row: ForestRow) -> str:
    """Write the rate of a forest's row with its interval, or why there is none.

    Examples
    --------
    >>> format_rate(ForestRow(column=None, level=None, heading="", label="Overall", n=2,
    ...     n_event=2, n_risk=0, estimate=0.0, conf_low=None, conf_high=None))
    '0.0% (limits not defined)'
    """
    return format_rate_or_reason(row.estimate, row.conf_low, row.conf_high, reason=row.reason)
