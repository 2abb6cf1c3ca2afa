from __future__ import annotations

import ast
import contextlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imt_core.analyses.computed_view import ViewResult, compute_view
from imt_core.analyses.hazard_ratio import group_hazard_ratio
from imt_core.analyses.survival import SurvivalSummary
from imt_core.analyses.swimmer.plot import SwimmerPlot
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.filters import CohortFilter, Criterion
from imt_core.cohort.named_subgroups import named_in
from imt_core.conventions.choices import Conventions
from imt_core.conventions.errors import ImtError
from imt_core.intake.cohort_file import read_cohort
from imt_core.intake.downloaded import COHORT_FILE, downloaded_cohort, file_md5, file_shape
from imt_core.reporting.code.literals import stored_text, text_literal
from imt_core.reporting.code.python_script import python_script
from imt_core.reporting.csv_files import cohort_to_table, write_csv
from tests.places import ROOT, sample_cohort
from tests.reporting.code.code_cases import (
    NASTY_COLUMN,
    OS,
    PFS,
    RESPONSE,
    SAMPLE_VIEWS,
    SWIMMER,
    VIEWS,
    cohort_of,
    home_of,
    nasty,
    printed_frames,
    python_script_of,
    result_of,
    write_cohort,
    write_cohorts,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every cohort as it is downloaded, in a folder of its own."""
    folder = tmp_path_factory.mktemp("python")
    write_cohorts(folder)
    return folder


def run(script: str, home: Path) -> tuple[dict[str, Any], str]:
    namespace: dict[str, Any] = {"__name__": "script"}
    printed = io.StringIO()
    with contextlib.chdir(home), contextlib.redirect_stdout(printed):
        exec(compile(script, "script.py", "exec"), namespace)
    return namespace, printed.getvalue()


def tables(result: ViewResult) -> list[pd.DataFrame]:
    if isinstance(result, SurvivalSummary):
        return [
            result.to_frame(),
            result.rates_to_frame(),
            result.curves_to_frame(),
            result.test_to_frame(),
        ]
    if isinstance(result, SwimmerPlot):
        return [result.to_frame(), result.markers_to_frame()]
    return [result.to_frame()]


@pytest.mark.parametrize("name", VIEWS)
def test_the_script_gives_exactly_the_result_of_the_app(folder: Path, name: str):
    namespace, printed = run(python_script_of(name), folder / home_of(name))
    expected = tables(result_of(name))
    for ours, theirs in zip(tables(namespace["result"]), expected, strict=True):
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)
    assert printed.startswith(expected[0].to_csv(index=False))


@pytest.mark.parametrize("name", SAMPLE_VIEWS)
def test_the_script_is_short(name: str):
    lines = python_script(VIEWS[name]).splitlines()
    # Each subgroup by name is defined in it.
    assert len(lines) <= 28 + 10 * len(named_in(VIEWS[name].by))
    assert max(map(len, lines)) <= 100


def test_beside_published_series_the_script_says_that_the_sample_is_rebuilt(folder: Path):
    request = ViewRequest(kind="benchmark")
    namespace, _ = run(python_script(request, is_reconstruction=True), folder / "sample")
    rebuilt = replace(sample_cohort(), is_reconstruction=True)
    expected = compute_view(rebuilt, request).result.to_frame()
    pd.testing.assert_frame_equal(namespace["result"].to_frame(), expected, check_exact=True)
    assert python_script(RESPONSE, is_reconstruction=True) == python_script(RESPONSE)


def test_a_linter_and_a_formatter_find_nothing(tmp_path):
    homes = {True: tmp_path / "plain", False: tmp_path / "nasty"}
    for home in homes.values():
        home.mkdir()
    for number, (name, request) in enumerate(VIEWS.items()):
        script = homes["nasty" not in name] / f"view{number}.py"
        script.write_text(python_script(request), "utf-8")
    # Formatters choose another quotation mark for the nasty ones, which is all that they find.
    for command in (["check", tmp_path], ["format", "--check", homes[True]]):
        ran = subprocess.run(
            [
                sys.executable,
                "-m",
                "ruff",
                *command,
                "-q",
                "--no-cache",
                "--config",
                ROOT / "pyproject.toml",
            ],
            check=False,
            capture_output=True,
            text=True,
        )
        assert (ran.returncode, ran.stdout) == (0, "")


def test_a_script_runs_alone_from_a_command_line(folder: Path):
    script = folder / "sample" / "view.py"
    script.write_text(python_script(OS), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-W", "error", script.name],
        cwd=script.parent,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    groups, _, test, ratio = printed_frames(ran.stdout)
    summary = compute_view(sample_cohort(), OS).result
    assert groups["median_months"].tolist() == [
        "" if group.median.estimate is None else str(group.median.estimate)
        for group in summary.groups
    ]
    assert test["p_value"].astype(float).tolist() == [summary.test.p_value] * len(summary.groups)
    expected = group_hazard_ratio(summary).to_frame()["hazard_ratio"].tolist()
    assert ratio["hazard_ratio"].astype(float).tolist() == expected


def test_the_script_of_a_filtered_comparison_reads_like_the_page():
    request = replace(
        PFS,
        overlap="cluster",
        conventions=Conventions(survival_conf_type="log-log", quantile_rule="r"),
    )
    assert (
        python_script(request, shape=(48, 34))
        == '''\
"""Survival: the app's numbers, worked out again from the downloaded cohort.

It wants cohort_in_view.csv beside it. In the app: Take away, Reproduce, Download the cohort.
"""

import imt_core as imt

cohort = imt.downloaded_cohort("cohort_in_view.csv", lines=48, columns=34)
kept = imt.CohortFilter(criteria=(imt.Criterion(column="disease_extent", levels=("advanced",)),))
cohort = imt.filter_cohort(cohort, kept).cohort
result = imt.survival_summary(
    cohort,
    "pfs",
    by=("regimen_group",),
    unit="lines",
    overlap="cluster",
    rate_months=(12.0, 24.0, 60.0),
    conventions=imt.Conventions(survival_conf_type="log-log", quantile_rule="r"),
)
for frame in (result.to_frame(), result.rates_to_frame(), result.test_to_frame()):
    print(frame.to_csv(index=False))
print(result.test_reason)
ratio = imt.group_hazard_ratio(result)
if ratio is not None:
    print(ratio.to_frame().to_csv(index=False))
'''
    )


def test_the_file_is_the_one_that_the_script_was_written_for(folder: Path):
    for home, cohort in ((home_of(name), cohort_of(name)) for name in ("PFS", "nasty swimmer")):
        lines, columns = file_shape(cohort)
        file = folder / home / COHORT_FILE
        again = downloaded_cohort(file, lines=lines, columns=columns)
        assert (len(again.frame), cohort_to_table(again).shape[1]) == (lines, columns)
    sample = folder / "sample" / COHORT_FILE
    with pytest.raises(ImtError, match=r"must have 21 lines and 34 columns, .*but 48 lines and "):
        downloaded_cohort(sample, lines=21, columns=34)
    with pytest.raises(ImtError, match=rf"{COHORT_FILE} must lie in .*, but it was not found. In "):
        run(python_script(RESPONSE), folder)
    other = folder / "other.csv"
    other.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(ImtError, match=r"other\.csv must be a cohort as the app writes it, but"):
        downloaded_cohort(other)
    md5 = file_md5(sample.read_bytes())
    told = {"shape": (48, 34), "md5": md5}
    script = python_script(RESPONSE, **told)
    assert f'md5="{md5}"' in script
    assert run(script, sample.parent)[1].startswith("group,")
    changed = folder / "changed" / COHORT_FILE
    changed.parent.mkdir()
    changed.write_bytes(sample.read_bytes().replace(b",PR,", b",SD,", 1))
    with pytest.raises(ImtError, match=r"must be the cohort for which this .* it is another, or"):
        run(script, changed.parent)
    hidden = python_script(RESPONSE, shape=(None, 34))
    assert 'imt.downloaded_cohort("cohort_in_view.csv", columns=34)' in hidden


def test_a_swimmer_of_patients_is_made_by_the_other_function():
    script = python_script(replace(SWIMMER, lane="patients", sort="follow-up"))
    assert 'result = imt.swimmer_patients(cohort, sort="follow-up", label="patient")' in script


def test_a_biomarker_of_the_sheets_own_keeps_its_row(folder: Path):
    request = ViewRequest(kind="baseline", by=("regimen_group",))
    script = python_script(request, biomarker="centre")
    namespace, _ = run(script, folder / "sample")
    expected = compute_view(replace(sample_cohort(), biomarker="centre"), request).result.to_frame()
    pd.testing.assert_frame_equal(namespace["result"].to_frame(), expected, check_exact=True)
    assert "centre" in expected["variable"].tolist()
    assert "biomarker" not in python_script(RESPONSE, biomarker="centre")


def test_what_a_spreadsheet_would_run_is_named_as_the_file_writes_it(tmp_path):
    table = pd.DataFrame(
        {"patient_id": list("abc"), "best_response": ["PR", "SD", "PR"], "=x": ["@a", "-b", "@a"]}
    )
    cohort = read_cohort(table.to_csv(index=False).encode(), filename="own.csv").cohort
    write_cohort(cohort, tmp_path)
    request = ViewRequest(
        kind="response",
        by=("=x",),
        filter=CohortFilter(criteria=(Criterion(column="=x", levels=("@a",)),)),
    )
    namespace, _ = run(python_script(request), tmp_path)
    assert namespace["result"].groups[0].label == "'=x: '@a"
    assert namespace["result"].groups[0].orr.n == compute_view(cohort, request).result.count.n_lines


def test_the_title_is_not_in_the_script():
    assert python_script(replace(RESPONSE, title='"""\nimport os')) == python_script(RESPONSE)


@given(st.text())
def test_a_literal_reads_back_as_the_same_text(text: str):
    for ascii_only in (False, True):
        literal = text_literal(text, ascii_only=ascii_only)
        assert ast.literal_eval(literal) == text
        assert len(literal.splitlines()) == 1
        assert literal.isprintable()
        assert literal.isascii() or not ascii_only


@given(column=st.text(min_size=1), levels=st.lists(st.text(), min_size=1), file=st.text())
def test_names_and_levels_never_become_code(column: str, levels: list[str], file: str):
    criterion = Criterion(column=column, levels=tuple(levels))
    request = ViewRequest(kind="response", by=(column,), filter=CohortFilter(criteria=(criterion,)))
    tree = ast.parse(python_script(request, cohort_file=file))
    plain = ast.parse(python_script(replace(request, by=("x",), filter=_plain(len(levels)))))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert {file, stored_text(column), *map(stored_text, levels)} <= set(texts)
    assert _shape(tree) == _shape(plain)


def _plain(n: int) -> CohortFilter:
    return CohortFilter(criteria=(Criterion(column="x", levels=("x",) * n),))


def _shape(tree: ast.AST) -> list[str]:
    return [type(node).__name__ for node in ast.walk(tree)]


def test_the_nasty_column_is_one_of_the_cohort_again(tmp_path):
    write_cohort(cohort_of("nasty response"), tmp_path)
    again = read_cohort(tmp_path / COHORT_FILE).cohort
    assert again.levels(NASTY_COLUMN) == nasty().levels(NASTY_COLUMN)
    assert write_csv(again.frame[[NASTY_COLUMN]]) == write_csv(nasty().frame[[NASTY_COLUMN]])
