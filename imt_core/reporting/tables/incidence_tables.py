"""Cumulative incidence as tables: events of both kinds, and both incidences at landmark times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.analyses.incidence import GroupIncidence, IncidenceSummary
from imt_core.conventions.formatting import format_count, format_exact, format_p_value
from imt_core.reporting.tables.cells import TableValues
from imt_core.reporting.tables.counts import Cell, Count, CountId, Counts, Size, Text, counted
from imt_core.reporting.tables.result_tables import (
    Fact,
    ResultTable,
    ResultTables,
    result_tables,
    shared_patients_fact,
)
from imt_core.reporting.tables.survival_tables import LandmarkRate

OF_DEATHS: Final = "Patients of these deaths"
"""Heading of the patients with competing deaths, beside deaths that are told by lines."""

_CAUSES = ("event", "competing", "neither")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A group with its counts, those of each cause in the order of `_CAUSES`."""

    group: GroupIncidence
    size: Size
    ended: tuple[Count, Count, Count]
    of_deaths: Count | None
    """Patients, where one death is that of several lines."""

    @property
    def compared(self) -> tuple[Count, ...]:
        """What a comparison tells: the order in which they ended, so who had by each time."""
        by_times = (count for rate in self.group.rates for count in self.ended_by(rate.months))
        return (self.size.lines, *self.ended, *by_times)

    def ended_by(self, months: float) -> tuple[Count, ...]:
        """What had ended how many times by then, which the incidences with their limits tell."""
        curve, cases = self.group.event, self.size.lines.id
        (name,) = (s[1] for s, _ in cases.where if s[0] == "incidence")
        until = ("incidence by", name, format_exact(months))
        ended = (curve.n_event, curve.n_competing, curve.n_censor)
        return tuple(
            Count(cases.having(until, cause), int(n[curve.time <= months].sum()))
            for cause, n in zip(_CAUSES, ended, strict=True)
        )


def _everyone(summary: IncidenceSummary) -> CountId:
    cases = counted(summary.unit, summary.overlap, summary.grouping.columns)
    return cases.having(("incidence", summary.endpoint.name), *_CAUSES)


def _rows(summary: IncidenceSummary) -> list[_Row]:
    rows = []
    for group, made in zip(summary.groups, summary.grouping.groups, strict=False):
        cases = _everyone(summary).in_group(made.levels)
        n = (group.n_event, group.n_competing)
        ids = [cases.having(("incidence", summary.endpoint.name), cause) for cause in _CAUSES]
        event, competing, neither = map(Count, ids, (*n, group.event.n - sum(n)))
        size = Size.of(cases, group.count)
        of_deaths = None
        if summary.repeats_deaths:
            of_deaths = Count(competing.id.patients, group.n_competing_patients)
        ended = (event, competing, neither)
        rows.append(_Row(group=group, size=size, ended=ended, of_deaths=of_deaths))
    return rows


def incidence_values(summary: IncidenceSummary) -> TableValues:
    """One row for each group: lines, patients, and what ended their time."""
    end = summary.endpoint
    return TableValues(
        columns=(
            summary.grouping.label,
            "Lines",
            "Patients",
            end.event,
            end.competing,
            *((OF_DEATHS,) if summary.repeats_deaths else ()),
            "Neither so far",
        ),
        rows=tuple(
            (
                Text(row.group.label),
                row.size.lines,
                row.size.patients,
                *row.ended[:2],
                *((row.of_deaths,) if row.of_deaths else ()),
                row.ended[2],
            )
            for row in _rows(summary)
        ),
        keeps_numbers=True,
    )


