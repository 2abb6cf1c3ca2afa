"""Views whose scripts are run, the cohorts they are of, and what the scripts print."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from imt_core.analyses.benchmark.benchmark import Benchmark
from imt_core.analyses.benchmark.cards import SeriesFigure, own_card
from imt_core.analyses.computed_view import ViewResult, compute_view
from imt_core.analyses.growth_modulation import GrowthModulation
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.incidence import IncidenceSummary
from imt_core.analyses.spider import SpiderPlot
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.toxicity import ToxicityTable
from imt_core.analyses.transitions import Transitions
from imt_core.analyses.view_request import ViewRequest
from imt_core.analyses.waterfall import WaterfallPlot
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.first_line import as_first_lines
from imt_core.cohort.named_subgroups import NamedSubgroup
from imt_core.cohort.pseudonyms import patient_key
from imt_core.cohort.relative_time import drop_dates
from imt_core.cohort.rules import Rules
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import Conventions
from imt_core.intake.cohort_file import read_cohort
from imt_core.intake.downloaded import COHORT_FILE, answered_extent, file_shape
from imt_core.reporting.code.python_script import python_script
from imt_core.reporting.code.r_script import r_script
from imt_core.reporting.csv_files import cohort_to_table, write_csv
from tests.places import ROOT, sample_cohort
from tests.reporting.target_cohorts import with_series

RECORDED: Final = ROOT / "tests" / "oracles" / "recorded" / "code.json"

NASTY_COLUMN: Final = 'co"l\\umn\n<script>é'
CODE_COLUMN: Final = '")); quit("no"); c(("'
NASTY_LEVELS: Final = (
    '"); stop("no") #',
    "\\",
    'a\\"b',
    "a\nb",
    "a\n\nb",
    "<script>alert(1)</script>",
    "été – ü",
    "'; raise SystemExit #",
    '"""',
    "{x} %s",
    "TRUE",
    "$(id) `id`",
    "\u05d0abc",
    "😀",
)


def _only(column: str, *levels: str) -> CohortFilter:
    return CohortFilter(criteria=(Criterion(column=column, levels=levels),))


_FOLLOWED: Final = ("IMT-02", "IMT-07", "IMT-20")
"""Patients of whom the sheet holds the start of every line that followed another."""
ADVANCED: Final = _only("disease_extent", "advanced")
BY_GROUP: Final = ("regimen_group",)
RESPONSE: Final = ViewRequest(kind="response", by=BY_GROUP)
PFS: Final = ViewRequest(kind="survival", by=BY_GROUP, filter=ADVANCED)
OS: Final = ViewRequest(kind="survival", endpoint="os", by=("alk_status",), unit="patients")
FOREST: Final = ViewRequest(
    kind="forest", columns=("regimen_group", "alk_status", "disease_extent", "line_group")
)
PFS_AT_24: Final = replace(FOREST, measure=("pfs", 24.0))
SWIMMER: Final = ViewRequest(kind="swimmer")


def _under(request: ViewRequest, **choices: object) -> ViewRequest:
    return replace(request, conventions=Conventions(**choices))


