"""What a Cox regression finds: hazard ratios, their test, and how well the regression fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.comparisons.cox.diagnostics import ProportionalHazardsTest
from imt_core.conventions.notes import Note

PENALISED_METHOD: Final = (
    "Cox regression by Firth's penalised likelihood, ties by Efron, profile-likelihood intervals, "
    "penalised likelihood-ratio p values and test"
)
CLUSTERED_METHOD: Final = (
    "Cox regression, ties by Efron, Wald intervals, p values and test with the variance clustered "
    "by patient (Lin and Wei)"
)


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
        Two-sided: Wald, or the penalised likelihood ratio.
    n, n_event : int
        Cases and events of the level; of everybody for a number.
    n_reference, n_event_reference : int or None
        Cases and events of the reference; ``None`` for a number.
    n_died, n_died_reference : int or None
        Patients with these events, where one event may be that of several rows; else ``None``.
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
    n_died: int | None = None
    n_died_reference: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoxRegression:
    """A Cox regression.

    Parameters
    ----------
    terms : tuple of CoxTerm
        In the order of the covariates and of their levels; empty where `reason` says why.
    n, n_event : int
        Cases that enter, and their events.
    n_died : int or None
        Patients with these events, where one event is that of several rows; else ``None``.
    n_patients : int or None
        Patients they belong to, where the variance is clustered by patient.
    n_left_out : int
        Rows left out because the endpoint or a covariate is missing.
    log_likelihood, log_likelihood_null : float or None
        Partial log-likelihood of the fit, and with all hazard ratios 1; penalised where the fit is.
    statistic, p_value : float or None
        Chi-square against the null, and its p: likelihood ratio, or Wald where the variance is
        clustered by patient.
    df : int
        Number of coefficients.
    concordance : float or None
        Share of comparable pairs that the fit puts in the right order, ties half.
    proportional_hazards : tuple of ProportionalHazardsTest
        One for each covariate that was not dropped, then one for all together; none where the
        variance is clustered or the likelihood penalised.
    conf_level : float
    reason : str
        Why there are no hazard ratios; empty where there are.
    notes : tuple of Note
    ties, method : str
    is_penalised : bool
        Whether the likelihood is Firth's.
    """

    terms: tuple[CoxTerm, ...] = ()
    n: int
    n_event: int
    n_died: int | None = None
    n_patients: int | None = None
    n_left_out: int
    log_likelihood: float | None = None
    log_likelihood_null: float | None = None
    statistic: float | None = None
    df: int
    p_value: float | None = None
    concordance: float | None = None
    proportional_hazards: tuple[ProportionalHazardsTest, ...] = ()
    conf_level: float
    reason: str = ""
    notes: tuple[Note, ...] = ()
    ties: str = "efron"
    method: str = (
        "Cox regression, ties by Efron, Wald intervals and p values, likelihood-ratio test; "
        "proportional hazards by the score test of Grambsch and Therneau, Kaplan-Meier time"
    )
    is_penalised: bool = False

    @property
    def test_name(self) -> str:
        """What p of all coefficients together is of."""
        if self.is_penalised:
            return "penalised likelihood-ratio"
        return "likelihood-ratio" if self.n_patients is None else "Wald test by patient,"

    def to_frame(self) -> pd.DataFrame:
        """One row for each hazard ratio with the cases of its level, and of all; unformatted."""
        columns = list(CoxTerm.__dataclass_fields__)
        rows = [[getattr(term, column) for column in columns] for term in self.terms]
        frame = pd.DataFrame(rows, columns=columns)
        if self.n_died is None:
            frame = frame.drop(columns=["n_died", "n_died_reference"])
        else:
            frame = frame.assign(n_died_all=self.n_died)
        return frame.assign(
            n_all=self.n,
            n_event_all=self.n_event,
            n_left_out=self.n_left_out,
            conf_level=self.conf_level,
            ties=self.ties,
            method=self.method,
        )
