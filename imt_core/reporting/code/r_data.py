"""R code that reads the downloaded cohort, keeps the lines in view and makes the groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imt_core.cohort.counting import Overlap, Unit
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import Cohort
from imt_core.reporting.code.literals import LINE_WIDTH, r_text, r_texts, stored_text

_READ: Final = r"""
# Every cell as text, an empty one as NA. Where R itself runs in UTF-8, read.csv(file, ...,
# fileEncoding = "UTF-8-BOM") does the same.
lines <- readLines(FILE, encoding = "UTF-8", warn = FALSE)
lines[1] <- sub("^\ufeff", "", lines[1])
cohort <- read.csv(text = lines, encoding = "UTF-8", colClasses = "character",
                   check.names = FALSE, na.strings = "")
column <- function(name) {
  if (name %in% names(cohort)) cohort[[name]] else rep(NA_character_, nrow(cohort))
}
number <- function(name) as.numeric(column(name))
level <- function(name) ifelse(is.na(column(name)), "not recorded", column(name))

# Two columns that the app derives.
extent <- c(localized = "localized", "locally advanced" = "advanced", metastatic = "advanced")
cohort$disease_extent <- unname(extent[column("stage")])
line <- number("line_number")
cohort$line_group <- ifelse(line == 1, "first", ifelse(line == 2, "second", "further"))
"""

_SHEET: Final = """
# All lines: the one before or after a line in view may be out of view.
cohort$sheet_row <- seq_len(nrow(cohort))
sheet <- cohort
"""

_FIRST_LINES: Final = """
first_lines <- function(x) {
  x <- x[order(x$line), ]
  x[!duplicated(x$patient), ]
}
"""

_OVERLAP: Final[dict[Overlap, str]] = {
    "keep": "",
    "cluster": "",
    "first line": """
# Groups share patients: each patient's first line over the groups together.
cases <- first_lines(cases)
""",
    "leave out": """
# Groups share patients: those with lines in more than one group are left out.
n_groups <- ave(as.integer(cases$group), cases$patient, FUN = function(g) length(unique(g)))
cases <- cases[n_groups == 1, ]
""",
}


def read_code(cohort_file: str, cohort_filter: CohortFilter, *, keeps_sheet: bool = False) -> str:
    """Read the file and keep the lines that meet every criterion.

    With `keeps_sheet` all lines stay in ``sheet``, where a line in view has its ``sheet_row``.
    """
    kept = []
    for criterion in cohort_filter.criteria:
        name, levels = stored_text(criterion.column), map(stored_text, criterion.levels)
        start, end = f"cohort <- cohort[level({r_text(name)}) %in%", f"{r_texts(levels)}, ]\n"
        fits = len(start) + len(end) <= LINE_WIDTH
        kept.append(f"{start} {end}" if fits else f"{start}\n  {end}")
    lines = ["", "# The lines in view.", *kept] if kept else []
    sheet = _SHEET if keeps_sheet else ""
    return _READ.replace("FILE", r_text(cohort_file)) + sheet + "\n".join(lines)


def group_code(cohort: Cohort, by: Sequence[str]) -> str:
    """Give each line its group: the levels of the cohort in view, in the order of the app."""
    if not by:
        return '\ngroup <- factor(rep("All", nrow(cohort)))\n'
    factors = []
    for name in by:
        levels = cohort.levels(name)
        labels = [level_phrase(name, level) for level in levels]
        # Levels of one name would become one group.
        shown = labels if len(set(labels)) == len(labels) else levels
        factors.append(
            f"factor(level({r_text(stored_text(name))}),\n"
            f"  levels = {r_texts(map(stored_text, levels))},\n  labels = {r_texts(shown)})"
        )
    if len(by) == 1:
        return f"\ngroup <- {factors[0]}\n"
    joined = ",\n".join(factors)
    return f'\ngroup <- interaction(list({joined}),\n  sep = " \\u00b7 ", lex.order = TRUE)\n'


def count_code(unit: Unit, overlap: Overlap = "keep", *, between: str = "") -> str:
    """Keep the cases that are counted, and the groups that still have one.

    What stands `between` follows the choice of each patient's line.
    """
    by_patient = unit == "patients"
    parts = [_FIRST_LINES] if by_patient or overlap == "first line" else []
    if by_patient:
        parts.append("\n# Patients: the first line that enters.\ncases <- first_lines(cases)\n")
    parts.append(between)
    return "".join([*parts, _OVERLAP[overlap], "cases$group <- droplevels(cases$group)\n"])
