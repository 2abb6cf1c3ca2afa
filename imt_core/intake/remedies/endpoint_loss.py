"""What each endpoint loses when cells are left out: events and censored cases apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from imt_core.cohort.endpoint_cases import available_endpoints, derive_endpoint
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.assumptions import AS_STATED, Assumptions
from imt_core.intake.checks.derivation import derive_columns
from imt_core.intake.checks.parsing import parse_columns
from imt_core.intake.checks.report import Issue
from imt_core.intake.remedies.leaving_out import UNDER_ENDPOINTS, filled

_NO_LINE = frozenset({"total_row", "patient_id_empty"})
"""Errors of rows that are no patient's line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LossByEndpoint:
    """Cases of one endpoint before and after cells are left out.

    Parameters
    ----------
    endpoint : str
    events_before, events_after, censored_before, censored_after : int
        Lines. Before, also those whose time cannot be read.
    unknown_before : int
        Lines with a time of which it cannot be read whether they have the event.
    """

    endpoint: str
    events_before: int
    events_after: int
    censored_before: int
    censored_after: int
    unknown_before: int = 0

    @property
    def vanishing(self) -> str:
        """What would be gone altogether, though there was some, or may have been; else empty.

        Examples
        --------
        >>> LossByEndpoint(endpoint="os", events_before=4, events_after=4, censored_before=2,
        ...                censored_after=0).vanishing
        'censored cases'
        >>> LossByEndpoint(endpoint="os", events_before=4, events_after=3, censored_before=2,
        ...                censored_after=2).vanishing
        ''
        """
        gone = []
        if not self.events_after and self.events_before + self.unknown_before:
            gone.append("events")
        if not self.censored_after and self.censored_before + self.unknown_before:
            gone.append("censored cases")
        return " and ".join(gone)

    @property
    def refusal(self) -> str:
        """Why the cells must not be left out; empty where they may.

        Examples
        --------
        >>> LossByEndpoint(endpoint="os", events_before=4, events_after=4, censored_before=2,
        ...                censored_after=0).refusal
        'OS would lose all its censored cases: what is left would show another survival. Answer \
what is asked of these cells, or correct them in the file.'
        """
        if not self.vanishing:
            return ""
        return (
            f"{ENDPOINTS[self.endpoint].short} would lose all its {self.vanishing}: what is left "
            "would show another survival. Answer what is asked of these cells, or correct them in "
            "the file."
        )

    @property
    def text(self) -> str:
        """The same in words; empty where nothing is lost.

        Examples
        --------
        >>> LossByEndpoint(endpoint="os", events_before=4, events_after=3, censored_before=2,
        ...                censored_after=2, unknown_before=1).text
        'OS loses 1 of 4 events and 1 line of which nobody knows whether it has the event'
        """
        lost = []
        if self.events_after < self.events_before:
            lost.append(
                f"{self.events_before - self.events_after} of "
                f"{format_count(self.events_before, 'event')}"
            )
        if self.censored_after < self.censored_before:
            lost.append(
                f"{self.censored_before - self.censored_after} of "
                f"{format_count(self.censored_before, 'censored case')}"
            )
        if self.unknown_before:
            lines = format_count(self.unknown_before, "line")
            lost.append(f"{lines} of which nobody knows whether it has the event")
        return f"{ENDPOINTS[self.endpoint].short} loses {' and '.join(lost)}" if lost else ""


def loss_by_endpoint(
    table: pd.DataFrame,
    errors: Iterable[Issue],
    without: Cohort,
    *,
    assumptions: Assumptions = AS_STATED,
) -> tuple[LossByEndpoint, ...]:
    """Count the cases of each endpoint before and after cells are left out.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts in the canonical layout, with everything in it.
    errors : iterable of Issue
        Of this table; rows that are no patient's line are not counted as lost.
    without : Cohort
        What remains of it.
    assumptions : Assumptions

    Returns
    -------
    tuple of LossByEndpoint
        One for each endpoint that any line enters before or after.

    Examples
    --------
    >>> from imt_core.intake.remedies.setting_aside import set_aside
    >>> from imt_core.intake.checks.checked_cohort import parse_cohort
    >>> table = pd.DataFrame({"patient_id": ["A", "B"], "os_months": ["12+", "4"],
    ...                       "os_event": ["0", "1"]})
    >>> left = parse_cohort(set_aside(table).table).cohort
    >>> loss_by_endpoint(table, [], left)[0].text
    'OS loses 1 of 1 censored case'
    """
    no_line = {row for issue in errors if issue.code in _NO_LINE for row in issue.rows}
    lines = table.loc[~table.index.isin(no_line), ~table.columns.duplicated()]
    if "patient_id" not in lines:
        return ()
    typed, _ = parse_columns(lines[[c for c in ("patient_id", *UNDER_ENDPOINTS) if c in lines]])
    frame = derive_columns(typed, assumptions)
    losses = []
    for name, end in ENDPOINTS.items():
        months, event = end.columns
        if event not in frame:
            continue
        defined = pd.Series(True, index=frame.index)
        if end.extent:
            defined = frame["disease_extent"].isna() | (frame["disease_extent"] == end.extent)
        timed = filled(lines, months)
        timed |= frame[months].notna() if months in frame else False
        unread = filled(lines, event) & frame[event].isna()
        after = derive_endpoint(without, name).times if _holds(without, name) else None
        loss = LossByEndpoint(
            endpoint=name,
            events_before=int((defined & timed & (frame[event] == 1)).sum()),
            events_after=after.n_event if after else 0,
            censored_before=int((defined & timed & (frame[event] == 0)).sum()),
            censored_after=after.n - after.n_event if after else 0,
            unknown_before=int((defined & timed & unread).sum()),
        )
        if loss.events_before + loss.censored_before + loss.unknown_before:
            losses.append(loss)
    return tuple(losses)


def _holds(cohort: Cohort, name: str) -> bool:
    return name in available_endpoints(cohort)
