"""What a text was found to say, kept while one call lasts and no longer: it is a cell or header."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Answer = TypeVar("_Answer")

_KEPT: Final[ContextVar[dict[Any, dict[Any, Any]] | None]] = ContextVar("kept", default=None)


@contextmanager
def keeping_answers() -> Iterator[None]:
    """Keep the answers of the functions under `kept` until the block is left; also a decorator.

    Notes
    -----
    Each thread keeps its own. A block inside another shares what that one keeps.

    Examples
    --------
    >>> asked = []
    >>> shout = kept(lambda text: asked.append(text) or text.upper())
    >>> with keeping_answers():
    ...     shout("a"), shout("a")
    ('A', 'A')
    >>> shout("a"), asked
    ('A', ['a', 'a'])
    """
    if _KEPT.get() is not None:
        yield
        return
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def kept(function: Callable[[_Key], _Answer]) -> Callable[[_Key], _Answer]:
    """Let a function of one text answer each once, inside `keeping_answers`; else every time."""

    @wraps(function)
    def answer(key: _Key) -> _Answer:
        memory = _KEPT.get()
        if memory is None:
            return function(key)
        answers: dict[_Key, _Answer] = memory.setdefault(function, {})
        if key not in answers:
            answers[key] = function(key)
        return answers[key]

    return answer
