"""R code that draws a swimmer plot: colours, marks and order as on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from imt_core.analyses.view_request import ViewRequest
from imt_core.reporting.code.literals import filled, r_text, stored_text
from imt_core.reporting.design.swimmer_words import EVENTS, group_name
from imt_core.reporting.design.theme import INDEX, LIGHT, event_colour, index_band

_SHAPES: Final = {
    "end of treatment": 124,
    "first response": 24,
    "ALK inhibitor": 3,
    "progression": 23,
    "death": 4,
    "ongoing": 62,
    "alive": 21,
}
"""R's symbols; 62 is the sign that points to the right, 124 an upright stroke."""

_ANGLES: Final = {
    "": "NULL",
    "/": "45",
    "\\": "135",
    "x": "c(45, 135)",
    "-": "0",
    "|": "90",
    "+": "c(0, 90)",
    ".": "20",
}
"""R draws lines alone: dots are lines that hardly rise."""

_DRAW: Final = r"""
# The picture: a bar's colour is its best response, its lines its regimen group; a thin line is
# follow-up outside the bars. A group has the angles of its lines.
angles <- list(ANGLES)
groups_of <- c(GROUPS)
hatch <- function(group, turn) {
  found <- angles[[group]]
  if (length(found)) found[min(turn, length(found))] else NA_real_
}
hatches <- function(groups, turn) unname(vapply(groups, hatch, 1, turn = turn))
index <- INDEX
fills <- c(FILLS)
shapes <- c(SHAPES)
colours <- c(COLOURS)
names_of <- c(NAMES)
draw <- function(file) {
  bars <- lanes[lanes$segment == "bar", ]
  first <- bars[!duplicated(bars$lane), ]
  is_heading <- !duplicated(first$group)
  y <- first$lane + cumsum(is_heading)
  label <- LABEL
  is_index <- first$patient_id %in% index
  named <- ifelse(label == "", "", " \u00b7 ")
  label[is_index] <- paste0("INDEX_NAME", named, label)[is_index]
  if (capabilities("cairo")) {
    cairo_pdf(file, width = 10, height = 2.5 + 0.17 * max(y, 20))
  } else {
    pdf(file, width = 10, height = 2.5 + 0.17 * max(y, 20))
  }
  on.exit(dev.off())
  limit <- END
  par(mar = c(4, 1 + 0.42 * max(nchar(label), 1), 0.5, 15), xpd = XPD)
  plot(NA, xlim = c(0, limit), ylim = c(max(y) + 0.5, 0.5), axes = FALSE, ylab = "",
       xlab = TITLE)
  marked <- y[is_index]
  if (length(marked)) {
    rect(-limit, marked - 0.5, 2 * limit, marked + 0.5, border = NA, col = "BAND")
  }
  axis(1, at = if (limit > 24) seq(0, limit, by = 12 * ceiling(limit / 180)))
  heading <- HEADING
  text(0, y[is_heading] - 1, heading, adj = c(0, 0.5), font = 2, cex = 0.8)
  mtext(label, side = 2, at = y, las = 1, line = 0.3, cex = 0.65,
        font = ifelse(is_index, 2, 1))
  with(lanes[lanes$segment == "survival", ],
       segments(start_months, y[lane], end_months, y[lane], col = "MUTED"))
  with(bars, rect(start_months, y[lane] - 0.37, end_months, y[lane] + 0.37, border = NA,
                  col = fills[best_response]))
  for (turn in 1:2) {
    lined <- bars[!is.na(hatches(bars$regimen_group, turn)), ]
    if (nrow(lined)) {
      with(lined, rect(start_months, y[lane] - 0.37, end_months, y[lane] + 0.37, border = NA,
                       col = "LINES", density = 14, angle = hatches(regimen_group, turn)))
    }
  }
  for (kind in names(shapes)) {
    with(marks[marks$event == kind, ],
         points(months, y[lane], pch = shapes[kind], col = colours[kind], lwd = 1.5,
                cex = if (kind == "ongoing") 1.3 else 0.9,
                bg = if (kind == "progression") colours[kind] else "white"))
  }
  seen <- intersect(names(fills), bars$best_response)
  told <- intersect(names(shapes), marks$event)
  right <- grconvertX(1, "nfc", "user") - strwidth("M") * 22
  par(xpd = NA)
  legend(right, 0.5, seen, fill = fills[seen], border = NA, bty = "n", cex = 0.8,
         title = "Best response", title.adj = 0)
  known <- intersect(names(groups_of), bars$regimen_group)
  if (length(known)) for (turn in 1:2) {
    of <- hatches(known, turn)
    legend(right, 0.5 + 0.22 * max(y), groups_of[known], bty = "n", cex = 0.8,
           title = "Regimen group", title.adj = 0, border = "MUTED", fill = "LINES",
           text.col = if (turn == 1) "black" else "transparent",
           density = ifelse(is.na(of), 0, 20), angle = ifelse(is.na(of), 0, of))
  }
  legend(right, 0.5 + 0.47 * max(y), c("Follow-up", names_of[told]), bty = "n", cex = 0.8,
         title = "Events", title.adj = 0, lty = c(1, rep(NA, length(told))),
         pch = c(NA, shapes[told]), col = c("MUTED", colours[told]), pt.lwd = 1.5,
         pt.bg = c(NA, ifelse(told == "progression", colours[told], "white")))
}
if (nrow(lanes)) suppressWarnings(draw("swimmer.pdf"))
"""

