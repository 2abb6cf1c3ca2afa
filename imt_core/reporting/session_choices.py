"""What was chosen on the pages, by the name of each control, and what such a control may hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeGuard, get_args

from imt_core.analyses.baseline import offered_characteristics
from imt_core.analyses.benchmark.card_files import shipped_cards
from imt_core.analyses.benchmark.cards import LONGEST_NAME, MOST_CARDS, OWN
from imt_core.analyses.growth_modulation import PriorLine
from imt_core.analyses.offered import (
    offered_covariates,
    offered_endpoints,
    offered_measures,
    offers_subgroup,
)
from imt_core.analyses.survival import DEFAULT_RATE_MONTHS
from imt_core.analyses.swimmer.plot import LaneLabel, LineSort, PatientSort
from imt_core.analyses.toxicity import MEASURE_NAMES, TermGrades
from imt_core.analyses.transitions import Following
from imt_core.analyses.view_bounds import (
    BASELINE_ORDERS,
    LONGEST_AXIS,
    LONGEST_TITLE,
    MOST_COMPARED,
    MOST_COVARIATES,
    MOST_GROUPING,
    MOST_HIDDEN,
    MOST_LEAST,
    MOST_RATES,
    MOST_SUBGROUPS,
    is_landmark,
    is_patient_key,
    is_rate_time,
)
from imt_core.analyses.view_request import ViewRequest
from imt_core.cohort.counting import OVERLAP_MEANING, Unit
from imt_core.cohort.named_subgroups import check_subgroups, read_subgroup
from imt_core.cohort.pseudonyms import patient_of_key
from imt_core.cohort.schema import Cohort
from imt_core.comparisons.log_rank import WEIGHT_NAMES
from imt_core.comparisons.proportion_difference import DIFFERENCE_CONF_TYPES
from imt_core.conventions.choices import (
    AS_PUBLISHED,
    CONF_LEVELS,
    NEXT_LINE_RULES,
    PROPORTION_CONF_TYPES,
    QUANTILE_RULES,
    QUARTILE_TYPES,
    SURVIVAL_CONF_TYPES,
)
from imt_core.conventions.errors import ImtError
from imt_core.conventions.formatting import format_exact
from imt_core.reporting.measure_words import first_measure_word, is_measure_word

Choice: TypeAlias = str | float | bool | tuple[str | float, ...] | None
Words: TypeAlias = tuple[str, ...]
"""A choice as it stands in an address: a parameter may be repeated."""
_Bound: TypeAlias = Callable[[Choice, Cohort], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control of a page.

    Parameters
    ----------
    can_hold : callable
        Whether it can hold a value, with a cohort open.
    default : callable
        What it holds before anything is chosen, by the cohort.
    read : callable
        The value that words of an address stand for; a value that no control holds where they
        stand for none.
    """

    can_hold: _Bound
    default: Callable[[Cohort], Choice]
    read: Callable[[Words], Choice]


def is_possible(name: str, value: Choice, cohort: Cohort) -> bool:
    """Whether a control of that name can hold a value, with that cohort open.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> is_possible("group_by", ("sex",), cohort), is_possible("group_by", None, cohort)
    (True, False)
    >>> is_possible("forest_months", (1.0, 2.0), cohort), is_possible("colour", "red", cohort)
    (False, False)
    """
    return name in CHOICES and CHOICES[name].can_hold(value, cohort)


def default_choice(name: str, cohort: Cohort) -> Choice:
    """What a control holds before anything is chosen.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> default_choice("endpoint", example_cohort())
    'os'
    """
    return CHOICES[name].default(cohort)


def choice_words(value: Choice) -> Words:
    """Spell a choice in the words of an address.

    Examples
    --------
    >>> choice_words(("sex", "stage")), choice_words(()), choice_words(None), choice_words(4.50)
    (('sex', 'stage'), ('',), ('',), ('4.5',))
    >>> choice_words(True), choice_words("os")
    (('on',), ('os',))
    """
    if isinstance(value, tuple):
        return tuple(word for part in value for word in choice_words(part)) or ("",)
    if value is None:
        return ("",)
    if isinstance(value, bool):
        return ("on" if value else "off",)
    return (value if isinstance(value, str) else format_exact(value),)


