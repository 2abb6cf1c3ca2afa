"""Which garments a costume wears: one of each kind, among those that go together."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from tests.intake.costumes import garments
from tests.intake.costumes.cohorts import KnownCohort
from tests.intake.costumes.wording import LANGUAGES

Worn = dict[str, str]
"""The garment of each kind."""

ALIKE: Final = "days and months that look alike"
HALF_TURNED: Final = "half the dates turned round"
BARE_CODES: Final = "codes without words"
NO_UNIT: Final = "no unit anywhere"
NO_STAGE: Final = "no stage"
CROSSES: Final = "a cross, or nothing"
OF_DISEASE: Final = "death of the disease"
LEFT_OPEN: Final = (ALIKE, HALF_TURNED, BARE_CODES, NO_UNIT, NO_STAGE, CROSSES, OF_DISEASE)
"""What some costumes leave open: a question is right there."""

LINES, WIDE, TWO_FILES, TWO_SHEETS = (
    "one row per line",
    "repeated columns",
    "two files",
    "two sheets",
)
REDCAP, CODED_REDCAP, PORTAL, ADAM = "REDCap", "REDCap with dictionary", "cBioPortal", "ADaM"
STATISTICAL: Final = ("SAV", "DTA", "XPT")

TIMES, TIMES_AND_DATES = "times and events", "times and dates"
DEATH_DATES, VITAL_STATUS, DISEASE_STATUS = (
    "dates of progression and death",
    "last contact and vital status",
    "last contact and disease status",
)
FIRST_ROW, MERGED, TWO_HEADERS = (
    "patient on the first row only",
    "patient merged over the lines",
    "two header rows, the upper merged",
)
ROW_NUMBERS, PERSONS, OWN = (
    "a nameless first column of row numbers",
    "names and birthdays",
    "ECOG and comments",
)


def choose_garments(chance: random.Random, cohort: KnownCohort, left_open: str) -> Worn:
    """Choose one garment of each kind.

    Parameters
    ----------
    chance : random.Random
    cohort : KnownCohort
    left_open : str
        One of `LEFT_OPEN`; empty for a costume that leaves nothing open.
    """
    worn = {"cohort": cohort.name, "layout": _layout(chance, cohort, left_open)}
    is_english = worn["layout"] in (PORTAL, ADAM)
    worn["language"] = "en" if is_english else chance.choice(list(LANGUAGES))
    _choose_file(chance, worn, left_open)
    worn["outcomes"] = _statement(chance, worn, left_open)
    _choose_dates(chance, worn, left_open)
    _choose_numbers(chance, worn, left_open)
    words = LANGUAGES[worn["language"]]
    worn["missing"] = chance.choice(["blank", "blank", *words.missing])
    _choose_events(chance, worn, left_open)
    worn["headers"] = _header_style(chance, worn)
    _choose_rows_and_columns(chance, worn, cohort, left_open)
    return worn


def _layout(chance: random.Random, cohort: KnownCohort, left_open: str) -> str:
    if left_open:
        return LINES
    of_the_cohort = [PORTAL, ADAM, ADAM] if cohort.has_one_line_each else [WIDE] * 3
    return chance.choice(
        [*[LINES] * 6, TWO_FILES, TWO_SHEETS, REDCAP, CODED_REDCAP, *of_the_cohort]
    )


def _choose_file(chance: random.Random, worn: Worn, left_open: str) -> None:
    layout = worn["layout"]
    kinds = ["CSV"] * 5 + ["TSV", "XLSX", "XLSX", "XLSX", "ODS"]
    if layout == LINES and not left_open:
        kinds += STATISTICAL
    by_layout = {
        TWO_SHEETS: ["XLSX", "XLSX", "ODS"],
        REDCAP: ["CSV"],
        CODED_REDCAP: ["CSV"],
        PORTAL: ["TSV"],
        ADAM: ["CSV", "XPT"],
    }
    by_what_is_open = {HALF_TURNED: ["XLSX"], ALIKE: ["CSV"]}
    kinds = by_what_is_open.get(left_open, by_layout.get(layout, kinds))
    worn["file"] = chance.choice(kinds)
    if worn["file"] == "CSV":
        separators = {LINES: ",,,,;;;;|", ADAM: ","}.get(layout, ",;")
        worn["separator"] = chance.choice(separators)
    if worn["file"] in ("CSV", "TSV"):
        ours = LANGUAGES[worn["language"]].encodings
        plain = layout in (ADAM, PORTAL)
        worn["encoding"] = (
            "utf-8" if plain else chance.choice(["utf-8", "utf-8-sig", *ours, "utf-16"])
        )


def _statement(chance: random.Random, worn: Worn, left_open: str) -> str:
    if worn["layout"] in (PORTAL, ADAM):
        return TIMES
    if left_open in (ALIKE, HALF_TURNED, NO_STAGE):
        return DEATH_DATES
    if left_open == BARE_CODES:
        return chance.choice([VITAL_STATUS, TIMES])
    if left_open:
        return TIMES
    return chance.choice([*[TIMES] * 4, DEATH_DATES, VITAL_STATUS, DISEASE_STATUS, TIMES_AND_DATES])


def _choose_dates(chance: random.Random, worn: Worn, left_open: str) -> None:
    layout, is_text = worn["layout"], worn["file"] in ("CSV", "TSV")
    native = "a date of the program"
    if layout == PORTAL:
        return
    if worn["file"] in STATISTICAL or left_open == HALF_TURNED:
        worn["dates"] = native
    elif layout in (ADAM, REDCAP, CODED_REDCAP):
        worn["dates"] = "2018-03-14"
    elif left_open == ALIKE:
        worn["dates"] = chance.choice(garments.DAY_AND_MONTH_LOOK_ALIKE)
    else:
        forms = [
            form
            for form in garments.DATE_FORMS
            if form != garments.AMERICAN or worn["language"] == "en"
        ]
        worn["dates"] = chance.choice(forms if is_text else [*forms, *[native] * len(forms)])


def _choose_numbers(chance: random.Random, worn: Worn, left_open: str) -> None:
    layout = worn["layout"]
    if worn["outcomes"] not in (TIMES, TIMES_AND_DATES):
        return
    if layout in (PORTAL, ADAM):
        worn["unit"] = "months" if layout == PORTAL else chance.choice(["days", "months"])
        return
    units: list[str] = chance.choices(list(garments.DAYS), [2, 1, 6, 1])
    worn["unit"], worn["place of the unit"] = units[0], chance.choice(list(garments.UNIT_PLACES))
    if left_open == NO_UNIT:
        worn["unit"], worn["place of the unit"] = chance.choice(["days", "months"]), "nowhere"
    has_comma = (
        worn["file"] in ("CSV", "TSV") and worn["language"] != "en" and worn.get("separator") != ","
    )
    worn["decimal mark"] = chance.choice(",." if has_comma else ".")


def _choose_events(chance: random.Random, worn: Worn, left_open: str) -> None:
    if worn["outcomes"] == DEATH_DATES:
        return
    fixed = {PORTAL: "1:DECEASED", ADAM: "CNSR"}.get(worn["layout"])
    fixed = {BARE_CODES: "1 and 0", CROSSES: "x or blank", OF_DISEASE: "yes and no"}.get(
        left_open, fixed
    )
    if worn["outcomes"] == DISEASE_STATUS:
        fixed = "DOD, AWD, NED"
    codings = list(garments.EVENT_CODINGS)
    has_times = worn["outcomes"] in (TIMES, TIMES_AND_DATES)
    if left_open == NO_UNIT or worn["file"] in STATISTICAL or not has_times:
        codings.remove(garments.PLUS)
    worn["events"] = fixed or chance.choice(codings)
    if worn["events"] == garments.PLUS and worn["place of the unit"] == garments.UNIT_IN_CELLS:
        worn["place of the unit"] = "PFS (months)"


def _header_style(chance: random.Random, worn: Worn) -> str:
    if worn["layout"] in (PORTAL, ADAM):
        return "of the standard"
    if worn["layout"] in (REDCAP, CODED_REDCAP):
        return "snake_case"
    if worn["file"] in STATISTICAL:
        return chance.choice(["names and labels", "v1, v2 and labels"])
    styles: list[str] = chance.choices(list(garments.HEADER_STYLES), [6, 1, 1, 1, 1, 1])
    return styles[0]


def _choose_rows_and_columns(
    chance: random.Random, worn: Worn, cohort: KnownCohort, left_open: str
) -> None:
    layout = worn["layout"]
    is_sheet = layout == LINES and worn["file"] not in STATISTICAL
    rows, cells, own = ["none"] * 4, ["none"] * 4, ["none", "none", OWN]
    if is_sheet or layout == WIDE:
        rows += ["title above", "footnote below", "title and footnote", "total row"]
    if is_sheet:
        own += [ROW_NUMBERS, PERSONS]
    if is_sheet and not left_open:
        cells += _cells(worn, cohort)
    worn["other rows"], worn["cells"] = chance.choice(rows), chance.choice(cells)
    worn["other columns"] = chance.choice(own)
    if worn["cells"] == TWO_HEADERS:
        worn["headers"] = "as written"
    is_shuffled = is_sheet and not left_open and worn["cells"] == "none" and chance.random() < 0.3
    worn["order"] = "shuffled" if is_shuffled else "as entered"


def _cells(worn: Worn, cohort: KnownCohort) -> Sequence[str]:
    is_workbook = worn["file"] == "XLSX"
    cells = []
    if not cohort.has_one_line_each:
        cells += [FIRST_ROW, *[MERGED] * 2 * is_workbook]
    if is_workbook and worn["outcomes"] == TIMES:
        cells += [TWO_HEADERS] * 2
    return cells
