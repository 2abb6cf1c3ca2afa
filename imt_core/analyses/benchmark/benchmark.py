"""One rate of a cohort beside the same rate of series that others published; never pooled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.analyses.benchmark.card_files import shipped_cards
from imt_core.analyses.benchmark.cards import PRINTED_LEVEL, SeriesCard, check_own_cards
from imt_core.analyses.benchmark.chosen import chosen_cards
from imt_core.analyses.benchmark.difference import (
    DIFFERENT_PATIENTS,
    CardDifference,
    card_differences,
)
from imt_core.analyses.benchmark.rates import (
    CardRate,
    OwnRate,
    card_rates,
    response_rates,
    survival_rates,
)
from imt_core.analyses.benchmark.standing import REASONS, standing_of
from imt_core.analyses.forest.rows import Measure, check_measure
from imt_core.analyses.guards import learned_later
from imt_core.analyses.response import ResponseTable, response_table
from imt_core.analyses.survival import SurvivalSummary, survival_summary
from imt_core.cohort.counting import CaseCount, LeftOut, Overlap, Unit
from imt_core.cohort.endpoints import ENDPOINTS
from imt_core.cohort.grouping import Grouping
from imt_core.cohort.named_subgroups import GroupBy, columns_of
from imt_core.cohort.schema import Cohort
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.conventions.formatting import format_exact
from imt_core.conventions.notes import Note, distinct_notes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Benchmark:
    """A cohort's rate beside cards.

    Parameters
    ----------
    measure : "orr", "orr_treated" or tuple of (str, float)
    measure_label : str
        The same for a reader.
    result : ResponseTable or SurvivalSummary
        Which the cohort's rates are of.
    own : tuple of OwnRate
        One for each group.
    rates : tuple of CardRate
        Of the cards shown: current ones by treatment, then those in grey.
    known : tuple of SeriesCard
        All cards that there are, own ones last, whether they tell this rate or not.
    compared : str
        The id of the card that the groups are set against; empty for none.
    differences : tuple of CardDifference
    conventions : Conventions
    notes : tuple of Note
    """

    measure: Measure
    measure_label: str
    result: ResponseTable | SurvivalSummary
    own: tuple[OwnRate, ...]
    rates: tuple[CardRate, ...]
    known: tuple[SeriesCard, ...]
    compared: str
    differences: tuple[CardDifference, ...]
    conventions: Conventions
    notes: tuple[Note, ...]

    @property
    def is_response(self) -> bool:
        """Whether the rate is responders of n."""
        return isinstance(self.measure, str)

    @property
    def current(self) -> tuple[CardRate, ...]:
        """Those of the cards that are not in grey."""
        return tuple(rate for rate in self.rates if not rate.standing.is_grey)

    @property
    def unit(self) -> Unit:
        """What is counted of the cohort."""
        return self.result.unit

    @property
    def grouping(self) -> Grouping:
        """The cohort's groups."""
        return self.result.grouping

    @property
    def groups(self) -> tuple[OwnRate, ...]:
        """The cohort's groups, as other results name them."""
        return self.own

    @property
    def overlap(self) -> Overlap:
        """What was done where groups share patients."""
        return self.result.overlap

    @property
    def count(self) -> CaseCount:
        """Lines and patients of the cohort."""
        return self.result.count

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Of the cohort, by reason."""
        return self.result.left_out

    @property
    def method(self) -> str:
        """Intervals and what may be compared, in one sentence."""
        if self.is_response:
            of_cards = "of the series: Clopper-Pearson, of the counts as the source has them"
            own = self.conventions.proportion_method
        else:
            of_cards = "of the series: as printed"
            own = self.conventions.survival_method
        compared = "; ".join(dict.fromkeys(one.method for one in self.differences))
        told = f"{own}; {of_cards}; {DIFFERENT_PATIENTS}; none is pooled"
        return f"{told}; difference: {compared}" if compared else told

    def to_frame(self) -> pd.DataFrame:
        """One row for each group of the cohort, then one for each figure; unformatted."""
        settings = {
            "measure": self.measure_label,
            "conf_level": self.conventions.conf_level,
            "method": self.method,
        }
        own = [
            {
                "series": rate.label,
                "n_success": rate.n_event if self.is_response else None,
                "n": rate.n,
                "estimate": rate.estimate,
                "conf_low": rate.conf_low,
                "conf_high": rate.conf_high,
                "standing": "this cohort",
            }
            for rate in self.own
        ]
        cards = [
            {
                "series": rate.label,
                "treatment": rate.card.treatment,
                "population": "; ".join(filter(None, (rate.card.population, rate.figure.whom))),
                "n_success": rate.n_success,
                "n": rate.n,
                "estimate": rate.estimate,
                "conf_low": rate.conf_low,
                "conf_high": rate.conf_high,
                "printed_low": rate.figure.printed_low,
                "printed_high": rate.figure.printed_high,
                "counts": "inferred" if rate.figure.is_inferred else "as reported",
                "standing": rate.standing.kind,
                "reason": rate.standing.reason,
                "assessor": rate.card.assessor,
                "data_cut": rate.card.data_cut,
                "read_in": rate.card.where_read,
                "citation": rate.card.citation,
            }
            for rate in self.rates
        ]
        return pd.DataFrame([row | settings for row in (*own, *cards)])

    def differences_to_frame(self) -> pd.DataFrame:
        """One row for each group set against each figure of the card compared; unformatted."""
        return pd.DataFrame(
            [
                {
                    "group": one.group,
                    "series": one.card,
                    "difference": one.estimate,
                    "conf_low": one.conf_low,
                    "conf_high": one.conf_high,
                    "interval_reason": one.interval_reason,
                    "p_unadjusted": one.p_value,
                    "p_adjusted": one.p_adjusted,
                    "test_reason": one.test_reason,
                    "conf_level": self.conventions.conf_level,
                    "method": f"{one.method}; {DIFFERENT_PATIENTS}",
                }
                for one in self.differences
            ]
        )


def benchmark(
    cohort: Cohort,
    *,
    measure: Measure = "orr",
    by: GroupBy = (),
    unit: Unit = "lines",
    overlap: Overlap = "keep",
    cards: Sequence[str] = (),
    own_cards: Sequence[SeriesCard] = (),
    shipped: bool = True,
    compared: str = "",
    conventions: Conventions = AS_PUBLISHED,
) -> Benchmark:
    """Set one rate of a cohort beside the same rate of series that others published.

    Parameters
    ----------
    cohort : Cohort
        The lines in view.
    measure : "orr", "orr_treated" or tuple of (str, float)
        The response rate of the evaluable, that of all treated, or survival of an endpoint at a
        time in months such as ``("pfs", 12)``.
    by, unit, overlap
        As of `response_table`.
    cards : sequence of str
        Ids of the cards to show; none for all that are current.
    own_cards : sequence of SeriesCard
        The reader's own, see `own_card`.
    shipped : bool
        Whether the published series of inflammatory myofibroblastic tumour are there.
    compared : str
        The id of a card that each group is set against; empty for none.
    conventions : Conventions

    Returns
    -------
    Benchmark

    Raises
    ------
    ImtError
        If a card is not known, an own one is out of bounds, or the cohort lacks a column.

    Notes
    -----
    Series differ in patients, era, line, assessor and imaging interval. They stand side by side
    and are never pooled; a superseded one, and one that may share patients, is grey. Where sources
    of one series differ, both values are shown. R: ``binom.test(x, n)``, ``fisher.test``.

    References
    ----------
    Clopper CJ, Pearson ES. Biometrika 1934;26:404-413. doi:10.1093/biomet/26.4.404
    Newcombe RG. Stat Med 1998;17:873-890.
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> found = benchmark(example_cohort(), cards=["kube_rms"], compared="kube_rms")
    >>> [(rate.label, rate.n_event, rate.n) for rate in found.own]
    [('This cohort', 2, 5)]
    >>> [(rate.label, rate.n_success, rate.n, round(rate.conf_high, 3)) for rate in found.rates]
    [('RMS-type regimens, Kube', 3, 11, 0.61)]
    >>> found.differences[0].test_reason == "", round(found.differences[0].p_value, 3)
    (True, 1.0)
    """
    check_measure(measure)
    check_own_cards(own_cards)
    known = (*(shipped_cards() if shipped else ()), *own_cards)
    result, own, label = _own_rates(cohort, measure, by, unit, overlap, conventions)
    is_sample = cohort.is_reconstruction
    shown = chosen_cards(known, cards, measure=measure, is_sample=is_sample)
    rates = tuple(
        replace(
            rate,
            standing=standing_of(
                rate.card, known, shown=shown, measure=measure, is_sample=is_sample
            ),
        )
        for rate in card_rates(shown, measure, conf_level=conventions.conf_level)
    )
    place = {kind: position for position, kind in enumerate(REASONS)}
    rates = tuple(sorted(rates, key=lambda rate: place[rate.standing.kind]))
    against = [rate for rate in rates if rate.card.id == compared]
    later = learned_later(columns_of(by), cohort.declared)
    differences = tuple(
        difference
        for rate in against
        for difference in card_differences(
            own,
            rate,
            conf_level=conventions.conf_level,
            not_compared=rate.standing.reason if rate.standing.shares_with_cohort else later,
        )
    )
    return Benchmark(
        measure=measure,
        measure_label=label,
        result=result,
        own=own,
        rates=rates,
        known=known,
        compared=compared if against else "",
        differences=differences,
        conventions=conventions,
        notes=distinct_notes(
            (
                *_notes(rates, conventions),
                *(_OF_IMT if shipped and not is_sample else ()),
                *(note for note in result.notes if note.code not in _OF_GROUPS),
            )
        ),
    )


def _own_rates(
    cohort: Cohort,
    measure: Measure,
    by: GroupBy,
    unit: Unit,
    overlap: Overlap,
    conventions: Conventions,
) -> tuple[ResponseTable | SurvivalSummary, tuple[OwnRate, ...], str]:
    if isinstance(measure, str):
        table = response_table(cohort, by=by, unit=unit, overlap=overlap, conventions=conventions)
        label = f"ORR of {'evaluable' if measure == 'orr' else 'all treated'} {unit}"
        return table, response_rates(table, measure), label
    endpoint, months = measure
    summary = survival_summary(
        cohort,
        endpoint,
        by=by,
        unit=unit,
        overlap=overlap,
        rate_months=(months,),
        conventions=conventions,
    )
    label = f"{ENDPOINTS[endpoint].short} at {format_exact(months)} months"
    return summary, survival_rates(summary), label


_OF_GROUPS: Final = {"shared_patients", "not_recorded_group"}
"""Notes on tests between the cohort's groups, of which none is made here."""

