"""Survival as tables: events and medians, quartiles with limits, rates at landmark times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.survival import GroupSurvival, SurvivalSummary
from imt_core.cohort.duration_of_response import DURATION_OF_RESPONSE
from imt_core.cohort.schema import RESPONDERS
from imt_core.conventions.formatting import (
    EN_DASH,
    NOT_ESTIMABLE,
    NOT_REACHED,
    format_estimate,
    format_exact,
    format_median,
    format_number,
    format_range,
    format_rate_or_reason,
)
from imt_core.estimates.survival_quantiles import SurvivalQuantile
from imt_core.estimates.survival_rates import SurvivalRate
from imt_core.reporting.tables.cells import (
    HALVES,
    QUARTERS,
    Quantiles,
    TableValues,
    without_ends,
    without_last,
)
from imt_core.reporting.tables.counts import (
    WITHHELD,
    Cell,
    Count,
    CountId,
    Counts,
    Seen,
    Size,
    Text,
    counted,
)
from imt_core.reporting.tables.result_tables import (
    Fact,
    ResultTable,
    ResultTables,
    result_tables,
    shared_patients_fact,
)
from imt_core.reporting.tables.survival_comparisons import describe_hazard_ratio, describe_test
from imt_core.reporting.tables.survival_words import describe_events

HAZARD_RATIO: Final = "Hazard ratio"
DIED: Final = "Patients who died"
"""Heading of the distinct deaths, beside events that are told by lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkRate:
    """Survival at one time, with how many are at risk.

    Parameters
    ----------
    rate : SurvivalRate
    rests_on : tuple of Count
        Those that stand beside it, and those that it tells: who had the event by then, and who was
        censored.
    shows_risk : bool
    """

    rate: SurvivalRate
    rests_on: tuple[Count, ...]
    shows_risk: bool = True

    @property
    def text(self) -> str:
        """Such as ``72.0% (50.1–85.5), 18 at risk``."""
        rate = self.rate
        text = format_rate_or_reason(
            rate.estimate, rate.conf_low, rate.conf_high, reason=rate.reason
        )
        at_risk = self.shows_risk and rate.estimate is not None
        return f"{text}, {rate.n_risk} at risk" if at_risk else text

    def masked(self, seen: Seen) -> Cell:
        """The rate alone; nothing where a count behind it is not shown."""
        rate = replace(self.rate, reason=without_last(self.rate.reason))
        alone = replace(self, rate=rate, shows_risk=False)
        return alone if seen.is_shown(*self.rests_on) else WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A group with its counts."""

    group: GroupSurvival
    size: Size
    events: Count
    died: Count | None
    """Patients, where one death may be several events."""

    def quantiles(self, text: str, *told: tuple[int, str]) -> Quantiles:
        """Some times of the group, which rest on its cases and events."""
        lines = self.size.lines
        rests_on = (lines, self.events)
        return Quantiles(text=text, told=told, n=lines.n, rests_on=rests_on, tells_times=True)

    def quantile(self, quantile: SurvivalQuantile, *, halves: int = HALVES) -> Quantiles:
        """A median, or of more parts a quartile, with its limits."""
        text = format_quantile(quantile)
        alone = without_ends(format_number(quantile.estimate, missing=NOT_REACHED))
        return self.quantiles(text, (2 * halves, text), (halves, alone))

    def rate(self, rate: SurvivalRate) -> LandmarkRate:
        """One rate of the group."""
        told = self.ended_by(rate.months)
        return LandmarkRate(rate=rate, rests_on=(self.size.lines, self.events, *told))

    @property
    def compared(self) -> tuple[Count, ...]:
        """What a comparison tells: the order of events, so who had one by each time."""
        by_times = (count for rate in self.group.rates for count in self.ended_by(rate.months))
        return (self.size.lines, self.events, *by_times)

    def ended_by(self, months: float) -> tuple[Count, Count]:
        """Who had the event and who was censored by a time, which a rate with its limits tells."""
        curve, cases = self.group.curve, self.size.lines.id
        (name,) = (s[1] for s, _ in cases.where if s[0] == "endpoint")
        until = ("ended by", name, format_exact(months))
        upto = curve.step_at(months) + 1
        return (
            Count(cases.having(until, "event"), int(curve.n_event[:upto].sum())),
            Count(cases.having(until, "no event"), int(curve.n_censor[:upto].sum())),
        )


def _everyone(summary: SurvivalSummary) -> CountId:
    cases = counted(summary.unit, summary.overlap, summary.grouping.columns)
    if summary.endpoint.name == DURATION_OF_RESPONSE.name:
        cases = cases.having("best_response", *RESPONDERS)
    return cases.having(("endpoint", summary.endpoint.name), "event", "no event")


def _rows(summary: SurvivalSummary) -> list[_Row]:
    rows = []
    # Without cases the one group of all has no row.
    for group, made in zip(summary.groups, summary.grouping.groups, strict=False):
        cases = _everyone(summary).in_group(made.levels)
        events = cases.having(("endpoint", summary.endpoint.name), "event")
        died = None
        if summary.repeats_deaths and group.n_died is not None:
            died = Count(events.patients, group.n_died)
        rows.append(
            _Row(
                group=group,
                size=Size.of(cases, group.count),
                events=Count(events, group.n_event),
                died=died,
            )
        )
    return rows


def survival_values(summary: SurvivalSummary) -> TableValues:
    """One row for each group: events, median with limits, quartiles, follow-up."""
    return TableValues(
        columns=(
            summary.grouping.label,
            "Lines",
            "Patients",
            "Events",
            *((DIED,) if summary.repeats_deaths else ()),
            f"Median, months ({summary.conventions.conf_label})",
            f"Q1{EN_DASH}Q3, months",
            "Median follow-up, months (Q1–Q3)",
        ),
        rows=tuple(
            (
                Text(row.group.label),
                row.size.lines,
                row.size.patients,
                row.events,
                *((row.died,) if row.died else ()),
                row.quantile(row.group.median),
                row.quantiles(_quartiles(row.group), (QUARTERS, _quartiles(row.group))),
                _followed(row),
            )
            for row in _rows(summary)
        ),
        keeps_numbers=True,
    )


def format_quantile(quantile: SurvivalQuantile) -> str:
    """Write a quantile with its limits: NR where it is not reached, NE for a limit there is not.

    Parameters
    ----------
    quantile : SurvivalQuantile

    Examples
    --------
    >>> from imt_core import kaplan_meier, survival_quantile, time_to_event
    >>> curve = kaplan_meier(time_to_event([6, 10, 14, 20], [1, 1, 1, 1]))
    >>> format_quantile(survival_quantile(curve))
    '12.0 (6.0–NE)'
    >>> curve = kaplan_meier(time_to_event([6, 10], [0, 0]))
    >>> format_quantile(survival_quantile(curve))
    'NR (NE–NE)'
    """
    limits = (quantile.conf_low, quantile.conf_high)
    return format_estimate(quantile.estimate, *limits, missing=NOT_REACHED)


def _quartiles(group: GroupSurvival) -> str:
    q1, _, q3 = (quantile.estimate for quantile in group.quantiles)
    return format_range(q1, q3, missing=NOT_REACHED)


def _followed(row: _Row) -> Quantiles:
    if not row.group.follow_up:
        # That everybody died is told by nothing else.
        return row.quantiles(NOT_ESTIMABLE)
    q1, median, q3 = (quantile.estimate for quantile in row.group.follow_up)
    text = format_median(median, q1, q3)
    alone = without_ends(format_number(median, missing=NOT_REACHED))
    return row.quantiles(text, (QUARTERS, text), (HALVES, alone))


def quartiles_values(summary: SurvivalSummary) -> TableValues:
    """One row for each group: the quartiles, each with its limits."""
    label = summary.conventions.conf_label
    return TableValues(
        columns=(
            summary.grouping.label,
            *(f"{name}, months ({label})" for name in ("Q1", "Median", "Q3")),
        ),
        rows=tuple(
            (
                Text(row.group.label),
                *(
                    row.quantile(quantile, halves=halves)
                    for quantile, halves in zip(
                        row.group.quantiles, (QUARTERS, HALVES, QUARTERS), strict=True
                    )
                ),
            )
            for row in _rows(summary)
        ),
    )


def rates_values(summary: SurvivalSummary) -> TableValues:
    """One row for each group, one column for each landmark time."""
    rates = summary.groups[0].rates if summary.groups else ()
    return TableValues(
        columns=(
            summary.grouping.label,
            *(f"At {format_exact(rate.months)} months" for rate in rates),
        ),
        rows=tuple(
            (Text(row.group.label), *(row.rate(rate) for rate in row.group.rates))
            for row in _rows(summary)
        ),
    )


def format_survival_table(summary: SurvivalSummary) -> pd.DataFrame:
    """One row for each group: events, median with limits, quartiles, follow-up.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> shown = format_survival_table(survival_summary(example_cohort(), "os"))
    >>> shown.loc[0, "Median, months (95% CI)"], shown.loc[0, "Q1–Q3, months"]
    ('13.0 (9.0–NE)', '9.0–20.0')
    """
    return survival_values(summary).to_frame()


def format_quartiles_table(summary: SurvivalSummary) -> pd.DataFrame:
    """One row for each group: the quartiles, each with its limits.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> shown = format_quartiles_table(survival_summary(example_cohort(), "os"))
    >>> shown.loc[0, "Q1, months (95% CI)"]
    '9.0 (6.0–NE)'
    """
    return quartiles_values(summary).to_frame()


def format_rates_table(summary: SurvivalSummary) -> pd.DataFrame:
    """One row for each group, one column for each landmark time.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> overall = survival_summary(example_cohort(), "os", rate_months=[12, 36])
    >>> format_rates_table(overall).iloc[0].tolist()
    ['All', '50.0% (22.5–100.0), 3 at risk', 'NE: beyond the last follow-up (24.0 months)']
    """
    return rates_values(summary).to_frame()


@result_tables.register
def _(summary: SurvivalSummary) -> ResultTables:
    everyone = Size.of(_everyone(summary), summary.count)
    return ResultTables(
        tables=_tables(summary) if summary.groups else (),
        size=everyone,
        counts=_counts(summary, everyone),
        facts=_facts(summary),
        draws_cases=True,
    )


def _tables(summary: SurvivalSummary) -> tuple[ResultTable, ...]:
    tables = [
        ResultTable(
            name="summary",
            heading="Events and medians",
            values=survival_values(summary),
            numbers=summary.to_frame(),
        )
    ]
    if summary.groups[0].rates:
        tables.append(
            ResultTable(
                name="rates",
                heading="Survival rates",
                values=rates_values(summary),
                numbers=summary.rates_to_frame(),
            )
        )
    tables += [
        # Their numbers stand beside the medians.
        ResultTable(name="quartiles", heading="Quartiles", values=quartiles_values(summary)),
        ResultTable(
            name="curves",
            heading="Steps of the curves and numbers at risk",
            numbers=summary.curves_to_frame(),
        ),
    ]
    if summary.test is not None:
        tables.append(ResultTable(name="test", heading="Test", numbers=summary.test_to_frame()))
    ratio = group_hazard_ratio(summary)
    if ratio is not None and not ratio.reason:
        numbers = ratio.to_frame()
        tables.append(ResultTable(name="hazard_ratio", heading="Hazard ratio", numbers=numbers))
    return tuple(tables)


def _counts(summary: SurvivalSummary, everyone: Size) -> Counts:
    counts, rows = Counts(), _rows(summary)
    counts.add_sizes(everyone, *(row.size for row in rows))
    counts.add_groups(everyone, [row.size for row in rows], summary.grouping.columns)
    counts.add(*(row.events for row in rows))
    if summary.repeats_deaths:
        counts.fewer.append((everyone.patients.id, everyone.lines.id))
    elif summary.endpoint.is_death_alone:
        # Else a column would tell the distinct deaths.
        for size in (everyone, *(row.size for row in rows)):
            counts.add_sum(size.lines, [size.patients])
    for row in rows:
        for rate in row.group.rates:
            counts.add_told(*row.ended_by(rate.months))
        rest = row.size.lines.id.having(("endpoint", summary.endpoint.name), "no event")
        counts.add_rest(row.size.lines, row.events, rest)
        if row.died:
            counts.add(row.died)
            counts.at_most.append((row.died.id, row.events.id))
            counts.add_rest(row.size.patients, row.died, rest.patients)
    return counts


def _facts(summary: SurvivalSummary) -> tuple[Fact, ...]:
    end = summary.endpoint
    facts = [
        Fact(heading="Endpoint", text=f"{end.label}: {end.event}, from {end.origin}"),
        *shared_patients_fact(summary),
    ]
    if summary.repeats_deaths and summary.groups:
        counted = "a death counts with each line of the patient"
        text = f"{describe_events(summary)}: {counted}"
        facts.append(Fact(heading="Events", text=text, masked=counted))
    origin = "" if summary.landmark_months is None else ", from the landmark"
    how = "how long patients were watched, which a death cuts short"
    followed = f"overall survival, reverse Kaplan-Meier ({how}){origin}"
    is_known = any(group.follow_up for group in summary.groups)
    # It is known where somebody lives: masked, it stands in any case.
    facts.append(Fact(heading="Follow-up", text=followed if is_known else "", masked=followed))
    if len(summary.groups) > 1:
        compared = tuple(n for row in _rows(summary) for n in row.compared)
        is_tested = summary.test is not None and summary.test.p_value is not None
        # A reason may name a number of events.
        masked = describe_test(summary, tells_smallest=False) if is_tested else "no test"
        facts.append(
            Fact(
                heading="Comparison",
                text=describe_test(summary),
                masked=masked,
                rests_on=compared,
                tells_times=True,
            )
        )
        ratio = describe_hazard_ratio(summary)
        if ratio:
            shown = None if ratio.startswith("Hazard") else "not given"
            facts.append(
                Fact(
                    heading=HAZARD_RATIO,
                    text=ratio,
                    masked=shown,
                    rests_on=compared,
                    tells_times=True,
                )
            )
    return tuple(facts)
