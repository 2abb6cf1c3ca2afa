"""Why groups are drawn and not compared: each guard once, whatever is compared."""

from __future__ import annotations

from collections.abc import Sequence

from imt_core.cohort.counting import Overlap
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.formatting import format_count, format_number
from imt_core.estimates.small_groups import (
    MANY_GROUPS,
    MIN_EVENTS_PER_GROUP,
    MOST_UNTIMED,
    TEST_LEVEL,
)


def one_group(n_groups: int) -> str:
    """The reason where fewer than two groups have cases; empty where more do.

    Examples
    --------
    >>> one_group(1)
    'one group: nothing to compare'
    """
    return "one group: nothing to compare" if n_groups < 2 else ""


def not_independent(grouping: Grouping, overlap: Overlap) -> str:
    """The reason where patients count more than once and nothing was done about it; else empty.

    Parameters
    ----------
    grouping : Grouping
        After `overlap` was resolved.
    overlap : {"keep", "first line", "leave out", "cluster"}
    """
    is_dealt_with = overlap == "cluster" or grouping.n_shared_patients == 0
    return "" if is_dealt_with else "the groups share patients"


def learned_later(by: Sequence[str]) -> str:
    """The reason where a column that makes the groups is learned after day 1; else empty.

    Examples
    --------
    >>> learned_later(["sex", "best_response"])
    'best response is learned after day 1, and who lived longer had more time to get there'
    """
    later = [c for c in by if c in COLUMN_BY_NAME and not COLUMN_BY_NAME[c].known_at_start]
    if not later:
        return ""
    label = COLUMN_BY_NAME[later[0]].label.lower()
    return f"{label} is learned after day 1, and who lived longer had more time to get there"


def too_many_groups(n_groups: int, n_event: int) -> str:
    """The reason where the events are too few for so many groups; else empty.

    Examples
    --------
    >>> too_many_groups(5, 6)
    '6 events are too few for 5 groups'
    """
    if n_groups >= MANY_GROUPS and 0 < n_event < MIN_EVENTS_PER_GROUP * n_groups:
        return f"{format_count(n_event, 'event')} are too few for {n_groups} groups"
    return ""


def no_split_reaches(smallest_p: float | None) -> str:
    """The reason where even the most extreme split of these cases has p above 0.05; else empty.

    Parameters
    ----------
    smallest_p : float or None
        ``None`` where it was not enumerated.

    Examples
    --------
    >>> no_split_reaches(0.4872)
    'with these numbers no split could reach p < 0.05 (the smallest is 0.487)'
    >>> no_split_reaches(0.004)
    ''
    """
    if smallest_p is None or smallest_p <= TEST_LEVEL:
        return ""
    level = format_number(TEST_LEVEL, decimals=2)
    smallest = format_number(smallest_p, decimals=3)
    return f"with these numbers no split could reach p < {level} (the smallest is {smallest})"


def starts_unknown(n_untimed: int) -> str:
    """The reason where events are left out because their time is not known; else empty.

    Examples
    --------
    >>> starts_unknown(2)
    'the sheet lacks the start of 2 next treatments, and groups may lack them unequally'
    """
    if n_untimed == 0:
        return ""
    missing = format_count(n_untimed, "next treatment")
    return f"the sheet lacks the start of {missing}, and groups may lack them unequally"


def too_few_starts(n_untimed: int, n_event: int) -> str:
    """Why no incidence is estimated where many events are left out; empty where few are.

    Examples
    --------
    >>> too_few_starts(16, 9)
    'of 25 lines after which another treatment was given, the sheet holds the start of 9; an \
incidence of these alone would read far too low'
    >>> too_few_starts(1, 9)
    ''
    """
    n_given = n_untimed + n_event
    if n_untimed <= MOST_UNTIMED * n_given:
        return ""
    return (
        f"of {format_count(n_given, 'line')} after which another treatment was given, the sheet "
        f"holds the start of {n_event}; an incidence of these alone would read far too low"
    )
