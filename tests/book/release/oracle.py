"""The release rule written a second time, otherwise: from the table and with strings and sets alone.

Takes only the records of the release room, none of its functions. A label is a bag of demands, each a set of which one must be
among what the subject holds.
"""

from __future__ import annotations

from functools import cache

from mainstay.book.release import Label, Subject

ORDER = {
    "NATO": ("UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"),
    "PUBLIC": ("UNMARKED",),
}
KINDS = {
    "Special Category Designators": "RESTRICTIVE",
    "Releasable To": "PERMISSIVE",
    "Administrative": "INFORMATIVE",
    "Context": "PERMISSIVE",
    "Only": "PERMISSIVE",
}


@cache
def demands(label: Label) -> list[set[str]] | None:
    """Sets of claims of which one each is needed, or nothing if the label cannot be understood."""
    if label.policy not in ORDER or label.classification not in ORDER[label.policy]:
        return None
    levels = ORDER[label.policy]
    out = [{f"{label.policy}|{level}" for level in levels[levels.index(label.classification) :]}]
    nato = label.policy == "NATO"
    if nato and not {"Releasable To", "Only"} & {c.tag for c in label.categories}:
        out.append({"PERMISSIVE|Releasable To|NATO"})
    for category in label.categories:
        if nato and KINDS.get(category.tag, category.kind.value) != category.kind.value:
            return None
        claims = [f"{category.kind.value}|{category.tag}|{value}" for value in category.values]
        if category.kind.value == "RESTRICTIVE":
            out += [{claim} for claim in claims]
        elif category.kind.value == "PERMISSIVE":
            out.append(set(claims))
    return out


@cache
def claims(subject: Subject, policy: str) -> set[str]:
    """Everything that a subject can show under a policy."""
    for clearance in subject.clearances:
        if clearance.policy == policy:
            shown = {f"{policy}|{clearance.classification}"}
            shown |= {f"{c.kind.value}|{c.tag}|{value}" for c in clearance.held for value in c.values}
            if policy == "NATO":
                belongs = {subject.nation} | subject.groups
                shown |= {f"PERMISSIVE|{tag}|{party}" for tag in ("Releasable To", "Only") for party in belongs}
            return shown
    return set()


def permits(
    table: dict[tuple[str, str], str], subject: Subject, operation: str, label: Label | None, owner: str, sides: tuple[str, ...]
) -> bool:
    """Whether the table and the label let the subject do it."""
    if label is None:
        return False
    words = {table[role.value, operation] for role in subject.roles}
    near = {
        "all": True,
        "own": subject.nation == owner != "",
        "side": subject.nation != "" and subject.nation in {owner, *sides},
    }
    if not any(near.get(word, False) for word in words):
        return False
    needed = demands(label)
    return needed is not None and all(one & claims(subject, label.policy) for one in needed)
