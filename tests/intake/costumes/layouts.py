"""The same lines laid out as other people lay them out."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from tests.intake.costumes import garments
from tests.intake.costumes.garments import Cell
from tests.intake.costumes.wording import Wording
from tests.intake.costumes.writing import Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a costume.

    Parameters
    ----------
    concept : str
        What it holds.
    header : str
    cells : list of Cell
        One for each line.
    of_patient : bool
        Whether it is said of the patient, so that one cell is enough.
    labelled : bool
        Whether a program for statistics would hold codes with labels.
    group : str
        Of columns under one heading.
    """

    concept: str
    header: str
    cells: list[Cell]
    of_patient: bool = False
    labelled: bool = False
    group: str = ""


def _by_patient(frame: pd.DataFrame) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, label in enumerate(frame["patient_id"]):
        places.setdefault(label, []).append(place)
    return places


_OF_LINE: Final = frozenset(
    ["line", "start", "regimen", "response", "stage", "progression"]
    + [f"{end}_{part}" for end in ("pfs", "rfs", "os") for part in ("months", "event")]
)


def _is_of_line(column: Column) -> bool:
    return column.concept in _OF_LINE and not column.of_patient


def as_two_tables(columns: Sequence[Column], frame: pd.DataFrame) -> list[Grid]:
    """A table of patients, and one of their lines."""
    patient = next(column for column in columns if column.concept == "patient")
    firsts = [places[0] for places in _by_patient(frame).values()]
    of_line = [patient, *(column for column in columns if _is_of_line(column))]
    of_patient = [column for column in columns if not _is_of_line(column)]
    everyone = range(len(frame))
    return [
        Grid(
            name=name,
            header=[[column.header for column in chosen]],
            rows=[[column.cells[place] for column in chosen] for place in places],
        )
        for name, chosen, places in (
            ("patients", of_patient, firsts),
            ("treatments", of_line, everyone),
        )
    ]


def as_repeated_columns(
    columns: Sequence[Column],
    frame: pd.DataFrame,
    words: Wording,
    chance: random.Random,
    worn: dict[str, str],
) -> Grid:
    """One row for each patient, with the columns of a line repeated."""
    word = chance.choice(words.headers["line_word"])
    styles: dict[str, Callable[[str, int], str]] = {
        "regimen 1": lambda header, number: f"{header} {number}",
        "regimen_1": lambda header, number: f"{header}_{number}",
        "L1 regimen": lambda header, number: f"L{number} {header}",
        "regimen (line 1)": lambda header, number: f"{header} ({word} {number})",
        "regimen 1 (unit)": _before_the_unit,
    }
    worn["repeats"] = chance.choice(list(styles))
    numbered = styles[worn["repeats"]]
    of_patient = [column for column in columns if not _is_of_line(column)]
    of_line = [column for column in columns if _is_of_line(column) and column.concept != "line"]
    most = int(frame["line_number"].max())
    header: list[Cell] = [column.header for column in of_patient]
    for number in range(1, most + 1):
        header += [numbered(column.header.strip(), number) for column in of_line]
    rows = []
    numbers = list(frame["line_number"])
    for places in _by_patient(frame).values():
        row: list[Cell] = [column.cells[places[0]] for column in of_patient]
        at = {numbers[place]: place for place in places}
        for number in range(1, most + 1):
            row += [column.cells[at[number]] if number in at else "" for column in of_line]
        rows.append(row)
    return Grid(name="cohort", header=[header], rows=rows)


def _before_the_unit(header: str, number: int) -> str:
    name, bracket, unit = header.partition(" (")
    return f"{name} {number}{bracket}{unit}"


