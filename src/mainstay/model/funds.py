"""Money that buys, and when it can be spent."""

from __future__ import annotations

from typing import Annotated

from .assistance import Rung
from .fields import Day, Euros, Key, about, key, refers
from .provenance import Row


class Fund(Row, frozen=True, kw_only=True):
    """Money that buys: its contributions come with their own days."""

    fund: Annotated[Key, key(), about("code of the fund", "code du fonds", "код фонду")]
    name: Annotated[str, about("name", "nom", "назва")]
    administrator: Annotated[Key, refers("parties"), about("who runs it", "qui le gère", "хто ним керує")]
    items: Annotated[
        tuple[Key, ...],
        refers("items"),
        about(
            "what it may buy; empty for anything",
            "ce qu'il peut acheter ; vide pour tout",
            "що він може купувати; порожньо, якщо будь-що",
        ),
    ] = ()


class Contribution(Row, frozen=True, kw_only=True):
    """Money paid or promised into a fund, usable from a day."""

    contribution: Annotated[Key, key(), about("code of the row", "code de la ligne", "код рядка")]
    fund: Annotated[Key, refers("funds"), about("into which fund", "à quel fonds", "до якого фонду")]
    party: Annotated[Key, refers("parties"), about("who pays", "qui paie", "хто платить")]
    amount_eur: Annotated[Euros, about("how much", "combien", "скільки")]
    available: Annotated[
        Day,
        about(
            "day from which it can be spent",
            "jour à partir duquel il peut être dépensé",
            "день, від якого кошти можна витрачати",
        ),
    ]
    rung: Annotated[Rung, about("how firm it is", "degré de fermeté", "наскільки це твердо")]
