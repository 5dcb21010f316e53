"""Every way of an answer walked again, link by link, in plain Python: what it earns, and what it takes of everything."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from mainstay.planning.bound import upper_bound
from mainstay.planning.engine import Outcome
from mainstay.planning.labels import Labels
from mainstay.planning.problem import Floats, Problem


class NotAPlanError(Exception):
    """What was called a plan cannot be carried out."""


def recheck(problem: Problem, outcome: Outcome) -> tuple[float, float]:
    """
    Walk every way of an answer.

    Returns
    -------
    points
        What it earns.
    excess
        Greatest excess over an amount or capacity, relative to the larger of that and 1.

    Raises
    ------
    NotAPlanError
        If a way is none: it leaves too soon, takes a link that it may not or before it has got there, waits where nothing may,
        ends elsewhere or too late; or if a choice is not a whole number that must be one.
    """
    net, ways, choices = problem.network, outcome.ways, problem.choices
    load: dict[tuple[str, int, int], float] = defaultdict(float)
    shared = np.zeros(len(problem.budget_eur) + len(choices.capacity))
    points = 0.0
    if len(choices):
        taken = outcome.taken
        if (np.abs(taken - np.round(taken))[choices.whole] > 1e-6).any():
            raise NotAPlanError("a choice that must be a whole number is none")
        if (taken < choices.lower - 1e-6).any() or (taken > choices.upper + 1e-6).any():
            raise NotAPlanError("a choice exceeds its limits")
        shared += choices.matrix @ taken
        points += float(choices.gain @ taken)
    for w, lots in enumerate(outcome.lots.tolist()):
        pair = int(ways.pair[w])
        offer, need = int(problem.pair_offer[pair]), int(problem.pair_need[pair])
        source = int(problem.source[offer])
        v, t = int(problem.origin[source]), int(ways.begins[w])
        _insist(problem.ready[source] <= t <= problem.last[source], "a way begins before its offer is ready")
        cost = 0.0
        for i in range(int(ways.legs[w])):
            a, leaves = int(ways.link[w, i]), int(ways.leaves[w, i])
            _insist(int(net.tail[a]) == v and bool(problem.permitted[problem.klass[source], a]), "a link that it may not take")
            _insist(leaves >= t and not net.shut[a, leaves], "a departure that cannot be")
            _insist(leaves == t or net.store_t[v] > 0, "waiting where nothing may")
            cost += net.wait_cost * (leaves - t) + float(net.cost[a])
            v, t = int(net.head[a]), leaves + int(net.lead[a])
            load["link", a, leaves] += lots
            load["node", v, t] += lots
        arrives = int(ways.arrives[w])
        _insist(v == int(problem.place[need]), "a way ends elsewhere")
        _insist(arrives == t or (arrives > t and net.store_t[v] > 0), "waiting where nothing may")
        _insist(bool(problem.worth[need, arrives] >= 0), "an arrival that is too late")
        cost += net.wait_cost * (arrives - t)
        points += lots * (float(problem.value[pair] * problem.worth[need, arrives]) - cost)
        load["offer", offer, 0] += lots
        load["need", need, 0] += lots * float(problem.rate[pair])
        if choices.arrival[need, arrives] >= 0:
            shared[len(problem.budget_eur) + choices.arrival[need, arrives]] -= lots * float(problem.rate[pair])
    limits = {"link": net.link_t, "node": net.node_t, "offer": problem.amount[:, None], "need": problem.asked[:, None]}
    allowed = [(used, float(limits[kind][i, t])) for (kind, i, t), used in load.items()]
    over = [(used - most) / max(1.0, most) for used, most in allowed if most < np.inf]
    limit = np.concatenate((problem.budget_eur, choices.capacity))
    over += ((shared - limit) / np.maximum(1.0, np.abs(limit))).tolist()
    return points, float(max([0.0, *over]))


def certified(problem: Problem, price: Floats) -> float:
    """Points that no plan can exceed, as prices of the rows (rows,) prove, whoever found them."""
    labels = Labels(problem)
    profit, _, _ = labels.best(labels.prices(price))
    return upper_bound(problem, price, profit)


def _insist(true: bool, what: str) -> None:
    if not true:
        raise NotAPlanError(what)
