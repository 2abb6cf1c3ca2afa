"""How long the cases were followed: reverse Kaplan-Meier, or plainly observed."""

from __future__ import annotations

from imt_core.conventions.choices import SurvivalConfType
from imt_core.estimates.kaplan_meier import SurvivalCurve, count_at_times, product_limit
from imt_core.estimates.time_to_event import TimeToEvent


def follow_up(
    times: TimeToEvent, *, conf_level: float = 0.95, conf_type: SurvivalConfType = "log"
) -> SurvivalCurve:
    """Estimate the distribution of follow-up by the reverse Kaplan-Meier method.

    Parameters
    ----------
    times : TimeToEvent
        Overall survival: months and deaths.
    conf_level : float
    conf_type : {"log", "log-log", "plain", "bpcp", "bpcp-midp"}

    Returns
    -------
    SurvivalCurve
        Here ``n_event`` counts the ends of follow-up (censorings) and ``n_censor`` the deaths; read
        its median and quartiles with `survival_quantile`.

    Notes
    -----
    End of follow-up is the event, death censors it. Where both fall on one day, death leaves
    first: it is no longer exposed to the end of follow-up. Flipping the event indicator instead,
    as is often done, keeps the dead at risk on that day and is wrong there.
    Beta product limits hold for this curve too: to the procedure, a death is a censoring that
    comes just before the ends of follow-up on its day, and it needs no more than who is at risk.
    R: ``survfit(Surv(months, 1 - event) ~ 1)`` once deaths are moved an instant earlier; or
    ``prodlim::prodlim(Hist(months, event) ~ 1, reverse = TRUE)``.

    References
    ----------
    Schemper M, Smith TL. Control Clin Trials 1996;17:343-346. doi:10.1016/0197-2456(96)00075-X

    Examples
    --------
    >>> from imt_core import survival_quantile, time_to_event
    >>> survival_quantile(follow_up(time_to_event([5, 20, 40, 60], [1, 0, 0, 0]))).estimate
    40.0
    >>> follow_up(time_to_event([5], [1])).estimate.tolist()
    [1.0]
    """
    time, n_risk, n_death, n_end = count_at_times(times)
    return product_limit(
        time=time,
        n_risk=n_risk,
        n_event=n_end,
        n_censor=n_death,
        n_exposed=n_risk - n_death,
        conf_level=conf_level,
        conf_type=conf_type,
    )
