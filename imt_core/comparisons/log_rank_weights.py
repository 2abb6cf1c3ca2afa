"""What a difference at each event time counts for in a log-rank test."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import FloatArray

LogRankWeights = Literal[
    "log-rank", "gehan-wilcoxon", "tarone-ware", "peto-peto", "fleming-harrington"
]
WEIGHT_NAMES: Final[dict[LogRankWeights, str]] = {
    "log-rank": "log-rank",
    "gehan-wilcoxon": "Gehan-Wilcoxon",
    "tarone-ware": "Tarone-Ware",
    "peto-peto": "Peto-Peto",
    "fleming-harrington": "Fleming-Harrington",
}


def event_weights(
    n_risk: FloatArray,
    n_event: FloatArray,
    *,
    weights: LogRankWeights = "log-rank",
    rho: float = 0.0,
    gamma: float = 0.0,
) -> FloatArray:
    """Weigh each event time; see the Notes of `log_rank`.

    Parameters
    ----------
    n_risk, n_event : numpy.ndarray of float, shape (k,)
        Cases at risk and events in all groups at each distinct event time, ascending.
    weights : {"log-rank", "gehan-wilcoxon", "tarone-ware", "peto-peto", "fleming-harrington"}
    rho, gamma : float

    Returns
    -------
    numpy.ndarray of float, shape (k,)

    Examples
    --------
    >>> n_risk, n_event = np.array([4.0, 3.0]), np.array([1.0, 2.0])
    >>> event_weights(n_risk, n_event, weights="fleming-harrington", rho=1).tolist()
    [1.0, 0.75]
    >>> event_weights(n_risk, n_event, weights="peto-peto").tolist()
    [0.8, 0.4]
    """
    if weights == "gehan-wilcoxon":
        return n_risk
    if weights == "tarone-ware":
        return np.sqrt(n_risk)
    if weights == "peto-peto":
        return np.cumprod(1 - n_event / (n_risk + 1))
    if weights == "fleming-harrington":
        before = np.concatenate(([1.0], np.cumprod(1 - n_event / n_risk)[:-1]))[: n_risk.size]
        return before**rho * (1 - before) ** gamma
    return np.ones(n_risk.size)


def check_weights(weights: LogRankWeights, *, rho: float, gamma: float) -> None:
    """Refuse weights that are unknown, and exponents that are negative or have no use."""
    if weights not in WEIGHT_NAMES:
        raise ImtError(
            f"weights must be one of {', '.join(WEIGHT_NAMES)}, but {weights} was found. "
            "Choose one."
        )
    if not (0 <= rho < np.inf and 0 <= gamma < np.inf):
        raise ImtError(
            f"rho and gamma must be at least 0, but {rho} and {gamma} were found. Give 0 or more."
        )
    if weights != "fleming-harrington" and (rho or gamma):
        raise ImtError(
            f"rho and gamma must be 0 with {weights} weights, but {rho} and {gamma} were found. "
            "Leave them out, or choose fleming-harrington."
        )


def weights_label(weights: LogRankWeights, *, rho: float, gamma: float) -> str:
    """Name the test for a reader.

    Examples
    --------
    >>> weights_label("fleming-harrington", rho=1, gamma=0.5)
    'Fleming-Harrington (rho 1, gamma 0.5)'
    >>> weights_label("log-rank", rho=0, gamma=0)
    'log-rank'
    """
    name = WEIGHT_NAMES[weights]
    return f"{name} (rho {rho:g}, gamma {gamma:g})" if weights == "fleming-harrington" else name
