"""What every document says of a view: its title, its tables and how they were made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

import pandas as pd

from imt_core.analyses.computed_view import ComputedView
from imt_core.analyses.response import NOT_EVALUABLE
from imt_core.analyses.target_cases import NOT_RESPONSE
from imt_core.cohort.counting import LeftOut
from imt_core.cohort.rules import FIRST_LINE_MEANING
from imt_core.conventions.choices import Conventions, preset_name
from imt_core.conventions.formatting import ABBREVIATIONS
from imt_core.conventions.glossary import GLOSSARY, explain
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.subgroups import SUBGROUPS, subgroups_fact
from imt_core.reporting.content.titles import view_subject
from imt_core.reporting.masking.masked_tables import mask_tables
from imt_core.reporting.masking.masking import mask_views, masking_sentence
from imt_core.reporting.tables.result_tables import (
    SEVERAL_LINES,
    Fact,
    ResultTable,
    ResultTables,
    result_tables,
)

WITHOUT_COUNTS: Final = frozenset(
    {
        "selection_by_response",
        "different_patients",
        "series_of_imt",
        "sources_differ",
        "counts_inferred",
        "not_reproduced",
        "printed_level",
    }
)
"""Notes that are there or not whatever the counts are, and may stand beside masked tables."""

NOTES_LEFT_OUT: Final = (
    "Notes that depend on counts are left out. Where patients count with more than one line, "
    "intervals take them for lines of different patients, so they are too narrow."
)
COMPARED_WHERE_ALL_IS_SHOWN: Final = (
    "Rates of the cohort are set against one series only where all of them, and how many lines and "
    "patients there are, are shown."
)
_WHATEVER_THE_COUNTS: Final = {
    "response": (NOT_EVALUABLE.message,),
    "forest": ("Of several subgroups some differ by chance alone.",),
    "waterfall": (NOT_RESPONSE.message,),
    "spider": (NOT_RESPONSE.message,),
}
"""Beside masked tables of these kinds, of whatever counts."""

WITHHELD: Final = "The chart is left out: it would show counts that are withheld."

PICTURES_WITHHELD: Final = (
    "Small counts are masked: what is shown of them is decided for a document as a whole, and "
    "several pictures could be subtracted from each other. No picture is made alone."
)

NOBODY: Final = "Nobody in view enters this result."

_ABBREVIATIONS: Final = {
    name: GLOSSARY[name].stands_for for name in ("CR", "PR", "SD", "PD", "ORR", "ALK")
}
_QUARTILES: Final = "Q1, Q3"

_LEFT_OUT: Final = "In view, not in this result"
_ANY_LEFT_OUT: Final = "whoever lacks what it is made of; whether there are such cases is not told"
_FACT_ORDER: Final = (
    "Population",
    SUBGROUPS,
    "Counted",
    "Endpoint",
    "Events",
    "Counting unit",
    "Lines",
    "Patients in more than one group",
    SEVERAL_LINES,
    "Method",
    "Follow-up",
    "Comparison",
    "Hazard ratio",
    _LEFT_OUT,
)
"""What else a result brings follows."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ViewDocument:
    """A view in words and tables.

    Parameters
    ----------
    view : ComputedView
    title : str
        The user's own, or one that states what, population and n.
    count : str
        Lines and patients, as far as they are shown.
    tables : tuple of ResultTable
    facts : tuple of (str, str)
        How the numbers were made, by heading.
    notes : tuple of str
        Caveats, one sentence each.
    abbreviations : str
        Those that stand in the tables.
    shows_chart : bool
        Whether a chart may stand beside the tables: not where it would show what they withhold.
    """

    view: ComputedView
    title: str
    count: str
    tables: tuple[ResultTable, ...]
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    abbreviations: str
    shows_chart: bool

    @property
    def shown_tables(self) -> tuple[ResultTable, ...]:
        """The tables that a reader sees on the screen."""
        return tuple(table for table in self.tables if table.values is not None)


def view_document(view: ComputedView, context: ExportContext) -> ViewDocument:
    """Say what a document says of a view.

    Parameters
    ----------
    view : ComputedView
    context : ExportContext

    Returns
    -------
    ViewDocument

    Raises
    ------
    ImtError
        If ``context.small_cells_under`` is less than 2.

    Notes
    -----
    Where small counts are masked, so is everything that would give them away: unformatted numbers,
    charts, notes with counts, and who is left out.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort("abcd"), ViewRequest(kind="response"))
    >>> view_document(view, ExportContext(cohort_name="IMT")).title
    'Best response, whole cohort: 4 lines in 4 patients'
    >>> masked = view_document(view, ExportContext(cohort_name="IMT", small_cells_under=5))
    >>> masked.title, masked.shows_chart
    ('Best response, whole cohort: <5 lines in <5 patients', False)
    """
    under = context.small_cells_under
    count, shows_chart = str(view.count), True
    if under is None:
        made = result_tables(view.result)
        notes = tuple(note.message for note in view.result.notes)
    else:
        decided = masked_together([view], context).masked or {}
        masked = mask_tables(view.result, decided[view])
        made = masked.made
        # A curve has a step for each event, a swimmer plot a lane for each case.
        shows_chart = bool(made.tables) and not (masked.is_masked or made.draws_cases)
        count = masked.count
        why = (masked.withheld,) if masked.withheld else ()
        notes = (masking_sentence(under), *why, *_harmless(view))
    if not view.count.n_lines:
        notes = (NOBODY, *notes)
    return ViewDocument(
        view=view,
        title=view.request.title or f"{view_subject(view)}: {count}",
        count=count,
        tables=made.tables,
        facts=_facts(view, made, count, is_masked=under is not None),
        notes=notes,
        abbreviations=_abbreviations(made.tables),
        shows_chart=shows_chart,
    )