def read_choice(name: str, words: Words, cohort: Cohort) -> Choice:
    """Read a choice from the words of an address.

    Raises
    ------
    ImtError
        If no control has that name, or it cannot hold this with that cohort open.

    Examples
    --------
    >>> from imt_core.cohort.example import example_cohort
    >>> cohort = example_cohort()
    >>> read_choice("rate_months", ("4.5", "12"), cohort), read_choice("group_by", ("",), cohort)
    ((4.5, 12.0), ())
    >>> read_choice("endpoint", ("pfs",), cohort)
    Traceback (most recent call last):
        ...
    imt_core.ImtError: endpoint cannot be pfs with this cohort. Choose it anew.
    """
    value = CHOICES[name].read(words) if name in CHOICES else None
    if not is_possible(name, value, cohort):
        said = ", ".join(words)
        raise ImtError(f"{name} cannot be {said:.60} with this cohort. Choose it anew.")
    return value


def _text(words: Words) -> Choice:
    return words[0] if len(words) == 1 else words


def _text_or_none(words: Words) -> Choice:
    return None if words == ("",) else _text(words)


def _texts(words: Words) -> Choice:
    return () if words == ("",) else words


def _number(words: Words) -> Choice:
    try:
        return float(_one(words))
    except ValueError:
        return words


def _number_or_none(words: Words) -> Choice:
    return None if words == ("",) else _number(words)


def _whole(words: Words) -> Choice:
    number = _number(words)
    return int(number) if isinstance(number, float) and number.is_integer() else words


def _is_whole(value: Choice) -> TypeGuard[float]:
    """Whether it is a whole number; one that a file brings back is no integer any more."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return float(value).is_integer()


def _numbers(words: Words) -> Choice:
    try:
        return () if words == ("",) else tuple(map(float, words))
    except ValueError:
        return words


def _flag(words: Words) -> Choice:
    return {"on": True, "off": False}.get(_one(words), words)


def _one(words: Words) -> str:
    return words[0] if len(words) == 1 else ""


def _several(value: Choice, offered: Collection[str], *, at_most: int) -> bool:
    if not isinstance(value, tuple):
        return False
    return len(set(value)) == len(value) <= at_most and set(value) <= set(offered)


def _times(value: Choice, _: Cohort) -> bool:
    """Times that were typed in are texts."""
    if not isinstance(value, tuple) or not len(set(value)) == len(value) <= MOST_RATES:
        return False
    try:
        return all(is_rate_time(float(time)) for time in value)
    except ValueError:
        return False


def _landmark(value: Choice, _: Cohort) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return is_landmark(value)


def _one_of(offered: Collection[str]) -> _Bound:
    return lambda value, _: isinstance(value, str) and value in offered


SHORTEST: Final = 0.1
"""Months; the least that a published median or a horizon may be."""


def _positive(value: Choice, _: Cohort) -> bool:
    """A number of months to hold something against, or none."""
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        return False
    return value is None or SHORTEST <= value <= LONGEST_AXIS


def _percent(value: Choice, _: Cohort) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | None):
        return False
    return value is None or 1 <= value <= 99


def _fixed(value: Choice) -> Callable[[Cohort], Choice]:
    return lambda _: value


def _choice_of(offered: Collection[str], default: str) -> Control:
    return Control(can_hold=_one_of(offered), default=_fixed(default), read=_text)


def _convention(name: str, offered: Collection[str]) -> Control:
    return _choice_of(offered, getattr(AS_PUBLISHED, name))


def _is_level(value: Choice, _: Cohort) -> bool:
    return isinstance(value, float) and value in CONF_LEVELS


def _compared(value: Choice, cohort: Cohort) -> bool:
    """Subgroups by name, each spelled in a text."""
    if not isinstance(value, tuple) or len(value) > MOST_COMPARED:
        return False
    try:
        subgroups = [read_subgroup(one) for one in value if isinstance(one, str)]
        check_subgroups(subgroups)
    except ImtError:
        return False
    return len(subgroups) == len(value) and all(offers_subgroup(cohort, x) for x in subgroups)


def _group_by(cohort: Cohort) -> Choice:
    return ("regimen_group",) if "regimen_group" in cohort.grouping_columns() else ()


def _forest_columns(cohort: Cohort) -> Choice:
    sex = tuple(column for column in cohort.grouping_columns() if column == "sex")
    return tuple(dict.fromkeys((*cohort.subgroup_columns(), *sex)))


def _flag_control(*, default: bool) -> Control:
    return Control(can_hold=lambda v, _: isinstance(v, bool), default=_fixed(default), read=_flag)


def _a_patient(value: Choice, cohort: Cohort) -> bool:
    return value == "" or (isinstance(value, str) and patient_of_key(cohort, value) is not None)


_INDEX: Final = Control(can_hold=_a_patient, default=_fixed(""), read=_text)
"""A patient of the cohort by key, or nobody."""


def _is_own(value: Choice) -> bool:
    """Whether it names something of the reader's own, which may be there or not."""
    own = value.removeprefix(OWN) if isinstance(value, str) else value
    return isinstance(own, str) and own != value and 0 < len(own) <= LONGEST_NAME


