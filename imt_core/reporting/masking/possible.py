"""Cohorts that fit a document: what a reader cannot tell from the one that it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final, TypeAlias

import numpy as np
import scipy
from numpy.typing import NDArray

from imt_core.reporting.masking.contingency import Relation, Row

IntArray: TypeAlias = NDArray[np.int64]

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
    """

    rows: Sequence[Row]
    relations: Sequence[Relation]
    n_unknown: int
    _cells: scipy.sparse.csr_array = field(init=False)
    _matrix: scipy.sparse.csr_array = field(init=False)

    def __post_init__(self) -> None:
        self._cells = _sparse(self.rows, self.n_unknown)
        others = _sparse([row for row, _, _ in self.relations], self.n_unknown)
        beyond = scipy.sparse.eye_array(len(self.rows), format="csr")
        nothing = scipy.sparse.csr_array((len(self.relations), len(self.rows)))
        self._matrix = scipy.sparse.vstack(
            [
                scipy.sparse.hstack([self._cells, -beyond, beyond]),
                scipy.sparse.hstack([others, nothing, nothing]),
            ],
            format="csr",
        )

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
            The value of each cell in a cohort that costs least; ``None`` where there is none.

        Raises
        ------
        GaveUpError
            If the solver cannot say.

        Examples
        --------
        Two cells that add up to a third:

        >>> reader = Reader(rows=[{0: 1.0}, {1: 1.0}, {0: 1.0, 1: 1.0}], relations=(), n_unknown=2)
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
        # What nothing is said of is no matter for the solver.
        told = np.flatnonzero(np.isfinite(high) | (low > 0))
        movable = told[np.isfinite(price[told])]
        n_cells, n_relations = len(low), len(self.relations)
        columns = [
            np.arange(self.n_unknown),
            *(self.n_unknown + n * n_cells + movable for n in (0, 1)),
        ]
        rows = [told, n_cells + np.arange(n_relations)]
        matrix = self._matrix[np.concatenate(rows)][:, np.concatenate(columns)]
        least = np.concatenate([low[told], [x for _, x, _ in self.relations]])
        greatest = np.concatenate([high[told], [x for _, _, x in self.relations]])
        cost = np.concatenate([np.zeros(self.n_unknown), price[movable], price[movable]])
        # Nearly always the cohort that costs least is of whole numbers without being asked to.
        for is_whole in (False, True):
            found = scipy.optimize.milp(
                cost,
                constraints=[scipy.optimize.LinearConstraint(matrix, least, greatest)],
                bounds=scipy.optimize.Bounds(0.0, inf),
                integrality=np.where(np.arange(len(cost)) < self.n_unknown, is_whole, False),
            )
            if found.x is None:
                if found.status == _INFEASIBLE:
                    return None
                break
            unknown = found.x[: self.n_unknown]
            if np.abs(unknown - np.round(unknown)).max(initial=0.0) < _WHOLE:
                return np.asarray(self._cells @ np.round(unknown), dtype=np.int64)
        raise GaveUpError


def _sparse(rows: Sequence[Row], n_columns: int) -> scipy.sparse.csr_array:
    entries = [(at, place, x) for at, row in enumerate(rows) for place, x in row.items()]
    at, place, x = zip(*entries, strict=True) if entries else ((), (), ())
    return scipy.sparse.csr_array((x, (at, place)), shape=(len(rows), n_columns))
