"""R code for tables of counts and rates: response, baseline and subgroups."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.baseline import BaselineTable
from imt_core.analyses.forest.forest import Forest
from imt_core.analyses.forest.rows import RESPONSE_MEASURES
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.free_text import columns_not_listed, named_by, without_free_text
from imt_core.cohort.named_subgroups import named_in
from imt_core.cohort.schema import Cohort
from imt_core.reporting.code.literals import r_text, r_texts, stored_text
from imt_core.reporting.code.r_curves import curve_code
from imt_core.reporting.code.r_data import count_code, group_code
from imt_core.reporting.code.r_intervals import interval_code
from imt_core.reporting.code.r_survival import end_code, endpoint_cases

_RESPONSE_CASES: Final = """
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = number("line_number"),
  group = group, response = column("best_response")
)
"""

_STABLE_CASES: Final = """
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = number("line_number"),
  group = group, response = column("best_response"), end = end, event = event
)
"""

_RESPONSE: Final = """
# Rates are of the evaluable (CR, PR, SD, PD), and of all treated: these and not evaluable (NE),
# which is no response. Unrecorded cases are in no denominator. Durable control is given as bounds:
# of SD that was followed for less than durable_months without an event it is not known.
rates <- function(k, n, of) {
  one <- function(name) if (n) k[[name]] / n else NA
  orr <- interval(k[["orr"]], n)
  dcr <- interval(k[["dcr"]], n)
  low <- interval(k[["at_least"]], n)[1]
  high <- interval(k[["at_most"]], n)[2]
  found <- data.frame(one("orr"), orr[1], orr[2], one("dcr"), dcr[1], dcr[2],
                      one("at_least"), one("at_most"), low, high)
  limits <- c("", "_conf_low", "_conf_high")
  names(found) <- c(paste0("orr", of, limits), paste0("dcr", of, limits),
                    paste0("durable", of, c("_at_least", "_at_most", limits[-1])))
  found
}
describe <- function(x) {
  counts <- table(factor(x$response, c("CR", "PR", "SD", "PD")))
  n <- sum(counts)
  n_treated <- n + sum(x$response %in% "NE")
  long <- !is.na(x$end) & x$end >= durable_months - sqrt(.Machine$double.eps) * durable_months
  lasted <- sum(x$response %in% "SD" & long)
  not_known <- sum(x$response %in% "SD" & !long & !(x$event %in% 1))
  k <- list(orr = sum(counts[c("CR", "PR")]), dcr = sum(counts[c("CR", "PR", "SD")]))
  k$at_least <- k$orr + lasted
  k$at_most <- k$at_least + not_known
  cbind(data.frame(
    group = as.character(x$group[1]), n_lines = nrow(x), n_patients = length(unique(x$patient)),
    as.list(counts), n_evaluable = n, n_treated = n_treated,
    n_not_evaluable = sum(x$response %in% "NE"), n_not_recorded = sum(is.na(x$response)),
    durable_months = durable_months, n_stable_lasted = lasted, n_stable_not_known = not_known
  ), rates(k, n, ""), rates(k, n_treated, "_treated"))
}
groups <- unname(split(cases, cases$group))
write.csv(do.call(rbind, lapply(groups, describe)), row.names = FALSE)
"""

_BASELINE: Final = """
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = number("line_number"),
  group = group
)
"""

_BASELINE_ROWS: Final = """
groups <- split(cases, cases$group)
if (length(groups) > 1) groups <- c(groups, list(All = ALL_CASES))

