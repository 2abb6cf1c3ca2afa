"""Linear programmes: one that is solved again and again, and one of whole numbers."""

from __future__ import annotations

from math import inf
from typing import TypeAlias

import highspy
import numpy as np
import scipy
from numpy.typing import NDArray

BoolArray: TypeAlias = NDArray[np.bool_]
FloatArray: TypeAlias = NDArray[np.float64]


class LinearProgramme:
    """Numbers of which some sums are within fixed limits, and others should be within given ones.

    Parameters
    ----------
    relations : scipy.sparse.csc_array
        Of shape (n_relations, n_numbers).
    bounds : tuple of numpy.ndarray
        The limits of each relation.
    cells : scipy.sparse.csc_array
        Of shape (n_cells, n_numbers).
    gains : numpy.ndarray
        What each number is worth, of shape (n_numbers,): much less than any cost.
    most : float
        That a number can be; the least is 0.

    Notes
    -----
    HiGHS keeps the basis of its last solution: another question about the same sums takes a few
    steps of the simplex from there.

    Examples
    --------
    >>> two, both = scipy.sparse.csc_array(np.eye(2)), scipy.sparse.csc_array([[1.0, 1.0]])
    >>> programme = LinearProgramme(
    ...     relations=both, bounds=(np.array([9.0]), np.array([9.0])), cells=two,
    ...     gains=np.zeros(2), most=20.0)
    >>> programme.nearest(np.array([4.0, 3.0]), np.array([4.0, 3.0]), np.array([inf, 1.0])).tolist()
    [4.0, 5.0]
    """

    def __init__(  # noqa: D107
        self,
        *,
        relations: scipy.sparse.csc_array,
        bounds: tuple[FloatArray, FloatArray],
        cells: scipy.sparse.csc_array,
        gains: FloatArray,
        most: float,
    ) -> None:
        n_cells, n = cells.shape
        beyond = scipy.sparse.eye_array(n_cells)
        none = scipy.sparse.csr_array((relations.shape[0], 2 * n_cells))
        matrix = scipy.sparse.vstack(
            [scipy.sparse.hstack([relations, none]), scipy.sparse.hstack([cells, -beyond, beyond])],
            format="csc",
        )
        n_beyond = 2 * n_cells
        self._solver = _solver_of(
            matrix,
            (
                np.concatenate([bounds[0], np.zeros(n_cells)]),
                np.concatenate([bounds[1], np.full(n_cells, inf)]),
            ),
            cost=np.concatenate([-gains, np.zeros(n_beyond)]),
            most=np.concatenate([np.full(n, most), np.zeros(n_beyond)]),
        )
        self._solver.setOptionValue("presolve", "off")
        self._n = n
        self._beyond = np.arange(n, matrix.shape[1], dtype=np.int32)
        self._cells = np.arange(relations.shape[0], matrix.shape[0], dtype=np.int32)

    def nearest(self, low: FloatArray, high: FloatArray, price: FloatArray) -> FloatArray | None:
        """Look for the numbers that cost least.

        Parameters
        ----------
        low, high : numpy.ndarray
            The limits of each cell, of shape (n_cells,).
        price : numpy.ndarray
            What it costs, for each 1, that a cell is beyond its limits; infinite where it must not.

        Returns
        -------
        numpy.ndarray or None
            Of shape (n_numbers,); ``None`` where there are none.

        Raises
        ------
        GaveUpError
            If the solver cannot say.
        """
        can_be = np.isfinite(price)
        most, costs = np.where(can_be, inf, 0.0), np.where(can_be, price, 0.0)
        both = len(self._beyond)
        solver = self._solver
        solver.changeColsBounds(both, self._beyond, np.zeros(both), np.tile(most, 2))
        solver.changeColsCost(both, self._beyond, np.tile(costs, 2))
        solver.changeRowsBounds(len(low), self._cells, low, high)
        found = _run(solver)
        return None if found is None else found[: self._n]


def least_whole_numbers(
    matrix: scipy.sparse.csc_array,
    bounds: tuple[FloatArray, FloatArray],
    *,
    cost: FloatArray,
    is_whole: BoolArray,
) -> FloatArray | None:
    """Numbers from 0 on that cost least, some of them whole, with sums within limits.

    Parameters
    ----------
    matrix : scipy.sparse.csc_array
        The sums, of shape (n_sums, n_numbers).
    bounds : tuple of numpy.ndarray
        The limits of each sum.
    cost, is_whole : numpy.ndarray
        Of shape (n_numbers,).

    Returns
    -------
    numpy.ndarray or None
        Of shape (n_numbers,); ``None`` where there are none.

    Raises
    ------
    GaveUpError
        If the solver cannot say.

    Examples
    --------
    >>> both, half = scipy.sparse.csc_array([[2.0, 2.0]]), np.array([3.0])
    >>> least_whole_numbers(
    ...     both, (half, half + 1), cost=np.array([1.0, 2.0]), is_whole=np.array([True, True])
    ... ).tolist()
    [2.0, 0.0]
    """
    most = np.full(len(cost), inf)
    solver = _solver_of(matrix, bounds, cost=cost, most=most, is_whole=is_whole)
    return _run(solver)


def _solver_of(
    matrix: scipy.sparse.csc_array,
    bounds: tuple[FloatArray, FloatArray],
    *,
    cost: FloatArray,
    most: FloatArray,
    is_whole: BoolArray | None = None,
) -> highspy.Highs:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = cost
    model.col_lower_, model.col_upper_ = np.zeros(len(cost)), most
    model.row_lower_, model.row_upper_ = bounds
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    model.a_matrix_.index_ = matrix.indices.astype(np.int32)
    model.a_matrix_.value_ = matrix.data
    if is_whole is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[whole] for whole in is_whole.astype(int)]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.passModel(model)
    return solver


def _run(solver: highspy.Highs) -> FloatArray | None:
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise GaveUpError
    return np.array(solver.getSolution().col_value)


class GaveUpError(Exception):
    """The solver came to no end."""
