"""Waterfall and spider on the Response page: the core's numbers, and what a sheet would need."""

from __future__ import annotations

from imt_core.analyses.waterfall import waterfall_plot
from imt_core.cohort.schema import Cohort
from imt_core.reporting.tables.target_tables import format_target_table
from tests.pages.conftest import Opener, opened, tables, texts, upload

SERIES = (
    b"patient_id,line_number,best_response,target_changes\n"
    b"a,1,PR,1.8: -12; 3.7: -45\nb,1,PD,2: 31\nc,1,NE,\n"
)


def test_the_waterfall_has_the_core_s_numbers_and_can_be_taken_away(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("response")
    app.segmented_control(key="response_of").set_value("waterfall").run()
    assert (
        "Shrunk by 30% or more, of measured lines: anthracycline-based 10/21, MTX-V 7/13, "
        "other regimens 4/10; 4 not measured. Not tested."
    ) in texts(app)
    assert "4 not drawn: 4 not evaluable (adjuvant)" in texts(app)
    opened(app, "waterfall_tab", "Table")
    assert tables(app)[0].equals(format_target_table(waterfall_plot(sample, by=["regimen_group"])))
    opened(app, "taken_waterfall", "Reproduce")
    opened(app, "take_waterfall")
    assert "imt.waterfall_plot(" in app.code[0].value


def test_the_spider_says_what_it_needs_and_is_drawn_once_a_sheet_has_it(open_page: Opener) -> None:
    app = open_page("response")
    app.segmented_control(key="response_of").set_value("spider").run()
    assert "Spider: needs several assessments per line" in texts(app)
    app = upload(app, "series.csv", SERIES)
    assert (
        "Shrunk by 30% or more, of measured lines: 1/2 (1.3–98.7%); 3 assessments; 1 not measured."
    ) in texts(app)
    opened(app, "spider_tab", "Assessments")
    assert app.dataframe[0].value["change_pct"].tolist() == [31.0, -12.0, -45.0]
    app.segmented_control(key="response_of").set_value("waterfall").run()
    assert "median change -7%" in texts(app)
