"""Dress known cohorts at random, open them, and count what they become.

``python benchmarks/benchmark_costumes.py`` prints the counts by garment as Markdown; ``--write``
puts them into ``docs/reliability.md``; ``--costumes N`` dresses another number than 2,000, and
``--first N`` begins at another seed. It needs ``requirements-dev.txt``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.simulate_coverage import markdown_table, replace_between_markers  # noqa: E402
from tests.intake.costumes.party import Guest, Tally, hold_party, tallies, tally  # noqa: E402

PAGE: Final = ROOT / "docs" / "reliability.md"
COSTUMES: Final = 2_000
HEADER: Final = (
    "garment",
    "costumes",
    "same",
    "asks",
    "another, in silence",
    "refused",
    "no question, %",
)


def main() -> None:
    """Hold the party, and print or write the tables."""
    parser = argparse.ArgumentParser(description="Count what costumes become.")
    parser.add_argument("--costumes", type=int, default=COSTUMES)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.costumes)
    parts = [seeds[start : start + 50] for start in range(0, len(seeds), 50)]
    with multiprocessing.Pool(chosen.processes) as pool:
        guests = [guest for part in pool.imap(_party, parts) for guest in part]
    for guest in guests:
        if guest.verdict.outcome in ("silent difference", "refused"):
            print(guest, file=sys.stderr)
    text = report(guests)
    print(text)
    if chosen.write:
        replace_between_markers(PAGE, "costumes", text)


def _party(seeds: Sequence[int]) -> tuple[Guest, ...]:
    warnings.simplefilter("ignore")
    return hold_party(seeds)


def report(guests: Sequence[Guest]) -> str:
    """Write the tables of a party.

    Parameters
    ----------
    guests : sequence of Guest

    Returns
    -------
    str
        Markdown: all costumes, then those that leave nothing open by garment.
    """
    ordinary = [guest for guest in guests if not guest.must_ask]
    left_open = [guest for guest in guests if guest.must_ask]
    asked = [len(g.verdict.questions) for g in ordinary if g.verdict.outcome == "asks"]
    few = sum(n <= 2 for n in asked)
    sections = [
        f"{len(guests):,} costumes, seeds {guests[0].seed} to {guests[-1].seed}. Of the "
        f"{len(ordinary):,} that leave nothing open, {_share(tally(ordinary))}% open without a "
        f"question; of the {len(asked):,} that ask, {few:,} ask one or two.",
        markdown_table(
            HEADER,
            [
                _row("nothing left open", tally(ordinary)),
                *(_row(t.garment, t) for t in tallies(left_open) if t.kind == "left open"),
            ],
        ),
    ]
    kinds: dict[str, list[Tally]] = {}
    for one in tallies(ordinary):
        kinds.setdefault(one.kind, []).append(one)
    for kind, found in kinds.items():
        sections.append(f"### {kind[0].upper()}{kind[1:]}")
        sections.append(markdown_table(HEADER, [_row(f"{t.garment}", t) for t in found]))
    return "\n\n".join(sections)


def _row(name: str, counts: Tally) -> list[str]:
    cells = (counts.n, counts.same, counts.asks, counts.silent, counts.refused)
    return [name.replace("|", "\\|"), *(f"{cell:,}" for cell in cells), _share(counts)]


def _share(counts: Tally) -> str:
    """In percent, of those that open without a question."""
    return f"{100 * (counts.same + counts.silent) / counts.n:.1f}"


if __name__ == "__main__":
    main()
