"""The design of a Cox regression: each covariate as columns of numbers, levels by a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from imt_core.conventions.errors import ImtError
from imt_core.estimates.time_to_event import BoolArray, FloatArray

ReferenceRule = Literal["first", "most frequent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CovariateWords:
    """How a reader calls covariates and their levels; without words, as the frame does.

    Examples
    --------
    >>> words = CovariateWords(labels={"sex": "Sex"})
    >>> words.label("sex"), words.phrase("arm", "b")
    ('Sex', 'arm: b')
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def label(self, column: str) -> str:
        """Name a covariate."""
        return self.labels.get(column, column)

    def phrase(self, column: str, level: str) -> str:
        """Name a level so that it can be read alone."""
        return self.phrases.get((column, level), f"{self.label(column)}: {level}")

    def names(self, design: Sequence[Coefficient]) -> str:
        """Name the covariates of a design, each once."""
        return " with ".join(dict.fromkeys(self.label(c.name) for c in design))


class Coefficient(NamedTuple):
    """A column of the design: one level's indicator, or a number."""

    name: str
    level: str | None
    reference: str | None
    values: FloatArray
    inside: BoolArray
    inside_reference: BoolArray | None


def design_columns(
    values: pd.Series[Any], reference: ReferenceRule | Mapping[str, str]
) -> list[Coefficient]:
    """Columns of one covariate: a number as it is, else one indicator for each level but one."""
    name = str(values.name)
    everybody = np.ones(len(values), dtype=np.bool_)
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        numbers = values.to_numpy(dtype=np.float64)
        if not np.isfinite(numbers).all():
            raise ImtError(
                f"{name} must be finite, but an infinite value was found. Correct it, or empty it."
            )
        return [Coefficient(name, None, None, numbers, everybody, None)]
    if pd.api.types.is_bool_dtype(values):
        values = values.map({True: "yes", False: "no"})
    if not isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(str).astype("category")
    texts = values.astype(str)
    levels = tuple(str(level) for level in values.cat.categories if (values == level).any())
    baseline = _reference_level(name, levels, texts, reference)
    inside = {level: (texts == level).to_numpy(dtype=np.bool_) for level in levels}
    return [
        Coefficient(
            name, level, baseline, inside[level].astype(np.float64), inside[level], inside[baseline]
        )
        for level in levels
        if level != baseline
    ]


def _reference_level(
    name: str,
    levels: tuple[str, ...],
    texts: pd.Series[Any],
    reference: ReferenceRule | Mapping[str, str],
) -> str:
    if isinstance(reference, Mapping):
        chosen = reference.get(name, levels[0])
        if chosen not in levels:
            raise ImtError(
                f"reference must name a level of {name} that occurs, but {chosen} does not. "
                f"Choose from {', '.join(levels)}."
            )
        return chosen
    if reference == "most frequent":
        return max(levels, key=lambda level: int((texts == level).sum()))
    if reference != "first":
        raise ImtError(
            f"reference must be first, most frequent or a mapping, but {reference} was found. "
            "Choose one."
        )
    return levels[0]


def level_members(design: Sequence[Coefficient]) -> dict[tuple[str, str], BoolArray]:
    """Who is in each level of the design, references included."""
    members = {}
    for c in design:
        for level, inside in ((c.level, c.inside), (c.reference, c.inside_reference)):
            if level is not None and inside is not None:
                members[c.name, level] = inside
    return members


def design_matrix(design: Sequence[Coefficient], n: int) -> FloatArray:
    """One row for each of n cases, one column for each coefficient."""
    return np.column_stack([c.values for c in design]) if design else np.empty((n, 0))
