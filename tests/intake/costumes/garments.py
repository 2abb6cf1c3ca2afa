"""The garments: each one small way in which sheets of the same patients differ."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tests.intake.costumes.wording import Wording

Cell = str | int | float | date | None
"""One cell as the clinician means it; `None` is blank."""

DAYS: Final = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
DECIMALS: Final = {"days": 0, "weeks": 1, "months": 1, "years": 3}

# -- dates ------------------------------------------------------------------------------------

DATE_FORMS: Final[dict[str, Callable[[date, Wording], str]]] = {
    "2018-03-14": lambda day, _: day.isoformat(),
    "14/03/2018": lambda day, _: f"{day:%d/%m/%Y}",
    "14.03.2018": lambda day, _: f"{day:%d.%m.%Y}",
    "14-03-2018": lambda day, _: f"{day:%d-%m-%Y}",
    "14/3/18": lambda day, _: f"{day.day}/{day.month}/{day:%y}",
    "14.3.2018": lambda day, _: f"{day.day}.{day.month}.{day.year}",
    "14 Mar 2018": lambda day, words: f"{day.day} {words.months_short[day.month - 1]} {day.year}",
    "14-Mar-2018": lambda day, words: f"{day:%d}-{words.months_short[day.month - 1]}-{day.year}",
    "2018/03/14": lambda day, _: f"{day:%Y/%m/%d}",
    "20180314": lambda day, _: f"{day:%Y%m%d}",
    "2018-03-14 00:00:00": lambda day, _: f"{day:%Y-%m-%d} 00:00:00",
    "3/14/2018": lambda day, _: f"{day.month}/{day.day}/{day.year}",
}
AMERICAN: Final = "3/14/2018"
DAY_AND_MONTH_LOOK_ALIKE: Final = ("14/03/2018", "14-03-2018", "14.3.2018", "14/3/18")

# -- numbers ----------------------------------------------------------------------------------


def counted(months: float, unit: str) -> float:
    """Months in another unit, rounded as people round them."""
    return round(months * DAYS["months"] / DAYS[unit], DECIMALS[unit])


def back_in_months(number: float, unit: str) -> float:
    """What `counted` left of the months."""
    return number * DAYS[unit] / DAYS["months"]


def written(number: float, mark: str) -> str:
    """A number as text."""
    text = f"{number:g}" if number != round(number) else f"{number:.0f}"
    return text.replace(".", mark)


UNIT_PLACES: Final[dict[str, Callable[[str, str], str]]] = {
    "PFS (months)": lambda header, unit: f"{header} ({unit})",
    "PFS [months]": lambda header, unit: f"{header} [{unit}]",
    "PFS, months": lambda header, unit: f"{header}, {unit}",
    "PFS months": lambda header, unit: f"{header} {unit}",
    "12.3 months": lambda header, unit: header,
}
UNIT_IN_CELLS: Final = "12.3 months"

# -- headers ----------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Letters without accents, as in a variable's name."""
    text = text.replace("ł", "l").replace("Ł", "L").replace("ß", "ss").replace("°", "")
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def snake(header: str) -> str:
    """A header as a variable's name: ``data_inizio``."""
    return re.sub(r"[^0-9a-z]+", "_", plain(header).lower()).strip("_") or "v"


HEADER_STYLES: Final[dict[str, Callable[[str], str]]] = {
    "as written": lambda header: header,
    "UPPER CASE": str.upper,
    "snake_case": snake,
    "lower case": str.lower,
    "spaces around": lambda header: f" {header} ",
    "a colon behind": lambda header: f"{header}:",
}

# -- events -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """How an event and its absence are written, and the header over them."""

    header: str
    event: Cell
    none: Cell


def _yes_no(words: Wording, chance: random.Random) -> tuple[str, str]:
    yes, no = words.values["yes"]["yes"], words.values["yes"]["no"]
    place = chance.randrange(min(len(yes), len(no)))
    return yes[place], no[place]


def _coded_yes_no(words: Wording, end: str, chance: random.Random) -> Coding:
    yes, no = _yes_no(words, chance)
    header = chance.choice(words.headers[f"{end}_event"])
    if len(yes) == 1:
        header += f" ({yes}/{no})"
    return Coding(header=header, event=yes, none=no)


def _coded_numbers(words: Wording, end: str, chance: random.Random) -> Coding:
    return Coding(header=chance.choice(words.headers[f"{end}_event"]), event=1, none=0)


def _coded_legend(words: Wording, end: str, chance: random.Random) -> Coding:
    yes, no = words.values["yes"]["yes"][0], words.values["yes"]["no"][0]
    header, other = chance.choice(words.headers[f"{end}_event"]), chance.choice([0, 2])
    legend = f"0={no}, 1={yes}" if other == 0 else f"1={yes}, 2={no}"
    return Coding(header=f"{header} ({legend})", event=1, none=other)


def _coded_words(words: Wording, end: str, chance: random.Random) -> Coding:
    if end == "os":
        pair = words.values["vital"]
        header = chance.choice(words.headers["vital"])
        return Coding(
            header=header, event=chance.choice(pair["dead"]), none=chance.choice(pair["alive"])
        )
    pair = words.values[f"{end}_words"]
    header = words.headers[f"{end}_event"][0]
    return Coding(header=header, event=chance.choice(pair["yes"]), none=chance.choice(pair["no"]))


def _coded_true_false(words: Wording, end: str, chance: random.Random) -> Coding:
    return Coding(header=chance.choice(words.headers[f"{end}_event"]), event="TRUE", none="FALSE")


EVENT_CODINGS: Final[dict[str, Callable[[Wording, str, random.Random], Coding]]] = {
    "1 and 0": _coded_numbers,
    "yes and no": _coded_yes_no,
    "codes with a legend": _coded_legend,
    "words of the outcome": _coded_words,
    "TRUE and FALSE": _coded_true_false,
    "12+ is censored": _coded_yes_no,
}
PLUS: Final = "12+ is censored"

# -- words ------------------------------------------------------------------------------------


def spelling(choices: Mapping[str, Sequence[str]], chance: random.Random) -> dict[str, str]:
    """One way to write each word; the same way throughout, where there are as many."""
    place = chance.randrange(max(map(len, choices.values())))
    return {word: ways[min(place, len(ways) - 1)] for word, ways in choices.items()}


NOT_APPLICABLE: Final = frozenset(
    {
        "NA",
        "n/a",
        "-",
        "nd",
        "ND",
        "n.d.",
        "n.a.",
        "k.A.",
        "k. A.",
        "s/d",
        "b.d.",
        "bd",
        "nvt",
        "nie dotyczy",
        "brak danych",
        "n.b.",
        "NB",
        "no consta",
    }
)
"""Marks that people put where there is no date to give, too."""
