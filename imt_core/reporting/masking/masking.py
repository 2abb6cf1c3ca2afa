"""Small counts written as "fewer than", and dashes where they could be worked out."""

from __future__ import annotations

from dataclasses import dataclass

from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.masking.disclosure import Shown
from imt_core.reporting.masking.suppression import suppress
from imt_core.reporting.tables.counts import WITHHELD, Cell, Count, CountId, Counts, FewerThan


def check_under(under: int) -> None:
    """Refuse a threshold that masks nothing.

    Examples
    --------
    >>> check_under(1)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: under must be at least 2, but 1 was found. Give 5, or None to show \
all counts.
    """
    if under < 2:
        raise ImtError(
            f"under must be at least 2, but {under} was found. Give 5, or None to show all counts."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskedCounts:
    """What is shown of each count: the one way from what was decided to what stands in a cell.

    Parameters
    ----------
    states : dict of CountId to {"shown", "small", "withheld"}
        Of a count that is not among them everybody knows that it is 0.
    under : int
    """

    states: dict[CountId, Shown]
    under: int

    def is_shown(self, *counts: Count) -> bool:
        """Whether all of these stand as they are."""
        return all(self._state(count) == "shown" for count in counts)

    def is_small(self, n: int) -> bool:
        """Whether so many are too few to be shown."""
        return 0 < n < self.under

    def cell(self, count: Count) -> Cell:
        """The count, or what stands for it."""
        state = self._state(count)
        if state == "small":
            return FewerThan(self.under)
        return count if state == "shown" else WITHHELD

    def _state(self, count: Count) -> Shown:
        return "shown" if count.is_nobody else self.states[count.id]


def mask(counts: Counts, *, under: int) -> MaskedCounts:
    """Decide what is shown of each count.

    Examples
    --------
    >>> men = Count(CountId("lines").having("sex", "male"), 3)
    >>> counts = Counts()
    >>> counts.add(men)
    >>> masked = mask(counts, under=5)
    >>> masked.cell(men).text, masked.is_shown(men)
    ('<5', False)
    """
    check_under(under)
    return MaskedCounts(states=suppress(counts, under=under), under=under)


def masking_sentence(under: int) -> str:
    """What was done to the counts, for the reader of a masked table.

    Examples
    --------
    >>> masking_sentence(5)[:36]
    'Counts of 1 to 4 are written as <5; '
    """
    return (
        f"Counts of 1 to {under - 1} are written as <{under}; {EN_DASH} stands for a count, of any "
        "size, that is withheld because a small count could be worked out from it. Percentages, "
        "intervals and estimates that rest on such counts are withheld too. This holds within one "
        "table: whoever has another table of nearly the same patients may compare the two."
    )
