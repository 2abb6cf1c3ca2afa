"""Several tables of the same patients, to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from imt_core.conventions.errors import UnreadableFileError
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.arranged_table import Arrangement, layout_note, renumber_rows
from imt_core.intake.layouts.column_names import (
    canonical_name,
    is_about_treatment,
    patient_column,
    plain_header,
)
from imt_core.intake.layouts.contradicting_outcomes import contradicting_outcomes
from imt_core.intake.layouts.first_line_values import keep_on_first_lines
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.mapping.alike_labels import label_keys


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Keyed:
    """A table, and the column that names its patients."""

    name: str
    table: pd.DataFrame
    patient: str

    @property
    def patients(self) -> pd.Series:
        """The filled cells of the patient column."""
        cells = self.table[self.patient]
        return cells[cells != ""]

    @property
    def repeats(self) -> bool:
        """Whether a patient has several rows."""
        return bool(self.patients.duplicated().any())

    @property
    def line_number(self) -> str | None:
        """The column of line numbers."""
        return next((str(h) for h in self.table if canonical_name(h) == "line_number"), None)


def join_tables(sources: Sequence[SourceTable]) -> Arrangement:
    """Join tables by patient.

    Parameters
    ----------
    sources : sequence of SourceTable
        Two or more.

    Returns
    -------
    Arrangement
        The rows of one table, the base, with the columns of the others. The base is the table that
        has several rows for some patients and most columns of treatment; the most rows decide
        where that does not. Patients that only another table holds are listed in a note.

    Raises
    ------
    UnreadableFileError
        If no table names patients, a table with cohort columns does not, two tables share no
        patient, or two hold the same outcome and contradict each other.

    Notes
    -----
    Tables with the same headers and no common patient are put below each other. A second table
    with several rows per patient is joined by patient and line number where it has both, and left
    out with a warning otherwise: joined by patient alone, it would multiply lines. A column that
    both tables have is kept once where it says the same; else the second is called
    ``column (table)``.

    Examples
    --------
    >>> patients = pd.DataFrame({"patient_id": ["a", "b"], "sex": ["male", "female"]})
    >>> lines = pd.DataFrame({"Patient": ["a", "a"], "regimen": ["AI", "GD"]})
    >>> joined = join_tables([SourceTable(name="patients", table=patients),
    ...     SourceTable(name="lines", table=lines)])
    >>> joined.table["sex"].tolist(), joined.steps
    (['male', 'male'], ('2 patients of patients and 2 rows of lines were joined by patient: 1 \
patient in both, 1 only in patients, 0 only in lines.',))
    >>> join_tables([SourceTable(name="codes", table=pd.DataFrame({"a": ["1"]})),
    ...     SourceTable(name="words", table=pd.DataFrame({"b": ["1"]}))])
    Traceback (most recent call last):
        ...
    imt_core.UnreadableFileError: One of the tables must have a column that names the \
