"""Numbers to text: the only place where percentages, "NR" and "NE" exist.

Rounding is half-up on the shortest decimal form of the number, as printed tables do it, so that
0.125 is written 12.5 % and 2.5 rounds to 3.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

NOT_ESTIMABLE: Final = "NE"
"""Written where a number cannot be estimated from these data."""

NOT_REACHED: Final = "NR"
"""Written where a survival quantile is not reached; a limit that there is not is not estimable."""

NO_LIMITS: Final = f"{NOT_ESTIMABLE}\N{EN DASH}{NOT_ESTIMABLE}"
"""Written in the place of limits where there are none."""

ABBREVIATIONS: Final = (
    "NR: not reached within follow-up; NE: not estimable from these cases, of a limit that there "
    "is none; "
    "CI: confidence interval; Q1, Q3: times by which a quarter and three quarters had the event"
)

EN_DASH: Final = "–"

EQUALS: Final = "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"
"""Between numerator and denominator and their rate, which no line's end parts."""


def format_number(value: float | None, *, decimals: int = 1, missing: str = NOT_ESTIMABLE) -> str:
    """Write a number with a fixed number of decimals, rounded half-up.

    Parameters
    ----------
    value : float or None
        Any finite number; ``None`` is written as `missing`.
    decimals : int
        Digits after the point.
    missing : str
        Text for ``None``.

    Returns
    -------
    str

    Examples
    --------
    >>> format_number(2.25)
    '2.3'
    >>> format_number(None, missing="NR")
    'NR'
    """
    if value is None:
        return missing
    # 12 significant digits first: 0.475 * 100 is 47.49999999999999 in binary, and means 47.5.
    cleaned = Decimal(f"{value:.12g}")
    rounded = cleaned.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"


def format_percent(
    fraction: float | None, *, decimals: int = 1, missing: str = NOT_ESTIMABLE, sign: bool = True
) -> str:
    """Write a fraction as a percentage.

    Examples
    --------
    >>> format_percent(10 / 21)
    '47.6%'
    >>> format_percent(None)
    'NE'
    """
    if fraction is None:
        return missing
    return format_number(100 * fraction, decimals=decimals) + ("%" if sign else "")


def format_change(percent: float | None) -> str:
    """Write a change in percent with its sign, a decimal only where there is one.

    Examples
    --------
    >>> format_change(-57.0), format_change(12.25), format_change(0.0), format_change(None)
    ('-57%', '+12.3%', '0%', 'NE')
    """
    if percent is None:
        return NOT_ESTIMABLE
    number = format_number(percent).removesuffix(".0")
    return f"{'+' if percent > 0 and number != '0' else ''}{number}%"


def format_range(
    low: float | None, high: float | None, *, decimals: int = 1, missing: str = NOT_ESTIMABLE
) -> str:
    """Write two limits joined by an en dash, or by "to" where a minus sign stands in one.

    Examples
    --------
    >>> format_range(25.7, 70.2)
    '25.7–70.2'
    >>> format_range(24.9, None)
    '24.9–NE'
    >>> format_range(-5, 3)
    '-5.0 to 3.0'
    """
    limits = [format_number(x, decimals=decimals, missing=missing) for x in (low, high)]
    return (" to " if any(limit.startswith("-") for limit in limits) else EN_DASH).join(limits)


def format_estimate(
    estimate: float | None,
    low: float | None,
    high: float | None,
    *,
    decimals: int = 1,
    missing: str = NOT_ESTIMABLE,
) -> str:
    """Write ``estimate (low–high)``; a limit that is ``None`` is not estimable.

    Examples
    --------
    >>> format_estimate(6.3, 1.9, 13.4)
    '6.3 (1.9–13.4)'
    >>> format_estimate(None, None, None, missing="NR")
    'NR (NE–NE)'
    """
    middle = format_number(estimate, decimals=decimals, missing=missing)
    return f"{middle} ({format_range(low, high, decimals=decimals)})"


def format_median(median: float | None, q1: float | None, q3: float | None) -> str:
    """Write ``median (Q1–Q3)`` of a survival curve, each of which may not be reached.

    Examples
    --------
    >>> format_median(12.5, 6, None), format_median(None, None, None)
    ('12.5 (6.0–NR)', 'NR (NR–NR)')
    """
    quartiles = format_range(q1, q3, missing=NOT_REACHED)
    return f"{format_number(median, missing=NOT_REACHED)} ({quartiles})"


