"""The model paper's figures beside our own: recomputed from a cohort, match or not, and how.

``python -m imt_core.published sample_data/imt_cohort.csv`` prints them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from imt_core.analyses.baseline import BaselineRow, BaselineVariable, CountCell, baseline_table
from imt_core.analyses.response import GroupResponse, response_table
from imt_core.analyses.survival import GroupSurvival, SurvivalSummary, survival_summary
from imt_core.cohort.adverse_events import parse_adverse_events
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.schema import RESPONDERS, Cohort
from imt_core.comparisons.log_rank import log_rank
from imt_core.conventions.choices import AS_PUBLISHED
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_number
from imt_core.estimates.quartiles import NumberSummary, summarize_numbers
from imt_core.published import paper

Values = Sequence[float | None]

COUNT: Final = "count"
OF_LINES: Final = "count (% of the group's lines)"
OF_EVALUABLE: Final = "count (% of evaluable lines)"
QUARTILES: Final = "median (SAS quartiles)"
MEDIAN_RANGE: Final = "median (minimum-maximum)"
EXACT: Final = "exact binomial, 95%"
QUANTILES: Final = "Kaplan-Meier, SAS quantiles"
RATE: Final = "Kaplan-Meier, log-scale CI"
FOLLOW_UP: Final = "reverse Kaplan-Meier"
LOG_RANK: Final = "two-sided log-rank"
LIST: Final = "the lines' own values"

CONVENTIONS: Final = {
    QUARTILES: f"{AS_PUBLISHED.quartile_method}.",
    EXACT: "Clopper-Pearson interval of the responders among evaluable lines.",
    QUANTILES: f"Kaplan-Meier from day 1 of cycle 1; {AS_PUBLISHED.quantile_method}.",
    RATE: "Kaplan-Meier; Greenwood's variance, 95% CI on the log scale, clipped to 100.",
    FOLLOW_UP: "reverse Kaplan-Meier on overall survival, quartiles by the SAS rule; for the whole "
    "series, each patient's first line. The paper does not state its method.",
    LOG_RANK: "two-sided log-rank test with hypergeometric variance.",
    LIST: "sorted, rounded half-up to the printed decimals.",
}
"""What the short names of conventions mean."""

_SLOT: Final = re.compile(r"NR|\d*\.\d+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One printed figure and its recomputation.

    Parameters
    ----------
    section, group, quantity : str
        Where it stands in the paper, whom it describes, and what it says.
    printed : str
        The paper's text.
    recomputed : str
        The same, from the cohort, in the paper's own form.
    values : tuple of float or None
        The unrounded numbers behind `recomputed`; ``None`` is not reached.
    convention : str
        How the figure is computed.
    """

    section: str
    group: str
    quantity: str
    printed: str
    recomputed: str
    values: tuple[float | None, ...]
    convention: str

    @property
    def matches(self) -> bool:
        """Whether the recomputed text is the printed one, digit by digit."""
        return self.recomputed == self.printed


def write_as_printed(printed: str, values: Values) -> str:
    """Write numbers in the form of a printed figure, with its decimals.

    Parameters
    ----------
    printed : str
        The paper's text; its numbers, and ``NR``, are the places to fill.
    values : sequence of float or None
        At least as many as there are places; ``None`` is written ``NR``.

    Returns
    -------
    str

    Examples
    --------
    >>> write_as_printed("6.3 (1.9-13.4)", (6.31, 1.94, 13.38))
    '6.3 (1.9-13.4)'
    >>> write_as_printed(".875", [0.1])
    '.100'
    >>> write_as_printed("NR (24.9-NR)", [None, 24.9, 80.04])
    'NR (24.9-80.0)'
    """
    remaining = iter(values)

    def fill(slot: re.Match[str]) -> str:
        value = next(remaining)
        if slot[0] == "NR":
            return format_number(value, decimals=1, missing="NR")
        _, point, digits = slot[0].partition(".")
        text = format_number(value, decimals=len(digits), missing="NR")
        return text.removeprefix("0") if point and slot[0].startswith(".") else text

    return _SLOT.sub(fill, printed)


