"""Toxicity as tables: worst grades and rates by group, terms by worst grade, and comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.analyses.toxicity import (
    GRADES,
    MEASURE_GRADES,
    MEASURE_NAMES,
    SEVERE,
    GroupToxicity,
    TermGrades,
    TermToxicity,
    ToxicityTable,
)
from imt_core.analyses.toxicity_comparison import ToxicityComparison
from imt_core.reporting.tables.cells import Share, TableValues
from imt_core.reporting.tables.counts import Cell, Count, CountId, Counts, Size, Text, counted
from imt_core.reporting.tables.proportion_pairs_table import format_proportion_pairs
from imt_core.reporting.tables.result_tables import (
    ResultTable,
    ResultTables,
    result_tables,
    shared_patients_fact,
)

_WORST: Final = ("worst grade",)
_RECORD: Final = ("toxicity",)
_TERM: Final = "worst grade of"
_GRADED, _UNGRADED, _NONE = "graded", "no grade known", "not recorded"
_ALL: Final = tuple(map(str, GRADES))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    """One term of a group: a count for each grade, 1 to 5, with any grade, and at 3 or over.

    `asked` is that of the grades that the table is of.
    """

    name: str
    grades: tuple[Count, ...]
    any_grade: Count
    severe: Count
    asked: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A group with its counts."""

    group: GroupToxicity
    size: Size
    recorded: Count
    grades: tuple[Count, ...]
    ungraded: Count
    not_recorded: Count
    terms: tuple[_Term, ...]

    def worst(self, *grades: int) -> Count:
        """Cases whose worst grade is one of these."""
        n = sum(self.grades[grade].n for grade in grades)
        return Count(self.recorded.id.having(_WORST, *map(str, grades)), n)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """From top to bottom."""
        return (
            self.size.lines,
            self.size.patients,
            self.recorded,
            *(Share(count=count, total=self.recorded) for count in self.grades),
            *(
                Share(count=self.worst(*MEASURE_GRADES[measure]), total=self.recorded, rate=rate)
                for measure, rate in self.group.rates.items()
            ),
            self.ungraded,
            self.not_recorded,
        )


def _everyone(table: ToxicityTable) -> CountId:
    return counted(table.unit, table.overlap, table.grouping.columns)


def _columns(table: ToxicityTable) -> list[_Column]:
    columns = []
    # Without cases the one group of all has no column.
    for group, made in zip(table.groups, table.grouping.groups, strict=False):
        cases = _everyone(table).in_group(made.levels)
        recorded = cases.having(_RECORD, _GRADED)
        columns.append(
            _Column(
                group=group,
                size=Size.of(cases, group.count),
                recorded=Count(recorded, group.n_recorded),
                grades=tuple(
                    Count(recorded.having(_WORST, str(grade)), group.counts[grade])
                    for grade in GRADES
                ),
                ungraded=Count(cases.having(_RECORD, _UNGRADED), group.n_ungraded),
                not_recorded=Count(cases.having(_RECORD, _NONE), group.n_not_recorded),
                terms=tuple(_term(recorded, term, table.grades) for term in group.terms),
            )
        )
    return columns


def _term_grades(cases: CountId, term: str, grades: TermGrades) -> CountId:
    """Those of some cases that have a term at one of the grades that a table is of."""
    least = SEVERE if grades == "severe" else 1
    return cases.having((_TERM, term.casefold()), *_ALL[least:])


def _term(recorded: CountId, term: TermToxicity, grades: TermGrades) -> _Term:
    subject = (_TERM, term.term.casefold())
    any_grade = Count(recorded.having(subject, *_ALL[1:]), term.n_any)
    severe = Count(recorded.having(subject, *_ALL[SEVERE:]), term.n_severe)
    return _Term(
        name=term.term,
        grades=tuple(
            Count(recorded.having(subject, grade), n)
            for grade, n in zip(_ALL[1:], term.counts, strict=True)
        ),
        any_grade=any_grade,
        severe=severe,
        asked=severe if grades == "severe" else any_grade,
    )


