"""R code for survival by group: endpoint, curves, follow-up and the test."""

from __future__ import annotations

from textwrap import fill
from typing import Final

from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.landmark_analysis import known_at_landmark
from imt_core.analyses.survival import SurvivalSummary, clustered_conf_type
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoints import ENDPOINTS, MAIN_ENDPOINTS
from imt_core.cohort.named_subgroups import level_columns, named_in
from imt_core.cohort.schema import Cohort, is_known_level
from imt_core.reporting.code.literals import LINE_WIDTH, r_numbers, r_text, r_texts, stored_text
from imt_core.reporting.code.r_curves import curve_code, quantile_code
from imt_core.reporting.code.r_data import count_code, group_code
from imt_core.reporting.code.r_landmark import from_landmark_code, known_code

_CASES: Final = """
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = number("line_number"),
  group = group, extent = column("disease_extent"),
  months = number("NAME_months"), event = number("NAME_event"),
  os_months = number("os_months"), os_event = number("os_event")
)
cases <- cases[!is.na(cases$months) & !is.na(cases$event), ]
"""

_DEFINED: Final = """# Defined in EXTENT disease; where the extent is not recorded, taken as given.
cases <- cases[is.na(cases$extent) | cases$extent == "EXTENT", ]
"""

_END: Final = """
# The end of PFS (advanced disease) or of RFS (localized disease).
extent <- column("disease_extent")
end <- event <- rep(NA_real_, nrow(cohort))
for (name in c(NAMES)) {
  own <- c(EXTENTS)[[name]]
  months <- number(paste0(name, "_months"))
  flag <- number(paste0(name, "_event"))
  use <- which(is.na(end) & !is.na(months) & !is.na(flag) & (is.na(extent) | extent == own))
  end[use] <- months[use]
  event[use] <- flag[use]
}
"""

_DURATION: Final = """
# Duration of response: from the first response to that end, in responders.
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = number("line_number"),
  group = group, months = end - number("response_months"), event = event,
  os_months = number("os_months"), os_event = number("os_event")
)
# A response recorded after the end is left out.
in_order <- cases$months >= -sqrt(.Machine$double.eps) * pmax(1, end)
cases <- cases[which(column("best_response") %in% c("CR", "PR") & in_order), ]
cases$months <- pmax(cases$months, 0)
"""

_SUMMARY: Final = """
# Follow-up by reverse Kaplan-Meier: the end of follow-up is the event, and a death on the same day
# leaves before it, which is why it gets half a step of its own.
follow_up <- function(x) {
  x <- x[!is.na(x$os_months) & !is.na(x$os_event), ]
  if (nrow(x) == 0) return(c(NA, NA, NA))
  time <- sort(unique(x$os_months))
  x$step <- 2 * match(x$os_months, time) - x$os_event
  fit <- survfit(Surv(step, 1 - os_event) ~ 1, data = x)
  fit$time <- time[ceiling(fit$time / 2)]
  sapply(c(0.75, 0.5, 0.25), function(height) time_at(fit, height))
}

summarise <- function(x) {
  quantiles <- quartiles(fit_curve(x))
  names(quantiles) <- sub(".", "_", names(quantiles), fixed = TRUE)
  followed <- follow_up(x)
  data.frame(
    group = as.character(x$group[1]), n_lines = nrow(x), n_patients = length(unique(x$patient)),
    n_event = sum(x$event),
DIED    as.list(quantiles), follow_up_q1_months = followed[1],
    follow_up_median_months = followed[2], follow_up_q3_months = followed[3]
  )
}

landmarks <- function(x) {
  rates <- do.call(rbind, lapply(rate_months, rate_at, x = x))
  cbind(group = as.character(x$group[1]), n = nrow(x), rates)
}

groups <- unname(split(cases, cases$group))
write.csv(do.call(rbind, lapply(groups, summarise)), row.names = FALSE)
cat("\\n")
write.csv(do.call(rbind, lapply(groups, landmarks)), row.names = FALSE)
"""

_DIED: Final = "    n_died = length(unique(x$patient[x$event == 1])),\n"

_LOG_RANK: Final = """
# Log-rank test; a group that expects no event costs a degree of freedom.
test <- survdiff(Surv(months, event) ~ group, data = cases)
df <- sum(test$exp > 0) - 1
cat("\\n")
write.csv(data.frame(
  group = levels(cases$group), n = as.vector(test$n), observed = test$obs, expected = test$exp,
  statistic = test$chisq, df = df, p_value = pchisq(test$chisq, df, lower.tail = FALSE)
), row.names = FALSE)
"""

_NOT_TESTED: Final = """
# A group whose column is not recorded or not known is shown, and is no group of the test.
known <- KNOWN
cases <- droplevels(cases[known[cases$row], ])
"""

_NAMED_TESTED: Final = """
# A subgroup whose column is not recorded or not known is shown, and is no group of the test.
cases <- droplevels(cases[cases$group %in% TESTED, ])
"""

