"""R code for what follows what: cumulative incidence, next treatment, and the growth modulation."""

from __future__ import annotations

from textwrap import fill
from typing import Final

from imt_core.analyses.growth_modulation import THRESHOLD, GrowthModulation
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.survival import clustered_conf_type
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.conventions.units import DAYS_PER_MONTH, SAME_TIME
from imt_core.reporting.code.literals import LINE_WIDTH, r_numbers, r_text
from imt_core.reporting.code.r_curves import curve_code, quantile_code
from imt_core.reporting.code.r_data import count_code, group_code
from imt_core.reporting.code.r_intervals import interval_code
from imt_core.reporting.code.r_survival import endpoint_cases, tested_code

BESIDE: Final = """
# The row of the line before (-1) or after (1) each line in view, among all lines of the sheet.
of_sheet <- function(name) {
  if (name %in% names(sheet)) sheet[[name]] else rep(NA_character_, nrow(sheet))
}
beside <- function(steps) {
  line <- as.numeric(of_sheet("line_number"))
  rows <- which(!is.na(line))
  rows <- rows[order(match(sheet$patient_id[rows], sheet$patient_id), line[rows])]
  at <- seq_along(rows) + steps
  at[at < 1] <- NA
  other <- rows[at]
  other[which(sheet$patient_id[other] != sheet$patient_id[rows])] <- NA
  found <- rep(NA_integer_, nrow(sheet))
  found[rows] <- other
  found[cohort$sheet_row]
}
"""

_CAUSES: Final = """# An event at the time of death without a date of its own is a death, cause 2.
dated <- !is.na(column("progression_date"))[cases$row]
died <- (cases$os_event == 1 & abs(cases$os_months - cases$months) <= SAME) %in% TRUE
cases$cause <- ifelse(cases$event == 0, 0, ifelse(died & !dated, 2, 1))
known <- !is.na(cases$os_months) & !is.na(cases$os_event)
cases <- cases[cases$event == 0 | dated | known, ]
"""

_NEXT: Final = """
# Time to next treatment: the start of the line with the next number, or of a later ALK inhibitor
# where one line at most is missing. Lines followed by one without a start are left out.
line <- number("line_number")
following <- beside(1)
next_line <- as.numeric(of_sheet("line_number"))[following]
day <- as.numeric(as.Date(of_sheet("start_date")))
month <- as.numeric(of_sheet("start_months"))
own <- cohort$sheet_row
start <- (day[following] - day[own]) / DAYS
start <- ifelse(is.na(start), month[following] - month[own], start)
start[!(next_line == line + 1) %in% TRUE] <- NA
n_missing <- number("total_lines") - line
inhibitor <- number("later_alk_inhibitor") %in% 1
may_be <- is.na(start) & inhibitor & is.na(next_line) & !(n_missing > 1) %in% TRUE
start <- ifelse(may_be, number("later_alk_inhibitor_months"), start)
given <- !is.na(next_line) | (n_missing > 0) %in% TRUE | inhibitor
end <- number("os_months")
died <- number("os_event")
in_order <- !(start < 0) %in% TRUE & !(start > end + SAME) %in% TRUE
timed <- !is.na(start) & in_order
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = line, group = group,
  months = ifelse(timed, start, end), cause = ifelse(timed, 1, ifelse(died %in% 1, 2, 0))
)
cases <- cases[timed | (!given & !is.na(end) & !is.na(died)), ]
"""

_INCIDENCE: Final = """
summarise <- function(x) {
  data.frame(
    group = as.character(x$group[1]), n_lines = nrow(x), n_patients = length(unique(x$patient)),
    n_event = sum(x$cause == 1), n_competing = sum(x$cause == 2),
    n_competing_patients = length(unique(x$patient[x$cause == 2]))
  )
}

# Aalen-Johansen. Beyond the last follow-up it is not known, unless everyone had one of the events.
incidences <- function(x) {
  x$id <- seq_len(nrow(x))
  fit <- survfit(Surv(months, factor(cause, 0:2)) ~ 1, data = x, id = id, conf.int = conf_level,
                 conf.type = conf_type)
  complete <- all(x$cause[x$months == max(x$months)] > 0)
  one <- function(state, cause, t) {
    at <- findInterval(t, fit$time)
    of <- function(values) if (at == 0) NA else values[at, match(state, fit$states)]
    estimate <- if (at == 0) 0 else of(fit$pstate)
    if (t > max(fit$time) && !complete) estimate <- NA
    none <- is.na(estimate) || estimate > 1 - 1e-12
    data.frame(
      group = as.character(x$group[1]), cause = cause, months = t, estimate = estimate,
      conf_low = if (none) NA else of(fit$lower), conf_high = if (none) NA else of(fit$upper),
      n_risk = sum(x$months >= t)
    )
  }
  rbind(do.call(rbind, lapply(rate_months, one, state = "1", cause = "event")),
        do.call(rbind, lapply(rate_months, one, state = "2", cause = "competing")))
}

groups <- unname(split(cases, cases$group))
write.csv(do.call(rbind, lapply(groups, summarise)), row.names = FALSE)
cat("\\n")
write.csv(do.call(rbind, lapply(groups, incidences)), row.names = FALSE)
"""

