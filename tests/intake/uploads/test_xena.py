"""Survival files of UCSC Xena and of TCGA's clinical data resource."""

from __future__ import annotations

import pytest

from tests.intake.uploads.command import said_of
from tests.intake.uploads.outcomes import counts

XENA = b"""sample\t_PATIENT\tOS\tOS.time\tDSS\tDSS.time\tDFI\tDFI.time\tPFI\tPFI.time\tRedaction
T-01\tT1\t1\t430\t0\t430\t\t\t1\t200\t
T-02\tT2\t0\t1200\t0\t1200\t0\t1200\t0\t1200\t
T-03\tT3\t1\t98\t1\t98\t\t\t0\t98\t
T-04\tT4\t0\t2100\t0\t2100\t1\t400\t1\t400\t
"""
DAYS = [430, 1200, 98, 2100]
SHORT = b"sample\tOS\t_PATIENT\tOS.time\nT-1\t1\tT1\t430\nT-2\t0\tT2\t1200\nT-3\t1\tT3\t98\n"
RESOURCE = b""",bcr_patient_barcode,type,OS,OS.time,PFI,PFI.time
1,TCGA-AA-0001,SARC,1.0,430.0,1.0,200.0
2,TCGA-AA-0002,SARC,0.0,1200.0,0.0,1200.0
3,TCGA-AA-0003,SARC,NA,NA,[Not Available],NA
4,TCGA-AA-0004,SARC,1.0,98.0,0.0,98.0
"""


@pytest.mark.parametrize(
    ("content", "n", "events", "first"),
    [(XENA, 4, 2, DAYS), (SHORT, 3, 2, DAYS[:3]), (RESOURCE, 3, 2, DAYS[:3])],
)
def test_os_is_the_event_and_os_time_its_days(
    content: bytes, n: int, events: int, first: list[int]
) -> None:
    said = said_of(content, name="survival.tsv" if b"\t" in content else "cdr.csv")
    assert (said["status"], counts(said, "os")) == ("ready", (n, events))
    assert [round(m * 30.4375) for m in said["endpoints"]["os"]["months"]] == first
    assert said["endpoints"]["pfs"] is None
    assert any("UCSC Xena" in warning for warning in said["warnings"])


def test_codes_and_times_of_another_sheet_are_still_asked() -> None:
    said = said_of(b"id,os,os.time\n1,1,448\n2,1,98\n3,0,1448\n4,0,2111\n")
    assert (said["status"], said["endpoints"]["os"]) == ("asks", None)
