"""A scenario while events hit it: what each of them takes, written so that what is left holds together."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence

import msgspec

from mainstay.model import (
    Caveat,
    Closure,
    ClosureOf,
    Consent,
    ConsentState,
    Event,
    EventOf,
    Intake,
    Offer,
    Scenario,
)
from mainstay.model.rules import Rules, consent_touches, leave_day, left

from .slip import fresh, later

DAY = dt.timedelta(days=1)


class World:
    """A scenario that events change one after another."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.start = scenario.settings.start
        self.gone: dict[str, dt.date] = {}
        self.shops: dict[str, dt.date] = {}

    # --- offers ----------------------------------------------------------------------------------------------

    def end_offers(self, ends: Callable[[Offer], bool], day: dt.date) -> None:
        """Offers leave no more from a day on, and what is on its way is lost; those not open by then fall away."""
        rules = Rules(self.scenario)
        kept: list[Offer] = []
        for offer in self.scenario.offers:
            if not ends(offer):
                kept.append(offer)
                continue
            self.gone[offer.offer] = min(day, self.gone.get(offer.offer, day))
            opens = rules.opens(offer)
            if day > self.start and opens is not None and opens < day:
                last = day - DAY
                kept.append(msgspec.structs.replace(offer, until=min(last, offer.until or last)))
        self.offer(kept)

    def slip_offers(self, slips: Callable[[Offer], bool], day: dt.date, days: int) -> None:
        """Offers come later; what their caveats and consents say of them holds for those split off too."""
        rules = Rules(self.scenario)
        parts = {row.offer: later(rules, row, day, days) if slips(row) else (row,) for row in self.scenario.offers}
        self.offer(
            [row for rows in parts.values() for row in rows], {code: [r.offer for r in rows] for code, rows in parts.items()}
        )

    def offer(self, offers: Sequence[Offer], parts: Mapping[str, Sequence[str]] | None = None) -> None:
        """Have these offers only, named wherever they were, or what they became part of was; who named only others goes."""
        codes = {row.offer for row in offers}

        def named(row: Caveat | Consent) -> tuple[str, ...]:
            return tuple(new for old in row.offers for new in (parts or {}).get(old, (old,)) if new in codes)

        scenario = self.scenario
        self.scenario = scenario.replace(
            offers=tuple(offers),
            caveats=tuple(msgspec.structs.replace(r, offers=named(r)) for r in scenario.caveats if named(r) or not r.offers),
            consents=tuple(msgspec.structs.replace(r, offers=named(r)) for r in scenario.consents if named(r) or not r.offers),
            contingencies=tuple(r for r in scenario.contingencies if r.of != EventOf.OFFER or r.hits in codes),
        )

    def shrink_offer(self, code: str, share: float, day: dt.date) -> None:
        """Leave a share of what is left of an offer, whole pieces of a whole item; it ends if that is below its least order."""
        whole = {item.item for item in self.scenario.items if item.whole}
        kept: list[Offer] = []
        for row in self.scenario.offers:
            if row.offer != code or row.quantity is None:
                kept.append(row)
                continue
            rest = share * left(row)
            rest = math.floor(rest + 1e-9) if row.item in whole else rest
            if rest <= 0 or (row.least_order is not None and rest < row.least_order):
                self.end_offers(lambda offer: offer.offer == code, day)
                return
            kept.append(msgspec.structs.replace(row, quantity=row.handed_over + rest))
        self.offer(kept)

    # --- consents, funds, training ---------------------------------------------------------------------------

    def refuse(self, refuses: Callable[[Consent], bool], day: dt.date, *, withdraw: bool) -> None:
        """Consents not given by a day are refused; those given are withdrawn on it, or stand."""
        refused, withdrawn = [], []
        for consent in self.scenario.consents:
            if refuses(consent):
                given = leave_day(consent, self.start)
                stands = consent.state == ConsentState.GIVEN and (consent.decided is None or consent.decided <= day)
                if given is None:
                    continue
                if (not stands and given >= day) or (withdraw and day == self.start):
                    refused.append(consent)
                elif withdraw:
                    withdrawn.append(consent)
        for offer in self.scenario.offers:
            if any(consent_touches(consent, offer) for consent in refused):
                self.gone[offer.offer] = min(day, self.gone.get(offer.offer, day))
        codes = {consent.consent for consent in refused}
        self.scenario = self.scenario.replace(
            consents=tuple(
                msgspec.structs.replace(row, state=ConsentState.REFUSED, decided=None) if row.consent in codes else row
                for row in self.scenario.consents
            )
        )
        if withdrawn:
            self.end_offers(lambda offer: any(consent_touches(consent, offer) for consent in withdrawn), day)

    def end_contributions(self, party: str, day: dt.date) -> None:
        """Pay nothing more into any fund from a day on."""
        self.scenario = self.scenario.replace(
            contributions=tuple(
                msgspec.structs.replace(row, amount_eur=0.0) if row.party == party and row.available >= day else row
                for row in self.scenario.contributions
            )
        )

    def shrink_fund(self, fund: str, day: dt.date, share: float) -> None:
        """Leave a share of what comes into a fund from a day on; from the outset, of all that is in it too."""
        self.scenario = self.scenario.replace(
            contributions=tuple(
                msgspec.structs.replace(row, amount_eur=share * row.amount_eur)
                if row.fund == fund and (day == self.start or row.available >= day)
                else row
                for row in self.scenario.contributions
            )
        )

    def shrink_intakes(self, hits: Callable[[Intake], bool], first: dt.date, last: dt.date | None, share: float) -> None:
        """Leave a share of seats and instructors, whole people, from one day to another, both included."""
        taken = {row.intake for row in self.scenario.intakes}
        kept: list[Intake] = []
        for row in self.scenario.intakes:
            end = row.last_day if last is None else min(last, row.last_day)
            begin = max(first, row.first_day)
            if not hits(row) or begin > end:
                kept.append(row)
                continue
            parts = []
            if row.first_day < begin:
                parts.append(msgspec.structs.replace(row, last_day=begin - DAY))
            people = {"seats": math.floor(share * row.seats), "instructors": math.floor(share * row.instructors)}
            if any(people.values()):
                parts.append(msgspec.structs.replace(row, first_day=begin, last_day=end, **people))
            if end < row.last_day:
                parts.append(msgspec.structs.replace(row, first_day=end + DAY))
            for number, part in enumerate(parts):
                code = fresh(f"{row.intake}-{number + 1}", taken) if number else row.intake
                taken.add(code)
                kept.append(msgspec.structs.replace(part, intake=code))
        self.scenario = self.scenario.replace(intakes=tuple(kept))

    def end_shops(self, party: str, day: dt.date) -> None:
        """Close the repair shops that a party runs."""
        if day == self.start:
            self.scenario = self.scenario.replace(repairs=tuple(row for row in self.scenario.repairs if row.party != party))
            return
        for row in self.scenario.repairs:
            if row.party == party:
                self.shops[row.repair] = min(day, self.shops.get(row.repair, day))

    # --- ways ------------------------------------------------------------------------------------------------

    def close(self, event: Event, day: dt.date) -> None:
        """Close a link, node or corridor, or a share of it."""
        last = self.scenario.end - DAY if event.last_day is None else event.last_day
        if last < day:
            return
        code = fresh(event.event, {row.closure for row in self.scenario.closures})
        closure = Closure(
            closure=code,
            of=ClosureOf(event.of),
            closes=event.hits,
            first_day=day,
            last_day=last,
            share_open=event.share_left,
            text=event.text,
            source=event.source,
            basis=event.basis,
            note=event.note,
        )
        self.scenario = self.scenario.replace(closures=(*self.scenario.closures, closure))
