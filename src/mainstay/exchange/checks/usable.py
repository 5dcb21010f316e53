"""Offers that nobody may have, and what shuts them out."""

from __future__ import annotations

from collections import defaultdict

from mainstay.model import Caveat, CaveatKind, Scope, Serves
from mainstay.model.demands import Demand, demands
from mainstay.model.rules import Obstacle, Rules

from ..draft import Draft
from .sound import GRID, sound_part


def check_usable(draft: Draft) -> None:
    """Note each offer that its caveats, a refused consent or its fund keep from everything that its item could serve."""
    if not (draft.settings.sound(0, *GRID, "lowest_rung", "supported") and draft.tables["nodes"].whole("node", "country")):
        return
    scenario = sound_part(draft)
    rules = Rules(scenario)
    asked: dict[str, list[Demand]] = defaultdict(list)
    for demand in demands(scenario):
        for item in {demand.item, *(row.item for row in scenario.equivalences if demand.substitutes)}:
            if rules.rate(item, demand.item):
                asked[item].append(demand)
    table = draft.tables["offers"]
    kept = {offer.offer for offer in scenario.offers}
    for index, offer in enumerate(table.rows):
        if offer.offer not in kept:
            continue
        shut = rules.shut(offer)
        if shut and shut.kind in ("caveat", "consent", "purchase"):
            table.say(index, "", f"nobody may have it: {reason(draft, shut)}.", blocks=False)
        elif not shut and (wanted := asked[offer.item]):
            obstacles = [rules.obstacle(offer, demand) for demand in wanted]
            if all(o and o.kind == "caveat" for o in obstacles):
                causes = sorted({o for o in obstacles if o})
                why = "; ".join(reason(draft, cause) for cause in causes)
                noun = "requirement" if all(demand.serves == Serves.REQUIREMENT for demand in wanted) else "demand"
                which = f"the {noun}" if len(wanted) == 1 else f"none of the {len(wanted)} {noun}s"
                says = "may not have it" if len(wanted) == 1 else "may have it"
                table.say(index, "", f"{which} that it could serve {says}: {why}.", blocks=False)


def reason(draft: Draft, obstacle: Obstacle) -> str:
    """Say what an obstacle is, and where it stands."""
    match obstacle.kind:
        case "caveat":
            caveat = draft.scenario().by_key("caveats")[obstacle.key]
            return f"caveat {obstacle.key} ({where(draft, 'caveats', obstacle.key)}) {_forbids(caveat)}"
        case "consent":
            return f"consent {obstacle.key} ({where(draft, 'consents', obstacle.key)}) is refused"
        case "purchase":
            return f"fund {obstacle.key} ({where(draft, 'funds', obstacle.key)}) may not buy the item"
        case "hazard":
            return f"node {obstacle.key} ({where(draft, 'nodes', obstacle.key)}) has no licence for its hazard"
        case _:
            return obstacle.kind


def where(draft: Draft, name: str, *keys: str) -> str:
    """Say in which file and rows the rows with these codes stand."""
    table = draft.tables[name]
    rows = sorted({table.numbers[i] for i, row in enumerate(table.rows) if getattr(row, table.key) in keys})
    return f"{table.file}, {'row' if len(rows) == 1 else 'rows'} {', '.join(map(str, rows))}"


def _forbids(caveat: Caveat) -> str:
    match caveat.kind:
        case CaveatKind.PERSON:
            return "waits for a person to clear it"
        case CaveatKind.AFTER_BACKFILL:
            return "waits for a backfill without a day"
        case CaveatKind.ONLY_RECIPIENT | CaveatKind.ONLY_PLACE:
            return f"allows {caveat.kind} {', '.join(caveat.values)}"
        case CaveatKind.NO_TRANSIT:
            land = "its territory" if caveat.scope == Scope.TERRITORY else ", ".join(caveat.values)
            return f"forbids transit through {land}"
        case CaveatKind.NO_MODE:
            return f"forbids {', '.join(caveat.values)}"
        case _:
            return "forbids it"
