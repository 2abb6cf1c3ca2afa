"""R code for a cohort's rate beside published series."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import fill
from typing import Final

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.code.literals import LINE_WIDTH, r_texts
from imt_core.reporting.code.r_data import count_code, group_code
from imt_core.reporting.code.r_tables import rate_code

_OWN: Final = """
own <- do.call(rbind, lapply(unname(split(cases, cases$group)), describe))
own <- data.frame(
  series = OWN,
  n_success = SUCCESS, n = own$n,
  estimate = own$estimate, conf_low = own$conf_low, conf_high = own$conf_high
)
"""

_OF_COUNTS: Final = """
# Published series: x of n as each source has them, with the exact interval; never pooled.
series <- data.frame(
  series = LABELS,
  n_success = COUNTS,
  n = TOTALS
)
exact <- function(x, n) as.vector(binom.test(x, n, conf.level = conf_level)$conf.int)
limits <- mapply(exact, series$n_success, series$n)
series$estimate <- series$n_success / series$n
series$conf_low <- limits[1, ]
series$conf_high <- limits[2, ]
"""

_PRINTED: Final = """
# Published series: rates and 95% limits as printed; never pooled.
series <- data.frame(
  series = LABELS,
  n_success = NA, n = NA,
  estimate = RATES,
  conf_low = LOWS,
  conf_high = HIGHS
)
"""

_NO_SERIES: Final = "\nseries <- own[0, ]\n"

_DIFFERENCES: Final = """
# Different patients, no adjustment. Limits of a difference from those of its parts (MOVER); of two
# counts from Wilson's, which is Newcombe's interval.
pairs <- data.frame(
  group = GROUPS,
  series = SERIES,
  has_interval = INTERVALS,
  is_tested = TESTS
)
wilson <- function(x, n) {
  as.vector(suppressWarnings(prop.test(x, n, conf.level = conf_level, correct = FALSE))$conf.int)
}
set_against <- function(i) {
  a <- own[match(pairs$group[i], own$series), ]
  b <- series[match(pairs$series[i], series$series), ]
  la <- if (is.na(b$n)) c(a$conf_low, a$conf_high) else wilson(a$n_success, a$n)
  lb <- if (is.na(b$n)) c(b$conf_low, b$conf_high) else wilson(b$n_success, b$n)
  d <- a$estimate - b$estimate
  low <- d - sqrt((a$estimate - la[1])^2 + (lb[2] - b$estimate)^2)
  high <- d + sqrt((la[2] - a$estimate)^2 + (b$estimate - lb[1])^2)
  p <- NA_real_
  if (pairs$is_tested[i]) {
    table <- matrix(c(a$n_success, a$n - a$n_success, b$n_success, b$n - b$n_success), 2)
    p <- fisher.test(table)$p.value
  }
  shown <- pairs$has_interval[i]
  data.frame(group = a$series, series = b$series, difference = d,
             conf_low = if (shown) low else NA, conf_high = if (shown) high else NA,
             p_unadjusted = p)
}
differences <- do.call(rbind, lapply(seq_len(nrow(pairs)), set_against))
holm <- function(p) p.adjust(p, method = "holm")
differences$p_adjusted <- ave(differences$p_unadjusted, differences$series, FUN = holm)
cat("\\n")
write.csv(differences, row.names = FALSE)
"""


def benchmark_code(request: ViewRequest, cohort: Cohort, result: Benchmark) -> str:
    """Set the cohort's groups beside the series shown; `cohort` holds the lines in view."""
    if not result.own:
        return "\n# Nobody is in view.\n"
    how, cases, describe = rate_code(request)
    own = _filled(
        _OWN,
        OWN=r_texts([rate.label for rate in result.own], indent=2),
        SUCCESS="own$n_event" if result.is_response else "NA",
    )
    parts = [
        how,
        group_code(cohort, request.by),
        cases,
        count_code(request.unit, request.overlap, by=request.by),
        describe,
        own,
        _series_code(result),
        "write.csv(rbind(own, series), row.names = FALSE)\n",
    ]
    if result.differences:
        parts.append(_differences_code(result))
    return "".join(parts)


def _series_code(result: Benchmark) -> str:
    rates = result.rates
    if not rates:
        return _NO_SERIES
    labels = r_texts([rate.label for rate in rates], indent=2)
    if result.is_response:
        return _filled(
            _OF_COUNTS,
            LABELS=labels,
            COUNTS=_numbers(rate.n_success for rate in rates),
            TOTALS=_numbers(rate.n for rate in rates),
        )
    return _filled(
        _PRINTED,
        LABELS=labels,
        RATES=_numbers(rate.estimate for rate in rates),
        LOWS=_numbers(rate.conf_low for rate in rates),
        HIGHS=_numbers(rate.conf_high for rate in rates),
    )


def _differences_code(result: Benchmark) -> str:
    found = result.differences
    return _filled(
        _DIFFERENCES,
        GROUPS=r_texts([one.group for one in found], indent=2),
        SERIES=r_texts([one.card for one in found], indent=2),
        INTERVALS=_flags(one.conf_low is not None for one in found),
        TESTS=_flags(one.p_value is not None for one in found),
    )


def _filled(template: str, **parts: str) -> str:
    """A template with its words in capitals replaced at once: none is looked for in another."""
    return re.sub("|".join(parts), lambda found: parts[found[0]], template)


def _numbers(values: Iterable[float | None]) -> str:
    return _vector("NA" if value is None else repr(value) for value in values)


def _flags(values: Iterable[bool]) -> str:
    return _vector("TRUE" if value else "FALSE" for value in values)


def _vector(items: Iterable[str]) -> str:
    return f"c({fill(', '.join(items), LINE_WIDTH - 25, subsequent_indent='    ')})"
