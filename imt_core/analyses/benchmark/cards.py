"""A series that others reported, as a card: what it counted, in whom, and where that was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal, TypeAlias

from imt_core.analyses.forest.rows import Measure
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_exact, format_number
from imt_core.estimates.proportions import Proportion, proportion

FigureKind: TypeAlias = Literal["response", "survival", "median"]
ReadIn: TypeAlias = Literal["paper", "abstract", "label", "news", "review", "seed"]

READ_IN: Final[dict[ReadIn, str]] = {
    "paper": "the paper itself",
    "abstract": "its abstract",
    "label": "the drug's label",
    "news": "a news report",
    "review": "a review",
    "seed": "the discussion of the model paper, which cites it",
}
"""Where a figure was read, in plain words."""

CARD_ENDPOINTS: Final = (*ENDPOINTS, "dor")
MOST_CARDS: Final = 50
"""Of the reader's own, and of a choice."""
LONGEST_NAME: Final = 60
LONGEST_WORDS: Final = 300
MOST_CASES: Final = 100_000
LONGEST_MONTHS: Final = 1_200.0
PRINTED_LEVEL: Final = 0.95
"""Of every interval that a source prints."""
OWN: Final = "own: "
"""What the identifier of a reader's own card begins with; its name follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFigure:
    """One figure of a series.

    Parameters
    ----------
    kind : {"response", "survival", "median"}
        Responders of n, a survival rate at a time, or a median time.
    n_success, n : int or None
        Of a response.
    endpoint : str
        Of a survival rate or a median: a name of `ENDPOINTS`, or ``dor``.
    months : float or None
        When a survival rate is read; the median itself.
    percent : float or None
        Of a survival rate.
    printed_low, printed_high : float or None
        The source's own 95% limits: percent, or months of a median.
    is_inferred : bool
        Whether the counts were worked out of a percentage.
    source, whom : str
        Who prints it where sources differ, and whom it is of where that is not the whole series.
    """

    kind: FigureKind
    n_success: int | None = None
    n: int | None = None
    endpoint: str = ""
    months: float | None = None
    percent: float | None = None
    printed_low: float | None = None
    printed_high: float | None = None
    is_inferred: bool = False
    source: str = ""
    whom: str = ""

    def is_of(self, measure: Measure) -> bool:
        """Whether it can stand beside a cohort's rate.

        Examples
        --------
        >>> SeriesFigure(kind="response", n_success=1, n=2).is_of("orr_treated")
        True
        >>> rate = SeriesFigure(kind="survival", endpoint="pfs", months=12.0, percent=67.0)
        >>> rate.is_of(("pfs", 12.0)), rate.is_of(("pfs", 24.0)), rate.is_of("orr")
        (True, False, False)
        """
        if isinstance(measure, str):
            return self.kind == "response"
        return self.kind == "survival" and measure == (self.endpoint, self.months)

    def rate(self, conf_level: float = PRINTED_LEVEL) -> Proportion | None:
        """The response rate with its exact interval; ``None`` of what is no quotient."""
        if self.n_success is None or self.n is None:
            return None
        return proportion(self.n_success, self.n, conf_level=conf_level)

    @property
    def not_reproduced(self) -> str:
        """Which printed limits its counts do not give, in words; empty where they give both.

        Examples
        --------
        >>> SeriesFigure(
        ...     kind="response", n_success=10, n=21, printed_low=25.7, printed_high=70.2
        ... ).not_reproduced
        ''
        >>> SeriesFigure(
        ...     kind="response", n_success=7, n=10, printed_low=33, printed_high=93
        ... ).not_reproduced
        'printed lower limit 33%, exact 35%'
        """
        rate = self.rate()
        if rate is None:
            return ""
        printed = (("lower", self.printed_low), ("upper", self.printed_high))
        # A source prints both limits with as many decimals.
        decimals = 0 if all(x is None or x == int(x) for _, x in printed) else 1
        told = []
        for (end, limit), exact in zip(printed, (rate.conf_low, rate.conf_high), strict=True):
            if limit is None or exact is None:
                continue
            theirs, ours = (format_number(x, decimals=decimals) for x in (limit, 100 * exact))
            if theirs != ours:
                told.append(f"printed {end} limit {theirs}%, exact {ours}%")
        return "; ".join(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesCard:
    """A series that others reported, or that the reader entered.

    Parameters
    ----------
    id, name : str
        How a choice names it, and a reader.
    treatment, population, citation : str
    figures : tuple of SeriesFigure
        Several of one kind where sources differ: all of them are shown.
    assessor, data_cut, remark : str
        Who read the responses, until when patients were followed, and what else is told; empty
        where the source does not say so.
    read_in : tuple of str
        Keys of `READ_IN`; none of the reader's own.
    supersedes : str
        The id of an earlier report of the same patients.
    overlaps_with : tuple of str
        The ids of series with which it may share patients.
    is_model_paper : bool
        Whether the sample cohort was rebuilt from it.
    """

    id: str
    name: str
    treatment: str
    population: str
    citation: str
    figures: tuple[SeriesFigure, ...]
    assessor: str = ""
    data_cut: str = ""
    remark: str = ""
    read_in: tuple[ReadIn, ...] = ()
    supersedes: str = ""
    overlaps_with: tuple[str, ...] = ()
    is_model_paper: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the reader entered it."""
        return self.id.startswith(OWN)

    @property
    def where_read(self) -> str:
        """Where its figures were read."""
        if self.is_own:
            return "entered by hand"
        return "; ".join(READ_IN[place] for place in self.read_in)

    def figures_of(self, measure: Measure) -> tuple[SeriesFigure, ...]:
        """Those that can stand beside a cohort's rate; several where sources differ."""
        return tuple(figure for figure in self.figures if figure.is_of(measure))


