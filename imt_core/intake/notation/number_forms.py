"""The forms in which a spreadsheet writes a number, and what one text says in each of them."""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import time_unit

PERCENT: Final = "%"

_MARKS: Final = str.maketrans(
    {
        "−": "-",
        "–": "-",
        "‒": "-",
        "‐": "-",
        "‑": "-",
        "﹣": "-",
        "－": "-",
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "％": "%",
    }
)
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,15}")
_BOUND: Final = re.compile(r"(?:[<>≤≥]=?|=[<>])(.*)|(.*[0-9%])\s*\+(.*)")
_NUMBER: Final = (
    r"(?P<sign>[+-]?)\s*(?P<digits>(?:[0-9]+|[1-9][0-9]{{0,2}}(?P<apart>[{apart}])[0-9]{{3}}"
    r"(?:(?P=apart)[0-9]{{3}})*)(?:{mark}[0-9]{least})?|{mark}[0-9]+)"
    r"(?P<power>[eE][+-]?[0-9]+)?\s*(?P<unit>%|[^\W\d_].*)?"
)
_WITH_POINT: Final = re.compile(_NUMBER.format(apart=",' ", mark=r"\.", least="*"))
_WITH_COMMA: Final = re.compile(_NUMBER.format(apart=".' ", mark=",", least="+"))

_OTHER_WORDS: Final = {
    PERCENT: "percent|per cent|pct|prozent|por ciento|per cento|pour cent|procent|proc",
    "cycles": "cycle|cycles|ciclo|cicli|ciclos|zyklus|zyklen|cyclus|cycli|cykl|cykle|cykli",
    "years": "years old|y o|anni di eta|anos de edad|jahre alt|jaar oud",
    "mm": "mm",
    "cm": "cm",
    "mg": "mg",
    "kg": "kg",
    "ml": "ml",
}
_UNIT_OF_WORDS: Final = {
    word: unit for unit, words in _OTHER_WORDS.items() for word in words.split("|")
}


class WrittenNumber(NamedTuple):
    """What one text says: the same number twice, unless its mark can mean two things.

    Parameters
    ----------
    with_point, with_comma : float or None
        The number if the decimal mark is a point, or a comma; ``None`` where the text is then no
        number. Always finite.
    unit : str
        The unit written behind it, in English; empty where there is none.
    is_bound : bool
        Whether it is only a limit, such as "more than 60".
    """

    with_point: float | None = None
    with_comma: float | None = None
    unit: str = ""
    is_bound: bool = False


def read_written_number(text: str) -> WrittenNumber:
    """Recognise the form of one number.

    Parameters
    ----------
    text : str

    Returns
    -------
    WrittenNumber

    Examples
    --------
    >>> read_written_number("1.234,5"), read_written_number("1,234")[:2]
    (WrittenNumber(with_point=None, with_comma=1234.5, unit='', is_bound=False), (1234.0, 1.234))
    >>> read_written_number("60 anni").unit, read_written_number("60+").is_bound
    ('years', True)
    >>> read_written_number("inf")
    WrittenNumber(with_point=None, with_comma=None, unit='', is_bound=False)
    """
    bare = text.translate(_MARKS).strip().removeprefix("'")
    if _WHOLE.fullmatch(bare):
        return WrittenNumber(float(bare), float(bare))
    if bound := _BOUND.fullmatch(bare):
        limit = _read_bare(" ".join(part for part in bound.groups() if part).strip())
        return limit._replace(is_bound=limit.with_point is not None or limit.with_comma is not None)
    return _read_bare(bare)


def _read_bare(bare: str) -> WrittenNumber:
    point, unit = _read_with(_WITH_POINT, bare)
    comma, same_unit = _read_with(_WITH_COMMA, bare)
    return WrittenNumber(point, comma, unit or same_unit)


def _read_with(pattern: re.Pattern[str], bare: str) -> tuple[float | None, str]:
    match = pattern.fullmatch(bare)
    if match is None or (match["apart"] and match["power"]):
        return None, ""
    unit = _unit(match["unit"]) if match["unit"] else ""
    if unit is None:
        return None, ""
    digits = match["digits"].replace(match["apart"] or " ", "").replace(",", ".")
    number = float(f"{match['sign']}{digits}{match['power'] or ''}")
    return (number, unit) if math.isfinite(number) else (None, "")


def _unit(words: str) -> str | None:
    if words == PERCENT:
        return PERCENT
    plain = plain_text(words)
    return time_unit(plain) or _UNIT_OF_WORDS.get(plain)