def published_figures(cohort: Cohort) -> tuple[PublishedFigure, ...]:
    """Recompute every figure of the model paper from a cohort.

    Parameters
    ----------
    cohort : Cohort
        With all columns the paper's figures need; the sample cohort has them.

    Returns
    -------
    tuple of PublishedFigure
        In the order of the paper.

    Raises
    ------
    ImtError
        If the cohort lacks a column that a figure needs.

    Notes
    -----
    A figure matches when, rounded half-up to the printed decimals, it is the printed text.
    """
    needed = [
        "sex",
        "age_years",
        "primary_site",
        "alk_status",
        "alk_method",
        "stage",
        "regimen",
        "regimen_group",
        "total_lines",
        "cycles",
        "best_response",
        "stop_reason",
        "adverse_events",
        "later_alk_inhibitor",
        "treatment_months",
        "response_months",
        "rfs_months",
        "pfs_months",
        "os_months",
    ]
    missing = [column for column in needed if not cohort.has(column)]
    if missing:
        raise ImtError(
            f"cohort must have every column the paper's figures need, but {', '.join(missing)} "
            "cannot be found in it. Use the sample cohort, or add those columns."
        )
    sections: tuple[Callable[[Cohort], Iterator[PublishedFigure]], ...] = (
        _whole_series,
        _baseline,
        _treatment,
        _severe_events,
        _responses,
        _survival,
        _by_alk,
    )
    return tuple(figure for section in sections for figure in section(cohort))


def published_to_frame(figures: Sequence[PublishedFigure]) -> pd.DataFrame:
    """One row for each figure: printed, recomputed, match, convention.

    Examples
    --------
    >>> published_to_frame([]).columns.tolist()[-3:]
    ['recomputed', 'matches', 'convention']
    """
    columns = ("section", "group", "quantity", "printed", "recomputed", "matches", "convention")
    return pd.DataFrame(
        [[getattr(figure, column) for column in columns] for figure in figures],
        columns=list(columns),
    )


def _figure(
    section: str, group: str, quantity: str, printed: str, values: Values, convention: str
) -> PublishedFigure:
    return PublishedFigure(
        section=section,
        group=group,
        quantity=quantity,
        printed=printed,
        recomputed=write_as_printed(printed, values),
        values=tuple(values),
        convention=convention,
    )


def _population(cohort: Cohort, **levels: str | None) -> Cohort:
    criteria = tuple(
        Criterion(column=column, levels=(level,)) for column, level in levels.items() if level
    )
    return filter_cohort(cohort, CohortFilter(criteria=criteria)).cohort


def _group(cohort: Cohort, group: str, extent: str | None = None) -> Cohort:
    return _population(cohort, regimen_group=paper.REGIMEN_GROUPS[group], disease_extent=extent)


def _group_name(group: str, extent: str | None = None) -> str:
    name = {"A": "anthracycline-based", "M": "MTX-V", "O": "other regimens"}[group]
    return f"{name}, {extent}" if extent else name


def _percent(count: float, total: float) -> tuple[float, float | None]:
    return count, (100 * count / total if total else None)


def _median_quartiles(summary: NumberSummary) -> Values:
    return summary.median, summary.q1, summary.q3


def _median_range(summary: NumberSummary) -> Values:
    return summary.median, summary.minimum, summary.maximum


