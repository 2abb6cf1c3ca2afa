"""Build the reconstructed cohort `imt_cohort.csv`: 48 treatment lines of 38 invented patients.

THIS IS NOT PATIENT DATA. "Activity of chemotherapy in inflammatory myofibroblastic tumors"
(The Oncologist 2020;25:e1777-e1784) publishes aggregates only: counts, medians with quartiles,
landmark rates, response rates and two log-rank p values. The tables below are one of the many sets
of records that give back all of them to the printed digit. They were found by working backwards: a
Kaplan-Meier quartile fixes the day of one event, a landmark rate and its confidence limits fix how
many events came before it and that nobody was censored earlier, a p value fixes the order of events
between two groups. Whatever the paper leaves open (calendar dates, centres, changes of target
lesions, mild adverse events, which patient has which feature) is invented so as to be plausible and
to agree within a patient.

How to read the tables: times are months from day 1 of cycle 1 of the line, `+` marks a censored
time, `os` means "the same day as the end of overall survival" (death without earlier progression,
or still free of progression at the last follow-up), `-` means not recorded or not applicable.
Every time is first turned into whole days, and the sheet is written from those, so that months and
calendar dates agree.

Run `python sample_data/build_imt_cohort.py`; the same bytes are written each time.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

DAYS_PER_MONTH = 30.4375
DAYS_PER_ANTHRACYCLINE_CYCLE = 21
SEED = 2020
OUTPUT = Path(__file__).with_name("imt_cohort.csv")

COLUMNS = (
    "patient_id",
    "sex",
    "age_years",
    "primary_site",
    "alk_status",
    "alk_method",
    "stage",
    "regimen_group",
    "regimen",
    "line_number",
    "prior_lines",
    "total_lines",
    "start_date",
    "cycles",
    "best_response",
    "ne_reason",
    "target_change_pct",
    "response_months",
    "rfs_months",
    "rfs_event",
    "pfs_months",
    "pfs_event",
    "os_months",
    "os_event",
    "progression_date",
    "death_date",
    "last_followup_date",
    "treatment_months",
    "stop_reason",
    "worst_ae_grade",
    "adverse_events",
    "later_alk_inhibitor",
    "later_alk_inhibitor_months",
    "centre",
)

STAGES = {"loc": "localized", "la": "locally advanced", "met": "metastatic"}
STOP_REASONS = {
    "max": "maximum cumulative dose",
    "pd": "progressive disease",
    "tox": "toxicity",
    "sur": "surgery",
    "cd": "clinical decision after prolonged disease control",
}

# --- Patients -------------------------------------------------------------------------------------
# 38 patients, 24 ALK-positive (63.2%); lines ever received: median 2, range 1-8. The last column is
# the day an ALK inhibitor was started: after the anthracycline line in 6, after MTX-V in 2.
# patient | sex | alk status | alk method | primary site | centre | lines ever | alk inhibitor
PATIENTS = """
IMT-01 | female | positive | FISH | lung/thoracic wall | Centre 6 | 1 | -
IMT-02 | male   | negative | IHC  | abdomen            | Centre 1 | 2 | -
IMT-03 | male   | negative | IHC  | other              | Centre 4 | 3 | -
IMT-04 | male   | positive | IHC  | other              | Centre 4 | 1 | -
IMT-05 | female | positive | IHC  | other              | Centre 2 | 4 | 2015-02-09
IMT-06 | male   | positive | both | abdomen            | Centre 9 | 1 | -
IMT-07 | female | positive | FISH | lung/thoracic wall | Centre 2 | 2 | -
IMT-08 | male   | negative | IHC  | lung/thoracic wall | Centre 3 | 1 | -
IMT-09 | male   | positive | IHC  | abdomen            | Centre 6 | 4 | -
IMT-10 | female | positive | IHC  | other              | Centre 8 | 1 | -
IMT-11 | male   | negative | both | abdomen            | Centre 1 | 3 | -
IMT-12 | female | positive | FISH | other              | Centre 8 | 3 | 2017-06-12
IMT-13 | female | positive | both | abdomen            | Centre 5 | 1 | -
IMT-14 | female | positive | FISH | other              | Centre 1 | 1 | -
IMT-15 | male   | negative | IHC  | other              | Centre 6 | 2 | -
IMT-16 | male   | positive | FISH | lung/thoracic wall | Centre 1 | 2 | -
IMT-17 | female | negative | both | other              | Centre 4 | 2 | -
IMT-18 | female | positive | both | lung/thoracic wall | Centre 3 | 3 | 2015-09-21
IMT-19 | male   | positive | FISH | other              | Centre 8 | 4 | 2015-09-14
IMT-20 | male   | positive | both | abdomen            | Centre 4 | 3 | 2013-07-18
IMT-21 | male   | negative | both | abdomen            | Centre 2 | 1 | -
IMT-22 | male   | negative | both | other              | Centre 7 | 3 | -
IMT-23 | female | negative | IHC  | other              | Centre 6 | 2 | -
IMT-24 | female | negative | both | lung/thoracic wall | Centre 3 | 3 | -
IMT-25 | male   | positive | both | abdomen            | Centre 9 | 1 | -
IMT-26 | female | negative | IHC  | other              | Centre 2 | 1 | -
IMT-27 | male   | negative | IHC  | lung/thoracic wall | Centre 3 | 2 | -
IMT-28 | male   | positive | both | lung/thoracic wall | Centre 3 | 6 | 2013-10-07
IMT-29 | male   | positive | FISH | other              | Centre 2 | 1 | -
IMT-30 | female | negative | IHC  | abdomen            | Centre 1 | 3 | -
IMT-31 | male   | positive | both | lung/thoracic wall | Centre 5 | 5 | 2013-07-08
IMT-32 | male   | positive | IHC  | abdomen            | Centre 2 | 2 | -
IMT-33 | female | positive | FISH | lung/thoracic wall | Centre 5 | 1 | -
IMT-34 | female | positive | both | abdomen            | Centre 5 | 2 | -
IMT-35 | female | negative | IHC  | abdomen            | Centre 4 | 3 | -
IMT-36 | female | positive | FISH | abdomen            | Centre 7 | 1 | -
IMT-37 | male   | positive | both | other              | Centre 7 | 8 | 2012-03-19
IMT-38 | female | positive | FISH | lung/thoracic wall | Centre 1 | 1 | -
"""

# --- Treatment lines ------------------------------------------------------------------------------
# patient | age | stage | regimen | line | start | cycles | treatment | best response |
# target change % | response at | RFS or PFS | OS | why treatment ended

# Anthracycline-based, localized, n = 8. Four RFS events before any censoring: 60-month RFS 50.0%
# (25.0-100.0), and the curve stays at exactly one half, so the median is not reached. Two deaths
# before any censoring: 60-month OS 75.0% (50.3-100.0). Follow-up 70.8 (39.3-89.3): with six
# censored it is the second (39.3), the middle of the third and fourth, and the fifth (89.3).
A_LOCALIZED = """
IMT-27 | 40 | loc | AI | 1 | 2007-09-10 | 6 | - | NE |   - |   - |  9.4 |   21.6 | max
IMT-32 | 60 | loc | A  | 1 | 2013-02-18 | 2 | - | SD | -14 |   - | 11.2 |   30.4 | sur
IMT-18 | 29 | loc | AI | 1 | 2011-07-11 | 6 | - | PR | -46 | 2.8 | 14.5 |  89.3+ | max
IMT-08 | 30 | loc | A  | 1 | 2015-12-07 | 6 | - | NE |   - |   - |   os |  36.2+ | max
IMT-23 | 49 | loc | AI | 1 | 2015-09-14 | 6 | - | SD |  -9 |   - | 26.3 |  39.3+ | max
IMT-36 |  8 | loc | AI | 1 | 2013-04-15 | 3 | - | PR | -52 | 2.0 |   os |  69.1+ | sur
IMT-25 | 21 | loc | AI | 1 | 2012-12-03 | 4 | - | NE |   - |   - |   os |  72.5+ | tox
IMT-14 | 17 | loc | AI | 1 | 2007-05-21 | 6 | - | NE |   - |   - |   os | 139.5+ | max
"""

# Anthracycline-based, advanced, ALK-positive, n = 13.
# PFS 4.7 (1.3-17.0) is the 7th, 4th and 10th event; 9 of them come before 12 months.
# OS 22.4 (3.2-40.7) is the 7th and 4th death; the order censored, death, censored, death after
# 24 months lets the curve fall below a quarter at 40.7.
A_ADVANCED_ALK_POSITIVE = """
IMT-06 | 31 | met | AI        | 1 | 2009-03-09 | 1 | - | PD |  38 |   - |  0.8 |    1.3 | pd
IMT-38 | 15 | met | A + other | 1 | 2011-10-17 | 1 | - | PD |  27 |   - |  1.0 |    2.3 | pd
IMT-29 | 24 | met | AI        | 1 | 2004-06-14 | 1 | - | PD |  51 |   - |  1.2 |    2.8 | pd
IMT-09 | 56 | la  | A         | 4 | 2013-09-23 | 2 | - | PD |  24 |   - |  1.3 |    3.2 | pd
IMT-34 | 67 | la  | A         | 2 | 2010-04-12 | 2 | - | PD |   8 |   - |  1.9 |    8.6 | pd
IMT-16 | 22 | met | A + other | 1 | 2006-11-06 | 4 | - | SD |   6 |   - |  3.1 |   11.8 | pd
IMT-20 | 37 | met | AI        | 1 | 2012-05-07 | 6 | - | PR | -38 | 1.5 |  4.7 |   22.4 | max
IMT-12 | 46 | met | A         | 1 | 2016-09-19 | 6 | - | PR | -41 | 2.1 |  7.4 |  27.4+ | max
IMT-13 | 35 | met | AI        | 1 | 2005-02-14 | 6 | - | PR | -64 | 2.7 |   os |   34.6 | max
IMT-01 | 19 | la  | AI        | 1 | 2015-09-21 | 4 | - | PR | -57 | 2.2 |   os |  39.9+ | sur
IMT-31 | 28 | met | AI        | 1 | 2012-01-09 | 6 | - | PR | -49 | 2.9 | 17.0 |   40.7 | max
IMT-28 | 13 | met | AI        | 1 | 2007-03-05 | 3 | - | SD | -22 |   - |  9.6 | 141.8+ | tox
IMT-37 | 43 | met | A         | 1 | 2006-05-08 | 6 | - | PR | -71 | 3.4 | 28.6 | 151.7+ | max
"""

# Anthracycline-based, advanced, ALK-negative, n = 4: with four events every quartile is the middle
# of a flat. PFS 8.5 (5.4-12.1), OS 17.3 (10.5-25.7).
# Both strata together, n = 17: the 5th, 9th and 13th PFS event are 1.9, 6.3 and 13.4, and 5 of 17
# pass 12 months: 29.4% (14.1-61.4); the 5th and 9th death are 7.7 and 21.2, the third quartile is
# 40.7, and 7 of 17 pass 24 months: 41.2% (23.3-72.7). Log-rank by ALK: p = .875 and p = .351.
A_ADVANCED_ALK_NEGATIVE = """
IMT-15 | 52 | met | A         | 2 | 2008-06-16 | 5 | - | SD |  11 |   - |   4.5 |   7.7 | pd
IMT-22 | 27 | met | AI        | 3 | 2011-01-17 | 6 | - | PR | -33 | 2.4 | 10.75 |  13.3 | max
IMT-11 | 60 | met | A         | 1 | 2014-03-10 | 6 | - | SD | -17 |   - |   6.3 | 21.23 | max
IMT-35 | 33 | met | A + other | 1 | 2002-10-14 | 6 | - | PR | -44 | 2.6 |  13.4 |  30.2 | max
"""

# MTX-V, localized, n = 4. RFS 42.5 (12.9-61.2): the middles of 2.0 and 23.8, and of 23.8 and 61.2,
# then 61.2 itself, where one patient was left at risk. No death; follow-up 56.6 (27.8-129.9) from
# the middles of the four censored times.
M_LOCALIZED = """
IMT-03 | 12 | loc | MTX + VNR | 1 | 2016-11-14 |  8 | 1.8 | PD |  29 |   - |  2.0 |  15.0+ | pd
IMT-33 |  7 | loc | MTX + VNB | 1 | 2015-08-31 | 24 | 5.6 | PR | -61 | 3.1 |   os |  40.6+ | sur
IMT-17 | 24 | loc | MTX + VNB | 1 | 2012-11-19 | 39 | 9.0 | PR | -36 | 4.3 | 61.2 |  72.6+ | sur
IMT-30 | 16 | loc | MTX + VNB | 1 | 2003-06-23 | 16 | 3.7 | SD | -19 |   - | 23.8 | 187.2+ | sur
"""

# MTX-V, advanced, n = 9. Two PFS events before any censoring: 77.8% (54.9-100.0) at 12 and 24
# months; a third at 24.9 with five at risk: 62.2% (35.5-100.0) at 60 months and median NR
# (24.9-NR). One early death keeps OS above three quarters until 83.4, where it falls below one half
# with two at risk: 83.4 (83.4-NR). Both complete responders are disease free, for 25 and 60 months.
M_ADVANCED = """
IMT-02 | 31 | met | MTX + VNB | 2 | 2014-11-24 |  2 |  0.6 | PD |   42 |   - |  1.9 |    6.4 | pd
IMT-24 | 44 | met | MTX + VNR | 3 | 2017-09-18 | 38 | 10.0 | SD |  -25 |   - |   os |  16.2+ | cd
IMT-07 | 64 | la  | VNR/VNB   | 2 | 2017-03-20 | 26 |  6.0 | SD |  -12 |   - |   os |  21.5+ | cd
IMT-04 | 10 | la  | MTX + VNB | 1 | 2016-07-25 | 48 | 12.0 | CR | -100 | 4.9 |   os |  29.9+ | cd
IMT-19 | 19 | met | MTX + VNB | 1 | 2015-02-16 |  7 |  1.6 | PD |    3 |   - |  2.1 |  47.0+ | pd
IMT-26 | 14 | la  | MTX + VNB | 1 | 2013-07-08 | 50 | 12.0 | CR | -100 | 5.6 |   os |  65.6+ | cd
IMT-10 |  3 | la  | MTX + VNB | 1 | 2012-09-24 | 40 | 10.0 | PR |  -77 | 3.6 |   os |  75.4+ | cd
IMT-05 | 36 | la  | MTX + VNR | 1 | 2010-02-08 | 50 | 24.6 | PR |  -43 | 4.4 | 24.9 |   83.4 | pd
IMT-21 | 13 | met | MTX + VNB | 1 | 2006-11-13 | 42 | 10.0 | PR |  -68 | 3.9 |   os | 146.0+ | cd
"""

# Other regimens, n = 10, all in patients listed above; OS ends on that patient's own last day.
# CTX: 1 CR and 2 PR of 4; GD: 1 PR of 2, lasting about 6 months, after an anthracycline; T,
# CBDCA + TXL and VP-16: none. The responders are ALK-positive.
OTHER = """
IMT-34 | 66 | la  | CTX         | 1 | 2009-10-05 |  5 |  4.6 | SD |   -6 |   - |  5.2 | - | pd
IMT-22 | 26 | met | CBDCA + TXL | 1 | 2010-04-19 |  2 |  1.4 | PD |   33 |   - |  1.7 | - | pd
IMT-07 | 63 | la  | GD          | 1 | 2016-09-12 |  7 |  5.1 | SD |  -21 |   - |  5.5 | - | pd
IMT-32 | 61 | la  | T           | 2 | 2014-02-17 |  3 |  2.3 | PD |   22 |   - |  2.6 | - | pd
IMT-18 | 30 | la  | CTX         | 2 | 2012-10-29 | 12 | 12.0 | CR | -100 | 4.2 | 31.0 | - | cd
IMT-20 | 38 | met | GD          | 2 | 2012-10-15 |  8 |  5.8 | PR |  -47 | 2.2 |  8.3 | - | cd
IMT-03 | 12 | la  | VP-16       | 2 | 2017-01-30 |  6 |  6.4 | SD |    4 |   - |  6.8 | - | pd
IMT-11 | 61 | met | T           | 3 | 2015-01-12 |  5 |  4.1 | SD |   14 |   - |  4.4 | - | pd
IMT-05 | 38 | la  | CTX         | 3 | 2012-09-03 | 18 | 18.0 | PR |  -55 | 3.5 | 22.0 | - | cd
IMT-31 | 30 | met | CTX         | 4 | 2014-02-03 |  8 |  8.8 | PR |  -39 | 2.9 |  9.1 | - | pd
"""

TABLES = (
    ("anthracycline-based", A_LOCALIZED),
    ("anthracycline-based", A_ADVANCED_ALK_POSITIVE),
    ("anthracycline-based", A_ADVANCED_ALK_NEGATIVE),
    ("MTX-V", M_LOCALIZED),
    ("MTX-V", M_ADVANCED),
    ("other", OTHER),
)

# Grade 3-4 events, as counted in the paper: anthracycline-based 7 patients (febrile neutropenia 2,
# neutropenia 5, anaemia 2, thrombocytopenia 2), MTX-V 2 patients.
SEVERE_EVENTS = {
    ("IMT-20", "anthracycline-based"): ("G3 neutropenia", "G3 anaemia"),
    ("IMT-12", "anthracycline-based"): ("G4 febrile neutropenia", "G4 thrombocytopenia"),
    ("IMT-28", "anthracycline-based"): ("G3 neutropenia", "G4 thrombocytopenia"),
    ("IMT-01", "anthracycline-based"): ("G3 neutropenia",),
    ("IMT-35", "anthracycline-based"): ("G3 neutropenia",),
    ("IMT-25", "anthracycline-based"): ("G4 febrile neutropenia", "G3 anaemia"),
    ("IMT-14", "anthracycline-based"): ("G3 neutropenia",),
    ("IMT-26", "MTX-V"): ("G3 mucositis",),
    ("IMT-21", "MTX-V"): ("G3 hypertransaminasemia",),
}
MILD_EVENTS = {
    "anthracycline-based": ("nausea", "fatigue", "alopecia", "vomiting", "constipation"),
    "MTX-V": ("nausea", "fatigue", "peripheral neuropathy", "constipation"),
    "other": ("nausea", "fatigue", "diarrhoea"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is the same on every row of one patient."""

    patient_id: str
    sex: str
    alk_status: str
    alk_method: str
    primary_site: str
    centre: str
    total_lines: int
    alk_inhibitor: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the tables: times in whole days from day 1 of cycle 1."""

    patient_id: str
    age_years: int
    stage: str
    regimen_group: str
    regimen: str
    line_number: int
    start: date
    cycles: int
    treatment: int | None
    best_response: str
    target_change: str
    response: int | None
    progression: int | None
    survival: int | None
    died: bool
    stop_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The last day known of a patient, which all of the patient's lines share."""

    day: date
    died: bool


