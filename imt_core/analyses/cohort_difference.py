"""Two versions of a cohort: what was added, removed and changed, and which figures moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.analyses.figure_changes import SAME_NUMBER, FigureChange, figure_changes
from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS
from imt_core.cohort.schema import DERIVED_COLUMNS, Cohort, level_texts
from imt_core.conventions.choices import Conventions
from imt_core.conventions.formatting import format_count

_KEY: Final = ["patient_id", "line_number", "repeat"]
_CELL_COLUMNS: Final = ["patient_id", "line_number", "column", "before", "after"]
_EVENTS: Final = {
    end.event_column: "death" if end.is_death_alone else f"{end.short} event"
    for end in (ENDPOINTS[name] for name in ENDPOINT_NAMES)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChange:
    """Cells of one column that differ, in lines that both versions have."""

    column: str
    label: str
    n_cells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """Events that one version records and the other does not, in lines that both have.

    Parameters
    ----------
    event : str
        Such as ``death`` or ``PFS event``.
    n_more, n_fewer : int
        Patients for deaths, lines for the others.
    """

    event: str
    n_more: int
    n_fewer: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CohortDifference:
    """What a later version of a cohort has that the earlier had not, and the reverse.

    Parameters
    ----------
    patients_added, patients_removed : tuple of str
    lines_added, lines_removed : pandas.DataFrame
        ``patient_id`` and ``line_number``, those of new and lost patients among them.
    columns_added, columns_removed : tuple of str
    changes : pandas.DataFrame
        One row for each cell that differs: ``patient_id``, ``line_number``, ``column``, ``before``,
        ``after``.
    columns : tuple of ColumnChange
        The same, counted.
    events : tuple of EventChange
    n_follow_up_extended, n_follow_up_shortened : int
        Lines of both versions whose OS time grew, or shrank.
    figures : tuple of FigureChange
        Every figure, moved or not.
    conventions : Conventions
    """

    patients_added: tuple[str, ...]
    patients_removed: tuple[str, ...]
    lines_added: pd.DataFrame
    lines_removed: pd.DataFrame
    columns_added: tuple[str, ...]
    columns_removed: tuple[str, ...]
    changes: pd.DataFrame
    columns: tuple[ColumnChange, ...]
    events: tuple[EventChange, ...]
    n_follow_up_extended: int
    n_follow_up_shortened: int
    figures: tuple[FigureChange, ...]
    conventions: Conventions

    @property
    def moved(self) -> tuple[FigureChange, ...]:
        """The figures that differ."""
        return tuple(figure for figure in self.figures if figure.moved)

    @property
    def cells(self) -> tuple[tuple[str, float, str], ...]:
        """Patient, line and column of each cell that differs, without its content."""
        places = self.changes[_CELL_COLUMNS[:3]]
        return tuple(places.itertuples(index=False, name=None))

    def to_frame(self) -> pd.DataFrame:
        """One row for each line, column, cell and figure that differs; values unformatted."""

        def whole(kind: str, lines: pd.DataFrame) -> pd.DataFrame:
            return lines.assign(what=kind, column=None, before=None, after=None)

        named = [("column added", c) for c in self.columns_added]
        named += [("column removed", c) for c in self.columns_removed]
        records: list[tuple[object, ...]] = [
            (what, None, np.nan, column, None, None) for what, column in named
        ]
        records += [("figure", None, np.nan, f.name, f.before, f.after) for f in self.moved]
        columns = ["what", *_CELL_COLUMNS]
        parts = [
            whole("line added", self.lines_added),
            whole("line removed", self.lines_removed),
            self.changes.assign(what="cell changed"),
            pd.DataFrame(records, columns=columns),
        ]
        kept = [part[columns].astype(object) for part in parts if len(part)]
        return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=columns)

    def sentences(self) -> tuple[str, ...]:
        """What a reader should know, without any cell's content."""
        told = [
            *_both(len(self.patients_added), len(self.patients_removed), "patient"),
            *_both(len(self.lines_added), len(self.lines_removed), "line"),
            *_named("Columns added", self.columns_added),
            *_named("Columns removed", self.columns_removed),
        ]
        if self.columns:
            n = len(self.changes)
            by_column = ", ".join(f"{c.label} {c.n_cells:,}" for c in self.columns)
            told.append(f"{format_count(n, 'cell')} changed: {by_column}.")
        told += _events(self.events)
        if self.n_follow_up_extended:
            told.append(f"OS time grew in {format_count(self.n_follow_up_extended, 'line')}.")
        if self.n_follow_up_shortened:
            lines = format_count(self.n_follow_up_shortened, "line")
            told.append(f"OS time became shorter in {lines}: check whether this is meant.")
        told += [f"{figure.text[:1].upper()}{figure.text[1:]}." for figure in self.moved]
        return tuple(told) or ("Nothing changed.",)