def toxicity_values(table: ToxicityTable) -> TableValues:
    """One column for each group: worst grades, and each rate of those recorded."""
    label, columns = table.conventions.conf_label, _columns(table)
    headings = (
        "Lines",
        "Patients",
        f"Toxicity recorded, {table.unit}",
        "No toxicity (% of recorded)",
        *(f"Worst grade {grade} (% of recorded)" for grade in GRADES[1:]),
        *(f"{name[:1].upper()}{name[1:]} ({label})" for name in MEASURE_NAMES.values()),
        "Event of no known grade",
        "Not recorded",
    )
    rows = zip(map(Text, headings), *(column.cells for column in columns), strict=True)
    return TableValues(
        columns=(table.grouping.label, *(group.label for group in table.groups)),
        rows=tuple(rows) if columns else (),
    )


def term_values(table: ToxicityTable) -> TableValues:
    """A row for each term that occurred, under the name of its group: lines by its worst grade."""
    is_severe = table.grades == "severe"
    grades = GRADES[SEVERE:] if is_severe else GRADES[1:]
    rows: list[tuple[Cell, ...]] = []
    masked_order: list[int] = []
    several = len(table.groups) > 1
    for column in _columns(table):
        terms = sorted(
            (term for term in column.terms if term.asked.n),
            key=lambda term: (-term.severe.n, -term.any_grade.n),
        )
        if several and terms:
            masked_order.append(len(rows))
            blanks = (Text("") for _ in range(len(grades) + 2 - is_severe))
            rows.append((Text(column.group.label), *blanks))
        # The usual order tells which term is commoner.
        by_name = sorted(range(len(terms)), key=lambda at: terms[at].name.casefold())
        masked_order += [len(rows) + at for at in by_name]
        rows += [
            (
                Text(term.name),
                *(term.grades[grade - 1] for grade in grades),
                *([] if is_severe else [Share(count=term.any_grade, total=column.recorded)]),
                Share(count=term.severe, total=column.recorded),
            )
            for term in terms
        ]
    return TableValues(
        columns=(
            "Term",
            *(f"Grade {grade}" for grade in grades),
            *([] if is_severe else ["Any grade (% of recorded)"]),
            "Grade 3 and over (% of recorded)",
        ),
        rows=tuple(rows),
        masked_order=tuple(masked_order),
    )


def format_toxicity_table(table: ToxicityTable) -> pd.DataFrame:
    """One column for each group: worst grades, and each rate of those recorded.

    Examples
    --------
    >>> from imt_core.analyses.toxicity import toxicity_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("abcdef"), "line_number": [1.0] * 6,
    ...                       "worst_ae_grade": [0.0, 1, 3, 3, 5, None]})
    >>> shown = format_toxicity_table(toxicity_table(Cohort(frame=frame, name="six")))
    >>> shown.set_index("All together")["All"][["Grade 3–4 (95% CI)", "Not recorded"]].tolist()
    ['2/5\\xa0=\\xa040.0% (5.3–85.3)', '1']
    """
    return toxicity_values(table).to_frame()


def format_term_table(table: ToxicityTable) -> pd.DataFrame:
    """A row for each term that occurred, under the name of its group: lines by its worst grade."""
    return term_values(table).to_frame()


def rarer_terms(table: ToxicityTable) -> str:
    """How many terms are not listed because they have fewer cases; empty where none is."""
    if not table.n_rarer:
        return ""
    terms = "1 term" if table.n_rarer == 1 else f"{table.n_rarer} terms"
    are = "is" if table.n_rarer == 1 else "are"
    at = " at grade 3 or over" if table.grades == "severe" else ""
    return f"{terms} of fewer than {table.least} {table.unit}{at} {are} not listed."


@result_tables.register
def _(table: ToxicityTable) -> ResultTables:
    everyone = Size.of(_everyone(table), table.count)
    grades = ResultTable(
        name="toxicity",
        heading="Toxicity by worst grade",
        values=toxicity_values(table),
        numbers=table.to_frame(),
    )
    terms = ResultTable(
        name="terms",
        heading="Terms by worst grade"
        + (", grade 3 and over" if table.grades == "severe" else "")
        + (f", of at least {table.least} {table.unit}" if table.least > 1 else ""),
        values=term_values(table),
        lists_common=table.least > 1,
        numbers=table.terms_to_frame(),
    )
    has_terms = any(group.terms for group in table.groups)
    return ResultTables(
        tables=(grades, *([terms] if has_terms else [])) if table.groups else (),
        size=everyone,
        counts=_counts(table, everyone),
        facts=shared_patients_fact(table),
    )


