"""What a sheet need not hold: line numbers, endpoint times from dates, extent and line group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.cohort.next_line import months_to_next_line
from imt_core.cohort.schema import COLUMNS, DERIVED_COLUMNS, EXTENT_OF_STAGE
from imt_core.cohort.target_lesions import parse_target_changes
from imt_core.conventions.units import months_from
from imt_core.intake.checks.assumptions import AS_STATED, Assumptions
from imt_core.intake.notation.distinct_values import map_distinct


def derive_columns(frame: pd.DataFrame, assumptions: Assumptions = AS_STATED) -> pd.DataFrame:
    """Add what the data dictionary derives; a recorded value is never overwritten.

    Parameters
    ----------
    frame : pandas.DataFrame
        Typed columns of a sheet, `patient_id` among them.
    assumptions : Assumptions
        What is taken for granted where the sheet does not say it.

    Returns
    -------
    pandas.DataFrame
        With ``line_number``, ``prior_lines``, ``disease_extent``, ``line_group``, the times and
        events of OS, PFS (advanced) and RFS (localized) where dates allow them, and the lowest of
        ``target_changes`` as ``target_change_pct``.

    Notes
    -----
    ``os_months`` runs to death, else to the last follow-up; PFS and RFS to progression, else death,
    else last follow-up; 30.4375 days are a month. A death without its date is taken to be at the
    last follow-up. Months are derived only where they are empty, and only where the sheet says who
    had the event: a column of dates, also an empty one, or a recorded event. An event that is
    recorded is kept beside them; an empty one is 1 where the date of the event is there, else 0. A
    recorded PFS or RFS event gets its months also where the stage is not known, but not where it
    has no date. An event beside recorded months is never derived.

    PFS and RFS without a progression date, and without a recorded event, are censored when the
    patient's next line starts, if it does before they end: whoever is treated anew was not followed
    for progression under this line any more. The next line is the one that starts next, whatever
    its number.

    Where no ``line_number`` is recorded, it is ``prior_lines + 1``, unless two rows of a patient
    have the same ``prior_lines``. Else it is 1 where every patient has one row, else the order of
    start dates; two lines of one patient that start on the same day have no order, and stay empty.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a"], "stage": ["metastatic"],
    ...     "start_date": pd.to_datetime(["2020-01-01"]),
    ...     "progression_date": pd.to_datetime(["2021-01-01"]),
    ...     "last_followup_date": pd.to_datetime(["2022-01-01"])})
    >>> derived = derive_columns(frame).iloc[0]
    >>> [round(float(derived[c]), 2) for c in ("pfs_months", "pfs_event")], "os_months" in derived
    ([12.02, 1.0], False)
    >>> derived["disease_extent"], derived["line_group"]
    ('advanced', 'first')
    >>> died = frame.drop(columns="progression_date").assign(os_event=1.0)
    >>> derive_columns(died)[["os_months", "os_event"]].round(2).iloc[0].tolist()
    [24.02, 1.0]
    >>> derive_columns(pd.DataFrame({"patient_id": ["a", "a"]}))["line_group"].tolist()
    [None, None]
    """
    derived = frame.copy()
    derived["disease_extent"] = _disease_extent(frame, assumptions.extent)
    derived["line_number"] = _line_number(frame, assumptions)
    derived["line_group"] = map_distinct(derived["line_number"], _line_group)
    prior = frame.get("prior_lines", pd.Series(np.nan, index=frame.index))
    derived["prior_lines"] = prior.fillna(derived["line_number"] - 1)
    if "target_changes" in frame:
        lowest = map_distinct(
            frame["target_changes"], lambda text: parse_target_changes(text).best, float
        )
        derived["target_change_pct"] = frame.get("target_change_pct", lowest).fillna(lowest)
    if "start_date" in frame:
        derived = _derive_endpoints(derived, next_line_censors=assumptions.next_line_censors)
    order = [column.name for column in (*COLUMNS, *DERIVED_COLUMNS)]
    canonical = [name for name in order if name in derived]
    return derived[[*canonical, *(name for name in derived.columns if name not in order)]]


def decided_by_next_line(
    frame: pd.DataFrame, derived: pd.DataFrame, assumptions: Assumptions
) -> dict[str, pd.Series]:
    """Rows on which a derived time hangs on whether the next line's start censors it.

    Parameters
    ----------
    frame, derived : pandas.DataFrame
        As `derive_columns` is given and gives it.
    assumptions : Assumptions
        With which it was derived.

    Returns
    -------
    dict of str to pandas.Series of bool
        By endpoint; only those of which there is such a row.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "a"], "stage": ["metastatic"] * 2,
    ...     "start_date": pd.to_datetime(["2019-01-01", "2020-01-01"]),
    ...     "progression_date": pd.to_datetime([None] * 2),
    ...     "last_followup_date": pd.to_datetime(["2021-01-01"] * 2)})
    >>> rows = decided_by_next_line(frame, derive_columns(frame), AS_STATED)
    >>> rows["pfs"].tolist()
    [True, False]
    """
    undated = months_to_next_line(frame).notna()
    if "progression_date" in frame:
        undated &= frame["progression_date"].isna()
    if not undated.any():
        return {}
    patients = frame["patient_id"].isin(frame.loc[undated, "patient_id"])
    otherwise = replace(assumptions, next_line_censors=not assumptions.next_line_censors)
    other = derive_columns(frame[patients], otherwise)
    decided = {}
    for name, end in ENDPOINTS.items():
        if end.months_column in derived and end.months_column in other:
            months = derived.loc[patients, end.months_column]
            differs = months.notna() & (months != other[end.months_column])
            decided[name] = differs.reindex(frame.index, fill_value=False)
    return {name: rows for name, rows in decided.items() if rows.any()}


def _disease_extent(frame: pd.DataFrame, of_all: str | None) -> pd.Series:
    stage = frame.get("stage", pd.Series(None, index=frame.index, dtype=object))
    if of_all is not None and stage.isna().all():
        return pd.Series(of_all, index=frame.index, dtype=object)
    return _as_text(stage.map(EXTENT_OF_STAGE))


def _as_text(values: pd.Series) -> pd.Series:
    return values.astype(object).where(values.notna(), None)


def _line_group(number: float) -> str | None:
    if pd.isna(number):
        return None
    return {1: "first", 2: "second"}.get(int(number), "further")


def _line_number(frame: pd.DataFrame, assumptions: Assumptions) -> pd.Series:
    recorded = frame.get("line_number", pd.Series(np.nan, index=frame.index))
    if recorded.notna().any():
        return recorded
    counted = _line_number_without_prior_lines(frame, assumptions)
    if "prior_lines" not in frame:
        return counted
    repeated = frame.duplicated(["patient_id", "prior_lines"], keep=False)
    return (frame["prior_lines"] + 1).mask(repeated).fillna(counted)


def _line_number_without_prior_lines(frame: pd.DataFrame, assumptions: Assumptions) -> pd.Series:
    if frame["patient_id"].is_unique:
        return pd.Series(1.0 if assumptions.one_row_is_first_line else np.nan, index=frame.index)
    if "start_date" in frame and frame["start_date"].notna().all():
        same_day = frame.duplicated(["patient_id", "start_date"], keep=False)
        return frame.groupby("patient_id")["start_date"].rank(method="first").mask(same_day)
    return pd.Series(np.nan, index=frame.index)


def lines_without_end(frame: pd.DataFrame, end: Endpoint) -> pd.Series:
    """Lines that started and have neither a date of the event nor a last contact.

    Examples
    --------
    >>> frame = pd.DataFrame({"start_date": pd.to_datetime(["2020-01-01"] * 2),
    ...     "death_date": pd.to_datetime(["2020-06-01", None])})
    >>> lines_without_end(frame, ENDPOINTS["os"]).tolist()
    [False, True]
    """
    if "start_date" not in frame:
        return pd.Series(False, index=frame.index)
    ends = [c for c in (*end.dates, "last_followup_date") if c in frame]
    open_ended = frame["start_date"].notna() & frame[ends].isna().all(axis=1)
    if end.months_column in frame:
        open_ended &= frame[end.months_column].isna()
    if end.extent and "disease_extent" in frame:
        open_ended &= frame["disease_extent"] == end.extent
    return open_ended


def leaves_events_alone(
    frame: pd.DataFrame, end: Endpoint, fill: pd.Series, happened: pd.Series
) -> bool:
    """Whether dates give a time to those alone who had the event: a selection by the outcome."""
    recorded = frame.get(end.months_column, pd.Series(np.nan, index=frame.index)).notna()
    return bool(not recorded.any() and happened[fill].all() and lines_without_end(frame, end).any())


def _derive_endpoints(frame: pd.DataFrame, *, next_line_censors: bool) -> pd.DataFrame:
    missing = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns]")
    last = frame.get("last_followup_date", missing)
    extent = frame["disease_extent"]
    empty = pd.Series(np.nan, index=frame.index)
    death = frame.get("death_date", missing).fillna(last.where(frame.get("os_event", empty) == 1))
    next_line = months_to_next_line(frame) if next_line_censors else empty
    for end in (end for end in ENDPOINTS.values() if end.dates):
        event = missing
        for date in end.dates:
            event = event.fillna(death if date == "death_date" else frame.get(date, missing))
        months = months_from((event.fillna(last) - frame["start_date"]).dt.days, "days")
        old_months = frame.get(end.months_column, empty)
        old_event = frame.get(end.event_column, empty)
        censored = pd.Series(False, index=frame.index)
        if next_line_censors and "progression_date" in end.dates:
            undated = frame.get("progression_date", missing).isna()
            censored = undated & (next_line < months) & (old_event != 1)
            months = months.mask(censored, next_line)
        fill = (months >= 0) & old_months.isna()
        if end.dates[0] not in frame:
            fill &= old_event.notna()
        if end.extent:
            fill &= (extent == end.extent) | (extent.isna() & old_event.notna())
            fill &= event.notna() | (old_event != 1)
        if fill.any() and not leaves_events_alone(frame, end, fill, event.notna()):
            inferred = (event.notna() & ~censored).astype(float)
            frame[end.months_column] = old_months.mask(fill, months)
            frame[end.event_column] = old_event.mask(fill & old_event.isna(), inferred)
    return frame