def own_card(
    name: str,
    *,
    treatment: str = "",
    population: str = "",
    citation: str = "",
    figures: Sequence[SeriesFigure],
) -> SeriesCard:
    """Make a card of the reader's own.

    Parameters
    ----------
    name, treatment, population, citation : str
    figures : sequence of SeriesFigure

    Returns
    -------
    SeriesCard

    Raises
    ------
    ImtError
        If something in it is out of bounds; the message says what.

    Examples
    --------
    >>> figure = SeriesFigure(kind="response", n_success=4, n=9)
    >>> card = own_card("Our centre", figures=[figure])
    >>> card.id, card.is_own, card.where_read
    ('own: Our centre', True, 'entered by hand')
    >>> own_card("Our centre", figures=[SeriesFigure(kind="response", n_success=9, n=4)])
    Traceback (most recent call last):
        ...
    imt_core.ImtError: responders must be from 0 to the number evaluated, but 9 of 4 was found. \
Correct the counts of the card.
    """
    name, treatment, population, citation = (
        " ".join(text.split()) for text in (name, treatment, population, citation)
    )
    card = SeriesCard(
        id=f"{OWN}{name}",
        name=name,
        treatment=treatment,
        population=population,
        citation=citation,
        figures=tuple(figures),
    )
    check_own_cards((card,))
    return card


def check_own_cards(cards: Sequence[SeriesCard]) -> None:
    """Refuse cards that no form could give: of too many words, impossible counts or one name.

    Raises
    ------
    ImtError
        With the first thing that is out of bounds.
    """
    _must(
        len(cards) <= MOST_CARDS,
        f"there must be at most {MOST_CARDS} own cards, but {len(cards)} were found. Leave out "
        "some.",
    )
    ids = [card.id for card in cards]
    _must(
        len(set(ids)) == len(ids),
        "own cards must have different names, but one is repeated. Name it differently.",
    )
    for card in cards:
        _check_words(card)
        _must(
            bool(card.figures) and len(card.figures) <= MOST_CARDS,
            "a card must have a figure, but has none or too many. Give one: responders of n, a "
            "rate at a month, or a median.",
        )
        for figure in card.figures:
            check_figure(figure)


def _check_words(card: SeriesCard) -> None:
    _must(
        0 < len(card.name) <= LONGEST_NAME and card.id == f"{OWN}{card.name}",
        f"a card must have a name of at most {LONGEST_NAME} characters, but has not. Name it.",
    )
    words = [card.treatment, card.population, card.citation, card.assessor, card.data_cut]
    words += [card.remark, *(x for f in card.figures for x in (f.source, f.whom))]
    _must(
        all(len(text) <= LONGEST_WORDS for text in words),
        f"the words of a card must be at most {LONGEST_WORDS} characters each, but some are more. "
        "Shorten them.",
    )
    _must(
        all(text.isprintable() for text in (card.name, *words)),
        "the words of a card must be plain text on one line, but hold characters that are not "
        "seen. Type them anew.",
    )
    _must(
        not (card.supersedes or card.overlaps_with or card.is_model_paper or card.read_in),
        "an own card must stand for itself, but names others. Leave that out.",
    )


def check_figure(figure: SeriesFigure) -> None:
    """Refuse a figure with impossible counts, percentages or months.

    Examples
    --------
    >>> check_figure(SeriesFigure(kind="survival", endpoint="os", months=24.0, percent=130.0))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: a rate must be from 0 to 100 percent, but 130 was found. Give it in percent.
    """
    if figure.kind == "response":
        x, n = figure.n_success, figure.n
        _must(
            n is not None and 0 < n <= MOST_CASES,
            f"the number evaluated must be from 1 to {MOST_CASES:,}, but is not. Give n.",
        )
        _must(
            x is not None and n is not None and 0 <= x <= n,
            f"responders must be from 0 to the number evaluated, but {x} of {n} was found. Correct "
            "the counts of the card.",
        )
    else:
        _must(
            figure.endpoint in CARD_ENDPOINTS,
            f"the endpoint of a card must be one of {', '.join(CARD_ENDPOINTS)}, but is another. "
            "Choose one of them.",
        )
        months = figure.months
        _must(
            months is not None and 0 < months <= LONGEST_MONTHS,
            f"months must be more than 0 and at most {LONGEST_MONTHS:,g}, but are not. Give them.",
        )
    _check_limits(figure)


def _check_limits(figure: SeriesFigure) -> None:
    is_median = figure.kind == "median"
    most = LONGEST_MONTHS if is_median else 100.0
    limits = [x for x in (figure.printed_low, figure.printed_high) if x is not None]
    _must(
        all(isfinite(x) and 0 <= x <= most for x in limits) and limits == sorted(limits),
        f"limits must be from 0 to {format_exact(most)}, the lower first, but are not. Correct "
        "them.",
    )
    if figure.kind == "survival":
        percent = figure.percent
        shown = "nothing" if percent is None else f"{percent:g}"
        _must(
            percent is not None and 0 <= percent <= 100,
            f"a rate must be from 0 to 100 percent, but {shown} was found. Give it in percent.",
        )
    middle = figure.months if is_median else figure.percent
    low, high = figure.printed_low, figure.printed_high
    _must(
        middle is None or ((low is None or low <= middle) and (high is None or middle <= high)),
        "a figure must lie between its limits, but does not. Correct the card.",
    )


def _must(is_so: bool, message: str) -> None:
    if not is_so:
        raise ImtError(message)
