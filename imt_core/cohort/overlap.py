"""Patients who count more than once: what is done about it before groups are compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from imt_core.cohort.counting import (
    OVERLAP_MEANING,
    LeftOut,
    Overlap,
    count_shared_patients,
    first_lines,
    left_out_rows,
    shared_patients,
    shared_rows,
)
from imt_core.cohort.grouping import Grouping
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResolvedOverlap:
    """Groups after something was done about patients who count more than once.

    Parameters
    ----------
    overlap : {"keep", "first line", "leave out", "cluster"}
    grouping : Grouping
        The groups that are left, with the patients they still share.
    left_out : tuple of LeftOut
        Lines that were in a group and are no longer, with their patients; empty where none was.
    emptied : tuple of str
        Labels of groups that lost every line.
    """

    overlap: Overlap
    grouping: Grouping
    left_out: tuple[LeftOut, ...]
    emptied: tuple[str, ...]

    @property
    def meaning(self) -> str:
        """What was done, for a reader."""
        return OVERLAP_MEANING[self.overlap]

    @property
    def is_independent(self) -> bool:
        """Whether no patient counts twice, so that a test may take the cases as independent."""
        return self.grouping.n_repeated_patients == 0

    @property
    def notes(self) -> tuple[Note, ...]:
        """The caveats that remain."""
        notes = (*self._clustered_note(), *self._emptied_note())
        if self.overlap == "cluster":
            return (*notes, *self.grouping.empty_note)
        return (*self.grouping.notes, *notes)

    def _clustered_note(self) -> tuple[Note, ...]:
        if self.overlap != "cluster" or not self.grouping.notes:
            return ()
        shared = self.grouping.n_shared_patients
        where = f", {format_count(shared, 'patient')} in more than one group" if shared else ""
        told = self.grouping.told_shared
        what = "intervals allow" if told else "intervals and tests allow"
        message = (
            f"Some patients count with more than one line{where}{told}: {what} for "
            "that (variance clustered by patient), which is approximate with few patients."
        )
        if told:
            message += " No test compares groups that hold the same line."
        return (Note(code="clustered_by_patient", message=message),)

    def _emptied_note(self) -> tuple[Note, ...]:
        if not self.emptied:
            return ()
        message = (
            f"{', '.join(self.emptied)}: no line is left, because every patient there is also in "
            "another group."
        )
        return (Note(code="emptied_groups", message=message),)


def resolve_overlap(grouping: Grouping, overlap: Overlap) -> ResolvedOverlap:
    """Choose the lines that groups keep where patients count more than once.

    Parameters
    ----------
    grouping : Grouping
        Made of the cases that enter an endpoint.
    overlap : {"keep", "first line", "leave out", "cluster"}
        ``"first line"`` keeps each patient's first line over the groups together (the lowest line
        number, then the earliest row of the sheet), also of patients within one group, and leaves
        the patient out where that very line is in more than one group, as subgroups may share it;
        ``"leave out"`` drops every line of patients in more than one group, and keeps what is
        repeated within a group; ``"keep"`` and
        ``"cluster"`` leave the lines as they are, the latter for `clustered_kaplan_meier` and
        `clustered_log_rank`.

    Returns
    -------
    ResolvedOverlap

    Raises
    ------
    ImtError
        If `overlap` is unknown.

    Notes
    -----
    Which line of a shared patient is counted decides the comparison: with ``"first line"`` later
    treatment is compared in those patients only whose earlier lines are out of view.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.grouping import Group
    >>> first, second = (pd.DataFrame({"patient_id": ids, "line_number": [n] * len(ids)}, index=at)
    ...     for ids, n, at in ((["a", "b"], 1.0, [2, 3]), (["a", "c"], 2.0, [4, 5])))
    >>> grouping = Grouping(by=("line_group",), label="Line", n_shared_patients=1,
    ...     groups=tuple(Group(label=name, rows=rows, levels=(("line_group", name),))
    ...                  for name, rows in (("first", first), ("second", second))))
    >>> resolved = resolve_overlap(grouping, "leave out")
    >>> [str(group.count) for group in resolved.grouping.groups]
    ['1 line in 1 patient', '1 line in 1 patient']
    >>> str(resolved.left_out[0].count), resolved.is_independent
    ('2 lines in 1 patient', True)
    >>> resolve_overlap(grouping, "cluster").is_independent
    False
    """
    if overlap not in OVERLAP_MEANING:
        raise ImtError(
            f"overlap must be one of {', '.join(OVERLAP_MEANING)}, but {overlap} was found. "
            "Choose one."
        )
    if overlap in ("keep", "cluster") or not grouping.groups:
        return ResolvedOverlap(overlap=overlap, grouping=grouping, left_out=(), emptied=())
    # The earliest row is that of the sheet, which numbers its rows.
    rows, frames = grouping.rows, [group.rows for group in grouping.groups]
    if overlap == "first line":
        first = first_lines(rows)
        # Which group such a line stands for, cannot be said.
        in_several = first.index.intersection(shared_rows(frames).index)
        kept = first.index.difference(in_several)
        left_out = [
            left_out_rows("later lines of patients already counted", rows.drop(first.index)),
            left_out_rows("first lines that are in more than one group", first.loc[in_several]),
        ]
    else:
        kept = rows.index[~rows["patient_id"].isin(shared_patients(frames))]
        gone = rows.drop(kept)
        left_out = [left_out_rows("patients with lines in more than one group", gone)]
    groups = [
        replace(group, rows=group.rows[group.rows.index.isin(kept)]) for group in grouping.groups
    ]
    remaining = tuple(group for group in groups if len(group.rows))
    return ResolvedOverlap(
        overlap=overlap,
        grouping=replace(
            grouping,
            groups=remaining,
            n_shared_patients=count_shared_patients([group.rows for group in remaining]),
        ),
        left_out=tuple(one for one in left_out if one.count.n_lines),
        emptied=tuple(group.label for group in groups if not len(group.rows)),
    )
