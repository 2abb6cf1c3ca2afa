"""The figures of two versions of a cohort, side by side: what a reader would see move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from imt_core.analyses.response import response_table
from imt_core.analyses.survival import GroupSurvival, survival_summary
from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.formatting import (
    NOT_ESTIMABLE,
    NOT_REACHED,
    format_number,
    format_percent,
)

SAME_NUMBER: Final = 1e-9
"""Relative difference below which a figure has not moved."""

_Number = tuple[str, str, float | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One number of the pages, before and after.

    Parameters
    ----------
    name : str
        Such as ``median OS`` or ``24-month PFS``.
    unit : {"count", "fraction", "months"}
    before, after : float or None
        ``None`` where it is not estimable or not reached; the reason then says why.
    reason_before, reason_after : str
    """

    name: str
    unit: str
    before: float | None
    after: float | None
    reason_before: str = ""
    reason_after: str = ""

    @property
    def moved(self) -> bool:
        """Whether the number differs, or is there in one version only."""
        if self.before is None or self.after is None:
            return self.before is not self.after
        return bool(abs(self.after - self.before) > SAME_NUMBER * max(1.0, abs(self.before)))

    @property
    def text(self) -> str:
        """The number before and after."""
        before = self._written(self.before, self.reason_before)
        return f"{self.name}: {before} → {self._written(self.after, self.reason_after)}"

    def _written(self, value: float | None, reason: str) -> str:
        if value is None:
            return reason
        if self.unit == "count":
            return f"{value:,.0f}"
        decimals = self._decimals()
        if self.unit == "fraction":
            return format_percent(value, decimals=decimals)
        return f"{format_number(value, decimals=decimals)} months"

    def _decimals(self) -> int:
        """Enough that two numbers that differ do not read alike."""
        if self.before is None or self.after is None or not self.moved:
            return 1
        scale = 100 if self.unit == "fraction" else 1
        return next(
            (
                n
                for n in range(1, 7)
                if len({format_number(scale * x, decimals=n) for x in (self.before, self.after)})
                == 2
            ),
            6,
        )


def figure_changes(
    before: Cohort, after: Cohort, conventions: Conventions
) -> tuple[FigureChange, ...]:
    """Compute every figure of two cohorts and pair them.

    Parameters
    ----------
    before, after : Cohort
    conventions : Conventions

    Returns
    -------
    tuple of FigureChange
        Lines, patients, response and disease control rates, and of each endpoint the median and
        survival at 12, 24 and 60 months; all lines of the cohort, as the pages count them.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> old, new = example_cohort("ab"), example_cohort("abcd")
    >>> [change.text for change in figure_changes(old, new, Conventions()) if change.moved][:3]
    ['lines: 2 → 4', 'patients: 2 → 4', 'overall response rate of evaluable: 100.0% → 50.0%']
    >>> any(change.moved for change in figure_changes(new, new, Conventions()))
    False
    """
    old, new = _figures(before, conventions), _figures(after, conventions)
    return tuple(
        FigureChange(
            name=name,
            unit=unit,
            before=old[name][2],
            after=new[name][2],
            reason_before=old[name][3],
            reason_after=new[name][3],
        )
        for name, unit, _, _ in new.values()
    )


def _figures(cohort: Cohort, conventions: Conventions) -> dict[str, _Number]:
    count = cohort.count
    numbers: list[_Number] = [
        ("lines", "count", count.n_lines, ""),
        ("patients", "count", count.n_patients, ""),
        *_response_figures(cohort, conventions),
    ]
    for name in ENDPOINT_NAMES:
        numbers += _survival_figures(cohort, name, conventions)
    return {number[0]: number for number in numbers}


def _response_figures(cohort: Cohort, conventions: Conventions) -> list[_Number]:
    names = ("overall response rate of evaluable", "disease control rate of evaluable")
    if "best_response" in cohort.frame:
        groups = response_table(cohort, conventions=conventions).groups
        if groups:
            rates = (groups[0].orr.estimate, groups[0].dcr.estimate)
            return [
                (n, "fraction", rate, "" if rate is not None else NOT_ESTIMABLE)
                for n, rate in zip(names, rates, strict=True)
            ]
    return [(name, "fraction", None, NOT_ESTIMABLE) for name in names]


def _survival_figures(cohort: Cohort, name: str, conventions: Conventions) -> list[_Number]:
    end = ENDPOINTS[name]
    names = [f"median {end.short}", *(f"{months}-month {end.short}" for months in (12, 24, 60))]
    groups: tuple[GroupSurvival, ...] = ()
    if set(end.columns) <= set(cohort.frame.columns):
        groups = survival_summary(cohort, name, conventions=conventions).groups
    if not groups:
        return [(n, "months" if n == names[0] else "fraction", None, NOT_ESTIMABLE) for n in names]
    median = groups[0].median.estimate
    return [
        (names[0], "months", median, "" if median is not None else NOT_REACHED),
        *(
            (n, "fraction", rate.estimate, f"{NOT_ESTIMABLE}, {rate.reason}" if rate.reason else "")
            for n, rate in zip(names[1:], groups[0].rates, strict=True)
        ),
    ]
