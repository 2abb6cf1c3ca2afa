# Records tests/oracles/recorded/repeats.json: comparisons where a patient counts with several lines, and Cox regression where
# the likelihood has no maximum.
#
#   differences   of survival at one time and of restricted means, variance clustered by patient: survfit()'s influence of each
#                 patient on each curve, added up here
#   cox           coxph(..., cluster = patient): standard errors, limits, p values, and the Wald test of summary()
#   firth         Firth's penalised likelihood: coxph()'s own log-likelihood and information (Efron's ties) at given coefficients,
#                 maximised, profiled and compared here by optim() and uniroot()
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_repeats.R
# Needs R and package `survival` (a recommended package), nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")
library(survival)

SEED <- 20261129L
set.seed(SEED, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
CONTROL <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)

# ---- differences ---------------------------------------------------------------------------------------------------

# Each patient's influence on S of one group at the times of its own curve; a row for every patient of both groups.
group_influence <- function(time, event, patient, everyone) {
  fit <- survfit(Surv(time, event) ~ 1, cluster = patient, influence = 1)
  pull <- matrix(0, length(everyone), length(fit$time))
  pull[match(as.character(sort(unique(patient))), as.character(everyone)), ] <- fit$influence.surv
  list(time = fit$time, surv = fit$surv, pull = pull)
}

step_at <- function(x, at) {
  k <- sum(x$time <= at)
  if (k == 0) list(surv = 1, pull = 0 * x$pull[, 1]) else list(surv = x$surv[k], pull = x$pull[, k])
}

area_to <- function(x, horizon) {
  inside <- x$time < horizon
  widths <- diff(c(0, x$time[inside], horizon))
  list(mean = sum(widths * c(1, x$surv[inside])),
       pull = as.vector(x$pull[, inside, drop = FALSE] %*% widths[-1]))
}

record_difference <- function(time, event, patient, group, at) {
  everyone <- sort(unique(patient))
  one <- lapply(c("a", "b"), function(g) {
    i <- group == g
    group_influence(time[i], event[i], patient[i], everyone)
  })
  s <- lapply(one, step_at, at = at)
  m <- lapply(one, area_to, horizon = at)
  slope <- sapply(s, function(x) 1 / (x$surv * log(x$surv)))
  se <- sqrt(sum((s[[1]]$pull - s[[2]]$pull)^2))
  z <- (log(-log(s[[1]]$surv)) - log(-log(s[[2]]$surv))) /
    sqrt(sum((slope[1] * s[[1]]$pull - slope[2] * s[[2]]$pull)^2))
  mean_se <- sqrt(sum((m[[1]]$pull - m[[2]]$pull)^2))
  list(time = short_numbers(time), event = event, patient = patient, group = group, at = scalar(at),
       estimate = scalar(s[[1]]$surv - s[[2]]$surv), std_error = scalar(se), statistic = scalar(z^2),
       p_value = scalar(pchisq(z^2, 1, lower.tail = FALSE)),
       mean_difference = scalar(m[[1]]$mean - m[[2]]$mean), mean_std_error = scalar(mean_se))
}

lines_of_patients <- function(n_patients) {
  patient <- sample(rep(seq_len(n_patients), times = sample(1:4, n_patients, replace = TRUE, prob = c(4, 3, 2, 1))))
  list(patient = patient, n = length(patient))
}

random_difference <- function(i) {
  repeat {
    p <- lines_of_patients(sample(6:15, 1L))
    time <- as.double(sample(1:12, p$n, replace = TRUE) + sample(0:8, max(p$patient), replace = TRUE)[p$patient])
    event <- as.integer(runif(p$n) < 0.6)
    group <- sample(c("a", "b"), p$n, replace = TRUE)
    at <- as.double(sample(4:12, 1L))
    inside <- all(tapply(time, group, max) >= at) && length(unique(group)) == 2
    if (!inside) next
    surv <- sapply(c("a", "b"), function(g) {
      f <- survfit(Surv(time[group == g], event[group == g]) ~ 1)
      c(1, f$surv)[sum(f$time <= at) + 1]
    })
    if (all(surv > 0 & surv < 1)) return(record_difference(time, event, p$patient, group, at))
  }
}

differences <- c(
  list(with(kidney, record_difference(time, status, id, ifelse(sex == 1, "a", "b"), 60)),
       with(kidney, record_difference(time, status, id, rep(c("a", "b"), 38), 100))),
  lapply(1:40, random_difference))

# ---- Cox regression clustered by patient ---------------------------------------------------------------------------

record_cox <- function(time, event, patient, x, y) {
  fit <- coxph(Surv(time, event) ~ x + y, cluster = patient, ties = "efron", control = CONTROL)
  s <- summary(fit)
  list(time = short_numbers(time), event = event, patient = patient, x = x, y = y,
       coef = unname(coef(fit)), se = unname(s$coefficients[, "robust se"]), naive_se = unname(s$coefficients[, "se(coef)"]),
       conf_low = unname(s$conf.int[, 3]), conf_high = unname(s$conf.int[, 4]),
       p_value = unname(s$coefficients[, "Pr(>|z|)"]), wald = scalar(fit$wald.test))
}

random_cox <- function(i) {
  repeat {
    p <- lines_of_patients(sample(12:20, 1L))
    x <- sample(0:1, p$n, replace = TRUE)
    y <- sample(0:4, max(p$patient), replace = TRUE)[p$patient]
    time <- as.double(sample(1:15, p$n, replace = TRUE))
    event <- as.integer(runif(p$n) < 0.7)
    r <- tryCatch(record_cox(time, event, p$patient, x, y), warning = function(w) NULL)
    if (!is.null(r) && sum(event) >= 10 && all(abs(r$coef) < 3)) return(r)
  }
}

