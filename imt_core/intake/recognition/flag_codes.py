"""When 1 and 0 in a column of events may be taken as they stand, and when they must be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.missing_texts import is_missing_text
from imt_core.intake.recognition.flag_headers import TURNED, code_direction, header_legend
from imt_core.intake.recognition.text_meaning import text_meaning, turned_meaning

AS_WRITTEN: Final = {"1": "1", "0": "0", "1.0": "1", "0.0": "0"}
"""The texts that a cohort reads as a flag without being told what they mean."""

_CODE: Final = re.compile(r"([+\-−]?[0-9]+(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)


def code_number(text: str) -> float | None:
    """Read a text that is nothing but a number.

    Examples
    --------
    >>> code_number("1.0"), code_number("-9"), code_number("2: dead"), code_number("yes")
    (1.0, -9.0, None, None)
    """
    match = _CODE.fullmatch(text.strip())
    return _number(match.group(1)) if match and not match.group(2) else None


def code_meanings(target: str, header: str, texts: Iterable[str]) -> dict[str, str | None]:
    """Suggest what each code of a column of flags stands for.

    Parameters
    ----------
    target : str
        A flag.
    header : str
        Of the sheet's column.
    texts : iterable of str
        All texts of the column.

    Returns
    -------
    dict of str to (str or None)
        For each text that is a number; ``None`` where it must be asked.

    Notes
    -----
    What the header says of a code decides. Where it says nothing, 1 and 0 are suggested as the
    header's other words have it, but only where they cannot be part of another code: beside 2 or 9,
    or beside an unknown text where one of them is missing, nothing is suggested.

    Examples
    --------
    >>> code_meanings("os_event", "Dead", ["1", "0"]), code_meanings("os_event", "Dead", ["1", "2"])
    ({'1': '1', '0': '0'}, {'1': None, '2': None})
    >>> code_meanings("os_event", "Status (1 = censored, 2 = dead)", ["1", "2", "9"])
    {'1': '0', '2': '1', '9': None}
    """
    texts = tuple(texts)
    legend = header_legend(target, header)
    meanings: dict[float, str | None] = dict(legend.items())
    if _is_binary(target, texts, legend):
        if not legend:
            direction = code_direction(target, header)
            if direction != "unclear":
                meanings = {1.0: "1", 0.0: "0"} if direction == "as written" else {1: "0", 0: "1"}
        elif len(legend) == 1:
            ((code, word),) = legend.items()
            meanings[1 - code] = TURNED.get(word or "")
    numbers = {text: code_number(text) for text in texts}
    return {text: meanings.get(n) for text, n in numbers.items() if n is not None}


def both_codes(target: str, header: str, texts: Iterable[str]) -> dict[str, str]:
    """Tell the meaning of 1 and of 0, for a mapping to hold both although a sheet has only one.

    Parameters
    ----------
    target : str
        A flag.
    header : str
        Of the sheet's column.
    texts : iterable of str
        All texts of the column.

    Returns
    -------
    dict of str to str
        Empty where they must be asked, and where they mean what they say and the sheet has neither.

    Examples
    --------
    >>> both_codes("os_event", "CNSR", ["1"]), both_codes("os_event", "Dead", ["yes"])
    ({'1': '0', '0': '1'}, {})
    """
    texts = tuple(texts)
    if not _is_binary(target, texts, {}):
        return {}
    meant = code_meanings(target, header, (*texts, "1", "0"))
    both = {code: word for code in TURNED if (word := meant[code])}
    written = any(code_number(text) in (0.0, 1.0) for text in texts)
    return both if len(both) == 2 and (written or both != {"1": "1", "0": "0"}) else {}


def bare_codes(
    target: str, header: str, texts: Iterable[str], values: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Tell which texts are a flag as they stand, without a pair in the mapping.

    Parameters
    ----------
    target : str
        Name of a canonical column.
    header : str
        Of the sheet's column.
    texts : iterable of str
        All texts of the column.
    values : iterable of tuple of str
        The pairs of the mapping.

    Returns
    -------
    dict of str to str
        ``AS_WRITTEN``, or nothing where 1 and 0 need pairs of their own: beside other codes, under
        a header that says otherwise, or where the mapping gives one of them another meaning or
        leaves the other out.

    Examples
    --------
    >>> sorted(bare_codes("os_event", "Dead", ["1", "0"], ()))
    ['0', '0.0', '1', '1.0']
    >>> bare_codes("os_event", "Dead", ["1", "2"], ()), bare_codes("os_event", "CNSR", ["1"], ())
    ({}, {})
    """
    if COLUMN_BY_NAME[target].kind != "flag":
        return {}
    values = tuple(values)
    every = (*texts, *(text for text, _ in values))
    paired = {code_number(text): word for text, word in values}
    said = {number: word for number, word in paired.items() if number in (0.0, 1.0)}
    if said not in ({}, {1.0: "1", 0.0: "0"}) or not _is_binary(target, every, {}):
        return {}
    meant = code_meanings(target, header, (*every, "1", "0"))
    as_written = (meant["1"], meant["0"]) == ("1", "0")
    return dict(AS_WRITTEN) if said or as_written else {}


def _is_binary(target: str, texts: tuple[str, ...], legend: dict[int, str | None]) -> bool:
    """Whether 1 and 0 are the only codes of a column, also of those that stand before a word."""
    codes: set[float] = set(legend)
    unknown = False
    bare = {code_number(text) for text in texts} & {0.0, 1.0}
    if len(bare) == 1 and any(_names_a_state(target, text) for text in texts):
        return False  # one code beside words: nobody says which of them it stands for
    for text in texts:
        match = _CODE.fullmatch(text.strip())
        if match is not None:
            number, rest = _number(match.group(1)), match.group(2)
            codes.add(number)
            meaning = text_meaning(target, text) if rest else None
            if meaning is not None and number in (0.0, 1.0) and meaning != f"{number:g}":
                return False
    if not codes <= {0.0, 1.0}:
        return False
    if codes == {1.0}:
        unknown = any(
            text_meaning(target, text) is None and not is_missing_text(text, flagged=True)
            for text in texts
            if code_number(text) is None
        )
    return not unknown


def _names_a_state(target: str, text: str) -> bool:
    """Whether a text says in words, and without a code, what happened; yes and no do not."""
    if _CODE.fullmatch(text.strip()) or turned_meaning(text) is not None:
        return False
    return text_meaning(target, text) is not None


def _number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", "."))
