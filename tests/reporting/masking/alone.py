"""A result whose document holds nothing else, masked."""

from __future__ import annotations

from imt_core.reporting.masking.masked_tables import MaskedTables, mask_tables
from imt_core.reporting.masking.masking import MaskedCounts, mask_results, masked_counts
from imt_core.reporting.tables.counts import Counts


def masked_alone(result: object, *, under: int) -> MaskedTables:
    return mask_tables(result, counts_alone(masked_counts(result), under=under))


def counts_alone(counts: Counts, *, under: int) -> MaskedCounts:
    (masked,) = mask_results([(counts, None)], under=under)
    return masked
