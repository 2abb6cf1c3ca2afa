"""From the rows of the file to each figure: how many lines reach it, and why others do not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import pandas as pd

from imt_core.analyses.response import NO_REASON
from imt_core.analyses.swimmer.notes import NO_TIME
from imt_core.cohort.counting import CaseCount, count_cases
from imt_core.cohort.endpoints import (
    ENDPOINTS,
    EndpointName,
    LeftOut,
    derive_endpoint,
    left_out_rows,
)
from imt_core.cohort.filters import FilteredCohort, describe_criterion
from imt_core.cohort.schema import EVALUABLE_RESPONSES, Cohort
from imt_core.cohort.treatment_lines import read_treatment_lines
from imt_core.conventions.errors import ImtError
from imt_core.intake.remedies.setting_aside import SetAside

_ORDER: Final[tuple[EndpointName, ...]] = ("os", "pfs", "rfs")
_UNDER_BARS: Final = ("rfs_months", "pfs_months", "os_months", "treatment_months")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttritionStep:
    """Lines at one point of the way, and those that left since the point before.

    Parameters
    ----------
    label : str
    count : CaseCount
    left_out : tuple of LeftOut
        By reason; a patient may stand under a reason and still have lines that remain.
    """

    label: str
    count: CaseCount
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attrition:
    """The way from the file to the figures.

    Parameters
    ----------
    steps : tuple of AttritionStep
        Rows in the file, lines in the cohort, lines after each criterion; the last are in view.
    figures : tuple of AttritionStep
        Of the lines in view, those that enter OS, PFS, RFS, the response rate and the swimmer
        plot; each figure's lines and its left out add up to the lines in view.
    n_cells_emptied : int
        Cells that were left out on the user's word, in rows that are kept.
    """

    steps: tuple[AttritionStep, ...]
    figures: tuple[AttritionStep, ...]
    n_cells_emptied: int

    @property
    def in_view(self) -> CaseCount:
        """Lines and patients that the figures start from."""
        return self.steps[-1].count

    def to_frame(self) -> pd.DataFrame:
        """One row for each count: what remains, and what left with its reason; unformatted."""
        records = []
        for part, steps in (("step", self.steps), ("figure", self.figures)):
            for step in steps:
                records.append((part, step.label, "in", "", step.count))
                records += [(part, step.label, "out", x.reason, x.count) for x in step.left_out]
        return pd.DataFrame(
            [(*record, count.n_lines, count.n_patients) for *record, count in records],
            columns=["part", "label", "direction", "reason", "n_lines", "n_patients"],
        )


def attrition(table_rows: int, aside: SetAside | None, filtered: FilteredCohort) -> Attrition:
    """Count the lines on their way from the file to each figure.

    Parameters
    ----------
    table_rows : int
        Rows of the table that was read, such as `ValidationReport.n_rows`.
    aside : SetAside or None
        What was set aside to open the sheet; ``None`` where it was opened as it is.
    filtered : FilteredCohort

    Returns
    -------
    Attrition

    Raises
    ------
    ImtError
        If the rows of the file, those set aside and the lines of the cohort do not add up.

    Notes
    -----
    Lines are counted, with the patients they belong to. Who enters OS, PFS and RFS is what
    `derive_endpoint` says, for the swimmer plot what its treatment lines say, and the response
    rate counts the evaluable responses of `response_table`.

    Examples
    --------
    >>> from imt_core.cohort.filters import CohortFilter, filter_cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...     "disease_extent": ["localized", "advanced"], "os_months": [9.0, None],
    ...     "os_event": [1.0, None], "best_response": ["NE", "PR"]})
    >>> view = filter_cohort(Cohort(frame=frame, name="two"), CohortFilter())
    >>> way = attrition(2, None, view)
    >>> [(figure.label, figure.count.n_lines) for figure in way.figures]
    [('OS', 1), ('PFS', 0), ('RFS', 0), ('Response rate', 1), ('Swimmer plot', 1)]
    >>> way.figures[3].left_out[0].reason
    'not evaluable: reason not recorded'
    >>> attrition(3, None, view)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: table_rows must be the 2 lines of the cohort and the 0 rows set \
