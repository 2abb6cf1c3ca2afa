"""What a report says in words and tables, as plain values, whatever it is written as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

import pandas as pd

from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.software import origin_facts, software_versions
from imt_core.reporting.content.study_sheet import STUDY_HEADING, StudySheet
from imt_core.reporting.content.view_document import ViewDocument, convention_facts, words_of
from imt_core.reporting.documents.filled import grid_of
from imt_core.reporting.masking.masking import masking_sentence

ATTRITION_HEADING: Final = "From the file to the figures"
WITHHELD_ATTRITION: Final = (
    "Who is counted at each step is left out: small counts could be worked out from it."
)
_ATTRITION_COLUMNS: Final = {
    "part": "Part",
    "label": "Where",
    "direction": "In or out",
    "reason": "Why out",
    "n_lines": "Lines",
    "n_patients": "Patients",
}


def report_words(documents: Sequence[ViewDocument], context: ExportContext) -> dict[str, Any]:
    """What stands around the views of a report: its head, and what explains them all."""
    under = context.small_cells_under
    return {
        "title": context.cohort_name,
        "origin": context.origin.removeprefix(context.cohort_name).removeprefix(" · "),
        "masking": masking_sentence(under) if under is not None else "",
        "conventions": _conventions(documents),
        "study": _study(context.study),
        "words": words_of(documents),
        "software": (*origin_facts(context), *software_versions(context)),
    }


def view_words(document: ViewDocument) -> dict[str, Any]:
    """What a report says of a view."""
    tables = [
        {"heading": table.heading, **grid_of(cast("pd.DataFrame", table.shown), table.shades)}
        for table in document.shown_tables
    ]
    return {
        "title": document.title,
        "tables": tables,
        "facts": document.facts,
        "notes": document.notes,
        "abbreviations": document.abbreviations,
    }


def attrition_words(table: pd.DataFrame | None, *, is_masked: bool) -> dict[str, Any]:
    """What a report says of who is counted, such as ``Attrition.to_frame()`` has it."""
    part: dict[str, Any] = {"title": ATTRITION_HEADING, "table": None, "no_chart": ""}
    if is_masked:
        return part | {"no_chart": WITHHELD_ATTRITION}
    if table is not None:
        part["table"] = grid_of(table.rename(columns=_ATTRITION_COLUMNS))
    return part


def _study(sheet: StudySheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    return {
        "title": STUDY_HEADING,
        "summary": sheet.summary,
        "table": grid_of(sheet.to_frame()),
        "references": sheet.references,
    }


def _conventions(documents: Sequence[ViewDocument]) -> list[dict[str, Any]]:
    """Each set of conventions once, with the views it is of."""
    used: dict[object, list[int]] = {}
    for number, document in enumerate(documents, start=1):
        used.setdefault(document.view.request.conventions, []).append(number)
    return [
        {
            "of": "All views" if len(used) == 1 else f"View {', '.join(map(str, numbers))}",
            "facts": convention_facts(documents[numbers[0] - 1].view.request.conventions),
        }
        for numbers in used.values()
    ]
