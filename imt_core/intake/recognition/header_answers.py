"""The letters that a header says its answers are: ``(O/N)``, ``(J/N)``, ``O = oui``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from imt_core.intake.notation.header_text import with_legend_in_brackets
from imt_core.intake.recognition.flag_headers import TURNED, code_direction
from imt_core.intake.recognition.text_meaning import text_key, text_meaning, turned_meaning

_PAIR: Final = re.compile(r"(?<![^\W_])([^\W\d_]+)\s*[/|;,]\s*([^\W\d_]+)(?![^\W_])")
_LEGEND: Final = re.compile(
    r"(?<![^\W_])([^\W\d_]{1,4})\s*[=:]\s*([^\W\d_][^=:;,()\[\]/|]*?)(?=\s*[;,()\[\]/|]|\s+"
    r"(?:and|e|et|und|y|en|i)\s+\w+\s*=|\s+\w{1,4}\s*=|$)"
)
_YES_AND_NO: Final = frozenset(("on", "yn", "jn", "sn", "tn", "tf", "vf", "wf"))
"""Letters of yes and no, in this order: oui, yes, ja, sì, tak, true, vrai, wahr."""
_DEAD_AND_ALIVE: Final = frozenset(("da", "mv", "dv", "dl", "vl", "tl"))
"""Dead and alive, morto and vivo, décédé and vivant, dead and living, verstorben and lebt."""


def answer_meanings(target: str, header: str, texts: Iterable[str]) -> dict[str, str | None]:
    """Tell what letters of a column of flags stand for, where its header says so.

    Parameters
    ----------
    target : str
        A flag.
    header : str
        As in the sheet.
    texts : iterable of str
        All texts of the column.

    Returns
    -------
    dict of str to (str or None)
        For texts that the header explains; ``None`` where it does so in words of unknown meaning,
        or where nobody knows what yes means under it.

    Examples
    --------
    >>> answer_meanings("os_event", "Décès (O/N)", ["O", "N"])
    {'O': '1', 'N': '0'}
    >>> answer_meanings("os_event", "Décès (oui/non)", ["O", "oui"])
    {'O': '1'}
    >>> answer_meanings("os_event", "Vivo (S/N)", ["S"]), answer_meanings("os_event", "Tod", ["J"])
    ({'S': '0'}, {})
    >>> answer_meanings("os_event", "Status (L = lost, D = dead)", ["L", "D", "A"])
    {'L': '0', 'D': '1'}
    """
    header = with_legend_in_brackets(header)
    direction = code_direction(target, header)
    said: dict[str, str | None] = {}
    for pair in _PAIR.findall(header):
        first, second = (_letter(side) for side in pair)
        for one, other in ((first, second), (second, first)):
            if one + other in _YES_AND_NO:
                words = {one: "1", other: "0"}
                turned = direction == "inverted"
                for letter, word in words.items():
                    known = TURNED[word] if turned else word
                    said[letter] = None if direction == "unclear" else known
            elif target == "os_event" and one + other in _DEAD_AND_ALIVE:
                said |= {one: "1", other: "0"}
    for letters, word in _LEGEND.findall(header):
        left, right = (letters, word) if len(letters) <= len(word) else (word, letters)
        meaning = text_meaning(target, right)
        if target.endswith("_event") and (answer := turned_meaning(right)) is not None:
            meaning = {"as written": TURNED[answer], "inverted": answer}.get(direction)
        said[text_key(left)] = meaning
    return {text: said[key] for text in texts if (key := text_key(text)) in said}


def _letter(answer: str) -> str:
    """The letter that a cell may have for an answer: o for oui."""
    key = text_key(answer)
    return key[:1] if len(key) == 1 or turned_meaning(answer) is not None else key
