# Records tests/oracles/recorded/survival.json: named cases for Kaplan-Meier, its quantiles, rates at given times, the
# reverse Kaplan-Meier and the log-rank test, as R's package `survival` computes them.
#
# Run from the root of the repository:   Rscript tests/oracles/r/record_survival.R
# Needs R and package `survival` (a recommended package), nothing else; see json.R for the writer.

source("tests/oracles/r/json.R")
source("tests/oracles/r/survival_parts.R")

# ---- what is recorded of one curve ---------------------------------------------------------------------------------

# Our rule (that of SAS PROC LIFETEST) on R's curve; this is the script's arithmetic, not a function of R: the first time
# S is below 1 - p; if S was exactly 1 - p before that, the middle between the first time it was and that event; not
# defined if S never falls below 1 - p.
sas_quantiles <- function(fit) {
  tolerance <- sqrt(.Machine$double.eps)
  sapply(PROBS, function(p) {
    below <- which(fit$surv < 1 - p - tolerance)
    if (length(below) == 0L) return(NA_real_)
    equal <- which(abs(fit$surv - (1 - p)) <= tolerance)
    if (length(equal) == 0L) fit$time[below[1]] else (fit$time[equal[1]] + fit$time[below[1]]) / 2
  })
}

# Times to ask for: zero, the first event, a moment between the first two distinct times, an event in the middle, a moment
# after it, the last follow-up, and one beyond it.
landmark_times <- function(fit) {
  events <- fit$time[fit$n.event > 0]
  distinct <- fit$time
  last <- max(distinct)
  middle <- events[ceiling(length(events) / 2)]
  after_middle <- if (length(middle)) mean(c(middle, min(c(distinct[distinct > middle], last)))) else NULL
  between <- if (length(distinct) > 1L) mean(distinct[1:2]) else distinct / 2
  sort(unique(c(0, head(events, 1L), between, middle, after_middle, last, last + 1)))
}

# summary(fit, times =, extend = FALSE) leaves out what lies beyond the last follow-up, and stops if nothing is left.
at_landmark <- function(fit, t) {
  s <- tryCatch(summary(fit, times = t, extend = FALSE), error = function(e) NULL)
  if (is.null(s)) return(rep(NA_real_, 5L))
  c(s$n.risk, s$surv, s$std.err, s$lower, s$upper)
}

landmarks <- function(time, event) {
  times <- landmark_times(fit_curve(time, event))
  by_type <- sapply(CONF_TYPES, function(type) {
    fit <- fit_curve(time, event, type)
    matrix(vapply(times, function(t) at_landmark(fit, t), numeric(5L)), nrow = 5L)
  }, simplify = FALSE)
  list(
    time = times,
    n_risk = by_type$log[1, ], estimate = by_type$log[2, ], std_error = by_type$log[3, ],
    conf = lapply(by_type, function(m) list(conf_low = m[4, ], conf_high = m[5, ]))
  )
}

# Reverse Kaplan-Meier: the curve of the time to censoring, where events take patients out of observation. Where an event
# and a censoring fall on the same time the event leaves first, so that the two Kaplan-Meier curves multiply to the share
# still under observation. Flipping the event flag alone gets that wrong: survfit then puts the censoring first and counts
# the patient with the event as still at risk. Adding a small amount to the censoring times would do, but asks how small.
# Here the times are replaced by their ranks: the k-th distinct time becomes 2k - 1 for events and 2k for censorings, and
# the curve's times are put back afterwards. "Distinct" is R's own timefix rule (aeqSurv).
reverse_fit <- function(time, event, conf_type) {
  tied <- aeqSurv(Surv(time, event))
  distinct <- sort(unique(tied[, "time"]))
  rank <- match(tied[, "time"], distinct)
  fit <- fit_curve(2 * rank - event, 1 - event, conf_type)
  fit$time <- distinct[ceiling(fit$time / 2)]
  fit
}