SAMPLE_VIEWS: Final[dict[str, ViewRequest]] = {
    "response": RESPONSE,
    "response of patients": replace(RESPONSE, unit="patients"),
    "response, Wilson, 90%": _under(RESPONSE, proportion_conf_type="wilson", conf_level=0.9),
    "response, Jeffreys": _under(RESPONSE, proportion_conf_type="jeffreys"),
    "response, mid-P": _under(RESPONSE, proportion_conf_type="mid-p"),
    "response of all": ViewRequest(kind="response"),
    "response, durable for 20 months": replace(RESPONSE, durable_months=20.0),
    "response by two columns, none shared": replace(
        RESPONSE, by=("regimen_group", "alk_status"), overlap="leave out"
    ),
    "PFS": PFS,
    "PFS, log-log, R's quantiles": _under(
        PFS, survival_conf_type="log-log", quantile_rule="r", conf_level=0.9
    ),
    "PFS, plain, first time": _under(PFS, survival_conf_type="plain", quantile_rule="first"),
    "PFS, beta product": _under(PFS, survival_conf_type="bpcp"),
    "PFS, mid-p beta product": _under(PFS, survival_conf_type="bpcp-midp"),
    "PFS, first lines": replace(PFS, overlap="first line", rate_months=(0.0, 30.0, 6.5)),
    "PFS, clustered": replace(PFS, overlap="cluster"),
    "OS by sex, clustered": replace(OS, by=("sex",), unit="lines", overlap="cluster"),
    "PFS, clustered, log-log": _under(
        replace(PFS, overlap="cluster", by=("line_group",)), survival_conf_type="log-log"
    ),
    "PFS, clustered, plain, down to 0": _under(
        replace(PFS, overlap="cluster", filter=_only("patient_id", "IMT-02")),
        survival_conf_type="plain",
    ),
    "OS": OS,
    "OS by what is learned later": replace(OS, by=("best_response",)),
    "OS by response from month 3": replace(
        OS, by=("best_response", "alk_status"), unit="lines", landmark_months=3.0
    ),
    "PFS of first lines from month 4.5": replace(
        PFS, by=("alk_status",), overlap="first line", landmark_months=4.5
    ),
    "OS by ALK inhibitor from month 6": replace(
        OS, by=("later_alk_inhibitor",), landmark_months=6.0
    ),
    "PFS by reason for stopping from month 4.5": replace(
        PFS, by=("stop_reason",), unit="patients", landmark_months=4.5
    ),
    "OS of all lines": replace(OS, by=(), unit="lines"),
    "RFS": ViewRequest(kind="survival", endpoint="rfs", by=BY_GROUP),
    "DOR": ViewRequest(kind="survival", endpoint="dor", by=BY_GROUP),
    "DOR, compared": ViewRequest(
        kind="survival", endpoint="dor", by=BY_GROUP, unit="patients", compare_durations=True
    ),
    "DOR of patients": ViewRequest(kind="survival", endpoint="dor", unit="patients"),
    "baseline": ViewRequest(kind="baseline", by=BY_GROUP),
    "baseline of patients, type 7": _under(
        ViewRequest(kind="baseline", unit="patients", filter=ADVANCED), quartile_type=7
    ),
    "baseline by name, without regimens": ViewRequest(
        kind="baseline", by=("line_group",), hidden=("regimen", "stop_reason"), order="name"
    ),
    "baseline, most missing first": ViewRequest(kind="baseline", order="missing"),
    "forest of ORR": FOREST,
    "forest of ORR of all treated": replace(FOREST, measure="orr_treated"),
    "forest of PFS": PFS_AT_24,
    "forest of PFS, mid-p beta product": _under(
        replace(PFS_AT_24, unit="patients"), survival_conf_type="bpcp-midp"
    ),
    "swimmer": SWIMMER,
    "swimmer by response": replace(SWIMMER, sort="response", filter=ADVANCED),
    "swimmer with the index patient": replace(SWIMMER, index=patient_key("IMT-05")),
    "swimmer by line": replace(SWIMMER, sort="line_number", filter=_only("line_group", "first")),
    "swimmer of patients": replace(SWIMMER, lane="patients", sort="file order"),
    "swimmer of patients, longest first": replace(SWIMMER, lane="patients", sort="follow-up"),
    "swimmer of patients by their first group": replace(
        SWIMMER, lane="patients", sort="first regimen group", label="regimen", filter=ADVANCED
    ),
    "course": ViewRequest(
        kind="course", patient=patient_key("IMT-05"), index=patient_key("IMT-05")
    ),
    "course, partly in view": ViewRequest(
        kind="course", patient=patient_key("IMT-03"), filter=ADVANCED
    ),
}

