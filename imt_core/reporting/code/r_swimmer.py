"""R code of a swimmer plot: bars, follow-up outside them and events, lane by lane."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import Cohort
from imt_core.cohort.treatment_lines import BAR_COLUMNS
from imt_core.conventions.units import DAYS_PER_MONTH
from imt_core.reporting.code.literals import r_text, r_texts
from imt_core.reporting.code.r_data import group_code
from imt_core.reporting.code.r_swimmer_picture import swimmer_picture
from imt_core.reporting.design.swimmer import group_patterns

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
none <- is.na(kind)
kind[none] <- 1L + localized[none]
bars <- data.frame(
  group = group, patient_id = column("patient_id"), line_number = number("line_number"),
  regimen = level("regimen"), best_response = level("best_response"),
  endpoint = c(NAMES)[kinds[kind]],
  event = ended[at] == 1, start_months = rep(0, nrow(cohort)), end_months = times[at]
)
"""

_MORE: Final = """bars$regimen_group <- level("regimen_group")
bars$day <- START
bars$os <- number("os_months")
bars$died <- number("os_event")
bars$treatment <- number("treatment_months")
bars$response <- number("response_months")
bars$alk <- number("later_alk_inhibitor_months")
bars$months <- bars$end_months
# Of each lane: its last follow-up, whether that is a death, and its last bar.
bars$until <- bars$os
bars$dead <- bars$died
bars$last <- rep(TRUE, nrow(bars))
rounding <- 2 / DAYS
same_day <- 0.5 / DAYS
"""

_LINES: Final = """bars <- bars[order(bars$group,ORDER), ]
bars <- bars[!is.na(bars$end_months), ]
bars$lane <- seq_len(nrow(bars))
"""

_ORDERS: Final = {
    "duration": " -bars$end_months",
    "response": '\n  match(bars$best_response, c("CR", "PR", "SD", "PD", "NE", "not recorded")), '
    "-bars$end_months",
    "line_number": " bars$line_number, -bars$end_months",
    "file order": " seq_len(nrow(bars))",
}

_PATIENTS: Final = """
# Month 0 is day 1 of the patient's first line in view. A later line stands where its date says;
# else by the difference of the two overall survivals, which end on one day; else after the line
# before. It is cut where the next one starts.
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
  known <- rev(which(!is.na(x$os)))[1]
  x$until <- (x$start_months + x$os)[known]
  x$dead <- x$died[known]
  x$group <- x$group[1]
  x <- x[!is.na(x$end_months), ]
  x$end_months <- pmin(x$end_months, c(x$start_months[-1], Inf)[seq_len(nrow(x))])
  x$last <- seq_len(nrow(x)) == nrow(x)
  x
}
patients <- split(bars, factor(bars$patient_id, unique(bars$patient_id)))
bars <- do.call(rbind, c(list(bars[0, ]), unname(lapply(patients, place))))
bars$lane <- match(bars$patient_id, unique(bars$patient_id))
"""

