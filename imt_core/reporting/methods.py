"""The methods behind the numbers, read from the docstrings of the functions that compute them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import docstring_parser

from imt_core.analyses.benchmark.benchmark import benchmark
from imt_core.analyses.fragility import leave_one_out
from imt_core.analyses.growth_modulation import growth_modulation
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.landmark_analysis import landmark_cases
from imt_core.analyses.response import response_table
from imt_core.analyses.response_rates import stable_for
from imt_core.analyses.spider import spider_plot
from imt_core.analyses.toxicity import toxicity_table
from imt_core.analyses.transitions import transitions
from imt_core.analyses.waterfall import waterfall_plot
from imt_core.cohort.competing_cases import derive_recurrence
from imt_core.cohort.duration_of_response import derive_duration_of_response, time_to_response
from imt_core.cohort.next_line import censored_at_next_line
from imt_core.cohort.next_treatment import derive_next_treatment
from imt_core.cohort.overlap import resolve_overlap
from imt_core.comparisons.clustered_log_rank import clustered_log_rank
from imt_core.comparisons.cox.regression import cox_regression
from imt_core.comparisons.exact_tests import binomial_test, fisher_exact
from imt_core.comparisons.gray_test import gray_test
from imt_core.comparisons.landmark_difference import landmark_difference
from imt_core.comparisons.log_rank import log_rank
from imt_core.comparisons.multiple_testing import holm
from imt_core.comparisons.one_sample_log_rank import one_sample_log_rank
from imt_core.comparisons.permutation_log_rank import permutation_log_rank
from imt_core.comparisons.proportion_difference import miettinen_nurminen, newcombe
from imt_core.comparisons.rate_difference import difference_limits
from imt_core.comparisons.smallest_p import smallest_log_rank_p
from imt_core.conventions.errors import ImtError
from imt_core.estimates.beta_product import beta_product_limits
from imt_core.estimates.clustered_kaplan_meier import clustered_kaplan_meier
from imt_core.estimates.cumulative_incidence import cumulative_incidence, incidence_at
from imt_core.estimates.follow_up import follow_up
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.proportions import clopper_pearson, jeffreys, mid_p, wilson
from imt_core.estimates.quartiles import summarize_numbers
from imt_core.estimates.restricted_mean import restricted_mean
from imt_core.estimates.survival_quantiles import survival_quantile
from imt_core.estimates.survival_rates import survival_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One function's method, in its own words.

    Parameters
    ----------
    name : str
        The function.
    summary : str
        What it does, one sentence.
    notes : str
        Formula, ties, edge cases, without the R call.
    r_call : str
        The R expression that gives the same number; empty where there is none.
    references : tuple of str
    """

    name: str
    summary: str
    notes: str
    r_call: str
    references: tuple[str, ...]


_R_CALL: Final = re.compile(r"^R: (?P<call>.*)", re.MULTILINE | re.DOTALL)


def describe_method(function: Callable[..., Any]) -> Method:
    """Read a function's method from its docstring.

    Parameters
    ----------
    function : callable
        With a numpydoc docstring.

    Returns
    -------
    Method

    Raises
    ------
    ImtError
        If the function has no docstring.

    Examples
    --------
    >>> from imt_core.estimates.proportions import wilson
    >>> method = describe_method(wilson)
    >>> method.name, method.r_call
    ('wilson', '``prop.test(x, n, correct = FALSE)$conf.int``.')
    >>> method.references[0][:12]
    'Wilson EB. J'
    """
    if not function.__doc__:
        raise ImtError(
            f"function must have a docstring, but {function.__name__} has none. Write one."
        )
    parsed = docstring_parser.parse(
        inspect.cleandoc(function.__doc__), style=docstring_parser.DocstringStyle.NUMPYDOC
    )
    sections = {
        tag: [meta.description or "" for meta in parsed.meta if tag in meta.args]
        for tag in ("notes", "references")
    }
    notes = "\n\n".join(sections["notes"])
    found = _R_CALL.search(notes)
    return Method(
        name=function.__name__,
        summary=parsed.short_description or "",
        notes=_one_line(notes[: found.start()] if found else notes),
        r_call=_one_line(found["call"]) if found else "",
        references=tuple(_one_line(text) for text in sections["references"] if text),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


CATALOGUE: Final[Mapping[str, tuple[Callable[..., Any], ...]]] = {
    "Survival": (
        kaplan_meier,
        beta_product_limits,
        survival_quantile,
        survival_rate,
        follow_up,
        restricted_mean,
        derive_duration_of_response,
        censored_at_next_line,
    ),
    "Comparing survival": (
        log_rank,
        landmark_cases,
        permutation_log_rank,
        smallest_log_rank_p,
        holm,
        landmark_difference,
        one_sample_log_rank,
        cox_regression,
        group_hazard_ratio,
    ),
    "What comes first, and what comes next": (
        cumulative_incidence,
        incidence_at,
        gray_test,
        derive_recurrence,
        derive_next_treatment,
        growth_modulation,
        transitions,
    ),
    "Patients with several lines": (resolve_overlap, clustered_kaplan_meier, clustered_log_rank),
    "Response": (
        response_table,
        stable_for,
        waterfall_plot,
        spider_plot,
        clopper_pearson,
        wilson,
        jeffreys,
        mid_p,
        newcombe,
        miettinen_nurminen,
        fisher_exact,
        binomial_test,
        benchmark,
        difference_limits,
        time_to_response,
    ),
    "Toxicity": (toxicity_table,),
    "Description": (summarize_numbers, leave_one_out),
}
"""Each function is documented where it is defined, and nowhere else."""
