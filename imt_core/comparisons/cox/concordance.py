"""How well a linear predictor puts cases in the order of their events."""

from __future__ import annotations

import numpy as np

from imt_core.estimates.time_to_event import FloatArray, TimeToEvent


def concordance(times: TimeToEvent, eta: FloatArray) -> float | None:
    """Share of pairs of which the case with the event first has the higher linear predictor."""
    events = np.flatnonzero(times.event)[:, np.newaxis]
    later = times.months > times.months[events]
    later |= (times.months == times.months[events]) & ~times.event
    if not later.any():
        return None
    # The same covariates give the same linear predictor but for rounding.
    gap = np.where(np.isclose(eta[events], eta, rtol=0, atol=1e-9), 0.0, eta[events] - eta)
    return float((later * (0.5 + 0.5 * np.sign(gap))).sum() / later.sum())
