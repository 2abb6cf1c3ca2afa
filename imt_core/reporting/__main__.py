"""``python -m imt_core.reporting COHORT.csv --out FOLDER``: the documents that the Deck page makes.

So a board that meets every month can be prepared by a script: the session file holds mapping,
filters, conventions, deck and study sheet; the sheet is this month's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import Final

from imt_core.analyses.attrition import Attrition, attrition
from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.standard_views import standard_views
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import CaseCount
from imt_core.cohort.filters import CohortFilter, filter_cohort
from imt_core.conventions.errors import ImtError
from imt_core.intake.files.on_disk import content_of
from imt_core.intake.opening import begin_opening, opening_outcome
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.software import SAMPLE_HASH, software_of
from imt_core.reporting.documents.board import write_board
from imt_core.reporting.documents.pdf_report import write_pdf_report
from imt_core.reporting.documents.web_page import ReportAttrition, write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.session_file import SavedWork, read_work
from imt_core.reporting.slides.deck import write_deck

_Writer = Callable[[Sequence[ComputedView], ExportContext, Attrition], bytes]

DOCUMENTS: Final[dict[str, tuple[str, _Writer]]] = {
    "pptx": ("deck.pptx", lambda views, context, _: write_deck(views, context)),
    "html": (
        "report.html",
        lambda views, context, way: write_report(views, context, attrition=ReportAttrition.of(way)),
    ),
    "pdf": (
        "report.pdf",
        lambda views, context, way: write_pdf_report(views, context, attrition=way.to_frame()),
    ),
    "board": ("board.pdf", lambda views, context, _: write_board(views, context)),
    "xlsx": ("tables.xlsx", lambda views, context, _: write_workbook(views, context)),
    "docx": ("tables.docx", lambda views, context, _: write_word(views, context)),
}
"""What can be made, by the ending that asks for it: its file, and what writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for.

    Parameters
    ----------
    files : tuple of pathlib.Path
        That make one cohort together.
    session : pathlib.Path or None
        As *Save the session* wrote it.
    formats : tuple of str
        Of `DOCUMENTS`.
    name, data_date : str
        What documents call the cohort, and the day of its data; empty for what the session says,
        of the day where its file is the same.
    small_cells_under : int or None
        ``None`` for what the session says.
    rekeyed : bool
        Whether patients get new labels; the session may keep those of the sheet too.
    appendix : bool
        Whether slides end with the tables of their charts, as they do where the session says so.
    seed : str
        Of the new labels; empty for that of the session, or without one for a drawn one.
    whole_months : bool
        Whether times are rounded to whole months; the session may ask for it too.
    """

    files: tuple[Path, ...]
    session: Path | None = None
    formats: tuple[str, ...] = tuple(DOCUMENTS)
    name: str = ""
    data_date: str = ""
    small_cells_under: int | None = None
    rekeyed: bool = True
    appendix: bool = False
    seed: str = ""
    whole_months: bool = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the documents; return 0, or 1 with a sentence where they cannot be made."""
    parser = argparse.ArgumentParser(
        prog="python -m imt_core.reporting",
        description="Write slides, report and tables of a cohort.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="COHORT")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write into")
    parser.add_argument("--session", type=Path, help="a session file that the app saved")
    parser.add_argument("--mask", type=int, metavar="N", help="mask counts of 1 to N - 1")
    parser.add_argument(
        "--format",
        default=",".join(DOCUMENTS),
        help=f"what to write, separated by commas, of {', '.join(DOCUMENTS)} (all)",
    )
    parser.add_argument("--name", default="", help="what documents call the cohort")
    parser.add_argument("--date", default="", help="the day of the data, as documents tell it")
    parser.add_argument(
        "--keep-labels", action="store_true", help="do not give patients new labels"
    )
    parser.add_argument(
        "--appendix", action="store_true", help="end the slides with the tables of their charts"
    )
    parser.add_argument(
        "--seed", default="", help="a secret by which new labels are shuffled, the same each month"
    )
    parser.add_argument(
        "--whole-months", action="store_true", help="round all times to whole months"
    )
    chosen = parser.parse_args(arguments)
    wanted = Wanted(
        files=tuple(chosen.files),
        session=chosen.session,
        formats=tuple(part.strip() for part in chosen.format.split(",")),
        name=chosen.name,
        data_date=chosen.date,
        small_cells_under=chosen.mask,
        rekeyed=not chosen.keep_labels,
        appendix=chosen.appendix,
        seed=chosen.seed,
        whole_months=chosen.whole_months,
    )
    try:
        made, left_out = make_documents(wanted)
        chosen.out.mkdir(parents=True, exist_ok=True)
        for file, content in made.items():
            (chosen.out / file).write_bytes(content)
            print(f"{file}: {len(content):,} bytes")
    except (ImtError, OSError) as error:
        print(f"Nothing was written. {error}", file=sys.stderr)
        return 1
    for text in left_out:
        print(f"Left out: {text}")
    return 0


