"""A seed to a costume: one of the known cohorts in clothes chosen at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import pandas as pd

from tests.intake.costumes import garments
from tests.intake.costumes.cohorts import COHORTS, DATES, KnownCohort, known_cohort, with_early_days
from tests.intake.costumes.garments import Cell, Coding
from tests.intake.costumes.layouts import (
    Column,
    as_adam,
    as_cbioportal,
    as_redcap,
    as_repeated_columns,
    as_two_tables,
)
from tests.intake.costumes.wording import LANGUAGES, Wording
from tests.intake.costumes.writing import Grid, delimited, open_document, statistical, workbook

TRUTH: Final = ("pfs_months", "pfs_event", "rfs_months", "rfs_event", "os_months", "os_event", "best_response")


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
        What the files say of each line: its patient's label, its number, and `TRUTH`, with ``None``
        for what they do not say.
    must_ask : str
        What they leave open on purpose; empty where nothing.
    """

    seed: int
    garments: dict[str, str]
    files: tuple[tuple[str, bytes], ...]
    truth: pd.DataFrame
    must_ask: str = ""


LEFT_OPEN: Final = (
    "days and months that look alike",
    "half the dates turned round",
    "codes without words",
    "no unit anywhere",
    "no stage",
    "a cross, or nothing",
    "death of the disease",
)
"""What some costumes leave open: a question is right there."""

SHARE_LEFT_OPEN: Final = 0.1


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
    return _Tailor(seed=seed, chance=chance, cohort=cohort, must_ask=left_open).costume()


