"""R code for the bars of a swimmer plot: when each line starts and ends, and its response."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import Cohort
from imt_core.cohort.treatment_lines import BAR_COLUMNS
from imt_core.conventions.units import DAYS_PER_MONTH
from imt_core.reporting.code.literals import r_text
from imt_core.reporting.code.r_data import group_code

_BARS: Final = """
# A bar is FIRST (SECOND first in localized disease); where neither is recorded, what comes next.
localized <- column("disease_extent") %in% "localized"
kinds <- c(MAIN, OTHERWISE)
times <- vapply(kinds, function(name) number(paste0(name, "_months")), numeric(nrow(cohort)))
ended <- vapply(kinds, function(name) number(paste0(name, "_event")), numeric(nrow(cohort)))
dim(times) <- dim(ended) <- c(nrow(cohort), length(kinds))
kind <- vapply(seq_len(nrow(cohort)), function(i) {
  turn <- if (localized[i]) c(2L, 1L, 3L, 4L) else 1:4
  turn[!is.na(times[i, turn])][1]
}, 1L)
at <- cbind(seq_len(nrow(cohort)), kind)
bars <- data.frame(
  group = group, patient_id = column("patient_id"), line_number = number("line_number"),
  regimen = level("regimen"), best_response = level("best_response"),
  endpoint = c(NAMES)[kinds[kind]],
  event = ended[at] == 1, start_months = rep(0, nrow(cohort)), end_months = times[at]
)
"""

_LINES: Final = """bars <- bars[order(bars$group,ORDER), ]
write.csv(bars[!is.na(bars$end_months), ], row.names = FALSE)
"""

_ORDERS: Final = {
    "duration": " -bars$end_months",
    "response": '\n  match(bars$best_response, c("CR", "PR", "SD", "PD", "NE", "not recorded")), '
    "-bars$end_months",
    "line_number": " bars$line_number, -bars$end_months",
    "file order": " seq_len(nrow(bars))",
}

_PATIENTS: Final = """bars$day <- START
bars$os <- number("os_months")
bars$died <- number("os_event")

# Month 0 is day 1 of the patient's first line in view. A later line stands where its date says;
# else by the difference of the two overall survivals, which end on one day; else after the line
# before. It is cut where the next one starts. Patients are in the order of the file.
rounding <- 2 / DAYS
place <- function(x) {
  x <- x[order(x$line_number), ]
  end <- max(x$end_months[1], 0, na.rm = TRUE)
  for (i in seq_len(nrow(x))[-1]) {
    dated <- (x$day[i] - x$day[1]) / DAYS
    survived <- if (identical(x$died[1], x$died[i])) x$os[1] - x$os[i]
    starts <- c(dated, survived, end)
    before <- x$start_months[i - 1]
    x$start_months[i] <- max(starts[which(starts >= before - rounding)[1]], before)
    end <- x$start_months[i] + max(x$end_months[i], 0, na.rm = TRUE)
  }
  x$end_months <- x$start_months + x$end_months
  x <- x[!is.na(x$end_months), ]
  x$end_months <- pmin(x$end_months, c(x$start_months[-1], Inf)[seq_len(nrow(x))])
  x
}
patients <- split(bars, factor(bars$patient_id, unique(bars$patient_id)))
bars <- do.call(rbind, lapply(patients, place))
write.csv(bars[setdiff(names(bars), c("group", "day", "os", "died"))], row.names = FALSE)
"""


def swimmer_code(request: ViewRequest, cohort: Cohort) -> str:
    """List the bars of the lines that have a time; `cohort` holds the lines in view."""
    if request.lane == "lines":
        by = ("regimen_group",) if "regimen_group" in cohort.frame else ()
        bars = _bars(("os", "treatment"))
        lanes = _LINES.replace("ORDER", _ORDERS[request.sort])
        return group_code(cohort, by) + bars + lanes
    bars = _bars(("treatment", "os"))
    lanes = _PATIENTS.replace("START", _start(cohort)).replace("DAYS", repr(DAYS_PER_MONTH))
    return group_code(cohort, ()) + bars + lanes


_COURSE: Final = """bars$day <- START
bars$os <- number("os_months")
bars$died <- number("os_event")

# One patient, by the order in which patients come in the file. Month 0 is day 1 of the first line
# in the file. A later line stands where its date says; else by the difference of the two overall
# survivals, which end on one day; where neither is known, each line counts from its own day 1.
rounding <- 2 / DAYS
x <- bars[bars$patient_id == unique(bars$patient_id)[PLACE], ]
x <- x[order(x$line_number), ]
is_placed <- TRUE
for (i in seq_len(nrow(x))[-1]) {
  dated <- (x$day[i] - x$day[1]) / DAYS
  survived <- if (identical(x$died[1], x$died[i])) x$os[1] - x$os[i]
  starts <- c(dated, survived)
  before <- x$start_months[i - 1]
  found <- starts[which(starts >= before - rounding)[1]]
  if (is.na(found)) is_placed <- FALSE
  x$start_months[i] <- max(found, before, na.rm = TRUE)
}
if (!is_placed) x$start_months <- 0
x$end_months <- x$start_months + x$end_months
write.csv(x[setdiff(names(x), c("group", "day", "os", "died"))], row.names = FALSE)
"""


def course_code(request: ViewRequest, cohort: Cohort) -> str:
    """List the bars of one patient, whom the place in the file tells and no identifier."""
    whole = cohort.unfiltered or cohort
    patients = whole.frame["patient_id"].astype(str).unique().tolist()
    place = patients.index(patient_of_key(whole, request.patient)) + 1
    lanes = _COURSE.replace("START", _start(whole)).replace("DAYS", repr(DAYS_PER_MONTH))
    return group_code(whole, ()) + _bars(("os", "treatment")) + lanes.replace("PLACE", str(place))


def _bars(otherwise: tuple[str, ...]) -> str:
    """Each line's bar: the endpoint of its extent of disease, or what comes next."""
    names = {column.removesuffix("_months"): short for short, column in BAR_COLUMNS.items()}
    pairs = ", ".join(f"{name} = {r_text(short)}" for name, short in names.items())
    first, second = MAIN_ENDPOINTS["advanced"], MAIN_ENDPOINTS["localized"]
    main = f"{r_text(first.name)}, {r_text(second.name)}"
    bars = _BARS.replace("NAMES", pairs).replace("MAIN", main)
    bars = bars.replace("FIRST", first.short).replace("SECOND", second.short)
    return bars.replace("OTHERWISE", ", ".join(map(r_text, otherwise)))


def _start(cohort: Cohort) -> str:
    """Day 1 of a line as a number of days, from what the cohort in view records."""
    if cohort.has("start_date"):
        return 'as.numeric(as.Date(column("start_date")))'
    return f'number("start_months") * {DAYS_PER_MONTH!r}'
