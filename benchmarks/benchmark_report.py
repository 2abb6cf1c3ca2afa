"""From opening the report of 400 lines to its last chart, beside a bare page with one of them.

``python benchmarks/benchmark_report.py`` prints Markdown; ``--write`` puts it into the README here.
It needs ``requirements-dev.txt`` and a Chromium. ``--lines`` gives another number of lines.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Final

import pandas as pd
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.simulate_coverage import markdown_table, replace_between_markers  # noqa: E402
from imt_core.analyses.attrition import attrition  # noqa: E402
from imt_core.analyses.computed_view import compute_view  # noqa: E402
from imt_core.analyses.standard_views import standard_views  # noqa: E402
from imt_core.analyses.view_request import ViewRequest  # noqa: E402
from imt_core.cohort.filters import CohortFilter, filter_cohort  # noqa: E402
from imt_core.intake.cohort_file import read_cohort  # noqa: E402
from imt_core.reporting.content.context import ExportContext  # noqa: E402
from imt_core.reporting.csv_files import write_csv  # noqa: E402
from imt_core.reporting.documents.pdf_report import write_pdf_report  # noqa: E402
from imt_core.reporting.documents.web_page import ReportAttrition, write_report  # noqa: E402
from imt_core.reporting.figures.offline import plotly_script  # noqa: E402
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium_path  # noqa: E402

README: Final = ROOT / "benchmarks" / "README.md"
SAMPLE: Final = ROOT / "sample_data" / "imt_cohort.csv"
ROUNDS: Final = 5

DRAWN: Final = """setInterval(() => {
  const charts = [...document.querySelectorAll('.chart')];
  const done = document.readyState === 'complete' && charts.length
    && charts.every(one => one.querySelector('.main-svg'));
  if (done && !window.drawnAfter) window.drawnAfter = performance.now();
}, 5)"""
"""Notes in the page when its last chart is there."""

BARE: Final = """<!DOCTYPE html><meta charset="utf-8"><body><div class="chart"></div>
<script>{script}</script><script>
Plotly.newPlot(document.querySelector(".chart"), [{{y: [1, 0.5, 0], line: {{shape: "hv"}}}}]);
</script>"""
"""The yardstick: the same drawing script, and one curve."""


def long_sample(n_lines: int) -> bytes:
    """The sample again and again, each time of other patients, as a file."""
    once = pd.read_csv(SAMPLE, dtype=str, keep_default_na=False)
    n_times = n_lines // len(once) + 1
    copies = [once.assign(patient_id=f"{n}-" + once["patient_id"]) for n in range(n_times)]
    return write_csv(pd.concat(copies).head(n_lines))


def written(n_lines: int) -> tuple[bytes, bytes]:
    """The report of the standard views of so many lines, as a page and as PDF."""
    cohort = read_cohort(long_sample(n_lines), filename="long.csv").cohort
    if cohort is None:
        raise ValueError("the sample cannot be read")
    views = [
        compute_view(cohort, view) for view in standard_views(cohort, ViewRequest(kind="baseline"))
    ]
    whole = filter_cohort(cohort, CohortFilter())
    way = attrition(whole.before, whole)
    context = ExportContext(cohort_name=f"{n_lines} lines")
    page = write_report(views, context, attrition=ReportAttrition.of(way))
    return page, write_pdf_report(views, context, attrition=way.to_frame())


def seconds_to_open(browser: Browser, file: Path) -> float:
    """From the start of the navigation until the last chart of a page is drawn."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True)
    page = context.new_page()
    page.add_init_script(DRAWN)
    page.goto(file.as_uri())
    taken: float | None = None
    while taken is None:
        page.wait_for_timeout(20)
        taken = page.evaluate("window.drawnAfter ?? null")
    context.close()
    return taken / 1000


def n_printed_pages(browser: Browser, file: Path) -> int:
    """Pages of paper on which Chromium prints a page."""
    page = browser.new_context(offline=True).new_page()
    page.goto(file.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    page.context.close()
    return len(PdfReader(BytesIO(printed)).pages)


def report(n_lines: int) -> str:
    """Measure everything and lay it out."""
    page, pdf = written(n_lines)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        ours, bare = Path(folder) / "report.html", Path(folder) / "bare.html"
        ours.write_bytes(page)
        bare.write_text(BARE.format(script=plotly_script()), encoding="utf-8")
        browser = play.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_ARGUMENTS, "--mute-audio"]
        )
        # In turn, so that a busy machine disturbs both alike.
        rounds = [
            (seconds_to_open(browser, ours), seconds_to_open(browser, bare))
            for _ in range(ROUNDS + 1)
        ][1:]
        n_pages = n_printed_pages(browser, ours)
        browser.close()
    took, yardstick = (statistics.median(times) for times in zip(*rounds, strict=True))
    return markdown_table(
        [
            "report of",
            "file, MB",
            "open to last chart, s",
            "÷ bare",
            "printed, pages",
            "PDF, pages",
        ],
        [
            [
                f"{n_lines} lines, all standard views",
                f"{len(page) / 1e6:.1f}",
                f"{took:.1f}",
                f"{took / yardstick:.1f}",
                str(n_pages),
                str(len(PdfReader(BytesIO(pdf)).pages)),
            ]
        ],
    )


def main() -> None:
    """Print the table; with ``--write``, put it into the README too."""
    parser = argparse.ArgumentParser(description="Time the report in a browser.")
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = report(chosen.lines)
    print(text)
    if chosen.write:
        replace_between_markers(README, "report", text)


if __name__ == "__main__":
    main()
