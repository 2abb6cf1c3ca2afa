"""What every exported view says of its origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from imt_core.analyses.computed_view import ComputedView
from imt_core.cohort.free_text import NOT_LISTED
from imt_core.cohort.whole_months import WHOLE_MONTHS, WHOLE_MONTHS_METHOD
from imt_core.conventions.formatting import EN_DASH
from imt_core.reporting.content.study_sheet import StudySheet
from imt_core.reporting.masking.masking import MaskedCounts

RECONSTRUCTION = "Reconstruction from published aggregates, not patient data"

THRESHOLDS: Final = range(2, 21)
"""Under which counts can be masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportContext:
    """Where the numbers come from.

    Parameters
    ----------
    cohort_name : str
        What the cohort is called in the document; never the name of a file unless the user says so.
    data_date : str
        The day the data are of, as the user gives it; empty where it is not said.
    is_reconstruction : bool
    software : str
        Name and version of this software.
    file_hash : str
        SHA-256 of the file that the cohort was read from, to recognise it by; may be empty.
    small_cells_under : int or None
        Counts of 1 to one less than this are masked in tables; ``None`` to show all.
    left_out : tuple of str
        Views that were asked for and cannot be made, each with the reason.
    appendix : bool
        Whether slides end with the tables of their charts.
    not_listed : tuple of str
        Columns of which texts are counted together, as a reader knows them; where small counts are
        masked those of which they may be.
    whole_months : bool
        Whether the cohort's times were rounded to whole months before the views were worked out.
    study : StudySheet or None
        What is said of the study; ``None`` where nothing was answered.
    masked : mapping of ComputedView to MaskedCounts, or None
        What is shown of each count of the document's views, decided once for all of them by
        `masked_together`.
    """

    cohort_name: str
    data_date: str = ""
    is_reconstruction: bool = False
    software: str = ""
    file_hash: str = ""
    small_cells_under: int | None = None
    left_out: tuple[str, ...] = ()
    appendix: bool = False
    not_listed: tuple[str, ...] = ()
    whole_months: bool = False
    study: StudySheet | None = None
    masked: Mapping[ComputedView, MaskedCounts] | None = field(
        default=None, compare=False, repr=False
    )

    @property
    def origin(self) -> str:
        """The cohort, its date, whether it is a reconstruction or in whole months, for a footer.

        Examples
        --------
        >>> ExportContext(cohort_name="IMT", is_reconstruction=True).origin
        'IMT · Reconstruction from published aggregates, not patient data'
        """
        parts = [self.cohort_name, f"data of {self.data_date}" if self.data_date else ""]
        parts.append(RECONSTRUCTION if self.is_reconstruction else "")
        parts.append(WHOLE_MONTHS if self.whole_months else "")
        return " · ".join(part for part in parts if part)

    @property
    def mask_briefly(self) -> str:
        """How masked counts are written, for a footer; empty where all are shown.

        Examples
        --------
        >>> ExportContext(cohort_name="IMT", small_cells_under=5).mask_briefly
        'counts of 1 to 4 are written as <5, – is withheld'
        """
        under = self.small_cells_under
        if under is None:
            return ""
        return f"counts of 1 to {under - 1} are written as <{under}, {EN_DASH} is withheld"

    @property
    def protections(self) -> tuple[tuple[str, str], ...]:
        """What was done so that nobody is recognised, by heading.

        Examples
        --------
        >>> ExportContext(cohort_name="IMT", not_listed=("Centre",)).protections
        (('Texts', "Centre: texts that one patient alone has are counted together as 'others, \
not listed'"),)
        """
        masked = self.small_cells_under is not None
        where = "" if masked else f"{', '.join(self.not_listed)}: "
        together = f"texts that one patient alone has are counted together as {NOT_LISTED!r}"
        told = (
            ("Texts", f"{where}{together}" if self.not_listed else ""),
            ("Times", WHOLE_MONTHS_METHOD if self.whole_months else ""),
        )
        return tuple((name, text) for name, text in told if text)
