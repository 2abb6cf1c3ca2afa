"""A session file that no session can come to is refused, or what a cohort lacks passed over."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.named_subgroups import spell_subgroup
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.reporting.session_choices import (
    CHOICES,
    choice_words,
    default_choice,
    is_possible,
    read_choice,
)
from imt_core.reporting.session_file import MOST_VIEWS, SavedWork, read_work, write_work
from tests.cohort.test_named_subgroups import A_ADVANCED, MTX_NEGATIVE, NEGATIVE, NOBODY

CURVES = ViewRequest(kind="survival", by=("sex",))


@pytest.mark.parametrize(
    ("work", "sentence"),
    [
        (SavedWork(views=(CURVES, CURVES)), "up to 100 different views"),
        (
            SavedWork(views=(CURVES, ViewRequest(kind="survival", by=("sex",), title="Ours"))),
            "up to 100 different views",
        ),
        (
            SavedWork(
                views=tuple(
                    ViewRequest(kind="swimmer", until_months=float(n + 1))
                    for n in range(MOST_VIEWS + 1)
                )
            ),
            "up to 100 different views",
        ),
        (SavedWork(views=(CURVES, ViewRequest(kind="baseline", title="x" * 301))), "of view 2"),
        (SavedWork(conventions=Conventions(conf_level=2.0)), "of who is in view, conf_level"),
        (
            SavedWork(filter=CohortFilter(criteria=(Criterion(column="sex", levels=()),))),
            "of who is in view, filter",
        ),
        (SavedWork(choices=(("band", True), ("band", False))), "name each choice once"),
        (SavedWork(small_cells_under=1), "mask counts under 2 to 20"),
        (SavedWork(subgroups=(NEGATIVE, NEGATIVE)), "subgroups must have different names"),
        (
            SavedWork(subgroups=tuple(replace(NEGATIVE, name=f"{n}") for n in range(21))),
            "up to 20 subgroups",
        ),
        (
            SavedWork(views=(replace(CURVES, by=(NEGATIVE, replace(NEGATIVE, name="a\tb"))),)),
            "of view 1, a subgroup's name",
        ),
    ],
    ids=[
        "twins",
        "twins but for a title",
        "many",
        "long title",
        "level",
        "no level",
        "choices",
        "mask",
        "one name",
        "many subgroups",
        "a name not seen",
    ],
)
def test_what_no_session_comes_to_is_refused(work: SavedWork, sentence: str) -> None:
    with pytest.raises(ImtError) as error:
        read_work(write_work(work))
    assert sentence in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("group_by", "sex"),
        ("views", []),
        ("choices", [["forest_columns", {"a": 1}]]),
        ("choices", [["group_by", [["sex"]]]]),
        ("filter", None),
        ("unit", None),
        ("views", [{"kind": "survival", "by": "sex"}]),
        ("views", [{"kind": "histogram"}]),
    ],
)
def test_a_value_of_another_type_is_refused_or_passed_over(name: str, value: Any) -> None:
    content = {**json.loads(write_work(SavedWork())), name: value}
    if (name, value) in [("group_by", "sex"), ("views", [])]:
        assert read_work(json.dumps(content).encode()) == SavedWork()
    else:
        with pytest.raises(ImtError, match=f"{name}.* was changed"):
            read_work(json.dumps(content).encode())


POSSIBLE = {
    "deck_appendix": True,
    "group_by": ("sex", "alk_status"),
    "compared": (spell_subgroup(NEGATIVE), spell_subgroup(MTX_NEGATIVE)),
    "baseline_hidden": ("regimen", "alk_method"),
    "baseline_order": "missing",
    "forest_columns": (),
    "covariates": ("sex", "age_years"),
    "strata": None,
    "reference_group": "ALK-negative",
    "band": False,
    "three_rows": True,
    "whole_follow_up": True,
    "rate_months": (12.0, "18"),
    "durable_months": 9,
    "landmark_months": 6.0,
    "compare_durations": True,
    "forest_months": 6,
    "curve": "incidence",
    "gmi_before": "last in the sheet",
    "response_of": "waterfall",
    "sequence_of": "next",
    "published_of": "paper",
    "benchmark_measure": "pfs 12",
    "benchmark_cards": ("advl0912", "own: Ours"),
    "shipped_cards": False,
    "compare_card": "kube_rms",
    "drawn_curve": "own: CREATE",
    "endpoint": "os",
    "forest_measure": "orr",
    "difference_conf_type": "newcombe",
    "swimmer_label": "none",
    "swimmer_mode": "patients",
    "weights": "log-rank",
    "unit": "patients",
    "index": patient_key("IMT-02"),
    "patient": patient_key("P99"),
    "conf_level": 0.9,
    "survival_conf_type": "bpcp",
    "quantile_rule": "r",
    "proportion_conf_type": "wilson",
    "quartile_type": 7,
    "reference_median": 8.0,
    "horizon": 0.1,
    "reference_orr": None,
    "swimmer_sort_lines": "response",
    "swimmer_sort_patients": "file order",
    "swimmer_span": "24",
    "next_line": "censored",
    "overlap": "cluster",
    "cox_overlap": "first line",
    "survival_tab": "Tables",
    "incidence_tab": "Tables",
    "cohort_tab": "Data quality",
    "response_tab": "Compare",
    "subgroups_tab": "Table",
    "swimmer_tab": "Table",
    "waterfall_tab": "Bars",
    "spider_tab": "Assessments",
    "growth_tab": "Pairs",
    "series_tab": "Difference",
    "following": "regimen",
    "term_grades": "severe",
    "term_least": 3,
    "toxicity_measure": "any",
    "transitions_tab": "Table",
    "toxicity_tab": "Terms",
    "methods_tab": "Every method",
    "patient_tab": "Patients like this",
}
IMPOSSIBLE: dict[str, tuple[Any, ...]] = {
    "deck_appendix": (None, "on", 1),
    "group_by": (None, "sex", ("sex", "sex"), ("sex", "alk_status", "stage"), ("patient_id",)),
    "compared": (
        None,
        spell_subgroup(NEGATIVE),
        (spell_subgroup(NEGATIVE),) * 2,
        ("sex",),
        ("Ward~2ward~1north",),
        (spell_subgroup(NOBODY),),
        ("A\nB~2sex~1male",),
        tuple(f"{n}~2sex~1male" for n in range(7)),
    ),
    "baseline_hidden": (None, "sex", ("centre",), ("sex", "sex")),
    "baseline_order": (None, "sheet", ("name",)),
    "forest_columns": (None, "sex", ("shoe",), ("sex", "sex")),
    "covariates": (None, ("os_months",), ("sex",) * 4),
    "strata": ("shoe", ("sex",), True),
    "reference_group": (1, ("ALK-negative",), "x" * 1_000),
    "band": (None, "no", 1),
    "landmark_months": (0.0, -1.0, "6", True, 1e9),
    "compare_durations": (None, "yes"),
    "three_rows": (None, "three", 0),
    "whole_follow_up": (None, "three", 0),
    "rate_months": (None, 12.0, (-1.0,), ("soon",), (12.0, 12.0), tuple(range(10_000))),
    "durable_months": (None, (6.0,), True, 0.0, float("nan"), 1e9),
    "forest_months": (None, (1.0, 2.0), True, 0.5, float("nan"), "12"),
    "curve": (None, "zzz", ("survival",)),
    "gmi_before": (None, "zzz", 1),
    "response_of": (None, "bars", ("spider",)),
    "following": (None, "stage", ("regimen",)),
    "term_grades": (None, "zzz", 3),
    "term_least": (None, 0, 2.5, float("nan"), True, "3", 1_001),
    "toxicity_measure": (None, "zzz", ("any",)),
    "transitions_tab": (None, "Pairs"),
    "toxicity_tab": (None, "Table", 1),
    "sequence_of": (None, "zzz", ("next",)),
    "published_of": (None, "figures", ("series",)),
    "benchmark_measure": (None, "pfs", "pfs nan", "pfs 12.0", "ecog 12", "pfs 0", ("orr",)),
    "benchmark_cards": (None, "advl0912", ("zzz",), ("advl0912",) * 2, ("own: ",)),
    "shipped_cards": (None, "on", 1),
    "compare_card": ("zzz", ("advl0912",), "own: " + "x" * 61),
    "drawn_curve": ("zzz", True, "own: "),
    "endpoint": (None, "zzz", ("os",)),
    "forest_measure": (None, "dor", 1),
    "difference_conf_type": (None, "zzz"),
    "swimmer_label": (None, "zzz", ("none",)),
    "swimmer_mode": (None, "rows"),
    "weights": (None, "zzz"),
    "unit": (None, "rows", ("lines",)),
    "patient": ("IMT-02", "", "a45f8391f", ("a45f8391fa",), 1),
    "index": (None, "IMT-02", patient_key("P99"), (patient_key("IMT-02"),), 1),
    "conf_level": (None, 0.5, "0.9", True),
    "survival_conf_type": (None, "zzz"),
    "quantile_rule": (None, 1),
    "proportion_conf_type": (None, ""),
    "quartile_type": (None, 1, True, "7"),
    "horizon": (0.0, "8", True),
    "reference_median": (0.0, 0.05, -1.0, "8", True, float("nan")),
    "reference_orr": (0.0, 100.0, "50", False),
    "swimmer_sort_lines": (None, "follow-up"),
    "swimmer_sort_patients": (None, "duration"),
    "swimmer_span": (None, 24.0, "36"),
    "next_line": (None, "zzz"),
    "overlap": (None, "drop"),
    "cox_overlap": (None, "leave out"),
    "survival_tab": (None, "Table", 0),
    "incidence_tab": (None, "Compare", ("Tables",)),
    "cohort_tab": (None, "Table", ("Notes",)),
    "response_tab": (None, "Cox", True),
    "subgroups_tab": (None, "Tables", ("Table",)),
    "swimmer_tab": (None, "notes", 1),
    "waterfall_tab": (None, "bars", ("Bars",)),
    "spider_tab": (None, "Bars", ("Assessments",)),
    "growth_tab": (None, "pairs", ("Pairs",)),
    "series_tab": (None, "Cox", ("Cards",)),
    "methods_tab": (None, "Notes", 2),
    "patient_tab": (None, "Table", 3),
}


@pytest.mark.parametrize("name", CHOICES)
def test_a_control_takes_up_what_it_offers_and_nothing_else(sample: Cohort, name: str) -> None:
    assert is_possible(name, POSSIBLE[name], sample)
    for value in (POSSIBLE[name], default_choice(name, sample)):
        saved = read_work(write_work(SavedWork(choices=((name, value),)))).choices
        assert is_possible(name, saved[0][1], sample)
    assert [value for value in IMPOSSIBLE[name] if is_possible(name, value, sample)] == []


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_is_read_from_the_words_of_an_address_as_it_was(sample: Cohort, name: str) -> None:
    for value in (POSSIBLE[name], default_choice(name, sample)):
        words = choice_words(value)
        assert choice_words(read_choice(name, words, sample)) == words
    assert is_possible(name, default_choice(name, sample), sample)


@pytest.mark.parametrize(
    "words", [("", ""), ("zzz",), ("nan",), ("1", "x"), ("0x1",), ("os", "pfs")]
)
def test_words_of_an_address_that_stand_for_nothing_are_refused(
    sample: Cohort, words: tuple[str, ...]
) -> None:
    for name in set(CHOICES) - {"reference_group"}:  # a label may be any text
        with pytest.raises(ImtError, match=f"{name} cannot be"):
            read_choice(name, words, sample)


def test_subgroups_are_read_as_they_were_saved_and_compared() -> None:
    work = SavedWork(
        subgroups=(MTX_NEGATIVE, A_ADVANCED),
        views=(ViewRequest(kind="response", by=(MTX_NEGATIVE, A_ADVANCED)), CURVES),
    )
    assert read_work(write_work(work)) == work
