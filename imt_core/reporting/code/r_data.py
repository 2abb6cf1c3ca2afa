"""R code that reads the downloaded cohort, keeps the lines in view and makes the groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imt_core.cohort.counting import Overlap, Unit
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.named_subgroups import GroupBy, NamedSubgroup, columns_of, named_in
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import NextLineRule
from imt_core.intake.downloaded import HOW_TO_GET
from imt_core.reporting.code.literals import LINE_WIDTH, filled, r_text, r_texts, stored_text

_READ: Final = r"""
# Every cell as text, an empty one as NA. Where R itself runs in UTF-8, read.csv(file, ...,
# fileEncoding = "UTF-8-BOM") does the same.
file <- FILE
if (!file.exists(file)) {
  stop(file, " must lie in ", getwd(), ", but it was not found. In the app:\n",
       "  HOW_TO_GET.", call. = FALSE)
}
lines <- readLines(file, encoding = "UTF-8", warn = FALSE)
lines[1] <- sub("^\ufeff", "", lines[1])
cohort <- read.csv(text = lines, encoding = "UTF-8", colClasses = "character",
                   check.names = FALSE, na.strings = "")
SHAPE
column <- function(name) {
  if (name %in% names(cohort)) cohort[[name]] else rep(NA_character_, nrow(cohort))
}
number <- function(name) as.numeric(column(name))
level <- function(name) ifelse(is.na(column(name)), "not recorded", column(name))

# Two columns that the app derives.
EXTENTline <- number("line_number")
cohort$line_group <- ifelse(line == 1, "first", ifelse(line == 2, "second", "further"))
"""

_SHAPE: Final = r"""if (any(dim(cohort) != WANTED)) {
  stop(file, " must have SIZE, for which this script was written,\n  but ",
       nrow(cohort), " lines and ", ncol(cohort), " columns were found. Take the whole cohort,",
       " not the lines in view alone:\n  HOW_TO_GET.",
       " For another cohort take this check out.", call. = FALSE)
}
"""

_MD5: Final = r"""if (tools::md5sum(file) != "MD5") {
  stop(file, " must be the cohort for which this script was written,\n  but it is another, or was",
       " changed: a spreadsheet that saves it changes it too.\n  Take it from the app again:",
       " HOW_TO_GET.\n  For another cohort take this check out.", call. = FALSE)
}
"""

_EXTENT: Final = """\
extent <- c(localized = "localized", "locally advanced" = "advanced", metastatic = "advanced")
cohort$disease_extent <- unname(extent[column("stage")])
"""

_SHEET: Final = """
# All lines: the one before or after a line in view may be out of view.
cohort$sheet_row <- seq_len(nrow(cohort))
sheet <- cohort
"""

_NEXT_LINE: Final = """
# Progression is censored when the patient's next line starts; 30.4375 days are a month.
start <- number("start_months")
if ("start_date" %in% names(cohort)) start <- as.numeric(as.Date(column("start_date"))) / 30.4375
patient <- column("patient_id")
following <- sapply(seq_along(start), function(i) {
  later <- start[which(patient == patient[i] & start > start[i])]
  if (length(later)) min(later) - start[i] else NA
})
for (name in NAMES) {
  months <- number(paste0(name, "_months"))
  runs_on <- which(months - following > sqrt(.Machine$double.eps) * pmax(1, months))
  recorded <- runs_on[!is.na(number(paste0(name, "_event"))[runs_on])]
  if (length(runs_on)) {
    cohort[[paste0(name, "_months")]][runs_on] <- sprintf("%.17g", following[runs_on])
  }
  if (length(recorded)) cohort[[paste0(name, "_event")]][recorded] <- "0"
}
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


_NAMED: Final = """
# Subgroups by name: a line may be in several of them. Lines in none are not compared.
members <- list(
  MEMBERS
)
names(members) <- NAMES
inside <- Reduce(`|`, members)
cohort <- cohort[inside, ]
members <- lapply(members, function(is_in) is_in[inside])
group <- factor(rep("All", nrow(cohort)))
"""

_IN_EACH: Final = """
# Each line once in every subgroup that it is in.
cases <- do.call(rbind, lapply(names(members), function(name) {
  x <- cases[members[[name]][cases$row], ]
  x$group <- rep(name, nrow(x))
  x
}))
cases$group <- factor(cases$group, levels = names(members))
"""

_NAMED_FIRST_LINE: Final = """
# Subgroups share patients: each patient's first line over the subgroups together. Whose first line
# is in more than one of them is left out.
first <- first_lines(cases[order(cases$row), ])$row
cases <- cases[cases$row %in% first, ]
cases <- cases[!cases$row %in% cases$row[duplicated(cases$row)], ]
"""


