"""What could be arranged beforehand: which offers, stocks and consents would cut the worst cases most, for so much money."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import msgspec

from mainstay.model import (
    Basis,
    Channel,
    ConsentState,
    Contribution,
    Guard,
    GuardKind,
    Offer,
    Rung,
    Scenario,
)

from .answers import Candidate, Given, Guarded, Question, guarded
from .shares import Shares, shares

if TYPE_CHECKING:
    from .stress import _Team

WORST = 4
"""Requirements that lose most in the worst case, for which stocks and offers are tried."""

CONSENTS = 2
"""Consents that are tried."""

MONEY = 1e7
"""EUR by which a fund is tried with more."""


def guards(team: _Team, questions: Sequence[Question], budget_eur: float) -> tuple[Guard, ...]:
    """
    Return what would cut the worst case most, and which of it to choose for a budget.

    Chosen is the set that leaves the worst of the cases given least bad, if cuts added up; what the set as a whole leaves of
    it is then worked out by planning again. All losses are worked out by the same means.

    Parameters
    ----------
    questions
        Cases to guard against, the worst first.
    """
    given, percent = team.given, team.given.case.percent
    bare = team.do(guarded, [Guarded(question, ()) for question in questions], "guards")
    tried = candidates(given, bare[0].after) if bare else []
    if not tried:
        return ()

    def loss(points: float) -> float:
        return percent(max(0.0, given.outcome.points - points))

    tasks = [Guarded(question, (candidate,)) for candidate in tried for question in questions]
    found = [loss(row.points) for row in team.do(guarded, tasks, "guards")]
    now = [loss(row.points) for row in bare]
    cut = [[max(0.0, now[j] - found[i * len(questions) + j]) for j in range(len(questions))] for i in range(len(tried))]
    chosen = _choose(tried, cut, now, budget_eur)
    rows = tuple(tried[i] for i in sorted(chosen))
    together = [loss(row.points) for row in team.do(guarded, [Guarded(question, rows) for question in questions], "guards")]
    order = sorted(range(len(tried)), key=lambda i: (-cut[i][0], tried[i].cost_eur, tried[i].code))
    return tuple(
        Guard(
            rank=rank,
            kind=GuardKind(tried[i].kind),
            code=tried[i].code,
            what=tried[i].what,
            cost_eur=tried[i].cost_eur,
            chosen=i in chosen,
            loss_cut=cut[i][0],
            worst_before=max(now),
            worst_after=max(together) if i in chosen else max(map(float.__sub__, now, cut[i])),
        )
        for rank, i in enumerate(order, 1)
    )


def _choose(tried: Sequence[Candidate], cut: Sequence[Sequence[float]], loss: Sequence[float], budget: float) -> set[int]:
    """Return the set within the budget that leaves the worst case least bad; of equal ones the cheapest."""
    best: tuple[float, float, tuple[int, ...]] = (max(loss), 0.0, ())
    for number in range(1, len(tried) + 1):
        for some in combinations(range(len(tried)), number):
            cost = sum(tried[i].cost_eur for i in some)
            if cost <= budget:
                worst = max(max(0.0, now - sum(cut[i][j] for i in some)) for j, now in enumerate(loss))
                best = min(best, (round(worst, 9), cost, some))
    return set(best[2])


def candidates(given: Given, worst: Shares) -> list[Candidate]:
    """Return what could be arranged for what is lost most in a case."""
    scenario = given.scenario
    by_loss = sorted(
        ((points - worst.points.get(code, 0.0), code) for code, points in _planned(given).items()),
        key=lambda entry: (-entry[0], entry[1]),
    )
    rows = scenario.by_key("requirements")
    out: list[Candidate] = []
    for lost, code in [entry for entry in by_loss if entry[1] in rows and rows[entry[1]].item and entry[0] > 1e-9][:WORST]:
        row = rows[code]
        price = unit_cost(scenario, row.item)
        quantity = row.quantity * min(1.0, lost / max(scenario.points(row), 1e-12))
        if scenario.by_key("items")[row.item].whole:
            quantity = float(max(1, round(quantity)))
        if price is None:
            continue
        like = {
            "item": row.item,
            "quantity": quantity,
            "unit": row.unit,
            "rung": Rung.COMMITMENT,
            "source": row.source,
            "basis": Basis.ASSUMPTION,
        }
        held = Offer(
            offer=f"guard stock {code}",
            party=row.recipient,
            place=row.place,
            available=scenario.settings.start,
            reserved_for=(code,),
            **like,
        )
        text = f"{quantity:.6g} {row.unit} of {row.item} held at {row.place} for {code}"
        out.append(Candidate(GuardKind.STOCK.value, held.offer, text, price * quantity, offers=(held,)))
        ally = _ally(given, worst, row.item)
        if ally is not None:
            pledged = Offer(
                offer=f"guard offer {code}",
                party=ally.party,
                place=ally.place,
                available=max(ally.available, scenario.settings.start),
                **like,
            )
            text = f"{quantity:.6g} {row.unit} of {row.item} pledged by {ally.party} at {ally.place}"
            out.append(Candidate(GuardKind.OFFER.value, pledged.offer, text, price * quantity, offers=(pledged,)))
    waiting = [row for row in scenario.consents if row.state != ConsentState.GIVEN]
    for consent in sorted(waiting, key=lambda row: row.consent)[:CONSENTS]:
        yes = msgspec.structs.replace(consent, state=ConsentState.GIVEN, decided=scenario.settings.start, asked=None)
        text = f"consent {consent.consent} of {consent.holder} given at the outset"
        out.append(Candidate(GuardKind.CONSENT.value, consent.consent, text, 0.0, consents=(yes,)))
    funds = sorted(worst.funded.items(), key=lambda entry: (-entry[1], entry[0]))
    for code, _ in funds[:1]:
        fund = scenario.by_key("funds")[code]
        more = Contribution(
            contribution=f"guard fund {code}",
            fund=code,
            party=fund.administrator,
            amount_eur=MONEY,
            available=scenario.settings.start,
            rung=Rung.COMMITMENT,
            source=fund.source,
            basis=Basis.ASSUMPTION,
        )
        text = f"EUR {MONEY / 1e6:.0f} million more in {code}"
        out.append(Candidate(GuardKind.FUND.value, code, text, MONEY, contributions=(more,)))
    return out


def _planned(given: Given) -> dict[str, float]:
    """Points that requirements earn in the plan."""
    outcome = given.outcome
    return shares(given.case, outcome.ways, outcome.lots, outcome.taken).points


def unit_cost(scenario: Scenario, item: str) -> float | None:
    """EUR for one unit: the median of what funds pay for it, or for what may stand in for it; None if nobody buys any."""
    prices = [o.unit_cost_eur for o in scenario.offers if o.item == item and o.unit_cost_eur]
    if not prices:
        stand_in = {row.item: row.ratio for row in scenario.equivalences if row.serves == item and row.allowed}
        prices = [o.unit_cost_eur / stand_in[o.item] for o in scenario.offers if o.item in stand_in and o.unit_cost_eur]
    return statistics.median(prices) if prices else None


def _ally(given: Given, worst: Shares, item: str) -> Offer | None:
    """Offer of an item by who gives most of all in a case, or None."""
    mine = [o for o in given.scenario.offers if o.item == item and o.channel != Channel.PURCHASE and o.party in worst.given]
    return max(mine, key=lambda o: (worst.given[o.party], o.offer), default=None)
