"""The three endpoints, and who can enter each: RFS, PFS and OS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from imt_core.cohort.counting import (
    CaseCount,
    LeftOut,
    Unit,
    cases_in_unit,
    count_cases,
    left_out_rows,
)
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import TimeToEvent, time_to_event

EndpointName = Literal["pfs", "rfs", "os"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One time-to-event endpoint.

    Parameters
    ----------
    name : {"pfs", "rfs", "os", "dor"}
        The last, duration of response, is worked out from the others.
    label, short : str
        In full, and as its usual abbreviation.
    event : str
        What counts as the event.
    extent : str or None
        The disease extent in which it is defined; ``None`` for all.
    origin : str
        What month 0 is.
    """

    name: EndpointName | Literal["dor"]
    label: str
    short: str
    event: str
    extent: str | None = None
    origin: str = "day 1 of cycle 1"

    @property
    def months_column(self) -> str:
        """Column with the times."""
        return f"{self.name}_months"

    @property
    def event_column(self) -> str:
        """Column with the event indicators."""
        return f"{self.name}_event"


ENDPOINTS: Final[Mapping[EndpointName, Endpoint]] = {
    "pfs": Endpoint(
        name="pfs",
        short="PFS",
        label="Progression-free survival",
        event="progression or death",
        extent="advanced",
    ),
    "rfs": Endpoint(
        name="rfs",
        short="RFS",
        label="Relapse-free survival",
        event="recurrence or death",
        extent="localized",
    ),
    "os": Endpoint(name="os", short="OS", label="Overall survival", event="death of any cause"),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EndpointCases:
    """The cases that enter one endpoint.

    Parameters
    ----------
    endpoint : Endpoint
    unit : {"lines", "patients"}
    rows : pandas.DataFrame
        The cohort's rows that enter, in the order of `times`.
    times : TimeToEvent
    count : CaseCount
        Lines and patients that enter.
    left_out : tuple of LeftOut
        Everything else in view, by reason.
    """

    endpoint: Endpoint
    unit: Unit
    rows: pd.DataFrame
    times: TimeToEvent
    count: CaseCount
    left_out: tuple[LeftOut, ...]

    @property
    def patients(self) -> tuple[object, ...]:
        """The patient of each case, in the order of `times`: what a clustered variance takes."""
        return tuple(self.rows["patient_id"])


def available_endpoints(cohort: Cohort) -> tuple[EndpointName, ...]:
    """The endpoints whose two columns hold values.

    Examples
    --------
    >>> frame = pd.DataFrame({"os_months": [3.0], "os_event": [1.0]})
    >>> available_endpoints(Cohort(frame=frame, name="one"))
    ('os',)
    """
    return tuple(
        name for name, end in ENDPOINTS.items() if cohort.has(end.months_column, end.event_column)
    )


def derive_endpoint(
    cohort: Cohort, endpoint: EndpointName, *, unit: Unit = "lines"
) -> EndpointCases:
    """Collect the cases of one endpoint, and count everyone who does not enter.

    Parameters
    ----------
    cohort : Cohort
        Usually already filtered.
    endpoint : {"pfs", "rfs", "os"}
    unit : {"lines", "patients"}
        With ``"patients"`` only the first line in view of each patient that can enter is counted.

    Returns
    -------
    EndpointCases

    Raises
    ------
    ImtError
        If the cohort has no such columns.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [3.0, None], "os_event": [1.0, None]})
    >>> cases = derive_endpoint(Cohort(frame=frame, name="two"), "os")
    >>> str(cases.count), cases.left_out[0].reason
    ('1 line in 1 patient', 'no OS time or event recorded')
    """
    end = ENDPOINTS[endpoint]
    frame = cohort.frame
    if not {end.months_column, end.event_column} <= set(frame.columns):
        raise ImtError(
            f"cohort must have the columns {end.months_column} and {end.event_column} for "
            f"{end.short}, but they are missing. Add them, or choose another endpoint."
        )
    defined = pd.Series(True, index=frame.index)
    left_out = []
    if end.extent and "disease_extent" in frame:
        other = frame["disease_extent"].notna() & (frame["disease_extent"] != end.extent)
        defined = ~other
        left_out.append(left_out_rows(f"not {end.extent} disease", frame[other]))
    recorded = frame[end.months_column].notna() & frame[end.event_column].notna()
    unrecorded = frame[defined & ~recorded]
    left_out.append(left_out_rows(f"no {end.short} time or event recorded", unrecorded))
    entering = frame[defined & recorded]
    counted = cases_in_unit(entering, unit)
    later = entering.drop(counted.index)
    left_out.append(left_out_rows("later lines of patients already counted", later))
    return EndpointCases(
        endpoint=end,
        unit=unit,
        rows=counted,
        times=time_to_event(counted[end.months_column], counted[end.event_column]),
        count=count_cases(counted),
        left_out=tuple(group for group in left_out if group.count.n_lines),
    )
