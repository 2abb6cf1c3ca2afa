"""The words of a swimmer plot: names of events and endpoints, what is told of bars and marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from imt_core.analyses.swimmer.one_course import Course
from imt_core.analyses.swimmer.plot import Lane, LaneGroup, Marker, Segment, SwimmerPlot
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import NOT_RECORDED
from imt_core.conventions.formatting import format_count, format_number
from imt_core.reporting.design.theme import INDEX

EVENTS: Final = {
    "end of treatment": "End of treatment",
    "first response": "First response",
    "progression": "Progression or relapse",
    "ALK inhibitor": "Later ALK inhibitor",
    "ongoing": "No progression when last assessed",
    "alive": "Alive at last follow-up",
    "death": "Death",
}
"""The events' names in the key, in the order in which they are drawn."""

_ENDPOINTS: Final = {
    **{
        end.short: (end.short, end.word if end.is_death_alone else end.event, end.censored)
        for end in ENDPOINTS.values()
    },
    "treatment": ("Treatment time", "ended", "ongoing"),
}

_BARS: Final = {
    **{
        end.short: f"{end.short} ({end.extent})" if end.extent else end.short
        for end in ENDPOINTS.values()
    },
    "treatment": "treatment time",
}

_SPOKEN_EVENTS: Final = {
    "first response": "with a response",
    "progression": "with progression",
    "ongoing": "without progression when last assessed",
    "death": "died",
}


def group_name(group: str) -> str:
    """A regimen group as it is called when it stands alone."""
    return level_phrase("regimen_group", group)


def bar_told(bar: Segment) -> tuple[str, ...]:
    """What is told of a bar after its patient's name, line by line."""
    name, event, censored = _ENDPOINTS[bar.endpoint]
    how = "" if bar.event is None else f", {event if bar.event else censored}"
    group = "" if bar.regimen_group == NOT_RECORDED else f" ({group_name(bar.regimen_group)})"
    regimen = "regimen not recorded" if bar.regimen == NOT_RECORDED else bar.regimen
    length = "longer than drawn; the next line starts first"
    return (
        _line(bar.line_number),
        f"{regimen}{group}",
        f"Best response: {bar.best_response}",
        f"{name}: {length if bar.shortened else _in_months(bar.length)}{how}",
        *([f"Starts at month {format_number(bar.start)}"] if bar.start > 0 else []),
    )


def mark_told(marker: Marker) -> tuple[str, ...]:
    """What is told of a mark after its patient's name, line by line."""
    when = "day 1" if marker.month == 0 else _in_months(marker.month)
    return (_line(marker.line_number), marker.text, f"at {when}")


def _within(text: str) -> str:
    """A text that begins a sentence, within one."""
    return text[:1].lower() + text[1:]


def _line(line_number: int | None) -> str:
    return "" if line_number is None else f", line {line_number}"


def _in_months(months: float) -> str:
    return f"{format_number(months)} months"


def group_size(group: LaneGroup, plot: SwimmerPlot) -> str:
    """What is drawn in a group, in the plot's counting unit."""
    lines = format_count(group.count.n_lines, "line")
    patients = format_count(group.count.n_patients, "patient")
    return lines if plot.mode == "lines" else f"{patients}, {lines}"


def follow_up_name(plot: SwimmerPlot) -> str:
    """What the thin lines are, for the key."""
    return f"Follow-up {'after the bar' if plot.mode == 'lines' else 'outside bars'}"


def months_title(plot: SwimmerPlot) -> str:
    """What the months axis counts from."""
    if plot.mode == "patients" and any(lane.n_lines > 1 for lane in plot.lanes):
        return "Months from day 1 of cycle 1 of the first line in view"
    return "Months from day 1 of cycle 1"


def describe_bars(plot: SwimmerPlot) -> str:
    """Who is drawn, and which times the bars are, in one line.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "pfs_months": [6.0, None],
    ...     "rfs_months": [None, 9.0], "pfs_event": [1.0, None], "rfs_event": [None, 0.0]})
    >>> describe_bars(swimmer_lines(Cohort(frame=frame, name="two")))
    '2 lines in 2 patients; bar: PFS (advanced) or RFS (localized)'
    >>> describe_bars(swimmer_lines(Cohort(frame=frame.head(0), name="none")))
    'no lines'
    """
    occurring = {bar.endpoint for lane in plot.lanes for bar in lane.bars}
    names = [name for endpoint, name in _BARS.items() if endpoint in occurring]
    bars = " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
    return f"{plot.count}; bar: {bars}" if bars else str(plot.count)


