# Records tests/oracles/recorded/response.json with base R: binom.test of response, disease control and durable control,
# of the evaluable and of all treated, in cohorts with every edge there is. `months` and `event` are those of PFS; durable
# control is CR, PR, or SD that lasted at least `durable_months`. SD that was censored before counts once as no and once
# as yes, for the two bounds.
#
# Run from the root of the repository: Rscript tests/oracles/r/record_response.R

source("tests/oracles/r/json.R")

case <- function(response, months = NA, event = NA, durable_months = 6, conf_level = 0.95) {
  n <- length(response)
  list(response = response, months = rep_len(as.numeric(months), n), event = rep_len(as.numeric(event), n),
       durable_months = scalar(durable_months), conf_level = scalar(conf_level))
}

rate <- function(x, n, level) {
  if (n == 0) return(list(x = scalar(x), n = scalar(0), estimate = NULL, low = NULL, high = NULL))
  test <- binom.test(x, n, conf.level = level)
  list(x = scalar(x), n = scalar(n), estimate = scalar(unname(test$estimate)), low = scalar(test$conf.int[1]),
       high = scalar(test$conf.int[2]))
}

answer <- function(case) {
  level <- unclass(case$conf_level)[[1]]
  limit <- unclass(case$durable_months)[[1]]
  evaluable <- case$response %in% c("CR", "PR", "SD", "PD")
  treated <- evaluable | case$response %in% "NE"
  responder <- case$response %in% c("CR", "PR")
  stable <- case$response %in% "SD"
  reached <- !is.na(case$months) & !is.na(case$event) &
    (case$months > limit | vapply(case$months, function(m) isTRUE(all.equal(m, limit)), NA))
  progressed <- case$event %in% 1 & !is.na(case$months)
  lasted <- responder | (stable & reached)
  perhaps <- lasted | (stable & !reached & !progressed)
  of <- function(whom) {
    n <- sum(whom)
    list(orr = rate(sum(responder & whom), n, level), dcr = rate(sum((responder | stable) & whom), n, level),
         durable = rate(sum(lasted & whom), n, level), durable_at_most = rate(sum(perhaps & whom), n, level))
  }
  c(case, list(of_evaluable = of(evaluable), of_treated = of(treated)))
}

tail_of <- function(n) {
  set.seed(12)
  response <- sample(c("CR", "PR", "SD", "PD", "NE", NA), n, TRUE, c(0.05, 0.3, 0.35, 0.15, 0.1, 0.05))
  case(response, round(rexp(n, 1 / 9), 1), rbinom(n, 1, 0.6))
}

cases <- list(
  one_response = case("PR", 4, 1),
  one_not_evaluable = case("NE"),
  one_unrecorded = case(NA_character_),
  two_one_not_evaluable = case(c("CR", "NE")),
  three_stable_at_the_limit = case(c("SD", "SD", "SD"), c(6, 6, 5.9), c(1, 0, 1)),
  stable_a_rounding_below = case(c("SD", "PD"), c(6 - 1e-12, 2), c(1, 1)),
  stable_censored_before = case(c("PR", "SD", "SD", "PD", "NE"), c(3, 5.9, 7, 1, 2), c(1, 0, 0, 1, 1)),
  stable_without_times = case(c("SD", "SD", "CR"), c(NA, 4, 9), c(NA, NA, 0)),
  all_not_evaluable = case(rep("NE", 5)),
  all_progressed = case(rep("PD", 6), 2, 1),
  all_responded = case(rep(c("CR", "PR"), 4), 20, 0),
  half_unrecorded = case(c("PR", NA, "SD", NA, "NE", "PD"), c(8, 3, 12, 4, 1, 2), 1),
  twelve_months = case(c("PR", "SD", "SD", "SD", "PD", "NE"), c(8, 11, 12, 13, 1, 1), c(1, 1, 1, 0, 1, 0), 12, 0.9),
  sixty = tail_of(60)
)

write_json(
  list(made_with = made_with("tests/oracles/r/record_response.R"), cases = lapply(cases, answer)),
  "tests/oracles/recorded/response.json"
)
