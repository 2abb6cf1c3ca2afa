"""Every page, with the sample, an upload, nobody in view, one patient, and a broken file."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from imt_core.analyses.baseline import baseline_table
from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.forest.forest import subgroup_forest
from imt_core.analyses.response import response_table
from imt_core.analyses.survival import survival_summary
from imt_core.analyses.survival_comparison import compare_survival
from imt_core.analyses.swimmer.lines import swimmer_lines
from imt_core.analyses.swimmer.patients import swimmer_patients
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import OVERLAP_MEANING, Overlap
from imt_core.cohort.duration_of_response import derive_duration_of_response
from imt_core.cohort.filters import CohortFilter, Criterion, filter_cohort
from imt_core.cohort.rules import Rules
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.exact_tests import binomial_test
from imt_core.conventions.formatting import format_estimate, format_p_value
from imt_core.intake.mapping.mapping import Mapping
from imt_core.published.figures import PublishedFigure, published_figures
from imt_core.reporting.content.study_sheet import StudyAnswer
from imt_core.reporting.methods import CATALOGUE, describe_method
from imt_core.reporting.tables.baseline_tables import format_baseline_table
from imt_core.reporting.tables.forest_table import format_forest_table
from imt_core.reporting.tables.response_tables import format_response_table
from imt_core.reporting.tables.survival_comparisons import describe_test, format_tests
from imt_core.reporting.tables.survival_tables import format_rates_table, format_survival_table
from pages.components import overlap_panel, paper_panel
from tests.pages.conftest import Opener, opened, tables, texts, upload, with_remedy
from tests.places import ROOT, SAMPLE

VIEWS = (
    "cohort",
    "response",
    "survival",
    "subgroups",
    "swimmer",
    "sequence",
    "patient",
    "published_figures",
    "methods",
)

ONLY_OS = b"patient_id,os_months,os_event,ward\nA,3.5,1,x\nB,8,0,x\nC,12,1,y\nD,20,0,y\n"
ONE_PATIENT = (
    b"patient_id,stage,best_response,pfs_months,pfs_event,os_months,os_event\n"
    b"A,metastatic,PR,3.5,1,9,0\n"
)
BROKEN = b'patient_id,os_months,os_event\nA,"3,5",1\n,8,maybe\n'


def nobody() -> dict[str, str]:
    return {"only_regimen_group": "other", "only_disease_extent": "localized"}


def test_every_page_says_who_is_in_view_and_that_the_sample_is_a_reconstruction(
    open_page: Opener,
) -> None:
    app = open_page("methods")
    for view in VIEWS:
        app.switch_page(f"pages/views/{view}.py").run()
        assert not app.exception
        assert "48 lines in 38 patients" in texts(app)
        assert "Reconstruction from published aggregates, not patient data" in texts(app)


def test_the_baseline_table_is_the_core_s(read_page: Opener, sample: Cohort) -> None:
    shown = tables(read_page("cohort"))[0]
    expected = format_baseline_table(baseline_table(sample, by=["regimen_group"]))
    assert shown.to_numpy().tolist() == expected.to_numpy().tolist()
    assert shown.columns.tolist() == expected.columns.tolist()


def test_rows_of_the_baseline_table_are_hidden_and_ordered(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("cohort", baseline_hidden=["regimen", "alk_method"], baseline_order="name")
    expected = format_baseline_table(
        baseline_table(sample, by=["regimen_group"], hidden=["regimen", "alk_method"], order="name")
    )
    pd.testing.assert_frame_equal(tables(app)[0], expected)
    opened(app, "baseline_rows")
    assert app.multiselect(key="baseline_hidden").value == ["regimen", "alk_method"]
    app.segmented_control(key="baseline_order").set_value("usual").run()
    app.multiselect(key="baseline_hidden").set_value(["sex"]).run()
    assert app.query_params["baseline_hidden"] == "sex"
    assert "Sex: male" not in tables(app)[0]["Characteristic"].tolist()
    app.button(key="add_baseline").click().run()
    assert app.session_state["deck"][-1].hidden == ("sex",)


def test_durable_control_is_of_the_months_that_are_chosen(
    open_page: Opener, sample: Cohort
) -> None:
    app = opened(open_page("response", response_tab="Table"), "response_options")
    app.number_input(key="durable_months").set_value(12.0).run()
    table = response_table(sample, by=["regimen_group"], durable_months=12)
    pd.testing.assert_frame_equal(tables(app)[0], format_response_table(table))
    assert tables(app)[0].iloc[11, 0] == "Durable control, 12 months, of evaluable (95% CI)"


def test_the_response_table_is_the_core_s(read_page: Opener, sample: Cohort) -> None:
    shown = tables(read_page("response", response_tab="Table"))[0]
    expected = format_response_table(response_table(sample, by=["regimen_group"]))
    assert shown.to_numpy().tolist() == expected.to_numpy().tolist()


def test_the_survival_tables_are_the_core_s(read_page: Opener, sample: Cohort) -> None:
    app = read_page("survival", survival_tab="Tables")
    summary = survival_summary(sample, "pfs", by=["regimen_group"])
    core = (format_survival_table(summary), format_rates_table(summary))
    for shown, expected in zip(tables(app)[:2], core, strict=True):
        assert shown.to_numpy().tolist() == expected.astype(str).to_numpy().tolist()


def test_the_drawn_curve_is_the_core_s(read_page: Opener, sample: Cohort) -> None:
    figure = json.loads(read_page("survival").get("plotly_chart")[0].proto.spec)
    curve = survival_summary(sample, "pfs", by=["regimen_group"]).groups[0].curve
    marks = next(t for t in figure["data"] if t["mode"] == "markers")
    assert np.allclose(_array(marks["x"]), curve.time)
    assert np.allclose(_array(marks["y"]), 100 * curve.estimate)


def _array(values: object) -> np.ndarray:
    """Plotly's JSON holds arrays as lists, or as base64 with a type."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    return np.asarray(values)