INCIDENCE: Final = ViewRequest(kind="incidence", by=BY_GROUP, overlap="first line")
SAMPLE_VIEWS |= {
    "incidence of progression": INCIDENCE,
    "incidence of recurrence, 90%, log-log": _under(
        replace(INCIDENCE, endpoint="rfs", overlap="keep", rate_months=(0.0, 30.0)),
        survival_conf_type="bpcp",
        conf_level=0.9,
    ),
    "incidence of next treatment": replace(
        INCIDENCE, endpoint="ttnt", by=(), filter=_only("patient_id", *_FOLLOWED)
    ),
    "incidence not estimated": replace(INCIDENCE, endpoint="ttnt", unit="patients"),
    "sequence": ViewRequest(kind="sequence", filter=_only("line_group", "second")),
    "sequence of patients, over gaps": _under(
        ViewRequest(kind="sequence", before="last in the sheet", unit="patients"),
        proportion_conf_type="wilson",
    ),
}

BENCHMARK: Final = ViewRequest(kind="benchmark", by=BY_GROUP, overlap="leave out")
_OURS: Final = own_card(
    "Ward 7, SERIES",
    treatment="crizotinib",
    figures=[SeriesFigure(kind="response", n_success=4, n=9)],
)
SAMPLE_VIEWS |= {
    "benchmark of ORR": BENCHMARK,
    "benchmark of ORR of all treated against one": replace(
        BENCHMARK, measure="orr_treated", compare_card="advl0912"
    ),
    "benchmark of PFS against two values": replace(
        BENCHMARK, measure=("pfs", 12.0), compare_card="create2018_alk_pos"
    ),
    "benchmark of patients against an own card": ViewRequest(
        kind="benchmark",
        unit="patients",
        own_cards=(_OURS,),
        shipped_cards=False,
        compare_card=_OURS.id,
    ),
    "benchmark without any series": ViewRequest(kind="benchmark", measure=("rfs", 12.0)),
}

TOXICITY: Final = ViewRequest(kind="toxicity", by=BY_GROUP)
SAMPLE_VIEWS |= {
    "transitions": ViewRequest(kind="transitions"),
    "transitions of regimens, patients, type 7": _under(
        ViewRequest(kind="transitions", following="regimen", unit="patients", filter=ADVANCED),
        quartile_type=7,
    ),
    "toxicity": TOXICITY,
    "toxicity of first lines, grade 3 and over": replace(
        TOXICITY, overlap="first line", term_grades="severe", term_least=2
    ),
}
WATERFALL: Final = ViewRequest(kind="waterfall", by=BY_GROUP)
SPIDER: Final = ViewRequest(kind="spider", by=BY_GROUP)
SAMPLE_VIEWS |= {
    "waterfall": WATERFALL,
    "waterfall of all": ViewRequest(kind="waterfall"),
    "waterfall of patients, Wilson, type 7": _under(
        replace(WATERFALL, unit="patients"), proportion_conf_type="wilson", quartile_type=7
    ),
    "waterfall, first lines": replace(WATERFALL, overlap="first line"),
}
SERIES_VIEWS: Final = {
    "spider": SPIDER,
    "spider of patients": ViewRequest(kind="spider", unit="patients"),
}

