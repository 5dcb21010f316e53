"""The same answers as Cedar, a policy engine in another language, from policies written out of the table."""

from __future__ import annotations

import itertools
import json

import msgspec
import pytest

from mainstay.book.release import Label, Operation, Role, Subject, may

from .cases import LABELS, LONG, PEOPLE, RECORDS, authority

cedarpy = pytest.importorskip("cedarpy", reason="the oracle in another language is not installed: pip install cedarpy")

RANKS = {
    ("PUBLIC", "UNMARKED"): 0,
    **{("NATO", level): n for n, level in enumerate(("UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"))},
}
NEAR = {
    "own": 'principal.nation != "" && principal.nation == resource.owner',
    "side": 'principal.nation != "" && (principal.nation == resource.owner || resource.sides.contains(principal.nation))',
    "all": "true",
}
RULE = """
permit (principal, action in [{actions}], resource) when {{
    principal.roles.contains("{role}") && ({near}) &&
    resource.understood && principal has cleared && principal.cleared >= resource.level &&
    principal.held.containsAll(resource.restrictive) &&
    (!(resource has to) || resource.to.containsAny(principal.to)) &&
    (!(resource has only) || resource.only.containsAny(principal.only)) &&
    (!(resource has context) || resource.context.containsAny(principal.context))
}};
"""


def policies() -> str:
    table = authority()
    out = []
    for role, near in itertools.product(Role, NEAR):
        if actions := [o for o in Operation if table[role.value, o.value] == near]:
            names = ", ".join(f'Action::"{o.value}"' for o in actions)
            out.append(RULE.format(actions=names, role=role.value, near=NEAR[near]))
    return "\n".join(out)


def held(categories, tag: str, kind: str) -> list[str]:
    return [value for c in categories if (c.tag, c.kind.value) == (tag, kind) for value in c.values]


def person(name: str, subject: Subject, policy: str) -> dict:
    clearance = next((c for c in subject.clearances if c.policy == policy), None)
    own = clearance.held if clearance else ()
    parties = [subject.nation, *subject.groups]
    attributes = {
        "nation": subject.nation,
        "roles": sorted(role.value for role in subject.roles),
        "held": [f"{c.tag}={v}" for c in own if c.kind.value == "RESTRICTIVE" for v in c.values],
        "to": held(own, "Releasable To", "PERMISSIVE") + parties,
        "only": held(own, "Only", "PERMISSIVE") + parties,
        "context": held(own, "Context", "PERMISSIVE"),
    }
    if clearance and (policy, clearance.classification) in RANKS:
        attributes["cleared"] = RANKS[policy, clearance.classification]
    return {"uid": {"type": "User", "id": name}, "attrs": attributes, "parents": []}


def thing(name: str, label: Label | None, owner: str, sides: tuple[str, ...]) -> dict:
    attributes: dict = {"owner": owner, "sides": list(sides), "level": 0, "restrictive": [], "understood": False}
    if label is not None and (label.policy, label.classification) in RANKS:
        kinds = {c.tag: c.kind.value for c in label.categories}
        attributes["level"] = RANKS[label.policy, label.classification]
        attributes["understood"] = kinds.get("Releasable To", "PERMISSIVE") == "PERMISSIVE"
        attributes["restrictive"] = [
            f"{c.tag}={v}" for c in label.categories if c.kind.value == "RESTRICTIVE" for v in c.values
        ]
        for attribute, tag in (("to", "Releasable To"), ("only", "Only"), ("context", "Context")):
            if kinds.get(tag) == "PERMISSIVE":
                attributes[attribute] = held(label.categories, tag, "PERMISSIVE")
        if label.policy == "NATO" and not {"Releasable To", "Only"} & set(kinds):
            attributes["to"] = ["NATO"]
    return {"uid": {"type": "Record", "id": name}, "attrs": attributes, "parents": []}


ASKED = {Operation.NEED_READ, Operation.OFFER_EXPORT, Operation.LABEL_CHANGE}


@pytest.mark.parametrize("role", Role)
def test_cedar_answers_the_same(role):
    """Every operation on one label and every label for three operations; with MAINSTAY_LONG=1 every one on every one."""
    people = PEOPLE if LONG else [PEOPLE[n] for n in (0, 5, 9)]
    subjects = [msgspec.structs.replace(person, roles=frozenset({role})) for person in people]
    requests, entities, ours = [], {}, []
    for (p, subject), (name, label), (r, record) in itertools.product(
        enumerate(subjects), LABELS.items(), enumerate(RECORDS[:2])
    ):
        policy = label.policy if label else ""
        user, what = f"{p} under {policy}", f"{name} {r}"
        entities[user], entities[what] = person(user, subject, policy), thing(what, label, *record)
        for operation in Operation if LONG or name == "ukr-nr" else sorted(ASKED):
            requests.append(
                {
                    "principal": f'User::"{user}"',
                    "action": f'Action::"{operation}"',
                    "resource": f'Record::"{what}"',
                    "context": {},
                }
            )
            ours.append(bool(may(subject, operation, label, *record)))
    answers = cedarpy.is_authorized_batch(requests, policies(), json.dumps(list(entities.values())))
    assert [answer.decision == cedarpy.Decision.Allow for answer in answers] == ours
    assert not [answer.diagnostics.errors for answer in answers if answer.diagnostics.errors]
    assert any(ours)
