"""The checker finds what is wrong with demands, packages and readiness."""

from __future__ import annotations

import pytest

from mainstay.model import Serves

from .spoil_complete import Fault, assert_found, bare, doubled, made, named, said, sent_too, then, without
from .tiny import day

FAULTS: dict[str, Fault] = {
    # what a consignment is for
    "for no package": (named(serves=Serves.REQUIREMENT, requirement="R"), "consignments requirement", "asks for packages"),
    "component of a requirement": (named(component="FOOD"), "consignments component", "is for no component"),
    "unknown component": (
        named(serves=Serves.COMPONENT, requirement="R", component="K-X"),
        "consignments component",
        "no component 'K-X'",
    ),
    "bays by lorry": (
        named(serves=Serves.COMPONENT, requirement="R", component="K-FIX"),
        "consignments component",
        "takes bays, not goods",
    ),
    "unknown stock": (named(requirement="X"), "consignments requirement", "no stock 'X'"),
    "stock without a rate": (named(requirement="SHELF"), "consignments requirement", "has no rate"),
    "unknown site": (
        named(serves=Serves.TRAINING, requirement="X", component="SIM"),
        "consignments requirement",
        "no site 'X'",
    ),
    "nothing a course needs": (
        named(serves=Serves.TRAINING, requirement="T", component="FOOD"),
        "consignments component",
        "no course at 'T' needs",
    ),
    "unknown shop": (
        named(serves=Serves.REPAIR, requirement="X", component="PART"),
        "consignments requirement",
        "no repair shop 'X'",
    ),
    "no spares of the shop": (
        named(serves=Serves.REPAIR, requirement="W", component="FOOD"),
        "consignments component",
        "does not use 'FOOD'",
    ),
    "reserved": (made("offers", "O-GUN", reserved_for=("Q",)), "consignments requirement", "is reserved for Q"),
    "reserved and put in stock": (
        made("offers", "O-FOOD", reserved_for=("FED",)),
        "consignments requirement",
        "is reserved for FED",
    ),
    "no substitute allowed": (
        sent_too(5, serves=Serves.COMPONENT, requirement="R", component="K-ROUND"),
        "consignments requirement",
        "alone, which 'FOOD'",
    ),
    "after the last milestone": (
        sent_too(2, 29),
        "consignments arrives",
        f"1 days after {day(34)}, the last on which component 'K-ROUND'",
    ),
    "more than packages need": (
        then(
            said("consignments", 0, quantity=3.0, counts_for=3.0, mass_t=3.0, points=7.5, transport_eur=30.0),
            said("legs", 0, mass_t=3.0),
            said("readiness", 0, planned=5.0),
        ),
        "consignments counts_for",
        "5 count for component 'K-GUN' of requirement 'R', 1 more",
    ),
    "cut in pieces": (made("items", "PART", whole=True), "consignments quantity", "goes in whole pieces"),
    # packages
    "too few guns": (
        then(
            said("consignments", 0, quantity=1.0, counts_for=1.0, mass_t=1.0, points=2.5, transport_eur=10.0),
            said("legs", 0, mass_t=1.0),
            said("readiness", 0, planned=3.0, first_whole=day(5), all_whole=None),
        ),
        "capabilities packages",
        "3 of component 'K-GUN' are there, of 4",
    ),
    "too few gunners": (
        then(said("assignments", 0, people=2), said("readiness", 3, planned=5.0, all_whole=None)),
        "capabilities packages",
        "2 people with skill 'GUNNER' are assigned, of 3",
    ),
    "too few bays": (
        then(said("reservations", 0, bays=0.5), said("readiness", 2, planned=1.5, first_whole=day(34), all_whole=None)),
        "capabilities packages",
        "0.5 bays are reserved for component 'K-FIX', of 1",
    ),
    "too many packages": (bare(2), "capabilities packages", "which asks for 1"),
    "a day between milestones": (said("capabilities", 0, day=day(26)), "capabilities day", "no milestone"),
    "two rows of a milestone": (doubled("capabilities", 0, packages=0, points=0.0), "capabilities day", "in row 2 already"),
    "another package": (said("capabilities", 0, package="Q"), "capabilities package", "not that of requirement 'R'"),
    "another unit": (said("capabilities", 0, for_unit="V"), "capabilities for_unit", "not that of requirement 'R'"),
    "in service inflated": (said("capabilities", 1, in_service=3), "capabilities in_service", "3 is stated, 2 is right"),
    "service points inflated": (said("capabilities", 1, points=40.0), "capabilities points", "40 is stated, 20 is right"),
    "package of nobody": (doubled("capabilities", 0, requirement="X"), "capabilities requirement", "no requirement 'X'"),
    "fewer than none": (bare(-1), "capabilities packages", "-1 is no number of packages"),
    # readiness
    "kind of a part": (said("readiness", 0, kind="spares"), "readiness kind", "not that of part 'K-GUN'"),
    "item of a part": (said("readiness", 0, item_or_skill="OLD"), "readiness item_or_skill", "not that of part 'K-GUN'"),
    "package of a part": (said("readiness", 0, package="Q"), "readiness package", "not that of part 'K-GUN'"),
    "asked of a part": (said("readiness", 2, asked=1.0), "readiness asked", "1 is stated, 2 is right"),
    "planned of a part": (said("readiness", 3, planned=7.0), "readiness planned", "7 is stated, 6 is right"),
    "first whole too early": (said("readiness", 4, first_whole=day(2)), "readiness first_whole", f"{day(3)} is right"),
    "never whole": (said("readiness", 1, all_whole=None), "readiness all_whole", "no day is stated"),
    "unknown part": (doubled("readiness", 0, part="X"), "readiness part", "'X' is no part"),
    "part of nothing": (doubled("readiness", 0, requirement="X"), "readiness requirement", "no requirement 'X'"),
    "part twice": (doubled("readiness", 0), "readiness part", "in row 2 already"),
    "part left out": (without("readiness", 2), "readiness part", "no row tells of part 'K-FIX'"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_packages_is_found(name: str):
    """One fault in a plan that is right otherwise: one finding, in the right file and column, in words that fit."""
    assert_found(FAULTS[name])
