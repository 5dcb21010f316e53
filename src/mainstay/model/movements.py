"""What really moved: leg by leg, as it was reported."""

from __future__ import annotations

from typing import Annotated

from .fields import Day, Key, Record, about, column, refers


class Movement(Record, frozen=True, kw_only=True):
    """One leg of a planned consignment that has really left, and when it was there."""

    consignment: Annotated[
        Key,
        refers("consignments"),
        about(
            "code of the consignment in the plan",
            "code de l'envoi dans le plan",
            "код відправлення у плані",
        ),
    ]
    leg: Annotated[
        int,
        column(least=1),
        about(
            "number of the leg in the plan, from 1",
            "numéro de l'étape dans le plan, à partir de 1",
            "номер етапу у плані, починаючи з 1",
        ),
    ]
    departed: Annotated[
        Day,
        about("day on which it really left", "jour du départ réel", "день, коли справді вирушило"),
    ]
    arrived: Annotated[
        Day | None,
        about(
            "day on which it was really there; empty if it is still on its way",
            "jour de l'arrivée réelle ; vide s'il est encore en route",
            "день, коли справді прибуло; порожньо, якщо ще в дорозі",
        ),
    ] = None
    quantity: Annotated[
        float | None,
        column("item's unit", least=0),
        about(
            "how much really moved; empty: all that was planned, or all that the leg before brought",
            "quantité réellement déplacée ; vide : tout ce qui était prévu, ou tout ce que l'étape précédente a apporté",
            "скільки справді перевезено; порожньо: усе заплановане або все, що привіз попередній етап",
        ),
    ] = None
    text: Annotated[str, about("remark", "remarque", "примітка")] = ""
