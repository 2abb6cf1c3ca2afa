"""Cox regression with tied events by Efron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from imt_core.comparisons.cox.caution import (
    constant_note,
    few_events_notes,
    left_out_notes,
    patients_with_event,
    penalised_note,
    reason_by_counts,
    reason_by_order,
    why_monotone,
)
from imt_core.comparisons.cox.design import (
    Coefficient,
    CovariateWords,
    ReferenceRule,
    design_columns,
    design_matrix,
)
from imt_core.comparisons.cox.diagnostics import concordance, proportional_hazards
from imt_core.comparisons.cox.firth import penalised_inference
from imt_core.comparisons.cox.likelihood import Inference, maximise, wald_inference
from imt_core.comparisons.cox.results import (
    CLUSTERED_METHOD,
    PENALISED_METHOD,
    CoxRegression,
    CoxTerm,
)
from imt_core.comparisons.cox.robust import clustered_inference
from imt_core.conventions.errors import ImtError
from imt_core.estimates.clustered_kaplan_meier import number_patients
from imt_core.estimates.distributions import chi_square_p
from imt_core.estimates.time_to_event import FloatArray, IntArray, TimeToEvent, time_to_event

__all__ = ["CoxRegression", "CoxTerm", "cox_regression"]

_AS_IN_THE_FRAME: Final = CovariateWords()


def cox_regression(
    frame: pd.DataFrame,
    *,
    months: str,
    event: str,
    covariates: Sequence[str],
    conf_level: float = 0.95,
    cluster: str | None = None,
    happens_once: bool = False,
    reference: ReferenceRule | Mapping[str, str] = "first",
    words: CovariateWords = _AS_IN_THE_FRAME,
) -> CoxRegression:
    """Estimate hazard ratios of one or more covariates, each adjusted for the others.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row for each case; rows are taken to be independent, unless `cluster` is given.
    months, event : str
        Columns of follow-up (at least 0) and of the event indicator (0 or 1, or bool).
    covariates : sequence of str
        Columns; a number enters as it is, anything else by its levels.
    conf_level : float
        Between 0 and 1.
    cluster : str, optional
        The column of the patient of each row: standard errors, limits and p are then clustered by
        patient.
    happens_once : bool
        Whether the event of several rows of a patient is one, as a death is: where events are too
        few, it then counts once.
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
        `MIN_EVENTS_PER_COEFFICIENT` events for each coefficient, or the covariates cannot be told
        apart. Where a level has no event, or the covariates order the events perfectly, the
        likelihood has no maximum: hazard ratios are then Firth's, and a note says so; clustered by
        patient there are none.

    Raises
    ------
    ImtError
        If a column is missing, no covariate or one twice is named, an option is impossible, or
        months or events are.

    Notes
    -----
    Maximises Efron's partial likelihood by Newton's steps from 0, halved where they overshoot;
    steps that do not arrive start again from where lifelines ends. Limits are
    ``exp(coefficient ± z std_error)``. Rows with a missing value are left out and counted;
    covariates with one value are dropped with a note.
    Whether the likelihood has a maximum is decided by a linear programme: it has none if some
    combination of the covariates is, at every event, largest in those who have the event. The
    likelihood is then Firth's, with half the log determinant of its information added, limits from
    its profile and p values from its ratio; proportional hazards are not tested. Clustered by
    patient the variance is Lin and Wei's sandwich of score residuals summed over each patient's
    rows, and the test of all coefficients Wald's. Tests
    of proportional hazards are score tests of ``covariate × g(t)``, g the Kaplan-Meier estimate
    just before t. Concordance counts pairs tied in the linear predictor half.
    R: ``coxph(Surv(months, event) ~ x, ties = "efron")``, ``cox.zph(fit, transform = "km")`` of
    survival 3.0 or later; ``coxph(..., cluster = patient)``; without ties ``coxphf::coxphf``.

    References
    ----------
    Cox DR. J R Stat Soc B 1972;34:187-220. doi:10.1111/j.2517-6161.1972.tb00899.x
    Efron B. J Am Stat Assoc 1977;72:557-565. doi:10.1080/01621459.1977.10480613
    Firth D. Biometrika 1993;80:27-38. doi:10.1093/biomet/80.1.27
    Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078. doi:10.1080/01621459.1989.10478874
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
    clusters = [] if cluster is None else [cluster]
    _check_columns(frame, [months, event, *covariates, *clusters], covariates)
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
    patient = None if cluster is None else number_patients(rows[cluster], times.n)
    who = patient if happens_once else None
    n_died = patients_with_event(times, who)
    if n_died == times.n_event:
        who = n_died = None
    without = CoxRegression(
        n=times.n,
        n_event=times.n_event,
        n_died=n_died,
        n_patients=None if patient is None else np.unique(patient).size,
        n_left_out=int((~complete).sum()),
        df=len(design),
        conf_level=conf_level,
        notes=tuple(notes),
    )
    reason = reason_by_counts(times, design, words, who)
    reason = reason or reason_by_order(times, design, x, words)
    if reason:
        return replace(without, reason=reason)
    monotone = why_monotone(times, design, x, words)
    if monotone and patient is not None:
        told = (
            "the ordinary hazard ratio would be 0 or infinite, and Firth's penalised likelihood "
            "cannot allow for several lines of a patient"
        )
        outcome: Inference | str = f"{monotone}: {told}"
    elif monotone:
        outcome = penalised_inference(times, x, conf_level)
    else:
        outcome = _ordinary(times, x, patient, conf_level)
    if isinstance(outcome, str):
        return replace(without, reason=outcome)
    caution = [penalised_note(monotone)] if monotone else []
    found = replace(
        without,
        terms=_terms(times, design, outcome, who),
        log_likelihood=outcome.log_likelihood,
        log_likelihood_null=outcome.log_likelihood_null,
        statistic=outcome.statistic,
        p_value=chi_square_p(outcome.statistic, len(design)),
        concordance=concordance(times, x @ outcome.coefficients),
        notes=(*notes, *caution, *few_events_notes(times, design, words, who)),
    )
    if monotone:
        return replace(found, method=PENALISED_METHOD, is_penalised=True)
    if patient is not None:
        return replace(found, method=CLUSTERED_METHOD)
    tests = proportional_hazards(times, x, outcome.coefficients, names=[c.name for c in design])
    return replace(found, proportional_hazards=tests)


