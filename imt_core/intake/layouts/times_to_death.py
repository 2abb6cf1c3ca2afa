"""Survival in two columns, as GDC and TCGA have it: days to death, days to the last contact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from imt_core.conventions.missing_texts import is_missing_text
from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import TimeUnit
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.arranged_table import Arrangement, layout_note
from imt_core.intake.layouts.column_names import sure_targets
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.notation.header_text import header_words
from imt_core.intake.recognition.header_names import named_targets
from imt_core.intake.recognition.value_matching import suggest_values

_DEATH: Final = re.compile(
    r"death|decesso|morte|deces|mort|tod|todes|muerte|fallecimiento|defuncion|overlijden|dood|"
    r"zgonu?|smierci"
)
_LAST: Final = re.compile(r"last|ultim[oaei]|derni\w+|letzt\w+|laatst\w+|ostatni\w*")
_TO: Final = re.compile(r"to|until|till|al|alla|allo|all|fino|bis|zum|jusqu|hasta|tot|do")
_ENTITY: Final = re.compile(
    r"^(?:cases?|demographic|diagnos[ei]s|exposures?|follow_ups?|treatments?|family_histories)\."
)
_OTHER: Final = re.compile(r"diagnosis|birth|progression|recurrence|relapse|treatment|line|status")


def with_survival_times(source: SourceTable) -> Arrangement:
    """Bring the time to death and the time to the last contact into one time with its event.

    Parameters
    ----------
    source : SourceTable

    Returns
    -------
    Arrangement
        The table as it is where it has no such two columns, or has the time of overall survival.
        The dead have the time to death, the living the time to the last contact; who is neither,
        or whose time is not there, has none.

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["a", "b"], "days_to_death": ["'--", "430"],
    ...     "days_to_last_follow_up": ["1200", "'--"], "vital_status": ["Alive", "Dead"]})
    >>> arranged = with_survival_times(SourceTable(name="gdc", table=table))
    >>> arranged.table[["OS (days)", "Died"]].to_numpy().tolist()
    [['1200', '0'], ['430', '1']]
    >>> plain = SourceTable(name="x", table=table[["id"]])
    >>> with_survival_times(plain).layout, with_survival_times(plain).columns
    ('one row per line or patient', ())
    """
    table = _without_entities(source.table)
    found = _two_times(table)
    if found is None:
        return Arrangement(table=table, layout="one row per line or patient")
    death, last, unit = found
    to_death, to_last = _measured(table[death]), _measured(table[last])
    died = _died(table, to_death, to_last, taken={death, last})
    time, event = f"OS ({unit})", "Died"
    months = to_last.mask(died == "1", to_death)
    contradicts = (died == "0") & (to_death != "")
    no_time = ((months == "") & (died != "")) | contradicts
    known = ~no_time & (died != "")
    joined = table.drop(columns=[death, last]).assign(
        **{time: months.where(known, ""), event: died.where(known, "")}
    )
    return Arrangement(
        table=joined,
        layout="one row per line or patient",
        steps=(f"{death} and {last} of {source.name} became one time, with its event.",),
        notes=tuple(_notes(joined, death, last, no_time=no_time, unknown=died == "")),
        columns=(
            ColumnMapping(target="os_months", source=time, unit=unit),
            ColumnMapping(target="os_event", source=event, values=(("1", "1"), ("0", "0"))),
        ),
    )


def _without_entities(table: pd.DataFrame) -> pd.DataFrame:
    """Headers without the part of GDC's model they belong to: ``demographic.vital_status``."""
    short = [_ENTITY.sub("", str(header)) for header in table]
    if short == list(table.columns) or len(set(short)) < len(short):
        return table
    return table.set_axis(short, axis=1)


def _two_times(table: pd.DataFrame) -> tuple[str, str, TimeUnit] | None:
    headers = [str(header) for header in table]
    if any("os_months" in sure_targets(header) for header in headers):
        return None
    times = [(header, header_words(header).unit, plain_text(header).split()) for header in headers]
    to = [
        (header, unit, words)
        for header, unit, words in times
        if unit is not None and any(map(_TO.fullmatch, words)) and not any(map(_OTHER.match, words))
    ]
    deaths = [(h, unit) for h, unit, words in to if any(map(_DEATH.fullmatch, words))]
    lasts = [(h, unit) for h, unit, words in to if any(map(_LAST.fullmatch, words))]
    for death, unit in deaths:
        for last, same in lasts:
            if death != last and unit == same and unit is not None:
                return death, last, unit
    return None


def _measured(cells: pd.Series) -> pd.Series:
    """Cells without the words that say that there is no value."""
    missing = {text for text in cells.unique() if is_missing_text(text, measured=True, dated=True)}
    return cells.mask(cells.isin(missing), "")


def _died(
    table: pd.DataFrame, to_death: pd.Series, to_last: pd.Series, *, taken: set[str]
) -> pd.Series:
    """1 dead, 0 alive, empty where neither is said; a status speaks before the times do."""
    by_time = pd.Series("", index=table.index).mask(to_last != "", "0").mask(to_death != "", "1")
    found = ((named_targets(header_words(str(h))).get("os_event"), str(h)) for h in table)
    scores = {h: name.score for name, h in found if name is not None and h not in taken}
    if not scores:
        return by_time
    status = max(scores, key=scores.__getitem__)
    words = suggest_values("os_event", list(table[status].unique()), header=status)
    said = table[status].map(lambda text: words.get(text) or "")
    return said.mask((said == "") & (to_death != ""), "1")


def _notes(
    table: pd.DataFrame, death: str, last: str, *, no_time: pd.Series, unknown: pd.Series
) -> Iterator[Issue]:
    yield layout_note(
        "survival_from_two_times",
        f"Overall survival is {death} of the dead and {last} of the living. It counts from where "
        "these times begin: in files of GDC and TCGA from diagnosis, not from a line's start.",
        "Say so where the curve is shown.",
        severity="warning",
    )
    for code, rows, message in (
        (
            "death_without_its_time",
            no_time,
            f"{death}, {last} and the vital status disagree, or the time is not there",
        ),
        ("vital_status_not_known", unknown, "Nothing says whether the patient died"),
    ):
        if rows.any():
            yield layout_note(
                code,
                f"{message}: no overall survival in these rows.",
                "Correct the rows, if it is known.",
                severity="warning",
                rows=table.index[rows],
            )