reverse_kaplan_meier <- function(time, event) {
  fit <- reverse_fit(time, event, "log")
  s <- summary(fit)  # only the times at which somebody was censored
  list(
    table = list(time = s$time, n_risk = s$n.risk, n_censor = s$n.event, estimate = s$surv, std_error = s$std.err),
    probs = PROBS,
    quantiles = sapply(CONF_TYPES, function(type) r_quantiles(reverse_fit(time, event, type)), simplify = FALSE),
    sas_quantiles = sas_quantiles(fit),
    flipped_flag_quantiles = r_quantiles(fit_curve(time, 1 - event))  # the wrong way, to show where it matters
  )
}

record_curve <- function(time, event) {
  fits <- sapply(CONF_TYPES, function(type) fit_curve(time, event, type), simplify = FALSE)
  list(
    n = scalar(length(time)), n_events = scalar(sum(event)), last_follow_up = scalar(max(time)),
    table = curve_table(time, event),
    conf = curve_limits(time, event),
    probs = PROBS,
    quantiles = lapply(fits, r_quantiles),
    print_median = lapply(fits, print_median),
    sas_quantiles = sas_quantiles(fits$log),
    landmarks = landmarks(time, event),
    reverse = reverse_kaplan_meier(time, event)
  )
}

# The curves by group are fitted one group at a time.
record_case <- function(note, unit, time, event, group = NULL, source = "made up for these tests") {
  event <- as.integer(event)
  stopifnot(length(time) == length(event), !anyNA(time), all(event %in% 0:1))
  by_group <- NULL
  test <- NULL
  if (!is.null(group)) {
    group <- as.character(group)
    levels <- sort(unique(group), method = "radix")
    by_group <- sapply(levels, function(g) record_curve(time[group == g], event[group == g]), simplify = FALSE)
    test <- log_rank(time, event, group)
  }
  list(note = scalar(note), unit = scalar(unit), source = scalar(source), time = time, event = event, group = group,
       overall = record_curve(time, event), by_group = by_group, log_rank = test)
}

# ---- edge cases ----------------------------------------------------------------------------------------------------

cases <- list()

cases$one_event <- record_case("one patient, one event: S falls to 0", "months", 5, 1)
cases$one_censored <- record_case("one patient, censored: S stays 1", "months", 5, 0)
cases$all_censored <- record_case("nobody has an event", "months", c(3, 5, 5, 8), c(0, 0, 0, 0))
cases$all_events <- record_case("everybody has an event, no ties", "months", c(2, 4, 6, 8, 10), c(1, 1, 1, 1, 1))
cases$event_and_censoring_same_day <- record_case(
  "an event and a censoring at 3 and at 5: the censored patient is still at risk when the event happens",
  "months", c(1, 3, 3, 5, 5, 7, 9), c(1, 1, 0, 0, 1, 1, 0), c("a", "a", "b", "a", "b", "b", "a"))
cases$everyone_on_one_day <- record_case(
  "all follow-up ends on the same day, two events and three censorings", "months", rep(3, 5), c(1, 1, 0, 0, 0))
cases$last_patient_censored <- record_case(
  "the curve does not reach 0", "months", c(2, 4, 6, 8, 12), c(1, 1, 0, 1, 0))
cases$last_day_event_and_censoring <- record_case(
  "the last day holds an event and a censoring", "months", c(2, 4, 8, 8), c(1, 0, 1, 0))
cases$half_flat_midpoint <- record_case("S is 0.5 on [2, 3)", "months", c(1, 2, 3, 4), c(1, 1, 1, 1))
cases$half_flat_with_censoring <- record_case(
  "S is 0.5 from 3 until the event at 5, with a censoring between", "months", c(1, 2, 3, 4, 5, 6), c(1, 1, 1, 0, 1, 1))
cases$half_flat_to_the_end <- record_case(
  "S is 0.5 to the end of follow-up: quantile(), print and the SAS rule give three answers",
  "months", c(1, 2, 3, 5), c(1, 1, 0, 0))
cases$half_flat_rounding_10 <- record_case(
  "9/10 * 8/9 * ... is 0.5 but for the last bit", "months", 1:10, rep(1, 10))
