"""What a reader said of columns of the sheet's own: known before treatment began, or learned later.

The answers stand in the mapping, among those to other questions, so that its file and the session
file repeat them with the next sheet.
"""

from __future__ import annotations

from typing import Final

from imt_core.cohort.schema import COLUMN_BY_NAME, Cohort
from imt_core.intake.mapping.mapping import Mapping

_KEY: Final = "known at start:"
_OPTIONS: Final = {True: "yes", False: "no"}


def declare_in(mapping: Mapping, column: str, *, known: bool) -> Mapping:
    """Keep an answer.

    Examples
    --------
    >>> declare_in(Mapping(), "ecog", known=True).answers
    (('known at start:ecog', 'yes'),)
    """
    return mapping.with_answer(f"{_KEY}{column}", _OPTIONS[known])


def with_declared(cohort: Cohort, mapping: Mapping) -> Cohort:
    """Tell a cohort what was answered of those columns of its own that it has.

    Examples
    --------
    >>> import pandas as pd
    >>> cohort = Cohort(frame=pd.DataFrame({"ecog": [0.0], "best_response": ["CR"]}), name="one")
    >>> answered = Mapping(answers=(("known at start:ecog", "no"), ("known at start:ward", "yes"),
    ...                             ("known at start:best_response", "yes")))
    >>> with_declared(cohort, answered).declared
    (('ecog', False),)
    """
    known = {option: is_known for is_known, option in _OPTIONS.items()}
    for key, option in mapping.answers:
        column = key.removeprefix(_KEY)
        is_own = key.startswith(_KEY) and column not in COLUMN_BY_NAME
        if is_own and option in known and column in cohort.frame:
            cohort = cohort.declare(column, known=known[option])
    return cohort
