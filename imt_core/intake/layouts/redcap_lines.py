"""Records of a REDCap export to one row per treatment line, or per record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note, renumber_rows
from imt_core.intake.layouts.column_names import is_about_treatment, plain_header, sure_targets
from imt_core.intake.layouts.first_line_values import keep_on_first_lines
from imt_core.intake.layouts.redcap_export import RedcapExport
from imt_core.intake.layouts.redcap_records import collapse_records

_OF_A_LINE: Final = frozenset({"regimen", "regimen_group", "best_response", "start_date", "cycles"})
_WORD_OF_A_LINE: Final = re.compile(
    r"regimen|drug|agent|chemo|respon|recist|ansprech|r[ée]ponse|risposta"
)
MOST_INSTANCES: Final = 12
"""Repeats that are kept as columns of their own where an instrument holds no treatment lines."""


def arrange_records(
    export: RedcapExport, *, name: str, steps: list[str], notes: list[Issue]
) -> pd.DataFrame:
    """Make one row per treatment line, or per record where no repeating instrument holds lines.

    Parameters
    ----------
    export : RedcapExport
    name : str
        The table's name.
    steps, notes : list
        What was done and met is appended.

    Returns
    -------
    pandas.DataFrame
        Rows of an export without events and repeats stay as they are. What a record says once is
        repeated on its lines; times and outcomes among it stay on the first line only.

    Examples
    --------
    >>> from imt_core.intake.layouts.redcap_export import split_export
    >>> table = pd.DataFrame({"id": ["1", "1"], "redcap_event_name": ["a_arm_1", "b_arm_1"],
    ...     "age": ["9", ""], "weight": ["20", "21"]}, index=[2, 3])
    >>> steps = []
    >>> arrange_records(split_export(table, []), name="data", steps=steps,
    ...     notes=[]).to_dict("index")
    {2: {'id': '1', 'age': '9', 'weight.a': '20', 'weight.b': '21'}}
    >>> steps
    ['2 rows of data became 1 record; fields filled several times are kept apart in 2 columns.']
    """
    rows, record = export.rows, export.record
    repeats = export.instrument != ""
    if not repeats.any() and (rows[record].is_unique or (export.event == "").all()):
        return _with_arm(rows, export)
    chosen = _treatment_instrument(export)
    is_line = (export.instrument == chosen) if chosen else pd.Series(False, index=rows.index)
    left_out = _many_repeats(export, chosen)
    if left_out.any():
        n_kinds = export.instrument[left_out].nunique()
        notes.append(
            layout_note(
                "repeating_instrument_left_out",
                f"Left out of {name}: {format_count(int(left_out.sum()), 'row')} of "
                f"{format_count(n_kinds, 'repeating instrument')} without treatment lines.",
                "Load them as a table of their own if you need them.",
                severity="warning",
                rows=rows.index[left_out],
            )
        )
    own = [str(h) for h in rows if h != record and (rows[h][is_line] != "").any()]
    is_plain = _lines_filled_once(export, own)
    rest = rows.copy()
    rest.loc[is_plain, own] = ""
    base = _one_row_per_record(replace(export, rows=rest), ~is_line & ~left_out, chosen is not None)
    n_apart = sum(header not in rows and header != "arm" for header in base)
    step = f"{format_count(len(rows), 'row')} of {name} became {format_count(len(base), 'record')}"
    if n_apart:
        step += f"; fields filled several times are kept apart in {format_count(n_apart, 'column')}"
    if not chosen:
        steps.append(f"{step}.")
        return renumber_rows(base.rename_axis(record).reset_index())
    everyone = list(base.index)
    lines = rows.loc[is_line | is_plain, [record, *own]]
    instances = export.instance[is_line | is_plain]
    if is_plain.any():
        instances = (lines.groupby(record).cumcount() + 1).astype(str)
    lines = lines.assign(redcap_repeat_instance=instances)
    with_lines = set(lines[record])
    without = [one for one in everyone if one not in with_lines]
    steps.append(
        f"{step}. Taken for treatment lines: {format_count(int(is_line.sum()), 'row')} of the "
        f"repeating instrument {chosen}{_and_once(int(is_plain.sum()))}; kept as one row without a "
        "line: "
        f"{format_count(len(without), 'record')}."
    )
    both = pd.concat([lines, pd.DataFrame({record: without})]).fillna("")
    place = {one: position for position, one in enumerate(everyone)}
    both = renumber_rows(both.sort_values(record, key=lambda c: c.map(place), kind="stable"))
    shared = base.reindex(both[record]).set_axis(both.index)
    shared = shared.rename(columns={h: f"{h} (record)" for h in shared if h in both})
    arranged = pd.concat([both[[record]], shared, both.drop(columns=record)], axis=1)
    arranged, kept = keep_on_first_lines(arranged, patient=record, headers=list(shared.columns))
    notes += kept
    return arranged


def _and_once(n_rows: int) -> str:
    return f", and {format_count(n_rows, 'row')} that fill its fields once" if n_rows else ""


def _lines_filled_once(export: RedcapExport, own: Sequence[str]) -> pd.Series:
    """Rows of no repeating instrument that fill the fields of a line: lines, too."""
    of_line = [
        header
        for header in own
        if sure_targets(header) & _OF_A_LINE
        or (not sure_targets(header) and _WORD_OF_A_LINE.search(plain_header(header)))
    ]
    filled = (export.rows[of_line] != "").any(axis=1)
    return filled & (export.instrument == "")


def _one_row_per_record(export: RedcapExport, taken: pd.Series, only_filled: bool) -> pd.DataFrame:
    """One row for each record, also for those none of whose rows are taken."""
    rows, record = export.rows[taken], export.record
    repeated = export.instrument + " " + export.instance
    at_event = (export.event != "") & (export.event != export.instrument)
    repeated = repeated.mask(at_event, export.event + " " + repeated)
    occasions = export.event.where(export.instrument == "", repeated)[taken]
    filled = [h for h in rows if h == record or not only_filled or (rows[h] != "").any()]
    base = collapse_records(rows[filled], record=record, occasions=occasions)
    everyone = list(dict.fromkeys(export.rows[record]))
    base = base.reindex(everyone).fillna("")
    arm = export.arm.groupby(export.rows[record], sort=False).agg(_together)
    if (arm != "").any():
        base.insert(0, "arm", arm.reindex(everyone))
    return base


def _together(texts: pd.Series) -> str:
    return " and ".join(dict.fromkeys(text for text in texts if text))


def _with_arm(rows: pd.DataFrame, export: RedcapExport) -> pd.DataFrame:
    if not (export.arm != "").any():
        return rows
    table = rows.copy()
    table.insert(1, "arm", export.arm)
    return table


def _treatment_instrument(export: RedcapExport) -> str | None:
    """The repeating instrument with most columns of treatment; ``None`` where none has any."""
    about = [h for h in export.rows if h != export.record and is_about_treatment(h)]
    best, most = None, 0
    for instrument in dict.fromkeys(export.instrument[export.instrument != ""]):
        cells = export.rows.loc[(export.instrument == instrument).to_numpy(), about]
        n_filled = int((cells != "").any().sum())
        if n_filled > most:
            best, most = str(instrument), n_filled
    return best


def _many_repeats(export: RedcapExport, chosen: str | None) -> pd.Series:
    """Rows of other repeating instruments: all where lines are chosen, else those with many."""
    repeats = export.instrument != ""
    if chosen:
        return repeats & (export.instrument != chosen)
    instrument = export.instrument[repeats]
    counts = instrument.groupby([export.rows[export.record][repeats], instrument]).size()
    most = counts.groupby(level=1).max()
    many = set(most.index[most > MOST_INSTANCES])
    return export.instrument.isin(many)
