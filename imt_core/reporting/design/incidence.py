"""Curves of cumulative incidence in neutral terms, drawn by whatever draws survival curves."""

from __future__ import annotations

from typing import Final

import numpy as np

from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.view_request import AxisEnd, ViewRequest
from imt_core.conventions.formatting import format_count, format_exact, format_rate_or_reason
from imt_core.estimates.cumulative_incidence import IncidenceCurve
from imt_core.estimates.survival_rates import SurvivalRate
from imt_core.reporting.design.chart import Axis, design
from imt_core.reporting.design.group_style import GroupStyle, group_styles
from imt_core.reporting.design.survival import (
    FEW,
    MOST_BANDS,
    GroupCurve,
    RiskRow,
    SurvivalChart,
    axis_end,
    curve_limits,
    curve_parts,
    describe_axis_end,
    last_month,
    limits_until,
    months_axis,
    months_told,
    read_coinciding,
    until,
)
from imt_core.reporting.tables.incidence_tables import describe_competing, describe_gray

NOBODY: Final = "No curve: nobody in view enters this endpoint."


@design.register
def _(result: IncidenceSummary, request: ViewRequest) -> SurvivalChart:
    return incidence_chart(result, show_band=request.show_band, axis=request.axis)


def incidence_chart(
    summary: IncidenceSummary, *, show_band: bool = True, axis: AxisEnd = "informative"
) -> SurvivalChart:
    """Describe the curves of an incidence summary, in the terms of a survival chart.

    Parameters
    ----------
    summary : IncidenceSummary
    show_band : bool
        Whether to draw the pointwise limits; never with more than `MOST_BANDS` groups.
    axis : {"informative", "whole"}
        Whether the time axis ends where few are left at risk, see `axis_end`.

    Returns
    -------
    SurvivalChart
        Of one group both events; of several the event of interest of each. In the place of the
        median stands the incidence at the first landmark time.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.cohort.schema import Cohort
    >>> from imt_core.analyses.incidence import incidence_summary
    >>> frame = pd.DataFrame({"patient_id": list("ab"), "line_number": [1.0] * 2,
    ...     "rfs_months": [3.0, 5.0], "rfs_event": [1.0, 1.0],
    ...     "os_months": [8.0, 5.0], "os_event": [1.0, 1.0]})
    >>> chart = incidence_chart(incidence_summary(Cohort(frame=frame, name="two"), "rfs"))
    >>> [curve.name for curve in chart.curves]
    ['Recurrence (1 of 2)', 'Death without recurrence (1 of 2)']
    """
    groups, end = summary.groups, summary.endpoint
    curves = [group.event for group in groups]
    told_at = [month for group in groups for month in months_told(group.event, group.rates)]
    until_month, last = axis_end(curves, axis, told_at), last_month(curves)
    months = months_axis(until_month, f"Months from {end.origin}")
    has_band = show_band and len(groups) <= MOST_BANDS
    if len(groups) == 1:
        what, grouping = "Cumulative incidence (%)", "Event"
        labels, styles = [end.event, end.competing], group_styles((0, 1))
        told = [
            (groups[0].event, groups[0].rates, groups[0].n_event),
            (groups[0].competing, groups[0].competing_rates, groups[0].n_competing_patients),
        ]
    else:
        what, grouping = f"{end.event}, cumulative incidence (%)", summary.grouping.label
        labels, styles = [g.label for g in groups], group_styles([g.place for g in groups])
        told = [(group.event, group.rates, group.n_event) for group in groups]
    shown = tuple(
        _curve(summary, label, curve, rates[:1], of, style, months, until_month, has_band)
        for label, (curve, rates, of), style in zip(labels, told, styles, strict=True)
    )
    return SurvivalChart(
        alt=_describe(summary),
        stamp=f"{summary.count}; {summary.method.partition(';')[0]}",
        reading=read_coinciding(shown)
        + _reading(summary, has_band=has_band)
        + describe_axis_end(until_month, last),
        empty="" if groups else _nothing(summary),
        curves=shown,
        months=months,
        percent=Axis(low=0.0, high=102.0, ticks=(0.0, 25.0, 50.0, 75.0, 100.0), title=what),
        grouping=grouping,
        median_heading=_heading(summary),
        risk_heading=f"Number at risk ({summary.unit})",
        comparison=describe_gray(summary),
    )