cox <- c(list(with(kidney, record_cox(time, status, id, sex, age))), lapply(1:40, random_cox))

# ---- Firth's penalised likelihood ----------------------------------------------------------------------------------

penalised <- function(time, event, x, beta) {
  fit <- suppressWarnings(coxph(Surv(time, event) ~ x, ties = "efron", init = beta, control = coxph.control(iter.max = 0)))
  fit$loglik[1] - as.numeric(determinant(as.matrix(fit$var), logarithm = TRUE)$modulus) / 2
}

climb <- function(f, start) {
  if (length(start) == 1L) {
    # optimize() alone can end beside the maximum where the likelihood is flat.
    grid <- seq(-30, 30, by = 0.25)
    best <- grid[which.max(vapply(grid, function(b) { y <- f(b); if (is.finite(y)) y else -Inf }, 0))]
    top <- optimize(f, best + c(-0.5, 0.5), maximum = TRUE, tol = 1e-12)
    return(list(par = top$maximum, value = top$objective))
  }
  for (i in 1:6) start <- optim(start, f, method = "Nelder-Mead",
                                control = list(fnscale = -1, reltol = 1e-16, maxit = 5000))$par
  fit <- optim(start, f, method = "BFGS", control = list(fnscale = -1, reltol = 1e-16, ndeps = rep(1e-5, length(start))))
  list(par = fit$par, value = fit$value)
}

record_firth <- function(note, time, event, x) {
  x <- as.matrix(x)
  p <- ncol(x)
  f <- function(beta) penalised(time, event, x, beta)
  top <- climb(f, rep(0, p))
  profile <- function(j, value) {
    if (p == 1L) return(f(value))
    at <- function(rest) f(append(rest, value, after = j - 1))
    climb(at, top$par[-j])$value
  }
  fall <- qchisq(0.95, 1) / 2
  limit <- function(j, side) {
    missing <- function(value) profile(j, value) - (top$value - fall)
    far <- 1
    while (missing(top$par[j] + side * far) > 0) far <- 2 * far
    uniroot(missing, sort(top$par[j] + side * c(far, 0)), tol = 1e-9)$root
  }
  fit <- suppressWarnings(coxph(Surv(time, event) ~ x, ties = "efron", init = top$par, control = coxph.control(iter.max = 0)))
  list(note = scalar(note), time = short_numbers(time), event = event, x = unname(x), ties = scalar(any(duplicated(time[event == 1]))),
       coef = top$par, se = unname(sqrt(diag(as.matrix(fit$var)))),
       conf_low = sapply(seq_len(p), limit, side = -1), conf_high = sapply(seq_len(p), limit, side = 1),
       p_value = sapply(seq_len(p), function(j) pchisq(2 * (top$value - profile(j, 0)), 1, lower.tail = FALSE)),
       log_likelihood = scalar(top$value), log_likelihood_null = scalar(f(rep(0, p))))
}

random_firth <- function(i) {
  n <- sample(12:20, 1L)
  x <- rep(0:1, length.out = n)
  time <- as.double(sample(1:10, n, replace = TRUE))
  event <- as.integer(runif(n) < 0.7)
  if (i %% 2) event[x == 1] <- 0L else time[x == 1] <- time[x == 1] + 11
  if (i %% 3 == 0) time <- time + (seq_len(n) - 1) / 64
  if (sum(event) < 5) return(random_firth(i))
  record_firth(paste("random", i), time, event, x)
}

firth <- c(
  list(
    record_firth("a level without an event", 1:12, c(1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0), as.integer(c(6, 6, 6, 6, 6, 6, 1, 6, 1, 6, 1, 1) == 1)),
    record_firth("events in the order of a number", 1:8, rep(1, 8), 8:1),
    record_firth("one arm all before the other", 1:12, rep(1, 12), rep(c(1, 0), each = 6)),
    record_firth("one case without an event", c(3, 1, 2, 4, 5, 6, 7), c(0, 1, 1, 1, 1, 1, 1), c(1, 0, 0, 0, 0, 0, 0)),
    record_firth("tied events", c(1, 1, 2, 2, 3, 3, 4, 4, 5, 5), c(1, 1, 1, 1, 1, 1, 0, 1, 0, 0), c(1, 1, 1, 1, 1, 0, 0, 0, 0, 0)),
    record_firth("two covariates that order the events only together", 1:12, rep(1, 12),
                 cbind(c(5, 1, 4, 2, 3, 1, 6, 2, 0, 3, 1, 0), 12:1 - c(5, 1, 4, 2, 3, 1, 6, 2, 0, 3, 1, 0))),
    record_firth("a level without an event beside a number", c(2, 4, 5, 6, 8, 9, 11, 12, 14, 15, 18, 20, 3, 9, 16),
                 c(1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0),
                 cbind(c(rep(0, 12), 1, 1, 1), c(3, 1, 4, 1, 5, 2, 6, 5, 3, 5, 0, 2, 4, 1, 3)))),
  lapply(1:12, random_firth))

write_json(
  list(made_with = made_with("tests/oracles/r/record_repeats.R"), seed = scalar(SEED), conf_level = scalar(0.95),
       differences = differences, cox = cox, firth = firth),
  "tests/oracles/recorded/repeats.json"
)
