# Records tests/oracles/recorded/clustered_survival.json: survival where a patient counts with several lines, as R's package
# `survival` computes it. Standard errors and limits of Kaplan-Meier grouped by patient, and the robust score test of a Cox
# model without effect, for named edge cases and for random small cohorts with repeated patients and ties.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_clustered.R
# Needs R and package `survival` (a recommended package), nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")
library(survival)

SEED <- 20240311L
N_COHORTS <- 300L
CONF_TYPES <- c("log", "log-log", "plain")

set.seed(SEED, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# ---- what is recorded of one cohort --------------------------------------------------------------------------------

# With a cluster, survfit's own std.err is already that of S (fit$logse is FALSE; without a cluster it is that of log S), and
# summary() reports the same number. Both are recorded, and the script stops should a version of R tell them apart.
clustered_curve <- function(time, event, patient) {
  fits <- sapply(CONF_TYPES, function(type) {
    survfit(Surv(time, event) ~ 1, cluster = patient, conf.type = type, conf.int = 0.95)
  }, simplify = FALSE)
  s <- summary(fits$log, censored = TRUE)
  stopifnot(!fits$log$logse, isTRUE(all.equal(s$std.err, fits$log$std.err, tolerance = 1e-15)))
  list(
    time = s$time, n_risk = s$n.risk, n_event = s$n.event, n_censor = s$n.censor, estimate = s$surv,
    survfit_std_err = fits$log$std.err, summary_std_err = s$std.err,
    conf = lapply(fits, function(fit) list(conf_low = fit$lower, conf_high = fit$upper))
  )
}

# coxph's robust score test, U' (sum over patients of u u')^-1 U at beta = 0. It is taken from a fit without iterations, which
# an infinite estimate cannot spoil; where the usual fit gives one too the script stops unless both, and that of summary(),
# are the same. `df` is summary(fit)$robscore's: the coefficients that are not NA after the usual fit.
robust_score <- function(time, event, patient, group, ties) {
  group <- factor(group, levels = sort(unique(group), method = "radix"))
  fit_with <- function(iterations) suppressWarnings(
    coxph(Surv(time, event) ~ group, cluster = patient, ties = ties, control = coxph.control(iter.max = iterations)))
  usual <- fit_with(20L)
  statistic <- as.numeric(fit_with(0L)$rscore)
  if (length(statistic) == 0L) return(list(statistic = NULL, df = NULL, p_value = NULL))
  if (all(is.finite(c(statistic, usual$rscore))) && length(usual$rscore)) {
    stopifnot(isTRUE(all.equal(as.numeric(usual$rscore), statistic, tolerance = 1e-9)),
              isTRUE(all.equal(summary(usual)$robscore[["test"]], statistic, tolerance = 1e-9)))
  }
  df <- sum(!is.na(coef(usual)))
  list(statistic = scalar(statistic), df = scalar(df),
       p_value = scalar(pchisq(statistic, df, lower.tail = FALSE)))
}

record_cohort <- function(name, time, event, patient, group = NULL) {
  event <- as.integer(event)
  stopifnot(length(time) == length(event), length(time) == length(patient))
  test <- NULL
  if (!is.null(group)) {
    test <- list(breslow = robust_score(time, event, patient, group, "breslow"),
                 efron = robust_score(time, event, patient, group, "efron"))
  }
  list(name = scalar(name), time = short_numbers(time), event = event, patient = patient, group = group,
       curve = clustered_curve(time, event, patient), test = test)
}

# ---- edge cases ----------------------------------------------------------------------------------------------------

edge <- list(
  record_cohort("one line, an event", 5, 1, 1),
  record_cohort("one line, censored", 5, 0, 1),
  record_cohort("one patient, three lines", c(2, 4, 6), c(1, 1, 0), c(1, 1, 1)),
  record_cohort("all censored", c(3, 5, 5, 8), c(0, 0, 0, 0), c(1, 1, 2, 3), c("a", "b", "a", "b")),
  record_cohort("all events, no ties", c(2, 4, 6, 8, 10), rep(1, 5), c(1, 2, 1, 3, 3), c("a", "a", "b", "b", "a")),
  record_cohort("all events on one day", rep(3, 4), rep(1, 4), c(1, 1, 2, 3), c("a", "b", "a", "b")),
  record_cohort("event and censoring on one day", c(1, 3, 3, 5, 5, 7, 9), c(1, 1, 0, 0, 1, 1, 0), c(1, 1, 2, 2, 3, 4, 4),
                c("a", "a", "b", "a", "b", "b", "a")),
  record_cohort("last patient censored", c(2, 4, 6, 8, 12), c(1, 1, 0, 1, 0), c(1, 2, 2, 3, 1)),
  record_cohort("flat at exactly 0.5", c(1, 2, 3, 4), c(1, 1, 0, 0), c(1, 2, 1, 2)),
  record_cohort("every line its own patient", c(1, 2, 2, 3, 5, 6), c(1, 1, 0, 1, 0, 1), 1:6, c("a", "b", "a", "b", "a", "b")),
  record_cohort("two patients alike in everything", c(1, 5, 1, 5), c(1, 0, 1, 0), c(1, 1, 2, 2), c("a", "b", "b", "a")),
  record_cohort("events at time 0", c(0, 0, 3, 4), c(1, 0, 1, 0), c(1, 2, 1, 2), c("a", "b", "b", "a")),
  record_cohort("group without events", c(1, 2, 3, 4, 5, 6), c(1, 0, 1, 0, 1, 0), c(1, 1, 2, 2, 3, 4),
                c("a", "b", "a", "b", "a", "b")),
  record_cohort("group that leaves before the first event", c(1, 1, 3, 4, 5, 6), c(0, 0, 1, 1, 0, 1), c(1, 2, 1, 2, 3, 3),
                c("a", "a", "b", "b", "c", "c")),
  record_cohort("two groups, one of which leaves before the first event", c(1, 1, 3, 4), c(0, 0, 1, 1), c(1, 2, 1, 2),
                c("a", "a", "b", "b")),
  record_cohort("two patients, three groups", c(1, 2, 3, 4, 5, 6), c(1, 1, 1, 1, 1, 1), c(1, 2, 1, 2, 1, 2),
                c("a", "a", "b", "b", "c", "c")),
  record_cohort("one patient in two groups", c(1, 2, 3, 4), c(1, 1, 0, 1), c(1, 1, 1, 1), c("a", "b", "b", "a")),
  with(kidney, record_cohort("kidney, by sex", time, status, id, as.character(sex))),
  with(kidney, record_cohort("kidney, by disease", time, status, id, as.character(disease)))
)

# ---- random cohorts ------------------------------------------------------------------------------------------------

# Few patients with one to four lines each, whole or half months from a narrow range, two or three groups that do not follow
# the patients. Half the cohorts give a patient's lines one tendency, so that they are alike.
random_cohort <- function(i) {
  n_patients <- sample.int(15L, 1L) + 1L
  patient <- sample(rep(seq_len(n_patients), times = sample(1:4, n_patients, replace = TRUE, prob = c(4, 3, 2, 1))))
  n <- length(patient)
  widest <- sample(c(3L, 6L, 12L, 30L), 1L)
  time <- sample(0:(2L * widest), n, replace = TRUE) / sample(1:2, 1L)
  if (runif(1) < 0.5) time <- time + sample(0:widest, n_patients, replace = TRUE)[patient]
  event <- as.integer(runif(n) < sample(c(0, 0.3, 0.6, 0.85, 1), 1L, prob = c(1, 4, 5, 4, 2)))
  k <- min(n, sample(2:3, 1L))
  group <- sample(c(letters[1:k], sample(letters[1:k], n - k, replace = TRUE)))
  record_cohort(paste("random", i), as.double(time), event, patient, group)
}

cohorts <- c(edge, lapply(seq_len(N_COHORTS), random_cohort))
lines <- vapply(cohorts, to_json, "", indent = NULL)
write_json(
  list(made_with = made_with("tests/oracles/r/record_clustered.R"), seed = scalar(SEED), conf_level = scalar(0.95),
       cohorts = structure(paste0("[\n", paste(lines, collapse = ",\n"), "\n]"), class = "json_raw")),
  "tests/oracles/recorded/clustered_survival.json"
)
