from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
from dataclasses import replace
from typing import Any

import pytest

from imt_core.analyses.computed_view import compute_view
from imt_core.cohort.schema import Cohort
from imt_core.intake.downloaded import COHORT_FILE, file_md5
from imt_core.reporting.code.literals import r_text
from imt_core.reporting.code.r_script import r_script
from imt_core.reporting.design.theme import LIGHT, event_colour
from tests.places import sample_cohort
from tests.reporting.code.code_cases import (
    NASTY_LEVELS,
    PFS,
    RECORDED,
    RESPONSE,
    SAMPLE_VIEWS,
    VIEWS,
    cohort_of,
    digest,
    expected_frames,
    printed_frames,
    r_script_of,
    result_of,
    rscript,
    run_in_r,
    write_cohort,
)

TOLERANCE = 1e-8


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    return json.loads(RECORDED.read_text("utf-8"))["cases"]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    if shutil.which("Rscript") is None or not has_packages():
        pytest.skip("R or its packages are not installed: only recorded numbers were compared")
    return run_in_r(tmp_path_factory.mktemp("r"))


def has_packages() -> bool:
    asked = (
        'q(status = !all(vapply(c("survival", "cmprsk"), requireNamespace, TRUE, quietly = TRUE)))'
    )
    return (
        subprocess.run(
            [rscript(), "--vanilla", "-e", asked], check=False, capture_output=True
        ).returncode
        == 0
    )


def same(printed: str, expected: Any) -> bool:
    """Whether a cell that R printed is the value of the result object."""
    if expected is None or (isinstance(expected, float) and math.isnan(expected)):
        return printed == "NA"
    if isinstance(expected, str):
        return printed == expected
    if printed in ("TRUE", "FALSE"):
        return (printed == "TRUE") == bool(expected)
    return printed != "NA" and abs(float(printed) - float(expected)) <= TOLERANCE


def differences(printed: str, name: str) -> list[tuple[str, int, str, Any]]:
    """Every cell of R's tables that is not the result object's: column, row, R, imt_core."""
    tables, frames = printed_frames(printed), expected_frames(result_of(name))
    assert [len(table) for table in tables] == [len(frame) for frame in frames]
    found = []
    for table, frame in zip(tables, frames, strict=True):
        assert not len(frame) or set(table) <= set(frame)
        for column in table if len(frame) else ():
            pairs = zip(table[column], frame[column], strict=True)
            found += [(column, row, *pair) for row, pair in enumerate(pairs) if not same(*pair)]
    return found


@pytest.mark.parametrize("name", VIEWS)
def test_r_recorded_the_numbers_of_the_result_object(recorded: dict[str, Any], name: str):
    assert recorded[name]["sha256"] == digest(r_script_of(name)), (
        "the script is not the one that R ran: python -m tests.reporting.code.record_code"
    )
    assert differences(recorded[name]["printed"], name) == []


def test_every_recorded_case_is_still_a_case(recorded: dict[str, Any]):
    assert set(recorded) == set(VIEWS)


@pytest.mark.parametrize("name", VIEWS)
def test_r_run_now_gives_the_numbers_of_the_result_object(live: dict[str, str], name: str):
    assert differences(live[name], name) == []


def test_the_columns_that_r_prints_are_those_that_matter(recorded: dict[str, Any]):
    tables = {
        name: [set(table) for table in printed_frames(recorded[name]["printed"])]
        for name in ("response", "PFS, clustered", "baseline", "forest of PFS", "swimmer")
    }
    frames = {name: [set(frame) for frame in expected_frames(result_of(name))] for name in tables}
    settings = {"unit", "conf_level", "method", "statistic", "measure", "reason", "endpoint"}
    wording = {"label", "reasons_not_evaluable", "overlap", "n_cluster", "excess", "n_patients"}
    for name in ("response", "PFS, clustered", "baseline", "forest of PFS"):
        for printed, expected in zip(tables[name], frames[name], strict=True):
            assert expected - printed <= settings | wording
    assert {"end_months", "event", "endpoint", "best_response", "patient_id"} <= tables["swimmer"][
        0
    ]


