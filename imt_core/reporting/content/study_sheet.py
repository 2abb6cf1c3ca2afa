"""The study sheet: what a report of a series is asked for, and what is answered so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import pandas as pd

from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.study_items import REFERENCES, STUDY_ITEMS, StudyItem

StudyStatus = Literal["open", "met", "not met", "not applicable"]
STATUSES: Final[tuple[StudyStatus, ...]] = get_args(StudyStatus)

LONGEST_ANSWER: Final = 1_000
"""Characters."""

STUDY_HEADING: Final = "What is said of the study"

BY_THE_APP: Final = "Worked out from the cohort: "


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyAnswer:
    """What the user says of one item.

    Parameters
    ----------
    item : str
        A key of `STUDY_ITEMS`.
    status : {"open", "met", "not met", "not applicable"}
    text : str
    """

    item: str
    status: StudyStatus = "open"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRow:
    """One item as it stands.

    Parameters
    ----------
    item : StudyItem
    status : {"open", "met", "not met", "not applicable"}
        The user's; where that is open and the cohort itself answers, met.
    text : str
        The user's words.
    known : str
        What is worked out from the cohort; empty where it knows nothing of the item.
    """

    item: StudyItem
    status: StudyStatus
    text: str
    known: str

    @property
    def answer(self) -> str:
        """Everything that is said of the item; empty where nothing is."""
        known = f"{BY_THE_APP}{self.known}" if self.known else ""
        return " ".join(part for part in (self.text, known) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySheet:
    """Every item, in the order of a report."""

    rows: tuple[StudyRow, ...]

    def n_of(self, status: StudyStatus) -> int:
        """How many items have a status."""
        return sum(row.status == status for row in self.rows)

    @property
    def summary(self) -> str:
        """How many items have each status, in words."""
        counted = ", ".join(f"{self.n_of(s)} {s}" for s in ("met", "not met", "not applicable"))
        return f"{len(self.rows)} items: {counted}, {self.n_of('open')} open"

    @property
    def references(self) -> tuple[str, ...]:
        """Who asks for the items."""
        return tuple(REFERENCES.values())

    def to_frame(self) -> pd.DataFrame:
        """One row for each item, in words.

        Examples
        --------
        >>> study_sheet(()).to_frame().columns.tolist()
        ['Item', 'Asked for by', 'Status', 'Answer']
        """
        return pd.DataFrame(
            [
                {
                    "Item": row.item.heading,
                    "Asked for by": "; ".join(row.item.sources),
                    "Status": row.status,
                    "Answer": row.answer,
                }
                for row in self.rows
            ]
        )


def study_sheet(
    answers: Sequence[StudyAnswer], known: Mapping[str, str] | None = None
) -> StudySheet:
    """Set answers and what is known from the cohort beside what is asked.

    Parameters
    ----------
    answers : sequence of StudyAnswer
        Of any items, each once.
    known : mapping of str to str, optional
        What the cohort itself says, by item, such as `known_of_study` gives.

    Returns
    -------
    StudySheet

    Raises
    ------
    ImtError
        If an answer is of no item, of one twice, or too long.

    Examples
    --------
    >>> sheet = study_sheet([StudyAnswer(item="size", status="met", text="All eligible.")],
    ...                     {"missing_data": "Sex: 1 of 9 lines."})
    >>> sheet.summary
    '19 items: 2 met, 0 not met, 0 not applicable, 17 open'
    >>> [row.answer for row in sheet.rows if row.status == "met"]
    ['Worked out from the cohort: Sex: 1 of 9 lines.', 'All eligible.']
    """
    check_answers(answers)
    said, facts = {answer.item: answer for answer in answers}, known or {}
    rows = []
    for key, item in STUDY_ITEMS.items():
        answer = said.get(key, StudyAnswer(item=key))
        fact = facts.get(key, "")
        is_answered = answer.status == "open" and fact
        rows.append(
            StudyRow(
                item=item,
                status="met" if is_answered else answer.status,
                text=answer.text.strip(),
                known=fact,
            )
        )
    return StudySheet(rows=tuple(rows))


def check_answers(answers: Sequence[StudyAnswer]) -> None:
    """Refuse answers that no form could give.

    Raises
    ------
    ImtError

    Examples
    --------
    >>> check_answers([StudyAnswer(item="weather")])
    Traceback (most recent call last):
        ...
    imt_core.ImtError: The study sheet must answer its own items, each once and in at most 1,000 \
characters, but weather is none, comes twice or is longer. Choose the file as it was, or make it \
anew.
    """
    named: set[str] = set()
    for answer in answers:
        wrong = answer.item not in STUDY_ITEMS or answer.item in named
        if wrong or len(answer.text) > LONGEST_ANSWER:
            raise ImtError(
                f"The study sheet must answer its own items, each once and in at most "
                f"{LONGEST_ANSWER:,} characters, but {answer.item:.60} is none, comes twice or is "
                "longer. Choose the file as it was, or make it anew."
            )
        named.add(answer.item)
