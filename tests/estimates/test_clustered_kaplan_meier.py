"""Variances clustered by patient: hand-worked fractions, R, weights in lifelines, and theorems."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from imt_core import TimeToEvent, kaplan_meier, log_rank, time_to_event
from imt_core.comparisons.clustered_log_rank import ClusteredLogRankTest, clustered_log_rank
from imt_core.conventions.errors import ImtError
from imt_core.estimates.clustered_kaplan_meier import clustered_kaplan_meier, clustered_std_error
from tests.oracles.oracle import CONF_TYPES, agree, as_floats, assert_agree, recording

Lines = list[tuple[int, bool, int]]
LINES = st.lists(
    st.tuples(st.integers(0, 8), st.booleans(), st.integers(0, 5)), min_size=1, max_size=25
)
TOO_FEW = "too few patients to allow for several lines of each"


@dataclass(frozen=True, kw_only=True)
class RecordedCohort:
    """Lines of patients, and what R computed from them."""

    name: str
    times: TimeToEvent
    patient: np.ndarray
    group: np.ndarray | None
    curve: dict[str, Any]
    test: dict[str, Any] | None

    def our_test(self) -> ClusteredLogRankTest:
        chosen = [self.group == level for level in np.unique(self.group)]
        return clustered_log_rank(
            [self.times.subset(mask) for mask in chosen], [self.patient[mask] for mask in chosen]
        )


@cache
def cohorts() -> tuple[RecordedCohort, ...]:
    return tuple(
        RecordedCohort(
            name=c["name"],
            times=time_to_event(c["time"], c["event"]),
            patient=np.array(c["patient"]),
            group=None if c["group"] is None else np.array(c["group"]),
            curve=c["curve"],
            test=c["test"],
        )
        for c in recording("clustered_survival.json")["cohorts"]
    )


def named(name: str) -> RecordedCohort:
    return next(cohort for cohort in cohorts() if cohort.name == name)


def is_defined(cohort: RecordedCohort) -> np.ndarray:
    """Where R's standard error is one: S above 0, and patients who differ unless S is 1."""
    estimate, std_error = (as_floats(cohort.curve[x]) for x in ("estimate", "summary_std_err"))
    return (estimate > 1e-12) & ((std_error > 1e-12) | (estimate == 1))


def is_testable(cohort: RecordedCohort) -> bool:
    return cohort.test is not None and cohort.our_test().statistic is not None


def split(lines: Lines) -> tuple[TimeToEvent, list[int]]:
    months, event, patient = zip(*lines, strict=True)
    return time_to_event(months, event), list(patient)


def times_and_patients(groups: Sequence[Lines]) -> tuple[list[TimeToEvent], list[list[int]]]:
    parts = [split(lines) for lines in groups]
    return [times for times, _ in parts], [patient for _, patient in parts]


# Worked by hand.


def test_the_standard_error_is_the_one_worked_by_hand() -> None:
    # Events at 1, 3 and 4; patient a has the event at 1 and a line censored at 2.
    std_error = clustered_std_error(time_to_event([1, 2, 3, 4], [1, 0, 1, 1]), list("aabc"))
    a, b, c = Fraction(1, 3) - Fraction(2, 12), Fraction(-1, 12), Fraction(-1, 12)
    assert std_error[0] ** 2 == pytest.approx(float(Fraction(3, 4) ** 2 * (a**2 + b**2 + c**2)))
    b, c = b + 1 - Fraction(1, 2), c - Fraction(1, 2)
    assert std_error[2] ** 2 == pytest.approx(float(Fraction(3, 8) ** 2 * (a**2 + b**2 + c**2)))
    assert np.isnan(std_error[3])


