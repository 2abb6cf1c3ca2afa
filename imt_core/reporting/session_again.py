"""A saved session with a sheet, this month's: the cohort, and the views that are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from imt_core.analyses.offered import offers_criterion
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import filter_cohort
from imt_core.cohort.schema import Cohort, column_label
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_count
from imt_core.intake.opening import Opening, OpeningOutcome, begin_opening, opening_outcome
from imt_core.reporting.content.software import is_of_sample
from imt_core.reporting.session_choices import is_possible
from imt_core.reporting.session_file import SavedWork

_QUESTIONS_TOLD: Final = 3
_TOGETHER: Final = (
    "Check that session and sheet belong together, or open the sheet in the app and save the "
    "session anew."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OpenedAgain:
    """What a session makes of a sheet.

    Parameters
    ----------
    cohort : Cohort
    n_rows : int
        Of the sheet.
    file_hash : str
    views : tuple of ViewRequest
        The deck, or without one the standard views of who is in view.
    like : ViewRequest
        Who is in view, how they are counted, and the index patient.
    """

    cohort: Cohort
    n_rows: int
    file_hash: str
    views: tuple[ViewRequest, ...]
    like: ViewRequest


def open_again(files: Sequence[tuple[str, bytes]], work: SavedWork) -> OpenedAgain:
    """Open a sheet as a session had it.

    Parameters
    ----------
    files : sequence of tuple of str and bytes
        Names and contents, of one cohort together.
    work : SavedWork

    Returns
    -------
    OpenedAgain

    Raises
    ------
    ImtError
        If a file cannot be read, something must be answered first, or the sheet lacks what the
        session reads or filters it by: nobody looks on, as they do where the app leaves that out.

    Examples
    --------
    >>> sheet = [("own.csv", b"patient_id,best_response\\na,PR\\nb,SD\\n")]
    >>> open_again(sheet, SavedWork()).cohort.count.n_lines
    2
    >>> open_again([("own.csv", b"patient_id,best_response\\na,boh\\n")], SavedWork())
    Traceback (most recent call last):
        ...
    imt_core.ImtError: The sheet must leave no question open, but 1 question is: Best response: \
what do the words of 1 row (2) mean? Open it in the app, answer there, and save the session.
    """
    opening = begin_opening(files, mapping=work.mapping)
    _check_mapping(opening, work)
    outcome = opening_outcome(opening)
    if outcome.cohort is None:
        raise ImtError(_asked(outcome))
    cohort = replace(outcome.cohort, is_reconstruction=is_of_sample(outcome.cohort.frame))
    _check_filter(cohort, work)
    index = str(dict(work.choices).get("index", ""))
    like = ViewRequest(
        kind="baseline",
        filter=work.filter,
        unit=work.unit,
        conventions=work.conventions,
        index=index if is_possible("index", index, cohort) else "",
    )
    views = work.views or standard_views(filter_cohort(cohort, work.filter).cohort, like)
    return OpenedAgain(
        cohort=cohort,
        n_rows=outcome.report.n_rows,
        file_hash=opening.file_hash,
        views=views,
        like=like,
    )


def _check_mapping(opening: Opening, work: SavedWork) -> None:
    """Refuse a sheet that the session's mapping is not of: it would be read in another way."""
    absent = opening.absent(work.mapping) if work.mapping is not None else ()
    if absent:
        raise ImtError(
            f"The sheet must have the columns that the session's mapping names, but lacks "
            f"{', '.join(absent)}. {_TOGETHER}"
        )


def _check_filter(cohort: Cohort, work: SavedWork) -> None:
    """Refuse a sheet that lacks what the session filters by: others would be in view."""
    absent = [c.column for c in work.filter.criteria if not offers_criterion(cohort, c)]
    if absent:
        raise ImtError(
            "The sheet must have the columns and words that the session filters by, but lacks some "
            f"of {', '.join(map(column_label, absent))}. {_TOGETHER}"
        )


def _asked(outcome: OpeningOutcome) -> str:
    """What a sheet asks, and where it is answered: doubts in the app, wrong cells in the sheet."""
    questions = outcome.questions
    told = " ".join(question.text for question in questions[:_QUESTIONS_TOLD])
    more = (
        f" And {len(questions) - _QUESTIONS_TOLD} more." if len(questions) > _QUESTIONS_TOLD else ""
    )
    is_answered = any(question.kind != "problem" for question in questions)
    answer = "Open it in the app, answer there, and save the session."
    return (
        f"The sheet must leave no question open, but {format_count(len(questions), 'question')} "
        f"{'is' if len(questions) == 1 else 'are'}: {told}{more} "
        f"{answer if is_answered else 'Correct the sheet.'}"
    )
