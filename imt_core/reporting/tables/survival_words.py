"""Events and median of a group in words, as titles, panels and alternative texts tell them."""

from __future__ import annotations

import numpy as np

from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.conventions.formatting import format_events, format_number


def describe_events(summary: SurvivalSummary, group: GroupSurvival | None = None) -> str:
    """Write the events of a group, or of all; beside deaths told by lines, who died.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "a"], "line_number": [1.0, 2.0],
    ...                       "os_months": [16.0, 10.0], "os_event": [1.0, 1.0]})
    >>> cohort = Cohort(frame=frame, name="one patient")
    >>> describe_events(survival_summary(cohort, "os"))
    '2 events (1 patient died)'
    >>> describe_events(survival_summary(cohort, "os", unit="patients"))
    '1 event'
    """
    counted = group or summary
    return format_events(counted.n_event, counted.n_died if summary.repeats_deaths else None)


def describe_median(group: GroupSurvival, conf_label: str) -> str:
    """Write a group's median with its limits.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [6.0, 10.0], "os_event": [1.0, 0.0]})
    >>> summary = survival_summary(Cohort(frame=frame, name="two"), "os")
    >>> describe_median(summary.groups[0], "95% CI")
    'median not reached (95% CI from 6.0)'
    """
    median = group.median
    ends = not np.isnan(group.curve.conf_high[-1])
    low = format_number(median.conf_low, missing="not defined")
    high = format_number(median.conf_high, missing="not reached" if ends else "not defined")
    if median.estimate is None:
        limit = f" ({conf_label} from {low})" if median.conf_low is not None else ""
        return f"median not reached{limit}"
    if not group.curve.has_limits:
        return f"median {format_number(median.estimate)} months (limits not defined)"
    return f"median {format_number(median.estimate)} months ({conf_label} {low} to {high})"
