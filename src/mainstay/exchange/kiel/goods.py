"""Items of the tracker: one for each name, with unit, class of supply, assumed mass and price."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import median

import msgspec

from mainstay.model import Basis, Item, SupplyClass

from .figures import read_figure
from .names import clean, fold, item_key, table, unit_of
from .sheet import Line

SOURCE = "kiel_items"
USD_PER_EUR = 1.0759
"""The tracker's own fixed rate for the whole period (average of the European Central Bank)."""

UNIT_MASSES = {"tonne": (1.0, "a tonne"), "pallet": (0.3, "a loaded pallet")}
"""Mass of one unit in tonnes where the unit says it whatever the goods."""


@dataclass(frozen=True)
class Guess:
    """What is assumed of every item of one kind: the first row of the table that fits it."""

    type: str
    sub_type: str
    name: re.Pattern[str]
    supply_class: SupplyClass
    group: str
    hazard: str
    lethal: bool
    mass_t: float
    note: str

    def fits(self, type_: str, sub_type: str, name: str) -> bool:
        """Whether an item of this type, sub-type and name (folded) is meant."""
        return self.type in ("", type_) and self.sub_type in ("", sub_type) and bool(self.name.search(name))


@dataclass(frozen=True)
class Twin:
    """The item of the fact catalogue that a tracker name means, and how many of its units one tracker unit is."""

    item: str
    factor: float
    note: str


@cache
def guesses() -> tuple[Guess, ...]:
    """Assumptions of mass, class and hazard, most special first; the last fits everything."""
    return tuple(
        Guess(
            type=row["type"],
            sub_type=row["sub_type"],
            name=re.compile(row["name"]),
            supply_class=SupplyClass(row["supply_class"]),
            group=row["group"],
            hazard=row["hazard"],
            lethal=row["lethal"] == "yes",
            mass_t=float(row["mass_t"]),
            note=row["note"],
        )
        for row in table("kiel_masses.csv")
    )


@cache
def twins() -> dict[str, Twin]:
    """Tracker names (folded) that mean the same thing as an item of the fact catalogue."""
    return {row["name"]: Twin(row["item"], float(row["factor"]), row["note"]) for row in table("kiel_items.csv")}


def items_of(lines: Iterable[Line]) -> dict[str, Item]:
    """
    Return one item for each name, by the folded name.

    The name is the most frequent spelling, the value the median of the prices stated (USD, at the tracker's rate), and
    the mass, which the tracker does not have, an assumption by kind of item.
    """
    named: dict[str, list[Line]] = {}
    for line in lines:
        named.setdefault(fold(line["item"]), []).append(line)
    items: dict[str, Item] = {}
    taken: set[str] = set()
    for folded in sorted(named):
        item = _item(folded, named[folded])
        key, number = item.item, 1
        while item.item in taken:
            number += 1
            item = msgspec.structs.replace(item, item=f"{key}-{number}")
        taken.add(item.item)
        items[folded] = item
    return items


def _item(folded: str, lines: list[Line]) -> Item:
    spellings = Counter(clean(line["item"]) for line in lines)
    name = min(spellings, key=lambda text: (-spellings[text], text))
    type_, sub_type = (Counter(fold(line[column]) for line in lines).most_common(1)[0][0] for column in ("type", "sub_type"))
    guess = next(guess for guess in guesses() if guess.fits(type_, sub_type, folded))
    unit = unit_of(name)
    prices = [figure.value for figure in (read_figure(line["price"]) for line in lines) if figure.value]
    kind = type_ if type_ == sub_type else f"{type_}, {sub_type}"
    mass_t, assumed = UNIT_MASSES.get(unit, (guess.mass_t, guess.note))
    return Item(
        item=item_key(name),
        name=name,
        supply_class=guess.supply_class,
        group=guess.group,
        unit=unit,
        mass_t=mass_t,
        hazard=guess.hazard,
        lethal=guess.lethal,
        unit_value_eur=round(median(prices) / USD_PER_EUR, 4) if prices else None,
        value_basis=Basis.ESTIMATE if prices else Basis.ASSUMPTION,
        source=SOURCE,
        basis=Basis.ASSUMPTION,
        note=f"name and price from the tracker; mass, class and hazard assumed for its kind ({assumed}); tracker: {kind}",
    )
