"""Cards as a file: those that are shipped, and the reader's own to take away and take up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from imt_core.analyses.benchmark.cards import SeriesCard, check_own_cards
from imt_core.conventions.json_file import read_json_file, write_json_file

_SHIPPED: Final = Path(__file__).parent / "series.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """What a file of cards holds."""

    cards: tuple[SeriesCard, ...]


def _read(content: bytes) -> tuple[SeriesCard, ...]:
    return read_json_file(content, CardFile, kind="card file", version=1).cards


@cache
def shipped_cards() -> tuple[SeriesCard, ...]:
    """The published series of inflammatory myofibroblastic tumour, in the order of treatments.

    Returns
    -------
    tuple of SeriesCard
        Facts with their source; none is pooled with another.

    Examples
    --------
    >>> cards = shipped_cards()
    >>> len(cards), cards[0].name, cards[0].figures[0].n_success, cards[0].figures[0].n
    (17, 'Anthracycline, Baldi 2020', 10, 21)
    """
    return _read(_SHIPPED.read_bytes())


def write_cards(cards: Sequence[SeriesCard]) -> bytes:
    """Write cards as a file (JSON)."""
    return write_json_file(CardFile(cards=tuple(cards)), kind="card file", version=1)


def read_cards(content: bytes) -> tuple[SeriesCard, ...]:
    """Read own cards that `write_cards` wrote.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    tuple of SeriesCard

    Raises
    ------
    ImtError
        If it is no such file, or a card in it is out of bounds.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.cards import SeriesFigure, own_card
    >>> card = own_card("Ours", figures=[SeriesFigure(kind="response", n_success=4, n=9)])
    >>> read_cards(write_cards([card])) == (card,)
    True
    >>> read_cards(b"name,n\\nOurs,9\\n")
    Traceback (most recent call last):
        ...
    imt_core.ImtError: The file must be a card file of this app (JSON), but is not. \
Choose the file that the app wrote.
    """
    cards = _read(content)
    check_own_cards(cards)
    return cards
