# Records tests/oracles/recorded/comparisons.json: weighted and stratified log-rank tests, permutation log-rank tests,
# comparisons of follow-up, pairwise tests with Holm's adjustment, and one-sample log-rank tests.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_comparisons.R
# Needs R with packages `survival`, `coin` (permutation tests) and `jsonlite` (reads the cases); see json.R for the writer.
#
# Cases named `case` are those of tests/oracles/recorded/survival.json; others are written out with their data.

source("tests/oracles/r/json.R")
library(survival)
suppressPackageStartupMessages(library(coin))

named <- jsonlite::fromJSON("tests/oracles/recorded/survival.json", simplifyMatrix = FALSE)$cases
grouped <- Filter(function(x) !is.null(x$group), named)

# ---- weighted tests, worked from the formulae -------------------------------------------------------------------------

# The weights, at distinct event times with d events among n at risk. Written as loops over times and groups: slow and
# plain, so that it shares nothing with the vectorised estimator it checks.
WEIGHTS <- list(
  list(weights = "log-rank", rho = 0, gamma = 0),
  list(weights = "gehan-wilcoxon", rho = 0, gamma = 0),
  list(weights = "tarone-ware", rho = 0, gamma = 0),
  list(weights = "peto-peto", rho = 0, gamma = 0),
  list(weights = "fleming-harrington", rho = 1, gamma = 0),
  list(weights = "fleming-harrington", rho = 0, gamma = 1),
  list(weights = "fleming-harrington", rho = 0.5, gamma = 2)
)

plain_moments <- function(time, event, group, levels, w) {
  g <- length(levels)
  excess <- rep(0, g)
  variance <- matrix(0, g, g)
  s <- 1  # Kaplan-Meier just before t
  s_peto <- 1
  for (t in sort(unique(time[event == 1]))) {
    n <- sum(time >= t)
    d <- sum(time == t & event == 1)
    s_peto <- s_peto * (1 - d / (n + 1))
    weight <- switch(w$weights, "log-rank" = 1, "gehan-wilcoxon" = n, "tarone-ware" = sqrt(n), "peto-peto" = s_peto,
                     "fleming-harrington" = s^w$rho * (1 - s)^w$gamma)
    for (i in 1:g) {
      n_i <- sum(time >= t & group == levels[i])
      excess[i] <- excess[i] + weight * (sum(time == t & event == 1 & group == levels[i]) - d * n_i / n)
      if (n > 1) for (j in 1:g) {
        n_j <- sum(time >= t & group == levels[j])
        variance[i, j] <- variance[i, j] + weight^2 * d * (n - d) / (n - 1) * n_i / n * ((i == j) - n_j / n)
      }
    }
    s <- s * (1 - d / n)
  }
  list(excess = excess, variance = variance)
}

# A group whose row of the variance is 0 is never compared and is left out. NULL where nothing is left, or where the
# remaining variance cannot be inverted.
chi_square <- function(excess, variance) {
  compared <- which(diag(variance) > 1e-12 * max(diag(variance), 1e-300))
  if (length(compared) < 2) return(list(chisq = NULL, df = NULL, p_value = NULL))
  keep <- compared[-1]
  chisq <- tryCatch(sum(excess[keep] * solve(variance[keep, keep, drop = FALSE], excess[keep])), error = function(e) NULL)
  if (is.null(chisq)) return(list(chisq = NULL, df = NULL, p_value = NULL))
  list(chisq = scalar(chisq), df = scalar(length(keep)), p_value = scalar(pchisq(chisq, length(keep), lower.tail = FALSE)))
}

tied <- function(time) as.matrix(aeqSurv(Surv(time, rep(1, length(time)))))[, "time"]

plain_test <- function(time, event, group, strata, w) {
  time <- tied(time)
  levels <- sort(unique(group), method = "radix")
  parts <- lapply(unique(strata), function(k) {
    plain_moments(time[strata == k], event[strata == k], group[strata == k], levels, w)
  })
  excess <- Reduce(`+`, lapply(parts, `[[`, "excess"))
  variance <- Reduce(`+`, lapply(parts, `[[`, "variance"))
  c(list(weights = scalar(w$weights), rho = scalar(w$rho), gamma = scalar(w$gamma), levels = levels, excess = excess,
         variance = variance), chi_square(excess, variance))
}

plain_tests <- function(time, event, group, strata = rep(1, length(time))) {
  lapply(WEIGHTS, function(w) plain_test(time, event, as.character(group), strata, w))
}

