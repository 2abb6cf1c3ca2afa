"""The recordings from R, read once, and the comparison every test makes with them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from imt_core import TimeToEvent, time_to_event
from imt_core.cohort.schema import Cohort

RECORDED = Path(__file__).parent / "recorded"
CONF_TYPES = ("log", "log-log", "plain")
QUARTILES = (0.25, 0.5, 0.75)


@cache
def recording(name: str) -> dict[str, Any]:
    """Read one recording; ``None`` stands for R's NA. Treat it as read-only."""
    path = RECORDED / name
    packed = path.read_bytes()
    return json.loads(gzip.decompress(packed) if path.suffix == ".gz" else packed)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCurve:
    """Follow-up of one group, and what R computed from it."""

    name: str
    times: TimeToEvent
    r: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTest:
    """Follow-up of two or more groups, and R's log-rank test of them."""

    name: str
    groups: tuple[TimeToEvent, ...]
    r: dict[str, Any]


@cache
def named_curves() -> tuple[RecordedCurve, ...]:
    """The 44 named cases, overall and by group."""
    curves = []
    for name, case in recording("survival.json")["cases"].items():
        everyone = [True] * len(case["time"])
        curves.append(_curve(name, case, everyone, case["overall"]))
        for level, r in (case["by_group"] or {}).items():
            inside = [group == level for group in case["group"]]
            curves.append(_curve(f"{name}, {level}", case, inside, r))
    return tuple(curves)


@cache
def random_curves() -> tuple[RecordedCurve, ...]:
    """The 1200 random cohorts."""
    cohorts = recording("random_survival.json.gz")["cohorts"]
    return tuple(_curve(str(c["id"]), c, [True] * len(c["time"]), c) for c in cohorts)


@cache
def named_tests() -> tuple[RecordedTest, ...]:
    """The log-rank tests of the named cases."""
    return _tests(recording("survival.json")["cases"].items())


@cache
def random_tests() -> tuple[RecordedTest, ...]:
    """The log-rank tests of the random cohorts."""
    cohorts = recording("random_survival.json.gz")["cohorts"]
    return _tests((str(c["id"]), c) for c in cohorts)


def named_curve(name: str) -> RecordedCurve:
    """One named case."""
    return next(curve for curve in named_curves() if curve.name == name)


def named_test(name: str) -> RecordedTest:
    """One named log-rank test."""
    return next(test for test in named_tests() if test.name == name)


def _curve(
    name: str, case: dict[str, Any], chosen: Sequence[bool], r: dict[str, Any]
) -> RecordedCurve:
    months, event = np.array(case["time"], dtype=float), np.array(case["event"])
    mask = np.array(chosen)
    return RecordedCurve(name=name, times=time_to_event(months[mask], event[mask]), r=r)


def _tests(cases: Iterable[tuple[str, dict[str, Any]]]) -> tuple[RecordedTest, ...]:
    # Each group is made on its own: ties between groups are the estimator's business.
    return tuple(
        RecordedTest(
            name=name,
            groups=tuple(
                _curve(name, case, [g == level for g in case["group"]], case).times
                for level in case["log_rank"]["levels"] or sorted(set(case["group"]))
            ),
            r=case["log_rank"],
        )
        for name, case in cases
        if case["log_rank"]
    )


def as_floats(values: Any) -> np.ndarray:
    """One number or many as floats, ``None`` as NaN."""
    return np.array([np.nan if x is None else x for x in np.atleast_1d(values)], dtype=float)


def agree(ours: Any, recorded: Any) -> bool:
    """Whether two numbers, or lists of numbers, are the same but for rounding."""
    a, b = as_floats(ours), as_floats(recorded)
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-8, atol=1e-10, equal_nan=True)


def assert_agree(ours: Any, recorded: Any) -> None:
    """Fail, showing both, unless they agree."""
    np.testing.assert_allclose(as_floats(ours), as_floats(recorded), rtol=1e-8, atol=1e-10)


def make_cohort(**columns: Sequence[object]) -> Cohort:
    """Build a cohort from columns; rows are numbered from 2, as in a sheet with a header."""
    frame = pd.DataFrame(columns)
    frame.index = pd.RangeIndex(2, 2 + len(frame))
    return Cohort(frame=frame, name="made for a test")


def times_over(cohort: Cohort, n: int) -> Cohort:
    """The cohort n times over, each time with other patients: enough of them for a test."""
    copies = [
        cohort.frame.assign(patient_id=cohort.frame["patient_id"] + f"_{copy}") for copy in range(n)
    ]
    return replace(cohort, frame=pd.concat(copies, ignore_index=True))
