"""What every chart says, whatever draws it, and how a result finds its chart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from imt_core.analyses.view_request import ViewRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A number axis.

    Parameters
    ----------
    low, high : float
        Where it begins and ends.
    ticks : tuple of float
        At equal distances.
    title : str
    unit : str
        What stands after each tick's number.
    doubles : bool
        Whether equal distances are equal ratios, each tick being twice the one before.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    title: str
    unit: str = ""
    doubles: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands at the ticks."""
        return tuple(f"{tick:g}{self.unit}" for tick in self.ticks)

    @property
    def step(self) -> float:
        """From one tick to the next; the whole axis where there is one tick only."""
        return self.ticks[1] - self.ticks[0] if len(self.ticks) > 1 else self.high - self.low


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
        How marks, lines and shading are read, and what is not drawn; empty where the key says all.
    empty : str
        Why nothing is drawn; empty where something is.
    of_patients : bool
        Whether each bar or mark is of one patient, whom the figure of a page carries first in the
        mark's ``customdata``.
    """

    alt: str
    stamp: str
    reading: str = ""
    empty: str = ""
    of_patients: bool = False


@singledispatch
def design(result: object, request: ViewRequest) -> Chart | None:
    """Describe the chart of a result; each module of charts registers the result it describes.

    ``None`` for what is no chart, such as a table.
    """
    return None
