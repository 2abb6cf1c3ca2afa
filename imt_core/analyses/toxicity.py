"""Toxicity by group: the worst grade of each treatment line, and of each term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import pandas as pd

from imt_core.cohort.adverse_events import (
    AdverseEvent,
    RecordedEvents,
    read_adverse_events,
    term_key,
)
from imt_core.cohort.counting import CaseCount, LeftOut, Overlap, Unit, cases_in_unit
from imt_core.cohort.grouping import ALL_LABEL, Group, Grouping, group_rows
from imt_core.cohort.named_subgroups import GroupBy
from imt_core.cohort.overlap import resolve_overlap
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.conventions.notes import Note, distinct_notes
from imt_core.estimates.proportions import Proportion, proportion
from imt_core.estimates.small_groups import small_group_note

GRADES: Final = (0, 1, 2, 3, 4, 5)
"""CTCAE grades; 0 where it is recorded that there was no toxicity."""

SEVERE: Final = 3
"""The lowest grade of severe toxicity."""

FATAL: Final = 5

TermGrades = Literal["all", "severe"]
"""Which grades a table of terms is of: all of them, or 3 and over."""

ToxicityMeasure = Literal["any", "severe", "fatal"]
"""Any grade (1 to 5), grade 3-4, and grade 5."""

MEASURE_GRADES: Final[Mapping[ToxicityMeasure, tuple[int, ...]]] = {
    "any": (1, 2, 3, 4, 5),
    "severe": (3, 4),
    "fatal": (5,),
}
"""The worst grades that count towards each measure."""

MEASURE_NAMES: Final[Mapping[ToxicityMeasure, str]] = {
    "any": "any grade",
    "severe": "grade 3–4",
    "fatal": "grade 5",
}

TOXICITY_COLUMNS: Final = ("worst_ae_grade", "adverse_events")

_UNGRADED: Final = -1
_NOT_RECORDED: Final = -2
"""In the place of a worst grade."""

_MOST_NAMED: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TermToxicity:
    """One term in one group: lines by the worst grade that the term has on them, 1 to 5."""

    term: str
    counts: tuple[int, ...]

    @property
    def n_any(self) -> int:
        """Lines with the term."""
        return sum(self.counts)

    @property
    def n_severe(self) -> int:
        """Lines with the term at grade 3 or over."""
        return sum(self.counts[SEVERE - 1 :])


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupToxicity:
    """Toxicity of one group.

    Parameters
    ----------
    label : str
    place : int
        Where it stands among all groups of the cohort before any filter.
    count : CaseCount
        All lines and patients of the group.
    counts : tuple of int
        Cases by worst grade, 0 to 5.
    n_ungraded : int
        Cases with an event of which no grade is recorded: in no rate.
    n_not_recorded : int
        Cases of which nothing is recorded: in no rate either.
    rates : dict of str to Proportion
        Any grade, grade 3-4 and grade 5, of the cases with a worst grade.
    terms : tuple of TermToxicity
        Those of the table, in its order.
    """

    label: str
    place: int
    count: CaseCount
    counts: tuple[int, ...]
    n_ungraded: int
    n_not_recorded: int
    rates: dict[ToxicityMeasure, Proportion]
    terms: tuple[TermToxicity, ...]

    @property
    def n_recorded(self) -> int:
        """Cases with a worst grade, 0 among them: the denominator."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ToxicityTable:
    """Toxicity by group.

    Parameters
    ----------
    unit : {"lines", "patients"}
    overlap : {"keep", "first line", "leave out"}
        What was done where groups share patients.
    grouping : Grouping
    count : CaseCount
        All lines and patients counted.
    left_out : tuple of LeftOut
        Lines left out because groups share patients.
    groups : tuple of GroupToxicity
    together : GroupToxicity
        Of all groups, a case that is in several of them once.
    grades : {"all", "severe"}
        Which grades the terms are of.
    least : int
        The cases that a term must have in all groups together, of these grades.
    n_rarer : int
        Terms with fewer.
    conventions : Conventions
    notes : tuple of Note
    """

    unit: Unit
    overlap: Overlap
    grouping: Grouping
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    groups: tuple[GroupToxicity, ...]
    together: GroupToxicity
    grades: TermGrades
    least: int
    n_rarer: int
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def method(self) -> str:
        """Grades, denominators and interval, in one sentence."""
        return (
            f"worst CTCAE grade of a line; rates are of {self.unit} with toxicity recorded (grade "
            "0 or “none” is recorded, an empty cell is not); grade 3–4: the worst grade is 3 or 4; "
            "of a term, a line counts once with its worst grade; "
            f"{self.conventions.proportion_method}"
        )

    @property
    def tested(self) -> tuple[GroupToxicity, ...]:
        """The groups that a test may compare: those that are recorded."""
        made = (group.is_recorded for group in self.grouping.groups if len(group.rows))
        pairs = zip(self.groups, made, strict=True)
        return tuple(group for group, is_recorded in pairs if is_recorded)

    def to_frame(self) -> pd.DataFrame:
        """One row for each group; counts and fractions, unformatted."""
        return pd.DataFrame(
            [
                {
                    "group": group.label,
                    "unit": self.unit,
                    "n_lines": group.count.n_lines,
                    "n_patients": group.count.n_patients,
                    "n_recorded": group.n_recorded,
                    **{f"worst_grade_{g}": group.counts[g] for g in GRADES},
                    "n_ungraded": group.n_ungraded,
                    "n_not_recorded": group.n_not_recorded,
                    **{
                        f"{name}{of}": value
                        for name, rate in group.rates.items()
                        for of, value in (
                            ("", rate.estimate),
                            ("_conf_low", rate.conf_low),
                            ("_conf_high", rate.conf_high),
                        )
                    },
                    "conf_level": self.conventions.conf_level,
                    "method": self.method,
                }
                for group in self.groups
            ]
        )

    def terms_to_frame(self) -> pd.DataFrame:
        """One row for each term of each group: cases by the term's worst grade."""
        return pd.DataFrame(
            [
                {
                    "group": group.label,
                    "term": term.term,
                    "n_recorded": group.n_recorded,
                    **{f"grade_{g}": n for g, n in enumerate(term.counts, start=1)},
                    "any_grade": term.n_any,
                    "grade_3_and_over": term.n_severe,
                }
                for group in self.groups
                for term in group.terms
            ],
            columns=[
                "group",
                "term",
                "n_recorded",
                *(f"grade_{g}" for g in GRADES[1:]),
                "any_grade",
                "grade_3_and_over",
            ],
        )