def describe_swimmer(plot: SwimmerPlot) -> str:
    """Alternative text: what the chart shows, for a reader who cannot see it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> frame = pd.DataFrame({"patient_id": ["a"], "pfs_months": [6.0], "pfs_event": [1.0]})
    >>> describe_swimmer(swimmer_lines(Cohort(frame=frame, name="one")))
    'Swimmer plot, one lane per line. All: 1 line, 1 with progression. Longest: 6.0 months.'
    >>> describe_swimmer(swimmer_lines(Cohort(frame=frame.head(0), name="none")))
    'No swimmer plot: No lines are in view, so there is nothing to draw.'
    """
    if not plot.lanes:
        return f"No swimmer plot: {plot.notes[0].message}"
    parts = [f"{label}: {words}" for label, words in lanes_told(plot).items()]
    marked = [lane for lane in plot.lanes if lane.is_index]
    which = f" Marked: the {INDEX}, {_counted_lanes(marked, plot)}." if marked else ""
    return (
        f"Swimmer plot, one lane per {plot.mode.removesuffix('s')}. {'; '.join(parts)}. "
        f"Longest: {_in_months(plot.longest)}.{which}"
    )


def lanes_told(plot: SwimmerPlot, kinds: Sequence[str] = tuple(_SPOKEN_EVENTS)) -> dict[str, str]:
    """Of each group, how many lanes it has, and on how many of them each kind of event is.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.swimmer.lines import swimmer_lines
    >>> frame = pd.DataFrame({"patient_id": ["a"], "pfs_months": [6.0], "pfs_event": [1.0]})
    >>> lanes_told(swimmer_lines(Cohort(frame=frame, name="one")))
    {'All': '1 line, 1 with progression'}
    """
    told = {}
    for group in plot.groups:
        # Lanes, not marks: a patient may progress on several lines.
        found = [
            kind
            for lane in plot.lanes
            if lane.group == group.label
            for kind in {marker.kind for marker in lane.markers}
        ]
        n = group.count.n_lines if plot.mode == "lines" else group.count.n_patients
        words = [format_count(n, plot.mode.removesuffix("s"))]
        words += [f"{found.count(kind)} {_SPOKEN_EVENTS[kind]}" for kind in kinds if kind in found]
        told[group.label] = ", ".join(words)
    return told


def _counted_lanes(lanes: Sequence[Lane], plot: SwimmerPlot) -> str:
    """Where lanes stand among all, such as ``lane 3 of 12``."""
    places = [str(at) for at, lane in enumerate(plot.lanes, start=1) if lane in lanes]
    return f"lane{'s' * (len(places) > 1)} {', '.join(places)} of {len(plot.lanes)}"


def describe_course(course: Course) -> str:
    """Alternative text of one patient's course: each line, what ended it, and what came after.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.swimmer.one_course import course_of
    >>> from imt_core.cohort.pseudonyms import patient_key
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a"], "line_number": [1.0], "pfs_months": [6.0],
    ...                       "pfs_event": [1.0], "os_months": [9.0], "os_event": [1.0]})
    >>> describe_course(course_of(Cohort(frame=frame, name="one"), patient_key("a")))
    'Course of a. Line 1: from month 0.0 to 6.0, progression at 6.0, death at 9.0.'
    >>> describe_course(course_of(Cohort(frame=frame.assign(pfs_months=None, os_months=None),
    ...                                  name="one"), patient_key("a")))
    'No course is drawn: No line has a recorded time.'
    """
    who = f"{course.patient_id}, {INDEX}" if course.is_index else course.patient_id
    if not course.plot.lanes:
        return "No course is drawn: No line has a recorded time."
    gaps = {one.line.key: one.gap for one in course.lines if one.gap is not None}
    lanes = []
    for lane in course.plot.lanes:
        bar = lane.bars[0]
        gap = gaps.get(lane.key)
        parts = [] if gap is None else [f"{_in_months(gap)} after the end of the line before"]
        parts += [f"from month {format_number(bar.start)} to {format_number(bar.end)}"]
        parts += [f"{_within(mark.text)} at {format_number(mark.month)}" for mark in lane.markers]
        lanes.append(f"{lane.label}: {', '.join(parts)}")
    return f"Course of {who}. {'; '.join(lanes)}."
