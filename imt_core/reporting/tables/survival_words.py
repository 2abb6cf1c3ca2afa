"""Events and median of a group in words, as titles, panels and alternative texts tell them."""

from __future__ import annotations

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
    'median not reached (95% CI 6.0 to NE)'
    """
    median = group.median
    low, high = map(format_number, (median.conf_low, median.conf_high))
    if median.estimate is None:
        limits = f" ({conf_label} {low} to {high})" if median.conf_low is not None else ""
        return f"median not reached{limits}"
    return f"median {format_number(median.estimate)} months ({conf_label} {low} to {high})"
