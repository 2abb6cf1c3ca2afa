"""What must be answered before a sheet can be opened: one question for each error of its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.report import Issue, ValidationReport, format_rows
from imt_core.intake.mapping.mapping import Mapping

QuestionKind = Literal[
    "choice", "patients", "outcome", "date order", "decimal mark", "words", "problem"
]

_KINDS: Final[dict[str, QuestionKind]] = {
    "no_patient_id": "patients",
    "no_endpoint": "outcome",
    "date_order_unknown": "date order",
    "decimal_mark_unknown": "decimal mark",
    "unknown_value": "words",
    "not_a_flag": "words",
}

_ASKED: Final[dict[QuestionKind, str]] = {
    "patients": "Which column names the patient, or is each row a patient of its own?",
    "outcome": "Which columns hold an outcome: a best response, a time with its event, or dates?",
    "date order": "{where}: are the dates of {rows} day-first or month-first?",
    "decimal mark": "{where}: is the decimal mark of the numbers of {rows} the point or the comma?",
    "words": "{where}: what do the words of {rows} mean?",
}
"""The question of each kind; of a problem, what is wrong and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that keeps a sheet from being opened.

    Parameters
    ----------
    kind : str
        What is asked; a ``"choice"`` by one of the options of ``issue.ask``; a ``"problem"`` is
        answered in the sheet, or by leaving its cells out.
    issue : Issue
        The error that the answer does away with.
    source : str
        Header of the column that it is about; empty where it is about none.
    text : str
        The question, with rows and headers but without a cell's content.
    """

    kind: QuestionKind
    issue: Issue
    source: str
    text: str

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows that it is about; empty where it is about all."""
        return self.issue.rows


def open_questions(report: ValidationReport, mapping: Mapping) -> tuple[Question, ...]:
    """Ask about every error of a report.

    Parameters
    ----------
    report : ValidationReport
        Of the sheet as `mapping` makes it.
    mapping : Mapping

    Returns
    -------
    tuple of Question
        None exactly where the sheet can be opened.

    Examples
    --------
    >>> from imt_core.intake.checks.report import validation_report
    >>> issue = Issue(code="unknown_value", severity="error", column="sex", rows=(2, 5),
    ...     message="sex must be one of male, female, but holds something else.", remedy="")
    >>> open_questions(validation_report([issue], n_rows=9), Mapping())[0].text
    'Sex: what do the words of 2 rows (2, 5) mean?'
    >>> open_questions(validation_report([], n_rows=9), Mapping())
    ()
    """
    return tuple(_question(issue, mapping) for issue in report.errors)


def _question(issue: Issue, mapping: Mapping) -> Question:
    kind: QuestionKind = "choice" if issue.ask else _KINDS.get(issue.code, "problem")
    target = issue.column or ""
    column = mapping.of(target)
    source = column.source if column is not None else ""
    if issue.ask is not None:
        text = _with_place(issue.ask.text, issue)
    elif kind == "problem":
        text = issue_text(issue)
    else:
        label = COLUMN_BY_NAME[target].label if target in COLUMN_BY_NAME else target
        where = f"{label} (column {source})" if source and source != target else label
        rows = f"{format_count(len(issue.rows), 'row')} ({format_rows(issue.rows)})"
        text = _ASKED[kind].format(where=where, rows=rows)
    return Question(kind=kind, issue=issue, source=source, text=text)


def issue_text(issue: Issue) -> str:
    """Write an issue in a sentence or two, with its columns and rows.

    Examples
    --------
    >>> issue_text(Issue(code="x", severity="error", column="sex", rows=(2,), message="Wrong.",
    ...     remedy="Correct it."))
    'Wrong. Correct it. (sex; row 2)'
    >>> issue_text(Issue(code="x", severity="error", message="Wrong.", remedy="Correct it."))
    'Wrong. Correct it.'
    """
    return _with_place(f"{issue.message} {issue.remedy}", issue)


def _with_place(text: str, issue: Issue) -> str:
    places = [issue.column] if issue.column else []
    if issue.rows:
        places.append(f"{'row' if len(issue.rows) == 1 else 'rows'} {format_rows(issue.rows)}")
    where = f" ({'; '.join(places)})" if places else ""
    return f"{text}{where}"
