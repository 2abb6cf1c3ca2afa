"""The rate of a benchmark in a word of an address: response, or an endpoint and its months."""

from __future__ import annotations

from typing import Final

from imt_core.analyses.forest.rows import RESPONSE_MEASURES, Measure
from imt_core.analyses.offered import offered_measures
from imt_core.analyses.view_bounds import is_landmark
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import format_exact

_USUAL_MONTHS: Final = 12.0


def measure_word(measure: Measure) -> str:
    """Spell a measure in a word of an address.

    Examples
    --------
    >>> measure_word("orr"), measure_word(("pfs", 12.0))
    ('orr', 'pfs 12')
    """
    return measure if isinstance(measure, str) else f"{measure[0]} {format_exact(measure[1])}"


def read_measure(word: str) -> Measure:
    """Read a measure that `measure_word` spelt.

    Examples
    --------
    >>> read_measure("orr_treated"), read_measure("pfs 12")
    ('orr_treated', ('pfs', 12.0))
    """
    for response in RESPONSE_MEASURES:
        if word == response:
            return response
    endpoint, _, months = word.partition(" ")
    return endpoint, float(months)


def is_measure_word(word: str, cohort: Cohort) -> bool:
    """Whether a word stands for a rate that a cohort has.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> [is_measure_word(word, example_cohort()) for word in ("orr", "os 24", "rfs 24", "os")]
    [True, True, False, False]
    """
    try:
        measure = read_measure(word)
    except ValueError:
        return False
    name = measure if isinstance(measure, str) else measure[0]
    is_time = isinstance(measure, str) or is_landmark(measure[1])
    return name in offered_measures(cohort) and is_time and measure_word(measure) == word


def first_measure_word(cohort: Cohort) -> str | None:
    """The rate that is asked first: the response rate, or survival at a year.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> first_measure_word(example_cohort())
    'orr'
    """
    for name in offered_measures(cohort):
        return name if name in RESPONSE_MEASURES else measure_word((name, _USUAL_MONTHS))
    return None
