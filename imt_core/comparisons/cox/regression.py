"""Cox regression with tied events by Efron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from imt_core.comparisons.cox.caution import (
    constant_note,
    few_events_notes,
    left_out_notes,
    reason_by_counts,
    reason_by_order,
)
from imt_core.comparisons.cox.design import (
    Coefficient,
    CovariateWords,
    ReferenceRule,
    design_columns,
    design_matrix,
)
from imt_core.comparisons.cox.diagnostics import (
    ProportionalHazardsTest,
    concordance,
    proportional_hazards,
)
from imt_core.comparisons.cox.likelihood import CoxFit, maximise
from imt_core.conventions.errors import ImtError
from imt_core.conventions.notes import Note
from imt_core.estimates.distributions import chi_square_p, two_sided_p, z_of
from imt_core.estimates.time_to_event import FloatArray, TimeToEvent, time_to_event

_AS_IN_THE_FRAME: Final = CovariateWords()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CoxRegression:
    """A Cox regression.

    Parameters
    ----------
    terms : tuple of CoxTerm
        In the order of the covariates and of their levels; empty where `reason` says why.
    n, n_event : int
        Cases that enter, and their events.
    n_left_out : int
        Rows left out because the endpoint or a covariate is missing.
    log_likelihood, log_likelihood_null : float or None
        Partial log-likelihood of the fit, and with all hazard ratios 1.
    statistic, p_value : float or None
        Likelihood-ratio chi-square against the null, and its p.
    df : int
        Number of coefficients.
    concordance : float or None
        Share of comparable pairs that the fit puts in the right order, ties half.
    proportional_hazards : tuple of ProportionalHazardsTest
        One for each covariate that was not dropped, then one for all together.
    conf_level : float
    reason : str
        Why there are no hazard ratios; empty where there are.
    notes : tuple of Note
    ties, method : str
    """

    terms: tuple[CoxTerm, ...] = ()
    n: int
    n_event: int
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

    def to_frame(self) -> pd.DataFrame:
        """One row for each hazard ratio, unformatted."""
        columns = list(CoxTerm.__dataclass_fields__)
        rows = [[getattr(term, column) for column in columns] for term in self.terms]
        frame = pd.DataFrame(rows, columns=columns)
        return frame.assign(
            n=self.n,
            n_event=self.n_event,
            n_left_out=self.n_left_out,
            conf_level=self.conf_level,
            ties=self.ties,
            method=self.method,
        )


def cox_regression(
    frame: pd.DataFrame,
    *,
    months: str,
    event: str,
    covariates: Sequence[str],
    conf_level: float = 0.95,
    reference: ReferenceRule | Mapping[str, str] = "first",
    words: CovariateWords = _AS_IN_THE_FRAME,
) -> CoxRegression:
    """Estimate hazard ratios of one or more covariates, each adjusted for the others.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row for each case; rows are taken to be independent.
    months, event : str
        Columns of follow-up (at least 0) and of the event indicator (0 or 1, or bool).
    covariates : sequence of str
        Columns; a number enters as it is, anything else by its levels.
    conf_level : float
        Between 0 and 1.
    reference : {"first", "most frequent"} or mapping of column to level
        The level that the others are compared with. ``"first"`` is the first that occurs in the
        order of a categorical column, else sorted; so it is for columns that a mapping does not
        name.
    words : CovariateWords
        What reasons and notes call covariates and levels.

    Returns
    -------
    CoxRegression
        Without hazard ratios, but with a reason, where there are fewer than
        `MIN_EVENTS_PER_COEFFICIENT` events for each coefficient, a level has no event, the
        covariates order the events perfectly (the likelihood then has no maximum), or they cannot
        be told apart.

    Raises
    ------
    ImtError
        If a column is missing, no covariate or one twice is named, an option is impossible, or
        months or events are.

    Notes
    -----
    Maximises Efron's partial likelihood: lifelines finds the maximum, Newton's steps from there
    make it exact, since lifelines stops early or gives up in some small cohorts. Limits are
    ``exp(coefficient ± z std_error)``. Rows with a missing value are left out and counted;
    covariates with one value are dropped with a note.
    Whether the likelihood has a maximum is decided by a linear programme: it has none if some
    combination of the covariates is, at every event, largest in those who have the event. Tests
    of proportional hazards are score tests of ``covariate × g(t)``, g the Kaplan-Meier estimate
    just before t. Concordance counts pairs tied in the linear predictor half.
    R: ``coxph(Surv(months, event) ~ x, ties = "efron")``, ``cox.zph(fit, transform = "km")`` of
    survival 3.0 or later.

    References
    ----------
    Cox DR. J R Stat Soc B 1972;34:187-220. doi:10.1111/j.2517-6161.1972.tb00899.x
    Efron B. J Am Stat Assoc 1977;72:557-565. doi:10.1080/01621459.1977.10480613
    Grambsch PM, Therneau TM. Biometrika 1994;81:515-526. doi:10.1093/biomet/81.3.515
    Heinze G, Schemper M. Biometrics 2001;57:114-119. doi:10.1111/j.0006-341X.2001.00114.x

    Examples
    --------
    >>> frame = pd.DataFrame({"months": [1, 2, 3, 4, 5, 6, 7, 8], "event": [1] * 6 + [0, 1],
    ...     "sex": pd.Categorical(["female", "male"] * 4, ["male", "female"])})
    >>> fit = cox_regression(frame, months="months", event="event", covariates=["sex"])
    >>> [(t.level, t.reference, round(t.hazard_ratio, 2), round(t.p_value, 2)) for t in fit.terms]
    [('female', 'male', 1.26, 0.78)]
    >>> cox_regression(frame.head(4), months="months", event="event", covariates=["sex"]).reason
    '4 events are too few for 1 coefficient: each needs at least 5'
    """
    if not 0 < conf_level < 1:
        raise ImtError(
            f"conf_level must lie between 0 and 1, but {conf_level} was found. Give 0.95."
        )
    _check_columns(frame, [months, event, *covariates], covariates)
    ended = frame[[months, event]].notna().all(axis=1)
    complete = ended & frame[list(covariates)].notna().all(axis=1)
    rows = frame[complete]
    times = time_to_event(_numbers(rows[months]), _numbers(rows[event]))
    notes = left_out_notes(int((~ended).sum()), int((ended & ~complete).sum()), covariates, words)
    constant = [c for c in covariates if rows[c].nunique() < 2]
    if times.n:
        notes += [constant_note(column, words) for column in constant]
    design = [
        coefficient
        for column in covariates
        if column not in constant
        for coefficient in design_columns(rows[column], reference)
    ]
    x = design_matrix(design, times.n)
    without = CoxRegression(
        n=times.n,
        n_event=times.n_event,
        n_left_out=int((~complete).sum()),
        df=len(design),
        conf_level=conf_level,
        notes=tuple(notes),
    )
    reason = reason_by_counts(times, design, words) or reason_by_order(times, design, x, words)
    outcome = reason or maximise(times, x, conf_level)
    if isinstance(outcome, str):
        return replace(without, reason=outcome)
    statistic = 2 * (outcome.log_likelihood - outcome.log_likelihood_null)
    return replace(
        without,
        terms=_terms(times, design, outcome, conf_level),
        log_likelihood=outcome.log_likelihood,
        log_likelihood_null=outcome.log_likelihood_null,
        statistic=statistic,
        p_value=chi_square_p(statistic, len(design)),
        concordance=concordance(times, x @ outcome.coefficients),
        proportional_hazards=proportional_hazards(
            times, x, outcome.coefficients, names=[c.name for c in design]
        ),
        notes=(*notes, *few_events_notes(times, design, words)),
    )


def _terms(
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


def _check_columns(frame: pd.DataFrame, columns: Sequence[str], covariates: Sequence[str]) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ImtError(
            f"months, event and covariates must name columns of the frame, but {missing[0]} is "
            "none. Check its spelling."
        )
    if not covariates or len(set(columns)) < len(columns):
        raise ImtError(
            "covariates must name at least one column, each once and neither months nor event, "
            f"but {list(covariates)} was found. Choose the covariates."
        )


def _numbers(values: pd.Series[Any]) -> FloatArray:
    try:
        return values.to_numpy(dtype=np.float64)
    except (TypeError, ValueError):
        raise ImtError(
            f"{values.name} must hold numbers, but text was found. Recode it as numbers."
        ) from None
