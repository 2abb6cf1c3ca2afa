"""How far any one patient moves what sets groups apart: a test, a hazard ratio, a difference."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.leave_one_out import MOST_PATIENTS, Fragility, Scale, fragility_of, too_many
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.survival import SurvivalSummary
from imt_core.cohort.schema import EVALUABLE_RESPONSES, RESPONDERS
from imt_core.comparisons.clustered_log_rank import clustered_log_rank
from imt_core.comparisons.cox.likelihood import maximise
from imt_core.comparisons.log_rank import log_rank
from imt_core.estimates.small_groups import MIN_EVENTS_PER_COEFFICIENT
from imt_core.estimates.time_to_event import TimeToEvent, time_to_event


def survival_contrast_fragility(summary: SurvivalSummary) -> tuple[Fragility, ...]:
    """Leave out each patient of the tested groups in turn: the log-rank p, and the hazard ratio.

    Parameters
    ----------
    summary : SurvivalSummary

    Returns
    -------
    tuple of Fragility
        Empty where no test is made. A hazard ratio only of two groups, and not where it is
        penalised; without a range, with the reason, beyond `MOST_PATIENTS`.

    Notes
    -----
    A patient leaves with all of their lines, whatever their groups. Everybody else stays as
    counted: nobody's first line depends on another patient.

    Examples
    --------
    >>> from imt_core.analyses.survival import survival_summary
    >>> from imt_core.cohort.example import example_cohort
    >>> survival_contrast_fragility(survival_summary(example_cohort(), "os", by=["sex"]))
    ()
    """
    if summary.test is None or summary.test.p_value is None:
        return ()
    times = [times for _, times in summary.tested]
    rows = [group.rows for group in summary.grouping.tested.groups if len(group.rows)]
    patients = [part["patient_id"].to_numpy() for part in rows]
    is_clustered = summary.overlap == "cluster"

    def test(parts: list[TimeToEvent], who: list[np.ndarray]) -> float | None:
        return (clustered_log_rank(parts, who) if is_clustered else log_rank(parts)).p_value

    def left_out(
        statistic: Callable[[list[TimeToEvent], list[np.ndarray]], float | None],
        label: str,
        scale: Scale,
        estimate: float,
    ) -> Fragility:
        distinct = np.unique(np.concatenate(patients).astype(str))
        kept = (
            [part.astype(str) != patient for part in patients]
            for patient in distinct
            if 1 < distinct.size <= MOST_PATIENTS
        )
        others = (
            statistic(
                [part.subset(k) for part, k in zip(times, keep, strict=True)],
                [part[k] for part, k in zip(patients, keep, strict=True)],
            )
            for keep in kept
        )
        reason = too_many(distinct.size)
        return fragility_of(label, scale, estimate, others, distinct.size, reason=reason)

    found = [left_out(test, "log-rank p", "p", summary.test.p_value)]
    hazard = group_hazard_ratio(summary)
    fit = None if hazard is None else hazard.regression
    if hazard is not None and fit is not None and not (fit.reason or fit.is_penalised):
        label = f"hazard ratio ({hazard.group} against {hazard.reference})"
        ratio = partial(_ratio, happens_once=summary.endpoint.is_death_alone)
        found.append(left_out(ratio, label, "ratio", fit.terms[0].hazard_ratio))
    return tuple(found)


def difference_fragility(table: ResponseTable, first: str, second: str) -> Fragility:
    """Leave out each evaluable patient of two groups in turn: the difference of response rates.

    Parameters
    ----------
    table : ResponseTable
    first, second : str
        Labels of the groups, the first less the second.

    Returns
    -------
    Fragility
        A difference of fractions.

    Examples
    --------
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.example import example_cohort
    >>> table = response_table(example_cohort(), by=["sex"])
    >>> fragility = difference_fragility(table, "male", "female")
    >>> [round(x, 3) for x in (fragility.estimate, fragility.lowest, fragility.highest)]
    [0.667, 0.5, 1.0]
    """
    label = f"difference of ORR ({first} less {second})"
    chosen = {group.label: group.rows for group in table.grouping.groups}
    if len(chosen) < len(table.grouping.groups):
        return fragility_of(label, "points", None, (), 0, reason="two groups have one name")
    rows = pd.concat([chosen[first].assign(side=0), chosen[second].assign(side=1)])
    rows = rows[rows["best_response"].isin(EVALUABLE_RESPONSES)]
    side, responded = rows["side"].to_numpy(), rows["best_response"].isin(RESPONDERS).to_numpy()
    patient = rows["patient_id"].to_numpy(str)

    def difference(keep: np.ndarray) -> float | None:
        counts = [int((keep & (side == place)).sum()) for place in (0, 1)]
        if not all(counts):
            return None
        one, other = (
            float((keep & (side == place) & responded).sum()) / n for place, n in enumerate(counts)
        )
        return one - other

    distinct = np.unique(patient)
    others = (
        difference(patient != left) for left in distinct if 1 < distinct.size <= MOST_PATIENTS
    )
    estimate = difference(np.ones(side.size, dtype=np.bool_))
    reason = too_many(distinct.size)
    return fragility_of(label, "points", estimate, others, distinct.size, reason=reason)


def _ratio(parts: list[TimeToEvent], who: list[np.ndarray], *, happens_once: bool) -> float | None:
    """The hazard ratio, where the ordinary likelihood gives one; no variance changes it."""
    event = np.concatenate([part.event for part in parts])
    # A death counts once, however many lines of the patient it ends.
    n_event = np.unique(np.concatenate(who)[event]).size if happens_once else event.sum()
    enough = n_event >= MIN_EVENTS_PER_COEFFICIENT
    if not (enough and all(part.event.any() for part in parts)):
        return None
    x = np.repeat([0.0, 1.0], [part.n for part in parts])[:, np.newaxis]
    times = time_to_event(np.concatenate([part.months for part in parts]), event)
    fit = maximise(times, x)
    return None if isinstance(fit, str) else float(np.exp(fit.coefficients[0]))
