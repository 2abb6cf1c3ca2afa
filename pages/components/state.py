"""What one session holds: the cohort, what was refused, and the view of this run.

Everything lies in Streamlit's session state; nothing is shared between sessions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from imt_core.conventions import Conventions
from imt_core.counting import Unit
from imt_core.filters import FilteredCohort
from imt_core.schema import Cohort
from imt_core.validation import ValidationReport, read_cohort

SAMPLE_FILE = Path(__file__).parents[2] / "sample_data" / "imt_cohort.csv"
SAMPLE_NAME = "IMT sample cohort"
SAMPLE_PROVENANCE = (
    "Reconstruction from published aggregates, not patient data "
    "(The Oncologist 2020;25:e1777-e1784)"
)
UPLOAD_PROVENANCE = "Uploaded in this session; kept in memory only"

_LOADED = "loaded_cohort"
_REFUSED = "refused_upload"
_VIEW = "current_view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The cohort of this session and the report of its file."""

    cohort: Cohort
    report: ValidationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An upload that did not become a cohort."""

    filename: str
    report: ValidationReport


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the pages of this run show: the lines in view, the unit and the conventions."""

    filtered: FilteredCohort
    unit: Unit
    conventions: Conventions

    @property
    def cohort(self) -> Cohort:
        """The lines in view."""
        return self.filtered.cohort


def loaded() -> Loaded:
    """The session's cohort; the sample until something else is uploaded."""
    if _LOADED not in st.session_state:
        load_sample()
    value: Loaded = st.session_state[_LOADED]
    return value


def load_sample() -> None:
    """Load the sample cohort."""
    reading = read_cohort(
        SAMPLE_FILE, name=SAMPLE_NAME, provenance=SAMPLE_PROVENANCE, is_reconstruction=True
    )
    if reading.cohort is None:
        raise RuntimeError("the sample cohort in sample_data does not pass validation")
    st.session_state[_LOADED] = Loaded(cohort=reading.cohort, report=reading.report)
    st.session_state[_REFUSED] = None


def load_upload(content: bytes, filename: str) -> bool:
    """Load an uploaded file; a refused one leaves the present cohort where it is."""
    reading = read_cohort(
        content, filename=filename, name=Path(filename).stem, provenance=UPLOAD_PROVENANCE
    )
    cohort = reading.cohort
    if cohort is None:
        st.session_state[_REFUSED] = Refused(filename=filename, report=reading.report)
        return False
    if _holds_sample_rows(cohort):
        cohort = replace(cohort, provenance=SAMPLE_PROVENANCE, is_reconstruction=True)
    st.session_state[_LOADED] = Loaded(cohort=cohort, report=reading.report)
    st.session_state[_REFUSED] = None
    return True


def _holds_sample_rows(cohort: Cohort) -> bool:
    """Whether all rows come from the sample: an export of it stays a reconstruction."""
    sample = read_cohort(SAMPLE_FILE).cohort
    key = ["patient_id", "line_number", "os_months"]
    if sample is None or not set(key) <= set(cohort.frame):
        return False
    rows = {tuple(row) for row in cohort.frame[key].itertuples(index=False)}
    return rows <= {tuple(row) for row in sample.frame[key].itertuples(index=False)}


def refused() -> Refused | None:
    """The last upload, if it was refused and not yet dismissed."""
    value: Refused | None = st.session_state.get(_REFUSED)
    return value


def dismiss_refused() -> None:
    """Forget the refused upload."""
    st.session_state[_REFUSED] = None


def set_view(view: View) -> None:
    """Set what the pages of this run show."""
    st.session_state[_VIEW] = view


def current_view() -> View:
    """What the pages of this run show."""
    value: View = st.session_state[_VIEW]
    return value
