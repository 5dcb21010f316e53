"""The ladder: how far a thing has come, from a stated need to service in a unit; no rung implies another."""

from __future__ import annotations

import enum


class Rung(enum.StrEnum):
    """One rung; each has its own date, quantity and evidence."""

    NEED = "need"
    REQUIREMENT = "requirement"
    OFFER = "offer"
    PLEDGE = "pledge"
    COMMITMENT = "commitment"
    ALLOCATION = "allocation"
    CONSIGNMENT = "consignment"
    AT_NODE = "at node"
    HANDED_OVER = "handed over"
    IN_SERVICE = "in service"


WORDS: dict[Rung, tuple[str, str, str]] = {
    Rung.NEED: ("need", "besoin exprimé", "заявлена потреба"),
    Rung.REQUIREMENT: ("requirement", "besoin validé", "валідована потреба"),
    Rung.OFFER: ("offer", "offre", "пропозиція"),
    Rung.PLEDGE: ("pledge", "promesse", "обіцянка"),
    Rung.COMMITMENT: ("commitment", "engagement", "зобов'язання"),
    Rung.ALLOCATION: ("allocation", "affectation", "виділення"),
    Rung.CONSIGNMENT: ("consignment", "envoi", "відправлення"),
    Rung.AT_NODE: ("at node", "au nœud", "на вузлі"),
    Rung.HANDED_OVER: ("handed over", "remis", "передано"),
    Rung.IN_SERVICE: ("in service", "en service", "на озброєнні"),
}
"""Each rung in English, French and Ukrainian."""

GIVEN = (Rung.OFFER, Rung.PLEDGE, Rung.COMMITMENT)
"""How firm a giver's word is, the firmest last."""

MOVED = (Rung.CONSIGNMENT, Rung.AT_NODE, Rung.HANDED_OVER, Rung.IN_SERVICE)
"""What becomes of cargo, the furthest last."""
