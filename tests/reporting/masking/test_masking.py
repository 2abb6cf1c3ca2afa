"""Small counts cannot be had from what is shown: an attacker, worked cases, whole tables."""

from __future__ import annotations

import re
from itertools import chain

import numpy as np
import pandas as pd
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from imt_core.analyses.baseline import baseline_table
from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.forest.forest import subgroup_forest
from imt_core.analyses.response import response_table
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import CaseCount
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import AS_PUBLISHED
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import NOTES_LEFT_OUT, view_document
from imt_core.reporting.content.view_tables import masked_view_tables
from imt_core.reporting.masking import contingency
from imt_core.reporting.masking.masking import masking_sentence
from imt_core.reporting.tables.baseline_lines import INDENT
from imt_core.reporting.tables.cells import TableValues
from imt_core.reporting.tables.counts import Count, CountId, Counts
from imt_core.reporting.tables.result_tables import result_tables
from tests.places import sample_cohort
from tests.reporting.masking.alone import counts_alone, masked_alone
from tests.reporting.views_to_write import sample_views

Table = list[list[int]]


def with_totals(inner: Table) -> Table:
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def masked_table(truth: Table, *, under: int) -> list[list[str]]:
    """A table with its totals last, masked as every table of a document is."""
    everyone, last = CountId("lines"), (len(truth) - 1, len(truth[0]) - 1)
    cells = [
        [everyone.having("cell", f"{r} {c}") for c in range(len(row))]
        for r, row in enumerate(truth)
    ]
    table = [
        [Count(place, n) for place, n in zip(ids, row, strict=True)]
        for ids, row in zip(cells, truth, strict=True)
    ]
    counts = Counts()
    for r, row in enumerate(table):
        counts.add(*row)
        counts.sizes |= {count.id for c, count in enumerate(row) if r == last[0] or c == last[1]}
    for row in (*table, *zip(*table, strict=True)):
        counts.add_sum(row[-1], row[:-1])
    names = tuple(map(str, range(len(truth[0]))))
    values = TableValues(columns=names, rows=tuple(map(tuple, table)))
    return values.masked(counts_alone(counts, under=under)).to_frame().to_numpy().tolist()


