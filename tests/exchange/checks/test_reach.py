"""A place is called out of reach exactly when nothing could be sent there by the rules of planning."""

import os

import msgspec
import pytest
from tests.planning.strategies import random_scenario

from mainstay.exchange import check
from mainstay.model import Channel, Scope
from mainstay.model.rules import Rules
from mainstay.planning.greedy import greedy

SEEDS = 4000 if os.environ.get("MAINSTAY_LONG") else 160
BLOCKS = 8


def alone(scenario, requirement):
    """The scenario with one requirement and only gifts that need no money, so that nothing but the way decides."""
    offers = tuple(
        msgspec.structs.replace(offer, reserved_for=())
        for offer in scenario.offers
        if offer.channel != Channel.PURCHASE and (not offer.reserved_for or requirement.requirement in offer.reserved_for)
    )
    caveats = tuple(c for c in scenario.caveats if c.scope == Scope.GIFT or c.kind == "no transit")
    return scenario.replace(requirements=(requirement,), offers=offers, caveats=caveats)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_out_of_reach_is_what_the_spreadsheet_rule_cannot_serve(block):
    """The clerk's rule, which keeps every rule of planning and is written apart, is the oracle."""
    asked = 0
    for seed in range(block, SEEDS, BLOCKS):
        scenario = random_scenario(seed)
        for requirement in scenario.requirements:
            one = alone(scenario, requirement)
            problems = check(one)
            if any(problem.blocks for problem in problems):
                continue
            far = any("nothing can reach" in problem.message for problem in problems)
            possible = any(Rules(one).suppliers(requirement))
            served = bool(greedy(one)[0])
            assert served == (possible and not far), (seed, requirement.requirement)
            asked += 1
    assert asked > SEEDS // BLOCKS / 2
