"""R code for the interval of a proportion."""

from __future__ import annotations

from typing import Final

from imt_core.conventions.choices import Conventions, ProportionConfType

_INTERVALS: Final[dict[ProportionConfType, str]] = {
    "clopper-pearson": """
# Clopper-Pearson
interval <- function(x, n) {
  if (n == 0) return(c(NA, NA))
  as.vector(binom.test(x, n, conf.level = conf_level)$conf.int)
}
""",
    "wilson": """
# Wilson, without continuity correction
interval <- function(x, n) {
  if (n == 0) return(c(NA, NA))
  as.vector(suppressWarnings(prop.test(x, n, conf.level = conf_level, correct = FALSE))$conf.int)
}
""",
    "jeffreys": """
# Jeffreys: quantiles of a beta distribution
interval <- function(x, n) {
  if (n == 0) return(c(NA, NA))
  tail <- (1 - conf_level) / 2
  limits <- qbeta(c(tail, 1 - tail), x + 0.5, n - x + 0.5)
  c(if (x == 0) 0 else limits[1], if (x == n) 1 else limits[2])
}
""",
    "mid-p": """
# mid-P: Clopper-Pearson with half the probability of the observed count
interval <- function(x, n) {
  if (n == 0) return(c(NA, NA))
  tail <- (1 - conf_level) / 2
  more <- function(p) pbinom(x, n, p, lower.tail = FALSE) + dbinom(x, n, p) / 2 - tail
  fewer <- function(p) pbinom(x - 1, n, p) + dbinom(x, n, p) / 2 - tail
  c(if (x == 0) 0 else uniroot(more, c(0, 1), tol = 1e-14)$root,
    if (x == n) 1 else uniroot(fewer, c(0, 1), tol = 1e-14)$root)
}
""",
}


def interval_code(conventions: Conventions) -> str:
    """Define ``conf_level`` and ``interval(x, n)``."""
    level = f"conf_level <- {conventions.conf_level!r}\n"
    return f"\n{level}{_INTERVALS[conventions.proportion_conf_type]}"
