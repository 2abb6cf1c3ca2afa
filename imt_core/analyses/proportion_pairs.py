"""Proportions of groups compared in pairs: the difference, Fisher's exact test, Holm's p."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from imt_core.analyses.guards import no_split_reaches
from imt_core.comparisons.exact_tests import ExactTest, fisher_exact
from imt_core.comparisons.multiple_testing import holm
from imt_core.comparisons.pairwise_log_rank import pairs_of
from imt_core.comparisons.proportion_difference import (
    DIFFERENCE_CONF_TYPES,
    DifferenceConfType,
    ProportionDifference,
    proportion_difference,
)
from imt_core.conventions.errors import ImtError
from imt_core.estimates.proportions import Proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionPair:
    """Proportions of two groups, the first less the second.

    Parameters
    ----------
    first, second : str
        The groups' labels.
    difference : ProportionDifference
        With its interval, not adjusted for the number of pairs.
    test : ExactTest
        Fisher's, not adjusted; without p, and with the reason, where no split of the cases could
        reach p < 0.05.
    p_adjusted : float or None
        Holm's, over all pairs tested; ``None`` where the pair is not tested.
    """

    first: str
    second: str
    difference: ProportionDifference
    test: ExactTest
    p_adjusted: float | None


def proportion_pairs(
    groups: Sequence[tuple[str, Proportion]],
    *,
    reference: str | None,
    conf_level: float,
    conf_type: DifferenceConfType,
) -> tuple[ProportionPair, ...]:
    """Compare every two groups, or each with one of them.

    Parameters
    ----------
    groups : sequence of (str, Proportion)
        Labels, and what is compared.
    reference : str or None
        The group that each other is compared with; without it every two are.
    conf_level : float
    conf_type : {"newcombe", "miettinen-nurminen"}
        Interval of the differences.

    Returns
    -------
    tuple of ProportionPair
        In display order.

    Raises
    ------
    ImtError
        If `conf_type` is unknown or `reference` none of the groups.

    Notes
    -----
    R: ``fisher.test``; ``p.adjust(p, method = "holm")`` over the pairs that are tested.

    Examples
    --------
    >>> from imt_core.estimates.proportions import proportion
    >>> groups = [("A", proportion(7, 25)), ("M", proportion(2, 13)), ("O", proportion(0, 10))]
    >>> against = {"reference": "A", "conf_level": 0.95, "conf_type": "newcombe"}
    >>> [(p.first, p.second, round(p.test.p_value, 3)) for p in proportion_pairs(groups, **against)]
    [('M', 'A', 0.456), ('O', 'A', 0.084)]
    """
    if conf_type not in DIFFERENCE_CONF_TYPES:
        raise ImtError(
            "conf_type must be newcombe or miettinen-nurminen, but "
            f"{conf_type} was found. Choose one."
        )
    places = pairs_of([label for label, _ in groups], reference) if groups else []
    couples = [(groups[i], groups[j]) for i, j in places]
    tests = [_fisher(first, second) for (_, first), (_, second) in couples]
    adjusted = holm([test.p_value for test in tests])
    return tuple(
        ProportionPair(
            first=name,
            second=other_name,
            difference=proportion_difference(
                one.n_success,
                one.n,
                other.n_success,
                other.n,
                conf_level=conf_level,
                conf_type=conf_type,
            ),
            test=test,
            p_adjusted=p_adjusted,
        )
        for ((name, one), (other_name, other)), test, p_adjusted in zip(
            couples, tests, adjusted, strict=True
        )
    )


def n_tested_pairs(pairs: Sequence[ProportionPair]) -> int:
    """How many pairs have a p value."""
    return sum(pair.test.p_value is not None for pair in pairs)


def _fisher(first: Proportion, second: Proportion) -> ExactTest:
    test = fisher_exact(first.n_success, first.n, second.n_success, second.n)
    reason = test.reason or no_split_reaches(test.smallest_p)
    # A note that p says nothing is not needed where there is no p.
    return replace(test, p_value=None, reason=reason, notes=()) if reason else test
