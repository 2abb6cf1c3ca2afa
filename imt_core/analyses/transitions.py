"""Treatment sequence: which regimen followed which, and after how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from imt_core.cohort.counting import (
    CaseCount,
    LeftOut,
    Unit,
    cases_in_unit,
    count_cases,
    left_out_rows,
)
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import Cohort, level_texts
from imt_core.cohort.successive_lines import line_beside, months_between
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note
from imt_core.conventions.units import SAME_TIME
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers

Following = Literal["regimen_group", "regimen"]
"""What a line is named by: its regimen group, or its regimen."""

ELSEWHERE: Final = "a further line, not in the sheet"
DIED: Final = "no further line in the sheet, died"
NO_FURTHER: Final = "no further line in the sheet, not known to have died"
ENDS: Final = (ELSEWHERE, DIED, NO_FURTHER)
"""What becomes of a line that the sheet's next line does not follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """The lines of one regimen, and what came next.

    Parameters
    ----------
    level, label : str
        The regimen, as the sheet has it and as it is called.
    place : int
        Where it stands among all regimens of the cohort before any filter.
    count : CaseCount
    n_next : tuple of int
        Lines that each regimen of `Transitions.levels` followed.
    n_elsewhere, n_died, n_no_further : int
        Lines after which a further one was given that the sheet lacks; those without a further
        line of patients who died; and all others.
    months : NumberSummary
        From the start of these lines to the start of the next.
    gap : NumberSummary
        From the end of treatment to the start of the next line.
    n_overlapping : int
        Lines that were still given when the next began: without a gap.
    """

    level: str
    label: str
    place: int
    count: CaseCount
    n_next: tuple[int, ...]
    n_elsewhere: int
    n_died: int
    n_no_further: int
    months: NumberSummary
    gap: NumberSummary
    n_overlapping: int

    @property
    def counts(self) -> tuple[int, ...]:
        """Lines by what came next: regimens, then the `ENDS`."""
        return (*self.n_next, self.n_elsewhere, self.n_died, self.n_no_further)

    @property
    def n_followed(self) -> int:
        """Lines whose next line is in the sheet."""
        return sum(self.n_next)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLevel:
    """A regimen that followed another one."""

    level: str
    label: str
    place: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transitions:
    """Which regimen followed which.

    Parameters
    ----------
    of : {"regimen_group", "regimen"}
    unit : {"lines", "patients"}
        Every line in view, or each patient's first.
    levels : tuple of NextLevel
        The regimens that followed, in display order.
    rows : tuple of Onward
        One for each regimen in view, in display order.
    together : Onward
        All of them.
    first_lines : tuple of (str, str, int)
        First lines in view by regimen and its label, the commonest first.
    count : CaseCount
    left_out : tuple of LeftOut
    conventions : Conventions
    notes : tuple of Note
    """

    of: Following
    unit: Unit
    levels: tuple[NextLevel, ...]
    rows: tuple[Onward, ...]
    together: Onward
    first_lines: tuple[tuple[str, str, int], ...]
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """What may come next, in the order of `Onward.counts`."""
        return (*(level.label for level in self.levels), *ENDS)

    @property
    def method(self) -> str:
        """What the next line is, and how times are measured, in one sentence."""
        return (
            "the next line is that with the next number among all lines of the patient in the "
            "sheet, those out of view too; months from the start of a line to the start of the "
            "next; without treatment: from the end of treatment to that start; "
            f"{self.conventions.quartile_method}; described, not tested"
        )

    def to_frame(self) -> pd.DataFrame:
        """One row for each regimen and what came next; counts and shares, unformatted."""
        return pd.DataFrame(
            [
                {
                    "before": row.label,
                    "next": state,
                    "n": n,
                    "n_lines": row.count.n_lines,
                    "n_patients": row.count.n_patients,
                    "share": n / row.count.n_lines,
                }
                for row in self.rows
                for state, n in zip(self.states, row.counts, strict=True)
            ]
        ).assign(unit=self.unit, method=self.method)

    def times_to_frame(self) -> pd.DataFrame:
        """One row for each regimen and time: from start to start, and without treatment."""
        return pd.DataFrame(
            [
                {
                    "before": row.label,
                    "time": name,
                    "n": summary.n,
                    "median": summary.median,
                    "q1": summary.q1,
                    "q3": summary.q3,
                    "minimum": summary.minimum,
                    "maximum": summary.maximum,
                }
                for row in (*self.rows, self.together)
                for name, summary in (
                    ("start to start", row.months),
                    ("without treatment", row.gap),
                )
            ]
        )


def transitions(
    cohort: Cohort,
    *,
    of: Following = "regimen_group",
    unit: Unit = "lines",
    conventions: Conventions = AS_PUBLISHED,
) -> Transitions:
    """Count which regimen followed which.

    Parameters
    ----------
    cohort : Cohort
        The lines in view are those before; the next line may be out of view.
    of : {"regimen_group", "regimen"}
    unit : {"lines", "patients"}
        With ``"patients"`` the first line in view of each patient.
    conventions : Conventions
        Gives the quartiles.

    Returns
    -------
    Transitions

    Raises
    ------
    ImtError
        If `of` is neither, or the cohort lacks it or the line numbers.

    Notes
    -----
    The next line has the number after. Where the sheet goes from line 1 to line 3, line 2 was
    given and its regimen is not known: it is counted as a further line that the sheet lacks, never
    joined. So is a line after which ``total_lines`` or a later ALK inhibitor tells of another. Of
    the others those count as died whose ``os_event`` is 1. Lines of which the sheet says nothing
    are taken as not given.
    R: ``table(before, following)``; ``quantile(x, type = 2)``.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("aabbc"), "line_number": [1.0, 2, 1, 3, 1],
    ...     "regimen_group": ["MTX-V", "other", "MTX-V", "other", "MTX-V"],
    ...     "start_months": [0.0, 8.0, 0.0, 9.0, 0.0], "treatment_months": [6.0, 2, 1, 1, 3],
    ...     "os_event": [0.0, 0, 0, 0, 1]})
    >>> found = transitions(Cohort(frame=frame, name="five lines"))
    >>> found.states
    ('other regimens', 'a further line, not in the sheet', 'no further line in the sheet, died', \
'no further line in the sheet, not known to have died')
    >>> [(row.label, row.counts) for row in found.rows]
    [('MTX-V', (1, 1, 1, 0)), ('other regimens', (0, 0, 0, 2))]
    >>> found.rows[0].months.median, found.rows[0].gap.median
    (8.0, 2.0)
    """
    if of not in get_args(Following):
        raise ImtError(
            f"of must be one of {', '.join(get_args(Following))}, but {of} was found. Choose one."
        )
    missing = [column for column in ("line_number", of) if column not in cohort.frame]
    if missing:
        raise ImtError(
            f"cohort must have line_number and {of} for the treatment sequence, but "
            f"{' and '.join(missing)} was not found. Add it to the sheet."
        )
    rows, left_out = _rows(cohort, of)
    counted = cases_in_unit(rows, unit)
    left_out.append(
        left_out_rows("later lines of patients already counted", rows.drop(counted.index))
    )
    whole = cohort.unfiltered or cohort
    followed = set(counted.loc[counted["state"] == "", "next"])
    levels = tuple(
        NextLevel(level=level, label=level_phrase(of, level), place=whole.place(of, level))
        for level in whole.levels(of)
        if level in followed
    )
    return Transitions(
        of=of,
        unit=unit,
        levels=levels,
        rows=tuple(
            _onward(
                own, level, level_phrase(of, level), whole.place(of, level), levels, conventions
            )
            for level in whole.levels(of)
            if len(own := counted[counted["level"] == level])
        ),
        together=_onward(counted, "", "All", 0, levels, conventions),
        first_lines=_first_lines(counted, of),
        count=count_cases(counted),
        left_out=tuple(group for group in left_out if group.count.n_lines),
        conventions=conventions,
        notes=_notes(counted),
    )


def _rows(cohort: Cohort, of: Following) -> tuple[pd.DataFrame, list[LeftOut]]:
    """The lines before, with what came next; and the lines of which that cannot be said."""
    frame, following = cohort.frame, line_beside(cohort, steps=1)
    nothing = pd.Series(np.nan, index=frame.index, dtype=float)
    number, later = frame["line_number"], following["line_number"]
    is_next = later == number + 1
    n_missing = frame.get("total_lines", nothing) - number
    inhibitor = frame.get("later_alk_inhibitor", nothing) == 1
    elsewhere = ~is_next & (later.notna() | (n_missing > 0) | inhibitor)
    died = frame.get("os_event", nothing) == 1
    months = months_between(frame, following).where(is_next)
    ends = np.select([is_next, elsewhere, died], ["", ELSEWHERE, DIED], NO_FURTHER)
    rows = pd.DataFrame(
        {
            "patient_id": frame["patient_id"],
            "line_number": number,
            "level": level_texts(frame[of]),
            "next": level_texts(following[of]),
            "later": later,
            "state": ends,
            "months": months,
            "gap": _months_off(cohort).where(is_next),
            "overlaps": is_next & (_months_off(cohort.as_timed()) < -SAME_TIME),
        },
        index=frame.index,
    )
    whole = (cohort.unfiltered or cohort).frame
    twice = whole.duplicated(["patient_id", "line_number"], keep=False)[rows.index]
    unfit = {
        "no line number": number.isna(),
        "two lines of the patient have this number": twice & number.notna(),
    }
    left_out = [left_out_rows(reason, rows[applies]) for reason, applies in unfit.items()]
    return rows[~pd.concat(list(unfit.values()), axis=1).any(axis=1)], left_out


def _months_off(cohort: Cohort) -> pd.Series:
    """From the end of a line's treatment to the start of the next."""
    frame = cohort.frame
    nothing = pd.Series(np.nan, index=frame.index, dtype=float)
    months = months_between(frame, line_beside(cohort, steps=1))
    return months - frame.get("treatment_months", nothing)


