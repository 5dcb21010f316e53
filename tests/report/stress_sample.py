"""Cases, executions, changes and a comparison made up over the real names of a bundled scenario, the same each time."""

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import cache
from types import SimpleNamespace

import mainstay
from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import (
    CaseHit,
    CaseKind,
    CaseLoss,
    Change,
    ChangeKind,
    Consignment,
    Curve,
    Dependence,
    Difference,
    FanDay,
    Guard,
    GuardKind,
    Planned,
    RequirementChance,
    ServiceChance,
    Substitute,
    SubstituteKind,
)

SCORE, BOUND = 82.35, 82.73
USA = "party USA"


@cache
def scenario(name="ukraine-support"):
    return mainstay.load(mainstay.bundled(name))[0]


@dataclass(frozen=True)
class Stress:
    scenario: object
    score: float = SCORE
    bound: float = BOUND
    cases: tuple = ()
    hits: tuple = ()
    substitutes: tuple = ()
    dependence: tuple = ()
    guards: tuple = ()
    curves: dict = field(default_factory=dict)
    level: float = 80.0

    def summary(self):
        return {"score": self.score, "bound": self.bound}


def loss(case, kind, after, *, before=None, solved=True, day=None, wide=0.04, what="", days=None, base=SCORE):
    before = after * 2.1 + 0.3 if before is None else before
    start = day or scenario().settings.start + dt.timedelta(days=40)
    spread = wide if solved else 0.25 * after + 0.4
    return CaseLoss(
        case=case,
        what=what,
        kind=kind,
        day=start,
        loss_before=before,
        loss_before_percent=100 * before / base,
        loss=after,
        loss_percent=100 * after / base,
        loss_low=max(after - spread / 3, 0),
        loss_high=after + spread,
        saved=before - after,
        bracket_low=max(after * 0.7 - 0.2, 0),
        bracket_high=before,
        solved=solved,
        requirements_hit=round(before * 5),
        packages_hit=round(before / 2),
        packages_lost=round(after / 2.2),
        recovers=None if days is None else start + dt.timedelta(days=days),
        recovery_days=days,
    )


@cache
def stress():
    rng = random.Random(5)
    world = scenario()
    cases = [
        loss(USA, CaseKind.PARTY, 9.62, before=21.4, days=None),
        loss("party DEU", CaseKind.PARTY, 6.1, before=15.2, days=121),
        loss("party POL", CaseKind.PARTY, 4.4, before=13.9, days=88),
        loss("fund PURL", CaseKind.FUND, 3.6, before=8.8, days=64),
        loss("node LEN_P", CaseKind.NODE, 3.1, before=24.6, days=41),
        loss(
            "named", CaseKind.NAMED, 1.9, before=3.3, days=55, what="Pause of United States aid, then Poland’s crossings shut"
        ),
        loss(
            "pair",
            CaseKind.PAIR,
            11.4,
            before=30.8,
            what="United States and Germany leave at once, on the same day, in the middle of the winter",
        ),
    ]
    parties = [
        row.party for row in world.parties if row.kind.value == "state" and row.party not in ("USA", "DEU", "POL", "UKR")
    ]
    cases += [
        loss(f"party {code}", CaseKind.PARTY, 3.2 * 0.86**at, solved=at < 6, days=30 + at)
        for at, code in enumerate(rng.sample(parties, 30))
    ]
    links = rng.sample([row.link for row in world.links], 40)
    cases += [loss(f"link {code}", CaseKind.LINK, 1.4 * 0.8**at, solved=at < 2, days=9) for at, code in enumerate(links)]
    cases += [loss(f"site {row.site}", CaseKind.SITE, 0.5 / (at + 1), solved=False) for at, row in enumerate(world.sites[:6])]
    cases += [loss(f"corridor {row.corridor}", CaseKind.CORRIDOR, 0.9 / (at + 1)) for at, row in enumerate(world.corridors[:4])]
    hits = [hit for case in (USA, "party DEU", "pair") for hit in _hits(world, case, rng)]
    return Stress(
        world,
        cases=tuple(cases),
        hits=tuple(hits),
        substitutes=_substitutes(USA),
        dependence=_dependence(world, rng, parties),
        guards=_guards(),
        curves={USA: curve(world, 9.62, 21.4), "party DEU": curve(world, 6.1, 15.2), "pair": curve(world, 11.4, 30.8)},
    )