def incidence_rates_values(summary: IncidenceSummary) -> TableValues:
    """Two rows for each group, one for each cause; one column for each landmark time."""
    end = summary.endpoint
    times = [rate.months for rate in summary.groups[0].rates] if summary.groups else []
    rows: list[tuple[Cell, ...]] = []
    for row in _rows(summary):
        group = row.group
        for cause, rates in ((end.event, group.rates), (end.competing, group.competing_rates)):
            cells = [
                LandmarkRate(
                    rate=rate, rests_on=(row.size.lines, *row.ended, *row.ended_by(rate.months))
                )
                for rate in rates
            ]
            rows.append((Text(group.label), Text(cause), *cells))
    return TableValues(
        columns=(
            summary.grouping.label,
            f"Incidence ({summary.conventions.conf_label})",
            *(f"At {format_exact(months)} months" for months in times),
        ),
        rows=tuple(rows),
    )


def format_incidence_table(summary: IncidenceSummary) -> pd.DataFrame:
    """One row for each group: lines, patients, and what ended their time.

    Examples
    --------
    >>> from imt_core.analyses.incidence import incidence_summary
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0] * 2,
    ...     "rfs_months": [3.0, 5.0], "rfs_event": [1.0, 1.0],
    ...     "os_months": [8.0, 5.0], "os_event": [1.0, 1.0]})
    >>> summary = incidence_summary(Cohort(frame=frame, name="two"), "rfs", rate_months=[4])
    >>> format_incidence_table(summary).iloc[0, 3:].to_dict()
    {'Recurrence': 1, 'Death without recurrence': 1, 'Neither so far': 0}
    """
    return incidence_values(summary).to_frame()


def format_incidence_rates(summary: IncidenceSummary) -> pd.DataFrame:
    """Two rows for each group, one for each cause; one column for each landmark time.

    Examples
    --------
    >>> from imt_core.analyses.incidence import incidence_summary
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0] * 2,
    ...     "rfs_months": [3.0, 5.0], "rfs_event": [1.0, 1.0],
    ...     "os_months": [8.0, 5.0], "os_event": [1.0, 1.0]})
    >>> summary = incidence_summary(Cohort(frame=frame, name="two"), "rfs", rate_months=[4])
    >>> format_incidence_rates(summary)["At 4 months"].tolist()
    ['50.0% (12.5–100.0), 1 at risk', '0.0% (NE–NE), 1 at risk']
    """
    return incidence_rates_values(summary).to_frame()


def describe_competing(n_competing: int, n_patients: int) -> str:
    """Write competing deaths, with their patients where one death is that of several lines.

    Examples
    --------
    >>> describe_competing(12, 6), describe_competing(6, 6)
    ('12 (6 patients)', '6')
    """
    if n_patients == n_competing:
        return str(n_competing)
    return f"{n_competing} ({format_count(n_patients, 'patient')})"


def describe_gray(summary: IncidenceSummary) -> str:
    """Gray's test with its p value, or why there is none; empty for one group.

    Examples
    --------
    >>> from imt_core.analyses.incidence import incidence_summary
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": list("aa"), "line_number": [1.0, 2.0],
    ...     "sex": ["male", "female"], "rfs_months": [3.0, 5.0], "rfs_event": [1.0, 1.0],
    ...     "os_months": [8.0, 5.0], "os_event": [1.0, 1.0]})
    >>> describe_gray(incidence_summary(Cohort(frame=frame, name="two"), "rfs", by=["sex"]))
    'No test: the groups share patients.'
    """
    if len(summary.groups) < 2:
        return ""
    if summary.test is None or summary.test.p_value is None:
        return f"No test: {summary.test_reason}."
    of = summary.endpoint.event.lower()
    return f"{summary.test.method} of {of} {format_p_value(summary.test.p_value)}."


@result_tables.register
def _(summary: IncidenceSummary) -> ResultTables:
    everyone = Size.of(_everyone(summary), summary.count)
    return ResultTables(
        tables=_tables(summary) if summary.groups else (),
        size=everyone,
        counts=_counts(summary, everyone),
        facts=_facts(summary),
        draws_cases=True,
    )