def toxicity_table(
    cohort: Cohort,
    *,
    by: GroupBy = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    grades: TermGrades = "all",
    least: int = 1,
    conventions: Conventions = AS_PUBLISHED,
) -> ToxicityTable:
    """Count worst grades and terms in every group of a cohort.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    by : sequence of str or of NamedSubgroup
        Columns whose levels, crossed, make the groups, or subgroups by name, in one of which each
        line is (`within_subgroups`); none for all together.
    unit : {"lines", "patients"}
        With ``"patients"`` the first line in view of each patient is counted.
    overlap : {"keep", "first line", "leave out"}
        What is done where groups share patients; see `resolve_overlap`.
    grades : {"all", "severe"}
        With ``"severe"`` only terms at grade 3 or over.
    least : int
        Terms of fewer cases, in all groups together, are counted and not listed.
    conventions : Conventions
        Gives the interval and its level.

    Returns
    -------
    ToxicityTable
        Without cases it has no groups.

    Raises
    ------
    ImtError
        If the cohort has neither ``worst_ae_grade`` nor ``adverse_events``, `grades` is unknown or
        `least` is below 1.

    Notes
    -----
    The worst grade of a line is the highest of ``worst_ae_grade`` and the grades in
    ``adverse_events``; where the two differ, a note says of how many lines. Grade 0 and the word
    "none" say that there was no toxicity; an empty cell says nothing, and such a line is in no
    denominator. Nor is one with an event of which no grade is known. Terms that differ in case and
    blanks alone are one. They are not grouped: the sheet names no organ class.
    R: ``binom.test(x, n)``.

    References
    ----------
    NCI. Common Terminology Criteria for Adverse Events (CTCAE) v5.0. 2017.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "worst_ae_grade": [3.0, 0, np.nan, np.nan],
    ...     "adverse_events": ["G3 anaemia; G1 Nausea", None, "G1 nausea; G2 nausea", None]})
    >>> group = toxicity_table(Cohort(frame=frame, name="four")).groups[0]
    >>> group.counts, group.n_not_recorded, group.rates["severe"].n_success, group.n_recorded
    ((1, 0, 1, 1, 0, 0), 1, 1, 3)
    >>> [(term.term, term.counts) for term in group.terms]
    [('anaemia', (0, 0, 1, 0, 0)), ('nausea', (1, 1, 0, 0, 0))]
    """
    if not {*TOXICITY_COLUMNS} & {*cohort.frame.columns}:
        raise ImtError(
            "cohort must have worst_ae_grade or adverse_events for a toxicity table, but both are "
            "missing. Add one of them to the sheet."
        )
    if grades not in get_args(TermGrades) or least < 1:
        raise ImtError(
            "grades must be all or severe and least at least 1, but "
            f"{grades} and {least} were found. Choose them anew."
        )
    rows = cases_in_unit(cohort.frame, unit)
    resolved = resolve_overlap(group_rows(cohort, rows, by), overlap)
    grouping = resolved.grouping
    counted = grouping.among(rows)
    cells = _cells(counted)
    worst = worst_grades(counted, cells)
    by_term = _grades_by_term(cells)
    names, n_rarer = _listed(by_term, cells, grades, least)
    groups = tuple(
        _group(group, worst, by_term, names, conventions)
        for group in grouping.groups
        if len(group.rows)
    )
    noun = unit.removesuffix("s")
    recorded = (f"{noun} with toxicity recorded", f"{noun}s with toxicity recorded")
    notes = [
        note
        for group in groups
        for note in (
            *small_group_note(group.label, _list_grades(group), *recorded),
            *_not_recorded_note(group, noun),
        )
    ]
    return ToxicityTable(
        unit=unit,
        overlap=overlap,
        grouping=grouping,
        count=grouping.count,
        left_out=resolved.left_out,
        groups=groups,
        together=_group(
            Group(label=ALL_LABEL, rows=counted, levels=()), worst, by_term, names, conventions
        ),
        grades=grades,
        least=least,
        n_rarer=n_rarer,
        conventions=conventions,
        notes=distinct_notes(
            (
                *resolved.notes,
                *notes,
                *_conflict_note(counted, cells, noun),
                *_no_term_note(worst, cells, noun),
                *_unread_note(cells),
            )
        ),
    )