def as_redcap(
    columns: Sequence[Column],
    frame: pd.DataFrame,
    worn: dict[str, str],
    shown: Callable[[Cell], Cell],
) -> list[Grid]:
    """An export of a project with a repeating instrument of treatment lines."""
    patient = next(column for column in columns if column.concept == "patient")
    rest = [column for column in columns if column is not patient]
    of_patient = [column for column in rest if not _is_of_line(column)]
    of_line = [column for column in rest if _is_of_line(column)]
    names = _field_names([*of_patient, *of_line])
    choices = {}
    if worn["layout"] == "REDCap with dictionary":
        worn["values"] = "codes with a dictionary"
        choices = {c.concept: _codes(c.cells) for c in rest if c.labelled and _codes(c.cells)}
    header: list[Cell] = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance"]
    header += [names[column.concept] for column in (*of_patient, *of_line)]

    def cell(column: Column, place: int) -> Cell:
        held = column.cells[place]
        coded = choices.get(column.concept, {})
        return coded[held] if isinstance(held, str) and held in coded else shown(held) or None

    rows: list[list[Cell]] = []
    for label, places in _by_patient(frame).items():
        first: list[Cell] = [
            _unblank(cell(column, places[0]), column.cells[places[0]]) for column in of_patient
        ]
        rows.append([label, "", "", *first, *[None] * len(of_line)])
        for instance, place in enumerate(places, start=1):
            line = [_unblank(cell(column, place), column.cells[place]) for column in of_line]
            rows.append([label, "treatment_lines", instance, *[None] * len(of_patient), *line])
    grids = [Grid(name="PROJECT_DATA", header=[header], rows=rows)]
    if choices:
        grids.append(_dictionary([*of_patient, *of_line], names, choices, len(of_patient)))
    return grids


def _unblank(shown: Cell, held: Cell) -> Cell:
    """Zero is a value."""
    return held if shown is None and held == 0 else shown


def _codes(cells: Sequence[Cell]) -> dict[str, int]:
    texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str))
    return {text: number for number, text in enumerate(sorted(texts), start=1)}


def _field_names(columns: Sequence[Column]) -> dict[str, str]:
    names: dict[str, str] = {}
    for column in columns:
        name = garments.snake(column.header)[:40]
        if name in names.values() or not name[0].isalpha():
            name = f"{name}_{column.concept}".lstrip("_0123456789")
        names[column.concept] = name
    return names


def _dictionary(
    columns: Sequence[Column],
    names: Mapping[str, str],
    choices: Mapping[str, Mapping[str, int]],
    n_of_patient: int,
) -> Grid:
    header: list[Cell] = ["Variable / Field Name", "Form Name", "Section Header", "Field Type"]
    header += ["Field Label", "Choices, Calculations, OR Slider Labels", "Identifier?"]
    rows: list[list[Cell]] = [["record_id", "patient", "", "text", "Record ID", "", ""]]
    for place, column in enumerate(columns):
        coded = choices.get(column.concept)
        listed = " | ".join(f"{code}, {text}" for text, code in (coded or {}).items())
        form = "patient" if place < n_of_patient else "treatment_lines"
        kind = "radio" if coded else "text"
        rows.append([names[column.concept], form, "", kind, column.header, listed, ""])
    return Grid(name="PROJECT_DataDictionary", header=[header], rows=rows)


def as_cbioportal(
    columns: Sequence[Column], frame: pd.DataFrame, worn: dict[str, str], truth: pd.DataFrame
) -> Grid:
    """The clinical file of patients, with its four rows of comments."""
    truth["best_response"] = None
    held = {column.concept: column.cells for column in columns}
    worn["responses"] = "none"
    header: list[Cell] = ["PATIENT_ID", "SEX", "AGE"]
    cells: list[list[Cell]] = [
        held["patient"],
        [{"male": "Male", "female": "Female"}[sex] for sex in frame["sex"]],
        held["age"],
    ]
    words = {
        "os": ("DECEASED", "LIVING"),
        "pfs": ("PROGRESSION", "CENSORED"),
        "dfs": ("Recurred/Progressed", "DiseaseFree"),
    }
    for end in ("os", "pfs", "rfs"):
        if f"{end}_months" not in held:
            continue
        name = "dfs" if end == "rfs" else end
        header += [f"{name}_months".upper(), f"{name}_status".upper()]
        event, none = words[name]
        cells.append(held[f"{end}_months"])
        cells.append([f"1:{event}" if flag else f"0:{none}" for flag in frame[f"{end}_event"]])
    labels: list[Cell] = [f"#{header[0]}", *header[1:]]
    kinds: list[Cell] = [
        "#STRING",
        *["NUMBER" if str(h).endswith(("MONTHS", "AGE")) else "STRING" for h in header[1:]],
    ]
    ranks: list[Cell] = ["#1", *["1"] * (len(header) - 1)]
    rows: list[list[Cell]] = [list(row) for row in zip(*cells, strict=True)]
    above = [labels, labels, kinds, ranks]
    return Grid(name="data_clinical_patient", above=above, header=[header], rows=rows)


