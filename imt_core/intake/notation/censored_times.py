"""Times that carry a mark of censoring: ``12+``, ``> 12``, ``26 (ongoing)``, NR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import time_unit
from imt_core.intake.notation.number_forms import read_written_number

_BARE: Final = re.compile(r"[0-9]*[.,]?[0-9]*")
_BEYOND: Final = re.compile(r"(?:>=?|≥|=>|⩾)\s*([0-9].*)")
_PLUS: Final = re.compile(r"([0-9][0-9.,' ]*?)\s*([^\W\d_]*)\s*[+＋]\s*([^\W\d_]*\.?)")
_WORDED: Final = re.compile(r"([0-9][0-9.,']*)(.*)")
_MORE_THAN: Final = re.compile(
    r"(?:more than|longer than|at least|over|oltre|piu di|almeno|plus de|au moins|mehr als|uber|"
    r"ueber|mindestens|mas de|al menos|meer dan|minstens|ponad|wiecej niz|co najmniej) "
)
_CENSORED: Final = frozenset(
    (
        *("c", "cens", "censored", "censor", "ongoing", "on going", "still ongoing", "continuing"),
        *("continues", "still on treatment", "on treatment", "not reached", "not yet reached"),
        *("and counting", "no event", "no progression", "without progression", "event free"),
        *("in corso", "ancora in corso", "censurato", "censurata", "senza evento"),
        *("senza progressione", "non raggiunto", "non raggiunta", "non progredito"),
        *("en cours", "toujours en cours", "censure", "censuree", "sans evenement"),
        *("sans progression", "non atteint", "non atteinte", "laufend", "andauernd", "anhaltend"),
        *("noch laufend", "zensiert", "zens", "kein ereignis", "ohne ereignis", "ohne progress"),
        *("nicht erreicht", "en curso", "censurado", "censurada", "sin evento", "sin progresion"),
        *("no alcanzado", "no alcanzada", "lopend", "nog lopend", "gecensureerd", "geen event"),
        *("zonder progressie", "niet bereikt", "w toku", "trwa", "nadal trwa", "cenzurowane"),
        *("cenzurowany", "ocenzurowane", "bez progresji", "bez zdarzenia", "nie osiagnieto"),
    )
)
_NOT_REACHED: Final = frozenset(
    (
        *("nr", "n r", "ne", "n e", "not reached", "not yet reached", "not estimable", "ongoing"),
        *("still ongoing", "non raggiunto", "non raggiunta", "non stimabile", "in corso"),
        *("ancora in corso", "non atteint", "non atteinte", "non estimable", "en cours"),
        *("nicht erreicht", "nicht schatzbar", "laufend", "noch laufend", "no alcanzado"),
        *("no alcanzada", "no estimable", "en curso", "niet bereikt", "niet schatbaar", "lopend"),
        *("nog lopend", "nie osiagnieto", "nie osiagnieta", "w toku", "nadal trwa"),
        *("median not reached", "not attained", "non ancora raggiunto", "non ancora raggiunta"),
        *("pas atteint", "pas atteinte", "non encore atteint", "non encore atteinte"),
        *("noch nicht erreicht", "no alcanzada aun", "aun no alcanzada", "nog niet bereikt"),
        *("aun no alcanzado", "jeszcze nie osiagnieto", "nieosiagniete", "nie osiagniete"),
        *("nieosiagniety", "nieosiagnieta", "no event", "nessun evento", "kein ereignis"),
        *("aucun evenement", "sin evento", "geen event", "brak zdarzenia", "no progression"),
        *("nessuna progressione", "kein progress", "pas de progression", "sin progresion"),
        *("geen progressie", "brak progresji"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CensoredTimes:
    """A column of times without its marks, and where they stood.

    Parameters
    ----------
    cells : pandas.Series of str
        The times alone; empty where a text says that the event was not reached.
    marked : pandas.Series of bool
        Cells with a time that is marked as censored.
    not_reached : tuple of int
        Rows that say that the event was not reached, and give no time.
    """

    cells: pd.Series
    marked: pd.Series
    not_reached: tuple[int, ...]


def read_censored_times(cells: pd.Series) -> CensoredTimes:
    """Part the times of a column from their marks of censoring.

    Parameters
    ----------
    cells : pandas.Series of str

    Returns
    -------
    CensoredTimes

    Examples
    --------
    >>> read = read_censored_times(pd.Series(["12+", "7", "> 24 mesi", "26 (ongoing)", "NR"]))
    >>> read.cells.tolist(), read.marked.tolist(), read.not_reached
    (['12', '7', '24 mesi', '26', ''], [True, False, True, True, False], (4,))
    >>> read_censored_times(pd.Series(["<1", "12 (dead)"])).cells.tolist()
    ['<1', '12 (dead)']
    """
    codes, texts = pd.factorize(cells)
    times = [_time_of(text) for text in texts]
    clean = pd.Series(
        [text if time is None else time for text, time in zip(texts, times, strict=True)],
        dtype=object,
    )
    marked = np.array([bool(time) for time in times], dtype=bool)
    unreached = np.array([time == "" for time in times], dtype=bool)
    return CensoredTimes(
        cells=clean.take(codes).set_axis(cells.index),
        marked=pd.Series(marked[codes], index=cells.index),
        not_reached=tuple(cells.index[unreached[codes]].tolist()),
    )


def without_mark(text: str) -> str:
    """One time alone, empty where the event was not reached; other texts as they are.

    Examples
    --------
    >>> without_mark("12+"), without_mark("12"), without_mark("dead"), without_mark("NR")
    ('12', '12', 'dead', '')
    """
    time = _time_of(text)
    return text if time is None else time


def without_marks(cells: pd.Series) -> pd.Series:
    """The times alone, as `read_censored_times` gives them."""
    return read_censored_times(cells).cells


def _time_of(text: str) -> str | None:
    """A time that is marked as censored, empty where it is not reached; ``None`` without a mark."""
    bare = text.strip()
    if _BARE.fullmatch(bare):
        return None
    plain, time = plain_text(bare), ""
    if plain in _NOT_REACHED:
        return ""
    if beyond := _BEYOND.fullmatch(bare):
        time = beyond[1].rstrip("+ ")
    elif plus := _PLUS.fullmatch(bare):
        time = f"{plus[1]} {plus[2] or plus[3].rstrip('.')}"
    elif _MORE_THAN.match(plain):
        time = re.sub(r"^\D+", "", bare)
    elif worded := _WORDED.fullmatch(bare):
        words = plain_text(worded[2]).split()
        has_unit = " ".join(words) not in _CENSORED and words and time_unit(words[0])
        unit = words.pop(0) if has_unit else ""
        if " ".join(words) in _CENSORED:
            time = f"{worded[1].rstrip('.,')} {unit}"
    return _checked(time)


def _checked(time: str) -> str | None:
    """A time that can be read as one."""
    number = read_written_number(time.strip())
    known = number.with_point if number.with_point is not None else number.with_comma
    return None if known is None or number.is_bound else time.strip()
