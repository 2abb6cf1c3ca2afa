"""One column of dates that ends PFS or RFS either way: of progression, or else of last contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.cohort.endpoints import MAIN_ENDPOINTS, Endpoint
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.checks.ask import Answers, Ask
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.arranged_table import Arrangement, asking_note, layout_note
from imt_core.intake.layouts.column_names import sure_targets
from imt_core.intake.mapping.exchanged_dates import exchange_dates
from imt_core.intake.notation.date_reading import DateReading, read_dates
from imt_core.intake.notation.distinct_values import exact_texts
from imt_core.intake.recognition.flag_headers import is_bare_event
from imt_core.intake.recognition.value_evidence import column_evidence

_OR: Final = (
    r"\s*[/,]\s*|\s+(?:or|o|ou|oder|u|lub|albo)\s+",
    r"\s*[/,]\s*|\s+(?:of)\s+",  # Dutch; in English it is no "or"
)
_ENDS: Final = frozenset({"progression_date", "death_date", "last_followup_date"})
_OF_AN_END: Final = re.compile(
    r"date|data|datum|fecha|dates|end|fine|fin|ende|einde|koniec|konca|zakonczenia|of|the|de|del|"
    r"della|di|du|des|der|van|y"
)
_LAST_IMAGE: Final = re.compile(
    r"(?:(?:date|data|datum|fecha)(?: of| de| della?)? )?(?:last|ultim[ao]|derni\w+|letzt\w+|"
    r"laatst\w+|ostatni\w*) (?:imag\w+|scan\w*|ct|tc|tac|tk|mri|rm|irm|mrt|staging|assessment|"
    r"evaluation|tumou?r assessment|bildgebung|imatge|beeldvorming|obrazowan\w*|badani\w*)"
    r"(?: date| datum)?"
)
"""Where only the last imaging is named, it ends PFS and RFS, but is no last contact."""
_UNTOLD: Final = "not told"


def with_dated_ends(arrangement: Arrangement, answers: Answers) -> Arrangement:
    """Make the time of PFS or RFS from a column that says on which day it ended, either way.

    Parameters
    ----------
    arrangement : Arrangement
    answers : mapping of str to str

    Returns
    -------
    Arrangement
        As it is where there is no such column or no start, where the sheet has the time or the date
        of the event itself, or where some of the dates cannot be read. Asked where no column tells
        the events.

    Examples
    --------
    >>> table = pd.DataFrame({"Start": ["2020-01-01"] * 2, "Progressed": ["no", "yes"],
    ...     "Progression or last follow-up": ["2020-03-01", "2020-01-31"]})
    >>> arranged = with_dated_ends(Arrangement(table=table, layout=""), {})
    >>> arranged.table["PFS (days)"].tolist(), arranged.columns[0].target
    (['60', '30'], 'pfs_months')
    """
    table = arrangement.table
    found, starts = _end_columns(table), _starts(table)
    if not found or len(starts) != 1:
        return arrangement
    told = [(header, end) for header, end in found if _tells(table, end.event_column, header)]
    if not told:
        return _asked(arrangement, found[0][0], answers)
    header, end = told[0]
    dates = exchange_dates(table, answers).table
    start, last = read_dates(dates[starts[0]]), read_dates(dates[header])
    start = read_dates(dates[starts[0]], beside=last.order)
    last = read_dates(dates[header], beside=start.order)
    if _is_open(dates[starts[0]], start) or _is_open(dates[header], last):
        return arrangement
    days = (last.dates - start.dates).dt.days
    time = f"{end.short} (days)"
    texts = exact_texts(days)
    note = layout_note(
        "end_in_one_column",
        f"{header} is taken as the end of {end.short}, with and without an event: {end.short} "
        f"runs from {starts[0]} to it.",
        "Choose the columns by hand, if that is wrong.",
        column=header,
    )
    return replace(
        arrangement,
        table=table.assign(**{time: texts}),
        notes=(*arrangement.notes, note),
        columns=(
            *arrangement.columns,
            ColumnMapping(target=end.months_column, source=time, unit="days"),
        ),
    )


def _asked(arrangement: Arrangement, header: str, answers: Answers) -> Arrangement:
    """Ask what tells the events of a column of ends, where nothing seems to."""
    ask = Ask(
        key=f"end without event:{header}",
        text=f"{header} says when each line ended either way, and no column was recognised that "
        "says which of the two it was: choose it by hand as the event of PFS or RFS, or does "
        "nothing tell it?",
        options=((_UNTOLD, "Nothing tells it: no PFS and no RFS from this column"),),
    )
    note = asking_note(
        "end_without_event",
        ask,
        ask.answer(answers),
        f"{header} is not used: nothing says which of its dates are events.",
        "Add a column of yes and no.",
        column=header,
    )
    return replace(arrangement, notes=(*arrangement.notes, note))


def _starts(table: pd.DataFrame) -> list[str]:
    return [str(header) for header in table if "start_date" in sure_targets(str(header))]


def _tells(table: pd.DataFrame, event: str, header: str) -> bool:
    others = [str(other) for other in table if str(other) != header]
    return any(event in sure_targets(other) or is_bare_event(other) for other in others)


def _end_columns(table: pd.DataFrame) -> list[tuple[str, Endpoint]]:
    """A column of ends, with each endpoint that it may be of; nothing where there are several."""
    headers = [str(header) for header in table]
    sure = {header: sure_targets(header) for header in headers}
    ends = [e for e in MAIN_ENDPOINTS.values() if "progression_date" in e.dates]
    if any("progression_date" in sure[header] and _is_dated(table, header) for header in headers):
        return []
    found = [
        (header, end)
        for header in headers
        for end in ends
        if _names_the_end(header, end)
        and not any(
            end.months_column in sure[h] and h != header and not _is_dated(table, h)
            for h in headers
        )
        and f"{end.short} (days)" not in table
        and _is_dated(table, header)
    ]
    return found if len({header for header, _ in found}) == 1 else []


def _is_dated(table: pd.DataFrame, header: str) -> bool:
    return column_evidence(table[header]).dates > 0.5


def _names_the_end(header: str, end: Endpoint) -> bool:
    words = plain_text(header).split()
    rest = [word for word in words if not _OF_AN_END.fullmatch(word)]
    if len(rest) < len(words) and end.months_column in sure_targets(" ".join(rest)):
        return True
    return any(
        {"progression_date", "last_followup_date"} <= named for named in _alternatives(header)
    )


def _alternatives(header: str) -> Iterator[set[str]]:
    """What the parts of a header name that lists several dates; only where each part does."""
    for pattern in _OR:
        parts = [part for part in re.split(pattern, header, flags=re.IGNORECASE) if part.strip()]
        named = [_end_named(part) for part in parts]
        if len(parts) > 1 and all(named):
            yield set().union(*named)


def _end_named(part: str) -> frozenset[str]:
    if _LAST_IMAGE.fullmatch(plain_text(part)):
        return frozenset({"last_followup_date"})
    return sure_targets(part) & _ENDS


def _is_open(cells: pd.Series, reading: DateReading) -> bool:
    unread = (cells != "") & reading.dates.isna() & ~cells.index.isin(reading.missing)
    return bool(unread.any())
