# Records tests/oracles/recorded/landmark.json: landmark analyses as R's package `survival` computes them. Groups are CR or PR
# documented by the landmark, or not; kept are those with time >= landmark, and time counts from there.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_landmark.R
# Needs R and package `survival` (a recommended package), nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")
library(survival)

set.seed(20260312L, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

record_case <- function(time, event, response, landmark) {
  kept <- time >= landmark
  months <- time[kept] - landmark
  died <- event[kept]
  known <- !is.na(response[kept]) & response[kept] <= landmark
  groups <- lapply(c(TRUE, FALSE), function(level) {
    inside <- known == level
    if (!any(inside)) return(NULL)
    fit <- survfit(Surv(months[inside], died[inside]) ~ 1)
    list(n = scalar(sum(inside)), n_event = scalar(sum(died[inside])), time = fit$time, estimate = fit$surv)
  })
  test <- NULL
  if (length(unique(known)) == 2 && sum(died) > 0) {
    fit <- survdiff(Surv(months, died) ~ factor(known, c(TRUE, FALSE)))
    df <- sum(fit$exp > 0) - 1
    if (df > 0) {
      test <- list(observed = fit$obs, expected = fit$exp, chisq = scalar(fit$chisq),
                   p_value = scalar(pchisq(fit$chisq, df, lower.tail = FALSE)))
    }
  }
  list(months = time, event = event, response = response, landmark = scalar(landmark),
       n_event_before = scalar(sum(!kept & event == 1)), n_censored_before = scalar(sum(!kept & event == 0)),
       groups = groups, log_rank = test)
}

random_case <- function() {
  n <- sample(1:30, 1)
  grid <- if (runif(1) < 0.6) 1 else 0.25
  time <- ceiling(rexp(n, 1 / 12) / grid) * grid
  event <- rbinom(n, 1, runif(1))
  response <- pmin(ceiling(rexp(n, 1 / 4) / grid) * grid, time)
  response[runif(n) < 0.5] <- NA
  record_case(time, event, response, sample(c(3, 6, 4.5), 1))
}

cases <- list(
  one_case = record_case(8, 1, 2, 6),
  two_cases = record_case(c(8, 9), c(1, 0), c(2, NA), 6),
  three_cases = record_case(c(8, 9, 5), c(1, 1, 1), c(2, NA, NA), 6),
  nobody_reaches_it = record_case(c(2, 3), c(1, 0), c(NA, 1), 6),
  no_responder_by_then = record_case(c(8, 9, 12), c(1, 0, 1), c(NA, 7, 11), 6),
  no_event_after = record_case(c(8, 9, 12, 13), c(0, 0, 0, 0), c(2, NA, 3, NA), 6),
  one_event_after = record_case(c(8, 9, 12, 13), c(0, 1, 0, 0), c(2, NA, 3, NA), 6),
  all_events = record_case(c(2, 7, 8, 9, 12, 13), rep(1, 6), c(NA, NA, 2, NA, 3, NA), 6),
  all_at_one_time = record_case(rep(9, 6), c(1, 1, 1, 0, 0, 1), c(2, 3, NA, NA, 6, 7), 6),
  event_on_the_landmark = record_case(c(6, 6, 7, 8, 10), c(1, 0, 1, 1, 0), c(NA, 3, 2, NA, NA), 6),
  response_on_the_landmark = record_case(c(9, 10, 11, 12), c(1, 1, 1, 0), c(6, 6.5, NA, 5), 6),
  censored_at_an_event_time = record_case(c(8, 8, 9, 9, 10), c(1, 0, 0, 1, 1), c(2, NA, 3, NA, NA), 6),
  long_tail = record_case(c(7, 8, 9, 60, 120, 240), c(1, 1, 1, 0, 0, 1), c(1, NA, NA, 2, NA, 3), 6)
)
for (i in 1:100) cases[[paste("random", i)]] <- random_case()

write_json(
  list(made_with = made_with("tests/oracles/r/record_landmark.R"), cases = cases),
  "tests/oracles/recorded/landmark.json"
)
