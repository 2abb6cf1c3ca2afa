"""Which cards stand beside a cohort, and of which rates they can tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from imt_core.analyses.benchmark.cards import SeriesCard
from imt_core.analyses.benchmark.standing import standing_of
from imt_core.analyses.forest.rows import DENOMINATORS, Measure
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.errors import ImtError


def chosen_cards(
    known: Sequence[SeriesCard], cards: Sequence[str], *, measure: Measure, is_sample: bool
) -> tuple[SeriesCard, ...]:
    """The cards that are shown: those named, or all that are shown before anything is chosen.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.card_files import shipped_cards
    >>> known = shipped_cards()
    >>> [len(chosen_cards(known, (), measure="orr", is_sample=x)) for x in (True, False)]
    [10, 14]
    """
    by_id = {card.id: card for card in known}
    if unknown := [card for card in cards if card not in by_id]:
        raise ImtError(
            f"cards must be names of series that are known, but {unknown[0]:.60} is none. Choose "
            "the cards anew."
        )
    if cards:
        return tuple(card for card in known if card.id in cards)
    return tuple(
        card
        for card in known
        if card.figures_of(measure)
        and standing_of(card, known, measure=measure, is_sample=is_sample).is_shown_first
    )


def benchmark_measures(known: Iterable[SeriesCard]) -> tuple[Measure, ...]:
    """Every rate that some card tells: response first, then survival by endpoint and month.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.card_files import shipped_cards
    >>> benchmark_measures(shipped_cards())
    ('orr', 'orr_treated', ('pfs', 12.0))
    """
    rates = {
        (figure.endpoint, figure.months)
        for card in known
        for figure in card.figures
        if figure.kind == "survival" and figure.months is not None and figure.endpoint in ENDPOINTS
    }
    order = tuple(ENDPOINTS)
    return (*DENOMINATORS, *sorted(rates, key=lambda rate: (order.index(rate[0]), rate[1])))