_GRAY: Final = """
# Gray's test of the event of interest.
test <- cmprsk::cuminc(cases$months, cases$cause, cases$group)$Tests["1", ]
cat("\\n")
write.csv(data.frame(
  group = levels(cases$group), n = as.vector(table(cases$group)),
  observed = as.vector(tapply(cases$cause == 1, cases$group, sum)),
  statistic = test[["stat"]], df = test[["df"]], p_value = test[["pv"]]
), row.names = FALSE)
"""

_GROWTH: Final = """
# Growth modulation index: PFS of a line over PFS of the line before it in the same patient.
before <- beside(-1)
of_before <- function(name) as.numeric(of_sheet(name))[before]
regimen <- of_sheet("regimen")
regimen[is.na(regimen)] <- "not recorded"
cases <- data.frame(
  patient = column("patient_id"), line_before = of_before("line_number"),
  line = number("line_number"), regimen_before = regimen[before],
  regimen = regimen[cohort$sheet_row], pfs_before_months = of_before("pfs_months"),
  pfs_months = number("pfs_months"), pfs_event = number("pfs_event"),
  group = factor(rep("All", nrow(cohort)))
)
ended <- of_before("pfs_event") == 1 & cases$pfs_before_months > 0
follows <- FOLLOWS
recorded <- !is.na(cases$pfs_months) & !is.na(cases$pfs_event)
cases <- cases[which(cases$line != 1 & ended & follows & recorded), ]
"""

_SHARES: Final = """cases$ratio <- cases$pfs_months / cases$pfs_before_months
cases <- cases[order(cases$ratio), ]
above <- cases$ratio > THRESHOLD + sqrt(.Machine$double.eps)
open <- cases$pfs_event == 0 & !above
pairs <- data.frame(
  patient_id = cases$patient, cases[c("line_before", "line", "regimen_before", "regimen")],
  cases[c("pfs_before_months", "pfs_months")], pfs_event = cases$pfs_event == 1,
  ratio = cases$ratio, above_threshold = above, open = open
)
write.csv(pairs, row.names = FALSE)

share <- function(measure, x) {
  limits <- interval(x, nrow(cases))
  data.frame(measure = measure, n_above = x, n = nrow(cases), estimate = x / nrow(cases),
             conf_low = limits[1], conf_high = limits[2])
}
cases$months <- cases$ratio
cases$event <- cases$pfs_event
median <- quartiles(fit_curve(cases))[4:6]
cat("\\n")
write.csv(rbind(
  share("at least", sum(above)), share("at most", sum(above | open)),
  data.frame(measure = "median", n_above = NA, n = nrow(cases), estimate = median[[1]],
             conf_low = median[[2]], conf_high = median[[3]])
), row.names = FALSE)
"""

_FOLLOWS: Final = {
    "just before": "cases$line_before == cases$line - 1",
    "last in the sheet": "!is.na(cases$line_before)",
}


def incidence_code(request: ViewRequest, cohort: Cohort, result: IncidenceSummary) -> str:
    """Estimate both incidences in every group; `cohort` holds the lines in view."""
    if not result.groups:
        return _said(f"Not estimated. The app says: {r_text(result.withheld or 'nobody in view')}")
    conf_type = clustered_conf_type(request.conventions.survival_conf_type)
    if request.endpoint == "ttnt":
        cases = BESIDE + _NEXT.replace("DAYS", repr(DAYS_PER_MONTH))
    else:
        cases = endpoint_cases(request.endpoint) + _CAUSES
    return "".join(
        [
            f"\nlibrary(survival)\nconf_level <- {request.conventions.conf_level!r}\n",
            f"conf_type <- {r_text(conf_type)}\n",
            group_code(cohort, request.by),
            cases.replace("SAME", repr(SAME_TIME)),
            count_code(request.unit, request.overlap, by=request.by),
            f"\nrate_months <- {r_numbers(request.rate_months)}\n",
            _INCIDENCE,
            _test(result),
        ]
    )


def growth_code(request: ViewRequest, result: GrowthModulation) -> str:
    """List the pairs of successive lines in view, and the share of ratios above the threshold."""
    if not result.pairs:
        return _said("No pair of successive lines is in view.")
    conventions = request.conventions
    return "".join(
        [
            curve_code(conventions, conventions.survival_conf_type, clustered=False),
            quantile_code(conventions.quantile_rule),
            interval_code(conventions),
            BESIDE,
            _GROWTH.replace("FOLLOWS", _FOLLOWS[request.before]),
            count_code(request.unit),
            _SHARES.replace("THRESHOLD", repr(THRESHOLD)),
        ]
    )


def _test(result: IncidenceSummary) -> str:
    """The test that the app makes, or why it makes none."""
    if result.test is None or result.test.p_value is None:
        return _said(f"No test. The app says: {r_text(result.test_reason)}")
    return tested_code(result) + _GRAY


def _said(text: str) -> str:
    return f"\n{fill(f'# {text}', LINE_WIDTH, subsequent_indent='# ')}\n"