def masked_together(views: Sequence[ComputedView], context: ExportContext) -> ExportContext:
    """Decide what is shown of each count once, for all views of a document.

    Parameters
    ----------
    views : sequence of ComputedView
    context : ExportContext

    Returns
    -------
    ExportContext
        The same where nothing is masked, or where it was decided before; else one that knows, and
        that does not tell the file by its hash, with which a guess at its rows could be proved.

    Raises
    ------
    ImtError
        If ``context.small_cells_under`` is less than 2.

    Examples
    --------
    >>> masked_together([], ExportContext(cohort_name="IMT")).masked is None
    True
    """
    under = context.small_cells_under
    if under is None or (context.masked is not None and {*views} <= {*context.masked}):
        return context
    return replace(context, file_hash="", masked=mask_views(views, under=under))


def _harmless(view: ComputedView) -> tuple[str, ...]:
    """The notes that are the same whatever the counts, and that there may be others."""
    kept = [note.message for note in view.result.notes if note.code in WITHOUT_COUNTS]
    if view.request.kind == "benchmark" and view.request.compare_card:
        kept.append(COMPARED_WHERE_ALL_IS_SHOWN)
    return (*kept, *_WHATEVER_THE_COUNTS.get(view.request.kind, ()), NOTES_LEFT_OUT)


def _facts(
    view: ComputedView, made: ResultTables, count: str, *, is_masked: bool
) -> tuple[tuple[str, str], ...]:
    facts = [
        Fact(heading="Population", text=view.population),
        Fact(heading="Counted", text=count),
        Fact(heading="Counting unit", text=view.unit),
        Fact(heading="Method", text=view.method),
        *made.facts,
        *subgroups_fact(view),
    ]
    first_line = view.cohort.rules.first_line
    if first_line != "recorded":
        facts.append(Fact(heading="Lines", text=FIRST_LINE_MEANING[first_line]))
    left_out: tuple[LeftOut, ...] | None = getattr(view.result, "left_out", None)
    if left_out or (is_masked and left_out is not None):
        text = "; ".join(f"{x.count}: {x.reason}" for x in left_out)
        facts.append(Fact(heading=_LEFT_OUT, text=text, masked=_ANY_LEFT_OUT))
    place = {heading: position for position, heading in enumerate(_FACT_ORDER)}
    ordered = sorted(facts, key=lambda fact: place.get(fact.heading, len(place)))
    return tuple(
        # Who writes a fact ends the sentence, or makes it a cell.
        (
            fact.heading,
            (fact.text if fact.masked is None or not is_masked else fact.masked).rstrip("."),
        )
        for fact in ordered
        if (fact.masked if is_masked and fact.masked is not None else fact.text)
    )


def _abbreviations(tables: Sequence[ResultTable]) -> str:
    """The abbreviations that stand in the tables, with what they mean."""
    frames = [table.shown for table in tables if table.shown is not None]
    text = " ".join(
        str(cell) for frame in frames for cell in (*frame.columns, *frame.to_numpy().ravel())
    )
    meanings = dict(part.split(": ", 1) for part in ABBREVIATIONS.split("; "))
    if not any(table.name == "summary" for table in tables):
        # In other tables they are the quartiles of a measured number.
        meanings[_QUARTILES] = "first and third quartile"
    words = set(re.findall(r"\w+", text))
    return "; ".join(
        f"{short}: {meaning}"
        for short, meaning in (_ABBREVIATIONS | meanings).items()
        if set(short.split(", ")) & words
    )


def words_of(documents: Sequence[ViewDocument]) -> tuple[tuple[str, str], ...]:
    """The words of the trade in some views, each with one plain sentence, by alphabet.

    Examples
    --------
    >>> from imt_core.analyses.computed_view import compute_view
    >>> from imt_core.analyses.view_request import ViewRequest
    >>> from imt_core.cohort.example import example_cohort
    >>> view = compute_view(example_cohort(), ViewRequest(kind="baseline"))
    >>> words_of([view_document(view, ExportContext(cohort_name="IMT"))])[-1]
    ('SAS', 'A statistics program: named where programs differ in a convention.')
    """
    texts = []
    for document in documents:
        texts += [document.title, *document.notes, *(text for _, text in document.facts)]
        for table in document.shown_tables:
            shown = cast("pd.DataFrame", table.shown)
            texts += [table.heading, *shown.columns, *shown.iloc[:, 0]]
    terms = explain("\n".join(map(str, texts)))
    return tuple(
        (term.name, term.sentence) for term in sorted(terms, key=lambda term: term.name.casefold())
    )


def convention_facts(conventions: Conventions) -> tuple[tuple[str, str], ...]:
    """Every convention in words.

    Examples
    --------
    >>> convention_facts(Conventions())[0]
    ('Conventions', 'as published')
    >>> convention_facts(Conventions(conf_level=0.9))[:2]
    (('Conventions', 'chosen one by one'), ('Confidence level', '90% CI'))
    """
    return (
        ("Conventions", preset_name(conventions) or "chosen one by one"),
        ("Confidence level", conventions.conf_label),
        ("Survival", conventions.survival_method),
        ("Median and quartiles of survival", conventions.quantile_method),
        ("Proportions", conventions.proportion_method),
        ("Quartiles of measured numbers", conventions.quartile_method),
        ("Next line", conventions.next_line_method),
    )
