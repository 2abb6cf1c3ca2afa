"""Own cards as a table, a row for each figure: to be written in a spreadsheet and taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from imt_core.analyses.benchmark.card_files import read_cards
from imt_core.analyses.benchmark.cards import SeriesCard, SeriesFigure, check_own_cards, own_card
from imt_core.conventions.errors import ImtError
from imt_core.conventions.plain_text import plain_text
from imt_core.intake.files.delimited_text import read_delimited
from imt_core.intake.files.text_encoding import decode_text
from imt_core.intake.notation.number_reading import read_numbers

MOST_BYTES: Final = 200_000
_WORDS: Final = ("name", "treatment", "population", "source", "endpoint")
_NUMBERS: Final = ("responders", "n", "months", "percent", "median", "low", "high")


def cards_to_table(cards: Sequence[SeriesCard]) -> pd.DataFrame:
    """One row for each figure of each card.

    Examples
    --------
    >>> card = own_card("Ours", figures=[SeriesFigure(kind="response", n_success=4, n=9)])
    >>> cards_to_table([card]).iloc[0][["name", "responders", "n"]].tolist()
    ['Ours', 4, 9]
    """
    rows = [
        {
            "name": card.name,
            "treatment": card.treatment,
            "population": card.population,
            "source": card.citation,
            "endpoint": figure.endpoint,
            "responders": figure.n_success,
            "n": figure.n,
            "months": None if figure.kind == "median" else figure.months,
            "percent": figure.percent,
            "median": figure.months if figure.kind == "median" else None,
            "low": figure.printed_low,
            "high": figure.printed_high,
        }
        for card in cards
        for figure in card.figures
    ]
    return pd.DataFrame(rows, columns=[*_WORDS, *_NUMBERS], dtype=object)


def read_own_cards(content: bytes) -> tuple[SeriesCard, ...]:
    r"""Read own cards from the file that the app wrote (JSON), or from a table (CSV).

    Parameters
    ----------
    content : bytes
        Of a table the first row names the columns: name, treatment, population, source; of a
        response responders and n; of a rate endpoint, months and percent; of a median endpoint and
        median; and low and high for its limits. Rows of one name are figures of one card.

    Returns
    -------
    tuple of SeriesCard

    Raises
    ------
    ImtError
        If it is neither, or a card in it is out of bounds.

    Examples
    --------
    >>> (card,) = read_own_cards(b"Name,Responders,n\nOurs,4,9\n")
    >>> card.figures[0].n_success, card.figures[0].n
    (4, 9)
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return read_cards(content)
    if len(content) > MOST_BYTES:
        raise ImtError(
            f"A table of cards must not be larger than {MOST_BYTES / 1e6:g} MB, but is. Leave out "
            "some."
        )
    records = [row for row in read_delimited(decode_text(content).text) if any(row)]
    header = [plain_text(cell) for cell in records[0]] if records else []
    known = (*_WORDS, *_NUMBERS)
    if "name" not in header or len(set(header)) < len(header) or set(header) - set(known):
        raise ImtError(
            f"The first row of a table of cards must name columns among {', '.join(known)}, each "
            "once and name among them, but does not. Correct it, or choose the file that the app "
            "wrote."
        )
    rows = [[*row, *[""] * len(header)][: len(header)] for row in records[1:]]
    table = pd.DataFrame(rows, columns=header, dtype=object)
    numbers = {name: _numbers(table[name], name) for name in _NUMBERS if name in header}
    figures: dict[tuple[str, ...], list[SeriesFigure]] = {}
    for at in range(len(table)):
        of_row: dict[str, float | None] = {name: told[at] for name, told in numbers.items()}
        words = tuple(str(table[name][at]) if name in header else "" for name in _WORDS)
        figures.setdefault(words[:-1], []).append(_figure(of_row, words[-1].lower(), at + 2))
    cards = tuple(
        own_card(name, treatment=treatment, population=population, citation=source, figures=told)
        for (name, treatment, population, source), told in figures.items()
    )
    if not cards:
        raise ImtError("A table of cards must have a card, but has none. Add a row.")
    check_own_cards(cards)
    return cards


def _numbers(cells: pd.Series, name: str) -> list[float | None]:
    found = read_numbers(cells).numbers
    for at, (cell, number) in enumerate(zip(cells, found, strict=True)):
        if cell and pd.isna(number):
            raise ImtError(
                f"{name} must be a number or left empty, but that in row {at + 2} is neither. "
                "Correct it."
            )
    return [None if pd.isna(number) else float(number) for number in found]


def _figure(of: Mapping[str, float | None], endpoint: str, row: int) -> SeriesFigure:
    figure = SeriesFigure(kind="median", printed_low=of.get("low"), printed_high=of.get("high"))
    responders, n = of.get("responders"), of.get("n")
    percent, median = of.get("percent"), of.get("median")
    if responders is not None or n is not None:
        counted = _whole(responders, row), _whole(n, row)
        return replace(figure, kind="response", n_success=counted[0], n=counted[1])
    if percent is not None:
        rate = replace(figure, kind="survival", endpoint=endpoint, percent=percent)
        return replace(rate, months=of.get("months"))
    if median is not None:
        return replace(figure, endpoint=endpoint, months=median)
    raise ImtError(
        f"Each row of a table of cards must tell responders and n, a percent or a median, but row "
        f"{row} tells none. Fill it in, or leave it out."
    )


def _whole(number: float | None, row: int) -> int | None:
    if number is not None and number % 1:
        raise ImtError(
            f"responders and n must be whole numbers, but {number:g} was found in row {row}. "
            "Correct it."
        )
    return None if number is None else int(number)
