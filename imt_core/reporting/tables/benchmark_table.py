"""A cohort's rate beside that of published series, as tables of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.cards import SeriesCard, SeriesFigure
from imt_core.analyses.benchmark.difference import DIFFERENT_PATIENTS, CardDifference
from imt_core.analyses.benchmark.rates import CardRate
from imt_core.analyses.benchmark.standing import Standing
from imt_core.analyses.forest.rows import RESPONSE_MEASURES
from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.analyses.survival import GroupSurvival
from imt_core.cohort.schema import RESPONDERS
from imt_core.conventions.formatting import (
    EN_DASH,
    format_estimate,
    format_exact,
    format_number,
    format_range,
    format_rate_or_reason,
)
from imt_core.reporting.tables.cells import Share, TableValues, format_response_rate
from imt_core.reporting.tables.counts import Cell, Count, Size, Text, counted
from imt_core.reporting.tables.result_tables import Fact, ResultTable, ResultTables, result_tables
from imt_core.reporting.tables.survival_comparisons import format_adjusted, format_p
from imt_core.reporting.tables.survival_tables import rates_values

_NONE: Final = "not stated"
_OF_GROUPS: Final = {"Comparison", "Hazard ratio", "Follow-up"}
"""What is told of a cohort's own groups is no matter of a card."""


def format_card_rate(rate: CardRate) -> str:
    """Write a card's rate: of counts with its exact interval, else as printed.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.card_files import shipped_cards
    >>> from imt_core.analyses.benchmark.rates import card_rates
    >>> rates = card_rates(shipped_cards(), "orr", conf_level=0.95)
    >>> format_card_rate(rates[0]), format_card_rate(rates[2])
    ('10/21\\xa0=\\xa047.6% (25.7–70.2)', '3/4 (19.4–99.4%)')
    >>> [format_card_rate(rate) for rate in
    ...  card_rates(shipped_cards(), ("pfs", 12.0), conf_level=0.95)]
    ['77.8% (54.9–100.0)', '67.0% (no interval printed)', '73.3% (37.9–90.6)']
    """
    counts = rate.figure.rate()
    if counts is not None:
        return format_response_rate(
            replace(counts, conf_low=rate.conf_low, conf_high=rate.conf_high)
        )
    if rate.conf_low is None or rate.conf_high is None:
        return f"{format_number(100 * rate.estimate)}% (no interval printed)"
    return format_rate_or_reason(rate.estimate, rate.conf_low, rate.conf_high, reason="")


def format_figure(figure: SeriesFigure) -> str:
    """Write one figure of a card in full: what it is, its limits, and who prints it.

    Examples
    --------
    >>> format_figure(SeriesFigure(kind="response", n_success=1, n=7, is_inferred=True,
    ...                            printed_low=0.0, printed_high=57.9))
    'ORR 1/7\\xa0=\\xa014.3% (0.4–57.9), printed 0.0–57.9%; counts worked out of a percentage; \
printed lower limit 0.0%, exact 0.4%'
    >>> format_figure(SeriesFigure(kind="median", endpoint="pfs", months=18.0))
    'median PFS 18.0 months'
    """
    rate, printed = figure.rate(), ""
    limits = figure.printed_low, figure.printed_high
    if limits != (None, None):
        printed = format_range(*limits)
    if rate is not None:
        told = f"ORR {format_response_rate(rate)}"
        told += f", printed {printed}%" if printed else ""
    elif figure.kind == "survival":
        at = format_exact(figure.months or 0.0)
        told = f"{figure.endpoint.upper()} at {at} months {format_number(figure.percent)}%"
        told += f" ({printed})" if printed else " (no interval printed)"
    else:
        told = f"median {figure.endpoint.upper()} {format_number(figure.months)} months"
        told += f" ({printed})" if printed else ""
    parts = [told, figure.whom, figure.source]
    parts.append("counts worked out of a percentage" if figure.is_inferred else "")
    return "; ".join(filter(None, (*parts, figure.not_reproduced)))