def _ordinary(
    times: TimeToEvent, x: FloatArray, patient: IntArray | None, conf_level: float
) -> Inference | str:
    """The inference at the maximum of the likelihood."""
    fit = maximise(times, x)
    if isinstance(fit, str):
        return fit
    if patient is None:
        return wald_inference(fit, conf_level)
    return clustered_inference(times, x, fit, patient, conf_level)


def _terms(
    times: TimeToEvent, design: Sequence[Coefficient], fit: Inference, who: IntArray | None
) -> tuple[CoxTerm, ...]:
    """Turn each coefficient of the fit into a hazard ratio."""
    return tuple(
        CoxTerm(
            name=c.name,
            level=c.level,
            reference=c.reference,
            coefficient=float(fit.coefficients[place]),
            std_error=float(fit.std_errors[place]),
            hazard_ratio=float(np.exp(fit.coefficients[place])),
            conf_low=float(np.exp(fit.conf_low[place])),
            conf_high=float(np.exp(fit.conf_high[place])),
            p_value=float(fit.p_values[place]),
            n=int(c.inside.sum()),
            n_event=int(times.event[c.inside].sum()),
            n_reference=None if c.inside_reference is None else int(c.inside_reference.sum()),
            n_event_reference=(
                None if c.inside_reference is None else int(times.event[c.inside_reference].sum())
            ),
            n_died=patients_with_event(times, who, c.inside),
            n_died_reference=None
            if c.inside_reference is None
            else patients_with_event(times, who, c.inside_reference),
        )
        for place, c in enumerate(design)
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
