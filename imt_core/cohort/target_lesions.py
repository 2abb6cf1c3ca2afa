"""Change of target lesions: RECIST's thresholds, and series written as ``1.8: -12; 3.7: -45``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pandas as pd

SHRUNK: Final = -30.0
"""Percent of baseline, from which on target lesions shrank enough for a partial response."""
GROWN: Final = 20.0
"""Percent, from which on they grew enough for progression, where they never were smaller."""
GONE: Final = -100.0

_ENTRY: Final = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?)\s*:\s*([+\-\u2212]?[0-9]+(?:[.,][0-9]+)?)\s*%?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One scan: months from day 1 of the line, and change of target lesions in % of baseline."""

    months: float
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSeries:
    """The assessments of one line.

    Parameters
    ----------
    assessments : tuple of Assessment
        In order of time, each month once, without the baseline.
    unread : tuple of str
        Entries that are none, as they are written.
    """

    assessments: tuple[Assessment, ...]
    unread: tuple[str, ...]

    @property
    def best(self) -> float | None:
        """The lowest change; ``None`` without an assessment."""
        return min((one.change for one in self.assessments), default=None)


def parse_target_changes(text: str | None) -> TargetSeries:
    """Read the assessments of one cell.

    Parameters
    ----------
    text : str or None
        Entries separated by semicolons, each the months from day 1 of the line, a colon and the
        change of the sum of target lesions in % of baseline; ``None`` where nothing is recorded.

    Returns
    -------
    TargetSeries
        A change of 0 at month 0 is the baseline, which every series has. What cannot be read stays
        in `unread`: another change at month 0, one below -100%, and a month that was given already.

    Examples
    --------
    >>> series = parse_target_changes("1.8: -12; 3.7: -45; 5.5: -57")
    >>> [(one.months, one.change) for one in series.assessments], series.best
    ([(1.8, -12.0), (3.7, -45.0), (5.5, -57.0)], -57.0)
    >>> parse_target_changes("1,8: -12 %; -45; 2: -140").unread
    ('-45', '2: -140')
    >>> parse_target_changes(None).best is None
    True
    """
    if not isinstance(text, str):
        return TargetSeries(assessments=(), unread=())
    changes: dict[float, float] = {0.0: 0.0}
    unread = []
    for entry in filter(None, map(str.strip, text.split(";"))):
        match = _ENTRY.fullmatch(entry)
        if match is None:
            unread.append(entry)
            continue
        months, change = map(_number, match.groups())
        if change < GONE or changes.setdefault(months, change) != change:
            unread.append(entry)
    del changes[0.0]
    return TargetSeries(
        assessments=tuple(
            Assessment(months=months, change=change) for months, change in sorted(changes.items())
        ),
        unread=tuple(unread),
    )


def _number(text: str) -> float:
    return float(text.replace(",", ".").replace("\u2212", "-"))


def contradicts_change(responses: pd.Series, changes: pd.Series) -> pd.Series:
    """Whether a best response cannot go with the best change of the target lesions.

    Parameters
    ----------
    responses : pandas.Series of str
    changes : pandas.Series of float
        Percent of baseline; NaN where not recorded.

    Returns
    -------
    pandas.Series of bool
        A partial response with less than 30% of shrinkage, and stable disease with 20% of growth or
        more. New lesions may be progression whatever the targets do.

    References
    ----------
    Eisenhauer EA et al. (RECIST 1.1, section 4.3). Eur J Cancer 2009;45:228-247.
    doi:10.1016/j.ejca.2008.10.026

    Examples
    --------
    >>> responses = pd.Series(["PR", "PR", "SD", "SD", "PD"])
    >>> contradicts_change(responses, pd.Series([-30.0, -12, 19, 20, -60])).tolist()
    [False, True, False, True, False]
    """
    shrunk_too_little = (responses == "PR") & (changes > SHRUNK)
    return shrunk_too_little | ((responses == "SD") & (changes >= GROWN))