def test_the_statistic_is_the_one_worked_by_hand() -> None:
    # Groups x (events at 1 and 3) and y (events at 2 and 4); a has the lines at 1 and 4.
    test = clustered_log_rank(
        [time_to_event([1, 3], [1, 1]), time_to_event([2, 4], [1, 1])], [["a", "b"], ["c", "a"]]
    )
    share = {1: Fraction(1, 2), 2: Fraction(1, 3), 3: Fraction(1, 2), 4: Fraction(0)}
    hazard = {1: Fraction(1, 4), 2: Fraction(1, 3), 3: Fraction(1, 2), 4: Fraction(1)}

    def score(member: int, month: int) -> Fraction:
        past = sum((member - share[s]) * hazard[s] for s in range(1, month + 1))
        return member - share[month] - past

    scores = (score(1, 1) + score(0, 4), score(1, 3), score(0, 2))
    excess, variance = sum(scores), sum(u**2 for u in scores)
    assert excess == 2 - (Fraction(1, 2) + Fraction(1, 3) + Fraction(1, 2))
    assert test.statistic == pytest.approx(float(excess**2 / variance))
    assert test.variance[0, 0] == pytest.approx(float(variance))
    assert (test.n, test.n_patients, test.n_cluster, test.df) == ((2, 2), (2, 2), 3, 1)


# R.


def test_rs_two_standard_errors_are_one_and_are_those_of_the_estimate() -> None:
    for cohort in cohorts():
        assert cohort.curve["survfit_std_err"] == cohort.curve["summary_std_err"]
    # Plain limits are the estimate less z times it: it is not the standard error of log S.
    kidney = named("kidney, by sex").curve
    z = 1.959963984540054
    at = next(i for i, s in enumerate(kidney["estimate"]) if s < 0.75)
    half_width = z * kidney["summary_std_err"][at]
    assert_agree(kidney["conf"]["plain"]["conf_low"][at], kidney["estimate"][at] - half_width)


def test_the_standard_error_is_rs_in_every_cohort() -> None:
    compared = 0
    for cohort in cohorts():
        ours, defined = clustered_std_error(cohort.times, cohort.patient), is_defined(cohort)
        assert_agree(ours[defined], as_floats(cohort.curve["summary_std_err"])[defined])
        compared += int(defined.any())
    assert compared > 290


def test_where_r_has_a_standard_error_of_0_below_1_ours_is_not_defined() -> None:
    for cohort in cohorts():
        ours, defined = clustered_std_error(cohort.times, cohort.patient), is_defined(cohort)
        assert np.isnan(ours[~defined]).all()
        assert_agree(as_floats(cohort.curve["summary_std_err"])[~defined], [0] * (~defined).sum())


@pytest.mark.parametrize("conf_type", CONF_TYPES)
def test_the_limits_are_rs_in_every_cohort(conf_type: str) -> None:
    for cohort in cohorts():
        ours = clustered_kaplan_meier(cohort.times, cohort.patient, conf_type=conf_type)
        r, defined = cohort.curve["conf"][conf_type], is_defined(cohort)
        assert_agree(ours.conf_low[defined], as_floats(r["conf_low"])[defined])
        assert_agree(ours.conf_high[defined], as_floats(r["conf_high"])[defined])
        assert np.isnan([ours.conf_low[~defined], ours.conf_high[~defined]]).all()


def test_the_table_is_rs_in_every_cohort() -> None:
    for cohort in cohorts():
        ours = clustered_kaplan_meier(cohort.times, cohort.patient)
        for name in ("time", "n_risk", "n_event", "n_censor", "estimate"):
            assert_agree(getattr(ours, name), cohort.curve[name])


def test_the_statistic_is_rs_robust_score_in_every_cohort() -> None:
    testable = [cohort for cohort in cohorts() if is_testable(cohort)]
    differing = [
        cohort.name
        for cohort in testable
        if not agree(cohort.our_test().statistic, cohort.test["breslow"]["statistic"])
    ]
    assert differing == []
    assert sum(cohort.our_test().df == 1 for cohort in testable) > 100
    assert sum(cohort.our_test().df == 2 for cohort in testable) > 100


def test_the_p_value_is_rs_where_the_degrees_of_freedom_are() -> None:
    testable = [cohort for cohort in cohorts() if is_testable(cohort)]
    same_df = [c for c in testable if c.our_test().df == c.test["breslow"]["df"]]
    for cohort in same_df:
        assert_agree(cohort.our_test().p_value, cohort.test["breslow"]["p_value"])
    assert len(testable) - len(same_df) == 3


def test_a_first_group_that_expects_no_event_costs_a_degree_of_freedom_here_and_not_in_r() -> None:
    cohort = named("group that leaves before the first event")
    assert (cohort.our_test().df, cohort.test["breslow"]["df"]) == (1, 2)
    assert cohort.our_test().expected[0] == 0


