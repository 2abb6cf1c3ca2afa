"""What one session holds: the cohort, what was refused, and the scope of this run.

Everything lies in Streamlit's session state; nothing is shared between sessions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st

from imt_core.analyses.attrition import Attrition, attrition
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.cohort.counting import CaseCount, Unit
from imt_core.cohort.filters import FilteredCohort
from imt_core.cohort.first_line import as_first_lines
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.intake.checks.assumptions import LINE_OF_ALL
from imt_core.intake.checks.checked_cohort import ValidationReport
from imt_core.intake.cohort_file import read_cohort
from imt_core.intake.mapping.declared_columns import declare_in
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.remedies.setting_aside import SetAside
from imt_core.reporting.content.software import SAMPLE_NAME, is_of_sample
from pages.components.held import hold

SAMPLE_FILE = Path(__file__).parents[2] / "sample_data" / "imt_cohort.csv"
SAMPLE_PROVENANCE = (
    "Reconstruction from published aggregates, not patient data "
    "(The Oncologist 2020;25:e1777-e1784)"
)
UPLOAD_PROVENANCE = "Uploaded in this session; kept in memory only"

EXPORT_NAME = "export_name"
EXPORT_DATE = "export_date"
MADE_SLIDES = "deck_file"
DECK_WORKED_OUT = "deck_worked_out"
PRESENTED = "presented_views"
SHOWN_IN_DECK = "shown_in_deck"
PUBLISHED = "published_figures"
STUDY = "study_answers"
PATIENT = "patient"
INDEX = "index"
OF_ONE_COHORT = (
    EXPORT_NAME,
    EXPORT_DATE,
    STUDY,
    MADE_SLIDES,
    DECK_WORKED_OUT,
    PRESENTED,
    SHOWN_IN_DECK,
    PUBLISHED,
    PATIENT,
    INDEX,
)
"""What the next cohort must not inherit."""

LOADED = "loaded_cohort"
_REFUSED = "refused_upload"
_SCOPE = "current_scope"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """The cohort of this session, the report of its file, and how it was read.

    `file_hash` is the SHA-256 of the file; `before` the cohort that an upload took the place of.
    """

    cohort: Cohort
    report: ValidationReport
    mapping: Mapping | None = None
    aside: SetAside | None = None
    before: Cohort | None = None
    file_hash: str = ""

    def attrition(self, filtered: FilteredCohort) -> Attrition:
        """The way from the rows of the file to each figure of the lines in view."""
        known = self.aside.before if self.aside else filtered.before
        return attrition(
            CaseCount(n_lines=self.report.n_rows, n_patients=known.n_patients),
            filtered,
            rows_aside=self.aside.left_out if self.aside else (),
            n_cells_emptied=self.aside.n_cells if self.aside else 0,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An upload that could not be read, and why."""

    filename: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the pages of this run show: the lines in view, the unit and the conventions.

    `index` is the key of the patient whom every view marks; empty for nobody.
    """

    filtered: FilteredCohort
    unit: Unit
    conventions: Conventions
    index: str = ""

    @property
    def cohort(self) -> Cohort:
        """The lines in view."""
        return self.filtered.cohort

    def request(self, kind: ViewName, **options: Any) -> ViewRequest:
        """What a page shows of it, as a request that can be made again elsewhere."""
        return ViewRequest(
            kind=kind,
            filter=self.filtered.filter,
            unit=self.unit,
            conventions=self.conventions,
            index=self.index,
            **options,
        )


def loaded() -> Loaded:
    """The session's cohort; the sample until something else is uploaded."""
    if not has_cohort():
        load_sample()
    value: Loaded = st.session_state[LOADED]
    return value


def has_cohort() -> bool:
    """Whether the session has a cohort already, the sample or another."""
    return LOADED in st.session_state


def load_sample() -> None:
    """Load the sample cohort."""
    _forget_documents()
    sample = _sample()
    of_its_own = replace(sample.cohort, frame=sample.cohort.frame.copy())
    hold(LOADED, replace(sample, cohort=of_its_own))
    st.session_state[_REFUSED] = None


@cache
def _sample() -> Loaded:
    """The sample cohort, read once for all sessions; each takes a copy."""
    reading = read_cohort(
        SAMPLE_FILE, name=SAMPLE_NAME, provenance=SAMPLE_PROVENANCE, is_reconstruction=True
    )
    if reading.cohort is None:
        raise RuntimeError("the sample cohort in sample_data does not pass validation")
    return Loaded(
        cohort=reading.cohort,
        report=reading.report,
        file_hash=sha256(SAMPLE_FILE.read_bytes()).hexdigest(),
    )


def load_cohort(
    cohort: Cohort,
    report: ValidationReport,
    mapping: Mapping,
    *,
    file_hash: str,
    aside: SetAside | None = None,
) -> None:
    """Load a cohort made of an upload."""
    previous = loaded().cohort
    _forget_documents()
    # An export of the sample stays a reconstruction.
    if is_of_sample(cohort.frame):
        cohort = replace(cohort, provenance=SAMPLE_PROVENANCE, is_reconstruction=True)
    opened = Loaded(
        cohort=cohort,
        report=report,
        mapping=mapping,
        aside=aside,
        before=None if previous.is_reconstruction else previous,
        file_hash=file_hash,
    )
    hold(LOADED, opened)
    st.session_state[_REFUSED] = None


def choose_biomarker(column: str) -> None:
    """Let another column divide the cohort."""
    before = loaded()
    mapping = replace(before.mapping, biomarker=column) if before.mapping else None
    cohort = replace(before.cohort, biomarker=column)
    hold(LOADED, replace(before, cohort=cohort, mapping=mapping))


def declare_column(column: str, *, known: bool) -> None:
    """Keep whether a column of the sheet's own was known before treatment began."""
    before = loaded()
    mapping = declare_in(before.mapping, column, known=known) if before.mapping else None
    hold(
        LOADED, replace(before, cohort=before.cohort.declare(column, known=known), mapping=mapping)
    )


def assume_first_lines(*, assumed: bool) -> None:
    """Take rows that number no line for first lines, or leave open which lines they are."""
    before = loaded()
    mapping = before.mapping
    if mapping is not None:
        mapping = mapping.with_answer(LINE_OF_ALL.key, "first" if assumed else "not known")
    cohort = as_first_lines(before.cohort, assumed=assumed)
    hold(LOADED, replace(before, cohort=cohort, mapping=mapping))


def _forget_documents() -> None:
    """Drop what the documents of the cohort before said of it."""
    for key in OF_ONE_COHORT:
        st.session_state.pop(key, None)


def refuse(filename: str, reason: str) -> None:
    """Remember why a file was not opened; the present cohort stays where it is."""
    st.session_state[_REFUSED] = Refused(filename=filename, reason=reason)


def refused() -> Refused | None:
    """The last upload, if it was refused and not yet dismissed."""
    value: Refused | None = st.session_state.get(_REFUSED)
    return value


def dismiss_refused() -> None:
    """Forget the refused upload."""
    st.session_state[_REFUSED] = None


def set_scope(scope: Scope) -> None:
    """Set what the pages of this run show."""
    hold(_SCOPE, scope)


def current_scope() -> Scope:
    """What the pages of this run show."""
    value: Scope = st.session_state[_SCOPE]
    return value
