"""Simulate how often 95% intervals hold the truth in groups of 8 to 25 patients.

``python benchmarks/simulate_coverage.py`` prints the tables; ``--write`` puts them into
``docs/statistics.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb, log, sqrt
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from imt_core import kaplan_meier, proportion, survival_rate, time_to_event  # noqa: E402
from imt_core.conventions.choices import PROPORTION_CONF_TYPES, SURVIVAL_CONF_TYPES  # noqa: E402

PAGE: Final = ROOT / "docs" / "statistics.md"
SEED: Final = 20251124
N_SIMULATIONS: Final = 10_000
SIZES: Final = (8, 17, 25)
TRUE_SURVIVAL: Final = (0.75, 0.5, 0.25)
MEDIAN_MONTHS: Final = 12.0
HAZARD: Final = log(2) / MEDIAN_MONTHS
LONGEST_CENSORING: Final = 3.197059146345954 / HAZARD
"""Uniform censoring up to here leaves 30% of exponential times censored."""
PROPORTIONS: Final = (0.1, 0.3, 0.5)
GRID: Final = np.linspace(0.001, 0.5, 500)
"""True proportions; those above one half mirror them."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares of simulated samples, or exact probabilities; they add up to 1.

    Parameters
    ----------
    covered : float
        The interval holds the truth.
    too_high, too_low : float
        The whole interval lies above, or below, the truth.
    missing : float
        A limit is not defined, or the time lies beyond the last follow-up.
    width : float
        Mean width of the intervals that are there.
    """

    covered: float
    too_high: float
    too_low: float
    missing: float
    width: float

    @property
    def covered_if_given(self) -> float:
        """Coverage among the intervals that are there."""
        return self.covered / (1 - self.missing) if self.missing < 1 else float("nan")


def draw_exponential(n: int, rng: np.random.Generator) -> tuple[Floats, NDArray[np.bool_]]:
    """Draw months and events: exponential survival, uniform censoring of 30%."""
    survival = rng.exponential(1 / HAZARD, n)
    censoring = rng.uniform(0, LONGEST_CENSORING, n)
    return np.minimum(survival, censoring), survival <= censoring


def limits_at(
    months: Floats, event: NDArray[np.bool_], at: Sequence[float], conf_type: Any
) -> list[tuple[float, float]]:
    """Limits of survival at each time; NaN where one is not defined."""
    curve = kaplan_meier(time_to_event(months, event), conf_type=conf_type)
    rates = [survival_rate(curve, time) for time in at]
    return [
        (np.nan, np.nan)
        if rate.conf_low is None or rate.conf_high is None
        else (rate.conf_low, rate.conf_high)
        for rate in rates
    ]


def count_coverage(limits: Floats, truth: float) -> Coverage:
    """Sort intervals, one a row, into those that hold the truth and those that do not."""
    low, high = limits[:, 0], limits[:, 1]
    missing = np.isnan(low) | np.isnan(high)
    with np.errstate(invalid="ignore"):
        too_high, too_low = low > truth, high < truth
    return Coverage(
        covered=float(np.mean(~missing & ~too_high & ~too_low)),
        too_high=float(np.mean(too_high & ~missing)),
        too_low=float(np.mean(too_low & ~missing)),
        missing=float(missing.mean()),
        width=float(np.mean((high - low)[~missing])) if not missing.all() else float("nan"),
    )


def simulate_survival(
    n: int, conf_type: str, *, n_simulations: int = N_SIMULATIONS, seed: int = SEED
) -> dict[float, Coverage]:
    """Coverage of the true survival, for each of three times, over samples of `n` patients.

    Every interval meets the same samples: the seed depends on `n` only.
    """
    rng = np.random.default_rng([seed, n])
    at = [-log(survival) / HAZARD for survival in TRUE_SURVIVAL]
    limits = np.array(
        [limits_at(*draw_exponential(n, rng), at, conf_type) for _ in range(n_simulations)]
    )
    return {
        truth: count_coverage(limits[:, column], truth)
        for column, truth in enumerate(TRUE_SURVIVAL)
    }


def binomial_probabilities(n: int, p: Floats) -> Floats:
    """Probability of each count from 0 to `n`: one row for each true proportion."""
    count, chance = np.arange(n + 1), p[:, np.newaxis]
    ways = np.array([comb(n, x) for x in range(n + 1)])
    return ways * chance**count * (1 - chance) ** (n - count)


def proportion_limits(n: int, conf_type: Any) -> Floats:
    """The interval of every count from 0 to `n`, one a row."""
    intervals = [proportion(x, n, conf_type=conf_type) for x in range(n + 1)]
    return np.array([(each.conf_low, each.conf_high) for each in intervals], dtype=np.float64)


def exact_coverage(limits: Floats, p: float) -> Coverage:
    """Coverage of a proportion: the probabilities of the counts whose interval holds it."""
    weights = binomial_probabilities(len(limits) - 1, np.array([p]))[0]
    low, high = limits[:, 0], limits[:, 1]
    return Coverage(
        covered=float(weights @ ((low <= p) & (p <= high))),
        too_high=float(weights @ (low > p)),
        too_low=float(weights @ (high < p)),
        missing=0.0,
        width=float(weights @ (high - low)),
    )


def least_coverage(limits: Floats, grid: Floats = GRID) -> tuple[float, float]:
    """The least coverage over a grid of true proportions, and where it is."""
    weights, truth = binomial_probabilities(len(limits) - 1, grid), grid[:, np.newaxis]
    covered = (weights * ((limits[:, 0] <= truth) & (truth <= limits[:, 1]))).sum(axis=1)
    worst = int(np.argmin(covered))
    return float(covered[worst]), float(grid[worst])


def standard_error(share: float, n_simulations: int = N_SIMULATIONS) -> float:
    """Monte-Carlo standard error of a simulated share."""
    return sqrt(share * (1 - share) / n_simulations)


def percent(share: float, decimals: int = 1) -> str:
    """A share as a percentage."""
    return f"{100 * share:.{decimals}f}"


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out text as a Markdown table, numbers to the right."""
    rule = ["---", *["---:"] * (len(headings) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [headings, rule, *rows])


def replace_between_markers(path: Path, name: str, text: str) -> None:
    """Put `text` between the markers ``<!-- name -->`` and ``<!-- /name -->`` of a page."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, _, rest = path.read_text(encoding="utf-8").partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise SystemExit(f"{path.name} must hold {start} and {end}, but does not. Add both.")
    path.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def survival_table(conf_types: Sequence[str] = tuple(SURVIVAL_CONF_TYPES)) -> str:
    """Coverage of survival intervals: one row for each size, truth and interval."""
    results = {n: {c: simulate_survival(n, c) for c in conf_types} for n in SIZES}
    rows = [
        [
            str(n),
            percent(truth, 0),
            conf_type,
            f"{percent(cell.covered)} ({percent(standard_error(cell.covered), 2)})",
            percent(cell.missing),
            percent(cell.covered_if_given),
            percent(cell.too_high),
            percent(cell.too_low),
            percent(cell.width, 0),
        ]
        for n in SIZES
        for truth in TRUE_SURVIVAL
        for conf_type in conf_types
        for cell in [results[n][conf_type][truth]]
    ]
    headings = [
        "n",
        "true S(t), %",
        "interval",
        "coverage, % (s.e.)",
        "no interval, %",
        "coverage where there is one, %",
        "wholly above the truth, %",
        "wholly below, %",
        "mean width, points",
    ]
    return markdown_table(headings, rows)


def proportion_table(conf_types: Sequence[str] = tuple(PROPORTION_CONF_TYPES)) -> str:
    """Exact coverage of intervals of a proportion: one row for each size and interval."""
    rows = []
    for n in SIZES:
        for conf_type in conf_types:
            limits = proportion_limits(n, conf_type)
            row = [str(n), conf_type]
            for p in PROPORTIONS:
                cell = exact_coverage(limits, p)
                row += [
                    percent(cell.covered),
                    f"{percent(cell.too_high)} / {percent(cell.too_low)}",
                ]
            least, where = least_coverage(limits)
            rows.append([*row, f"{percent(least)} at {where:.3f}"])
    columns = [heading for p in PROPORTIONS for heading in (f"p = {p}: %", "above / below, %")]
    return markdown_table(["n", "interval", *columns, "least, % at p"], rows)


TABLES: Final[dict[str, Callable[[], str]]] = {
    "coverage-survival": survival_table,
    "coverage-proportion": proportion_table,
}


def main() -> None:
    """Print the tables; with ``--write``, put them into the page too."""
    for name, make in TABLES.items():
        text = make()
        print(f"{text}\n")
        if "--write" in sys.argv[1:]:
            replace_between_markers(PAGE, name, text)


if __name__ == "__main__":
    main()
