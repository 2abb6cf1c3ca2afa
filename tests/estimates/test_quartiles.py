"""Quartiles of a measured number: by hand and as R computes types 2 and 7."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.errors import ImtError
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers
from tests.oracles.oracle import assert_agree, recording


def three(summary: NumberSummary) -> list[float | None]:
    return [summary.q1, summary.median, summary.q3]


@pytest.mark.parametrize("quartile_type", [2, 7])
def test_quartiles_are_rs_for_every_recorded_vector(quartile_type: int) -> None:
    recorded = recording("quantile_types.json")
    positions = [recorded["probs"].index(p) for p in (0.25, 0.5, 0.75)]
    ours = [
        three(summarize_numbers(v["x"], quartile_type=quartile_type)) for v in recorded["vectors"]
    ]
    rs = [[v[f"type_{quartile_type}"][i] for i in positions] for v in recorded["vectors"]]
    assert len(ours) == 30
    assert_agree([x for row in ours for x in row], [x for row in rs for x in row])


@pytest.mark.parametrize(
    ("values", "type_2", "type_7"),
    [
        ([5], [5, 5, 5], [5, 5, 5]),
        ([1, 3], [1, 2, 3], [1.5, 2, 2.5]),
        ([1, 2, 3], [1, 2, 3], [1.5, 2, 2.5]),
        ([1, 2, 3, 4], [1.5, 2.5, 3.5], [1.75, 2.5, 3.25]),
        ([4, 4, 4, 9], [4, 4, 6.5], [4, 4, 5.25]),
    ],
)
def test_quartiles_are_those_worked_by_hand(
    values: list[float], type_2: list[float], type_7: list[float]
) -> None:
    assert three(summarize_numbers(values)) == type_2
    assert three(summarize_numbers(values, quartile_type=7)) == type_7


def test_minimum_and_maximum_are_those_of_the_values() -> None:
    summary = summarize_numbers([3, 1, 2])
    assert (summary.minimum, summary.maximum) == (1, 3)


def test_missing_values_are_counted_apart() -> None:
    summary = summarize_numbers([1, math.nan, 3, math.nan, math.nan])
    assert (summary.n, summary.n_missing, summary.median) == (2, 3, 2)


@pytest.mark.parametrize("values", [[], [math.nan, math.nan]])
def test_without_values_there_are_no_quartiles(values: list[float]) -> None:
    summary = summarize_numbers(values)
    assert (summary.n, summary.n_missing) == (0, len(values))
    assert [*three(summary), summary.minimum, summary.maximum] == [None] * 5


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(ImtError, match="quartile_type must be 2 or 7"):
        summarize_numbers([1], quartile_type=6)  # type: ignore[arg-type]


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=30), st.sampled_from([2, 7]))
def test_the_five_numbers_come_in_order(values: list[int], quartile_type: int) -> None:
    summary = summarize_numbers(values, quartile_type=quartile_type)
    five = [summary.minimum, *three(summary), summary.maximum]
    assert five == sorted(five)