def read_code(
    cohort_file: str,
    cohort_filter: CohortFilter,
    *,
    shape: tuple[int | None, int] | None = None,
    md5: str = "",
    extent: str = "",
    next_line: NextLineRule = "recorded",
    keeps_sheet: bool = False,
) -> str:
    """Read the file and keep the lines that meet every criterion.

    A file of another shape or MD5 stops it. An `extent` is that of all lines, as it was answered.
    With `keeps_sheet` all lines stay in ``sheet``, where a line in view has its ``sheet_row``.
    """
    kept = []
    for criterion in cohort_filter.criteria:
        start, levels = _met(criterion)
        start, end = f"cohort <- cohort[{start}", f"{levels}, ]\n"
        fits = len(start) + len(end) <= LINE_WIDTH
        kept.append(f"{start} {end}" if fits else f"{start}\n  {end}")
    lines = ["", "# The lines in view.", *kept] if kept else []
    checked = "" if shape is None else _shape_code(*shape)
    checked += _MD5.replace("MD5", md5) if md5 else ""
    of_all = (
        f"cohort$disease_extent <- rep({r_text(extent)}, nrow(cohort))\n" if extent else _EXTENT
    )
    read = _READ.replace("SHAPE\n", checked).replace("HOW_TO_GET", HOW_TO_GET)
    read = filled(read, EXTENT=of_all, FILE=r_text(cohort_file))
    if next_line == "censored":
        ends = [end.name for end in ENDPOINTS.values() if not end.is_death_alone]
        read += _NEXT_LINE.replace("NAMES", r_texts(ends))
    return read + (_SHEET if keeps_sheet else "") + "\n".join(lines)


def _shape_code(lines: int | None, columns: int) -> str:
    """Stop at a file of another size."""
    size = f"{lines} lines and {columns} columns" if lines is not None else f"{columns} columns"
    wanted = f"c({'nrow(cohort)' if lines is None else lines}, {columns})"
    return _SHAPE.replace("SIZE", size).replace("WANTED", wanted)


def _met(criterion: Criterion) -> tuple[str, str]:
    """A criterion in two halves, between which a line may be broken."""
    levels = r_texts(map(stored_text, criterion.levels))
    return f"level({r_text(stored_text(criterion.column))}) %in%", levels


def _member(criterion: Criterion) -> str:
    start, levels = _met(criterion)
    fits = len(start) + len(levels) < LINE_WIDTH - 10
    return f"{start} {levels}" if fits else f"{start}\n      {levels}"


def _named_code(subgroups: Sequence[NamedSubgroup]) -> str:
    members = (" &\n    ".join(map(_member, one.filter.criteria)) for one in subgroups)
    names = r_texts(subgroup.name for subgroup in subgroups)
    return filled(_NAMED, NAMES=names, MEMBERS=",\n  ".join(members))


def group_code(cohort: Cohort, by: GroupBy) -> str:
    """Give each line its group: the levels of the cohort in view, in the order of the app.

    Of subgroups by name, which may overlap, the groups are made by `count_code`.
    """
    if subgroups := named_in(by):
        return _named_code(subgroups)
    columns = columns_of(by)
    if not columns:
        return '\ngroup <- factor(rep("All", nrow(cohort)))\n'
    factors = []
    for name in columns:
        levels = cohort.levels(name)
        labels = [level_phrase(name, level) for level in levels]
        # Levels of one name would become one group.
        shown = labels if len(set(labels)) == len(labels) else levels
        factors.append(
            f"factor(level({r_text(stored_text(name))}),\n"
            f"  levels = {r_texts(map(stored_text, levels))},\n  labels = {r_texts(shown)})"
        )
    if len(columns) == 1:
        return f"\ngroup <- {factors[0]}\n"
    joined = ",\n".join(factors)
    return f'\ngroup <- interaction(list({joined}),\n  sep = " \\u00b7 ", lex.order = TRUE)\n'


def count_code(unit: Unit, overlap: Overlap = "keep", *, by: GroupBy = (), then: str = "") -> str:
    """Keep the cases that are counted, and the groups that still have one.

    What is done `then` follows the choice of each patient's line.
    """
    is_named = bool(named_in(by))
    by_patient = unit == "patients"
    parts = [_FIRST_LINES] if by_patient or overlap == "first line" else []
    if by_patient:
        parts.append("\n# Patients: the first line that enters.\ncases <- first_lines(cases)\n")
    if is_named:
        parts.append(_IN_EACH)
    settled = _NAMED_FIRST_LINE if is_named and overlap == "first line" else _OVERLAP[overlap]
    return "".join([*parts, settled, then, "cases$group <- droplevels(cases$group)\n"])
