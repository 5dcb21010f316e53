"""What a plan says of capabilities, training, repair, stocks and orders."""

from __future__ import annotations

from typing import Annotated

from .fields import Day, Euros, Key, Record, about, column, key, refers


class Capability(Record, frozen=True, kw_only=True):
    """Packages of one requirement that come into service at one milestone."""

    requirement: Annotated[
        Key, refers("requirements"), about("for which requirement", "pour quel besoin validé", "для якої потреби")
    ]
    package: Annotated[Key, refers("packages"), about("which package", "quel paquet de capacités", "який пакет")]
    for_unit: Annotated[Key, refers("units"), about("unit that has it", "unité qui en dispose", "підрозділ, що його має")] = ""
    day: Annotated[Day, about("day of coming into service", "jour de la mise en service", "день введення в дію")]
    packages: Annotated[
        int,
        column("packages", least=0),
        about("how many come into service", "combien entrent en service", "скільки вводиться в дію"),
    ]
    in_service: Annotated[
        int,
        column("packages", least=0),
        about("how many are in service by then", "combien sont alors en service", "скільки на той час уже діє"),
    ]
    points: Annotated[float, column("points", least=0), about("what it earns", "ce qu'il rapporte", "скільки балів дає")]


class Readiness(Record, frozen=True, kw_only=True):
    """One part of the packages of a requirement: what of it is there, and since when it was enough."""

    requirement: Annotated[
        Key, refers("requirements"), about("for which requirement", "pour quel besoin validé", "для якої потреби")
    ]
    package: Annotated[Key, refers("packages"), about("which package", "quel paquet de capacités", "який пакет")]
    part: Annotated[
        Key,
        about("code of the component or skill", "code du composant ou de la compétence", "код складової або навички"),
    ]
    kind: Annotated[
        str,
        about(
            "kind of the component, or 'crew' or 'maintainer'",
            "nature du composant, ou 'crew' ou 'maintainer'",
            "вид складової, або 'crew' чи 'maintainer'",
        ),
    ]
    item_or_skill: Annotated[
        Key, about("item or skill that is asked for", "article ou compétence qu'il faut", "потрібний предмет або навичка")
    ]
    asked: Annotated[
        float,
        column("item's unit, bays or people", least=0),
        about("how much all packages need", "combien il en faut pour tous les paquets", "скільки потрібно на всі пакети"),
    ]
    planned: Annotated[
        float,
        column("item's unit, bays or people", least=0),
        about(
            "how much is in place, reserved or assigned at the end",
            "combien est en place, réservé ou affecté à la fin",
            "скільки на кінець є на місці, зарезервовано або призначено",
        ),
    ]
    first_whole: Annotated[
        Day | None,
        about(
            "day from which there is enough for one package; empty if never",
            "jour à partir duquel il y en a assez pour un paquet ; vide si jamais",
            "день, від якого вистачає на один пакет; порожньо, якщо ніколи",
        ),
    ] = None
    all_whole: Annotated[
        Day | None,
        about(
            "day from which there is enough for all packages; empty if never",
            "jour à partir duquel il y en a assez pour tous les paquets ; vide si jamais",
            "день, від якого вистачає на всі пакети; порожньо, якщо ніколи",
        ),
    ] = None


class TrainingRun(Record, frozen=True, kw_only=True):
    """A training that is run on one start day."""

    run: Annotated[Key, key(), about("code of the run", "code de la session", "код набору")]
    training: Annotated[Key, refers("trainings"), about("which training", "quelle formation", "яка підготовка")]
    course: Annotated[Key, refers("courses"), about("which course", "quel stage", "який курс")]
    site: Annotated[Key, refers("sites"), about("at which site", "sur quel site de formation", "у якому місці підготовки")]
    skill: Annotated[Key, refers("skills"), about("skill that it teaches", "compétence enseignée", "навичка, якої навчає")]
    starts: Annotated[Day, about("first day", "premier jour", "перший день")]
    ends: Annotated[Day, about("last day", "dernier jour", "останній день")]
    runs: Annotated[int, column("runs", least=0), about("how many in parallel", "combien en parallèle", "скільки паралельно")]
    people: Annotated[
        int, column("people", least=0), about("people who attend", "personnes qui y participent", "скільки людей навчається")
    ]
    seats: Annotated[int, column("people", least=0), about("seats of all of them", "places en tout", "місць загалом")]
    instructors: Annotated[
        int, column("people", least=0), about("instructors needed", "instructeurs nécessaires", "скільки потрібно інструкторів")
    ]


class Attendance(Record, frozen=True, kw_only=True):
    """People of a cohort in a run."""

    attendance: Annotated[Key, key(), about("code of the attendance", "code de la participation", "код участі")]
    run: Annotated[Key, about("which run", "quelle session", "який набір")]
    cohort: Annotated[Key, refers("cohorts"), about("of which cohort", "de quelle cohorte", "якої групи слухачів")]
    unit: Annotated[Key, refers("units"), about("of which unit", "de quelle unité", "якого підрозділу")]
    skill: Annotated[Key, refers("skills"), about("skill that they learn", "compétence acquise", "навичка, яку здобувають")]
    after: Annotated[
        Key,
        about(
            "earlier attendance that they come from; empty if from the cohort",
            "participation précédente dont ils viennent ; vide s'ils viennent de la cohorte",
            "попередня участь, після якої вони прибувають; порожньо, якщо з групи",
        ),
    ] = ""
    people: Annotated[int, column("people", least=0), about("how many", "combien", "скільки")]
    leaves: Annotated[
        Day,
        about("day on which they leave their place", "jour où ils quittent leur lieu", "день, коли вирушають зі свого місця"),
    ]
    ready: Annotated[
        Day, about("day on which they are back, ready", "jour où ils sont de retour, prêts", "день, коли повернулися, готові")
    ]