def _whole_series(cohort: Cohort) -> Iterator[PublishedFigure]:
    figure = partial(_figure, "Whole series", "all patients")
    printed = paper.WHOLE_SERIES
    patients = cohort.frame.drop_duplicates("patient_id")
    n = len(patients)
    yield figure("patients", printed["patients"], [n], COUNT)
    for status in ("positive", "negative"):
        key = f"ALK-{status} patients"
        count = int((patients["alk_status"] == status).sum())
        yield figure(key, printed[key], _percent(count, n), "count (% of patients)")
    main = cohort.frame["regimen_group"].isin(
        [paper.REGIMEN_GROUPS["A"], paper.REGIMEN_GROUPS["M"]]
    )
    evaluable = cohort.frame[main & (cohort.frame["best_response"] != "NE")]
    key = "evaluable patients, A or M"
    yield figure(key, printed[key], [evaluable["patient_id"].nunique()], COUNT)
    key = "lines ever received, median (range)"
    lines = summarize_numbers(patients["total_lines"])
    yield figure(key, printed[key], _median_range(lines), MEDIAN_RANGE)
    key = "follow-up in months, median (IQR)"
    overall = survival_summary(cohort, "os", unit="patients").groups[0]
    yield figure(key, printed[key], _follow_up(overall), FOLLOW_UP)
    for group in paper.REGIMEN_GROUPS:
        key = f"patients given {group}"
        count = _group(cohort, group).count.n_patients
        yield figure(key, printed[key], _percent(count, n), "count (% of patients)")


def _baseline(cohort: Cohort) -> Iterator[PublishedFigure]:
    for group in paper.REGIMEN_GROUPS:
        lines = _group(cohort, group)
        figure = partial(_figure, "Table 1", _group_name(group))
        yield figure("lines", paper.LINES[group], [lines.count.n_lines], COUNT)
        age, prior, *cycles = paper.MEASURED[group].items()
        yield from _measured(figure, lines, [age], _median_quartiles, QUARTILES)
        yield from _measured(figure, lines, [prior], _median_range, MEDIAN_RANGE)
        figure_treatment = partial(_figure, "Treatment", _group_name(group))
        yield from _measured(figure_treatment, lines, cycles, _median_range, MEDIAN_RANGE)
        for column, levels in paper.COUNTED[group].items():
            treatment = column in ("stop_reason", "later_alk_inhibitor")
            section = figure_treatment if treatment else figure
            rows = _rows_by_level(lines, BaselineVariable(column=column))
            for level, text in levels.items():
                quantity = lines.label(column) + ("" if level == "1" else f": {level}")
                yield section(quantity, text, _count(rows, level), OF_LINES)
        for status, assays in paper.ALK_ASSAY[group].items():
            within = BaselineVariable(column="alk_method", within=("alk_status", status))
            rows = _rows_by_level(lines, within)
            for assay, text in assays.items():
                quantity = f"ALK-{status} by {assay}"
                of_status = f"count (% of the group's ALK-{status} lines)"
                yield figure(quantity, text, _count(rows, assay), of_status)


def _measured(
    figure: Callable[..., PublishedFigure],
    lines: Cohort,
    printed: Sequence[tuple[str, str]],
    statistic: Callable[[NumberSummary], Values],
    convention: str,
) -> Iterator[PublishedFigure]:
    for column, text in printed:
        values = statistic(summarize_numbers(lines.frame[column]))
        yield figure(lines.label(column), text, values, convention)


def _rows_by_level(lines: Cohort, variable: BaselineVariable) -> dict[str | None, BaselineRow]:
    return {row.level: row for row in baseline_table(lines, variables=[variable]).rows}


def _count(rows: dict[str | None, BaselineRow], level: str) -> Values:
    cell = rows[level].cells[0] if level in rows else CountCell(count=0, total=0)
    assert isinstance(cell, CountCell)
    return _percent(cell.count, cell.total)