aside, but 3 was found. Give the rows of the table that the cohort was made from.
    """
    n_aside = aside.n_rows if aside else 0
    if table_rows != filtered.before.n_lines + n_aside:
        raise ImtError(
            f"table_rows must be the {filtered.before.n_lines} lines of the cohort and the "
            f"{n_aside} rows set aside, but {table_rows} was found. Give the rows of the table "
            "that the cohort was made from."
        )
    file = aside.before if aside else filtered.before
    steps = [
        AttritionStep(label="Rows in the file", count=file),
        AttritionStep(
            label="Lines in the cohort",
            count=filtered.before,
            left_out=aside.left_out if aside else (),
        ),
    ]
    for step in filtered.steps:
        words = describe_criterion(step.criterion)
        out = LeftOut(reason=f"not {words}", count=step.left_out)
        steps.append(
            AttritionStep(
                label=f"Kept: {words}",
                count=step.after,
                left_out=(out,) if out.count.n_lines else (),
            )
        )
    cohort = filtered.cohort
    return Attrition(
        steps=(*steps, AttritionStep(label="Lines in view", count=filtered.after)),
        figures=(
            *(_endpoint(cohort, name) for name in _ORDER),
            _response(cohort),
            _swimmer(cohort),
        ),
        n_cells_emptied=aside.n_cells if aside else 0,
    )


def _endpoint(cohort: Cohort, name: EndpointName) -> AttritionStep:
    end = ENDPOINTS[name]
    if {end.months_column, end.event_column} <= set(cohort.frame.columns):
        cases = derive_endpoint(cohort, name)
        return AttritionStep(label=end.short, count=cases.count, left_out=cases.left_out)
    return _nothing(end.short, f"the sheet has no {end.short}", cohort)


def _nothing(label: str, reason: str, cohort: Cohort) -> AttritionStep:
    everyone = (left_out_rows(reason, cohort.frame),) if len(cohort.frame) else ()
    return AttritionStep(label=label, count=count_cases(cohort.frame.head(0)), left_out=everyone)


def _response(cohort: Cohort) -> AttritionStep:
    frame, label = cohort.frame, "Response rate"
    if "best_response" not in frame:
        return _nothing(label, "the sheet has no best_response", cohort)
    evaluable = frame["best_response"].isin(EVALUABLE_RESPONSES)
    not_evaluable = frame[frame["best_response"] == "NE"]
    reasons = pd.Series(NO_REASON, index=not_evaluable.index)
    if "ne_reason" in frame:
        reasons = not_evaluable["ne_reason"].fillna(NO_REASON)
    groups = [
        left_out_rows(f"not evaluable: {reason}", not_evaluable[reasons == reason])
        for reason in reasons.value_counts().index
    ]
    groups.append(left_out_rows("no response recorded", frame[frame["best_response"].isna()]))
    return AttritionStep(
        label=label,
        count=count_cases(frame[evaluable]),
        left_out=tuple(group for group in groups if group.count.n_lines),
    )


def _swimmer(cohort: Cohort) -> AttritionStep:
    drawn = _has_a_bar(cohort)
    out = cohort.frame[~drawn]
    return AttritionStep(
        label="Swimmer plot",
        count=count_cases(cohort.frame[drawn]),
        left_out=(left_out_rows(NO_TIME, out),) if len(out) else (),
    )


def _has_a_bar(cohort: Cohort) -> pd.Series:
    """Whether each line is drawn: one line for each pattern of filled times is read."""
    frame = cohort.frame
    pattern = pd.Series(0, index=frame.index)
    for bit, column in enumerate(_UNDER_BARS):
        if column in frame:
            pattern += frame[column].notna().astype(int) * 2**bit
    first = ~pattern.duplicated()
    lines = read_treatment_lines(replace(cohort, frame=frame[first]), ("OS", "treatment"))
    has_bar = [line.months is not None for line in lines]
    return pattern.isin(pattern[first][has_bar])
