"""A curve read off a figure comes from a file of points, or is refused in a sentence."""

from __future__ import annotations

import pytest

from imt_core.conventions.errors import ImtError
from imt_core.estimates.drawn_curve import DrawnCurve, check_drawn_curve
from imt_core.intake.curve_file import read_drawn_curve


def read(text: str, **options: object) -> DrawnCurve | None:
    return read_drawn_curve(text.encode(), name="CREATE", **options)


@pytest.mark.parametrize(
    "header",
    [
        "time (months),survival,n at risk",
        "Months,Survival probability,Number at risk",
        "mesi;PFS;n.risk",
        "Time [mo]\tOS\tAt risk",
        "T (Monate)|S|nrisk",
    ],
)
def test_columns_are_found_by_their_words_in_any_usual_spelling(header: str) -> None:
    separator = next(s for s in (",", ";", "\t", "|") if s in header)
    rows = "\n".join(separator.join(row) for row in (["0", "1", "12"], ["6", "0.5", "6"]))
    assert read(f"{header}\n{rows}\n") == DrawnCurve(
        name="CREATE", months=(0.0, 6.0), survival=(1.0, 0.5), n_risk=(12, 6)
    )


@pytest.mark.parametrize(
    "text",
    [
        "months,survival (%)\n0,100\n6,50\n",
        "months,survival\n0,100\n6,50\n",
        "months,survival\n0,100%\n6,50%\n",
        "months;survival\n0;1\n6;0,5\n",
        "at risk;survival;months\n;100;0\n;50;6\n",
        "\ufeffmonths,survival\r\n0,1\r\n\r\n6,0.5\r\n",
    ],
)
def test_survival_is_read_as_a_fraction_or_in_percent(text: str) -> None:
    curve = read(text)
    assert curve is not None
    assert (curve.months, curve.survival) == ((0.0, 6.0), (1.0, 0.5))


def test_times_of_another_unit_become_months() -> None:
    curve = read("days,survival\n0,1\n365.25,0.5\n")
    assert curve is not None
    assert curve.months == (0.0, 12.0)


@pytest.mark.parametrize("text", ["0,1\n1,0.5\n", "time,survival\n0,1\n1,0.5\n"])
def test_a_unit_that_is_not_told_is_asked(text: str) -> None:
    assert read(text) is None
    asked = read(text, unit="years")
    assert asked is not None
    assert asked.months == (0.0, 12.0)


def test_a_curve_begins_at_month_0_with_everybody() -> None:
    curve = read("months,survival,at risk\n3,0.9,10\n6,0.5,\n")
    assert curve == DrawnCurve(
        name="CREATE", months=(0.0, 3.0, 6.0), survival=(1.0, 0.9, 0.5), n_risk=(None, 10, None)
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("months,survival\n", "from 2 to 500 points"),
        ("months,survival\n0,0.5\n6,0.9\n", "survival must not increase"),
        ("months,survival\n6,0.9\n3,0.5\n", "times must not decrease"),
        ("months,survival\n0,1.003\n6,0.9\n", "highest value is 1.003"),
        ("months,survival\n0,130\n6,50\n", "survival must lie from 0 to 100%"),
        ("months,survival\n0,1\n6,-0.1\n", "survival must lie from 0 to 100%"),
        ("months,survival\n0,1\n-6,0.9\n", "times must lie from 0"),
        ("months,survival\n0,1\n99999,0.9\n", "times must lie from 0 to 1,200 months"),
        ("months,survival\n0,1\nsix,0.9\n", "Every time must be a number, but that of point 2"),
        ("months,survival\n0,1\n6\n", "Every survival must be a number, but that of point 2"),
        ("months,survival,at risk\n0,1,5\n6,0.9,7\n", "numbers at risk must not increase"),
        ("months,survival,at risk\n0,1,5\n6,0.9,few\n", "Every number at risk must be a whole"),
        ("months,survival,at risk\n0,1,5\n6,0.9,4.5\n", "Every number at risk must be a whole"),
        ("months,colour\n0,1\n6,0.5\n", "The first row must name one column of times"),
        ("months,pfs,os\n0,1,1\n6,0.5,0.6\n", "The first row must name one column of times"),
        ("1,2,3,4\n5,6,7,8\n", "must have 2 or 3 columns"),
        ('months,survival\n0,"1\n', "quotation mark must be closed"),
        pytest.param("months,survival\n" + "1,1\n" * 501, "at most 500 points", id="too many"),
        pytest.param("x" * 200_001, "must not be larger", id="too large"),
        ("months,survival\n0,1\n6,nan\n", "Every survival must be a number"),
        ("months,survival\n0,1\n6,=1/2\n", "Every survival must be a number"),
    ],
)
def test_what_is_no_curve_is_refused_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(ImtError, match=message):
        read(text)


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\x00b", "a\u202eb"])
def test_a_curve_must_have_a_name_that_can_be_read(name: str) -> None:
    with pytest.raises(ImtError, match="a curve must have a name"):
        check_drawn_curve(DrawnCurve(name=name, months=(0.0, 1.0), survival=(1.0, 1.0)))
