"""Durations in any unit come to the same months."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from imt_core.conventions.errors import ImtError
from imt_core.conventions.units import TimeUnit, months_from, months_from_days, time_unit


@pytest.mark.parametrize(
    ("value", "unit"), [(730.5, "days"), (730.5 / 7, "weeks"), (24.0, "months"), (2.0, "years")]
)
def test_two_years_are_24_months_in_every_unit(value: float, unit: TimeUnit) -> None:
    assert months_from(value, unit) == pytest.approx(24.0, rel=1e-15)


def test_many_durations_are_converted_at_once_and_gaps_stay_gaps() -> None:
    months = months_from(pd.Series([0.0, 30.4375, np.nan]), "days")
    assert months.tolist()[:2] == [0.0, 1.0]
    assert np.isnan(months.iloc[2])


def test_days_have_their_own_short_name() -> None:
    assert months_from_days(60.875) == months_from(60.875, "days") == 2.0


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises(ImtError, match=r"unit must be days, weeks, months or years, but 'hours'"):
        months_from(1.0, "hours")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("day giorni jours tage dias dagen dni", "days"),
        ("weeks settimane semaines wochen semanas weken tygodnie", "weeks"),
        ("months mesi mois monate meses maanden miesiecy", "months"),
        ("years anni ans jahre anos jaar lata", "years"),
        ("m j a g patient", None),
    ],
)
def test_words_of_time_are_known_in_seven_languages(words: str, unit: TimeUnit | None) -> None:
    assert {time_unit(word) for word in words.split()} == {unit}
