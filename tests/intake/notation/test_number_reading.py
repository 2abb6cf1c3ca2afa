"""Numbers as spreadsheets of many countries write them."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.intake.notation.number_forms import read_written_number
from imt_core.intake.notation.number_reading import NumberReading, number_issues, read_numbers


def column(*texts: str) -> pd.Series:
    """A column as `read_table` gives it: its rows count from 2."""
    rows = pd.RangeIndex(2, 2 + len(texts), name="row")
    return pd.Series(texts, index=rows, name="months", dtype=object)


def read(*texts: str, **options: object) -> NumberReading:
    return read_numbers(column(*texts), **options)  # type: ignore[arg-type]


def numbers(reading: NumberReading) -> list[float | None]:
    return [None if math.isnan(x) else x for x in reading.numbers]


def codes(reading: NumberReading) -> list[str]:
    return [issue.code for issue in number_issues("os_months", reading)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("007", 7.0),
        ("+3", 3.0),
        ("-3", -3.0),
        ("−3.5", -3.5),
        ("–3", -3.0),
        ("- 3", -3.0),
        ("0.5", 0.5),
        (".5", 0.5),
        (",5", 0.5),
        ("3.", 3.0),
        ("0,123", 0.123),
        ("1234,567", 1234.567),
        ("1234.567", 1234.567),
        ("1.5e3", 1500.0),
        ("1,5E-2", 0.015),
        ("1.234e5", 123400.0),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1'234.5", 1234.5),
        ("1’234’567", 1234567.0),
        ("1 234,5", 1234.5),
        ("1\u202f234\u202f567,8", 1234567.8),
        ("1\u00a0234.5", 1234.5),
        ("'12", 12.0),
        ("12345678901234567890", 12345678901234567890.0),
    ],
)
def test_a_plain_number_is_read_without_asking(text: str, number: float) -> None:
    reading = read(text)
    assert numbers(reading) == [number]
    assert codes(reading) == []


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "inf",
        "-inf",
        "Infinity",
        "1e999",
        "0x1F",
        "1_000",
        "1,23,456",
        "12 34",
        "1'23",
        "1,",
        "1.2.3",
        "1,2,3",
        "1 234'567",
        "1,234 567",
        "(5)",
        "5-",
        "3-5",
        "1/2",
        "2020-03-01",
        "True",
        "12 patients",
        "12 months 3 days",
        "12m",
        "1.234,5e3",
        "1e",
        "e5",
        "#N/A",
        "~60",
        "½",
        "٣",
    ],
)
def test_what_is_no_number_is_not_read(text: str) -> None:
    reading = read(text)
    assert numbers(reading) == [None]
    assert reading.unread == (2,)
    assert codes(reading) == ["not_a_number"]


@pytest.mark.parametrize("text", ["NaN", "n.d.", "-", "none", "unbekannt", "."])
def test_texts_for_not_recorded_count_as_empty_and_not_as_0(text: str) -> None:
    reading = read(text, "0", "")
    assert numbers(reading) == [None, 0.0, None]
    assert reading.missing == (2,)
    (issue,) = number_issues("cycles", reading)
    assert issue.severity == "information"
    assert "not as 0" in issue.message


def test_a_comma_before_three_digits_waits_for_the_decimal_mark() -> None:
    reading = read("1,234", "12", "")
    assert numbers(reading) == [None, 12.0, None]
    assert reading.ambiguous == (2,)
    assert reading.decimal is None
    (issue,) = number_issues("os_months", reading)
    assert (issue.code, issue.severity) == ("decimal_mark_unknown", "error")


@pytest.mark.parametrize(
    ("other", "mark", "with_comma", "with_point"),
    [
        *(
            (other, ".", 1234.0, 1.234)
            for other in ("1.5", "1,234.5", "1,234,567", "1'234.5", ".5")
        ),
        *((other, ",", 1.234, 1234.0) for other in ("2,5", "1.234,5", "1.234.567", "1'234,5")),
    ],
)
def test_other_cells_show_the_decimal_mark(
    other: str, mark: str, with_comma: float, with_point: float
) -> None:
    reading = read("1,234", "1.234", other)
    assert numbers(reading)[:2] == [with_comma, with_point]
    assert reading.decimal == mark
    assert reading.by_evidence == (2, 3)
    assert codes(reading) == ["decimal_mark_by_evidence"]


def test_a_point_is_the_decimal_mark_where_nothing_shows_another() -> None:
    reading = read("1.234", "15")
    assert numbers(reading) == [1.234, 15.0]
    assert reading.point_assumed == (2,)
    assert codes(reading) == ["decimal_point_assumed"]
    assert "a point, as no cell shows another" in reading.decimal_reason


def test_both_marks_before_three_digits_show_nothing() -> None:
    reading = read("1.234", "1,234")
    assert numbers(reading) == [None, None]
    assert reading.ambiguous == (2, 3)


def test_with_conflicting_evidence_only_plain_cells_are_read() -> None:
    reading = read("1.5", "2,5", "1,234", "1.234")
    assert numbers(reading) == [1.5, 2.5, None, None]
    assert reading.ambiguous == (4, 5)
    assert reading.other_mark == (3,)
    assert codes(reading) == ["decimal_mark_unknown", "decimal_marks_differ"]
    assert "1 only a decimal comma" in reading.decimal_reason


def test_a_chosen_mark_is_kept_for_every_cell() -> None:
    with_comma = read("1,234", "1.234", "1.5", "2,5", decimal=",")
    assert numbers(with_comma) == [1.234, 1234.0, None, 2.5]
    assert with_comma.contradicting == (4,)
    assert codes(with_comma) == ["decimal_mark_contradicted"]
    with_point = read("1,234", "1.234", "1.5", "2,5", decimal=".")
    assert numbers(with_point) == [1234.0, 1.234, 1.5, None]
    assert with_point.contradicting == (5,)
    assert with_point.decimal_reason.startswith(
        "The decimal mark is a point, as chosen: 1 cell can"
    )


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12 months", 12.0, "months"),
        ("12 mesi", 12.0, "months"),
        ("1,5 Jahre", 1.5, "years"),
        ("60 anni", 60.0, "years"),
        ("60 y/o", 60.0, "years"),
        ("60 years old", 60.0, "years"),
        ("14 d", 14.0, "days"),
        ("3 wks.", 3.0, "weeks"),
        ("6 miesięcy", 6.0, "months"),
        ("2 años", 2.0, "years"),
        ("10 Tage", 10.0, "days"),
        ("5mois", 5.0, "months"),
        ("3 maanden", 3.0, "months"),
    ],
)
def test_a_unit_of_time_is_set_aside_and_told(text: str, number: float, unit: str) -> None:
    reading = read(text, text, "7")
    assert numbers(reading) == [number, number, 7.0]
    assert reading.detected_unit == unit
    assert reading.with_unit == (2, 3)
    assert codes(reading) == ["unit_set_aside"]


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("45%", 45.0, "%"),
        ("45 %", 45.0, "%"),
        ("-30,5 Prozent", -30.5, "%"),
        ("6 cicli", 6.0, "cycles"),
        ("12 mm", 12.0, "mm"),
    ],
)
def test_other_units_are_set_aside_and_are_no_unit_of_time(
    text: str, number: float, unit: str
) -> None:
    reading = read(text)
    assert numbers(reading) == [number]
    assert reading.units == (unit,)
    assert reading.detected_unit is None


def test_numbers_in_different_units_are_not_read() -> None:
    reading = read("12 months", "2 years", "5")
    assert numbers(reading) == [None, None, 5.0]
    assert reading.mixed_units == (2, 3)
    assert reading.with_unit == ()
    assert reading.detected_unit is None
    (issue,) = number_issues("os_months", reading)
    assert (issue.code, issue.severity) == ("units_differ", "error")
    assert "months, years" in issue.message


def test_the_same_unit_in_two_languages_is_one_unit() -> None:
    assert numbers(read("12 months", "3 mesi")) == [12.0, 3.0]


@pytest.mark.parametrize(
    "text",
    [
        ">60",
        "> 60",
        ">=60",
        "≥60",
        "<1",
        "<0,5",
        "≤ 1",
        "60+",
        "60 +",
        "60+ years",
        ">12 mesi",
        "< 1,234",
    ],
)
def test_a_limit_is_not_a_number(text: str) -> None:
    reading = read(text, "1,234")
    assert numbers(reading)[0] is None
    assert reading.bounds == (2,)
    assert reading.ambiguous == (3,)
    issue = next(i for i in number_issues("age_years", reading) if i.code == "limit_not_number")
    assert issue.severity == "error"
    assert "only a limit was found" in issue.message


def test_a_limit_of_nothing_is_not_a_limit() -> None:
    assert read(">x", "<").unread == (2, 3)


def test_issues_never_hold_a_cell() -> None:
    reading = read("SECRETNAME", "7,771", ">8888", "9191 patients", "5.5", "6,6")
    words = " ".join(i.message + i.remedy for i in number_issues("cycles", reading))
    assert len(words) > 100
    assert not any(text in words for text in ("SECRETNAME", "7,771", "8888", "9191", "6,6"))


def test_rows_keep_their_numbers_and_the_column_its_name() -> None:
    cells = pd.Series(["x", "", "1"], index=pd.Index([5, 9, 12], name="row"), name="cycles")
    reading = read_numbers(cells)
    assert reading.unread == (5,)
    assert reading.numbers.index.tolist() == [5, 9, 12]
    assert (reading.numbers.name, reading.numbers.dtype) == ("cycles", "float64")
    assert reading.decimal_reason.startswith("The decimal mark is that of each cell")


def test_an_empty_column_reads_as_nothing() -> None:
    assert read_numbers(column()).numbers.tolist() == []
    assert number_issues("x", read("", "")) == []


def test_a_hundred_thousand_different_numbers_are_all_read() -> None:
    cells = column(*(f"{i / 8:.1f}" for i in range(100_000)))
    assert read_numbers(cells).numbers.notna().all()


def _written(value: float, apart: str, mark: str) -> str:
    return f"{value:,.2f}".replace(",", "T").replace(".", mark).replace("T", apart)


@pytest.mark.parametrize(
    ("apart", "mark"),
    [
        (",", "."),
        (".", ","),
        ("'", "."),
        ("’", "."),
        ("\u202f", ","),
        ("\u00a0", ","),
        (" ", ","),
        ("", "."),
        ("", ","),
    ],
)
@given(values=st.lists(st.integers(-(10**12), 10**12).map(lambda x: x / 100), min_size=1))
def test_numbers_of_every_country_are_read_back(apart: str, mark: str, values: list[float]) -> None:
    texts = [_written(value, apart, mark) for value in values]
    assert read(*texts).numbers.tolist() == values
    assert read(*texts, decimal=mark).numbers.tolist() == values


@given(values=st.lists(st.integers(1_000, 999_999), min_size=1))
def test_thousands_are_read_back_beside_one_number_that_shows_the_mark(values: list[int]) -> None:
    english = [f"{value:,}" for value in values]
    german = [text.replace(",", ".") for text in english]
    assert read(*english, "1.5").numbers.tolist() == [*values, 1.5]
    assert read(*german, "1,5").numbers.tolist() == [*values, 1.5]


@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_numbers_as_python_writes_them_are_read_back_with_a_point(values: list[float]) -> None:
    assert read(*map(repr, values), decimal=".").numbers.tolist() == values


@given(
    texts=st.lists(st.one_of(st.text(), st.text("0123456789.,' +-<>%emonths"))),
    decimal=st.sampled_from([None, ".", ","]),
)
def test_any_text_is_read_or_listed(texts: list[str], decimal: str | None) -> None:
    cells = column(*texts)
    reading = read_numbers(cells, decimal=decimal)  # type: ignore[arg-type]
    listed = [
        *reading.ambiguous,
        *reading.contradicting,
        *reading.bounds,
        *reading.mixed_units,
        *reading.unread,
        *reading.missing,
    ]
    read_rows = reading.numbers.index[reading.numbers.notna()].tolist()
    empty = cells.index[cells == ""].tolist()
    assert sorted([*listed, *read_rows, *empty]) == cells.index.tolist()
    assert not reading.numbers.isin([math.inf, -math.inf]).any()
    assert all(issue.rows for issue in number_issues("x", reading))


def test_a_unit_does_not_hide_that_a_mark_can_mean_two_things() -> None:
    assert read_written_number("1,234 days") == (1234.0, 1.234, "days", False)


def test_a_point_before_three_digits_beside_large_whole_numbers_is_asked_about() -> None:
    reading = read("1.095", "730", "12")
    assert numbers(reading) == [None, 730.0, 12.0]
    assert reading.ambiguous == (2,)
    assert codes(reading) == ["decimal_mark_unknown"]
    assert numbers(read("1.095", "730", decimal=",")) == [1095.0, 730.0]
    assert numbers(read("1.095", "730", decimal=".")) == [1.095, 730.0]


def test_a_point_before_three_digits_is_asked_about_in_a_sheet_of_decimal_commas() -> None:
    assert read("1.095", "12", hint=",").ambiguous == (2,)
    assert numbers(read("1.095", "12", hint=".")) == [1.095, 12.0]
    assert numbers(read("1.095", "12", "0.5", hint=",")) == [1.095, 12.0, 0.5]


def test_a_unit_of_time_in_few_cells_does_not_spread_to_the_others() -> None:
    reading = read("300 days", "12", "15", "")
    assert numbers(reading) == [None, 12.0, 15.0, None]
    assert reading.mixed_units == (2,)
    assert reading.detected_unit is None
    (issue,) = number_issues("os_months", reading)
    assert (issue.code, issue.severity) == ("units_differ", "error")
    assert "some cells name a unit that most do not name: days" in issue.message


def test_a_unit_in_few_cells_is_read_where_it_is_that_of_the_column() -> None:
    reading = read("300 days", "12", "15", unit="days")
    assert numbers(reading) == [300.0, 12.0, 15.0]
    assert reading.with_unit == (2,)
    assert numbers(read("45%", "12", "15")) == [45.0, 12.0, 15.0]
