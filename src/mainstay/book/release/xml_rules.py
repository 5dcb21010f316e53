"""The rules of the XML schema of confidentiality labels, checked by our own code.

Schema version 1.3 of the namespace ``urn:nato:stanag:4774:confidentialitymetadatalabel:1:0`` (STANAG 4774, ADatP-4774 edition A
version 1): order and number of elements, attributes, and the form of every text. Each rule is a :class:`Shape`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from mainstay.model import Problem

NAMESPACE = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LABELS = (
    "originatorConfidentialityLabel",
    "alternativeConfidentialityLabel",
    "metadataConfidentialityLabel",
    "ConfidentialityLabel",
)
"""Elements that are a whole label; the last is there for older writers."""
ORIGINATOR_TYPES = (
    "rfc822Name",
    "dNSName",
    "directoryName",
    "uniformResourceIdentifier",
    "iPAddress",
    "x400Address",
    "userPrincipalName",
    "jID",
)
CATEGORY_TYPES = ("RESTRICTIVE", "PERMISSIVE", "INFORMATIVE")

Test = Callable[[str], str]
"""Takes a text and answers what would be right, or nothing if the text is right."""

_DATE_TIME = re.compile(
    r"-?(?P<year>[1-9]\d{4,}|\d{4})-(?P<month>\d\d)-(?P<day>\d\d)T(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?P<part>\.\d+)?"
    r"(?:Z|[+-](?P<away>\d\d):(?P<minutes>\d\d))?",
    re.ASCII,
)
_NAME = re.compile(r"[^\W\d][\w.\-]*")


def any_text(text: str) -> str:
    """Every text is right."""
    return ""


def date_time(text: str) -> str:
    """A date and time as XML Schema writes it: ``2026-01-06T12:00:00Z``."""
    right = "a date and time such as 2026-01-06T12:00:00Z"
    found = _DATE_TIME.fullmatch(text.strip(" \t\r\n"))
    if found is None or int(found["year"]) == 0:
        return right
    hour, minute, second = (int(found[name]) for name in ("hour", "minute", "second"))
    midnight = hour == 24 and minute == second == 0 and not (found["part"] or "").strip(".0")
    away, minutes = int(found["away"] or 0), int(found["minutes"] or 0)
    if (hour > 23 and not midnight) or minute > 59 or second > 59 or minutes > 59 or 60 * away + minutes > 14 * 60:
        return right
    try:
        dt.date(2000 + int(found["year"]) % 400, int(found["month"]), int(found["day"]))
    except ValueError:
        return right
    return ""


def _token(text: str) -> str:
    return "" if text.split() else "a text that is not empty"


def _identifier(text: str) -> str:
    return "" if _NAME.fullmatch(text.strip()) else "a name that starts with a letter, without spaces and colons"


def _digits(allowed: str) -> Test:
    return lambda text: "" if re.fullmatch(f"[{allowed}]+", text) else f"digits {allowed} only"


def _one_of(values: tuple[str, ...], *, token: bool = False) -> Test:
    return lambda text: "" if (" ".join(text.split()) if token else text) in values else f"one of {', '.join(values)}"


@dataclass(frozen=True)
class Part:
    """One place in a sequence of elements: which may stand there, how often. Without names: any of another namespace."""

    names: tuple[str, ...]
    least: int = 1
    most: int | None = 1

    def takes(self, element: etree._Element) -> bool:
        """Whether the element may stand here."""
        name = etree.QName(element)
        if not self.names:
            return name.namespace not in (NAMESPACE, None)
        return name.namespace == NAMESPACE and name.localname in self.names


@dataclass(frozen=True)
class Shape:
    """What an element may hold: a text, or a sequence of elements; and its attributes."""

    text: Test | None = None
    parts: tuple[Part, ...] = ()
    required: Mapping[str, Test] = field(default_factory=dict)
    optional: Mapping[str, Test] = field(default_factory=dict)
    open: bool = True
    """Whether other attributes may stand there too."""
    anything_after: bool = False
    """Whether elements of any namespace may follow, of any form."""


_OTHERS = Part((), 0, None)
_LABEL_PARTS = (
    Part(("ConfidentialityInformation",)),
    Part(("OriginatorID",), 0),
    Part(("CreationDateTime",)),
    Part(("SuccessionHandling",), 0),
    _OTHERS,
)
_PLAIN = Shape(text=any_text, open=False)
_TIME = Shape(text=date_time, open=False)
_NAMED = Shape(text=_token, optional={"URI": any_text})
SHAPES: Mapping[str, Shape] = {
    **{name: Shape(parts=_LABEL_PARTS, optional={"Id": _identifier, "ReviewDateTime": date_time}) for name in LABELS},
    "ConfidentialityInformation": Shape(
        parts=(
            Part(("PolicyIdentifier",)),
            Part(("Classification",)),
            Part(("PrivacyMark",), 0),
            Part(("Category",), 0, None),
            _OTHERS,
        ),
        open=False,
    ),
    "PolicyIdentifier": _NAMED,
    "Classification": _NAMED,
    "PrivacyMark": _PLAIN,
    "Category": Shape(
        parts=(Part(("GenericValue", "IntegerValue", "BitStringValue"), 0, None),),
        required={"Type": _one_of(CATEGORY_TYPES, token=True), "TagName": any_text},
        optional={"URI": any_text},
    ),
    "GenericValue": _PLAIN,
    "IntegerValue": Shape(text=_digits("0-9"), open=False),
    "BitStringValue": Shape(text=_digits("0-1"), open=False),
    "OriginatorID": Shape(text=any_text, required={"IDType": _one_of(ORIGINATOR_TYPES)}),
    "CreationDateTime": _TIME,
    "SuccessionHandling": Shape(
        parts=(Part(("SuccessionDateTime",)), Part(("SuccessorConfidentialityLabel",))), open=False, anything_after=True
    ),
    "SuccessionDateTime": _TIME,
    "SuccessorConfidentialityLabel": Shape(parts=_LABEL_PARTS, open=False),
}


def problems(element: etree._Element, file: str = "label.xml") -> list[Problem]:
    """Everything in which a label element breaks a rule of the schema, by line; nothing if it is valid."""
    name = etree.QName(element)
    if name.namespace != NAMESPACE or name.localname not in LABELS:
        return [fault(element, file, f"is no label; a label is an element {LABELS[0]} of the namespace {NAMESPACE}")]
    return list(_element(element, SHAPES[name.localname], file))


def _element(element: etree._Element, shape: Shape, file: str) -> Iterator[Problem]:
    yield from _attributes(element, shape, file)
    if shape.text is not None:
        if len(element):
            yield fault(element, file, f"holds the element {_local(element[0])}; it holds text only")
        elif right := shape.text(element.text or ""):
            yield fault(element, file, f"{(element.text or '').strip()!r} is not {right}")
        return
    texts = [element.text, *(child.tail for child in element)]
    if stray := " ".join(text.strip() for text in texts if text and text.strip()):
        yield fault(element, file, f"holds the text {stray[:60]!r}; it holds elements only")
    yield from _sequence(element, shape, file)


def _sequence(element: etree._Element, shape: Shape, file: str) -> Iterator[Problem]:
    children = list(element)
    at = 0
    for part in shape.parts:
        count = 0
        while at < len(children) and part.takes(children[at]) and (part.most is None or count < part.most):
            if part.names:
                yield from _element(children[at], SHAPES[_local(children[at])], file)
            at, count = at + 1, count + 1
        if count < part.least:
            found = f"; found {_local(children[at])}" if at < len(children) else ""
            yield fault(element, file, f"lacks {part.names[0]} at this place{found}")
    if at < len(children) and not shape.anything_after:
        yield fault(children[at], file, f"has no place here in {_local(element)}, or stands once too often or too late")


def _attributes(element: etree._Element, shape: Shape, file: str) -> Iterator[Problem]:
    named = {**shape.required, **shape.optional}
    for name in shape.required:
        if name not in element.attrib:
            yield fault(element, file, f"lacks the attribute {name}")
    for key, value in element.attrib.items():
        name, text = str(key), str(value)
        if name in named:
            if right := named[name](text):
                yield fault(element, file, f"attribute {name}: {text!r} is not {right}")
        elif name.startswith(f"{{{XSI}}}"):
            if not name.endswith(("}schemaLocation", "}noNamespaceSchemaLocation")):
                yield fault(element, file, f"attribute {name}: no type of this schema may be exchanged or be nil")
        elif not shape.open:
            yield fault(element, file, f"has no attribute {name}")


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def fault(element: etree._Element, file: str, message: str) -> Problem:
    """What is wrong with an element, at its line of the file."""
    line: int | None = getattr(element, "sourceline", None)
    return Problem(file, line or 0, _local(element), message)
