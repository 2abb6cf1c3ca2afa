"""Splits of scored cases into groups: all there are, or some drawn, and how extreme they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import comb, lgamma, prod, sqrt
from typing import Final

import numpy as np

from imt_core.estimates.time_to_event import TIE_TOLERANCE, FloatArray

CHUNK: Final = 500_000
"""Splits, or numbers to shuffle, held in memory at once."""


def count_splits(sizes: Sequence[int]) -> int:
    """Ways to split the cases into groups of these sizes."""
    return prod(comb(sum(sizes[: i + 1]), size) for i, size in enumerate(sizes))


def log_splits(sizes: Sequence[int]) -> float:
    """The logarithm of `count_splits`, quick for any number of cases."""
    return lgamma(sum(sizes) + 1) - sum(lgamma(size + 1) for size in sizes)


def split_statistic(scores: FloatArray, sizes: Sequence[int]) -> float:
    """The statistic of the split as it is: scores group after group."""
    sums = np.add.reduceat(scores, _starts(sizes))
    return float(_standardise(sums[:, np.newaxis], scores, sizes)[0])


def all_splits(scores: FloatArray, sizes: Sequence[int]) -> Iterator[FloatArray]:
    """The statistic of every split, in chunks.

    Both halves of the cases are split in all ways; ways that together fill the groups are added.
    """
    half = scores.size // 2
    first, second = _sums_of_splits(scores[:half], sizes), _sums_of_splits(scores[half:], sizes)
    for counts, sums in first.items():
        rest = second[tuple(size - n for size, n in zip(sizes, counts, strict=True))]
        step = max(1, CHUNK // rest.shape[1])
        for start in range(0, sums.shape[1], step):
            chosen = sums[:, start : start + step]
            added = [np.add.outer(a, b).ravel() for a, b in zip(chosen, rest, strict=True)]
            yield _standardise(added, scores, sizes)


def drawn_splits(
    scores: FloatArray, sizes: Sequence[int], n_splits: int, seed: int
) -> Iterator[FloatArray]:
    """The statistic of splits drawn at random, in chunks."""
    draw = np.random.default_rng(seed)
    # The order of the cases in a sheet must not move the share.
    scores = np.sort(scores)
    step = max(1, CHUNK // scores.size)
    for start in range(0, n_splits, step):
        rows = min(step, n_splits - start)
        shuffled = draw.permuted(np.tile(scores, (rows, 1)), axis=1)
        yield _standardise(np.add.reduceat(shuffled, _starts(sizes), axis=1).T, scores, sizes)


def count_large(splits: Iterator[FloatArray], statistic: float) -> int:
    """Splits with a statistic as large as the given one."""
    # The root is what rounding errors are proportional to, also where the statistic is near 0.
    just_below = max(sqrt(statistic) - TIE_TOLERANCE, 0.0) ** 2
    return sum(int(np.count_nonzero(chunk >= just_below)) for chunk in splits)


def _standardise(
    sums: Sequence[FloatArray] | FloatArray, scores: FloatArray, sizes: Sequence[int]
) -> FloatArray:
    """The statistic of many splits from the scores' sum in each group."""
    total = sums[0] ** 2 / sizes[0]
    for group_sums, size in zip(sums[1:], sizes[1:], strict=True):
        total += group_sums**2 / size
    return total * ((scores.size - 1) / (scores @ scores))


def _starts(sizes: Sequence[int]) -> list[int]:
    return [0, *np.cumsum(sizes)[:-1].tolist()]


def _sums_of_splits(scores: FloatArray, sizes: Sequence[int]) -> dict[tuple[int, ...], FloatArray]:
    """For each way to fill the groups, the scores' sums: one row a group, one column a split."""
    table: dict[tuple[int, ...], FloatArray] = {(0,) * len(sizes): np.zeros((len(sizes), 1))}
    for score in scores:
        longer: dict[tuple[int, ...], list[FloatArray]] = {}
        for counts, sums in table.items():
            for group, size in enumerate(sizes):
                if counts[group] < size:
                    joined = sums.copy()
                    joined[group] += score
                    filled = (*counts[:group], counts[group] + 1, *counts[group + 1 :])
                    longer.setdefault(filled, []).append(joined)
        table = {counts: np.concatenate(parts, axis=1) for counts, parts in longer.items()}
    return table