def curve(world, after, before, base=SCORE, from_day=40):
    start, days = world.settings.start, world.settings.days

    def line(lost):
        out = []
        for number in range(0, days, 3):
            grown = base * (1 - (1 - number / days) ** 1.8)
            out.append(
                (start + dt.timedelta(days=number), grown - lost * max(0, (number - from_day) / (days - from_day)) ** 0.7)
            )
        return (*out, (start + dt.timedelta(days=days - 1), base - lost))

    return Curve(base=line(0.0), before=line(before), after=line(after))


def _hits(world, case, rng):
    for row in rng.sample(world.requirements, 70):
        asked = int(row.quantity) if row.package else 0
        base = rng.choice([100.0, 100.0, 86.4, 62.0])
        before = base * rng.choice([0.0, 0.3, 0.55, 0.8])
        after = before + (base - before) * rng.choice([0.0, 0.4, 0.8, 1.0])
        yield CaseHit(
            case=case,
            requirement=row.requirement,
            base_percent=base,
            before_percent=before,
            after_percent=after,
            packages_base=asked,
            packages_before=max(asked - 2, 0),
            packages_after=max(asked - 1, 0),
        )


def _substitutes(case):
    rows = [
        ("party", "NOR", 2.31, "interceptors from stock, 40 missiles by 24 Jan"),
        ("party", "CZE", 1.92, "155 mm shells bought on the world market, 40 000 rounds"),
        ("party", "DEU", 1.58, "radar spares and 24 seats at Todendorf"),
        ("fund", "NSATU_TF", 1.2, "winter clothing, generators"),
        ("link", "AIR_USA", 0.41, "carries what the sea cannot bring in time"),
    ]
    return tuple(
        Substitute(
            case=case,
            rank=at,
            kind=SubstituteKind(kind),
            code=code,
            name="",
            replaces=points,
            low=points - 0.02,
            high=points + 0.05,
            what=what,
        )
        for at, (kind, code, points, what) in enumerate(rows, 1)
    )


def _dependence(world, rng, parties):
    groups = sorted({row.group for row in world.items})[:9]
    capabilities = [row.package for row in world.packages][:11] + groups
    out = []
    for capability in capabilities:
        base = rng.choice([100.0, 97.0, 92.0, 84.0, 61.0])
        for contributor in ["USA", "DEU", "POL", *sorted(parties)[:17], "NATO"]:
            drop = base * (rng.random() ** 6 if contributor != "USA" else rng.random() ** 1.5)
            out.append(
                Dependence(
                    capability=capability,
                    contributor=contributor,
                    base_level=base,
                    level_without=base - drop,
                    level_drop_percent=drop,
                    below=base >= 80 > base - drop,
                )
            )
    return tuple(out)


def _guards():
    rows = [
        ("consent", "CONSENT-19", "Standing consent for 19 items, given now", 0.0, 2.4, True),
        ("stock", "S-ART155", "60 days of 155 mm shells in two depots", 96e6, 1.8, True),
        ("offer", "O-SECOND", "Second source for radar spares", 1.4e6, 0.9, False),
        ("fund", "PURL", "Money put aside for interceptors", 410e6, 0.7, False),
    ]
    return tuple(
        Guard(
            rank=at,
            kind=GuardKind(kind),
            code=code,
            what=what,
            cost_eur=cost,
            chosen=chosen,
            loss_cut=cut,
            worst_before=11.4,
            worst_after=11.4 - cut,
        )
        for at, (kind, code, what, cost, cut, chosen) in enumerate(rows, 1)
    )


