"""What differs: from a plan to the one made anew, and between two plans."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Day, Key, Record, about, column, refers


class ChangeKind(enum.StrEnum):
    """What became of a planned consignment."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    NEW = "new"
    DROPPED = "dropped"


class Change(Record, frozen=True, kw_only=True):
    """What planning again does to one consignment, why, and who must be told."""

    kind: Annotated[
        ChangeKind,
        about(
            "kept, moved (already on its way or there), changed, new or dropped",
            "kept (maintenu), moved (déjà en route ou arrivé), changed (changé), new (nouveau) ou dropped (abandonné)",
            "kept (лишається), moved (уже в дорозі або на місці), changed (змінено), new (нове) або dropped (скасовано)",
        ),
    ]
    consignment: Annotated[
        Key,
        about(
            "its code in the new plan; empty if dropped",
            "son code dans le nouveau plan ; vide s'il est abandonné",
            "його код у новому плані; порожньо, якщо скасовано",
        ),
    ] = ""
    was: Annotated[
        Key,
        about(
            "its code in the plan before; empty if new",
            "son code dans le plan précédent ; vide s'il est nouveau",
            "його код у попередньому плані; порожньо, якщо нове",
        ),
    ] = ""
    offer: Annotated[Key, refers("offers"), about("from which offer", "de quelle offre", "з якої пропозиції")]
    party: Annotated[Key, refers("parties"), about("who gives it", "qui le donne", "хто надає")]
    requirement: Annotated[
        Key,
        about(
            "for which requirement, stock, site or repair shop",
            "pour quel besoin validé, stock, site de formation ou atelier",
            "для якої потреби, запасу, місця підготовки або майстерні",
        ),
    ]
    quantity_before: Annotated[
        float,
        column("item's unit", least=0),
        about("how much in the plan before", "combien dans le plan précédent", "скільки в попередньому плані"),
    ] = 0.0
    quantity_after: Annotated[
        float,
        column("item's unit", least=0),
        about("how much in the new plan", "combien dans le nouveau plan", "скільки в новому плані"),
    ] = 0.0
    departs_before: Annotated[
        Day | None,
        about("when it left in the plan before", "départ dans le plan précédent", "відправлення в попередньому плані"),
    ] = None
    departs_after: Annotated[
        Day | None, about("when it leaves in the new plan", "départ dans le nouveau plan", "відправлення в новому плані")
    ] = None
    arrives_before: Annotated[
        Day | None,
        about("when it arrived in the plan before", "arrivée dans le plan précédent", "прибуття в попередньому плані"),
    ] = None
    arrives_after: Annotated[
        Day | None, about("when it arrives in the new plan", "arrivée dans le nouveau plan", "прибуття в новому плані")
    ] = None
    why: Annotated[str, about("why, in words", "pourquoi, en toutes lettres", "чому, словами")] = ""
    tell: Annotated[
        tuple[Key, ...],
        refers("parties"),
        about("parties to be told", "parties à prévenir", "сторони, яких треба повідомити"),
    ] = ()


class Difference(Record, frozen=True, kw_only=True):
    """One requirement or stock in two plans, a and b."""

    requirement: Annotated[
        Key, about("which requirement or stock", "quel besoin validé ou quel stock", "яка потреба або який запас")
    ]
    what: Annotated[Key, about("item or package that is asked", "article ou paquet demandé", "потрібний предмет або пакет")]
    a_percent: Annotated[
        float, column("%", least=0), about("share of its points in a", "part de ses points dans a", "частка її балів у a")
    ]
    b_percent: Annotated[
        float, column("%", least=0), about("share of its points in b", "part de ses points dans b", "частка її балів у b")
    ]
    difference_points: Annotated[
        float,
        column("points"),
        about("points in b less those in a", "points dans b moins ceux dans a", "бали в b мінус бали в a"),
    ]
    a_arrives: Annotated[
        Day | None,
        about(
            "last arrival in a; empty if none",
            "dernière arrivée dans a ; vide s'il n'y en a pas",
            "останнє прибуття в a; порожньо, якщо немає",
        ),
    ] = None
    b_arrives: Annotated[
        Day | None,
        about(
            "last arrival in b; empty if none",
            "dernière arrivée dans b ; vide s'il n'y en a pas",
            "останнє прибуття в b; порожньо, якщо немає",
        ),
    ] = None
    a_from: Annotated[
        tuple[Key, ...], refers("parties"), about("who gives it in a", "qui le donne dans a", "хто надає в a")
    ] = ()
    b_from: Annotated[
        tuple[Key, ...], refers("parties"), about("who gives it in b", "qui le donne dans b", "хто надає в b")
    ] = ()
    why: Annotated[str, about("why they differ", "pourquoi ils diffèrent", "чому вони різняться")] = ""