def test_efrons_ties_give_another_number_where_events_tie() -> None:
    kidney = named("kidney, by sex")
    assert_agree(kidney.our_test().statistic, kidney.test["breslow"]["statistic"])
    assert not agree(kidney.our_test().statistic, kidney.test["efron"]["statistic"])
    untied = named("all events, no ties")
    assert_agree(untied.our_test().statistic, untied.test["efron"]["statistic"])


# A second Python implementation: the jackknife by moving one patient's weight a little.


@pytest.mark.parametrize("seed", range(3))
def test_the_standard_error_is_the_slope_of_lifelines_weighted_curve(seed: int) -> None:
    draw = np.random.default_rng(seed)
    patient = draw.integers(0, 12, 30)
    months, event = draw.integers(1, 9, 30).astype(float), draw.random(30) < 0.6
    times, step = time_to_event(months, event), 1e-5

    def weighted_curve(of: int, change: float) -> np.ndarray:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from lifelines import KaplanMeierFitter  # noqa: PLC0415

            weights = 1 + change * (patient == of)
            fitted = KaplanMeierFitter().fit(months, event, weights=weights)
        return fitted.survival_function_at_times(np.unique(months)).to_numpy()

    slopes = [
        (weighted_curve(of, step) - weighted_curve(of, -step)) / (2 * step)
        for of in np.unique(patient)
    ]
    ours = clustered_std_error(times, patient)
    defined = ~np.isnan(ours)
    theirs = np.sqrt(np.square(slopes).sum(axis=0))
    np.testing.assert_allclose(ours[defined], theirs[defined], rtol=1e-6)
    assert defined.sum() >= 7


# The small cases every estimator meets.


def test_without_lines_there_is_no_standard_error() -> None:
    assert clustered_std_error(time_to_event([], []), []).tolist() == []
    assert clustered_kaplan_meier(time_to_event([], []), []).n == 0


def test_with_one_patient_nothing_is_known_of_differences_between_patients() -> None:
    curve = clustered_kaplan_meier(time_to_event([2, 4, 6], [0, 1, 0]), ["a"] * 3)
    assert_agree(curve.std_error, [0, None, None])
    assert_agree(curve.conf_low, [1, None, None])


def test_without_events_the_standard_error_is_0_as_greenwoods_is() -> None:
    times = time_to_event([3, 5, 5], [0, 0, 0])
    curve = clustered_kaplan_meier(times, list("aab"))
    assert curve.std_error.tolist() == kaplan_meier(times).std_error.tolist() == [0, 0]
    assert (curve.conf_low.tolist(), curve.conf_high.tolist()) == ([1, 1], [1, 1])


def test_where_everybody_has_the_event_on_one_day_nothing_is_defined() -> None:
    curve = clustered_kaplan_meier(time_to_event([3, 3, 3], [1, 1, 1]), list("aab"))
    assert np.isnan([curve.std_error, curve.conf_low, curve.conf_high]).all()


def test_events_at_time_0_count() -> None:
    std_error = clustered_std_error(time_to_event([0, 3], [1, 0]), ["a", "b"])
    assert std_error[0] ** 2 == pytest.approx(float(2 * Fraction(1, 4) ** 2))


def test_the_confidence_level_sets_the_width() -> None:
    times = time_to_event([1, 2, 3, 4], [1, 0, 1, 0])
    wide, narrow = (
        clustered_kaplan_meier(times, list("abca"), conf_level=level, conf_type="plain")
        for level in (0.95, 0.5)
    )
    ratio = (wide.estimate[0] - wide.conf_low[0]) / (narrow.estimate[0] - narrow.conf_low[0])
    assert ratio == pytest.approx(1.959963984540054 / 0.6744897501960817)
    assert (narrow.conf_level, narrow.conf_type) == (0.5, "plain")


def test_names_of_patients_may_be_texts_in_a_pandas_column() -> None:
    times = time_to_event([1, 2, 3], [1, 1, 0])
    texts = pd.Series(["p1", "p1", "p2"], index=[7, 3, 9])
    assert_agree(clustered_std_error(times, texts), clustered_std_error(times, [1, 1, 2]))


def test_many_patients_are_taken_in_parts_without_a_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kidney = named("kidney, by sex")
    at_once = clustered_std_error(kidney.times, kidney.patient)
    monkeypatch.setattr("imt_core.estimates.clustered_kaplan_meier._CELLS_AT_ONCE", 150)
    assert_agree(clustered_std_error(kidney.times, kidney.patient), at_once)


