"""A view as a Python script: the public functions of imt_core, called as the app calls them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Final

from imt_core.analyses.benchmark.cards import SeriesCard, SeriesFigure
from imt_core.analyses.response_rates import DEFAULT_DURABLE_MONTHS
from imt_core.analyses.view_kinds import VIEW_KINDS
from imt_core.analyses.view_request import ViewName, ViewRequest
from imt_core.cohort.filters import CohortFilter
from imt_core.cohort.named_subgroups import NamedSubgroup, columns_of, named_in
from imt_core.cohort.schema import Declared
from imt_core.conventions.choices import AS_PUBLISHED, Conventions
from imt_core.intake.downloaded import COHORT_FILE, HOW_TO_GET
from imt_core.reporting.code.literals import LINE_WIDTH, stored_text, text_literal
from imt_core.reporting.code.python_layout import Call, Code, Items, lay_out

_COHORT: Final = Code("cohort")
_PLAIN: Final = re.compile(r"[\w. -]{1,40}", re.ASCII)


def python_script(
    request: ViewRequest,
    *,
    cohort_file: str = COHORT_FILE,
    shape: tuple[int | None, int] | None = None,
    md5: str = "",
    extent: str = "",
    first_lines: bool = True,
    biomarker: str = "alk_status",
    declared: Declared = (),
    is_reconstruction: bool = False,
) -> str:
    """Write the script that gives a view's numbers from the downloaded cohort.

    Parameters
    ----------
    request : ViewRequest
    cohort_file : str
        Name of the file that ``write_csv(cohort_to_table(cohort))`` made of the whole cohort.
    shape : tuple of (int or None, int), optional
        Lines and columns of that file: the script stops at another. Lines are ``None`` where their
        number is not to be told.
    md5 : str
        Of that file; empty where it is not to be told.
    extent : str
        What was answered of all rows: `answered_extent`.
    first_lines : bool
        Whether ``cohort.rules.first_line`` is known.
    biomarker : str
        ``cohort.biomarker``: a baseline table has a row for it.
    declared : tuple of (str, bool)
        ``cohort.declared``: groups by a column of the sheet's own are compared or not.
    is_reconstruction : bool
        ``cohort.is_reconstruction``: the model paper is no series beside the sample.

    Returns
    -------
    str
        A script that needs nothing but the public face of imt_core, so that a move inside never
        breaks it, and prints the tidy table of the result as CSV. Options at their default are
        left out.

    Notes
    -----
    A level or column that begins like a spreadsheet's formula is named as the file writes it, with
    an apostrophe in front; the printed table then shows it so.

    Examples
    --------
    >>> print(python_script(ViewRequest(kind="response", by=("regimen_group",))))
    \"\"\"Response: the app's numbers, worked out again from the downloaded cohort.
    <BLANKLINE>
    It wants cohort_in_view.csv beside it. In the app: Take away, Reproduce, Download the cohort.
    \"\"\"
    <BLANKLINE>
    import imt_core as imt
    <BLANKLINE>
    cohort = imt.downloaded_cohort("cohort_in_view.csv")
    result = imt.response_table(cohort, by=("regimen_group",), unit="lines")
    print(result.to_frame().to_csv(index=False))
    <BLANKLINE>
    >>> own = python_script(ViewRequest(kind="baseline"), biomarker="HER2")
    >>> 'replace(imt.downloaded_cohort("cohort_in_view.csv"), biomarker="HER2")' in own
    True
    """
    lines, columns = shape or (None, None)
    told: list[tuple[str, str]] = [
        ("lines", "" if lines is None else str(lines)),
        ("columns", "" if columns is None else str(columns)),
        ("md5", text_literal(md5) if md5 else ""),
        ("extent", text_literal(extent) if extent else ""),
        ("first_lines", "" if first_lines else "False"),
        ("is_reconstruction", "True" if is_reconstruction and request.kind == "benchmark" else ""),
    ]
    options = [(name, Code(value)) for name, value in told if value]
    read = Call("imt.downloaded_cohort", [("", Code(text_literal(cohort_file))), *options])
    first = ""
    if request.kind == "baseline" and biomarker != "alk_status":
        read = Call(
            "replace", [("", read), ("biomarker", Code(text_literal(stored_text(biomarker))))]
        )
        first = "from dataclasses import replace\n\n"
    body = [lay_out("cohort = ", read)]
    body += [
        f"cohort = cohort.declare({text_literal(stored_text(column))}, known={known})"
        for column, known in declared
        if column in columns_of(request.by)
    ]
    if request.conventions.next_line == "censored":
        body.append("cohort = imt.censored_at_next_line(cohort)")
    if request.filter.criteria:
        body.append(lay_out("kept = ", _filter(request.filter)))
        body.append("cohort = imt.filter_cohort(cohort, kept).cohort")
    if subgroups := named_in(request.by):
        body.append(lay_out("subgroups = ", Items([_subgroup(one) for one in subgroups])))
        body.append("cohort = imt.within_subgroups(cohort, subgroups)")
    body.append(lay_out("result = ", _CALLS[request.kind](request)))
    body += _PRINTS.get(request.kind, ["print(result.to_frame().to_csv(index=False))"])
    label = VIEW_KINDS[request.kind].label
    title = f"{label}: the app's numbers, worked out again from the downloaded"
    wants = f"It wants {_in_docstring(cohort_file)} beside it. In the app: {HOW_TO_GET}."
    head = [f'"""{title} cohort.', "", wants, '"""', "", f"{first}import imt_core as imt", ""]
    script = "\n".join([*head, *body, ""])
    return "\n".join(_within_width(line) for line in script.split("\n"))


def _in_docstring(file: str) -> str:
    """A file's name where no sign of it can end the text or be taken for another."""
    return file if _PLAIN.fullmatch(file) else "the downloaded cohort"


