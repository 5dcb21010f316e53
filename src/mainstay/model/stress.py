"""What cases cost: the records of a stress test, and the names of all tables of results."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Annotated

import msgspec

from .changes import Change, Difference
from .executions import FanDay, RequirementChance, ServiceChance
from .fields import Day, Euros, Key, Record, about, column, key, refers


class CaseKind(enum.StrEnum):
    """What a case is about: one element, a named case, or two elements at once."""

    PARTY = "party"
    NODE = "node"
    LINK = "link"
    CORRIDOR = "corridor"
    FUND = "fund"
    SITE = "site"
    NAMED = "named"
    PAIR = "pair"


class CaseLoss(Record, frozen=True, kw_only=True):
    """What one case costs: before planning again, and after it, with a certified interval."""

    case: Annotated[Key, key(), about("name of the case", "nom du cas", "назва випадку")]
    what: Annotated[str, about("what happens, in words", "ce qui se passe, en toutes lettres", "що стається, словами")] = ""
    kind: Annotated[
        CaseKind,
        about(
            "party, node, link, corridor, fund or site; a named case; a pair",
            "partie, nœud, liaison, corridor, fonds ou site de formation ; cas nommé ; paire",
            "сторона, вузол, ланка, коридор, фонд або місце підготовки; названий випадок; пара",
        ),
    ]
    day: Annotated[Day, about("day on which it becomes known", "jour où on l'apprend", "день, коли про це дізнаються")]
    loss_before: Annotated[
        float,
        column("of 100"),
        about(
            "score lost if nothing is planned again",
            "score perdu si rien n'est replanifié",
            "втрата оцінки, якщо нічого не перепланувати",
        ),
    ]
    loss_before_percent: Annotated[
        float,
        column("%"),
        about("the same, of the plan's score", "de même, du score du plan", "те саме, від оцінки плану"),
    ]
    loss: Annotated[
        float,
        column("of 100"),
        about(
            "score lost after planning again; an estimate if not solved",
            "score perdu après replanification ; une estimation si le cas n'est pas résolu",
            "втрата оцінки після перепланування; оцінка, якщо випадок не розв'язано",
        ),
    ]
    loss_percent: Annotated[
        float,
        column("%"),
        about("the same, of the plan's score", "de même, du score du plan", "те саме, від оцінки плану"),
    ]
    loss_low: Annotated[
        float,
        column("of 100"),
        about("certified: at least", "certifié : au moins", "гарантовано: щонайменше"),
    ]
    loss_high: Annotated[
        float,
        column("of 100"),
        about("certified: at most", "certifié : au plus", "гарантовано: щонайбільше"),
    ]
    saved: Annotated[
        float,
        column("of 100"),
        about(
            "score that planning again saves",
            "score que sauve la replanification",
            "скільки рятує перепланування",
        ),
    ]
    bracket_low: Annotated[
        float,
        column("of 100"),
        about(
            "loss by the bracket that needs no solving: at least",
            "perte selon l'encadrement fait sans résoudre : au moins",
            "втрата за межами, знайденими без розв'язання: щонайменше",
        ),
    ]
    bracket_high: Annotated[
        float,
        column("of 100"),
        about(
            "loss by the bracket that needs no solving: at most",
            "perte selon l'encadrement fait sans résoudre : au plus",
            "втрата за межами, знайденими без розв'язання: щонайбільше",
        ),
    ]
    solved: Annotated[
        bool,
        about(
            "whether the case was solved; otherwise its loss is only bracketed",
            "si le cas a été résolu ; sinon sa perte n'est qu'encadrée",
            "чи випадок розв'язано; інакше втрату обмежено лише межами",
        ),
    ] = False
    requirements_hit: Annotated[
        int,
        column("requirements", least=0),
        about(
            "requirements and stocks that get less if nothing is planned again",
            "besoins validés et stocks qui reçoivent moins si rien n'est replanifié",
            "потреби й запаси, які отримують менше, якщо нічого не перепланувати",
        ),
    ] = 0
    packages_hit: Annotated[
        int,
        column("packages", least=0),
        about(
            "packages that do not come into service if nothing is planned again",
            "paquets qui n'entrent pas en service si rien n'est replanifié",
            "пакети, що не вводяться в дію, якщо нічого не перепланувати",
        ),
    ] = 0
    packages_lost: Annotated[
        int,
        column("packages", least=0),
        about(
            "packages that do not come into service even after planning again",
            "paquets qui n'entrent pas en service même après replanification",
            "пакети, що не вводяться в дію навіть після перепланування",
        ),
    ] = 0
    recovers: Annotated[
        Day | None,
        about(
            "day from which at least 95 % of the plan's points are attained for good; empty: not within the plan",
            "jour à partir duquel au moins 95 % des points du plan sont durablement atteints ; vide : pas dans le plan",
            "день, від якого стало досягнуто щонайменше 95 % балів плану; порожньо: не в межах плану",
        ),
    ] = None
    recovery_days: Annotated[
        int | None,
        column("days", least=0),
        about(
            "days from the case to recovery; empty: not within the plan",
            "jours entre le cas et le rétablissement ; vide : pas dans la durée du plan",
            "днів від випадку до відновлення; порожньо: не в межах плану",
        ),
    ] = None


class CaseHit(Record, frozen=True, kw_only=True):
    """What one case does to one requirement or stock."""

    case: Annotated[Key, about("in which case", "dans quel cas", "у якому випадку")]
    requirement: Annotated[
        Key, about("which requirement or stock", "quel besoin validé ou quel stock", "яка потреба або який запас")
    ]
    base_percent: Annotated[
        float,
        column("%", least=0),
        about("share of its points in the plan", "part de ses points dans le plan", "частка її балів у плані"),
    ]
    before_percent: Annotated[
        float,
        column("%", least=0),
        about(
            "in the case, if nothing is planned again",
            "dans ce cas, si rien n'est replanifié",
            "у цьому випадку, якщо нічого не перепланувати",
        ),
    ]
    after_percent: Annotated[
        float,
        column("%", least=0),
        about("in the case, planned again", "dans ce cas, après replanification", "у цьому випадку, після перепланування"),
    ]
    packages_base: Annotated[
        int,
        column("packages", least=0),
        about("packages in service in the plan", "paquets en service dans le plan", "пакети в дії за планом"),
    ] = 0
    packages_before: Annotated[
        int,
        column("packages", least=0),
        about(
            "in the case, if nothing is planned again",
            "dans ce cas, si rien n'est replanifié",
            "у цьому випадку, якщо нічого не перепланувати",
        ),
    ] = 0
    packages_after: Annotated[
        int,
        column("packages", least=0),
        about("in the case, planned again", "dans ce cas, après replanification", "у цьому випадку, після перепланування"),
    ] = 0


class SubstituteKind(enum.StrEnum):
    """Whose gift, whose money or which way stands in."""

    PARTY = "party"
    FUND = "fund"
    LINK = "link"


class Substitute(Record, frozen=True, kw_only=True):
    """Who or what replaces part of what a case takes, by an exact re-solve without it."""

    case: Annotated[Key, about("in which case", "dans quel cas", "у якому випадку")]
    rank: Annotated[int, column(least=1), about("1 replaces most", "1 remplace le plus", "1 замінює найбільше")]
    kind: Annotated[SubstituteKind, about("party, fund or link", "partie, fonds ou liaison", "сторона, фонд або ланка")]
    code: Annotated[Key, about("its code", "son code", "його код")]
    name: Annotated[str, about("its name", "son nom", "його назва")] = ""
    replaces: Annotated[
        float,
        column("of 100"),
        about(
            "score that would be lost besides, without it",
            "score qui serait perdu en plus sans lui",
            "скільки оцінки було б утрачено додатково без нього",
        ),
    ]
    low: Annotated[float, column("of 100"), about("certified: at least", "certifié : au moins", "гарантовано: щонайменше")]
    high: Annotated[float, column("of 100"), about("certified: at most", "certifié : au plus", "гарантовано: щонайбільше")]
    what: Annotated[
        str,
        about(
            "what it does instead, in words",
            "ce qu'il fait à la place, en toutes lettres",
            "що він робить натомість, словами",
        ),
    ] = ""


class Dependence(Record, frozen=True, kw_only=True):
    """How far one capability falls without one contributor."""

    capability: Annotated[
        Key,
        about(
            "category of items or code of a package",
            "catégorie d'articles ou code d'un paquet",
            "категорія предметів або код пакета",
        ),
    ]
    contributor: Annotated[Key, refers("parties"), about("without whom", "sans qui", "без кого")]
    base_level: Annotated[
        float,
        column("%", least=0),
        about("what the plan attains of it", "ce que le plan en atteint", "скільки з цього досягає план"),
    ]
    level_without: Annotated[
        float,
        column("%", least=0),
        about(
            "what is attained without that contributor, planned again",
            "ce qui est atteint sans ce contributeur, après replanification",
            "скільки досягається без цього учасника, після перепланування",
        ),
    ]
    level_drop_percent: Annotated[
        float,
        column("%"),
        about("by how much it falls", "de combien il baisse", "на скільки знижується"),
    ]
    below: Annotated[
        bool,
        about(
            "whether it falls below the level asked about",
            "s'il tombe sous le niveau demandé",
            "чи падає нижче рівня, про який запитано",
        ),
    ] = False


class GuardKind(enum.StrEnum):
    """What may be arranged beforehand."""

    OFFER = "offer"
    STOCK = "stock"
    CONSENT = "consent"
    FUND = "fund"


class Guard(Record, frozen=True, kw_only=True):
    """Something arranged beforehand that would cut the worst case."""

    rank: Annotated[int, column(least=1), about("1 cuts most", "1 réduit le plus", "1 зменшує найбільше")]
    kind: Annotated[
        GuardKind,
        about("offer, stock, consent or fund", "offre, stock, consentement ou fonds", "пропозиція, запас, згода або фонд"),
    ]
    code: Annotated[Key, about("its code", "son code", "його код")]
    what: Annotated[
        str,
        about("what is arranged, in words", "ce qui est arrangé, en toutes lettres", "про що домовлено, словами"),
    ]
    cost_eur: Annotated[Euros, about("what it costs", "ce que cela coûte", "скільки це коштує")]
    chosen: Annotated[
        bool,
        about(
            "whether it belongs to the best set within the budget",
            "si elle fait partie du meilleur ensemble dans la limite du budget",
            "чи входить до найкращого набору в межах бюджету",
        ),
    ] = False
    loss_cut: Annotated[
        float,
        column("of 100"),
        about(
            "by how much it alone cuts the loss in the worst case",
            "de combien elle seule réduit la perte dans le pire cas",
            "на скільки вона сама зменшує втрату в найгіршому випадку",
        ),
    ]
    worst_before: Annotated[
        float,
        column("of 100"),
        about("loss in the worst case without it", "perte dans le pire cas sans elle", "втрата в найгіршому випадку без неї"),
    ]
    worst_after: Annotated[
        float,
        column("of 100"),
        about("loss in the worst case with it", "perte dans le pire cas avec elle", "втрата в найгіршому випадку з нею"),
    ]


class Curve(msgspec.Struct, frozen=True):
    """Points of 100 attained up to and with each day; days ascend."""

    base: tuple[tuple[dt.date, float], ...]
    """As planned."""
    before: tuple[tuple[dt.date, float], ...]
    """In the case, as it stands."""
    after: tuple[tuple[dt.date, float], ...]
    """In the case, planned again."""


STRESS_TABLES: dict[str, type[Record]] = {
    "cases": CaseLoss,
    "case_hits": CaseHit,
    "substitutes": Substitute,
    "dependence": Dependence,
    "guards": Guard,
}
"""Record of each table of a stress folder."""

SIMULATION_TABLES: dict[str, type[Record]] = {
    "fans": FanDay,
    "requirement_chances": RequirementChance,
    "service_chances": ServiceChance,
}
"""Record of each table of a simulation folder."""

RESULT_TABLES: dict[str, type[Record]] = {
    **STRESS_TABLES,
    **SIMULATION_TABLES,
    "changes": Change,
    "differences": Difference,
}
"""Record of each table of the folders that stress tests, simulations, re-plans and comparisons write."""
