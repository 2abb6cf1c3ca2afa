"""Exact tests: hand-worked fractions, R's p values, and the theorems behind them."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.comparisons.exact_tests import Alternative, ExactTest, binomial_test, fisher_exact
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import assert_agree, recording

RATES = st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50)


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    n1, n2 = draw(st.integers(1, 30)), draw(st.integers(1, 30))
    return draw(st.integers(0, n1)), n1, draw(st.integers(0, n2)), n2


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 40))
    return draw(st.integers(0, n)), n


def p_of(test: ExactTest) -> float:
    assert test.p_value is not None
    return test.p_value


def test_one_of_one_against_none_of_three_has_one_table_in_four() -> None:
    assert p_of(fisher_exact(1, 1, 0, 3)) == pytest.approx(Fraction(1, 4))


def test_all_of_three_against_none_of_three_has_two_tables_in_twenty() -> None:
    assert p_of(fisher_exact(3, 3, 0, 3)) == pytest.approx(Fraction(2, 20))


def test_the_lady_tasting_tea_with_three_of_four_right_has_34_tables_in_70() -> None:
    assert p_of(fisher_exact(3, 4, 1, 4)) == pytest.approx(Fraction(34, 70))


def test_fishers_p_is_rs_for_every_table_of_two_groups_up_to_eight() -> None:
    rows = recording("fisher.json")["rows"]
    assert len(rows) == 1936
    ours = [fisher_exact(*row[:4]) for row in rows]
    assert_agree([p_of(test) for test in ours], [row[4] for row in rows])
    # The smallest p is R's smallest over all tables with the same totals.
    smallest: dict[tuple[int, int, int], float] = {}
    for x1, n1, x2, n2, p in rows:
        totals = (x1 + x2, n1, n2)
        smallest[totals] = min(p, smallest.get(totals, 1.0))
    expected = [smallest[x1 + x2, n1, n2] for x1, n1, x2, n2, _ in rows]
    assert_agree([test.smallest_p for test in ours], expected)


def test_nine_of_nineteen_against_none_of_three_could_not_have_been_below_five_percent() -> None:
    # Nine responders among 22: all three of the small group respond in 84 of 1540 ways.
    assert fisher_exact(9, 19, 0, 3).smallest_p == pytest.approx(Fraction(84, 1540))


def test_the_smallest_binomial_p_is_that_of_nobody_or_everybody() -> None:
    assert binomial_test(1, 3, reference=0.5).smallest_p == pytest.approx(0.25)
    assert binomial_test(1, 3, reference=0.2).smallest_p == pytest.approx(0.008)


def test_fishers_p_is_rs_for_the_model_papers_tables() -> None:
    named = recording("fisher.json")["named"].values()
    ours = [p_of(fisher_exact(r["x1"], r["n1"], r["x2"], r["n2"])) for r in named]
    assert_agree(ours, [r["p_value"] for r in named])


def test_fishers_p_is_rs_for_larger_tables_where_rounding_decides_ties() -> None:
    rows = recording("exact_tests.json")["fisher"]["rows"]
    assert len(rows) == 600
    assert_agree([p_of(fisher_exact(*row[:4])) for row in rows], [row[4] for row in rows])


@given(tables())
def test_fishers_p_is_the_exact_share_of_tables_at_most_as_probable(
    table: tuple[int, int, int, int],
) -> None:
    x1, n1, x2, n2 = table
    ways = {
        k: comb(n1, k) * comb(n2, x1 + x2 - k)
        for k in range(max(0, x1 + x2 - n2), min(n1, x1 + x2) + 1)
    }
    extreme = sum(w for w in ways.values() if w <= ways[x1])
    exact = Fraction(extreme, sum(ways.values()))
    assert p_of(fisher_exact(*table)) == pytest.approx(float(exact), rel=1e-10)


@given(tables())
def test_fishers_p_is_the_same_for_swapped_groups_and_for_failures(
    table: tuple[int, int, int, int],
) -> None:
    x1, n1, x2, n2 = table
    p = p_of(fisher_exact(*table))
    assert p_of(fisher_exact(x2, n2, x1, n1)) == pytest.approx(p)
    assert p_of(fisher_exact(n1 - x1, n1, n2 - x2, n2)) == pytest.approx(p)


@pytest.mark.parametrize(("x1", "x2", "who"), [(0, 0, "no case has"), (4, 3, "every case has")])
def test_where_all_cases_are_alike_p_is_1_of_necessity_and_a_note_says_so(
    x1: int, x2: int, who: str
) -> None:
    test = fisher_exact(x1, 4, x2, 3)
    assert test.p_value == 1
    assert [note.code for note in test.notes] == ["one_table"]
    assert who in test.notes[0].message


def test_where_cases_differ_there_is_no_such_note() -> None:
    assert fisher_exact(2, 4, 1, 2).notes == ()


@pytest.mark.parametrize(
    ("n1", "n2", "reason"),
    [
        (0, 3, "the first group is empty"),
        (3, 0, "the second group is empty"),
        (0, 0, "both groups are empty"),
    ],
)
def test_fishers_test_of_an_empty_group_is_not_made(n1: int, n2: int, reason: str) -> None:
    test = fisher_exact(n1, n1, n2, n2)
    assert (test.p_value, test.reason, test.notes) == (None, reason, ())


def test_fishers_test_carries_its_counts_and_method() -> None:
    test = fisher_exact(8, 16, 2, 5)
    assert (test.n_success, test.n, test.reference) == ((8, 2), (16, 5), None)
    assert test.method == "Fisher's exact test, two-sided (all tables at most as probable)"
    assert test.alternative == "two-sided"


def test_none_of_two_against_a_half_has_two_outcomes_in_four() -> None:
    assert p_of(binomial_test(0, 2, reference=0.5)) == pytest.approx(Fraction(1, 2))


def test_two_of_two_above_a_fifth_has_one_in_twenty_five() -> None:
    greater = binomial_test(2, 2, reference=0.2, alternative="greater")
    assert p_of(greater) == pytest.approx(Fraction(1, 25))


@pytest.mark.parametrize("reference", [0.1, 0.2, 0.5, 0.7])
@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_the_binomial_p_is_rs_for_every_count_up_to_twenty_five(
    reference: float, alternative: Alternative
) -> None:
    table = recording("exact_tests.json")["binomial"]
    column = table["columns"].index(f"{reference} {alternative}")
    ours = [
        p_of(binomial_test(row[0], row[1], reference=reference, alternative=alternative))
        for row in table["rows"]
    ]
    assert len(ours) == 350
    assert_agree(ours, [row[column] for row in table["rows"]])


@given(counts(), RATES)
def test_the_two_sided_binomial_p_is_the_exact_sum_of_counts_at_most_as_probable(
    count: tuple[int, int], rate: Fraction
) -> None:
    x, n = count
    chance = [comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n + 1)]
    exact = sum(c for c in chance if c <= chance[x])
    ours = p_of(binomial_test(x, n, reference=float(rate)))
    assert ours == pytest.approx(float(exact), rel=1e-9)


@given(counts(), RATES)
def test_the_one_sided_binomial_ps_share_the_count_itself(
    count: tuple[int, int], rate: Fraction
) -> None:
    x, n = count
    greater, less = (
        p_of(binomial_test(x, n, reference=float(rate), alternative=side))
        for side in ("greater", "less")
    )
    itself = comb(n, x) * rate**x * (1 - rate) ** (n - x)
    assert greater + less == pytest.approx(1 + float(itself))


def test_the_binomial_test_says_that_the_reference_is_taken_as_known() -> None:
    test = binomial_test(10, 21, reference=0.2, alternative="greater")
    assert test.notes[0].message == "The reference of 20.0% is treated as known without error."
    assert test.method == "exact binomial test against 20.0%, one-sided (a higher rate)"
    assert (test.n_success, test.n, test.reference) == ((10,), (21,), 0.2)
    assert test.alternative == "greater"


def test_the_binomial_test_of_nobody_is_not_made() -> None:
    test = binomial_test(0, 0, reference=0.2)
    assert (test.p_value, test.reason) == (None, "no case was looked at")


@pytest.mark.parametrize(("reference", "rate"), [(0, "0.0%"), (1, "100.0%")])
def test_a_reference_of_nobody_or_everybody_leaves_nothing_to_test(
    reference: float, rate: str
) -> None:
    test = binomial_test(1, 2, reference=reference)
    assert (test.p_value, test.reason) == (None, f"a reference of {rate} leaves nothing to chance")


@pytest.mark.parametrize("reference", [-0.1, 20, float("nan")])
def test_a_reference_that_is_no_fraction_is_refused(reference: float) -> None:
    with pytest.raises(ImtError, match="reference must lie from 0 to 1"):
        binomial_test(1, 2, reference=reference)


def test_an_unknown_alternative_is_refused() -> None:
    with pytest.raises(ImtError, match="alternative must be two-sided, greater or less"):
        binomial_test(1, 2, reference=0.2, alternative="larger")  # type: ignore[arg-type]


@pytest.mark.parametrize("x", [-1, 3])
def test_impossible_counts_are_refused(x: int) -> None:
    with pytest.raises(ImtError, match="x must lie from 0 to n"):
        binomial_test(x, 2, reference=0.2)
    with pytest.raises(ImtError, match="x2 must lie from 0 to n2"):
        fisher_exact(1, 2, x, 2)
