"""One hazard ratio of a Cox regression, with its Wald interval and p value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from imt_core.comparisons.cox.design import Coefficient
from imt_core.comparisons.cox.fit import CoxFit
from imt_core.estimates.distributions import two_sided_p, z_of
from imt_core.estimates.time_to_event import TimeToEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CoxTerm:
    """One hazard ratio: a level against its reference, or one unit more of a number.

    Parameters
    ----------
    name : str
        The covariate's column.
    level, reference : str or None
        The level and the one it is compared with; ``None`` for a number.
    coefficient, std_error : float
        Log hazard ratio and its standard error.
    hazard_ratio, conf_low, conf_high : float
    p_value : float
        Two-sided, Wald.
    n, n_event : int
        Cases and events of the level; of everybody for a number.
    n_reference, n_event_reference : int or None
        Cases and events of the reference; ``None`` for a number.
    """

    name: str
    level: str | None
    reference: str | None
    coefficient: float
    std_error: float
    hazard_ratio: float
    conf_low: float
    conf_high: float
    p_value: float
    n: int
    n_event: int
    n_reference: int | None
    n_event_reference: int | None


def cox_terms(
    times: TimeToEvent, design: Sequence[Coefficient], fit: CoxFit, conf_level: float
) -> tuple[CoxTerm, ...]:
    """Turn each coefficient of the fit into a hazard ratio."""
    z = z_of(conf_level)
    return tuple(
        CoxTerm(
            name=c.name,
            level=c.level,
            reference=c.reference,
            coefficient=float(beta),
            std_error=float(std_error),
            hazard_ratio=float(np.exp(beta)),
            conf_low=float(np.exp(beta - z * std_error)),
            conf_high=float(np.exp(beta + z * std_error)),
            p_value=two_sided_p(beta / std_error),
            n=int(c.inside.sum()),
            n_event=int(times.event[c.inside].sum()),
            n_reference=None if c.inside_reference is None else int(c.inside_reference.sum()),
            n_event_reference=(
                None if c.inside_reference is None else int(times.event[c.inside_reference].sum())
            ),
        )
        for c, beta, std_error in zip(design, fit.coefficients, fit.std_errors, strict=True)
    )
