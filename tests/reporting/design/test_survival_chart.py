"""The design of curves holds the steps, limits, marks and numbers of its summary, no others."""

from __future__ import annotations

import math

import numpy as np
import pytest

from imt_core.analyses.incidence import incidence_summary
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.conventions.choices import Conventions
from imt_core.reporting.design.chart import design
from imt_core.reporting.design.incidence import incidence_chart
from imt_core.reporting.design.survival import (
    MOST_BANDS,
    MOST_IN_THREE,
    SurvivalChart,
    axis_end,
    survival_chart,
)
from tests.oracles.oracle import make_cohort
from tests.reporting.design.survival_cases import (
    EVENTS,
    MONTHS,
    cohort,
    many_groups,
    ten,
    two_groups,
)


def whole(summary: SurvivalSummary, **options) -> SurvivalChart:
    """With the tail, which small groups would lose."""
    return survival_chart(summary, axis="whole", **options)


def limits(chart: SurvivalChart) -> tuple[list[tuple[float, float]], ...]:
    """Corners of the lower and of the upper limit of the first curve."""
    assert chart.curves[0].limits is not None
    return tuple(list(zip(*corners, strict=True)) for corners in chart.curves[0].limits)


def test_the_steps_worked_by_hand_are_described() -> None:
    chart = whole(survival_summary(cohort([2.0, 4.0, 6.0], [1.0, 0.0, 1.0]), "os"))
    x, y = chart.curves[0].dashed
    assert chart.curves[0].solid is None
    assert list(x) == [0, 2, 2, 4, 4, 6, 6]
    assert list(y) == pytest.approx([100, 100, 200 / 3, 200 / 3, 200 / 3, 200 / 3, 0])


def test_the_steps_are_the_curves_steps() -> None:
    summary = two_groups()
    for drawn, group in zip(whole(summary).curves, summary.groups, strict=True):
        curve = group.curve
        parts = [part for part in (drawn.solid, drawn.dashed) if part is not None]
        x, y = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
        assert set(x) == {0.0, *curve.time}
        for month, estimate in zip(curve.time, curve.estimate, strict=True):
            assert y[x == month][-1] == 100 * estimate
        assert y[x == curve.time[0]][0] == 100


def test_a_curve_is_dashed_from_where_fewer_than_five_are_at_risk() -> None:
    (curve,) = whole(ten()).curves
    solid, dashed = curve.solid, curve.dashed
    # At month 6 five are at risk, and four after it.
    assert (solid[0][0], solid[0][-1], dashed[0][-1]) == (0, 6, 12)
    assert (solid[0][-1], solid[1][-1]) == (dashed[0][0], dashed[1][0])


@pytest.mark.parametrize(("n", "has_solid"), [(4, False), (5, True)])
def test_a_group_of_four_is_dashed_throughout(n: int, has_solid: bool) -> None:
    made = survival_summary(cohort(MONTHS[:n], EVENTS[:n]), "os")
    (curve,) = whole(made).curves
    assert (curve.solid is not None, curve.dashed is not None) == (has_solid, True)


def test_a_curve_with_five_at_risk_at_its_end_is_solid_throughout() -> None:
    made = survival_summary(cohort([3.0] * 5, [1.0, 0.0, 0.0, 0.0, 0.0]), "os")
    (curve,) = whole(made).curves
    assert (curve.dashed, list(curve.solid[1])) == (None, pytest.approx([100, 100, 80]))


def test_a_group_without_events_is_a_flat_line_to_its_last_follow_up() -> None:
    made = cohort([5.0, 9.0, 3.0, 20.0], [0.0, 0.0, 1.0, 0.0], ["A", "A", "B", "B"])
    x, y = whole(survival_summary(made, "os", by=["regimen"])).curves[0].dashed
    assert (set(y), x[0], x[-1]) == ({100}, 0, 9)