class _Tailor:
    """Chooses garments one after the other, each among those that go with the ones before."""

    def __init__(
        self, *, seed: int, chance: random.Random, cohort: KnownCohort, must_ask: str
    ) -> None:
        self.seed, self.chance, self.must_ask = seed, chance, must_ask
        self.cohort = with_early_days(cohort) if must_ask == LEFT_OPEN[0] else cohort
        self.worn = {"cohort": cohort.name}
        self.frame = self.cohort.frame.copy()
        self.truth = self._blank_truth()

    # -- choosing -----------------------------------------------------------------------------

    def pick(self, kind: str, choices: Sequence[str], weights: Sequence[float] | None = None) -> str:
        self.worn[kind] = self.chance.choices(list(choices), weights)[0]
        return self.worn[kind]

    def word(self, concept: str) -> str:
        return self.chance.choice(self.words.headers[concept])

    def costume(self) -> Costume:
        self._choose()
        columns = self._columns()
        files = self._files(columns)
        return Costume(
            seed=self.seed,
            garments=self.worn | ({"left open": self.must_ask} if self.must_ask else {}),
            files=tuple(files),
            truth=self.truth,
            must_ask=self.must_ask,
        )

    def _choose(self) -> None:
        single = self.cohort.has_one_line_each
        asks = self.must_ask
        layouts = ["one row per line"] * 6 + ["two files", "two sheets", "REDCap", "REDCap with dictionary"]
        layouts += ["cBioPortal", "ADaM", "ADaM"] if single else ["repeated columns"] * 3
        layout = self.pick("layout", ["one row per line"] if asks else layouts)
        language = "en" if layout in ("cBioPortal", "ADaM") else self.chance.choice(list(LANGUAGES))
        self.worn["language"] = language
        self.words: Wording = LANGUAGES[language]
        self._choose_file_kind(layout)
        self._choose_statement(layout)
        self._choose_notation(layout)
        self.pick("headers", list(garments.HEADER_STYLES), [6, 1, 1, 1, 1, 1])
        if self.worn["file"] in ("SAV", "DTA", "XPT"):
            self.worn["headers"] = self.chance.choice(["names and labels", "v1, v2 and labels"])
        elif layout in ("REDCap", "REDCap with dictionary"):
            self.worn["headers"] = "snake_case"
        self._choose_rows(layout)

    def _choose_file_kind(self, layout: str) -> None:
        kinds = ["CSV"] * 5 + ["TSV", "XLSX", "XLSX", "XLSX", "ODS"]
        if layout == "one row per line" and not self.must_ask:
            kinds += ["SAV", "DTA", "XPT"]
        if layout == "two sheets":
            kinds = ["XLSX", "XLSX", "ODS"]
        elif layout.startswith("REDCap"):
            kinds = ["CSV"]
        elif layout == "cBioPortal":
            kinds = ["TSV"]
        elif layout == "ADaM":
            kinds = ["CSV", "XPT"]
        if self.must_ask == LEFT_OPEN[1]:
            kinds = ["XLSX"]
        elif self.must_ask == LEFT_OPEN[0]:
            kinds = ["CSV"]
        kind = self.pick("file", kinds)
        if kind == "CSV" and layout == "one row per line":
            self.pick("separator", [",", ";", "|"], [5, 4, 1])
        elif kind == "CSV":
            self.pick("separator", [","] if layout in ("ADaM",) else [",", ";"])
        if kind in ("CSV", "TSV"):
            ours = ["utf-8"] if layout in ("ADaM", "cBioPortal") else ["utf-8", "utf-8-sig", *self.words.encodings, "utf-16"]
            self.pick("encoding", ours)

    def _choose_statement(self, layout: str) -> None:
        if layout in ("cBioPortal", "ADaM"):
            self.worn["outcomes"] = "times and events"
            return
        stated = ["times and events"] * 4 + [*garments.DATES_STATED, "times and dates"]
        asks = self.must_ask
        if asks in (LEFT_OPEN[0], LEFT_OPEN[1], "no stage"):
            stated = [garments.DATES_STATED[0]]
        elif asks == "codes without words":
            stated = ["last contact and vital status", "times and events"]
        elif asks:
            stated = ["times and events"]
        self.pick("outcomes", stated)

    def _choose_notation(self, layout: str) -> None:
        text = self.worn["file"] in ("CSV", "TSV")
        if self.worn["file"] in ("SAV", "DTA", "XPT") or (layout == "ADaM"):
            self.worn["dates"] = "2018-03-14" if text else "a date of the program"
        elif layout.startswith("REDCap"):
            self.worn["dates"] = "2018-03-14"
        elif layout != "cBioPortal":
            forms = [f for f in garments.DATE_FORMS if f != garments.AMERICAN or self.worn["language"] == "en"]
            if self.must_ask == LEFT_OPEN[0]:
                forms = list(garments.DAY_AND_MONTH_LOOK_ALIKE)
            self.pick("dates", forms if text else [*forms, *["a date of the program"] * len(forms)])
            if self.must_ask == LEFT_OPEN[1]:
                self.worn["dates"] = "a date of the program"
        if layout in ("cBioPortal", "ADaM"):
            self.worn |= {"unit": "months" if layout == "cBioPortal" else self.chance.choice(["days", "months"])}
        else:
            self.pick("unit", list(garments.DAYS), [2, 1, 6, 1])
            self.pick("place of the unit", list(garments.UNIT_PLACES))
            if self.must_ask == "no unit anywhere":
                self.worn["unit"] = self.chance.choice(["days", "months"])
                self.worn["place of the unit"] = "nowhere"
        comma = text and layout not in ("cBioPortal", "ADaM") and self.worn["language"] != "en"
        marks = [","] if comma and self.worn.get("separator") != "," else ["."]
        self.worn["decimal mark"] = self.chance.choice([*marks, "."] if comma else marks)
        self.pick("missing", ["blank", "blank", *self.words.missing])
        codings = list(garments.EVENT_CODINGS)
        if self.must_ask == "no unit anywhere" or self.worn["file"] in ("SAV", "DTA", "XPT"):
            codings.remove(garments.PLUS)
        self.pick("events", codings)
        if layout == "cBioPortal":
            self.worn["events"] = "1:DECEASED"
        elif layout == "ADaM":
            self.worn["events"] = "CNSR"
        elif self.must_ask == "codes without words":
            self.worn["events"] = "1 and 0"
        elif self.must_ask == "a cross, or nothing":
            self.worn["events"] = "x or blank"
        elif self.must_ask == "death of the disease":
            self.worn["events"] = "yes and no"
        if self.worn["outcomes"] in garments.DATES_STATED[:1]:
            del self.worn["events"]
        if self.worn["outcomes"] in garments.DATES_STATED:
            self.worn.pop("place of the unit", None)
            self.worn.pop("unit", None)
            self.worn.pop("decimal mark", None)

    def _choose_rows(self, layout: str) -> None:
        plain = layout == "one row per line" and self.worn["file"] not in ("SAV", "DTA", "XPT")
        free = plain and not self.must_ask
        rows = ["none"] * 4
        if plain or layout == "repeated columns":
            rows += ["title above", "footnote below", "title and footnote", "total row"]
        self.pick("other rows", rows)
        cells = ["none"] * 4
        if free and not self.cohort.has_one_line_each:
            cells += ["patient on the first row only"]
            if self.worn["file"] == "XLSX":
                cells += ["patient merged over the lines"] * 2
        if free and self.worn["file"] == "XLSX" and self.worn["outcomes"] == "times and events":
            cells += ["two header rows, the upper merged"] * 2
        self.pick("cells", cells)
        if self.worn["cells"].startswith("two header"):
            self.worn["headers"] = "as written"
        own = ["none", "none", "ECOG and comments"]
        if plain:
            own += ["a nameless first column of row numbers", "names and birthdays"]
        self.pick("other columns", own)
        if free and self.worn["cells"] == "none" and self.chance.random() < 0.3:
            self.worn["order"] = "shuffled"
        else:
            self.worn["order"] = "as entered"

    # -- truth --------------------------------------------------------------------------------

    def _blank_truth(self) -> pd.DataFrame:
        """The lines; one or two responses were never recorded."""
        if self.chance.random() < 0.5:
            for place in self.chance.sample(range(len(self.frame)), 2):
                self.frame.loc[self.frame.index[place], "best_response"] = None
        return self.frame[["patient_id", "line_number", *TRUTH]].astype(object).where(
            lambda cells: cells.notna(), None
        )

    # -- columns ------------------------------------------------------------------------------

    def _columns(self) -> list[Column]:
        words, frame = self.words, self.frame
        columns = [Column(concept="patient", header=self.word("patient"), cells=list(frame["patient_id"]), of_patient=True)]
        columns += [
            self._spelt("sex", "sex", of_patient=True),
            Column(concept="age", header=self.word("age"), cells=list(frame["age_years"])),
        ]
        if self.must_ask != "no stage":
            columns.append(self._spelt("stage", "stage"))
        if "alk_status" in frame:
            columns.append(self._spelt("marker", "alk_status", of_patient=True))
        for name in self.cohort.own:
            header = {"fusion": "NAB2-STAT6", "tumour_size_cm": "Size (cm)", "ecog": "ECOG"}[name]
            columns.append(Column(concept=name, header=header, cells=list(frame[name])))
        columns.append(Column(concept="regimen", header=self.word("regimen"), cells=list(frame["regimen"])))
        columns += self._line_columns()
        columns.append(self._response())
        columns += self._outcomes()
        columns += self._own_columns()
        return columns

    def _spelt(self, concept: str, name: str, *, of_patient: bool = False) -> Column:
        key = {"sex": "sex", "stage": "stage", "marker": "marker"}[concept]
        spelt = garments.spelling(self.words.values[key], self.chance)
        if self.worn["missing"] in spelt.values():
            self.worn["missing"] = "blank"
        cells = [spelt.get(value) for value in self.frame[name]]
        return Column(concept=concept, header=self.word(concept), cells=cells, of_patient=of_patient, labelled=True)

    def _line_columns(self) -> list[Column]:
        columns = []
        has_dates = self.worn["outcomes"] != "times and events"
        if not self.cohort.has_one_line_each or self.chance.random() < 0.5:
            cells: list[Cell] = list(self.frame["line_number"])
            columns.append(Column(concept="line", header=self.word("line"), cells=cells))
        if has_dates or self.chance.random() < 0.3:
            columns.append(Column(concept="start", header=self.word("start"), cells=list(self.frame["start_date"])))
        return columns

    def _response(self) -> Column:
        ways = self.words.values["response"]
        place = self.chance.randrange(3)
        if self.worn["layout"] in ("ADaM", "cBioPortal"):
            place = 0
        style = ("CR, PR, SD, PD", "the language's letters or words", "the language's words")[place]
        self.worn["responses"] = style
        spelt = {code: words[min(place, len(words) - 1)] for code, words in ways.items()}
        if self.worn["missing"] in spelt.values():
            self.worn["missing"] = "blank"
        cells = [None if value is None or pd.isna(value) else spelt[value] for value in self.frame["best_response"]]
        return Column(concept="response", header=self.word("response"), cells=cells, labelled=True)

    def _outcomes(self) -> list[Column]:
        stated = self.worn["outcomes"]
        columns: list[Column] = []
        if stated in ("times and events", "times and dates"):
            columns += self._times()
        if stated != "times and events":
            columns += self._dates(stated)
        return columns

    def _dates(self, stated: str) -> list[Column]:
        frame, extents = self.frame, self.cohort.extents
        concept = "event_date" if len(extents) == 2 else "progression_date" if "pfs" in extents else "recurrence_date"
        columns = [Column(concept="progression", header=self.word(concept), cells=list(frame["progression_date"]))]
        if stated in ("times and dates", garments.DATES_STATED[0]):
            columns.append(Column(concept="death", header=self.word("death_date"), cells=list(frame["death_date"]), of_patient=True))
            columns.append(Column(concept="last", header=self.word("last"), cells=list(frame["last_followup_date"]), of_patient=True))
            return columns
        columns.append(Column(concept="last", header=self.word("last_or_death"), cells=list(frame["last_followup_date"]), of_patient=True))
        died = [day is not None and not pd.isna(day) for day in frame["death_date"]]
        if stated == garments.DATES_STATED[2]:
            self.worn["events"] = "DOD, AWD, NED"
            words = garments.spelling(self.words.values["disease"], self.chance)
            progressed = [day is not None and not pd.isna(day) for day in frame["progression_date"]]
            by_patient = pd.Series(progressed).groupby(list(frame["patient_id"])).transform("any")
            cells: list[Cell] = [
                words["dead"] if dead else words["alive"] if ill else words["free"]
                for dead, ill in zip(died, by_patient, strict=True)
            ]
            columns.append(Column(concept="os_event", header=self.word("disease_status"), cells=cells, of_patient=True))
        else:
            coding = self._coding("os")
            cells = [coding.event if dead else coding.none for dead in died]
            columns.append(Column(concept="os_event", header=coding.header, cells=cells, of_patient=True, labelled=True))
        return columns

    def _coding(self, end: str) -> Coding:
        if self.must_ask == "codes without words" and end == "os":
            event, none = self.chance.choice([(1, 0), (1, 2), (2, 1), (0, 1)])
            return Coding(header=self.word("vital"), event=event, none=none)
        if self.must_ask == "a cross, or nothing":
            return Coding(header=self.word(f"{end}_event"), event="x", none=None)
        if self.must_ask == "death of the disease" and end == "os":
            coding = garments.EVENT_CODINGS["yes and no"](self.words, end, self.chance)
            header = {
                "en": "Died of disease", "it": "Morto per malattia", "fr": "Décès lié à la maladie",
                "de": "Tumorbedingter Tod", "es": "Muerte por la enfermedad",
                "nl": "Overleden aan ziekte", "pl": "Zgon z powodu choroby",
            }[self.worn["language"]]  # fmt: skip
            return replace(coding, header=header)
        return garments.EVENT_CODINGS[self.worn["events"]](self.words, end, self.chance)

    def _times(self) -> list[Column]:
        columns: list[Column] = []
        layout = self.worn["layout"]
        ends = [end for end in ("pfs", "rfs") if end in self.cohort.extents]
        os_of_patient = layout in ("repeated columns", "two files", "two sheets") or layout.startswith("REDCap")
        os_of_patient = os_of_patient and self.worn["outcomes"] == "times and events"
        state = self.chance.getstate()
        for end in [*ends, "os"]:
            self.chance.setstate(state)
            columns += self._time_and_event(end, of_patient=os_of_patient and end == "os")
        if os_of_patient:
            first = ~self.truth["patient_id"].duplicated()
            for name in ("os_months", "os_event"):
                self.truth[name] = self.truth[name].where(first, None)
        return columns

    def _time_and_event(self, end: str, *, of_patient: bool) -> list[Column]:
        frame, unit, place = self.frame, self.worn["unit"], self.worn.get("place of the unit", "")
        unit_word = self.chance.choice(self.words.units[unit])
        header = self.word(end)
        if place in garments.UNIT_PLACES:
            header = garments.UNIT_PLACES[place](header, unit_word)
        numbers = [None if pd.isna(m) else garments.counted(m, unit) for m in frame[f"{end}_months"]]
        self.truth[f"{end}_months"] = [
            None if number is None else garments.back_in_months(number, unit) for number in numbers
        ]
        events = [None if pd.isna(e) else bool(e) for e in frame[f"{end}_event"]]
        words_only = self.worn["events"] == "words of the outcome" and end != "os"
        if words_only and not self._os_is_by_line():
            coding = garments.EVENT_CODINGS["yes and no"](self.words, end, self.chance)
        else:
            coding = self._coding(end) if self.worn["layout"] not in ("cBioPortal", "ADaM") else Coding(header="", event=1, none=0)
        if words_only and self._os_is_by_line():
            happened = [day is not None and not pd.isna(day) for day in frame["progression_date"]]
            events = [e if e is None else h for e, h in zip(events, happened, strict=True)]
        cells: list[Cell] = list(numbers)
        if self.worn["events"] == garments.PLUS:
            mark = self.worn.get("decimal mark", ".")
            cells = [
                None if number is None else garments.written(number, mark) + ("" if event else "+")
                for number, event in zip(numbers, events, strict=True)
            ]
        elif place == garments.UNIT_IN_CELLS:
            mark = self.worn.get("decimal mark", ".")
            cells = [None if n is None else f"{garments.written(n, mark)} {unit_word}" for n in numbers]
        if self.worn["events"] == garments.PLUS and place == garments.UNIT_IN_CELLS:
            header = f"{header} ({unit_word})"
            self.worn["place of the unit"] = "PFS (months)"
        flags: list[Cell] = [None if e is None else coding.event if e else coding.none for e in events]
        return [
            Column(concept=f"{end}_months", header=header, cells=cells, of_patient=of_patient, group=end),
            Column(concept=f"{end}_event", header=coding.header, cells=flags, of_patient=of_patient, labelled=True, group=end),
        ]

    def _os_is_by_line(self) -> bool:
        return self.worn["layout"] in ("one row per line",)

    def _own_columns(self) -> list[Column]:
        n, own = len(self.frame), self.worn["other columns"]
        columns: list[Column] = []
        if own == "ECOG and comments":
            if "ecog" not in self.cohort.own:
                columns.append(Column(concept="ecog", header=self.word("ecog"), cells=[self.chance.randint(0, 2) for _ in range(n)]))
            texts = ["", "", "-", "cf. 2nd opinion", "3 x 4 cm"]
            columns.append(Column(concept="comment", header=self.word("comment"), cells=[self.chance.choice(texts) or None for _ in range(n)]))
        return columns

    # -- files --------------------------------------------------------------------------------

    def _files(self, columns: list[Column]) -> list[tuple[str, bytes]]:
        layout = self.worn["layout"]
        if layout == "ADaM":
            return [self._file(grid) for grid in as_adam(columns, self.frame, self.worn, self.chance, self.truth)]
        if layout == "cBioPortal":
            return [self._file(grid) for grid in as_cbioportal(columns, self.frame, self.worn, self.truth)]
        if layout.startswith("REDCap"):
            grids = as_redcap(columns, self.frame, self.worn, self._shown)
            return [self._file(grid) for grid in grids]
        style = garments.HEADER_STYLES.get(self.worn["headers"], str)
        columns = [replace(column, header=style(column.header)) for column in columns]
        if layout in ("two files", "two sheets"):
            grids = as_two_tables(columns, self.frame)
            grids = [replace(grid, rows=[list(map(self._shown, row)) for row in grid.rows]) for grid in grids]
            if layout == "two sheets":
                return [self._file(*grids)]
            return [self._file(grid) for grid in grids]
        if layout == "repeated columns":
            grid = as_repeated_columns(columns, self.frame, self.words, self.chance, self.worn)
        else:
            grid = self._one_row_per_line(columns)
        grid = replace(grid, rows=[[self._shown(cell) for cell in row] for row in grid.rows])
        return [self._file(self._with_other_rows(grid))]

    def _one_row_per_line(self, columns: list[Column]) -> Grid:
        if self.worn["file"] in ("SAV", "DTA", "XPT"):
            return self._variables(columns)
        order = list(range(len(self.frame)))
        if self.worn["order"] == "shuffled":
            self.chance.shuffle(order)
        if self.must_ask == LEFT_OPEN[1]:
            columns = [_half_turned(column) for column in columns]
        if self.worn["other columns"] == "names and birthdays":
            columns = _with_persons(columns, self.chance)
        elif self.worn["other columns"].startswith("a nameless"):
            numbers: list[Cell] = list(range(1, len(order) + 1))
            columns = [Column(concept="row", header="", cells=numbers), *columns]
        rows: list[list[Cell]] = [[column.cells[place] for column in columns] for place in order]
        header: list[list[Cell]] = [[column.header for column in columns]]
        merged: list[tuple[int, int, int, int]] = []
        patient = next(i for i, column in enumerate(columns) if column.concept == "patient")
        labels = [row[patient] for row in rows]
        later = [place > 0 and labels[place] == labels[place - 1] for place in range(len(rows))]
        cells = self.worn["cells"]
        if cells.startswith("patient"):
            for place, is_later in enumerate(later):
                if is_later:
                    rows[place][patient] = None
        if cells == "patient merged over the lines":
            starts = [place for place, is_later in enumerate(later) if not is_later]
            for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
                if end - start > 1:
                    merged.append((start + 1, patient, end, patient))
        if cells.startswith("two header"):
            header, merged = _two_header_rows(columns, self.words, self.worn)
        return Grid(name="cohort", header=header, rows=rows, merged=merged)

    def _variables(self, columns: list[Column]) -> Grid:
        kind = self.worn["file"]
        names: list[Cell] = []
        labels: dict[str, str] = {}
        value_labels: dict[str, dict[int, str]] = {}
        shown: list[list[Cell]] = []
        for place, column in enumerate(columns, start=1):
            name = garments.snake(column.header)
            name = f"v{place}" if self.worn["headers"].startswith("v1") else name
            name = name[:8].rstrip("_") if kind == "XPT" else name[:30]
            if name in names or not name[0].isalpha():
                name = f"v{place}"
            names.append(name)
            labels[name] = garments.plain(column.header)[:40] if kind == "XPT" else column.header[:60]
            cells = list(column.cells)
            texts = sorted({cell for cell in cells if isinstance(cell, str)})
            if column.labelled and texts and kind != "XPT" and len(texts) < 9:
                self.worn["values"] = "codes with labels"
                codes = {text: number for number, text in enumerate(texts, start=self.chance.choice([0, 1]))}
                value_labels[name] = {number: text for text, number in codes.items()}
                cells = [codes[cell] if isinstance(cell, str) else cell for cell in cells]
            elif kind == "XPT":
                cells = [garments.plain(cell) if isinstance(cell, str) else cell for cell in cells]
            shown.append([None if cell is None or pd.isna(cell) else cell for cell in cells])
        rows: list[list[Cell]] = [list(row) for row in zip(*shown, strict=True)]
        return Grid(name="cohort", header=[names], rows=rows, labels=labels, value_labels=value_labels)

    def _with_other_rows(self, grid: Grid) -> Grid:
        rows, above, below = self.worn["other rows"], [], []
        if rows.startswith("title"):
            above = [[self.words.title], [None]]
        if rows.endswith("footnote") or rows.startswith("footnote"):
            below = [[None], [self.words.footnote]]
        if rows == "total row":
            first = [self.words.total, f"n={len(set(self.frame['patient_id']))}"]
            below = [first]
            if self.chance.random() < 0.5:
                below = [self._mean_row(grid)]
        merged = [(a + len(above), b, c + len(above), d) for a, b, c, d in grid.merged]
        return replace(grid, above=above, below=below, merged=merged)

    def _mean_row(self, grid: Grid) -> list[Cell]:
        row: list[Cell] = [None] * len(grid.header[-1])
        row[0] = self.words.mean
        for place in range(1, len(row)):
            numbers = [line[place] for line in grid.rows if isinstance(line[place], float)]
            if len(numbers) > 5:
                row[place] = self._shown(round(float(pd.Series(numbers).median()), 1))
        return row

    def _shown(self, cell: Cell) -> Cell:
        """A cell in the costume's notation."""
        form, missing = self.worn.get("dates", ""), self.worn["missing"]
        if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
            if self.worn["file"] in ("SAV", "DTA", "XPT") or missing == "blank":
                return None
            return missing if missing in garments.NOT_APPLICABLE else None
        if isinstance(cell, date) and form in garments.DATE_FORMS:
            return garments.DATE_FORMS[form](cell, self.words)
        return cell

    def _text(self, cell: Cell) -> str:
        if cell is None:
            return ""
        if isinstance(cell, float):
            return garments.written(cell, self.worn.get("decimal mark", "."))
        return cell.isoformat() if isinstance(cell, date) else str(cell)

    def _file(self, *grids: Grid) -> tuple[str, bytes]:
        kind, first = self.worn["file"], grids[0]
        if kind == "XLSX":
            return f"{first.name}.xlsx", workbook(grids)
        if kind == "ODS":
            return f"{first.name}.ods", open_document(grids)
        if kind in ("SAV", "DTA", "XPT"):
            return f"{first.name}.{kind.lower()}", statistical(first, kind.lower())
        separator = "\t" if kind == "TSV" else self.worn["separator"]
        encoding = self.worn["encoding"]
        content = delimited(first, separator=separator, encoding=encoding, written=self._text)
        return f"{first.name}.{'txt' if self.worn['layout'] == 'cBioPortal' else kind.lower()}", content


