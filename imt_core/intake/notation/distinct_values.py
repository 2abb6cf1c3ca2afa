"""What is worked out once for each distinct value of a column: sheets repeat themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from imt_core.conventions.formatting import format_exact


def map_distinct(
    values: pd.Series, function: Callable[[Any], object], dtype: type = object
) -> pd.Series:
    """Put what a function makes of each value in its place, asking it once for each distinct one.

    Parameters
    ----------
    values : pandas.Series
    function : callable
        Of one value; whatever is missing is one value too.
    dtype : type
        Of what it returns.

    Returns
    -------
    pandas.Series
        With the index and the name of `values`.

    Examples
    --------
    >>> asked = []
    >>> texts = pd.Series(["a", "b", "a"], index=[2, 3, 4])
    >>> map_distinct(texts, lambda text: asked.append(text) or text.upper()).to_dict(), asked
    ({2: 'A', 3: 'B', 4: 'A'}, ['a', 'b'])
    """
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    made: np.ndarray[Any, Any] = np.empty(len(distinct), dtype=dtype)
    for place, value in enumerate(distinct):
        made[place] = function(value)
    return pd.Series(made[codes], index=values.index, name=values.name)


def exact_texts(numbers: pd.Series, otherwise: pd.Series | str = "") -> pd.Series:
    """Write numbers so that reading them gives the same; where there is none, something else.

    Examples
    --------
    >>> exact_texts(pd.Series([1.5, 2.0, float("nan")])).tolist()
    ['1.5', '2', '']
    """
    texts = map_distinct(numbers, lambda number: "" if pd.isna(number) else format_exact(number))
    return texts.where(numbers.notna(), otherwise)