def read_table(text: str) -> Iterator[list[str]]:
    """Yield the cells of each row, with `-` as an empty cell."""
    for row in text.strip().splitlines():
        yield ["" if cell.strip() == "-" else cell.strip() for cell in row.split("|")]


def to_days(months: str) -> int | None:
    """Turn months into whole days; `os` and an empty cell have none of their own."""
    number = months.rstrip("+")
    return round(float(number) * DAYS_PER_MONTH) if number and number != "os" else None


def to_months(days: int | None) -> str:
    """Write days as months with two decimals."""
    return "" if days is None else f"{days / DAYS_PER_MONTH:.2f}"


def to_iso(day: date | None) -> str:
    """Write a date, or an empty cell."""
    return "" if day is None else day.isoformat()


def read_patients() -> dict[str, Patient]:
    """Read the patients by pseudonym."""
    patients = {}
    for pseudonym, sex, status, method, site, centre, lines, inhibitor in read_table(PATIENTS):
        patients[pseudonym] = Patient(
            patient_id=pseudonym,
            sex=sex,
            alk_status=status,
            alk_method=method,
            primary_site=site,
            centre=centre,
            total_lines=int(lines),
            alk_inhibitor=date.fromisoformat(inhibitor) if inhibitor else None,
        )
    return patients


