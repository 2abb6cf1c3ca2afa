"""A view as a Python script: the public functions of imt_core, called as the app calls them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Final

from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.cohort.filters import CohortFilter
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.reporting.code.literals import LINE_WIDTH, stored_text, text_literal
from imt_core.reporting.code.python_layout import Call, Code, Items, lay_out

_PLACES: Final = {
    "Conventions": "conventions.choices",
    "Criterion": "cohort.filters",
    "CohortFilter": "cohort.filters",
    "filter_cohort": "cohort.filters",
    "baseline_table": "analyses.baseline",
    "response_table": "analyses.response",
    "survival_summary": "analyses.survival",
    "derive_duration_of_response": "cohort.duration_of_response",
    "subgroup_forest": "analyses.forest.forest",
    "swimmer_lines": "analyses.swimmer.lines",
    "swimmer_patients": "analyses.swimmer.patients",
}
"""The module of imt_core that holds each function."""

_COHORT: Final = Code("cohort")


def python_script(
    request: ViewRequest, *, cohort_file: str = "cohort.csv", biomarker: str = "alk_status"
) -> str:
    """Write the script that gives a view's numbers from the downloaded cohort.

    Parameters
    ----------
    request : ViewRequest
    cohort_file : str
        Name of the file that ``write_csv(cohort_to_table(cohort))`` made of the whole cohort.
    biomarker : str
        ``cohort.biomarker``: a baseline table has a row for it.

    Returns
    -------
    str
        A script that needs nothing but imt_core and prints the tidy table of the result as CSV.
        Options at their default are left out.

    Notes
    -----
    A level or column that begins like a spreadsheet's formula is named as the file writes it, with
    an apostrophe in front; the printed table then shows it so.

    Examples
    --------
    >>> print(python_script(ViewRequest(kind="response", by=("regimen_group",))))
    \"\"\"Response: the app's numbers, worked out again from the downloaded cohort.\"\"\"
    <BLANKLINE>
    from imt_core import read_cohort
    from imt_core.analyses.response import response_table
    <BLANKLINE>
    cohort = read_cohort("cohort.csv").cohort
    result = response_table(cohort, by=("regimen_group",), unit="lines")
    print(result.to_frame().to_csv(index=False))
    <BLANKLINE>
    >>> own = python_script(ViewRequest(kind="baseline"), biomarker="HER2")
    >>> 'cohort = replace(read_cohort("cohort.csv").cohort, biomarker="HER2")' in own
    True
    """
    read = f"read_cohort({text_literal(cohort_file)}).cohort"
    names = []
    first = ""
    if request.kind == "baseline" and biomarker != "alk_status":
        read = f"replace({read}, biomarker={text_literal(stored_text(biomarker))})"
        first = "from dataclasses import replace\n\n"
    body = [f"cohort = {read}"]
    if request.filter.criteria:
        names += ["filter_cohort", "CohortFilter", "Criterion"]
        body.append(lay_out("kept = ", _filter(request.filter)))
        body.append("cohort = filter_cohort(cohort, kept).cohort")
    call = _CALLS[request.kind](request)
    names += [*_names(call)]
    body.append(lay_out("result = ", call))
    body += _PRINTS.get(request.kind, ["print(result.to_frame().to_csv(index=False))"])
    label = VIEW_KINDS[request.kind].label
    title = f"{label}: the app's numbers, worked out again from the downloaded"
    lines = "\n".join([f'"""{title} cohort."""', "", f"{first}{_imports(names)}", "", *body, ""])
    return "\n".join(_within_width(line) for line in lines.split("\n"))


def _within_width(line: str) -> str:
    """A name or a level may be longer than a line: a linter is told so."""
    return line if len(line) <= LINE_WIDTH else f"{line}  # noqa: E501"


def _imports(names: list[str]) -> str:
    modules: dict[str, list[str]] = {}
    for name in names:
        modules.setdefault(_PLACES[name], []).append(name)
    lines = [
        f"from imt_core.{module} import {', '.join(sorted(set(found)))}"
        for module, found in sorted(modules.items())
    ]
    return "\n".join(["from imt_core import read_cohort", *lines])


def _names(call: Call) -> list[str]:
    """The functions that a call, and the calls inside it, are of."""
    inside = [value for _, value in call.items if isinstance(value, Call)]
    return [call.name, *(name for value in inside for name in _names(value))]


def _columns(columns: tuple[str, ...]) -> Items:
    return Items([Code(text_literal(stored_text(column))) for column in columns])


def _filter(cohort_filter: CohortFilter) -> Call:
    criteria = [
        Call(
            "Criterion",
            [
                ("column", Code(text_literal(stored_text(criterion.column)))),
                ("levels", _columns(criterion.levels)),
            ],
        )
        for criterion in cohort_filter.criteria
    ]
    return Call("CohortFilter", [("criteria", Items(criteria))])


_Arguments = list[tuple[str, "Code | Call | Items"]]


def _grouped(request: ViewRequest) -> _Arguments:
    by: _Arguments = [("by", _columns(request.by))] if request.by else []
    return [*by, ("unit", Code(text_literal(request.unit)))]


def _overlap(request: ViewRequest) -> _Arguments:
    if request.overlap == "keep":
        return []
    return [("overlap", Code(text_literal(request.overlap)))]


def _conventions(conventions: Conventions) -> _Arguments:
    """The conventions that differ from the default, by name."""
    changed: _Arguments = [
        (field.name, Code(text_literal(value) if isinstance(value, str) else repr(value)))
        for field in fields(Conventions)
        if (value := getattr(conventions, field.name)) != getattr(AS_PUBLISHED, field.name)
    ]
    return [("conventions", Call("Conventions", changed))] if changed else []


def _baseline(request: ViewRequest) -> Call:
    options = [*_grouped(request), *_conventions(request.conventions)]
    return Call("baseline_table", [("", _COHORT), *options])


def _response(request: ViewRequest) -> Call:
    options = [*_grouped(request), *_overlap(request), *_conventions(request.conventions)]
    return Call("response_table", [("", _COHORT), *options])


def _survival(request: ViewRequest) -> Call:
    unit = ("unit", Code(text_literal(request.unit)))
    endpoint: Code | Call = Code(text_literal(request.endpoint))
    if request.endpoint == "dor":
        endpoint = Call("derive_duration_of_response", [("", _COHORT), unit])
    months = Items([Code(repr(float(month))) for month in request.rate_months])
    options = [
        *_grouped(request),
        *_overlap(request),
        ("rate_months", months),
        *_conventions(request.conventions),
    ]
    return Call("survival_summary", [("", _COHORT), ("", endpoint), *options])


def _forest(request: ViewRequest) -> Call:
    measure: Code | Items = Code(text_literal("orr"))
    if request.measure != "orr":
        endpoint, months = request.measure
        measure = Items([Code(text_literal(endpoint)), Code(repr(float(months)))])
    options: _Arguments = [
        ("columns", _columns(request.columns)),
        ("measure", measure),
        ("unit", Code(text_literal(request.unit))),
        *_conventions(request.conventions),
    ]
    return Call("subgroup_forest", [("", _COHORT), *options])


def _swimmer(request: ViewRequest) -> Call:
    return Call(
        f"swimmer_{request.lane}",
        [
            ("", _COHORT),
            ("sort", Code(text_literal(request.sort))),
            ("label", Code(text_literal(request.label))),
        ],
    )


_CALLS: Final[dict[ViewName, Callable[[ViewRequest], Call]]] = {
    "baseline": _baseline,
    "response": _response,
    "survival": _survival,
    "forest": _forest,
    "swimmer": _swimmer,
}

_PRINTS: Final[dict[ViewName, list[str]]] = {
    "survival": [
        "for frame in (result.to_frame(), result.rates_to_frame(), result.test_to_frame()):",
        "    print(frame.to_csv(index=False))",
        "print(result.test_reason)",
    ],
    "swimmer": [
        "for frame in (result.to_frame(), result.markers_to_frame()):",
        "    print(frame.to_csv(index=False))",
    ],
}