cases$half_flat_rounding_14_to_the_end <- record_case(
  "seven events, then only censorings: 0.5 but for the last bit, to the end", "months", 1:14, rep(1:0, each = 7))
cases$half_flat_rounding_20 <- record_case(
  "the example of ?quantile.survfit", "months", 1:20, rep(1, 20))
cases$quartiles_flat <- record_case("S is 0.75, 0.5 and 0.25 on flats", "months", 1:8, rep(1, 8))
cases$first_quartile_flat_to_the_end <- record_case(
  "S is 0.75 to the end of follow-up", "months", c(2, 5, 7, 9), c(1, 0, 0, 0))
cases$first_quartile_flat_rounding_44_to_the_end <- record_case(
  "S is 0.75 but for the last bit, to the end: quantile() gives up before its tolerance applies, and says NA",
  "months", 1:44, rep(1:0, c(11, 33)))
cases$median_never_reached <- record_case(
  "two events in eight patients", "months", c(3, 6, 9, 12, 15, 18, 21, 24), c(1, 0, 1, 0, 0, 0, 0, 0))
cases$one_event_in_twenty <- record_case(
  "limits by log have 1 as upper limit after an event has happened", "months", c(4, 5:23), c(1, rep(0, 19)))
cases$identical_groups <- record_case(
  "both groups hold the same follow-up: chi-square is 0", "months",
  rep(c(2, 4, 4, 7, 9, 11), 2), rep(c(1, 1, 0, 1, 0, 1), 2), rep(c("a", "b"), each = 6))
cases$group_without_events <- record_case(
  "group b has no event but expects some: the test is defined", "months",
  c(1, 3, 5, 7, 2, 4, 6, 8), c(1, 1, 1, 1, 0, 0, 0, 0), rep(c("a", "b"), each = 4))
cases$group_that_expects_none <- record_case(
  "group a leaves before the first event: one group is left and nothing can be tested", "months",
  c(1, 1, 2, 3, 4, 5), c(0, 0, 1, 1, 0, 1), rep(c("a", "b"), c(2, 4)))
cases$three_groups_one_expects_none <- record_case(
  "group a leaves before the first event: a degree of freedom goes with it", "months",
  c(1, 1, 2, 3, 4, 5, 3, 6, 7), c(0, 0, 1, 1, 0, 1, 0, 1, 1), rep(c("a", "b", "c"), c(2, 4, 3)))
cases$two_groups_no_events <- record_case(
  "no event at all: nothing can be tested", "months", c(2, 4, 3, 5), c(0, 0, 0, 0), c("a", "a", "b", "b"))
cases$two_groups_all_events_on_one_day <- record_case(
  "everybody has the event on one day: the variance is 0", "months", rep(4, 4), rep(1, 4), c("a", "a", "b", "b"))
cases$two_single_patients <- record_case("one patient a group", "months", c(3, 5), c(1, 1), c("a", "b"))
cases$one_against_many <- record_case(
  "one patient against five", "months", c(1, 2, 4, 6, 8, 9), c(1, 1, 0, 1, 1, 0), c("a", rep("b", 5)))
cases$events_at_time_zero <- record_case(
  "two events and a censoring at time 0", "months", c(0, 0, 0, 2, 3, 5, 8), c(1, 1, 0, 1, 0, 1, 0),
  c("a", "b", "a", "a", "b", "b", "a"))
cases$everything_at_time_zero <- record_case("all follow-up ends at 0", "months", c(0, 0, 0), c(1, 1, 0))

# The same days, turned into months directly and by way of weeks: days / 30.4375 and (days / 7) * 7 / 30.4375. For 29, 58,
# 115 and 116 days the two doubles differ in the last bit, and without a tolerance for ties they would be different times.
days <- c(29, 29, 58, 58, 58, 115, 115, 116, 116, 150)
months <- ifelse(seq_along(days) %% 2 == 1, days / 30.4375, (days / 7) * 7 / 30.4375)
stopifnot(length(unique(months)) > length(unique(days)))
tied_event <- c(1, 1, 1, 0, 1, 0, 1, 1, 0, 0)
tied_group <- c("a", "b", "a", "b", "b", "a", "b", "a", "b", "a")
cases$ties_in_days <- record_case("the next case, in days", "days", days, tied_event, tied_group)
cases$ties_only_as_days <- record_case(
  "months by two routes: ties differ in the last bit (R's timefix joins them)", "months", months, tied_event, tied_group)
