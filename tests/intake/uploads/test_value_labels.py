"""SPSS and Stata: the labels of values are the words, those of variables the headers."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from imt_core.intake.opening import begin_opening
from tests.intake.uploads.command import said_of
from tests.intake.uploads.outcomes import counts

FRAME = pd.DataFrame(
    {
        "ID": ["a", "b", "c", "d"],
        "v1": [1.0, 2.0, 2.0, 1.0],
        "v12": [10.0, 20.0, 30.0, 40.0],
        "v13": [0.0, 1.0, 1.0, 1.0],
    }
)
LABELS = ["Patient", "Sex", "Overall survival (months)", "Vital status"]
VALUES = {"v1": {1: "female", 2: "male"}, "v13": {0: "Dead", 1: "Alive"}}


def written(
    folder: Path, ending: str, values: dict[str, dict[int, str]], labels: list[str] = LABELS
) -> bytes:
    path = folder / f"a.{ending}"
    if ending == "xpt":
        pyreadstat.write_xport(FRAME, path, column_labels=labels)
    else:
        write = pyreadstat.write_sav if ending == "sav" else pyreadstat.write_dta
        frame = FRAME.astype({"v1": int, "v13": int})
        write(frame, path, column_labels=labels, variable_value_labels=values)
    return path.read_bytes()


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_nought_that_is_labelled_dead_is_a_death(ending: str, tmp_path: Path) -> None:
    content = written(tmp_path, ending, VALUES)
    said = said_of(content, f"a.{ending}")
    assert (said["status"], counts(said, "os")) == ("ready", (4, 1))
    assert any("labels of values are taken for their codes" in note for note in said["notes"])


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_the_code_of_a_label_is_known_beside_it(ending: str, tmp_path: Path) -> None:
    opening = begin_opening([(f"a.{ending}", written(tmp_path, ending, VALUES))])
    assert opening.code_of("Vital status", "Dead") == "0"
    assert opening.code_of("Vital status", "elsewhere") == ""
    assert opening.mapping.of("os_event").values == (("Alive", "0"), ("Dead", "1"))


@pytest.mark.parametrize("ending", ["sav", "dta", "xpt"])
def test_codes_without_labels_are_asked(ending: str, tmp_path: Path) -> None:
    content = written(tmp_path, ending, {})
    said = said_of(content, f"a.{ending}")
    assert said["status"] == "asks"
    assert any("column Vital status" in text for text in said["questions"])
    assert any("column Sex" in text for text in said["questions"])


def test_a_code_that_has_no_label_beside_one_that_has_is_asked(tmp_path: Path) -> None:
    content = written(tmp_path, "sav", {**VALUES, "v13": {0: "Dead"}})
    said = said_of(content, "a.sav")
    assert said["status"] == "asks"
    assert any("column Vital status" in text for text in said["questions"])


def test_the_unit_and_the_codes_that_a_variables_label_tells_count(tmp_path: Path) -> None:
    labels = ["Patient", "Sex (1 = female, 2 = male)", "OS in days", "Status (0 = dead, 1 = alive)"]
    said = said_of(written(tmp_path, "xpt", {}, labels), "a.xpt")
    assert (said["status"], counts(said, "os")) == ("ready", (4, 1))
    assert said["endpoints"]["os"]["months"][0] == pytest.approx(10 / 30.4375)
