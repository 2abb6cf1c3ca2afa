"""Time reading, recognising and slides against a yardstick that is measured in the same run.

``python benchmarks/benchmark_intake_and_deck.py`` prints a Markdown table of ratios (ours /
yardstick); ``--write`` puts it into ``benchmarks/README.md``. It needs ``requirements-dev.txt``.
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Final

import numpy as np
import openpyxl
import pandas as pd
import pptx

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.simulate_coverage import markdown_table, replace_between_markers  # noqa: E402
from imt_core.analyses.computed_view import compute_view  # noqa: E402
from imt_core.analyses.standard_views import standard_views  # noqa: E402
from imt_core.analyses.view_request import ViewRequest  # noqa: E402
from imt_core.intake.cohort_file import read_cohort  # noqa: E402
from imt_core.intake.files.reading import read_table  # noqa: E402
from imt_core.intake.notation.date_reading import read_dates  # noqa: E402
from imt_core.intake.notation.number_reading import read_numbers  # noqa: E402
from imt_core.intake.opening import begin_opening, opening_outcome  # noqa: E402
from imt_core.intake.recognition.header_matching import suggest_columns  # noqa: E402
from imt_core.reporting.content.context import ExportContext  # noqa: E402
from imt_core.reporting.slides.deck import write_deck  # noqa: E402

README: Final = Path(__file__).parent / "README.md"
SAMPLE: Final = ROOT / "sample_data" / "imt_cohort.csv"
ROUNDS: Final = 3
SEED: Final = 20251124
DAMAGES: Final = 20
"""Damaged copies of the sample."""

Call = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """One task of ours beside the plainest way to something like it."""

    task: str
    ours: Call
    yardstick_name: str
    yardstick: Call


def seconds_of(call: Call) -> float:
    """Seconds of the processor that one call takes, whatever else runs on the machine."""
    start = process_time()
    call()
    return process_time() - start


def race_row(race: Race) -> list[str]:
    """Run both in turn, round after round, so that a busy machine disturbs both alike."""
    race.yardstick()
    rounds = [(seconds_of(race.ours), seconds_of(race.yardstick)) for _ in range(ROUNDS)]
    ours, yardstick = (statistics.median(times) for times in zip(*rounds, strict=True))
    return [race.task, race.yardstick_name, f"{1000 * ours:,.0f}", f"{ours / yardstick:,.1f}"]


def number_race() -> Race:
    """A column of 100,000 different numbers."""
    cells = pd.Series([f"{i / 8:.1f}" for i in range(100_000)], dtype=object)
    return Race(
        task="100,000 different numbers",
        ours=lambda: read_numbers(cells),
        yardstick_name="pandas.to_numeric",
        yardstick=lambda: pd.to_numeric(cells),
    )


def date_race() -> Race:
    """A column of 100,000 dates, day before month."""
    days = [f"{day:%d/%m/%Y}" for day in pd.date_range("1990-01-01", periods=12_000)]
    cells = pd.Series((days * 9)[:100_000], dtype=object)
    latest = pd.Timestamp("2026-01-01")
    return Race(
        task="100,000 dates",
        ours=lambda: read_dates(cells, latest=latest),
        yardstick_name="pandas.to_datetime, told the form",
        yardstick=lambda: pd.to_datetime(cells, format="%d/%m/%Y"),
    )


def long_sample(times: int) -> pd.DataFrame:
    """The sample cohort again and again, every cell as text."""
    return pd.concat([pd.read_csv(SAMPLE, dtype=str, keep_default_na=False)] * times)


def csv_race() -> Race:
    """A text file of 4,800 rows and 34 columns."""
    content = long_sample(100).to_csv(index=False).encode()
    return Race(
        task="CSV of 4,800 rows, 34 columns",
        ours=lambda: read_table(content, filename="a.csv"),
        yardstick_name="pandas.read_csv",
        yardstick=lambda: pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False),
    )


def workbook_race() -> Race:
    """A workbook of 960 rows and 34 columns."""
    stream = io.BytesIO()
    long_sample(20).to_excel(stream, index=False)
    content = stream.getvalue()

    def plainly() -> object:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [row for sheet in book for row in sheet.iter_rows(values_only=True)]

    return Race(
        task="workbook of 960 rows, 34 columns",
        ours=lambda: read_table(content, filename="a.xlsx"),
        yardstick_name="openpyxl",
        yardstick=plainly,
    )


def cohort_race() -> Race:
    """The sample from bytes to a checked cohort."""
    content = SAMPLE.read_bytes()
    return Race(
        task="sample to checked cohort, 48 rows",
        ours=lambda: read_cohort(content, filename="a.csv"),
        yardstick_name="pandas.read_csv",
        yardstick=lambda: pd.read_csv(io.BytesIO(content)),
    )


def damage_race() -> Race:
    """Damaged copies of a small text file; reading the sound one as often is the yardstick."""
    sound = SAMPLE.read_bytes()
    draw = random.Random(SEED)
    damaged = []
    for _ in range(DAMAGES):
        content = bytearray(sound)
        for _ in range(draw.randint(1, 4)):
            content[draw.randrange(len(content))] = draw.randrange(256)
        damaged.append(bytes(content[: draw.randrange(1, len(content))]))

    def read_all(contents: list[bytes]) -> None:
        for content in contents:
            read_cohort(content, filename="a.csv")

    return Race(
        task=f"{DAMAGES} damaged copies of the sample",
        ours=lambda: read_all(damaged),
        yardstick_name="the sound one as often",
        yardstick=lambda: read_all([sound] * DAMAGES),
    )


def header_race() -> Race:
    """A sheet of 100 columns and 20,000 rows in which nothing is known."""
    draw = np.random.default_rng(1)
    texts = np.array([f"text {i}" for i in range(5_000)], dtype=object)
    columns = [texts[draw.integers(0, 5_000, 20_000)] for _ in range(10)]
    frame = pd.DataFrame({f"column {i}": columns[i % 10] for i in range(100)})
    return Race(
        task="headers of 100 columns, 20,000 rows",
        ours=lambda: suggest_columns(frame),
        yardstick_name="pandas.DataFrame.nunique",
        yardstick=frame.nunique,
    )


def opened(frame: pd.DataFrame) -> Call:
    """Open a sheet as the command does: read, recognise, check, count."""
    content = frame.to_csv(index=False).encode()
    return lambda: opening_outcome(begin_opening([("a.csv", content)])).becoming


def long_cohort(n_rows: int) -> pd.DataFrame:
    """The sample again and again, each time with other patients."""
    frame = long_sample(-(-n_rows // 48)).iloc[:n_rows].reset_index(drop=True)
    frame["patient_id"] += [f"-{i // 48}" for i in range(n_rows)]
    return frame


def bad_cell_race() -> Race:
    """One cell that is no number in a long sheet: it is left out and the rest counted anew."""
    sound = long_cohort(20_000)
    bad = sound.copy()
    bad.loc[10_000, "pfs_months"] = "none known"
    return Race(
        task="opening 20,000 rows with one bad cell",
        ours=opened(bad),
        yardstick_name="the same without it",
        yardstick=opened(sound),
    )


def growth_race(what: str, sheet: Callable[[int], pd.DataFrame], n: int) -> Race:
    """A sheet of twice as much beside one of once as much: about 2 where the cost is linear."""
    return Race(
        task=f"opening {2 * n:,} {what}",
        ours=opened(sheet(2 * n)),
        yardstick_name=f"{n:,} of them",
        yardstick=opened(sheet(n)),
    )


def numbered_columns(header: str, cells: list[str], n: int) -> pd.DataFrame:
    """A short cohort with many columns that differ in a number."""
    few = long_cohort(5)[["patient_id", "os_months", "os_event"]]
    own = pd.DataFrame({header.format(i): cells for i in range(1, n + 1)})
    return pd.concat([few, own], axis=1)


def distinct_words(n: int) -> pd.DataFrame:
    """A column of which no two cells are the same."""
    few = long_cohort(n)[["patient_id", "os_months", "os_event"]]
    return few.assign(site=[f"word {i}" for i in range(n)])


def deck_race() -> Race:
    """The standard views of the sample as slides."""
    cohort = read_cohort(SAMPLE, name="sample").cohort
    if cohort is None:
        raise SystemExit("The sample could not be read.")
    requests = standard_views(cohort, ViewRequest(kind="baseline"))
    views = [compute_view(cohort, request) for request in requests]
    context = ExportContext(cohort_name="IMT")
    n_slides = len(pptx.Presentation(io.BytesIO(write_deck(views, context))).slides)

    def empty_slides() -> None:
        presentation = pptx.Presentation()
        for _ in range(n_slides):
            presentation.slides.add_slide(presentation.slide_layouts[5])
        presentation.save(io.BytesIO())

    return Race(
        task=f"deck of {len(views)} standard views, {n_slides} slides",
        ours=lambda: write_deck(views, context),
        yardstick_name="python-pptx, as many empty slides",
        yardstick=empty_slides,
    )


RACES: Final[tuple[Callable[[], Race], ...]] = (
    number_race,
    date_race,
    csv_race,
    workbook_race,
    cohort_race,
    damage_race,
    header_race,
    bad_cell_race,
    lambda: growth_race(
        "columns regimen_n",
        lambda n: numbered_columns("regimen_{}", ["AI", "MTX", "VNB", "AI", ""], n),
        500,
    ),
    lambda: growth_race(
        "columns of dates",
        lambda n: numbered_columns("visit {} date", ["2020-03-01", "2021-04-15", "", "", ""], n),
        500,
    ),
    lambda: growth_race("different words", distinct_words, 20_000),
    deck_race,
)


def report() -> str:
    """Run everything and lay it out."""
    warnings.simplefilter("ignore")
    rows = [race_row(make()) for make in RACES]
    return markdown_table(["task", "yardstick", "ours, ms", "ours ÷ yardstick"], rows)


def main() -> None:
    """Print the table; with ``--write``, put it into the README too."""
    text = report()
    print(text)
    if "--write" in sys.argv[1:]:
        replace_between_markers(README, "intake-and-deck", text)


if __name__ == "__main__":
    main()
