"""Who learns what: skills, courses, sites and what is lent to them, and the people of the units."""

from __future__ import annotations

from typing import Annotated

from .fields import MANY, Day, Key, about, column, key, refers
from .provenance import Row


class Skill(Row, frozen=True, kw_only=True):
    """What people of a crew must know."""

    skill: Annotated[Key, key(), about("code of the skill", "code de la compétence", "код навички")]
    name: Annotated[str, about("name in English", "nom en anglais", "назва англійською")]
    name_fr: Annotated[str, about("name in French", "nom en français", "назва французькою")] = ""
    name_uk: Annotated[str, about("name in Ukrainian", "nom en ukrainien", "назва українською")] = ""
    fade_days: Annotated[
        int | None,
        column("days", least=0, most=3_660),
        about(
            "days after which it has faded, if it was learnt in a course; empty if it does not fade",
            "jours après lesquels elle est perdue, si elle a été acquise en stage ; vide si elle ne se perd pas",
            "днів, після яких навичка, здобута на курсі, втрачається; порожньо, якщо не втрачається",
        ),
    ] = None


class Course(Row, frozen=True, kw_only=True):
    """A course: what it teaches, how long, to how many, and what it needs on site."""

    course: Annotated[Key, key(), about("code of the course", "code du stage", "код курсу")]
    name: Annotated[str, about("name in English", "nom en anglais", "назва англійською")]
    name_fr: Annotated[str, about("name in French", "nom en français", "назва французькою")] = ""
    name_uk: Annotated[str, about("name in Ukrainian", "nom en ukrainien", "назва українською")] = ""
    skill: Annotated[Key, refers("skills"), about("skill that it teaches", "compétence qu'il enseigne", "навичка, якої навчає")]
    days: Annotated[
        int,
        column("days", least=1, most=3_660),
        about("how long it lasts, the first day included", "durée, premier jour compris", "тривалість, з першим днем включно"),
    ]
    prerequisites: Annotated[
        tuple[Key, ...],
        refers("skills"),
        about(
            "skills that all who attend it must have",
            "compétences que doivent avoir tous les stagiaires",
            "навички, які повинні мати всі слухачі",
        ),
    ] = ()
    item: Annotated[
        Key,
        refers("items"),
        about(
            "equipment that a run needs on site; empty if none",
            "matériel qu'une session exige sur place ; vide s'il n'en faut pas",
            "техніка, потрібна на місці для одного набору; порожньо, якщо не потрібна",
        ),
    ] = ""
    item_quantity: Annotated[
        float,
        column("item's unit", least=0),
        about("how much of it one run needs", "combien il en faut par session", "скільки її потрібно на один набір"),
    ] = 0.0
    seats: Annotated[
        int,
        column("people", least=1, most=MANY),
        about("most people of one run", "le plus de stagiaires par session", "найбільше слухачів в одному наборі"),
    ]
    least: Annotated[
        int,
        column("people", least=1, most=MANY),
        about("fewest people of one run", "le moins de stagiaires par session", "найменше слухачів в одному наборі"),
    ] = 1
    instructors: Annotated[
        int,
        column("people", least=0, most=MANY),
        about("instructors for one run", "instructeurs par session", "інструкторів на один набір"),
    ] = 0


class Site(Row, frozen=True, kw_only=True):
    """A place of training and its host."""

    site: Annotated[Key, key(), about("code of the site", "code du site de formation", "код місця підготовки")]
    name: Annotated[str, about("name", "nom", "назва")]
    place: Annotated[Key, refers("nodes"), about("where", "où", "де")]
    party: Annotated[Key, refers("parties"), about("host nation", "nation hôte", "приймаюча держава")]
    programme: Annotated[
        str,
        about(
            "training programme to which it belongs",
            "programme de formation auquel il appartient",
            "програма підготовки, до якої належить",
        ),
    ] = ""


