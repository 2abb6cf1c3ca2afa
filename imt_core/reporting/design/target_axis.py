"""What waterfall and spider share: the axis of change, its thresholds, and the names of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from imt_core.analyses.target_cases import TargetCase
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.target_lesions import GONE, GROWN, SHRUNK
from imt_core.conventions.formatting import format_change
from imt_core.reporting.design.chart import Axis

CUT: Final = 100.0
"""Percent of growth at which what goes on is cut."""

_STEP: Final = 25.0
_ABOVE_CUT: Final = 40.0
"""Percent that the mark of a cut and its number take."""
_MOST_CUT: Final = 6
"""Changes that are cut, of which each number is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A dashed line over the whole width, and what it is called at its end."""

    change: float
    name: str


THRESHOLDS: Final = tuple(
    Threshold(change=change, name=format_change(change)) for change in (GROWN, SHRUNK)
)


def change_axis(largest: float, title: str) -> Axis:
    """The axis of change: from complete disappearance to the largest growth, at most to the cut.

    Examples
    --------
    >>> axis = change_axis(51.0, "Change (%)")
    >>> axis.low, axis.high, axis.ticks[-2:]
    (-100.0, 75.0, (50.0, 75.0))
    >>> change_axis(164.0, "Change (%)").high, change_axis(-40.0, "Change (%)").high
    (140.0, 25.0)
    """
    top = min(max(-(-largest // _STEP) * _STEP, _STEP), CUT)
    n_ticks = round((top - GONE) / _STEP) + 1
    return Axis(
        low=GONE,
        high=top + (_ABOVE_CUT if largest > CUT else 0.0),
        ticks=tuple(GONE + _STEP * at for at in range(n_ticks)),
        title=title,
        unit="%",
    )


def cut_told(what: str, changes: Sequence[float]) -> str:
    """Name the changes that are cut, of many the first; empty where none is.

    Examples
    --------
    >>> cut_told("Cut at +100%", [164.0, 120.0]), cut_told("Cut at +100%", [])
    ('Cut at +100%: +164%, +120%', '')
    """
    numbers = ", ".join(map(format_change, changes[:_MOST_CUT]))
    others = f" and {len(changes) - _MOST_CUT} more" if len(changes) > _MOST_CUT else ""
    return f"{what}: {numbers}{others}" if changes else ""


def line_names(cases: Sequence[TargetCase]) -> tuple[str, ...]:
    """What each line is called: its patient, with its number where the patient has several.

    Examples
    --------
    >>> cases = [TargetCase(key=str(at), patient_id=patient, line_number=at, regimen="AI",
    ...                     best_response="PR") for at, patient in enumerate("aab", start=1)]
    >>> line_names(cases)
    ('a L1', 'a L2', 'b')
    """
    n_lines = Counter(case.patient_id for case in cases)
    return tuple(
        f"{case.patient_id} L{case.line_number}"
        if n_lines[case.patient_id] > 1 and case.line_number is not None
        else case.patient_id
        for case in cases
    )


def is_of(case: TargetCase, index: str) -> bool:
    """Whether a line is of the index patient; `index` is a key, or empty."""
    return bool(index) and patient_key(case.patient_id) == index


def told_of(case: TargetCase) -> str:
    """Which line it is, and its best response."""
    number = "" if case.line_number is None else f"line {case.line_number}, "
    return f"{number}{case.regimen}; best response {case.best_response}"
