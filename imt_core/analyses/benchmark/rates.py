"""One rate of a cohort's groups, and the same rate of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imt_core.analyses.benchmark.cards import PRINTED_LEVEL, SeriesCard, SeriesFigure
from imt_core.analyses.benchmark.standing import CURRENT, Standing
from imt_core.analyses.forest.rows import Measure
from imt_core.analyses.response import ResponseTable
from imt_core.analyses.survival import SurvivalSummary
from imt_core.cohort.counting import CaseCount

THIS_COHORT = "This cohort"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRate:
    """The rate in one group of the cohort.

    Parameters
    ----------
    label : str
    place : int
        Where the group stands among all groups of the cohort, which gives its colour.
    count : CaseCount
        All lines and patients of the group.
    n, n_event : int
        Denominator and responders; or cases that enter an endpoint and events by the time.
    estimate, conf_low, conf_high : float or None
        Fractions.
    reason : str
        Why there is no estimate; empty where there is one.
    """

    label: str
    place: int
    count: CaseCount
    n: int
    n_event: int
    estimate: float | None
    conf_low: float | None
    conf_high: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRate:
    """The rate of one card.

    Parameters
    ----------
    card : SeriesCard
    figure : SeriesFigure
        Which it is made of.
    label : str
        The card's name, with its source where sources differ.
    n_success, n : int or None
        Of a response rate.
    estimate : float
        A fraction.
    conf_low, conf_high : float or None
        Of counts the exact interval; of a printed rate the printed one, where there is one of this
        level.
    standing : Standing
    """

    card: SeriesCard
    figure: SeriesFigure
    label: str
    n_success: int | None
    n: int | None
    estimate: float
    conf_low: float | None
    conf_high: float | None
    standing: Standing = CURRENT

    @property
    def is_another_value(self) -> bool:
        """Whether another source tells this of a series of which a value stands before it."""
        kind = self.figure.kind
        first = next(figure for figure in self.card.figures if figure.kind == kind)
        return bool(self.figure.source) and self.figure is not first


def response_rates(table: ResponseTable, measure: str) -> tuple[OwnRate, ...]:
    """The response rate of each group, of the evaluable or of all treated."""
    places = [made.place for made in table.grouping.groups if len(made.rows)]
    rates = []
    for group, place in zip(table.groups, places, strict=True):
        rate = (group.of_evaluable if measure == "orr" else group.of_treated).orr
        rates.append(
            OwnRate(
                label=_own_label(group.label, len(table.groups)),
                place=place,
                count=group.count,
                n=rate.n,
                n_event=rate.n_success,
                estimate=rate.estimate,
                conf_low=rate.conf_low,
                conf_high=rate.conf_high,
                reason="" if rate.n else "nobody evaluable",
            )
        )
    return tuple(rates)


def survival_rates(summary: SurvivalSummary) -> tuple[OwnRate, ...]:
    """The survival rate of each group at the one time that the summary reads."""
    rates = []
    for group in summary.groups:
        (rate,), curve = group.rates, group.curve
        rates.append(
            OwnRate(
                label=_own_label(group.label, len(summary.groups)),
                place=group.place,
                count=group.count,
                n=curve.n,
                n_event=int(curve.n_event[: curve.step_at(rate.months) + 1].sum()),
                estimate=rate.estimate,
                conf_low=rate.conf_low,
                conf_high=rate.conf_high,
                reason=rate.reason,
            )
        )
    return tuple(rates)


def _own_label(label: str, n_groups: int) -> str:
    return THIS_COHORT if n_groups == 1 else f"{THIS_COHORT}, {label}"


def card_rates(
    cards: Sequence[SeriesCard], measure: Measure, *, conf_level: float
) -> tuple[CardRate, ...]:
    """The same rate of each card that tells it; every one of them where sources differ.

    Examples
    --------
    >>> from imt_core.analyses.benchmark.card_files import shipped_cards
    >>> both = [card for card in shipped_cards() if card.id == "a8081013"]
    >>> [(rate.label, rate.n_success, rate.n) for rate in card_rates(both, "orr", conf_level=0.95)]
    [('Crizotinib adults, A8081013 (the paper)', 6, 9), \
("Crizotinib adults, A8081013 (the label's announcement)", 5, 7)]
    """
    return tuple(
        _card_rate(card, one, conf_level) for card in cards for one in card.figures_of(measure)
    )


def _card_rate(card: SeriesCard, figure: SeriesFigure, conf_level: float) -> CardRate:
    label = f"{card.name} ({figure.source})" if figure.source else card.name
    rate = figure.rate(conf_level)
    if rate is not None:
        return CardRate(
            card=card,
            figure=figure,
            label=label,
            n_success=rate.n_success,
            n=rate.n,
            estimate=rate.estimate or 0.0,
            conf_low=rate.conf_low,
            conf_high=rate.conf_high,
        )
    printed = figure.printed_low, figure.printed_high
    low, high = printed if conf_level == PRINTED_LEVEL else (None, None)
    return CardRate(
        card=card,
        figure=figure,
        label=label,
        n_success=None,
        n=None,
        estimate=(figure.percent or 0.0) / 100,
        conf_low=None if low is None else low / 100,
        conf_high=None if high is None else high / 100,
    )
