"""What the lanes of a swimmer plot show together, as titles and answers tell it."""

from __future__ import annotations

from collections.abc import Sequence

from imt_core.analyses.swimmer.plot import Lane, MarkerKind, SwimmerPlot
from imt_core.conventions.formatting import format_count


def describe_lanes(
    plot: SwimmerPlot, *, responses: bool = True, progression: bool = True, deaths: bool = True
) -> str:
    """Count the lanes with a response, those without progression, and the patients who died.

    Parameters
    ----------
    plot : SwimmerPlot
    responses, progression, deaths : bool
        What the sheet records: of what it does not nobody can be said to have none.

    Returns
    -------
    str
        Empty where the sheet records none of it.

    Examples
    --------
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> from imt_core.cohort.example import example_cohort
    >>> describe_lanes(swimmer_lines(example_cohort()), responses=False)
    '0 lines without progression when last assessed; 5 patients died'
    """
    one = plot.mode.removesuffix("s")
    courses = []
    if responses:
        n_response = format_count(n_with(plot.lanes, "first response"), one)
        courses.append(f"{n_response} with a dated response")
    if progression:
        n_ongoing = n_with(plot.lanes, "ongoing")
        whom = str(n_ongoing) if courses else format_count(n_ongoing, one)
        courses.append(f"{whom} without progression when last assessed")
    # Of a patient with several lines each lane ends with the same death.
    died = {lane.patient_id for lane in plot.lanes if has_mark(lane, "death")}
    told = [", ".join(courses), f"{format_count(len(died), 'patient')} died" if deaths else ""]
    return "; ".join(filter(None, told))


def n_with(lanes: Sequence[Lane], kind: MarkerKind) -> int:
    """Lanes, not marks: a patient may respond on several lines."""
    return sum(has_mark(lane, kind) for lane in lanes)


def has_mark(lane: Lane, kind: MarkerKind) -> bool:
    """Whether a lane has such a mark."""
    return any(marker.kind == kind for marker in lane.markers)
