"""The comparison of a survival summary's groups: in one sentence, and as tables for the screen."""

from __future__ import annotations

import pandas as pd

from imt_core.analyses.guards import no_split_reaches
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.survival_comparison import SurvivalComparison, small_group_permutation
from imt_core.cohort.labels import level_text
from imt_core.cohort.schema import column_label
from imt_core.comparisons.cox.regression import CoxRegression, CoxTerm
from imt_core.comparisons.exact_tests import ExactTest
from imt_core.comparisons.landmark_difference import LandmarkDifference
from imt_core.comparisons.one_sample_log_rank import OneSampleLogRank
from imt_core.comparisons.restricted_mean_difference import RestrictedMeanDifference
from imt_core.conventions.formatting import (
    EN_DASH,
    NOT_ESTIMABLE,
    format_estimate,
    format_exact,
    format_number,
    format_p_or_reason,
    format_p_value,
    format_range,
)


def describe_test(summary: SurvivalSummary, *, tells_smallest: bool = True) -> str:
    """Tell the test with its p value, or why there is none.

    Parameters
    ----------
    summary : SurvivalSummary
    tells_smallest : bool
        Whether the smallest p is told: the sizes of small groups follow from it.

    Returns
    -------
    str
        Empty for one group. Of small groups the permutation p stands beside, with the smallest
        that their split could reach. Where a group is not tested, how many are.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> describe_test(survival_summary(cohort, "os", by=["sex"]))
    'No test: with these numbers no result could reach p < 0.05 (the smallest possible is 0.100).'
    >>> describe_test(survival_summary(cohort, "os"))
    ''
    """
    if len(summary.groups) < 2:
        return ""
    if summary.test is None or summary.test.p_value is None:
        return f"No test: {summary.test_reason}."
    method = summary.test.method
    text = f"{method[:1].upper()}{method[1:]} {format_p_value(summary.test.p_value)}"
    if len(summary.tested) < len(summary.groups):
        text += f" ({len(summary.tested)} of {len(summary.groups)} groups: those recorded)"
    permutation = small_group_permutation(summary)
    if permutation is None or permutation.p_value is None:
        return f"{text}."
    text += f". Permutation {format_p_value(permutation.p_value)}"
    if not tells_smallest:
        return f"{text}."
    return f"{text} (the smallest p these groups could reach: {_smallest(permutation.smallest_p)})."


def describe_p(summary: SurvivalSummary) -> str:
    """Tell the p of the test in a few words, of small groups with the permutation p beside it.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> describe_p(survival_summary(example_cohort(), "os", by=["sex"]))
    ''
    """
    if summary.test is None or summary.test.p_value is None:
        return ""
    name = "Log-rank by patient" if summary.overlap == "cluster" else "Log-rank"
    text = f"{name} {format_p_value(summary.test.p_value)}"
    permutation = small_group_permutation(summary)
    if permutation is None or permutation.p_value is None:
        return text
    p_value = format_p_value(permutation.p_value).removeprefix("p ").removeprefix("= ")
    return f"{text}, permutation {p_value}"


def describe_hazard_ratio(summary: SurvivalSummary) -> str:
    """Tell the hazard ratio of two tested groups, or why there is none; empty without a test.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> describe_hazard_ratio(survival_summary(example_cohort(), "os", by=["sex"]))
    ''
    """
    ratio = group_hazard_ratio(summary)
    if ratio is None or ratio.regression is None:
        return ""
    if ratio.reason:
        return f"No hazard ratio: {ratio.reason}."
    (term,), fit = ratio.regression.terms, ratio.regression
    limits = format_range(term.conf_low, term.conf_high, decimals=2)
    how = "Cox, ties by Efron"
    if fit.is_penalised:
        how += ", Firth's penalised likelihood: the ordinary ratio would be 0 or infinite"
    elif fit.n_patients is not None:
        how += ", allowing for several lines of a patient"
    else:
        tested = fit.proportional_hazards[0].p_value
        how += f"; proportional hazards {format_p_or_reason(tested, 'not tested')}"
    return (
        f"Hazard ratio, {ratio.group} against {ratio.reference}: "
        f"{format_number(term.hazard_ratio, decimals=2)} "
        f"({summary.conventions.conf_label} {limits}; {how})."
    )


def describe_comparison(summary: SurvivalSummary) -> str:
    """Tell the test, and of two groups the hazard ratio beside it."""
    return " ".join(filter(None, (describe_test(summary), describe_hazard_ratio(summary))))


def _smallest(p_value: float | None) -> str:
    if p_value is None:
        return "not enumerated"
    return format_p_value(p_value, decimals=4).removeprefix("p ").removeprefix("= ")