def _tables(summary: IncidenceSummary) -> tuple[ResultTable, ...]:
    shown = [("summary", "Events", incidence_values(summary), summary.to_frame())]
    if summary.groups[0].rates:
        rates = incidence_rates_values(summary)
        shown.append(("rates", "Cumulative incidence", rates, summary.rates_to_frame()))
    numbers = [("curves", "Steps of the curves and numbers at risk", summary.curves_to_frame())]
    if summary.test is not None:
        numbers.append(("test", "Test", summary.test_to_frame()))
    return (
        *(ResultTable(name=n, heading=h, values=v, numbers=f) for n, h, v, f in shown),
        *(ResultTable(name=n, heading=h, numbers=f) for n, h, f in numbers),
    )


def _counts(summary: IncidenceSummary, everyone: Size) -> Counts:
    counts, rows = Counts(), _rows(summary)
    counts.add_sizes(everyone, *(row.size for row in rows))
    counts.add_groups(everyone, [row.size for row in rows], summary.grouping.columns)
    if rows and summary.unit == "lines":
        _add_deaths(counts, summary, everyone, rows)
    for row in rows:
        counts.add(*row.ended)
        for rate in row.group.rates:
            counts.add_told(*row.ended_by(rate.months))
        counts.add_sum(row.size.lines, row.ended)
        if row.of_deaths:
            cause = ("incidence", summary.endpoint.name)
            others = row.size.lines.id.having(cause, "event", "neither")
            counts.add(row.of_deaths)
            counts.at_most.append((row.of_deaths.id, row.ended[1].id))
            counts.add_rest(row.size.patients, row.of_deaths, others.patients)
    return counts


def _add_deaths(
    counts: Counts, summary: IncidenceSummary, everyone: Size, rows: Sequence[_Row]
) -> None:
    """Say what the column of patients tells by being there: that a death is that of two lines.

    And by not being there, that none is.
    """
    cause = ("incidence", summary.endpoint.name)
    dead = Count(everyone.lines.id.having(cause, "competing"), summary.n_competing)
    patients = Count(dead.id.patients, summary.n_competing_patients)
    counts.add(dead, patients, unseen=True)
    counts.add_sum(dead, [row.ended[1] for row in rows])
    if not summary.repeats_deaths:
        counts.add_sum(dead, [patients])
        return
    counts.fewer.append((patients.id, dead.id))
    counts.at_least[patients.id] = 1
    of_groups = [row.of_deaths for row in rows if row.of_deaths]
    if len(rows) > 1:
        in_each = patients.id.having(("in each group", *summary.grouping.columns), "counted")
        each = Count(in_each, sum(count.n for count in of_groups))
        counts.add(each, unseen=True)
        counts.add_sum(each, of_groups)
        counts.at_most.append((patients.id, in_each))


def _facts(summary: IncidenceSummary) -> tuple[Fact, ...]:
    end = summary.endpoint
    text = f"{end.event}, with {end.competing.lower()} competing, from {end.origin}"
    facts = [Fact(heading="Endpoint", text=text), *shared_patients_fact(summary)]
    if summary.repeats_deaths and summary.groups:
        counted = "a death counts with each line of the patient"
        deaths = describe_competing(summary.n_competing, summary.n_competing_patients)
        text = f"{end.competing} in {deaths}: {counted}"
        facts.append(Fact(heading="Deaths", text=text, masked=""))
    if summary.withheld:
        facts.append(Fact(heading="Not estimated", text=summary.withheld, masked="few times known"))
    elif len(summary.groups) > 1:
        is_tested = summary.test is not None and summary.test.p_value is not None
        said = describe_gray(summary)
        # A reason may name a number of events.
        compared = tuple(n for row in _rows(summary) for n in row.compared)
        facts.append(
            Fact(
                heading="Comparison",
                text=said,
                masked=None if is_tested else "no test",
                rests_on=compared,
                tells_times=True,
            )
        )
    return tuple(facts)
