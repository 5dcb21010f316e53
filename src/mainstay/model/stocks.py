"""What is kept and used up on the spot, and where it is repaired."""

from __future__ import annotations

from typing import Annotated

from .fields import Day, Euros, Key, about, column, key, refers
from .provenance import Row


class Stock(Row, frozen=True, kw_only=True):
    """An item kept at a place: used up at a rate, or, without one, there for courses and repairs."""

    stock: Annotated[Key, key(), about("code of the stock", "code du stock", "код запасу")]
    item: Annotated[Key, refers("items"), about("what is kept", "ce qui est stocké", "що зберігається")]
    place: Annotated[Key, refers("nodes"), about("where", "où", "де")]
    recipient: Annotated[
        Key,
        refers("parties"),
        about(
            "whose stock it is; empty for the party that is helped",
            "à qui est le stock ; vide pour la partie aidée",
            "чий це запас; порожньо для сторони, якій допомагають",
        ),
    ] = ""
    quantity: Annotated[
        float,
        column("item's unit", least=0),
        about(
            "how much is there when the plan begins",
            "combien il y en a au début du plan",
            "скільки є на початку плану",
        ),
    ] = 0.0
    unit: Annotated[
        str,
        about(
            "the item's unit, repeated so that a slip shows",
            "unité de l'article, répétée pour qu'une erreur se voie",
            "одиниця виміру предмета, повторена, щоб було видно помилку",
        ),
    ]
    per_day: Annotated[
        float,
        column("item's unit/day", least=0),
        about(
            "rate at which it is used up; 0: nothing is issued",
            "taux de consommation journalier ; 0 : rien n'est distribué",
            "добова витрата; 0: нічого не видається",
        ),
    ] = 0.0
    first_day: Annotated[
        Day | None,
        about(
            "first day of use; empty for the plan's",
            "premier jour de consommation ; vide pour celui du plan",
            "перший день витрачання; порожньо для першого дня плану",
        ),
    ] = None
    last_day: Annotated[
        Day | None,
        about(
            "last day of use; empty for the plan's",
            "dernier jour de consommation ; vide pour celui du plan",
            "останній день витрачання; порожньо для останнього дня плану",
        ),
    ] = None
    floor: Annotated[
        float,
        column("item's unit", least=0),
        about(
            "safety level below which nothing is issued",
            "seuil de sécurité au-dessous duquel rien n'est distribué",
            "незнижуваний запас, нижче якого нічого не видається",
        ),
    ] = 0.0
    ceiling: Annotated[
        float | None,
        column("item's unit", least=0),
        about(
            "most that can be kept; empty if there is no limit",
            "le plus qui puisse être stocké ; vide s'il n'y a pas de limite",
            "найбільше, що можна зберігати; порожньо, якщо межі немає",
        ),
    ] = None
    shelf_life_days: Annotated[
        int | None,
        column("days", least=1, most=3_660),
        about(
            "days after which it is thrown away; empty if it keeps",
            "jours après lesquels il est jeté ; vide s'il se conserve",
            "строк зберігання, після якого викидається; порожньо, якщо не псується",
        ),
    ] = None
    priority: Annotated[
        int,
        column(least=1, most=5),
        about("1 first to 5 last", "de 1, en premier, à 5, en dernier", "від 1 (найперша) до 5 (остання)"),
    ] = 3
    points: Annotated[
        float,
        column("x weight of priority", above=0),
        about("multiplies the weight of its priority", "multiplie le poids de sa priorité", "множник до ваги його пріоритету"),
    ] = 1.0


class Repair(Row, frozen=True, kw_only=True):
    """A repair shop: what it repairs, how fast, in how many bays, and with which spares."""

    repair: Annotated[Key, key(), about("code of the repair shop", "code de l'atelier", "код ремонтної майстерні")]
    name: Annotated[str, about("name", "nom", "назва")]
    place: Annotated[Key, refers("nodes"), about("where", "où", "де")]
    party: Annotated[Key, refers("parties"), about("who runs it", "qui l'exploite", "хто нею керує")]
    items: Annotated[
        tuple[Key, ...],
        refers("items"),
        about("what it repairs", "ce qu'il répare", "що ремонтує"),
    ]
    days: Annotated[
        int,
        column("days", least=1, most=3_660),
        about("time that one repair takes", "durée d'une réparation", "тривалість одного ремонту"),
    ]
    bays: Annotated[
        float,
        column("bays", above=0),
        about(
            "pieces that can be under repair at the same time",
            "postes de réparation : combien peuvent être en réparation en même temps",
            "ремонтні пости: скільки можна ремонтувати одночасно",
        ),
    ]
    spares: Annotated[
        Key,
        refers("items"),
        about(
            "spares that a repair uses; empty if none",
            "pièces de rechange qu'une réparation consomme ; vide s'il n'en faut pas",
            "запасні частини, яких потребує ремонт; порожньо, якщо не потребує",
        ),
    ] = ""
    spares_quantity: Annotated[
        float,
        column("spares' unit", least=0),
        about("spares for one piece", "pièces de rechange par réparation", "запасних частин на один ремонт"),
    ] = 0.0
    cost_eur: Annotated[Euros, about("cost of one repair", "coût d'une réparation", "вартість одного ремонту")] = 0.0
