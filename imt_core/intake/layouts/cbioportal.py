"""Clinical files and timelines of cBioPortal to one row per treatment line, or per patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd

from imt_core.cohort.endpoints import ENDPOINT_NAMES, ENDPOINTS
from imt_core.conventions.errors import UnreadableFileError
from imt_core.conventions.formatting import format_count
from imt_core.intake.checks.report import Issue
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.arranged_table import Arrangement, layout_note, renumber_rows
from imt_core.intake.layouts.cbioportal_timeline import treatment_timeline
from imt_core.intake.layouts.column_names import canonical_name
from imt_core.intake.layouts.source_table import SourceTable
from imt_core.intake.notation.distinct_values import exact_texts

Part = Literal["patients", "samples", "timeline"]

_DOWNLOADED: Final = {
    "Patient ID": "PATIENT_ID",
    "Sample ID": "SAMPLE_ID",
    "Sex": "SEX",
    "Diagnosis Age": "AGE",
} | {header: name for end in ENDPOINTS.values() for header, name in end.cbioportal.items()}
"""Headers of a table downloaded from the website, by those of the study's files."""

_LINE_COLUMNS: Final = frozenset({"regimen", "line_number", "best_response", "start_date"})
"""A table with one of these holds treatment lines, and is none of the clinical files."""


def cbioportal_part(table: pd.DataFrame) -> Part | None:
    """Tell which of a study's tables this is; ``None`` where it is none.

    Examples
    --------
    >>> cbioportal_part(pd.DataFrame(columns=["PATIENT_ID", "OS_MONTHS", "OS_STATUS"]))
    'patients'
    >>> cbioportal_part(pd.DataFrame(columns=["patient_id", "os_months"])) is None
    True
    """
    named = table.rename(columns=_DOWNLOADED)
    headers = {str(header) for header in named.columns}
    if "PATIENT_ID" not in headers:
        return None
    if {"START_DATE", "EVENT_TYPE"} <= headers:
        return "timeline"
    if _LINE_COLUMNS & {canonical_name(header) for header in headers}:
        return None
    if "SAMPLE_ID" in headers:
        return "samples"
    has_endpoint = any(h.endswith("_STATUS") and h[:-7] + "_MONTHS" in headers for h in headers)
    return "patients" if has_endpoint and named["PATIENT_ID"].is_unique else None


def arrange_cbioportal(sources: Sequence[SourceTable]) -> Arrangement:
    """Join a study's patients, samples and timelines.

    Parameters
    ----------
    sources : sequence of SourceTable
        Tables for which `cbioportal_part` is not ``None``.

    Returns
    -------
    Arrangement
        One row per line of systemic treatment where there is a timeline of treatment, else one row
        per patient. Times from diagnosis are called so; those of a line are in days.

    Raises
    ------
    UnreadableFileError
        If there are timelines only, and no systemic treatment on them.

    Examples
    --------
    >>> patients = pd.DataFrame({"PATIENT_ID": ["a"], "OS_MONTHS": ["5"],
    ...     "OS_STATUS": ["1:DECEASED"]}, index=[5])
    >>> arranged = arrange_cbioportal([SourceTable(name="patients.txt", table=patients)])
    >>> [(c.target, c.source, c.values) for c in arranged.columns][1:]
    [('os_months', 'OS_MONTHS', ()), ('os_event', 'OS_STATUS', (('1:DECEASED', '1'),))]
    >>> samples = pd.DataFrame({"PATIENT_ID": ["a", "a"], "SAMPLE_ID": ["a1", "a2"]}, index=[5, 6])
    >>> arrange_cbioportal([SourceTable(name="s.txt", table=samples)]).table["n_samples"].tolist()
    ['2']
    """
    by_part: dict[Part | None, list[SourceTable]] = {"patients": [], "samples": [], "timeline": []}
    for source in sources:
        named = SourceTable(name=source.name, table=source.table.rename(columns=_DOWNLOADED))
        by_part[cbioportal_part(named.table)].append(named)
    steps: list[str] = []
    notes: list[Issue] = []
    patients = _patients(by_part["patients"], by_part["samples"], steps, notes)
    timeline = (
        treatment_timeline(by_part["timeline"], _survival(patients))
        if by_part["timeline"]
        else None
    )
    if timeline is None:
        if not len(patients):
            raise UnreadableFileError(
                "Timelines must hold systemic treatment to make lines, but "
                f"{' and '.join(source.name for source in sources)} "
                f"{'do' if len(sources) > 1 else 'does'} not. Add the timeline of treatment, or "
                "the clinical data of patients."
            )
        for source in by_part["timeline"]:
            steps.append(
                f"Left out of {source.name}: {format_count(len(source.table), 'row')}, since "
                "without systemic treatment there are no lines."
            )
        table = patients.rename_axis("PATIENT_ID").reset_index()
        mappings = _patient_mappings(patients, notes)
    else:
        steps += timeline.steps
        notes += timeline.notes
        clinical = [*by_part["patients"], *by_part["samples"]]
        table = _lines_with_patients(timeline.lines, patients, steps, notes, clinical)
        mappings = _line_mappings(table)
    sex = _words(patients, "SEX", {"male": "male", "female": "female"})
    if sex:
        mappings.append(ColumnMapping(target="sex", source="SEX", values=sex))
    return Arrangement(
        table=renumber_rows(table),
        layout="cBioPortal",
        steps=tuple(steps),
        notes=tuple(notes),
        columns=(ColumnMapping(target="patient_id", source="PATIENT_ID"), *mappings),
        row_numbers_changed=True,
    )


