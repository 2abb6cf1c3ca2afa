"""The functions whose docstrings make up the Methods page, by subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from imt_core.beta_product import beta_product_limits
from imt_core.clustered_log_rank import clustered_log_rank
from imt_core.clustered_survival import clustered_kaplan_meier
from imt_core.cox import cox_regression
from imt_core.duration_of_response import derive_duration_of_response, time_to_response
from imt_core.exact_tests import binomial_test, fisher_exact
from imt_core.follow_up import follow_up
from imt_core.fragility import leave_one_out
from imt_core.kaplan_meier import kaplan_meier
from imt_core.landmark_difference import landmark_difference
from imt_core.log_rank import log_rank
from imt_core.multiple_testing import holm
from imt_core.one_sample_log_rank import one_sample_log_rank
from imt_core.overlap import resolve_overlap
from imt_core.permutation_test import permutation_log_rank
from imt_core.proportion_difference import miettinen_nurminen, newcombe
from imt_core.proportions import clopper_pearson, jeffreys, mid_p, wilson
from imt_core.quartiles import summarize_numbers
from imt_core.restricted_mean import restricted_mean
from imt_core.survival_quantiles import survival_quantile
from imt_core.survival_rates import survival_rate

CATALOGUE: Final[Mapping[str, tuple[Callable[..., Any], ...]]] = {
    "Survival": (
        kaplan_meier, beta_product_limits, survival_quantile, survival_rate, follow_up,
        restricted_mean, derive_duration_of_response,
    ),
    "Comparing survival": (
        log_rank, permutation_log_rank, holm, landmark_difference, one_sample_log_rank,
        cox_regression,
    ),
    "Patients with several lines": (resolve_overlap, clustered_kaplan_meier, clustered_log_rank),
    "Response": (
        clopper_pearson, wilson, jeffreys, mid_p, newcombe, miettinen_nurminen, fisher_exact,
        binomial_test, time_to_response,
    ),
    "Description": (summarize_numbers, leave_one_out),
}  # fmt: skip
"""Each function is documented where it is defined, and nowhere else."""
