"""What is costly to work out of a result, worked out once as long as the result is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

Result = TypeVar("Result")
Value = TypeVar("Value")


def worked_out_once(work_out: Callable[[Result], Value]) -> Callable[[Result], Value]:
    """Keep what a function gives of a frozen result, and forget it together with the result.

    Parameters
    ----------
    work_out : callable
        Takes the result alone.

    Returns
    -------
    callable

    Examples
    --------
    >>> class Summary: pass
    >>> worked_out = []
    >>> @worked_out_once
    ... def number(summary):
    ...     worked_out.append(summary)
    ...     return 42
    >>> one = Summary()
    >>> number(one), number(one), len(worked_out), number(Summary()), len(worked_out)
    (42, 42, 1, 42, 2)
    """
    made: WeakKeyDictionary[object, object] = WeakKeyDictionary()

    @wraps(work_out)
    def once(result: Result) -> Value:
        if result not in made:
            made[result] = work_out(result)
        return cast("Value", made[result])

    return once
