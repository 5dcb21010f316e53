"""How often promises are late or broken, and how often ways are shut."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Key, about, column, key, refers
from .provenance import Row


class ChanceOf(enum.StrEnum):
    """What is left to chance."""

    OFFERS = "offers"
    LINKS = "links"
    COURSES = "courses"


class Chance(Row, frozen=True, kw_only=True):
    """How offers, links or courses turn out; of several rows that fit, the most specific one counts.

    Of offers that is the row of party and channel, then of the party, of the channel, of neither; of links the row of mode and
    country, then of the country, of the mode, of neither. Delays are lognormal, told by their median and 90th percentile.
    """

    chance: Annotated[Key, key(), about("code of the row", "code de la ligne", "код рядка")]
    of: Annotated[ChanceOf, about("offers, links or courses", "offres, liaisons ou stages", "пропозиції, ланки або курси")]
    party: Annotated[
        Key,
        refers("parties"),
        about(
            "of offers: only those of this party",
            "pour les offres : celles de cette partie seulement",
            "для пропозицій: лише цієї сторони",
        ),
    ] = ""
    channel: Annotated[
        str,
        about(
            "of offers: only from stock, production or purchase",
            "pour les offres : sur stock, production ou achat seulement",
            "для пропозицій: лише із запасу, виробництва або закупівлі",
        ),
    ] = ""
    mode: Annotated[
        str,
        about(
            "of links: only of this mode",
            "pour les liaisons : de ce mode seulement",
            "для ланок: лише цього виду транспорту",
        ),
    ] = ""
    country: Annotated[
        str,
        about(
            "of links: only with an end in this country, by its ISO 3166-1 alpha-3 code",
            "pour les liaisons : ayant une extrémité dans ce pays seulement, par son code ISO 3166-1 alpha-3",
            "для ланок: лише з кінцем у цій країні, за її кодом ISO 3166-1 alpha-3",
        ),
    ] = ""
    fails: Annotated[
        float,
        column("share", least=0, most=1),
        about(
            "share of offers that never come, or of course runs that are cancelled",
            "part des offres qui ne viennent jamais, ou des sessions annulées",
            "частка пропозицій, що не надходять ніколи, або скасованих наборів",
        ),
    ] = 0.0
    late: Annotated[
        float,
        column("share", least=0, most=1),
        about(
            "of offers: share of those that come which are late",
            "pour les offres : part en retard de celles qui viennent",
            "для пропозицій: частка запізнілих серед тих, що надходять",
        ),
    ] = 0.0
    late_days_median: Annotated[
        float,
        column("days", least=0, most=3_660),
        about(
            "half of the late ones are later than this",
            "la moitié de celles en retard le sont de plus que cela",
            "половина запізнілих спізнюється більше",
        ),
    ] = 0.0
    late_days_p90: Annotated[
        float,
        column("days", least=0, most=3_660),
        about(
            "one in ten of the late ones is later than this",
            "une sur dix de celles en retard l'est de plus que cela",
            "кожна десята запізніла спізнюється більше",
        ),
    ] = 0.0
    closes_per_year: Annotated[
        float,
        column("closures/year", least=0, most=366),
        about(
            "of links: how often one shuts in a year",
            "pour les liaisons : combien de fois par an l'une d'elles ferme",
            "для ланок: скільки разів на рік одна закривається",
        ),
    ] = 0.0
    closed_days_median: Annotated[
        float,
        column("days", least=0, most=3_660),
        about(
            "half of the closures last longer than this",
            "la moitié des fermetures durent plus que cela",
            "половина закриттів триває довше",
        ),
    ] = 0.0
    closed_days_p90: Annotated[
        float,
        column("days", least=0, most=3_660),
        about(
            "one closure in ten lasts longer than this",
            "une fermeture sur dix dure plus que cela",
            "кожне десяте закриття триває довше",
        ),
    ] = 0.0
    text: Annotated[str, about("where it comes from, in words", "d'où cela vient, en toutes lettres", "звідки це, словами")] = (
        ""
    )