@pytest.mark.parametrize("conf_type", ["log", "log-log", "plain", "bpcp"])
def test_the_corners_of_the_limits_are_the_limits(conf_type) -> None:
    chosen = Conventions(survival_conf_type=conf_type)
    made = survival_summary(cohort(), "os", conventions=chosen)
    curve = made.groups[0].curve
    lower, upper = limits(whole(made))
    assert (upper[0], lower[0]) == ((0, 100), (0, 100 * curve.conf_low_at_start))
    compared = 0
    for month, low, high in zip(curve.time, curve.conf_low, curve.conf_high, strict=True):
        if math.isnan(low):
            continue
        assert [y for x, y in lower if x == month][-1] == 100 * low
        assert [y for x, y in upper if x == month][-1] == 100 * high
        compared += 1
    assert compared >= 9


def test_the_band_starts_below_100_where_the_lower_limit_does() -> None:
    chosen = Conventions(survival_conf_type="bpcp")
    lower, _ = limits(whole(survival_summary(cohort(), "os", conventions=chosen)))
    # Clopper-Pearson for 10 of 10: 0.025 ** (1 / 10).
    assert lower[0] == (0, pytest.approx(100 * 0.025**0.1))


def test_the_limits_last_until_the_curve_reaches_zero() -> None:
    summary = ten()
    curve = summary.groups[0].curve
    # The limits are not defined at month 12, where the curve is 0, but up to that month.
    assert math.isnan(curve.conf_low[-1])
    assert not math.isnan(curve.conf_low[-2])
    lower, upper = limits(whole(summary))
    assert upper[-2:] == [(9, 100 * curve.conf_high[-2]), (12, 100 * curve.conf_high[-2])]
    assert lower[-2:] == [(9, 100 * curve.conf_low[-2]), (12, 100 * curve.conf_low[-2])]


def test_the_limits_end_at_the_last_follow_up_where_they_are_defined_there() -> None:
    lower, upper = limits(whole(survival_summary(cohort([2.0, 4.0, 6.0], [1.0, 0.0, 0.0]), "os")))
    assert (upper[-1][0], lower[-1][0]) == (6, 6)


def test_a_band_goes_forth_on_the_upper_limit_and_back_on_the_lower() -> None:
    (curve,) = whole(ten()).curves
    lower, upper = curve.limits
    assert curve.band[0].tolist() == [*upper[0], *lower[0][::-1]]
    assert curve.band[1].tolist() == [*upper[1], *lower[1][::-1]]


def test_curves_that_hide_one_another_are_named() -> None:
    twins = cohort(MONTHS * 2, EVENTS * 2, ["A"] * 10 + ["B"] * 10)
    told = "A and B are mostly one line: their curves coincide. Marks: censored;"
    assert whole(survival_summary(twins, "os", by=["regimen"])).reading.startswith(told)
    assert "coincide" not in whole(two_groups()).reading
    # Nobody has an event: four curves are one.
    told = "regimen 00, regimen 01 and 2 more are mostly one line: their curves coincide. Marks"
    assert whole(many_groups(4)).reading.startswith(told)


def test_curves_of_incidence_that_hide_one_another_are_named() -> None:
    twins = make_cohort(
        patient_id=[f"p{i}" for i in range(20)],
        line_number=[1.0] * 20,
        regimen=["A"] * 10 + ["B"] * 10,
        **{f"{end}_months": MONTHS * 2 for end in ("pfs", "os")},
        **{f"{end}_event": EVENTS * 2 for end in ("pfs", "os")},
    )
    chart = incidence_chart(incidence_summary(twins, "pfs", by=["regimen"]))
    assert chart.reading.startswith("A and B are mostly one line: their curves coincide. Marks")


def test_the_limits_can_be_left_out() -> None:
    shown, hidden = (whole(ten(), show_band=show) for show in (True, False))
    assert (shown.curves[0].band is None, hidden.curves[0].band) == (False, None)
    assert "around a curve: its pointwise 95% CI;" in shown.reading
    assert hidden.reading == (
        "Marks: censored; dashed: fewer than 5 at risk; below: censored and events so far."
    )


def test_more_than_eight_groups_have_no_limits() -> None:
    assert MOST_BANDS == 8
    few, many = whole(many_groups(8)), whole(many_groups(9))
    assert [curve.limits is None for curve in few.curves] == [False] * 8
    assert [curve.limits for curve in many.curves] == [None] * 9
    assert many.reading.endswith("; more than 8 groups have no 95% CI drawn.")


