"""Response in words, as bars, titles and alternative texts tell it."""

from __future__ import annotations

from imt_core.analyses.response import GroupResponse, ResponseTable
from imt_core.cohort.schema import EVALUABLE_RESPONSES, RESPONDERS
from imt_core.reporting.tables.cells import format_response_rate
from imt_core.reporting.tables.response_tables import response_values


def response_rates(table: ResponseTable) -> tuple[tuple[str, str], ...]:
    """Each group's response rate of the evaluable and of all treated, as the table has them.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "NE"]})
    >>> response_rates(response_table(Cohort(frame=frame, name="two")))
    (('1/1 (2.5–100.0%)', '1/2 (1.3–98.7%)'),)
    """
    return tuple(
        (format_response_rate(group.orr), format_response_rate(group.of_treated.orr))
        for group in table.groups
    )


def responders(table: ResponseTable) -> tuple[int, int]:
    """How many of all groups together responded, and how many are evaluable.

    A line of several subgroups is one case.
    """
    responses = table.grouping.rows["best_response"]
    return int(responses.isin(RESPONDERS).sum()), int(responses.isin(EVALUABLE_RESPONSES).sum())


def not_evaluable(table: ResponseTable) -> tuple[str, ...]:
    """Who is in no denominator, for each group.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["NE", None]})
    >>> not_evaluable(response_table(Cohort(frame=frame, name="two")))
    ('1 (reason not recorded); 1 not recorded',)
    """
    rows = {heading.text: cells for heading, *cells in response_values(table).rows}
    texts = [cell.text for cell in rows["Not evaluable"]]
    return tuple(
        f"{text}; {group.n_not_recorded} not recorded" if group.n_not_recorded else text
        for text, group in zip(texts, table.groups, strict=True)
    )


def evaluable_text(group: GroupResponse) -> str:
    """How many cases a group's bar is made of, and of how many lines.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a", "b"], "line_number": [1.0, 1.0],
    ...                       "best_response": ["PR", "NE"]})
    >>> evaluable_text(response_table(Cohort(frame=frame, name="two")).groups[0])
    '1 evaluable of 2'
    """
    n_lines, n_evaluable = group.count.n_lines, group.n_evaluable
    return f"{n_evaluable} evaluable" + (f" of {n_lines}" if n_lines != n_evaluable else "")


def describe_responses(table: ResponseTable) -> str:
    """Alternative text: what the chart shows, for a reader who cannot see it.

    Examples
    --------
    >>> import pandas as pd
    >>> from imt_core.analyses.response import response_table
    >>> from imt_core.cohort.schema import Cohort
    >>> frame = pd.DataFrame({"patient_id": ["a"], "line_number": [1.0], "best_response": ["PR"]})
    >>> describe_responses(response_table(Cohort(frame=frame, name="one")))
    'Stacked bars of best response. All: 1 of 1 evaluable and of 1 treated responded.'
    """
    parts = [
        f"{group.label}: {group.orr.n_success} of {group.n_evaluable} evaluable and of "
        f"{group.of_treated.n} treated responded"
        for group in table.groups
    ]
    return "Stacked bars of best response. " + "; ".join(parts) + "."