def _counts(table: ToxicityTable, everyone: Size) -> Counts:
    counts, columns = Counts(), _columns(table)
    counts.add_sizes(everyone, *(column.size for column in columns))
    counts.add_groups(everyone, [column.size for column in columns], table.grouping.columns)
    for column in columns:
        recorded, others = column.recorded, (column.ungraded, column.not_recorded)
        toxic, grave = column.worst(*GRADES[1:]), column.worst(*GRADES[SEVERE:])
        severe, fatal = column.worst(3, 4), column.worst(5)
        counts.add(recorded, *column.grades, toxic, severe, fatal, *others)
        counts.add(grave, unseen=True)
        none, *toxic_grades = column.grades
        counts.add_sum(column.size.lines, (recorded, *others))
        counts.add_sum(recorded, (none, toxic))
        counts.add_sum(toxic, toxic_grades)
        counts.add_sum(severe, toxic_grades[SEVERE - 1 : SEVERE + 1])
        counts.add_sum(grave, (severe, fatal))
        for term in column.terms:
            # A term without a row did not occur in its group.
            if term.asked.n:
                counts.at_least[term.asked.id] = 1
            else:
                counts.add_sum(term.asked, ())
            counts.add(*term.grades[SEVERE - 1 :], term.severe)
            counts.add_sum(term.severe, term.grades[SEVERE - 1 :])
            if table.grades == "all":
                counts.add(*term.grades, term.any_grade)
                counts.add_sum(term.any_grade, term.grades)
        _join_terms(counts, table, column)
    _add_least(counts, table, columns)
    return counts


def _join_terms(counts: Counts, table: ToxicityTable, column: _Column) -> None:
    """Say that who has a term at a grade has no lower worst grade, and has a term at that grade.

    The second where it is so: a sheet may give a worst grade without its term.
    """
    for grade in range(SEVERE if table.grades == "severe" else 1, GRADES[-1] + 1):
        worst, own = column.worst(*GRADES[grade:]), _ALL[grade:]
        counts.add(worst, unseen=True)
        for term in column.terms:
            subject = (_TERM, term.name.casefold())
            n = sum(count.n for count in term.grades[grade - 1 :])
            at_least = Count(column.recorded.id.having(subject, *own), n)
            counts.add(at_least, unseen=True)
            counts.at_most.append((at_least.id, worst.id))
        of_grade = [term.grades[grade - 1] for term in column.terms]
        in_each = column.recorded.id.having(("in each term",), str(grade))
        each = Count(in_each, sum(count.n for count in of_grade))
        if table.least == 1 and column.grades[grade].n <= each.n:
            counts.add(each, unseen=True)
            counts.add_sum(each, of_grade)
            counts.at_most.append((column.grades[grade].id, in_each))


def _add_least(counts: Counts, table: ToxicityTable, columns: list[_Column]) -> None:
    """A term that is listed has the cases that it must have, over the groups together."""
    everyone = _everyone(table).having(_RECORD, _GRADED)
    for of_groups in zip(*(column.terms for column in columns), strict=True):
        parts = [term.asked for term in of_groups]
        total = Count(
            _term_grades(everyone, of_groups[0].name, table.grades), sum(part.n for part in parts)
        )
        counts.add(total, unseen=len(parts) > 1)
        counts.add_sum(total, parts)
        counts.at_least[total.id] = table.least
    if table.least == 1:
        levels = _ALL[SEVERE if table.grades == "severe" else 1 :]
        names = frozenset((_TERM, term.name.casefold()) for c in columns for term in c.terms)
        counts.listed.append((everyone, _TERM, levels, names))


def format_toxicity_comparison(comparison: ToxicityComparison) -> pd.DataFrame:
    """One row for each pair: difference of the rates with its interval, Fisher's p, Holm's p."""
    return format_proportion_pairs(
        comparison.pairs, MEASURE_NAMES[comparison.measure], comparison.conventions.conf_label
    )
