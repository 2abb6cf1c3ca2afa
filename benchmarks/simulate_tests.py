"""Simulate how often log-rank tests reject at 5% where two small groups share one hazard.

``python benchmarks/simulate_tests.py`` prints the table; ``--write`` puts it into
``docs/statistics.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Final

import numpy as np

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.simulate_coverage import (  # noqa: E402
    PAGE,
    SEED,
    markdown_table,
    percent,
    replace_between_markers,
    standard_error,
)
from imt_core import TimeToEvent, log_rank, time_to_event  # noqa: E402
from imt_core.comparisons.permutation_log_rank import permutation_log_rank  # noqa: E402

LEVEL: Final = 0.05
SPLITS: Final = ((4, 13), (2, 11), (7, 18))
MOST_SPLITS_LISTED: Final = 10_000
"""Up to so many splits every one is looked at; beyond, `N_DRAWS` random ones."""
N_DRAWS: Final = 1_999
N_SIMULATIONS: Final = 10_000

CENSORING: Final[dict[str, tuple[float, float]]] = {
    "equal, 30% in both": (3.197059146345954, 3.197059146345954),
    "unequal: 60% in the small group, 10% in the large": (1.1262612226350224, 9.999545794446535),
    "unequal: 10% in the small group, 60% in the large": (9.999545794446535, 1.1262612226350224),
}
"""End of uniform censoring in each group, in units of the mean survival time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejections:
    """Shares of simulated comparisons.

    Parameters
    ----------
    rejected : float
        p at or below the level; where there is no p, nothing is rejected.
    missing : float
        The test is not estimable.
    """

    rejected: float
    missing: float


def draw_groups(
    sizes: tuple[int, int], ends: tuple[float, float], rng: np.random.Generator
) -> tuple[TimeToEvent, TimeToEvent]:
    """Draw two groups with one exponential hazard, each with its own uniform censoring."""
    first, second = (_draw_group(n, end, rng) for n, end in zip(sizes, ends, strict=True))
    return first, second


def _draw_group(n: int, end: float, rng: np.random.Generator) -> TimeToEvent:
    survival, censoring = rng.exponential(1.0, n), rng.uniform(0, end, n)
    return time_to_event(np.minimum(survival, censoring), survival <= censoring)


def p_values(
    groups: Sequence[TimeToEvent], seed: int, *, n_draws: int = N_DRAWS
) -> tuple[float | None, float | None]:
    """The p value of the chi-square distribution, and that of the permutations."""
    permuted = permutation_log_rank(
        groups, n_exact=MOST_SPLITS_LISTED, n_permutations=n_draws, seed=seed
    )
    return log_rank(groups).p_value, permuted.p_value


def count_rejections(values: Sequence[float | None], level: float = LEVEL) -> Rejections:
    """Share of p values at or below the level, and share that are missing."""
    known = [p for p in values if p is not None]
    # An exact p is a ratio of counts: it may differ from the level by rounding alone.
    return Rejections(
        rejected=sum(p <= level + 1e-12 for p in known) / len(values),
        missing=1 - len(known) / len(values),
    )


def simulate_tests(
    sizes: tuple[int, int],
    ends: tuple[float, float],
    *,
    n_simulations: int = N_SIMULATIONS,
    seed: int = SEED,
) -> tuple[Rejections, Rejections]:
    """Rejections of the asymptotic and of the permutation test, both of the same samples."""
    rng = np.random.default_rng([seed, *sizes])
    pairs = [p_values(draw_groups(sizes, ends, rng), draw) for draw in range(n_simulations)]
    asymptotic, permuted = zip(*pairs, strict=True)
    return count_rejections(asymptotic), count_rejections(permuted)


def rejection_table(n_simulations: int = N_SIMULATIONS) -> str:
    """One row for each split and censoring: how often each test rejects."""
    rows = []
    for sizes in SPLITS:
        n_splits = comb(sum(sizes), sizes[0])
        how = "all" if n_splits <= MOST_SPLITS_LISTED else f"{N_DRAWS:,} drawn"
        for label, ends in CENSORING.items():
            chi_square, permuted = simulate_tests(sizes, ends, n_simulations=n_simulations)
            rows.append(
                [
                    f"{sizes[0]} v {sizes[1]}",
                    label,
                    f"{n_splits:,} ({how})",
                    *(
                        f"{percent(each.rejected)} ({percent(error, 2)})"
                        for each in (chi_square, permuted)
                        for error in [standard_error(each.rejected, n_simulations)]
                    ),
                    percent(chi_square.missing),
                ]
            )
    headings = [
        "groups",
        "censoring",
        "splits",
        "asymptotic rejects, % (s.e.)",
        "permutation rejects, % (s.e.)",
        "not estimable, %",
    ]
    return markdown_table(headings, rows)


def main() -> None:
    """Print the table; with ``--write``, put it into the page too."""
    text = rejection_table()
    print(text)
    if "--write" in sys.argv[1:]:
        replace_between_markers(PAGE, "type-one-error", text)


if __name__ == "__main__":
    main()