def compare_cohorts(before: Cohort, after: Cohort, *, conventions: Conventions) -> CohortDifference:
    """Compare two versions of a cohort, line by line and figure by figure.

    Parameters
    ----------
    before, after : Cohort
        Lines are the same where patient and line number are.
    conventions : Conventions
        Under which the figures of both are computed.

    Returns
    -------
    CohortDifference

    Notes
    -----
    A cell that became empty or filled counts as changed. The two columns that only the app has
    (disease, treatment line) follow from others and are not compared. Figures count all lines.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from imt_core.cohort.example import example_cohort
    >>> old = example_cohort()
    >>> months = [6.0, 10.0, 16.0, 9.0, 20.0, 30.0]
    >>> new = replace(old, frame=old.frame.assign(os_months=months, os_event=1.0))
    >>> for sentence in compare_cohorts(old, new, conventions=Conventions()).sentences():
    ...     print(sentence)
    2 cells changed: OS (months) 1, OS event 1.
    1 more death.
    OS time grew in 1 line.
    60-month OS: NE, beyond the last follow-up (24.0 months) → 0.0%.
    >>> compare_cohorts(old, old, conventions=Conventions()).sentences()
    ('Nothing changed.',)
    """
    old, new = _keyed(before.frame), _keyed(after.frame)
    shared = old.index.intersection(new.index, sort=False)
    old_shared, new_shared = old.loc[shared], new.loc[shared]
    own = {column.name for column in DERIVED_COLUMNS} | {"patient_id", "line_number"}
    both = [c for c in new.columns if c in old and c not in own]
    changed = {c: _differs(old_shared[c], new_shared[c]) for c in both}
    grew = _change_of_time(old_shared, new_shared)
    return CohortDifference(
        patients_added=_missing_from(new, old),
        patients_removed=_missing_from(old, new),
        lines_added=_lines(new, old),
        lines_removed=_lines(old, new),
        columns_added=tuple(c for c in new.columns if c not in old and c not in own),
        columns_removed=tuple(c for c in old.columns if c not in new and c not in own),
        changes=_changes(old_shared, new_shared, changed),
        columns=tuple(
            ColumnChange(column=c, label=after.label(c), n_cells=int(differs.sum()))
            for c, differs in changed.items()
            if differs.any()
        ),
        events=tuple(
            _event_change(column, old_shared[column], new_shared[column])
            for column in _EVENTS
            if column in both
        ),
        n_follow_up_extended=int((grew > SAME_NUMBER).sum()),
        n_follow_up_shortened=int((grew < -SAME_NUMBER).sum()),
        figures=figure_changes(before, after, conventions),
        conventions=conventions,
    )


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows under patient, line number, and their order among rows that share both."""
    number = frame["line_number"].fillna(0.0)
    repeat = number.groupby([frame["patient_id"], number], dropna=False).cumcount()
    keys = pd.MultiIndex.from_arrays([frame["patient_id"], number, repeat], names=_KEY)
    return frame.set_axis(keys, axis=0)


def _missing_from(frame: pd.DataFrame, other: pd.DataFrame) -> tuple[str, ...]:
    patients = frame["patient_id"].dropna()
    return tuple(patients[~patients.isin(other["patient_id"])].unique())


def _lines(frame: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    lines = frame.loc[~frame.index.isin(other.index), ["patient_id", "line_number"]]
    return lines.reset_index(drop=True)


def _differs(old: pd.Series, new: pd.Series) -> pd.Series:
    if old.dtype != new.dtype:
        return level_texts(old) != level_texts(new)
    return (old != new) & ~(old.isna() & new.isna())


def _changes(old: pd.DataFrame, new: pd.DataFrame, changed: dict[str, pd.Series]) -> pd.DataFrame:
    parts = [
        new.loc[differs, ["patient_id", "line_number"]].assign(
            column=column,
            before=old.loc[differs, column].astype(object),
            after=new.loc[differs, column].astype(object),
        )
        for column, differs in changed.items()
        if differs.any()
    ]
    if not parts:
        return pd.DataFrame(columns=_CELL_COLUMNS)
    return pd.concat(parts, ignore_index=True)


def _event_change(column: str, old: pd.Series, new: pd.Series) -> EventChange:
    more, fewer = (new == 1) & (old != 1), (old == 1) & (new != 1)
    if column == "os_event":
        # Every line of a patient who died says so; a death is counted once.
        n_more = more.index[more].get_level_values("patient_id").nunique()
        n_fewer = fewer.index[fewer].get_level_values("patient_id").nunique()
    else:
        n_more, n_fewer = int(more.sum()), int(fewer.sum())
    return EventChange(event=_EVENTS[column], n_more=n_more, n_fewer=n_fewer)


def _change_of_time(old: pd.DataFrame, new: pd.DataFrame) -> pd.Series:
    if "os_months" in old and "os_months" in new:
        return new["os_months"] - old["os_months"]
    return pd.Series(dtype=float)


def _both(n_more: int, n_fewer: int, noun: str) -> list[str]:
    told = [f"{format_count(n_more, noun)} added."] if n_more else []
    return told + ([f"{format_count(n_fewer, noun)} removed."] if n_fewer else [])


def _named(what: str, names: Sequence[str]) -> list[str]:
    return [f"{what}: {', '.join(names)}."] if names else []


def _events(events: Sequence[EventChange]) -> list[str]:
    told = [f"{e.n_more:,} more {_plural(e.n_more, e.event)}" for e in events if e.n_more]
    told += [f"{e.n_fewer:,} fewer {_plural(e.n_fewer, e.event)}" for e in events if e.n_fewer]
    return [f"{', '.join(told)}."] if told else []


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