@pytest.mark.parametrize("cluster", [["a"], ["a", "b", "c"], [["a", "b"]]])
def test_a_list_of_patients_of_another_length_is_refused(cluster: list[Any]) -> None:
    with pytest.raises(ImtError, match="cluster must name one patient for each of 2 lines"):
        clustered_std_error(time_to_event([1, 2], [1, 0]), cluster)


def test_a_line_without_a_patient_is_refused() -> None:
    with pytest.raises(ImtError, match="cluster must name a patient for each line, but 1 "):
        clustered_std_error(time_to_event([1, 2], [1, 0]), ["a", None])


def test_a_confidence_type_without_a_standard_error_is_refused() -> None:
    with pytest.raises(ImtError, match="conf_type must be log, log-log or plain"):
        clustered_kaplan_meier(time_to_event([1, 2], [1, 0]), ["a", "b"], conf_type="bpcp")


def assert_not_estimable(test: ClusteredLogRankTest, reason: str) -> None:
    assert (test.statistic, test.p_value, test.reason) == (None, None, reason)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("all censored", "no event was observed"),
        ("all events on one day", "every event was forced: all cases at risk had it"),
        (
            "two groups, one of which leaves before the first event",
            "only one group was at risk when events happened",
        ),
        ("one patient in two groups", TOO_FEW),
        ("two patients, three groups", TOO_FEW),
    ],
)
def test_what_cannot_be_tested_has_a_reason(name: str, reason: str) -> None:
    assert_not_estimable(named(name).our_test(), reason)


def test_without_lines_the_test_is_not_estimable() -> None:
    nobody = time_to_event([], [])
    assert_not_estimable(clustered_log_rank([nobody, nobody], [[], []]), "no event was observed")


def test_an_empty_group_costs_a_degree_of_freedom() -> None:
    some, other = time_to_event([1, 2, 5], [1, 1, 0]), time_to_event([3, 4], [1, 1])
    test = clustered_log_rank([some, time_to_event([], []), other], [[1, 2, 3], [], [3, 4]])
    without = clustered_log_rank([some, other], [[1, 2, 3], [3, 4]])
    assert (test.df, test.n_patients, test.n_cluster) == (1, (3, 0, 2), 4)
    assert_agree(test.p_value, without.p_value)


def test_times_of_two_groups_that_differ_only_by_rounding_are_tied() -> None:
    other = time_to_event([0.3, 2], [1, 0])
    apart, tied = (
        clustered_log_rank([time_to_event([month, 2], [1, 0]), other], [["a", "b"], ["a", "c"]])
        for month in (0.1 + 0.2, 0.3)
    )
    assert apart.variance.tolist() == tied.variance.tolist()


def test_a_name_in_two_groups_is_one_patient() -> None:
    groups = [time_to_event([1, 4, 6], [1, 1, 0]), time_to_event([2, 3, 5], [1, 1, 1])]
    shared = clustered_log_rank(groups, [list("abc"), list("abc")])
    apart = clustered_log_rank(groups, [list("abc"), list("def")])
    assert (shared.n_cluster, apart.n_cluster) == (3, 6)
    assert shared.statistic != pytest.approx(apart.statistic)


@pytest.mark.parametrize("clusters", [[["a", "b"]], [["a", "b"], ["c"]], [["a"], ["b", "c"]]])
def test_clusters_that_do_not_fit_the_groups_are_refused(clusters: list[list[str]]) -> None:
    groups = [time_to_event([1, 2], [1, 0]), time_to_event([1, 2], [1, 0])]
    with pytest.raises(ImtError, match="clusters must hold one list of patients for each group"):
        clustered_log_rank(groups, clusters)


def test_fewer_than_two_groups_are_refused() -> None:
    with pytest.raises(ImtError, match="groups must hold at least two"):
        clustered_log_rank([time_to_event([1], [1])], [["a"]])


def test_the_result_names_its_method_and_its_patients() -> None:
    groups = [time_to_event([1, 4, 6], [1, 1, 0]), time_to_event([2, 3], [1, 1])]
    test = clustered_log_rank(groups, [list("aab"), list("bc")])
    frame = test.to_frame(["x", "y"])
    assert test.method == "log-rank score test allowing for several lines of a patient"
    assert frame["method"].unique().tolist() == [test.method]
    assert frame[["group", "n", "n_patients", "n_cluster"]].to_numpy().tolist() == [
        ["x", 3, 2, 3],
        ["y", 2, 2, 3],
    ]