def test_marks_stand_exactly_at_censored_times() -> None:
    summary = ten()
    (curve,) = whole(summary).curves
    assert curve.censored[0].tolist() == [2, 4, 7, 9]
    assert curve.points[0].tolist() == MONTHS
    assert curve.points[1].tolist() == [100 * y for y in summary.groups[0].curve.estimate]


def test_a_hover_tells_time_height_events_and_cases_at_risk() -> None:
    (curve,) = whole(ten()).curves
    assert curve.hovers[0] == "1.0 months: 90.0%\n1 event, 0 censored, 10 at risk"


def test_numbers_at_risk_worked_by_hand() -> None:
    chart = whole(ten(), risk_rows="at risk")
    # A case that leaves at month 2 is still at risk there.
    (row,) = chart.curves[0].rows
    assert dict(zip(chart.months.ticks, row.counts, strict=True)) == {
        0: 10,
        2: 9,
        4: 7,
        6: 5,
        8: 3,
        10: 1,
        12: 1,
    }
    assert (row.counted, chart.risk_heading) == ("", "Number at risk (lines)")
    assert "so far" not in chart.reading


def test_three_rows_worked_by_hand() -> None:
    chart = whole(ten())
    # Censored at 2, 4, 7 and 9; who leaves at a tick has not left before it.
    assert [(row.counted, row.counts) for row in chart.curves[0].rows] == [
        ("at risk", (10, 9, 7, 5, 3, 1, 1)),
        ("censored", (0, 0, 1, 2, 3, 4, 4)),
        ("events", (0, 1, 2, 3, 4, 5, 5)),
    ]
    assert chart.risk_heading == "Number at risk, censored, events (lines)"
    assert chart.reading.endswith("; below: censored and events so far.")


def test_more_than_three_groups_have_those_at_risk_alone() -> None:
    assert MOST_IN_THREE == 3
    few, many = whole(many_groups(3)), whole(many_groups(4))
    assert {len(curve.rows) for curve in few.curves} == {3}
    assert {len(curve.rows) for curve in many.curves} == {1}
    assert many.risk_heading == "Number at risk (lines)"


def test_the_axes_begin_at_0_and_leave_room_at_their_ends() -> None:
    chart = whole(ten())
    assert (chart.months.low, chart.months.high) == (0, pytest.approx(12.24))
    assert (chart.percent.low, chart.percent.high) == (0, 102)
    assert chart.percent.labels == ("0", "25", "50", "75", "100")
    assert (chart.percent.title, chart.months.title) == (
        "Overall survival (%)",
        "Months from day 1 of cycle 1",
    )


def test_names_counts_and_medians_are_those_of_the_groups() -> None:
    a, b = whole(two_groups()).curves
    assert (a.name, b.name) == ("A (n = 5)", "B (n = 5)")
    assert (a.counted, a.median) == ("5 lines, 3 events", "median 5.0 months (95% CI 3.0 to NE)")
    assert a.median_cell == "5.0 (3.0–NE)"


def test_a_group_keeps_colour_and_mark_when_others_are_filtered_away() -> None:
    made = cohort(regimen=["A", "B", "C", "D", "E"] * 2)
    everyone = whole(survival_summary(made, "os", by=["regimen"]))
    some = CohortFilter(criteria=(Criterion(column="regimen", levels=("B", "E")),))
    kept = filter_cohort(made, some).cohort
    part = whole(survival_summary(kept, "os", by=["regimen"]))
    looks = {curve.label: curve.style for curve in everyone.curves}
    assert {curve.label: curve.style for curve in part.curves} == {
        label: looks[label] for label in ("B", "E")
    }
    assert [curve.style.colour for curve in part.curves] == [1, 4]


def test_the_stamp_names_the_count_and_the_method() -> None:
    assert whole(two_groups()).stamp == (
        "10 lines in 10 patients; Kaplan-Meier, 95% CI on the log scale (Greenwood)"
    )


