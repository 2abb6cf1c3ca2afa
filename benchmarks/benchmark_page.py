"""From a click on a filter to the settled page, beside a bare Streamlit app with one Plotly curve.

``python benchmarks/benchmark_page.py`` prints Markdown; ``--write`` puts it into the README here.
It needs ``requirements-dev.txt`` and a Chromium. ``--clicks`` and ``--starts`` give other numbers
than 16 and 3, ``--lines`` another size of the large cohort than 100,000 (0 for none), of which a
quarter as many clicks are timed, page after page, each beside the bare app.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.simulate_coverage import markdown_table, replace_between_markers  # noqa: E402
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium_path  # noqa: E402
from tests.running import free_port, running  # noqa: E402

README: Final = ROOT / "benchmarks" / "README.md"
VIEWPORT: Final = ViewportSize(width=1366, height=768)
PATIENCE: Final = 300_000
WARM_UP: Final = 4
"""Clicks before those that count; an even number leaves the filter as it was."""

PAGES: Final = (
    "empty",
    "cohort",
    "response",
    "survival",
    "subgroups",
    "swimmer",
    "sequence",
    "patient",
    "toxicity",
    "published_figures",
    "methods",
    "deck",
)
"""Pages of ours, by their place in the address; the first is the frame with nothing in it."""

BARE: Final = """
import numpy as np
import pandas as pd
import streamlit as st

st.set_page_config(layout="wide")


@st.cache_data
def read():
    return pd.read_csv("sample_data/imt_cohort.csv")


rows = read()
with st.sidebar:
    levels = ["positive", "negative"]
    chosen = st.pills("ALK status", levels, key="only_alk_status", selection_mode="multi")
if chosen:
    rows = rows[rows["alk_status"].isin(chosen)]
times = rows[["os_months", "os_event"]].dropna().sort_values("os_months")
at_risk = np.arange(len(times), 0, -1)
height = 100 * np.cumprod(1 - times["os_event"].to_numpy() / at_risk)
curve = {"type": "scatter", "mode": "lines", "line": {"shape": "hv"}}
curve |= {"x": [0, *times["os_months"]], "y": [100, *height]}
st.plotly_chart({"data": [curve], "layout": {"height": 540}}, theme=None)
"""
"""The yardstick: the same filter and the plain curve of all in view."""

LONGER: Final = """

def _longer(cohort, n_lines):
    import pandas as pd

    copies = [cohort.frame] * (n_lines // len(cohort.frame) + 1)
    frame = pd.concat(copies, ignore_index=True).iloc[:n_lines].copy()
    frame["patient_id"] = [f"P{number}" for number in range(n_lines)]
    return replace(cohort, frame=frame)
"""
"""How a copy of this software makes its sample longer."""

CLICK: Final = """
async ([selector, quiet, patience]) => {
  // The last change that is seen once nothing has changed for a while and no script runs.
  const app = () => document.querySelector('[data-testid="stApp"]');
  const runs = () => app().getAttribute('data-test-script-state') !== 'notRunning';
  let last = 0, ran = false;
  const note = () => { last = performance.now(); };
  const painted = () => requestAnimationFrame(() => setTimeout(note));
  const observer = new MutationObserver(records => {
    ran = ran || runs();
    if (records.some(one => one.attributeName !== 'data-test-script-state'
        && !one.target.parentElement?.closest('[data-testid="stToolbar"]')
        // What is read aloud, some time after all is drawn.
        && !one.target.closest?.('.announced'))) painted();
  });
  observer.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ['data-test-script-state', 'd', 'transform', 'aria-label', 'aria-checked'],
  });
  const began = performance.now();
  document.querySelector(selector).click();
  while (!(ran && !runs() && last && performance.now() - last > quiet)) {
    // Now and then a button is replaced under the click.
    if (!ran && performance.now() - began > 10000) { observer.disconnect(); return null; }
    if (performance.now() - began > patience) throw new Error('it never settled');
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  observer.disconnect();
  return last - began;
}
"""
FILTER: Final = ".st-key-only_alk_status button"
QUIET: Final = 400
"""Milliseconds without a change after which a page is settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One app and page whose clicks are timed."""

    name: str
    server: str
    page: str = ""


def copied(folder: Path, *, n_lines: int = 0) -> Path:
    """A copy of this software that logs how long its script takes, with an empty page more.

    With `n_lines`, the sample is that many lines long.
    """
    for part in ("pages", "imt_core", "sample_data", ".streamlit"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "server.py", folder)
    (folder / "pages" / "views" / "empty.py").write_text('"""Nothing."""\n')
    (folder / "bare.py").write_text(BARE)
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    first = "from __future__ import annotations\n"
    for known in (first, "PAGES = {"):
        if known not in app:
            raise SystemExit(f"app.py has no line {known.strip()!r}: mend this benchmark.")
    app = app.replace(first, f"{first}\nimport time\n_BEGAN = time.perf_counter()\n", 1)
    app = app.replace("PAGES = {", 'PAGES = {\n    "empty": ("Empty", "square", ""),', 1)
    app += (
        'with Path(__file__).with_name("times.txt").open("a") as log:\n'
        '    print(here.url_path or "cohort", time.perf_counter() - _BEGAN, file=log)\n'
    )
    (folder / "app.py").write_text(app, encoding="utf-8")
    if n_lines:
        # A sheet of that length takes minutes to check: the checked sample is made longer instead.
        state = folder / "pages" / "components" / "state.py"
        loading = state.read_text(encoding="utf-8")
        if (known := "cohort=reading.cohort,") not in loading:
            raise SystemExit(f"state.py has no {known!r}: mend this benchmark.")
        state.write_text(
            loading.replace(known, f"cohort=_longer(reading.cohort, {n_lines}),", 1) + LONGER,
            encoding="utf-8",
        )
    return folder


@contextmanager
def served(folder: Path, script: str) -> Iterator[str]:
    """Serve a script of a folder; gives its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
    with running(
        [*command, "--server.port", str(port)],
        answers_at=f"{address}/_stcore/health",
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
    ):
        yield address


