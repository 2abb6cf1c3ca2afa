"""The counting unit: how many treatment lines, in how many patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import pandas as pd

from imt_core.conventions.formatting import format_count

Unit = Literal["lines", "patients"]

UNITS: Final[tuple[Unit, ...]] = get_args(Unit)

Overlap = Literal["keep", "first line", "leave out", "cluster"]

OVERLAP_MEANING: Final[dict[Overlap, str]] = {
    "keep": "the groups share patients: each is counted in every group",
    "first line": "one line per patient (the first in view that enters)",
    "leave out": "patients with lines in more than one group are left out",
    "cluster": "all lines; intervals and tests allow for several lines of a patient",
}


def unit_meaning(unit: Unit, *, enters: str = "", of: str = "in view") -> str:
    """Say what is counted, and which line stands for a patient.

    Parameters
    ----------
    unit : {"lines", "patients"}
    enters : str
        What a line must enter to be counted, as an endpoint in which some are not followed; empty
        where every line in view can be.
    of : str
        Among which lines a patient's first is looked for.

    Examples
    --------
    >>> unit_meaning("patients")
    "patients (each patient's first line in view)"
    >>> unit_meaning("patients", enters="PFS")
    "patients (each patient's first line in view that enters PFS)"
    """
    if unit == "lines":
        return "treatment lines (a patient may count more than once)"
    which = f" that enters {enters}" if enters else ""
    return f"patients (each patient's first line {of}{which})"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCount:
    """Lines and the patients they belong to.

    Examples
    --------
    >>> str(CaseCount(n_lines=48, n_patients=38))
    '48 lines in 38 patients'
    >>> str(CaseCount(n_lines=0, n_patients=0))
    'no lines'
    """

    n_lines: int
    n_patients: int

    def __str__(self) -> str:
        if self.n_lines == 0:
            return "no lines"
        return f"{format_count(self.n_lines, 'line')} in {format_count(self.n_patients, 'patient')}"

    def __sub__(self, other: CaseCount) -> CaseCount:
        return CaseCount(
            n_lines=self.n_lines - other.n_lines, n_patients=self.n_patients - other.n_patients
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Cases that do not enter a figure, and why."""

    reason: str
    count: CaseCount


def count_cases(frame: pd.DataFrame) -> CaseCount:
    """Count the rows and the distinct patients of a cohort's frame.

    Examples
    --------
    >>> count_cases(pd.DataFrame({"patient_id": ["a", "a", "b"]}))
    CaseCount(n_lines=3, n_patients=2)
    """
    patients = frame["patient_id"].drop_duplicates()
    return CaseCount(n_lines=len(frame), n_patients=int(patients.count()))


def left_out_rows(reason: str, rows: pd.DataFrame) -> LeftOut:
    """Count rows that do not enter a figure, with the reason."""
    return LeftOut(reason=reason, count=count_cases(rows))


def first_lines(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep each patient's first line in view: the lowest line number, then the earliest row.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "a", "b"], "line_number": [2.0, 1.0, 1.0]})
    >>> first_lines(frame).index.tolist()
    [1, 2]
    """
    earliest = frame.sort_values("line_number", kind="stable", na_position="last")
    return frame.loc[earliest.drop_duplicates("patient_id").index.sort_values()]


def cases_in_unit(frame: pd.DataFrame, unit: Unit) -> pd.DataFrame:
    """The rows to count: all of them for lines, the first in view of each patient for patients."""
    return frame if unit == "lines" else first_lines(frame)


def shared_patients(frames: Sequence[pd.DataFrame]) -> tuple[object, ...]:
    """The patients who have rows in more than one of the frames, in order of appearance.

    Examples
    --------
    >>> a, b = pd.DataFrame({"patient_id": ["x", "y"]}), pd.DataFrame({"patient_id": ["y"]})
    >>> shared_patients([a, b])
    ('y',)
    >>> shared_patients([a])
    ()
    """
    if len(frames) < 2:
        return ()
    patients = pd.concat([frame["patient_id"].dropna().drop_duplicates() for frame in frames])
    return tuple(patients[patients.duplicated(keep=False)].unique())


def count_shared_patients(frames: Sequence[pd.DataFrame]) -> int:
    """Count the patients who have rows in more than one of the frames.

    Examples
    --------
    >>> a, b = pd.DataFrame({"patient_id": ["x", "y"]}), pd.DataFrame({"patient_id": ["y"]})
    >>> count_shared_patients([a, b])
    1
    """
    return len(shared_patients(frames))


def shared_rows(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows that are in more than one of the frames, each once, told by their index.

    Examples
    --------
    >>> a, b = (pd.DataFrame({"patient_id": ["x"] * len(at)}, index=at) for at in ([1, 2], [2, 3]))
    >>> shared_rows([a, b]).index.tolist()
    [2]
    """
    rows = pd.concat(frames)
    rows = rows[rows.index.duplicated()]
    return rows[~rows.index.duplicated()]
