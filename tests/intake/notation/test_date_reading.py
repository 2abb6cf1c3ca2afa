"""Dates as spreadsheets of seven languages write them."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.intake.notation.date_order import settle_order
from imt_core.intake.notation.date_preview import preview_dates
from imt_core.intake.notation.date_reading import DateReading, date_issues, date_to_text, read_dates

LATEST = date(2024, 6, 30)

MONTH_NAMES = {
    "English": "January February March April May June July August September October November "
    "December",
    "English, short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
    "novembre dicembre",
    "Italian, short": "gen feb mar apr mag giu lug ago set ott nov dic",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre "
    "décembre",
    "French, short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "German, short": "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "Spanish, short": "ene feb mar abr may jun jul ago sept oct nov dic",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november "
    "december",
    "Dutch, short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada grudnia",
    "Polish, short": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
}


def column(*texts: str) -> pd.Series:
    """A column as `read_table` gives it: its rows count from 2."""
    rows = pd.RangeIndex(2, 2 + len(texts), name="row")
    return pd.Series(texts, index=rows, name="date", dtype=object)


def read(*texts: str, **options: object) -> DateReading:
    return read_dates(column(*texts), **{"latest": LATEST, **options})  # type: ignore[arg-type]


def as_texts(reading: DateReading) -> list[str]:
    return [date_to_text(day) for day in reading.dates]


def codes(reading: DateReading) -> list[str]:
    return [issue.code for issue in date_issues("start_date", reading)]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2020-03-31", "year-month-day"),
        ("2020/3/31", "year-month-day"),
        ("2020.03.31", "year-month-day"),
        ("20200331", "year-month-day"),
        ("2020-03-31T00:00:00Z", "year-month-day"),
        ("2020-03-31 00:00:00.000", "year-month-day"),
        ("31.03.2020", "day/month/year"),
        ("31. 3. 2020", "day/month/year"),
        ("31/03/2020", "day/month/year"),
        ("31-3-2020", "day/month/year"),
        ("31–03–2020", "day/month/year"),
        ("31/03/2020 00:00", "day/month/year"),
        ("'31/03/2020", "day/month/year"),
        ("03/31/2020", "month/day/year"),
        ("3/31/2020 12:00:00 AM", "month/day/year"),
        ("31 marzo 2020", "day month-name year"),
        ("31. März 2020", "day month-name year"),
        ("31-Mar-2020", "day month-name year"),
        ("31MAR2020", "day month-name year"),
        ("31 de marzo de 2020", "day month-name year"),
        ("31st of March 2020", "day month-name year"),
        ("March 31, 2020", "month-name day year"),
        ("2020-Mar-31", "year month-name day"),
        ("43921", "spreadsheet day number"),
        ("43921.0", "spreadsheet day number"),
    ],
)
def test_one_day_is_read_in_every_form(text: str, form: str) -> None:
    reading = read(text)
    assert as_texts(reading) == ["2020-03-31"]
    assert reading.forms.tolist() == [form]
    assert set(codes(reading)) <= {"spreadsheet_day_number"}


@pytest.mark.parametrize("language", MONTH_NAMES)
def test_months_are_known_by_name(language: str) -> None:
    names = MONTH_NAMES[language].split()
    reading = read(*(f"7 {name} 2019" for name in names), *(f"07{n.upper()}2019" for n in names))
    assert as_texts(reading) == [f"2019-{month:02}-07" for month in range(1, 13)] * 2


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-31T14:30:00Z",
        "2020-03-31 14:30:00.123+02:00",
        "31/03/2020 2:30 PM",
        "31MAR2020:14:30:00",
        "31.03.2020 14h30",
        "43921.604166",
        "31 March 2020, 12:00 pm",
    ],
)
def test_a_time_of_day_is_left_out_and_said(text: str) -> None:
    reading = read(text)
    assert as_texts(reading) == ["2020-03-31"]
    assert reading.with_time == (2,)
    assert "time_of_day" in codes(reading)


def test_the_first_day_of_2020_has_its_spreadsheet_number() -> None:
    reading = read("43831", "43831.75")
    assert as_texts(reading) == ["2020-01-01", "2020-01-01"]
    assert reading.day_numbers == (2, 3)


def test_mixed_forms_are_read_in_one_column() -> None:
    reading = read("2020-01-02", "13.01.2020", "43833", "5 mars 2020", "", "n.d.")
    assert as_texts(reading) == ["2020-01-02", "2020-01-13", "2020-01-03", "2020-03-05", "", ""]
    assert reading.forms.tolist()[4:] == ["", ""]
    assert reading.missing == (7,)
    assert reading.unread == ()


def test_an_order_is_taken_from_cells_that_can_only_be_of_one() -> None:
    day_first = read("25/03/2020", "03/04/2020")
    month_first = read("03/25/2020", "03/04/2020", "03/04/2020")
    assert as_texts(day_first) == ["2020-03-25", "2020-04-03"]
    assert as_texts(month_first) == ["2020-03-25", "2020-03-04", "2020-03-04"]
    assert (day_first.order, month_first.order) == ("day-first", "month-first")
    assert day_first.by_evidence == (3,)
    assert codes(day_first) == ["date_order_by_evidence"]
    assert (
        month_first.order_reason == "The order is month-first, as the other cells show: 0 cells "
        "can only be day-first, 1 only month-first, 2 can be both."
    )


def test_without_evidence_dates_wait_for_the_order() -> None:
    reading = read("03/04/2020", "04/04/2020", "2020-01-25")
    assert as_texts(reading) == ["", "2020-04-04", "2020-01-25"]
    assert reading.ambiguous == (2,)
    assert reading.order is None
    assert reading.forms.tolist()[0] == "day/month/year or month/day/year"
    (issue,) = date_issues("start_date", reading)
    assert (issue.code, issue.severity, issue.rows) == ("date_order_unknown", "error", (2,))


def test_with_conflicting_evidence_only_plain_cells_are_read() -> None:
    reading = read("25/03/2020", "03/25/2020", "03/04/2020")
    assert as_texts(reading) == ["2020-03-25", "2020-03-25", ""]
    assert reading.ambiguous == (4,)
    assert (reading.n_only_day_first, reading.n_only_month_first, reading.n_either) == (1, 1, 1)


def test_a_chosen_order_is_never_swapped_for_a_cell_that_contradicts_it() -> None:
    reading = read("25/03/2020", "03/04/2020", "12/31/2020", order="month-first")
    assert as_texts(reading) == ["", "2020-03-04", "2020-12-31"]
    assert reading.contradicting == (2,)
    assert reading.order_is_chosen
    (issue,) = date_issues("start_date", reading)
    assert issue.code == "date_order_contradicted"
    assert "month-first, as chosen" in issue.message
    opposite = read("25/03/2020", "03/04/2020", "12/31/2020", order="day-first")
    assert as_texts(opposite) == ["2020-03-25", "2020-04-03", ""]
    assert opposite.contradicting == (4,)


def test_the_same_number_twice_is_never_ambiguous() -> None:
    reading = read("04/04/2020", "5.5.2021")
    assert as_texts(reading) == ["2020-04-04", "2021-05-05"]
    assert reading.n_either == 0
    assert codes(reading) == []


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2020",
        "2020-02-30",
        "29.02.2021",
        "30 febbraio 2020",
        "00/00/0000",
        "2020-13-01",
        "13/2020",
        "1500-01-01",
        "01/01/2300",
        "20200231",
        "32/01/2020",
    ],
)
def test_a_day_that_no_calendar_has_is_an_error(text: str) -> None:
    reading = read(text)
    assert reading.impossible == (2,)
    assert as_texts(reading) == [""]
    assert codes(reading) == ["impossible_date"]


@pytest.mark.parametrize(
    "text",
    [
        "progression",
        "12 months",
        "60",
        "1.5",
        "12-mar",
        "Mar 3",
        "before 2020-03-01",
        "?12 Mar 2020",
        "12/03",
        "03/04-2020",
        "2020-03-01 25:61",
        "12 mar 2020 / 14 mar 2020",
        "#N/A",
        "12:30",
        "99999",
        "202003",
        "2020-03-01, 2020-04-01",
    ],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    reading = read(text)
    assert reading.unread == (2,)
    assert codes(reading) == ["not_a_date"]


@pytest.mark.parametrize(
    "text",
    ["03/2020", "2020-03", "3.2020", "mar-20", "marzo 2020", "MAR2020", "2020 mar", "mars '20"],
)
def test_a_month_is_taken_at_its_middle_and_said(text: str) -> None:
    reading = read(text)
    assert as_texts(reading) == ["2020-03-15"]
    assert reading.forms.tolist() == ["month and year only"]
    assert reading.imprecise == (2,)
    assert codes(reading)[0] == "month_only"


def test_the_current_month_is_not_in_the_future() -> None:
    reading = read("06/2024", "jun-24", "07/2024", latest=date(2024, 6, 2))
    assert as_texts(reading) == ["2024-06-15", "2024-06-15", "2024-07-15"]
    assert reading.in_future == (4,)


def test_a_year_alone_is_not_a_date() -> None:
    reading = read("2020")
    assert reading.year_only == (2,)
    assert reading.unread == ()
    (issue,) = date_issues("death_date", reading)
    assert (issue.code, issue.severity) == ("year_only", "error")
    assert "half a year" in issue.message


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30/06/24", "2024-06-30"),
        ("01.07.24", "1924-07-01"),
        ("13-12-99", "1999-12-13"),
        ("31-dec-23", "2023-12-31"),
        ("29/02/00", "2000-02-29"),
        ("29/02/28", "1928-02-29"),
        ("13/01/25", "1925-01-13"),
    ],
)
def test_two_digit_years_are_the_last_that_are_not_in_the_future(text: str, day: str) -> None:
    reading = read(text, order="day-first")
    assert as_texts(reading) == [day]
    assert reading.two_digit_year == (2,)
    assert codes(reading) == ["two_digit_year"]


def test_days_to_come_and_days_before_1900_are_kept_and_flagged() -> None:
    reading = read("2024-07-01", "1899-12-31", "2024-06-30", "1678-01-01", "2261-12-31")
    assert as_texts(reading)[3:] == ["1678-01-01", "2261-12-31"]
    assert reading.in_future == (2, 6)
    assert reading.before_1900 == (3, 5)
    severities = {issue.code: issue.severity for issue in date_issues("start_date", reading)}
    assert severities == {"date_in_future": "warning", "date_before_1900": "warning"}


def test_today_is_the_latest_day_unless_another_is_given() -> None:
    tomorrow = date.today() + timedelta(days=1)
    assert read_dates(column(tomorrow.isoformat(), "2020-01-01")).in_future == (2,)


def test_days_that_a_spreadsheet_may_have_swapped_are_pointed_out() -> None:
    real = ("2020-03-04", "2020-11-01", "2021-12-12")
    texts = ("25/03/2020", "13/01/2021", "31/12/2020")
    reading = read(*real, *texts)
    assert reading.perhaps_swapped == (2, 3, 4)
    assert codes(reading) == ["day_month_perhaps_swapped"]
    assert read(*real, *texts, "03/04/2020").perhaps_swapped == ()
    assert read(*real, "2020-03-13", *texts).perhaps_swapped == ()
    assert read(*real[:2], *texts).perhaps_swapped == ()


def test_the_preview_shows_each_form_with_an_example() -> None:
    cells = column("25/03/2020", "03/04/2020", "26/03/2020", "x", "NA", "", "mar-20")
    preview = preview_dates(cells, read_dates(cells, latest=LATEST))
    assert preview.to_dict("split")["data"] == [
        ["day/month/year", 2, "25/03/2020", "2020-03-25", "nothing"],
        ["day/month/year", 1, "03/04/2020", "2020-04-03", "day-first, as the other cells show"],
        ["not recognised", 1, "x", "", "not read"],
        ["not recorded", 1, "NA", "", "nothing"],
        ["month and year only", 1, "mar-20", "2020-03-15", "the 15th of the month; the century"],
    ]


def test_the_preview_of_an_empty_column_is_empty() -> None:
    cells = column("", "")
    assert preview_dates(cells, read_dates(cells)).shape == (0, 5)


def test_issues_never_hold_a_cell() -> None:
    reading = read("SECRETNAME", "31/02/2020", "03/04/2020", "1999", "n.d.", "07/77", "mar-71")
    words = " ".join(i.message + i.remedy for i in date_issues("start_date", reading))
    assert len(words) > 100
    assert not any(text in words for text in ("SECRETNAME", "31/02", "03/04", "1999", "77", "71"))


def test_rows_keep_their_numbers_and_the_column_its_name() -> None:
    cells = pd.Series(["x", "", "2020-01-01"], index=pd.Index([5, 9, 12], name="row"), name="d")
    reading = read_dates(cells)
    assert reading.unread == (5,)
    assert reading.dates.index.tolist() == reading.forms.index.tolist() == [5, 9, 12]
    assert reading.dates.name == "d"
    assert reading.dates.dtype == "datetime64[ns]"


def test_an_empty_column_reads_as_nothing() -> None:
    reading = read_dates(column())
    assert reading.dates.tolist() == []
    assert reading.order_reason == "No date needs an order of day and month."
    assert settle_order([], pd.Series(dtype=int).to_numpy(), None).order is None


def test_a_hundred_thousand_rows_are_all_read() -> None:
    days = [f"{d:%d/%m/%Y}" for d in pd.date_range("1990-01-01", periods=12_000)]
    cells = column(*(days * 9)[:100_000])
    assert read_dates(cells, latest=LATEST).dates.notna().all()


FORMS = {
    "%Y-%m-%d": None,
    "%Y/%m/%d": None,
    "%Y%m%d": None,
    "%Y-%m-%dT%H:%M:%SZ": None,
    "%d.%m.%Y": "day-first",
    "%d/%m/%Y": "day-first",
    "%d-%m-%Y %H:%M": "day-first",
    "%m/%d/%Y": "month-first",
    "%m/%d/%Y %I:%M:%S %p": "month-first",
    "%d-%b-%Y": None,
    "%d%b%Y": None,
    "%d%b%Y:%H:%M:%S": None,
    "%B %d, %Y": None,
    "%d %B %Y": None,
}


@pytest.mark.parametrize("form", FORMS)
@given(days=st.lists(st.datetimes(pd.Timestamp(1901, 1, 1), pd.Timestamp(2024, 6, 30)), min_size=1))
def test_dates_written_in_any_form_are_read_back(form: str, days: list[pd.Timestamp]) -> None:
    reading = read(*(day.strftime(form) for day in days), order=FORMS[form])
    assert as_texts(reading) == [day.date().isoformat() for day in days]


@given(days=st.lists(st.dates(date(1924, 7, 1), LATEST), min_size=1))
def test_two_digit_years_of_the_last_century_are_read_back(days: list[date]) -> None:
    reading = read(*(day.strftime("%d/%m/%y") for day in days), order="day-first")
    assert reading.dates.dt.date.tolist() == days


@given(days=st.lists(st.dates(date(1928, 1, 1), date(2118, 1, 1)), min_size=1))
def test_spreadsheet_numbers_are_read_back(days: list[date]) -> None:
    numbers = [str((day - date(1899, 12, 30)).days) for day in days]
    assert read(*numbers).dates.dt.date.tolist() == days


@given(
    # Reading a file leaves no NUL in a cell; pandas would take it for the end of the text.
    texts=st.lists(
        st.one_of(st.text(st.characters(exclude_characters="\0")), st.text("0123456789/-. :TZmar,"))
    ),
    order=st.sampled_from([None, "day-first", "month-first"]),
)
def test_any_text_is_read_or_listed(texts: list[str], order: str | None) -> None:
    cells = column(*texts)
    reading = read_dates(cells, order=order, latest=LATEST)  # type: ignore[arg-type]
    listed = [
        *reading.ambiguous,
        *reading.contradicting,
        *reading.impossible,
        *reading.year_only,
        *reading.unread,
        *reading.missing,
    ]
    read_rows = reading.dates.index[reading.dates.notna()].tolist()
    empty = cells.index[cells == ""].tolist()
    assert sorted([*listed, *read_rows, *empty]) == cells.index.tolist()
    assert preview_dates(cells, reading)["Cells"].sum() == len(texts) - len(empty)
    assert all(issue.rows for issue in date_issues("x", reading))
