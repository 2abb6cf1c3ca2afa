"""The comparison of a survival summary's groups in one sentence, as every document tells it."""

from __future__ import annotations

from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.survival_comparison import small_group_permutation
from imt_core.conventions.formatting import format_p_value


def describe_test(summary: SurvivalSummary) -> str:
    """Tell the test with its p value, or why there is none.

    Parameters
    ----------
    summary : SurvivalSummary

    Returns
    -------
    str
        Empty for one group. Of small groups the permutation p stands beside, with the smallest
        that their split could reach.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.survival import survival_summary
    >>> frame = pd.DataFrame({"patient_id": list("abcdef"), "line_number": [1.0] * 6,
    ...     "sex": ["male"] * 3 + ["female"] * 3,
    ...     "os_months": [1.0, 2, 3, 7, 8, 9], "os_event": [1.0] * 6})
    >>> cohort = Cohort(frame=frame, name="six")
    >>> describe_test(survival_summary(cohort, "os", by=["sex"]))
    'Two-sided log-rank p = 0.025. Permutation p = 0.100 (the smallest this split could reach \
is 0.1000).'
    >>> describe_test(survival_summary(cohort, "os"))
    ''
    """
    if len(summary.groups) < 2:
        return ""
    if summary.test is None or summary.test.p_value is None:
        return f"No test: {summary.test_reason}."
    method = summary.test.method
    text = f"{method[:1].upper()}{method[1:]} {format_p_value(summary.test.p_value)}."
    permutation = small_group_permutation(summary)
    if permutation is None or permutation.p_value is None:
        return text
    smallest = format_p_value(permutation.smallest_p, decimals=4).removeprefix("p = ")
    return (
        f"{text} Permutation {format_p_value(permutation.p_value)} (the smallest this split could "
        f"reach is {smallest})."
    )
