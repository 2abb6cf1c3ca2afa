# Records tests/oracles/recorded/regression.json: Cox regression with its test of proportional hazards, restricted mean
# survival and its difference, and the difference of survival at one time, as R's package `survival` computes them.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_regression.R
# Needs R and package `survival` (a recommended package), nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")
library(survival)

DIGITS_CONTROL <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)

# ---- Cox regression ------------------------------------------------------------------------------------------------

# `covariates` is a list of numeric vectors and of factors; a factor's first level is the reference.
regression_data <- function(time, event, covariates) {
  data <- data.frame(time = time, event = as.integer(event))
  for (name in names(covariates)) data[[name]] <- covariates[[name]]
  data
}

fit_regression <- function(data, names) {
  warned <- FALSE
  formula <- reformulate(names, quote(Surv(time, event)))
  fit <- withCallingHandlers(
    coxph(formula, data = data, ties = "efron", control = DIGITS_CONTROL),
    warning = function(w) { warned <<- TRUE; invokeRestart("muffleWarning") }
  )
  list(fit = fit, warned = warned)
}

# What summary() prints, and cox.zph() by covariate and for all together. Where cox.zph() stops, zph is null.
record_fit <- function(fit) {
  s <- summary(fit)
  zph <- tryCatch(cox.zph(fit, transform = "km")$table, error = function(e) NULL)
  list(
    coef = unname(coef(fit)), se = unname(sqrt(diag(vcov(fit)))),
    hazard_ratio = unname(s$conf.int[, 1]), conf_low = unname(s$conf.int[, 3]), conf_high = unname(s$conf.int[, 4]),
    conf_low_90 = unname(summary(fit, conf.int = 0.9)$conf.int[, 3]),
    conf_high_90 = unname(summary(fit, conf.int = 0.9)$conf.int[, 4]),
    p_value = unname(s$coefficients[, "Pr(>|z|)"]),
    log_likelihood_null = scalar(fit$loglik[1]), log_likelihood = scalar(fit$loglik[2]),
    likelihood_ratio = unname(s$logtest), concordance = scalar(unname(fit$concordance["concordance"])),
    n = scalar(fit$n), n_event = scalar(fit$nevent),
    zph_terms = rownames(zph), zph_statistic = unname(zph[, "chisq"]), zph_df = unname(zph[, "df"]),
    zph_p_value = unname(zph[, "p"])
  )
}

record_regression <- function(note, time, event, covariates, source = "made up for these tests") {
  data <- regression_data(time, event, covariates)
  r <- fit_regression(data, names(covariates))
  stopifnot(!r$warned)
  list(
    note = scalar(note), source = scalar(source), time = data$time, event = data$event,
    covariates = lapply(covariates, function(x) if (is.factor(x)) as.character(x) else x),
    levels = lapply(Filter(is.factor, covariates), levels),
    r = record_fit(r$fit)
  )
}

from_survival <- function(name) paste0("data set ", name, " of R package survival, LGPL (>= 2)")
sexes <- function(x) factor(ifelse(x == 1, "male", "female"), levels = c("male", "female"))

cox <- list()
cox$eight <- record_regression(
  "eight patients, one binary covariate", 1:8, c(1, 1, 1, 1, 1, 1, 0, 1),
  list(sex = factor(rep(c("female", "male"), 4), levels = c("male", "female"))))
cox$events_at_time_0 <- record_regression(
  "two events at time 0", c(0, 0, 1, 2, 2, 3, 4, 5), c(1, 1, 1, 0, 1, 1, 1, 0),
  list(arm = factor(c("a", "b", "b", "a", "a", "b", "a", "b"))))
cox$ties_but_for_rounding <- record_regression(
  "0.1 + 0.2 and 0.3 are one time", c(0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2, 0.5, 0.7, 0.7, 0.9, 1.1, 1.3),
  c(1, 1, 0, 1, 1, 0, 1, 1, 1, 0), list(arm = factor(c("a", "b", "a", "b", "a", "b", "b", "a", "b", "a"))))
cox$all_events_one_tie <- record_regression(
  "all events on two days", c(1, 1, 1, 1, 1, 2, 2, 2, 2, 2), rep(1, 10), list(x = c(5, 3, 4, 1, 2, 5, 4, 2, 3, 9)))
cox$large_numbers <- record_regression(
  "a number far from 0 and of another order: platelets per litre", aml$time, aml$status,
  list(platelets = 1e9 * (200 + 7 * (seq_along(aml$time) * 5) %% 23)))
