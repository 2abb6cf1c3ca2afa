"""A seed to a costume: one of the known cohorts in clothes chosen at random."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from tests.intake.costumes import choosing, garments
from tests.intake.costumes.choosing import LEFT_OPEN, Worn, choose_garments
from tests.intake.costumes.cohorts import COHORTS, known_cohort, with_early_days
from tests.intake.costumes.garments import Cell
from tests.intake.costumes.layouts import (
    Column,
    as_adam,
    as_cbioportal,
    as_redcap,
    as_repeated_columns,
    as_two_tables,
)
from tests.intake.costumes.tailoring import Tailor
from tests.intake.costumes.writing import Grid, delimited, open_document, statistical, workbook

SHARE_LEFT_OPEN: Final = 0.1
_EVENT: Final = {
    "en": "event",
    "it": "evento",
    "fr": "événement",
    "de": "Ereignis",
    "es": "evento",
    "nl": "event",
    "pl": "zdarzenie",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Costume:
    """A cohort in clothes.

    Parameters
    ----------
    seed : int
    garments : dict of str to str
        The garment of each kind.
    files : tuple of tuple of str and bytes
    truth : pandas.DataFrame
        What the files say of each line, in their order: its patient's label, its number, and
        `TRUTH`, with ``None`` for what they do not say. Survival that is said once for a patient
        may be empty on later lines (``os_may_be_empty``), or worked out.
    must_ask : str
        What they leave open on purpose; empty where nothing.
    """

    seed: int
    garments: Worn
    files: tuple[tuple[str, bytes], ...]
    truth: pd.DataFrame
    must_ask: str = ""


def dress(seed: int, *, most_lines: int | None = None) -> Costume:
    """Dress one of the cohorts.

    Parameters
    ----------
    seed : int
        The same seed gives the same costume.
    most_lines : int, optional
        Cuts the large cohort, to save time.
    """
    chance = random.Random(seed)
    cohort = known_cohort(chance.choice(list(COHORTS)))
    if most_lines is not None and len(cohort.frame) > most_lines:
        cohort = replace(cohort, frame=cohort.frame.iloc[:most_lines])
    left_open = chance.choice(LEFT_OPEN) if chance.random() < SHARE_LEFT_OPEN else ""
    worn = choose_garments(chance, cohort, left_open)
    cohort = with_early_days(cohort) if left_open == choosing.ALIKE else cohort
    tailor = Tailor(chance=chance, cohort=cohort, worn=worn, left_open=left_open)
    files = _files(tailor, tailor.columns())
    return Costume(
        seed=seed,
        garments=worn | ({"left open": left_open} if left_open else {}),
        files=tuple(files),
        truth=tailor.truth,
        must_ask=left_open,
    )


def _files(tailor: Tailor, columns: Sequence[Column]) -> list[tuple[str, bytes]]:
    worn, frame, layout = tailor.worn, tailor.frame, tailor.worn["layout"]
    if layout == choosing.ADAM:
        grids = as_adam(columns, frame, worn, tailor.chance, tailor.truth)
        return [_file(grid, worn=worn) for grid in grids]
    if layout == choosing.PORTAL:
        return [_file(as_cbioportal(columns, frame, worn, tailor.truth), worn=worn)]
    if layout in (choosing.REDCAP, choosing.CODED_REDCAP):
        grids = as_redcap(columns, frame, worn, lambda cell: _shown(cell, tailor))
        return [_file(grid, worn=worn) for grid in grids]
    style = garments.HEADER_STYLES.get(worn["headers"], str)
    columns = [replace(column, header=style(column.header)) for column in columns]
    if layout in (choosing.TWO_FILES, choosing.TWO_SHEETS):
        grids = [_in_notation(grid, tailor) for grid in as_two_tables(columns, frame)]
        together = [grids] if layout == choosing.TWO_SHEETS else [[grid] for grid in grids]
        return [_file(*some, worn=worn) for some in together]
    if layout == choosing.WIDE:
        grid = as_repeated_columns(columns, frame, tailor.words, tailor.chance, worn)
    elif worn["file"] in choosing.STATISTICAL:
        return [_file(_variables(columns, tailor), worn=worn)]
    else:
        grid = _one_row_per_line(columns, tailor)
    return [_file(_with_other_rows(_in_notation(grid, tailor), tailor), worn=worn)]


# One row per line ---------------------------------------------------------------------------------


def _one_row_per_line(columns: Sequence[Column], tailor: Tailor) -> Grid:
    worn = tailor.worn
    order = list(range(len(tailor.frame)))
    if worn["order"] == "shuffled":
        tailor.chance.shuffle(order)
        tailor.truth = tailor.truth.iloc[order]
    if tailor.left_open == choosing.HALF_TURNED:
        columns = [_half_turned(column) for column in columns]
    if worn["other columns"] == choosing.PERSONS:
        columns = [columns[0], *columns[-2:], *columns[1:-2]]
    rows = [[column.cells[place] for column in columns] for place in order]
    header: list[list[Cell]] = [[column.header for column in columns]]
    merged: list[tuple[int, int, int, int]] = []
    if worn["cells"] in (choosing.FIRST_ROW, choosing.MERGED):
        merged = _name_once(rows, over=worn["cells"] == choosing.MERGED)
    elif worn["cells"] == choosing.TWO_HEADERS:
        header, merged = _two_header_rows(columns, tailor)
    if worn["other columns"] == choosing.ROW_NUMBERS:
        header = [[None, *line] for line in header]
        rows = [[number, *row] for number, row in enumerate(rows, start=1)]
        merged = [(first, left + 1, last, right + 1) for first, left, last, right in merged]
    return Grid(name="cohort", header=header, rows=rows, merged=merged)


def _name_once(rows: list[list[Cell]], *, over: bool) -> list[tuple[int, int, int, int]]:
    """Name a patient on the first of its rows only; `over` all of them where cells are merged."""
    labels = [row[0] for row in rows]
    starts = [n for n, label in enumerate(labels) if n == 0 or label != labels[n - 1]]
    merged = []
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        for row in rows[start + 1 : end]:
            row[0] = ""
        if over and end - start > 1:
            merged.append((start + 1, 0, end, 0))
    return merged


def _two_header_rows(
    columns: Sequence[Column], tailor: Tailor
) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]]]:
    """``PFS`` over its time and its event."""
    worn = tailor.worn
    upper: list[Cell] = [None] * len(columns)
    lower: list[Cell] = [column.header for column in columns]
    merged = []
    for place, column in enumerate(columns):
        if column.concept.endswith("_months"):
            upper[place] = column.group.upper()
            lower[place] = tailor.words.units[worn["unit"]][0]
            if worn["events"] in ("1 and 0", "TRUE and FALSE"):
                lower[place + 1] = _EVENT[worn["language"]]
            merged.append((0, place, 0, place + 1))
    return [upper, lower], merged


def _half_turned(column: Column) -> Column:
    """Dates that a spreadsheet program took for month/day, the others left as text."""
    return replace(column, cells=[_half_turned_day(cell) for cell in column.cells])


def _half_turned_day(day: Cell) -> Cell:
    if not isinstance(day, date):
        return day
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else f"{day:%d/%m/%Y}"


# Files of programs for statistics -----------------------------------------------------------------


def _variables(columns: Sequence[Column], tailor: Tailor) -> Grid:
    kind, numbered = tailor.worn["file"], tailor.worn["headers"].startswith("v1")
    names: list[Cell] = []
    labels: dict[str, str] = {}
    value_labels: dict[str, dict[int, str]] = {}
    shown: list[list[Cell]] = []
    for place, column in enumerate(columns, start=1):
        short = garments.snake(column.header)[: 8 if kind == "XPT" else 30].rstrip("_")
        if numbered or short in names or not short[0].isalpha():
            short = f"v{place}"
        names.append(short)
        is_sas = kind == "XPT"
        labels[short] = garments.plain(column.header)[:40] if is_sas else column.header[:60]
        cells = list(column.cells)
        texts = sorted({cell for cell in cells if isinstance(cell, str)})
        if column.labelled and texts and not is_sas:
            tailor.worn["values"] = "codes with labels"
            codes = {text: code for code, text in enumerate(texts, tailor.chance.choice([0, 1]))}
            value_labels[short] = {code: text for text, code in codes.items()}
            cells = [codes[cell] if isinstance(cell, str) else cell for cell in cells]
        elif is_sas:
            cells = [garments.plain(cell) if isinstance(cell, str) else cell for cell in cells]
        shown.append([None if cell is None or pd.isna(cell) else cell for cell in cells])
    rows = [list(row) for row in zip(*shown, strict=True)]
    return Grid(name="cohort", header=[names], rows=rows, labels=labels, value_labels=value_labels)


# Rows that are no data, notation and files --------------------------------------------------------


def _with_other_rows(grid: Grid, tailor: Tailor) -> Grid:
    rows, words = tailor.worn["other rows"], tailor.words
    above: list[list[Cell]] = [[words.title], [None]] if rows.startswith("title") else []
    below: list[list[Cell]] = [[None], [words.footnote]] if "footnote" in rows else []
    if rows == "total row":
        n = len(set(tailor.frame["patient_id"]))
        below = [
            _mean_row(grid, tailor) if tailor.chance.random() < 0.5 else [words.total, f"n={n}"]
        ]
    down = len(above)
    merged = [(first + down, left, last + down, right) for first, left, last, right in grid.merged]
    return replace(grid, above=above, below=below, merged=merged)


def _mean_row(grid: Grid, tailor: Tailor) -> list[Cell]:
    row: list[Cell] = [tailor.words.mean]
    for place in range(1, len(grid.header[-1])):
        numbers = [line[place] for line in grid.rows if isinstance(line[place], float)]
        row.append(round(float(pd.Series(numbers).median()), 1) if len(numbers) > 5 else None)
    return row


def _in_notation(grid: Grid, tailor: Tailor) -> Grid:
    return replace(grid, rows=[[_shown(cell, tailor) for cell in row] for row in grid.rows])


def _shown(cell: Cell, tailor: Tailor) -> Cell:
    """A cell in the costume's notation."""
    form, missing = tailor.worn.get("dates", ""), tailor.worn["missing"]
    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        return missing if missing in garments.NOT_APPLICABLE else None
    if isinstance(cell, date) and form in garments.DATE_FORMS:
        return garments.DATE_FORMS[form](cell, tailor.words)
    return cell


def _file(*grids: Grid, worn: Worn) -> tuple[str, bytes]:
    kind, name = worn["file"], grids[0].name
    if kind == "XLSX":
        return f"{name}.xlsx", workbook(grids)
    if kind == "ODS":
        return f"{name}.ods", open_document(grids)
    if kind in choosing.STATISTICAL:
        return f"{name}.{kind.lower()}", statistical(grids[0], kind.lower())

    def text(cell: Cell) -> str:
        if isinstance(cell, float):
            return garments.written(cell, worn.get("decimal mark", "."))
        return "" if cell is None else str(cell)

    separator = "\t" if kind == "TSV" else worn["separator"]
    content = delimited(grids[0], separator=separator, encoding=worn["encoding"], written=text)
    return f"{name}.{'txt' if worn['layout'] == choosing.PORTAL else kind.lower()}", content
