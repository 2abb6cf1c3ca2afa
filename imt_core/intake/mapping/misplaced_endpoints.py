"""PFS written on localized lines, RFS on advanced ones: asked what they are."""

from __future__ import annotations

from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import MAIN_ENDPOINTS, Endpoint
from imt_core.cohort.schema import EXTENT_OF_STAGE
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue

_MOVED, _LEFT_OUT = "other", "left out"
_EXTENTS: Final = {stage.casefold(): extent for stage, extent in EXTENT_OF_STAGE.items()}


def settle_misplaced(applied: pd.DataFrame, answers: Answers, issues: list[Issue]) -> pd.DataFrame:
    """Ask about times of an endpoint on lines whose stage it is not defined for.

    Parameters
    ----------
    applied : pandas.DataFrame
        Texts in the canonical layout.
    answers : mapping of str to str
    issues : list of Issue
        The question joins them, answered or not.

    Returns
    -------
    pandas.DataFrame
        Without those times; as answered, with them as times of the endpoint of that stage.

    Examples
    --------
    >>> table = pd.DataFrame({"stage": ["localized", "metastatic"], "pfs_months": ["14", "9"],
    ...     "pfs_event": ["1", "0"]})
    >>> issues = []
    >>> settle_misplaced(table, {"stage of:pfs": "other"}, issues)["rfs_months"].tolist()
    ['14', '']
    >>> issues[0].rows
    (0,)
    """
    if "stage" not in applied:
        return applied
    extents = applied["stage"].str.casefold().map(_EXTENTS)
    settled = applied
    for extent, end in MAIN_ENDPOINTS.items():
        for of, other in MAIN_ENDPOINTS.items():
            if of == extent or not set(end.columns) <= set(applied):
                continue
            rows = (extents == of) & (applied[end.months_column] != "")
            if rows.any():
                answer = _ask(end, other, rows, answers, issues)
                settled = _moved(settled, end, other, rows, moves=answer == _MOVED)
    return settled


def _ask(
    end: Endpoint, other: Endpoint, rows: pd.Series, answers: Answers, issues: list[Issue]
) -> str | None:
    ask = Ask(
        key=f"stage of:{end.name}",
        text=f"{end.short} is defined in {end.extent} disease only, but the stage of these lines "
        f"is {other.extent}. What are their times? (If the stage is wrong, correct the sheet.)",
        options=((_MOVED, f"They are {other.short}"), (_LEFT_OUT, "Leave them out")),
    )
    answer = ask.answer(answers)
    done = f"taken as {other.short}" if answer == _MOVED else "left out"
    issues.append(
        Issue(
            code="endpoint_of_another_stage",
            severity="error" if answer is None else "information",
            column=end.months_column,
            rows=tuple(int(row) for row in rows.index[rows]),
            message=ask.text
            if answer is None
            else f"{end.short} of {other.extent} lines is {done}, as answered.",
            remedy="Choose an answer." if answer is None else "Change it, if that is wrong.",
            ask=ask,
        )
    )
    return answer


def _moved(
    applied: pd.DataFrame, end: Endpoint, other: Endpoint, rows: pd.Series, *, moves: bool
) -> pd.DataFrame:
    """The endpoint's cells emptied on some rows, and those of the other filled where none are."""
    empty = pd.Series("", index=applied.index, dtype=object)
    has_other = applied.get(other.months_column, empty) != ""
    changed = {}
    for source, target in zip(end.columns, other.columns, strict=True):
        if moves:
            old = applied.get(target, empty)
            changed[target] = old.mask(rows & ~has_other, applied[source])
        changed[source] = applied[source].mask(rows, "")
    return applied.assign(**changed)
