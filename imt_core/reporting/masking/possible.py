"""Cohorts that fit a document: what a reader cannot tell from the one that it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from imt_core.reporting.masking.contingency import Relation, Row

BoolArray: TypeAlias = NDArray[np.bool_]
IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]

_WHOLE: Final = 1e-5
_INFEASIBLE: Final = 2


class GaveUpError(Exception):
    """The solver came to no end."""


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

    Raises
    ------
    GaveUpError
        If the solver finds no numbers behind the true cells.
    """

    rows: Sequence[Row]
    relations: Sequence[Relation]
    n_unknown: int
    truth: Sequence[int]
    _cells: scipy.sparse.csc_array = field(init=False)
    _relations: scipy.sparse.csc_array = field(init=False)
    _bounds: tuple[FloatArray, FloatArray] = field(init=False)
    _numbers: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self._cells = _sparse(self.rows, self.n_unknown)
        self._relations = _sparse([row for row, _, _ in self.relations], self.n_unknown)
        ends = np.array([(low, high) for _, low, high in self.relations]).reshape(-1, 2)
        self._bounds = ends[:, 0], ends[:, 1]
        self._numbers = np.zeros(self.n_unknown)
        true = np.array(self.truth, dtype=float)
        never = np.full(len(true), inf)
        found = self._solve(np.arange(self.n_unknown), true, true, never)
        if found is None:
            raise GaveUpError
        self._numbers = found

    def nearest(
        self,
        limits: Sequence[tuple[float, float]],
        costs: Sequence[float],
        wanted: Mapping[int, int],
        near: Iterable[int] | None = None,
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
        near : iterable of int, or None
            Unknown numbers that may differ from the true ones; ``None`` for all.

        Returns
        -------
        numpy.ndarray or None
            The value of each cell in a cohort that costs least; ``None`` where there is none.

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
        free = np.arange(self.n_unknown) if near is None else np.array(sorted(near))
        numbers = self._solve(free, low, high, price)
        return None if numbers is None else (self._cells @ numbers).astype(np.int64)

    def _solve(
        self, free: IntArray, low: FloatArray, high: FloatArray, price: FloatArray
    ) -> FloatArray | None:
        """The numbers of a cohort that costs least, those that are not free as they truly are."""
        fixed = self._numbers.copy()
        fixed[free] = 0.0
        cells, relations = self._cells[:, free].tocsr(), self._relations[:, free].tocsr()
        # What nothing is said of, or what cannot move, is no matter for the solver.
        told = (np.isfinite(high) | (low > 0)) & (np.diff(cells.indptr) > 0)
        known = np.diff(relations.indptr) > 0
        movable = np.flatnonzero(np.isfinite(price[told]))
        beyond = scipy.sparse.csr_array(
            (np.ones(len(movable)), (movable, np.arange(len(movable)))),
            shape=(int(told.sum()), len(movable)),
        )
        matrix = scipy.sparse.vstack(
            [
                scipy.sparse.hstack([cells[told], -beyond, beyond]),
                scipy.sparse.hstack(
                    [relations[known], scipy.sparse.csr_array((int(known.sum()), 2 * len(movable)))]
                ),
            ],
            format="csc",
        )
        rest = np.concatenate([(self._cells @ fixed)[told], (self._relations @ fixed)[known]])
        least = np.concatenate([low[told], self._bounds[0][known]]) - rest
        greatest = np.concatenate([high[told], self._bounds[1][known]]) - rest
        cost = np.concatenate([np.zeros(len(free)), *2 * [price[told][movable]]])
        # Nearly always the cohort that costs least is of whole numbers without being asked to.
        for is_whole in (False, True):
            found = scipy.optimize.milp(
                cost,
                constraints=[scipy.optimize.LinearConstraint(matrix, least, greatest)],
                bounds=scipy.optimize.Bounds(0.0, inf),
                # Of so few numbers it takes longer than it spares.
                options={"presolve": is_whole},
                integrality=np.where(np.arange(len(cost)) < len(free), is_whole, False),
            )
            if found.x is None:
                if found.status == _INFEASIBLE:
                    return None
                break
            unknown = found.x[: len(free)]
            if np.abs(unknown - np.round(unknown)).max(initial=0.0) < _WHOLE:
                fixed[free] = np.round(unknown)
                return fixed
        raise GaveUpError


def _sparse(rows: Sequence[Row], n_columns: int) -> scipy.sparse.csc_array:
    entries = [(at, place, x) for at, row in enumerate(rows) for place, x in row.items()]
    at, place, x = zip(*entries, strict=True) if entries else ((), (), ())
    return scipy.sparse.csc_array((x, (at, place)), shape=(len(rows), n_columns))
