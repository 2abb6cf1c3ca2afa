"""The page of successive lines, and incidence beside survival: the core's numbers, in words."""

from __future__ import annotations

from imt_core.analyses.growth_modulation import growth_modulation
from imt_core.analyses.incidence import incidence_summary
from imt_core.cohort.schema import Cohort
from imt_core.reporting.tables.growth_table import format_growth_table
from imt_core.reporting.tables.incidence_tables import format_incidence_rates
from tests.pages.conftest import Opener, opened, tables, texts, upload

WITHOUT_STARTS = b"patient_id,line_number,os_months,os_event\na,1,5,1\nb,1,8,0\n"


def test_the_shares_are_the_core_s_and_what_cannot_be_estimated_says_why(
    open_page: Opener, sample: Cohort
) -> None:
    app = opened(open_page("sequence"), "sequence_options")
    app.segmented_control(key="gmi_before").set_value("last in the sheet").run()
    said = texts(app)
    assert "7 pairs in 7 patients" in said
    assert "described, not tested" in said
    opened(app, "growth_tab", "Table")
    result = growth_modulation(sample, before="last in the sheet")
    assert tables(app)[0].equals(format_growth_table(result))
    opened(app, "taken_sequence", "Reproduce")
    opened(app, "take_sequence")
    assert 'imt.growth_modulation(cohort, before="last in the sheet"' in app.code[0].value
    app.segmented_control(key="sequence_of").set_value("next").run()
    not_estimated = "Not estimated: of 25 lines after which another treatment was given"
    assert not_estimated in texts(app)


def test_a_sheet_without_lines_and_starts_says_what_is_missing(open_page: Opener) -> None:
    app = upload(open_page("sequence"), "small.csv", WITHOUT_STARTS)
    assert "The growth modulation index needs" in texts(app)
    app.segmented_control(key="sequence_of").set_value("next").run()
    assert "The time to next treatment needs" in texts(app)


def test_incidence_stands_beside_survival_where_death_competes(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("survival")
    app.segmented_control(key="endpoint").set_value("rfs").run()
    opened(app, "survival_options")
    app.segmented_control(key="curve").set_value("incidence").run()
    assert "Gray's test of recurrence p = 0.483." in texts(app)
    opened(app, "incidence_tab", "Tables")
    summary = incidence_summary(sample, "rfs", by=["regimen_group"])
    assert tables(app)[1].equals(format_incidence_rates(summary))
    app.segmented_control(key="endpoint").set_value("os").run()
    assert "curve" not in [control.key for control in app.segmented_control]
