"""A sheet of one row per patient that numbers no line: its rows as first lines, or as not known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from imt_core.cohort.schema import Cohort


def as_first_lines(cohort: Cohort, *, assumed: bool) -> Cohort:
    """Take the only row of each patient for the first line, or leave open which line it is.

    Parameters
    ----------
    cohort : Cohort
        Whose lines the sheet numbers is returned as it is.
    assumed : bool

    Returns
    -------
    Cohort

    Examples
    --------
    >>> from imt_core.cohort.rules import Rules
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0]})
    >>> one_row = Cohort(frame=frame, name="two", rules=Rules(first_line="assumed"))
    >>> unknown = as_first_lines(one_row, assumed=False)
    >>> unknown.frame["line_group"].tolist(), unknown.rules.first_line
    ([None, None], 'not known')
    >>> as_first_lines(unknown, assumed=True).frame["line_number"].tolist()
    [1.0, 1.0]
    """
    if cohort.rules.first_line == "recorded":
        return cohort
    groups = ["first" if assumed else None] * len(cohort.frame)
    frame = cohort.frame.assign(
        line_number=1.0 if assumed else np.nan,
        prior_lines=0.0 if assumed else np.nan,
        line_group=pd.Series(groups, index=cohort.frame.index, dtype=object),
    )
    rules = replace(cohort.rules, first_line="assumed" if assumed else "not known")
    return replace(cohort, frame=frame, rules=rules)
