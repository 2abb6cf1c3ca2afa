"""How a sheet becomes the canonical layout: which column is which, and what is left out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from imt_core.cohort.schema import COLUMNS
from imt_core.conventions.errors import ImtError
from imt_core.intake.column_mapping import ColumnMapping


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
    answers : tuple of tuple of str
        Pairs of a question's key and the option chosen, as `Ask` has them.
    """

    columns: tuple[ColumnMapping, ...] = ()
    left_out: tuple[str, ...] = ()
    biomarker: str = ""
    numbered: bool = False
    rekeyed: bool = False
    answers: tuple[tuple[str, str], ...] = ()

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

    def with_answer(self, key: str, option: str) -> Mapping:
        """Answer one question, or answer it anew.

        Examples
        --------
        >>> Mapping().with_answer("unit:PFS", "days").with_answer("unit:PFS", "weeks").answers
        (('unit:PFS', 'weeks'),)
        """
        return replace(self, answers=tuple({**dict(self.answers), key: option}.items()))

    def without(self, target: str) -> Mapping:
        """Take the mapping of one canonical column away."""
        return replace(self, columns=tuple(c for c in self.columns if c.target != target))


def merged(suggested: Mapping, before: Mapping, headers: Collection[str]) -> Mapping:
    """Repeat the answers of another sheet over what is suggested for this one.

    Parameters
    ----------
    suggested, before : Mapping
        For this sheet, and as it was used on the other.
    headers : collection of str
        Of this sheet.

    Returns
    -------
    Mapping
        The columns of `before`, and those suggested for targets and sources that it does not have;
        what either leaves out stays out.

    Examples
    --------
    >>> sex = ColumnMapping(target="sex", source="S", values=(("1", "male"),))
    >>> before = Mapping(columns=(sex,))
    >>> suggested = Mapping(left_out=("Surname",), columns=(
    ...     ColumnMapping(target="sex", source="S"), ColumnMapping(target="stage", source="Stage")))
    >>> both = merged(suggested, before, ["S", "Stage", "Surname"])
    >>> [(c.target, c.values) for c in both.columns], both.left_out
    ([('sex', (('1', 'male'),)), ('stage', ())], ('Surname',))
    """
    targets = {column.target for column in before.columns}
    new = tuple(
        column
        for column in suggested.columns
        if column.target not in targets and column.source not in before.sources
    )
    columns = (*before.columns, *new)
    sources = {column.source for column in columns}
    left_out = dict.fromkeys((*before.left_out, *suggested.left_out))
    return Mapping(
        columns=columns,
        left_out=tuple(h for h in left_out if h in headers and h not in sources),
        biomarker=before.biomarker if before.biomarker in headers else "",
        numbered=before.numbered and "patient_id" not in {c.target for c in columns},
        rekeyed=before.rekeyed or suggested.rekeyed,
        answers=tuple({**dict(suggested.answers), **dict(before.answers)}.items()),
    )


def check_mapping(mapping: Mapping) -> None:
    """Refuse a mapping that names what does not exist.

    Raises
    ------
    ImtError
        If a target is no canonical column or is named twice, or a word is not in its vocabulary.

    Examples
    --------
    >>> check_mapping(Mapping(columns=(ColumnMapping(target="shoe", source="Shoe"),)))
    Traceback (most recent call last):
        ...
    imt_core.ImtError: A mapping must name canonical columns, each once, but 'shoe' is none \
or is repeated. Make the mapping anew.
    """
    known = {column.name: column for column in COLUMNS}
    seen: set[str] = set()
    for column in mapping.columns:
        if column.target not in known or column.target in seen:
            raise ImtError(
                f"A mapping must name canonical columns, each once, but {column.target!r} is none "
                "or is repeated. Make the mapping anew."
            )
        seen.add(column.target)
        canonical = known[column.target]
        words = ("1", "0") if canonical.kind == "flag" else canonical.values
        is_closed = canonical.kind == "flag" or (words and not canonical.open_vocabulary)
        wrong = [word for _, word in column.values if word and word not in words]
        if is_closed and wrong:
            raise ImtError(
                f"A mapping must give {column.target} one of {', '.join(words)}, but it gives "
                "another word. Make the mapping anew."
            )
