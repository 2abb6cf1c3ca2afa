"""The rows of a REDCap export to one row per record."""

from __future__ import annotations

import pandas as pd


def collapse_records(rows: pd.DataFrame, *, record: str, occasions: pd.Series) -> pd.DataFrame:
    """Bring the rows of each record into one.

    Parameters
    ----------
    rows : pandas.DataFrame
        A table of text.
    record : str
        Header of the record's name.
    occasions : pandas.Series
        For each row the event, or the instrument and its number, it was recorded at.

    Returns
    -------
    pandas.DataFrame
        Indexed by record, in order of appearance. A field that is filled at most once per record
        keeps its name; one that is filled several times becomes ``field.occasion``. Fields that are
        never filled stay, empty.

    Examples
    --------
    >>> rows = pd.DataFrame({"record_id": ["1", "1"], "sex": ["F", ""], "weight": ["70", "68"]})
    >>> collapse_records(rows, record="record_id",
    ...     occasions=pd.Series(["start", "end"])).to_dict("index")
    {'1': {'sex': 'F', 'weight.start': '70', 'weight.end': '68'}}
    >>> collapse_records(rows.iloc[:0], record="record_id",
    ...     occasions=pd.Series([], dtype=object)).empty
    True
    """
    records = list(dict.fromkeys(rows[record]))
    occasions = _told_apart(rows[record], occasions)
    columns: dict[str, pd.Series] = {}
    order = {occasion: place for place, occasion in enumerate(dict.fromkeys(occasions))}
    for header in rows.columns:
        if header == record:
            continue
        filled = (rows[header] != "").to_numpy()
        names, texts = rows.loc[filled, record], rows.loc[filled, header]
        if names.is_unique:
            columns[header] = texts.set_axis(names)
            continue
        at = occasions[filled]
        for occasion in sorted(set(at), key=order.__getitem__):
            here = (at == occasion).to_numpy()
            columns[f"{header}.{occasion}"] = texts[here].set_axis(names[here])
    spread = {header: cells.reindex(records).fillna("") for header, cells in columns.items()}
    return pd.DataFrame(spread, index=pd.Index(records, dtype=object))


def _told_apart(records: pd.Series, occasions: pd.Series) -> pd.Series:
    """Occasions, numbered where a record has one several times."""
    named = occasions.where(occasions != "", "row")
    nth = named.groupby([records, named]).cumcount() + 1
    return named.mask(nth > 1, named + " (" + nth.astype(str) + ")")
