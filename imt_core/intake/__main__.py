"""``python -m imt_core.intake FILE …``: what a sheet is taken for, what is asked, what it becomes.

No patient's label and no cell is printed: headers, row numbers and counts are.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.schema import COLUMN_BY_NAME
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import NOT_REACHED, format_count, format_number
from imt_core.conventions.terminal import print_any
from imt_core.intake.becoming import Becoming, EndpointBecoming
from imt_core.intake.files.on_disk import content_of
from imt_core.intake.files.reading import read_tables
from imt_core.intake.mapping.mapping_file import read_mapping
from imt_core.intake.notation.kept_answers import keeping_answers
from imt_core.intake.opening import Opening, begin_opening, opening_outcome
from imt_core.intake.questions import issue_text

Status = Literal["ready", "asks", "refused"]

EXIT_STATUS: Final[dict[Status, int]] = {"ready": 0, "asks": 1, "refused": 2}

_HEADLINES: Final[dict[Status, str]] = {
    "ready": "Ready to open.",
    "asks": "Not ready: something is asked. What is counted leaves the cells in question out.",
    "refused": "Refused.",
}


_NOTHING_RECOGNISED: Final = (
    "The table must have a column that names the patient and one with an outcome, but none of its "
    "columns was recognised. Give a mapping file, or use the template."
)
_MAPPING_NOT_USED: Final = (
    "Which columns take the place of those that the mapping names and the sheet does not have "
    "({absent})? The mapping was not used."
)
_NOT_PRINTED: Final = (
    "What is to be said here may name a patient: open the sheet in the app to see it."
)
_SHEET: Final = ", sheet "
_SHORTEST_LABEL: Final = 3
"""Shorter labels, and plain numbers, are told from a sentence's own words and rows by nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What is said of the files.

    Parameters
    ----------
    status : {"ready", "asks", "refused"}
    recognised : tuple of str
        The layout, and which column was taken for what, and why.
    questions, warnings, notes : tuple of str
        What is asked, or why the files are refused; what to look at; what was done.
    becoming : Becoming or None
        ``None`` where they are refused.
    shown : tuple of str
        The same in words.
    """

    status: Status
    recognised: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    becoming: Becoming | None = None
    shown: tuple[str, ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the files would become; return 0 if ready, 1 if something is asked, 2 if not."""
    parser = argparse.ArgumentParser(
        prog="python -m imt_core.intake", description="Say what files would become as a cohort."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--mapping", type=Path, help="a mapping file that the app wrote")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = parser.parse_args(arguments)
    answer = answer_files(chosen.files, mapping_file=chosen.mapping)
    print_any(json.dumps(_as_json(answer), indent=1) if chosen.json else _as_text(answer))
    return EXIT_STATUS[answer.status]


@keeping_answers()
def answer_files(files: Sequence[Path], *, mapping_file: Path | None = None) -> Answer:
    """Open files by the suggestions, or by a mapping, and say what comes of it.

    Parameters
    ----------
    files : sequence of pathlib.Path
        That make one cohort together.
    mapping_file : pathlib.Path, optional
        As `write_mapping` wrote it.

    Returns
    -------
    Answer
        Where something is asked, of the cohort without the cells in question.
    """
    contents: list[tuple[str, bytes]] = []
    try:
        mapping = None if mapping_file is None else read_mapping(content_of(mapping_file))
        contents += [(file.name, content_of(file)) for file in files]
        opening = begin_opening(contents, mapping=mapping)
    except ImtError as error:
        return Answer(status="refused", questions=(_without_sheets(str(error), contents),))
    if not opening.columns:
        return Answer(status="refused", questions=(_NOTHING_RECOGNISED,))
    outcome = opening_outcome(opening)
    asked = [question.text for question in outcome.questions]
    if mapping is not None and (absent := opening.absent(mapping)):
        asked.insert(0, _MAPPING_NOT_USED.format(absent=", ".join(absent)))
    becoming = outcome.becoming
    information = (issue for issue in outcome.report.issues if issue.severity == "information")
    return Answer(
        status="asks" if asked else "ready",
        recognised=_printable(_recognised(opening), opening),
        questions=_printable(asked, opening),
        warnings=_printable(map(issue_text, outcome.report.warnings), opening),
        notes=_printable((*opening.arrangement.steps, *map(issue_text, information)), opening),
        becoming=becoming,
        shown=_printable(_becoming_lines(becoming), opening),
    )


def _recognised(opening: Opening) -> Iterator[str]:
    table, reasons = opening.arrangement.table, {}
    for suggestion in opening.suggested.suggestions:
        reasons[suggestion.target, suggestion.source] = (
            f"{suggestion.reason} ({suggestion.confidence:.0%})"
        )
    yield (
        f"{opening.arrangement.layout}, {format_count(len(table), 'row')}, "
        f"{format_count(len(table.columns), 'column')}"
    )
    for column in opening.columns:
        is_time = column.target.endswith("_months")
        unit = f", counted in {column.unit or 'a unit that is not known'}" if is_time else ""
        if column in opening.arrangement.columns:
            why = "the layout says so"
        elif column.source == column.target:
            why = "the template's own header"
        else:
            why = reasons.get((column.target, column.source), "the mapping says so")
        yield f"{column.source}: {COLUMN_BY_NAME[column.target].label}{unit}; {why}"
    for person in opening.suggested.identifying:
        kept = "patients get new labels" if person.header in opening.mapping.sources else "left out"
        yield f"{person.header}: {kept}; {person.reason}"


def _printable(texts: Iterable[str], opening: Opening) -> tuple[str, ...]:
    """Texts without what a patient may be named in: a sheet's name, a label, a doubtful header."""
    private = _private_words(opening)
    of_reading = {issue_text(note) for note in opening.notes}
    printable = []
    for text in texts:
        shown = _numbered(text, (source.name for source in opening.sources))
        found = (re.escape(word) for word in private if word in shown)
        may_name = any(re.search(rf"(?<!\w){word}(?!\w)", shown) for word in found)
        printable.append(_NOT_PRINTED if may_name and text not in of_reading else shown)
    return tuple(dict.fromkeys(printable))


def _without_sheets(text: str, files: Iterable[tuple[str, bytes]]) -> str:
    """What is wrong with files, each sheet that it names by its number among those of its file."""
    if _SHEET in text:  # Only tables that could be read are named so.
        for filename, content in files:
            stem = Path(filename).stem
            sheets = [table.sheet for table in read_tables(content, filename=filename)]
            text = _numbered(text, [f"{stem}{_SHEET}{sheet}" for sheet in sheets])
    return text


def _numbered(text: str, names: Iterable[str]) -> str:
    """Write numbers for the names of sheets, the longest first: one may begin another."""
    numbers = {name: number for number, name in enumerate(names, start=1) if _SHEET in name}
    for name in sorted(numbers, key=len, reverse=True):
        text = text.replace(name, f"{name.partition(_SHEET)[0]}, table {numbers[name]}")
    return text


def _private_words(opening: Opening) -> set[str]:
    """Cells that name a patient, and headers where the first patient may stand in their place."""
    table = opening.arrangement.table
    patient = opening.mapping.of("patient_id")
    naming = {person.header for person in opening.suggested.identifying}
    naming |= {patient.source} if patient is not None else set()
    cells = {cell for header in naming & set(table) for cell in table[header]}
    labels = {c for c in cells if len(c) >= _SHORTEST_LABEL and not c.isdecimal()}
    headers = {str(header) for source in opening.sources for header in source.table}
    is_doubtful = any(note.code == "row_taken_for_header" for note in opening.notes)
    return labels | headers if is_doubtful else labels - headers - set(COLUMN_BY_NAME)


def _as_json(answer: Answer) -> dict[str, Any]:
    becoming = answer.becoming
    response = None
    if becoming is not None and becoming.n_evaluable is not None:
        response = {"evaluable": becoming.n_evaluable, "responders": becoming.n_responders}
    return {
        "status": answer.status,
        "questions": answer.questions,
        "lines": becoming.count.n_lines if becoming else None,
        "patients": becoming.count.n_patients if becoming else None,
        "endpoints": {
            name: _endpoint_json(becoming.endpoints.get(name)) if becoming else None
            for name in ENDPOINTS
        },
        "response": response,
        "warnings": answer.warnings,
        "notes": answer.notes,
    }


def _endpoint_json(endpoint: EndpointBecoming | None) -> dict[str, Any] | None:
    if endpoint is None:
        return None
    return {
        "n": endpoint.times.n,
        "events": endpoint.times.n_event,
        "median_months": endpoint.median,
        "months": endpoint.times.months.tolist(),
    }


def _as_text(answer: Answer) -> str:
    parts = {
        "Recognised": answer.recognised,
        "Why it is refused" if answer.status == "refused" else "Asked": answer.questions,
        "The cohort would be": answer.shown,
        "Warnings": answer.warnings,
        "Notes": answer.notes,
    }
    lines = [_HEADLINES[answer.status]]
    for title, texts in parts.items():
        if texts:
            lines += ["", title, *(f"  {text}" for text in texts)]
    return "\n".join(lines)


def _becoming_lines(becoming: Becoming) -> Iterator[str]:
    yield str(becoming.count)
    for name, endpoint in becoming.endpoints.items():
        median = format_number(endpoint.median, missing=NOT_REACHED)
        events = format_count(endpoint.times.n_event, "event")
        yield (
            f"{ENDPOINTS[name].label}: {format_count(endpoint.times.n, 'line')}, {events}, median "
            f"{median} months\n    {endpoint.origin}"
        )
    for name, reason in becoming.why_none.items():
        yield f"{ENDPOINTS[name].label}: none\n    {reason}"
    if becoming.n_evaluable is not None:
        yield f"Response: {becoming.n_responders} of {becoming.n_evaluable} evaluable lines"


if __name__ == "__main__":
    sys.exit(main())
