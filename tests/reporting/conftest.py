"""What the tests of tables, documents and slides share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from imt_core.reporting.masking import masking
from imt_core.reporting.masking.disclosure import Shown
from imt_core.reporting.masking.suppression import suppress
from imt_core.reporting.tables.counts import CountId, Counts


@pytest.fixture(scope="session", autouse=True)
def _the_same_counts_are_masked_once() -> Iterator[None]:
    """Many tests mask the same views of the sample, which takes seconds; no session keeps it."""
    done: dict[Any, dict[CountId, Shown]] = {}

    def suppressed(counts: Counts, *, under: int) -> dict[CountId, Shown]:
        key = (
            tuple(counts.values.items()),
            tuple(counts.sums),
            tuple(counts.at_most),
            frozenset(counts.unseen),
            frozenset(counts.sizes),
            tuple(counts.at_least.items()),
            under,
        )
        if key not in done:
            done[key] = suppress(counts, under=under)
        return dict(done[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masking, "suppress", suppressed)
        yield
