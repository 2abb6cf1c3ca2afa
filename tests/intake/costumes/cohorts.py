"""Five known cohorts, each one row per treatment line: what a costume must become again."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

import pandas as pd

from tests.places import SAMPLE

DAYS_IN_MONTH: Final = 30.4375
DATES: Final = ("start_date", "progression_date", "death_date", "last_followup_date")
ENDPOINTS: Final = ("pfs", "rfs", "os")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownCohort:
    """A cohort whose every value is known.

    Parameters
    ----------
    name : str
    frame : pandas.DataFrame
        Canonical columns, dates as `datetime.date`; one row per line, a patient's lines in order.
    own : tuple of str
        Columns of the centre's own that `frame` has beside them.
    """

    name: str
    frame: pd.DataFrame
    own: tuple[str, ...] = ()

    @property
    def has_one_line_each(self) -> bool:
        """Whether no patient has a second line."""
        return bool(self.frame["patient_id"].is_unique)

    @property
    def extents(self) -> frozenset[str]:
        """The endpoints of disease that its lines enter: PFS, RFS or both."""
        return frozenset(end for end in ("pfs", "rfs") if self.frame[f"{end}_event"].notna().any())


def known_cohort(name: str) -> KnownCohort:
    """One of `COHORTS`, as it is."""
    return _known(name)


def with_early_days(cohort: KnownCohort) -> KnownCohort:
    """The cohort with every date in the first twelve days of its month; their order stays."""
    frame = cohort.frame.copy()
    for column in DATES:
        frame[column] = [
            day and day.replace(day=1 + (day.day - 1) * 12 // 31) for day in frame[column]
        ]
    return KnownCohort(name=cohort.name, frame=with_times_from_dates(frame), own=cohort.own)


def with_times_from_dates(frame: pd.DataFrame) -> pd.DataFrame:
    """Months and events of each line as its dates and its stage give them."""
    lines = [_times(row) for row in frame.to_dict("records")]
    return frame.assign(**{column: [line[column] for line in lines] for column in lines[0]})


def _times(row: Mapping[str, object]) -> dict[str, float | None]:
    start, progression, death, last = (row[column] for column in DATES)
    assert isinstance(start, date)
    assert isinstance(last, date)
    end = progression or death or last
    assert isinstance(end, date)
    disease = "rfs" if row["stage"] == "localized" else "pfs"
    other = "pfs" if disease == "rfs" else "rfs"
    died = isinstance(death, date)
    return {
        f"{disease}_months": (end - start).days / DAYS_IN_MONTH,
        f"{disease}_event": float(bool(progression) or died),
        f"{other}_months": None,
        f"{other}_event": None,
        "os_months": ((death if isinstance(death, date) else last) - start).days / DAYS_IN_MONTH,
        "os_event": float(died),
    }


def _sample() -> KnownCohort:
    """The sample: 48 lines, localized and advanced disease, further lines without the first."""
    sheet = pd.read_csv(SAMPLE, dtype=str, keep_default_na=False)
    kept = ["patient_id", "sex", "age_years", "primary_site", "alk_status", "stage"]
    frame = sheet[[*kept, "regimen_group", "regimen", "best_response", "centre"]].copy()
    frame["line_number"] = sheet["line_number"].astype(int)
    frame["age_years"] = frame["age_years"].astype(int)
    for column in DATES:
        frame[column] = [date.fromisoformat(text) if text else None for text in sheet[column]]
    for end in ENDPOINTS:
        for part in ("months", "event"):
            cells = sheet[f"{end}_{part}"]
            frame[f"{end}_{part}"] = [float(text) if text else None for text in cells]
    return KnownCohort(name="sample", frame=frame)


def _advanced() -> KnownCohort:
    """26 patients with advanced disease, one line each."""
    return KnownCohort(
        name="all advanced, one line each",
        frame=_invented(random.Random(26), patients=26, label="PZ{:03d}", localized=0.0, lines=1),
    )


def _localized() -> KnownCohort:
    """20 patients with localized disease, one line each."""
    return KnownCohort(
        name="localized only",
        frame=_invented(random.Random(20), patients=20, label="{}", localized=1.0, lines=1),
    )


def _other_biomarker() -> KnownCohort:
    """A sarcoma without ALK: another biomarker and columns of the centre's own."""
    chance = random.Random(7)
    frame = _invented(chance, patients=22, label="SFT-{:02d}", localized=0.2, lines=3)
    patients = list(dict.fromkeys(frame["patient_id"]))
    fusion = {one: chance.choice(["NAB2ex4-STAT6ex2", "NAB2ex6-STAT6ex16"]) for one in patients}
    size = {one: chance.randint(2, 24) for one in patients}
    frame = frame.drop(columns="alk_status").assign(
        fusion=frame["patient_id"].map(fusion),
        tumour_size_cm=frame["patient_id"].map(size),
        ecog=[chance.choice([0, 1, 2]) for _ in range(len(frame))],
    )
    own = ("fusion", "tumour_size_cm", "ecog")
    return KnownCohort(name="own columns, another biomarker", frame=frame, own=own)


