"""The spreadsheet rule: what careful clerks in separate offices would do, line by line, as a peer for the plan.

The movement clerk goes through what is asked by priority, due day and code, the training clerk enrols people in the same
order, and neither looks at the sheet of the other. See "The spreadsheet rule" in ``docs/rules.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import Consignment, Leg, Requirement, Scenario, Serves
from mainstay.model.demands import milestones
from mainstay.model.rules import Rules

from .attained import Attained
from .build import points_per_eur
from .clerk_moves import MovementClerk
from .clerk_packages import Counter, people_of
from .clerk_school import Enrolment
from .clerk_shops import opening
from .grid import Grid
from .orders import mixing_points, orders
from .readiness import readiness
from .stock_book import stock_levels


@dataclass(frozen=True)
class Apart:
    """A plan by the spreadsheet rule.

    Attributes
    ----------
    tables
        Consignments and legs, and those of packages, training, stocks and orders; the others are empty.
    points
        What it earns, less the cost of transport and of mixed fleets.
    """

    tables: PlanTables
    points: float

    @property
    def packages(self) -> int:
        """Packages that it brings into service."""
        return sum(row.packages for row in self.tables.capabilities)


def greedy(scenario: Scenario) -> tuple[list[Consignment], list[Leg]]:
    """
    Move goods by the spreadsheet rule.

    Deterministic, and independent of the order of rows. The plan keeps every rule that the planner keeps.

    Parameters
    ----------
    scenario
        Checked tables; codes that name nothing raise ``KeyError``.

    Returns
    -------
    consignments, legs
        In the order in which they are decided; a leg follows the one before it.
    """
    return MovementClerk(scenario).work()


def apart(scenario: Scenario) -> Apart:
    """Plan goods and people by the spreadsheet rule, apart, and count what comes of it; parameters as of :func:`greedy`."""
    mover = MovementClerk(scenario)
    consignments, legs = mover.work()
    school = _enrolled(scenario, consignments)
    counter = Counter(scenario, mover.grid, consignments, school, mover.shops)
    for requirement in _packages(scenario):
        counter.count(requirement)
    runs, attendances = school.tables()
    levels, issued = stock_levels(scenario, consignments)
    made = Attained(
        capabilities=tuple(counter.capabilities),
        runs=runs,
        attendances=attendances,
        assignments=tuple(counter.assignments),
        reservations=tuple(counter.reservations),
        stock_levels=levels,
        orders=orders(scenario, Rules(scenario), consignments),
    )
    tables = PlanTables(
        consignments=tuple(consignments),
        legs=tuple(legs),
        capabilities=made.capabilities,
        readiness=readiness(scenario, made, consignments),
        runs=made.runs,
        attendances=made.attendances,
        assignments=made.assignments,
        reservations=made.reservations,
        stock_levels=made.stock_levels,
        orders=made.orders,
    )
    per_eur = points_per_eur(scenario.settings)
    points = sum(row.points - row.transport_eur * per_eur for row in consignments)
    points += sum(row.points for row in made.capabilities) + issued - mixing_points(scenario, consignments)
    return Apart(tables, points)


def _packages(scenario: Scenario) -> list[Requirement]:
    """Requirements that ask for packages, by priority, due day and code."""
    rows = (row for row in scenario.requirements if row.package)
    return sorted(rows, key=lambda row: (row.priority, row.due, row.requirement))


def _enrolled(scenario: Scenario, consignments: list[Consignment]) -> Enrolment:
    """Enrol people for all packages asked for."""
    place = {site.site: site.place for site in scenario.sites}
    gear = [
        (row.requirement, row.component, row.arrives, row.counts_for) for row in consignments if row.serves == Serves.TRAINING
    ]
    lying = {
        (site, item): opening(scenario, place[site], item) for site in place for item in {c.item for c in scenario.courses}
    }
    school = Enrolment(
        scenario,
        lambda site, item, day: (
            lying[site, item]
            + sum(quantity for at, what, arrives, quantity in gear if (at, what) == (site, item) and arrives <= day)
        ),
    )
    grid, crews = Grid.of(scenario.settings), people_of(scenario)
    for requirement in _packages(scenario):
        if ends := [grid.last_day(t) for t in milestones(scenario, requirement)]:
            for skill, people in crews[requirement.package].items():
                school.serve(requirement, skill, people * round(requirement.quantity), ends)
    return school
