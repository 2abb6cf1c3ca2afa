"""Many sessions at once, alone and beside what is heavy or hostile: how long a click takes.

``python benchmarks/benchmark_server.py`` prints Markdown; ``--write`` puts it into
``docs/deployment.md``. A click is a run of the survival page over the websocket, from asking to
"script finished". It needs ``requirements-dev.txt`` and Debian's chromium. ``--minutes`` and
``--sessions`` give other sizes than 10 and 25.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd
import psutil
from playwright.sync_api import Page, expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.fuzz_reading import mutated, seeds  # noqa: E402
from benchmarks.simulate_coverage import markdown_table, replace_between_markers  # noqa: E402
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium_path  # noqa: E402
from tests.intake.isolation.hostile import hostile_files  # noqa: E402
from tests.running import free_port, running  # noqa: E402

PAGE: Final = ROOT / "docs" / "deployment.md"
SECONDS_BETWEEN_CLICKS: Final = 8.0
PATIENCE: Final = 180_000


@dataclass(slots=True)
class Clicks:
    """How long the clicks of all visitors took."""

    seconds: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The quantile of the clicks."""
        ordered = sorted(self.seconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def visit(address: str, until: Callable[[], bool], clicks: Clicks, *, after: float) -> None:
    """Open the page, and click now and then."""
    chance = random.Random(after)
    time.sleep(after)
    try:
        with connect(
            address.replace("http", "ws") + "/_stcore/stream",
            subprotocols=["streamlit"],
            origin=address,
            max_size=None,
            open_timeout=60,
            ping_interval=None,
        ) as stream:
            clicks.first.append(_run(stream, "survival", ""))
            while not until():
                time.sleep(SECONDS_BETWEEN_CLICKS * chance.uniform(0.5, 1.5))
                level = chance.choice(["positive", "negative"])
                clicks.seconds.append(_run(stream, "survival", f"only_alk_status={level}"))
    except Exception as error:  # counted, whatever it is
        clicks.errors.append(f"{type(error).__name__}: {error}")


def _run(stream: ClientConnection, page: str, query: str) -> float:
    started = time.monotonic()
    # As a step of the browser: the address is asked then, else what the session holds.
    state = ClientState(query_string=query, page_name=page, is_history_navigation=bool(query))
    stream.send(BackMsg(rerun_script=state).SerializeToString())
    while True:
        received = stream.recv(timeout=120)
        message = ForwardMsg.FromString(received if isinstance(received, bytes) else b"")
        if message.WhichOneof("type") == "script_finished":
            return time.monotonic() - started


@dataclass(frozen=True, slots=True)
class Server:
    """A server under test."""

    address: str
    process: psutil.Process

    @property
    def memory(self) -> float:
        """Megabytes of the server alone."""
        return self.process.memory_info().rss / 1e6

    @property
    def memory_of_readers(self) -> float:
        """Megabytes of the processes that read."""
        return sum(child.memory_info().rss for child in self.process.children()) / 1e6


@contextmanager
def served() -> Iterator[Server]:
    """Start the server."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    run = [sys.executable, "-m", "streamlit", "run", "server.py", "--server.headless", "true"]
    with running(
        [*run, "--server.port", str(port)], answers_at=f"{address}/_stcore/health", cwd=ROOT
    ) as process:
        yield Server(address, psutil.Process(process.pid))


def crowd(
    server: Server, *, sessions: int, seconds: float, beside: Callable[[Page], None] | None
) -> Clicks:
    """Let visitors come within ten seconds and click; one browser does something beside, again."""
    clicks, end = Clicks(), time.monotonic() + seconds
    visitors = [
        threading.Thread(
            target=visit,
            args=(server.address, lambda: time.monotonic() > end, clicks),
            kwargs={"after": 10.0 * number / sessions},
        )
        for number in range(sessions)
    ]
    for visitor in visitors:
        visitor.start()
    if beside is not None:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS
            )
            while time.monotonic() < end:
                began = time.monotonic()
                page = browser.new_context().new_page()
                try:
                    page.goto(f"{server.address}/survival")
                    beside(page)
                except Exception as error:
                    clicks.errors.append(f"beside: {type(error).__name__}: {str(error)[:200]}")
                page.context.close()
                time.sleep(max(0.0, min(60.0 - (time.monotonic() - began), end - time.monotonic())))
            browser.close()
    for visitor in visitors:
        visitor.join()
    return clicks


def heavy_sheet(n_rows: int = 100_000) -> bytes:
    """The sample over and over, with labels of its own."""
    sample = pd.read_csv(ROOT / "sample_data" / "imt_cohort.csv", dtype=str, keep_default_na=False)
    long = pd.concat([sample] * (n_rows // len(sample) + 1), ignore_index=True).iloc[:n_rows].copy()
    long["patient_id"], long["line_number"] = [f"P{n}" for n in range(n_rows)], "1"
    return long.to_csv(index=False).encode()


def upload(page: Page, name: str, content: bytes, *, then: str) -> None:
    """Open a sheet, and wait for what the screen says of it."""
    page.get_by_role("button", name="Open another cohort").click(timeout=PATIENCE)
    page.locator('[data-testid="stFileUploader"] input[type=file]').last.set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    expect(page.get_by_test_id("stApp")).to_contain_text(then, timeout=PATIENCE)


def hostile(page: Page, files: Sequence[tuple[str, bytes]]) -> None:
    """Upload one hostile file after another, and a workable one at last."""
    for name, content in files:
        upload(page, name, content, then="was not opened")
        page.get_by_role("button", name="Dismiss").click()
    good = b"patient_id,os_months,os_event\nA,3.5,1\nB,8,0\nC,12,1\n"
    upload(page, "good.csv", good, then="3 lines in 3 patients")


def mutated_files(n: int) -> list[tuple[str, bytes]]:
    """Files of every kind with some bytes turned, under names of their own."""
    chance = random.Random(n)
    with tempfile.TemporaryDirectory() as folder:
        known = seeds(None, Path(folder))
    kinds = list(known)
    return [
        (
            f"mutated{number}.{(kind := kinds[number % len(kinds)])}",
            mutated(chance.choice(known[kind]), chance),
        )
        for number in range(n)
    ]


def upload_mutated(page: Page, files: list[tuple[str, bytes]]) -> None:
    """Upload the next of these files until a minute is over, each from a window of its own."""
    end, browser = time.monotonic() + 55, page.context.browser
    assert browser is not None
    while files and time.monotonic() < end:
        name, content = files.pop()
        window = browser.new_context()
        own = window.new_page()
        own.goto(page.url)
        upload(own, name, content, then=name.partition(".")[0])
        window.close()


def make_decks(page: Page) -> None:
    """Collect four views, and make their slides, report and tables until a minute is over."""
    end = time.monotonic() + 55
    for name in ("Response", "Survival", "Swimmer", "Subgroups"):
        page.get_by_role("link", name=name, exact=True).click(timeout=PATIENCE)
        page.get_by_role("button", name="Add to deck").click(timeout=PATIENCE)
    page.get_by_role("link", name="Deck", exact=True).click()
    page.get_by_role("button", name="Make PowerPoint slides").click(timeout=PATIENCE)
    expect(page.get_by_role("button", name="Download the slides")).to_be_visible(timeout=PATIENCE)
    while time.monotonic() < end:
        for name in ("Report (one HTML file)", "Tables in Excel", "Tables in Word"):
            with page.expect_download(timeout=PATIENCE):
                page.get_by_role("button", name=name).click(timeout=PATIENCE)


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description="Time clicks beside what is heavy or hostile.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    seconds, turned = 60 * chosen.minutes, mutated_files(200)
    sheet = heavy_sheet()
    with tempfile.TemporaryDirectory() as folder:
        bad = [
            file
            for tries, file in hostile_files(Path(folder)).items()
            if tries not in {"100,000 words", "a promise of rows", "48 MB of short rows"}
        ]
    acts: list[tuple[str, Callable[[Page], None] | None, float]] = [
        ("nothing else", None, seconds),
        (
            "a sheet of 100,000 rows opened every minute",
            lambda page: upload(page, "long.csv", sheet, then="100,000 lines"),
            seconds,
        ),
        ("hostile files, one after the other", lambda page: hostile(page, bad), 120.0),
        ("200 mutated files", lambda page: upload_mutated(page, turned), 300.0),
        ("slides and documents made over and over", make_decks, 120.0),
    ]
    rows: list[dict[str, object]] = []
    with served() as server:
        at_rest = server.memory
        for name, act, length in acts:
            clicks = crowd(server, sessions=chosen.sessions, seconds=length, beside=act)
            rows.append(
                {
                    "beside": name,
                    "clicks": len(clicks.seconds),
                    "first page, median": round(statistics.median(clicks.first or [0.0]), 2),
                    "click, median": round(clicks.at(0.5), 2),
                    "click, 95%": round(clicks.at(0.95), 2),
                    "longest": round(clicks.at(1.0), 2),
                    "errors": len(clicks.errors),
                    "server, MB": round(server.memory),
                    "readers, MB": round(server.memory_of_readers),
                }
            )
            print(rows[-1], *clicks.errors[:3], flush=True)
            time.sleep(75)
            rows[-1]["a minute after, MB"] = round(server.memory)
    table = markdown_table(list(rows[0]), [[str(cell) for cell in row.values()] for row in rows])
    text = (
        f"{chosen.sessions} sessions, {chosen.minutes:g} minutes each but for the hostile files, a "
        f"click about every {SECONDS_BETWEEN_CLICKS:g} s in each; seconds. The server took "
        f"{at_rest:.0f} MB before anybody came.\n\n{table}"
    )
    print(text)
    if chosen.write:
        replace_between_markers(PAGE, "load", text)


if __name__ == "__main__":
    main()
