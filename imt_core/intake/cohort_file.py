"""A file that needs no question: the canonical layout, read and checked in one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.checks.checked_cohort import CohortReading, parse_cohort
from imt_core.intake.checks.report import Issue, validation_report
from imt_core.intake.files.reading import read_file


def read_cohort(
    source: bytes | str | Path,
    *,
    filename: str | None = None,
    name: str | None = None,
    provenance: str = "",
    is_reconstruction: bool = False,
) -> CohortReading:
    """Read a file of any kind that `read_file` knows, in the canonical layout.

    Parameters
    ----------
    source : bytes, str or pathlib.Path
        The file's content, or where it lies.
    filename : str or None
        Its name, where `source` is its content.
    name, provenance : str
        What the cohort is called, and where it comes from.
    is_reconstruction : bool
        Whether it was rebuilt from published aggregates.

    Returns
    -------
    CohortReading
        A sheet never raises: whatever is wrong with it is in the report.

    Examples
    --------
    >>> reading = read_cohort(b"patient_id,os_months,os_event\\nA,3.5,1\\n", filename="a.csv")
    >>> str(reading.cohort.count), reading.report.errors
    ('1 line in 1 patient', ())
    >>> read_cohort(b"", filename="a.csv").report.errors[0].code
    'unreadable_file'
    """
    try:
        read = read_file(source, filename=filename)
    except UnreadableFileError as error:
        sentence, _, remedy = str(error).rpartition(". ")
        issue = Issue(
            code="unreadable_file", severity="error", message=f"{sentence}.", remedy=remedy
        )
        return CohortReading(cohort=None, report=validation_report([issue], n_rows=0))
    file = filename or ("cohort" if isinstance(source, bytes) else source)
    reading = parse_cohort(
        read.table,
        name=name or Path(file).stem,
        provenance=provenance,
        is_reconstruction=is_reconstruction,
    )
    issues = [*reading.report.issues, *read.notes]
    return replace(reading, report=validation_report(issues, n_rows=reading.report.n_rows))
