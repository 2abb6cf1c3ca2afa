"""What every chart says, whatever draws it, and how a result finds its chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from imt_core.analyses.view_request import ViewRequest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chart:
    """A chart in neutral terms: a backend draws it, and decides nothing.

    Parameters
    ----------
    alt : str
        What it shows, for a reader who cannot see it.
    stamp : str
        The line below it: who is counted and how.
    reading : str
        How marks, lines and shading are read; empty where the key says all.
    """

    alt: str
    stamp: str
    reading: str = ""


@singledispatch
def design(result: object, request: ViewRequest) -> Chart | None:
    """Describe the chart of a result; each module of charts registers the result it describes.

    ``None`` where there is nothing to draw: a table, or nobody in view.
    """
    return None
