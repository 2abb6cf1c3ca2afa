"""One group's events against those expected under a known exponential reference."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, log
from typing import Final

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number, format_percent
from imt_core.conventions.notes import Note
from imt_core.estimates.distributions import chi_square_p
from imt_core.estimates.time_to_event import TimeToEvent

FEW_EXPECTED: Final = 5.0
"""With fewer events expected, chi-square is a poor approximation."""

REFERENCE_NOTE: Final = Note(
    code="reference_without_error", message="The reference is treated as known without error."
)
FEW_EXPECTED_NOTE: Final = Note(
    code="few_expected",
    message="Fewer than 5 events are expected: the chi-square p value is a rough one.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSampleLogRank:
    """A one-sample log-rank test.

    Parameters
    ----------
    n, observed : int
        Cases and events.
    expected : float
        Events expected in the same follow-up under the reference.
    ratio : float or None
        Observed to expected; ``None`` where nothing is expected.
    statistic, p_value : float or None
        Chi-square with 1 degree of freedom and two-sided p; ``None`` where not estimable.
    smallest_p : float or None
        The smallest p that any number of events among these cases could have, in this follow-up.
    hazard : float
        The reference's events for each month of follow-up.
    method : str
        The test and its reference.
    reason : str
        Why the test is not estimable; empty where it is.
    notes : tuple of Note
    """

    n: int
    observed: int
    expected: float
    ratio: float | None
    statistic: float | None
    p_value: float | None
    smallest_p: float | None
    hazard: float
    method: str
    reason: str
    notes: tuple[Note, ...]


def one_sample_log_rank(
    times: TimeToEvent,
    *,
    reference_median: float | None = None,
    reference_rate: float | None = None,
    at: float | None = None,
) -> OneSampleLogRank:
    """Test one group against an exponential reference.

    Parameters
    ----------
    times : TimeToEvent
        Months and events of the group; may be empty.
    reference_median : float, optional
        Median of the reference in months, above 0.
    reference_rate : float, optional
        Survival of the reference at `at` months, a fraction between 0 and 1. Give this or the
        median.
    at : float, optional
        Months, above 0; with `reference_rate`.

    Returns
    -------
    OneSampleLogRank
        Not estimable (``p_value is None``, with the reason) without follow-up.

    Raises
    ------
    ImtError
        If not exactly one reference is given, or one that is impossible.

    Notes
    -----
    ``expected = hazard * total follow-up`` with ``hazard = log(2) / median`` or
    ``-log(rate) / at``; the statistic is ``(observed - expected)^2 / expected``. Nothing but the
    reference's hazard is assumed of the group; that it is constant is an assumption about the
    reference.
    R: ``survdiff(Surv(months, event) ~ offset(exp(-hazard * months)))``.

    References
    ----------
    Breslow NE. Int Stat Rev 1975;43:45-58. doi:10.2307/1402659
    Woolson RF. Biometrics 1981;37:687-696. doi:10.2307/2530150

    Examples
    --------
    >>> from imt_core import time_to_event
    >>> test = one_sample_log_rank(time_to_event([6, 12, 30], [1, 0, 0]), reference_median=12)
    >>> test.observed, round(test.expected, 3), round(test.p_value, 3)
    (1, 2.773, 0.287)
    >>> one_sample_log_rank(time_to_event([], []), reference_rate=0.5, at=12).reason
    'no follow-up'
    """
    hazard, reference = _reference(reference_median, reference_rate, at)
    expected = hazard * float(times.months.sum())
    observed = times.n_event
    statistic = (observed - expected) ** 2 / expected if expected > 0 else None
    # As far from expected as the number of events can be: nobody, or everybody.
    furthest = max(expected, abs(times.n - expected)) ** 2 / expected if expected > 0 else None
    notes = (REFERENCE_NOTE, FEW_EXPECTED_NOTE) if expected < FEW_EXPECTED else (REFERENCE_NOTE,)
    return OneSampleLogRank(
        n=times.n,
        observed=observed,
        expected=expected,
        ratio=observed / expected if expected > 0 else None,
        statistic=statistic,
        p_value=None if statistic is None else chi_square_p(statistic, 1),
        smallest_p=None if furthest is None else chi_square_p(furthest, 1),
        hazard=hazard,
        method=f"two-sided one-sample log-rank against an exponential reference with {reference}",
        reason="no follow-up" if statistic is None else "",
        notes=notes,
    )


def _reference(median: float | None, rate: float | None, at: float | None) -> tuple[float, str]:
    """The reference's hazard, and its name for a reader."""
    if median is not None and rate is None and at is None:
        if not (isfinite(median) and median > 0):
            raise ImtError(
                f"reference_median must lie above 0, but {median} was found. Give months."
            )
        return log(2) / median, f"a median of {format_number(median)} months"
    if median is None and rate is not None and at is not None:
        if not 0 < rate < 1:
            raise ImtError(
                f"reference_rate must lie between 0 and 1, but {rate} was found. Give 0.5 for 50%."
            )
        if not (isfinite(at) and at > 0):
            raise ImtError(f"at must lie above 0, but {at} was found. Give a time in months.")
        return -log(rate) / at, f"{format_percent(rate)} at {format_number(at)} months"
    raise ImtError(
        "reference_median or reference_rate with at must be given, one of the two, but "
        f"reference_median {median}, reference_rate {rate} and at {at} were found. Give one."
    )
