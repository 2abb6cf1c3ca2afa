"""What a session came to, without a row of its data: mapping, filters, conventions and views."""

from __future__ import annotations

from dataclasses import dataclass, field

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import Unit
from imt_core.cohort.filters import CohortFilter
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.json_file import read_json_file, write_json_file
from imt_core.intake.mapping.mapping import Mapping, check_mapping

Choice = str | float | bool | tuple[str | float, ...] | None


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
    """

    mapping: Mapping | None = None
    cohort_name: str = ""
    file_hash: str = ""
    filter: CohortFilter = field(default_factory=CohortFilter)
    unit: Unit = "lines"
    conventions: Conventions = AS_PUBLISHED
    choices: tuple[tuple[str, Choice], ...] = ()
    views: tuple[ViewRequest, ...] = ()


def write_work(work: SavedWork) -> bytes:
    """Write a session's settings as JSON."""
    return write_json_file(work, kind="session file", version=1)


def read_work(content: bytes) -> SavedWork:
    """Read settings that `write_work` wrote.

    Raises
    ------
    ImtError
        If they are not a session file of this app.

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
    return work
