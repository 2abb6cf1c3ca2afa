"""The columns of a costume, and what they say of each line."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import pandas as pd

from tests.intake.costumes import choosing, garments
from tests.intake.costumes.choosing import Worn
from tests.intake.costumes.cohorts import KnownCohort
from tests.intake.costumes.garments import Cell, Coding
from tests.intake.costumes.layouts import Column
from tests.intake.costumes.wording import LANGUAGES

TRUTH: Final = (
    "pfs_months",
    "pfs_event",
    "rfs_months",
    "rfs_event",
    "os_months",
    "os_event",
    "best_response",
)
_SPELT: Final = {"sex": "sex", "stage": "stage", "marker": "alk_status"}
_OWN_HEADERS: Final = {"fusion": "NAB2-STAT6", "tumour_size_cm": "Size (cm)", "ecog": "ECOG"}
_COMMENTS: Final = ("", "", "-", "cf. 2nd opinion", "3 x 4 cm")
_SURNAMES: Final = ("Rossi", "Müller", "Martin", "de Vries", "Kowalska", "Smith", "García", "Nowak")
_DIED_OF_DISEASE: Final = {
    "en": "Died of disease",
    "it": "Morto per malattia",
    "fr": "Décès lié à la maladie",
    "de": "Tumorbedingter Tod",
    "es": "Muerte por la enfermedad",
    "nl": "Overleden aan ziekte",
    "pl": "Zgon z powodu choroby",
}


class Tailor:
    """Makes one column after the other, and notes in `truth` what they round or leave out.

    Parameters
    ----------
    chance : random.Random
    cohort : KnownCohort
    worn : dict of str to str
        The garments; what is found out on the way is added.
    left_open : str
    """

    def __init__(
        self, *, chance: random.Random, cohort: KnownCohort, worn: Worn, left_open: str
    ) -> None:
        self.chance, self.cohort, self.worn, self.left_open = chance, cohort, worn, left_open
        self.words = LANGUAGES[worn["language"]]
        self.frame = cohort.frame.copy()
        if chance.random() < 0.5:
            for place in chance.sample(range(len(self.frame)), 2):
                self.frame.loc[self.frame.index[place], "best_response"] = None
        lines = self.frame[["patient_id", "line_number", *TRUTH]].astype(object)
        self.truth = lines.where(lines.notna(), None).assign(os_may_be_empty=False)

    def columns(self) -> list[Column]:
        """Every column of the sheet, in an order in which people enter them."""
        frame, left_open = self.frame, self.left_open
        made = [
            self._column("patient", frame["patient_id"], of_patient=True),
            self._spelt("sex", of_patient=True),
            self._column("age", frame["age_years"]),
        ]
        if left_open != choosing.NO_STAGE:
            made.append(self._spelt("stage"))
        if "alk_status" in frame:
            made.append(self._spelt("marker", of_patient=True))
        made += [
            Column(concept=name, header=_OWN_HEADERS[name], cells=list(frame[name]))
            for name in self.cohort.own
        ]
        made.append(self._column("regimen", frame["regimen"]))
        if not self.cohort.has_one_line_each or self.chance.random() < 0.5:
            made.append(self._column("line", frame["line_number"]))
        if self.worn["outcomes"] != choosing.TIMES or self.chance.random() < 0.3:
            made.append(self._column("start", frame["start_date"]))
        made.append(self._response())
        if self.worn["outcomes"] in (choosing.TIMES, choosing.TIMES_AND_DATES):
            made += self._times()
        if self.worn["outcomes"] != choosing.TIMES:
            made += self._dates()
        return [*made, *self._other_columns()]

    def _word(self, concept: str) -> str:
        return self.chance.choice(self.words.headers[concept])

    def _column(self, concept: str, cells: Sequence[Cell], *, of_patient: bool = False) -> Column:
        header = self._word(concept)
        return Column(concept=concept, header=header, cells=list(cells), of_patient=of_patient)

    def _spelt(self, concept: str, *, of_patient: bool = False) -> Column:
        spelt = garments.spelling(self.words.values[concept], self.chance)
        self._keep_apart(spelt.values())
        column = self._column(concept, self.frame[_SPELT[concept]], of_patient=of_patient)
        cells: list[Cell] = [spelt[str(word)] for word in column.cells]
        return replace(column, cells=cells, labelled=True)

    def _keep_apart(self, words: Sequence[str]) -> None:
        """A mark for what is missing must not be one of the words."""
        if self.worn["missing"] in words:
            self.worn["missing"] = "blank"

    def _response(self) -> Column:
        ways = self.words.values["response"]
        is_standard = self.worn["layout"] in (choosing.ADAM, choosing.PORTAL)
        place = 0 if is_standard else self.chance.randrange(3)
        styles = ("CR, PR, SD, PD", "the language's letters or words", "the language's words")
        self.worn["responses"] = styles[place]
        spelt = {code: words[min(place, len(words) - 1)] for code, words in ways.items()}
        self._keep_apart(list(spelt.values()))
        column = self._column("response", self.frame["best_response"])
        cells: list[Cell] = [None if _is_blank(code) else spelt[str(code)] for code in column.cells]
        return replace(column, cells=cells, labelled=True)

    # Outcomes told by dates -----------------------------------------------------------------------

    def _dates(self) -> list[Column]:
        frame, extents, stated = self.frame, self.cohort.extents, self.worn["outcomes"]
        concept = "recurrence_date" if extents == {"rfs"} else "progression_date"
        ends = self._column(
            "event_date" if len(extents) == 2 else concept, frame["progression_date"]
        )
        ends = replace(ends, concept="progression")
        last = frame["last_followup_date"]
        if stated in (choosing.TIMES_AND_DATES, choosing.DEATH_DATES):
            death = self._column("death_date", frame["death_date"], of_patient=True)
            return [ends, death, self._column("last", last, of_patient=True)]
        return [ends, self._column("last_or_death", last, of_patient=True), self._status()]

    def _status(self) -> Column:
        died = [not _is_blank(day) for day in self.frame["death_date"]]
        if self.worn["outcomes"] == choosing.VITAL_STATUS:
            coding = self._coding("os")
            cells = [coding.event if dead else coding.none for dead in died]
            return Column(
                concept="os_event",
                header=coding.header,
                cells=cells,
                of_patient=True,
                labelled=True,
            )
        words = garments.spelling(self.words.values["disease"], self.chance)
        progressed = self.frame["progression_date"].map(lambda day: not _is_blank(day))
        is_ill = progressed.groupby(self.frame["patient_id"]).transform("any")
        told: list[Cell] = [
            words["dead"] if dead else words["alive"] if ill else words["free"]
            for dead, ill in zip(died, is_ill, strict=True)
        ]
        return replace(self._column("disease_status", told, of_patient=True), concept="os_event")

    # Outcomes told by times -----------------------------------------------------------------------

    def _times(self) -> list[Column]:
        layout = self.worn["layout"]
        of_patient = self.worn["outcomes"] == choosing.TIMES and layout in (
            choosing.WIDE,
            choosing.TWO_FILES,
            choosing.TWO_SHEETS,
            choosing.REDCAP,
            choosing.CODED_REDCAP,
        )
        if of_patient:  # Survival is said once, from the first line on.
            self.truth["os_may_be_empty"] = self.truth["patient_id"].duplicated()
        made: list[Column] = []
        same_choices = self.chance.getstate()
        for end in [*(end for end in ("pfs", "rfs") if end in self.cohort.extents), "os"]:
            self.chance.setstate(same_choices)
            made += self._time_and_event(end, of_patient=of_patient and end == "os")
        return made

    def _time_and_event(self, end: str, *, of_patient: bool) -> list[Column]:
        frame, unit = self.frame, self.worn["unit"]
        place, mark = self.worn.get("place of the unit", ""), self.worn.get("decimal mark", ".")
        unit_word = self.chance.choice(self.words.units[unit])
        header = self._word(end)
        if place in garments.UNIT_PLACES:
            header = garments.UNIT_PLACES[place](header, unit_word)
        numbers = [
            None if _is_blank(months) else garments.counted(months, unit)
            for months in frame[f"{end}_months"]
        ]
        rounded = [
            None if number is None else garments.back_in_months(number, unit) for number in numbers
        ]
        self.truth[f"{end}_months"] = pd.Series(rounded, index=self.truth.index, dtype=object)
        coding, events = self._events(end)
        cells: list[Cell] = list(numbers)
        if self.worn["events"] == garments.PLUS or place == garments.UNIT_IN_CELLS:
            behind = f" {unit_word}" if place == garments.UNIT_IN_CELLS else ""
            plus = "+" if self.worn["events"] == garments.PLUS else ""
            cells = [
                None
                if number is None
                else garments.written(number, mark) + ("" if event else plus) + behind
                for number, event in zip(numbers, events, strict=True)
            ]
        flags: list[Cell] = [
            None if event is None else coding.event if event else coding.none for event in events
        ]
        time = Column(concept=f"{end}_months", header=header, cells=cells, group=end)
        flag = Column(
            concept=f"{end}_event", header=coding.header, cells=flags, labelled=True, group=end
        )
        return [replace(column, of_patient=of_patient) for column in (time, flag)]

    def _events(self, end: str) -> tuple[Coding, list[bool | None]]:
        """How events are written, and where they are; words of progression do not tell of death."""
        events = [None if _is_blank(flag) else bool(flag) for flag in self.frame[f"{end}_event"]]
        if self.worn["layout"] in (choosing.PORTAL, choosing.ADAM):
            return Coding(header="", event=1, none=0), events
        if self.worn["events"] != "words of the outcome" or end == "os":
            return self._coding(end), events
        if self.worn["layout"] != choosing.LINES:  # Survival is not beside it to tell of death.
            return garments.EVENT_CODINGS["yes and no"](self.words, end, self.chance), events
        told = [
            None if event is None else not _is_blank(day)
            for event, day in zip(events, self.frame["progression_date"], strict=True)
        ]
        return self._coding(end), told

    def _coding(self, end: str) -> Coding:
        if self.left_open == choosing.BARE_CODES and end == "os":
            event, none = self.chance.choice([(1, 0), (1, 2), (2, 1), (0, 1)])
            return Coding(header=self._word("vital"), event=event, none=none)
        if self.left_open == choosing.CROSSES:
            return Coding(header=self._word(f"{end}_event"), event="x", none=None)
        coding = garments.EVENT_CODINGS[self.worn["events"]](self.words, end, self.chance)
        if self.left_open == choosing.OF_DISEASE and end == "os":
            return replace(coding, header=_DIED_OF_DISEASE[self.worn["language"]])
        return coding

    # Columns that are no data ---------------------------------------------------------------------

    def _other_columns(self) -> list[Column]:
        own, labels = self.worn["other columns"], list(self.frame["patient_id"])
        if own == choosing.OWN:
            notes: list[Cell] = [self.chance.choice(_COMMENTS) or None for _ in labels]
            made = [self._column("comment", notes)]
            if "ecog" not in self.cohort.own:
                grades: list[Cell] = [self.chance.randint(0, 2) for _ in labels]
                made.insert(0, self._column("ecog", grades))
            return made
        if own == choosing.PERSONS:
            of = {
                label: (
                    self.chance.choice(_SURNAMES),
                    date(self.chance.randint(1940, 2004), 5, self.chance.randint(1, 28)),
                )
                for label in dict.fromkeys(labels)
            }
            names, born = ([of[label][place] for label in labels] for place in (0, 1))
            return [
                Column(concept="surname", header="Surname", cells=names),
                Column(concept="born", header="Date of birth", cells=born),
            ]
        return []


def _is_blank(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]