_NAMED: Final = (
    NamedSubgroup(
        name="MTX-V, ALK-negative",
        filter=CohortFilter(
            criteria=(
                Criterion(column="regimen_group", levels=("MTX-V",)),
                Criterion(column="alk_status", levels=("negative",)),
            )
        ),
    ),
    NamedSubgroup(
        name="anthracycline, advanced é",
        filter=CohortFilter(
            criteria=(
                Criterion(column="regimen_group", levels=("anthracycline-based",)),
                Criterion(column="stage", levels=("locally advanced", "metastatic")),
            )
        ),
    ),
)
_SAME_LINES: Final = (
    _NAMED[0],
    NamedSubgroup(name="ALK-negative", filter=_only("alk_status", "negative")),
    NamedSubgroup(name="Nobody", filter=_only("stage", "no such stage")),
)
SAMPLE_VIEWS |= {
    "response of subgroups by name": replace(RESPONSE, by=_NAMED, unit="patients"),
    "response of subgroups with the same lines": replace(RESPONSE, by=_SAME_LINES),
    "response of subgroups, first lines": replace(
        RESPONSE, by=(_SAME_LINES[1], _NAMED[1]), overlap="first line"
    ),
    "OS of subgroups by name": replace(
        OS,
        by=(
            _SAME_LINES[1],
            NamedSubgroup(name="ALK-positive", filter=_only("alk_status", "positive")),
        ),
    ),
    "PFS of subgroups, none shared, from month 3": replace(
        PFS, by=(_SAME_LINES[1], _NAMED[1]), overlap="leave out", landmark_months=3.0
    ),
    "PFS of subgroups, clustered": replace(PFS, by=_SAME_LINES, overlap="cluster"),
    "baseline of subgroups with the same lines": ViewRequest(kind="baseline", by=_SAME_LINES),
    "incidence of subgroups by name": replace(INCIDENCE, by=_NAMED),
    "waterfall of subgroups with the same lines": replace(WATERFALL, by=_SAME_LINES),
    "toxicity of subgroups with the same lines": ViewRequest(
        kind="toxicity", by=(*_SAME_LINES, _NAMED[1])
    ),
    "benchmark of subgroups by name": replace(BENCHMARK, by=_NAMED, compare_card="advl0912"),
}

_NOBODY: Final = _only("stage", "no such stage")
SAMPLE_VIEWS |= {
    "waterfall of nobody": replace(WATERFALL, filter=_NOBODY),
    "response of nobody": replace(RESPONSE, filter=_NOBODY),
    "PFS of nobody": replace(PFS, filter=_only("disease_extent", "localized")),
    "baseline of nobody": ViewRequest(kind="baseline", filter=_NOBODY),
    "forest of nobody": replace(FOREST, filter=_NOBODY),
    "forest of PFS of nobody": replace(PFS_AT_24, filter=_NOBODY),
    "swimmer of nobody": replace(SWIMMER, filter=_NOBODY),
    "incidence of nobody": replace(INCIDENCE, filter=_NOBODY),
    "benchmark of nobody": replace(BENCHMARK, filter=_NOBODY),
    "sequence of nobody": ViewRequest(kind="sequence", filter=_NOBODY),
    "transitions of nobody": ViewRequest(kind="transitions", filter=_NOBODY),
    "toxicity of nobody": replace(TOXICITY, filter=_NOBODY),
    "swimmer of no patient": replace(SWIMMER, lane="patients", sort="follow-up", filter=_NOBODY),
    "swimmer of one": replace(SWIMMER, filter=_only("patient_id", "IMT-01")),
}

NASTY_VIEWS: Final[Mapping[str, ViewRequest]] = {
    "nasty response": ViewRequest(kind="response", by=(NASTY_COLUMN,)),
    "nasty filter": ViewRequest(
        kind="response",
        by=(CODE_COLUMN, NASTY_COLUMN),
        filter=_only(NASTY_COLUMN, *NASTY_LEVELS[:7]),
    ),
    "nasty survival": ViewRequest(kind="survival", endpoint="os", by=(CODE_COLUMN,)),
    "survival, some not recorded": ViewRequest(kind="survival", endpoint="os", by=("ward",)),
    "survival, some not known": ViewRequest(kind="survival", endpoint="os", by=("alk_status",)),
    "nasty subgroups": ViewRequest(
        kind="response",
        by=(
            NamedSubgroup(name='"); quit("no"); c(("', filter=_only(CODE_COLUMN, "\\n")),
            NamedSubgroup(name="a\\b ' {x} %s ~1", filter=_only(NASTY_COLUMN, *NASTY_LEVELS)),
        ),
    ),
    "nasty forest": ViewRequest(kind="forest", columns=(NASTY_COLUMN, CODE_COLUMN)),
    "nasty toxicity": replace(TOXICITY, by=(), unit="patients"),
    "nasty transitions": ViewRequest(kind="transitions", following="regimen"),
    "nasty swimmer": ViewRequest(kind="swimmer", label="patient and regimen"),
}