# Cases with each level, among all of the column or among those `within` a level of another.
count_rows <- function(name, levels, within = NULL) {
  do.call(rbind, lapply(levels, function(one) do.call(rbind, lapply(seq_along(groups), function(g) {
    at <- groups[[g]]$row
    if (!is.null(within)) at <- at[level(within[1])[at] == within[2]]
    data.frame(variable = name, within = paste(within, collapse = "="), level = one,
               group = names(groups)[g], count = sum(level(name)[at] == one), total = length(at),
               n = NA, n_missing = NA, median = NA, q1 = NA, q3 = NA, minimum = NA, maximum = NA)
  }))))
}
number_rows <- function(name) {
  do.call(rbind, lapply(seq_along(groups), function(g) {
    x <- number(name)[groups[[g]]$row]
    q <- quantile(x, c(0, 0.25, 0.5, 0.75, 1), type = quartile_type, na.rm = TRUE, names = FALSE)
    data.frame(variable = name, within = "", level = NA, group = names(groups)[g],
               count = NA, total = NA, n = sum(!is.na(x)), n_missing = sum(is.na(x)),
               median = q[3], q1 = q[2], q3 = q[4], minimum = q[1], maximum = q[5])
  }))
}
"""

_OTHERS: Final = """
# Texts that one patient alone has are not listed here: they are read from the file.
with_others <- function(name, listed) {
  c(listed, sort(setdiff(level(name)[cases$row], listed), method = "radix"))
}
"""

_FOREST_RESPONSE: Final = """
describe <- function(x) {
  n <- sum(x$response %in% COUNTED)
  k <- sum(x$response %in% c("CR", "PR"))
  limits <- interval(k, n)
  data.frame(n = n, n_event = k, n_risk = NA, estimate = if (n) k / n else NA,
             conf_low = limits[1], conf_high = limits[2])
}
"""

_FOREST_SURVIVAL: Final = """
describe <- function(x) {
  rate <- rate_at(x, at_months)
  ended <- x$event == 1 & x$months <= at_months
  data.frame(n = nrow(x), n_event = sum(ended), DIEDn_risk = rate$n_risk,
             estimate = rate$estimate, conf_low = rate$conf_low, conf_high = rate$conf_high)
}
"""

_DIED: Final = "n_died = length(unique(x$patient[ended])),\n             "

_FOREST_ROWS: Final = """
write.csv(do.call(rbind, lapply(seq_along(columns), function(i) {
  inside <- rep(TRUE, nrow(cases))
  if (!is.na(columns[i])) inside <- level(columns[i])[cases$row] == levels[i]
  cbind(data.frame(column = columns[i], level = levels[i]), describe(cases[inside, ]))
})), row.names = FALSE)
"""


def response_code(request: ViewRequest, cohort: Cohort) -> str:
    """Count best responses in every group; `cohort` holds the lines in view."""
    return "".join(
        [
            interval_code(request.conventions),
            group_code(cohort, request.by),
            end_code(),
            _STABLE_CASES,
            count_code(request.unit, request.overlap, by=request.by),
            f"\ndurable_months <- {float(request.durable_months)!r}\n",
            _RESPONSE,
        ]
    )


def baseline_code(request: ViewRequest, cohort: Cohort, result: BaselineTable) -> str:
    """Count the levels and summarise the numbers that the table shows."""
    listed = without_free_text(cohort, kept=named_by([request.filter], [request.by]))
    closed = columns_not_listed(listed)
    levels: dict[tuple[str, tuple[str, str] | None], list[str]] = {}
    for row in result.rows:
        found = levels.setdefault((row.variable.column, row.variable.within), [])
        if row.level is not None and row.level in listed.levels(row.variable.column):
            found.append(stored_text(row.level))
    calls = []
    for (column, within), found in levels.items():
        name = r_text(stored_text(column))
        inside = f",\n    within = {r_texts(map(stored_text, within))}" if within else ""
        texts = r_texts(found, indent=4)
        shown = f"with_others({name}, {texts})" if column in closed else texts
        counted = f"count_rows({name},\n    {shown}{inside})"
        calls.append(counted if found or column in closed else f"number_rows({name})")
    rows = ",\n  ".join(calls)
    each_once = "cases[!duplicated(cases$row), ]" if named_in(request.by) else "cases"
    return "".join(
        [
            f"\nquartile_type <- {request.conventions.quartile_type}\n",
            group_code(cohort, request.by),
            _BASELINE,
            count_code(request.unit, by=request.by),
            _BASELINE_ROWS.replace("ALL_CASES", each_once),
            _OTHERS if closed else "",
            f"write.csv(rbind(\n  {rows}\n), row.names = FALSE)\n",
        ]
    )


def rate_code(request: ViewRequest) -> tuple[str, str, str]:
    """How a rate's interval is made, the cases it is of, and ``describe(cases)``."""
    if isinstance(request.measure, str):
        counted = r_texts(RESPONSE_MEASURES[request.measure])
        describe = _FOREST_RESPONSE.replace("COUNTED", counted)
        return interval_code(request.conventions), _RESPONSE_CASES, describe
    endpoint, months = request.measure
    conf_type = request.conventions.survival_conf_type
    how = curve_code(request.conventions, conf_type, clustered=False)
    how += f"\nat_months <- {float(months)!r}\n"
    died = _DIED if ENDPOINTS[endpoint].is_death_alone else ""
    return how, endpoint_cases(endpoint), _FOREST_SURVIVAL.replace("DIED", died)


def forest_code(request: ViewRequest, cohort: Cohort, result: Forest) -> str:
    """Estimate one rate in the subgroups that the forest shows."""
    names = [None if row.column is None else stored_text(row.column) for row in result.rows]
    levels = [None if row.level is None else stored_text(row.level) for row in result.rows]
    how, cases, describe = rate_code(request)
    return "".join(
        [
            how,
            group_code(cohort, ()),
            cases,
            count_code(request.unit),
            describe,
            "\n# The overall row, then each level of each column.\n",
            f"columns <- {r_texts(names)}\nlevels <- {r_texts(levels)}\n",
            _FOREST_ROWS,
        ]
    )