def _large() -> KnownCohort:
    """150 lines of about 90 patients."""
    frame = _invented(random.Random(150), patients=140, label="C{:04d}", localized=0.15, lines=4)
    return KnownCohort(name="150 lines", frame=frame.iloc[:150].reset_index(drop=True))


COHORTS: Final[dict[str, Callable[[], KnownCohort]]] = {
    "sample": _sample,
    "all advanced, one line each": _advanced,
    "localized only": _localized,
    "own columns, another biomarker": _other_biomarker,
    "150 lines": _large,
}


@cache
def _known(name: str) -> KnownCohort:
    return COHORTS[name]()


_REGIMENS: Final = (
    ("anthracycline-based", "AI"),
    ("anthracycline-based", "A"),
    ("MTX-V", "MTX + VNB"),
    ("MTX-V", "MTX + VNR"),
    ("other", "GD"),
    ("other", "CTX"),
)


def _invented(
    chance: random.Random, *, patients: int, label: str, localized: float, lines: int
) -> pd.DataFrame:
    """Patients whose lines follow one another, each ended by progression, death or follow-up."""
    rows: list[dict[str, object]] = []
    for number in range(1, patients + 1):
        patient = {
            "patient_id": label.format(number),
            "sex": chance.choice(["male", "female"]),
            "primary_site": chance.choice(["abdomen", "lung/thoracic wall", "other"]),
            "alk_status": chance.choice(["positive", "positive", "negative"]),
            "centre": f"Centre {chance.randint(1, 4)}",
        }
        age = chance.randint(4, 70)
        start = date(1999, 1, 1) + timedelta(days=chance.randint(0, 3600))
        extent = chance.choice(["locally advanced", "metastatic"])
        stage = "localized" if chance.random() < localized else extent
        n_lines = chance.choice([1, 1, *range(1, lines + 1)]) if lines > 1 else 1
        for line in range(1, n_lines + 1):
            is_last = line == n_lines
            response, free = _course(chance, stage)
            progressed = not is_last or response == "PD" or chance.random() < 0.6
            end = start + timedelta(days=free)
            group, regimen = chance.choice(_REGIMENS)
            rows.append(
                patient
                | {
                    "age_years": age,
                    "stage": stage,
                    "regimen_group": group,
                    "regimen": regimen,
                    "line_number": line,
                    "start_date": start,
                    "best_response": response,
                    "progression_date": end if progressed else None,
                }
            )
            if not is_last:
                start = end + timedelta(days=chance.randint(7, 60))
                stage = extent
        last = end + timedelta(days=chance.randint(30, 900)) if progressed else end
        death = last if chance.random() < 0.5 else None
        for row in rows[-n_lines:]:
            row |= {"death_date": death, "last_followup_date": last}
    frame = with_times_from_dates(pd.DataFrame(rows, dtype=object))
    return frame.astype({"line_number": int, "age_years": int})


def _course(chance: random.Random, stage: str) -> tuple[str, int]:
    """A best response, and days without progression that agree with it."""
    if stage == "localized" and chance.random() < 0.5:
        return "NE", chance.randint(90, 2200)
    response = chance.choice(["CR", "PR", "PR", "SD", "SD", "PD"])
    low, high = {"CR": (300, 2400), "PR": (150, 1500), "SD": (90, 800), "PD": (20, 90)}[response]
    return response, chance.randint(low, high)
