"""What REDCap's own columns say of each row of an export, apart from its fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.intake.layouts.column_names import plain_header
from imt_core.intake.layouts.source_table import SourceTable

EVENT_HEADERS: Final = ("redcap_event_name", "event_name")
INSTRUMENT_HEADERS: Final = ("redcap_repeat_instrument", "repeat_instrument")
INSTANCE_HEADERS: Final = ("redcap_repeat_instance", "repeat_instance")
_ARM: Final = re.compile(r"(?P<event>.*?)(?:_arm_(?P<code>\d+)| \(Arm (?P<word>[^)]*)\))$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RedcapExport:
    """Rows of an export.

    Parameters
    ----------
    rows : pandas.DataFrame
        The record's name and the fields.
    record : str
        Header of the record's name, always the first column.
    event, instrument, instance, arm : pandas.Series
        For each row the event without its arm, the repeating instrument (or event) and its number,
        and the arm; empty texts where they do not apply.
    """

    rows: pd.DataFrame
    record: str
    event: pd.Series
    instrument: pd.Series
    instance: pd.Series
    arm: pd.Series


def split_export(table: pd.DataFrame, others: Sequence[SourceTable]) -> RedcapExport:
    """Set REDCap's own columns apart from the fields.

    Parameters
    ----------
    table : pandas.DataFrame
        With raw headers (``redcap_event_name``) or labels (``Event Name``).
    others : sequence of SourceTable
        Among them the list of arms, where it is at hand.

    Returns
    -------
    RedcapExport

    Notes
    -----
    Every longitudinal project has an arm 1: an arm that all rows share and nothing names is not
    told. Events keep the arm in their name where they could not be told apart without it.

    Examples
    --------
    >>> table = pd.DataFrame({"id": ["1"], "redcap_event_name": ["visit_1_arm_2"], "age": ["9"]})
    >>> arms = SourceTable(name="arms", table=pd.DataFrame({"arm_num": ["2"], "name": ["B"]}))
    >>> export = split_export(table, [arms])
    >>> export.event.tolist(), export.arm.tolist(), export.rows.columns.tolist()
    (['visit_1'], ['B'], ['id', 'age'])
    >>> split_export(table, []).arm.tolist()
    ['']
    """
    record = str(table.columns[0])
    plain = {plain_header(header): str(header) for header in table.columns[1:]}

    def own(names: Sequence[str]) -> pd.Series:
        header = next((plain[name] for name in names if name in plain), None)
        return pd.Series("", index=table.index) if header is None else table[header]

    event, instrument, instance = own(EVENT_HEADERS), own(INSTRUMENT_HEADERS), own(INSTANCE_HEADERS)
    arms = {
        str(number): str(name)
        for other in others
        if set(other.table) == {"arm_num", "name"}
        for number, name in other.table[["arm_num", "name"]].to_numpy().tolist()
    }
    parts = event.str.extract(_ARM).fillna("")
    arm = (
        parts["code"]
        .map(lambda code: arms.get(code, code))
        .where(parts["code"] != "", parts["word"])
    )
    short = parts["event"].where(arm != "", event)
    if not arms and len(set(arm) - {""}) == 1:
        arm = pd.Series("", index=table.index)
    key = [table[record], short, instrument, instance]
    if not pd.concat(key, axis=1).duplicated().any():
        event = short
    structure = [
        plain[n] for n in (*EVENT_HEADERS, *INSTRUMENT_HEADERS, *INSTANCE_HEADERS) if n in plain
    ]
    return RedcapExport(
        rows=table.drop(columns=structure),
        record=record,
        event=event,
        arm=arm,
        instrument=instrument.where((instrument != "") | (instance == ""), event),
        instance=instance,
    )
