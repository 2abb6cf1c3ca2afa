"""How much one patient matters: the range of an estimate when any one patient is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from imt_core.cohort.schema import Cohort

Scale = Literal["fraction", "months", "points", "ratio", "p"]

MOST_PATIENTS: Final = 300
"""Of more of them one hardly matters, and leaving each out takes long."""

MOST_OF_ONE_CURVE: Final = 1_000
"""The same where a curve is all that is made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragility:
    """An estimate, and its range when any one patient is left out. It names no patient.

    Parameters
    ----------
    label : str
        The statistic for a reader, such as ``"ORR"``.
    scale : {"fraction", "months", "points", "ratio", "p"}
        Unit of the three numbers; points are a difference of fractions.
    estimate : float or None
        With everybody; ``None`` where not estimable or not reached.
    lowest, highest : float or None
        Over the patients left out in turn, where estimable; ``None`` where it never is.
    n_patients : int
        Patients left out in turn.
    n_not_estimable : int
        How many of them leave no estimate behind.
    reason : str
        Why there is no range; empty where there is one.
    """

    label: str
    scale: Scale
    estimate: float | None
    lowest: float | None
    highest: float | None
    n_patients: int
    n_not_estimable: int
    reason: str = ""


def leave_one_out(
    cohort: Cohort,
    statistic: Callable[[Cohort], float | None],
    *,
    label: str = "estimate",
    scale: Scale = "fraction",
) -> Fragility:
    """Compute a statistic again without each patient in turn.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    statistic : callable
        Takes a cohort, gives a number, or ``None`` where not estimable.
    label : str
        The statistic for a reader.
    scale : {"fraction", "months"}

    Returns
    -------
    Fragility

    Notes
    -----
    A patient is left out with all of their lines. The range is a description of influence, not a
    confidence interval: it shrinks as ``1/n`` and says nothing about patients not seen.
    R: ``range(sapply(unique(id), function(i) statistic(cohort[id != i, ])))``.

    References
    ----------
    Cook RD. Technometrics 1977;19:15-18. doi:10.1080/00401706.1977.10489493

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"patient_id": ["a", "a", "b"], "cycles": [2.0, 4.0, 9.0]})
    >>> cohort = Cohort(frame=frame, name="three lines")
    >>> mean = leave_one_out(cohort, lambda c: float(c.frame["cycles"].mean()))
    >>> mean.estimate, mean.lowest, mean.highest, mean.n_patients
    (5.0, 3.0, 9.0, 2)

    Without its only patient a cohort has no estimate:

    >>> one = Cohort(frame=frame.head(2), name="one patient")
    >>> alone = leave_one_out(one, lambda c: float(c.frame["cycles"].mean()))
    >>> alone.lowest is None, alone.reason
    (True, 'only one patient')
    """
    patients = cohort.frame["patient_id"]
    distinct = patients.unique()
    others = (
        statistic(replace(cohort, frame=cohort.frame[patients != patient]))
        for patient in distinct
        if len(distinct) > 1
    )
    estimate = statistic(cohort) if len(distinct) else None
    return fragility_of(label, scale, estimate, others, len(distinct))


def fragility_of(
    label: str,
    scale: Scale,
    estimate: float | None,
    others: Iterable[float | None],
    n_patients: int,
    *,
    reason: str = "",
) -> Fragility:
    """Sum up the estimates `others`, each without one of the patients, unless `reason` says why."""
    known = [other for other in others if other is not None]
    if n_patients < 2:
        reason = reason or ("only one patient" if n_patients else "no patients")
    elif not known:
        never = "not reached" if scale == "months" else "not estimable"
        reason = reason or f"it is {never} whoever is left out"
    return Fragility(
        label=label,
        scale=scale,
        estimate=estimate,
        lowest=min(known) if known else None,
        highest=max(known) if known else None,
        n_patients=n_patients,
        n_not_estimable=n_patients - len(known),
        reason=reason,
    )


def too_many(n_patients: int, most: int = MOST_PATIENTS) -> str:
    """Why not every patient is left out in turn; empty where each is."""
    if n_patients <= most:
        return ""
    return f"more than {most:,} patients, of whom one hardly matters"
