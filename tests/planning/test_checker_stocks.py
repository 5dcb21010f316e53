"""The checker finds what is wrong with stocks, repair and orders."""

from __future__ import annotations

import pytest

from mainstay.model import Condition

from .spoil_complete import Fault, assert_found, doubled, level, made, other_shop, repaired_twice, said, then, without
from .tiny import day

FAULTS: dict[str, Fault] = {
    # stocks
    "opening invented": (said("stock_levels", 1, opening=7.0), "stock_levels opening", "7 is stated, 6 is right"),
    "arrival invented": (said("stock_levels", 0, arrived=1.0), "stock_levels arrived", "1 is stated, 0 is right"),
    "wanted less": (said("stock_levels", 0, wanted=15.0), "stock_levels wanted", "14 is right"),
    "closing invented": (said("stock_levels", 5, closing=6.0), "stock_levels closing", "5 is right"),
    "days of supply": (said("stock_levels", 5, days_of_supply=3.0), "stock_levels days_of_supply", "2.5 is right"),
    "days of supply missing": (
        said("stock_levels", 5, days_of_supply=None),
        "stock_levels days_of_supply",
        "nothing is stated",
    ),
    "more than wanted": (
        then(made("stocks", "FED", floor=0.0), level(0, issued=15.0)),
        "stock_levels issued",
        "1 more than it wants",
    ),
    "below the floor": (
        then(made("stocks", "FED", floor=5.5), level(2, issued=13.0)),
        "stock_levels issued",
        "0.5 above the floor of 5.5",
    ),
    "issued on arrival": (
        then(made("stocks", "FED", floor=0.0), level(1, issued=7.0), level(2, issued=12.0)),
        "stock_levels issued",
        "but 6 were there",
    ),
    "above the ceiling": (made("stocks", "FED", ceiling=18.0), "stock_levels closing", "1 above its ceiling of 18"),
    "stale": (
        then(level(7, expired=0.0), level(8, issued=6.0), level(9, issued=0.0)),
        "stock_levels issued",
        "5 that had not expired",
    ),
    "never thrown away": (level(7, expired=0.0), "stock_levels expired", "1 is right"),
    "thrown away early": (
        then(level(6, expired=1.0), level(7, expired=0.0)),
        "stock_levels expired",
        "1 of stock 'FRESH' have been thrown away by then, 0 is right",
    ),
    "thrown away unspoilt": (level(5, expired=1.0), "stock_levels expired", "0 is right"),
    "issued below nothing": (level(5, issued=-1.0), "stock_levels issued", "-1 is no quantity"),
    "level twice": (doubled("stock_levels", 0), "stock_levels day", "in row 2 already"),
    "level between steps": (doubled("stock_levels", 0, day=day(1)), "stock_levels day", "first day of a step"),
    "level without a rate": (doubled("stock_levels", 0, stock="SHELF"), "stock_levels stock", "'SHELF' with a rate"),
    "level left out": (without("stock_levels", 5), "stock_levels day", f"in the step of {day(35)}"),
    # repair
    "unrepaired": (made("offers", "O-GUN", condition=Condition.NEEDS_REPAIR), "consignments offer", "passes no repair shop"),
    "repaired without need": (made("offers", "O-OLD", condition=Condition.READY), "legs link", "needs no repair"),
    "repaired twice": (repaired_twice, "legs link", "is repaired a second time, at 'W'"),
    "repaired in the wrong shop": (made("repairs", "W", items=("GUN",)), "legs link", "does not repair 'OLD'"),
    "repaired too quickly": (made("repairs", "W", days=4), "legs arrives", "'W' takes 4"),
    "unknown repair shop": (doubled("legs", 2, consignment="C-1", leg=2, link="X"), "legs link", "no repair shop 'X'"),
    "repaired elsewhere": (said("legs", 2, destination="C"), "legs destination", "not that of repair shop 'W'"),
    "repair for nothing": (said("consignments", 1, transport_eur=40.0), "consignments transport_eur", "2040 is right"),
    "too few bays for repairs": (made("repairs", "W", bays=1.5), "legs departs", "0.5 more than its 1.5 bays"),
    "too many bays reserved": (
        then(said("reservations", 1, bays=3.0), said("readiness", 2, planned=4.0)),
        "reservations bays",
        "1 more than its 3 bays",
    ),
    "spares short": (made("repairs", "W", spares_quantity=0.75), "legs departs", "0.5 more than the 1 that have come"),
    "spares late": (
        then(said("consignments", 3, departs=day(1), arrives=day(2)), said("legs", 5, departs=day(1), arrives=day(2))),
        "legs departs",
        "0.5 more than the 0.5",
    ),
    "reserved for nothing": (doubled("reservations", 0, requirement="X"), "reservations requirement", "no requirement 'X'"),
    "reserved for an unknown component": (
        doubled("reservations", 0, component="X"),
        "reservations component",
        "no component 'X'",
    ),
    "reserved for goods": (
        doubled("reservations", 0, component="K-GUN", bays=0.0),
        "reservations component",
        "is no repair chain",
    ),
    "reserved in no shop": (doubled("reservations", 0, repair="X", bays=0.0), "reservations repair", "no repair shop 'X'"),
    "reserved in the wrong shop": (
        then(other_shop, doubled("reservations", 0, repair="V", bays=0.0)),
        "reservations repair",
        "does not repair 'GUN'",
    ),
    "reserved between milestones": (
        doubled("reservations", 0, day=day(28), bays=0.0),
        "reservations day",
        "first day of a period",
    ),
    "reserved below nothing": (
        then(said("reservations", 0, bays=2.0), doubled("reservations", 0, bays=-1.0)),
        "reservations bays",
        "-1 is no number of bays",
    ),
    # orders
    "ordered twice": (doubled("orders", 0), "orders offer", "in row 2 already"),
    "unknown order": (doubled("orders", 0, offer="X"), "orders offer", "no offer 'X'"),
    "ordered out of stock": (doubled("orders", 0, offer="O-GUN"), "orders offer", "is no purchase"),
    "order left out": (
        then(made("offers", "O-ROUND", least_order=None), without("orders", 0)),
        "orders offer",
        "no row orders 'O-ROUND'",
    ),
    "maker": (said("orders", 0, party="CCC"), "orders party", "not that of offer 'O-ROUND'"),
    "fund of an order": (said("orders", 0, fund="G"), "orders fund", "not that of offer 'O-ROUND'"),
    "ordered later": (said("orders", 0, order_day=day(1)), "orders order_day", f"'{day(0)}'"),
    "opens earlier": (said("orders", 0, opens=day(4)), "orders opens", f"'{day(5)}'"),
    "cost of an order": (said("orders", 0, cost_eur=200.0), "orders cost_eur", "300 is right"),
    "ordered below nothing": (said("orders", 0, ordered=-1.0, cost_eur=-10.0), "orders ordered", "-1 is no quantity"),
    "ordered more than there is": (made("offers", "O-ROUND", quantity=25.0), "orders ordered", "of which 25 are left"),
    "ordered too little": (made("offers", "O-ROUND", least_order=31.0), "orders ordered", "no order below 31"),
    "more leaves than is ordered": (
        then(made("offers", "O-ROUND", least_order=10.0), said("orders", 0, ordered=15.0, cost_eur=150.0)),
        "orders ordered",
        "5 more than are ordered",
    ),
    "ordered for nothing": (made("offers", "O-ROUND", least_order=None), "orders ordered", "but only 20 leave"),
    "ordered without money": (made("contributions", "M", amount_eur=299.0), "orders cost_eur", "EUR 1.00 more"),
    "paid before the money is there": (made("contributions", "M", available=day(1)), "orders cost_eur", "has paid EUR 300.00"),
    "not made yet": (made("offers", "O-ROUND", per_month=19.0), "consignments departs", "1 more than the 19"),
    "sent before it is ordered": (
        then(made("offers", "O-ROUND", lead_days=6), said("orders", 0, opens=day(6))),
        "consignments departs",
        "1 days before 'O-ROUND' opens",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_stocks_repair_and_orders_is_found(name: str):
    """One fault in a plan that is right otherwise: one finding, in the right file and column, in words that fit."""
    assert_found(FAULTS[name])
