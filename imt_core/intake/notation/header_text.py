"""The words of a header: without case, accents and punctuation, and the unit of time it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import TimeUnit, time_unit
from imt_core.intake.notation.kept_answers import kept

_UNIT_LETTERS: Final[dict[str, TimeUnit]] = {
    "d": "days",
    "w": "weeks",
    "m": "months",
    "y": "years",
    "a": "years",
    "g": "days",
    "year": "years",
}

_LETTERS_BEHIND: Final = ("d", "j")
_TIMED: Final = {(text.lower(),) for end in ENDPOINTS.values() for text in end.abbreviations}
"""Behind these an m is months; behind others it may be male, or the M of TNM."""
_ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]|(?<=\s)[^\W\d_]\s*/\s*n(?![^\W_])", re.IGNORECASE)
"""What stands in brackets, and the letters of yes and no that a header offers to choose from."""

_CODES_BEHIND: Final = re.compile(
    r"(\w*[^\W\d_])_([0-9])_([^\W\d_]+(?:_[^\W\d_]+)*)_([0-9])_([^\W\d_]+(?:_[^\W\d_]+)*)"
)
_LEGEND: Final = re.compile(r"[0-9]\s*[=:]|[=:]\s*[0-9]")
"""Codes with what they mean: no unit is among their words (German ``an`` is no French year)."""
_ANSWERS_BEHIND: Final = re.compile(r"(\w*[^\W\d_])_([yojstYOJST])_([nN])")

_STOP_TEXT: Final = (
    "of the to from at for in on by a an and or di da del dello della dei delle al alla il lo i "
    "e de du des la le les d l un une au aux der die das dem den von vom zu zum zur im am und el "
    "los las y en por para van het een op bij od do w z na przy nr no num numer"
)
STOP_WORDS: Final = frozenset(_STOP_TEXT.split())
"""Words that do not tell one header from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderWords:
    """A header reduced to its words.

    Parameters
    ----------
    readings : tuple of tuple of str
        The ways to read it, each as plain words in order: without what stands in brackets, with it,
        and with words that only a capital letter parts (``OSMonths``) kept whole.
    unit : {"days", "weeks", "months", "years"} or None
        The unit of time it names, which is not among the words.
    """

    readings: tuple[tuple[str, ...], ...]
    unit: TimeUnit | None


def header_words(header: str, *, unit_of_j: TimeUnit | None = None) -> HeaderWords:
    """Reduce a header to its words and its unit of time.

    Parameters
    ----------
    header : str
        As in the sheet.
    unit_of_j : {"days", "years"} or None
        What a lone ``j`` in brackets or at the end stands for: days (jours) in a French sheet,
        years (Jahre, jaren) in a German or Dutch one; no unit where it is not known.

    Returns
    -------
    HeaderWords

    Examples
    --------
    >>> header_words("Sopravvivenza_globale (mesi)")
    HeaderWords(readings=(('sopravvivenza', 'globale'),), unit='months')
    >>> header_words("bestResponse"), header_words("months").readings
    (HeaderWords(readings=(('best', 'response'), ('bestresponse',)), unit=None), (('months',),))
    >>> header_words("OS (j)").unit, header_words("OS (j)", unit_of_j="days").unit
    (None, 'days')
    >>> header_words("pfs_j", unit_of_j="days"), header_words("OS d").unit
    (HeaderWords(readings=(('pfs',),), unit='days'), 'days')
    >>> header_words("OS_m").unit, header_words("sex_m").unit
    ('months', None)
    """
    return _header_words((header, unit_of_j))


@kept
def _header_words(read: tuple[str, TimeUnit | None]) -> HeaderWords:
    header, unit_of_j = with_legend_in_brackets(read[0]), read[1]
    outside = _ASIDE.sub(" ", header)
    inside = " ".join(re.findall(r"[(\[]([^)\]]*)[)\]]", header))
    letters = _UNIT_LETTERS if unit_of_j is None else {**_UNIT_LETTERS, "j": unit_of_j}
    unit = _bracketed_unit(inside, letters)
    has_legend = _LEGEND.search(inside) is not None
    readings: list[tuple[str, ...]] = []
    spellings = (_split_capitals(outside), _split_capitals(header), outside, header)
    # Without brackets a spelling says the same each time that it is read.
    for text in spellings if inside else dict.fromkeys(spellings):
        words, found = _without_unit(tuple(plain_text(text).split()))
        of_time = words[-1:] == ("m",) and words[:-1] in _TIMED
        if of_time or (len(words) > 1 and words[-1] in _LETTERS_BEHIND):
            words, found = words[:-1], letters.get(words[-1])
        if not has_legend or text in (outside, _split_capitals(outside)):
            unit = unit or found
        if unit and inside and text in (header, _split_capitals(header)):
            words = tuple(w for w in words if letters.get(w) != unit)
        if words and words not in readings:
            readings.append(words)
    return HeaderWords(readings=tuple(readings), unit=unit)


def with_legend_in_brackets(header: str) -> str:
    """Put what a variable's name says of its codes back in brackets.

    Examples
    --------
    >>> with_legend_in_brackets("deceduto_0_no_1_si"), with_legend_in_brackets("progression_o_n")
    ('deceduto (0=no, 1=si)', 'progression (o/n)')
    >>> with_legend_in_brackets("regimen_1"), with_legend_in_brackets("os_event")
    ('regimen_1', 'os_event')
    """
    if found := _CODES_BEHIND.fullmatch(header):
        name, one, said, other, else_said = found.groups()
        return f"{name} ({one}={said.replace('_', ' ')}, {other}={else_said.replace('_', ' ')})"
    if found := _ANSWERS_BEHIND.fullmatch(header):
        return f"{found[1]} ({found[2]}/{found[3]})"
    return header


def significant_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out words such as "of", unless nothing else is there; in alphabetical order.

    Examples
    --------
    >>> significant_words(("date", "of", "death")), significant_words(("no",))
    (('date', 'death'), ('no',))
    """
    return tuple(sorted(w for w in words if w not in STOP_WORDS)) or tuple(sorted(words))


def _split_capitals(text: str) -> str:
    apart = re.sub(r"([a-zà-ÿ])([A-ZÀ-Þ])", r"\1 \2", text)
    return re.sub(r"([A-ZÀ-Þ]+)([A-ZÀ-Þ][a-zà-ÿ]{2})", r"\1 \2", apart)


def _bracketed_unit(inside: str, letters: Mapping[str, TimeUnit]) -> TimeUnit | None:
    words = plain_text(inside).split()
    if len(words) == 1:
        return time_unit(words[0]) or letters.get(words[0])
    return None


def _without_unit(words: tuple[str, ...]) -> tuple[tuple[str, ...], TimeUnit | None]:
    """Words of time are a unit only beside other words."""
    units = {word: unit for word in words if len(word) > 1 and (unit := time_unit(word))}
    if not units:
        return words, None
    rest = tuple(word for word in words if word not in units)
    return (rest, next(iter(units.values()))) if any(map(str.isalpha, rest)) else (words, None)
