"""What is taken for granted where a sheet does not say it, and how a reader says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS, MAIN_ENDPOINTS
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.checks.report import Issue

_DATED: Final = [end for end in MAIN_ENDPOINTS.values() if "progression_date" in end.dates]
_NAMED: Final = " and ".join(end.short for end in _DATED)

STAGE_OF_ALL: Final = Ask(
    key="stage:all",
    text="The sheet has no stage, and "
    + " or ".join(
        f"{end.short} ({end.extent} disease)" for end in sorted(_DATED, key=lambda e: e.name)
    )
    + " can be worked out from its dates only where the stage is known: which was the disease of "
    "all rows?",
    options=(
        ("localized", f"All localized: {MAIN_ENDPOINTS['localized'].short} is worked out"),
        (
            "advanced",
            f"All locally advanced or metastatic: {MAIN_ENDPOINTS['advanced'].short} is worked out",
        ),
        ("not known", "Not known, or not all the same: neither is worked out"),
    ),
)
START_OF_ALL: Final = Ask(
    key="start:all",
    text="The sheet has dates of progression or death and of the last contact, but no column was "
    "recognised as the start of treatment, from which every endpoint counts: choose it by hand, or "
    "does the sheet have none?",
    options=(("none", "It has none: no endpoint is worked out"),),
)
LINE_OF_ALL: Final = Ask(
    key="line:all",
    text="The sheet has one row per patient and does not say which treatment line it is: were they "
    "all first lines?",
    options=(
        ("first", "All first lines"),
        ("not known", "Not known: line numbers stay empty, and no line is counted as a first"),
    ),
    default="first",
)
NEXT_LINE: Final = Ask(
    key="next line",
    text=f"Where a line has no progression date and the patient's next line began: does {_NAMED} "
    "end there?",
    options=(
        ("censored", "Yes: censored when the next line starts"),
        ("runs on", "No: it runs on to death or the last follow-up"),
    ),
    default="censored",
)
_LINE_WORDS_TEXT: Final = (
    "line lines prior previous pretreated firstline linea linee precedenti ligne lignes "
    "anterieures linie linien therapielinie erstlinie erstlinientherapie vorbehandlung "
    "vorbehandlungen vortherapien lineas previas previos lijn lijnen eerstelijns eerdere linia "
    "linii wczesniejsze"
)
_LINE_WORDS: Final = frozenset(_LINE_WORDS_TEXT.split())
"""Words in headers of sheets that say which line their rows are, in seven languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What holds for every line of a sheet that does not say it.

    Parameters
    ----------
    extent : {"localized", "advanced"} or None
        Of the disease, where the sheet has no stage at all; ``None`` where it is not known.
    one_row_is_first_line : bool
        Whether the only row of each patient is a first line where no line is numbered.
    next_line_censors : bool
        Whether PFS and RFS that are worked out without a progression date are censored when the
        patient's next line starts.
    """

    extent: str | None = None
    one_row_is_first_line: bool = True
    next_line_censors: bool = True


AS_STATED: Final = Assumptions()
"""What the data dictionary says."""


def assumptions_from(answers: Answers) -> Assumptions:
    """Read what a reader answered.

    Parameters
    ----------
    answers : mapping of str to str
        As a `Mapping` holds them.

    Returns
    -------
    Assumptions

    Examples
    --------
    >>> assumptions_from({"stage:all": "advanced", "next line": "runs on"})
    Assumptions(extent='advanced', one_row_is_first_line=True, next_line_censors=False)
    >>> assumptions_from({"stage:all": "not known"}) == AS_STATED
    True
    """
    extent = STAGE_OF_ALL.answer(answers)
    return Assumptions(
        extent=extent if extent in MAIN_ENDPOINTS else None,
        one_row_is_first_line=LINE_OF_ALL.answer(answers) != "not known",
        next_line_censors=NEXT_LINE.answer(answers) != "runs on",
    )


def asked_of_all(table: pd.DataFrame, headers: Iterable[object], answers: Answers) -> list[Issue]:
    """Ask what holds for all rows of a sheet that does not say it.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts in the canonical layout.
    headers : iterable of str
        Of the sheet as it was handed over.
    answers : mapping of str to str

    Returns
    -------
    list of Issue
        The stage is an error until it is answered, where an endpoint hangs on it: no figure is
        made of a guess. That single rows are first lines is said, and may be answered otherwise.

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["a", "b"], "start_date": ["2020-01-01"] * 2,
    ...     "progression_date": ["2020-07-01", ""]})
    >>> [(issue.code, issue.severity) for issue in asked_of_all(table, table.columns, {})]
    [('stage_of_all', 'error'), ('first_line_assumed', 'information')]
    >>> asked_of_all(table.assign(stage="localized", line_number="1"), [], {})
    []
    >>> ends = pd.DataFrame({"death_date": ["2020-01-01"], "last_followup_date": ["2020-01-01"]})
    >>> [(issue.code, issue.severity) for issue in asked_of_all(ends, [], {})]
    [('start_of_all', 'error')]
    """
    return [*_start(table, answers), *_stage(table, answers), *_line(table, headers, answers)]


def _filled(table: pd.DataFrame, column: str) -> pd.Series:
    return table[column] != "" if column in table else pd.Series(False, index=table.index)


def _start(table: pd.DataFrame, answers: Answers) -> Iterator[Issue]:
    """Dates of ends without any of a start leave every endpoint out."""
    ends = _filled(table, "death_date").any() or _filled(table, "progression_date").any()
    known = ["start_date", *(end.months_column for end in ENDPOINTS.values())]
    if not ends or not _filled(table, "last_followup_date").any():
        return
    if any(_filled(table, column).any() for column in known):
        return
    chosen = START_OF_ALL.answer(answers)
    yield Issue(
        code="start_of_all",
        severity="error" if chosen is None else "information",
        column="start_date",
        message="The sheet has dates of how lines ended, and none of when they began: no endpoint "
        "is worked out.",
        remedy="Choose the column of the start of treatment by hand, or add one.",
        ask=START_OF_ALL,
    )


def _stage(table: pd.DataFrame, answers: Answers) -> Iterator[Issue]:
    dated = _filled(table, "start_date") & _filled(table, "progression_date")
    for end in _DATED:
        dated &= ~_filled(table, end.months_column)
    if _filled(table, "stage").any() or not dated.any():
        return
    chosen = STAGE_OF_ALL.answer(answers)
    done = {
        None: "It decides which of them is worked out from the dates.",
        "not known": f"As answered, neither {' nor '.join(e.short for e in _DATED)} is worked out.",
    }
    extent = f"As answered, all rows are taken as {chosen} disease."
    yield Issue(
        code="stage_of_all",
        severity="error" if chosen is None else "information",
        column="stage",
        message=f"The sheet has no stage. {done.get(chosen, extent)}",
        remedy="Answer for all rows, or add a column with the stage of each.",
        ask=STAGE_OF_ALL,
    )


def _line(table: pd.DataFrame, headers: Iterable[object], answers: Answers) -> Iterator[Issue]:
    says_so = _filled(table, "line_number").any() or _filled(table, "prior_lines").any()
    if says_so or "patient_id" not in table or not table["patient_id"].is_unique:
        return
    words = {word for header in headers for word in plain_text(str(header)).split()}
    if len(table) < 2 or words & _LINE_WORDS:
        return
    known = "is taken for the patient's first line, as no column numbers the lines"
    if LINE_OF_ALL.answer(answers) == "not known":
        known = "has no line number, as answered"
    yield Issue(
        code="first_line_assumed",
        severity="information",
        column="line_number",
        message=f"The sheet has one row per patient: each {known}.",
        remedy="Say if that is not so, or add a column line_number.",
        ask=LINE_OF_ALL,
    )


def next_line_issues(rows: dict[str, pd.Series], assumptions: Assumptions) -> list[Issue]:
    """Say of each endpoint on which rows the next line's start decides its end.

    Parameters
    ----------
    rows : dict of str to pandas.Series of bool
        By endpoint, the rows that it decides on.
    assumptions : Assumptions

    Returns
    -------
    list of Issue

    Examples
    --------
    >>> rows = {"pfs": pd.Series([True, False], index=[2, 3])}
    >>> next_line_issues(rows, AS_STATED)[0].message
    'PFS without a progression date is censored when the next line starts.'
    >>> next_line_issues(rows, Assumptions(next_line_censors=False))[0].rows
    (2,)
    """
    issues = []
    for name in ENDPOINT_NAMES:
        marked = rows.get(name)
        if marked is None or not marked.any():
            continue
        short = ENDPOINTS[name].short
        done = f"{short} without a progression date is censored when the next line starts."
        if not assumptions.next_line_censors:
            done = f"{short} without a progression date runs on through the next line, as answered."
        issues.append(
            Issue(
                code="censored_at_next_line"
                if assumptions.next_line_censors
                else "runs_through_next_line",
                severity="information",
                column=ENDPOINTS[name].months_column,
                rows=tuple(int(row) for row in marked.index[marked]),
                message=done,
                remedy="Add the progression date where it is known, or answer otherwise.",
                ask=NEXT_LINE,
            )
        )
    return issues
