"""R code for the treatment sequence: which regimen followed which, and after how long."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.transitions import ENDS, Transitions
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.units import DAYS_PER_MONTH, SAME_TIME
from imt_core.reporting.code.literals import filled, r_text, r_texts, stored_text
from imt_core.reporting.code.r_data import count_code
from imt_core.reporting.code.r_sequence import BESIDE

_CASES: Final = """
# The next line has the number after; what else tells of a further line is not joined.
line <- number("line_number")
own <- cohort$sheet_row
following <- beside(1)
next_line <- as.numeric(of_sheet("line_number"))[following]
is_next <- (next_line == line + 1) %in% TRUE
further <- !is.na(next_line) | (number("total_lines") - line > 0) %in% TRUE |
  number("later_alk_inhibitor") %in% 1
day <- as.numeric(as.Date(of_sheet("start_date")))
month <- as.numeric(of_sheet("start_months"))
start <- (day[following] - day[own]) / DAYS
start <- ifelse(is.na(start), month[following] - month[own], start)
start[!is_next] <- NA
after <- of_sheet(OF)[following]
after[is.na(after)] <- "not recorded"
ends <- ENDS
state <- ifelse(further, ends[1], ifelse(number("os_event") %in% 1, ends[2], ends[3]))
cases <- data.frame(
  row = seq_len(nrow(cohort)), patient = column("patient_id"), line = line,
  group = factor(rep("All", nrow(cohort))), before = level(OF),
  state = ifelse(is_next, paste0("next ", after), state), months = start,
  gap = start - number("treatment_months")
)
same <- data.frame(sheet$patient_id, as.numeric(of_sheet("line_number")))
twice <- (duplicated(same) | duplicated(same, fromLast = TRUE))[own]
cases <- cases[!is.na(line) & !twice, ]
"""

_TABLES: Final = """
# A next line that starts before this one has no time, and one that begins within it no gap.
cases$months[which(cases$months < 0)] <- NA
cases$gap[is.na(cases$months) | (cases$gap < -SAME) %in% TRUE] <- NA
cases$gap <- pmax(cases$gap, 0)

before <- BEFORE
before_names <- BEFORE_NAMES
states <- c(STATES, ends)
state_names <- c(STATE_NAMES, ends)
counted <- do.call(rbind, lapply(seq_along(before), function(i) {
  x <- cases[cases$before == before[i], ]
  n <- as.vector(table(factor(x$state, states)))
  data.frame(before = before_names[i], `next` = state_names, n = n, n_lines = nrow(x),
             n_patients = length(unique(x$patient)), share = n / nrow(x), check.names = FALSE)
}))
write.csv(counted, row.names = FALSE)

timed <- function(name, x) {
  one <- function(time, values) {
    q <- quantile(values, c(0, 0.25, 0.5, 0.75, 1), type = QUARTILES, na.rm = TRUE, names = FALSE)
    data.frame(before = name, time = time, n = sum(!is.na(values)), median = q[3], q1 = q[2],
               q3 = q[4], minimum = q[1], maximum = q[5])
  }
  rbind(one("start to start", x$months), one("without treatment", x$gap))
}
times <- lapply(seq_along(before), function(i) {
  timed(before_names[i], cases[cases$before == before[i], ])
})
cat("\\n")
write.csv(rbind(do.call(rbind, times), timed("All", cases)), row.names = FALSE)
"""


def transition_code(request: ViewRequest, result: Transitions) -> str:
    """Count what came next after the lines in view, and summarise the months to it."""
    if not result.rows:
        return "\n# No line with a number is in view.\n"
    cases = _CASES.replace("OF", r_text(result.of)).replace("DAYS", repr(DAYS_PER_MONTH))
    following = [f"next {stored_text(level.level)}" for level in result.levels]
    tables = filled(
        _TABLES,
        SAME=repr(SAME_TIME),
        BEFORE_NAMES=r_texts(row.label for row in result.rows),
        BEFORE=r_texts(stored_text(row.level) for row in result.rows),
        STATE_NAMES=r_texts(level.label for level in result.levels),
        STATES=r_texts(following),
        QUARTILES=str(result.conventions.quartile_type),
    )
    return "".join([BESIDE, cases.replace("ENDS", r_texts(ENDS)), count_code(request.unit), tables])
