"""One and the same arc-flow programme written by modelling layers, each in its own idiom, and handed to HiGHS.

All start from the same :class:`~benchmarks.arcflow.Sets`, and end with a HiGHS model ready to run. Amounts that offers limit
are limits of columns everywhere, sums go over what is there and over nothing else.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from .arcflow import Model, Sets, in_arrays


def by_arrays(sets: Sets) -> highspy.Highs:
    """Write the arrays and pass them."""
    return passed(in_arrays(sets))


def passed(model: Model) -> highspy.Highs:
    """Pass a programme in arrays to HiGHS."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    rows, columns = model.matrix.shape
    matrix, continuous = model.matrix, np.zeros(columns, dtype=np.int32)
    # the form that takes arrays as they are; setting the fields of a HighsLp copies them number by number
    highs.passModel(
        *(columns, rows, matrix.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0),
        *(model.cost, np.zeros(columns), model.most, model.lower, model.upper),
        *(matrix.indptr, matrix.indices, matrix.data, continuous),
    )
    return highs


def by_linopy(sets: Sets) -> highspy.Highs:
    """Sum linopy's variables by group, in its sparse form, the fastest of those tried."""
    import linopy
    import pandas as pd

    linopy.options["semantics"] = "v1"
    model = linopy.Model(sparse=True)

    def columns(name: str, count: int, most: Any = np.inf) -> Any:
        return model.add_variables(lower=0.0, upper=most, coords=[pd.RangeIndex(count, name=name)], name=name)

    move = columns("move", len(sets.move_cost))
    wait = columns("wait", len(sets.wait_cost))
    inject = columns("inject", len(sets.inject_most), sets.inject_most)
    deliver = columns("deliver", len(sets.deliver_gain))

    def sums(variable: Any, group: Any, name: str, value: Any = 1.0) -> Any:
        return (value * variable).groupby(pd.Series(group, index=variable.indexes[variable.dims[0]], name=name)).sum()

    def within(used: Any, name: str, limit: np.ndarray) -> None:
        limits = pd.Series(limit, index=pd.RangeIndex(len(limit), name=name))
        model.add_constraints(used <= limits[used.indexes[name]], name=name)

    within(sums(deliver, sets.deliver_need, "needs", sets.deliver_rate), "needs", sets.need_t)
    on, into = np.flatnonzero(sets.move_on >= 0), np.flatnonzero(sets.move_into >= 0)
    for name, of, group, limit in (("links", on, sets.move_on, sets.link_t), ("nodes", into, sets.move_into, sets.node_t)):
        within(sums(move.isel(move=of), group[of], name), name, limit)
    parts = [
        sums(move, sets.move_head, "at"), sums(wait, sets.wait_head, "at"), sums(inject, sets.inject_head, "at"),
        sums(move, sets.move_tail, "at", -1.0), sums(wait, sets.wait_tail, "at", -1.0),
        sums(deliver, sets.deliver_tail, "at", -1.0),
    ]  # fmt: skip
    model.add_constraints(linopy.merge(parts, join="outer") == 0, name="balances")
    model.add_objective((sets.move_cost * move).sum() + (sets.wait_cost * wait).sum() - (sets.deliver_gain * deliver).sum())
    return model.to_highspy()


def by_pyomo(sets: Sets) -> Any:
    """Write Pyomo's linear expressions row by row, with nothing to be simplified, and load them persistently."""
    import pyomo.environ as pyo
    from pyomo.contrib.appsi.solvers import Highs
    from pyomo.core.expr.numeric_expr import LinearExpression

    model = pyo.ConcreteModel()
    model.move = pyo.Var(range(len(sets.move_cost)), domain=pyo.NonNegativeReals)
    model.wait = pyo.Var(range(len(sets.wait_cost)), domain=pyo.NonNegativeReals)
    most = sets.inject_most.tolist()
    model.inject = pyo.Var(range(len(most)), bounds=lambda _, i: (0.0, most[i]))
    model.deliver = pyo.Var(range(len(sets.deliver_gain)), domain=pyo.NonNegativeReals)
    move, wait, inject, deliver = (list(v.values()) for v in (model.move, model.wait, model.inject, model.deliver))

    def gather(count: int, *parts: tuple[list[Any], np.ndarray, np.ndarray | float]) -> list[tuple[list[float], list[Any]]]:
        rows: list[tuple[list[float], list[Any]]] = [([], []) for _ in range(count)]
        for variables, group, value in parts:
            for variable, row, coefficient in zip(
                variables, group.tolist(), np.broadcast_to(value, len(group)).tolist(), strict=True
            ):
                if row >= 0:
                    rows[row][0].append(coefficient)
                    rows[row][1].append(variable)
        return rows

    def bounded(rows: list[tuple[list[float], list[Any]]], limit: np.ndarray) -> Any:
        body = [LinearExpression(constant=0, linear_coefs=c, linear_vars=v) for c, v in rows]
        limits = limit.tolist()
        there = [i for i, (c, _) in enumerate(rows) if c]
        return pyo.Constraint(there, rule=lambda _, i: (None, body[i], limits[i]))

    model.needs = bounded(gather(len(sets.need_t), (deliver, sets.deliver_need, sets.deliver_rate)), sets.need_t)
    model.links = bounded(gather(len(sets.link_t), (move, sets.move_on, 1.0)), sets.link_t)
    model.nodes = bounded(gather(len(sets.node_t), (move, sets.move_into, 1.0)), sets.node_t)
    balances = gather(
        sets.balances,
        *((move, sets.move_head, 1.0), (wait, sets.wait_head, 1.0), (inject, sets.inject_head, 1.0)),
        *((move, sets.move_tail, -1.0), (wait, sets.wait_tail, -1.0), (deliver, sets.deliver_tail, -1.0)),
    )
    flows = [LinearExpression(constant=0, linear_coefs=c, linear_vars=v) for c, v in balances]
    model.balances = pyo.Constraint([i for i, (c, _) in enumerate(balances) if c], rule=lambda _, i: (0.0, flows[i], 0.0))
    gain = np.concatenate((sets.move_cost, sets.wait_cost, -sets.deliver_gain)).tolist()
    model.cost = pyo.Objective(
        expr=LinearExpression(constant=0, linear_coefs=gain, linear_vars=move + wait + deliver), sense=pyo.minimize
    )
    solver = Highs()
    solver.set_instance(model)
    return solver._solver_model


LAYERS = {"arrays": by_arrays, "linopy": by_linopy, "pyomo": by_pyomo}
