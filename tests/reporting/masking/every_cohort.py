"""Every cohort of a few lines: those that fit a masked document, found without any solver.

A document is compared, word by word, with what that of another cohort would say if nothing in it
were withheld: "<3" stands for 1 or 2, a dash for anything, and all else must be the same: columns,
rows, facts and notes, also which there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement

import pandas as pd

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.schema import Cohort
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.view_document import ViewDocument, masked_together, view_document
from imt_core.reporting.masking.document_counts import DocumentCounts, counts_of_document
from imt_core.reporting.masking.masking import MaskedCounts, masked_counts
from imt_core.reporting.tables.counts import CountId

Line = Mapping[str, object]
Patient = tuple[Line, ...]
_WITHHELD = "withheld, as are counts that it rests on"


@dataclass(frozen=True)
class Known:
    """A cohort's document with nothing withheld, and its counts."""

    views: tuple[ComputedView, ...]
    under: int

    @cached_property
    def counts(self) -> DocumentCounts:
        return counts_of_document([(masked_counts(v.result), v) for v in self.views])

    @cached_property
    def open(self) -> list[ViewDocument]:
        shown = {
            view: MaskedCounts(
                states=dict.fromkeys(masked_counts(view.result).values, "shown"), under=self.under
            )
            for view in self.views
        }
        return [view_document(v, self._context(shown)) for v in self.views]

    @cached_property
    def said(self) -> list[str]:
        return words(self.open)

    @cached_property
    def masked(self) -> list[ViewDocument]:
        context = masked_together(self.views, self._context(None))
        return [view_document(v, context) for v in self.views]

    def _context(self, masked: Mapping[ComputedView, MaskedCounts] | None) -> ExportContext:
        return ExportContext(cohort_name="few", small_cells_under=self.under, masked=masked)


def every_cohort(
    patients: Sequence[Patient], most: int, requests: Sequence[ViewRequest], under: int
) -> Iterator[Known]:
    """Of at most so many patients, each of one of these kinds."""
    for n in range(1, most + 1):
        for chosen in combinations_with_replacement(patients, n):
            rows = [
                {"patient_id": f"p{at}", "line_number": number + 1.0, **line}
                for at, lines in enumerate(chosen)
                for number, line in enumerate(lines)
            ]
            cohort = Cohort(frame=pd.DataFrame(rows), name="few")
            yield Known(tuple(compute_view(cohort, request) for request in requests), under)


def words(documents: Sequence[ViewDocument]) -> list[str]:
    """What documents say, in the same order whatever is withheld."""
    said = []
    for document in documents:
        said += [*re.sub(r"(line|patient)s", r"\1", document.count).split(" in "), *document.notes]
        facts = dict(document.facts) | {"Counted": ""}
        facts.setdefault("Hazard ratio", _WITHHELD if "Comparison" in facts else "")
        said += [f"{heading}: {text}" for heading, text in sorted(facts.items())]
        for table in document.shown_tables:
            said += [table.heading, *map(str, table.shown.columns)]
            said += [str(cell) for row in table.shown.to_numpy().tolist() for cell in row]
    return said


def pattern(text: str, under: int) -> re.Pattern[str]:
    """What would stand in place of this if nothing were withheld."""
    if text.endswith(_WITHHELD):
        return re.compile(re.escape(text.removesuffix(_WITHHELD)) + ".*")
    if text == "0":
        # Without its denominator it is not told that the rate is of nobody.
        return re.compile("0( .*|/.*)?|nobody .*")
    parts = re.split(rf"((?<![\w.])–(?![\w.])|<{under}(?!\d))", text)
    told = "".join(
        ".*" if part == "–" else f"[1-{under - 1}]" if part == f"<{under}" else re.escape(part)
        for part in parts
    )
    # Beside a count that is shown a percentage may be withheld.
    return re.compile(told + "( .*|/.*)?")


def fits(masked: Sequence[str], said: Sequence[str], under: int) -> bool:
    return len(masked) == len(said) and all(
        m == s or pattern(m, under).fullmatch(s) for m, s in zip(masked, said, strict=True)
    )


def labels(documents: Sequence[ViewDocument]) -> list[list[str]]:
    """What is named in documents, whatever is counted."""
    tables = [table.shown for document in documents for table in document.shown_tables]
    return [[*table.columns, *table.iloc[:, 0]] for table in tables]


def pinned(truth: Known, others: Sequence[Known]) -> dict[CountId, set[int]]:
    """Small counts that are written and cannot be each small count, and what they can be.

    Or as many values from the least that they can be where this much is named.
    """
    masked, named = words(truth.masked), labels(truth.open)
    alike = [other for other in others if labels(other.open) == named]
    fitting = [other for other in alike if fits(masked, other.said, truth.under)]
    found = {}
    for count in truth.counts.written:
        if 0 < truth.counts.values[count] < truth.under:
            least = max(1, min(other.counts.values.get(count, 0) for other in alike))
            possible = {other.counts.values.get(count, 0) for other in fitting}
            if not possible >= set(range(least, least + max(truth.under - 1, 2))):
                found[count] = possible
    return found
