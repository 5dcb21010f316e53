"""Prices of rows, restated for another problem over the same network."""

from __future__ import annotations

import numpy as np

from .problem import Floats, Problem


def expand(coarse: Problem, price: Floats, fine: Problem) -> Floats:
    """Give every period the price of its block: (coarse rows,) to (fine rows,)."""
    part = coarse.rows.split(price)
    by_period = [part[name][:, coarse.block].ravel() for name in ("link", "node", "gate", "store")]
    out = np.concatenate((part["offer"], part["need"], part["budget"], part["shared"], *by_period))
    out[~np.isfinite(fine.capacity)] = 0.0
    return out


def restated(price: Floats, of: Problem, to: Problem) -> Floats:
    """
    Restate prices for a problem with other choices and the same network and blocks: (rows of one,) to (rows of the other,).

    Rows shared with choices are told by their names; what only the other has costs nothing.
    """
    out = np.zeros(len(to.capacity))
    out[: to.rows.shared] = price[: of.rows.shared]
    known = {name: price[of.rows.shared + r] for r, name in enumerate(of.choices.row_names)}
    out[to.rows.shared : to.rows.link] = [known.get(name, 0.0) for name in to.choices.row_names]
    out[to.rows.link :] = price[of.rows.link :]
    out[~np.isfinite(to.capacity)] = 0.0
    return out
