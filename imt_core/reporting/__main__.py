"""``python -m imt_core.reporting COHORT.csv --out FOLDER``: the documents that the Deck page makes.

So a board that meets every month can be prepared by a script: the session file holds mapping,
filters, conventions, deck and study sheet; the sheet is this month's.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from typing import Final

from imt_core.analyses.attrition import Attrition, attrition
from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.counting import CaseCount
from imt_core.cohort.filters import CohortFilter, filter_cohort
from imt_core.conventions.errors import ImtError
from imt_core.conventions.terminal import print_any
from imt_core.intake.files.on_disk import content_of
from imt_core.reporting.content.board_views import board_views
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.export import Export
from imt_core.reporting.content.software import SAMPLE_NAME, software_of
from imt_core.reporting.documents.board import write_board
from imt_core.reporting.documents.pdf_report import write_pdf_report
from imt_core.reporting.documents.web_page import ReportAttrition, write_report
from imt_core.reporting.documents.word import write_word
from imt_core.reporting.documents.workbook import write_workbook
from imt_core.reporting.session_again import open_again
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

MASKS: Final = range(2, 21)
"""The thresholds that the Deck page offers."""


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
        What documents call the cohort, where it is not to be as the session or the Deck page calls
        it; the day of its data, empty for that of the session where its file is the same.
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
    parser.add_argument(
        "--mask",
        type=int,
        metavar="N",
        help=f"mask counts of 1 to N - 1, N from {MASKS[0]} to {MASKS[-1]}; high ones take minutes",
    )
    parser.add_argument(
        "--format",
        default=",".join(DOCUMENTS),
        help=f"what to write, separated by commas, of {', '.join(DOCUMENTS)} (all)",
    )
    parser.add_argument("--name", default="", help="what documents call the cohort (Cohort)")
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
        formats=tuple(filter(None, map(str.strip, chosen.format.lower().split(",")))),
        name=chosen.name,
        data_date=chosen.date,
        small_cells_under=chosen.mask,
        rekeyed=not chosen.keep_labels,
        appendix=chosen.appendix,
        seed=chosen.seed,
        whole_months=chosen.whole_months,
    )
    written: list[str] = []
    try:
        _check_folder(chosen.out)
        made, left_out = make_documents(wanted)
        _write(made, chosen.out, written)
    except ImtError as error:
        done = f"Written were {', '.join(written)} alone." if written else "Nothing was written."
        print(f"{done} {error}", file=sys.stderr)
        return 1
    for text in left_out:
        print_any(f"Left out: {text}")
    return 0


def _check_folder(out: Path) -> None:
    """Refuse a folder before minutes of work, where nothing can be written into it."""
    there = next(place for place in (out, *out.absolute().parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        kind = "may not be written into" if there.is_dir() else "is a file"
        raise ImtError(
            f"out must be a folder that may be written into, but {there} {kind}. Name another."
        )


def _write(made: Mapping[str, bytes], out: Path, written: list[str]) -> None:
    """Write each document, and say so; `written` names those that are there."""
    for file, content in made.items():
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / file).write_bytes(content)
        except OSError as error:
            raise ImtError(
                f"{file} cannot be written into {out}: {error.strerror}. Close it where it is "
                "open, or name another folder."
            ) from error
        written.append(file)
        print(f"{file}: {len(content):,} bytes")


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
    if unknown or not wanted.formats:
        raise ImtError(
            f"format must name {', '.join(DOCUMENTS)}, but {', '.join(unknown) or 'nothing'} was "
            "found. Name others."
        )
    if wanted.small_cells_under is not None and wanted.small_cells_under not in MASKS:
        raise ImtError(
            f"mask must be {MASKS[0]} to {MASKS[-1]}, but {wanted.small_cells_under} was found. "
            "Give 5, say, or leave it out to show all counts."
        )
    work = SavedWork() if wanted.session is None else read_work(content_of(wanted.session))
    again = open_again([(file.name, content_of(file)) for file in wanted.files], work)
    is_sample = again.cohort.is_reconstruction
    is_same_sheet = again.file_hash == work.file_hash
    under = wanted.small_cells_under
    export = Export(
        opened=again.cohort,
        requests=again.views,
        context=ExportContext(
            cohort_name=wanted.name
            or work.document_name
            or (SAMPLE_NAME if is_sample else "Cohort"),
            data_date=wanted.data_date or (work.data_date if is_same_sheet else ""),
            is_reconstruction=is_sample,
            software=software_of(is_sample=is_sample),
            file_hash=again.file_hash,
            small_cells_under=work.small_cells_under if under is None else under,
            appendix=wanted.appendix or ("deck_appendix", True) in work.choices,
            whole_months=wanted.whole_months or work.whole_months,
        ),
        rekeyed=wanted.rekeyed and work.rekeyed,
        seed=wanted.seed or work.label_seed or token_hex(),
        answers=work.study,
    )
    views, context = export.work_out()
    if not views:
        raise ImtError(
            f"The deck must hold a view that the sheet can show, but has none: "
            f"{'; '.join(context.left_out)} Check that session and sheet belong together."
        )
    whole = filter_cohort(export.cohort(), CohortFilter())
    rows = CaseCount(n_lines=again.n_rows, n_patients=whole.before.n_patients)
    way = attrition(rows, whole)
    made, left_out = {}, context.left_out
    for name in wanted.formats:
        file, write = DOCUMENTS[name]
        of = views, context
        if name == "board":
            is_masked = context.small_cells_under is not None
            of_board = board_views(again.views, again.like, is_masked=is_masked)
            if of_board != again.views:
                of = replace(export, requests=of_board).work_out()
            if not any(view.kind.has_chart for view in of[0]):
                left_out = (*left_out, f"{file}: the deck has no chart")
                continue
        made[file] = write(*of, way)
    if not made:
        raise ImtError(f"{left_out[-1]}. Add one to the deck, or name another format.")
    return made, left_out


if __name__ == "__main__":
    sys.exit(main())