def make_documents(wanted: Wanted) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Make what is asked for.

    Parameters
    ----------
    wanted : Wanted

    Returns
    -------
    tuple of dict of str to bytes and tuple of str
        Each document by the name of its file, the same as the Deck page makes of the same sheet,
        session and settings; and the views that cannot be made, each with the reason.

    Raises
    ------
    ImtError
        If a format is unknown, a file cannot be read, or something must be answered first.
    """
    unknown = [name for name in wanted.formats if name not in DOCUMENTS]
    if unknown:
        raise ImtError(
            f"format must name {', '.join(DOCUMENTS)}, but {', '.join(unknown)} was found. "
            "Name others."
        )
    work = SavedWork() if wanted.session is None else read_work(content_of(wanted.session))
    opening = begin_opening(
        [(file.name, content_of(file)) for file in wanted.files], mapping=work.mapping
    )
    outcome = opening_outcome(opening)
    cohort = outcome.cohort
    if cohort is None:
        asked = " ".join(question.text for question in outcome.questions[:3])
        raise ImtError(
            f"The sheet must leave no question open, but {len(outcome.questions)} are: {asked} "
            "Open it in the app, answer there, and save the session."
        )
    is_sample = opening.file_hash == SAMPLE_HASH
    is_same_sheet = opening.file_hash == work.file_hash
    under = wanted.small_cells_under
    cohort = replace(cohort, is_reconstruction=is_sample)
    like = ViewRequest(
        kind="baseline", filter=work.filter, unit=work.unit, conventions=work.conventions
    )
    in_view = filter_cohort(cohort, work.filter).cohort
    export = Export(
        opened=cohort,
        requests=work.views or standard_views(in_view, like),
        context=ExportContext(
            cohort_name=wanted.name or work.document_name or "Cohort",
            data_date=wanted.data_date or (work.data_date if is_same_sheet else ""),
            is_reconstruction=is_sample,
            software=software_of(is_sample=is_sample),
            file_hash=opening.file_hash,
            small_cells_under=work.small_cells_under if under is None else under,
            appendix=wanted.appendix or ("deck_appendix", True) in work.choices,
            whole_months=wanted.whole_months or work.whole_months,
        ),
        rekeyed=wanted.rekeyed and work.rekeyed,
        seed=wanted.seed or work.label_seed or token_hex(),
        answers=work.study,
    )
    views, context = export.work_out()
    whole = filter_cohort(export.cohort(), CohortFilter())
    rows = CaseCount(n_lines=outcome.report.n_rows, n_patients=whole.before.n_patients)
    way = attrition(rows, whole)
    made = {}
    for name in wanted.formats:
        file, write = DOCUMENTS[name]
        made[file] = write(views, context, way)
    return made, context.left_out


if __name__ == "__main__":
    sys.exit(main())