_BY_PATIENT: Final = replace(SWIMMER, lane="patients", sort="file order")
RELATIVE_VIEWS: Final = {"swimmer of patients by months": _BY_PATIENT, "PFS of months": PFS}
_NEXT_BY_MONTHS: Final = SAMPLE_VIEWS["incidence of next treatment"]
RELATIVE_VIEWS |= {"transitions by months": ViewRequest(kind="transitions")}
RELATIVE_VIEWS |= {"incidence of next treatment by months": _NEXT_BY_MONTHS}
_COURSE: Final = SAMPLE_VIEWS["course"]
RELATIVE_VIEWS |= {"course by months": _COURSE}
UNDATED_VIEWS: Final = {
    "swimmer of patients without starts": _BY_PATIENT,
    "course without starts": _COURSE,
}
UNTIMED_VIEWS: Final = {
    "swimmer of patients one after another": _BY_PATIENT,
    "course, each line by itself": _COURSE,
}

THROUGH_VIEWS: Final = {
    "PFS censored at the next line": _under(replace(PFS, by=("line_group",)), next_line="censored"),
    "forest of PFS censored at the next line": _under(PFS_AT_24, next_line="censored"),
    "DOR censored at the next line": _under(
        ViewRequest(kind="survival", endpoint="dor", by=("line_group",)), next_line="censored"
    ),
}

_LOCALIZED: Final = _only("disease_extent", "localized")
ANSWERED_VIEWS: Final = {
    "response of an extent that was answered": replace(RESPONSE, filter=_LOCALIZED),
    "baseline without line numbers": ViewRequest(kind="baseline", by=("line_group",)),
    "swimmer of an extent that was answered": SWIMMER,
    "course without any time": ViewRequest(kind="course", patient=patient_key("IMT-05")),
}

_LOCALIZED: Final = _only("disease_extent", "localized")
ANSWERED_VIEWS: Final = {
    "response of an extent that was answered": replace(RESPONSE, filter=_LOCALIZED),
    "baseline without line numbers": ViewRequest(kind="baseline", by=("line_group",)),
    "swimmer of an extent that was answered": SWIMMER,
    "course without any time": ViewRequest(kind="course", patient=patient_key("IMT-05")),
}

PLACES_VIEWS: Final = {
    "swimmer of groups named as places in a template": SWIMMER,
    "transitions of groups named as places in a template": ViewRequest(kind="transitions"),
    "response of subgroups named as places in a template": replace(
        RESPONSE,
        by=(
            NamedSubgroup(name="MEMBERS", filter=_only("sex", "male")),
            NamedSubgroup(name="NAMES", filter=_only("sex", "female")),
        ),
    ),
}

VIEWS: Final[Mapping[str, ViewRequest]] = {
    **SAMPLE_VIEWS,
    **NASTY_VIEWS,
    **RELATIVE_VIEWS,
    **UNDATED_VIEWS,
    **UNTIMED_VIEWS,
    **THROUGH_VIEWS,
    **SERIES_VIEWS,
    **ANSWERED_VIEWS,
    **PLACES_VIEWS,
}


_EVENTS: Final = (
    "G3 <b>Rash</b>; g2  nausea ;G1 Nausea",
    "none",
    "",
    "fatigue",
    "Grade 4 nausea; G7 pain",
    "grade0 nothing",
    "G1 rash); quit(); G2 RASH); QUIT()",
)


