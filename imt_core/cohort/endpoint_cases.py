"""Who enters an endpoint, and why the others do not."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.cohort.counting import (
    CaseCount,
    LeftOut,
    Unit,
    cases_in_unit,
    count_cases,
    left_out_rows,
)
from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import TimeToEvent, time_to_event


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


def available_endpoints(cohort: Cohort) -> tuple[str, ...]:
    """The endpoints whose two columns hold values.

    Examples
    --------
    >>> frame = pd.DataFrame({"os_months": [3.0], "os_event": [1.0]})
    >>> available_endpoints(Cohort(frame=frame, name="one"))
    ('os',)
    """
    return tuple(name for name, end in ENDPOINTS.items() if cohort.has(*end.columns))


def find_endpoint(name: str) -> Endpoint:
    """Look an endpoint up.

    Raises
    ------
    ImtError
        If there is none of that name.

    Examples
    --------
    >>> find_endpoint("pfs").label
    'Progression-free survival'
    >>> find_endpoint("ttp")
    Traceback (most recent call last):
        ...
    imt_core.ImtError: endpoint must be one of pfs, rfs, os, but ttp was found. Choose one.
    """
    if name not in ENDPOINTS:
        raise ImtError(
            f"endpoint must be one of {', '.join(ENDPOINTS)}, but {name} was found. Choose one."
        )
    return ENDPOINTS[name]


def derive_endpoint(cohort: Cohort, endpoint: str, *, unit: Unit = "lines") -> EndpointCases:
    """Collect the cases of one endpoint, and count everyone who does not enter.

    Parameters
    ----------
    cohort : Cohort
        Usually already filtered.
    endpoint : str
        A name of `ENDPOINTS`.
    unit : {"lines", "patients"}
        With ``"patients"`` only the first line in view of each patient that can enter is counted.

    Returns
    -------
    EndpointCases

    Raises
    ------
    ImtError
        If there is no such endpoint, or the cohort has no columns of it.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "os_months": [3.0, None], "os_event": [1.0, None]})
    >>> cases = derive_endpoint(Cohort(frame=frame, name="two"), "os")
    >>> str(cases.count), cases.left_out[0].reason
    ('1 line in 1 patient', 'no OS time or event recorded')
    """
    end = find_endpoint(endpoint)
    frame = cohort.frame
    if not set(end.columns) <= set(frame.columns):
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
