"""The words of a swimmer plot: names of events and endpoints, hover texts, the stamp."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.swimmer.plot import Lane, Marker, Segment, SwimmerPlot
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.labels import level_phrase
from imt_core.cohort.schema import NOT_RECORDED
from imt_core.conventions.formatting import format_number
from imt_core.reporting.figures.layout import escaped

EVENTS: Final = {
    "end of treatment": "End of treatment",
    "first response": "First response",
    "progression": "Progression or relapse",
    "ALK inhibitor": "Later ALK inhibitor",
    "ongoing": "No progression when last assessed",
    "alive": "Alive at last follow-up",
    "death": "Death",
}
"""The events' names in the legend, in the order in which they are drawn."""

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


def group_name(group: str) -> str:
    """A regimen group as it is called when it stands alone."""
    return level_phrase("regimen_group", group)


def bar_text(bar: Segment) -> str:
    """Hover text of a bar."""
    name, event, censored = _ENDPOINTS[bar.endpoint]
    how = "" if bar.event is None else f", {event if bar.event else censored}"
    group = (
        "" if bar.regimen_group == NOT_RECORDED else f" ({escaped(group_name(bar.regimen_group))})"
    )
    regimen = "regimen not recorded" if bar.regimen == NOT_RECORDED else escaped(bar.regimen)
    parts = [
        f"{_who(bar.patient_id, bar.line_number)}",
        f"{regimen}{group}",
        f"Best response: {escaped(bar.best_response)}",
    ]
    if bar.shortened:
        parts.append(f"{name}: longer than drawn; the next line starts first{how}")
    else:
        parts.append(f"{name}: {in_months(bar.length)}{how}")
    if bar.start > 0:
        parts.append(f"Starts at month {format_number(bar.start)}")
    return "<br>".join(parts)


def _who(patient_id: str, line_number: int | None) -> str:
    line = "" if line_number is None else f", line {line_number}"
    return f"<b>{escaped(patient_id)}</b>{line}"


def in_months(months: float) -> str:
    """A time with its unit."""
    return f"{format_number(months)} months"


def mark_text(marker: Marker, lane: Lane) -> str:
    """Hover text of a mark."""
    when = "day 1" if marker.month == 0 else f"{format_number(marker.month)} months"
    who = _who(lane.patient_id, marker.line_number)
    return f"{who}<br>{escaped(marker.text)}<br>at {when}"


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
    """
    occurring = {bar.endpoint for lane in plot.lanes for bar in lane.bars}
    *others, last = [name for endpoint, name in _BARS.items() if endpoint in occurring]
    bars = f"{', '.join(others)} or {last}" if others else last
    return f"{plot.count}; bar: {bars}"