class Attacker:
    """Somebody who solves for the inner cells of a table with totals, on his own."""

    def __init__(self, shown: list[list[str]], *, under: int) -> None:
        n_rows, n_columns = len(shown) - 1, len(shown[0]) - 1
        inner = np.arange(n_rows * n_columns).reshape(n_rows, n_columns)
        self.sums: list[list[float]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for r, row in enumerate(shown):
            for c, text in enumerate(row):
                rows = [r] if r < n_rows else list(range(n_rows))
                columns = [c] if c < n_columns else list(range(n_columns))
                self.sums.append(np.isin(inner, inner[np.ix_(rows, columns)]).ravel().tolist())
                low, high = (1, under - 1) if text == f"<{under}" else (0, np.inf)
                self.low.append(int(text) if text.isdigit() else low)
                self.high.append(int(text) if text.isdigit() else high)

    def may_be(self, cell: int, value: int) -> bool:
        low, high = [*self.low], [*self.high]
        if not low[cell] <= value <= high[cell]:
            return False
        low[cell] = high[cell] = value
        n = len(self.sums[0])
        found = scipy.optimize.milp(
            np.zeros(n),
            constraints=scipy.optimize.LinearConstraint(
                np.array(self.sums, dtype=float), low, high
            ),
            bounds=scipy.optimize.Bounds(0, np.inf),
            integrality=np.ones(n),
        )
        return bool(found.success)


def worked_out(shown: list[list[str]], truth: Table, *, under: int) -> list[tuple[int, int]]:
    """Small cells that cannot be each small count, and others withheld that have one value."""
    attacker, width = Attacker(shown, under=under), len(truth[0])
    found = []
    for cell, (true, text) in enumerate(zip(chain(*truth), chain(*shown), strict=True)):
        if 0 < true < under:
            wanted = set(range(1, max(under, 3)))
        elif text == EN_DASH:
            wanted = {true, true + 1} if attacker.may_be(cell, true + 1) else {true, true - 1}
        else:
            wanted = set()
        if not all(attacker.may_be(cell, value) for value in wanted):
            found.append(divmod(cell, width))
    return found


tables = st.integers(1, 3).flatmap(
    lambda n: st.lists(st.lists(st.integers(0, 9), min_size=n, max_size=n), min_size=2, max_size=3)
)


@given(inner=tables, under=st.integers(2, 5))
@settings(max_examples=80, deadline=None)
def test_no_masked_cell_is_determined_by_those_shown(inner: Table, under: int) -> None:
    truth = with_totals(inner)
    assert worked_out(masked_table(truth, under=under), truth, under=under) == []


@given(inner=tables, under=st.integers(2, 5))
@settings(max_examples=40, deadline=None)
def test_what_is_shown_is_true_and_no_small_count_is_shown(inner: Table, under: int) -> None:
    truth = with_totals(inner)
    shown = masked_table(truth, under=under)
    for true, text in zip(chain(*truth), chain(*shown), strict=True):
        assert text in (str(true), f"<{under}", EN_DASH)
        assert (text == str(true)) <= (not 0 < true < under)
        assert (text == f"<{under}") <= (0 < true < under)


def test_a_table_too_large_to_search_is_withheld_more_widely_and_is_as_safe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inner = [[2, 9, 5], [6, 1, 7], [8, 3, 0]]
    truth = with_totals(inner)
    searched = masked_table(truth, under=5)
    monkeypatch.setattr(contingency, "MOST_CELLS", 0)
    quick = masked_table(truth, under=5)
    assert worked_out(quick, truth, under=5) == []
    assert sum(map(str.isdigit, chain(*quick))) <= sum(map(str.isdigit, chain(*searched)))


def test_no_small_count_stands_in_a_masked_table_of_the_sample() -> None:
    for view in sample_views()[:5]:
        tables, _ = masked_view_tables(view, under=5)
        cells = [
            str(cell)
            for table in tables
            for row in table.shown.to_numpy().tolist()
            if "median" not in str(row[0])
            for cell in row[1:]
        ]
        assert cells
        # A count of its own, of a total, with a percentage, or at risk.
        small = r"[1-4]( of \d+| \(.*|/\d+.*)?|.*, [1-4] at risk"
        assert [cell for cell in cells if re.fullmatch(small, cell)] == []


def test_the_attacker_finds_what_follows() -> None:
    truth = with_totals([[2, 8], [7, 9]])
    shown = [["<5", "8", "10"], ["7", "9", "16"], ["9", "17", "26"]]
    assert (0, 0) in worked_out(shown, truth, under=5)


def some(name: str, n: int) -> Count:
    return Count(CountId("lines").having("some", name), n)


def suppressed(total: int, *parts: int) -> tuple[str, ...]:
    counts, together = Counts(), some("total", total)
    others = [some(f"part {at}", n) for at, n in enumerate(parts)]
    counts.add(together, *others)
    counts.sizes.add(together.id)
    counts.add_sum(together, others)
    return tuple(counts_alone(counts, under=5).states.values())


@pytest.mark.parametrize(
    ("total", "parts", "states"),
    [
        # The cheapest count that may be anything goes with the small one.
        (30, (2, 8, 20), ("shown", "small", "withheld", "shown")),
        # Two small ones do not hide that together they are 4, and that neither is 4 alone.
        (14, (1, 3, 10), ("shown", "withheld", "withheld", "withheld")),
        # A dash may be any count, so that what is left may be 1 to 4.
        (6, (1, 5), ("shown", "small", "withheld")),
        # With a total of at most 4, two of at least 1 would not be 4.
        (2, (1, 1), ("small", "withheld", "withheld")),
        # 4 + 4 is the only way to make 8 of two small counts.
        (8, (4, 4), ("shown", "withheld", "withheld")),
        # Without a small count all stands.
        (12, (0, 5, 7), ("shown", "shown", "shown", "shown")),
    ],
)
def test_hand_worked_sums(total: int, parts: tuple[int, ...], states: tuple[str, ...]) -> None:
    assert suppressed(total, *parts) == states


def test_what_is_left_of_a_total_is_protected_though_it_is_not_written() -> None:
    counts, n, n_event = Counts(), some("all", 20), some("event", 18)
    counts.add(n, n_event)
    counts.sizes.add(n.id)
    counts.add_rest(n, n_event, some("no event", 2).id)
    masked = counts_alone(counts, under=5)
    # 20 less 18 would tell that 2 had no event.
    assert (masked.cell(n).text, masked.cell(n_event).text) == ("20", EN_DASH)


def test_a_count_has_one_id_however_it_is_come_by() -> None:
    lines = CountId("lines")
    in_group = lines.having("regimen_group", "MTX-V")
    responders = in_group.having("best_response", "CR", "PR")
    assert responders.having("best_response", "PR", "SD") == (
        lines.having("best_response", "PR").having("regimen_group", "MTX-V")
    )
    assert in_group.patients != in_group
    assert CountId("patients") != CountId("lines").patients
    # A column of the sheet is never taken for what was worked out.
    assert lines.having("endpoint", "os") != lines.having(("endpoint", "os"), "event")


def test_a_count_of_nobody_by_what_it_counts_hides_nothing() -> None:
    counts, men, women = Counts(), some("men", 3), some("women", 9)
    both = Count(men.id.having("some", "women"), 0)
    together = Count(CountId("lines"), 12)
    counts.add(together, men, women, both)
    counts.add_sum(together, (men, women, both))
    assert both.id not in counts.values
    masked = counts_alone(counts, under=5)
    assert [masked.cell(n).text for n in (men, women, both)] == ["<5", EN_DASH, "0"]


def test_a_level_within_the_group_it_defines_is_known_by_the_size_of_the_group() -> None:
    made = cohort(
        alk_status=["positive"] * 12 + ["negative"] * 18,
        alk_method=["IHC"] * 9 + ["FISH"] * 3 + ["IHC"] * 18,
    )
    masked = masked_alone(baseline_table(made, by=["alk_status"]), under=5)
    shown = masked.tables["baseline"].set_index("Characteristic")
    assert shown.loc["Treatment lines"].tolist() == ["12", "18", "30"]
    # 12 less 9 would be the 3 by FISH.
    within = shown.loc["ALK assay within ALK-positive":, "ALK-positive"]
    assert within.iloc[:3].to_dict() == {
        "ALK assay within ALK-positive": "",
        f"{INDENT}IHC": EN_DASH,
        f"{INDENT}FISH": "<5",
    }


def test_misuse_is_explained() -> None:
    with pytest.raises(ImtError, match="under must be at least 2, but 1 was found"):
        counts_alone(Counts(), under=1)
    counts = Counts()
    counts.add(some("men", 3))
    with pytest.raises(ImtError, match="one value, but 3 and 4 were found"):
        counts.add(some("men", 4))
    with pytest.raises(ImtError, match="str was found"):
        masked_alone("no result", under=5)


def test_the_sentence_names_the_threshold() -> None:
    assert "Counts of 1 to 9 are written as <10;" in masking_sentence(10)


def cohort(**columns: list[object]) -> Cohort:
    n = len(next(iter(columns.values())))
    ids = [f"p{i}" for i in range(n)]
    return Cohort(
        frame=pd.DataFrame({"patient_id": ids, "line_number": [1.0] * n} | columns), name="made"
    )


def test_a_baseline_table_hides_small_levels_with_their_percentages() -> None:
    made = cohort(sex=["male"] * 3 + ["female"] * 17, stage=["localized"] * 8 + ["metastatic"] * 12)
    masked = masked_alone(baseline_table(made), under=5)
    shown = masked.tables["baseline"].set_index("Characteristic")["All"]
    assert shown.to_dict() == {
        "Treatment lines": "20",
        "Patients": "20",
        "Sex: male": "<5",
        "Stage": "",
        f"{INDENT}localized": "8 (40.0%)",
        f"{INDENT}metastatic": "12 (60.0%)",
    }
    assert masked.is_masked


def test_a_level_that_has_no_line_is_hidden_by_the_one_beside_it() -> None:
    made = cohort(sex=["male"] * 17 + ["female"] * 3)
    shown = masked_alone(baseline_table(made), under=5).tables["baseline"]
    # 20 less 17 would be the 3 women.
    assert shown.to_numpy().tolist()[2:] == [["Sex: male", EN_DASH]]


def test_denominators_within_a_hidden_variable_add_up_all_the_same() -> None:
    made = cohort(
        alk_status=["positive"] * 17 + ["negative"] * 3,
        alk_method=["IHC"] * 9 + ["FISH"] * 8 + ["IHC"] * 3,
    )
    shown = masked_alone(baseline_table(made, hidden=["alk_status"]), under=5).tables["baseline"]
    text = shown.set_index("Characteristic")["All"]
    assert text["Treatment lines"] == "20"
    assert text["ALK assay within ALK-negative: IHC"] == "<5"
    # 9 and 8 by IHC and FISH, or a percentage of 17, would leave the 3.
    assert sorted(text[[f"{INDENT}IHC", f"{INDENT}FISH"]]) in (["8", EN_DASH], ["9", EN_DASH])


def test_an_order_by_what_is_missing_is_not_told_by_masked_tables() -> None:
    made = cohort(
        age_years=[30.0] * 19 + [None],
        sex=["male"] * 9 + ["female"] * 7 + [None] * 4,
        stage=["localized"] * 8 + ["metastatic"] * 10 + [None] * 2,
    )
    table = baseline_table(made, order="missing")
    names = [row.variable.column for row in table.rows if row.level in (None, "male", "localized")]
    assert names == ["sex", "stage", "age_years"]
    masked = masked_alone(table, under=5).tables["baseline"]
    assert masked["Characteristic"].tolist() == (
        masked_alone(baseline_table(made), under=5).tables["baseline"]["Characteristic"].tolist()
    )


def test_a_baseline_table_by_group_hides_a_second_cell_in_the_row() -> None:
    made = cohort(
        sex=["male"] * 8 + ["female"] * 2 + ["male"] * 10 + ["female"] * 20,
        regimen_group=["MTX-V"] * 10 + ["other"] * 30,
    )
    masked = masked_alone(baseline_table(made, by=["regimen_group"]), under=5)
    shown = masked.tables["baseline"].set_index("Characteristic")
    # The 2 women of the first group follow neither from its 8 men, nor from the others.
    assert shown.loc["Sex: male"].tolist() == [EN_DASH, EN_DASH, "18 (45.0%)"]
    assert (shown.loc["Treatment lines"] == ["10", "30", "40"]).all()


def test_levels_are_hidden_in_a_second_cell_of_their_row() -> None:
    made = cohort(
        stage=["localized"] * 8 + ["metastatic"] * 2 + ["localized"] * 10 + ["metastatic"] * 20,
        regimen_group=["MTX-V"] * 10 + ["other"] * 30,
    )
    masked = masked_alone(baseline_table(made, by=["regimen_group"]), under=5)
    shown = masked.tables["baseline"].set_index("Characteristic")
    assert shown.loc[f"{INDENT}metastatic", "MTX-V"] == "<5"
    assert (shown.loc[f"{INDENT}localized" :] == EN_DASH).to_numpy().sum() == 3
    assert (shown.loc["Treatment lines"] == ["10", "30", "40"]).all()


def test_levels_within_another_are_shown_without_a_denominator_that_is_withheld() -> None:
    made = cohort(
        alk_status=["positive"] * 4 + ["negative"] * 16,
        alk_method=["IHC"] * 4 + ["IHC"] * 8 + ["FISH"] * 8,
    )
    shown = masked_alone(baseline_table(made), under=5).tables["baseline"]
    text = shown.set_index("Characteristic")["All"]
    assert text["ALK status: positive"] == "<5"
    within = text[(text.index.str.startswith("ALK assay")) | text.index.str.startswith(INDENT)]
    assert len(within) == 4
    assert not within.str.contains("%").any()
    assert not within.isin(["1", "2", "3", "4"]).any()


def test_a_median_of_a_few_values_is_withheld_and_so_is_how_many_are_missing() -> None:
    ages = [30.0, 40.0, 50.0] + [float("nan")] * 9
    masked = masked_alone(baseline_table(cohort(age_years=ages)), under=5).tables["baseline"]
    assert masked["All"].tolist()[2] == f"{EN_DASH}, {EN_DASH} not recorded"


def ages_told(*ages: float | None) -> str:
    masked = masked_alone(baseline_table(cohort(age_years=[*ages])), under=5).tables["baseline"]
    return str(masked["All"].iloc[2])


def test_a_median_stands_beside_quartiles_where_each_quarter_is_not_few() -> None:
    assert ages_told(*range(20, 29)) == EN_DASH
    assert (ages_told(*range(20, 30)), ages_told(*range(20, 39))) == ("24.5 (–)", "29 (–)")
    assert ages_told(*range(20, 40)) == "29.5 (24.5–34.5)"


def test_a_median_of_a_half_does_not_tell_whether_the_missing_are_even() -> None:
    # 24.5 is between two of an even number: of 12 lines, 2 or 4 would be missing.
    assert ages_told(*range(20, 34), None, None) == "27 (–), <5 not recorded"
    assert ages_told(*range(20, 35), None, None) == "27 (–), <5 not recorded"
    # 4 may be missing of 13.
    assert ages_told(*range(20, 31), None, None) == f"{EN_DASH}, <5 not recorded"


def test_the_longest_and_shortest_times_are_told_of_nobody() -> None:
    months = [float(n) for n in range(1, 31)]
    made = cohort(os_months=months, os_event=[1.0] * 15 + [0.0] * 15)
    view = compute_view(made, ViewRequest(kind="survival", endpoint="os", rate_months=(40.0,)))
    document = view_document(view, ExportContext(cohort_name="I", small_cells_under=8))
    summary, rates, quartiles = (table.shown for table in document.tables)
    # 30 lines are three times 8 and more, and not four times.
    assert summary.iloc[0].tolist()[3:] == [15, "NR (–)", EN_DASH, "23.0 (–)"]
    # Without the 30.0 months of whoever was followed longest.
    assert rates.iloc[0, 1] == "NE: beyond the last follow-up"
    assert quartiles.iloc[0, 1] == quartiles.iloc[0, 3] == EN_DASH


def test_an_all_shown_table_is_the_table_of_the_screen() -> None:
    made = cohort(sex=["male"] * 9 + ["female"] * 11)
    masked = masked_alone(baseline_table(made), under=5)
    assert not masked.is_masked
    assert masked.tables["baseline"]["All"].tolist() == ["20", "20", "9 (45.0%)"]
    assert masked.count == "20 lines in 20 patients"


def test_response_rates_that_rest_on_small_counts_are_withheld() -> None:
    made = cohort(best_response=["CR"] * 6 + ["PR"] * 8 + ["SD"] * 6 + ["PD"] * 2 + ["NE"] * 7)
    shown = masked_alone(response_table(made), under=5).tables["response"]
    text = shown.set_index("All together")["All"]
    assert text["PD (% of evaluable)"] == "<5"
    # 22 evaluable less 20 controlled would be the 2 with PD.
    assert text["Disease control of evaluable (95% CI)"] == EN_DASH
    # 29 treated less 20 controlled and 7 not evaluable would be the same 2.
    assert text["Disease control of all treated (95% CI)"] == EN_DASH
    assert text["ORR of evaluable (95% CI)"] == "14/22\u00a0=\u00a063.6% (40.7–82.8)"
    assert text["ORR of all treated (95% CI)"] == "14/29\u00a0=\u00a048.3% (29.4–67.5)"
    # Nor would SD be, or how many of it are not known for 6 months.
    assert (text == EN_DASH).sum() == 4
    assert text["Lines"] == "29"


def test_stable_disease_that_few_lost_early_withholds_durable_control() -> None:
    responses = ["CR"] * 6 + ["PR"] * 8 + ["SD"] * 16 + ["PD"] * 9 + ["NE"] * 7
    for n_ended, shown in ((7, "23/39\u00a0=\u00a059.0% (42.1–74.4)"), (3, EN_DASH)):
        months = [9.0] * (30 - n_ended) + [3.0] * n_ended + [2.0] * 16
        made = cohort(best_response=responses, pfs_months=months, pfs_event=[1.0] * 46)
        text = (
            masked_alone(response_table(made), under=5).tables["response"].set_index("All together")
        )
        assert text.loc["Durable control, 6 months, of evaluable (95% CI)", "All"] == shown


def test_reasons_of_few_are_left_out_of_the_not_evaluable() -> None:
    made = cohort(
        best_response=["PR"] * 10 + ["SD"] * 10 + ["NE"] * 8,
        ne_reason=[None] * 20 + ["adjuvant"] * 6 + ["toxicity"] * 2,
    )
    shown = masked_alone(response_table(made), under=5).tables["response"]
    assert shown.set_index("All together").loc["Not evaluable", "All"] == "8"


def test_survival_is_withheld_where_few_events_are_behind_it() -> None:
    months = [float(i) for i in range(1, 31)]
    made = cohort(
        regimen_group=["MTX-V"] * 12 + ["other"] * 18,
        os_months=months,
        os_event=[1.0] * 3 + [0.0] * 9 + [1.0] * 9 + [0.0] * 9,
    )
    summary = survival_summary(made, "os", by=["regimen_group"], rate_months=[3, 16, 20, 29])
    masked = masked_alone(summary, under=5)
    few, many = masked.tables["summary"].to_numpy().tolist()
    assert few[1:] == [12, 12, "<5", EN_DASH, EN_DASH, EN_DASH]
    assert many[1:4] == [18, 18, 9]
    rates = masked.tables["rates"].to_numpy().tolist()
    assert rates[0][1:] == [EN_DASH] * 4
    # The numbers at risk are gone: what they lose between two times is events and censorings.
    assert rates[1][1] == "100.0% (NE–NE)"
    # By month 16 the group had 4 events, which 77.8% of 18 would tell.
    assert rates[1][2] == EN_DASH
    # After month 20 there was 1 of the 9 events, which the rest would tell.
    assert rates[1][3] == EN_DASH
    assert rates[1][4].startswith("50.0%")


def test_survivors_are_counts_too() -> None:
    months = [float(i) for i in range(1, 21)]
    made = cohort(os_months=months, os_event=[1.0] * 18 + [0.0] * 2)
    shown = masked_alone(survival_summary(made, "os"), under=5).tables["summary"]
    assert shown.iloc[0].tolist()[1:5] == [20, 20, EN_DASH, EN_DASH]


def test_a_forest_hides_numerators_and_their_rates() -> None:
    made = cohort(
        sex=["male"] * 15 + ["female"] * 15,
        best_response=["PR"] * 2 + ["PD"] * 13 + ["PR"] * 8 + ["PD"] * 7,
    )
    shown = masked_alone(subgroup_forest(made, columns=["sex"]), under=5).tables["forest"]
    assert shown.iloc[:, 1].tolist() == ["10/30", "<5/15", f"{EN_DASH}/15"]
    assert shown.iloc[1:, 2].tolist() == [EN_DASH, EN_DASH]
    assert shown.iloc[0, 2] == "33.3% (17.3–52.8)"


def test_a_small_group_takes_all_together_with_it() -> None:
    made = cohort(sex=["male"] * 3 + ["female"] * 20, stage=["localized"] * 23)
    shown = masked_alone(baseline_table(made, by=["sex"]), under=5).tables["baseline"]
    sizes = shown.set_index("Characteristic").loc["Treatment lines"]
    assert sizes["male"] == "<5"
    # Of 20 and 23 at most one may stand.
    assert (sizes[["female", "All"]] == EN_DASH).sum() >= 1


def test_a_masked_document_says_nothing_that_gives_a_count_away() -> None:
    made = cohort(
        sex=["male"] * 3 + ["female"] * 20,
        best_response=["PR", "SD", "PD"] + ["PR"] * 8 + ["SD"] * 6 + ["PD"] * 6,
    )
    view = compute_view(made, ViewRequest(kind="response", by=("sex",)))
    document = view_document(view, ExportContext(cohort_name="IMT", small_cells_under=5))
    assert any("has only 3 evaluable lines" in note.message for note in view.result.notes)
    assert not any("has only" in note for note in document.notes)
    # How many notes there are tells how many groups are small.
    assert document.notes[-1] == NOTES_LEFT_OUT
    assert document.notes[0] == masking_sentence(5)
    assert not document.shows_chart
    assert all(table.numbers is None for table in document.tables)


def test_curves_and_swimmer_plots_are_never_drawn_beside_masked_tables() -> None:
    months = [float(i) for i in range(1, 31)]
    made = cohort(os_months=months, os_event=[1.0] * 15 + [0.0] * 15)
    context = ExportContext(cohort_name="IMT", small_cells_under=5)
    survival = compute_view(made, ViewRequest(kind="survival", endpoint="os"))
    document = view_document(survival, context)
    assert not document.shows_chart
    assert [table.name for table in document.tables] == ["summary", "rates", "quartiles"]
    swimmer = compute_view(made, ViewRequest(kind="swimmer"))
    tables, masked = masked_view_tables(swimmer, under=5)
    assert (tables, masked.tables, masked.count) == ((), {}, "30 lines in 30 patients")
    assert not view_document(swimmer, context).shows_chart


def test_masked_documents_say_the_same_whether_cases_are_left_out_or_none() -> None:
    made = cohort(os_months=[5.0] * 20 + [None] * 3, os_event=[1.0] * 10 + [0.0] * 10 + [None] * 3)
    view = compute_view(made, ViewRequest(kind="survival", endpoint="os"))
    everybody = compute_view(cohort(os_months=[5.0] * 20, os_event=[1.0, 0.0] * 10), view.request)
    context = ExportContext(cohort_name="I", small_cells_under=5)
    some, none = (dict(view_document(one, context).facts) for one in (view, everybody))
    assert some["In view, not in this result"] == none["In view, not in this result"]
    open_ = dict(view_document(view, ExportContext(cohort_name="I")).facts)
    assert open_["In view, not in this result"] == (
        f"{CaseCount(n_lines=3, n_patients=3)}: no OS time or event recorded"
    )
    assert view.request.conventions is AS_PUBLISHED


def test_the_smallest_p_of_a_split_is_not_told_beside_masked_tables() -> None:
    # 2 of 495 splits: the groups have 4 and 8 cases.
    summary = survival_summary(sample_cohort(), "rfs", by=["regimen_group"])
    (compared,) = (f for f in result_tables(summary).facts if f.heading == "Comparison")
    assert compared.text.endswith("(the smallest p these groups could reach: 0.0040).")
    assert compared.masked == "Two-sided log-rank p = 0.485. Permutation p = 0.489."
