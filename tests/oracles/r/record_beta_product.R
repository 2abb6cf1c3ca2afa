# Records tests/oracles/recorded/beta_product.json: the beta product confidence procedure in base R, from the formulas of
# Fay, Brittain and Proschan (2013, doi:10.1093/biostatistics/kxt016) and, for mid-p, Fay and Brittain (2016,
# doi:10.1002/sim.6905). Package bpcp solves for mid-p limits to 1.2e-4 in tail probability; here they are solved to 1e-14.
# The script first gives its own root finder that same coarse tolerance and stops unless it then reproduces every limit that
# bpcp printed (recorded/bpcp.json) to 1e-12.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_beta_product.R
# Needs R with packages survival (for data set lung) and jsonlite (to read bpcp.json); see json.R for the writer.

library(survival)
source("tests/oracles/r/json.R")

# The beta distribution with the mean and the second moment of the product of Beta(a[i], b[i]).
matched <- function(a, b) {
  first <- prod(a / (a + b))
  second <- prod(a * (a + 1) / ((a + b) * (a + b + 1)))
  (first - second) / (second - first^2) * c(first, 1 - first)
}

# The quantile of an equal mixture of Beta(lower) and Beta(upper): the tail is shared out so that both have it there.
mixture_quantile <- function(p, lower, upper, half_width, tol) {
  gap <- function(shift) qbeta(p - shift, lower[1], lower[2]) - qbeta(p + shift, upper[1], upper[2])
  shift <- uniroot(gap, c(-half_width, half_width), tol = tol)$root
  qbeta(p - shift, lower[1], lower[2])
}

# Limits before the first distinct time, then just after each.
limits <- function(time, event, level, mid_p, tol = 1e-14) {
  alpha <- 1 - level
  distinct <- sort(unique(time))
  n <- sapply(distinct, function(t) sum(time >= t))
  d <- sapply(distinct, function(t) sum(time == t & event == 1))
  rows <- lapply(0:length(distinct), function(i) {
    past <- which(d > 0 & seq_along(d) <= i)
    a <- n[past] - d[past] + 1
    b <- d[past]
    n_next <- c(n, 0)[i + 1]
    upper <- if (length(past)) matched(a, b)
    lower <- if (n_next > 0) matched(c(a, n_next), c(b, 1))
    tail <- if (mid_p && (is.null(upper) || is.null(lower))) alpha else alpha / 2
    both <- mid_p && !is.null(upper) && !is.null(lower)
    c(if (is.null(lower)) 0 else if (both) mixture_quantile(alpha / 2, lower, upper, alpha / 2, tol)
      else qbeta(tail, lower[1], lower[2]),
      if (is.null(upper)) 1 else if (both) mixture_quantile(1 - alpha / 2, lower, upper, alpha / 2, tol)
      else qbeta(1 - tail, upper[1], upper[2]))
  })
  rows <- do.call(rbind, rows)
  list(low = cummin(rows[, 1]), high = cummin(rows[, 2]))
}

recorded <- jsonlite::fromJSON("tests/oracles/recorded/bpcp.json", simplifyDataFrame = FALSE)$cases
off <- sapply(recorded, function(case) {
  interval <- findInterval(case$at, sort(unique(case$time))) + 1
  sapply(c(bpcp = FALSE, bpcp_midp = TRUE), function(mid_p) {
    ours <- limits(case$time, case$event, 0.95, mid_p, tol = .Machine$double.eps^0.25)
    theirs <- case[[if (mid_p) "bpcp_midp" else "bpcp"]]
    max(abs(ours$low[interval] - theirs$conf_low), abs(ours$high[interval] - theirs$conf_high))
  })
})
message("largest difference from bpcp 1.4.2 at its own tolerance: ", format(max(off)))
stopifnot(max(off) < 1e-12)

cases <- c(
  lapply(recorded, function(case) case[c("name", "time", "event")]),
  list(list(name = "lung", time = lung$time, event = lung$status - 1))
)
write_json(list(
  made_with = made_with("tests/oracles/r/record_beta_product.R"),
  cases = lapply(cases, function(case) {
    by_level <- function(mid_p) {
      lapply(c("0.95" = 0.95, "0.9" = 0.90), function(level) {
        found <- limits(case$time, case$event, level, mid_p)
        list(conf_low = found$low, conf_high = found$high)
      })
    }
    list(
      name = scalar(case$name), time = short_numbers(case$time), event = case$event,
      bpcp = by_level(FALSE), bpcp_midp = by_level(TRUE)
    )
  })
), "tests/oracles/recorded/beta_product.json")
