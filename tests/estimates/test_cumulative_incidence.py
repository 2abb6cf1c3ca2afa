"""Cumulative incidence: hand-worked fractions, R's multi-state survfit, and what must hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from imt_core import CompetingTimes, competing_times, cumulative_incidence, incidence_at
from imt_core.conventions.errors import ImtError
from imt_core.estimates.kaplan_meier import kaplan_meier
from imt_core.estimates.time_to_event import time_to_event
from tests.oracles.oracle import CONF_TYPES, agree, as_floats, recording

COHORTS = recording("competing_risks.json.gz")["cohorts"]
N_NAMED = 27


def times_of(cohort: dict[str, Any]) -> CompetingTimes:
    return competing_times(cohort["time"], cohort["cause"])


def differs_from_r(cohort: dict[str, Any], conf_types: Sequence[str]) -> list[str]:
    wrong, r = [], cohort["curve"]
    for conf_type in conf_types:
        curves = cumulative_incidence(times_of(cohort), conf_type=conf_type)
        for curve, cause in zip(curves, ("interest", "competing"), strict=True):
            own = r["causes"][cause]
            # Where everyone has had the event R writes limits of 1 and 1; here they are undefined.
            everyone = as_floats(own["estimate"]) >= 1 - 1e-12
            limits = [
                np.where(everyone, np.nan, as_floats(own["conf"][conf_type][side]))
                for side in ("conf_low", "conf_high")
            ]
            pairs = {
                "time": (curve.time, r["time"]),
                "n_risk": (curve.n_risk, r["n_risk"]),
                "estimate": (curve.estimate, own["estimate"]),
                "std_error": (curve.std_error, own["std_error"]),
                "conf_low": (curve.conf_low, limits[0]),
                "conf_high": (curve.conf_high, limits[1]),
            }
            wrong += [f"{conf_type} {cause} {k}" for k, pair in pairs.items() if not agree(*pair)]
    return wrong


def test_incidence_is_that_of_r_in_177_cohorts() -> None:
    wrong = {
        cohort["name"]: found
        for place, cohort in enumerate(COHORTS)
        # Limits of every kind for the named cohorts, of one kind in turn for the random ones.
        if (
            found := differs_from_r(
                cohort, CONF_TYPES if place < N_NAMED else [CONF_TYPES[place % 3]]
            )
        )
    }
    assert len(COHORTS) == 177
    assert wrong == {}


def test_a_death_takes_the_chance_of_relapse_away() -> None:
    # S(4-) = 3/4 and one of three relapses at 6: 1/4 + (3/4)(2/3)(1/2) = 1/2.
    event, competing = cumulative_incidence(competing_times([2, 4, 6, 8], [1, 2, 1, 0]))
    assert event.estimate == pytest.approx([1 / 4, 1 / 4, 1 / 2, 1 / 2])
    assert competing.estimate == pytest.approx([0, 1 / 4, 1 / 4, 1 / 4])


def test_without_a_competing_event_it_is_one_minus_kaplan_meier() -> None:
    months, event = [1, 3, 3, 5, 8, 8], [1, 1, 0, 0, 1, 0]
    curve, other = cumulative_incidence(competing_times(months, event))
    assert curve.estimate == pytest.approx(1 - kaplan_meier(time_to_event(months, event)).estimate)
    assert not other.estimate.any()


def test_both_incidences_and_survival_add_up_to_one() -> None:
    for cohort in COHORTS[:N_NAMED]:
        times = times_of(cohort)
        event, competing = cumulative_incidence(times)
        survival = kaplan_meier(time_to_event(times.months, times.cause > 0)).estimate
        assert event.estimate + competing.estimate + survival == pytest.approx(1)


def test_times_that_differ_by_rounding_are_one_time() -> None:
    event, _ = cumulative_incidence(competing_times([0.1 + 0.2, 0.3, 1.0], [1, 2, 0]))
    assert event.n_risk.tolist() == [3, 1]
    assert event.n_competing.tolist() == [1, 0]


def test_beyond_the_last_follow_up_there_is_no_incidence_unless_everyone_had_an_event() -> None:
    event, _ = cumulative_incidence(competing_times([2, 4, 6], [1, 2, 0]))
    assert incidence_at(event, 7).estimate is None
    assert incidence_at(event, 7).reason == "beyond the last follow-up (6.0 months)"
    complete, _ = cumulative_incidence(competing_times([2, 4, 6], [1, 2, 1]))
    assert incidence_at(complete, 7).estimate == pytest.approx(2 / 3)


def test_before_the_first_event_the_incidence_is_0_and_its_limits_are_not_defined() -> None:
    event, _ = cumulative_incidence(competing_times([2, 4, 6], [1, 2, 0]))
    rate = incidence_at(event, 1)
    assert (rate.estimate, rate.conf_low, rate.conf_high, rate.n_risk) == (0.0, None, None, 3)


def test_nobody_has_no_incidence() -> None:
    event, competing = cumulative_incidence(competing_times([], []))
    assert (event.n, competing.estimate.size) == (0, 0)
    assert incidence_at(event, 12).reason == "no cases"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"conf_level": 1.0}, "conf_level must lie between 0 and 1"),
        ({"conf_type": "bpcp"}, "conf_type must be log, log-log or plain"),
    ],
)
def test_misuse_is_named(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ImtError, match=said):
        cumulative_incidence(competing_times([1], [1]), **options)
