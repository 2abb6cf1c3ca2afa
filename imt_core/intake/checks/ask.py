"""A question with its possible answers, and the answers that a mapping holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

Answers = Mapping[str, str]
"""The option chosen for each question, by the question's key."""

NO_ANSWERS: Final[Answers] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question that an issue asks.

    Parameters
    ----------
    key : str
        Names the question in a mapping file; the same for the same question about another sheet.
    text : str
        The question, with the column and what hangs on it, but without a cell's content.
    options : tuple of tuple of str
        Pairs of a short word for the mapping file, and the answer in words.
    default : str
        The option that is acted by as long as none is chosen; empty where one must be.
    """

    key: str
    text: str
    options: tuple[tuple[str, str], ...]
    default: str = ""

    def answer(self, answers: Answers) -> str | None:
        """The option that was chosen; ``None`` where none was, or one that is not offered here.

        Examples
        --------
        >>> ask = Ask(key="unit:PFS", text="In which unit?", options=(("days", "days"),))
        >>> ask.answer({"unit:PFS": "days"}), ask.answer({}), ask.answer({"unit:PFS": "eons"})
        ('days', None, None)
        """
        chosen = answers.get(self.key)
        return chosen if chosen in dict(self.options) else None
