"""Views on their way out of the app: patients with new labels, and what cannot be made named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from secrets import token_hex

from imt_core.analyses.computed_view import ComputedView, compute_view
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.free_text import columns_not_listed, named_by, open_columns, without_free_text
from imt_core.cohort.pseudonyms import key_after, new_labels, with_new_labels
from imt_core.cohort.schema import Cohort
from imt_core.cohort.whole_months import in_whole_months
from imt_core.conventions.errors import ImtError
from imt_core.reporting.content.context import ExportContext
from imt_core.reporting.content.study_known import known_of_study
from imt_core.reporting.content.study_sheet import StudyAnswer, StudySheet, study_sheet
from imt_core.reporting.content.view_document import masked_together


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Export:
    """What documents are made of, worked out when one is wanted.

    Parameters
    ----------
    opened : Cohort
        The whole cohort, with the labels of its sheet.
    requests : tuple of ViewRequest
    context : ExportContext
    rekeyed : bool
        Whether patients get new labels.
    seed : str
        Of the new labels, a secret; drawn where none is given.
    answers : tuple of StudyAnswer
        What the user says of the study; without any, documents have no study sheet.
    """

    opened: Cohort
    requests: tuple[ViewRequest, ...]
    context: ExportContext
    rekeyed: bool = True
    seed: str = field(default_factory=token_hex)
    answers: tuple[StudyAnswer, ...] = ()

    def work_out(self) -> tuple[tuple[ComputedView, ...], ExportContext]:
        """Every view that can be made, and the context that names those that cannot.

        Examples
        --------
        A cohort opened after a view was collected may lack its columns:

        >>> import pandas as pd
        >>> frame = pd.DataFrame({"patient_id": ["a"], "line_number": [1.0], "sex": ["male"]})
        >>> requests = (ViewRequest(kind="baseline"), ViewRequest(kind="response", title="Ours"))
        >>> export = Export(opened=Cohort(frame=frame, name="one"), requests=requests,
        ...                 context=ExportContext(cohort_name="One"))
        >>> views, context = export.work_out()
        >>> [view.request.kind for view in views]
        ['baseline']
        >>> context.left_out
        ('Response, Ours: cohort must have the column best_response for a response table, but it \
is missing. Add it to the sheet.',)
        """
        cohort = self.cohort()
        views, left_out = [], []
        for request in self.requests:
            try:
                views.append(compute_view(cohort, self._of(request)))
            except ImtError as error:
                name = VIEW_KINDS[request.kind].label
                named = f"{name}, {request.title}" if request.title else name
                # A reason may name a number of cases.
                told = "cannot be made" if self._is_masked else str(error)
                left_out.append(f"{named}: {told}")
        study = self._study(cohort, views) if self.answers else None
        # That some text is of one patient alone is a count too.
        columns = open_columns(cohort) if self._is_masked else columns_not_listed(cohort)
        context = replace(
            self.context,
            left_out=tuple(left_out),
            not_listed=tuple(map(cohort.label, columns)),
            study=study,
        )
        return tuple(views), masked_together(views, context)

    @property
    def _is_masked(self) -> bool:
        return self.context.small_cells_under is not None

    def cohort(self) -> Cohort:
        """The cohort as it leaves: labels, rows, texts and times.

        New labels where they are wanted, the rows then in their order; texts that might tell who
        somebody is counted together, but for what a view is of by name; times in whole months where
        that is wanted.

        Examples
        --------
        >>> from imt_core.cohort.example import example_cohort
        >>> export = Export(opened=example_cohort(), requests=(), seed="drawn once",
        ...                 context=ExportContext(cohort_name="IMT", whole_months=True))
        >>> export.cohort().frame["patient_id"].tolist()
        ['P01', 'P02', 'P03', 'P04', 'P05', 'P06']
        """
        cohort = self.opened
        if self.rekeyed:
            cohort = with_new_labels(cohort, seed=self.seed)
        if self.context.whole_months:
            cohort = in_whole_months(cohort)
        named = named_by(
            (request.filter for request in self.requests),
            ((*request.by, *request.columns) for request in self.requests),
        )
        return without_free_text(cohort, kept=named)

    @property
    def unmasked(self) -> Export:
        """The same without masks."""
        return replace(self, context=replace(self.context, small_cells_under=None))

    @property
    def choices(self) -> tuple[object, ...]:
        """What else than cohort and requests documents are made of."""
        return self.context, self.rekeyed, self.seed, self.answers

    def _study(self, cohort: Cohort, views: Sequence[ComputedView]) -> StudySheet:
        """The study sheet; masked documents lack the counts of the cohort's answers."""
        known = None if self._is_masked else known_of_study(cohort, views)
        return study_sheet(self.answers, known)

    def _of(self, request: ViewRequest) -> ViewRequest:
        """The same request of the same patients, by the labels that they have now.

        Where small counts are masked nobody is marked.
        """
        own = {label: label for label in self.opened.frame["patient_id"].astype(str)}
        labels = new_labels(self.opened, seed=self.seed) if self.rekeyed else own
        patient = key_after(request.patient, self.opened, labels)
        index = "" if self._is_masked else key_after(request.index, self.opened, labels)
        return replace(request, patient=patient, index=index)