def _treatment(cohort: Cohort) -> Iterator[PublishedFigure]:
    anthracycline, mtx, other = (_group(cohort, group).frame for group in paper.REGIMEN_GROUPS)
    surgery = anthracycline.loc[anthracycline["stop_reason"] == "surgery", "cycles"]
    decision = mtx["stop_reason"] == "clinical decision after prolonged disease control"
    complete = mtx[mtx["best_response"] == "CR"]
    gd = other[(other["regimen"] == "GD") & other["best_response"].isin(RESPONDERS)]
    lists = (
        ("A", "surgery after cycles", paper.SURGERY_AFTER_CYCLES, surgery),
        (
            "M",
            "clinical decision after months",
            paper.CLINICAL_DECISION_AFTER_MONTHS,
            mtx.loc[decision, "treatment_months"],
        ),
        (
            "M",
            "disease free since complete response, months",
            paper.DISEASE_FREE_AFTER_CR_MONTHS,
            complete["pfs_months"] - complete["response_months"],
        ),
        (
            "O",
            "duration of the response to GD, months",
            paper.GD_RESPONSE_MONTHS,
            gd["pfs_months"] - gd["response_months"],
        ),
    )
    for group, quantity, printed, values in lists:
        # The text is written from the values alone, so a value too many or too few is seen.
        numbers = sorted(values.tolist())
        yield PublishedFigure(
            section="Treatment",
            group=_group_name(group),
            quantity=quantity,
            printed=printed,
            recomputed=", ".join(format_number(number, decimals=0) for number in numbers),
            values=tuple(numbers),
            convention=LIST,
        )


def _severe_events(cohort: Cohort) -> Iterator[PublishedFigure]:
    for group, printed in paper.SEVERE_EVENTS.items():
        figure = partial(_figure, "Treatment", _group_name(group))
        lines = [
            [e for e in parse_adverse_events(text) if e.grade in (3, 4)]
            for text in _group(cohort, group).frame["adverse_events"]
        ]
        affected = sum(bool(events) for events in lines)
        yield figure(
            "lines with a grade 3 or 4 event",
            printed["lines"],
            _percent(affected, len(lines)),
            OF_LINES,
        )
        found = [f"G{event.grade} {event.term}" for events in lines for event in events]
        for event, text in printed.items():
            if event != "lines":
                yield figure(event, text, [found.count(event)], COUNT)
        yield figure(
            "all grade 3 and 4 events",
            str(sum(int(text) for event, text in printed.items() if event != "lines")),
            [len(found)],
            "count (sum of those printed)",
        )


def _response_of(lines: Cohort) -> GroupResponse:
    return response_table(lines).groups[0]


def _responders(response: GroupResponse) -> Values:
    return (
        response.orr.n_success,
        response.n_evaluable,
        None if response.orr.estimate is None else 100 * response.orr.estimate,
    )


def _responses(cohort: Cohort) -> Iterator[PublishedFigure]:
    for (group, extent), printed in paper.RESPONSES.items():
        figure = partial(_figure, "Response", _group_name(group, extent))
        response = _response_of(_group(cohort, group, extent))
        orr = response.orr
        for key, text in printed.items():
            if key == "evaluable":
                yield figure("evaluable lines", text, [response.n_evaluable], COUNT)
            elif key == "NE":
                yield figure("NE", text, [response.n_not_evaluable], COUNT)
            elif key == "orr":
                fractions = (orr.estimate, orr.conf_low, orr.conf_high)
                percents = [None if x is None else 100 * x for x in fractions]
                yield figure("ORR, % (95% CI)", text, percents, EXACT)
            else:
                values = _percent(response.counts[key], response.n_evaluable)
                yield figure(key, text, values, OF_EVALUABLE)
    for group, by_status in paper.RESPONSES_BY_ALK.items():
        for status, text in by_status.items():
            response = _response_of(_population(_group(cohort, group), alk_status=status))
            yield _figure(
                "Response",
                _group_name(group),
                f"ALK-{status}: responders/evaluable",
                text,
                _responders(response),
                OF_EVALUABLE,
            )
    figure = partial(_figure, "Response", _group_name("O"))
    for regimen, text in paper.RESPONSES_TO_OTHER_REGIMENS.items():
        response = _response_of(_population(_group(cohort, "O"), regimen=regimen))
        yield figure(f"{regimen}: responders/evaluable", text, _responders(response), COUNT)
    for regimen, kinds in paper.KINDS_OF_RESPONSE.items():
        response = _response_of(_population(_group(cohort, "O"), regimen=regimen))
        for level, text in kinds.items():
            yield figure(f"{regimen}: {level}", text, [response.counts[level]], COUNT)
    others = _group(cohort, "O").frame
    responders = others[others["best_response"].isin(RESPONDERS)]
    yield figure(
        "ALK-positive among responders",
        paper.ALK_POSITIVE_RESPONDERS,
        [int((responders["alk_status"] == "positive").sum()), len(responders)],
        COUNT,
    )


