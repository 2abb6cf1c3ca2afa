"""Curves that are mostly one line on paper: which groups they are, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np

from imt_core.estimates.time_to_event import FloatArray

_MOSTLY: Final = 0.5
"""Of the shorter of two curves; the first steps of most curves are at one height."""
_MOST_NAMED: Final = 3

_Steps: TypeAlias = tuple[FloatArray, FloatArray]
"""Months and percent of the corners of a line."""


def describe_coinciding(curves: Sequence[tuple[str, Sequence[_Steps | None]]]) -> str:
    """Name the groups whose curves hide one another; empty where all are seen.

    Parameters
    ----------
    curves : sequence of tuple
        Each with its name and the parts of its steps in their order, as they are drawn.

    Returns
    -------
    str
        A sentence, and a space after it.

    Examples
    --------
    >>> import numpy as np
    >>> one = (np.array([0.0, 2, 2, 9]), np.array([100.0, 100, 50, 50]))
    >>> other = (np.array([0.0, 1, 1, 9]), np.array([100.0, 100, 20, 20]))
    >>> describe_coinciding([("A", [one]), ("B", [None, one]), ("C", [other])])
    'A and B are mostly one line: their curves coincide. '
    >>> describe_coinciding([("A", [one]), ("C", [other])])
    ''
    """
    drawn = [(name, _joined(parts)) for name, parts in curves if any(p is not None for p in parts)]
    together: list[list[tuple[str, _Steps]]] = []
    for name, steps in drawn:
        like = (x for x in together if all(_share(steps, other) >= _MOSTLY for _, other in x))
        found = next(like, None)
        if found is None:
            together.append([(name, steps)])
        else:
            found.append((name, steps))
    hidden = ([name for name, _ in found] for found in together if len(found) > 1)
    return "".join(
        f"{_listed(names)} are mostly one line: their curves coincide. " for names in hidden
    )


def _joined(parts: Sequence[_Steps | None]) -> _Steps:
    drawn = [part for part in parts if part is not None]
    return np.concatenate([x for x, _ in drawn]), np.concatenate([y for _, y in drawn])


def _share(one: _Steps, other: _Steps) -> float:
    """The part of the shorter of two curves on which they are at one height."""
    end = min(one[0][-1], other[0][-1])
    corners = np.unique(np.concatenate((one[0], other[0])))
    corners = corners[corners <= end]
    if end <= 0 or corners.size < 2:
        return 0.0
    middles, lengths = (corners[1:] + corners[:-1]) / 2, np.diff(corners)
    are_one = np.isclose(_heights(one, middles), _heights(other, middles))
    return float(lengths[are_one].sum() / end)


def _heights(curve: _Steps, months: FloatArray) -> FloatArray:
    """How high a step function is at months within its steps."""
    x, y = curve
    heights: FloatArray = y[np.searchsorted(x, months, side="right") - 1]
    return heights


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[: _MOST_NAMED - 1])} and {len(names) - _MOST_NAMED + 1} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"
