"""One linear programme in arrays, solved by HiGHS: the only place that knows the solver."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

SEARCHES = ("mip_heuristic_run_rens", "mip_heuristic_run_rins", "mip_heuristic_run_root_reduced_cost")
"""Searches of the solver in smaller mixed-integer programmes."""


class Method(enum.StrEnum):
    """How to solve: SIMPLEX ends at a vertex, INTERIOR does not, CROSSOVER goes from the interior to a vertex."""

    SIMPLEX = "simplex"
    INTERIOR = "interior"
    CROSSOVER = "crossover"


class Status(enum.StrEnum):
    """What came of a solve."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    STOPPED = "stopped"
    UNSURE = "unsure"
    ENOUGH = "enough"


@dataclass(frozen=True)
class Programme:
    """Minimise ``cost @ x`` subject to ``row_lower <= matrix @ x <= row_upper`` and ``lower <= x <= upper``.

    Attributes
    ----------
    cost, lower, upper : (columns,)
    whole : (columns,)
        Which columns must be whole numbers.
    matrix : (rows, columns), compressed by column
    row_lower, row_upper : (rows,)
    """

    cost: Floats
    matrix: csc_matrix
    row_upper: Floats
    row_lower: Floats | None = None
    lower: Floats | None = None
    upper: Floats | None = None
    whole: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Answer:
    """Solution of a programme.

    Attributes
    ----------
    status
        What came of it. ``UNSURE``: numbers are there, but the solver does not vouch for them. ``ENOUGH``: whole numbers were
        found, and a limit of nodes or time was reached before they were proven best.
    objective
        ``cost @ x``; NaN without a solution.
    x : (columns,)
    price : (rows,)
        Marginal value of each row: at least 0 where only its upper side binds; 0 if anything must be whole.
    bound
        What no objective is below, if anything must be whole.
    """

    status: Status
    objective: float
    x: Floats
    price: Floats
    bound: float = float("-inf")

    @property
    def usable(self) -> bool:
        """Whether there are numbers to work with."""
        return self.status in (Status.OPTIMAL, Status.UNSURE, Status.ENOUGH)


_STATUS = {
    highspy.HighsModelStatus.kOptimal: Status.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Status.UNBOUNDED,
    highspy.HighsModelStatus.kUnboundedOrInfeasible: Status.INFEASIBLE,
    highspy.HighsModelStatus.kTimeLimit: Status.STOPPED,
    highspy.HighsModelStatus.kInterrupt: Status.STOPPED,
    highspy.HighsModelStatus.kIterationLimit: Status.STOPPED,
}


def solve(
    programme: Programme,
    method: Method = Method.SIMPLEX,
    *,
    tolerance: float | None = None,
    time_limit: float | None = None,
    gap: float = 0.0,
    nodes: int | None = None,
    target: float | None = None,
    search: bool = True,
) -> Answer:
    """
    Solve one linear or mixed-integer programme on one thread, so that the same arrays give the same answer.

    Parameters
    ----------
    programme
        The arrays.
    method
        How to solve it.
    tolerance
        Optimality tolerance of the interior point, relative; of a mixed-integer programme that of its rows and whole numbers: a
        small one makes answers exact and good ones hard to find. ``None`` for the solver's own.
    time_limit
        Wall-clock seconds; ``None`` for none.
    gap, nodes
        Relative gap, and nodes, at which a mixed-integer programme is left; ``None``: as many as it takes.
    target
        Objective at which what was found is good enough.
    search
        Whether to look for good whole numbers in smaller programmes besides; without, time goes into the bound alone.

    Notes
    -----
    An interior point without crossover may end "unknown" with good numbers; the answer then says ``UNSURE``, and
    whoever asked judges it by a bound of their own.
    """
    rows, columns = programme.matrix.shape
    if columns == 0:
        return Answer(Status.OPTIMAL, 0.0, np.zeros(0), np.zeros(rows))
    model = highspy.Highs()
    options: dict[str, bool | int | float | str] = {"output_flag": False, "threads": 1, "random_seed": 0}
    mixed = programme.whole is not None and bool(programme.whole.any())
    if mixed:
        options |= {"mip_rel_gap": gap, "mip_abs_gap": 0.0}
        if not search:
            options |= dict.fromkeys(SEARCHES, False)
        if tolerance is not None:
            options |= {"mip_feasibility_tolerance": tolerance, "primal_feasibility_tolerance": tolerance}
        if target is not None:
            options["objective_target"] = target
        if nodes is not None:
            options["mip_max_nodes"] = nodes
    elif method is Method.SIMPLEX:
        options["solver"] = "simplex"
    else:
        options["solver"] = "ipx"
        options["run_crossover"] = "on" if method is Method.CROSSOVER else "off"
        if method is Method.INTERIOR:
            # without a basis, prices of what presolve took out come back wrong (seen: half as much again on some rows)
            options["presolve"] = "off"
        if tolerance is not None:
            options["ipm_optimality_tolerance"] = tolerance
    if time_limit is not None:
        options["time_limit"] = max(0.0, time_limit)
    for name, value in options.items():
        model.setOptionValue(name, value)
    model.passModel(_highs(programme, rows, columns))
    model.run()
    status = _STATUS.get(model.getModelStatus(), Status.UNSURE)
    solution = model.getSolution()
    if mixed:
        return _mixed(model, status, columns, rows)
    if not solution.value_valid or status in (Status.INFEASIBLE, Status.UNBOUNDED):
        return Answer(status, float("nan"), np.zeros(columns), np.zeros(rows))
    price = -np.asarray(solution.row_dual) if solution.dual_valid else np.zeros(rows)
    return Answer(status, model.getInfo().objective_function_value, np.asarray(solution.col_value), price)


def _mixed(model: highspy.Highs, status: Status, columns: int, rows: int) -> Answer:
    """Put together what came of a mixed-integer programme."""
    info, solution = model.getInfo(), model.getSolution()
    none = np.zeros(rows)
    if not solution.value_valid or not np.isfinite(info.objective_function_value) or status is Status.INFEASIBLE:
        return Answer(status, float("nan"), np.zeros(columns), none, info.mip_dual_bound)
    if status is not Status.OPTIMAL:
        status = Status.ENOUGH
    return Answer(status, info.objective_function_value, np.asarray(solution.col_value), none, info.mip_dual_bound)


def _highs(programme: Programme, rows: int, columns: int) -> highspy.HighsLp:
    """Copy the arrays into the solver's own structure."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = programme.cost
    lp.col_lower_ = np.zeros(columns) if programme.lower is None else programme.lower
    lp.col_upper_ = np.full(columns, highspy.kHighsInf) if programme.upper is None else programme.upper
    lp.row_upper_ = programme.row_upper
    lp.row_lower_ = np.full(rows, -highspy.kHighsInf) if programme.row_lower is None else programme.row_lower
    if programme.whole is not None and programme.whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[int(w)] for w in programme.whole]
    matrix = programme.matrix
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    return lp