cases$ties_by_arithmetic <- record_case(
  "0.1 + 0.2 and 0.3 are one time", "months", c(0.1 + 0.2, 0.3, 0.5, 0.7), c(1, 1, 0, 1))
cases$nearly_tied <- record_case(
  "1 and 1 + 1e-9 are one time, 2 and 2 + 1e-6 are two", "months",
  c(1, 1 + 1e-9, 2, 2 + 1e-6, 3), c(1, 0, 0, 1, 1))
cases$heavy_ties <- record_case(
  "thirty patients on five days, three groups", "months",
  c(1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 1, 2, 2, 3, 4, 4, 5, 5, 5, 5),
  c(1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0),
  rep(c("a", "b", "c"), each = 10))
cases$months_of_eight <- record_case(
  "eight patients, two events before 60 months: S(60) = 75.0% (50.3-100.0) by log", "months",
  c(6, 30, 62, 64, 70, 75, 80, 90), c(1, 1, 1, 1, 0, 0, 0, 0))

# ---- data sets -----------------------------------------------------------------------------------------------------

from_survival <- function(name) sprintf("data set %s of R package survival", name)

cases$lung <- record_case(
  "status 2 = death, by sex", "days", lung$time, lung$status == 2, lung$sex, from_survival("lung"))
cases$lung_months <- record_case(
  "lung in months, days / 30.4375", "months", lung$time / 30.4375, lung$status == 2, lung$sex, from_survival("lung"))
cases$ovarian <- record_case(
  "by treatment", "days", ovarian$futime, ovarian$fustat, ovarian$rx, from_survival("ovarian"))
cases$aml <- record_case("by maintenance", "weeks", aml$time, aml$status, aml$x, from_survival("aml"))
cases$veteran <- record_case(
  "four groups, by cell type", "days", veteran$time, veteran$status, veteran$celltype, from_survival("veteran"))
death <- colon[colon$etype == 2, ]
cases$colon_death <- record_case(
  "death (etype 2), three treatments", "days", death$time, death$status, death$rx, from_survival("colon"))
cases$kidney <- record_case(
  "two infections a patient, taken here as if each line were a patient; by sex", "days",
  kidney$time, kidney$status, kidney$sex, from_survival("kidney"))

# Progression-free survival of 48 patients with advanced gastric cancer on Xeloda and oxaliplatin, weeks:
# gastricXelox of R package asaur (CC0). The numbers are here so that the package is not needed.
xelox_weeks <- c(4, 8, 8, 8, 9, 11, 12, 13, 16, 16, 17, 17, 19, 21, 24, 24, 25, 28, 28, 30, 37, 37, 42, 43, 43, 46, 48, 50,
                 51, 53, 54, 57, 59, 59, 60, 64, 66, 76, 78, 91, 119, 120, 139, 176, 187, 203, 217, 253)
xelox_event <- c(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1,
                 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
cases$gastric_xelox <- record_case(
  "progression-free survival", "weeks", xelox_weeks, xelox_event, source = "data set gastricXelox of R package asaur, CC0")
cases$gastric_xelox_months <- record_case(
  "progression-free survival in months, weeks * 7 / 30.4375", "months", xelox_weeks * 7 / 30.4375, xelox_event,
  source = "data set gastricXelox of R package asaur, CC0")

# ---- write ---------------------------------------------------------------------------------------------------------

write_json(
  list(
    made_with = made_with("tests/oracles/r/record_survival.R"),
    conf_level = scalar(0.95),
    conf_types = CONF_TYPES,
    cases = cases
  ),
  "tests/oracles/recorded/survival.json"
)
