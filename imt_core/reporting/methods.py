"""The methods behind the numbers, read from the docstrings of the functions that compute them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import docstring_parser

from imt_core.conventions.errors import ImtError


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One function's method, in its own words.

    Parameters
    ----------
    name : str
        The function.
    summary : str
        What it does, one sentence.
    notes : str
        Formula, ties, edge cases, without the R call.
    r_call : str
        The R expression that gives the same number; empty where there is none.
    references : tuple of str
    """

    name: str
    summary: str
    notes: str
    r_call: str
    references: tuple[str, ...]


_R_CALL: Final = re.compile(r"^R: (?P<call>.*)", re.MULTILINE | re.DOTALL)


def describe_method(function: Callable[..., Any]) -> Method:
    """Read a function's method from its docstring.

    Parameters
    ----------
    function : callable
        With a numpydoc docstring.

    Returns
    -------
    Method

    Raises
    ------
    ImtError
        If the function has no docstring.

    Examples
    --------
    >>> from imt_core.estimates.proportions import wilson
    >>> method = describe_method(wilson)
    >>> method.name, method.r_call
    ('wilson', '``prop.test(x, n, correct = FALSE)$conf.int``.')
    >>> method.references[0][:12]
    'Wilson EB. J'
    """
    if not function.__doc__:
        raise ImtError(
            f"function must have a docstring, but {function.__name__} has none. Write one."
        )
    parsed = docstring_parser.parse(
        inspect.cleandoc(function.__doc__), style=docstring_parser.DocstringStyle.NUMPYDOC
    )
    sections = {
        tag: [meta.description or "" for meta in parsed.meta if tag in meta.args]
        for tag in ("notes", "references")
    }
    notes = "\n\n".join(sections["notes"])
    found = _R_CALL.search(notes)
    return Method(
        name=function.__name__,
        summary=parsed.short_description or "",
        notes=_one_line(notes[: found.start()] if found else notes),
        r_call=_one_line(found["call"]) if found else "",
        references=tuple(_one_line(text) for text in sections["references"] if text),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
