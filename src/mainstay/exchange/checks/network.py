"""The network holds together: links lead somewhere and take time, and no node is cut off from the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..draft import Draft

NAMED = 8
"""Most codes that one message names."""


def check_network(draft: Draft) -> None:
    """A link leads from one node to another and takes time; an item stands in for another one."""
    links = draft.tables["links"]
    for index, link in links.each("origin", "destination"):
        if link.origin == link.destination:
            message = f"'{link.destination}' is its origin too. A link leads from one node to another."
            links.say(index, "destination", message)
    for index, link in links.each("hours"):
        if link.hours == 0:
            links.say(index, "hours", "0, but every way takes time. Give the hours from door to door.")
    equivalences = draft.tables["equivalences"]
    for index, row in equivalences.each("item", "serves"):
        if row.item == row.serves:
            equivalences.say(index, "serves", f"'{row.serves}' is the item itself, which always serves. Take the row out.")


def check_islands(draft: Draft) -> None:
    """Note nodes and groups of nodes that no link, in whatever direction, joins to the largest group."""
    nodes, links = draft.tables["nodes"], draft.tables["links"]
    if not nodes.whole("node") or not links.whole("origin", "destination") or len(nodes.rows) < 2:
        return
    rows = {row.node: index for index, row in enumerate(nodes.rows)}
    if not links.rows:
        message = "no links: only what stands at the place that asks for it can be handed over."
        links.say(None, "", message, blocks=False)
        return
    islands = groups(rows, [(link.origin, link.destination) for link in links.rows])
    mainland = max(islands, key=len)
    for island in islands:
        if island is mainland:
            continue
        if len(island) == 1:
            message = f"no link starts or ends at '{island[0]}'."
        else:
            message = f"{listed(island, 'node')} are linked to each other, but not to the other {len(mainland)}."
        nodes.say(rows[island[0]], "node", message, blocks=False)


def groups(nodes: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Split nodes into groups that pairs join, each in the order of the nodes."""
    beside: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        beside[one].append(other)
        beside[other].append(one)
    order = list(nodes)
    number: dict[str, int] = {}
    for start in order:
        stack = [start] if start not in number else []
        while stack:
            node = stack.pop()
            if node not in number:
                number[node] = number.get(start, len(number)) if node != start else len(number)
                stack += beside[node]
    out: dict[int, list[str]] = defaultdict(list)
    for node in order:
        out[number[node]].append(node)
    return list(out.values())


def listed(codes: Sequence[str], noun: str) -> str:
    """Write codes as a sentence names them: ``links RD-114 and RL-20``."""
    if len(codes) == 1:
        return f"{noun} {codes[0]}"
    if len(codes) > NAMED:
        return f"{noun}s {', '.join(codes[:NAMED])} and {len(codes) - NAMED} more"
    return f"{noun}s {', '.join(codes[:-1])} and {codes[-1]}"
