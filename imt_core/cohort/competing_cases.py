"""Endpoints of which one event rules the other out, and who enters them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.counting import (
    CaseCount,
    LeftOut,
    Unit,
    cases_in_unit,
    count_cases,
    left_out_rows,
)
from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.units import SAME_TIME
from imt_core.estimates.cumulative_incidence import CompetingTimes, competing_times


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetingEndpoint:
    """An event, and the one that rules it out.

    Parameters
    ----------
    name, short : str
        As options name it, and as its usual abbreviation.
    event, competing : str
        The event of interest and the competing one.
    rule : str
        How the two are told apart, in one sentence.
    extent : str or None
        The disease extent in which it is defined; ``None`` for all.
    origin : str
        What month 0 is.
    """

    name: str
    short: str
    event: str
    competing: str
    rule: str
    extent: str | None = None
    origin: str = "day 1 of cycle 1"


def _of_endpoint(end: Endpoint) -> CompetingEndpoint:
    return CompetingEndpoint(
        name=end.name,
        short=end.word.capitalize(),
        event=end.word.capitalize(),
        competing=f"Death without {end.word}",
        rule=f"an event of {end.short} on the day of death without a dated {end.word} is a death",
        extent=end.extent,
    )


TIME_TO_NEXT_TREATMENT: Final = CompetingEndpoint(
    name="ttnt",
    short="TTNT",
    event="Next treatment",
    competing="Death without next treatment",
    rule="censored at the last contact; a line of which the sheet says nothing was not given",
)

COMPETING_ENDPOINTS: Final[Mapping[str, CompetingEndpoint]] = {
    end.name: _of_endpoint(end)
    for end in ENDPOINTS.values()
    if end.counts_death and not end.is_death_alone
} | {"ttnt": TIME_TO_NEXT_TREATMENT}
"""By name, in the order in which they are offered."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompetingCases:
    """The cases that enter an endpoint with a competing event.

    Parameters
    ----------
    endpoint : CompetingEndpoint
    unit : {"lines", "patients"}
    rows : pandas.DataFrame
        The cohort's rows that enter, in the order of `times`.
    times : CompetingTimes
    count : CaseCount
        Lines and patients that enter.
    left_out : tuple of LeftOut
        Everything else in view, by reason.
    n_timed, n_untimed : int
        Lines in view with the event of interest, before patients are counted; and those left out
        though they had it, because its time is not known.
    """

    endpoint: CompetingEndpoint
    unit: Unit
    rows: pd.DataFrame
    times: CompetingTimes
    count: CaseCount
    left_out: tuple[LeftOut, ...]
    n_timed: int = 0
    n_untimed: int = 0


def derive_recurrence(cohort: Cohort, endpoint: str, *, unit: Unit = "lines") -> CompetingCases:
    """Tell recurrence or progression from death without it, among the events of RFS or PFS.

    Parameters
    ----------
    cohort : Cohort
        Usually already filtered.
    endpoint : {"pfs", "rfs"}
    unit : {"lines", "patients"}
        With ``"patients"`` only the first line in view of each patient that can enter is counted.

    Returns
    -------
    CompetingCases

    Raises
    ------
    ImtError
        If the cohort lacks the endpoint's columns, or those of overall survival.

    Notes
    -----
    An event is a death where overall survival ends with a death at the same time, within 0.05
    months for rounding, and no ``progression_date`` is recorded; otherwise it is the recurrence or
    progression. An event of which neither can be said, without overall survival and without a
    date, is left out.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abc"), "line_number": [1.0] * 3,
    ...     "rfs_months": [3.0, 5.0, 9.0], "rfs_event": [1.0, 1.0, 0.0],
    ...     "os_months": [8.0, 5.0, 9.0], "os_event": [1.0, 1.0, 0.0]})
    >>> derive_recurrence(Cohort(frame=frame, name="three"), "rfs").times.cause.tolist()
    [1, 2, 0]
    """
    _require(cohort, "os_months", "os_event")
    entering = derive_endpoint(cohort, endpoint)
    end, rows = entering.endpoint, entering.rows
    months, happened = rows[end.months_column], rows[end.event_column] == 1
    exact = cohort.as_timed().frame.loc[rows.index]
    between = exact["os_months"] - exact[end.months_column]
    died_then = (rows["os_event"] == 1) & (between.abs() <= SAME_TIME)
    undated = pd.Series(pd.NaT, index=rows.index)
    dated = rows.get("progression_date", undated).notna()
    alive_known = rows["os_months"].notna() & rows["os_event"].notna()
    unknown = happened & ~dated & ~alive_known
    cause = pd.Series(np.where(died_then & ~dated, 2, 1), index=rows.index).where(happened, 0)
    reason = f"whether {end.word} or death came first is not recorded"
    return counted_cases(
        COMPETING_ENDPOINTS[end.name],
        unit,
        rows[~unknown],
        months,
        cause,
        [*entering.left_out, left_out_rows(reason, rows[unknown])],
    )


def counted_cases(
    endpoint: CompetingEndpoint,
    unit: Unit,
    entering: pd.DataFrame,
    months: pd.Series,
    cause: pd.Series,
    left_out: Sequence[LeftOut],
    *,
    n_untimed: int = 0,
) -> CompetingCases:
    """Count the cases that enter in the unit that was asked for."""
    counted = cases_in_unit(entering, unit)
    later = left_out_rows("later lines of patients already counted", entering.drop(counted.index))
    return CompetingCases(
        endpoint=endpoint,
        unit=unit,
        rows=counted,
        times=competing_times(months[counted.index], cause[counted.index]),
        count=count_cases(counted),
        left_out=tuple(group for group in (*left_out, later) if group.count.n_lines),
        n_timed=int((cause[entering.index] == 1).sum()),
        n_untimed=n_untimed,
    )


def _require(cohort: Cohort, *columns: str) -> None:
    missing = [column for column in columns if column not in cohort.frame]
    if missing:
        raise ImtError(
            f"cohort must have the columns {' and '.join(columns)} to tell deaths, but "
            f"{' and '.join(missing)} was not found. Add it to the sheet."
        )