@pytest.mark.parametrize(
    ("mode", "lanes"), [("lines", 48), ("patients", 38)], ids=["per line", "per patient"]
)
def test_the_swimmer_plot_has_a_lane_for_each(
    open_page: Opener, sample: Cohort, mode: str, lanes: int
) -> None:
    app = open_page("swimmer", swimmer_tab="Table")
    app.segmented_control(key="swimmer_mode").set_value(mode).run()
    plot = swimmer_lines(sample) if mode == "lines" else swimmer_patients(sample)
    assert len(plot.lanes) == lanes
    shown = app.dataframe[0].value
    assert shown["end_months"].tolist() == plot.to_frame()["end_months"].tolist()


def test_all_published_figures_match_on_the_page(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worked out by the page once, not again for each section that is opened."""
    computed: list[tuple[PublishedFigure, ...]] = []

    def once(cohort: Cohort) -> tuple[PublishedFigure, ...]:
        if not computed:
            computed.append(published_figures(cohort))
        return computed[0]

    monkeypatch.setattr(paper_panel, "published_figures", once)
    app = open_page("published_figures", published_of="paper")
    assert "191 of 191 figures match" in texts(app)
    marks = []
    for section in dict.fromkeys(figure.section for figure in computed[0]):
        opened(app, "published_section", section)
        (table,) = tables(app)
        marks += table["Same"].tolist()
    assert marks == ["✓"] * 191


def test_a_filter_changes_the_counts_and_the_numbers(open_page: Opener, sample: Cohort) -> None:
    app = open_page("survival", only_alk_status="negative", survival_tab="Tables")
    criterion = Criterion(column="alk_status", levels=("negative",))
    view = filter_cohort(sample, CohortFilter(criteria=(criterion,)))
    assert f"{view.after}" in texts(app)
    opened(app, "left_out_open")
    assert "ALK-negative** leaves out, with 24 patients:\n- 31 not ALK-negative" in texts(app)
    expected = format_survival_table(survival_summary(view.cohort, "pfs", by=["regimen_group"]))
    assert tables(app)[0]["Events"].tolist() == [str(n) for n in expected["Events"]]


def test_counts_beside_a_filter_follow_the_other_filters(open_page: Opener) -> None:
    app = open_page("cohort", only_alk_status="negative")
    shown = next(pills for pills in app.pills if pills.key == "only_regimen_group")
    assert shown.options == ["anthracycline-based 7", "MTX-V 7", "other 3"]


@pytest.mark.parametrize("view", VIEWS[:5])
def test_nobody_in_view_is_explained(open_page: Opener, view: str) -> None:
    app = open_page(view, **nobody())
    assert "No treatment line meets all filters." in texts(app)
    assert "no lines" in texts(app)


def test_a_shared_link_filters_by_a_level_with_a_hyphen(open_page: Opener) -> None:
    app = open_page("cohort", only_regimen_group="anthracycline-based")
    assert "25 lines in 25 patients** · anthracycline-based" in texts(app)


def test_filters_can_be_cleared(open_page: Opener) -> None:
    app = open_page("cohort", only_alk_status="negative")
    next(button for button in app.button if button.label == "Clear all filters").click().run()
    assert "48 lines in 38 patients · the whole cohort" in texts(app).replace("**", "")


def test_groups_that_share_patients_are_not_tested(read_page: Opener) -> None:
    app = read_page("survival")
    assert "No test: the groups share patients." in texts(app)
    assert "7 patients have lines in more than one group" in texts(app)


@pytest.mark.parametrize("overlap", ["first line", "leave out", "cluster"])
def test_each_remedy_for_shared_patients_is_one_click_and_allows_a_test(
    open_page: Opener, sample: Cohort, overlap: Overlap
) -> None:
    app = with_remedy(open_page("survival"), overlap)
    summary = survival_summary(sample, "pfs", by=["regimen_group"], overlap=overlap)
    assert summary.test is not None
    assert format_p_value(summary.test.p_value) in texts(app)
    assert OVERLAP_MEANING[overlap] in texts(app)
    opened(app, "survival_tab", "Tables")
    shown = tables(app)[0]["Events"].tolist()
    assert shown == [str(group.n_event) for group in summary.groups]


def test_a_view_is_worked_out_once_and_again_only_for_a_remedy(
    open_page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(cohort: Cohort, request: ViewRequest) -> ComputedView:
        asked.append(request.overlap)
        return compute_view(cohort, request)

    monkeypatch.setattr(overlap_panel, "compute_view", counted)
    app = open_page("survival")
    assert asked == ["keep"]
    opened(app, "overlap_open")
    asked.clear()
    app.radio(key="overlap_asked").set_value("leave out").run()
    assert asked == ["keep", "leave out"]


def test_conventions_change_every_number_on_the_page(open_page: Opener) -> None:
    app = open_page("survival", only_regimen_group="anthracycline-based", survival_tab="Tables")
    opened(app, "conventions_open")
    app.selectbox(key="survival_conf_type").set_value("log-log").run()
    assert "log(-log) scale" in texts(app)
    assert "conventions: SAS LIFETEST" in texts(app)
    assert tables(app)[1]["At 12 months"][0].startswith("29.4% (10.7–51.1)")


def other_cohort() -> bytes:
    """Rows like the sample's, of other patients."""
    return SAMPLE.read_bytes().replace(b"IMT-", b"OUR-")


def test_the_sample_uploaded_again_is_still_called_a_reconstruction(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "my_download.csv", SAMPLE.read_bytes())
    assert "my_download" in texts(app)
    assert "Reconstruction from published aggregates, not patient data" in texts(app)


def test_an_uploaded_cohort_opens_on_every_page(open_page: Opener) -> None:
    app = upload(open_page("methods"), "our_series.csv", other_cohort())
    for view in VIEWS:
        app.switch_page(f"pages/views/{view}.py").run()
        assert not app.exception
        assert "our_series" in texts(app)
        assert "Reconstruction" not in texts(app)


def test_an_upload_with_overall_survival_only_still_shows_its_curve(open_page: Opener) -> None:
    app = upload(open_page("survival", survival_tab="Tables"), "small.csv", ONLY_OS)
    assert "4 lines in 4 patients" in texts(app)
    assert tables(app)[0]["Median, months (95% CI)"].tolist() == ["12.0 (3.5–NE)"]


def gastric_trial() -> tuple[bytes, dict]:
    """A small trial that others published (weeks, 0/1) in canonical columns, and R's numbers."""
    path = ROOT / "tests" / "oracles" / "recorded" / "survival.json"
    case = json.loads(path.read_text(encoding="utf-8"))["cases"]["gastric_xelox_months"]
    rows = zip(case["time"], case["event"], strict=True)
    lines = [f"P{i},{months!r},{event}" for i, (months, event) in enumerate(rows)]
    return "\n".join(["patient_id,pfs_months,pfs_event", *lines]).encode(), case["overall"]


def test_a_trial_that_others_made_shows_r_s_median_and_limits(open_page: Opener) -> None:
    sheet, r = gastric_trial()
    app = upload(open_page("survival", survival_tab="Tables"), "gastric_trial.csv", sheet)
    assert "48 lines in 48 patients" in texts(app)
    expected = r["quantiles"]["log"]
    median, low, high = (expected[key][1] for key in ("estimate", "conf_low", "conf_high"))
    shown = tables(app)[0]
    assert shown["Median, months (95% CI)"].tolist() == [format_estimate(median, low, high)]
    assert shown["Events"].tolist() == [str(r["n_events"])]


def test_pages_say_which_columns_a_trial_without_them_lacks(open_page: Opener) -> None:
    sheet, _ = gastric_trial()
    app = upload(open_page("cohort", cohort_tab="Data quality"), "gastric_trial.csv", sheet)
    for column in ("ALK status", "stage", "Regimen group", "Best response"):
        assert f"The sheet has no column {column}" in texts(app)


def test_an_excel_workbook_uploads_like_a_csv(open_page: Opener) -> None:
    workbook = io.BytesIO()
    pd.read_csv(SAMPLE).to_excel(workbook, index=False)
    app = upload(open_page("response", response_tab="Table"), "series.xlsx", workbook.getvalue())
    assert "48 lines in 38 patients" in texts(app)
    column = tables(app)[0]["anthracycline-based"].tolist()
    assert column[7] == "10/21\u00a0=\u00a047.6% (25.7–70.2)"


def test_pages_that_lack_columns_say_which(open_page: Opener) -> None:
    app = upload(open_page("response"), "small.csv", ONLY_OS)
    assert "The response page needs `best_response`" in texts(app)
    app.session_state["published_of"] = "paper"
    app.switch_page("pages/views/published_figures.py").run()
    assert "age_years" in texts(app)


def test_a_column_of_the_sheet_s_own_can_be_grouped_by(open_page: Opener) -> None:
    app = upload(open_page("survival", survival_tab="Tables"), "small.csv", ONLY_OS)
    app.multiselect(key="group_by").set_value(["ward"]).run()
    assert tables(app)[0]["ward"].tolist() == ["ward: x", "ward: y"]


def with_one_patient(app: AppTest) -> AppTest:
    """Open the cohort of one, of whom it is asked whether nobody has died."""
    upload(app, "one.csv", ONE_PATIENT)
    next(r for r in app.radio if "_ask_no events:os" in str(r.key)).set_value("right").run()
    app.button(key="opening_open").click().run()
    assert not app.exception
    return app


def test_one_patient_opens_on_every_page(open_page: Opener) -> None:
    app = with_one_patient(open_page("methods"))
    for view in VIEWS:
        app.switch_page(f"pages/views/{view}.py").run()
        assert not app.exception
        assert "1 line in 1 patient" in texts(app)


def test_a_group_without_an_event_is_a_flat_line(open_page: Opener) -> None:
    app = with_one_patient(open_page("survival"))
    app.segmented_control(key="endpoint").set_value("os").run()
    assert not app.exception
    assert "no event in 1 line, so its curve is flat" in texts(app)
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    heights = {
        y
        for t in figure["data"]
        if t["mode"] == "lines" and "fill" not in t
        for y in _array(t["y"])
    }
    assert heights == {100.0}


def test_a_broken_file_shows_its_problems_and_keeps_the_cohort_before(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "broken.csv", BROKEN)
    shown = texts(app).replace("**", "")
    assert "2 problems must be settled first" in shown
    assert "OS event: 1 and maybe have no meaning yet, in 2 of 2 rows." in shown
    assert {"1 (1 row)", "maybe (1 row)"} <= {box.label for box in app.selectbox}
    assert "Patient, row 3: Every row must name its patient" in shown
    app.button(key="opening_cancel").click().run()
    assert "48 lines in 38 patients" in texts(app)


def test_a_file_that_is_no_table_gets_one_sentence(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "empty.csv", b"")
    assert "empty.csv was not opened." in texts(app).replace("**", "")
    assert "but it is empty. Check that the right file was chosen. The cohort" in texts(app)


def test_the_way_back_to_the_sample_is_one_click(open_page: Opener) -> None:
    app = upload(open_page("cohort"), "small.csv", ONLY_OS)
    next(b for b in app.button if b.label == "Back to the sample cohort").click().run()
    assert "48 lines in 38 patients" in texts(app)


def test_filters_of_the_cohort_before_do_not_survive_an_upload(open_page: Opener) -> None:
    app = open_page("cohort", only_alk_status="negative")
    upload(app, "our_series.csv", other_cohort())
    assert "48 lines in 38 patients** · the whole cohort" in texts(app)


def test_text_from_a_sheet_is_never_live_markdown(open_page: Opener) -> None:
    sheet = (
        b"patient_id,os_months,os_event,ward\nA,3,1,![x](http://example.org/x.png)\nB,4,0,:red[y]\n"
    )
    app = upload(open_page("cohort", filter_by="ward"), "evil.csv", sheet)
    app.multiselect(key="filter_by").set_value(["ward"]).run()
    live = [m.value for m in [*app.markdown, *app.caption, *app.info]]
    assert not any("![x](" in text or ":red[y]" in text for text in live)


def test_all_conventions_change_together_with_a_preset(open_page: Opener, sample: Cohort) -> None:
    app = open_page("survival", only_regimen_group="anthracycline-based")
    opened(app, "conventions_open")
    app.selectbox(key="convention_preset").set_value("small samples").run()
    assert not app.exception
    assert app.selectbox(key="survival_conf_type").value == "bpcp"
    assert "beta product confidence procedure" in texts(app)
    assert "conventions: small samples" in texts(app)


def test_the_published_relapse_free_rate_is_shown_under_every_choice(open_page: Opener) -> None:
    app = open_page("survival", only_regimen_group="anthracycline-based")
    app.segmented_control(key="endpoint").set_value("rfs").run()
    opened(app, "survival_tab", "Interval choices")
    choices = next(table for table in tables(app) if "Interval" in table.columns)
    at_60 = dict(zip(choices["Interval"], choices["At 60 months"], strict=True))
    assert at_60["log scale (in force)"].startswith("50.0% (25.0–100.0)")
    assert at_60["log(-log) scale"].startswith("50.0% (15.2–77.5)")


def test_the_permutation_test_is_the_core_s(open_page: Opener, sample: Cohort) -> None:
    app = open_page("survival", only_regimen_group="anthracycline-based")
    app.multiselect(key="group_by").set_value(["alk_status"]).run()
    lines = CohortFilter(
        criteria=(Criterion(column="regimen_group", levels=("anthracycline-based",)),)
    )
    cohort = filter_cohort(sample, lines).cohort
    comparison = compare_survival(survival_summary(cohort, "pfs", by=["alk_status"]))
    opened(app, "survival_tab", "Compare")
    tests = next(table for table in tables(app) if "Test" in table.columns)
    expected = format_tests(comparison)
    assert tests["p"].tolist() == expected["p"].tolist()
    opened(app, "survival_tab", "Notes")
    assert comparison.permutation is not None
    assert comparison.permutation.n_permutations == 2380
    assert f"Permutation {format_p_value(comparison.permutation.p_value)}" in texts(app)
    assert "the smallest p these groups could reach: 0.0004" in texts(app)


def test_duration_of_response_is_an_endpoint(open_page: Opener, sample: Cohort) -> None:
    app = open_page("survival")
    app.multiselect(key="group_by").set_value([]).run()
    app.segmented_control(key="endpoint").set_value("dor").run()
    assert "progression or death after response" in texts(app)
    opened(app, "survival_tab", "Tables")
    summary = survival_summary(sample, derive_duration_of_response(sample))
    assert tables(app)[0]["Events"].tolist() == [str(summary.groups[0].n_event)]


def test_a_cox_regression_of_repeated_lines_is_made_by_patient_or_of_patients(
    open_page: Opener,
) -> None:
    app = open_page("survival", survival_tab="Cox")
    app.segmented_control(key="endpoint").set_value("os").run()
    app.multiselect(key="covariates").set_value(["sex"]).run()
    assert "a regression would take their lines as independent" in texts(app)
    app.segmented_control(key="cox_overlap").set_value("cluster").run()
    assert "48 cases of 38 patients; Wald test by patient, p = " in texts(app)
    app.segmented_control(key="unit").set_value("patients").run()
    assert not app.exception
    ratios = next(table for table in tables(app) if "Hazard ratio" in table.columns)
    assert ratios["Covariate"].tolist() == ["Sex: female v male"]


def test_response_rates_of_groups_that_share_patients_are_not_compared(open_page: Opener) -> None:
    app = open_page("response", response_tab="Compare")
    assert "Nothing is compared" in texts(app)
    with_remedy(app, "leave out")
    differences = next(table for table in tables(app) if "Fisher's exact test" in table.columns)
    assert differences["Compared"].tolist() == ["anthracycline-based less MTX-V"]
    assert "other regimens: no line is left" in texts(app)


def test_a_published_rate_can_be_set_beside_ours(open_page: Opener) -> None:
    app = open_page(
        "response", only_regimen_group="anthracycline-based", response_tab="Against published"
    )
    app.number_input(key="reference_orr").set_value(30.0).run()
    expected = format_p_value(binomial_test(10, 21, reference=0.3).p_value)
    assert f"10/21 evaluable against 30.0%: {expected}" in texts(app)


def test_the_forest_is_the_core_s(read_page: Opener, sample: Cohort) -> None:
    app = read_page("subgroups", subgroups_tab="Table")
    columns = ["regimen_group", "alk_status", "disease_extent", "line_group", "sex"]
    expected = format_forest_table(subgroup_forest(sample, columns=columns))
    assert tables(app)[0].to_numpy().tolist() == expected.to_numpy().tolist()
    assert "12 subgroups were looked at" in texts(app)


def test_the_methods_page_holds_every_method_of_the_catalogue(open_page: Opener) -> None:
    app = open_page("methods", methods_tab="Every method")
    said = texts(app)
    for functions in CATALOGUE.values():
        for function in functions:
            method = describe_method(function)
            assert f"{method.summary.removesuffix('.')} {function.__name__}\n" in said


def test_a_typed_time_that_is_no_number_is_named(open_page: Opener) -> None:
    app = open_page("survival")
    opened(app, "survival_options")
    app.multiselect(key="rate_months").set_value([12.0, "soon"]).run()
    assert "soon is not a number of months" in app.warning[0].value


def test_what_is_learned_later_is_compared_from_a_landmark(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("survival", unit="patients")
    app.segmented_control(key="endpoint").set_value("os").run()
    app.multiselect(key="group_by").set_value(["best_response"]).run()
    assert "No test: best response is learned after day 1" in texts(app)
    app.button(key="landmark_6").click().run()
    assert not app.exception
    summary = survival_summary(
        sample, "os", by=["best_response"], unit="patients", landmark_months=6
    )
    assert describe_test(summary) in texts(app)
    assert f"{summary.left_out[0].count}: {summary.left_out[0].reason}" in texts(app)
    opened(app, "survival_tab", "Against published")
    assert "a published median counts from day 1, and these times count from month 6" in texts(app)


def test_an_own_column_is_compared_once_it_is_said_that_it_was_known(open_page: Opener) -> None:
    app = open_page("survival", unit="patients")
    before = app.session_state["loaded_cohort"]
    frame = before.cohort.frame
    cohort = replace(before.cohort, frame=frame.assign(ecog=[float(i % 2) for i in range(48)]))
    app.session_state["loaded_cohort"] = replace(before, cohort=cohort, mapping=Mapping())
    app.multiselect(key="group_by").set_value(["ecog"]).run()
    assert "No test: it is not said whether ecog was known before treatment began" in texts(app)
    app.segmented_control(key="known_groups_ecog").set_value("yes").run()
    assert not app.exception
    assert "Two-sided log-rank" in texts(app)
    assert app.session_state["loaded_cohort"].mapping.answers == (("known at start:ecog", "yes"),)
    app.segmented_control(key="known_groups_ecog").set_value("no").run()
    assert "No test: ecog is learned after day 1" in texts(app)


def test_deaths_are_counted_once_with_one_click(open_page: Opener) -> None:
    app = open_page("survival")
    app.segmented_control(key="endpoint").set_value("os").run()
    assert "48 lines in 38 patients, 24 events (17 patients died)" in texts(app)
    app.button(key="count_deaths_once").click().run()
    assert not app.exception
    assert "38 lines in 38 patients, 17 events." in texts(app)


def test_durations_of_response_are_compared_when_asked_only(open_page: Opener) -> None:
    app = open_page("survival", unit="patients")
    app.segmented_control(key="endpoint").set_value("dor").run()
    assert "No test: durations of response are only described" in texts(app)
    assert "selection by response" in texts(app)
    opened(app, "survival_tab", "Against published")
    assert "Nothing is compared: durations of response are only described" in texts(app)
    opened(app, "survival_options")
    app.toggle(key="compare_durations").set_value(True).run()
    app.number_input(key="reference_median").set_value(8.0).run()
    assert not app.exception
    assert "expected: p = " in texts(app)
    opened(app, "survival_tab", "Notes")
    assert "No test: durations" not in texts(app)


def test_rules_of_lines_and_progression_are_named_and_switched(open_page: Opener) -> None:
    app = open_page("cohort")
    assert "PFS ends as the sheet has it" in texts(app)
    before = app.session_state["loaded_cohort"]
    one_row = replace(before.cohort, rules=Rules(first_line="assumed"))
    app.session_state["loaded_cohort"] = replace(before, cohort=one_row, mapping=Mapping())
    opened(app, "conventions_open")
    app.selectbox(key="next_line").set_value("censored").run()
    assert "PFS is censored when the next line starts" in texts(app)
    app.segmented_control(key="first_line_rule").set_value("not known").run()
    assert not app.exception
    after = app.session_state["loaded_cohort"]
    assert after.cohort.frame["line_number"].isna().all()
    assert after.mapping.answers == (("line:all", "not known"),)
    assert "which line it is, is not known" in texts(app)
    app.switch_page("pages/views/methods.py").run()
    assert "PFS is censored when the next line starts" in texts(app)


def test_answers_of_the_study_sheet_stand_in_the_documents(open_page: Opener) -> None:
    app = open_page("methods", methods_tab="Study sheet")
    assert "19 items: 5 met, 0 not met, 0 not applicable, 14 open" in texts(app)
    assert "Median 69.1 (39.3–139.5) months" in texts(app)
    app.text_area(key="study_text_ethics").set_value("Approved by each centre.").run()
    app.segmented_control(key="study_status_ethics").set_value("met").run()
    assert "19 items: 6 met" in texts(app)
    answers = list(app.session_state["study_answers"].values())
    assert answers == [StudyAnswer(item="ethics", status="met", text="Approved by each centre.")]
    app.switch_page("pages/views/response.py").run()
    app.switch_page("pages/views/methods.py").run()
    opened(app, "methods_tab", "Study sheet")
    assert app.text_area(key="study_text_ethics").value == "Approved by each centre."


def test_the_first_minute_s_way_to_survival_arrives_with_its_filter(open_page: Opener) -> None:
    app = open_page("cohort")
    app.button(key="try_survival").click().run()
    assert not app.exception
    assert app.session_state["unit"] == "patients"
    assert "17 lines in 14 patients** · ALK-negative · one line a patient" in texts(app)
    assert "PFS: " in texts(app)
