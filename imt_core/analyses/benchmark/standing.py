"""How a card stands beside a cohort and other cards: current, or grey, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from imt_core.analyses.benchmark.cards import SeriesCard
from imt_core.analyses.forest.rows import Measure

StandingKind: TypeAlias = Literal["current", "superseded", "same patients", "overlapping"]

REASONS: Final[dict[StandingKind, str]] = {
    "current": "",
    "same patients": "In grey: this cohort itself",
    "overlapping": "In grey: may share patients",
    "superseded": "In grey: a later report exists",
}
"""Headings of cards in grey, in the order in which they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one card stands.

    Parameters
    ----------
    kind : {"current", "superseded", "same patients", "overlapping"}
    reason : str
        In words; empty of a current one.
    is_shown_first : bool
        Whether it is shown before anything is chosen.
    shares_with_cohort : bool
        Whether it may be made of patients of the cohort, so that nothing can be compared.
    """

    kind: StandingKind
    reason: str = ""
    is_shown_first: bool = True
    shares_with_cohort: bool = False

    @property
    def is_grey(self) -> bool:
        """Whether it is no series of its own here."""
        return self.kind != "current"


CURRENT: Final = Standing(kind="current")


def standing_of(
    card: SeriesCard,
    known: Sequence[SeriesCard],
    *,
    shown: Sequence[SeriesCard] | None = None,
    measure: Measure | None = None,
    is_sample: bool = False,
) -> Standing:
    """Say how a card stands.

    Parameters
    ----------
    card : SeriesCard
    known : sequence of SeriesCard
        All cards: a later report supersedes an earlier one whether it is shown or not.
    shown : sequence of SeriesCard or None
        Those that stand beside it, with which it may share patients; ``None`` for all.
    measure : "orr", "orr_treated", tuple of (str, float) or None
        What is looked at; ``None`` for the card as a whole.
    is_sample : bool
        Whether the cohort is the sample, which is rebuilt from the model paper.

    Returns
    -------
    Standing
        Of two cards that may share patients the one with fewer evaluated is grey, so that one of
        them stays; a superseded card is grey, and still shown first where the later report does
        not tell the measure.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.card_files import shipped_cards
    >>> cards = {card.id: card for card in shipped_cards()}
    >>> def of(name, **options):
    ...     return standing_of(cards[name], tuple(cards.values()), **options)
    >>> of("create2018_alk_pos").reason
    'superseded by Crizotinib ALK+, CREATE 2021: the same patients, a later data cut'
    >>> of("baldi2020_mtx_v").kind, of("baldi2020_mtx_v", is_sample=True).kind
    ('current', 'same patients')
    >>> of("casanova2020_vbl_mtx").kind, of("casanova2020_alk_inhibitor").kind
    ('overlapping', 'current')
    """
    if is_sample and card.is_model_paper:
        return Standing(
            kind="same patients",
            reason="this cohort is rebuilt from this series, and would be compared with itself",
            is_shown_first=False,
            shares_with_cohort=True,
        )
    later = next((other for other in known if other.supersedes == card.id), None)
    if later is not None:
        tells = measure is None or bool(later.figures_of(measure))
        untold = "" if tells else ", which does not print this rate"
        reason = f"superseded by {later.name}: the same patients, a later data cut{untold}"
        return Standing(kind="superseded", reason=reason, is_shown_first=not tells)
    if is_sample and any(other.is_model_paper for other in _sharing(card, known)):
        return Standing(
            kind="overlapping",
            reason="may share patients with the series that this cohort is rebuilt from",
            is_shown_first=False,
            shares_with_cohort=True,
        )
    larger = [
        other
        for other in _sharing(card, known if shown is None else shown)
        if (_size(other), other.id) > (_size(card), card.id)
    ]
    if larger:
        reason = f"may share patients with {' and '.join(other.name for other in larger)}"
        return Standing(kind="overlapping", reason=reason, is_shown_first=False)
    return CURRENT


def _sharing(card: SeriesCard, others: Sequence[SeriesCard]) -> list[SeriesCard]:
    return [
        other
        for other in others
        if other.id in card.overlaps_with or card.id in other.overlaps_with
    ]


def _size(card: SeriesCard) -> int:
    return max((figure.n or 0 for figure in card.figures), default=0)
