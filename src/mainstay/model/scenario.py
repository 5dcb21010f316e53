"""The scenario: all tables that one question needs, and the settings under which it is asked."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import msgspec

from .assistance import Offer, Requirement, Rung
from .catalogue import Equivalence, Item
from .chances import Chance
from .contingencies import Event
from .fields import Days, Key, Record, about, column, key_of, refers
from .funds import Contribution, Fund
from .network import Closure, Corridor, Link, Node
from .packages import Component, Crew, Package
from .parties import Party
from .provenance import Source
from .stocks import Repair, Stock
from .terms import Caveat, Consent
from .training import Cohort, Course, Intake, Site, Skill, Training, Unit

WEIGHTS = (100.0, 50.0, 25.0, 10.0, 5.0)


class Settings(Record, frozen=True, kw_only=True):
    """Under which question and weights the tables are read; kept in ``scenario.toml``."""

    name: Annotated[str, about("short name of the scenario", "nom court du scénario", "коротка назва сценарію")]
    title: Annotated[str, about("what it is, in a line", "ce que c'est, en une ligne", "що це, одним рядком")] = ""
    supported: Annotated[
        Key, refers("parties"), about("party that is helped", "partie qui est aidée", "сторона, якій допомагають")
    ]
    start: Annotated[dt.date, about("first day of the plan", "premier jour du plan", "перший день плану")]
    days: Annotated[
        int, column("days", least=1, most=731), about("length of the plan", "durée du plan", "тривалість плану")
    ] = 180
    period_days: Annotated[
        int,
        column("days", least=1, most=31),
        about("length of one period of the grid", "durée d'une période de la grille", "тривалість одного періоду сітки"),
    ] = 1
    weights: Annotated[
        tuple[float, ...],
        column("points", least=0),
        about("points of priority 1 to 5", "points des priorités 1 à 5", "бали пріоритетів від 1 до 5"),
    ] = WEIGHTS
    lowest_rung: Annotated[
        Rung,
        about(
            "gifts below this rung are not planned with",
            "les dons au-dessous de cet échelon ne sont pas planifiés",
            "дари нижче цього щабля не плануються",
        ),
    ] = Rung.OFFER
    points_per_million_eur: Annotated[
        float,
        column("points", least=0),
        about(
            "what a million euros of transport is worth in points",
            "ce que vaut en points un million d'euros de transport",
            "скільки балів варте перевезення на мільйон євро",
        ),
    ] = 0.1
    step_days: Annotated[
        int,
        column("days", least=1, most=31),
        about(
            "length of a step in which stocks are issued and packages come into service",
            "durée d'un pas, au rythme duquel les stocks sont distribués et les paquets entrent en service",
            "тривалість кроку, за який видаються запаси та вводяться в дію пакети",
        ),
    ] = 7
    mixing_points: Annotated[
        float,
        column("points", least=0),
        about(
            "what each further type in one fleet costs in points",
            "ce que coûte en points chaque type de plus dans un même parc",
            "скільки балів коштує кожен додатковий тип в одному парку",
        ),
    ] = 0.0
    waiting_eur_per_t_day: Annotated[
        float,
        column("EUR", least=0),
        about(
            "cost of one tonne waiting one day on its way",
            "coût d'une tonne qui attend un jour en chemin",
            "вартість одного дня очікування однієї тонни в дорозі",
        ),
    ] = 1.0
    change_share: Annotated[
        float,
        column("share", least=0, most=1),
        about(
            "what changing a planned consignment costs when planning again, as a share of what it earns",
            "ce que coûte, quand on replanifie, le changement d'un envoi planifié, en part de ce qu'il rapporte",
            "скільки під час перепланування коштує зміна запланованого відправлення, як частка того, що воно дає",
        ),
    ] = 0.01
    freeze_days: Annotated[
        Days,
        about(
            "consignments that leave within so many days of planning again are committed and stay",
            "les envois qui partent dans ce délai après une replanification sont engagés et restent",
            "відправлення, що вирушають протягом стількох днів від перепланування, уже визначені й лишаються",
        ),
    ] = 14


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """Settings and tables. Tables keep the order of their files; nothing depends on it."""

    settings: Settings
    parties: tuple[Party, ...] = ()
    items: tuple[Item, ...] = ()
    equivalences: tuple[Equivalence, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    offers: tuple[Offer, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    consents: tuple[Consent, ...] = ()
    funds: tuple[Fund, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    packages: tuple[Package, ...] = ()
    components: tuple[Component, ...] = ()
    crews: tuple[Crew, ...] = ()
    skills: tuple[Skill, ...] = ()
    courses: tuple[Course, ...] = ()
    sites: tuple[Site, ...] = ()
    intakes: tuple[Intake, ...] = ()
    trainings: tuple[Training, ...] = ()
    units: tuple[Unit, ...] = ()
    cohorts: tuple[Cohort, ...] = ()
    stocks: tuple[Stock, ...] = ()
    repairs: tuple[Repair, ...] = ()
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    corridors: tuple[Corridor, ...] = ()
    closures: tuple[Closure, ...] = ()
    contingencies: tuple[Event, ...] = ()
    chances: tuple[Chance, ...] = ()
    sources: tuple[Source, ...] = ()

    def replace(self, **tables: Any) -> Scenario:
        """Return a changed copy; the tables given replace those of the same name."""
        return msgspec.structs.replace(self, **tables)

    def by_key(self, table: str) -> dict[str, Any]:
        """Rows of one table by their key; of two with the same key the later wins."""
        name = key_of(TABLES[table])
        return {getattr(row, name): row for row in getattr(self, table)}

    @property
    def end(self) -> dt.date:
        """Return the first day after the plan."""
        return self.settings.start + dt.timedelta(days=self.settings.days)

    def points(self, row: Requirement | Stock) -> float:
        """Return what a requirement whole and on time, or a stock all issued, is worth: weight of its priority times points."""
        return self.settings.weights[row.priority - 1] * row.points

    @property
    def asked_points(self) -> float:
        """Return the points of all requirements and of all stocks with a rate, to which scores relate."""
        return sum(map(self.points, self.requirements)) + sum(self.points(stock) for stock in self.stocks if stock.per_day > 0)


TABLES: dict[str, type[Record]] = {
    "parties": Party,
    "items": Item,
    "equivalences": Equivalence,
    "requirements": Requirement,
    "offers": Offer,
    "caveats": Caveat,
    "consents": Consent,
    "funds": Fund,
    "contributions": Contribution,
    "packages": Package,
    "components": Component,
    "crews": Crew,
    "skills": Skill,
    "courses": Course,
    "sites": Site,
    "intakes": Intake,
    "trainings": Training,
    "units": Unit,
    "cohorts": Cohort,
    "stocks": Stock,
    "repairs": Repair,
    "nodes": Node,
    "links": Link,
    "corridors": Corridor,
    "closures": Closure,
    "contingencies": Event,
    "chances": Chance,
    "sources": Source,
}
"""Record of each table, in the order in which a person fills them."""