cox$aml <- record_regression("one binary covariate", aml$time, aml$status, list(x = aml$x), from_survival("aml"))
cox$ovarian_age_rx <- record_regression(
  "12 events for a number and a binary covariate", ovarian$futime, ovarian$fustat,
  list(age = ovarian$age, rx = factor(ovarian$rx)), from_survival("ovarian"))
cox$lung_sex <- record_regression("sex", lung$time, lung$status == 2, list(sex = sexes(lung$sex)), from_survival("lung"))
cox$lung_three <- record_regression(
  "sex, age and ECOG as a number, one of them missing", lung$time, lung$status == 2,
  list(sex = sexes(lung$sex), age = lung$age, ecog = lung$ph.ecog), from_survival("lung"))
cox$lung_quarters <- record_regression(
  "time in whole quarters: heavy ties", ceiling(lung$time / 91), lung$status == 2,
  list(sex = sexes(lung$sex), age = lung$age), from_survival("lung"))
cox$veteran_cell_type <- record_regression(
  "four cell types and the Karnofsky score: hazards are not proportional", veteran$time, veteran$status,
  list(celltype = veteran$celltype, karno = veteran$karno), from_survival("veteran"))
cox$veteran_months <- record_regression(
  "time in whole months, treatment and cell type: heavy ties", ceiling(veteran$time / 30.4375), veteran$status,
  list(trt = factor(veteran$trt), celltype = veteran$celltype), from_survival("veteran"))
cox$kidney <- record_regression(
  "two infections a patient, taken as independent: arithmetic, not a conclusion", kidney$time, kidney$status,
  list(sex = sexes(kidney$sex), age = kidney$age, disease = kidney$disease), from_survival("kidney"))

# Small random cohorts with heavy ties, with a binary covariate and a small whole number. R goes on to a large coefficient
# where the likelihood has no maximum (`coef`), mostly with a warning; where the design is singular `coef` has a null.
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20240611)
random_cohort <- function(id) {
  n <- sample(11:24, 1)
  repeat {
    time <- sample(1:sample(c(4, 8, 30), 1), n, replace = TRUE)
    event <- rbinom(n, 1, runif(1, 0.5, 1))
    arm <- sample(c("a", "b"), n, replace = TRUE, prob = c(3, 1))
    dose <- sample(0:3, n, replace = TRUE)
    if (runif(1) < 0.3) dose <- pmin(3L, pmax(0L, rank(-time, ties.method = "min") %/% 5L))
    if (sum(event) >= 10 && length(unique(arm)) == 2 && length(unique(dose)) > 1) break
  }
  data <- regression_data(time, event, list(arm = factor(arm), dose = dose))
  r <- fit_regression(data, c("arm", "dose"))
  zph <- tryCatch(cox.zph(r$fit, transform = "km")$table, error = function(e) NULL)
  list(
    id = scalar(id), time = time, event = event, arm = arm, dose = dose, warned = scalar(r$warned),
    coef = unname(coef(r$fit)), se = suppressWarnings(unname(sqrt(diag(vcov(r$fit))))), log_likelihood = scalar(r$fit$loglik[2]),
    concordance = scalar(unname(r$fit$concordance["concordance"])), zph_statistic = unname(zph[, "chisq"])
  )
}
random <- lapply(1:150, random_cohort)

# Where this project gives no hazard ratio and R does, to show what R says.
refused <- list(
  level_without_event = fit_regression(
    regression_data(1:12, c(rep(1, 6), 0, 1, 0, 1, 0, 0), list(arm = factor(c(rep("a", 6), "b", "a", "b", "a", "b", "b")))),
    "arm"),
  perfect_order = fit_regression(regression_data(1:8, rep(1, 8), list(x = 8:1)), "x")
)
refused <- lapply(refused, function(r) {
  list(coef = unname(coef(r$fit)), se = suppressWarnings(unname(sqrt(diag(vcov(r$fit))))), warned = scalar(r$warned))
})

# ---- two groups: restricted means and survival at one time ---------------------------------------------------------

# rmean carries the last value forward beyond the last follow-up; horizons beyond it are not asked for.
restricted_means <- function(time, event, horizons) {
  fit <- survfit(Surv(time, event) ~ 1)
  table <- sapply(horizons, function(tau) summary(fit, rmean = tau)$table[c("rmean", "se(rmean)")])
  z <- qnorm(0.975)
  list(horizon = horizons, estimate = table[1, ], std_error = table[2, ],
       conf_low = table[1, ] - z * table[2, ], conf_high = table[1, ] + z * table[2, ])
}

