"""R code for changes of target lesions: waterfall and spider."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.cohort.target_lesions import GROWN, SHRUNK
from imt_core.reporting.code.r_data import count_code, group_code
from imt_core.reporting.code.r_intervals import interval_code

_CASES: Final = """
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = number("line_number"),
  group = group, regimen = level("regimen"), response = level("best_response"),
  MEASURED
)
"""

_SHARE: Final = """
share <- function(x, n) {
  k <- sum(x)
  limits <- interval(k, n)
  data.frame(n_shrunk = k, shrunk = if (n) k / n else NA, shrunk_conf_low = limits[1],
             shrunk_conf_high = limits[2])
}
sizes <- function(x, measured) {
  data.frame(group = as.character(x$group[1]), n_lines = nrow(x),
             n_patients = length(unique(x$patient)), n_measured = sum(measured),
             n_not_measured = sum(!measured))
}
"""

_WATERFALL: Final = """
# From the largest growth to the largest shrinkage; equal ones by response, then as in the sheet.
bars <- cases[!is.na(cases$change), ]
ties <- match(bars$response, c("PD", "SD", "PR", "CR", "NE", "not recorded"))
bars <- bars[order(bars$group, -bars$change, ties, bars$row), ]
write.csv(data.frame(
  group = as.character(bars$group), bar = ave(bars$row, bars$group, FUN = seq_along),
  patient_id = bars$patient, line_number = bars$line, regimen = bars$regimen,
  best_response = bars$response, target_change_pct = bars$change, shrunk = bars$change <= SHRUNK,
  contradicts_response = (bars$response == "PR" & bars$change > SHRUNK) |
    (bars$response == "SD" & bars$change >= GROWN)
), row.names = FALSE)

# Shares are of the measured.
describe <- function(x) {
  known <- !is.na(x$change)
  change <- x$change[known]
  q <- quantile(change, c(0, 0.25, 0.5, 0.75, 1), type = quartile_type, names = FALSE)
  cbind(sizes(x, known), share(change <= SHRUNK, length(change)), data.frame(
    n_responders = sum(change <= SHRUNK & x$response[known] %in% c("CR", "PR")),
    n_grown = sum(change >= GROWN),
    median = q[3], q1 = q[2], q3 = q[4], minimum = q[1], maximum = q[5]
  ))
}
"""

_SPIDER: Final = """
# Entries such as "1.8: -12": months from day 1 of the line, and the change in percent.
read_series <- function(text) {
  entries <- trimws(strsplit(if (is.na(text)) "" else text, ";", fixed = TRUE)[[1]])
  entries <- gsub("\\u2212", "-", sub("%", "", entries[entries != ""], fixed = TRUE))
  entries <- gsub(",", ".", entries, fixed = TRUE)
  parts <- strsplit(entries, ":", fixed = TRUE)
  months <- as.numeric(vapply(parts, `[`, "", 1))
  found <- data.frame(months = months, change = as.numeric(vapply(parts, `[`, "", 2)))
  found <- found[months > 0 & !duplicated(months), ]
  found[order(found$months), ]
}
series <- lapply(cases$series, read_series)
cases$n <- vapply(series, nrow, 1L)
cases$best <- vapply(series, function(s) if (nrow(s)) min(s$change) else NA_real_, 1)
cases$first <- vapply(series, function(s) c(s$months[s$change <= SHRUNK], NA)[1], 1)

# Each assessment; lines from the largest growth at best to the largest shrinkage.
lines_seen <- order(cases$group, -cases$best, cases$row)
lines_seen <- lines_seen[cases$n[lines_seen] > 0]
at <- rep(lines_seen, cases$n[lines_seen])
seen <- do.call(rbind, series[lines_seen])
write.csv(data.frame(
  group = as.character(cases$group[at]), patient_id = cases$patient[at],
  line_number = cases$line[at], regimen = cases$regimen[at], best_response = cases$response[at],
  assessment = sequence(cases$n[lines_seen]), months = as.numeric(seen$months),
  change_pct = as.numeric(seen$change)
), row.names = FALSE)

# Shares are of the lines with an assessment.
describe <- function(x) {
  known <- x$n > 0
  first <- x$first[!is.na(x$first)]
  cbind(sizes(x, known), n_assessments = sum(x$n), share(!is.na(x$first), sum(known)),
        median_months = quantile(first, 0.5, type = quartile_type, names = FALSE))
}
"""

_GROUPS: Final = """cat("\\n")
groups <- unname(split(cases, cases$group))
write.csv(do.call(rbind, lapply(groups, describe)), row.names = FALSE)
"""


def waterfall_code(request: ViewRequest, cohort: Cohort) -> str:
    """Order the best changes in every group; `cohort` holds the lines in view."""
    return _code(request, cohort, 'change = number("target_change_pct")', _WATERFALL)


def spider_code(request: ViewRequest, cohort: Cohort) -> str:
    """List the assessments in every group; `cohort` holds the lines in view."""
    return _code(request, cohort, 'series = column("target_changes")', _SPIDER)


def _code(request: ViewRequest, cohort: Cohort, measured: str, body: str) -> str:
    found = body.replace("SHRUNK", f"{SHRUNK:g}").replace("GROWN", f"{GROWN:g}")
    return "".join(
        [
            interval_code(request.conventions),
            f"quartile_type <- {request.conventions.quartile_type}\n",
            group_code(cohort, request.by),
            _CASES.replace("MEASURED", measured),
            count_code(request.unit, request.overlap, by=request.by),
            _SHARE,
            found,
            _GROUPS,
        ]
    )
