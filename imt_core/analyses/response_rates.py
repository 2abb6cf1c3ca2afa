"""Response, disease control and durable control of one denominator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from imt_core.cohort.duration_of_response import end_of_control
from imt_core.cohort.schema import CONTROLLED, RESPONDERS, Cohort
from imt_core.conventions.choices import Conventions
from imt_core.estimates.proportions import Proportion, proportion
from imt_core.estimates.time_to_event import TIE_TOLERANCE

DEFAULT_DURABLE_MONTHS: Final = 6.0
"""How long a stable disease must last to count as durable control, where nothing else is asked."""

LASTED: Final = "lasted"
ENDED: Final = "ended"
NOT_KNOWN: Final = "not known"
"""What is known of how long a stable disease lasted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRates:
    """Rates that share a denominator.

    Parameters
    ----------
    n : int
        The denominator.
    orr, dcr : Proportion
        Overall response rate (CR + PR) and disease control rate (CR + PR + SD).
    durable, durable_at_most : Proportion
        CR, PR and those whose SD is known to have lasted; and together with those of whom it is
        not known. They are the same where it is known of everybody.
    """

    n: int
    orr: Proportion
    dcr: Proportion
    durable: Proportion
    durable_at_most: Proportion


def response_rates_of(
    counts: Mapping[str, int], n: int, *, n_lasted: int, n_not_known: int, conventions: Conventions
) -> ResponseRates:
    """Estimate every rate of one denominator.

    Parameters
    ----------
    counts : mapping of str to int
        Cases with CR, PR, SD and PD.
    n : int
        The denominator, at least their sum less PD.
    n_lasted, n_not_known : int
        Of the cases with SD, those in which it lasted, and those of whom that is not known.
    conventions : Conventions
        Gives the interval and its level.

    Returns
    -------
    ResponseRates

    Notes
    -----
    The durable control of a case whose follow-up ended too early is neither yes nor no: the rate
    lies between that without and that with these cases, and the limits are the lower limit of the
    former and the upper limit of the latter.
    R: ``binom.test(x, n)``.

    Examples
    --------
    >>> rates = response_rates_of({"CR": 1, "PR": 2, "SD": 3, "PD": 2}, 10, n_lasted=1,
    ...                           n_not_known=1, conventions=Conventions())
    >>> rates.orr.estimate, rates.dcr.estimate
    (0.3, 0.6)
    >>> rates.durable.estimate, rates.durable_at_most.estimate
    (0.4, 0.5)
    """
    responders = sum(counts[level] for level in RESPONDERS)

    def rate(n_success: int) -> Proportion:
        return proportion(
            n_success,
            n,
            conf_level=conventions.conf_level,
            conf_type=conventions.proportion_conf_type,
        )

    return ResponseRates(
        n=n,
        orr=rate(responders),
        dcr=rate(sum(counts[level] for level in CONTROLLED)),
        durable=rate(responders + n_lasted),
        durable_at_most=rate(responders + n_lasted + n_not_known),
    )


def stable_for(cohort: Cohort, months: float) -> pd.Series:
    """Whether each stable disease lasted so many months from day 1, as far as it is known.

    Parameters
    ----------
    cohort : Cohort
    months : float

    Returns
    -------
    pandas.Series of str
        Of each line with SD ``"lasted"``, ``"ended"`` (progression or death before) or ``"not
        known"`` (last assessed before, without either, or no time recorded); empty for the others.

    Notes
    -----
    Its end is that of PFS, in localized disease of RFS. A time equal to `months` within the
    tolerance of tied times has lasted.

    References
    ----------
    Eisenhauer EA et al. (RECIST 1.1, section 4.6: stable disease is measured from the start of
    treatment until progression). Eur J Cancer 2009;45:228-247. doi:10.1016/j.ejca.2008.10.026

    Examples
    --------
    >>> frame = pd.DataFrame({"patient_id": list("abcd"), "line_number": [1.0] * 4,
    ...     "best_response": ["SD", "SD", "SD", "PD"], "pfs_months": [6.0, 5.9, 5.9, 9.0],
    ...     "pfs_event": [1.0, 1.0, 0.0, 1.0]})
    >>> stable_for(Cohort(frame=frame, name="four"), 6).tolist()
    ['lasted', 'ended', 'not known', '']
    """
    end, event = end_of_control(cohort)
    stable = cohort.frame["best_response"] == "SD"
    lasted = end >= months - TIE_TOLERANCE * max(1.0, months)
    known = np.where(lasted, LASTED, np.where(event == 1, ENDED, NOT_KNOWN))
    return pd.Series(np.where(stable, known, ""), index=cohort.frame.index)