# survdiff's `obs` and `exp` are weighted where rho is not 0, and have one column a stratum.
r_test <- function(formula, rho) {
  fit <- tryCatch(suppressWarnings(survdiff(formula, rho = rho)), error = function(e) NULL)
  if (is.null(fit)) return(NULL)
  expected <- rowSums(as.matrix(fit$exp))
  list(rho = scalar(rho), excess = unname(rowSums(as.matrix(fit$obs)) - expected), variance = fit$var,
       chisq = scalar(fit$chisq), df = scalar(sum(expected > 0) - 1), p_value = scalar(fit$pvalue))
}

RHO <- c(0, 1, 0.5)

# Where survdiff stops, or has no degree of freedom, there is nothing to compare.
has_test <- function(case) {
  fit <- r_test(Surv(case$time, case$event) ~ case$group, 1)
  !is.null(fit) && fit$df[[1]] >= 1
}

weighted <- lapply(Filter(has_test, grouped), function(case) {
  list(plain = plain_tests(case$time, case$event, case$group),
       survdiff = lapply(RHO, function(rho) r_test(Surv(case$time, case$event) ~ case$group, rho)))
})

# ---- stratified tests ---------------------------------------------------------------------------------------------------

stratified_case <- function(source, time, event, group, strata) {
  use <- complete.cases(time, event, group, strata)
  time <- time[use]
  event <- as.integer(event[use])
  group <- as.character(group[use])
  strata <- as.character(strata[use])
  list(source = scalar(source), time = time, event = event, group = group, strata = strata,
       plain = plain_tests(time, event, group, strata),
       survdiff = lapply(RHO, function(rho) r_test(Surv(time, event) ~ group + strata(strata), rho)))
}

