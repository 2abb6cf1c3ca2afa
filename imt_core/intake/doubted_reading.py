"""A reading with what is implausible about its cohort asked, and without what a reader left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from imt_core.cohort.schema import Cohort
from imt_core.intake.checks.assumptions import assumptions_from
from imt_core.intake.checks.checked_cohort import CohortReading
from imt_core.intake.checks.report import Issue, validation_report
from imt_core.intake.mapping.mapped_cohort import MappedReading, ReadingWithout
from imt_core.intake.mapping.mapping import Mapping
from imt_core.intake.origins import endpoint_origin
from imt_core.intake.plausibility import Plausibility, implausible, without_endpoints
from imt_core.intake.remedies.endpoint_loss import LossByEndpoint, loss_by_endpoint


def doubts_about(
    cohort: Cohort, mapped: MappedReading, mapping: Mapping, sheet: pd.DataFrame
) -> Plausibility:
    """Doubt what a sheet becomes.

    Parameters
    ----------
    cohort : Cohort
    mapped : MappedReading
        That it was made of.
    mapping : Mapping
    sheet : pandas.DataFrame
        The texts that were mapped.

    Returns
    -------
    Plausibility
    """
    patient = mapping.of("patient_id")
    n_named = None
    if patient is not None and patient.source in sheet:
        labels = sheet[patient.source]
        n_named = int(labels[labels != ""].nunique())
    return implausible(
        cohort,
        origin=lambda name: endpoint_origin(name, cohort, mapped.table, mapping),
        unused=[str(h) for h in sheet if h not in mapping.sources and h not in mapping.left_out],
        n_named=n_named,
        answers=dict(mapping.answers),
    )


def with_doubts(mapped: MappedReading, doubts: Plausibility) -> MappedReading:
    """Ask them, and leave endpoints out as answered: no cohort while any of them is open."""
    report = mapped.reading.report
    cohort, issues = _smaller(mapped.reading.cohort, doubts)
    issues = (*report.issues, *doubts.issues, *issues)
    return replace(
        mapped,
        reading=CohortReading(
            cohort=cohort, report=validation_report(issues, n_rows=report.n_rows)
        ),
    )


def _smaller(cohort: Cohort | None, doubts: Plausibility) -> tuple[Cohort | None, Iterable[Issue]]:
    if cohort is None or doubts.is_asked:
        return None, ()
    if not doubts.left_out:
        return cohort, ()
    smaller, issues = without_endpoints(cohort, doubts.left_out)
    return None if issues else smaller, issues


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GuardedReading:
    """A sheet read without the cells in question, what that costs, and whether it may be opened.

    Parameters
    ----------
    without : ReadingWithout
        Without a cohort, and with the reason, where it must not be opened.
    counted : Cohort or None
        What it would be even so.
    losses : tuple of LossByEndpoint
        Of every endpoint.
    left_out : tuple of str
        Endpoints that a reader left out.
    """

    without: ReadingWithout
    counted: Cohort | None
    losses: tuple[LossByEndpoint, ...]
    left_out: tuple[str, ...]


def guarded(
    without: ReadingWithout, mapped: MappedReading, mapping: Mapping, sheet: pd.DataFrame
) -> GuardedReading:
    """Refuse what would take all events, or all censored cases, out of an endpoint.

    Parameters
    ----------
    without : ReadingWithout
    mapped : MappedReading
        The same with the cells in question.
    mapping : Mapping
    sheet : pandas.DataFrame
        The texts that were mapped.

    Returns
    -------
    GuardedReading
    """
    cohort = without.reading.cohort
    if cohort is None:
        return GuardedReading(without=without, counted=None, losses=(), left_out=())
    losses = loss_by_endpoint(
        mapped.table,
        mapped.reading.report.errors,
        cohort,
        assumptions=assumptions_from(dict(mapping.answers)),
    )
    doubts = doubts_about(cohort, mapped, mapping, sheet)
    refusals = [loss.refusal for loss in losses if loss.refusal]
    refusals += [issue.message for issue in doubts.issues if issue.severity == "error"]
    smaller, issues = _smaller(cohort, doubts)
    refusals += [issue.message for issue in issues]
    reading = without.reading
    if refusals:
        refused = replace(without.aside, table=None, refusal=" ".join(refusals))
        without = ReadingWithout(reading=replace(reading, cohort=None), aside=refused)
    else:
        said = (*reading.report.issues, *doubts.issues)
        report = validation_report(dict.fromkeys(said), n_rows=reading.report.n_rows)
        without = replace(without, reading=CohortReading(cohort=smaller, report=report))
    return GuardedReading(without=without, counted=cohort, losses=losses, left_out=doubts.left_out)