def format_percent_estimate(
    estimate: float | None, low: float | None, high: float | None, *, decimals: int = 1
) -> str:
    """Write a fraction and its limits as percentages, the sign once.

    Examples
    --------
    >>> format_percent_estimate(0.5, 0.25, 1.0)
    '50.0% (25.0–100.0)'
    >>> format_percent_estimate(1.0, 1.0, 1.0), format_percent_estimate(0.0, None, None)
    ('100.0% (NE–NE)', '0.0% (NE–NE)')
    >>> format_percent_estimate(None, None, None)
    'NE'
    """
    if estimate is None:
        return NOT_ESTIMABLE
    # Limits without width, as before a first event, are none.
    if low == high:
        return f"{format_percent(estimate, decimals=decimals)} ({NO_LIMITS})"
    low_100, high_100 = (None if x is None else 100 * x for x in (low, high))
    limits = format_range(low_100, high_100, decimals=decimals)
    return f"{format_percent(estimate, decimals=decimals)} ({limits})"


def format_rate_or_reason(
    estimate: float | None, low: float | None, high: float | None, *, reason: str
) -> str:
    """Write a fraction with its limits as percentages, or why there is none.

    Examples
    --------
    >>> format_rate_or_reason(0.5, 0.25, 1.0, reason="")
    '50.0% (25.0–100.0)'
    >>> format_rate_or_reason(0.0, None, None, reason="")
    '0.0% (NE–NE)'
    >>> format_rate_or_reason(None, None, None, reason="no cases")
    'NE: no cases'
    """
    if estimate is None:
        return f"{NOT_ESTIMABLE}: {reason}"
    return format_percent_estimate(estimate, low, high)


def reason_or_no_limits(reason: str, low: float | None, high: float | None) -> str:
    """Why there is no estimate, or that it has no limits, for a file; empty where it has both.

    Examples
    --------
    >>> reason_or_no_limits("", 1.0, 1.0), reason_or_no_limits("", None, None)
    ('limits not estimable', 'limits not estimable')
    >>> reason_or_no_limits("no cases", None, None), reason_or_no_limits("", 0.2, 0.7)
    ('no cases', '')
    """
    return reason or ("limits not estimable" if low == high else "")


def format_exact(value: float) -> str:
    """Write a number so that reading it gives the same number; whole ones without a point.

    Examples
    --------
    >>> format_exact(1000001.0), format_exact(0.12345671)
    ('1000001', '0.12345671')
    """
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def format_count_percent(count: int, total: int, *, decimals: int = 1) -> str:
    """Write ``count (percent)``; a count of no one has no percentage.

    Examples
    --------
    >>> format_count_percent(15, 25)
    '15 (60.0%)'
    >>> format_count_percent(0, 0)
    '0'
    """
    if total == 0:
        return str(count)
    return f"{count} ({format_percent(count / total, decimals=decimals)})"


def format_p_value(p_value: float | None, *, decimals: int = 3) -> str:
    """Write a p value, never as zero.

    Examples
    --------
    >>> format_p_value(0.8749)
    'p = 0.875'
    >>> format_p_value(0.00001)
    'p < 0.001'
    >>> format_p_value(None)
    'p not estimable'
    """
    if p_value is None:
        return "p not estimable"
    floor = 10.0**-decimals
    if p_value < floor:
        return f"p < {format_number(floor, decimals=decimals)}"
    return f"p = {format_number(p_value, decimals=decimals)}"


def format_p_or_reason(p_value: float | None, reason: str) -> str:
    """Write a p value, or why there is none.

    Examples
    --------
    >>> format_p_or_reason(0.04, ""), format_p_or_reason(None, "no event was observed")
    ('p = 0.040', 'no event was observed')
    """
    return reason if p_value is None else format_p_value(p_value)


def format_count(count: int, singular: str, plural: str | None = None) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> format_count(1, "line"), format_count(48, "line")
    ('1 line', '48 lines')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def format_events(n_event: int, n_died: int | None) -> str:
    """Write events, and who died where the events are deaths told by lines.

    Examples
    --------
    >>> format_events(24, 17), format_events(24, None)
    ('24 events (17 patients died)', '24 events')
    """
    events = format_count(n_event, "event")
    return events if n_died is None else f"{events} ({format_count(n_died, 'patient')} died)"
