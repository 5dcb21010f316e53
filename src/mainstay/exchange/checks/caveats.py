"""Caveats and consents say something that a machine can check, and nothing that means nothing."""

from __future__ import annotations

from mainstay.model import Caveat, CaveatKind, Mode, Scope, SupplyClass

from ..draft import Draft
from ..suggest import did_you_mean
from .codes import codes

VALUES = {
    CaveatKind.NO_TRANSIT: "countries or nodes",
    CaveatKind.NO_MODE: "modes",
    CaveatKind.ONLY_RECIPIENT: "parties",
    CaveatKind.ONLY_PLACE: "nodes or countries",
}
"""What ``values`` lists, for the kinds of a gift caveat that need it."""


def check_caveats(draft: Draft) -> None:
    """Every caveat has what its kind needs and nothing else; every consent has a filter."""
    nodes = draft.tables["nodes"]
    countries = {row.country for _, row in nodes.each("country")}
    known = {
        "countries or nodes": countries | codes(nodes),
        "nodes or countries": countries | codes(nodes),
        "modes": {str(mode) for mode in Mode},
        "parties": codes(draft.tables["parties"]),
    }
    one = {
        "countries or nodes": "country or node",
        "nodes or countries": "node or country",
        "modes": "mode",
        "parties": "party",
    }
    caveats = draft.tables["caveats"]
    lands = {row.party: row.country for _, row in draft.tables["parties"].each("party", "country")}
    for index, caveat in caveats.each("kind", "scope"):
        for column, message in _faults(caveat, lands):
            if caveats.sound(index, column):
                caveats.say(index, column, message)
        kind = VALUES.get(caveat.kind) if caveat.scope == Scope.GIFT else None
        if kind and caveats.sound(index, "values") and not (kind != "modes" and nodes.torn):
            for value in caveat.values:
                if value not in known[kind]:
                    remedy = did_you_mean(value, known[kind], f"'{caveat.kind}' lists {kind} of the scenario.")
                    caveats.say(index, "values", f"no {one[kind]} '{value}'. {remedy}")
        for entry in caveat.supply_classes if caveats.sound(index, "supply_classes") else ():
            if entry not in list(SupplyClass):
                message = f"no class of supply '{entry}'. It is one of: {', '.join(SupplyClass)}."
                caveats.say(index, "supply_classes", message)
    consents = draft.tables["consents"]
    for index, consent in consents.each("offers", "donors", "items"):
        if not (consent.offers or consent.donors or consent.items):
            message = "no filter: it would hold up every gift of everyone. Fill offers, donors or items."
            consents.say(index, "", message)


def _faults(caveat: Caveat, lands: dict[str, str]) -> list[tuple[str, str]]:
    """Columns of a caveat that lack something or say what means nothing, with the message."""
    kind, out = caveat.kind, []
    if caveat.scope == Scope.TERRITORY:
        if kind != CaveatKind.NO_TRANSIT:
            return [("kind", f"'{kind}' means nothing on a territory. Write 'no transit', or the scope 'gift'.")]
        if caveat.values:
            out.append(("values", "mean nothing on a territory, which is the party's own country. Leave them out."))
        if caveat.offers:
            out.append(("offers", "mean nothing on a territory, where items and classes are the filters."))
        if caveat.party in lands and not lands[caveat.party]:
            out.append(("party", f"'{caveat.party}' has no country, so it has no territory. Give it one in parties."))
        return out
    if kind in VALUES and not caveat.values:
        out.append(("values", f"empty, but '{kind}' lists {VALUES[kind]}."))
    if kind in (CaveatKind.NOT_BEFORE, CaveatKind.PERSON) and caveat.values:
        out.append(("values", f"mean nothing for '{kind}'. Leave them out."))
    if kind == CaveatKind.NOT_BEFORE and caveat.day is None:
        out.append(("day", "empty, but 'not before' names a day."))
    if kind not in (CaveatKind.NOT_BEFORE, CaveatKind.AFTER_BACKFILL) and caveat.day is not None:
        out.append(("day", f"means nothing for '{kind}'. Leave it out."))
    if kind != CaveatKind.PERSON and caveat.cleared:
        out.append(("cleared", f"means nothing for '{kind}', which no person clears. Leave it out."))
    return out
