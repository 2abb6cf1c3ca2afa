# Records tests/oracles/recorded/competing_risks.json.gz: cumulative incidence of two causes as R's package `survival`
# computes it (multi-state survfit: Aalen-Johansen, standard errors, three kinds of limits), and Gray's test of each cause
# as package `cmprsk` does, for named edge cases and for random small cohorts with heavy ties.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_competing_risks.R
# Needs R with packages `survival` and `cmprsk` (Debian: r-cran-survival, r-cran-cmprsk); see json.R for the writer.

source("tests/oracles/r/json.R")
suppressPackageStartupMessages({
  library(survival)
  library(cmprsk)
})

SEED <- 20250119L
N_COHORTS <- 150L
CONF_TYPES <- c("log", "log-log", "plain")

set.seed(SEED, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# cause: 0 censored, 1 the cause of interest, 2 the competing one.
incidence <- function(time, cause) {
  states <- factor(cause, 0:2, c("censored", "interest", "competing"))
  fits <- sapply(CONF_TYPES, function(type) {
    survfit(Surv(time, states) ~ 1, id = seq_along(time), conf.type = type, conf.int = 0.95)
  }, simplify = FALSE)
  fit <- fits$log
  of_state <- function(values, state) as.numeric(values[, match(state, fit$states)])
  causes <- lapply(c(interest = "interest", competing = "competing"), function(state) list(
    estimate = of_state(fit$pstate, state), std_error = of_state(fit$std.err, state),
    conf = lapply(fits, function(f) list(conf_low = of_state(f$lower, state), conf_high = of_state(f$upper, state)))
  ))
  list(time = fit$time, n_risk = as.numeric(fit$n.risk[, 1]), causes = causes)
}

# cuminc stops, or returns NaN, where the test is not defined.
gray <- function(time, cause, group) {
  if (is.null(group) || length(unique(group)) < 2L) return(NULL)
  tests <- tryCatch(cuminc(time, cause, group, cencode = 0)$Tests, error = function(e) NULL)
  lapply(c(interest = "1", competing = "2"), function(code) {
    if (is.null(tests) || !(code %in% rownames(tests))) return(NULL)
    as.list(tests[code, ]) |> lapply(scalar)
  })
}

record_cohort <- function(name, time, cause, group = NULL) {
  stopifnot(length(time) == length(cause))
  list(name = scalar(name), time = short_numbers(as.double(time)), cause = as.integer(cause), group = group,
       curve = incidence(time, cause), gray = gray(time, cause, group))
}

ab <- function(n) rep(c("a", "b"), length.out = n)

edge <- list(
  record_cohort("one, of interest", 5, 1),
  record_cohort("one, competing", 5, 2),
  record_cohort("one, censored", 5, 0),
  record_cohort("two", c(3, 5), c(1, 2), c("a", "b")),
  record_cohort("three", c(3, 5, 5), c(2, 1, 0), c("a", "b", "b")),
  record_cohort("no event", c(3, 5, 5, 8), c(0, 0, 0, 0), ab(4)),
  record_cohort("one event of interest", c(2, 4, 6, 8, 9), c(0, 1, 0, 0, 0), ab(5)),
  record_cohort("competing events alone", c(2, 4, 6, 8, 9), c(2, 2, 0, 2, 0), ab(5)),
  record_cohort("events of interest alone", c(2, 4, 6, 8, 9), c(1, 1, 0, 1, 0), ab(5)),
  record_cohort("all events", c(1, 2, 3, 4, 5, 6), c(1, 2, 1, 1, 2, 1), ab(6)),
  record_cohort("all at one time", rep(4, 6), c(1, 2, 0, 1, 2, 1), ab(6)),
  record_cohort("all of interest at one time", rep(4, 4), rep(1, 4), ab(4)),
  record_cohort("ties of all three kinds", c(1, 2, 2, 3, 3, 3, 4, 5, 5, 6, 7, 8), c(1, 2, 1, 0, 1, 2, 1, 0, 2, 1, 0, 1), ab(12)),
  record_cohort("censored at an event time", c(2, 2, 4, 4, 6), c(1, 0, 0, 2, 1), ab(5)),
  record_cohort("events at time 0", c(0, 0, 0, 3, 4, 5), c(1, 2, 0, 1, 0, 2), ab(6)),
  record_cohort("last one censored", c(2, 4, 6, 8, 12), c(1, 2, 0, 1, 0), ab(5)),
  record_cohort("long tail", c(1, 1, 2, 3, 4, 5, 150, 200), c(1, 1, 2, 1, 0, 2, 0, 1), ab(8)),
  record_cohort("a group without events", c(1, 2, 3, 4, 5, 6), c(1, 0, 2, 0, 1, 0), ab(6)),
  record_cohort("a group that leaves first", c(1, 1, 3, 4, 5, 6), c(0, 0, 1, 2, 1, 0), c("a", "a", "b", "b", "c", "c")),
  record_cohort("two groups, one leaves first", c(1, 1, 3, 4, 5), c(0, 0, 1, 2, 1), c("a", "a", "b", "b", "b")),
  record_cohort("a group that dies out first", c(1, 2, 3, 4, 5, 6, 7), c(2, 2, 2, 1, 1, 0, 1), c("a", "a", "a", "b", "b", "b", "b")),
  record_cohort("identical groups", rep(c(1, 3, 3, 5, 7), each = 2), rep(c(1, 2, 0, 1, 0), each = 2), ab(10)),
  record_cohort("a group of one", c(2, 3, 4, 5, 6, 7), c(1, 1, 2, 0, 1, 0), c("a", "b", "b", "b", "b", "b")),
  record_cohort("one of three groups gone before the only event", c(5, 1, 2, 5, 4, 7, 3, 8, 8, 5),
                c(0, 0, 0, 0, 0, 0, 0, 1, 0, 2), c("a", "c", "c", "a", "b", "c", "b", "a", "b", "a")),
  record_cohort("one of three groups had the other event", c(19, 15, 14, 2.5, 0, 6.5, 14.5, 5, 9, 2, 19),
                c(0, 1, 2, 0, 2, 0, 1, 1, 1, 2, 2), c("a", "b", "b", "a", "c", "b", "a", "b", "b", "c", "b")),
  record_cohort("a group of one of three", c(2, 10.5, 18, 2.5, 17, 9, 14, 11.5), c(1, 2, 2, 1, 2, 0, 1, 2),
                c("b", "a", "b", "c", "a", "b", "b", "b")),
  with(subset(mgus2, !is.na(sex))[1:200, ],
       record_cohort("mgus2, first 200", ifelse(pstat == 1, ptime, futime), ifelse(pstat == 1, 1, 2 * death),
                     as.character(sex)))
)

random_cohort <- function(i) {
  n <- if (runif(1) < 0.5) sample(1:12, 1L) else sample(10:30, 1L)
  widest <- sample(c(2L, 4L, 8L, 20L), 1L)
  time <- sample(0:(2L * widest), n, replace = TRUE) / sample(1:2, 1L)
  of_interest <- sample(c(0, 0.2, 0.4, 0.7), 1L)
  competing <- sample(c(0, 0.2, 0.5), 1L)
  cause <- sample(0:2, n, replace = TRUE, prob = c(max(0.05, 1 - of_interest - competing), of_interest, competing))
  k <- min(n, sample(2:3, 1L))
  group <- sample(c(letters[1:k], sample(letters[1:k], n - k, replace = TRUE)))
  record_cohort(paste("random", i), time, cause, group)
}

cohorts <- c(edge, lapply(seq_len(N_COHORTS), random_cohort))
header <- list(made_with = made_with("tests/oracles/r/record_competing_risks.R"),
               cmprsk = scalar(as.character(packageVersion("cmprsk"))), seed = scalar(SEED), conf_level = scalar(0.95))
lines <- vapply(cohorts, to_json, "", indent = NULL)
header$cohorts <- structure(paste0("[\n", paste(lines, collapse = ",\n"), "\n]"), class = "json_raw")
write_json(header, "tests/oracles/recorded/competing_risks.json.gz", compact = TRUE)
