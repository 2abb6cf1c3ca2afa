"""R code for a survival curve: its limits, its rates at chosen times and its quantiles."""

from __future__ import annotations

from typing import Final

from imt_core.conventions.choices import Conventions, QuantileRule, SurvivalConfType
from imt_core.reporting.code.literals import r_text

_FIT: Final = """
fit_curve <- function(x) {
  fit <- survfit(Surv(months, event) ~ 1, data = x, conf.int = conf_level, conf.type = conf_type)
  c(unclass(fit)[c("time", "surv", "lower", "upper")], low_at_start = 1)
}
"""

_FIT_CLUSTERED: Final = """
# Variance clustered by patient; undefined where the curve is 0 or every patient pulls alike.
fit_curve <- function(x) {
  fit <- survfit(Surv(months, event) ~ 1, data = x, cluster = patient, conf.int = conf_level,
                 conf.type = conf_type)
  none <- fit$surv < 1 & !(fit$surv > 0 & fit$std.err > 1e-12 * fit$surv)
  fit$lower[none] <- fit$upper[none] <- NA
  c(unclass(fit)[c("time", "surv", "lower", "upper")], low_at_start = 1)
}
"""

_FIT_BETA_PRODUCT: Final = """
# Limits by the beta product confidence procedure (Fay, Brittain and Proschan 2013), which package
# survival does not have. Package bpcp on CRAN has it, for the cases x of one group:
#   fit <- bpcp::bpcp(x$months, x$event, nmc = 0, Delta = 0, alpha = 1 - conf_level, midp = mid_p)
#   bpcp::StCI(fit, 12); quantile(fit, 0.5)
# (its mid-p limits need control = bpcp::bpcpControl(midpMMTol = 1e-12) to be as exact as these).
fit_curve <- function(x) {
  fit <- survfit(Surv(months, event) ~ 1, data = x)
  limits <- sapply(0:length(fit$time), beta_product, n = fit$n.risk, d = fit$n.event)
  low <- cummin(limits[1, ])
  list(time = fit$time, surv = fit$surv, lower = low[-1], upper = cummin(limits[2, ])[-1],
       low_at_start = low[1])
}

# Limits after the i-th time: the beta distribution with the first two moments of a product.
beta_product <- function(i, n, d) {
  matched <- function(a, b) {
    first <- prod(a / (a + b))
    second <- prod(a * (a + 1) / ((a + b) * (a + b + 1)))
    (first - second) / (second - first^2) * c(first, 1 - first)
  }
  past <- which(d > 0 & seq_along(d) <= i)
  a <- n[past] - d[past] + 1
  b <- d[past]
  following <- c(n, 0)[i + 1]
  high <- if (length(past)) matched(a, b)
  low <- if (following > 0) matched(c(a, following), c(b, 1))
  tail <- (1 - conf_level) / 2
  if (mid_p && !is.null(low) && !is.null(high)) {
    return(c(mixture(tail, low, high, tail), mixture(1 - tail, low, high, tail)))
  }
  if (mid_p) tail <- 2 * tail
  c(if (is.null(low)) 0 else qbeta(tail, low[1], low[2]),
    if (is.null(high)) 1 else qbeta(1 - tail, high[1], high[2]))
}

# The quantile of an equal mixture of two beta distributions.
mixture <- function(p, low, high, reach) {
  gap <- function(s) qbeta(p - s, low[1], low[2]) - qbeta(p + s, high[1], high[2])
  qbeta(p - uniroot(gap, c(-reach, reach), tol = 1e-14)$root, low[1], low[2])
}
"""

_RATE: Final = """
# Survival at one time: after the last follow-up it is not known, unless it has come down to 0.
# summary(survfit(...), times = t) gives the same.
rate_at <- function(x, t) {
  rate <- data.frame(months = t, estimate = NA, conf_low = NA, conf_high = NA, n_risk = 0)
  if (nrow(x) == 0) return(rate)
  fit <- fit_curve(x)
  # A time that differs from one of the curve's by rounding only is that time.
  own <- fit$time[abs(fit$time - t) <= sqrt(.Machine$double.eps) * max(1, mean(fit$time))]
  t <- c(own, t)[1]
  rate$n_risk <- sum(x$months >= t)
  if (t > max(fit$time) && min(fit$surv) > 0) return(rate)
  at <- findInterval(t, fit$time) + 1
  rate$estimate <- c(1, fit$surv)[at]
  rate$conf_low <- c(fit$low_at_start, fit$lower)[at]
  rate$conf_high <- c(1, fit$upper)[at]
  rate
}
"""

_FLATS: Final[dict[QuantileRule, str]] = {
    "midpoint": """
# Where the curve is flat at exactly that height: the middle of the flat; not reached unless the
# curve then falls below (SAS). quantile(survfit(...)) of R differs where the flat lasts to the end.
time_at <- function(fit, height) {
  start <- first_at(fit$time, fit$surv, height + tolerance)
  end <- first_at(fit$time, fit$surv, height - tolerance)
  (start + end) / 2
}
""",
    "r": """
# The rule of quantile(survfit(...)): where the curve is flat at exactly that height, the middle of
# the flat, also where it lasts to the end.
time_at <- function(fit, height) {
  start <- first_at(fit$time, fit$surv, height + tolerance)
  end <- first_at(fit$time, fit$surv, height - tolerance)
  (start + if (is.na(end)) max(fit$time) else end) / 2
}
""",
    "first": """
# The first time at which the curve is at or below that height.
time_at <- function(fit, height) first_at(fit$time, fit$surv, height + tolerance)
""",
}

_QUANTILES: Final = """
# Limits of a quantile (Brookmeyer and Crowley): the first times at which the limits of the curve
# are at or below that height, as print(survfit(...)) takes them.
tolerance <- sqrt(.Machine$double.eps)
first_at <- function(time, s, height) time[which(s <= height)[1]]
TIME_AT
quartiles <- function(fit) {
  unlist(lapply(c(q1 = 0.75, median = 0.5, q3 = 0.25), function(height) {
    low <- first_at(fit$time, fit$lower, height + tolerance)
    c(months = time_at(fit, height),
      conf_low = if (fit$low_at_start <= height + tolerance) 0 else low,
      conf_high = first_at(fit$time, fit$upper, height + tolerance))
  }))
}
"""


def curve_code(conventions: Conventions, conf_type: SurvivalConfType, *, clustered: bool) -> str:
    """Define ``fit_curve(x)`` and ``rate_at(x, t)``; `conf_type` is that of the limits drawn."""
    settings = f"\nlibrary(survival)\nconf_level <- {conventions.conf_level!r}\n"
    if conf_type in ("bpcp", "bpcp-midp"):
        mid_p = "TRUE" if conf_type == "bpcp-midp" else "FALSE"
        return f"{settings}mid_p <- {mid_p}\n{_FIT_BETA_PRODUCT}{_RATE}"
    fit = _FIT_CLUSTERED if clustered else _FIT
    return f"{settings}conf_type <- {r_text(conf_type)}\n{fit}{_RATE}"


def quantile_code(rule: QuantileRule) -> str:
    """Define ``quartiles(fit)``, with limits, and ``time_at(fit, height)``."""
    return _QUANTILES.replace("TIME_AT\n", _FLATS[rule].lstrip("\n"))
