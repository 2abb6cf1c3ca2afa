"""Mutated files of every kind through the reading process: what is said, and what ends it.

``python benchmarks/fuzz_reading.py --rounds 4 --of 5000`` prints a line a round: how many became a
cohort, how many ask or say something, how many were refused with a sentence, how many ended their
process, and whether anything else came out, which is a fault. It needs ``requirements-dev.txt``;
``--also FOLDER`` mutates the files of a folder too.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import pandas as pd
import pyreadstat

ROOT: Final = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from imt_core.conventions.errors import UnreadableFileError  # noqa: E402
from imt_core.intake.isolation.operations import begin  # noqa: E402
from imt_core.intake.isolation.reader import Reader  # noqa: E402
from imt_core.intake.opening import OpeningOutcome  # noqa: E402

_ENDED: Final = "ended the process that read it"
_LENGTHS: Final = (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff")
_KINDS: Final = ("csv", "tsv", "xlsx", "xls", "ods", "sav", "zsav", "dta", "xpt", "sas7bdat")


def seeds(also: Path | None, folder: Path) -> dict[str, list[bytes]]:
    """Files to begin from, by their ending."""
    found: dict[str, list[bytes]] = {kind: [] for kind in _KINDS}
    places = [ROOT / "tests" / "intake", *([also] if also else [])]
    for place in places:
        for path in sorted(place.rglob("*")):
            kind = path.suffix.removeprefix(".").lower()
            if kind in found and path.is_file() and path.stat().st_size < 200_000:
                found[kind].append(path.read_bytes())
    sample = pd.read_csv(ROOT / "sample_data" / "imt_cohort.csv").iloc[:, :8]
    for kind, write in (
        ("sav", pyreadstat.write_sav),
        ("zsav", lambda frame, path: pyreadstat.write_sav(frame, path, compress=True)),
        ("dta", pyreadstat.write_dta),
        ("xpt", pyreadstat.write_xport),
    ):
        path = folder / f"seed.{kind}"
        write(sample, path)
        found[kind].append(path.read_bytes())
    return {kind: contents for kind, contents in found.items() if contents}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """A file with bytes turned, cut, doubled or exchanged; of a package, in one of its parts."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        return _in_package(content, chance)
    return _bytes_of(content, chance)


def _in_package(content: bytes, chance: random.Random) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        names = old.namelist()
        victim = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, _bytes_of(part, chance) if name == victim else part)
    return stream.getvalue()


def _bytes_of(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        if not changed:
            break
        place = chance.randrange(len(changed))
        act = chance.randrange(6)
        if act == 0:
            changed[place] ^= 1 << chance.randrange(8)
        elif act == 1:
            changed[place] = chance.randrange(256)
        elif act == 2:
            del changed[place : place + chance.choice([1, 8, 200])]
        elif act == 3:
            part = changed[place : place + chance.choice([1, 8, 200])]
            changed[place:place] = part * chance.choice([1, 2, 50])
        elif act == 4:
            changed[place : place + 4] = chance.choice(
                [b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"]
            )
        else:
            del changed[place + 1 :]
    return bytes(changed)


def one_round(number: int, n: int, also: Path | None) -> Counter[str]:
    """Read so many mutated files, in one process after another."""
    chance, said = random.Random(number), Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        known = seeds(also, Path(folder))
    reader = Reader()
    for kind, content in _drawn(known, n, chance):
        if not reader.is_alive:
            reader = Reader()
        said[f"files .{kind}"] += 1
        try:
            name = f"file.{kind}"
            outcome = reader.ask(
                begin, [(name, content)], None, "", gives=OpeningOutcome, name=name
            )
            said["a cohort" if outcome.cohort is not None else "questions"] += 1
        except UnreadableFileError as error:
            text = str(error)
            if _ENDED in text:
                said["ended their process"] += 1
            elif "within" in text and "could not be read" in text:
                said["over a limit"] += 1
            elif "fault in this program" in text:
                said["faults"] += 1
                print("fault:", kind, text.partition("(")[2].partition(")")[0], flush=True)
            else:
                said["refused with a sentence"] += 1
    reader.close()
    return said


def _drawn(
    known: dict[str, list[bytes]], n: int, chance: random.Random
) -> Iterator[tuple[str, bytes]]:
    kinds = list(known)
    for number in range(n):
        kind = kinds[number % len(kinds)]
        yield kind, mutated(chance.choice(known[kind]), chance)


def main() -> None:
    """Go round after round."""
    parser = argparse.ArgumentParser(description="Read mutated files of every kind.")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--of", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--also", type=Path)
    chosen = parser.parse_args()
    for number in range(chosen.first, chosen.first + chosen.rounds):
        said = one_round(number, chosen.of, chosen.also)
        print(f"round {number}:", ", ".join(f"{k}: {v:,}" for k, v in sorted(said.items())))


if __name__ == "__main__":
    main()
