"""A cohort beside published series in neutral terms: a forest, own groups first, grey ones last."""

from __future__ import annotations

from itertools import groupby
from math import sqrt
from typing import Final

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.difference import DIFFERENT_PATIENTS
from imt_core.analyses.benchmark.rates import CardRate, OwnRate
from imt_core.analyses.benchmark.standing import REASONS
from imt_core.analyses.view_request import ViewRequest
from imt_core.conventions.formatting import (
    EN_DASH,
    NOT_ESTIMABLE,
    format_exact,
    format_number,
    format_rate_or_reason,
)
from imt_core.reporting.design.chart import Axis, design
from imt_core.reporting.design.forest import SMALLEST, ForestChart, ForestLine

PUBLISHED: Final = "Published, by treatment"

_READING: Final = "Grey: superseded, or of patients who may count twice."


@design.register
def _(result: Benchmark, request: ViewRequest) -> ForestChart:
    return benchmark_chart(result)


def benchmark_chart(result: Benchmark) -> ForestChart:
    """Describe the chart of a benchmark.

    Parameters
    ----------
    result : Benchmark

    Returns
    -------
    ForestChart
        The cohort's groups, then current series by treatment, then those in grey under the reason.
        Nothing is drawn that would sum series up.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.benchmark import benchmark
    >>> from imt_core.cohort.example import example_cohort
    >>> cards = ["kube_rms", "create2018_alk_pos"]
    >>> chart = benchmark_chart(benchmark(example_cohort(), cards=cards))
    >>> [(line.text, line.counts, line.is_faded) for line in chart.lines]
    [('This cohort', '2/5', False), ('Published, by treatment', '', False), \
('RMS-type regimens, Kube', '3/11', False), ('In grey: a later report exists', '', True), \
('Crizotinib ALK+, CREATE 2018', '6/12', True)]
    """
    interval = result.conventions.conf_label
    sizes = [*(rate.n for rate in result.own), *(rate.n or 0 for rate in result.rates)]
    largest = max((*sizes, 1))
    lines = [_own_line(result, rate, largest) for rate in result.own]
    for block, (kind, rates) in enumerate(
        groupby(result.rates, key=lambda rate: rate.standing.kind), start=1
    ):
        heading, is_grey = REASONS[kind] or PUBLISHED, kind != "current"
        lines.append(
            ForestLine(text=heading, name=heading, block=block, bold=True, is_faded=is_grey)
        )
        lines += [_card_line(result, rate, block, largest) for rate in rates]
    return ForestChart(
        alt=describe_benchmark(result),
        stamp=f"{result.count}; {result.method}",
        reading=_READING if any(rate.standing.is_grey for rate in result.rates) else "",
        empty="" if result.own else "Nobody in view enters this rate.",
        lines=tuple(lines),
        headings=("Series", "n/N", f"Rate ({interval})"),
        measure=result.measure_label,
        counted=f"{_counted(result)}; {DIFFERENT_PATIENTS}",
        axis=Axis(
            low=0.0,
            high=100.0,
            ticks=(0.0, 25.0, 50.0, 75.0, 100.0),
            title=f"{result.measure_label}, {interval}",
            unit="%",
        ),
        reference=None,
    )


def _counted(result: Benchmark) -> str:
    if isinstance(result.measure, str):
        return "n/N: responders of those whom each source counts"
    return f"n/N: events by {format_exact(result.measure[1])} months/{result.unit} of this cohort"


def _own_line(result: Benchmark, rate: OwnRate, largest: int) -> ForestLine:
    counts, told = f"{rate.n_event}/{rate.n}", _own_rate(rate)
    is_known = rate.estimate is not None
    return ForestLine(
        text=rate.label,
        name=rate.label,
        block=0,
        bold=True,
        counts=counts,
        rate=told if is_known else NOT_ESTIMABLE,
        is_quotient=result.is_response and is_known,
        reason="" if is_known else rate.reason,
        estimate=None if rate.estimate is None else 100 * rate.estimate,
        limits=_limits(rate.conf_low, rate.conf_high),
        size=_size(rate.n, largest),
        hover=f"{counts}\n{told}",
    )


def _own_rate(rate: OwnRate) -> str:
    return format_rate_or_reason(rate.estimate, rate.conf_low, rate.conf_high, reason=rate.reason)


def _card_line(result: Benchmark, rate: CardRate, block: int, largest: int) -> ForestLine:
    counts, told = _card_counts(rate), _card_rate(rate)
    whom = "; ".join(filter(None, (rate.card.treatment, rate.card.population, rate.figure.whom)))
    text = f"the same, {rate.figure.source}" if rate.is_another_value else rate.card.name
    return ForestLine(
        text=f"{text}, own" if rate.card.is_own else text,
        name=rate.label,
        block=block,
        bold=False,
        indented=True,
        is_faded=rate.standing.is_grey,
        counts=counts,
        rate=told,
        is_quotient=rate.n is not None,
        estimate=100 * rate.estimate,
        limits=_limits(rate.conf_low, rate.conf_high),
        size=_size(rate.n or 0, largest),
        hover=f"{counts} {told}\n{'; '.join(filter(None, (whom, rate.standing.reason)))}",
    )


def _card_counts(rate: CardRate) -> str:
    return EN_DASH if rate.n is None else f"{rate.n_success}/{rate.n}"


def _card_rate(rate: CardRate) -> str:
    if rate.conf_low is None or rate.conf_high is None:
        return f"{format_number(100 * rate.estimate)}% (none printed)"
    return format_rate_or_reason(rate.estimate, rate.conf_low, rate.conf_high, reason="")


def _limits(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (100 * low, 100 * high)


def _size(n: int, largest: int) -> float:
    return max(SMALLEST, sqrt(n / largest))


def describe_benchmark(result: Benchmark) -> str:
    """Alternative text: what the chart shows, for a reader who cannot see it.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.benchmark import benchmark
    >>> from imt_core.cohort.example import example_cohort
    >>> describe_benchmark(benchmark(example_cohort(), cards=["kube_rms"]))
    'Forest plot of ORR of evaluable lines beside published series; different patients, no \
adjustment. This cohort: 2/5, 40.0% (5.3–85.3); RMS-type regimens, Kube: 3/11, 27.3% (6.0–61.0).'
    """
    if not result.own:
        return "No forest: nobody in view enters this rate."
    parts = [f"{rate.label}: {rate.n_event}/{rate.n}, {_own_rate(rate)}" for rate in result.own]
    parts += [
        f"{rate.label}: {_card_counts(rate)}, {_card_rate(rate)}"
        + (f" ({rate.standing.reason})" if rate.standing.is_grey else "")
        for rate in result.rates
    ]
    head = f"Forest plot of {result.measure_label} beside published series; {DIFFERENT_PATIENTS}."
    return f"{head} {'; '.join(parts)}."
