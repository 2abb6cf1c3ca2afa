"""Labels and levels that differ only in how they are spelled."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pandas as pd

from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue

_DASHES: Final = str.maketrans(dict.fromkeys("–—‐‑‒−﹣－", "-"))
_BETWEEN_DIGITS: Final = re.compile(r"(?<=[0-9])(?:[^\S\n]|[-_./])+(?=[0-9])")
_APART: Final = re.compile(r"(?:[^\S\n]|[-_./])+")
_WHOLE: Final = re.compile(r"^([0-9]+)\.0$", re.MULTILINE)
_LEADING_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
_MOST_LEVELS: Final = 60
"""A column with more different texts is no column of groups."""


def same_patients(labels: pd.Series, answers: Answers) -> tuple[pd.Series, list[Issue]]:
    """Ask whether labels that are alike name one patient, and join them where they do.

    Parameters
    ----------
    labels : pandas.Series of str
        Of each row's patient.
    answers : mapping of str to str

    Returns
    -------
    tuple of pandas.Series and list of Issue

    Examples
    --------
    >>> labels = pd.Series(["A01", "a01", "A 1", "B02", "1-12", "11-2"])
    >>> same, issues = same_patients(labels, {"labels alike:patients": "same"})
    >>> same.tolist(), issues[0].severity, same_patients(labels, {})[1][0].rows
    (['A01', 'A01', 'A01', 'B02', '1-12', '11-2'], 'information', (0, 1, 2))
    """
    texts = [text for text in labels.unique() if text]
    first = _first_spellings(dict(zip(texts, label_keys(texts), strict=True)))
    if not first:
        return labels, []
    ask = Ask(
        key="labels alike:patients",
        text="Labels of patients differ only in case, blanks, hyphens or leading zeros: the same "
        "patient, or different ones? Numbers of patients and lines hang on it.",
        options=(
            ("same", "The same patient: one label for each"),
            ("different", "Different patients: as they are written"),
        ),
    )
    answer = ask.answer(answers)
    rows = tuple(labels.index[labels.isin([*first, *first.values()])].tolist())
    if answer is None:
        return labels, [
            Issue(
                code="labels_alike",
                severity="error",
                column="patient_id",
                rows=rows,
                message="Labels of patients must tell patients apart, but some differ only in "
                "case, blanks, hyphens or leading zeros.",
                remedy="Say whether they name the same patient, or correct the labels.",
                ask=ask,
            )
        ]
    done = "name one patient each" if answer == "same" else "name different patients"
    issue = Issue(
        code="labels_alike_answered",
        severity="information",
        column="patient_id",
        rows=rows,
        message=f"Labels of patients that differ only in how they are written {done}, as answered.",
        remedy="Change the answer, if that is wrong.",
        ask=ask,
    )
    return (labels.replace(first) if answer == "same" else labels), [issue]


def join_levels(header: str, cells: pd.Series) -> tuple[pd.Series, list[Issue]]:
    """Write levels alike but for case, blanks and kind of dash as the first of them is written.

    Parameters
    ----------
    header : str
        Of the column, for the note.
    cells : pandas.Series of str

    Returns
    -------
    tuple of pandas.Series and list of Issue

    Examples
    --------
    >>> cells, notes = join_levels("arm", pd.Series(["MTX-V", "mtx-v ", "MTX – V", "AI", "001"]))
    >>> cells.tolist(), notes[0].rows
    (['MTX-V', 'MTX-V', 'MTX-V', 'AI', '001'], (1, 2))
    """
    texts = [text for text in cells.unique() if text]
    if len(texts) > _MOST_LEVELS:
        return cells, []
    first = _first_spellings({text: _level_key(text) for text in texts})
    if not first:
        return cells, []
    joined = cells.isin(list(first))
    note = Issue(
        code="levels_joined",
        severity="information",
        column=header,
        rows=tuple(cells.index[joined].tolist()),
        message=f"{header} holds words that differ only in case, blanks or the kind of dash; they "
        "count as one, as it is written first.",
        remedy="Write them in two different ways, if they are two things.",
    )
    return cells.replace(first), [note]


def _first_spellings(keys: dict[str, str]) -> dict[str, str]:
    """Each text that is not the first of its key, with that first one."""
    first: dict[str, str] = {}
    for text, key in keys.items():
        first.setdefault(key, text)
    return {text: first[key] for text, key in keys.items() if key and first[key] != text}


def _plain(text: str) -> str:
    return _folded(text).strip()


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().translate(_DASHES)


def label_keys(labels: list[str]) -> list[str]:
    """Give what is left of each label; all at once, for a sheet may have very many.

    Examples
    --------
    >>> label_keys(["IMT-01", "imt 1", "001", "1.0", "1-12"])
    ['imt1', 'imt1', '1', '1', '1|12']
    >>> label_keys([]), label_keys([" ", "-", "a"])
    ([], ['', '', 'a'])
    """
    if not labels:
        return []
    lines = "\n".join(re.sub(r"\s", " ", label) for label in labels)
    apart = _BETWEEN_DIGITS.sub("|", _WHOLE.sub(r"\1", _folded(lines)))
    return _LEADING_ZEROS.sub("", _APART.sub("", apart)).split("\n")


def _level_key(level: str) -> str:
    return re.sub(r"\s+", "", _plain(level))
