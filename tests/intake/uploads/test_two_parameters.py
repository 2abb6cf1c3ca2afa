"""ADaM with two parameters that may each be the endpoint: which one it is, is asked."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import answered, said_of, times

TWO_READERS = (
    "USUBJID,PARAMCD,PARAM,AVAL,AVALU,CNSR\n"
    "X-1,PFSINV,PFS by investigator,5,MONTHS,0\nX-2,PFSINV,PFS by investigator,3,MONTHS,0\n"
    "X-3,PFSINV,PFS by investigator,24,MONTHS,1\nX-1,PFSIRC,PFS by IRC,4,MONTHS,0\n"
    "X-2,PFSIRC,PFS by IRC,3,MONTHS,1\nX-3,PFSIRC,PFS by IRC,24,MONTHS,1\n"
    "X-1,OS,Overall survival,20,MONTHS,0\nX-2,OS,Overall survival,30,MONTHS,1\n"
    "X-3,OS,Overall survival,24,MONTHS,1\n"
)


def test_which_parameter_is_the_endpoint_is_asked() -> None:
    said = said_of(TWO_READERS)
    assert said["status"] == "asks"
    (question,) = said["questions"]
    assert "PFSINV and PFSIRC may each be PFS" in question


@pytest.mark.parametrize(("code", "months", "events"), [("PFSINV", 5, 2), ("PFSIRC", 4, 1)])
def test_the_parameter_that_was_chosen_is_the_endpoint(
    code: str, months: float, events: int
) -> None:
    said = said_of(TWO_READERS, mapping=answered(TWO_READERS, code))
    assert said["status"] == "ready"
    assert times(said, "pfs") == (3, events, [months, 3, 24])
    assert times(said, "os") == (3, 1, [20, 30, 24])


def test_where_neither_is_the_cohort_opens_without_it() -> None:
    said = said_of(TWO_READERS, **{"parameter:pfs": "none"})
    assert (said["status"], said["endpoints"]["pfs"]) == ("ready", None)
