"""One of the cohort's groups against one card: two samples, the card's uncertainty included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from imt_core.analyses.benchmark.rates import CardRate, OwnRate
from imt_core.analyses.guards import lines_of_patients, no_split_reaches
from imt_core.comparisons.exact_tests import fisher_exact
from imt_core.comparisons.multiple_testing import holm
from imt_core.comparisons.proportion_difference import proportion_difference
from imt_core.comparisons.rate_difference import difference_limits

DIFFERENT_PATIENTS: Final = "different patients, no adjustment"
"""Stands beside every comparison with what others published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDifference:
    """A group less a card.

    Parameters
    ----------
    group, card : str
        Their labels.
    estimate, conf_low, conf_high : float or None
        Of the difference of the two fractions, from -1 to 1.
    interval_reason : str
        Why there is no interval; empty where there is one.
    p_value, p_adjusted : float or None
        Fisher's, of counts; and Holm's over the groups that are set against this figure.
    test_reason : str
        Why there is no p; empty where there is one.
    method : str
        Of interval and test.
    """

    group: str
    card: str
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    interval_reason: str
    p_value: float | None
    p_adjusted: float | None
    test_reason: str
    method: str


def card_differences(
    own: Sequence[OwnRate], card: CardRate, *, conf_level: float, not_compared: str = ""
) -> tuple[CardDifference, ...]:
    """Set each group of a cohort against one figure of a card.

    Parameters
    ----------
    own : sequence of OwnRate
    card : CardRate
    conf_level : float
    not_compared : str
        Why nothing is compared, whatever the numbers; empty where something may be.

    Returns
    -------
    tuple of CardDifference
        Of x of n against x of n Newcombe's interval and Fisher's exact test; of rates with limits
        an interval made of both (MOVER), without a test. No p where no result could reach 0.05, nor
        of a group in which a patient counts with several lines.

    Notes
    -----
    The card is a sample too, and not known without error. R: ``fisher.test(matrix(c(x1, n1 - x1,
    x2, n2 - x2), 2))``.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.card_files import shipped_cards
    >>> from imt_core.analyses.benchmark.rates import card_rates
    >>> from imt_core.cohort.counting import CaseCount
    >>> kube = [card for card in shipped_cards() if card.id == "kube_rms"]
    >>> (rate,) = card_rates(kube, "orr", conf_level=0.95)
    >>> own = OwnRate(label="Ours", place=0, count=CaseCount(n_lines=12, n_patients=12), n=12,
    ...               n_event=9, estimate=0.75, conf_low=0.43, conf_high=0.95)
    >>> (found,) = card_differences([own], rate, conf_level=0.95)
    >>> [round(x, 3) for x in (found.estimate, found.conf_low, found.conf_high, found.p_value)]
    [0.477, 0.07, 0.715, 0.039]
    """
    found = [
        _difference(group, card, conf_level=conf_level, not_compared=not_compared)
        for group in own
        if group.estimate is not None
    ]
    adjusted = holm([one.p_value for one in found])
    return tuple(replace(one, p_adjusted=p) for one, p in zip(found, adjusted, strict=True))


def _difference(
    own: OwnRate, card: CardRate, *, conf_level: float, not_compared: str
) -> CardDifference:
    reason = not_compared or lines_of_patients(own.count)
    estimate = (own.estimate or 0.0) - card.estimate
    low = high = p_value = None
    interval_reason, test_reason = reason, reason
    if card.n is None or card.n_success is None:
        method = "square-and-add interval (MOVER) of both intervals; no test of rates"
        test_reason = reason or "a printed rate has no counts to test"
        limits = own.conf_low, own.conf_high, card.conf_low, card.conf_high
        low1, high1, low2, high2 = limits
        if reason:
            pass
        elif low1 is None or high1 is None or low2 is None or high2 is None:
            is_card = low2 is None or high2 is None
            interval_reason = "the series has none" if is_card else "the cohort has none"
        else:
            low, high = difference_limits(
                own.estimate or 0.0, (low1, high1), card.estimate, (low2, high2)
            )
    else:
        method = "Newcombe's interval (of Wilson limits); Fisher's exact test, two-sided"
        if not reason:
            counts = own.n_event, own.n, card.n_success, card.n
            difference = proportion_difference(*counts, conf_level=conf_level)
            low, high = difference.conf_low, difference.conf_high
            test = fisher_exact(*counts)
            test_reason = test.reason or no_split_reaches(test.smallest_p)
            p_value = None if test_reason else test.p_value
    return CardDifference(
        group=own.label,
        card=card.label,
        estimate=estimate,
        conf_low=low,
        conf_high=high,
        interval_reason=interval_reason,
        p_value=p_value,
        p_adjusted=None,
        test_reason=test_reason,
        method=method,
    )