set.seed(20240302L, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
random_strata <- function(n, n_groups, n_strata) {
  stratified_case("made up: random, heavy ties", sample(1:8, n, replace = TRUE), rbinom(n, 1, 0.6),
                  sample(letters[1:n_groups], n, replace = TRUE), sample(LETTERS[1:n_strata], n, replace = TRUE))
}
lung_known <- lung[!is.na(lung$ph.ecog), ]
death <- colon[colon$etype == 2, ]
stratified <- c(
  list(
    lung_by_sex = stratified_case("data set lung of R package survival, strata ph.ecog", lung_known$time,
                                  lung_known$status == 2, lung_known$sex, lung_known$ph.ecog),
    ovarian_by_treatment = stratified_case("data set ovarian of R package survival, strata resid.ds", ovarian$futime,
                                           ovarian$fustat, ovarian$rx, ovarian$resid.ds),
    veteran_by_treatment = stratified_case("data set veteran of R package survival, strata celltype", veteran$time,
                                           veteran$status, veteran$trt, veteran$celltype),
    colon_by_treatment = stratified_case("data set colon of R package survival, deaths, strata sex", death$time,
                                         death$status, death$rx, death$sex)
  ),
  setNames(lapply(1:30, function(i) random_strata(20 + i, 2 + i %% 2, 2 + i %% 3)), paste0("random_", 1:30))
)
stratified <- Filter(function(case) !any(vapply(case$survdiff, is.null, NA)), stratified)

# ---- permutation tests --------------------------------------------------------------------------------------------------

COIN_TYPES <- list(
  list(weights = "log-rank", type = "logrank"),
  list(weights = "gehan-wilcoxon", type = "Gehan-Breslow"),
  list(weights = "tarone-ware", type = "Tarone-Ware"),
  list(weights = "peto-peto", type = "Prentice-Marek"),
  list(weights = "fleming-harrington", type = "Fleming-Harrington", rho = 1, gamma = 0)
)

coin_arguments <- function(kind) c(list(type = kind$type), if (!is.null(kind$rho)) list(rho = kind$rho, gamma = kind$gamma))

# coin's exact distribution is for two groups. statistic is the square of its Z (two groups) or its quadratic form.
coin_test <- function(time, event, group, kind) {
  data <- data.frame(time = tied(time), event = event, group = factor(group))
  two <- nlevels(data$group) == 2
  run <- function(distribution) {
    do.call(logrank_test, c(list(Surv(time, event) ~ group, data = data, distribution = distribution), coin_arguments(kind)))
  }
  fit <- run("asymptotic")
  list(weights = scalar(kind$weights), rho = scalar(if (is.null(kind$rho)) 0 else kind$rho),
       statistic = scalar(as.vector(statistic(fit))^(if (two) 2 else 1)),
       p_asymptotic = scalar(as.vector(pvalue(fit))),
       p_exact = if (two) scalar(as.vector(pvalue(run("exact")))) else NULL)
}

# All splits one by one, with coin's scores: the exact p of three and more groups, and the smallest p, which coin does
# not give. The statistic is a plain sum over groups.
all_splits <- function(sizes) {
  grow <- function(left, sizes) {
    if (length(sizes) == 1) return(list(list(left)))
    out <- list()
    chosen <- if (length(left) == 1) matrix(left) else combn(left, sizes[1])
    for (i in seq_len(ncol(chosen))) {
      for (rest in grow(setdiff(left, chosen[, i]), sizes[-1])) out[[length(out) + 1]] <- c(list(chosen[, i]), rest)
    }
    out
  }
  grow(seq_len(sum(sizes)), sizes)
}

enumerated <- function(time, event, group, kind) {
  a <- do.call(logrank_trafo, c(list(Surv(tied(time), event)), coin_arguments(kind)))
  sizes <- as.vector(table(group))
  of_split <- function(split) sum(vapply(split, function(members) sum(a[members])^2 / length(members), 0))
  roots <- sqrt(vapply(all_splits(sizes), of_split, 0))
  observed <- sqrt(of_split(split(seq_along(a), group)))
  list(n_splits = scalar(length(roots)), p_exact = scalar(mean(roots >= observed - 1e-8)),
       smallest_p = scalar(mean(roots >= max(roots) - 1e-8)))
}

permutation_case <- function(source, time, event, group, enumerate) {
  event <- as.integer(event)
  group <- as.character(group)
  list(source = scalar(source), time = time, event = event, group = group,
       scores = -as.vector(logrank_trafo(Surv(tied(time), event))),
       coin = lapply(COIN_TYPES, function(kind) coin_test(time, event, group, kind)),
       enumerated = if (enumerate) lapply(COIN_TYPES, function(kind) enumerated(time, event, group, kind)) else NULL)
}

random_split <- function(sizes, ties) {
  n <- sum(sizes)
  months <- rexp(n, 1 / 12)
  months <- if (ties) ceiling(months / 3) * 3 else round(months, 1)
  group <- rep(letters[seq_along(sizes)], sizes)
  permutation_case("made up: random", months * ifelse(group == "b", 2, 1), rbinom(n, 1, 0.65), group,
                   factorial(n) / prod(factorial(sizes)) <= 3000)
}

from_named <- function(name) {
  case <- named[[name]]
  permutation_case(paste("case", name, "of survival.json"), case$time, case$event, case$group, length(case$time) <= 8)
}

permutation <- c(
  sapply(c("event_and_censoring_same_day", "group_without_events", "identical_groups", "one_against_many",
           "ties_only_as_days", "events_at_time_zero", "ovarian", "aml", "veteran", "heavy_ties"), from_named,
         simplify = FALSE),
  list(
    ovarian_by_residual = permutation_case("data set ovarian of R package survival, by resid.ds", ovarian$futime,
                                           ovarian$fustat, ovarian$resid.ds, FALSE),
    ovarian_by_performance = permutation_case("data set ovarian of R package survival, by ecog.ps", ovarian$futime,
                                              ovarian$fustat, ovarian$ecog.ps, FALSE),
    split_4_13 = random_split(c(4, 13), FALSE), split_4_13_ties = random_split(c(4, 13), TRUE),
    split_7_18 = random_split(c(7, 18), FALSE), split_7_18_ties = random_split(c(7, 18), TRUE),
    split_2_11 = random_split(c(2, 11), FALSE), split_2_11_ties = random_split(c(2, 11), TRUE),
    split_3_3_3 = random_split(c(3, 3, 3), FALSE), split_3_3_3_ties = random_split(c(3, 3, 3), TRUE),
    split_2_3_4 = random_split(c(2, 3, 4), TRUE), split_2_2_2_2 = random_split(c(2, 2, 2, 2), TRUE)
  )
)

# Recorded before this project, by R 4.2.2 with survival 3.5-3 and coin 1.4-2 (logrank_test, distribution = "exact"): the
# maintainers' file oracles/survival.json, 15 digits, cases ovarian and aml. Here as a second recording of the same thing.
recorded_elsewhere <- list(
  source = scalar("oracles/survival.json of the maintainers: R 4.2.2, survival 3.5-3, coin 1.4-2"),
  ovarian = list(z = scalar(-1.02956725656746), p_exact = scalar(0.297407072668884)),
  ovarian_by_residual = list(z = scalar(1.92335247905647), p_exact = scalar(0.0516073961709309)),
  ovarian_by_performance = list(z = scalar(0.691064985938551), p_exact = scalar(0.484235584041749)),
  aml = list(z = scalar(1.83454992709545), p_exact = scalar(0.0646930132729029))
)

# ---- is follow-up alike? ------------------------------------------------------------------------------------------------

# Censoring is the event; an event on the same day leaves before it (a little earlier).
follow_up <- lapply(grouped, function(case) {
  time <- tied(case$time)
  gap <- min(c(diff(sort(unique(time))), 1)) / 2
  fit <- r_test(Surv(time - case$event * gap, 1 - case$event) ~ case$group, 0)
  if (is.null(fit) || fit$df[[1]] < 1) NULL else fit$p_value
})

# ---- every two groups, and Holm -----------------------------------------------------------------------------------------

pairwise <- lapply(named[c("veteran", "heavy_ties", "colon_death")], function(case) {
  pairs <- combn(sort(unique(case$group), method = "radix"), 2)
  p <- apply(pairs, 2, function(pair) {
    use <- case$group %in% pair
    survdiff(Surv(case$time[use], case$event[use]) ~ case$group[use])$pvalue
  })
  list(group_1 = pairs[1, ], group_2 = pairs[2, ], p_value = p, p_adjusted = p.adjust(p, method = "holm"))
})

holm_vectors <- c(
  list(c(0.01, 0.04, 0.03), c(0.02, NA), c(NA_real_, NA_real_), 0.3, c(0, 0, 1, 1), c(0.01, NA, 0.01, 0.5, NA, 0.02)),
  lapply(1:10, function(n) round(runif(n)^3, 4))
)
holm <- lapply(holm_vectors, function(p) list(p_value = p, p_adjusted = p.adjust(p, method = "holm")))

# ---- one sample ---------------------------------------------------------------------------------------------------------

# survdiff with an offset: the survival expected of each case at the end of its follow-up.
one_sample_test <- function(case, hazard) {
  fit <- survdiff(Surv(case$time, case$event) ~ offset(exp(-hazard * case$time)))
  list(observed = scalar(fit$obs), expected = scalar(fit$exp), chisq = scalar(fit$chisq),
       p_value = scalar(pchisq(fit$chisq, 1, lower.tail = FALSE)))
}

one_sample_names <- setdiff(names(named), "everything_at_time_zero")
one_sample <- do.call(c, lapply(one_sample_names, function(name) {
  case <- named[[name]]
  median0 <- signif(mean(case$time) * c(0.5, 1, 3), 3)
  by_median <- lapply(median0, function(m) {
    c(list(case = scalar(name), reference_median = scalar(m), reference_rate = NULL, at = NULL),
      one_sample_test(case, log(2) / m))
  })
  at <- signif(mean(case$time), 2)
  by_rate <- lapply(c(0.2, 0.9), function(rate) {
    c(list(case = scalar(name), reference_median = NULL, reference_rate = scalar(rate), at = scalar(at)),
      one_sample_test(case, -log(rate) / at))
  })
  c(by_median, by_rate)
}))

# From the maintainers' file oracles/onesample_logrank.json (R 4.2.2, survival 3.5-3; 15 digits), for the cases that
# survival.json holds as well: reference median, observed, expected, chi-square, p.
elsewhere <- function(name, ...) lapply(list(...), function(x) {
  list(case = scalar(name), reference_median = scalar(x[1]), reference_rate = NULL, at = NULL, observed = scalar(x[2]),
       expected = scalar(x[3]), chisq = scalar(x[4]), p_value = scalar(x[5]))
})
one_sample_elsewhere <- c(
  elsewhere("gastric_xelox",
            c(30.1, 32, 65.9986650991629, 17.5141304265516, 2.85180286233812e-05),
            c(43, 32, 46.199065569414, 4.36401603711216, 0.0367056756002368),
            c(60.2, 32, 32.9993325495814, 0.0302632043588294, 0.861894362094894)),
  elsewhere("ovarian",
            c(333, 12, 32.4467815332385, 12.8848180100609, 0.000331258353619262),
            c(476, 12, 22.6991139717824, 5.04297392063365, 0.0247260070078315),
            c(666, 12, 16.2233907666193, 1.09946372026406, 0.294383825406391)),
  elsewhere("aml",
            c(16.1, 18, 29.1896762993567, 4.28949106527586, 0.0383486431165858),
            c(23, 18, 20.4327734095497, 0.28965164657706, 0.590443849830217),
            c(32.2, 18, 14.5948381496783, 0.794467681516668, 0.372752606383345))
)

# ---- write --------------------------------------------------------------------------------------------------------------

write_json(
  list(
    made_with = c(made_with("tests/oracles/r/record_comparisons.R"),
                  list(coin = scalar(as.character(packageVersion("coin"))))),
    weighted = weighted,
    stratified = stratified,
    permutation = permutation,
    permutation_recorded_elsewhere = recorded_elsewhere,
    follow_up_p = follow_up,
    pairwise = pairwise,
    holm = holm,
    one_sample = one_sample,
    one_sample_recorded_elsewhere = c(list(source = scalar("oracles/onesample_logrank.json of the maintainers")),
                                      list(tests = one_sample_elsewhere))
  ),
  "tests/oracles/recorded/comparisons.json"
)