_OF_IMT: Final = (
    Note(
        code="series_of_imt",
        message="The published series are of inflammatory myofibroblastic tumour: hide them "
        "beside a cohort of another tumour.",
    ),
)


def _notes(rates: Sequence[CardRate], conventions: Conventions) -> list[Note]:
    message = (
        f"{DIFFERENT_PATIENTS.capitalize()}: series differ in patients, era, line, assessor and "
        "imaging interval."
    )
    notes = [Note(code="different_patients", message=message)]
    ids = [rate.card.id for rate in rates]
    if differ := dict.fromkeys(rate.card.name for rate in rates if ids.count(rate.card.id) > 1):
        message = f"Sources differ on {'; '.join(differ)}: each value is shown."
        notes.append(Note(code="sources_differ", message=message))
    if inferred := [rate.card.name for rate in rates if rate.figure.is_inferred]:
        message = f"Counts worked out of a printed percentage: {'; '.join(inferred)}."
        notes.append(Note(code="counts_inferred", message=message))
    if missed := [rate for rate in rates if rate.figure.not_reproduced]:
        told = "; ".join(f"{rate.card.name}: {rate.figure.not_reproduced}" for rate in missed)
        notes.append(Note(code="not_reproduced", message=f"Not as the counts give it: {told}."))
    if conventions.conf_level != PRINTED_LEVEL and any(rate.n is None for rate in rates):
        message = "Printed intervals are of 95%, and are not shown beside another level."
        notes.append(Note(code="printed_level", message=message))
    return notes