class Intake(Row, frozen=True, kw_only=True):
    """Seats and instructors that a party lends to a site for a time."""

    intake: Annotated[Key, key(), about("code of the row", "code de la ligne", "код рядка")]
    site: Annotated[Key, refers("sites"), about("to which site", "à quel site de formation", "якому місцю підготовки")]
    party: Annotated[Key, refers("parties"), about("who lends them", "qui les met à disposition", "хто їх надає")]
    first_day: Annotated[Day, about("first day", "premier jour", "перший день")]
    last_day: Annotated[Day, about("last day", "dernier jour", "останній день")]
    seats: Annotated[
        int,
        column("people", least=0, most=MANY),
        about("people on course at the same time", "stagiaires en même temps", "слухачів одночасно"),
    ]
    instructors: Annotated[
        int,
        column("people", least=0, most=MANY),
        about("instructors at the same time", "instructeurs en même temps", "інструкторів одночасно"),
    ]


class Training(Row, frozen=True, kw_only=True):
    """A course offered at a site: when it may start, how often in parallel, and in which languages."""

    training: Annotated[Key, key(), about("code of the training", "code de la formation", "код підготовки")]
    course: Annotated[Key, refers("courses"), about("which course", "quel stage", "який курс")]
    site: Annotated[Key, refers("sites"), about("at which site", "sur quel site de formation", "у якому місці підготовки")]
    first_day: Annotated[
        Day, about("first day on which it may start", "premier jour où il peut commencer", "перший день, коли може початися")
    ]
    last_day: Annotated[
        Day, about("last day on which it may start", "dernier jour où il peut commencer", "останній день, коли може початися")
    ]
    every_days: Annotated[
        int,
        column("days", least=1, most=3_660),
        about("days from one start to the next", "jours d'un début au suivant", "днів від одного початку до наступного"),
    ] = 7
    most_runs: Annotated[
        int,
        column("runs", least=1, most=1_000),
        about(
            "most runs that start on the same day",
            "le plus de sessions qui commencent le même jour",
            "найбільше наборів, що починаються того самого дня",
        ),
    ] = 1
    languages: Annotated[
        tuple[str, ...],
        about(
            "languages in which it is taught; empty if any will do",
            "langues d'enseignement ; vide si toutes conviennent",
            "мови навчання; порожньо, якщо підходить будь-яка",
        ),
    ] = ()
    interpreters: Annotated[
        bool,
        about(
            "whether interpreters are there, so that the language does not matter",
            "si des interprètes sont présents, de sorte que la langue n'importe pas",
            "чи є перекладачі, тож мова не має значення",
        ),
    ] = False


class Unit(Row, frozen=True, kw_only=True):
    """A unit whose people are trained and that is to have a capability."""

    unit: Annotated[Key, key(), about("code of the unit", "code de l'unité", "код підрозділу")]
    name: Annotated[str, about("name", "nom", "назва")]
    party: Annotated[Key, refers("parties"), about("whose unit it is", "à qui est l'unité", "чий це підрозділ")]
    people: Annotated[int, column("people", least=1, most=MANY), about("its strength", "son effectif", "його чисельність")]
    away_share: Annotated[
        float,
        column("share", least=0, most=1),
        about(
            "share of its people that may be away at the same time",
            "part de son effectif qui peut être absente en même temps",
            "частка особового складу, що може бути відсутня одночасно",
        ),
    ] = 1.0


class Cohort(Row, frozen=True, kw_only=True):
    """People of a unit who can be sent on courses together or in part, or are there with what they know."""

    cohort: Annotated[Key, key(), about("code of the cohort", "code de la cohorte", "код групи слухачів")]
    unit: Annotated[Key, refers("units"), about("of which unit", "de quelle unité", "якого підрозділу")]
    people: Annotated[int, column("people", least=1, most=MANY), about("how many", "combien", "скільки")]
    place: Annotated[Key, refers("nodes"), about("where it assembles", "où elle se rassemble", "де збирається")]
    first_day: Annotated[
        Day,
        about(
            "first day on which its people are free to leave",
            "premier jour où son personnel peut partir",
            "перший день, коли її люди можуть вирушити",
        ),
    ]
    last_day: Annotated[
        Day,
        about(
            "day by which they must be back",
            "jour auquel ils doivent être de retour",
            "день, до якого мають повернутися",
        ),
    ]
    skills: Annotated[
        tuple[Key, ...],
        refers("skills"),
        about("what they know from the start", "ce qu'ils savent dès le départ", "що вони вміють від початку"),
    ] = ()
    languages: Annotated[
        tuple[str, ...],
        about("languages that they understand", "langues qu'ils comprennent", "мови, які вони розуміють"),
    ] = ()
