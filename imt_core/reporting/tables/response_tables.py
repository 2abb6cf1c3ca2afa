"""Best response as tables: counts, rates, and the comparison of groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.analyses.response_comparison import ResponseComparison
from imt_core.analyses.response_rates import ENDED, LASTED, NOT_KNOWN, ResponseRates
from imt_core.cohort.schema import CONTROLLED, EVALUABLE_RESPONSES, NOT_RECORDED, RESPONDERS
from imt_core.conventions.formatting import format_exact
from imt_core.reporting.tables.cells import BoundedShare, Share, TableValues
from imt_core.reporting.tables.counts import Cell, Count, CountId, Counts, Seen, Size, Text, counted
from imt_core.reporting.tables.proportion_pairs_table import format_proportion_pairs
from imt_core.reporting.tables.result_tables import (
    ResultTable,
    ResultTables,
    result_tables,
    shared_patients_fact,
)

_COLUMN: Final = "best_response"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEvaluable:
    """How many could not be evaluated, and why."""

    count: Count
    reasons: tuple[tuple[str, Count], ...]

    @property
    def text(self) -> str:
        """Such as ``3 (adjuvant 2, toxicity 1)``."""
        if len(self.reasons) < 2:
            return self.count.text + "".join(f" ({reason})" for reason, _ in self.reasons)
        reasons = ", ".join(f"{reason} {count.n}" for reason, count in self.reasons)
        return f"{self.count.n} ({reasons})"

    def masked(self, seen: Seen) -> Cell:
        """The count alone where it or that of a reason is not shown."""
        is_shown = seen.is_shown(self.count, *(count for _, count in self.reasons))
        return self if is_shown else seen.cell(self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A group with its counts."""

    group: GroupResponse
    size: Size
    evaluable: Count
    treated: Count
    levels: tuple[Count, ...]
    responders: Count
    controlled: Count
    durable: Count
    lasted: Count
    ended: Count
    not_known: Count
    not_evaluable: Count
    not_recorded: Count

    @property
    def reasons(self) -> tuple[tuple[str, Count], ...]:
        """Why some could not be evaluated, and how many."""
        return tuple(
            (reason, Count(self.not_evaluable.id.having("ne_reason", reason), n))
            for reason, n in self.group.not_evaluable
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """From top to bottom."""
        of_evaluable = self._rates(self.evaluable, self.group.of_evaluable)
        of_treated = self._rates(self.treated, self.group.of_treated)
        both = zip(of_evaluable, of_treated, strict=True)
        return (
            self.size.lines,
            self.size.patients,
            self.evaluable,
            *(Share(count=level, total=self.evaluable) for level in self.levels),
            *(rate for pair in both for rate in pair),
            self.not_known,
            NotEvaluable(count=self.not_evaluable, reasons=self.reasons),
            self.not_recorded,
        )

    def _rates(self, total: Count, rates: ResponseRates) -> tuple[Cell, ...]:
        return (
            Share(count=self.responders, total=total, rate=rates.orr),
            Share(count=self.controlled, total=total, rate=rates.dcr),
            BoundedShare(
                count=self.durable,
                not_known=self.not_known,
                total=total,
                at_least=rates.durable,
                at_most=rates.durable_at_most,
            ),
        )


def _everyone(table: ResponseTable) -> CountId:
    return counted(table.unit, table.overlap, table.grouping.columns)


def _columns(table: ResponseTable) -> list[_Column]:
    columns = []
    # Without cases the one group of all has no column.
    for group, made in zip(table.groups, table.grouping.groups, strict=False):
        cases = _everyone(table).in_group(made.levels)
        stable = cases.having(_COLUMN, "SD")
        for_months = ("stable for", format_exact(table.durable_months))
        n_stable, n_lasted = group.counts["SD"], group.n_stable_lasted
        n_unknown = group.n_stable_not_known
        columns.append(
            _Column(
                group=group,
                size=Size.of(cases, group.count),
                evaluable=Count(cases.having(_COLUMN, *EVALUABLE_RESPONSES), group.n_evaluable),
                treated=Count(
                    cases.having(_COLUMN, *EVALUABLE_RESPONSES, "NE"), group.of_treated.n
                ),
                levels=tuple(
                    Count(cases.having(_COLUMN, level), group.counts[level])
                    for level in EVALUABLE_RESPONSES
                ),
                responders=Count(cases.having(_COLUMN, *RESPONDERS), group.orr.n_success),
                controlled=Count(cases.having(_COLUMN, *CONTROLLED), group.dcr.n_success),
                durable=Count(
                    cases.having(("durable control", for_months[1]), "yes"),
                    group.of_evaluable.durable.n_success,
                ),
                lasted=Count(stable.having(for_months, LASTED), n_lasted),
                ended=Count(stable.having(for_months, ENDED), n_stable - n_lasted - n_unknown),
                not_known=Count(stable.having(for_months, NOT_KNOWN), n_unknown),
                not_evaluable=Count(cases.having(_COLUMN, "NE"), group.n_not_evaluable),
                not_recorded=Count(cases.having(_COLUMN, NOT_RECORDED), group.n_not_recorded),
            )
        )
    return columns


def response_values(table: ResponseTable) -> TableValues:
    """One column for each group: counts, and each rate of the evaluable and of all treated."""
    label, columns = table.conventions.conf_label, _columns(table)
    months = format_exact(table.durable_months)
    headings = (
        "Lines",
        "Patients",
        f"Evaluable {table.unit}",
        *(f"{level} (% of evaluable)" for level in EVALUABLE_RESPONSES),
        *(
            f"{rate} of {whom} ({label})"
            for rate in ("ORR", "Disease control", f"Durable control, {months} months,")
            for whom in ("evaluable", "all treated")
        ),
        f"SD, not known for {months} months",
        "Not evaluable",
        "Not recorded",
    )
    rows = zip(map(Text, headings), *(column.cells for column in columns), strict=True)
    return TableValues(
        columns=(table.grouping.label, *(group.label for group in table.groups)),
        rows=tuple(rows) if columns else (),
    )


def format_response_table(table: ResponseTable) -> pd.DataFrame:
    """One column for each group: counts, and each rate of the evaluable and of all treated.

    Examples
    --------
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.example import example_cohort
    >>> shown = format_response_table(response_table(example_cohort()))
    >>> rates = ["ORR of evaluable (95% CI)", "ORR of all treated (95% CI)"]
    >>> shown.set_index("All together").loc[[*rates, "Not evaluable"], "All"].tolist()
    ['2/5\\xa0=\\xa040.0% (5.3–85.3)', '2/6\\xa0=\\xa033.3% (4.3–77.7)', '1 (reason not recorded)']
    """
    return response_values(table).to_frame()


@result_tables.register
def _(table: ResponseTable) -> ResultTables:
    everyone = Size.of(_everyone(table), table.count)
    shown = ResultTable(
        name="response",
        heading="Best response",
        values=response_values(table),
        numbers=table.to_frame(),
    )
    return ResultTables(
        tables=(shown,) if table.groups else (),
        size=everyone,
        counts=_counts(table, everyone),
        facts=shared_patients_fact(table),
    )


def _counts(table: ResponseTable, everyone: Size) -> Counts:
    counts, columns = Counts(), _columns(table)
    counts.add_sizes(everyone, *(column.size for column in columns))
    counts.add_groups(everyone, [column.size for column in columns], table.grouping.columns)
    for column in columns:
        others = (column.not_evaluable, column.not_recorded)
        counts.add(*column.levels, column.evaluable, column.responders, column.controlled, *others)
        counts.add(column.treated, column.durable, column.not_known)
        # Without its denominator no rate is told.
        counts.sizes |= {column.evaluable.id, column.treated.id}
        counts.add(column.lasted, column.ended, unseen=True)
        reasons = [count for _, count in column.reasons]
        if reasons:
            counts.add_told(*reasons)
            counts.add_sum(column.not_evaluable, reasons)
        complete, partial, stable, _ = column.levels
        counts.add_sum(column.evaluable, column.levels)
        counts.add_sum(column.treated, (column.evaluable, column.not_evaluable))
        counts.add_sum(column.size.lines, (column.evaluable, *others))
        counts.add_sum(column.responders, (complete, partial))
        counts.add_sum(column.controlled, (column.responders, stable))
        counts.add_sum(stable, (column.lasted, column.ended, column.not_known))
        counts.add_sum(column.durable, (column.responders, column.lasted))
        rest = column.evaluable.id.having(_COLUMN, "SD", "PD")
        counts.add_rest(column.evaluable, column.responders, rest)
        for part, others_of in (
            (column.responders, ("SD", "PD", "NE")),
            (column.controlled, ("PD", "NE")),
        ):
            rest = column.treated.id.having(_COLUMN, *others_of)
            counts.add_rest(column.treated, part, rest)
    return counts


def format_response_comparison(comparison: ResponseComparison) -> pd.DataFrame:
    """One row for each pair: difference of ORR with its interval, Fisher's p, Holm's p."""
    return format_proportion_pairs(
        comparison.pairs, "ORR of evaluable", comparison.conventions.conf_label
    )
