"""A group keeps its colour and its mark, whoever else is in view."""

from __future__ import annotations

import pandas as pd

from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.grouping import group_rows
from imt_core.cohort.schema import Cohort
from imt_core.reporting.design.group_style import group_styles
from imt_core.reporting.design.theme import CENSOR_MARKS, N_COLOURS


def cohort() -> Cohort:
    frame = pd.DataFrame(
        {
            "patient_id": ["a", "b", "c", "d"],
            "regimen_group": ["anthracycline-based", "MTX-V", "other", "MTX-V"],
            "sex": ["male", "female", "male", "male"],
        }
    )
    return Cohort(frame=frame, name="four")


def places(by: tuple[str, ...], **kept: str) -> dict[str, int]:
    criteria = tuple(Criterion(column=c, levels=(level,)) for c, level in kept.items())
    view = filter_cohort(cohort(), CohortFilter(criteria=criteria)).cohort
    return {group.label: group.place for group in group_rows(view, view.frame, by).groups}


def test_a_group_keeps_its_place_when_a_filter_takes_the_others_away() -> None:
    whole = places(("regimen_group",))
    assert list(whole.values()) == [0, 1, 2]
    assert places(("regimen_group",), sex="female") == {"MTX-V": 1}
    assert places(("regimen_group",), sex="male") == whole
    assert [*places(("regimen_group",), regimen_group="other").values()] == [2]


def test_two_filters_after_each_other_still_know_the_whole_cohort() -> None:
    assert places(("regimen_group",), sex="male", regimen_group="MTX-V") == {"MTX-V": 1}


def test_crossed_groups_keep_their_places_too() -> None:
    whole = places(("regimen_group", "sex"))
    assert places(("regimen_group", "sex"), sex="female").items() <= whole.items()
    assert len(set(whole.values())) == len(whole)


def test_shown_groups_differ_in_colour_while_there_are_colours() -> None:
    styles = group_styles([0, N_COLOURS, 2 * N_COLOURS, 1])
    assert len({style.colour for style in styles}) == 4
    assert styles[0].colour == 0


def test_colour_and_mark_together_tell_many_groups_apart() -> None:
    styles = group_styles(range(N_COLOURS * len(CENSOR_MARKS)))
    assert len(set(styles)) == N_COLOURS * len(CENSOR_MARKS)
