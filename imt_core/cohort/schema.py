"""The canonical cohort: its columns, their vocabularies, and the frozen `Cohort`.

One row is one treatment line of one patient. Times are months from day 1 of cycle 1 of that line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias, TypeVar

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype, is_numeric_dtype

from imt_core.cohort.counting import CaseCount, count_cases
from imt_core.cohort.endpoints import ENDPOINTS, Endpoint
from imt_core.cohort.rules import AS_RECORDED, Rules
from imt_core.conventions.formatting import format_exact
from imt_core.conventions.missing_texts import is_missing_text

T = TypeVar("T")
Kind = Literal["text", "category", "number", "integer", "flag", "date"]
Need = Literal["required", "wanted", "derived", "optional"]

NOT_RECORDED: Final = "not recorded"
"""The level under which empty cells are counted."""

EVALUABLE_RESPONSES: Final = ("CR", "PR", "SD", "PD")
RESPONDERS: Final = ("CR", "PR")
CONTROLLED: Final = ("CR", "PR", "SD")
NO_REASON: Final = "reason not recorded"
"""The reason under which responses not evaluable without one are counted."""

_ABSENT: Final = ("ausente", "brak", "fehlend", "fehlt")
"""Of a cell, that it is missing; of a group, that what the column is about is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One canonical column.

    Parameters
    ----------
    name : str
        Lower snake case header.
    label : str
        What a reader sees.
    kind : {"text", "category", "number", "integer", "flag", "date"}
        How cells are parsed; a flag is 1 (yes, event) or 0 (no, censored).
    values : tuple of str
        Vocabulary of a category, in display order.
    open_vocabulary : bool
        Whether a category keeps other texts as levels of their own.
    low, high : float or None
        Closed bounds of a number.
    need : {"required", "wanted", "derived", "optional"}
        Whether a sheet must hold it.
    patient_level : bool
        Whether all rows of one patient must agree.
    known_at_start : bool
        Whether it is known on day 1 of the line; nothing is tested by what is learned later.
    learned_at : str
        The column with the months at which it is learned, where there is one.
    meaning : str
        One line for the template and the data dictionary.
    """

    name: str
    label: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()
    open_vocabulary: bool = False
    low: float | None = None
    high: float | None = None
    need: Need = "optional"
    patient_level: bool = False
    known_at_start: bool = True
    learned_at: str = ""


def _later_months(name: str, label: str, meaning: str) -> Column:
    return Column(
        name=name, label=label, kind="number", low=0, known_at_start=False, meaning=meaning
    )


def _endpoint_columns(end: Endpoint) -> tuple[Column, Column]:
    where = f"{end.extent} disease: " if end.extent else ""
    months = Column(
        name=end.months_column,
        label=f"{end.short} (months)",
        kind="number",
        low=0,
        need="derived",
        known_at_start=False,
        meaning=f"{where}time to {end.event}, or to the last follow-up",
    )
    event = Column(
        name=end.event_column,
        label=f"{end.short} event",
        kind="flag",
        need="derived",
        known_at_start=False,
        meaning=f"1 {end.event}, 0 censored",
    )
    return months, event


def _later_date(name: str, label: str, meaning: str) -> Column:
    return Column(name=name, label=label, kind="date", known_at_start=False, meaning=meaning)


_DISEASE_EXTENTS: Final = ("localized", "advanced")
_IN_FILE_ORDER: Final = sorted(
    ENDPOINTS.values(), key=lambda end: (*_DISEASE_EXTENTS, None).index(end.extent)
)

COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        name="patient_id",
        label="Patient",
        kind="text",
        need="required",
        meaning="pseudonym; the unit that is counted as a patient",
    ),
    Column(
        name="sex",
        label="Sex",
        kind="category",
        values=("male", "female"),
        patient_level=True,
        meaning="male or female",
    ),
    Column(
        name="age_years",
        label="Age (years)",
        kind="number",
        low=0,
        high=120,
        meaning="age at the start of this line, in years",
    ),
    Column(
        name="primary_site",
        label="Primary site",
        kind="category",
        values=("abdomen", "lung/thoracic wall", "other"),
        open_vocabulary=True,
        meaning="where the tumour arose",
    ),
    Column(
        name="alk_status",
        label="ALK status",
        kind="category",
        values=("positive", "negative", "unknown"),
        need="wanted",
        patient_level=True,
        meaning="anaplastic lymphoma kinase status",
    ),
    Column(
        name="alk_method",
        label="ALK assay",
        kind="category",
        values=("IHC", "FISH", "both"),
        meaning="how ALK status was assessed",
    ),
    Column(
        name="stage",
        label="Stage",
        kind="category",
        values=("localized", "locally advanced", "metastatic"),
        need="wanted",
        meaning="at the start of this line; the last two are advanced disease",
    ),
    Column(
        name="regimen_group",
        label="Regimen group",
        kind="category",
        values=("anthracycline-based", "MTX-V", "other"),
        open_vocabulary=True,
        need="wanted",
        meaning="class of chemotherapy",
    ),
    Column(
        name="regimen",
        label="Regimen",
        kind="category",
        open_vocabulary=True,
        values=(
            "A",
            "AI",
            "A + other",
            "MTX + VNB",
            "MTX + VNR",
            "VNR/VNB",
            "CTX",
            "T",
            "GD",
            "CBDCA + TXL",
            "VP-16",
        ),
        meaning="the drugs given",
    ),
    Column(
        name="line_number",
        label="Line number",
        kind="integer",
        low=1,
        need="derived",
        meaning="systemic line, 1 is the first; 1 where a sheet has one row per patient",
    ),
    Column(
        name="prior_lines",
        label="Prior lines",
        kind="integer",
        low=0,
        need="derived",
        meaning="systemic lines before this one; line_number - 1 where absent",
    ),
    Column(
        name="total_lines",
        label="Total lines",
        kind="integer",
        low=1,
        patient_level=True,
        known_at_start=False,
        meaning="systemic lines the patient ever received",
    ),
    Column(
        name="start_date", label="Start date", kind="date", meaning="day 1 of cycle 1 of this line"
    ),
    Column(
        name="start_months",
        label="Start (months)",
        kind="number",
        low=0,
        meaning="day 1 of this line, from day 1 of the patient's first; in place of start_date",
    ),
    Column(
        name="cycles",
        label="Cycles",
        kind="number",
        low=0,
        known_at_start=False,
        meaning="cycles received",
    ),
    Column(
        name="best_response",
        label="Best response",
        kind="category",
        known_at_start=False,
        learned_at="response_months",
        values=(*EVALUABLE_RESPONSES, "NE"),
        need="wanted",
        meaning="best RECIST v1.1 response; NE is not evaluable",
    ),
    Column(
        name="ne_reason",
        label="Reason not evaluable",
        kind="text",
        known_at_start=False,
        meaning="why the response was not evaluable",
    ),
    Column(
        name="target_change_pct",
        label="Target lesion change (%)",
        kind="number",
        low=-100,
        known_at_start=False,
        meaning="best change of the sum of target lesions, % of baseline",
    ),
    Column(
        name="target_changes",
        label="Target lesion changes",
        kind="text",
        known_at_start=False,
        meaning="months from day 1 of this line and % change from baseline of each assessment: "
        "1.8: -12; 3.7: -45; 5.5: -57",
    ),
    _later_months("response_months", "Response at (months)", "first documented CR or PR"),
    *(column for end in _IN_FILE_ORDER for column in _endpoint_columns(end)),
    _later_date("progression_date", "Progression date", "recurrence or progression"),
    _later_date("death_date", "Death date", "death of any cause"),
    _later_date("last_followup_date", "Last follow-up date", "last contact"),
    _later_months("treatment_months", "Treatment (months)", "end of this line's treatment"),
    Column(
        name="stop_reason",
        label="Reason for stopping",
        kind="category",
        open_vocabulary=True,
        known_at_start=False,
        learned_at="treatment_months",
        meaning="why treatment ended",
    ),
    Column(
        name="worst_ae_grade",
        label="Worst adverse event grade",
        kind="integer",
        low=0,
        high=5,
        known_at_start=False,
        meaning="worst CTCAE grade on this line",
    ),
    Column(
        name="adverse_events",
        label="Adverse events",
        kind="text",
        known_at_start=False,
        meaning="grade and term, separated by semicolons: G3 neutropenia; G3 anaemia",
    ),
    Column(
        name="later_alk_inhibitor",
        label="Later ALK inhibitor",
        kind="flag",
        known_at_start=False,
        learned_at="later_alk_inhibitor_months",
        meaning="1 if an ALK inhibitor was given after this line",
    ),
    _later_months(
        "later_alk_inhibitor_months",
        "Later ALK inhibitor at (months)",
        "when the ALK inhibitor was started",
    ),
    Column(
        name="centre",
        label="Centre",
        kind="category",
        open_vocabulary=True,
        meaning="contributing institution",
    ),
)
"""Every canonical column, in the order of the file."""

DERIVED_COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        name="disease_extent",
        label="Disease",
        kind="category",
        values=_DISEASE_EXTENTS,
        need="derived",
        meaning="localized, or advanced (locally advanced and metastatic); from stage",
    ),
    Column(
        name="line_group",
        label="Treatment line",
        kind="category",
        values=("first", "second", "further"),
        need="derived",
        meaning="first, second, or further; from line_number",
    ),
)
"""Columns a cohort always has beside those of its sheet; they are not written to files."""

COLUMN_BY_NAME: Final = {column.name: column for column in (*COLUMNS, *DERIVED_COLUMNS)}

ADVANCED: Final = "advanced"
EXTENT_OF_STAGE: Final = {
    "localized": "localized",
    "locally advanced": ADVANCED,
    "metastatic": ADVANCED,
}


def column_label(column: str) -> str:
    """The reader's name of a column; a sheet's own column keeps its header.

    Examples
    --------
    >>> column_label("alk_status"), column_label("Ward")
    ('ALK status', 'Ward')
    """
    known = COLUMN_BY_NAME.get(column)
    return known.label if known else column


Declared: TypeAlias = tuple[tuple[str, bool], ...]
"""Columns, and whether each is known at the start, as somebody said who knows the sheet."""


def known_at_start(column: str, declared: Declared = ()) -> bool | None:
    """Whether a column is known at the start; ``None`` of a sheet's own that nobody declared.

    Examples
    --------
    >>> known_at_start("sex"), known_at_start("best_response"), known_at_start("ecog")
    (True, False, None)
    >>> known_at_start("ecog", (("ecog", True),))
    True
    """
    canonical = COLUMN_BY_NAME.get(column)
    return dict(declared).get(column, canonical.known_at_start if canonical else None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cohort:
    """A checked cohort: one row per treatment line. Made by `read_cohort` or `parse_cohort`.

    Parameters
    ----------
    frame : pandas.DataFrame
        Typed columns (text as `str` or ``None``, numbers and flags as `float` with NaN, dates as
        ``datetime64``), the canonical ones present in the sheet, the two derived ones, and any
        further column of the sheet. The index is the row number in the sheet. Treat as read-only.
    name : str
        What the cohort is called on screen.
    provenance : str
        Where the data come from, one sentence.
    is_reconstruction : bool
        Whether the rows were rebuilt from published aggregates.
    biomarker : str
        The column that divides the cohort as ALK status divides inflammatory myofibroblastic
        tumours; for another tumour, a column of the sheet's own.
    declared : tuple of (str, bool)
        Columns of the sheet's own, and whether each was known before treatment began: nothing is
        tested by the others.
    rules : Rules
        How its lines and times came to be.
    unfiltered : Cohort or None
        What a filter kept these rows of; ``None`` where nothing was filtered away.
    exact : pandas.DataFrame or None
        The times of all its rows before they were rounded; ``None`` where none was.
    """

    frame: pd.DataFrame
    name: str
    provenance: str = ""
    is_reconstruction: bool = False
    biomarker: str = "alk_status"
    declared: Declared = ()
    rules: Rules = AS_RECORDED
    unfiltered: Cohort | None = None
    exact: pd.DataFrame | None = field(default=None, repr=False)
    _known: dict[tuple[str, object], Any] = field(default_factory=dict, init=False, repr=False)
    """What was asked of the frame: every page asks for the same many times over."""

    @property
    def count(self) -> CaseCount:
        """Lines and patients."""
        return self._ask_once(("count", None), lambda: count_cases(self.frame))

    def as_timed(self) -> Cohort:
        """The same lines with the times that they had before rounding: what came first."""
        if self.exact is None:
            return self
        whole = None if self.unfiltered is None else self.unfiltered.as_timed()
        times = self.exact.loc[self.frame.index]
        return replace(self, frame=self.frame.assign(**times), unfiltered=whole, exact=None)

    def texts(self, column: str) -> pd.Series:
        """Each cell of a column as the text of its level; see `level_texts`."""
        return self._ask_once(("texts", column), lambda: level_texts(self.frame[column]))

    def has(self, *columns: str) -> bool:
        """Whether every named column is in the sheet and holds at least one value."""
        recorded = self._ask_once(("recorded", None), self._recorded)
        return all(column in recorded for column in columns)

    def _recorded(self) -> tuple[str, ...]:
        holds_any = self.frame.notna().any()
        return tuple(holds_any.index[holds_any])

    def label(self, column: str) -> str:
        """The reader's name of a column; see `column_label`."""
        return column_label(column)

    def declare(self, column: str, *, known: bool) -> Cohort:
        """The same cohort, of which it is said whether a column was known at the start."""
        return replace(self, declared=tuple({**dict(self.declared), column: known}.items()))

    def levels(self, column: str) -> tuple[str, ...]:
        """The levels that occur, vocabulary first, then the rest sorted, empty cells last."""
        return self._ask_once(("levels", column), lambda: self._levels(column))

    def _levels(self, column: str) -> tuple[str, ...]:
        present = set(self.texts(column))
        vocabulary = COLUMN_BY_NAME[column].values if column in COLUMN_BY_NAME else ()
        known = [level for level in vocabulary if level in present]
        rest = sorted(present - set(known) - {NOT_RECORDED}, key=_natural_order)
        return (*known, *rest, *([NOT_RECORDED] if NOT_RECORDED in present else []))

    def place(self, column: str, level: str) -> int:
        """Where a level stands among all levels of a column, whatever a filter left of them.

        A group takes its colour and mark from here, so that it keeps them under every filter.
        """
        return (self.unfiltered or self).levels(column).index(level)

    def subgroup_columns(self) -> tuple[str, ...]:
        """Those of the usual subgroups that the cohort can be divided by, in display order."""
        usual = ("regimen_group", self.biomarker, "disease_extent", "line_group")
        offered = self.grouping_columns()
        return tuple(column for column in dict.fromkeys(usual) if column in offered)

    def grouping_columns(self, *, most_levels: int = 15) -> tuple[str, ...]:
        """Columns fit for filters and comparisons: those with 1 to `most_levels` recorded levels.

        Identifiers, dates, free text and measured numbers are not among them; of the sheet's own
        columns those are taken for measured numbers or identifiers whose levels hardly repeat.
        """
        return self._ask_once(
            ("grouping columns", most_levels),
            lambda: tuple(
                c
                for c in self.frame.columns
                if _groups(c, self.frame[c]) and 1 <= self.frame[c].nunique() <= most_levels
            ),
        )

    def _ask_once(self, about: tuple[str, object], find: Callable[[], T]) -> T:
        if about not in self._known:
            self._known[about] = find()
        found: T = self._known[about]
        return found


