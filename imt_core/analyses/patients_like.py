"""Plain filters that keep the lines like one line, and how many remain at each step."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from imt_core.analyses.offered import offered_filters
from imt_core.cohort.filters import Criterion
from imt_core.cohort.schema import Cohort, column_label, is_known_level, level_texts

LIKE_COLUMNS: Final = ("regimen_group", "disease_extent", "stage", "line_group")
"""By which lines are alike, beside the biomarker, in the order in which they are asked for."""

USUAL_LIKE: Final = ("regimen_group", "disease_extent")
"""Those that are asked for at first, beside the biomarker: more would leave few of any series."""

FEW_ALIKE: Final = 10
"""Patients; with fewer a caution is due."""


def criteria_like(cohort: Cohort, row: int) -> tuple[Criterion, ...]:
    """The filters that keep the lines like the one in a row of the sheet.

    Parameters
    ----------
    cohort : Cohort
        The whole cohort.
    row : int
        The index of its frame.

    Returns
    -------
    tuple of Criterion
        One for each column that the cohort can be filtered by and that is known of this line:
        regimen group, the biomarker, extent of disease, stage, and first, second or further line.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "alk_status": ["negative", "positive"],
    ...                       "line_group": ["first", "further"], "stage": [None, "metastatic"]})
    >>> cohort = Cohort(frame=frame, name="two")
    >>> [(c.column, c.levels) for c in criteria_like(cohort, 0)]
    [('alk_status', ('negative',)), ('line_group', ('first',))]
    """
    offered: Collection[str] = offered_filters(cohort)
    regimen, *others = LIKE_COLUMNS
    columns = dict.fromkeys((regimen, cohort.biomarker, *others))
    found = []
    for column in columns:
        if column in offered:
            level = str(level_texts(cohort.frame.loc[[row], column]).iloc[0])
            if is_known_level(level):
                found.append(Criterion(column=column, levels=(level,)))
    return tuple(found)


def like_label(criterion: Criterion) -> str:
    """A filter as it is asked for, such as ``Regimen group: MTX-V``.

    Examples
    --------
    >>> like_label(Criterion(column="stage", levels=("metastatic",)))
    'Stage: metastatic'
    """
    return f"{column_label(criterion.column)}: {criterion.levels[0]}"