# Theorems.


@given(LINES)
def test_with_one_line_a_patient_the_standard_error_is_greenwoods(lines: Lines) -> None:
    times, _ = split(lines)
    ours = clustered_std_error(times, range(times.n))
    assert_agree(ours, kaplan_meier(times).std_error)


@given(LINES, st.integers(2, 4))
def test_lines_written_down_again_for_the_same_patient_change_nothing(
    lines: Lines, copies: int
) -> None:
    once, patient = split(lines)
    again, patients = split(lines * copies)
    assert_agree(clustered_std_error(again, patients), clustered_std_error(once, patient))


@given(LINES, st.randoms())
def test_neither_the_order_of_lines_nor_the_names_of_patients_matter(lines: Lines, random) -> None:
    times, patient = split(lines)
    shuffled, names = split(random.sample(lines, len(lines)))
    renamed = [f"patient {9 - name}" for name in names]
    assert_agree(clustered_std_error(shuffled, renamed), clustered_std_error(times, patient))


@given(LINES, st.sampled_from(CONF_TYPES))
def test_limits_enclose_the_estimate_and_are_fractions(lines: Lines, conf_type: str) -> None:
    times, patient = split(lines)
    curve = clustered_kaplan_meier(times, patient, conf_type=conf_type)
    defined = ~np.isnan(curve.conf_low)
    low, estimate, high = (x[defined] for x in (curve.conf_low, curve.estimate, curve.conf_high))
    assert ((low >= 0) & (low <= estimate) & (estimate <= high) & (high <= 1)).all()
    assert (np.isnan(curve.conf_high) == ~defined).all()


def assert_same_statistic(one: ClusteredLogRankTest, other: ClusteredLogRankTest) -> None:
    """Groups without any difference have 0, or what rounding leaves of it."""
    found, expected = as_floats(one.statistic), as_floats(other.statistic)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-12)


NO_DIFFERENCE = [
    [(0, True, 0), (1, False, 0), (1, False, 0), (1, True, 0)],
    [(0, True, 0), (1, False, 0), (1, True, 0), (2, True, 1)],
]


@given(st.lists(LINES, min_size=2, max_size=3), st.randoms())
@example(NO_DIFFERENCE, Random(0))
def test_the_order_of_the_groups_does_not_matter(groups: list[Lines], random) -> None:
    test = clustered_log_rank(*times_and_patients(groups))
    other = clustered_log_rank(*times_and_patients(random.sample(groups, len(groups))))
    assert (other.df, other.reason) == (test.df, test.reason)
    assert_same_statistic(other, test)


@given(st.lists(LINES, min_size=2, max_size=3))
def test_lines_written_down_again_leave_the_test_as_it_is(groups: list[Lines]) -> None:
    test = clustered_log_rank(*times_and_patients(groups))
    again = clustered_log_rank(*times_and_patients([lines * 2 for lines in groups]))
    assert again.n_patients == test.n_patients
    assert_same_statistic(again, test)


@given(st.lists(LINES, min_size=2, max_size=3))
def test_the_statistic_cannot_exceed_the_number_of_patients(groups: list[Lines]) -> None:
    test = clustered_log_rank(*times_and_patients(groups))
    assume(test.statistic is not None)
    assert test.statistic <= test.n_cluster * (1 + 1e-9)


@given(st.lists(LINES, min_size=2, max_size=3))
def test_what_is_observed_and_expected_is_as_in_the_log_rank_test(groups: list[Lines]) -> None:
    times, patients = times_and_patients(groups)
    test, plain = clustered_log_rank(times, patients), log_rank(times)
    assert (test.observed, test.n, test.df) == (plain.observed, plain.n, plain.df)
    assert_agree(test.expected, plain.expected)


@given(st.lists(LINES, min_size=2, max_size=3))
def test_the_rows_of_the_variance_add_to_0(groups: list[Lines]) -> None:
    test = clustered_log_rank(*times_and_patients(groups))
    assert test.variance.sum(axis=1).tolist() == pytest.approx([0] * len(groups), abs=1e-9)