def as_adam(
    columns: Sequence[Column],
    frame: pd.DataFrame,
    worn: dict[str, str],
    chance: random.Random,
    truth: pd.DataFrame,
) -> list[Grid]:
    """ADSL and ADTTE, and mostly ADRS."""
    held = {column.concept: column.cells for column in columns}
    labels = held["patient"]
    study = ["IMT01"] * len(labels)
    sex = ["F" if one == "female" else "M" for one in frame["sex"]]
    subjects: list[list[Cell]] = [
        list(row)
        for row in zip(
            study, labels, held["age"], sex, held["regimen"], frame["start_date"], strict=True
        )
    ]
    grids = [
        Grid(
            name="adsl",
            header=[["STUDYID", "USUBJID", "AGE", "SEX", "TRT01A", "TRTSDT"]],
            rows=subjects,
        )
    ]
    worn["unit stated"] = chance.choice(["AVALU", "AVALU", "dates alone"])
    ends = {"pfs": ("PFS", "Progression Free Survival"), "os": ("OS", "Overall Survival")}
    ends["rfs"] = chance.choice(
        [("RFS", "Relapse Free Survival"), ("DFS", "Disease Free Survival")]
    )
    has_unit = worn["unit stated"] == "AVALU"
    header: list[Cell] = ["STUDYID", "USUBJID", "PARAMCD", "PARAM", "AVAL", "CNSR"]
    header += ["AVALU"] if has_unit else ["STARTDT", "ADT"]
    rows: list[list[Cell]] = []
    for end, (code, text) in ends.items():
        if f"{end}_months" not in held:
            continue
        for place, label in enumerate(labels):
            line = frame.iloc[place]
            event = bool(line[f"{end}_event"])
            row: list[Cell] = [
                "IMT01",
                label,
                code,
                text,
                held[f"{end}_months"][place],
                int(not event),
            ]
            row += [worn["unit"].upper()] if has_unit else [line["start_date"], _end(line, end)]
            rows.append(row)
    grids.append(Grid(name="adtte", header=[header], rows=rows))
    if chance.random() < 0.7:
        responses: list[list[Cell]] = [
            ["IMT01", label, "BOR", "Best Overall Response", code]
            for label, code in zip(labels, frame["best_response"], strict=True)
            if code is not None and not pd.isna(code)
        ]
        grids.append(
            Grid(
                name="adrs",
                header=[["STUDYID", "USUBJID", "PARAMCD", "PARAM", "AVALC"]],
                rows=responses,
            )
        )
    else:
        truth["best_response"] = None
        worn["responses"] = "none"
    return [
        replace(
            grid,
            rows=[
                [
                    c if not isinstance(c, date) or worn["file"] == "XPT" else c.isoformat()
                    for c in row
                ]
                for row in grid.rows
            ],
        )
        for grid in grids
    ]


def _end(line: pd.Series, end: str) -> date:
    days = (
        ("death_date", "last_followup_date")
        if end == "os"
        else ("progression_date", "death_date", "last_followup_date")
    )
    return next(line[name] for name in days if isinstance(line[name], date))