class Assignment(Record, frozen=True, kw_only=True):
    """People with a skill, assigned to the packages of a requirement at a milestone."""

    assignment: Annotated[Key, key(), about("code of the assignment", "code de l'affectation", "код призначення")]
    attendance: Annotated[
        Key,
        about(
            "attendance that they come from; empty for what they knew from the start",
            "participation dont ils viennent ; vide pour ce qu'ils savaient dès le départ",
            "участь, після якої вони прибувають; порожньо для того, що вміли від початку",
        ),
    ] = ""
    cohort: Annotated[Key, refers("cohorts"), about("of which cohort", "de quelle cohorte", "якої групи слухачів")]
    unit: Annotated[Key, refers("units"), about("of which unit", "de quelle unité", "якого підрозділу")]
    skill: Annotated[Key, refers("skills"), about("for which skill", "pour quelle compétence", "для якої навички")]
    requirement: Annotated[
        Key, refers("requirements"), about("for which requirement", "pour quel besoin validé", "для якої потреби")
    ]
    day: Annotated[Day, about("day of coming into service", "jour de la mise en service", "день введення в дію")]
    people: Annotated[int, column("people", least=0), about("how many", "combien", "скільки")]
    idle_days: Annotated[
        int,
        column("days", least=0),
        about(
            "days from being ready to coming into service",
            "jours entre le moment où ils sont prêts et la mise en service",
            "днів від готовності до введення в дію",
        ),
    ]


class Reservation(Record, frozen=True, kw_only=True):
    """Bays of a repair shop that are kept for the packages of a requirement."""

    requirement: Annotated[
        Key, refers("requirements"), about("for which requirement", "pour quel besoin validé", "для якої потреби")
    ]
    component: Annotated[Key, refers("components"), about("for which component", "pour quel composant", "для якої складової")]
    repair: Annotated[Key, refers("repairs"), about("at which repair shop", "dans quel atelier", "у якій майстерні")]
    day: Annotated[Day, about("first day", "premier jour", "перший день")]
    bays: Annotated[
        float, column("bays", least=0), about("how many bays", "combien de postes de réparation", "скільки ремонтних постів")
    ]


class StockLevel(Record, frozen=True, kw_only=True):
    """One stock in one step: what came, what was issued, what is left."""

    stock: Annotated[Key, refers("stocks"), about("which stock", "quel stock", "який запас")]
    day: Annotated[Day, about("first day of the step", "premier jour du pas", "перший день кроку")]
    opening: Annotated[
        float, column("item's unit", least=0), about("what was there before", "ce qu'il y avait avant", "скільки було до того")
    ]
    arrived: Annotated[float, column("item's unit", least=0), about("what arrived", "ce qui est arrivé", "скільки прибуло")]
    issued: Annotated[
        float, column("item's unit", least=0), about("what was issued", "ce qui a été distribué", "скільки видано")
    ]
    wanted: Annotated[
        float, column("item's unit", least=0), about("what was wanted", "ce qu'il fallait", "скільки було потрібно")
    ]
    closing: Annotated[
        float,
        column("item's unit", least=0),
        about(
            "what is left, after what is thrown away",
            "ce qui reste, après ce qui est jeté",
            "скільки лишилося після викинутого",
        ),
    ]
    expired: Annotated[
        float, column("item's unit", least=0), about("what is thrown away", "ce qui est jeté", "скільки викинуто")
    ] = 0.0
    days_of_supply: Annotated[
        float | None,
        column("days", least=0),
        about(
            "days that what is left lasts at the stock's rate",
            "jours d'approvisionnement : combien dure le reste au taux du stock",
            "діб забезпечення: на скільки вистачить залишку за витрати цього запасу",
        ),
    ] = None


class Order(Record, frozen=True, kw_only=True):
    """What is ordered with the money of a fund, and when."""

    offer: Annotated[Key, refers("offers"), about("which purchase", "quel achat", "яка закупівля")]
    party: Annotated[Key, refers("parties"), about("who makes it", "qui le produit", "хто виготовляє")]
    fund: Annotated[Key, refers("funds"), about("fund that pays", "fonds qui paie", "фонд, що платить")]
    ordered: Annotated[
        float, column("item's unit", least=0), about("how much is ordered", "combien est commandé", "скільки замовлено")
    ]
    cost_eur: Annotated[Euros, about("what the fund pays", "ce que le fonds paie", "скільки платить фонд")]
    order_day: Annotated[
        Day,
        about("day of ordering and of paying", "jour de la commande et du paiement", "день замовлення й оплати"),
    ]
    opens: Annotated[
        Day, about("day from which it can leave", "jour à partir duquel il peut partir", "день, від якого може вирушити")
    ]
