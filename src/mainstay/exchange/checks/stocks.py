"""Stocks, repair shops and the terms of production and purchase: levels that can hold, figures that mean something."""

from __future__ import annotations

from mainstay.model import Channel, Condition

from ..cells import as_text
from ..draft import Draft


def check_stocks(draft: Draft) -> None:
    """Levels of a stock are in their order, and what is kept lasts long enough to be issued."""
    stocks = draft.tables["stocks"]
    for index, row in stocks.each("quantity", "floor", "ceiling", "shelf_life_days"):
        if row.shelf_life_days is not None:
            for column, level in (("floor", row.floor or None), ("ceiling", row.ceiling)):
                if level is not None:
                    message = f"{as_text(level)}, but what has a shelf life has neither floor nor ceiling. Leave it out."
                    stocks.say(index, column, message)
            continue
        if row.floor > row.quantity:
            message = (
                f"{as_text(row.floor)} is more than the quantity {as_text(row.quantity)}: the stock opens below its floor."
            )
            stocks.say(index, "floor", message)
        if row.ceiling is None:
            continue
        for column in ("floor", "quantity"):
            if row.ceiling < getattr(row, column):
                message = f"{as_text(row.ceiling)} is below the {column} {as_text(getattr(row, column))}."
                stocks.say(index, "ceiling", message)
    if draft.settings.sound(0, "step_days"):
        step = draft.settings.rows[0].step_days
        for index, row in stocks.each("shelf_life_days", "per_day"):
            if row.shelf_life_days is not None and row.shelf_life_days < step and row.per_day > 0:
                message = (
                    f"{row.shelf_life_days} days, but a step has {step}: what arrives is thrown away before it can be issued."
                    f" Write a shorter step_days in {draft.settings.file}."
                )
                stocks.say(index, "shelf_life_days", message, blocks=False)


def check_repairs(draft: Draft) -> None:
    """A repair shop that uses spares says which and how many, and what needs repair has a shop."""
    repairs, offers = draft.tables["repairs"], draft.tables["offers"]
    for index, row in repairs.each("spares", "spares_quantity"):
        if row.spares and not row.spares_quantity:
            message = f"0, but a repair uses '{row.spares}'. Say how much of it, or leave spares empty."
            repairs.say(index, "spares_quantity", message)
        elif row.spares_quantity and not row.spares:
            repairs.say(index, "spares", "empty, but spares_quantity says that a repair uses some. Name the item.")
    repaired = {item for row in repairs.rows for item in row.items}
    for index, row in offers.each("item", "condition") if repairs.whole("items") else ():
        if row.condition == Condition.NEEDS_REPAIR and row.item not in repaired:
            message = (
                f"'{row.condition}', but no repair shop repairs '{row.item}': it can serve nothing. Add one to {repairs.file}."
            )
            offers.say(index, "condition", message, blocks=False)


def check_procurement(draft: Draft) -> None:
    """Terms of production and purchase stand only where they mean something."""
    offers = draft.tables["offers"]
    for index, row in offers.each("channel"):
        if row.channel != Channel.PURCHASE:
            for column in ("lead_days", "least_order"):
                if getattr(row, column) and offers.sound(index, column):
                    message = f"means nothing for the channel '{row.channel}'. Leave it out, or write 'purchase'."
                    offers.say(index, column, message)
        if row.channel == Channel.STOCK and row.per_month is not None and offers.sound(index, "per_month"):
            message = f"means nothing for the channel '{row.channel}'. Leave it out, or write 'production' or 'purchase'."
            offers.say(index, "per_month", message)
    for index, row in offers.each("quantity", "least_order"):
        if row.least_order is not None and row.quantity is not None and row.least_order > row.quantity:
            least, most = as_text(row.least_order), as_text(row.quantity)
            offers.say(index, "least_order", f"{least} is more than the quantity {most}: nothing could be ordered.")