def _within_width(line: str) -> str:
    """A name or a level may be longer than a line: a linter is told so."""
    return line if len(line) <= LINE_WIDTH else f"{line}  # noqa: E501"


def _columns(columns: tuple[str, ...]) -> Items:
    return Items([Code(text_literal(stored_text(column))) for column in columns])


def _filter(cohort_filter: CohortFilter) -> Call:
    criteria = [
        Call(
            "imt.Criterion",
            [
                ("column", Code(text_literal(stored_text(criterion.column)))),
                ("levels", _columns(criterion.levels)),
            ],
        )
        for criterion in cohort_filter.criteria
    ]
    return Call("imt.CohortFilter", [("criteria", Items(criteria))])


def _subgroup(subgroup: NamedSubgroup) -> Call:
    name = Code(text_literal(subgroup.name))
    return Call("imt.NamedSubgroup", [("name", name), ("filter", _filter(subgroup.filter))])


_Arguments = list[tuple[str, "Code | Call | Items"]]


def _grouped(request: ViewRequest) -> _Arguments:
    is_named = bool(named_in(request.by))
    made: Code | Items = Code("subgroups") if is_named else _columns(columns_of(request.by))
    by: _Arguments = [("by", made)] if request.by else []
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
    return [("conventions", Call("imt.Conventions", changed))] if changed else []


def _baseline(request: ViewRequest) -> Call:
    options = _grouped(request)
    if request.hidden:
        options.append(("hidden", _columns(request.hidden)))
    if request.order != "usual":
        options.append(("order", Code(text_literal(request.order))))
    options += _index(request)
    options += _conventions(request.conventions)
    return Call("imt.baseline_table", [("", _COHORT), *options])


def _response(request: ViewRequest) -> Call:
    options = [*_grouped(request), *_overlap(request)]
    if request.durable_months != DEFAULT_DURABLE_MONTHS:
        options.append(("durable_months", Code(repr(float(request.durable_months)))))
    options += _conventions(request.conventions)
    return Call("imt.response_table", [("", _COHORT), *options])


def _targets(request: ViewRequest) -> Call:
    options = [*_grouped(request), *_overlap(request), *_conventions(request.conventions)]
    return Call(f"imt.{request.kind}_plot", [("", _COHORT), *options])


def _survival(request: ViewRequest) -> Call:
    unit = ("unit", Code(text_literal(request.unit)))
    endpoint: Code | Call = Code(text_literal(request.endpoint))
    all_the_same: _Arguments = []
    if request.endpoint == "dor" and request.compare_durations:
        all_the_same = [("compare_durations", Code("True"))]
    if request.endpoint == "dor":
        endpoint = Call("imt.derive_duration_of_response", [("", _COHORT), unit])
    months = Items([Code(repr(float(month))) for month in request.rate_months])
    landmark: _Arguments = []
    if request.landmark_months is not None:
        landmark = [("landmark_months", Code(repr(float(request.landmark_months))))]
    options = [
        *_grouped(request),
        *_overlap(request),
        ("rate_months", months),
        *landmark,
        *all_the_same,
        *_index(request),
        *_conventions(request.conventions),
    ]
    return Call("imt.survival_summary", [("", _COHORT), ("", endpoint), *options])


def _incidence(request: ViewRequest) -> Call:
    months = Items([Code(repr(float(month))) for month in request.rate_months])
    options = [
        *_grouped(request),
        *_overlap(request),
        ("rate_months", months),
        *_conventions(request.conventions),
    ]
    endpoint = Code(text_literal(request.endpoint))
    return Call("imt.incidence_summary", [("", _COHORT), ("", endpoint), *options])


def _sequence(request: ViewRequest) -> Call:
    return Call(
        "imt.growth_modulation",
        [
            ("", _COHORT),
            ("before", Code(text_literal(request.before))),
            ("unit", Code(text_literal(request.unit))),
            *_conventions(request.conventions),
        ],
    )


def _transitions(request: ViewRequest) -> Call:
    return Call(
        "imt.transitions",
        [
            ("", _COHORT),
            ("of", Code(text_literal(request.following))),
            ("unit", Code(text_literal(request.unit))),
            *_conventions(request.conventions),
        ],
    )