def test_a_change_of_one_number_is_noticed(recorded: dict[str, Any]):
    printed = recorded["response"]["printed"]
    table = printed_frames(printed)[0]
    orr = table["orr"][0]
    found = differences(printed.replace(orr, str(float(orr) + 2e-8), 1), "response")
    assert [(column, row) for column, row, *_ in found] == [("orr", 0)]


def test_a_test_that_the_app_withholds_is_withheld_with_its_reason():
    assert result_of("PFS").test is None
    assert '# No test. The app says: "the groups share patients"\n' in r_script_of("PFS")
    assert "survdiff(" not in r_script_of("PFS")
    later = r_script_of("OS by what is learned later")
    assert "best response is learned after day 1" in later
    assert "survdiff(" not in later
    assert "survdiff(Surv(months, event) ~ group, data = cases)" in r_script_of("OS")


def test_the_script_asks_for_what_the_conventions_say():
    assert 'conf_type <- "log-log"' in r_script_of("PFS, log-log, R's quantiles")
    assert "conf_level <- 0.9\n" in r_script_of("PFS, log-log, R's quantiles")
    assert "binom.test(x, n, conf.level = conf_level)" in r_script_of("response")
    assert "prop.test(" in r_script_of("response, Wilson, 90%")
    assert "qbeta(" in r_script_of("response, Jeffreys")
    assert "uniroot(" in r_script_of("response, mid-P")
    assert "type = quartile_type" in r_script_of("baseline")
    assert "bpcp::bpcp(x$months, x$event" in r_script_of("PFS, beta product")
    assert "cluster = patient" in r_script_of("PFS, clustered")


@pytest.mark.parametrize("name", VIEWS)
def test_a_script_is_ascii_in_lines_of_readable_width(name: str):
    script = r_script_of(name)
    assert script.isascii()
    assert script.endswith("\n")
    if name in SAMPLE_VIEWS:
        assert max(map(len, script.splitlines())) <= 100


def test_only_survival_needs_a_package():
    needing = {name for name in VIEWS if "library(" in r_script_of(name)}
    assert needing == {
        name
        for name, request in VIEWS.items()
        if request.kind == "survival"
        or (request.kind in ("incidence", "sequence") and expected_frames(result_of(name)))
        or (request.kind == "forest" and isinstance(request.measure, tuple))
        or (request.kind == "benchmark" and isinstance(request.measure, tuple))
    }


def test_the_title_and_the_cohorts_name_are_not_in_the_script():
    told = replace(RESPONSE, title="x\nquit('no')")
    cohort = replace(sample_cohort(), name="y\nquit('no')", provenance="z\nquit('no')")
    assert r_script(told, cohort) == r_script(RESPONSE, sample_cohort())


def test_the_file_may_have_any_name():
    script = r_script(RESPONSE, sample_cohort(), cohort_file='a "b" \\.csv')
    assert r'file <- "a \"b\" \\.csv"' in script