def format_tests(comparison: SurvivalComparison) -> pd.DataFrame:
    """Each test of all groups, then each pair: p, adjusted p, and the smallest p attainable."""
    rows = []
    if comparison.test is not None:
        rows.append(
            {
                "Compared": " v ".join(comparison.groups),
                "Test": comparison.test.method,
                "p": format_p(comparison.test.p_value, comparison.test.reason),
                "Holm-adjusted": "",
            }
        )
    permutation = comparison.permutation
    if permutation is not None:
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
                "p": format_p(permutation.p_value, permutation.reason)
                + (f"{error}; smallest: {_smallest(permutation.smallest_p)}" if known else ""),
                "Holm-adjusted": "",
            }
        )
    rows += [
        {
            "Compared": f"{pair.group_1} v {pair.group_2}",
            "Test": pair.test.method,
            "p": format_p(pair.p_value, pair.test.reason),
            "Holm-adjusted": format_adjusted(pair.p_adjusted),
        }
        for pair in comparison.pairs
    ]
    table = pd.DataFrame(rows, columns=["Compared", "Test", "p", "Holm-adjusted"])
    if not comparison.pairs:
        return table.drop(columns="Holm-adjusted")
    return table.rename(columns={"p": "p, unadjusted"})


def format_p(p_value: float | None, reason: str) -> str:
    """Write a p value, or that there is none and why.

    Examples
    --------
    >>> format_p(None, "no event was observed")
    'no test: no event was observed'
    """
    return format_p_or_reason(p_value, f"no test: {reason}")


def format_reference_p(test: ExactTest | OneSampleLogRank) -> str:
    """Write the p of one group against a published figure, or why there is no test.

    Examples
    --------
    >>> from imt_core import binomial_test
    >>> format_reference_p(binomial_test(10, 21, reference=0.2))
    'p = 0.004'
    >>> format_reference_p(binomial_test(1, 3, reference=0.5))
    'no test: with these numbers no result could reach p < 0.05 (the smallest possible is 0.250)'
    """
    reason = test.reason or no_split_reaches(test.smallest_p)
    return format_p(None if reason else test.p_value, reason)


def format_adjusted(p_value: float | None) -> str:
    """Write an adjusted p value; a dash where the test does not count.

    Examples
    --------
    >>> format_adjusted(0.04), format_adjusted(None)
    ('p = 0.040', '–')
    """
    return EN_DASH if p_value is None else format_p_value(p_value)


def format_differences(comparison: SurvivalComparison) -> pd.DataFrame:
    """One column for each pair: landmark differences in percentage points, restricted mean."""
    columns = {}
    unadjusted = ", unadjusted" if len(comparison.differences) > 1 else ""
    for pair in comparison.differences:
        rows = {
            f"At {format_exact(landmark.months)} months, points": _difference(
                landmark, scale=100, unadjusted=unadjusted
            )
            for landmark in pair.landmarks
        }
        mean = pair.restricted_mean
        if mean is not None:
            horizon = format_exact(mean.horizon)
            rows[f"Restricted mean to {horizon} months, months"] = _difference(
                mean, scale=1, unadjusted=unadjusted
            )
        columns[f"{pair.group_1} less {pair.group_2}"] = rows
    return pd.DataFrame(columns).rename_axis("Difference").reset_index()


def _difference(
    difference: LandmarkDifference | RestrictedMeanDifference, *, scale: float, unadjusted: str
) -> str:
    if difference.estimate is None:
        return f"{NOT_ESTIMABLE}: {difference.reason}"
    estimate = format_number(scale * difference.estimate)
    if difference.conf_low is None or difference.conf_high is None:
        return f"{estimate}, no interval: {difference.reason}"
    limits = format_range(scale * difference.conf_low, scale * difference.conf_high)
    if difference.p_value is None:
        return f"{estimate} ({limits}); no test: {difference.reason}"
    return f"{estimate} ({limits}), {format_p_value(difference.p_value)}{unadjusted}"


def format_cox(regression: CoxRegression) -> pd.DataFrame:
    """One row for each hazard ratio."""
    p_name = "Penalised likelihood ratio" if regression.is_penalised else "Wald"
    return pd.DataFrame(
        [
            {
                "Covariate": _covariate(term),
                "Events / n": f"{_events(term.n_event, term.n_died)} / {term.n}"
                + (
                    f" v {_events(term.n_event_reference, term.n_died_reference)}"
                    f" / {term.n_reference}"
                    if term.reference is not None
                    else ""
                ),
                "Hazard ratio": format_estimate(
                    term.hazard_ratio, term.conf_low, term.conf_high, decimals=2
                ),
                p_name: format_p_value(term.p_value),
                "Proportional hazards": _proportional(regression, term.name),
            }
            for term in regression.terms
        ]
    )


def _events(n_event: int | None, n_died: int | None) -> str:
    return f"{n_event}" if n_died is None else f"{n_event} ({n_died} died)"


def _covariate(term: CoxTerm) -> str:
    if term.level is None or term.reference is None:
        return column_label(term.name)
    level, reference = (level_text(term.name, text) for text in (term.level, term.reference))
    return f"{column_label(term.name)}: {level} v {reference}"


def _proportional(regression: CoxRegression, name: str) -> str:
    if not regression.proportional_hazards:
        return "not tested"
    p_values = [test.p_value for test in regression.proportional_hazards if test.term == name]
    return format_p_value(p_values[0]) if p_values else NOT_ESTIMABLE