def _cells(rows: pd.DataFrame) -> dict[object, RecordedEvents]:
    """What the cell of each line says."""
    if "adverse_events" not in rows:
        return dict.fromkeys(rows.index, RecordedEvents())
    return {key: read_adverse_events(text) for key, text in rows["adverse_events"].items()}


def worst_grades(rows: pd.DataFrame, cells: Mapping[object, RecordedEvents]) -> pd.Series:
    """The worst grade of each line; below 0 where it is not known, or nothing is recorded."""
    nothing = pd.Series(np.nan, index=rows.index)
    written = pd.Series({key: cell.worst_grade for key, cell in cells.items()}, dtype=float)
    known = pd.concat([rows.get("worst_ae_grade", nothing), written], axis=1).max(axis=1)
    names_event = pd.Series({key: bool(cell.unread) for key, cell in cells.items()}, dtype=bool)
    # Grade 0 beside an event without a grade: there was one, and how grave it was is not known.
    ungraded = names_event & ~(known > 0)
    return known.mask(ungraded, _UNGRADED).fillna(_NOT_RECORDED).astype(int)


def _grades_by_term(cells: Mapping[object, RecordedEvents]) -> dict[str, dict[object, int]]:
    """For each term the lines that have it, with its worst grade on each."""
    found: dict[str, dict[object, int]] = {}
    for key, cell in cells.items():
        for event in cell.events:
            if event.grade:
                lines = found.setdefault(term_key(event.term), {})
                lines[key] = max(event.grade, lines.get(key, 0))
    return found


def _listed(
    by_term: Mapping[str, Mapping[object, int]],
    cells: Mapping[object, RecordedEvents],
    grades: TermGrades,
    least: int,
) -> tuple[dict[str, str], int]:
    """The terms that are listed, in order, as they are most often written; how many are rarer."""

    def sizes(term: str) -> tuple[int, int]:
        worst = by_term[term].values()
        return sum(grade >= SEVERE for grade in worst), len(worst)

    n_of = {term: sizes(term)[0 if grades == "severe" else 1] for term in by_term}
    ordered = sorted(by_term, key=lambda term: (*(-n for n in sizes(term)), term))
    listed = [term for term in ordered if n_of[term] >= least]
    written: dict[str, Counter[str]] = {}
    for event in _events(cells):
        spelling = " ".join(event.term.split())
        written.setdefault(term_key(spelling), Counter())[spelling] += 1
    names = {term: written[term].most_common(1)[0][0] for term in listed}
    return names, sum(0 < n < least for n in n_of.values())