def _quartiles(group: GroupSurvival) -> Values:
    q1, median, q3 = (quantile.estimate for quantile in group.quantiles)
    return median, q1, q3


def _follow_up(group: GroupSurvival) -> Values:
    assert group.follow_up is not None
    q1, median, q3 = (quantile.estimate for quantile in group.follow_up)
    return median, q1, q3


def _rate(summary: SurvivalSummary) -> Values:
    rate = summary.groups[0].rates[0]
    return [None if x is None else 100 * x for x in (rate.estimate, rate.conf_low, rate.conf_high)]


def _survival(cohort: Cohort) -> Iterator[PublishedFigure]:
    for (group, extent), printed in paper.SURVIVAL.items():
        figure = partial(_figure, "Survival", _group_name(group, extent))
        lines = _group(cohort, group, extent)
        for key, text in printed.items():
            if key == "follow_up":
                overall = survival_summary(lines, "os").groups[0]
                quantity = "follow-up, median (Q1-Q3) months"
                yield figure(quantity, text, _follow_up(overall), FOLLOW_UP)
                continue
            name, _, quantity = key.partition("_")
            endpoint = name
            short = ENDPOINTS[endpoint].short
            if quantity == "median":
                values = _quartiles(survival_summary(lines, endpoint).groups[0])
                form = "median (Q1-Q3) months" if "(" in text else "median, months"
                yield figure(f"{short} {form}", text, values, QUANTILES)
            elif quantity == "events":
                n_event = survival_summary(lines, endpoint).groups[0].n_event
                yield figure(f"{short} events", text, [n_event], COUNT)
            else:
                summary = survival_summary(lines, endpoint, rate_months=[float(quantity)])
                label = f"{short} at {quantity} months, % (95% CI)"
                yield figure(label, text, _rate(summary), RATE)


def _by_alk(cohort: Cohort) -> Iterator[PublishedFigure]:
    for (group, name), printed in paper.SURVIVAL_BY_ALK.items():
        endpoint = name
        short = ENDPOINTS[endpoint].short
        figure = partial(_figure, "Survival", _group_name(group, "advanced"))
        summary = survival_summary(_group(cohort, group, "advanced"), endpoint, by=["alk_status"])
        groups = {g.label: g for g in summary.groups}
        for key, text in printed.items():
            if key == "p":
                values = [log_rank(summary.times).p_value]
                yield figure(f"{short} by ALK status, log-rank p", text, values, LOG_RANK)
            else:
                quantity = f"{short} median, ALK-{key}, months"
                yield figure(quantity, text, _quartiles(groups[f"ALK-{key}"]), QUANTILES)
    yield _no_association(cohort)


def _no_association(cohort: Cohort) -> PublishedFigure:
    p_values = []
    for group, extent in paper.SURVIVAL:
        endpoints = ("rfs" if extent == "localized" else "pfs", "os")
        for endpoint in endpoints:
            lines = _group(cohort, group, extent)
            times = survival_summary(lines, endpoint, by=["alk_status"]).times
            # The paper tested whatever could be tested, also what no split could make significant.
            p_value = log_rank(times).p_value if len(times) > 1 else None
            if p_value is not None:
                p_values.append(p_value)
    smallest = min(p_values)
    return PublishedFigure(
        section="Survival",
        group="every group",
        quantity=f"RFS, PFS, OS by ALK status ({len(p_values)} tests that can be made)",
        printed=paper.NO_ASSOCIATION,
        recomputed="p ≥ .05" if smallest >= 0.05 else f"smallest p = {smallest:.3f}",
        values=(smallest,),
        convention=LOG_RANK,
    )
