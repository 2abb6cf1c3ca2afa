"""Time this project's survival estimates against other libraries, in one run.

``python benchmarks/benchmark_survival.py`` prints Markdown tables of ratios (their time / ours);
``--write`` puts them into ``benchmarks/README.md``. It needs ``benchmarks/requirements.txt``; R
takes part where ``Rscript`` and its package ``survival`` are installed.
"""

from __future__ import annotations

import multiprocessing
import shutil
import statistics
import subprocess
import sys
import tempfile
import tracemalloc
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from platform import machine, python_version
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.simulate_coverage import markdown_table, replace_between_markers  # noqa: E402
from imt_core import kaplan_meier, log_rank, survival_quantile, time_to_event  # noqa: E402

SIZES: Final = (38, 1_000, 100_000, 1_000_000)
MEMORY_SIZES: Final = (100_000, 1_000_000)
QUARTILES: Final = (0.25, 0.5, 0.75)
PATIENCE: Final = 60.0
"""Seconds after which a library is left out at a size."""
SLOW: Final = 5.0
"""Seconds from which a call is timed once only."""
ROUNDS: Final = 7
SHORTEST: Final = 0.02
"""Seconds that one timing lasts at least: short calls are repeated."""
README: Final = Path(__file__).parent / "README.md"
MEAN_SURVIVAL, LONGEST_CENSORING, DAYS_IN_MONTH = 17.3, 55.3, 30.4375

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Times, event indicators and membership of the second of two groups."""

    months: Floats
    event: Booleans
    second: Booleans


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """One contestant: a curve with its quartiles, and a log-rank test, from plain arrays."""

    name: str
    curve: Callable[[Sample], object]
    test: Callable[[Sample], object]


@dataclass(slots=True, kw_only=True)
class Timing:
    """Seconds a call, one entry a round; or why there are none."""

    seconds: list[float] = field(default_factory=list)
    skipped: str = ""

    @property
    def median(self) -> float:
        """The median round."""
        return statistics.median(self.seconds)


def draw_sample(n: int, *, to_the_day: bool, seed: int = 20251124) -> Sample:
    """Draw exponential survival, about 30% of it censored, in two groups of one hazard."""
    rng = np.random.default_rng(seed)
    survival, censoring = rng.exponential(MEAN_SURVIVAL, n), rng.uniform(0, LONGEST_CENSORING, n)
    months = np.minimum(survival, censoring)
    if to_the_day:
        months = np.ceil(months * DAYS_IN_MONTH) / DAYS_IN_MONTH
    return Sample(months=months, event=survival <= censoring, second=rng.random(n) < 0.5)


def our_curve(sample: Sample) -> object:
    """Our checked times, curve and quartiles with limits."""
    curve = kaplan_meier(time_to_event(sample.months, sample.event))
    return [survival_quantile(curve, p) for p in QUARTILES]


def our_test(sample: Sample) -> object:
    """Our checked times, groups and log-rank test."""
    times = time_to_event(sample.months, sample.event)
    return log_rank([times.subset(~sample.second), times.subset(sample.second)])


def lifelines() -> Library:
    """Import and wrap lifelines; its quartiles come without limits."""
    from lifelines import KaplanMeierFitter  # noqa: PLC0415
    from lifelines.statistics import logrank_test  # noqa: PLC0415

    def curve(s: Sample) -> object:
        fitted = KaplanMeierFitter().fit(s.months, s.event)
        return [fitted.percentile(1 - p) for p in QUARTILES]

    def test(s: Sample) -> object:
        first, second = ~s.second, s.second
        return logrank_test(
            s.months[first], s.months[second], s.event[first], s.event[second]
        ).p_value

    return Library(name="lifelines", curve=curve, test=test)


def scikit_survival() -> Library:
    """Import and wrap scikit-survival, which has no quartiles: it makes the curve only."""
    from sksurv.compare import compare_survival  # noqa: PLC0415
    from sksurv.nonparametric import kaplan_meier_estimator  # noqa: PLC0415
    from sksurv.util import Surv  # noqa: PLC0415

    return Library(
        name="scikit-survival",
        curve=lambda s: kaplan_meier_estimator(s.event, s.months, conf_type="log-log"),
        test=lambda s: compare_survival(Surv.from_arrays(s.event, s.months), s.second),
    )


def statsmodels() -> Library:
    """Import and wrap statsmodels."""
    from statsmodels.duration.survfunc import SurvfuncRight, survdiff  # noqa: PLC0415

    def curve(s: Sample) -> object:
        fitted = SurvfuncRight(s.months, s.event)
        return [(fitted.quantile(p), fitted.quantile_ci(p)) for p in QUARTILES]

    return Library(
        name="statsmodels", curve=curve, test=lambda s: survdiff(s.months, s.event, s.second)
    )


def greenwood() -> Library:
    """Import and wrap greenwood."""
    from greenwood import KaplanMeier, Surv, logrank_test  # noqa: PLC0415

    def curve(s: Sample) -> object:
        fitted = KaplanMeier().fit(Surv(s.months, event=s.event))
        return [fitted.quantile(p) for p in QUARTILES]

    return Library(
        name="greenwood",
        curve=curve,
        test=lambda s: logrank_test(Surv(s.months, event=s.event), s.second).p_value,
    )


OURS: Final = Library(name="ours", curve=our_curve, test=our_test)
OTHERS: Final[dict[str, Callable[[], Library]]] = {
    "greenwood": greenwood,
    "lifelines": lifelines,
    "scikit-survival": scikit_survival,
    "statsmodels": statsmodels,
}
R_NAME: Final = "R survival"
R_CODE: Final = """
suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(TRUE)
n <- as.integer(arguments[2]); rounds <- as.integer(arguments[3])
file <- file(arguments[1], "rb")
months <- readBin(file, "double", n); event <- readBin(file, "double", n)
second <- readBin(file, "double", n); close(file)
curve <- function() {
  quantile(survfit(Surv(months, event) ~ 1, conf.type = "log"), c(.25, .5, .75))
}
test <- function() survdiff(Surv(months, event) ~ second)
for (call in list(curve, test)) {
  once <- system.time(call())[["elapsed"]]
  inner <- max(1, ceiling(0.5 / max(once, 0.001)) %/% rounds)
  each <- replicate(rounds, system.time(for (i in seq_len(inner)) call())[["elapsed"]] / inner)
  cat(median(each), "\\n")
}
"""


def call_once(call: Callable[[Sample], object], sample: Sample) -> float:
    """Seconds of one call."""
    start = perf_counter()
    call(sample)
    return perf_counter() - start


def ends_in_time(call: Callable[[Sample], object], sample: Sample) -> bool:
    """Try a call in a child process, which is ended when patience runs out."""
    context = multiprocessing.get_context("fork")
    child = context.Process(target=call_once, args=(call, sample))
    child.start()
    child.join(PATIENCE)
    ended = child.exitcode == 0
    if child.is_alive():
        child.terminate()
        child.join()
    return ended


def time_in_turns(
    calls: Mapping[str, Callable[[Sample], object]], sample: Sample
) -> dict[str, Timing]:
    """Time each library in turn, round after round, so that a busy machine disturbs all alike."""
    timings = {name: Timing() for name in calls}
    repeats: dict[str, int] = {}
    for name, call in calls.items():
        if sample.months.size >= 100_000 and not ends_in_time(call, sample):
            timings[name].skipped = f"over {PATIENCE:.0f} s, or out of memory"
            continue
        warm = min(call_once(call, sample) for _ in range(1 if sample.months.size > 1000 else 3))
        repeats[name] = max(1, round(SHORTEST / warm))
        if warm > SLOW:
            timings[name].seconds.append(warm)
    for _ in range(ROUNDS):
        for name, inner in repeats.items():
            if timings[name].seconds and timings[name].seconds[0] > SLOW:
                continue
            start = perf_counter()
            for _ in range(inner):
                calls[name](sample)
            timings[name].seconds.append((perf_counter() - start) / inner)
    return timings


def time_r(sample: Sample) -> tuple[Timing, Timing]:
    """Time R's curve and test inside one R process; reading the data is not counted."""
    executable = shutil.which("Rscript")
    if executable is None:
        absent = Timing(skipped="R is not installed")
        return absent, absent
    with tempfile.TemporaryDirectory() as folder:
        data, code = Path(folder) / "data.bin", Path(folder) / "time.R"
        columns = (sample.months, sample.event, sample.second)
        np.concatenate([column.astype(np.float64) for column in columns]).tofile(data)
        code.write_text(R_CODE, encoding="utf-8")
        rounds = ROUNDS if sample.months.size < 1_000_000 else 3
        done = subprocess.run(
            [executable, code, data, str(sample.months.size), str(rounds)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        failed = Timing(skipped=f"R failed: {done.stderr.strip().splitlines()[-1]}")
        return failed, failed
    curve, test = (float(line) for line in done.stdout.split())
    return Timing(seconds=[curve]), Timing(seconds=[test])


def installed_libraries() -> tuple[list[Library], list[str]]:
    """The libraries that can be imported, and the names of those that cannot."""
    found, missing = [], []
    for name, load in OTHERS.items():
        try:
            found.append(load())
        except ImportError:
            missing.append(name)
    return found, missing


def peak_memory(call: Callable[[Sample], object], sample: Sample) -> float:
    """Largest growth of Python's memory during a call, in MiB."""
    call(sample)
    tracemalloc.start()
    call(sample)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def ratio_table(rows: Sequence[tuple[str, Mapping[str, Timing]]], names: Sequence[str]) -> str:
    """One row a sample, one column a library: how many times longer it takes than ours."""
    body = []
    for label, timings in rows:
        ours = timings["ours"].median
        cells = [
            f"skipped: {timings[name].skipped}"
            if timings[name].skipped
            else f"{timings[name].median / ours:,.1f}"
            for name in names
        ]
        body.append([label, f"{1000 * ours:,.3f}", *cells])
    return markdown_table(["n", "ours, ms", *(f"{name} ÷ ours" for name in names)], body)


def memory_table() -> str:
    """Peak memory growth of ours at two sizes, and how it grows."""
    body = []
    for what, call in (("curve and quartiles", our_curve), ("log-rank", our_test)):
        small, large = (peak_memory(call, draw_sample(n, to_the_day=False)) for n in MEMORY_SIZES)
        body.append([what, f"{small:.1f}", f"{large:.1f}", f"{large / small:.1f}"])
    headings = ["ours", *(f"peak MiB at n = {n:,}" for n in MEMORY_SIZES), "growth for 10 times n"]
    return markdown_table(headings, body)


def setting(missing: Sequence[str]) -> str:
    """What the numbers were measured with."""
    packages = ["numpy", "scipy", *(name for name in OTHERS if name not in missing)]
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    absent = f" Not installed: {', '.join(missing)}." if missing else ""
    return f"Python {python_version()} on {machine()}; {versions}.{absent}"


def report() -> str:
    """Run everything and lay it out."""
    warnings.simplefilter("ignore")
    others, missing = installed_libraries()
    libraries = [OURS, *others]
    names = [library.name for library in others] + [R_NAME]
    parts = [setting(missing)]
    for to_the_day, heading in ((True, "Times to the day"), (False, "Every time distinct")):
        curves, tests = [], []
        for n in SIZES:
            sample = draw_sample(n, to_the_day=to_the_day)
            curve = time_in_turns({each.name: each.curve for each in libraries}, sample)
            test = time_in_turns({each.name: each.test for each in libraries}, sample)
            curve[R_NAME], test[R_NAME] = time_r(sample)
            curves.append((f"{n:,}", curve))
            tests.append((f"{n:,}", test))
            print(f"done: {heading.lower()}, n = {n:,}", file=sys.stderr)
        parts += [
            f"### {heading}: curve with limits and quartiles",
            ratio_table(curves, names),
            f"### {heading}: log-rank test of two groups",
            ratio_table(tests, names),
        ]
    parts += ["### Memory", memory_table()]
    return "\n\n".join(parts)


def main() -> None:
    """Print the tables; with ``--write``, put them into the README too."""
    text = report()
    print(text)
    if "--write" in sys.argv[1:]:
        replace_between_markers(README, "benchmark", text)


if __name__ == "__main__":
    main()
