"""The page of toxicity and that of what followed: the core's numbers, and what is asked of them."""

from __future__ import annotations

from imt_core.analyses.toxicity import toxicity_table
from imt_core.analyses.toxicity_comparison import compare_toxicity
from imt_core.analyses.transitions import transitions
from imt_core.cohort.schema import Cohort
from imt_core.reporting.tables.toxicity_tables import (
    format_term_table,
    format_toxicity_comparison,
    format_toxicity_table,
)
from imt_core.reporting.tables.transition_tables import format_transition_table
from tests.pages.conftest import Opener, opened, tables, texts, upload, with_remedy


def test_the_page_shows_grades_terms_and_a_comparison_on_request(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("toxicity", term_grades="severe", term_least="2")
    assert "anthracycline-based 7/25, MTX-V 2/13, other regimens 0/10." in texts(app)
    table = toxicity_table(sample, by=["regimen_group"], grades="severe", least=2)
    assert tables(app)[-1].equals(format_toxicity_table(table))
    opened(app, "toxicity_tab", "Terms")
    assert tables(app)[-1].equals(format_term_table(table))
    assert "2 terms of fewer than 2 lines at grade 3 or over are not listed." in texts(app)
    opened(app, "toxicity_tab", "Compare")
    assert "Nothing is compared: the groups share patients." in texts(app)
    with_remedy(app, "first line")
    app.segmented_control(key="toxicity_measure").set_value("any").run()
    first = toxicity_table(sample, by=["regimen_group"], overlap="first line")
    expected = format_toxicity_comparison(compare_toxicity(first, measure="any"))
    assert tables(app)[-1].equals(expected)


def test_what_followed_is_the_core_s_and_may_be_of_regimens(
    open_page: Opener, sample: Cohort
) -> None:
    app = open_page("sequence", sequence_of="followed", transitions_tab="Table")
    assert "the sheet holds the next line of 6; after 19 a further line" in texts(app)
    assert tables(app)[0].equals(format_transition_table(transitions(sample)))
    opened(app, "transitions_options")
    app.segmented_control(key="following").set_value("regimen").run()
    assert tables(app)[0].equals(format_transition_table(transitions(sample, of="regimen")))


def test_a_sheet_without_them_says_what_is_missing(open_page: Opener) -> None:
    app = upload(open_page("toxicity"), "bare.csv", b"patient_id,os_months,os_event\na,5,1\n")
    assert "The toxicity page needs worst_ae_grade or adverse_events" in texts(app).replace("`", "")