def read_line(group: str, cells: list[str]) -> Line:
    """Read one treatment line."""
    (
        pseudonym,
        age,
        stage,
        regimen,
        number,
        start,
        cycles,
        treatment,
        best,
        change,
        response,
        progression,
        survival,
        stop,
    ) = cells
    return Line(
        patient_id=pseudonym,
        age_years=int(age),
        stage=STAGES[stage],
        regimen_group=group,
        regimen=regimen,
        line_number=int(number),
        start=date.fromisoformat(start),
        cycles=int(cycles),
        treatment=to_days(treatment),
        best_response=best,
        target_change=change,
        response=to_days(response),
        progression=to_days(progression),
        survival=to_days(survival),
        died=bool(survival) and not survival.endswith("+"),
        stop_reason=STOP_REASONS[stop],
    )


def find_endings(lines: list[Line]) -> dict[str, Ending]:
    """Find each patient's last day from the line whose overall survival is given."""
    return {
        line.patient_id: Ending(day=line.start + timedelta(days=line.survival), died=line.died)
        for line in lines
        if line.survival is not None
    }


def choose_adverse_events(line: Line, rng: random.Random) -> list[str]:
    """Put up to two invented mild events after the published severe ones."""
    severe = SEVERE_EVENTS.get((line.patient_id, line.regimen_group), ())
    mild = rng.sample(MILD_EVENTS[line.regimen_group], k=rng.choice((0, 1, 1, 2)))
    return [*severe, *sorted((f"G{rng.choice((1, 1, 2))} {term}" for term in mild), reverse=True)]


