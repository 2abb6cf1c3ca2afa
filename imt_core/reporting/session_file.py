"""What a session came to, without a row of its data: mapping, filters, conventions and views."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from imt_core.analyses.benchmark.cards import SeriesCard, check_own_cards
from imt_core.analyses.view_bounds import check_request
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Unit
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.named_subgroups import NamedSubgroup, check_subgroups
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.errors import ImtError
from imt_core.conventions.json_file import read_json_file, write_json_file
from imt_core.estimates.drawn_curve import DrawnCurve, check_drawn_curve
from imt_core.intake.mapping.mapping import Mapping, check_mapping
from imt_core.reporting.content.context import THRESHOLDS
from imt_core.reporting.content.study_sheet import StudyAnswer, check_answers
from imt_core.reporting.session_choices import Choice

MOST_VIEWS: Final = 100
"""Of a deck."""
MOST_CURVES: Final = 5
"""Read off figures of others."""
MOST_SAVED: Final = 20
"""Subgroups by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedWork:
    """One session's settings.

    Parameters
    ----------
    mapping : Mapping or None
        How the cohort's file was read; ``None`` where it needed no mapping.
    cohort_name : str
        What the cohort is called on screen.
    file_hash : str
        SHA-256 of the cohort's file, to recognise it by.
    filter : CohortFilter
        Who is in view.
    unit : {"lines", "patients"}
    conventions : Conventions
    choices : tuple of tuple of str and Choice
        What was chosen on the pages, by the name of each control.
    views : tuple of ViewRequest
        The deck.
    study : tuple of StudyAnswer
        What is said of the study.
    own_cards : tuple of SeriesCard
    own_curves : tuple of DrawnCurve
        What the reader entered of others' results.
    subgroups : tuple of NamedSubgroup
        Those that were saved by name; which are compared is among the choices.
    label_seed : str
        By which documents shuffle the patients' new labels; empty for one that is drawn anew.
    whole_months : bool
        Whether documents round times to whole months.
    small_cells_under : int or None
        Under what documents mask counts.
    rekeyed : bool
        Whether documents give patients new labels.
    document_name, data_date : str
        What documents call the cohort, and the day of the data of that file; empty where the user
        said nothing.
    """

    mapping: Mapping | None = None
    cohort_name: str = ""
    file_hash: str = ""
    filter: CohortFilter = field(default_factory=CohortFilter)
    unit: Unit = "lines"
    conventions: Conventions = AS_PUBLISHED
    choices: tuple[tuple[str, Choice], ...] = ()
    views: tuple[ViewRequest, ...] = ()
    study: tuple[StudyAnswer, ...] = ()
    own_cards: tuple[SeriesCard, ...] = ()
    own_curves: tuple[DrawnCurve, ...] = ()
    subgroups: tuple[NamedSubgroup, ...] = ()
    label_seed: str = ""
    whole_months: bool = False
    small_cells_under: int | None = None
    rekeyed: bool = True
    document_name: str = ""
    data_date: str = ""


def write_work(work: SavedWork) -> bytes:
    """Write a session's settings as JSON."""
    return write_json_file(work, kind="session file", version=1)


def read_work(content: bytes) -> SavedWork:
    """Read settings that `write_work` wrote.

    Raises
    ------
    ImtError
        If they are not a session file of this app, or hold what no session can come to.

    Examples
    --------
    >>> read_work(write_work(SavedWork(unit="patients", choices=(("band", True),)))).choices
    (('band', True),)
    >>> read_work(b'{"kind": "session file", "version": 1, "unit": "rows"}')
    Traceback (most recent call last):
        ...
    imt_core.ImtError: The session file must hold what the app wrote into it, but unit was \
changed. Choose the file as it was, or make it anew.
    """
    work = read_json_file(content, SavedWork, kind="session file", version=1)
    if work.mapping is not None:
        check_mapping(work.mapping)
    _check_views(work)
    _check_subgroups(work.subgroups)
    check_answers(work.study)
    _check_own(work)
    if work.small_cells_under is not None and work.small_cells_under not in THRESHOLDS:
        raise ImtError(
            f"The session file must mask counts under {THRESHOLDS[0]} to {THRESHOLDS[-1]}, but "
            f"{work.small_cells_under} was found. Choose the file as it was, or make it anew."
        )
    if len({name for name, _ in work.choices}) < len(work.choices):
        raise ImtError(
            "The session file must name each choice once, but one is repeated. Choose the file as "
            "it was, or make it anew."
        )
    return work


def _check_own(work: SavedWork) -> None:
    """Refuse cards and curves that no form could give."""
    check_own_cards(work.own_cards)
    for curve in work.own_curves:
        check_drawn_curve(curve)
    names = {curve.name for curve in work.own_curves}
    if len(names) < len(work.own_curves) or len(names) > MOST_CURVES:
        raise ImtError(
            f"The session file must have up to {MOST_CURVES} curves of different names, but has "
            "more, or one twice. Choose the file as it was, or make it anew."
        )


def _check_views(work: SavedWork) -> None:
    """Refuse a deck, filters and conventions that no page could make."""
    whole = ViewRequest(
        kind="baseline", filter=work.filter, unit=work.unit, conventions=work.conventions
    )
    for place, request in (("who is in view", whole), *_named(work.views)):
        try:
            check_request(request)
        except ImtError as error:
            raise ImtError(f"The session file cannot be taken up: of {place}, {error}") from error
    distinct = {replace(request, title="") for request in work.views}
    if len(distinct) < len(work.views) or len(distinct) > MOST_VIEWS:
        raise ImtError(
            f"The session file must have up to {MOST_VIEWS} different views, but has more, or one "
            "twice. Choose the file as it was, or make it anew."
        )


def _check_subgroups(subgroups: tuple[NamedSubgroup, ...]) -> None:
    try:
        check_subgroups(subgroups)
    except ImtError as error:
        raise ImtError(f"The session file cannot be taken up: {error}") from error
    if len(subgroups) > MOST_SAVED:
        raise ImtError(
            f"The session file must have up to {MOST_SAVED} subgroups, but has more. Choose the "
            "file as it was, or make it anew."
        )


def _named(views: tuple[ViewRequest, ...]) -> list[tuple[str, ViewRequest]]:
    return [(f"view {place}", request) for place, request in enumerate(views, start=1)]