_EVENTS: Final = """
# Events, as their lines record them; an end by death is no progression.
by_death <- abs(bars$start_months + bars$months - bars$until) <= same_day & bars$dead == 1
is_main <- bars$endpoint %in% c(MAIN) & !by_death %in% TRUE
mark <- function(event, after, shown = TRUE) {
  i <- which(!is.na(after) & shown)
  data.frame(
    lane = bars$lane[i], row = i, patient_id = bars$patient_id[i],
    line_number = bars$line_number[i], event = rep(event, length(i)),
    months = (bars$start_months + after)[i]
  )
}
marks <- rbind(
  mark("end of treatment", bars$treatment),
  mark("first response", bars$response),
  mark("ALK inhibitor", bars$alk),
  mark("progression", bars$months, is_main & bars$event),
  mark("ongoing", bars$months, is_main & !bars$event & bars$last)
)
marks <- marks[order(marks$row), ]

# Several lines may record one start of an ALK inhibitor: the first is kept.
is_new <- function(months) {
  kept <- numeric(0)
  vapply(months, function(month) {
    new <- all(abs(month - kept) > rounding)
    if (new) kept <<- c(kept, month)
    as.numeric(new)
  }, 1)
}
alk <- marks$event == "ALK inhibitor"
new <- rep(1, nrow(marks))
if (any(alk)) new[alk] <- ave(marks$months[alk], marks$lane[alk], FUN = is_new)
marks <- marks[new == 1, ]

# Death, or alive at the last follow-up where no arrow says it already.
ongoing <- marks[marks$event == "ongoing", ]
arrow <- ongoing$months[match(bars$lane, ongoing$lane)]
is_told <- bars$dead == 0 & abs(arrow - bars$until) <= same_day
i <- which(bars$last & !is.na(bars$until) & !is.na(bars$dead) & !is_told %in% TRUE)
marks <- rbind(marks, data.frame(
  lane = bars$lane[i], row = rep(nrow(bars) + 1, length(i)), patient_id = bars$patient_id[i],
  line_number = bars$line_number[i], event = ifelse(bars$dead[i] == 1, "death", "alive"),
  months = bars$until[i]
))
marks <- marks[order(marks$lane, marks$row), ]

# Follow-up outside the bars: the gaps between them, and the time after the last.
following <- ifelse(
  bars$last, pmax(bars$until, bars$start_months, na.rm = TRUE), c(bars$start_months[-1], NA)
)
i <- which(following - bars$end_months > same_day)
after <- bars[i, ]
after$start_months <- bars$end_months[i]
after$end_months <- following[i]
after$endpoint <- rep("OS", length(i))
after$event <- after$dead == 1
bars$segment <- rep("bar", nrow(bars))
after$segment <- rep("survival", length(i))
lanes <- rbind(bars, after)
lanes <- lanes[order(lanes$lane, lanes$segment), ]
"""

_LONGEST: Final = """
# Patients, the longest lane first.
ends <- c(lanes$end_months, marks$months)
reach <- vapply(unique(bars$lane), function(k) max(ends[c(lanes$lane, marks$lane) == k]), 1)
turn <- order(as.integer(bars$group[match(seq_along(reach), bars$lane)]), -reach)
lanes$lane <- match(lanes$lane, turn)
marks$lane <- match(marks$lane, turn)
lanes <- lanes[order(lanes$lane, lanes$segment), ]
marks <- marks[order(marks$lane, marks$row), ]
"""

_PRINT: Final = """
write.csv(lanes[c(
  "lane", "patient_id", "line_number", "regimen", "best_response", "segment", "endpoint", "event",
  "start_months", "end_months"
)], row.names = FALSE)
cat("\\n")
write.csv(
  marks[c("lane", "patient_id", "line_number", "event", "months")], row.names = FALSE
)
"""


def swimmer_code(request: ViewRequest, cohort: Cohort, plot: SwimmerPlot) -> str:
    """List the bars, follow-up and events of the lines that have a time, and draw them.

    `cohort` holds the lines in view. The index patient is told by the place in the file.
    """
    is_lines = request.lane == "lines"
    has_groups = is_lines or request.sort == "first regimen group"
    by = ("regimen_group",) if has_groups and "regimen_group" in cohort.frame else ()
    lanes = _LINES.replace("ORDER", _ORDERS[request.sort]) if is_lines else _PATIENTS
    is_sorted = not is_lines and request.sort != "file order"
    code = "".join(
        [
            _bars(("os", "treatment") if is_lines else ("treatment", "os")),
            _MORE.replace("START", _start(cohort)),
            lanes,
            _EVENTS.replace("MAIN", r_texts(end.short for end in MAIN_ENDPOINTS.values())[2:-1]),
            _LONGEST if is_sorted else "",
            _PRINT,
        ]
    )
    marked = [lane.patient_id for lane in plot.lanes if lane.is_index][:1]
    place = _place(cohort, marked[0]) if marked else None
    picture = swimmer_picture(request, group_patterns(plot), index_place=place)
    code = code.replace("DAYS", repr(DAYS_PER_MONTH))
    return group_code(cohort, by) + code + picture


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
    place = _place(whole, patient_of_key(whole, request.patient) or "")
    lanes = _COURSE.replace("START", _start(whole)).replace("DAYS", repr(DAYS_PER_MONTH))
    return group_code(whole, ()) + _bars(("os", "treatment")) + lanes.replace("PLACE", str(place))


def _place(cohort: Cohort, patient: str) -> int:
    """Which patient of the file it is, by the order in which they come."""
    whole = cohort.unfiltered or cohort
    return int(whole.frame["patient_id"].astype(str).unique().tolist().index(patient)) + 1


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