def level_texts(values: pd.Series) -> pd.Series:
    """Each cell as the text of its level: whole numbers without a point, empty as not recorded."""
    write = format_exact if is_numeric_dtype(values) else str
    # Levels repeat: each is written once. Cells of several types would be taken for one another.
    is_mixed = values.dtype == object and infer_dtype(values) not in ("string", "empty")
    codes, distinct = (np.arange(len(values)), values) if is_mixed else pd.factorize(values)
    texts = [NOT_RECORDED if pd.isna(x) else write(x) for x in distinct]
    written = np.array([*texts, NOT_RECORDED], dtype=object)
    return pd.Series(written[codes], index=values.index, name=values.name)


def is_known_level(level: str) -> bool:
    """Whether a level says something of its cases; one that does not is no group of a test.

    Parameters
    ----------
    level : str
        As `level_texts` writes it.

    Notes
    -----
    Marks are findings (a marker's + and -, a genotype's -/-) unless a question mark is among them,
    and so are words for what is absent.

    Examples
    --------
    >>> [is_known_level(level) for level in ("unknown", "n/a", "Nicht bekannt", "not recorded")]
    [False, False, False, False]
    >>> [is_known_level(level) for level in ("?", "-", "-/-", "ausente", "none", "0", "NE")]
    [False, True, True, True, True, True, True]
    """
    has_words = any(letter.isalpha() for letter in level)
    return level.casefold() in _ABSENT or not (
        (has_words or "?" in level) and is_missing_text(level)
    )


def _groups(name: str, values: pd.Series) -> bool:
    column = COLUMN_BY_NAME.get(name)
    if column is None:
        is_date = pd.api.types.is_datetime64_any_dtype(values)
        most = max(1, int(values.count()) // 2)
        return not is_date and len(values.dropna().unique()) <= most
    if column.kind == "flag":
        return name == "later_alk_inhibitor"
    return column.kind in ("category", "integer")


def _natural_order(text: str) -> tuple[int, float, str]:
    try:
        return (0, float(text), text)
    except ValueError:
        return (1, 0.0, text)