# Klein and others (2007): test on the complementary log-log scale; interval on the linear scale. The script's arithmetic
# on what summary(survfit) gives. Rows: months, estimates, standard errors, difference, limits, chi-square, p.
landmark <- function(a, b, months) {
  at <- function(g) unlist(summary(survfit(Surv(g$time, g$event) ~ 1), times = months)[c("surv", "std.err")])
  x <- at(a); y <- at(b)
  difference <- x[[1]] - y[[1]]
  std_error <- sqrt(x[[2]]^2 + y[[2]]^2)
  cloglog <- function(s) log(-log(s[[1]]))
  variance <- function(s) (s[[2]] / (s[[1]] * log(s[[1]])))^2
  chisq <- (cloglog(x) - cloglog(y))^2 / (variance(x) + variance(y))
  c(months, x[[1]], y[[1]], x[[2]], y[[2]], difference, difference - qnorm(0.975) * std_error,
    difference + qnorm(0.975) * std_error, chisq, pchisq(chisq, 1, lower.tail = FALSE))
}

# `survrm2`: package survRM2 1.0-4 was not at hand when this was written. Its numbers (rmst2()$unadjusted.result, rows
# difference: estimate, lower, upper, p; second group less first) are copied from another recording of this project, made
# with R 4.2.2, 15 digits.
two_groups <- function(time, event, group, horizons, months, survrm2 = NULL, source) {
  group <- factor(group)
  parts <- lapply(levels(group), function(g) list(time = time[group == g], event = as.integer(event[group == g])))
  names(parts) <- levels(group)
  list(
    source = scalar(source),
    groups = lapply(parts, function(g) c(g, list(restricted_mean = restricted_means(g$time, g$event, horizons)))),
    landmark = do.call(rbind, lapply(months, function(m) landmark(parts[[1]], parts[[2]], m))),
    survrm2 = survrm2
  )
}
rm2 <- function(horizon, numbers) list(horizon = scalar(horizon), difference = numbers)

pairs <- list(
  lung = two_groups(
    lung$time, lung$status == 2, lung$sex, c(180, 365.25, 730, 870), c(100, 365.25, 600),
    rm2(870, c(127.575254150549, 54.8965387615415, 200.253969539556, 0.000580883065358378)), from_survival("lung")),
  veteran = two_groups(
    veteran$time, veteran$status, veteran$trt, c(30, 90, 500), c(30, 90, 180, 300),
    rm2(500, c(-0.633015149124518, -45.657334942829, 44.3913046445799, 0.978016333029091)), from_survival("veteran")),
  ovarian = two_groups(
    ovarian$futime, ovarian$fustat, ovarian$rx, c(365.25, 1000, 1100), c(400, 500),
    rm2(1000, c(156.608547008547, -105.772753488387, 418.989847505481, 0.24206080525127)), from_survival("ovarian")),
  aml = two_groups(
    aml$time, aml$status, aml$x, c(12, 40, 45), c(12, 24),
    rm2(40, c(-6.96717171717171, -17.1015763691563, 3.16723293481286, 0.177841632195553)), from_survival("aml")),
  small_with_event_and_censoring_on_one_day = two_groups(
    c(2, 4, 4, 6, 8, 10, 3, 3, 5, 7, 9, 12), c(1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1, 0), rep(c("a", "b"), each = 6),
    c(3.5, 4, 6, 10), c(4, 5, 7), NULL, "made up for these tests"),
  event_at_time_0 = two_groups(
    c(0, 0, 2, 3, 5, 0, 1, 2, 4, 6), c(1, 0, 1, 0, 1, 1, 1, 0, 1, 0), rep(c("a", "b"), each = 5),
    c(1, 4, 5), c(0, 1, 4), NULL, "made up for these tests")
)

# ---- write ---------------------------------------------------------------------------------------------------------

write_json(
  list(
    made_with = made_with("tests/oracles/r/record_regression.R"),
    conf_level = scalar(0.95),
    landmark_columns = c("months", "estimate_a", "estimate_b", "std_error_a", "std_error_b", "difference", "conf_low",
                         "conf_high", "statistic", "p_value"),
    cox = cox,
    random_cox = lapply(random, function(c) structure(to_json(c, NULL), class = "json_raw")),
    refused = refused,
    two_groups = pairs
  ),
  "tests/oracles/recorded/regression.json"
)