def describe_outcome(line: Line, ending: Ending) -> dict[str, str]:
    """Write the times, events and dates of a line.

    Disease control ends with progression where that came first, otherwise on the last day, which is
    an event if the patient died.
    """
    survival = (ending.day - line.start).days
    progressed = line.progression is not None
    control = line.progression if line.progression is not None else survival
    endpoint = "rfs" if line.stage == "localized" else "pfs"
    treatment = line.treatment
    if treatment is None:
        treatment = min(line.cycles * DAYS_PER_ANTHRACYCLINE_CYCLE, control)
    return {
        f"{endpoint}_months": to_months(control),
        f"{endpoint}_event": str(int(progressed or ending.died)),
        "os_months": to_months(survival),
        "os_event": str(int(ending.died)),
        "progression_date": to_iso(line.start + timedelta(days=control)) if progressed else "",
        "death_date": to_iso(ending.day) if ending.died else "",
        "last_followup_date": to_iso(ending.day),
        "treatment_months": to_months(treatment),
    }


def describe_alk_inhibitor(line: Line, started: date | None) -> dict[str, str]:
    """Say whether, and when, an ALK inhibitor followed this line."""
    followed = started is not None and started > line.start
    return {
        "later_alk_inhibitor": str(int(followed)),
        "later_alk_inhibitor_months": (
            to_months((started - line.start).days) if started is not None and followed else ""
        ),
    }