def card_facts(card: SeriesCard, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Everything a card says, by heading; how it stands first where that is not plain.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.card_files import shipped_cards
    >>> from imt_core.analyses.benchmark.standing import CURRENT
    >>> ifosfamide = next(c for c in shipped_cards() if c.id == "casanova2020_ifosfamide")
    >>> dict(card_facts(ifosfamide, CURRENT))["Figures"]
    'ORR 0/3 (0.0–70.8%)'
    """
    facts = (
        ("In grey", standing.reason),
        ("Treatment", card.treatment),
        ("Population", card.population),
        ("Figures", ". ".join(map(format_figure, card.figures))),
        ("Remark", card.remark),
        ("Responses read by", card.assessor or ("" if card.is_own else _NONE)),
        ("Data cut", card.data_cut or ("" if card.is_own else _NONE)),
        ("Read in", card.where_read),
        ("Citation", card.citation),
    )
    return tuple((heading, text) for heading, text in facts if text)


def format_benchmark_table(result: Benchmark) -> pd.DataFrame:
    """One row for each group of the cohort, then one for each figure of a card.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.benchmark import benchmark
    >>> from imt_core.cohort.example import example_cohort
    >>> shown = format_benchmark_table(benchmark(example_cohort(), cards=["kube_rms"]))
    >>> shown["ORR of evaluable lines (95% CI)"].tolist()
    ['2/5\\xa0=\\xa040.0% (5.3–85.3)', '3/11\\xa0=\\xa027.3% (6.0–61.0)']
    """
    return benchmark_values(result).to_frame()


def benchmark_values(result: Benchmark) -> TableValues:
    """One row for each group of the cohort, then one for each figure of a card."""
    label = f"{result.measure_label} ({result.conventions.conf_label})"
    return TableValues(
        columns=("Series", "Treatment and population", label, "How it stands"),
        rows=(
            *(
                (Text(rate.label), Text(""), cell, Text("this cohort"))
                for rate, cell in zip(result.own, own_cells(result), strict=True)
            ),
            *(
                (
                    Text(rate.label),
                    Text("; ".join(filter(None, _whom(rate)))),
                    Text(format_card_rate(rate)),
                    Text(rate.standing.reason or ("own" if rate.card.is_own else "current")),
                )
                for rate in result.rates
            ),
        ),
    )


def _whom(rate: CardRate) -> tuple[str, str, str]:
    return rate.card.treatment, rate.card.population, rate.figure.whom


def own_cells(result: Benchmark) -> tuple[Cell, ...]:
    """The cohort's rates, each of which knows the counts it rests on."""
    table = result.result
    if not isinstance(table, ResponseTable):
        return tuple(cell for _, cell in rates_values(table).rows)
    everyone = counted(table.unit, table.overlap, table.grouping.columns)
    levels = RESPONSE_MEASURES["orr" if result.measure == "orr" else "orr_treated"]
    cells = []
    for group, made in zip(table.groups, table.grouping.groups, strict=False):
        cases = everyone.in_group(made.levels)
        rate = (group.of_evaluable if result.measure == "orr" else group.of_treated).orr
        cells.append(
            Share(
                count=Count(cases.having("best_response", *RESPONDERS), rate.n_success),
                total=Count(cases.having("best_response", *levels), rate.n),
                rate=rate,
            )
        )
    return tuple(cells)


def _sizes(result: Benchmark) -> Iterator[Count]:
    """Lines and patients of all together and of each group."""
    table, made = result.result, result_tables(result.result)
    yield from (made.size.lines, made.size.patients)
    groups: tuple[GroupResponse | GroupSurvival, ...] = table.groups
    for group, own in zip(groups, table.grouping.groups, strict=False):
        size = Size.of(made.size.lines.id.in_group(own.levels), group.count)
        yield from (size.lines, size.patients)


def format_card_differences(result: Benchmark) -> pd.DataFrame:
    """One row for each group set against each figure of the card compared."""
    return _difference_values(result).to_frame()


def _difference_values(result: Benchmark) -> TableValues:
    several = len(result.own) > 1
    return TableValues(
        columns=(
            "Compared",
            f"Difference, points ({result.conventions.conf_label})",
            f"Fisher's exact test{', unadjusted' if several else ''}",
            *(("Holm-adjusted",) if several else ()),
            "Read with care",
        ),
        rows=tuple(
            (
                Text(f"{one.group} less {one.card}"),
                Text(format_difference(one)),
                Text(format_p(one.p_value, one.test_reason)),
                *((Text(format_adjusted(one.p_adjusted)),) if several else ()),
                Text(DIFFERENT_PATIENTS),
            )
            for one in result.differences
        ),
    )


def format_difference(one: CardDifference) -> str:
    """Write a difference in points, with its interval or why there is none.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.benchmark import benchmark
    >>> from imt_core.cohort.example import example_cohort
    >>> found = benchmark(example_cohort(), compared="kube_rms", cards=["kube_rms"])
    >>> format_difference(found.differences[0])
    '12.7 (-28.0 to 53.6)'
    """
    values = [None if x is None else 100 * x for x in (one.estimate, one.conf_low, one.conf_high)]
    if one.conf_low is None:
        return f"{format_number(values[0])} (no interval: {one.interval_reason})"
    return format_estimate(*values)


@result_tables.register
def _(result: Benchmark) -> ResultTables:
    made = result_tables(result.result)
    tables = [
        ResultTable(
            name="benchmark",
            heading="Beside published series",
            values=benchmark_values(result),
            numbers=result.to_frame(),
        )
    ]
    if result.differences:
        tables.append(
            ResultTable(
                name="difference",
                heading="Against one series",
                values=_difference_values(result),
                numbers=result.differences_to_frame(),
                # Which rows there are, why there is no interval, and what Holm makes of a p value
                # tell of all groups.
                rests_on=(*own_cells(result), *_sizes(result)),
            )
        )
    if result.rates:
        tables.append(
            ResultTable(name="series", heading="The series in full", values=_card_values(result))
        )
    return ResultTables(
        tables=tuple(tables) if result.own else (),
        size=made.size,
        counts=made.counts,
        facts=(
            *(fact for fact in made.facts if fact.heading not in _OF_GROUPS),
            Fact(heading="Comparison", text=DIFFERENT_PATIENTS),
        ),
        draws_cases=made.draws_cases,
    )


def _card_values(result: Benchmark) -> TableValues:
    """Every card shown, once, in full."""
    cards = {rate.card.id: rate for rate in result.rates}
    headings = ("Figures", "Responses read by", "Data cut", "Read in", "Citation")
    return TableValues(
        columns=("Series", *headings),
        rows=tuple(
            (
                Text(rate.card.name),
                *(
                    Text(dict(card_facts(rate.card, rate.standing)).get(heading, EN_DASH))
                    for heading in headings
                ),
            )
            for rate in cards.values()
        ),
    )
