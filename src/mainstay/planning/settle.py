"""Large plans in whole numbers: decide on blocks of time and priced networks, then fill what was decided with ways.

1. On blocks of time, the relaxation is solved by column generation: prices of the network, and a bound.
2. At these prices, packages, runs and orders are chosen in whole numbers (:mod:`.lattice`), with a bound over all ways.
3. People are settled for the packages chosen (:mod:`.tidy`), which may cost a few of them.
4. What is left is a problem of goods alone. It is solved on the fine grid, and what must be whole is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .ascent import Climb
from .bound import calm
from .choices import Choices
from .engine import Clock, Engine, Outcome, relative_gap
from .labels import Labels
from .lattice import Lattice, lattice, relaxed
from .problem import Floats, Problem
from .tidy import PEOPLE, ROWS, crewed
from .ways import Ways, moved
from .whole import Whole

BOUNDING = frozenset(("package", "placed", "type"))
"""Choices in whole numbers when plans are bounded: few enough to be proven."""

CLIMB = Climb(iterations=30, decay=0.92, harvest=8)
"""Dual phase before the relaxation."""

NODES = 400
"""Nodes after which the choice of packages is left."""

TRACE = 1e-3
"""Share of an offer or requirement below which a way of the blocks is not followed any further."""

ROUNDS = 4
"""Masters that fill what was decided with ways."""

SHIFTS = 1
"""Periods by which the ways of the blocks are moved about for the fine grid."""

SHARE = 1 / 3
"""Share of the gap that each of the three stages may take up."""


@dataclass(frozen=True)
class Narrow:
    """A problem of goods alone: packages limited to those that people can crew, and nobody trained any more.

    Attributes
    ----------
    problem
    column : (its choices,)
        Number of each of its choices in the problem that it came from.
    """

    problem: Problem
    column: np.ndarray


def narrowed(problem: Problem, taken: Floats) -> Narrow:
    """Leave out people; ``taken`` (choices,) holds packages and runs that people are settled for."""
    choices = problem.choices
    kinds = np.array([str(key[0]) for key in choices.what])
    names = np.array([str(name[0]) for name in choices.row_names])
    equipped = np.zeros(len(kinds), dtype=bool)  # runs matter for goods where they need equipment on site
    rows = np.flatnonzero(names == "equipment")
    by_row = choices.matrix.tocsr()[len(problem.budget_eur) :]
    equipped[by_row[rows].indices] = True
    keep = ~np.isin(kinds, ("attend", "crew", "run")) | ((kinds == "run") & equipped & (taken > 0.5))
    kept = ~(np.isin(names, ROWS) & ~np.isin(names, ("asked", "equipment")))
    upper, capacity = choices.upper.copy(), choices.capacity.copy()
    posted = {name[1] for name in choices.row_names if name[0] == "post"}
    by_requirement: dict[object, list[tuple[int, int]]] = {}
    for j, key in enumerate(choices.what):
        if key[0] == "package" and key[1] in posted:
            by_requirement.setdefault(key[1], []).append((int(key[2]), j))  # type: ignore[call-overload]
    for mine in by_requirement.values():
        so_far = 0.0
        for _, j in sorted(mine):
            so_far += round(taken[j])
            upper[j] = min(upper[j], so_far)
    for r in np.flatnonzero(names == "asked"):
        code = choices.row_names[r][1]
        if code in by_requirement:
            capacity[r] = sum(round(taken[j]) for _, j in by_requirement[code])
    held = (kinds == "run") & keep
    upper[held] = np.round(taken[held])
    gain = choices.gain.copy()
    gain[held] = gain.max(initial=0.0)  # what courses are held for is not in this problem: it stands for that
    number = np.where(kept, np.cumsum(kept) - 1, -1)

    def renumbered(of: np.ndarray) -> np.ndarray:
        return np.where(of >= 0, number[of], -1).astype(np.int32)

    rows_kept = np.concatenate((np.ones(len(problem.budget_eur), dtype=bool), kept))
    part = Choices(
        gain=gain[keep],
        upper=upper[keep],
        whole=choices.whole[keep],
        matrix=choices.matrix[:, keep][rows_kept],
        capacity=capacity[kept],
        arrival=renumbered(choices.arrival),
        order=renumbered(choices.order),
        fleet=renumbered(choices.fleet),
        spares=renumbered(choices.spares),
        bays=renumbered(choices.bays),
        what=tuple(key for key, use in zip(choices.what, keep, strict=True) if use),
        row_names=tuple(name for name, use in zip(choices.row_names, kept, strict=True) if use),
    )
    return Narrow(replace(problem, known=part), np.flatnonzero(keep))


def settle(problem: Problem, gap: float, clock: Clock, length: int) -> Outcome:
    """
    Solve a large problem with whole numbers to a relative gap, as near as it goes.

    Parameters
    ----------
    length
        Periods of a block of the coarse grid.
    """
    coarse = _relax(problem, gap, clock, length)
    price = expand(coarse.problem, coarse.price, problem)
    labels = coarse.labels.on(problem)
    clock.tell("bounding", 0.0, coarse.bound, always=True)
    first = lattice(problem, labels, price, gap=gap * SHARE, kinds=BOUNDING, nodes=NODES, time_limit=clock.left())
    bound = min(coarse.bound, first.bound)
    clock.tell("choosing", 0.0, bound, always=True)
    chosen = first
    people = _people(problem, chosen, gap)
    held = _courses_held(problem, people)
    if held is not None:  # with courses settled, other packages may be the better ones
        chosen = lattice(held, labels, price, gap=gap * SHARE, kinds=BOUNDING, nodes=NODES, time_limit=clock.left())
        again = _people(held, chosen, gap)
        gains = np.where([key[0] == "package" for key in problem.choices.what], problem.choices.gain, 0.0)
        people = again if float(gains @ again) >= float(gains @ people) else people
    clock.tell("goods", 0.0, bound, always=True)
    narrow = narrowed(problem, people)
    fine = _fill(narrow, coarse, price, bound, gap, clock, length)
    rounding = Whole(fine, gap * SHARE)
    rounding.finish()
    taken = np.zeros(len(problem.choices))
    taken[narrow.column] = rounding.best.x[: fine.known]
    taken = _crewed(problem, taken, gap)
    ways = fine.all_ways()
    lots = np.zeros(len(ways))
    lots[: len(rounding.best.x) - fine.known] = rounding.best.x[fine.known :]
    points = float(fine.pool.gain[fine.known :] @ lots + problem.choices.gain @ taken)
    carries = lots > 0
    bound = max(bound, points)
    reached = relative_gap(points, bound)
    status = clock.stopped or ("optimal" if reached <= 1e-9 else "within the gap" if reached <= gap else "stalled")
    clock.tell("done", points, bound, always=True)
    dear = fine.worth_keeping()
    known = (fine.rounds + coarse.rounds, len(fine.pool), taken)
    return Outcome(ways.take(carries), lots[carries], points, bound, price, status, ways.take(dear), *known)


def _courses_held(problem: Problem, people: Floats) -> Problem | None:
    """Return the problem with no more courses than are held for some people (choices,); ``None`` if there are none at all."""
    courses = np.array([key[0] == "run" for key in problem.choices.what], dtype=bool)
    if not courses.any() or not people[courses].any():
        return None
    upper = np.where(courses, np.round(people), problem.choices.upper)
    return replace(problem, known=replace(problem.choices, upper=upper))


def _relax(problem: Problem, gap: float, clock: Clock, length: int) -> Engine:
    """Solve the relaxation on blocks of time, from a start that knows of choices."""
    blocks = problem.in_blocks(length) if length > 1 else problem
    engine = Engine(blocks, clock, Labels(problem).on(blocks))
    engine.ascend(CLIMB)
    start = relaxed(blocks, engine.labels, engine.network_price)
    if start is not None:
        engine.add(start.ways)
        engine.look(calm(blocks, start.price), 2)
    engine.improve(gap * SHARE, "weeks" if length == 7 else "blocks")
    return engine


def _people(problem: Problem, chosen: Lattice, gap: float) -> Floats:
    """Settle people for the packages chosen; nobody, where nothing was chosen."""
    if chosen.taken is None:
        return np.zeros(len(problem.choices))
    taken = np.where(problem.choices.whole, np.round(chosen.taken), chosen.taken)
    found = crewed(problem, taken, gap * SHARE)
    return np.zeros(len(problem.choices)) if found is None else found


def _crewed(problem: Problem, taken: Floats, gap: float) -> Floats:
    """Settle people once more, for what has become of goods: packages without crews are none."""
    kinds = np.array([str(key[0]) for key in problem.choices.what])
    posted = {name[1] for name in problem.choices.row_names if name[0] == "post"}
    mine = np.isin(kinds, PEOPLE)
    mine |= np.array([key[0] == "package" and key[1] in posted for key in problem.choices.what], dtype=bool)
    found = crewed(problem, taken, gap * SHARE, later=False)  # bays are reserved from the days that goods were there
    return np.where(mine, 0.0 if found is None else found, taken)


def _fill(narrow: Narrow, coarse: Engine, price: Floats, bound: float, gap: float, clock: Clock, length: int) -> Engine:
    """Solve what is left of the problem when people are settled, from the ways of the blocks."""
    problem = narrow.problem
    engine = Engine(problem, clock)
    engine.proven = bound
    kinds = np.array([key[0] == "run" for key in problem.choices.what], dtype=bool)
    engine.aside = float((problem.choices.gain * problem.choices.upper)[kinds].sum())
    engine.neighbours = 2 if length > 2 else 0
    ways = _carried(coarse)
    engine.add(ways)
    engine.add(moved(problem, ways, min(length - 1, SHIFTS)))
    rows = problem.rows
    known = coarse.problem.rows
    part = np.zeros(len(problem.capacity))
    part[: rows.shared] = price[: known.shared]
    old = {name: price[known.shared + r] for r, name in enumerate(coarse.problem.choices.row_names)}
    part[rows.shared : rows.link] = [old[name] for name in problem.choices.row_names]
    part[rows.link :] = price[coarse_end(price, problem) :]
    engine.price = part
    engine.note(part)
    start = relaxed(problem, engine.labels, part)
    if start is not None:
        engine.add(start.ways)
        engine.look(calm(problem, start.price), 2)
    engine.most_rounds = ROUNDS
    engine.improve(gap * SHARE, "filling")
    return engine


def coarse_end(price: Floats, problem: Problem) -> int:
    """Where the rows of links begin in prices of the whole problem."""
    return len(price) - (len(problem.capacity) - problem.rows.link)


def _carried(engine: Engine) -> Ways:
    """Ways that carry something worth its name in an engine's last answer."""
    x, problem, ways = engine.x[engine.known :], engine.problem, engine.all_ways()
    most = np.minimum(problem.amount[problem.pair_offer[ways.pair]], problem.asked[problem.pair_need[ways.pair]])
    return ways.take(x > TRACE * most)


def expand(coarse: Problem, price: Floats, fine: Problem) -> Floats:
    """Give every period the price of its block: (coarse rows,) to (fine rows,)."""
    part = coarse.rows.split(price)
    by_period = [part[name][:, coarse.block].ravel() for name in ("link", "node", "gate", "store")]
    out = np.concatenate((part["offer"], part["need"], part["budget"], part["shared"], *by_period))
    out[~np.isfinite(fine.capacity)] = 0.0
    return out
