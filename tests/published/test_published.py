"""The model paper's figures come back from the sample cohort, and a change is seen where it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imt_core.cohort.schema import Cohort
from imt_core.conventions.errors import ImtError
from imt_core.published import paper
from imt_core.published.__main__ import main
from imt_core.published.figures import (
    CONVENTIONS,
    PublishedFigure,
    published_figures,
    published_to_frame,
    write_as_printed,
)
from tests.places import SAMPLE

N_FIGURES = 191


@pytest.fixture(scope="module")
def figures(sample: Cohort) -> tuple[PublishedFigure, ...]:
    return published_figures(sample)


def printed_texts() -> list[str]:
    """Every text of the paper in `paper`, whatever it is nested in."""

    def leaves(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for nested in value.values():
                yield from leaves(nested)
        else:
            yield str(value)

    names = [name for name in vars(paper) if name.isupper() and name != "REGIMEN_GROUPS"]
    return [text for name in names for text in leaves(getattr(paper, name))]


def numbers_in(text: str) -> list[float | None]:
    found = re.findall(r"NR|\d*\.\d+|\d+", text)
    return [None if number == "NR" else float(number) for number in found]


def mismatches(sample: Cohort, patient: str, line: int, **cells: object) -> list[tuple[str, str]]:
    """What no longer matches once cells of one line hold something else."""
    frame = sample.frame.copy()
    row = (frame["patient_id"] == patient) & (frame["line_number"] == line)
    assert row.sum() == 1
    for column, value in cells.items():
        frame.loc[row, column] = value
    found = published_figures(replace(sample, frame=frame))
    return [(figure.group, figure.quantity) for figure in found if not figure.matches]


def test_every_published_figure_comes_back(figures: tuple[PublishedFigure, ...]) -> None:
    assert [(f.quantity, f.printed, f.recomputed) for f in figures if not f.matches] == []
    assert len(figures) == N_FIGURES


def test_every_text_of_the_paper_is_compared(figures: tuple[PublishedFigure, ...]) -> None:
    compared = Counter(figure.printed for figure in figures)
    assert Counter(printed_texts()) - compared == Counter()


def test_no_figure_is_compared_twice(figures: tuple[PublishedFigure, ...]) -> None:
    names = Counter((figure.section, figure.group, figure.quantity) for figure in figures)
    assert [name for name, count in names.items() if count > 1] == []


def test_sections_come_in_the_order_of_the_paper(figures: tuple[PublishedFigure, ...]) -> None:
    first_seen = dict.fromkeys(figure.section for figure in figures)
    assert list(first_seen) == ["Whole series", "Table 1", "Treatment", "Response", "Survival"]


def test_a_figure_keeps_the_unrounded_numbers_behind_it(
    figures: tuple[PublishedFigure, ...],
) -> None:
    orr = next(f for f in figures if f.quantity.startswith("ORR"))
    assert orr.group == "anthracycline-based"
    assert orr.values[0] == pytest.approx(100 * 10 / 21)


def test_every_explained_convention_is_one_that_is_used(
    figures: tuple[PublishedFigure, ...],
) -> None:
    assert set(CONVENTIONS) <= {figure.convention for figure in figures}


def test_another_response_of_one_line_is_seen_in_exactly_its_figures(sample: Cohort) -> None:
    # A PR of an ALK-positive patient with advanced disease becomes an SD.
    whole, advanced = "anthracycline-based", "anthracycline-based, advanced"
    assert mismatches(sample, "IMT-01", 1, best_response="SD") == [
        (whole, "PR"),
        (whole, "SD"),
        (whole, "ORR, % (95% CI)"),
        (advanced, "PR"),
        (advanced, "SD"),
        (advanced, "ORR, % (95% CI)"),
        (whole, "ALK-positive: responders/evaluable"),
    ]


def test_another_progression_time_of_one_line_is_seen_in_exactly_its_figures(
    sample: Cohort,
) -> None:
    # 6.31 months is the median; 6.4 keeps the order of events, and so the log-rank test.
    assert mismatches(sample, "IMT-11", 1, pfs_months=6.4) == [
        ("anthracycline-based, advanced", "PFS median (Q1-Q3) months"),
        ("anthracycline-based, advanced", "PFS median, ALK-negative, months"),
    ]


def test_a_progression_in_place_of_a_censoring_is_seen_in_exactly_its_figures(
    sample: Cohort,
) -> None:
    # At 75.4 months, when two are left: both medians are then reached.
    assert mismatches(sample, "IMT-10", 1, pfs_event=1.0) == [
        ("MTX-V, advanced", "PFS median (Q1-Q3) months"),
        ("MTX-V, advanced", "PFS median, ALK-positive, months"),
    ]


def test_another_sex_of_one_patient_is_seen_in_exactly_its_figures(sample: Cohort) -> None:
    assert mismatches(sample, "IMT-01", 1, sex="male") == [
        ("anthracycline-based", "Sex: male"),
        ("anthracycline-based", "Sex: female"),
    ]


def test_a_severe_event_less_is_seen_in_exactly_its_figures(sample: Cohort) -> None:
    assert mismatches(sample, "IMT-26", 1, adverse_events="G2 nausea") == [
        ("MTX-V", "lines with a grade 3 or 4 event"),
        ("MTX-V", "G3 mucositis"),
        ("MTX-V", "all grade 3 and 4 events"),
    ]


def test_a_cell_that_no_figure_uses_changes_none(sample: Cohort) -> None:
    assert mismatches(sample, "IMT-01", 1, centre="Centre 9", target_change_pct=-35.0) == []


def test_a_cohort_without_a_needed_column_is_refused_with_its_name(sample: Cohort) -> None:
    cohort = replace(sample, frame=sample.frame.drop(columns=["cycles", "total_lines"]))
    with pytest.raises(ImtError, match="but total_lines, cycles cannot be found in it"):
        published_figures(cohort)


@pytest.mark.parametrize("text", sorted(set(printed_texts())))
def test_writing_the_printed_numbers_gives_the_printed_text(text: str) -> None:
    assert write_as_printed(text, numbers_in(text)) == text


@pytest.mark.parametrize(
    ("printed", "values", "written"),
    [
        ("6.3 (1.9-13.4)", [6.25, 1.94, None], "6.3 (1.9-NR)"),
        ("15 (60.0)", [1, 4], "1 (4.0)"),
        ("24 (63.2%)", [23, 60.526], "23 (60.5%)"),
        ("2 (range 1-8)", [2.5, 1, 9], "3 (range 1-9)"),
        (".875", [0.0495], ".050"),
        ("NR (24.9-NR)", [30, None, None], "30.0 (NR-NR)"),
        ("0", [1, 4], "1"),
    ],
)
def test_other_numbers_are_written_in_the_printed_form(
    printed: str, values: list[float | None], written: str
) -> None:
    assert write_as_printed(printed, values) == written


def test_the_frame_has_one_row_for_each_figure(figures: tuple[PublishedFigure, ...]) -> None:
    frame = published_to_frame(figures)
    assert frame.columns.tolist() == [
        "section",
        "group",
        "quantity",
        "printed",
        "recomputed",
        "matches",
        "convention",
    ]
    assert (len(frame), int(frame["matches"].sum())) == (N_FIGURES, N_FIGURES)


# The command line.


def last_line(text: str) -> str:
    return text.splitlines()[-1]


def test_the_command_says_that_all_match_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SAMPLE)]) == 0
    assert last_line(capsys.readouterr().out) == f"{N_FIGURES} of {N_FIGURES} match"


def test_the_command_fails_where_a_figure_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.csv"
    sheet = SAMPLE.read_text(encoding="utf-8")
    changed.write_text(sheet.replace("IMT-01,female", "IMT-01,male"), encoding="utf-8")
    assert main([str(changed)]) == 1
    written = capsys.readouterr().out
    assert last_line(written) == f"{N_FIGURES - 2} of {N_FIGURES} match"
    assert written.count("MISMATCH") == 2


def test_the_command_without_a_file_shows_its_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert last_line(capsys.readouterr().err) == "usage: python -m imt_core.published COHORT.csv"


def test_the_command_cannot_read_a_file_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "none.csv")]) == 2
    assert capsys.readouterr().out == ""


def test_the_command_names_what_a_sheet_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = tmp_path / "small.csv"
    small.write_text("patient_id,os_months,os_event\nA,3.5,1\n", encoding="utf-8")
    assert main([str(small)]) == 2
    assert "cohort must have every column the paper's figures need" in capsys.readouterr().err