_CLUSTERED_TEST: Final = """
# Score test with the variance clustered by patient: a Cox model without effect (no iteration),
# Breslow's ties. A group that expects no event does not enter.
test <- survdiff(Surv(months, event) ~ group, data = cases)
entering <- droplevels(cases[cases$group %in% levels(cases$group)[test$exp > 0], ])
score <- suppressWarnings(coxph(
  Surv(months, event) ~ group, data = entering, cluster = patient, ties = "breslow",
  control = coxph.control(iter.max = 0)
))$rscore
df <- nlevels(entering$group) - 1
cat("\\n")
write.csv(data.frame(
  group = levels(cases$group), n = as.vector(test$n), observed = test$obs, expected = test$exp,
  statistic = as.numeric(score), df = df, p_value = pchisq(score, df, lower.tail = FALSE)
), row.names = FALSE)
"""

_HAZARD_RATIO: Final = """
# Hazard ratio of the second group against the first: Cox, ties by EfronVARIANCE.
fit <- coxph(
  Surv(months, event) ~ group, data = cases, ties = "efron",CLUSTER
  control = coxph.control(eps = 1e-11, toler.chol = 1e-12, iter.max = 100)
)
std_error <- sqrt(diag(vcov(fit)))
limits <- exp(coef(fit) + c(-1, 1) * qnorm(0.5 + conf_level / 2) * std_error)
of_group <- cases$group == levels(cases$group)[2]
cat("\\n")
write.csv(data.frame(
  group = levels(cases$group)[2], reference = levels(cases$group)[1], coefficient = coef(fit),
  std_error = std_error, hazard_ratio = exp(coef(fit)), conf_low = limits[1],
  conf_high = limits[2], p_value = 2 * pnorm(-abs(coef(fit) / std_error)), n = sum(of_group),
  n_event = sum(cases$event[of_group])
), row.names = FALSE)
"""

_PENALISED: Final = """
# Hazard ratio by Firth's penalised likelihood: coxphf::coxphf(), whose ties are Breslow's.
"""


def survival_code(request: ViewRequest, cohort: Cohort, result: SurvivalSummary) -> str:
    """Estimate one endpoint in every group; `cohort` holds the lines in view."""
    clustered = request.overlap == "cluster"
    conf_type = request.conventions.survival_conf_type
    landmark, known = request.landmark_months, cohort
    if landmark is not None:
        known = known_at_landmark(cohort, level_columns(request.by), months=landmark)
    drawn = clustered_conf_type(conf_type) if clustered else conf_type
    return "".join(
        [
            curve_code(request.conventions, drawn, clustered=clustered),
            quantile_code(request.conventions.quantile_rule),
            known_code(cohort, level_columns(request.by), landmark),
            group_code(known, request.by),
            _cases(request.endpoint),
            count_code(
                request.unit, request.overlap, by=request.by, then=from_landmark_code(landmark)
            ),
            f"\nrate_months <- {r_numbers(request.rate_months)}\n",
            _SUMMARY.replace("DIED", _DIED if result.endpoint.is_death_alone else ""),
            _test(result),
        ]
    )


def _cases(endpoint: str) -> str:
    return end_code() + _DURATION if endpoint == "dor" else endpoint_cases(endpoint)


def endpoint_cases(name: str) -> str:
    """Collect the cases that enter an endpoint."""
    extent = ENDPOINTS[name].extent
    defined = _DEFINED.replace("EXTENT", extent) if extent else ""
    return _CASES.replace("NAME", name) + defined


def end_code() -> str:
    """Find when the endpoint of each line's extent of disease ends, and whether by an event."""
    names = ", ".join(r_text(end.name) for end in MAIN_ENDPOINTS.values())
    extents = ", ".join(f"{end.name} = {r_text(x)}" for x, end in MAIN_ENDPOINTS.items())
    return _END.replace("NAMES", names).replace("EXTENTS", extents)


def _test(result: SurvivalSummary) -> str:
    """The test that the app makes, among recorded groups, or why it makes none."""
    if result.test is None or result.test.p_value is None:
        said = f"# No test. The app says: {r_text(result.test_reason)}"
        return f"\n{fill(said, LINE_WIDTH, subsequent_indent='# ')}\n"
    test = _CLUSTERED_TEST if result.overlap == "cluster" else _LOG_RANK
    return tested_code(result) + test + _hazard_ratio(result)


def tested_code(result: SurvivalSummary | IncidenceSummary) -> str:
    """Leave groups that are not known out of the test; nothing where all are known."""
    if len(result.tested) == len(result.groups):
        return ""
    if named_in(result.grouping.by):
        return _NAMED_TESTED.replace(
            "TESTED", r_texts(group.label for group in result.grouping.tested.groups)
        )
    levels = [level for group in result.grouping.groups for level in group.levels]
    unknown = {
        column: dict.fromkeys(x for name, x in levels if name == column and not is_known_level(x))
        for column in result.grouping.columns
    }
    known = " &\n  ".join(
        f"!level({r_text(stored_text(column))}) %in%\n    {r_texts(map(stored_text, not_known))}"
        for column, not_known in unknown.items()
        if not_known
    )
    return _NOT_TESTED.replace("KNOWN", known)


def _hazard_ratio(result: SurvivalSummary) -> str:
    """The hazard ratio that the app gives of two groups; empty where it gives none."""
    ratio = group_hazard_ratio(result)
    if ratio is None or ratio.regression is None or ratio.reason:
        return ""
    if ratio.regression.is_penalised:
        return _PENALISED
    clustered = result.overlap == "cluster"
    by = ", variance by patient" if clustered else ""
    return _HAZARD_RATIO.replace("VARIANCE", by).replace(
        "CLUSTER", " cluster = patient," if clustered else ""
    )
