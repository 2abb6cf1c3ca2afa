"""Small counts written as "fewer than", and dashes where they could be worked out."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.masking.disclosure import Counts, Shown
from imt_core.reporting.masking.suppression import suppress


def mask_small_counts(
    table: pd.DataFrame, *, under: int, total_row: bool = False, total_column: bool = False
) -> pd.DataFrame:
    """Write a table of counts as texts, without any from which a small one follows.

    Parameters
    ----------
    table : pandas.DataFrame
        Whole numbers from 0.
    under : int
        Counts of 1 to one less than this are small; at least 2.
    total_row, total_column : bool
        Whether the last row, or the last column, holds the sums of those before.

    Returns
    -------
    pandas.DataFrame
        Texts in the same place: the count, ``"<5"`` for a small one if `under` is 5, or a dash for
        one that is withheld to protect a small one. A dash may stand for any count.

    Raises
    ------
    ImtError
        If a cell is no count, the totals are no sums, or `under` is less than 2.

    Examples
    --------
    >>> table = pd.DataFrame({"men": [2, 9, 11], "women": [8, 7, 15], "all": [10, 16, 26]})
    >>> mask_small_counts(table, under=5, total_row=True, total_column=True).values.tolist()
    [['<5', '–', '10'], ['–', '–', '16'], ['11', '15', '26']]
    >>> mask_small_counts(pd.DataFrame({"men": [0, 1]}), under=5).values.tolist()
    [['0'], ['<5']]
    """
    check_under(under)
    if not (table.map(_is_count).all(axis=None) if table.size else True):
        raise ImtError(
            "table must hold whole numbers from 0, but other cells were found. Give counts only."
        )
    counts = Counts()
    n_rows, n_columns = table.shape
    last_row, last_column = n_rows - 1, n_columns - 1
    places = [
        [
            counts.add(
                value,
                size=(total_row and row == last_row) or (total_column and column == last_column),
            )
            for column, value in enumerate(values)
        ]
        for row, values in enumerate(table.to_numpy(dtype=int).tolist())
    ]
    if total_row and n_rows:
        for column in range(n_columns):
            counts.add_sum(places[-1][column], [row[column] for row in places[:-1]])
    if total_column and n_columns:
        for row in places:
            counts.add_sum(row[-1], row[:-1])
    _check_sums(counts)
    masked = mask(counts, under=under)
    texts = [[masked.text(i) for i in row] for row in places]
    return pd.DataFrame(texts, index=table.index, columns=table.columns)


def _is_count(value: object) -> bool:
    if isinstance(value, str) or not pd.api.types.is_number(value):
        return False
    return float(value).is_integer() and float(value) >= 0  # type: ignore[arg-type]


def _check_sums(counts: Counts) -> None:
    for total, parts in counts.sums:
        if counts.values[total] != sum(counts.values[i] for i in parts):
            raise ImtError(
                "totals must be the sums of the counts before them, but are not. Say which rows "
                "and columns are totals."
            )


def check_under(under: int) -> None:
    """Refuse a threshold that masks nothing.

    Examples
    --------
    >>> check_under(1)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: under must be at least 2, but 1 was found. Give 5, or None to show \
all counts.
    """
    if under < 2:
        raise ImtError(
            f"under must be at least 2, but {under} was found. Give 5, or None to show all counts."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskedCounts:
    """Counts and what is done to each, by position.

    Parameters
    ----------
    values : tuple of int
    states : tuple of {"shown", "small", "withheld"}
    under : int
    """

    values: tuple[int, ...]
    states: tuple[Shown, ...]
    under: int

    def is_shown(self, *positions: int) -> bool:
        """Whether all of these stand as they are."""
        return all(self.states[i] == "shown" for i in positions)

    def text(self, position: int) -> str:
        """The count as far as it is shown."""
        if self.states[position] == "small":
            return f"<{self.under}"
        return str(self.values[position]) if self.is_shown(position) else EN_DASH


def mask(counts: Counts, *, under: int) -> MaskedCounts:
    """Decide what is shown of each count.

    Examples
    --------
    >>> masked = mask(Counts(values=[12, 3]), under=5)
    >>> masked.text(0), masked.text(1), masked.is_shown(0, 1)
    ('12', '<5', False)
    """
    check_under(under)
    states = suppress(counts, under=under)
    return MaskedCounts(values=tuple(counts.values), states=states, under=under)


def masking_sentence(under: int) -> str:
    """What was done to the counts, for the reader of a masked table.

    Examples
    --------
    >>> masking_sentence(5)[:36]
    'Counts of 1 to 4 are written as <5; '
    """
    return (
        f"Counts of 1 to {under - 1} are written as <{under}; {EN_DASH} stands for a count, of any "
        "size, that is withheld because a small count could be worked out from it. Percentages, "
        "intervals and estimates that rest on such counts are withheld too. This holds within one "
        "table: whoever has another table of nearly the same patients may compare the two."
    )
