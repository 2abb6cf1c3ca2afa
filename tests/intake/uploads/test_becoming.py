"""From which columns an endpoint comes, why there is none, and what leaving cells out costs."""

from __future__ import annotations

import pytest

from imt_core.intake.opening import OpeningOutcome, begin_opening, opening_outcome
from tests.intake.uploads.command import text_of

MIXED = """Patient,Stage,PFS (months),Progressed,Start,Progression date,Death date,Last contact
a,metastatic,12,1,2018-01-10,2019-01-10,,2020-03-02
b,metastatic,,,2018-02-11,2018-06-01,2019-02-01,2019-02-01
c,metastatic,,,2018-05-03,,,2021-11-21
"""
LIMITS = """Pt,PFS (months),Progression,OS (months),Death,Best response
1,8,yes,14,yes,PR
2,x,no,x,no,SD
3,3,yes,9,yes,PD
"""


def outcome(text: str) -> OpeningOutcome:
    return opening_outcome(begin_opening([("sheet.csv", text.encode())]))


def test_an_endpoint_names_the_headers_that_it_comes_from() -> None:
    becoming = outcome(MIXED).becoming
    assert becoming.endpoints["pfs"].origin == (
        "from PFS (months) and Progressed; 2 lines worked out from Start, Progression date, "
        "Death date and Last contact"
    )
    assert becoming.endpoints["os"].origin == "worked out from Start, Death date and Last contact"


@pytest.mark.parametrize(
    ("columns", "end", "reason"),
    [
        (
            "OS (months),Best response\na,3,PR",
            "os",
            "OS (months) has a time, but no column says who died",
        ),
        ("Dead,Best response\na,1,PR", "os", "no column says who died"),
        ("Best response\na,PR", "pfs", "no column says who had a progression"),
        (
            "Stage,PFS (months),Progressed\na,localized,3,1",
            "rfs",
            "no column says who had a recurrence",
        ),
        (
            "Best response,Progression date\na,PR,2020-01-01",
            "pfs",
            "no stage: it is worked out from dates in advanced disease only",
        ),
        (
            "Stage,Best response,Progression date\na,metastatic,PR,2020-01-01",
            "pfs",
            "no column holds its months, and none the start of treatment",
        ),
    ],
)
def test_an_endpoint_that_is_not_there_says_why(columns: str, end: str, reason: str) -> None:
    becoming = outcome(f"Patient,{columns}\n").becoming
    assert end not in becoming.endpoints
    assert becoming.why_none[end].startswith(reason)


def test_the_command_prints_where_endpoints_come_from() -> None:
    text = text_of(MIXED)
    assert "  Overall survival: 3 lines, 1 event, median NR months\n    worked out from " in text
    assert "  Relapse-free survival: none\n    no line is known to be of localized disease" in text


def test_what_is_doubted_is_marked() -> None:
    becoming = outcome("Patient,OS (months),Dead\na,3,0\nb,4,0\n").becoming
    assert becoming.endpoints["os"].doubt.startswith("No case of OS")


def test_cells_left_out_cost_events_and_censored_cases_apart() -> None:
    made = outcome(LIMITS + "4,9,no,12,no,SD\n")
    losses = {loss.endpoint: loss for loss in made.losses}
    pfs = losses["pfs"]
    assert (pfs.events_before, pfs.events_after) == (2, 2)
    assert (pfs.censored_before, pfs.censored_after) == (2, 1)
    assert pfs.text == "PFS loses 1 of 2 censored cases"
    assert made.without_problems().reading.cohort is not None


def test_no_click_takes_every_censored_case_out_of_an_endpoint() -> None:
    made = outcome(LIMITS)
    without = made.without_problems()
    assert without.reading.cohort is None
    assert without.aside.table is None
    assert without.aside.refusal.startswith("PFS would lose all its censored cases")
    assert "OS would lose all its censored cases" in without.aside.refusal
    assert made.becoming.endpoints == {}
    assert made.becoming.n_evaluable == 3


def test_words_of_unknown_meaning_may_have_been_the_only_events() -> None:
    made = outcome("Patient,OS (months),Dead\na,3,no\nb,4,no\nc,5,hm\n")
    (loss,) = made.losses
    assert (loss.events_before, loss.unknown_before, loss.vanishing) == (0, 1, "events")
    assert made.without_problems().reading.cohort is None


def test_rows_that_are_no_patient_are_not_lost() -> None:
    made = outcome("patient_id,os_months,os_event\na,3,0\nb,4,0\nTotal,7,1\n")
    (loss,) = made.losses
    assert (loss.events_before, loss.vanishing) == (0, "")