@cache
def nasty() -> Cohort:
    """Lines whose own columns hold texts that would run, were they not quoted."""
    n = 3 * len(NASTY_LEVELS)
    table = pd.DataFrame(
        {
            "patient_id": [f"p{i}" for i in range(n)],
            "stage": ["metastatic"] * n,
            "regimen_group": [NASTY_LEVELS[i % 5] for i in range(n)],
            "regimen": [NASTY_LEVELS[-1 - i % 5] for i in range(n)],
            "best_response": [("PR", "SD", "PD", "NE", "CR")[i % 5] for i in range(n)],
            "pfs_months": [f"{1 + i * 0.7:.1f}" for i in range(n)],
            "pfs_event": [str(i % 2) for i in range(n)],
            "os_months": [f"{2 + i * 1.3:.1f}" for i in range(n)],
            "os_event": [str(int(i % 3 == 0)) for i in range(n)],
            NASTY_COLUMN: [NASTY_LEVELS[i % len(NASTY_LEVELS)] for i in range(n)],
            CODE_COLUMN: ['"); x <- c("', "\\n"] * (n // 2),
            "adverse_events": [_EVENTS[i % len(_EVENTS)] for i in range(n)],
            "worst_ae_grade": [("", "0", "2")[i % 3] for i in range(n)],
            "ward": ["north", "south", ""] * (n // 3),
            "alk_status": [("positive", "negative", "unknown", "")[i // 3 % 4] for i in range(n)],
        }
    )
    cohort = read_cohort(write_csv(table), filename="nasty.csv").cohort
    assert cohort is not None
    return cohort


@cache
def relative() -> Cohort:
    """The sample with months in the place of dates: what the app holds and gives away."""
    return drop_dates(sample_cohort())


@cache
def undated() -> Cohort:
    return replace(relative(), frame=relative().frame.drop(columns="start_months"))


@cache
def untimed() -> Cohort:
    """Without starts, and without overall survival, by which lines could be placed."""
    columns = ["os_months", "os_event", "treatment_months"]
    return replace(undated(), frame=undated().frame.drop(columns=columns))


@cache
def through() -> Cohort:
    """Lines whose progression was followed on through the next line, with their event or not."""
    frame = relative().frame
    later = frame["pfs_months"] + [20.0 * (i % 3) for i in range(len(frame))]
    return replace(relative(), frame=frame.assign(pfs_months=later.clip(upper=frame["os_months"])))


@cache
def answered() -> Cohort:
    """One row per patient without stage and line number: all localized, and no line is known."""
    frame = relative().frame.drop_duplicates("patient_id").drop(columns="stage")
    timed = [name for name in frame if str(name).endswith(("_months", "_event"))]
    frame.loc[frame["patient_id"] == "IMT-05", timed] = None
    frame = frame.assign(disease_extent="localized")
    assumed = replace(relative(), frame=frame, rules=Rules(first_line="assumed"))
    return as_first_lines(assumed, assumed=False)


@cache
def places() -> Cohort:
    """The sample with groups whose names are those of places in our templates."""
    own = {"MTX-V": "every 21 DAYS", "other": "BEFORE STATES, END"}
    groups = relative().frame["regimen_group"].replace(own)
    return replace(relative(), frame=relative().frame.assign(regimen_group=groups))


_COHORTS: Final = {
    "sample": (SAMPLE_VIEWS, sample_cohort),
    "nasty": (NASTY_VIEWS, nasty),
    "relative": (RELATIVE_VIEWS, relative),
    "undated": (UNDATED_VIEWS, undated),
    "untimed": (UNTIMED_VIEWS, untimed),
    "through": (THROUGH_VIEWS, through),
    "series": (SERIES_VIEWS, with_series),
    "answered": (ANSWERED_VIEWS, answered),
    "places": (PLACES_VIEWS, places),
}


def home_of(name: str) -> str:
    """The folder in which the cohort of a view lies."""
    return next(home for home, (views, _) in _COHORTS.items() if name in views)


def cohort_of(name: str) -> Cohort:
    return _COHORTS[home_of(name)][1]()


def write_cohorts(folder: Path) -> None:
    for home, (_, cohort) in _COHORTS.items():
        write_cohort(cohort(), folder / home)


@cache
def result_of(name: str) -> ViewResult:
    return compute_view(cohort_of(name), VIEWS[name]).result


@cache
def r_script_of(name: str) -> str:
    return r_script(VIEWS[name], cohort_of(name), shape=file_shape(cohort_of(name)))


def python_script_of(name: str) -> str:
    cohort = cohort_of(name)
    return python_script(
        VIEWS[name],
        extent=answered_extent(cohort),
        first_lines=cohort.rules.first_line != "not known",
    )


def digest(script: str) -> str:
    return hashlib.sha256(script.encode()).hexdigest()


def write_cohort(cohort: Cohort, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / COHORT_FILE).write_bytes(write_csv(cohort_to_table(cohort)))


_SECOND: Final = {
    GrowthModulation: "shares_to_frame",
    Transitions: "times_to_frame",
    ToxicityTable: "terms_to_frame",
}
"""What else a result prints, where it prints anything."""


def expected_frames(result: ViewResult) -> list[pd.DataFrame]:
    """The tables that an R script prints, from the result object."""
    if isinstance(result, SurvivalSummary):
        tested = result.test is not None and result.test.p_value is not None
        frames = [result.to_frame(), result.rates_to_frame()]
        if not tested:
            return frames
        ratio = group_hazard_ratio(result)
        given = ratio is not None and not ratio.reason and not ratio.regression.is_penalised
        return [*frames, result.test_to_frame(), *([ratio.to_frame()] if given else [])]
    if isinstance(result, IncidenceSummary | Benchmark):
        if isinstance(result, IncidenceSummary):
            frames = [result.to_frame(), result.rates_to_frame(), result.test_to_frame()]
        else:
            frames = [result.to_frame(), result.differences_to_frame()] if result.own else []
        return [frame for frame in frames if len(frame)]
    if isinstance(result, WaterfallPlot | SpiderPlot):
        return [result.to_frame(), result.groups_to_frame()]
    if type(result) in _SECOND:
        first, second = result.to_frame(), getattr(result, _SECOND[type(result)])()
        return [frame for frame in (first, second) if len(first) and len(frame)]
    is_swimmer = isinstance(result, SwimmerPlot)
    return [result.to_frame(), *([result.markers_to_frame()] if is_swimmer else [])]


def printed_frames(printed: str) -> list[pd.DataFrame]:
    """The tables that a script printed, as texts; blank lines stand between them."""
    blocks: list[list[list[str]]] = [[]]
    for record in csv.reader(io.StringIO(printed)):
        if record:
            blocks[-1].append(record)
        else:
            blocks.append([])
    return [pd.DataFrame(block[1:], columns=block[0]) for block in blocks if block]


_DRIVER: Final = """
for (file in commandArgs(TRUE)) {
  setwd(dirname(file))
  printed <- capture.output(source(file, local = new.env()))
  writeLines(printed, sub("R$", "out", file), useBytes = TRUE)
}
"""


def run_in_r(folder: Path) -> dict[str, str]:
    """Run the script of every view in one session of R; what each printed."""
    write_cohorts(folder)
    paths = {}
    for number, name in enumerate(VIEWS):
        paths[name] = folder / home_of(name) / f"view{number}.R"
        paths[name].write_text(r_script_of(name), encoding="ascii")
    driver = folder / "driver.R"
    driver.write_text(_DRIVER, encoding="ascii")
    ran = subprocess.run(
        [rscript(), "--vanilla", driver, *paths.values()],
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    return {name: path.with_suffix(".out").read_text("utf-8") for name, path in paths.items()}


def rscript() -> str:
    found = shutil.which("Rscript")
    assert found, "Rscript is not installed"
    return found
