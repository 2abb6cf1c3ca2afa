# Records tests/oracles/recorded/random_survival.json.gz: 1200 small random cohorts with many ties, as R's package
# `survival` computes them. They are there to find what nobody thought of; survival.json holds what somebody did.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_random_survival.R
# Needs R and package `survival` (a recommended package), nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")
source("tests/oracles/r/survival_parts.R")

SEED <- 20240229L
N_COHORTS <- 1200L

# Every generator is named, so that another version of R draws the same cohorts.
set.seed(SEED, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# Half the cohorts have at most twelve patients: that is where edge cases live.
draw_size <- function() if (runif(1) < 0.5) sample.int(12L, 1L) else sample.int(60L, 1L)

# Whole months from a narrow range, half months, or (one cohort in six) times without ties. All are doubles that a short
# decimal names exactly. Whole and half months may be 0.
draw_times <- function(n) {
  kind <- sample(c("whole", "half", "continuous"), 1L, prob = c(3, 2, 1))
  widest <- sample(c(2L, 4L, 8L, 15L, 30L), 1L)
  time <- switch(kind,
    whole = sample(0:widest, n, replace = TRUE),
    half = sample(0:(2L * widest), n, replace = TRUE) / 2,
    continuous = (1 + floor(rexp(n, 1 / widest) * 1000)) / 1000
  )
  list(kind = kind, time = as.double(time))
}

# One cohort in twelve has no event, one in twelve nothing but events.
draw_events <- function(n) {
  share <- sample(c(0, 1, 0.15, 0.4, 0.6, 0.85), 1L, prob = c(1, 1, 2, 3, 3, 2))
  as.integer(runif(n) < share)
}

# Two groups mostly, three often, none in one cohort of eight; shares are uneven, so that groups of one occur.
draw_groups <- function(n) {
  k <- sample(1:3, 1L, prob = c(1, 4, 3))
  if (k == 1L || n < k) return(NULL)
  shares <- sample(c(1, 2, 6), k, replace = TRUE)
  group <- c(letters[1:k], sample(letters[1:k], n - k, replace = TRUE, prob = shares))
  sample(group)
}

record_cohort <- function(i) {
  n <- draw_size()
  drawn <- draw_times(n)
  event <- draw_events(n)
  group <- draw_groups(n)
  fit <- fit_curve(drawn$time, event, "log")
  test <- if (is.null(group)) NULL else log_rank(drawn$time, event, group)
  list(
    id = scalar(i), kind = scalar(drawn$kind),
    time = short_numbers(drawn$time), event = event, group = group,
    table = curve_table(drawn$time, event),
    conf = curve_limits(drawn$time, event),
    quantiles = r_quantiles(fit),
    print_median = print_median(fit),
    log_rank = test[c("levels", "n", "observed", "expected", "chisq", "df", "p_value", "error")]
  )
}

cohorts <- lapply(seq_len(N_COHORTS), record_cohort)

# One cohort a line: compact, and still comparable line by line once unpacked.
header <- list(made_with = made_with("tests/oracles/r/record_random_survival.R"), seed = scalar(SEED),
               conf_level = scalar(0.95), conf_types = CONF_TYPES, probs = PROBS)
lines <- vapply(cohorts, to_json, "", indent = NULL)
header$cohorts <- structure(paste0("[\n", paste(lines, collapse = ",\n"), "\n]"), class = "json_raw")
write_json(header, "tests/oracles/recorded/random_survival.json.gz", compact = TRUE)