patient, but neither codes nor words has. Name that column patient_id in each table.
    """
    keyed, notes = _with_patients(sources)
    keyed, steps = _stacked(keyed)
    chosen = max(keyed, key=_line_likeness)
    others = [table for table in keyed if table is not chosen]
    base = replace(chosen, table=renumber_rows(chosen.table))
    for other in others:
        base, step, found = _joined(base, other)
        steps += [step]
        notes += found
    return Arrangement(
        table=base.table,
        layout="several tables joined",
        steps=tuple(steps),
        notes=tuple(notes),
        columns=(ColumnMapping(target="patient_id", source=base.patient),),
        row_numbers_changed=True,
    )


def _with_patients(sources: Sequence[SourceTable]) -> tuple[list[_Keyed], list[Issue]]:
    """Tables with a patient column; those that hold nothing of a cohort are left out."""
    columns = {id(source): patient_column(source.table) for source in sources}
    if None in columns.values() and (shared := _shared_column(sources)) is not None:
        columns = dict.fromkeys(columns, shared)
    keyed, notes = [], []
    for source in sources:
        patient = columns[id(source)]
        if patient is not None:
            keyed.append(_Keyed(name=source.name, table=source.table, patient=patient))
            continue
        if any(canonical_name(header) is not None for header in source.table.columns):
            raise UnreadableFileError(
                f"{source.name} must have a column that names the patient to be joined, but has "
                "none. Name that column patient_id, or load this table alone."
            )
        notes.append(
            layout_note(
                "no_patient_column",
                f"{source.name} has no column that names the patient, and was left out.",
                "Name that column patient_id if the table belongs to the cohort.",
                severity="warning",
            )
        )
    if not keyed:
        names = " nor ".join(source.name for source in sources)
        raise UnreadableFileError(
            "One of the tables must have a column that names the patient, but neither "
            f"{names} has. Name that column patient_id in each table."
        )
    return keyed, notes


def _shared_column(sources: Sequence[SourceTable]) -> str | None:
    """A header of all tables that tells the rows of one apart and mostly recurs in the others."""
    for header in sources[0].table.columns:
        if not all(header in source.table for source in sources):
            continue
        cells = [source.table[header] for source in sources]
        unique = [column for column in cells if (column != "").all() and column.is_unique]
        if unique and all(column.isin(unique[0]).mean() >= 0.5 for column in cells):
            return str(header)
    return None


def _stacked(tables: Sequence[_Keyed]) -> tuple[list[_Keyed], list[str]]:
    """Put tables with the same headers below each other."""
    kept: list[_Keyed] = []
    steps = []
    for table in tables:
        same = next(
            (
                k
                for k in kept
                if set(k.table.columns) - {"table"} == set(table.table.columns)
                and k.patient == table.patient
            ),
            None,
        )
        if same is None:
            kept.append(table)
            continue
        if set(same.patients) & set(table.patients):
            raise UnreadableFileError(
                f"{same.name} and {table.name} must hold different patients to be put below each "
                "other, but have the same headers and share patients. Load one of them if they "
                "are two versions, or add a column line_number and put them into one table."
            )
        first = same.table if "table" in same.table else same.table.assign(table=same.name)
        both = pd.concat([first, table.table.assign(table=table.name)])
        kept[kept.index(same)] = replace(same, name=f"{same.name} and {table.name}", table=both)
        steps.append(
            f"{format_count(len(table.table), 'row')} of {table.name} were put below "
            f"{format_count(len(same.table), 'row')} of {same.name}, which has the same headers."
        )
    return kept, steps


def _line_likeness(table: _Keyed) -> tuple[bool, int, bool, int]:
    n_treatment = sum(is_about_treatment(header) for header in table.table.columns)
    return table.repeats and n_treatment > 0, n_treatment, table.repeats, len(table.table)


def _joined(base: _Keyed, other: _Keyed) -> tuple[_Keyed, str, list[Issue]]:
    """The base with the columns of another table."""
    other, spelled = _spelled_as(base, other)
    by_line = other.repeats and _tells_lines_apart(base) and _tells_lines_apart(other)
    if other.repeats and not by_line:
        return (
            base,
            (
                f"Left out: {format_count(len(other.table), 'row')} of {other.name}, since several "
                "rows of a patient cannot be joined to one."
            ),
            [
                layout_note(
                    "several_rows_per_patient",
                    f"{other.name} has several rows for some patients and was left out, because "
                    "each would "
                    f"have multiplied the rows of {base.name}.",
                    "Give both tables a column line_number, or load it alone.",
                    severity="warning",
                    column=other.patient,
                )
            ],
        )
    in_base, in_other = set(base.patients), set(other.patients)
    if not in_base & in_other:
        raise UnreadableFileError(
            f"{base.name} and {other.name} must share patients to be joined, but no patient is in "
            "both. Check that both write the patients in the same way."
        )
    base_keys, other_keys = _keys(base, by_line), _keys(other, by_line)
    used = [other.patient, *([str(other.line_number)] if by_line else [])]
    added = other.table.drop(columns=used)
    added = added.set_axis(other_keys)[(other.table[other.patient] != "").to_numpy()]
    matched = base_keys.isin(added.index).to_numpy()
    taken = added.reindex(base_keys).fillna("").set_axis(base.table.index)
    if differing := contradicting_outcomes(base.table, taken):
        raise UnreadableFileError(
            f"{base.name} and {other.name} must say the same of a patient to be joined, but differ "
            f"in {_listed(differing)}. Load one of them if they are two versions; if they are "
            "of two centres, give their patients different labels and put them into one table."
        )
    table, same = _side_by_side(base.table, taken, matched, other.name)
    step = (
        f"{format_count(len(in_other), 'patient')} of {other.name} and "
        f"{format_count(len(base.table), 'row')} of {base.name} were joined by patient"
        f"{' and line number' if by_line else ''}: "
        f"{format_count(len(in_base & in_other), 'patient')} in both, "
        f"{len(in_other - in_base)} only in {other.name}, "
        f"{len(in_base - in_other)} only in {base.name}."
    )
    if same:
        step += f" Kept once, since both say the same: {format_count(same, 'column')}."
    notes = [*spelled, *_unmatched(base, other, other_keys, base_keys)]
    if base.repeats and not by_line:
        new = [header for header in table.columns if header not in base.table]
        table, kept = keep_on_first_lines(table, patient=base.patient, headers=new)
        notes += kept
    return replace(base, table=table), step, notes


def _spelled_as(base: _Keyed, other: _Keyed) -> tuple[_Keyed, list[Issue]]:
    """Write the patients of a table as the base writes them, where it is clear who is meant."""
    mine, theirs = list(dict.fromkeys(base.patients)), list(dict.fromkeys(other.patients))
    by_key: dict[str, list[str]] = {}
    for label, key in zip(mine, label_keys(mine), strict=True):
        by_key.setdefault(key, []).append(label)
    keys = label_keys(theirs)
    once = {key for key, n in Counter(keys).items() if n == 1 and len(by_key.get(key, ())) == 1}
    pairs = zip(theirs, keys, strict=True)
    same = {label: by_key[key][0] for label, key in pairs if key in once}
    same = {label: written for label, written in same.items() if label != written}
    if not same:
        return other, []
    rows = other.table.index[other.table[other.patient].isin(list(same))]
    table = other.table.assign(**{other.patient: other.table[other.patient].replace(same)})
    note = layout_note(
        "labels_spelled_otherwise",
        f"These rows of {other.name} write their patients otherwise than {base.name} does (case, "
        "blanks, hyphens, leading zeros): they were joined as the same patients.",
        "Write them in one way, if they are others.",
        severity="warning",
        column=other.patient,
        rows=rows,
    )
    return replace(other, table=table), [note]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _tells_lines_apart(table: _Keyed) -> bool:
    return table.line_number is not None and _keys(table, by_line=True).is_unique


def _keys(table: _Keyed, by_line: bool) -> pd.Series:
    if not by_line:
        return table.table[table.patient]
    return table.table[table.patient] + "\0" + table.table[str(table.line_number)]


def _side_by_side(
    left: pd.DataFrame, right: pd.DataFrame, matched: npt.NDArray[np.bool_], name: str
) -> tuple[pd.DataFrame, int]:
    """Both tables' columns; those that agree wherever they meet are kept once."""
    twins = {plain_header(header): header for header in left}
    same, renamed = [], {}
    for header in right:
        twin = twins.get(plain_header(header))
        if twin is not None and bool((left[twin] == right[header])[matched].all()):
            same.append(header)
        elif twin is not None:
            new = f"{header} ({name})"
            renamed[header] = new if new not in left else f"{header} ({name}, again)"
    return pd.concat([left, right.drop(columns=same).rename(columns=renamed)], axis=1), len(same)


def _unmatched(
    base: _Keyed, other: _Keyed, other_keys: pd.Series, base_keys: pd.Series
) -> list[Issue]:
    """Rows of either table that found no partner."""
    lost = other.table.index[~other_keys.isin(base_keys)]
    lone = base.table.index[~base_keys.isin(other_keys)]
    notes = []
    if len(lost):
        notes.append(
            layout_note(
                "rows_without_match",
                f"These rows of {other.name} match no row of {base.name}, and are not in the "
                "table.",
                f"Check how the patients are written, or add them to {base.name}.",
                severity="warning",
                column=other.patient,
                rows=lost,
            )
        )
    if len(lone):
        notes.append(
            layout_note(
                "rows_without_partner",
                f"These rows of the arranged table, from {base.name}, match no row of "
                f"{other.name}; "
                "its columns are empty there.",
                "Check how the patients are written.",
                column=base.patient,
                rows=lone,
            )
        )
    return notes
