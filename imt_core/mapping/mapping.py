"""How a sheet becomes the canonical layout: which column is which, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from imt_core.column_mapping import ColumnMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What each canonical column is made of; it holds headers and words, never a patient's row.

    Parameters
    ----------
    columns : tuple of ColumnMapping
        At most one for each canonical column. Other columns are kept under their own header.
    left_out : tuple of str
        Headers of columns that do not enter the cohort.
    biomarker : str
        Header of the column that takes ALK status's place; empty for ALK status itself.
    numbered : bool
        Whether each row is a patient of its own, named after its row.
    rekeyed : bool
        Whether patients get new labels (P01, P02, ...) in order of appearance.
    """

    columns: tuple[ColumnMapping, ...] = ()
    left_out: tuple[str, ...] = ()
    biomarker: str = ""
    numbered: bool = False
    rekeyed: bool = False

    def of(self, target: str) -> ColumnMapping | None:
        """The mapping of one canonical column.

        Examples
        --------
        >>> Mapping(columns=(ColumnMapping(target="sex", source="Sesso"),)).of("sex").source
        'Sesso'
        """
        return next((column for column in self.columns if column.target == target), None)

    @property
    def sources(self) -> frozenset[str]:
        """Every header that a canonical column is made of."""
        return frozenset(column.source for column in self.columns)

    def with_column(self, column: ColumnMapping) -> Mapping:
        """Add or exchange the mapping of one canonical column."""
        others = tuple(c for c in self.columns if c.target != column.target)
        return replace(self, columns=(*others, column))

    def without(self, target: str) -> Mapping:
        """Take the mapping of one canonical column away."""
        return replace(self, columns=tuple(c for c in self.columns if c.target != target))