def test_the_test_is_told_or_why_there_is_none() -> None:
    assert whole(two_groups()).comparison.startswith("Two-sided log-rank p = ")
    assert whole(ten()).comparison == ""


def test_a_request_says_whether_limits_are_drawn() -> None:
    for show in (True, False):
        chart = design(ten(), ViewRequest(kind="survival", show_band=show))
        assert (chart.curves[0].limits is not None) is show


def test_nobody_is_said_in_words() -> None:
    chart = whole(survival_summary(cohort([], []), "os"))
    assert (chart.curves, chart.empty) == ((), "No curve: nobody in view enters this endpoint.")
    assert chart.alt == chart.empty


# Of 20 cases one leaves in each month, but the last two at month 60 and 90.
LONG = [*map(float, range(1, 19)), 60.0, 90.0]


def test_the_axis_ends_with_the_last_month_at_which_three_are_at_risk() -> None:
    summary = survival_summary(cohort(LONG, [1.0, 0.0] * 10), "os", rate_months=(12.0,))
    chart = survival_chart(summary)
    (curve,) = chart.curves
    assert chart.months.high == pytest.approx(1.02 * 18)
    assert chart.months.ticks[-1] == 18
    assert (curve.points[0][-1], len(curve.hovers), len(curve.is_censored)) == (18, 18, 18)
    assert {part[0][-1] for part in (curve.dashed, *curve.limits)} == {18}
    assert chart.reading.endswith(
        " The axis ends at month 18.0 (then fewer than 3 or a tenth are at risk); last follow-up: "
        "month 90.0."
    )


def test_a_tenth_is_asked_of_a_large_group() -> None:
    made = cohort([*([1.0] * 56), 10.0, 20.0, 30.0, 40.0], [0.0] * 60)
    assert axis_end([survival_summary(made, "os").groups[0].curve], "informative") == 1


def test_the_group_that_is_large_for_longest_says_where_the_axis_ends() -> None:
    made = cohort(
        [1.0, 2.0, 3.0, 50.0, 5.0, 20.0, 30.0, 90.0, 95.0], [1.0] * 9, ["A"] * 4 + ["B"] * 4 + ["C"]
    )
    chart = survival_chart(survival_summary(made, "os", by=["regimen"], rate_months=(12.0,)))
    # Three of B are at risk to month 20, and its median is at 25; C has one case, whose curve
    # begins all the same.
    assert chart.months.high == pytest.approx(1.02 * 25)
    assert [part.tolist() for part in chart.curves[2].dashed] == [[0, 25], [100, 100]]


@pytest.mark.parametrize(
    ("months", "asked", "end"),
    [
        # Three at risk at month 2, one told at 12 and 24; the median is at month 30.
        ([2.0, 30.0, 90.0], (12.0, 24.0), 30),
        ([2.0, 3.0, 4.0, 40.0, 90.0], (12.0, 24.0), 24),
        ([2.0, 3.0, 4.0, 40.0, 90.0], (120.0,), 4),
    ],
    ids=["median", "rate", "rate that is not known"],
)
def test_the_axis_never_ends_before_a_month_that_is_told(months, asked, end) -> None:
    events = [1.0] * (len(months) - 1)
    summary = survival_summary(cohort(months, [*events, 0.0]), "os", rate_months=asked)
    assert survival_chart(summary).months.high == pytest.approx(1.02 * end)


@pytest.mark.parametrize(
    "months", [[5.0, 90.0], [10.0, 20.0, 30.0, 88.0, 90.0, 90.0]], ids=["two cases", "short tail"]
)
def test_the_whole_is_shown_where_nobody_is_many_or_the_tail_is_short(months) -> None:
    chart = survival_chart(survival_summary(cohort(months, [1.0] * len(months)), "os"))
    assert chart.months.high == pytest.approx(1.02 * 90)
    assert "axis ends" not in chart.reading


def test_a_request_asks_for_the_whole_follow_up() -> None:
    summary = survival_summary(cohort(LONG, [1.0, 0.0] * 10), "os")
    chart = design(summary, ViewRequest(kind="survival", axis="whole"))
    assert chart.months.high == pytest.approx(1.02 * 90)
    assert "axis ends" not in chart.reading
