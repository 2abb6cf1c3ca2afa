"""The functions whose docstrings make up the Methods page, by subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from imt_core.analyses.fragility import leave_one_out
from imt_core.cohort.duration_of_response import derive_duration_of_response, time_to_response
from imt_core.cohort.overlap import resolve_overlap
from imt_core.comparisons.clustered_log_rank import clustered_log_rank
from imt_core.comparisons.cox.regression import cox_regression
from imt_core.comparisons.exact_tests import binomial_test, fisher_exact
from imt_core.comparisons.landmark_difference import landmark_difference
from imt_core.comparisons.log_rank import log_rank
from imt_core.comparisons.multiple_testing import holm
from imt_core.comparisons.one_sample_log_rank import one_sample_log_rank
from imt_core.comparisons.permutation_log_rank import permutation_log_rank
from imt_core.comparisons.proportion_difference import miettinen_nurminen, newcombe
from imt_core.estimates.beta_product import beta_product_limits
from imt_core.estimates.clustered_kaplan_meier import clustered_kaplan_meier
from imt_core.estimates.follow_up import follow_up
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.proportions import clopper_pearson, jeffreys, mid_p, wilson
from imt_core.estimates.quartiles import summarize_numbers
from imt_core.estimates.restricted_mean import restricted_mean
from imt_core.estimates.survival_quantiles import survival_quantile
from imt_core.estimates.survival_rates import survival_rate

CATALOGUE: Final[Mapping[str, tuple[Callable[..., Any], ...]]] = {
    "Survival": (
        kaplan_meier,
        beta_product_limits,
        survival_quantile,
        survival_rate,
        follow_up,
        restricted_mean,
        derive_duration_of_response,
    ),
    "Comparing survival": (
        log_rank,
        permutation_log_rank,
        holm,
        landmark_difference,
        one_sample_log_rank,
        cox_regression,
    ),
    "Patients with several lines": (resolve_overlap, clustered_kaplan_meier, clustered_log_rank),
    "Response": (
        clopper_pearson,
        wilson,
        jeffreys,
        mid_p,
        newcombe,
        miettinen_nurminen,
        fisher_exact,
        binomial_test,
        time_to_response,
    ),
    "Description": (summarize_numbers, leave_one_out),
}
"""Each function is documented where it is defined, and nowhere else."""
