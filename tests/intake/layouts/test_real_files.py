"""Every file that others made becomes a cohort by a recorded mapping, or is refused rightly."""

from __future__ import annotations

import pandas as pd
import pytest

from imt_core.analyses.survival import survival_summary
from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import UnreadableFileError
from imt_core.intake.column_mapping import ColumnMapping
from imt_core.intake.layouts.arrangement import arrange_tables
from imt_core.intake.mapping.mapped_cohort import MappedReading, read_mapped, read_without_problems
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.mapping.suggested_mapping import suggest_mapping
from tests.intake.layouts.tables import real
from tests.places import needs_real

pytestmark = needs_real

TERN = ("adam_tern/tern_ex_adsl.csv", "adam_tern/tern_ex_adrs.csv", "adam_tern/tern_ex_adtte.csv")
UCSF = "cbioportal_lgg_ucsf/lgg_ucsf_data_"
GLIOMAS = tuple(
    f"{UCSF}{part}.txt"
    for part in ("clinical_patient", "clinical_sample", "timeline_treatment", "timeline_status")
)
PHUSE = ("sas/phuse_TDF_ADaM_v1.0_adsl.xpt", "sas/phuse_TDF_ADaM_v1.0_adtte.xpt")


def opened(
    *paths: str,
    add: tuple[ColumnMapping, ...] = (),
    without: tuple[str, ...] = (),
    numbered: bool = False,
) -> tuple[MappedReading, Mapping]:
    """The files under the mapping suggested, with the changes that a user makes on the screen."""
    arrangement = arrange_tables(real(*paths))
    mapping = suggest_mapping(arrangement.table, known=arrangement.columns).mapping
    for target in without:
        mapping = mapping.without(target)
    for column in add:
        mapping = mapping.with_column(column)
    mapping = Mapping(
        columns=mapping.columns,
        left_out=mapping.left_out,
        rekeyed=mapping.rekeyed,
        numbered=numbered,
    )
    mapped = read_mapped(arrangement.table, mapping, name="real", notes=arrangement.notes)
    return mapped, mapping


def cohort(mapped: MappedReading) -> Cohort:
    assert mapped.reading.cohort is not None, mapped.reading.report.errors
    return mapped.reading.cohort


def test_gastric_xelox_opens_once_its_two_columns_are_named() -> None:
    mapped, _ = opened(
        "dates/asaur_gastricXelox.csv",
        numbered=True,
        add=(
            ColumnMapping(target="os_months", source="timeWeeks", unit="weeks"),
            ColumnMapping(target="os_event", source="delta", values=(("1", "1"), ("0", "0"))),
        ),
    )
    (group,) = survival_summary(cohort(mapped), "os").groups
    assert (group.count.n_patients, group.n_event) == (48, 32)
    weeks = [bound * 30.4375 / 7 for bound in (group.median.estimate, group.median.conf_low)]
    assert weeks == pytest.approx([44.5, 28])


def test_the_tern_trial_opens_without_the_times_that_contradict_each_other() -> None:
    mapped, mapping = opened(*TERN)
    assert [issue.code for issue in mapped.reading.report.errors] == ["pfs_after_os"]
    opened_cohort = read_without_problems(mapped, mapping, name="tern").reading.cohort
    assert opened_cohort is not None
    assert str(opened_cohort.count) == "200 lines in 200 patients"
    assert opened_cohort.frame["os_event"].sum() == 141  # rows of OS with CNSR 0
    assert opened_cohort.frame["pfs_months"].notna().sum() == 200 - 70
    assert opened_cohort.frame["best_response"].value_counts().to_dict() == {
        "CR": 164,
        "PR": 30,
        "SD": 6,
    }


def test_the_tern_transport_file_asks_for_the_codes_of_sex_and_then_has_the_same_survival() -> None:
    mapped, _ = opened("adam_tern/tern_ex_adtte.xpt")
    assert {issue.code for issue in mapped.reading.report.errors} == {
        "unknown_value",
        "pfs_after_os",
    }
    mapped, _ = opened("adam_tern/tern_ex_adtte.xpt", without=("sex", "pfs_months"))
    assert {issue.code for issue in mapped.reading.report.errors} == {"half_an_endpoint"}
    mapped, _ = opened("adam_tern/tern_ex_adtte.xpt", without=("sex", "pfs_months", "pfs_event"))
    assert cohort(mapped).frame["os_event"].sum() == 141


