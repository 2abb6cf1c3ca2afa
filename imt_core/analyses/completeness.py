"""How complete each column of a cohort is."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from imt_core.cohort.counting import CaseCount
from imt_core.cohort.endpoints import ENDPOINT_OF_COLUMN
from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort, level_texts

ONLY_WHERE = {
    **{
        column: ("disease_extent", (end.extent,))
        for column, end in ENDPOINT_OF_COLUMN.items()
        if end.extent
    },
    "alk_method": ("alk_status", ("positive", "negative")),
    "ne_reason": ("best_response", ("NE",)),
    "target_change_pct": ("best_response", ("CR", "PR", "SD", "PD")),
    "response_months": ("best_response", ("CR", "PR")),
    "death_date": ("os_event", ("1",)),
    "adverse_events": ("worst_ae_grade", ("1", "2", "3", "4", "5")),
    "later_alk_inhibitor_months": ("later_alk_inhibitor", ("1",)),
}
"""Columns that have a meaning in some lines only, with the column and the levels of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnCompleteness:
    """Cells recorded in one column.

    Parameters
    ----------
    column, label : str
    n_recorded : int
    n_expected : int
        Lines in which the column has a meaning: all, or those that `only_where` names.
    only_where : str
        The condition, such as ``disease_extent = localized``; empty for all lines.
    """

    column: str
    label: str
    n_recorded: int
    n_expected: int
    only_where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Completeness of every column of a cohort, in the order of the file."""

    count: CaseCount
    columns: tuple[ColumnCompleteness, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row for each column; counts, unformatted."""
        return pd.DataFrame(
            [
                {
                    "column": c.column,
                    "label": c.label,
                    "n_recorded": c.n_recorded,
                    "n_expected": c.n_expected,
                    "only_where": c.only_where,
                }
                for c in self.columns
            ]
        )


def completeness_table(cohort: Cohort) -> Completeness:
    """Count the recorded cells of every column.

    Parameters
    ----------
    cohort : Cohort

    Returns
    -------
    Completeness
        A column that has a meaning in some lines only (RFS in localized disease, a reason where
        the response is not evaluable) is counted among those lines.

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "best_response": ["NE", "PR"],
    ...                       "ne_reason": ["adjuvant", None]})
    >>> column = completeness_table(Cohort(frame=frame, name="two")).columns[2]
    >>> column.n_recorded, column.n_expected, column.only_where
    (1, 1, 'best_response = NE')
    """
    frame = cohort.frame
    columns = []
    for name in frame.columns:
        condition = ONLY_WHERE.get(name)
        if condition and cohort.has(condition[0]):
            where, levels = condition
            cells = frame.loc[level_texts(frame[where]).isin(levels), name]
            only_where = f"{where} = {' or '.join(levels)}"
        else:
            cells, only_where = frame[name], ""
        columns.append(
            ColumnCompleteness(
                column=name,
                label=COLUMN_BY_NAME[name].label if name in COLUMN_BY_NAME else name,
                n_recorded=int(cells.notna().sum()),
                n_expected=len(cells),
                only_where=only_where,
            )
        )
    return Completeness(count=cohort.count, columns=tuple(columns))
