"""PFS and RFS in one column: the stage of each line says which of the two it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import MAIN_ENDPOINTS
from imt_core.cohort.schema import EXTENT_OF_STAGE
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.layouts.arranged_table import Arrangement, asking_note, layout_note
from imt_core.intake.layouts.column_names import sure_targets
from imt_core.intake.mapping.suggested_mapping import map_column
from imt_core.intake.recognition.flag_headers import is_bare_event
from imt_core.intake.recognition.header_synonyms import split_names
from imt_core.intake.recognition.value_evidence import column_evidence, value_fit
from imt_core.intake.recognition.value_matching import suggest_values

_NAMES: Final = [
    {name for text in end.words.names for name in map(plain_text, split_names(text))}
    for end in MAIN_ENDPOINTS.values()
    if end.words is not None
]
_MAIN: Final = tuple(sorted(MAIN_ENDPOINTS.items(), key=lambda item: item[1].name))
_OR: Final = re.compile(r"\s*[/,]\s*|\s+(?:or|o|ou|oder|u|of|lub|albo)\s+", re.IGNORECASE)
_NEITHER: Final = "neither"


def with_shared_endpoint(arrangement: Arrangement, answers: Answers) -> Arrangement:
    """Part a time of "PFS/RFS" and its event by the stage of each line.

    Parameters
    ----------
    arrangement : Arrangement
    answers : mapping of str to str

    Returns
    -------
    Arrangement
        As it is where there is no such time, or nothing beside it that may be its event. Asked
        where a line has no stage that says it.

    Examples
    --------
    >>> table = pd.DataFrame({"Stage": ["localized", "metastatic"], "PFS/RFS (months)": ["14", "9"],
    ...     "Event": ["1", "0"]})
    >>> arranged = with_shared_endpoint(Arrangement(table=table, layout=""), {})
    >>> [column.source for column in arranged.columns if column.target.endswith("_months")]
    ['PFS/RFS (months) (PFS)', 'PFS/RFS (months) (RFS)']
    >>> arranged.table["PFS/RFS (months) (RFS)"].tolist()
    ['14', '']
    """
    table = arrangement.table
    found = _time_and_event(table)
    if found is None:
        return arrangement
    time, event = found
    extent = _extents(table)
    open_rows = extent.isna() & ((table[time] != "") | (table[event] != ""))
    ask = Ask(
        key=f"shared:{time}",
        text=f"{time} is of two endpoints, and the stage that parts them is not known on these "
        "rows. Which is it there?",
        options=(
            *((end.name, f"{end.short} ({extent} disease)") for extent, end in _MAIN),
            (_NEITHER, "Not known: these rows are left out of both"),
        ),
    )
    answer = ask.answer(answers) if open_rows.any() else None
    parted, columns = table.drop(columns=[time, event]), list(arrangement.columns)
    for of, end in _MAIN:
        rows = (extent == of) | (open_rows & (answer == end.name))
        names = {source: f"{source} ({end.short})" for source in found}
        parted = parted.assign(**{name: table[s].where(rows, "") for s, name in names.items()})
        columns += [map_column(parted, end.months_column, names[time])]
        columns += [map_column(parted, end.event_column, names[event])]
    shorts = " and ".join(end.short for _, end in _MAIN)
    if open_rows.any():
        message = f"{time} became {shorts} by the stage; the rows without one as answered."
        note = asking_note(
            "endpoints_in_one_column",
            ask,
            answer,
            ask.text if answer is None else message,
            "Write the stage of each line.",
            column=time,
            rows=table.index[open_rows],
        )
    else:
        note = layout_note(
            "endpoints_in_one_column",
            f"{time} and {event} became {shorts} by the stage of each line.",
            "Nothing needs to be done.",
            column=time,
        )
    return replace(
        arrangement, table=parted, columns=tuple(columns), notes=(*arrangement.notes, note)
    )


def _time_and_event(table: pd.DataFrame) -> tuple[str, str] | None:
    headers = [str(header) for header in table]
    shared = [header for header in headers if _names_both(header)]
    events = [h for h in headers if _may_be_event(h) and _fits(table[h], "pfs_event", 0.95)]
    times = [h for h in shared if h not in events and _fits(table[h], "pfs_months", 0.5)]
    if len(times) != 1:
        return None
    after = headers[headers.index(times[0]) + 1 :][:1]
    for found in ([h for h in events if h in shared], [h for h in events if h in after], events):
        if len(found) == 1:
            return times[0], found[0]
    return None


def _names_both(header: str) -> bool:
    """Whether a header holds a name of each endpoint: ``PFS/RFS``, ``PFS or DFS``."""
    words = set(plain_text(header).split())
    return all(not names.isdisjoint(words) for names in _NAMES)


def _may_be_event(header: str) -> bool:
    if _names_both(header) or is_bare_event(header):
        return True
    name = re.sub(r"\([^)]*\)", "", header)
    named = [sure_targets(part) for part in _OR.split(name) if part.strip()]
    return all(any(end.event_column in one for one in named) for _, end in _MAIN)


def _fits(cells: pd.Series, target: str, least: float) -> bool:
    return value_fit(target, column_evidence(cells)).factor >= least


def _extents(table: pd.DataFrame) -> pd.Series:
    stages = [str(header) for header in table if "stage" in sure_targets(str(header))]
    if len(stages) != 1:
        return pd.Series(None, index=table.index, dtype=object)
    words = suggest_values("stage", table[stages[0]].unique(), header=stages[0])
    extents = {text: EXTENT_OF_STAGE.get(word or "") for text, word in words.items()}
    found = table[stages[0]].map(extents)
    return found.astype(object).where(found.notna(), None)