def test_r_stops_where_the_file_is_missing_or_another(tmp_path):
    if shutil.which("Rscript") is None or not has_packages():
        pytest.skip("R or its packages are not installed: only recorded numbers were compared")
    script = r_script(RESPONSE, sample_cohort(), shape=(21, 34))
    (tmp_path / "view.R").write_text(script, "ascii")

    def stopped() -> str:
        command = [rscript(), "--vanilla", "view.R"]
        ran = subprocess.run(
            command, cwd=tmp_path, capture_output=True, check=False, encoding="utf-8"
        )
        assert (ran.returncode, ran.stdout) == (1, "")
        return " ".join(ran.stderr.split())

    assert f"{COHORT_FILE} must lie in {tmp_path}, but it was not found. In the app: " in stopped()
    write_cohort(sample_cohort(), tmp_path)
    assert "must have 21 lines and 34 columns, for which" in stopped()
    assert "but 48 lines and 34 columns were found. Take the whole cohort" in stopped()
    content = (tmp_path / COHORT_FILE).read_bytes()
    script = r_script(RESPONSE, sample_cohort(), shape=(48, 34), md5=file_md5(content))
    (tmp_path / "view.R").write_text(script, "ascii")
    (tmp_path / COHORT_FILE).write_bytes(content.replace(b",PR,", b",SD,", 1))
    assert "but it is another, or was changed: a spreadsheet that saves it changes it" in stopped()
    (tmp_path / COHORT_FILE).write_bytes(content)
    command = [rscript(), "--vanilla", "view.R"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)


def test_the_picture_of_a_swimmer_plot_holds_the_marks_of_the_page():
    script = r_script_of("swimmer")
    assert 'if (nrow(lanes)) suppressWarnings(draw("swimmer.pdf"))' in script
    assert f'"progression" = "{event_colour(LIGHT, "progression")}"' in script
    assert f'"PR" = "{LIGHT.response["PR"]}"' in script
    assert '"anthracycline-based" = 45, "MTX-V" = c(0, 90),' in script
    assert "index <- character(0)" in script
    assert "index <- unique(sheet$patient_id)[5]" in r_script_of("swimmer with the index patient")
    cut = r_script(replace(SAMPLE_VIEWS["swimmer"], until_months=36.0), sample_cohort())
    assert "limit <- 36.0" in cut


def test_two_levels_of_one_name_stay_two_groups():
    frame = sample_cohort().frame.head(2).assign(regimen_group=["other", "other regimens"])
    cohort = Cohort(frame=frame, name="two")
    assert [group.label for group in compute_view(cohort, RESPONSE).result.groups] == [
        "other regimens",
        "other regimens",
    ]
    assert 'labels = c("other", "other regimens"))' in r_script(RESPONSE, cohort)


def test_a_view_of_nobody_gives_a_script_without_groups():
    nobody = replace(sample_cohort(), frame=sample_cohort().frame.head(0))
    assert "levels = character(0)" in r_script(PFS, nobody)


def test_a_script_runs_alone_whatever_the_locale(tmp_path):
    if shutil.which("Rscript") is None or not has_packages():
        pytest.skip("R or its packages are not installed: only recorded numbers were compared")
    name = "nasty response"
    write_cohort(cohort_of(name), tmp_path)
    (tmp_path / "view.R").write_text(r_script_of(name), "ascii")
    ran = subprocess.run(
        [rscript(), "--vanilla", "view.R"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C"},
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    numbers = printed_frames(ran.stdout)[0]
    expected = expected_frames(result_of(name))[0]
    assert numbers["n_lines"].astype(int).tolist() == expected["n_lines"].tolist()
    assert numbers["orr_conf_low"].astype(float).tolist() == pytest.approx(
        expected["orr_conf_low"].tolist(), abs=TOLERANCE
    )


def test_r_reads_every_nasty_text_back_as_it_was(tmp_path):
    if shutil.which("Rscript") is None or not has_packages():
        pytest.skip("R or its packages are not installed: only recorded numbers were compared")
    texts = [*NASTY_LEVELS, "tab\t", "\x7f\x01", "%d", "`x`", "\\u0041", "\u2028", "٣", "'"]
    codes = "\n".join(
        f"cat(paste(utf8ToInt({r_text(text)}), collapse = ' '), sep = '\\n')" for text in texts
    )
    (tmp_path / "texts.R").write_text(codes, "ascii")
    ran = subprocess.run(
        [rscript(), "--vanilla", "texts.R"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    read = ["".join(chr(int(code)) for code in line.split()) for line in ran.stdout.splitlines()]
    assert read == texts
