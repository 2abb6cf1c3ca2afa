"""Attack masked documents of small cohorts at random: an integer programme that knows the rules.

``python benchmarks/attack_masks.py`` makes 200 cohorts of 6 to 14 lines, masks four documents of
each (responses, filtered, by patients, survival), writes each as slides, report, PDF, Word and
Excel, and reads them again. It prints where these hold other tables, and every small count that is
worked out of what was read; it ends with an error if there is one. It takes about twenty minutes.
``--first 20 --last 39`` takes these cohorts alone, ``--lines 40`` up to so many lines,
``--under 10`` another threshold. After each cohort it says how many documents fell so far.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.reporting.masking.attacker import UNDER
from tests.reporting.masking.small_cohorts import REQUESTS, Masked, made_cohort


def main() -> None:
    """Attack each document, and say what was found."""
    arguments = argparse.ArgumentParser(description="Attack masked documents.")
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--last", type=int, default=199)
    arguments.add_argument("--lines", type=int, default=14)
    arguments.add_argument("--under", type=int, default=UNDER)
    asked = arguments.parse_args()
    started, n_found, n_documents = process_time(), 0, 0
    for seed in range(asked.first, asked.last + 1):
        for of in REQUESTS:
            cohort = made_cohort(random.Random(seed), least=6, most=asked.lines)
            document = Masked(cohort, of, under=asked.under)
            for held in document.held_by_all_kinds():
                n_found += 1
                print(f"cohort {seed}, {of}: not in all kinds: {held}")
            found = document.found_out("report")
            n_found += bool(found)
            for name, possible in found.items():
                print(f"cohort {seed}, {of}: {name} can only be {sorted(possible)}")
        n_documents += len(REQUESTS)
        took = process_time() - started
        print(f"cohort {seed}: {n_found} of {n_documents} documents fell, {took:.0f} s", flush=True)
    sys.exit(n_found > 0)


if __name__ == "__main__":
    main()