@dataclass(frozen=True)
class Simulation:
    scenario: object
    fans: tuple
    requirements: tuple
    services: tuple
    executions: int = 1000
    seed: int = 7
    score: float = SCORE
    expected: tuple = (59.72, 71.04)
    error: tuple = (0.14, 0.12)
    likely: tuple = ((52.18, 66.93), (62.01, 79.66))

    def summary(self):
        return {"executions": self.executions, "seed": self.seed}


@cache
def simulation():
    world, rng = scenario(), random.Random(9)
    start, days = world.settings.start, world.settings.days
    fans, services, requirements = [], [], []
    for way, share in ((Planned.AS_PLANNED, 0.74), (Planned.REVIEWED, 0.88)):
        for number in range(0, days, 7):
            middle = share * SCORE * (1 - (1 - number / days) ** 1.8)
            wide = 0.09 * middle
            quantiles = (middle - 1.6 * wide, middle - 0.6 * wide, middle, middle + 0.5 * wide, middle + 1.1 * wide)
            fans.append(_fan("score", way, start + dt.timedelta(days=number), quantiles))
    counts = {}
    for row in world.requirements:
        if row.package:
            for number in range(1, int(row.quantity) + 1):
                counts[row.package] = counts.get(row.package, 0) + 1
                planned = row.due - dt.timedelta(days=rng.randrange(0, 20))
                for way, likely in ((Planned.AS_PLANNED, rng.random()), (Planned.REVIEWED, 0.5 + 0.5 * rng.random())):
                    delay = rng.randrange(0, 40)
                    when = [planned + dt.timedelta(days=delay * part) for part in (0, 1, 2)]
                    reached = [
                        day if likely >= part and day < world.end else None
                        for day, part in zip(when, (0.1, 0.5, 0.9), strict=True)
                    ]
                    services.append(
                        ServiceChance(
                            requirement=row.requirement,
                            package=row.package,
                            number=number,
                            planned=way,
                            planned_day=None if number == 4 else planned,
                            p10=reached[0],
                            p50=reached[1],
                            p90=reached[2],
                            probability=likely,
                        )
                    )
    for package, count in counts.items():
        for way, share in ((Planned.AS_PLANNED, 0.6), (Planned.REVIEWED, 0.85)):
            for number in range(0, days, 14):
                level = count * share * number / days
                quantiles = tuple(min(round(level * part), count) for part in (0.5, 0.8, 1, 1.2, 1.5))
                fans.append(_fan(package, way, start + dt.timedelta(days=number), quantiles))
    for row in world.requirements[:150]:
        for way, share in ((Planned.AS_PLANNED, 0.6), (Planned.REVIEWED, 0.9)):
            likely = share * rng.random()
            requirements.append(
                RequirementChance(
                    requirement=row.requirement,
                    planned=way,
                    in_time=likely,
                    in_full=min(likely * 1.2, 1.0),
                    expected_percent=min(100 * likely * 1.3, 100.0),
                    days_late_p50=None if likely < 0.1 else 3.0,
                    days_late_p90=None if likely < 0.1 else 21.0,
                )
            )
    return Simulation(world, tuple(fans), tuple(requirements), tuple(services))


def _fan(what, way, day, quantiles):
    low, lower, middle, upper, high = quantiles
    return FanDay(what=what, planned=way, day=day, p05=low, p25=lower, p50=middle, p75=upper, p95=high, mean=0.98 * middle)


@dataclass(frozen=True)
class Plan:
    scenario: object
    tables: PlanTables = field(default_factory=PlanTables)
    score: float = SCORE
    bound: float = BOUND
    gap: float = 0.004
    attained: float = 82.45
    greedy_score: float = 64.2
    status: str = "within the gap"
    seconds: float = 1.0

    def summary(self):
        return {"score": self.score, "consignments": len(self.tables.consignments), "tonnes": 163321.2}


