"""Decks, documents and workbooks keep the rules of the programs that open them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.schema import Cohort
from imt_core.intake.cohort_file import read_cohort
from imt_core.intake.remedies.issue_workbook import issue_workbook
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.study_sheet import StudyAnswer, study_sheet
from imt_core.reporting.csv_files import write_cohort_workbook
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.slides.deck import write_deck
from tests.reporting.ooxml import errors_of, installed
from tests.reporting.slides.test_deck_template import made_template
from tests.reporting.target_cohorts import with_series
from tests.reporting.views_to_write import MASKED, sample_views, sample_word, sample_workbook

GROUPS = (
    "滤泡性甲氨蝶呤",
    "メトトレキサート",
    "메토트렉세이트",
    "ميثوتركسات",
    "метотрексат",
    "a name of forty letters, which is longest",
    "<b>&amp;</b> 'one' \"two\"",
    "control \x0b\x00\x1f characters",
    "=1+1",
)
NAMED = (
    NamedSubgroup(
        name="younger & <older>",
        filter=CohortFilter(criteria=(Criterion(column="sex", levels=("male",)),)),
    ),
    NamedSubgroup(
        name="ميثوتركسات 滤泡性",
        filter=CohortFilter(criteria=(Criterion(column="alk_status", levels=("negative",)),)),
    ),
)


def nine_groups(sample: Cohort) -> Cohort:
    """The sample under names that are hard to write."""
    names = [GROUPS[at % len(GROUPS)] for at in range(len(sample.frame))]
    frame = sample.frame.assign(
        regimen_group=names, stop_reason=[f"why {name}" for name in names], centre=names
    )
    return Cohort(frame=frame, name="nine \x0b groups")


def varied_views(sample: Cohort) -> list[ComputedView]:
    """Every kind of view of the sample, and some of cohorts that are hard to show."""
    usual = ViewRequest(kind="baseline")
    few = replace(sample, frame=sample.frame.head(3))
    strange = nine_groups(sample)
    asked = [
        *((sample, request) for request in standard_views(sample, usual)),
        (sample, ViewRequest(kind="benchmark")),
        (sample, ViewRequest(kind="course", patient=patient_key("IMT-05"))),
        (sample, ViewRequest(kind="response", by=NAMED)),
        (sample, ViewRequest(kind="survival", endpoint="os", by=NAMED)),
        (with_series(), ViewRequest(kind="spider", by=("regimen_group",))),
        (few, ViewRequest(kind="waterfall")),
        (few, ViewRequest(kind="survival", endpoint="os")),
        (few, ViewRequest(kind="swimmer")),
        *(
            (strange, request)
            for request in standard_views(strange, usual)
            if request.kind in ("baseline", "response", "forest", "swimmer", "toxicity")
        ),
        (strange, ViewRequest(kind="survival", endpoint="os", by=("regimen_group",))),
    ]
    return [compute_view(cohort, request) for cohort, request in asked]


def broken(workbook: bytes) -> bytes:
    """A workbook with an element that its rules do not know."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<sheetData>", b"<unknown/><sheetData>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def marked_sheet() -> bytes:
    """A sheet with problems in it, as it is given back to be corrected."""
    rows = {"patient_id": ["a", "\x0b", GROUPS[3]], "pfs_months": ["x", "-1", "3"]}
    table = pd.DataFrame(rows | {"pfs_event": ["2", "", "1"]}, index=[2, 3, 4])
    report = read_cohort(table.to_csv(index=False).encode(), filename="a.csv").report
    return issue_workbook(table, report)


def written(views: Sequence[ComputedView], sample: Cohort) -> dict[str, bytes]:
    """Each kind of file, of all views; masked ones of the sample's."""
    study = study_sheet([StudyAnswer(item="ethics", status="met", text=GROUPS[7])], {})
    context = ExportContext(cohort_name=GROUPS[7], study=study, appendix=True)
    return {
        "deck.pptx": write_deck(views, context),
        "masked.pptx": write_deck(sample_views(), MASKED),
        "own.pptx": write_deck(views[:8], context, template=made_template()),
        "tables.docx": write_word(views, context),
        "masked.docx": sample_word(MASKED),
        "tables.xlsx": write_workbook(views, context),
        "masked.xlsx": sample_workbook(MASKED),
        "marked.xlsx": marked_sheet(),
        "cohort.xlsx": write_cohort_workbook(nine_groups(sample)),
    }


def test_office_files_keep_the_rules_of_their_programs(sample: Cohort, tmp_path: Path) -> None:
    validator = installed(tmp_path)
    files = written(varied_views(sample), sample)
    files["broken.xlsx"] = broken(files["cohort.xlsx"])
    found = errors_of(files, validator, tmp_path)
    (error,) = found.pop("broken.xlsx")
    assert "invalid child element" in error["description"]
    assert found == {}
