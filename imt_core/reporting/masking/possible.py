"""Cohorts that fit a document: what a reader cannot tell from the one that it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from imt_core.reporting.masking.contingency import Apart, Relation, Row
from imt_core.reporting.masking.linear_programme import (
    GaveUpError,
    LinearProgramme,
    least_whole_numbers,
)

BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]

_WHOLE: Final = 1e-5
_WIDER: Final = (16, 64, inf)
"""Relations of how many numbers bind those that must change with some that are not whole."""
_GAIN: Final = 1e-6
"""What a patient more is worth: the fewest that so many lines can be of are no whole number."""


@dataclass(slots=True)
class Reader:
    """Somebody who knows every sum and looks for cohorts that fit what stands in a document.

    Parameters
    ----------
    rows : sequence of Row
        Each cell as a sum of unknown numbers.
    relations : sequence of Relation
        What is known of the unknown numbers.
    n_unknown : int
    truth : sequence of int
        The value of each cell.
    apart : sequence of Apart
        Patients who are told apart; not known of where they are not so in truth.

    Raises
    ------
    GaveUpError
        If the solver finds no numbers behind the true cells.
    """

    rows: Sequence[Row]
    relations: Sequence[Relation]
    n_unknown: int
    truth: Sequence[int]
    apart: Sequence[Apart] = ()
    _cells: scipy.sparse.csc_array = field(init=False)
    _relations: scipy.sparse.csc_array = field(init=False)
    _bounds: tuple[FloatArray, FloatArray] = field(init=False)
    _all: scipy.sparse.csc_array = field(init=False)
    _lines: scipy.sparse.csc_array = field(init=False)
    _some: scipy.sparse.csc_array = field(init=False)
    _part_of: scipy.sparse.csc_array = field(init=False)
    _some_of: scipy.sparse.csc_array = field(init=False)
    _numbers: FloatArray = field(init=False)
    _most: float = field(init=False)
    _programme: LinearProgramme = field(init=False)

    def __post_init__(self) -> None:
        self._cells = _sparse(self.rows, self.n_unknown)
        self._relations = _sparse([row for row, _, _ in self.relations], self.n_unknown)
        ends = np.array([(low, high) for _, low, high in self.relations]).reshape(-1, 2)
        self._bounds = ends[:, 0], ends[:, 1]
        self._tell_apart(self.apart)
        self._most = 2.0 * max(self.truth, default=0) + 1.0
        self._programme = LinearProgramme(
            relations=self._relations,
            bounds=self._bounds,
            cells=self._cells,
            gains=_GAIN * np.asarray(self._all.sum(axis=0), dtype=float),
            most=self._most,
        )
        self._numbers = np.zeros(self.n_unknown)
        true = np.array(self.truth, dtype=float)
        never = np.full(len(true), inf)
        found = self._solve(true, true, never)
        if found is None and self.apart:
            self._tell_apart(())
            found = self._solve(true, true, never)
        if found is None:
            raise GaveUpError
        self._numbers = found

    def _tell_apart(self, apart: Sequence[Apart]) -> None:
        parts = [(at, *part) for at, (_, those) in enumerate(apart) for part in those]
        some = [(at, row) for at, (_, _, rows) in enumerate(parts) for row in rows]
        n = self.n_unknown
        self._all = _sparse([row for row, _ in apart], n)
        self._lines, self._some = (
            _sparse(rows, n) for rows in ([row for _, row, _ in parts], [row for _, row in some])
        )
        self._part_of = _sparse([{at: 1.0} for at, _, _ in parts], len(apart))
        self._some_of = _sparse([{at: 1.0} for at, _ in some], len(parts))

    def nearest(
        self,
        limits: Sequence[tuple[float, float]],
        costs: Sequence[float],
        wanted: Mapping[int, int],
    ) -> IntArray | None:
        """Look for a cohort in which some cells have the wanted values.

        Parameters
        ----------
        limits : sequence of (float, float)
            Between which two numbers the document says that each cell is.
        costs : sequence of float
            What it costs, for each case, that a cell is beyond its limits; infinite where it must
            not be.
        wanted : dict of int to int

        Returns
        -------
        numpy.ndarray or None
            The value of each cell in a cohort that costs least, or nearly; ``None`` where there is
            none.

        Raises
        ------
        GaveUpError
            If the solver cannot say.

        Examples
        --------
        Two cells that add up to a third:

        >>> rows = [{0: 1.0}, {1: 1.0}, {0: 1.0, 1: 1.0}]
        >>> reader = Reader(rows=rows, relations=(), n_unknown=2, truth=[2, 8, 10])
        >>> limits = [(1, 4), (8, 8), (10, 10)]
        >>> reader.nearest(limits, [inf, inf, inf], {0: 4}) is None
        True
        >>> reader.nearest(limits, [inf, 1.0, 9.0], {0: 4}).tolist()
        [4, 6, 10]
        """
        low, high = (np.array(ends, dtype=float) for ends in zip(*limits, strict=True))
        price = np.array(costs, dtype=float)
        for at, value in wanted.items():
            low[at] = high[at] = value
            price[at] = inf
        numbers = self._solve(low, high, price)
        return None if numbers is None else np.round(self._cells @ numbers).astype(np.int64)

    def _solve(self, low: FloatArray, high: FloatArray, price: FloatArray) -> FloatArray | None:
        """The numbers of a cohort that costs least, or nearly."""
        found = self._programme.nearest(low, high, price)
        if found is None:
            return None
        # Mostly the cohort that costs least is of whole numbers, and of patients enough, without
        # being asked to. Else a cohort near to it is, or any other.
        numbers = np.round(found)
        amiss = np.abs(found - numbers) > _WHOLE
        if not amiss.any():
            amiss = self._too_few(numbers)
        if not amiss.any():
            return numbers
        for most in _WIDER:
            mended = self._whole_numbers(numbers, self._around(amiss, most), (low, high), price)
            if mended is not None:
                return mended
        everything = np.arange(self.n_unknown)
        return self._whole_numbers(self._numbers, everything, (low, high), price)

    def _around(self, these: BoolArray, most: float) -> IntArray:
        """Some unknown numbers, and those bound to them by relations of at most so many."""
        related = abs(self._relations).tocsr()
        rows = (related @ these.astype(float) > 0) & (np.diff(related.indptr) <= most)
        return np.flatnonzero((related.T @ rows.astype(float) > 0) | these)

    def _whole_numbers(
        self,
        known: FloatArray,
        free: IntArray,
        limits: tuple[FloatArray, FloatArray],
        price: FloatArray,
    ) -> FloatArray | None:
        """The whole numbers that cost least, those that are not free as they are known."""
        (low, high), fixed = limits, known.copy()
        fixed[free] = 0.0
        cells, relations = self._cells[:, free].tocsr(), self._relations[:, free].tocsr()
        # What nothing is said of, or what cannot move, is no matter for the solver.
        told = (np.isfinite(high) | (low > 0)) & (np.diff(cells.indptr) > 0)
        related = np.diff(relations.indptr) > 0
        movable = np.flatnonzero(np.isfinite(price[told]))
        beyond = scipy.sparse.csr_array(
            (np.ones(len(movable)), (movable, np.arange(len(movable)))),
            shape=(int(told.sum()), len(movable)),
        )
        none = scipy.sparse.csr_array((int(related.sum()), 2 * len(movable)))
        matrix = scipy.sparse.vstack(
            [
                scipy.sparse.hstack([cells[told], -beyond, beyond]),
                scipy.sparse.hstack([relations[related], none]),
            ],
            format="csc",
        )
        rest = np.concatenate([(self._cells @ fixed)[told], (self._relations @ fixed)[related]])
        least = np.concatenate([low[told], self._bounds[0][related]]) - rest
        greatest = np.concatenate([high[told], self._bounds[1][related]]) - rest
        cost = np.concatenate([np.zeros(len(free)), *2 * [price[told][movable]]])
        n_free, n_cost = len(free), len(cost)
        for tells_apart in (False, True):
            if tells_apart:
                matrix, least, greatest = self._with_patients(matrix, least, greatest, free, fixed)
            at = np.arange(matrix.shape[1])
            found = least_whole_numbers(
                matrix,
                (least, greatest),
                cost=np.concatenate([cost, np.zeros(len(at) - n_cost)]),
                is_whole=(at < n_free) | (at >= n_cost),
            )
            if found is None:
                return None
            numbers = fixed.copy()
            numbers[free] = np.round(found[:n_free])
            if not self._too_few(numbers).any():
                return numbers
        raise GaveUpError

    def _too_few(self, numbers: FloatArray) -> BoolArray:
        """The unknown numbers of patients who are fewer than those who differ among them."""
        least = (self._lines @ numbers > _WHOLE).astype(float)
        np.maximum.at(least, self._some_of.tocsr().indices, self._some @ numbers)
        few = self._part_of.T @ least > self._all @ numbers + _WHOLE
        theirs: BoolArray = self._all.T @ few.astype(float) > 0
        return theirs

    def _with_patients(
        self,
        matrix: scipy.sparse.csc_array,
        least: FloatArray,
        greatest: FloatArray,
        free: IntArray,
        fixed: FloatArray,
    ) -> tuple[scipy.sparse.csc_array, FloatArray, FloatArray]:
        """With the patients of each part as a number more."""
        known = scipy.sparse.vstack([self._lines, self._some, -self._all], format="csc")
        parts = scipy.sparse.eye_array(self._lines.shape[0])
        of_parts = scipy.sparse.vstack([-self._most * parts, -self._some_of, self._part_of.T])
        costs = scipy.sparse.csr_array((known.shape[0], matrix.shape[1] - len(free)))
        none = scipy.sparse.csr_array((matrix.shape[0], parts.shape[0]))
        rows = (
            scipy.sparse.hstack([matrix, none]),
            scipy.sparse.hstack([known[:, free], costs, of_parts]),
        )
        return (
            scipy.sparse.vstack(rows, format="csc"),
            np.concatenate([least, np.full(known.shape[0], -inf)]),
            np.concatenate([greatest, -(known @ fixed)]),
        )


def _sparse(rows: Sequence[Row], n_columns: int) -> scipy.sparse.csc_array:
    entries = [(at, place, x) for at, row in enumerate(rows) for place, x in row.items()]
    at, place, x = zip(*entries, strict=True) if entries else ((), (), ())
    return scipy.sparse.csc_array((x, (at, place)), shape=(len(rows), n_columns))
