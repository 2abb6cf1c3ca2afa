"""Sheets damaged at random: each is read, or refused with a sentence; nothing else happens."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.files.reading import read_tables
from imt_core.intake.layouts.arrangement import arrange_tables
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.mapping.mapped_cohort import read_mapped, read_without_problems
from imt_core.intake.mapping.suggested_mapping import suggest_mapping
from imt_core.intake.remedies.issue_impact import issue_impacts
from tests.effort import tries
from tests.intake.own_sheets import GERMAN, ITALIAN

CANONICAL = b"""patient_id,stage,start_date,best_response,pfs_months,pfs_event,os_months,os_event
A,metastatic,2020-01-01,PR,3.5,1,9,0
A,metastatic,2020-06-01,PD,2.5,1,4,0
B,localized,2021-02-03,CR,,,12.25,1
"""
PIECES = (
    b",",
    b";",
    b'"',
    b"\n",
    b"\t",
    b"0",
    b"-1",
    b"1e999",
    b"\xff",
    b"\x00",
    b"patient_id",
    b"NaN",
    b"os_months",
    b"31/02/2020",
    b"=1+1",
    b"\xe2\x80\xae",
    b"99999999999",
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    sheet = bytearray(draw(st.sampled_from([ITALIAN, GERMAN, CANONICAL])))
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(sheet)))
        length = draw(st.integers(0, 12))
        sheet[place : place + length] = draw(st.sampled_from(PIECES) | st.binary(max_size=4))
    return bytes(sheet)


@given(damaged())
@tries(30)
def test_a_damaged_sheet_opens_or_is_refused_with_a_sentence(content: bytes) -> None:
    try:
        tables = read_tables(content, filename="sheet.csv")
        arrangement = arrange_tables([SourceTable(name="sheet", table=tables[0].table)])
    except UnreadableFileError as error:
        sentence = str(error)
    else:
        sentence = ""
    if sentence:
        assert sentence.endswith(".")
        return
    mapping = suggest_mapping(arrangement.table, known=arrangement.columns).mapping
    mapped = read_mapped(arrangement.table, mapping, name="sheet", notes=arrangement.notes)
    report = mapped.reading.report
    assert (mapped.reading.cohort is None) == bool(report.errors)
    assert len(issue_impacts(mapped.table, report)) == len(report.issues)
    if mapped.reading.cohort is None:
        without = read_without_problems(mapped, mapping, name="sheet")
        assert (without.reading.cohort is None) == bool(without.aside.refusal)