def build_row(line: Line, patient: Patient, ending: Ending, events: list[str]) -> dict[str, str]:
    """Put one row of the sheet together."""
    return {
        "patient_id": line.patient_id,
        "sex": patient.sex,
        "age_years": str(line.age_years),
        "primary_site": patient.primary_site,
        "alk_status": patient.alk_status,
        "alk_method": patient.alk_method,
        "stage": line.stage,
        "regimen_group": line.regimen_group,
        "regimen": line.regimen,
        "line_number": str(line.line_number),
        "prior_lines": str(line.line_number - 1),
        "total_lines": str(patient.total_lines),
        "start_date": line.start.isoformat(),
        "cycles": str(line.cycles),
        "best_response": line.best_response,
        "ne_reason": "adjuvant" if line.best_response == "NE" else "",
        "target_change_pct": line.target_change,
        "response_months": to_months(line.response),
        "stop_reason": line.stop_reason,
        "worst_ae_grade": str(max((int(event[1]) for event in events), default=0)),
        "adverse_events": "; ".join(events),
        "centre": patient.centre,
        **describe_outcome(line, ending),
        **describe_alk_inhibitor(line, patient.alk_inhibitor),
    }


def build_cohort() -> list[dict[str, str]]:
    """Build the 48 rows, in the order of patient and line."""
    patients = read_patients()
    lines = [read_line(group, cells) for group, table in TABLES for cells in read_table(table)]
    endings = find_endings(lines)
    rng = random.Random(SEED)
    return [
        build_row(
            line,
            patients[line.patient_id],
            endings[line.patient_id],
            choose_adverse_events(line, rng),
        )
        for line in sorted(lines, key=lambda line: (line.patient_id, line.line_number))
    ]


def main() -> None:
    """Write the sheet next to this script."""
    with OUTPUT.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(build_cohort())


if __name__ == "__main__":
    main()