def test_the_gliomas_open_as_lines_of_treatment() -> None:
    mapped, _ = opened(*GLIOMAS)
    frame = cohort(mapped).frame
    assert str(cohort(mapped).count) == "14 lines in 10 patients"
    p01 = frame[frame["patient_id"] == "P01"].sort_values("line_number")
    assert p01["regimen"].tolist() == [
        "TMZ",
        "TMZ + accutane",
        "TMZ + thalidomide",
        "CCNU + thalidomide",
    ]
    assert (p01["os_months"] * 30.4375).round().tolist() == [1152, 786, 756, 603]
    assert p01["os_event"].tolist() == [1, 1, 1, 1]


def test_the_gliomas_patients_alone_open_without_the_one_who_has_no_status() -> None:
    mapped, mapping = opened(f"{UCSF}clinical_patient.txt")
    (issue,) = mapped.reading.report.errors
    assert (issue.code, issue.rows) == ("event_missing", (3,))  # of the arranged table
    opened_cohort = read_without_problems(mapped, mapping, name="gliomas").reading.cohort
    assert opened_cohort is not None
    assert opened_cohort.frame["os_months"].notna().sum() == 22


def test_whas500_opens_once_its_codes_are_named() -> None:
    mapped, _ = opened(
        "sas/camis_whas500.sas7bdat",
        add=(
            ColumnMapping(target="os_months", source="LENFOL", unit="days"),
            ColumnMapping(target="os_event", source="FSTAT", values=(("1", "1"), ("0", "0"))),
            ColumnMapping(target="sex", source="GENDER", values=(("0", "male"), ("1", "female"))),
        ),
    )
    frame = cohort(mapped).frame
    assert (len(frame), frame["os_event"].sum()) == (500, 215)  # as Hosmer and Lemeshow print
    assert frame["sex"].value_counts().to_dict() == {"male": 300, "female": 200}


NO_OUTCOME = (
    PHUSE,
    ("redcap/longitudinal/data.csv",),
    ("redcap/clinical-trial-1/data.csv",),
    ("redcap/decimal-comma-and-dot/data.csv",),
    ("redcap/repeating-instruments-sparse/data.csv",),
    ("ggswim/patient_data.csv",),
    ("ggswim/infusion_events.csv",),
    ("ggswim/end_study_events.csv",),
    (f"{UCSF}clinical_sample.txt",),
)


@pytest.mark.parametrize("paths", NO_OUTCOME, ids=lambda paths: paths[0])
def test_files_without_an_outcome_are_refused_for_that_reason(paths: tuple[str, ...]) -> None:
    mapped, mapping = opened(*paths)
    assert mapped.reading.cohort is None
    assert "no_endpoint" in {issue.code for issue in mapped.reading.report.errors}
    without = read_without_problems(mapped, mapping, name="none")
    assert without.reading.cohort is None
    assert without.aside.refusal


NO_PATIENTS = (
    "redcap/longitudinal/arm.csv",
    "redcap/longitudinal/event.csv",
    "redcap/longitudinal/dictionary.csv",
    "redcap/clinical-trial-1/dictionary.csv",
    "redcap/decimal-comma-and-dot/dictionary.csv",
    "redcap/decimal-comma-and-dot/metadata.csv",
    "redcap/repeating-instruments-sparse/dictionary.csv",
)


@pytest.mark.parametrize("path", NO_PATIENTS)
def test_descriptions_of_a_database_are_refused(path: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"must include one export.*Add the export"):
        opened(path)


@pytest.mark.parametrize(
    "path", ["redcap/longitudinal/data.csv", "redcap/clinical-trial-1/data.csv"]
)
def test_names_addresses_and_phones_of_redcap_exports_stay_out(path: str) -> None:
    mapped, mapping = opened(path)
    kept = {str(name).split(".")[0] for name in mapped.table.columns}
    who = {
        "first_name",
        "last_name",
        "name_first",
        "name_last",
        "email",
        "phone",
        "telephone_1",
        "address",
        "dob",
    }
    assert not who & kept
    assert len(mapping.left_out) >= 5


def test_the_decimal_commas_of_redcap_are_numbers() -> None:
    mapped, _ = opened("redcap/decimal-comma-and-dot/data.csv")
    commas = pd.to_numeric(mapped.table["height_comma"])
    assert commas.tolist() == pd.to_numeric(mapped.table["height_dot"]).tolist()
