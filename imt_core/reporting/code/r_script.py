"""A view as an R script: base R and package survival, from the downloaded cohort."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from imt_core.analyses.computed_view import compute_view
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.schema import Cohort
from imt_core.intake.downloaded import COHORT_FILE, HOW_TO_GET, answered_extent
from imt_core.reporting.code.r_benchmark import benchmark_code
from imt_core.reporting.code.r_data import read_code
from imt_core.reporting.code.r_sequence import growth_code, incidence_code
from imt_core.reporting.code.r_survival import survival_code
from imt_core.reporting.code.r_swimmer import course_code, swimmer_code
from imt_core.reporting.code.r_tables import baseline_code, forest_code, response_code
from imt_core.reporting.code.r_targets import spider_code, waterfall_code
from imt_core.reporting.code.r_toxicity import toxicity_code
from imt_core.reporting.code.r_transitions import transition_code

_HEAD: Final = (
    "# {name}: the app's numbers, worked out again in R from the downloaded cohort.\n"
    "# Needs R 4.0 or later{package}. Prints CSV tables: rates are fractions, times months.\n"
    f"# In the app, the file that it reads: {HOW_TO_GET}.\n"
)


def r_script(
    request: ViewRequest,
    cohort: Cohort,
    *,
    cohort_file: str = COHORT_FILE,
    shape: tuple[int | None, int] | None = None,
    md5: str = "",
) -> str:
    r"""Write the R script that gives a view's numbers from the downloaded cohort.

    Parameters
    ----------
    request : ViewRequest
    cohort : Cohort
        The whole cohort: it gives the order of the levels, and whether a test is made.
    cohort_file : str
        Name of the file that ``write_csv(cohort_to_table(cohort))`` made of the whole cohort.
    shape : tuple of (int or None, int), optional
        Lines and columns of that file: the script stops at another. Lines are ``None`` where their
        number is not to be told.
    md5 : str
        Of that file; empty where it is not to be told.

    Returns
    -------
    str
        A script in ASCII that runs in any locale. It prints the columns of the result's tidy
        tables, save settings and wording.

    Raises
    ------
    ImtError
        If the cohort lacks a column that the view is of.

    Notes
    -----
    Nothing but names of columns, levels and labels is taken from the cohort, as quoted text.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> script = r_script(ViewRequest(kind="response", by=("sex",)), cohort)
    >>> print(script.splitlines()[0])
    # Response: the app's numbers, worked out again in R from the downloaded cohort.
    >>> "binom.test(x, n, conf.level = conf_level)" in script, "library(survival)" in script
    (True, False)
    >>> r_script(ViewRequest(kind="survival", endpoint="os"), cohort).splitlines()[-1]
    '# No test. The app says: "one group: nothing to compare"'
    """
    view = compute_view(cohort, request)
    body = _BODIES[request.kind](request, view.cohort, view.result)
    package = " and package survival" if "library(survival)" in body else ""
    if "cmprsk::" in body:
        package = ", survival and cmprsk"
    head = _HEAD.format(name=view.kind.label, package=package)
    read = read_code(
        cohort_file,
        # One patient's lines are shown whether they are in view or not.
        CohortFilter() if request.kind == "course" else request.filter,
        shape=shape,
        md5=md5,
        extent=answered_extent(cohort),
        next_line=request.conventions.next_line,
        keeps_sheet="sheet$" in body,
    )
    return head + read + body


_BODIES: Final[dict[ViewName, Callable[[ViewRequest, Cohort, Any], str]]] = {
    "baseline": baseline_code,
    "response": lambda request, cohort, _: response_code(request, cohort),
    "waterfall": lambda request, cohort, _: waterfall_code(request, cohort),
    "spider": lambda request, cohort, _: spider_code(request, cohort),
    "survival": survival_code,
    "incidence": incidence_code,
    "forest": forest_code,
    "swimmer": swimmer_code,
    "benchmark": benchmark_code,
    "sequence": lambda request, _, result: growth_code(request, result),
    "course": lambda request, cohort, _: course_code(request, cohort),
    "transitions": lambda request, _, result: transition_code(request, result),
    "toxicity": toxicity_code,
}
