"""What the tests of tables, documents and slides share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from imt_core.reporting.masking import masking
from imt_core.reporting.masking.document_counts import DocumentCounts
from imt_core.reporting.masking.publication import Shown, published
from imt_core.reporting.tables.counts import CountId


@pytest.fixture(scope="session", autouse=True)
def _the_same_counts_are_masked_once() -> Iterator[None]:
    """Many tests mask the same views of the sample, which takes seconds; no session keeps it."""
    done: dict[Any, dict[CountId, Shown]] = {}

    def once(document: DocumentCounts, *, under: int) -> dict[CountId, Shown]:
        key = (
            tuple(document.values.items()),
            document.sums,
            document.told,
            document.at_least,
            document.frame.to_csv(),
            under,
        )
        if key not in done:
            done[key] = published(document, under=under)
        return done[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(masking, "published", once)
        yield
