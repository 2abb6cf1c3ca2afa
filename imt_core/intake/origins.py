"""From which columns of a sheet an endpoint comes, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from imt_core.cohort.endpoint_cases import derive_endpoint
from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort
from imt_core.conventions.formatting import format_count
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets


def endpoint_origin(name: str, cohort: Cohort, table: pd.DataFrame, mapping: Mapping) -> str:
    """Say from which columns the cases of an endpoint come, by the sheet's own headers.

    Parameters
    ----------
    name : str
        An endpoint that the cohort holds.
    cohort : Cohort
    table : pandas.DataFrame
        The texts that it was made of, in the canonical layout.
    mapping : Mapping

    Returns
    -------
    str

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["a"], "os_months": ["3"], "os_event": ["1"]})
    >>> from imt_core.intake.checks.checked_cohort import parse_cohort
    >>> endpoint_origin("os", parse_cohort(table).cohort, table, Mapping())
    'from OS (months) and OS event'
    """
    end = ENDPOINTS[name]
    entering = derive_endpoint(cohort, name).rows.index
    recorded = _filled(table, end.months_column)[entering]
    stated = "from " + _listed([_header(column, mapping) for column in end.columns])
    if recorded.all():
        return stated
    dates = ["start_date", *end.dates, "last_followup_date"]
    headers = [_header(date, mapping) for date in dates if _filled(table, date).any()]
    if _filled(table, end.event_column)[entering[~recorded]].any():
        headers.append(_header(end.event_column, mapping))
    worked_out = f"worked out from {_listed(headers)}"
    if not recorded.any():
        return worked_out
    n_dated = int((~recorded).sum())
    return f"{stated}; {format_count(n_dated, 'line')} {worked_out}"


def why_none(name: str, cohort: Cohort | None, table: pd.DataFrame, mapping: Mapping) -> str:
    """Say why a sheet has no case of an endpoint.

    Parameters
    ----------
    name : str
        Of the endpoint.
    cohort : Cohort or None
        What the sheet becomes.
    table : pandas.DataFrame
        The texts that it is made of, in the canonical layout.
    mapping : Mapping

    Returns
    -------
    str

    Examples
    --------
    >>> table = pd.DataFrame({"patient_id": ["a"], "start_date": ["2020-01-01"],
    ...     "last_followup_date": ["2021-01-01"]})
    >>> why_none("os", None, table, Mapping())
    'no column says who died'
    >>> why_none("pfs", None, table, Mapping())
    'no column says who had a progression'
    >>> why_none("pfs", None, table.assign(progression_date="2020-07-01"), Mapping())
    'no stage: it is worked out from dates in advanced disease only'
    """
    return next(_reasons(ENDPOINTS[name], cohort, table, mapping))


def _lone_time(end: Endpoint, table: pd.DataFrame) -> str:
    """A column called like the endpoint's time that is none, since nothing tells the event."""
    headers = (str(header) for header in table if header not in COLUMN_BY_NAME)
    return next((h for h in headers if end.months_column in named_targets(header_words(h))), "")


def _reasons(
    end: Endpoint, cohort: Cohort | None, table: pd.DataFrame, mapping: Mapping
) -> Iterator[str]:
    """Why there is no case, what hangs on most first."""
    months, event = (_filled(table, column).any() for column in end.columns)
    dated = end.dates and _filled(table, end.dates[0]).any()
    asked = [
        c.source for c in map(mapping.of, end.columns) if c and not _filled(table, c.target).any()
    ]
    if asked:
        yield f"nothing is known yet of what {_listed(asked)} {'say' if len(asked) > 1 else 'says'}"
    happened = "died" if end.is_death_alone else f"had a {end.word}"
    if not (event or dated):
        header = _header(end.months_column, mapping) if months else _lone_time(end, table)
        timed = f"{header} has a time, but " if header else ""
        yield f"{timed}no column says who {happened}"
    if end.extent and not (months or event) and not _filled(table, "stage").any():
        yield f"no stage: it is worked out from dates in {end.extent} disease only"
    if end.extent and cohort is not None and not _has_extent(cohort, end.extent):
        yield f"no line is known to be of {end.extent} disease"
    if not months and not _filled(table, "start_date").any():
        yield "no column holds its months, and none the start of treatment"
    if event and not months:
        header = _header(end.event_column, mapping)
        yield f"{header} says who {happened}, but no column says when"
    yield "no line has both a time and what ended it"


def _has_extent(cohort: Cohort, extent: str) -> bool:
    frame = cohort.frame
    return "disease_extent" not in frame or bool((frame["disease_extent"] == extent).any())


def _filled(table: pd.DataFrame, column: str) -> pd.Series:
    return table[column] != "" if column in table else pd.Series(False, index=table.index)


def _header(target: str, mapping: Mapping) -> str:
    column = mapping.of(target)
    return COLUMN_BY_NAME[target].label if column is None else column.source


def _listed(headers: list[str]) -> str:
    return " and ".join([", ".join(headers[:-1]), headers[-1]] if len(headers) > 1 else headers)
