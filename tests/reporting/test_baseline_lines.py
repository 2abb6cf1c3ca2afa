"""The baseline table as papers print it: which lines stand, and what a masked one keeps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd
import pytest

from imt_core.analyses.baseline import BaselineVariable, baseline_table
from imt_core.analyses.completeness import completeness_table
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.tables.baseline_lines import INDENT
from imt_core.reporting.tables.baseline_tables import (
    format_baseline_table,
    format_completeness_table,
)
from tests.oracles.oracle import make_cohort
from tests.reporting.masking.alone import masked_alone


def made(**columns: Sequence[object]) -> Cohort:
    n = len(next(iter(columns.values())))
    return make_cohort(patient_id=[f"p{at}" for at in range(n)], line_number=[1.0] * n, **columns)


def lines(cohort: Cohort, *columns: str) -> list[list[str]]:
    variables = [BaselineVariable(column=column) for column in columns] if columns else None
    return (
        format_baseline_table(baseline_table(cohort, variables=variables)).to_numpy().tolist()[2:]
    )


def test_the_sample_s_table_is_that_of_a_paper(sample: Cohort) -> None:
    table = format_baseline_table(baseline_table(sample, hidden=["regimen", "stop_reason"]))
    assert [text.replace(INDENT, "> ") for text in table["Characteristic"]] == [
        "Treatment lines",
        "Patients",
        "Age (years), median (Q1–Q3)",
        "Sex: male",
        "Primary site",
        "> abdomen",
        "> lung/thoracic wall",
        "> other",
        "ALK status: positive",
        "ALK assay within ALK-positive",
        "> IHC",
        "> FISH",
        "> both",
        "ALK assay within ALK-negative",
        "> IHC",
        "> both",
        "Stage",
        "> localized",
        "> locally advanced",
        "> metastatic",
        "Prior lines, median (range)",
        "Treatment line",
        "> first",
        "> second",
        "> further",
        "Cycles, median (range)",
        "Later ALK inhibitor: yes",
    ]
    assert table["All"].tolist() == [
        *("48", "38", "30 (18–45)", "26 (54.2%)"),
        *("", "17 (35.4%)", "14 (29.2%)", "17 (35.4%)"),
        *("31 (64.6%)", "", "7 (22.6%)", "11 (35.5%)", "13 (41.9%)", "", "10 (58.8%)", "7 (41.2%)"),
        *("", "12 (25.0%)", "14 (29.2%)", "22 (45.8%)"),
        *("0 (0–3)", "", "34 (70.8%)", "8 (16.7%)", "6 (12.5%)", "6 (1–50)", "11 (22.9%)"),
    ]


def test_what_is_missing_of_two_levels_stands_below_them() -> None:
    cohort = made(sex=["male"] * 5 + ["female"] * 4 + [None])
    assert lines(cohort) == [["Sex: male", "5 (50.0%)"], [f"{INDENT}not recorded", "1 (10.0%)"]]


def test_what_is_unknown_is_shown_like_what_is_missing() -> None:
    cohort = made(alk_status=["negative"] * 4 + ["positive"] * 4 + ["unknown"] * 2)
    assert lines(cohort) == [
        ["ALK status: positive", "4 (40.0%)"],
        [f"{INDENT}unknown", "2 (20.0%)"],
    ]


@pytest.mark.parametrize("level", ["male", "female"])
def test_a_variable_with_one_level_has_one_line(level: str) -> None:
    assert lines(made(sex=[level] * 6)) == [[f"Sex: {level}", "6 (100.0%)"]]


def test_a_variable_of_which_nothing_is_recorded_within_a_level_says_so() -> None:
    cohort = made(
        alk_status=["positive"] * 6 + ["negative"] * 5, alk_method=["IHC"] * 6 + [None] * 5
    )
    assert lines(cohort) == [
        ["ALK status: positive", "6 (54.5%)"],
        ["ALK assay within ALK-positive: IHC", "6 (100.0%)"],
        ["ALK assay within ALK-negative: not recorded", "5 (100.0%)"],
    ]
    assert lines(made(sex=["male"] * 2, stage=[None, None])) == [["Sex: male", "2 of 2"]]


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        (("no", "yes"), "yes"),
        (("YES", "NO"), "YES"),
        (("Nein", "Ja"), "Ja"),
        ((0.0, 1.0), "1 (otherwise 0)"),
        (("negative", "Positive"), "Positive"),
        (("north", "south"), "north (otherwise south)"),
    ],
)
def test_an_own_column_with_two_levels_has_one_line(levels: Sequence[object], shown: str) -> None:
    counted = lines(made(own=[levels[0]] * 6 + [levels[1]] * 6), "own")
    assert counted == [[f"own: {shown}", "6 (50.0%)"]]


def test_a_known_column_of_more_levels_lists_the_two_that_are_there() -> None:
    cohort = made(stage=["metastatic"] * 6 + ["localized"] * 6)
    assert [text for text, _ in lines(cohort)] == [
        "Stage",
        f"{INDENT}localized",
        f"{INDENT}metastatic",
    ]


def test_a_level_that_nobody_in_view_has_has_no_line_but_a_number(small_cohort: Cohort) -> None:
    table = baseline_table(small_cohort, unit="patients")
    assert "second" in table.to_frame()["level"].tolist()
    assert [text for text, _ in lines(small_cohort, "line_group")][1:] == [
        f"{INDENT}{level}" for level in ("first", "second", "further", "not recorded")
    ]
    shown = format_baseline_table(table)
    assert shown["Characteristic"].tolist()[-2:] == [
        "Treatment line: first",
        f"{INDENT}not recorded",
    ]


def test_a_level_that_one_group_alone_has_keeps_its_line(small_cohort: Cohort) -> None:
    shown = format_baseline_table(baseline_table(small_cohort, by=["alk_status"]))
    further = shown.set_index("Characteristic").loc[f"{INDENT}further"]
    assert further.iloc[:2].tolist() == ["1 of 4", "0 of 3"]


def test_rows_can_be_hidden_and_ordered(small_cohort: Cohort) -> None:
    def columns(**options: object) -> list[str]:
        frame = baseline_table(small_cohort, **options).to_frame()
        return list(dict.fromkeys(frame["variable"]))

    usual = ["age_years", "sex", "alk_status", "alk_method", "line_group"]
    assert columns() == usual
    assert columns(hidden=["alk_status", "shoe"]) == [
        "age_years",
        "sex",
        "alk_method",
        "line_group",
    ]
    assert columns(order="name") == ["age_years", "alk_method", "alk_status", "sex", "line_group"]
    assert columns(order="missing")[0] == "alk_method"
    whole = baseline_table(small_cohort).to_frame()
    ordered = baseline_table(small_cohort, order="missing").to_frame()
    same = ["variable", "within", "level"]
    pd.testing.assert_frame_equal(
        whole.sort_values(same).reset_index(drop=True)[sorted(whole)],
        ordered.sort_values(same).reset_index(drop=True)[sorted(whole)],
    )


def test_a_table_of_which_every_row_is_hidden_has_its_sizes(small_cohort: Cohort) -> None:
    columns = ["age_years", "sex", "alk_status", "alk_method", "line_group"]
    shown = format_baseline_table(baseline_table(small_cohort, hidden=columns))
    assert shown.to_numpy().tolist() == [["Treatment lines", "9"], ["Patients", "7"]]


Truth = tuple[tuple[int, int], ...]
"""Men and women of each group."""


def thinkable(text: str, size: int, *, is_blurred: bool) -> Sequence[int]:
    """What a reader thinks possible of a cell, below 5 of which are masked."""
    if text == "<5":
        return range(1, 5)
    if text == EN_DASH:
        return range(size + 1) if is_blurred else [0, *range(5, size + 1)]
    return [int(text.split(" ", maxsplit=1)[0])]


def tables_that_fit(truth: Truth) -> set[Truth]:
    """Every table of men and women that a masked one, which names the men alone, leaves open."""
    cohort = made(
        sex=[sex for men, women in truth for sex in ["male"] * men + ["female"] * women],
        centre=[f"c{at}" for at, both in enumerate(truth) for _ in range(sum(both))],
    )
    variables = [BaselineVariable(column="sex")]
    table = baseline_table(cohort, by=["centre"], variables=variables)
    sizes, _, men = masked_alone(table, under=5).tables["baseline"].to_numpy().tolist()
    assert men[0] == "Sex: male"
    assert sizes[1:] == [*(str(sum(both)) for both in truth), str(sum(map(sum, truth)))]
    is_blurred = any(
        text == EN_DASH and 0 < own[0] < 5 for text, own in zip(men[1:], truth, strict=False)
    )
    groups = [
        thinkable(text, sum(both), is_blurred=is_blurred)
        for text, both in zip(men[1:], truth, strict=False)
    ]
    n = sum(map(sum, truth))
    together = thinkable(men[-1], n, is_blurred=is_blurred)
    return {
        tuple((m, sum(both) - m) for m, both in zip(found, truth, strict=True))
        for found in product(*groups)
        if all(m <= sum(both) for m, both in zip(found, truth, strict=True))
        # Were there no woman, or no man, the line would say so.
        if sum(found) in together and 0 < sum(found) < n
    }


@pytest.mark.parametrize(
    "truth",
    [
        ((8, 2), (10, 20)),
        ((9, 1), (9, 1)),
        ((10, 0), (6, 1)),
        ((10, 0), (0, 12)),
        ((5, 1), (7, 0), (9, 0)),
        ((1, 5), (0, 7)),
        ((3, 3), (0, 8), (8, 0)),
        ((6, 4), (4, 6), (5, 5)),
    ],
)
def test_no_small_count_follows_from_the_line_of_the_other_level(truth: Truth) -> None:
    fitting = tables_that_fit(truth)
    assert truth in fitting
    for group, both in enumerate(truth):
        for place, count in enumerate(both):
            if 0 < count < 5:
                assert len({table[group][place] for table in fitting}) > 1


def test_completeness_names_the_columns_as_the_file_does() -> None:
    table = completeness_table(
        made(sex=["male", None], ward=["a", "b"], line_group=["first"] * 2, ne_reason=[None, "x"])
    )
    shown = format_completeness_table(table, headers={"sex": "Geschlecht"})
    assert dict(zip(shown["Column"], shown["Name in the file"], strict=True)) == {
        "Sex": "Geschlecht",
        "Patient": "patient_id",
        "Line number": "line_number",
        "ward": "ward",
        "Treatment line": "none: worked out",
        "Reason not evaluable": "ne_reason",
    }


def test_where_a_column_has_a_meaning_is_said_in_its_reader_s_words() -> None:
    table = completeness_table(made(best_response=["NE", "PR"], ne_reason=["adjuvant", None]))
    shown = format_completeness_table(table).set_index("Column")
    assert shown.loc["Reason not evaluable", "Counted where"] == "Best response: NE"
    assert shown.loc["Best response", "Counted where"] == "all lines in view"


def test_the_index_patient_s_own_values_stand_beside_and_the_columns_count_as_before(
    sample: Cohort,
) -> None:
    plain = format_baseline_table(baseline_table(sample, by=["regimen_group"]))
    marked = baseline_table(sample, by=["regimen_group"], index=patient_key("IMT-05"))
    table = format_baseline_table(marked)
    pd.testing.assert_frame_equal(table.drop(columns="Index patient"), plain)
    own = dict(zip(table["Characteristic"], table["Index patient"], strict=True))
    assert [own[name] for name in ("Treatment lines", "Patients", "Sex: male")] == [
        "2",
        "1",
        "female",
    ]
    assert own["Age (years), median (Q1–Q3)"] == "36; 38"
    assert (own["Regimen"], own[f"{INDENT}CTX"], own[f"{INDENT}AI"]) == ("", "1 of 2", "")
    first = baseline_table(sample, unit="patients", index=patient_key("IMT-05"))
    own = format_baseline_table(first).set_index("Characteristic")["Index patient"]
    assert own[f"{INDENT}MTX + VNR"] == "yes"


def test_a_masked_table_tells_nothing_of_the_index_patient(sample: Cohort) -> None:
    table = baseline_table(sample, index=patient_key("IMT-05"))
    (masked,) = masked_alone(table, under=2).tables.values()
    assert set(masked["Index patient"]) == {EN_DASH}
    assert "Index patient" not in format_baseline_table(
        baseline_table(sample, index=patient_key("P05"))
    )