def _half_turned(column: Column) -> Column:
    """Dates that a spreadsheet program took for month/day, the others left as text."""
    if column.concept not in ("start", "progression", "death", "last"):
        return column
    return replace(column, cells=[_half_turned_day(day) for day in column.cells])


def _half_turned_day(day: Cell) -> Cell:
    if not isinstance(day, date):
        return day
    return day.replace(day=day.month, month=day.day) if day.day <= 12 else f"{day:%d/%m/%Y}"


def _with_persons(columns: list[Column], chance: random.Random) -> list[Column]:
    names = ["Rossi", "Müller", "Martin", "de Vries", "Kowalska", "Smith", "García", "Nowak"]
    patient = columns[0]
    of = {label: (chance.choice(names), date(chance.randint(1940, 2004), 5, chance.randint(1, 28))) for label in dict.fromkeys(patient.cells)}
    surnames: list[Cell] = [of[label][0] for label in patient.cells]
    born: list[Cell] = [of[label][1] for label in patient.cells]
    return [
        patient,
        Column(concept="surname", header="Surname", cells=surnames),
        Column(concept="born", header="Date of birth", cells=born),
        *columns[1:],
    ]


def _two_header_rows(
    columns: Sequence[Column], words: Wording, worn: dict[str, str]
) -> tuple[list[list[Cell]], list[tuple[int, int, int, int]]]:
    """"PFS" over its time and its event."""
    upper: list[Cell] = [None] * len(columns)
    lower: list[Cell] = [column.header for column in columns]
    merged = []
    event = {"en": "event", "it": "evento", "fr": "événement", "de": "Ereignis", "es": "evento", "nl": "event", "pl": "zdarzenie"}
    for place, column in enumerate(columns):
        if column.group and column.concept.endswith("_months"):
            upper[place] = column.group.upper()
            lower[place] = words.units[worn["unit"]][0]
            if worn["events"] in ("1 and 0", "TRUE and FALSE"):
                lower[place + 1] = event[worn["language"]]
            merged.append((0, place, 0, place + 1))
    return [upper, lower], merged
