"""R code for toxicity: worst grades by group, and terms by their worst grade."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.toxicity import ToxicityTable
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.adverse_events import NO_EVENT
from imt_core.cohort.schema import Cohort
from imt_core.reporting.code.literals import r_texts
from imt_core.reporting.code.r_data import count_code, group_code
from imt_core.reporting.code.r_intervals import interval_code

_CASES: Final = r"""
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = number("line_number"),
  group = group, worst = number("worst_ae_grade"), text = column("adverse_events")
)
"""

_WORST: Final = r"""
# Entries "G3 anaemia", with semicolons between them. "None" is grade 0; an empty cell says nothing.
cases <- cases[order(as.integer(cases$group)), ]
none <- NONE
entries <- lapply(strsplit(ifelse(is.na(cases$text), "", cases$text), ";", fixed = TRUE), trimws)
pattern <- "^[Gg](?:rade)?\\s*([0-5])\\s+(\\S.*)$"
is_event <- lapply(entries, function(x) grepl(pattern, x, perl = TRUE))
says_none <- lapply(entries, function(x) trimws(gsub("[^a-z0-9]+", " ", tolower(x))) %in% none)
part <- function(at) {
  Map(function(x, is) sub(pattern, paste0("\\", at), x[is], perl = TRUE), entries, is_event)
}
grades <- lapply(part(1), as.integer)
terms <- part(2)
unread <- mapply(function(x, is, no) any(x != "" & !is & !no), entries, is_event, says_none)

# The higher of worst_ae_grade and of the events; -1 for an event of no known grade.
highest <- mapply(function(g, no) max(-Inf, g, if (any(no)) 0), grades, says_none)
known <- pmax(cases$worst, ifelse(is.finite(highest), highest, NA), na.rm = TRUE)
cases$known <- ifelse(unread & !(known > 0) %in% TRUE, -1, known)

rate <- function(name, x, n) {
  limits <- interval(x, n)
  found <- data.frame(if (n) x / n else NA, limits[1], limits[2])
  setNames(found, paste0(name, c("", "_conf_low", "_conf_high")))
}
describe <- function(x) {
  counts <- as.vector(table(factor(x$known, 0:5)))
  n <- sum(counts)
  cbind(
    data.frame(group = as.character(x$group[1]), n_lines = nrow(x),
               n_patients = length(unique(x$patient)), n_recorded = n),
    setNames(as.list(counts), paste0("worst_grade_", 0:5)),
    data.frame(n_ungraded = sum(x$known %in% -1), n_not_recorded = sum(is.na(x$known))),
    rate("any", sum(counts[2:6]), n), rate("severe", sum(counts[4:5]), n),
    rate("fatal", counts[6], n)
  )
}
groups <- unname(split(cases, cases$group))
write.csv(do.call(rbind, lapply(groups, describe)), row.names = FALSE)
"""

_TERMS: Final = r"""
# A line counts once for each term, with the term's worst grade; case and blanks tell none apart.
events <- data.frame(
  at = rep(seq_along(grades), lengths(grades)), grade = as.integer(unlist(grades)),
  term = gsub("\\s+", " ", as.character(unlist(terms)), perl = TRUE)
)
events$key <- tolower(events$term)
toxic <- events[events$grade > 0, ]
worst <- aggregate(grade ~ at + key, toxic, max)
once <- !duplicated(cases$row)
of_all <- worst[once[worst$at], ]
n_any <- table(of_all$key)
n_severe <- table(factor(of_all$key[of_all$grade >= 3], names(n_any)))
asked <- if (GRADES == "severe") n_severe else n_any
keys <- names(n_any)[order(-n_severe, -n_any, names(n_any), method = "radix")]
keys <- keys[asked[keys] >= LEAST]
spelled <- function(key) {
  written <- events$term[events$key == key & once[events$at]]
  names(which.max(table(factor(written, unique(written)))))
}
listed <- do.call(rbind, lapply(split(seq_len(nrow(cases)), cases$group), function(rows) {
  do.call(rbind, lapply(keys, function(key) {
    found <- worst[worst$key == key & worst$at %in% rows, ]
    counts <- as.vector(table(factor(found$grade, 1:5)))
    data.frame(group = as.character(cases$group[rows[1]]), term = spelled(key),
               n_recorded = sum(cases$known[rows] %in% 0:5),
               setNames(as.list(counts), paste0("grade_", 1:5)),
               any_grade = sum(counts), grade_3_and_over = sum(counts[3:5]))
  }))
}))
cat("\n")
write.csv(listed, row.names = FALSE)
"""


def toxicity_code(request: ViewRequest, cohort: Cohort, result: ToxicityTable) -> str:
    """Count worst grades and terms in every group; `cohort` holds the lines in view."""
    if not result.groups:
        return "\n# Nobody is in view.\n"
    parts = [
        interval_code(request.conventions),
        group_code(cohort, request.by),
        _CASES,
        count_code(request.unit, request.overlap, by=request.by),
        _WORST.replace("NONE", r_texts(sorted(NO_EVENT))),
    ]
    if any(group.terms for group in result.groups):
        terms = _TERMS.replace("GRADES", f'"{request.term_grades}"')
        parts.append(terms.replace("LEAST", str(request.term_least)))
    return "".join(parts)
