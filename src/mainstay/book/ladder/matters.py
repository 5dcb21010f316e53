"""What else is said: what an item asks for, inventories, gifts claimed twice, and who may decide."""

from __future__ import annotations

import enum
from typing import Annotated

from mainstay.model.fields import Day, Days, Key, about, refers

from .statements import Authority, Count, Item, Quantity, Serials, Statement, Unit


class ItemDescribed(Statement, frozen=True, kw_only=True, tag="item.described"):
    """What the book asks of an item."""

    unit: Unit
    serial_numbers: Annotated[
        bool,
        about(
            "whether each piece is followed by its serial number",
            "si chaque pièce est suivie par son numéro de série",
            "чи ведеться облік кожної одиниці за серійним номером",
        ),
    ] = False
    first_inventory_days: Annotated[
        Days,
        about(
            "days from hand-over to the first end-use inventory; 0: none is asked for",
            "jours entre la remise et le premier inventaire d'utilisation finale ; 0 : aucun",
            "днів від передання до першої інвентаризації кінцевого використання; 0: не потрібна",
        ),
    ] = 0
    every_days: Annotated[
        Days,
        about(
            "days from one end-use inventory to the next; 0: only one",
            "jours d'un inventaire au suivant ; 0 : un seul",
            "днів між інвентаризаціями; 0: лише одна",
        ),
    ] = 0


class InventoryAsked(Statement, frozen=True, kw_only=True, tag="inventory.asked"):
    """An end-use inventory that is due."""

    item: Item
    quantity: Quantity
    unit: Unit
    holder: Annotated[Key, refers("parties"), about("who has it", "qui le détient", "у кого воно")]
    due: Annotated[Day, about("day by which it is due", "jour de l'échéance", "день, до якого належить провести")]
    every_days: Annotated[
        Days,
        about("days to the next one; 0: only one", "jours jusqu'au suivant ; 0 : un seul", "днів до наступної; 0: лише одна"),
    ] = 0
    serials: Serials = ()


class InventoryTaken(Statement, frozen=True, kw_only=True, tag="inventory.taken"):
    """What an inventory found."""

    found: Annotated[Count, about("how much was seen", "combien a été vu", "скільки виявлено")]
    expended: Annotated[
        Count,
        about(
            "used up, lost or destroyed in all until then, as reported",
            "consommé, perdu ou détruit en tout jusque-là, selon les déclarations",
            "витрачено, втрачено або знищено загалом до того дня, за звітами",
        ),
    ] = 0.0
    serials: Serials = ()


class Claim(enum.StrEnum):
    """How far a suspicion has come that one gift is claimed in two channels."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class DuplicateJudged(Statement, frozen=True, kw_only=True, tag="duplicate.judged"):
    """One gift may have been claimed in two channels: proposed, confirmed or rejected, with the reason."""

    keeps: Annotated[Key, about("gift that goes on counting", "don qui continue de compter", "дар, що й далі враховується")]
    drops: Annotated[Key, about("gift that may be the same", "don qui est peut-être le même", "дар, що може бути тим самим")]
    quantity: Quantity
    claim: Annotated[
        Claim,
        about(
            "proposed, confirmed or rejected",
            "proposed (proposé), confirmed (confirmé) ou rejected (rejeté)",
            "proposed (запропоновано), confirmed (підтверджено) або rejected (відхилено)",
        ),
    ]
    reason: Annotated[str, about("why", "pourquoi", "чому")]
    authority: Authority = ""


class Act(enum.StrEnum):
    """What not everybody may decide."""

    VALIDATE = "validate"
    ALLOCATE = "allocate"
    RELEASE = "release"
    SIGN = "sign"
    JUDGE = "judge"
    EMPOWER = "empower"


class Empowered(Statement, frozen=True, kw_only=True, tag="authority.set"):
    """From its day on, these parties may decide."""

    act: Annotated[
        Act,
        about(
            "validate, allocate, release, sign, judge (gifts claimed twice) or empower",
            "validate (valider), allocate (affecter), release (libérer), sign (signer), judge (trancher les doublons)"
            " ou empower (habiliter)",
            "validate (валідувати), allocate (виділяти), release (випускати), sign (підписувати), judge (судити про дублі)"
            " або empower (уповноважувати)",
        ),
    ]
    parties: Annotated[tuple[Key, ...], refers("parties"), about("who may", "qui le peut", "хто може")]
    authority: Authority = ""
