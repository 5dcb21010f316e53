"""What random scenarios of complete capabilities are given: stocks, repair shops, offers of all channels, money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from mainstay.model import Channel, Condition, Contribution, Offer, Repair, Rung, Stock

from .strategies import MADE, START, SeededDice

GIVERS = ("AAA", "BBB")


class Supply:
    """The half of the maker that gives; the other half says beforehand what is asked, and where."""

    dice: SeededDice
    days: int
    step: int
    trains: bool
    repairs_at_all: bool
    places: list[str]
    asks: list[str]
    funds: list[str]
    shops: tuple[Repair, ...]
    wants: dict[str, float]
    ratios: dict[str, float]

    def _day(self, least: int, most: int) -> dt.date:
        return START + dt.timedelta(days=self.dice.whole(least, most))

    # --- stocks and repair ---------------------------------------------------------------------------------------

    def _stocks(self) -> tuple[Stock, ...]:
        """Up to two with a rate, which compete with packages for shells; gear and spares that stand ready."""
        dice, out = self.dice, []
        for i in range(1, dice.among((0, 1, 1, 2)) + 1):
            opening = float(dice.whole(0, 6))
            shelf = dice.whole(self.step, self.step + 8) if dice.maybe(35) else None
            per_day = dice.among((0.5, 1.0))
            first = dice.whole(0, 4) if dice.maybe(30) else None
            item = dice.among(("SHELL", "SHELL", "PART"))
            self.wants[item] += per_day * self.days / 2
            out.append(
                Stock(
                    stock=f"D{i}",
                    item=item,
                    place=dice.among(self.places[1:]),
                    quantity=opening,
                    unit="piece",
                    per_day=per_day,
                    first_day=None if first is None else START + dt.timedelta(days=first),
                    last_day=START + dt.timedelta(days=self.days - 3) if dice.maybe(30) else None,
                    floor=min(opening, float(dice.whole(0, 3))) if shelf is None else 0.0,
                    ceiling=opening + dice.whole(1, 6) if shelf is None and dice.maybe(50) else None,
                    shelf_life_days=shelf,
                    priority=dice.whole(1, 4),
                    **MADE,
                )
            )
        ready = [("PART", shop.place) for shop in self.shops if shop.spares]
        ready += [(dice.among(("GUN", "KIT")), dice.among(self.places))] if self.trains else []
        for i, (item, place) in enumerate(ready, start=1):
            if dice.maybe(60):
                out.append(Stock(stock=f"B{i}", item=item, place=place, quantity=float(dice.whole(1, 3)), unit="piece", **MADE))
        return tuple(out)

    def _shops(self) -> tuple[Repair, ...]:
        dice = self.dice
        return tuple(
            Repair(
                repair=f"M{i}",
                name=f"shop {i}",
                place=dice.among(self.places[:-1]),
                party=dice.among(GIVERS),
                items=dice.among((("GUN",), ("GUN", "GUN2"))),
                days=dice.whole(1, 5),
                bays=float(dice.whole(1, 3)),
                spares="PART" if (spares := dice.maybe(40)) else "",
                spares_quantity=dice.among((0.5, 1.0)) if spares else 0.0,
                cost_eur=dice.among((0.0, 200.0)),
                **MADE,
            )
            for i in range(1, (dice.whole(1, 2) if self.repairs_at_all else 0) + 1)
        )

    # --- what is given -------------------------------------------------------------------------------------------

    def _offers(self) -> tuple[Offer, ...]:
        """For each thing asked, one or two offers that together fall a little short of it, or exceed it a little."""
        dice, out = self.dice, []
        for code, wanted in self.wants.items():
            ratio = self.ratios.get(code, 1.0)
            if not wanted:
                continue
            parts = dice.whole(1, 2)
            for part in range(parts):
                share = dice.among((0.6, 0.8, 0.95, 1.1, 1.3)) / parts
                item = f"{code}2" if code in ("GUN", "SHELL") and dice.maybe(35) else code
                whole = max(1.0, float(round(wanted * share / (ratio if item != code else 1.0))))
                quantity = whole + (0.5 if code == "SHELL" and dice.maybe(30) else 0.0)
                out.append(self._offer(f"O{code}{part}", item, quantity))
        return tuple(out)

    def _offer(self, code: str, item: str, quantity: float) -> Offer:
        dice = self.dice
        mends = [shop for shop in self.shops if item in shop.items]
        broken = bool(mends) and dice.maybe(50)
        place = dice.among(mends).place if broken and dice.maybe(30) else dice.among(self.places[:-1])
        fields: dict[str, Any] = {"available": self._day(0, self.days // 4)}
        if self.funds and dice.maybe(45):
            fields |= {
                "channel": Channel.PURCHASE,
                "fund": "F1",
                "unit_cost_eur": float(100 * dice.whole(1, 4)),
                "lead_days": dice.whole(0, 6),
                "least_order": min(quantity, float(dice.whole(2, 5))) if dice.maybe(50) else None,
                "per_month": float(dice.whole(2, 6)) if dice.maybe(20) else None,
            }
        elif dice.maybe(20):
            fields |= {"channel": Channel.PRODUCTION, "per_month": float(dice.whole(1, 5)), "available": self._day(-20, 4)}
        elif dice.maybe(15):
            fields["until"] = fields["available"] + dt.timedelta(days=dice.whole(1, 6))
        if dice.maybe(10):
            fields["reserved_for"] = (dice.among(self.asks),)
        return Offer(
            offer=code,
            party=dice.among(GIVERS),
            item=item,
            quantity=quantity,
            unit="piece",
            place=place,
            rung=Rung.COMMITMENT,
            condition=Condition.NEEDS_REPAIR if broken else Condition.READY,
            **fields,
            **MADE,
        )

    def _contributions(self, offers: Sequence[Offer]) -> tuple[Contribution, ...]:
        """Money for about half of what there is to buy, in two parts."""
        dice = self.dice
        price = sum((offer.quantity or 0.0) * (offer.unit_cost_eur or 0.0) for offer in offers if offer.fund)
        return tuple(
            Contribution(
                contribution=f"K{fund}{i}",
                fund=fund,
                party=dice.among(GIVERS),
                amount_eur=round(price * dice.among((0.3, 0.45, 0.6)), -1),
                available=self._day(-2, 4) if i == 1 else self._day(0, self.days // 2),
                rung=Rung.COMMITMENT,
                **MADE,
            )
            for fund in self.funds
            for i in (1, 2)
        )
