"""One colour means one thing, and is seen on its ground by everybody."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from imt_core.reporting.design.theme import DARK, LIGHT, Theme

TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
# Machado et al. 2009, doi:10.1109/TVCG.2009.113: the complete deficiencies.
SIGHTS = {
    "usual": np.eye(3),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
}


def linear(colour: str) -> NDArray[np.float64]:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def distance(one: str, other: str, sight: str = "usual") -> float:
    """In OKLab; 0.02 is hardly seen, black and white are 1 apart."""
    places = [
        TO_OKLAB @ np.cbrt(TO_CONES @ np.clip(SIGHTS[sight] @ linear(colour), 0, 1))
        for colour in (one, other)
    ]
    return float(np.linalg.norm(places[0] - places[1]))


themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_distances_and_contrasts_are_those_of_black_and_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert distance("#000000", "#FFFFFF") == pytest.approx(1, abs=1e-6)


@themes
def test_no_response_has_the_colour_of_a_group(theme: Theme) -> None:
    pairs = product(theme.response.values(), theme.series)
    assert min(distance(one, other) for one, other in pairs) > 0.1


@themes
@pytest.mark.parametrize("sight", list(SIGHTS))
def test_responses_differ_from_one_another_for_all_sights(theme: Theme, sight: str) -> None:
    pairs = combinations(theme.response.values(), 2)
    assert min(distance(one, other, sight) for one, other in pairs) > 0.09


@themes
def test_groups_stand_out_from_the_background(theme: Theme) -> None:
    assert min(contrast(colour, theme.paper) for colour in theme.series) >= 4.5


@themes
def test_a_count_is_read_on_its_response(theme: Theme) -> None:
    for response, colour in theme.response.items():
        assert contrast(theme.on_response[response], colour) >= 4.5


@themes
def test_no_grade_has_the_colour_of_a_group_or_a_response(theme: Theme) -> None:
    assert min(distance(one, other) for one, other in product(theme.grade, theme.series)) > 0.08
    pairs = product(theme.grade, theme.response.values())
    assert min(distance(one, other) for one, other in pairs) > 0.06


@themes
@pytest.mark.parametrize("sight", list(SIGHTS))
def test_grades_differ_from_one_another_for_all_sights(theme: Theme, sight: str) -> None:
    pairs = combinations(theme.grade, 2)
    assert min(distance(one, other, sight) for one, other in pairs) > 0.1


@themes
def test_grades_are_a_ramp_of_one_direction(theme: Theme) -> None:
    bright = [luminance(colour) for colour in theme.grade]
    assert bright == sorted(bright, reverse=theme is LIGHT)


@themes
def test_what_is_no_group_has_the_colour_of_none(theme: Theme) -> None:
    assert min(distance(one, other) for one, other in product(theme.end, theme.series)) > 0.1
    assert min(distance(one, other) for one, other in combinations(theme.end, 2)) > 0.09


@themes
def test_a_count_is_read_on_its_grade_and_on_what_is_no_group(theme: Theme) -> None:
    for ink, ground in (
        *zip(theme.on_grade, theme.grade, strict=True),
        *zip(theme.on_end, theme.end, strict=True),
    ):
        assert contrast(ink, ground) >= 4.5