def _nothing(summary: IncidenceSummary) -> str:
    return f"Not estimated: {summary.withheld}." if summary.withheld else NOBODY


def _reading(summary: IncidenceSummary, *, has_band: bool) -> str:
    label = summary.conventions.conf_label
    limits = f"; around a curve: its pointwise {label}" if has_band else ""
    competing = "" if len(summary.groups) == 1 else f" {summary.endpoint.competing} competes."
    return f"Marks: censored; dashed: {FEW}{limits}.{competing}"


def _heading(summary: IncidenceSummary) -> str:
    rates = summary.groups[0].rates if summary.groups else ()
    when = f"At {format_exact(rates[0].months)} months" if rates else "Incidence"
    return f"{when} ({summary.conventions.conf_label})"


def _curve(
    summary: IncidenceSummary,
    label: str,
    curve: IncidenceCurve,
    first: tuple[SurvivalRate, ...],
    n_of: int,
    style: GroupStyle,
    months: Axis,
    end: float,
    has_band: bool,
) -> GroupCurve:
    n_event = int(curve.n_event.sum())
    patients = "" if n_of == n_event else f" ({format_count(n_of, 'patient')})"
    solid, dashed = curve_parts(curve, start=0.0)
    shown = curve.time <= end
    rate_texts = [
        format_rate_or_reason(rate.estimate, rate.conf_low, rate.conf_high, reason=rate.reason)
        for rate in first
    ]
    when = [f"at {format_exact(rate.months)} months " for rate in first]
    return GroupCurve(
        label=label,
        name=f"{label} ({n_event} of {curve.n})",
        style=style,
        solid=until(solid, end),
        dashed=until(dashed, end),
        limits=limits_until(curve_limits(curve, start=0.0), end) if has_band else None,
        points=(curve.time[shown], 100 * curve.estimate[shown]),
        hovers=_hovers(curve)[: int(shown.sum())],
        is_censored=curve.n_censor[shown] > 0,
        rows=(RiskRow("", tuple(curve.n_risk_at(np.array(months.ticks)).tolist())),),
        n=curve.n,
        events=f"{n_event}{patients}",
        counted=f"{format_count(curve.n, summary.unit.removesuffix('s'))}, "
        f"{format_count(n_event, 'event')}{patients}",
        median="".join((*when, *rate_texts)),
        median_cell="".join(rate_texts),
    )


def _hovers(curve: IncidenceCurve) -> tuple[str, ...]:
    steps = zip(
        curve.time,
        curve.estimate,
        curve.n_event,
        curve.n_competing,
        curve.n_censor,
        curve.n_risk,
        strict=True,
    )
    return tuple(
        f"{time:.1f} months: {100 * estimate:.1f}%\n{format_count(int(events), 'event')}, "
        f"{others} competing, {censored} censored, {risk} at risk"
        for time, estimate, events, others, censored, risk in steps
    )


def _describe(summary: IncidenceSummary) -> str:
    """Alternative text: what the curves show, for a reader who cannot see them."""
    if not summary.groups:
        return _nothing(summary)
    end = summary.endpoint
    parts = [
        f"{group.label}: {end.event.lower()} in {group.n_event} and {end.competing.lower()} in "
        f"{describe_competing(group.n_competing, group.n_competing_patients)} of {group.event.n}"
        for group in summary.groups
    ]
    return f"Curves of cumulative incidence. {'; '.join(parts)}."