def opened(browser: Browser, target: Target) -> Page:
    """A window of its own in which the page has settled."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    page.goto(f"{target.server}/{target.page}", timeout=PATIENCE)
    page.wait_for_selector(FILTER, timeout=PATIENCE)
    _wait_for_rest(page)
    page.wait_for_timeout(2000)
    return page


def _wait_for_rest(page: Page) -> None:
    """Wait until no script runs: a long one may begin while the window is in the background."""
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'",
        timeout=PATIENCE,
    )


def clicked(browser: Browser, targets: Sequence[Target], n: int) -> dict[str, float]:
    """Median milliseconds of a click on each, all in turn, round after round."""
    pages = {target.name: opened(browser, target) for target in targets}
    found: dict[str, list[float]] = defaultdict(list)
    for turn in range(WARM_UP + n):
        for name, page in pages.items():
            page.bring_to_front()
            _wait_for_rest(page)
            took = page.evaluate(CLICK, [FILTER, QUIET, PATIENCE])
            if turn >= WARM_UP and took is not None:
                found[name].append(took)
    for page in pages.values():
        page.context.close()
    return {name: statistics.median(times) for name, times in found.items()}


def script_times(folder: Path, n: int) -> dict[str, float]:
    """Median milliseconds of the last `n` scripts of each page."""
    found: dict[str, list[float]] = defaultdict(list)
    for line in (folder / "times.txt").read_text().splitlines():
        page, seconds = line.split()
        found[page].append(1000 * float(seconds))
    return {page: statistics.median(times[-n:]) for page, times in found.items()}


def first_curves(browser: Browser, folder: Path, n: int) -> dict[str, tuple[float, float]]:
    """Median seconds from the start of a server, and from the visit, to the first curve."""
    found: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": []}
    for _ in range(n):
        for name, script, at in (("bare", "bare.py", ""), ("ours", "server.py", "survival")):
            began = time.perf_counter()
            with served(folder, script) as address:
                page = browser.new_context(viewport=VIEWPORT).new_page()
                visited = time.perf_counter()
                page.goto(f"{address}/{at}", timeout=PATIENCE)
                page.wait_for_selector(".js-plotly-plot .scatterlayer path", timeout=PATIENCE)
                now = time.perf_counter()
                found[name].append((now - began, now - visited))
                page.context.close()
    return {
        name: (statistics.median(a for a, _ in times), statistics.median(b for _, b in times))
        for name, times in found.items()
    }


def report(*, n_clicks: int, n_starts: int, n_lines: int) -> str:
    """Measure everything and lay it out."""
    with ExitStack() as stack:
        small = copied(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        play = stack.enter_context(sync_playwright())
        browser = play.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_ARGUMENTS, "--mute-audio"]
        )
        starts = first_curves(browser, small, n_starts)
        (small / "times.txt").unlink(missing_ok=True)
        bare = Target(name="bare", server=stack.enter_context(served(small, "bare.py")))
        ours = stack.enter_context(served(small, "server.py"))
        targets = [Target(name=page, server=ours, page=page) for page in PAGES]
        clicks = clicked(browser, [bare, *targets], n_clicks)
        ratios = {name: took / clicks["bare"] for name, took in clicks.items()}
        scripts = script_times(small, n_clicks)
        if n_lines:
            large = copied(
                Path(stack.enter_context(tempfile.TemporaryDirectory())), n_lines=n_lines
            )
            heavy = stack.enter_context(served(large, "server.py"))
            names = {page: f"{page}, {n_lines:,} lines" for page in PAGES}
            # Each alone: what ten windows of so many lines hold would be looked through for rubbish
            # after every run, and that is no cost of the page.
            for page, name in names.items():
                target = Target(name=name, server=heavy, page=page)
                both = clicked(browser, [bare, target], max(n_clicks // 4, 2))
                clicks[name] = both[name]
                ratios[name] = both[name] / both["bare"]
            of_many = script_times(large, max(n_clicks // 4, 2))
            scripts |= {names[page]: took for page, took in of_many.items()}
        browser.close()
    rows = [
        [
            name,
            f"{took:.0f}",
            f"{ratios[name]:.2f}",
            f"{scripts[name]:.0f}" if name in scripts else "",
        ]
        for name, took in clicks.items()
    ]
    table = markdown_table(["page", "click to settled, ms", "÷ bare", "script, ms"], rows)
    first = markdown_table(
        ["first curve", "from the start of the server, s", "÷ bare", "from the visit, s", "÷ bare"],
        [
            [
                name,
                f"{whole:.1f}",
                f"{whole / starts['bare'][0]:.2f}",
                f"{visit:.1f}",
                f"{visit / starts['bare'][1]:.2f}",
            ]
            for name, (whole, visit) in starts.items()
        ],
    )
    return f"{table}\n\n{first}"


def main() -> None:
    """Print the tables; with ``--write``, put them into the README too."""
    parser = argparse.ArgumentParser(description="Time clicks in a browser.")
    parser.add_argument("--clicks", type=int, default=16)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = report(n_clicks=chosen.clicks, n_starts=chosen.starts, n_lines=chosen.lines)
    print(text)
    if chosen.write:
        replace_between_markers(README, "page", text)


if __name__ == "__main__":
    main()
