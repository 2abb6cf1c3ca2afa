"""Exact tests of proportions: Fisher's for two groups, the binomial against a published rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from imt_core.comparisons.proportion_difference import empty_group_reason
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_percent
from imt_core.conventions.notes import Note
from imt_core.estimates.proportions import check_count

Alternative = Literal["two-sided", "greater", "less"]

ALTERNATIVES: Final[dict[Alternative, str]] = {
    "two-sided": "two-sided (all outcomes at most as probable)",
    "greater": "one-sided (a higher rate)",
    "less": "one-sided (a lower rate)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactTest:
    """A p value from the exact distribution of a count.

    Parameters
    ----------
    p_value : float or None
        ``None`` where the test cannot be made.
    n_success, n : tuple of int
        Numerator and denominator of each group, in the order given.
    reference : float or None
        The published rate, a fraction; ``None`` in a comparison of groups.
    alternative : {"two-sided", "greater", "less"}
    method : str
        The test's name, side and reference.
    reason : str
        Why the test cannot be made; empty where it can.
    smallest_p : float or None
        The smallest p value that groups of these sizes could reach with these totals, or cases of
        this number with this reference.
    notes : tuple of Note
    """

    p_value: float | None
    n_success: tuple[int, ...]
    n: tuple[int, ...]
    alternative: Alternative
    method: str
    reference: float | None = None
    reason: str = ""
    smallest_p: float | None = None
    notes: tuple[Note, ...] = ()


def fisher_exact(x1: int, n1: int, x2: int, n2: int) -> ExactTest:
    """Test whether two independent groups share one proportion.

    Parameters
    ----------
    x1, x2 : int
        Cases with the property, from 0 to the group's size.
    n1, n2 : int
        Cases looked at, at least 0. No case is in both groups.

    Returns
    -------
    ExactTest
        ``p_value`` is ``None`` where a group is empty. Where all cases of both groups are alike it
        is 1 of necessity, and a note says so.

    Raises
    ------
    ImtError
        If the counts are impossible.

    Notes
    -----
    With all totals fixed the first count is hypergeometric; p is the probability of all tables at
    most as probable as the one seen. Probabilities that differ by rounding only count as equal.
    R: ``fisher.test(matrix(c(x1, n1 - x1, x2, n2 - x2), 2))$p.value``.

    References
    ----------
    Fisher RA. J R Stat Soc 1935;98:39-82. doi:10.2307/2342435
    Agresti A. Stat Sci 1992;7:131-153. doi:10.1214/ss/1177011454

    Examples
    --------
    The lady tasting tea, three of four cups right:

    >>> test = fisher_exact(3, 4, 1, 4)
    >>> round(test.p_value, 4), round(test.smallest_p, 4)
    (0.4857, 0.0286)
    >>> fisher_exact(3, 4, 0, 0).reason
    'the second group is empty'
    >>> fisher_exact(0, 4, 0, 3).notes[0].code
    'one_table'
    """
    check_count(x1, n1, x_name="x1", n_name="n1")
    check_count(x2, n2, x_name="x2", n_name="n2")
    reason = empty_group_reason(n1, n2)
    n_success = x1 + x2
    # The rarest tables stand at either end of the counts that are possible with these totals.
    ends = (max(0, n_success - n2), min(n1, n_success))
    return ExactTest(
        p_value=None if reason else _fisher_p(x1, n1, n_success, n2),
        smallest_p=None if reason else min(_fisher_p(x, n1, n_success, n2) for x in ends),
        n_success=(x1, x2),
        n=(n1, n2),
        alternative="two-sided",
        method="Fisher's exact test, two-sided (all tables at most as probable)",
        reason=reason,
        notes=() if reason else _one_table_note(n_success, n1 + n2),
    )


def _fisher_p(x1: int, n1: int, n_success: int, n2: int) -> float:
    # scipy.stats takes half a second to import, which the first curve need not wait for.
    from scipy import stats  # noqa: PLC0415

    table = np.array([[x1, n1 - x1], [n_success - x1, n2 - n_success + x1]])
    return float(stats.fisher_exact(table).pvalue)


def _one_table_note(n_success: int, n: int) -> tuple[Note, ...]:
    if 0 < n_success < n:
        return ()
    who = "no case has" if n_success == 0 else "every case has"
    message = (
        f"In both groups {who} the property: no other outcome was possible with these totals, so "
        "p = 1 says nothing about the groups."
    )
    return (Note(code="one_table", message=message),)


def binomial_test(
    x: int, n: int, *, reference: float, alternative: Alternative = "two-sided"
) -> ExactTest:
    """Test whether a proportion differs from a published rate.

    Parameters
    ----------
    x : int
        Cases with the property, from 0 to `n`.
    n : int
        Cases looked at, at least 0.
    reference : float
        The published rate, a fraction from 0 to 1.
    alternative : {"two-sided", "greater", "less"}
        ``"greater"`` asks whether the rate is higher than `reference`.

    Returns
    -------
    ExactTest
        ``p_value`` is ``None`` without cases, and where `reference` is 0 or 1.

    Raises
    ------
    ImtError
        If the counts are impossible, `reference` is not a fraction, or `alternative` is unknown.

    Notes
    -----
    p is the binomial probability, at the reference, of the count seen and of all that are at least
    as extreme; two-sided, of all counts at most as probable (as above, but for rounding).
    R: ``binom.test(x, n, p = reference, alternative = alternative)$p.value``.

    References
    ----------
    Conover WJ. Practical Nonparametric Statistics. Wiley, 1971:97-104, as R cites it.

    Examples
    --------
    >>> test = binomial_test(10, 21, reference=0.2)
    >>> round(test.p_value, 4), test.notes[0].message
    (0.0041, 'The reference of 20.0% is treated as known without error.')
    >>> binomial_test(0, 0, reference=0.2).reason
    'no case was looked at'
    """
    check_count(x, n, x_name="x")
    if not 0 <= reference <= 1:
        raise ImtError(
            f"reference must lie from 0 to 1, but {reference} was found. Give a fraction, as 0.2."
        )
    if alternative not in ALTERNATIVES:
        raise ImtError(
            f"alternative must be two-sided, greater or less, but {alternative} was found. "
            "Choose one."
        )
    rate = format_percent(reference)
    reason = ""
    if n == 0:
        reason = "no case was looked at"
    elif reference in (0, 1):
        reason = f"a reference of {rate} leaves nothing to chance"
    message = f"The reference of {rate} is treated as known without error."

    def p_of(count: int) -> float:
        from scipy import stats  # noqa: PLC0415

        return float(stats.binomtest(count, n, reference, alternative).pvalue)

    return ExactTest(
        p_value=None if reason else p_of(x),
        smallest_p=None if reason else min(p_of(0), p_of(n)),
        n_success=(x,),
        n=(n,),
        alternative=alternative,
        method=f"exact binomial test against {rate}, {ALTERNATIVES[alternative]}",
        reference=reference,
        reason=reason,
        notes=(Note(code="fixed_reference", message=message),),
    )