def _onward(
    rows: pd.DataFrame,
    level: str,
    label: str,
    place: int,
    levels: Sequence[NextLevel],
    conventions: Conventions,
) -> Onward:
    n_next = rows.loc[rows["state"] == "", "next"].value_counts()
    n_end = rows["state"].value_counts()
    # The next line cannot start before this one; a line that is still given leaves no gap.
    months = rows["months"].where(rows["months"] >= 0)
    gap = rows["gap"].where(months.notna())
    overlaps = rows["overlaps"] & months.notna()
    kept = gap.mask(overlaps).clip(lower=0)
    return Onward(
        level=level,
        label=label,
        place=place,
        count=count_cases(rows),
        n_next=tuple(int(n_next.get(one.level, 0)) for one in levels),
        n_elsewhere=int(n_end.get(ELSEWHERE, 0)),
        n_died=int(n_end.get(DIED, 0)),
        n_no_further=int(n_end.get(NO_FURTHER, 0)),
        months=summarize_numbers(months, quartile_type=conventions.quartile_type),
        gap=summarize_numbers(kept, quartile_type=conventions.quartile_type),
        n_overlapping=int(overlaps.sum()),
    )


def _first_lines(rows: pd.DataFrame, of: Following) -> tuple[tuple[str, str, int], ...]:
    counts = rows.loc[rows["line_number"] == 1, "level"].value_counts(sort=False)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return tuple((str(level), level_phrase(of, str(level)), int(n)) for level, n in ordered)


