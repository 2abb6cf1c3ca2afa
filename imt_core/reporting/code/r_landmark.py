"""R code for a landmark analysis: what was known at the landmark, and time from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imt_core.analyses.landmark_analysis import HAPPENED, dated_columns, landmark_levels
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort
from imt_core.conventions.formatting import format_exact
from imt_core.reporting.code.literals import r_text, r_texts

_START: Final = """
# Landmark analysis: groups as known at the landmark, among those followed without an event to it.
landmark <- MONTHS
slack <- sqrt(.Machine$double.eps) * max(1, landmark)
unknown <- rep(FALSE, nrow(cohort))
"""

_KNOWN: Final = """
learned <- number(LEARNED)
value <- column(NAME)
happened <- HAPPENED
never <- NEVER
by_then <- happened & !is.na(learned) & learned <= landmark + slack
cohort[[NAME]] <- ifelse(by_then, BY_THEN,
  ifelse(never | (happened & !is.na(learned)), NOT_YET, NA))
unknown <- unknown | is.na(cohort[[NAME]])
"""

_FROM_THERE: Final = """
# Time from the landmark; whoever had the event or was censored before it is left out.
cases <- cases[cases$months >= landmark - slack & !unknown[cases$row], ]
cases$months <- pmax(cases$months - landmark, 0)
cases$os_months <- pmax(cases$os_months - landmark, 0)
"""


def known_code(cohort: Cohort, by: Sequence[str], months: float | None) -> str:
    """Exchange what is learned later for what was known of it; empty without a landmark."""
    if months is None:
        return ""
    parts = [_START.replace("MONTHS", format_exact(months))]
    for name in dated_columns(cohort, by):
        by_then, not_yet = landmark_levels(name, months)
        happened, never = "!is.na(learned)", "FALSE"
        if name in HAPPENED:
            happened = f"value %in% {r_texts(map(str, HAPPENED[name]))}"
            never = "!is.na(value) & !happened"
        parts.append(
            _KNOWN.replace("LEARNED", r_text(COLUMN_BY_NAME[name].learned_at))
            .replace("HAPPENED", happened)
            .replace("NEVER", never)
            .replace("NAME", r_text(name))
            .replace("BY_THEN", r_text(by_then) if by_then else "value")
            .replace("NOT_YET", r_text(not_yet))
        )
    return "".join(parts)


def from_landmark_code(months: float | None) -> str:
    """Keep the cases that reach the landmark, and count their time from there."""
    return "" if months is None else _FROM_THERE
