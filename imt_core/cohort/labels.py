"""How a level of a column is called when it stands alone."""

from __future__ import annotations

from typing import Final

from imt_core.cohort.schema import COLUMN_BY_NAME, NOT_RECORDED

_PHRASES: Final = {
    ("regimen_group", "other"): "other regimens",
    ("primary_site", "other"): "other site",
}

_TEMPLATES: Final = {
    "alk_status": "ALK-{}",
    "line_group": "{} line",
    "best_response": "best response {}",
}


_FLAG_WORDS: Final = {"1": "yes", "0": "no"}


def level_text(column: str, level: str) -> str:
    """Name a level under its column's heading: flags are yes and no.

    Examples
    --------
    >>> level_text("later_alk_inhibitor", "1"), level_text("sex", "male")
    ('yes', 'male')
    """
    known = COLUMN_BY_NAME.get(column)
    return _FLAG_WORDS.get(level, level) if known and known.kind == "flag" else level


def level_phrase(column: str, level: str) -> str:
    """Name a level so that it can be read without its column's heading.

    Examples
    --------
    >>> level_phrase("alk_status", "negative"), level_phrase("line_group", "first")
    ('ALK-negative', 'first line')
    >>> level_phrase("ecog", "0"), level_phrase("sex", "not recorded")
    ('ecog: 0', 'Sex not recorded')
    >>> level_phrase("Ward", "Ward 3"), level_phrase("later_alk_inhibitor", "1")
    ('Ward 3', 'Later ALK inhibitor: yes')
    """
    known = COLUMN_BY_NAME.get(column)
    label = known.label if known else column
    if level == NOT_RECORDED:
        return f"{label} {level}"
    if (column, level) in _PHRASES:
        return _PHRASES[column, level]
    if known and column in _TEMPLATES and level in known.values:
        return _TEMPLATES[column].format(level)
    if known and known.kind == "category":
        return level
    names_itself = level.casefold().startswith(label.casefold())
    if names_itself and not level[len(label) :][:1].isalpha():
        return level
    return f"{label}: {level_text(column, level)}"