def _patients(
    patients: Sequence[SourceTable],
    samples: Sequence[SourceTable],
    steps: list[str],
    notes: list[Issue],
) -> pd.DataFrame:
    """One row per patient, indexed by patient: the columns of all tables."""
    joined = pd.DataFrame(index=pd.Index([], dtype=object))
    for source in [*patients, *samples]:
        rows = source.table[source.table["PATIENT_ID"] != ""]
        again = rows["PATIENT_ID"].duplicated()
        own = rows[~again].set_index("PATIENT_ID")
        counts = rows["PATIENT_ID"].value_counts()
        if source in samples:
            own["n_samples"] = counts.reindex(own.index).astype(str)
        if again.any():
            notes.append(
                layout_note(
                    "several_rows_per_patient",
                    f"Of patients with several rows in {source.name} the first row was taken; "
                    "these "
                    "are the others.",
                    "Put the row that is meant first.",
                    severity="warning",
                    column="PATIENT_ID",
                    rows=rows.index[again],
                )
            )
        steps.append(
            f"Taken from {source.name}: {format_count(len(own), 'patient')} in "
            f"{format_count(len(source.table), 'row')}."
        )
        everyone = list(dict.fromkeys([*joined.index, *own.index]))
        own = own.rename(columns={h: f"{h} ({source.name})" for h in own if h in joined})
        joined = pd.concat([joined.reindex(everyone), own.reindex(everyone)], axis=1).fillna("")
    return joined


def _survival(patients: pd.DataFrame) -> pd.DataFrame | None:
    """Months from diagnosis and whether the patient died, by patient."""
    if "OS_MONTHS" not in patients:
        return None
    died = dict(_status_values(patients, "OS_STATUS"))
    status = patients.get("OS_STATUS", pd.Series("", index=patients.index))
    return pd.DataFrame(
        {
            "months": pd.to_numeric(patients["OS_MONTHS"], errors="coerce").astype(float),
            "died": status.map(died).map({"1": 1.0, "0": 0.0}),
        }
    )


def _status_values(patients: pd.DataFrame, header: str) -> tuple[tuple[str, str], ...]:
    """Statuses such as ``1:DECEASED``, with the event each stands for."""
    texts = sorted(set(patients.get(header, pd.Series(dtype=object))) - {""})
    words = {"deceased": "1", "living": "0"}
    pairs = ((t, t[0] if t[:2] in ("0:", "1:") else words.get(t.lower())) for t in texts)
    return tuple((text, event) for text, event in pairs if event is not None)