def _notes(rows: pd.DataFrame) -> tuple[Note, ...]:
    notes = []
    leaps = rows[(rows["state"] == ELSEWHERE) & rows["later"].notna()]
    if len(leaps):
        pairs = leaps.groupby(["line_number", "later"]).size().reset_index(name="n")
        named = ", ".join(
            f"line {number:g} then {later:g}: {n:g}" for number, later, n in pairs.to_numpy()
        )
        message = (
            f"After {format_count(len(leaps), 'line')} the sheet goes on with a later number than "
            f"the next ({named}): what came between is not in the sheet, and they are not joined."
        )
        notes.append(Note(code="line_numbers_leap", message=message))
    followed = rows[rows["state"] == ""]
    if n := int((followed["months"] < 0).sum()):
        message = f"{format_count(n, 'next line')} starts before this one: without a time."
        notes.append(Note(code="next_before_this", message=message))
    if n := int(followed["months"].isna().sum()):
        message = f"Of {format_count(n, 'next line')} the time is not known: a start is missing."
        notes.append(Note(code="untimed_next_lines", message=message))
    if n := int((followed["overlaps"] & (followed["months"] >= 0)).sum()):
        message = (
            f"{format_count(n, 'next line')} began while this one was still given: counted, and "
            "without a time off treatment."
        )
        notes.append(Note(code="overlapping_lines", message=message))
    return tuple(notes)
