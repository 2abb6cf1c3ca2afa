"""A curve read off a printed figure, as a file of points: time, survival, numbers at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from imt_core.conventions.errors import ImtError
from imt_core.conventions.plain_text import plain_text
from imt_core.conventions.units import TimeUnit, months_from, time_unit
from imt_core.estimates.drawn_curve import MOST_POINTS, DrawnCurve, check_drawn_curve
from imt_core.intake.files.delimited_text import read_delimited
from imt_core.intake.files.text_encoding import decode_text
from imt_core.intake.notation.number_reading import read_numbers

MOST_BYTES: Final = 200_000
_TIME: Final = frozenset({"time", "times", "t", "x", "zeit", "tempo", "temps", "tiempo", "tijd"})
_SURVIVAL: Final = frozenset(
    {"survival", "surviving", "surv", "s", "y", "estimate", "probability", "prob", "proportion"}
    | {"fraction", "percent", "percentage", "km", "pfs", "os", "rfs", "efs", "dfs", "ttp", "free"}
)
_AT_RISK: Final = frozenset({"risk", "nrisk", "atrisk", "natrisk"})
_PERCENT: Final = frozenset({"percent", "percentage", "pct", "perc"})
_BARELY_MORE: Final = 1.5
"""Between 1 and this a value is neither a fraction nor a percentage that a curve begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    time: int
    survival: int
    n_risk: int | None
    unit: TimeUnit | None
    is_percent: bool


def read_drawn_curve(
    content: bytes, *, name: str, unit: TimeUnit | None = None
) -> DrawnCurve | None:
    """Read a curve from a text file of points.

    Parameters
    ----------
    content : bytes
        Delimited text: a column of times and one of survival, as fractions or percent, and if
        known one of the numbers at risk. Without a header the columns stand in this order.
    name : str
        What the curve is called.
    unit : {"days", "weeks", "months", "years"} or None
        Of the times; ``None`` where the header says it.

    Returns
    -------
    DrawnCurve or None
        From month 0, where survival is 1; ``None`` where the unit of the times has to be asked.

    Raises
    ------
    ImtError
        If it is no such file, or the points are those of no survival curve.

    Examples
    --------
    >>> read_drawn_curve(b"Months;Survival (%)\\n0;100\\n6,5;80\\n", name="CREATE")
    DrawnCurve(name='CREATE', months=(0.0, 6.5), survival=(1.0, 0.8), n_risk=())
    >>> read_drawn_curve(b"1,0.9\\n2,0.5\\n", name="CREATE", unit="years").months
    (0.0, 12.0, 24.0)
    >>> read_drawn_curve(b"time,survival\\n1,0.9\\n2,0.5\\n", name="CREATE") is None
    True
    >>> read_drawn_curve(b"month,survival\\n1,0.5\\n2,0.9\\n", name="CREATE")
    Traceback (most recent call last):
        ...
    imt_core.ImtError: survival must not increase, but does from month 1 to 2. Correct the points \
read off the figure.
    """
    if len(content) > MOST_BYTES:
        raise ImtError(
            f"The file of a curve must not be larger than {MOST_BYTES / 1e6:g} MB, but is. Read "
            "fewer points off the figure."
        )
    records = [row for row in read_delimited(decode_text(content).text) if any(row)]
    columns, points = _columns(records)
    if len(points) > MOST_POINTS:
        raise ImtError(
            f"A curve must have at most {MOST_POINTS:,} points, but has {len(points):,}. Read "
            "fewer off the figure."
        )
    unit = columns.unit or unit
    times = _numbers(points, columns.time, "time")
    survival = _fractions(_numbers(points, columns.survival, "survival"), columns.is_percent)
    n_risk = _counts(points, columns.n_risk)
    if unit is None:
        return None
    months = [round(months_from(time, unit), 4) for time in times]
    if months and months[0] > 0:
        # Nobody has had the event before time begins.
        months, survival = [0.0, *months], [1.0, *survival]
        n_risk = [None, *n_risk] if n_risk else []
    curve = DrawnCurve(
        name=" ".join(name.split()),
        months=tuple(months),
        survival=tuple(survival),
        n_risk=tuple(n_risk),
    )
    check_drawn_curve(curve)
    return curve


def _columns(records: Sequence[Sequence[str]]) -> tuple[_Columns, Sequence[Sequence[str]]]:
    """Which column is what, and the rows of points; the first row is a header if it has words."""
    if not records:
        raise ImtError("The file of a curve must have points, but is empty. Choose another.")
    header = [plain_text(cell).split() for cell in records[0]]
    if not any(word[:1].isalpha() for words in header for word in words):
        n = len(records[0])
        if n not in (2, 3):
            raise ImtError(
                "The file of a curve must have 2 or 3 columns (time, survival, at risk), but has "
                f"{n}. Leave out the others, or name them in a first row."
            )
        n_risk = 2 if n == 3 else None
        return _Columns(time=0, survival=1, n_risk=n_risk, unit=None, is_percent=False), records
    units = [next((u for word in words if (u := time_unit(word))), None) for words in header]
    at_risk = [i for i, words in enumerate(header) if _AT_RISK & {*words, "".join(words)}]
    left = [i for i in range(len(header)) if i not in at_risk]
    times = [i for i in left if _TIME & set(header[i])] or [i for i in left if units[i]]
    curves = [i for i in left if _SURVIVAL & set(header[i]) and i not in times]
    if len(times) != 1 or len(curves) != 1 or len(at_risk) > 1:
        raise ImtError(
            "The first row must name one column of times, one of survival and at most one of "
            "numbers at risk, but does not. Call them time (months), survival and at risk."
        )
    survival = curves[0]
    return (
        _Columns(
            time=times[0],
            survival=survival,
            n_risk=at_risk[0] if at_risk else None,
            unit=units[times[0]],
            is_percent="%" in records[0][survival] or bool(_PERCENT & set(header[survival])),
        ),
        records[1:],
    )


def _cells(points: Sequence[Sequence[str]], column: int) -> pd.Series:
    cells = [row[column] if column < len(row) else "" for row in points]
    return pd.Series([cell.removesuffix("%").strip() for cell in cells], dtype=object)


def _numbers(points: Sequence[Sequence[str]], column: int, what: str) -> list[float]:
    """Every cell of a column as a number, or a refusal that names the first that is none."""
    numbers = read_numbers(_cells(points, column)).numbers
    missing = numbers.index[numbers.isna()]
    if len(missing):
        raise ImtError(
            f"Every {what} must be a number, but that of point {missing[0] + 1} is none, or could "
            "be two. Correct it."
        )
    return [float(number) for number in numbers]


def _fractions(values: list[float], is_percent: bool) -> list[float]:
    highest = max(values, default=0.0)
    if not is_percent and 1 < highest <= _BARELY_MORE:
        raise ImtError(
            "survival must be a fraction up to 1 or a percentage up to 100, but its highest value "
            f"is {highest:g}. Correct it, or write % into the header."
        )
    if is_percent or highest > 1:
        return [round(value / 100, 6) for value in values]
    return values


def _counts(points: Sequence[Sequence[str]], column: int | None) -> list[int | None]:
    """Numbers at risk, which may stand beside some times only."""
    if column is None:
        return []
    cells = _cells(points, column)
    numbers = read_numbers(cells).numbers
    wrong = [i for i, number in enumerate(numbers) if cells[i] and number % 1 != 0]
    if wrong:
        raise ImtError(
            f"Every number at risk must be a whole number or left empty, but that of point "
            f"{wrong[0] + 1} is neither. Correct it."
        )
    return [None if pd.isna(number) else int(number) for number in numbers]
