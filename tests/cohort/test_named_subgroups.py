"""Subgroups by name: who is in each, who is in several, and what is done about that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core import Cohort, CohortFilter, Criterion, NamedSubgroup, group_rows, within_subgroups
from imt_core.analyses.guards import learned_later, not_independent
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.named_subgroups import check_subgroups, read_subgroup, spell_subgroup
from imt_core.cohort.overlap import resolve_overlap
from imt_core.conventions.errors import ImtError
from tests.places import sample_cohort


def subgroup(name: str, **levels: str | tuple[str, ...]) -> NamedSubgroup:
    """A subgroup of columns with a level, or several."""
    criteria = tuple(
        Criterion(column=column, levels=(one,) if isinstance(one, str) else one)
        for column, one in levels.items()
    )
    return NamedSubgroup(name=name, filter=CohortFilter(criteria=criteria))


NEGATIVE = subgroup("ALK-negative", alk_status="negative")
MTX_NEGATIVE = subgroup("MTX-V, ALK-negative", regimen_group="MTX-V", alk_status="negative")
ADVANCED = ("locally advanced", "metastatic")
A_ADVANCED = subgroup(
    "anthracycline, advanced", regimen_group="anthracycline-based", stage=ADVANCED
)
NOBODY = subgroup("Nobody", stage="no such stage")


def grouped(*subgroups: NamedSubgroup, cohort: Cohort | None = None) -> Grouping:
    compared = within_subgroups(cohort or sample_cohort(), subgroups)
    return group_rows(compared, compared.frame, subgroups)


def test_each_subgroup_holds_the_lines_that_meet_its_filter() -> None:
    groups = grouped(MTX_NEGATIVE, A_ADVANCED).groups
    assert [(group.label, str(group.count)) for group in groups] == [
        ("MTX-V, ALK-negative", "7 lines in 7 patients"),
        ("anthracycline, advanced", "17 lines in 17 patients"),
    ]


def test_one_line_may_be_in_two_subgroups_and_is_counted_as_such() -> None:
    nested = grouped(MTX_NEGATIVE, NEGATIVE)
    assert [str(group.count) for group in nested.groups] == [
        "7 lines in 7 patients",
        "17 lines in 14 patients",
    ]
    assert (nested.n_shared_patients, str(nested.shared)) == (7, "7 lines in 7 patients")
    assert len(nested.rows) == 17
    assert nested.notes[0].message == (
        "7 patients have lines in more than one group (7 lines in 7 patients are themselves in "
        "more than one), so the groups are not independent of each other: no test compares them "
        "until it is settled how these patients count."
    )


def test_a_patient_with_different_lines_in_two_subgroups_shares_no_line() -> None:
    lines = grouped(
        subgroup("First", line_group="first"), subgroup("Later", line_group=("second", "further"))
    )
    assert lines.n_shared_patients > 0
    assert lines.shared.n_lines == 0
    assert "themselves" not in lines.notes[0].message


def test_a_subgroup_that_nobody_meets_is_named_and_keeps_the_places_of_the_others() -> None:
    groups = grouped(NOBODY, NEGATIVE)
    assert [(group.label, group.place) for group in groups.groups] == [("ALK-negative", 1)]
    assert groups.notes[-1].message == "Nobody: no line in view meets it."
    assert grouped(NOBODY).groups == ()


def test_a_subgroup_of_whose_lines_none_enters_is_named_with_their_number() -> None:
    cohort = within_subgroups(sample_cohort(), [MTX_NEGATIVE, NEGATIVE])
    some = cohort.frame[cohort.frame["regimen_group"] != "MTX-V"]
    assert group_rows(cohort, some, [MTX_NEGATIVE, NEGATIVE]).empty == (("MTX-V, ALK-negative", 7),)


def test_a_line_in_no_subgroup_is_refused_rather_than_lost() -> None:
    cohort = sample_cohort()
    with pytest.raises(ImtError, match="but 31 lines in none"):
        group_rows(cohort, cohort.frame, [NEGATIVE])


def test_a_patients_first_line_in_two_subgroups_stands_for_neither() -> None:
    """By hand, of 14 patients: 7 first lines are MTX-V, 3 lines are later ones, 7 stay."""
    resolved = resolve_overlap(grouped(MTX_NEGATIVE, NEGATIVE), "first line")
    assert [(one.reason, str(one.count)) for one in resolved.left_out] == [
        ("later lines of patients already counted", "3 lines in 3 patients"),
        ("first lines that are in more than one group", "7 lines in 7 patients"),
    ]
    (left,) = resolved.grouping.groups
    assert (left.label, str(left.count)) == ("ALK-negative", "7 lines in 7 patients")
    assert resolved.emptied == ("MTX-V, ALK-negative",)
    assert resolved.is_independent


def test_patients_of_two_subgroups_are_left_out_with_all_their_lines() -> None:
    """By hand: the 7 patients have 8 lines, for one has another that is not MTX-V."""
    resolved = resolve_overlap(grouped(MTX_NEGATIVE, NEGATIVE), "leave out")
    assert [str(one.count) for one in resolved.left_out] == ["8 lines in 7 patients"]
    assert [str(g.count) for g in resolved.grouping.groups] == ["9 lines in 7 patients"]


def test_by_patient_is_tested_only_where_no_line_is_in_two_subgroups() -> None:
    nested = resolve_overlap(grouped(MTX_NEGATIVE, NEGATIVE), "cluster")
    assert not_independent(nested.grouping, "cluster") == "the groups share 7 lines"
    assert "No test compares groups that hold the same line." in nested.notes[0].message
    lines = grouped(subgroup("1", line_group="first"), subgroup("2", line_group="second"))
    assert not_independent(lines, "cluster") == ""


def test_a_subgroup_of_what_is_not_known_is_no_group_of_a_test() -> None:
    unknown = subgroup("Unknown", alk_status="unknown")
    mixed = subgroup("Not positive", alk_status=("negative", "unknown"))
    sample = sample_cohort()
    status = ["unknown", *sample.frame["alk_status"][1:]]
    cohort = replace(sample, frame=sample.frame.assign(alk_status=status))
    groups = grouped(unknown, mixed, cohort=cohort).groups
    assert [(group.label, group.is_recorded) for group in groups] == [
        ("Unknown", False),
        ("Not positive", True),
    ]


def test_subgroups_by_what_is_learned_later_are_not_compared() -> None:
    responders = grouped(subgroup("Responders", best_response=("CR", "PR")), NEGATIVE)
    assert responders.columns == ("best_response", "alk_status")
    assert learned_later(responders.columns).startswith("best response is learned after day 1")


def test_lines_in_no_subgroup_are_out_and_a_level_keeps_its_place() -> None:
    cohort = sample_cohort()
    compared = within_subgroups(cohort, [MTX_NEGATIVE, A_ADVANCED])
    assert str(compared.count) == "24 lines in 24 patients"
    assert compared.unfiltered is cohort


@pytest.mark.parametrize("name", ["", " ", "a" * 61, "a\nb", "a\u202eb", " a", "a\u200b"])
def test_a_name_that_cannot_be_read_in_a_title_is_refused(name: str) -> None:
    with pytest.raises(ImtError, match="1 to 60 letters"):
        check_subgroups([replace(NEGATIVE, name=name)])


def test_names_are_unique_and_filters_name_each_thing_once() -> None:
    with pytest.raises(ImtError, match="different names"):
        check_subgroups([NEGATIVE, replace(MTX_NEGATIVE, name="ALK-negative")])
    with pytest.raises(ImtError, match="each level once"):
        check_subgroups([subgroup("Twice", sex=("male", "male"))])
    with pytest.raises(ImtError, match="each level once"):
        check_subgroups([subgroup("None", sex=())])


@pytest.mark.parametrize(
    "one",
    [
        MTX_NEGATIVE,
        A_ADVANCED,
        subgroup("~1 & ~2~0?=é", regimen_group=("~", "~1", "a~2b")),
        subgroup("#%/ +", stage="a;b,c"),
    ],
)
def test_a_subgroup_is_read_as_it_was_spelled(one: NamedSubgroup) -> None:
    assert read_subgroup(spell_subgroup(one)) == one


def test_an_address_spells_a_subgroup_in_few_letters() -> None:
    assert spell_subgroup(MTX_NEGATIVE) == (
        "MTX-V, ALK-negative~2regimen_group~1MTX-V~2alk_status~1negative"
    )


@pytest.mark.parametrize("text", ["", "Men", "~2sex~1male", "A~1B~2sex~1male", "A~2sex"])
def test_a_text_that_spells_no_subgroup_is_refused(text: str) -> None:
    with pytest.raises(ImtError):
        read_subgroup(text)
