"""Small counts written as "fewer than", and dashes where they could be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.named_subgroups import named_in
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.masking.document_counts import counts_of_document
from imt_core.reporting.masking.publication import Shown, published
from imt_core.reporting.tables.counts import WITHHELD, Cell, Count, CountId, Counts, FewerThan
from imt_core.reporting.tables.result_tables import result_tables


def check_under(under: int) -> None:
    """Refuse a threshold that masks nothing.

    Examples
    --------
    >>> check_under(1)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: under must be at least 2, but 1 was found. Give 5, or None to show \
all counts.
    """
    if under < 2:
        raise ImtError(
            f"under must be at least 2, but {under} was found. Give 5, or None to show all counts."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MaskedCounts:
    """What is shown of each count: the one way from what was decided to what stands in a cell.

    Parameters
    ----------
    states : dict of CountId to {"shown", "small", "withheld"}
        Of a count that is not among them everybody knows that it is 0.
    under : int
    hides_times : bool
        Whether the document has a number of events by a time that it does not show. A median, or a
        comparison, would tell something of it.
    hides_rarer : bool
        Whether another table of the document names terms that one of common terms alone leaves out.
    """

    states: dict[CountId, Shown]
    under: int
    hides_times: bool = False
    hides_rarer: bool = False

    def is_shown(self, *counts: Count) -> bool:
        """Whether all of these stand as they are."""
        return all(self._state(count) == "shown" for count in counts)

    def at_most(self, count: Count) -> int | None:
        """The most that a reader takes a count to be; ``None`` where that may be anything."""
        if self.is_shown(count):
            return count.n
        return self.under - 1 if self._state(count) == "small" else None

    def has_enough(self, n: int, parts: int) -> bool:
        """Whether so many, in so many parts of one size, are in none too few."""
        return n >= parts * self.under

    def cell(self, count: Count) -> Cell:
        """The count, or what stands for it."""
        state = self._state(count)
        if state == "small":
            return FewerThan(self.under)
        return count if state == "shown" else WITHHELD

    def _state(self, count: Count) -> Shown:
        return "shown" if count.is_nobody else self.states[count.id]


def holds_the_same_lines(result: object) -> bool:
    """Whether a result is of subgroups of which some lines are in several.

    Of one less those of another no rule protects the counts: it has no table where they are masked.
    """
    grouping: Grouping | None = getattr(result, "grouping", None)
    return bool(grouping and grouping.n_shared_patients and grouping.shared.n_lines)


def masked_counts(result: object) -> Counts:
    """The counts of a result that stand in a masked document."""
    made = result_tables(result)
    if not holds_the_same_lines(result):
        return made.counts
    size = Counts()
    size.add_sizes(made.size)
    return size


def mask_views(views: Sequence[ComputedView], *, under: int) -> dict[ComputedView, MaskedCounts]:
    """Decide what is shown of each count of the views of one document, all together.

    Parameters
    ----------
    views : sequence of ComputedView
    under : int
        Counts of 1 to one less than this are small; at least 2.

    Raises
    ------
    ImtError
        If `under` is less than 2.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="response"))
    >>> sorted(set(mask_views([view], under=5)[view].states.values()))
    ['shown', 'withheld']
    """
    results = [(masked_counts(view.result), view) for view in views]
    return dict(zip(views, mask_results(results, under=under), strict=True))


def mask_results(
    results: Sequence[tuple[Counts, ComputedView | None]], *, under: int
) -> list[MaskedCounts]:
    """Decide what is shown of each count of results that stand in one document.

    Parameters
    ----------
    results : sequence of (Counts, ComputedView or None)
        As for `counts_of_document`.
    under : int
        Counts of 1 to one less than this are small; at least 2.

    Raises
    ------
    ImtError
        If `under` is less than 2.

    Examples
    --------
    >>> men = Count(CountId("lines").having("sex", "male"), 3)
    >>> counts = Counts()
    >>> counts.add(men)
    >>> (masked,) = mask_results([(counts, None)], under=5)
    >>> masked.cell(men).text, masked.is_shown(men)
    ('<5', False)
    """
    check_under(under)
    document = counts_of_document(results)
    states = published(document, under=under)
    hides_times = any(
        states[count] != "shown"
        for count in document.written
        if any(subject[0] == "event by" for subject, _ in count.where)
    )
    hides_rarer = _tell_rarer_terms([view.request for _, view in results if view is not None])
    return [
        MaskedCounts(
            states={count: states[names[count]] for count in counts.values},
            under=under,
            hides_times=hides_times,
            hides_rarer=hides_rarer,
        )
        for (counts, _), names in zip(results, document.names, strict=True)
    ]


def _tell_rarer_terms(requests: Sequence[ViewRequest]) -> bool:
    """Whether some views list common terms alone, and others choose terms of others or otherwise.

    What the one names and the other does not is rarer than that; by what lines are grouped does
    not matter.
    """
    toxicity = [request for request in requests if request.kind == "toxicity"]
    chosen = {
        (
            *(r.term_least, r.term_grades, r.filter, r.unit, r.overlap),
            r.by if r.overlap != "keep" or named_in(r.by) else (),
        )
        for r in toxicity
    }
    return len(chosen) > 1 and any(request.term_least > 1 for request in toxicity)


def masking_sentence(under: int) -> str:
    """What was done to the counts, for the reader of a masked table.

    Examples
    --------
    >>> masking_sentence(5)[:36]
    'Counts of 1 to 4 are written as <5; '
    """
    return (
        f"Counts of 1 to {under - 1} are written as <{under}; {EN_DASH} stands for a count, of any "
        "size, that is withheld because a small count could be worked out from it. Percentages, "
        "intervals, estimates and comparisons that rest on such counts are withheld too. A solver "
        "that was told all counts of this document together found for each small one that each of "
        f"1 to {under - 1} remains possible, or as many values where more are named; where every "
        "count is withheld, they were too many to be searched. Medians are "
        f"of at least {2 * under} values, quartiles and limits of a median of {4 * under}; no "
        "smallest and no largest value is told. Whoever has another document of nearly the same "
        "patients may compare the two."
    )