_LINE_NAME: Final = r"""ifelse(
    first$patient_id %in% first$patient_id[duplicated(first$patient_id)] &
      !is.na(first$line_number),
    paste0(first$patient_id, " \u00b7 line ", first$line_number), first$patient_id
  )"""

_REGIMENS: Final = r"""vapply(first$lane, function(k) {
    paste(bars$regimen[bars$lane == k], collapse = " \u2192 ")
  }, "")"""


def swimmer_picture(
    request: ViewRequest, patterns: Mapping[str, str], *, index_place: int | None
) -> str:
    """Draw ``lanes`` and ``marks`` into a file beside the script.

    `patterns` are those of the regimen groups; the index patient is told by the place in the file.
    """
    is_lines = request.lane == "lines"
    who = _LINE_NAME if is_lines else "first$patient_id"
    regimen = "first$regimen" if is_lines else _REGIMENS
    labels = {
        "patient": who,
        "regimen": regimen,
        "patient and regimen": f'paste({who}, {regimen}, sep = " \\u00b7 ")',
        "none": 'rep("", nrow(first))',
    }
    heading = "first$group[is_heading]"
    if request.sort == "first regimen group":
        heading = f'paste({heading}, "first")'
    until = request.until_months
    of = "of the first line in view" if not is_lines else "of the line"
    given = {
        "FILLS": _vector({level: r_text(fill) for level, fill in LIGHT.response.items()}),
        "SHAPES": _vector({event: str(_SHAPES[event]) for event in EVENTS}),
        "COLOURS": _vector({event: r_text(_ink(event)) for event in EVENTS}),
        "NAMES": _vector({event: r_text(name) for event, name in EVENTS.items()}),
        "LABEL": labels[request.label],
        "XPD": "NA" if until is None else "FALSE",
        "END": "max(lanes$end_months, marks$months)" if until is None else repr(float(until)),
        "TITLE": r_text(f"Months from day 1 of cycle 1 {of}"),
        "HEADING": f"as.character({heading})",
        "MUTED": LIGHT.muted,
        "ANGLES": _vector({stored_text(of): _ANGLES[sign] for of, sign in patterns.items()}),
        "GROUPS": _vector({stored_text(of): r_text(group_name(of)) for of in patterns}),
        "INDEX_NAME": INDEX,
        "INDEX": f"unique(sheet$patient_id)[{index_place}]" if index_place else "character(0)",
        "BAND": index_band(LIGHT),
        "LINES": f"{LIGHT.text}99",
    }
    return filled(_DRAW, **given)


def _ink(event: str) -> str:
    """The colour of a mark's line."""
    fill = event_colour(LIGHT, event)
    return LIGHT.text if fill == LIGHT.paper else fill


def _vector(pairs: dict[str, str]) -> str:
    """Named values, in lines of two."""
    items = [f"{r_text(name)} = {value}" for name, value in pairs.items()]
    rows = [", ".join(items[at : at + 2]) for at in range(0, len(items), 2)]
    return "\n  " + ",\n  ".join(rows) + "\n"
