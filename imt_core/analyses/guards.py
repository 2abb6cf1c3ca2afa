"""Why groups are drawn and not compared: each guard once, whatever is compared."""

from __future__ import annotations

from collections.abc import Sequence

from imt_core.cohort.counting import CaseCount, Overlap
from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE
from imt_core.cohort.endpoints import Endpoint
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.schema import COLUMN_BY_NAME, Declared, column_label, known_at_start
from imt_core.conventions.formatting import format_count, format_events, format_number
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

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> from imt_core.cohort.grouping import group_rows
    >>> cohort = example_cohort()
    >>> frame = cohort.frame.assign(patient_id=list("aabcdd"))
    >>> by_sex = group_rows(cohort, frame, ["sex"])
    >>> not_independent(by_sex, "keep"), not_independent(by_sex, "cluster")
    ('2 patients count with more than one line of a group', '')
    """
    if overlap == "cluster":
        # By patient is tested what a patient's lines have in common, not one line against itself.
        n = grouping.shared.n_lines if grouping.n_shared_patients else 0
        return f"the groups share {format_count(n, 'line')}" if n else ""
    if grouping.n_shared_patients:
        return "the groups share patients"
    return repeated_within(grouping.n_repeated_patients)


def repeated_within(n_repeated: int) -> str:
    """The reason where patients of one group count with several lines; empty where none does.

    Examples
    --------
    >>> repeated_within(1)
    '1 patient counts with more than one line of a group'
    >>> repeated_within(2)
    '2 patients count with more than one line of a group'
    """
    if not n_repeated:
        return ""
    counts = "counts" if n_repeated == 1 else "count"
    return f"{format_count(n_repeated, 'patient')} {counts} with more than one line of a group"


def lines_of_patients(count: CaseCount) -> str:
    """The reason where a group alone cannot be tested against a published number; else empty.

    Examples
    --------
    >>> lines_of_patients(CaseCount(n_lines=26, n_patients=20))
    '26 lines in 20 patients: several lines of a patient are not several patients'
    >>> lines_of_patients(CaseCount(n_lines=20, n_patients=20))
    ''
    """
    if count.n_lines == count.n_patients:
        return ""
    return f"{count}: several lines of a patient are not several patients"


def learned_later(
    columns: Sequence[str], declared: Declared = (), *, at_landmark: bool = False
) -> str:
    """The reason where groups, strata or covariates are learned after day 1; else empty.

    Parameters
    ----------
    columns : sequence of str
    declared : tuple of (str, bool)
        What was said of columns of the sheet's own; one of which nothing was said is not compared.
    at_landmark : bool
        Whether it is a landmark analysis: what is learned later is known there if it has a month.

    Examples
    --------
    >>> learned_later(["sex", "best_response"])
    'best response is learned after day 1, and who lived longer had more time to get there'
    >>> learned_later(["ecog"])
    'it is not said whether ecog was known before treatment began'
    >>> learned_later(["ecog"], (("ecog", True),))
    ''
    >>> learned_later(["total_lines"], at_landmark=True)
    'the sheet does not say in which month total lines is learned: no landmark tells it'
    """
    for column in columns:
        known = known_at_start(column, declared)
        label = _within_a_sentence(column)
        if known is None:
            return f"it is not said whether {label} was known before treatment began"
        if not known and at_landmark:
            return f"the sheet does not say in which month {label} is learned: no landmark tells it"
        if not known:
            return (
                f"{label} is learned after day 1, and who lived longer had more time to get there"
            )
    return ""


def _within_a_sentence(column: str) -> str:
    label = column_label(column)
    # A sheet's own header and an abbreviation keep their capitals.
    is_plain = column in COLUMN_BY_NAME and not label[:2].isupper()
    return f"{label[:1].lower()}{label[1:]}" if is_plain else label


def duration_is_described(endpoint: Endpoint, *, compares: bool) -> str:
    """The reason where durations of response are not compared unless asked; else empty.

    Examples
    --------
    >>> from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE
    >>> duration_is_described(DURATION_OF_RESPONSE, compares=False)
    'durations of response are only described, since who responds depends on the treatment'
    >>> duration_is_described(DURATION_OF_RESPONSE, compares=True)
    ''
    """
    if endpoint.name != DURATION_OF_RESPONSE.name or compares:
        return ""
    return "durations of response are only described, since who responds depends on the treatment"


def too_many_groups(n_groups: int, n_event: int, n_died: int | None = None) -> str:
    """The reason where the events are too few for so many groups; else empty.

    Parameters
    ----------
    n_groups, n_event : int
    n_died : int or None
        Where one death is several events: the patients who died, each of whom counts once.

    Examples
    --------
    >>> too_many_groups(5, 6)
    '6 events are too few for 5 groups'
    >>> too_many_groups(6, 16, n_died=4)
    '16 events (4 patients died) are too few for 6 groups'
    """
    n_counted = n_event if n_died is None else n_died
    if n_groups >= MANY_GROUPS and 0 < n_counted < MIN_EVENTS_PER_GROUP * n_groups:
        return f"{format_events(n_event, n_died)} are too few for {n_groups} groups"
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
    'with these numbers no result could reach p < 0.05 (the smallest possible is 0.487)'
    >>> no_split_reaches(0.004)
    ''
    """
    if smallest_p is None or smallest_p <= TEST_LEVEL:
        return ""
    level = format_number(TEST_LEVEL, decimals=2)
    smallest = format_number(smallest_p, decimals=3)
    possible = f"the smallest possible is {smallest}"
    return f"with these numbers no result could reach p < {level} ({possible})"


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