def _events(cells: Mapping[object, RecordedEvents]) -> list[AdverseEvent]:
    return [event for cell in cells.values() for event in cell.events]


def _group(
    group: Group,
    worst: pd.Series,
    by_term: Mapping[str, Mapping[object, int]],
    names: Mapping[str, str],
    conventions: Conventions,
) -> GroupToxicity:
    own = worst[group.rows.index]
    counts = tuple(int((own == grade).sum()) for grade in GRADES)

    def rate(measure: ToxicityMeasure) -> Proportion:
        return proportion(
            sum(counts[grade] for grade in MEASURE_GRADES[measure]),
            sum(counts),
            conf_level=conventions.conf_level,
            conf_type=conventions.proportion_conf_type,
        )

    def term(key: str) -> TermToxicity:
        found = Counter(grade for line, grade in by_term[key].items() if line in own.index)
        return TermToxicity(term=names[key], counts=tuple(found[grade] for grade in GRADES[1:]))

    return GroupToxicity(
        label=group.label,
        place=group.place,
        count=group.count,
        counts=counts,
        n_ungraded=int((own == _UNGRADED).sum()),
        n_not_recorded=int((own == _NOT_RECORDED).sum()),
        rates={measure: rate(measure) for measure in MEASURE_GRADES},
        terms=tuple(map(term, names)),
    )


def _list_grades(group: GroupToxicity) -> list[str]:
    return [f"grade {grade}" for grade in reversed(GRADES) for _ in range(group.counts[grade])]


def _not_recorded_note(group: GroupToxicity, noun: str) -> list[Note]:
    parts = [
        f"{format_count(n, noun)} {what}"
        for n, what in (
            (group.n_not_recorded, "without any record of toxicity"),
            (group.n_ungraded, "with an event of no known grade"),
        )
        if n
    ]
    if not parts:
        return []
    are = "is" if group.n_not_recorded + group.n_ungraded == 1 else "are"
    message = f"{group.label}: {' and '.join(parts)} {are} in no rate, nor counted as free of it."
    return [Note(code="toxicity_not_recorded", message=message)]


def _conflict_note(
    rows: pd.DataFrame, cells: Mapping[object, RecordedEvents], noun: str
) -> list[Note]:
    """Where the two columns disagree about the worst grade of a line."""
    if not {*TOXICITY_COLUMNS} <= {*rows.columns}:
        return []
    written = pd.Series({key: cell.worst_grade for key, cell in cells.items()}, dtype=float)
    recorded = rows["worst_ae_grade"]
    n = int((written.notna() & recorded.notna() & (written != recorded)).sum())
    if not n:
        return []
    message = (
        f"Of {format_count(n, noun)} worst_ae_grade is not the highest grade in adverse_events: "
        "the higher of the two is counted. The check of the sheet names the rows."
    )
    return [Note(code="grades_differ", message=message)]


def _no_term_note(
    worst: pd.Series, cells: Mapping[object, RecordedEvents], noun: str
) -> list[Note]:
    """Where there was toxicity, and the sheet does not say which."""
    has_term = pd.Series({key: bool(cell.events) for key, cell in cells.items()}, dtype=bool)
    n = int(((worst > 0) & ~has_term).sum())
    if not n:
        return []
    message = (
        f"Of {format_count(n, noun)} with a worst grade above 0 no graded term is recorded, so the "
        "terms are counted too low."
    )
    return [Note(code="grade_without_term", message=message)]


def _unread_note(cells: Mapping[object, RecordedEvents]) -> list[Note]:
    """The entries that are not a grade and a term, named and counted."""
    spelled: dict[str, str] = {}
    found: Counter[str] = Counter()
    for cell in cells.values():
        for entry in cell.unread:
            spelled.setdefault(term_key(entry), entry)
            found[term_key(entry)] += 1
    if not found:
        return []
    named = [f"{spelled[key]} ({n})" for key, n in found.most_common(_MOST_NAMED)]
    if len(found) > _MOST_NAMED:
        named.append(f"{len(found) - _MOST_NAMED} others")
    entries = format_count(found.total(), "entry", "entries")
    message = (
        f"{entries} of adverse_events without a grade and a term, in no row of the terms: "
        f"{', '.join(named)}."
    )
    return [Note(code="ungraded_entries", message=message)]
