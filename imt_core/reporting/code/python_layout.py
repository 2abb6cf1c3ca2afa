"""A call laid out in lines of Python, as a formatter would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from imt_core.reporting.code.literals import LINE_WIDTH


class Code(NamedTuple):
    """Source text that is not broken."""

    text: str


class Items(NamedTuple):
    """A tuple of values."""

    values: Sequence[Code | Call | Items]


class Call(NamedTuple):
    """A call: arguments with their names, which may be empty."""

    name: str
    items: Sequence[tuple[str, Code | Call | Items]]


def lay_out(prefix: str, value: Code | Call | Items, *, indent: int = 0, after: int = 0) -> str:
    """Write a value after a prefix: on one line, with its parts on the next, or a line for each.

    Parameters
    ----------
    prefix : str
        What stands before it on its line.
    value : Code, Call or Items
    indent, after : int
        Blanks before the line, and characters that follow the value on its last.

    Returns
    -------
    str

    Examples
    --------
    >>> print(lay_out("x = ", Call("f", [("a", Code("1")), ("b", Items([Code("2")]))])))
    x = f(a=1, b=(2,))
    >>> print(lay_out("x = ", Call("f" * 90, [("a", Code("1")), ("b", Code("2"))])).splitlines()[1])
        a=1, b=2
    """
    margin = " " * indent
    line = f"{margin}{prefix}{_one_line(value)}"
    if isinstance(value, Code) or len(line) + after <= LINE_WIDTH:
        return line
    if isinstance(value, Call):
        opening, parts = f"{value.name}(", list(value.items)
    else:
        opening, parts = "(", [("", part) for part in value.values]
    deeper = indent + 4
    together = " " * deeper + ", ".join(_argument(name) + _one_line(part) for name, part in parts)
    if isinstance(value, Call) and len(together) <= LINE_WIDTH:
        return f"{margin}{prefix}{opening}\n{together}\n{margin})"
    apart = [lay_out(_argument(name), part, indent=deeper, after=1) for name, part in parts]
    # A formatter ends the only argument of a call without a comma.
    comma = "" if isinstance(value, Call) and len(parts) == 1 else ","
    ended = [f"{part}{comma}" for part in apart]
    return "\n".join([f"{margin}{prefix}{opening}", *ended, f"{margin})"])


def _argument(name: str) -> str:
    return f"{name}=" if name else ""


def _one_line(value: Code | Call | Items) -> str:
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Call):
        inside = ", ".join(_argument(name) + _one_line(part) for name, part in value.items)
        return f"{value.name}({inside})"
    inside = ", ".join(_one_line(part) for part in value.values)
    return f"({inside},)" if len(value.values) == 1 else f"({inside})"
