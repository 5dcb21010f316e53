"""What simulated executions of a plan say: by day, by requirement, by package."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Day, Key, Record, about, column, refers


class Planned(enum.StrEnum):
    """Whether an execution keeps to the plan, or replaces at review dates what failed or is late."""

    AS_PLANNED = "as planned"
    REVIEWED = "reviewed"


PLANNED = about(
    "'as planned', or 'reviewed': what failed or is late is replaced at review dates",
    "'as planned' : selon le plan ; 'reviewed' : ce qui manque ou tarde est remplacé aux dates de revue",
    "'as planned': за планом; 'reviewed': те, чого бракує чи що запізнюється, замінюється на дати перегляду",
)


class FanDay(Record, frozen=True, kw_only=True):
    """What the executions have attained by one day: five quantiles and the mean."""

    what: Annotated[
        Key,
        about(
            "'score' in points of 100, or the code of a package",
            "'score' en points de 100, ou le code d'un paquet",
            "'score' у балах зі 100, або код пакета",
        ),
    ]
    planned: Annotated[Planned, PLANNED]
    day: Annotated[Day, about("by which day", "jusqu'à quel jour", "до якого дня")]
    p05: Annotated[
        float,
        about("one execution in twenty has less", "une exécution sur vingt a moins", "кожне двадцяте виконання має менше"),
    ]
    p25: Annotated[
        float, about("one execution in four has less", "une exécution sur quatre a moins", "кожне четверте виконання має менше")
    ]
    p50: Annotated[
        float, about("half of the executions have less", "la moitié des exécutions ont moins", "половина виконань має менше")
    ]
    p75: Annotated[
        float, about("one execution in four has more", "une exécution sur quatre a plus", "кожне четверте виконання має більше")
    ]
    p95: Annotated[
        float,
        about("one execution in twenty has more", "une exécution sur vingt a plus", "кожне двадцяте виконання має більше"),
    ]
    mean: Annotated[float, about("mean of all executions", "moyenne de toutes les exécutions", "середнє всіх виконань")]


class RequirementChance(Record, frozen=True, kw_only=True):
    """How likely a requirement or stock is met."""

    requirement: Annotated[
        Key, about("which requirement or stock", "quel besoin validé ou quel stock", "яка потреба або який запас")
    ]
    planned: Annotated[Planned, PLANNED]
    in_time: Annotated[
        float,
        column("probability", least=0, most=1),
        about(
            "probability that it is met in full by its due day",
            "probabilité qu'il soit satisfait en entier à l'échéance",
            "імовірність, що її виконано повністю й вчасно",
        ),
    ]
    in_full: Annotated[
        float,
        column("probability", least=0, most=1),
        about(
            "probability that it is met in full while it is useful",
            "probabilité qu'il soit satisfait en entier tant qu'il est utile",
            "імовірність, що її виконано повністю, поки це корисно",
        ),
    ]
    expected_percent: Annotated[
        float,
        column("%", least=0),
        about("mean share of its points", "part moyenne de ses points", "середня частка її балів"),
    ]
    days_late_p50: Annotated[
        float | None,
        column("days", least=0),
        about(
            "half of the executions that meet it in full are later by more than this; empty if none does",
            "la moitié des exécutions qui le satisfont en entier ont plus de retard ; vide si aucune",
            "половина виконань, що виконують її повністю, запізнюється більше; порожньо, якщо таких немає",
        ),
    ] = None
    days_late_p90: Annotated[
        float | None,
        column("days", least=0),
        about(
            "one in ten of them is later by more than this; empty if none does",
            "une sur dix d'entre elles a plus de retard ; vide si aucune",
            "кожне десяте з них запізнюється більше; порожньо, якщо таких немає",
        ),
    ] = None


class ServiceChance(Record, frozen=True, kw_only=True):
    """When one package of a requirement comes into service."""

    requirement: Annotated[
        Key, refers("requirements"), about("for which requirement", "pour quel besoin validé", "для якої потреби")
    ]
    package: Annotated[Key, refers("packages"), about("which package", "quel paquet", "який пакет")]
    number: Annotated[
        int,
        column(least=1),
        about("1 for the first of them, and so on", "1 pour le premier, et ainsi de suite", "1 для першого, і так далі"),
    ]
    planned: Annotated[Planned, PLANNED]
    planned_day: Annotated[
        Day | None,
        about(
            "day in the plan; empty if never", "jour selon le plan ; vide si jamais", "день за планом; порожньо, якщо ніколи"
        ),
    ] = None
    p10: Annotated[
        Day | None,
        about(
            "in service by this day in one execution of ten; empty if not",
            "en service à ce jour dans une exécution sur dix ; vide sinon",
            "у дії до цього дня в кожному десятому виконанні; порожньо, якщо ні",
        ),
    ] = None
    p50: Annotated[
        Day | None,
        about(
            "in service by this day in half of the executions; empty if not",
            "en service à ce jour dans la moitié des exécutions ; vide sinon",
            "у дії до цього дня в половині виконань; порожньо, якщо ні",
        ),
    ] = None
    p90: Annotated[
        Day | None,
        about(
            "in service by this day in nine executions of ten; empty if not",
            "en service à ce jour dans neuf exécutions sur dix ; vide sinon",
            "у дії до цього дня в дев'яти виконаннях із десяти; порожньо, якщо ні",
        ),
    ] = None
    probability: Annotated[
        float,
        column("probability", least=0, most=1),
        about(
            "probability that it comes into service within the plan",
            "probabilité qu'il entre en service dans la durée du plan",
            "імовірність, що його введено в дію в межах плану",
        ),
    ]