def _toxicity(request: ViewRequest) -> Call:
    options = [*_grouped(request), *_overlap(request)]
    if request.term_grades != "all":
        options.append(("grades", Code(text_literal(request.term_grades))))
    if request.term_least > 1:
        options.append(("least", Code(repr(request.term_least))))
    options += _conventions(request.conventions)
    return Call("imt.toxicity_table", [("", _COHORT), *options])


def _measure(request: ViewRequest) -> Code | Items:
    if isinstance(request.measure, str):
        return Code(text_literal(request.measure))
    endpoint, months = request.measure
    return Items([Code(text_literal(endpoint)), Code(repr(float(months)))])


def _benchmark(request: ViewRequest) -> Call:
    options: _Arguments = [("measure", _measure(request)), *_grouped(request), *_overlap(request)]
    if request.cards:
        options.append(("cards", Items([Code(text_literal(card)) for card in request.cards])))
    if request.own_cards:
        options.append(("own_cards", Items([_own_card(card) for card in request.own_cards])))
    if not request.shipped_cards:
        options.append(("shipped", Code("False")))
    if request.compare_card:
        options.append(("compared", Code(text_literal(request.compare_card))))
    options += _conventions(request.conventions)
    return Call("imt.benchmark", [("", _COHORT), *options])


def _own_card(card: SeriesCard) -> Call:
    figures = [Call("imt.SeriesFigure", _given(figure)) for figure in card.figures]
    words = [
        (name, Code(text_literal(text)))
        for name in ("treatment", "population", "citation")
        if (text := getattr(card, name))
    ]
    return Call(
        "imt.own_card", [("", Code(text_literal(card.name))), *words, ("figures", Items(figures))]
    )


def _given(figure: SeriesFigure) -> _Arguments:
    return [
        (field.name, Code(text_literal(value) if isinstance(value, str) else repr(value)))
        for field in fields(SeriesFigure)
        if (value := getattr(figure, field.name)) not in (None, "") and value is not False
    ]


def _forest(request: ViewRequest) -> Call:
    options: _Arguments = [
        ("columns", _columns(request.columns)),
        ("measure", _measure(request)),
        ("unit", Code(text_literal(request.unit))),
        *_conventions(request.conventions),
    ]
    return Call("imt.subgroup_forest", [("", _COHORT), *options])


def _swimmer(request: ViewRequest) -> Call:
    return Call(
        f"imt.swimmer_{request.lane}",
        [
            ("", _COHORT),
            ("sort", Code(text_literal(request.sort))),
            ("label", Code(text_literal(request.label))),
            *_index(request),
        ],
    )


def _course(request: ViewRequest) -> Call:
    patient = Code(text_literal(request.patient))
    return Call("imt.course_of", [("", _COHORT), ("", patient), *_index(request)])


def _index(request: ViewRequest) -> _Arguments:
    return [("index", Code(text_literal(request.index)))] if request.index else []


_CALLS: Final[dict[ViewName, Callable[[ViewRequest], Call]]] = {
    "baseline": _baseline,
    "response": _response,
    "waterfall": _targets,
    "spider": _targets,
    "survival": _survival,
    "incidence": _incidence,
    "forest": _forest,
    "swimmer": _swimmer,
    "sequence": _sequence,
    "benchmark": _benchmark,
    "course": _course,
    "transitions": _transitions,
    "toxicity": _toxicity,
}

_TESTED: Final = [
    "for frame in (result.to_frame(), result.rates_to_frame(), result.test_to_frame()):",
    "    print(frame.to_csv(index=False))",
    "print(result.test_reason)",
]
_BY_GROUP: Final = [
    "for frame in (result.to_frame(), result.groups_to_frame()):",
    "    print(frame.to_csv(index=False))",
]
_PRINTS: Final[dict[ViewName, list[str]]] = {
    "benchmark": [
        "for frame in (result.to_frame(), result.differences_to_frame()):",
        "    print(frame.to_csv(index=False))",
    ],
    "survival": [
        *_TESTED,
        "ratio = imt.group_hazard_ratio(result)",
        "if ratio is not None:",
        "    print(ratio.to_frame().to_csv(index=False))",
    ],
    "incidence": _TESTED,
    "waterfall": _BY_GROUP,
    "spider": _BY_GROUP,
    "sequence": [
        "for frame in (result.to_frame(), result.shares_to_frame()):",
        "    print(frame.to_csv(index=False))",
    ],
    "transitions": [
        "for frame in (result.to_frame(), result.times_to_frame()):",
        "    print(frame.to_csv(index=False))",
    ],
    "toxicity": [
        "for frame in (result.to_frame(), result.terms_to_frame()):",
        "    print(frame.to_csv(index=False))",
    ],
    "swimmer": [
        "for frame in (result.to_frame(), result.markers_to_frame()):",
        "    print(frame.to_csv(index=False))",
    ],
}
