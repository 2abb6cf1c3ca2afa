# Records tests/oracles/recorded/line_cohort.json: one made-up cohort of treatment lines, and what R computes from it by
# subgroup, among responders, and without each patient in turn.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_line_cohort.R
# Needs R with its recommended package survival; see json.R for the writer.

suppressMessages(library(survival))
source("tests/oracles/r/json.R")

# ---- the cohort ----------------------------------------------------------------------------------------------------

set.seed(20240611L, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 60L
patient <- sprintf("p%02d", c(1:42, sample(1:42, n - 42L)))
line <- ave(seq_len(n), patient, FUN = seq_along)
sex <- setNames(sample(c("male", "female"), 42, replace = TRUE), sprintf("p%02d", 1:42))[patient]
alk <- setNames(sample(c("positive", "negative", "unknown"), 42, replace = TRUE, prob = c(5, 3, 1)),
                sprintf("p%02d", 1:42))[patient]
extent <- sample(c("advanced", "localized"), n, replace = TRUE, prob = c(3, 1))
best <- sample(c("CR", "PR", "SD", "PD", "NE", NA), n, replace = TRUE, prob = c(2, 6, 4, 4, 1, 1))
end <- round(rexp(n, 1 / 14)) + 1
end_event <- rbinom(n, 1, 0.6)
os <- end + round(rexp(n, 1 / 10))
os_event <- rbinom(n, 1, 0.45)
responder <- !is.na(best) & best %in% c("CR", "PR")
# Some respond on the day of the event, and some have no time of response.
response <- ifelse(responder, pmin(sample(1:6, n, replace = TRUE), end), NA)
response[which(responder)[c(3, 11)]] <- NA
advanced <- extent == "advanced"
pfs <- ifelse(advanced, end, NA)
rfs <- ifelse(advanced, NA, end)
pfs[which(advanced & responder)[5]] <- NA

# ---- responders ----------------------------------------------------------------------------------------------------

limits <- function(fit, probs = c(0.25, 0.5, 0.75)) {
  q <- quantile(fit, probs)
  list(estimate = unname(q$quantile), conf_low = unname(q$lower), conf_high = unname(q$upper))
}
duration <- ifelse(advanced, pfs, rfs) - response
enters <- responder & !is.na(duration)
fit <- survfit(Surv(duration[enters], end_event[enters]) ~ 1, conf.type = "log")
tab <- summary(fit, censored = TRUE)
response_duration <- list(
  n = scalar(sum(enters)), n_event = scalar(sum(end_event[enters])),
  time = tab$time, estimate = tab$surv, conf_low = tab$lower, conf_high = tab$upper, quantiles = limits(fit)
)
to_response <- response[responder]
time_to_response <- list(
  n = scalar(sum(!is.na(to_response))), n_missing = scalar(sum(is.na(to_response))),
  type_2 = quantile(to_response, c(0, 0.25, 0.5, 0.75, 1), type = 2, na.rm = TRUE, names = FALSE),
  type_7 = quantile(to_response, c(0, 0.25, 0.5, 0.75, 1), type = 7, na.rm = TRUE, names = FALSE)
)

# ---- subgroups -----------------------------------------------------------------------------------------------------

evaluable <- !is.na(best) & best != "NE"
response_rate <- function(chosen) {
  x <- sum(responder & chosen)
  m <- sum(evaluable & chosen)
  interval <- as.vector(binom.test(x, m)$conf.int)
  c(x, m, x / m, interval)
}
pfs_at_12 <- function(chosen, conf_type) {
  inside <- chosen & !is.na(pfs)
  at <- summary(survfit(Surv(pfs[inside], end_event[inside]) ~ 1, conf.type = conf_type), times = 12)
  c(sum(end_event[inside & pfs <= 12]), sum(inside), at$n.risk, at$surv, at$lower, at$upper)
}
everyone <- rep(TRUE, n)
subgroups <- list(
  overall = everyone, male = sex == "male", female = sex == "female",
  positive = alk == "positive", negative = alk == "negative", unknown = alk == "unknown"
)
forest <- list(
  subgroup = names(subgroups),
  orr = unname(t(sapply(subgroups, response_rate))),
  pfs_12_log = unname(t(sapply(subgroups, pfs_at_12, "log"))),
  pfs_12_log_log = unname(t(sapply(subgroups, pfs_at_12, "log-log")))
)

# ---- without each patient ------------------------------------------------------------------------------------------

without_each <- function(chosen, statistic) {
  patients <- sort(unique(patient[chosen]))
  values <- sapply(patients, function(p) statistic(chosen & patient != p))
  list(
    estimate = scalar(statistic(chosen)),
    lowest = scalar(if (all(is.na(values))) NA_real_ else min(values, na.rm = TRUE)),
    highest = scalar(if (all(is.na(values))) NA_real_ else max(values, na.rm = TRUE)),
    n_patients = scalar(length(patients)), n_not_estimable = scalar(sum(is.na(values)))
  )
}
overall_fit <- function(chosen) survfit(Surv(os[chosen], os_event[chosen]) ~ 1)
at <- function(months) {
  function(chosen) {
    if (months > max(os[chosen])) return(NA_real_)
    summary(overall_fit(chosen), times = months)$surv
  }
}
median_os <- function(chosen) unname(quantile(overall_fit(chosen), 0.5)$quantile)
# Of the longest follow-ups, one patient alone reaches the last landmark.
latest <- sort(os, decreasing = TRUE)
late <- (latest[1] + latest[2]) / 2
stopifnot(latest[1] > latest[2], min(overall_fit(everyone)$surv) > 0)
fragility <- list(
  orr = without_each(evaluable, function(chosen) sum(responder & chosen) / sum(evaluable & chosen)),
  median_os = without_each(everyone, median_os),
  os_12 = without_each(everyone, at(12)),
  os_late = c(list(months = scalar(late)), without_each(everyone, at(late))),
  median_os_positive = without_each(alk == "positive", median_os)
)

write_json(
  list(
    made_with = made_with("tests/oracles/r/record_line_cohort.R"),
    columns = list(
      patient_id = patient, line_number = line, sex = unname(sex), alk_status = unname(alk), disease_extent = extent,
      best_response = best, response_months = response, pfs_months = pfs, pfs_event = ifelse(advanced, end_event, NA),
      rfs_months = rfs, rfs_event = ifelse(advanced, NA, end_event), os_months = os, os_event = os_event
    ),
    duration_of_response = response_duration,
    time_to_response = time_to_response,
    forest = forest,
    fragility = fragility
  ),
  "tests/oracles/recorded/line_cohort.json"
)