def _words(
    patients: pd.DataFrame, header: str, words: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    texts = sorted(set(patients.get(header, pd.Series(dtype=object))) - {""})
    return tuple((text, words[text.lower()]) for text in texts if text.lower() in words)


def _patient_mappings(patients: pd.DataFrame, notes: list[Issue]) -> list[ColumnMapping]:
    mappings = []
    for end in (ENDPOINTS[name] for name in ENDPOINT_NAMES):
        name = next((name for name in end.abbreviations if f"{name}_MONTHS" in patients), None)
        if name is None:
            continue
        mappings.append(ColumnMapping(target=end.months_column, source=f"{name}_MONTHS"))
        if f"{name}_STATUS" in patients:
            mappings.append(
                ColumnMapping(
                    target=end.event_column,
                    source=f"{name}_STATUS",
                    values=_status_values(patients, f"{name}_STATUS"),
                )
            )
    if mappings:
        notes.append(
            layout_note(
                "counted_from_diagnosis",
                "cBioPortal counts these times from diagnosis, not from day 1 of treatment.",
                "Say so where you report them.",
                severity="warning",
            )
        )
    if "AGE" in patients:
        mappings.append(ColumnMapping(target="age_years", source="AGE"))
    return mappings


def _lines_with_patients(
    lines: pd.DataFrame,
    patients: pd.DataFrame,
    steps: list[str],
    notes: list[Issue],
    clinical: Sequence[SourceTable],
) -> pd.DataFrame:
    """Each line with its patient's columns; times from diagnosis are renamed as such."""
    timed = [
        h
        for h in map(str, patients)
        if h.endswith(("_MONTHS", "_STATUS"))
        and {h[:-7] + "_MONTHS", h[:-7] + "_STATUS"} <= set(patients)
    ]
    own = patients.rename(
        columns={"AGE": "AGE (at diagnosis)", **{h: f"{h} (from diagnosis)" for h in timed}}
    )
    own = own.rename(columns={h: f"{h} (of the patient)" for h in own if h in lines})
    known = lines["PATIENT_ID"].isin(own.index)
    treated = set(lines["PATIENT_ID"])
    untreated = [patient for patient in own.index if patient not in treated]
    if len(own):
        steps.append(
            f"{format_count(len(own), 'patient')} and {format_count(len(lines), 'line')} were "
            f"joined by patient: {lines.loc[known, 'PATIENT_ID'].nunique()} in both, "
            f"{len(untreated)} without a line of systemic treatment (left out), "
            f"{lines.loc[~known, 'PATIENT_ID'].nunique()} only on the timeline."
        )
    if untreated:
        notes.append(
            layout_note(
                "patients_without_lines",
                "Patients without a line of systemic treatment are not in the table: "
                f"{len(untreated)} (these rows of {clinical[0].name}).",
                "To analyse all patients, load the clinical tables without the timelines.",
                severity="warning",
                column="PATIENT_ID",
                rows=clinical[0].table.index[clinical[0].table["PATIENT_ID"].isin(untreated)],
            )
        )
    joined = own.reindex(lines["PATIENT_ID"]).fillna("").set_axis(lines.index)
    table = pd.concat([lines, joined], axis=1)
    if "AGE (at diagnosis)" in table:
        age = pd.to_numeric(table["AGE (at diagnosis)"], errors="coerce")
        at_start = (age + pd.to_numeric(table["start_day"]) / 365.25).round(1)
        table["age_at_line"] = exact_texts(at_start)
        notes.append(
            layout_note(
                "age_at_line",
                "The age at each line is the age at diagnosis and the years to the "
                "line's first day.",
                "Check that day 0 is diagnosis.",
                column="age_at_line",
            )
        )
    return table


def _line_mappings(table: pd.DataFrame) -> list[ColumnMapping]:
    mappings = [ColumnMapping(target="line_number", source="line_number")]
    pairs = (
        ("regimen", "AGENT"),
        ("age_years", "age_at_line"),
        ("os_event", "os_event"),
        ("pfs_event", "pfs_event"),
    )
    mappings += [ColumnMapping(target=t, source=s) for t, s in pairs if s in table]
    days = (
        ("os_months", "os_days"),
        ("pfs_months", "pfs_days"),
        ("treatment_months", "treatment_days"),
        ("start_months", "days_from_first_line"),
    )
    return mappings + [
        ColumnMapping(target=t, source=s, unit="days") for t, s in days if s in table
    ]
