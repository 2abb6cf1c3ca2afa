"""Parameters of CDISC ADaM data sets: one row per parameter, to one column per parameter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.conventions.units import TimeUnit, months_from, time_unit
from imt_core.intake.checks.report import Issue
from imt_core.intake.layouts.arranged_table import layout_note
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.notation.distinct_values import exact_texts

BEST_RESPONSE_CODES: Final = ("BESRSPI", "CBRSPI", "CBOR", "BOR")
"""Codes of best overall response, the preferred first."""

_VALUES: Final = ("AVAL", "AVALC", "CNSR")

_LABEL_UNIT: Final = re.compile(r"\((\w+)\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parameters:
    """Parameters as columns: ``OS.AVAL``, ``OS.CNSR`` and so on.

    Parameters
    ----------
    columns : pandas.DataFrame
        Indexed by patient.
    codes : tuple of str
        The parameters' codes.
    units : dict of str
        The unit of each parameter's times, where it is stated.
    notes : tuple of Issue
    """

    columns: pd.DataFrame
    codes: tuple[str, ...]
    units: dict[str, TimeUnit]
    notes: tuple[Issue, ...]


def spread_parameters(
    source: SourceTable, *, patient: str, codes: Sequence[str] | None = None
) -> Parameters:
    """Give each parameter columns of its own.

    Parameters
    ----------
    source : SourceTable
        With ``PARAMCD``; one row per patient and parameter.
    patient : str
        Header of the patient column.
    codes : sequence of str or None
        The parameters to take; ``None`` for all.

    Returns
    -------
    Parameters
        Columns of the values, and of whatever else differs between a patient's rows. Of rows with
        the same patient and parameter the first is taken, and the others are noted. Times in
        several units within one parameter are converted to months.

    Examples
    --------
    >>> table = pd.DataFrame({"USUBJID": ["a", "a"], "PARAMCD": ["OS", "PFS"],
    ...     "AVAL": ["70", "7"], "AVALU": ["DAYS", "DAYS"]}, index=[2, 3])
    >>> spread = spread_parameters(SourceTable(name="adtte", table=table), patient="USUBJID")
    >>> spread.columns.to_dict("index"), spread.units
    ({'a': {'OS.AVAL': '70', 'PFS.AVAL': '7'}}, {'OS': 'days', 'PFS': 'days'})
    >>> spread_parameters(SourceTable(name="adtte", table=table), patient="USUBJID",
    ...     codes=()).codes
    ()
    """
    table = source.table
    present = list(dict.fromkeys(table["PARAMCD"]))
    wanted = [code for code in present if code and (codes is None or code in codes)]
    rows = table[table["PARAMCD"].isin(wanted) & (table[patient] != "")]
    repeated = rows.duplicated([patient, "PARAMCD"])
    notes = []
    if repeated.any():
        notes.append(
            layout_note(
                "parameter_repeated",
                f"{source.name} must hold one row for each patient and parameter, but these rows "
                "come "
                "on top; the first row was taken.",
                "Keep the row that is meant.",
                severity="warning",
                column="PARAMCD",
                rows=rows.index[repeated],
            )
        )
        rows = rows[~repeated]
    spread_headers = [
        header
        for header in _own_headers(table, patient)
        if header in _VALUES or _differs(table, patient, header)
    ]
    blocks: list[pd.DataFrame] = []
    units: dict[str, TimeUnit] = {}
    for code in wanted:
        block = rows[rows["PARAMCD"] == code].set_index(patient)
        block, unit, found = _in_one_unit(block, code, source.name)
        notes += found
        if unit is not None:
            units[code] = unit
        filled = [h for h in spread_headers if h in _VALUES or (block[h] != "").any()]
        filled += ["AVALU"] if unit is None and "AVALU" in block else []
        blocks.append(block[filled].set_axis([f"{code}.{header}" for header in filled], axis=1))
    patients = list(dict.fromkeys(rows[patient]))
    columns = (
        pd.concat([block.reindex(patients) for block in blocks], axis=1)
        if blocks
        else (pd.DataFrame(index=pd.Index([], dtype=object)))
    )
    return Parameters(
        columns=columns.fillna(""), codes=tuple(wanted), units=units, notes=tuple(notes)
    )


def patient_values(source: SourceTable, *, patient: str) -> pd.DataFrame:
    """Take the values that are the same on all rows of a patient.

    Parameters
    ----------
    source : SourceTable
    patient : str
        Header of the patient column.

    Returns
    -------
    pandas.DataFrame
        Indexed by patient, one row each.

    Examples
    --------
    >>> table = pd.DataFrame({"USUBJID": ["a", "a"], "SEX": ["F", "F"], "PARAMCD": ["OS", "PFS"]})
    >>> patient_values(SourceTable(name="adtte", table=table), patient="USUBJID").to_dict("index")
    {'a': {'SEX': 'F'}}
    >>> patient_values(SourceTable(name="adtte", table=table.iloc[:0]), patient="USUBJID").shape
    (0, 1)
    """
    rows = source.table[source.table[patient] != ""]
    headers = [
        header
        for header in _own_headers(rows, patient)
        if header not in (*_VALUES, "AVALU") and not _differs(rows, patient, header)
    ]
    return rows.drop_duplicates(patient).set_index(patient)[headers]


def best_response_code(source: SourceTable) -> tuple[str | None, int]:
    """Find the parameter that holds the best overall response.

    Parameters
    ----------
    source : SourceTable
        With ``PARAMCD``, and mostly ``PARAM``.

    Returns
    -------
    tuple of str or None and int
        The code, and how many parameters could have been meant.

    Examples
    --------
    >>> table = pd.DataFrame({"PARAMCD": ["BOR", "OVR"], "PARAM": ["Best Overall Response", ""]})
    >>> best_response_code(SourceTable(name="adrs", table=table))
    ('BOR', 1)
    >>> best_response_code(SourceTable(name="adrs", table=table.iloc[1:]))
    (None, 0)
    """
    pairs = source.table.reindex(columns=["PARAMCD", "PARAM"], fill_value="").drop_duplicates()
    named = {
        str(code)
        for code, label in pairs.to_numpy().tolist()
        if code in BEST_RESPONSE_CODES
        or {"best", "response"} <= set(re.findall(r"[a-z]+", str(label).lower()))
    }
    preferred = [code for code in BEST_RESPONSE_CODES if code in named]
    if preferred:
        return preferred[0], len(named)
    return (named.pop(), 1) if len(named) == 1 else (None, len(named))


def _own_headers(table: pd.DataFrame, patient: str) -> list[str]:
    return [str(h) for h in table.columns if h not in (patient, "PARAMCD", "PARAM", "PARAMN")]


def _differs(rows: pd.DataFrame, patient: str, header: str) -> bool:
    """Whether a column is not the same on all rows of some patient; units are handled apart."""
    if header == "AVALU":
        return False
    return bool(rows[[patient, header]].drop_duplicates()[patient].duplicated().any())


def _in_one_unit(
    block: pd.DataFrame, code: str, name: str
) -> tuple[pd.DataFrame, TimeUnit | None, list[Issue]]:
    """The rows of one parameter with times in one unit, and that unit."""
    if "AVAL" not in block:
        return block, None, []
    units = _row_units(block)
    stated: list[TimeUnit] = sorted({unit for unit in units if unit is not None})
    if len(stated) == 1 and units.notna().all():
        return block, stated[0], []
    if len(stated) < 2:
        return block, None, []
    factors = units.map({unit: months_from(1.0, unit) for unit in stated}).astype(float)
    months = pd.to_numeric(block["AVAL"], errors="coerce") * factors
    readable = months.notna()
    converted = block.assign(AVAL=exact_texts(months))
    notes = [
        layout_note(
            "units_converted",
            f"{code} of {name} is in {' and '.join(stated)}; its times were converted to months.",
            "Check AVALU.",
            column=f"{code}.AVAL",
        )
    ]
    lost = (block["AVAL"] != "") & ~readable
    if lost.any():
        notes.append(
            layout_note(
                "unit_not_stated",
                f"Times of {code} in {name} without a unit or a number, beside others that have "
                "one, "
                f"stayed empty: {int(lost.sum())}.",
                "State AVALU for each row.",
                severity="warning",
                column=f"{code}.AVAL",
            )
        )
    return converted, "months", notes


def _row_units(block: pd.DataFrame) -> pd.Series:
    """The unit of each row: from AVALU, else from the parameter's label; None where not stated."""
    labels = block.get("PARAM", pd.Series("", index=block.index))
    found = labels.str.extract(_LABEL_UNIT, expand=False)
    stated = block.get("AVALU", pd.Series("", index=block.index))
    texts = stated.where(stated != "", found).fillna("").str.strip().str.lower()
    units = texts.map({text: time_unit(text) for text in set(texts)}).astype(object)
    return units.where(units.notna(), None)