@cache
def plan():
    world, rng = scenario(), random.Random(3)
    rows = [row for row in world.requirements if row.item]
    offers = {}
    for offer in world.offers:
        offers.setdefault(offer.item, offer)
    made = []
    for at, row in enumerate(rows):
        offer = offers.get(row.item)
        if offer is None:
            continue
        made.append(
            Consignment(
                consignment=f"C-{at:04d}",
                offer=offer.offer,
                party=offer.party,
                item=row.item,
                requirement=row.requirement,
                origin=offer.place,
                destination=row.place,
                departs=row.due - dt.timedelta(days=15),
                arrives=row.due - dt.timedelta(days=rng.randrange(0, 9)),
                quantity=row.quantity,
                counts_for=row.quantity,
                mass_t=float(rng.randrange(1, 400)),
                points=world.points(row),
                transport_eur=1000.0,
            )
        )
    return Plan(world, PlanTables(consignments=tuple(made)))


@dataclass(frozen=True)
class Replan:
    plan: object
    changes: tuple
    before: float = 84.02
    stability_cost: float = 0.41

    def summary(self):
        return {"changes": len(self.changes)}


@cache
def replan():
    rng = random.Random(4)
    kinds = (
        [ChangeKind.KEPT] * 8 + [ChangeKind.MOVED] * 3 + [ChangeKind.CHANGED] * 4 + [ChangeKind.NEW] * 2 + [ChangeKind.DROPPED]
    )
    out = []
    for row in plan().tables.consignments:
        kind = rng.choice(kinds)
        new, dropped = kind is ChangeKind.NEW, kind is ChangeKind.DROPPED
        later = dt.timedelta(days=rng.randrange(0, 12) if kind is ChangeKind.CHANGED else 0)
        why = {
            ChangeKind.CHANGED: "link MEDYKA-RAIL is shut from 12 Jan to 20 Jan",
            ChangeKind.NEW: "takes the room of C-0101; arrives earlier",
            ChangeKind.DROPPED: f"offer {row.offer} is gone from 10 Jan",
        }.get(kind, "")
        out.append(
            Change(
                kind=kind,
                consignment="" if dropped else row.consignment,
                was="" if new else row.consignment,
                offer=row.offer,
                party=row.party,
                requirement=row.requirement,
                quantity_before=0.0 if new else row.quantity,
                quantity_after=0.0 if dropped else row.quantity * (0.8 if kind is ChangeKind.CHANGED else 1.0),
                departs_before=None if new else row.departs,
                departs_after=None if dropped else row.departs + later,
                arrives_before=None if new else row.arrives,
                arrives_after=None if dropped else row.arrives + later,
                why=why,
                tell=tuple(dict.fromkeys((row.party, "UKR", "POL"))),
            )
        )
    return Replan(plan(), tuple(out))


@dataclass(frozen=True)
class Comparison:
    a: object
    b: object
    names: tuple
    differences: tuple
    giving: tuple

    @property
    def totals(self):
        return {"score": (self.a.score, self.b.score), "consignments": (2344, 2309), "tonnes": (163321.2, 158200.9)}

    def tables(self):
        return {"differences": self.differences}

    def summary(self):
        return {"a": self.names[0], "b": self.names[1]}


@cache
def comparison():
    world, rng = scenario(), random.Random(6)
    rows = []
    for at, row in enumerate(world.requirements):
        less = at % 5 == 0
        gap = (rng.random() ** 5) * (-1.4 if less else 0.7) if at % 3 else 0.0
        rows.append(
            Difference(
                requirement=row.requirement,
                what=row.item or row.package,
                a_percent=80.0,
                b_percent=80.0 + 14 * gap,
                difference_points=gap,
                a_arrives=row.due,
                b_arrives=row.due + dt.timedelta(days=at % 9) if at % 7 else None,
                a_from=("USA", "POL"),
                b_from=("DEU",) if at % 4 else (),
                why="offer O-0001 is asked for in A only; 12 t a day less over the crossing",
            )
        )
    giving = tuple(
        SimpleNamespace(party=code, a_t=1000.0 + at, b_t=900.0 + 13 * at, more_t=12.0 * at - 100.0)
        for at, code in enumerate(["USA", "DEU", "POL", "NOR", "FRA", "GBR"])
    )
    other = Plan(world, score=78.1, bound=78.9)
    return Comparison(plan(), other, ("Winter as it stands", "With Poland’s crossings shut"), tuple(rows), giving)
