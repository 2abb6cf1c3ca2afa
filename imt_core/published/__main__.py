"""``python -m imt_core.published COHORT.csv``: each printed figure beside ours."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from imt_core.conventions.errors import ImtError
from imt_core.intake.cohort_file import read_cohort
from imt_core.published.figures import published_figures


def main(arguments: Sequence[str]) -> int:
    """Print every figure with its convention; return 0 only if all match."""
    if len(arguments) != 1:
        print("usage: python -m imt_core.published COHORT.csv", file=sys.stderr)
        return 2
    reading = read_cohort(arguments[0])
    if reading.cohort is None:
        for issue in reading.report.errors:
            print(f"{issue.message} {issue.remedy}", file=sys.stderr)
        return 2
    try:
        figures = published_figures(reading.cohort)
    except ImtError as error:
        print(error, file=sys.stderr)
        return 2
    for figure in figures:
        mark = "match   " if figure.matches else "MISMATCH"
        print(
            f"{mark}  {figure.section} | {figure.group} | {figure.quantity} | "
            f"printed {figure.printed} | ours {figure.recomputed} | {figure.convention}"
        )
    matching = sum(figure.matches for figure in figures)
    print(f"{matching} of {len(figures)} match")
    return 0 if matching == len(figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
