"""Where the tests find the repository, its sample cohort, and the files that others made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import pytest

from imt_core import Cohort, read_cohort

ROOT: Final = Path(__file__).parents[1]
SAMPLE: Final = ROOT / "sample_data" / "imt_cohort.csv"
REAL: Final = ROOT.parent / "shared" / "real"
UPLOADS: Final = ROOT.parent / "shared" / "uploads"

needs_real = pytest.mark.skipif(
    not REAL.is_dir(), reason="the files that others made (../shared/real) are not here"
)
needs_uploads = pytest.mark.skipif(
    not UPLOADS.is_dir(), reason="the sheets that were copied (../shared/uploads) are not here"
)


@cache
def sample_cohort() -> Cohort:
    """The sample cohort, read by the core itself; treat as read-only."""
    cohort = read_cohort(SAMPLE, name="sample").cohort
    assert cohort is not None
    return cohort
