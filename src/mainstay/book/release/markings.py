"""Marking strings: a label as it stands at the head of a page, and back.

The label is the truth and the marking its picture; :func:`mark` and :func:`read_mark` are inverse for every label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .label import NOBODY, Category, Kind, Label, LabelError, Level, Policy
from .policies import ONLY, POLICIES, SPECIAL

LANGUAGES = ("en", "fr", "uk")
_SHORT = re.compile(
    r"(?P<special>(?: [A-Z0-9-]+)*?)"
    r"(?: RELEASABLE TO (?P<to>[^\[\]:;]+?))?"
    r"(?: - (?P<only>[^\[\]:;]+?) ONLY)?"
    r"(?P<rest>(?: \[[^\[\]]*\])*)"
)
_JOINTS = frozenset({"RELEASABLE", "TO", "ONLY", "-"})
_CLAUSE = re.compile(r"(?:(RESTRICTIVE|PERMISSIVE|INFORMATIVE) )?([^:;\[\]]+): ([^:;\[\]]+)")


def mark(label: Label, language: str = "en", policies: Mapping[str, Policy] = POLICIES) -> str:
    """
    Marking of a label: ``NATO SECRET ATOMAL RELEASABLE TO UKR``.

    The policy's own members are not named. What has no place in that form stands in clauses: ``[Administrative: MEDICAL]``; a
    tag that the policy does not have is named with its kind. Words that a language has no official form of stay in English.

    Raises
    ------
    LabelError
        For a policy or classification that is not known: nobody could say how to mark it.
    """
    policy = _policy(label.policy, policies)
    rank = policy.rank(label.classification)
    if rank is None:
        raise LabelError(f"{policy.name} has no classification {label.classification!r}")
    words = _words(policy.levels[rank], language)
    label = policy.complete(label)
    short = _short(words, label, policy)
    try:
        if read_mark(short, policies) == label:
            return short
    except LabelError:
        pass
    return words + _clauses(label.categories, policy)


def read_mark(text: str, policies: Mapping[str, Policy] = POLICIES) -> Label:
    """
    Label of a marking, in any language that it can be written in.

    Raises
    ------
    LabelError
        If the marking does not start with words of a known policy, or goes on in a way that no marking does.
    """
    text = " ".join(text.split())
    known = [(words, p, level) for p in policies.values() for level in p.levels for words in _all_words(level)]
    starts = [(len(w), w, p, level) for w, p, level in known if text == w or text.startswith(w + " ")]
    if not starts:
        examples = ", ".join(policy.levels[0].en for policy in policies.values())
        raise LabelError(f"{text!r} starts with no known classification, such as {examples or 'none: there is no policy'}")
    length, _, policy, level = max(starts, key=lambda found: found[0])
    found = _SHORT.fullmatch(text[length:])
    if found is None:
        raise LabelError(f"{text!r}: after {text[:length]!r} comes {text[length:].strip()!r}, which no marking has")
    categories = [_clause(clause, policy) for clause in re.findall(r" \[([^\[\]]*)\]", found["rest"])]
    if special := found["special"].split():
        if _JOINTS & set(special):
            raise LabelError(f"{text!r} breaks off, or has words of the form at a place where they mean nothing")
        categories.append(Category(Kind.RESTRICTIVE, SPECIAL, tuple(special)))
    if found["to"]:
        if not policy.release:
            raise LabelError(f"{text!r}: {policy.name} has no tag to release with")
        categories.append(Category(Kind.PERMISSIVE, policy.release, (policy.own, *found["to"].split(", "))))
    if found["only"]:
        categories.append(Category(Kind.PERMISSIVE, ONLY, tuple(found["only"].split(", "))))
    return policy.complete(Label(policy.name, level.name, tuple(categories)))


def portion(label: Label, policies: Mapping[str, Policy] = POLICIES) -> str:
    """Short sign of the classification that stands before a paragraph or a cell: ``NR``."""
    policy = _policy(label.policy, policies)
    rank = policy.rank(label.classification)
    if rank is None:
        raise LabelError(f"{policy.name} has no classification {label.classification!r}")
    return policy.levels[rank].portion


def _short(words: str, label: Label, policy: Policy) -> str:
    text, rest = words, []
    tail = ""
    for category in label.categories:
        if category.tag == SPECIAL:
            text += "".join(f" {value}" for value in category.values)
        elif category.tag == policy.release and policy.own in category.values:
            others = [value for value in category.values if value != policy.own]
            tail = (f" RELEASABLE TO {', '.join(others)}" if others else "") + tail
        elif category.tag == ONLY and category.values:
            tail += f" - {', '.join(category.values)} ONLY"
        else:
            rest.append(category)
    return text + tail + _clauses(rest, policy)


def _clauses(categories: Iterable[Category], policy: Policy) -> str:
    out = ""
    for category in categories:
        known = policy.tag(category.tag)
        kind = "" if known is not None and known.kind is category.kind else f"{category.kind} "
        out += f" [{kind}{category.tag}: {', '.join(category.values) or NOBODY}]"
    return out


def _clause(text: str, policy: Policy) -> Category:
    found = _CLAUSE.fullmatch(text)
    if found is None:
        raise LabelError(f"[{text}] is no clause of a marking; one reads [Administrative: MEDICAL]")
    kind, tag, values = found.groups()
    known = policy.tag(tag)
    if kind is None and known is None:
        raise LabelError(f"[{text}]: {policy.name} has no tag {tag!r}; put its kind before it, such as [PERMISSIVE {text}]")
    held = () if values == NOBODY else tuple(values.split(", "))
    return Category(Kind(kind) if kind or known is None else known.kind, tag, held)


def _words(level: Level, language: str) -> str:
    if language not in LANGUAGES:
        raise LabelError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    return str(getattr(level, language)) or level.en


def _all_words(level: Level) -> set[str]:
    return {_words(level, language) for language in LANGUAGES}


def _policy(name: str, policies: Mapping[str, Policy]) -> Policy:
    if name not in policies:
        raise LabelError(f"no policy {name!r}; known are {', '.join(policies)}")
    return policies[name]
