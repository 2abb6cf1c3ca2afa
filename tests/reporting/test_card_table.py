"""Own cards come from a table that a spreadsheet wrote, or are refused in a sentence."""

from __future__ import annotations

import pytest

from imt_core.analyses.benchmark.card_files import write_cards
from imt_core.analyses.benchmark.cards import SeriesFigure, own_card
from imt_core.conventions.errors import ImtError
from imt_core.reporting.card_table import cards_to_table, read_own_cards
from imt_core.reporting.csv_files import write_csv

RESPONSE = SeriesFigure(kind="response", n_success=4, n=9)
RATE = SeriesFigure(
    kind="survival", endpoint="os", months=24.0, percent=60.5, printed_low=41.0, printed_high=78.0
)
MEDIAN = SeriesFigure(kind="median", endpoint="pfs", months=8.2)
CARDS = (
    own_card("Ours", treatment="crizotinib", citation="Ward 7, 2020", figures=[RESPONSE, RATE]),
    own_card("Theirs", population="adults", figures=[MEDIAN]),
)


def test_cards_come_back_from_their_table_and_from_their_file() -> None:
    assert read_own_cards(write_csv(cards_to_table(CARDS))) == CARDS
    assert read_own_cards(write_cards(CARDS)) == CARDS


def test_a_table_of_another_country_is_read() -> None:
    (card,) = read_own_cards(b"Name;Endpoint;Months;Percent\nOurs;OS;24;60,5\n")
    (figure,) = card.figures
    assert (figure.endpoint, figure.months, figure.percent) == ("os", 24.0, 60.5)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("", "The first row of a table of cards must name columns"),
        ("name,responders,responders\nOurs,4,9\n", "each once"),
        ("name,responders,n\n", "must have a card"),
        ("name,responders,n\nOurs,4,nine\n", "n must be a number or left empty, but that in row 2"),
        ("name,responders,n\nOurs,4.5,9\n", "must be whole numbers, but 4.5 was found in row 2"),
        ("name,responders,n\nOurs,9,4\n", "responders must be from 0 to the number evaluated"),
        ("name,responders,n\nOurs,,\n", "row 2 tells none"),
        ("name,responders,n\n,4,9\n", "a card must have a name"),
        ("name,endpoint,months,percent\nOurs,age,12,50\n", "the endpoint of a card"),
        ("name,treatment,n,responders\nOurs,a,9,4\nOurs,b,9,4\n", "different names"),
        ('name,n\n"Ours,9\n', "quotation mark"),
        pytest.param("x" * 200_001, "must not be larger", id="too large"),
    ],
)
def test_what_is_no_table_of_cards_is_refused(table: str, message: str) -> None:
    with pytest.raises(ImtError, match=message):
        read_own_cards(table.encode())