def _is_card(value: Choice) -> bool:
    return _is_own(value) or value in {card.id for card in shipped_cards()}


TABS: Final[Mapping[str, tuple[str, ...]]] = {
    "cohort": ("Notes", "Data quality", "From file to figures", "Changes", "Lines in view"),
    "response": ("Notes", "Table", "Compare", "Against published", "Interval choices"),
    "waterfall": ("Notes", "Table", "Bars"),
    "spider": ("Notes", "Table", "Assessments"),
    "survival": ("Notes", "Compare", "Cox", "Against published", "Tables", "Interval choices"),
    "incidence": ("Notes", "Tables"),
    "subgroups": ("Notes", "Table"),
    "swimmer": ("Notes", "Table"),
    "growth": ("Notes", "Table", "Pairs"),
    "series": ("Cards", "Difference", "Own cards", "Notes"),
    "patient": ("Every field", "Among the others", "Patients like this", "Notes"),
    "transitions": ("Notes", "Table"),
    "toxicity": ("Notes", "Terms", "Compare"),
    "methods": ("In force", "Small groups", "Every method", "Words", "Study sheet"),
}
"""What stands below a view, of which one is open."""

CHOICES: Final[Mapping[str, Control]] = {
    "unit": _choice_of(get_args(Unit), "lines"),
    "index": _INDEX,
    "conf_level": Control(
        can_hold=_is_level, default=_fixed(AS_PUBLISHED.conf_level), read=_number
    ),
    "survival_conf_type": _convention("survival_conf_type", SURVIVAL_CONF_TYPES),
    "quantile_rule": _convention("quantile_rule", QUANTILE_RULES),
    "proportion_conf_type": _convention("proportion_conf_type", PROPORTION_CONF_TYPES),
    "quartile_type": Control(
        can_hold=lambda v, _: not isinstance(v, bool) and v in tuple(QUARTILE_TYPES),
        default=_fixed(AS_PUBLISHED.quartile_type),
        read=_whole,
    ),
    "next_line": _convention("next_line", NEXT_LINE_RULES),
    "group_by": Control(
        can_hold=lambda v, c: _several(v, c.grouping_columns(), at_most=MOST_GROUPING),
        default=_group_by,
        read=_texts,
    ),
    "compared": Control(can_hold=_compared, default=_fixed(()), read=_texts),
    "baseline_hidden": Control(
        can_hold=lambda v, c: _several(v, offered_characteristics(c), at_most=MOST_HIDDEN),
        default=_fixed(()),
        read=_texts,
    ),
    "baseline_order": _choice_of(BASELINE_ORDERS, "usual"),
    "overlap": _choice_of(OVERLAP_MEANING, "keep"),
    "cox_overlap": _choice_of(("keep", "first line", "cluster"), "keep"),
    "endpoint": Control(
        can_hold=lambda v, c: v in offered_endpoints(c),
        default=lambda c: next(iter(offered_endpoints(c)), None),
        read=_text,
    ),
    "rate_months": Control(can_hold=_times, default=_fixed(DEFAULT_RATE_MONTHS), read=_numbers),
    "band": _flag_control(default=True),
    "compare_durations": _flag_control(default=False),
    "three_rows": _flag_control(default=True),
    "whole_follow_up": _flag_control(default=False),
    "landmark_months": Control(
        can_hold=lambda v, c: v is None or _landmark(v, c),
        default=_fixed(None),
        read=_number_or_none,
    ),
    "curve": _choice_of(("survival", "incidence"), "survival"),
    "response_of": _choice_of(("response", "waterfall", "spider"), "response"),
    "sequence_of": _choice_of(("growth", "next", "followed"), "growth"),
    "published_of": _choice_of(("series", "paper"), "series"),
    "benchmark_measure": Control(
        can_hold=lambda v, c: isinstance(v, str) and is_measure_word(v, c),
        default=first_measure_word,
        read=_text,
    ),
    "benchmark_cards": Control(
        can_hold=lambda v, _: (
            isinstance(v, tuple)
            and len(set(v)) == len(v) <= MOST_CARDS
            and all(_is_card(card) for card in v)
        ),
        default=_fixed(()),
        read=_texts,
    ),
    "shipped_cards": _flag_control(default=True),
    "compare_card": Control(
        can_hold=lambda v, _: v is None or _is_card(v), default=_fixed(None), read=_text_or_none
    ),
    "drawn_curve": Control(
        can_hold=lambda v, _: v is None or _is_own(v), default=_fixed(None), read=_text_or_none
    ),
    "gmi_before": _choice_of(get_args(PriorLine), "just before"),
    "following": _choice_of(get_args(Following), "regimen_group"),
    "term_grades": _choice_of(get_args(TermGrades), "all"),
    "term_least": Control(
        can_hold=lambda v, _: _is_whole(v) and 1 <= v <= MOST_LEAST, default=_fixed(1), read=_whole
    ),
    "toxicity_measure": _choice_of(MEASURE_NAMES, "severe"),
    "weights": _choice_of(WEIGHT_NAMES, "log-rank"),
    "strata": Control(
        can_hold=lambda v, c: v is None or v in c.grouping_columns(),
        default=_fixed(None),
        read=_text_or_none,
    ),
    "reference_group": Control(
        can_hold=lambda v, _: v is None or (isinstance(v, str) and 0 < len(v) <= LONGEST_TITLE),
        default=_fixed(None),
        read=_text_or_none,
    ),
    "covariates": Control(
        can_hold=lambda v, c: _several(v, offered_covariates(c), at_most=MOST_COVARIATES),
        default=_fixed(()),
        read=_texts,
    ),
    "horizon": Control(can_hold=_positive, default=_fixed(None), read=_number_or_none),
    "reference_median": Control(can_hold=_positive, default=_fixed(None), read=_number_or_none),
    "reference_orr": Control(can_hold=_percent, default=_fixed(None), read=_number_or_none),
    "durable_months": Control(
        can_hold=_landmark,
        default=_fixed(ViewRequest(kind="response").durable_months),
        read=_number,
    ),
    "difference_conf_type": _choice_of(DIFFERENCE_CONF_TYPES, "newcombe"),
    "forest_measure": Control(
        can_hold=lambda v, c: v in offered_measures(c),
        default=lambda c: next(iter(offered_measures(c)), None),
        read=_text,
    ),
    "forest_months": Control(can_hold=_landmark, default=_fixed(24.0), read=_number),
    "forest_columns": Control(
        can_hold=lambda v, c: _several(v, c.grouping_columns(), at_most=MOST_SUBGROUPS),
        default=_forest_columns,
        read=_texts,
    ),
    # A patient whom the sheet does not have is said to be unknown, on the page itself.
    "patient": Control(
        can_hold=lambda v, _: v is None or (isinstance(v, str) and is_patient_key(v)),
        default=_fixed(None),
        read=_text_or_none,
    ),
    "swimmer_mode": _choice_of(get_args(Unit), "lines"),
    "swimmer_sort_lines": _choice_of(get_args(LineSort), "duration"),
    "swimmer_sort_patients": _choice_of(get_args(PatientSort), "follow-up"),
    "swimmer_label": _choice_of(get_args(LaneLabel), "patient"),
    "swimmer_span": _choice_of(("whole", "24", "60"), "whole"),
    "deck_appendix": _flag_control(default=False),
    **{f"{view}_tab": _choice_of(tabs, tabs[0]) for view, tabs in TABS.items()},
}
"""Each control that an address and a session file keep."""
