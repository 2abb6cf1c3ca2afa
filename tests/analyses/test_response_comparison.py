"""Response rates compared in pairs: each pair from its own counts, and Holm over all of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from imt_core.analyses.response import response_table
from imt_core.analyses.response_comparison import compare_response
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.exact_tests import fisher_exact
from imt_core.comparisons.proportion_difference import miettinen_nurminen, newcombe
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from tests.oracles.oracle import make_cohort


@pytest.fixture
def three_regimens() -> Cohort:
    """One line a patient: 5 of 6, 1 of 6 and 0 of 4 respond; two more are not evaluable."""
    responses = ["PR"] * 5 + ["PD"] + ["CR"] + ["SD"] * 5 + ["PD"] * 4 + ["NE"] * 2
    regimens = ["anthracycline-based"] * 6 + ["MTX-V"] * 6 + ["other"] * 4 + ["other", "MTX-V"]
    return make_cohort(
        patient_id=[f"p{i}" for i in range(18)],
        line_number=[1.0] * 18,
        regimen_group=regimens,
        sex=["male"] * 16 + ["female"] * 2,
        best_response=responses,
    )


def test_every_pair_has_its_difference_and_fishers_p(three_regimens: Cohort) -> None:
    table = response_table(three_regimens, by=["regimen_group"])
    counts = {g.label: (g.orr.n_success, g.orr.n) for g in table.groups}
    pairs = compare_response(table).pairs
    assert sorted(counts.values()) == [(0, 4), (1, 6), (5, 6)]
    assert len(pairs) == 3
    for pair in pairs:
        first, second = counts[pair.first], counts[pair.second]
        assert pair.difference.estimate == pytest.approx(
            first[0] / first[1] - second[0] / second[1]
        )
        assert (pair.difference.conf_low, pair.difference.conf_high) == newcombe(*first, *second)
        made = fisher_exact(*first, *second)
        assert (pair.test.n_success, pair.test.smallest_p) == (made.n_success, made.smallest_p)


def test_p_values_of_three_pairs_are_adjusted_and_the_plain_ones_kept(
    three_regimens: Cohort,
) -> None:
    # 5/6 v 1/6: 1 + 36 + 36 + 1 of 924 ways; 5/6 v 0/4: 6 + 6 of 252 ways.
    comparison = compare_response(response_table(three_regimens, by=["regimen_group"]))
    plain = [pair.test.p_value for pair in comparison.pairs]
    assert sorted(p for p in plain if p is not None) == pytest.approx(
        [12 / 252, 74 / 924], rel=1e-9
    )
    # 1/6 v 0/4: the one responder is among four in 4 of 10 ways; such a pair does not count.
    assert sorted(
        pair.p_adjusted for pair in comparison.pairs if pair.p_adjusted is not None
    ) == pytest.approx([2 * 12 / 252] * 2, rel=1e-9)
    assert [pair.test.reason for pair in comparison.pairs if pair.test.p_value is None] == [
        "with these numbers no result could reach p < 0.05 (the smallest possible is 0.400)"
    ]


def test_a_group_whose_column_is_not_recorded_is_in_no_pair(three_regimens: Cohort) -> None:
    frame = three_regimens.frame
    unknown = frame.assign(regimen_group=frame["regimen_group"].where(frame.index > 15))
    blank = frame.assign(regimen_group=frame["regimen_group"].mask(frame["sex"] == "female"))
    comparison = compare_response(
        response_table(replace(three_regimens, frame=blank), by=["regimen_group"])
    )
    assert len(comparison.pairs) == 3
    assert comparison.method.endswith("; 3 of 4 groups: those recorded")
    assert [n.message for n in comparison.notes if n.code == "not_recorded_group"] == [
        "Regimen group not recorded: shown and counted, but is no group of a test."
    ]
    alone = response_table(replace(three_regimens, frame=unknown.head(17)), by=["regimen_group"])
    assert compare_response(alone).reason == "one group: nothing to compare"


def test_the_method_names_rate_interval_test_and_adjustment(three_regimens: Cohort) -> None:
    table = response_table(three_regimens, by=["regimen_group"])
    assert compare_response(table).method == (
        "difference of overall response rates of evaluable lines, 95% CI: Newcombe (from Wilson "
        "limits); Fisher's exact test, two-sided; p values adjusted for 2 pairs (Holm)"
    )


def test_a_single_pair_needs_no_adjustment(three_regimens: Cohort) -> None:
    frame = three_regimens.frame
    two = replace(three_regimens, frame=frame[frame["regimen_group"] != "other"])
    comparison = compare_response(response_table(two, by=["regimen_group"]))
    (pair,) = comparison.pairs
    assert pair.p_adjusted == pair.test.p_value == pytest.approx(74 / 924)
    assert comparison.method.endswith("Fisher's exact test, two-sided")


def test_level_and_interval_are_those_chosen(three_regimens: Cohort) -> None:
    table = response_table(
        three_regimens, by=["regimen_group"], conventions=Conventions(conf_level=0.9)
    )
    comparison = compare_response(table, conf_type="miettinen-nurminen")
    d = comparison.pairs[0].difference
    expected = miettinen_nurminen(d.x1, d.n1, d.x2, d.n2, conf_level=0.9)
    assert (d.conf_low, d.conf_high, d.conf_level) == (*expected, 0.9)
    assert comparison.conf_type == "miettinen-nurminen"
    assert "90% CI: Miettinen-Nurminen score" in comparison.method


def test_groups_that_share_patients_are_not_compared(small_cohort: Cohort) -> None:
    comparison = compare_response(response_table(small_cohort, by=["line_group"]))
    assert (comparison.pairs, comparison.to_frame().empty) == ((), True)
    assert comparison.reason == "the groups share patients"
    assert comparison.notes[0].code == "shared_patients"


def test_counting_patients_makes_groups_comparable(small_cohort: Cohort) -> None:
    comparison = compare_response(response_table(small_cohort, by=["sex"], unit="patients"))
    assert (comparison.reason, comparison.unit) == ("", "patients")
    assert comparison.pairs


@pytest.mark.parametrize("n_rows", [0, 18])
def test_fewer_than_two_groups_are_not_compared(three_regimens: Cohort, n_rows: int) -> None:
    cohort = replace(three_regimens, frame=three_regimens.frame.head(n_rows))
    comparison = compare_response(response_table(cohort))
    assert (comparison.pairs, comparison.reason) == ((), "one group: nothing to compare")


def test_a_pair_with_a_group_of_no_evaluable_case_has_the_reason(three_regimens: Cohort) -> None:
    table = response_table(three_regimens, by=["sex"])
    assert [g.n_evaluable for g in table.groups] in ([16, 0], [0, 16])
    (pair,) = compare_response(table).pairs
    assert (pair.test.p_value, pair.p_adjusted, pair.difference.estimate) == (None, None, None)
    assert pair.test.reason == pair.difference.reason
    assert pair.test.reason.endswith("group is empty")


def test_repeated_patients_within_a_group_are_told_and_not_compared(three_regimens: Cohort) -> None:
    frame = three_regimens.frame.assign(patient_id=["p0", "p0", *[f"p{i}" for i in range(2, 18)]])
    table = response_table(replace(three_regimens, frame=frame), by=["regimen_group"])
    comparison = compare_response(table)
    assert "repeated_patients" in [note.code for note in comparison.notes]
    assert (comparison.pairs, comparison.reason) == (
        (),
        "1 patient counts with more than one line of a group",
    )


def test_a_pair_where_nobody_responded_is_not_tested(three_regimens: Cohort) -> None:
    frame = three_regimens.frame.assign(best_response=["PD"] * 17 + ["SD"])
    (pair,) = compare_response(
        response_table(replace(three_regimens, frame=frame), by=["sex"])
    ).pairs
    assert (pair.test.p_value, pair.test.smallest_p) == (None, 1.0)
    assert pair.test.reason.endswith("(the smallest possible is 1.000)")


def test_the_frame_has_one_row_for_each_pair(three_regimens: Cohort) -> None:
    comparison = compare_response(response_table(three_regimens, by=["regimen_group"]))
    frame = comparison.to_frame()
    assert frame.columns.tolist() == [
        "first",
        "second",
        "unit",
        "first_responders",
        "first_evaluable",
        "second_responders",
        "second_evaluable",
        "difference",
        "conf_low",
        "conf_high",
        "p_unadjusted",
        "p_adjusted",
        "reason",
        "conf_level",
        "conf_type",
        "method",
    ]
    for name, of_pairs in (
        ("p_unadjusted", [pair.test.p_value for pair in comparison.pairs]),
        ("p_adjusted", [pair.p_adjusted for pair in comparison.pairs]),
    ):
        assert frame[name].astype(object).where(frame[name].notna(), None).tolist() == of_pairs
    assert frame["difference"].tolist() == [p.difference.estimate for p in comparison.pairs]


def test_an_unknown_interval_is_refused_even_without_a_pair(three_regimens: Cohort) -> None:
    with pytest.raises(ImtError, match="conf_type must be newcombe or miettinen-nurminen"):
        compare_response(response_table(three_regimens), conf_type="wald")  # type: ignore[arg-type]


@pytest.mark.parametrize("by", ["later_alk_inhibitor", "ward"])
def test_response_rates_of_groups_that_are_learned_later_are_not_compared(
    sample: Cohort, by: str
) -> None:
    frame = sample.frame.assign(ward=["a", "b"] * 24)
    cohort = replace(sample, frame=frame)
    table = response_table(cohort, by=[by], unit="patients")
    assert len(table.groups) > 1
    comparison = compare_response(table)
    assert comparison.pairs == ()
    assert "day 1" in comparison.reason or "it is not said whether ward" in comparison.reason
