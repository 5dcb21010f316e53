"""Labels as XML: the ``originatorConfidentialityLabel`` of STANAG 4774, and its binding to a file by STANAG 4778.

Reading refuses what it does not understand: a value given only as a number or a bit, an element of another namespace, a
second policy identifier. Whoever cannot read a label whole cannot say who may have the thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

import msgspec
from lxml import etree

from mainstay.model import Problem

from .label import Category, Kind, Label, LabelError, Policy
from .policies import POLICIES
from .xml_rules import LABELS, NAMESPACE, fault, problems

BINDING = "urn:nato:stanag:4778:bindinginformation:1:0"
MIME = "http://www.w3.org/2005/05/xmlmime"
LIMIT = 1_000_000
"""Bytes of the largest label file that is read."""


class LabelFileError(LabelError):
    """A label file that cannot be read whole, with every problem found."""

    def __init__(self, found: Iterable[Problem]):
        self.problems = tuple(found)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class LabelDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A label with what its XML says besides. Times as XML Schema writes them (``2026-01-06T12:00:00Z``), empty if not given.

    ``privacy_mark`` is a text for people about handling and decides nothing. ``successor`` is the label proposed from
    ``succession`` on; it changes nothing until somebody with the right to change labels does.
    """

    label: Label
    created: str
    review: str = ""
    originator: str = ""
    originator_type: str = ""
    privacy_mark: str = ""
    successor: Label | None = None
    successor_created: str = ""
    succession: str = ""


def write_xml(document: LabelDocument, policies: Mapping[str, Policy] = POLICIES) -> bytes:
    """
    XML of a label, valid by the rules of the schema.

    Raises
    ------
    LabelFileError
        If a time or the type of the originator is not of the form that the schema asks for.
    """
    element = _label_element(document, policies)
    if wrong := problems(element):
        raise LabelFileError(wrong)
    return _bytes(element)


def read_xml(data: bytes, file: str = "label.xml", policies: Mapping[str, Policy] = POLICIES) -> LabelDocument:
    """
    Label of a file.

    Parameters
    ----------
    data
        At most a megabyte, without a document type declaration.
    file
        Its name, for messages.

    Raises
    ------
    LabelFileError
        If it is not XML, breaks a rule of the schema, or says what cannot be understood whole.
    """
    return _document(_parse(data, file), file, policies)


def write_binding(document: LabelDocument, path: str, policies: Mapping[str, Policy] = POLICIES) -> bytes:
    """
    Sidecar of STANAG 4778 that binds a label to the file at ``path``, relative to the sidecar. Not signed.

    Raises
    ------
    LabelFileError
        As for :func:`write_xml`.
    """
    if wrong := problems(label := _label_element(document, policies)):
        raise LabelFileError(wrong)
    root = etree.Element(f"{{{BINDING}}}BindingInformation", nsmap={"s4778": BINDING})
    container = etree.SubElement(root, f"{{{BINDING}}}MetadataBindingContainer")
    binding = etree.SubElement(container, f"{{{BINDING}}}MetadataBinding")
    etree.SubElement(binding, f"{{{BINDING}}}Metadata").append(label)
    etree.SubElement(binding, f"{{{BINDING}}}DataReference", URI=quote(path))
    return _bytes(root)


def read_binding(data: bytes, file: str = "label.xml", policies: Mapping[str, Policy] = POLICIES) -> tuple[LabelDocument, str]:
    """
    Label and path of the file that a sidecar binds together.

    Raises
    ------
    LabelFileError
        Unless it binds exactly one label to exactly one file, and says nothing else.
    """
    root = _parse(data, file)
    steps = ("MetadataBindingContainer", "MetadataBinding")
    place = root
    if root.tag != f"{{{BINDING}}}BindingInformation":
        raise LabelFileError([fault(root, file, f"is no BindingInformation of the namespace {BINDING}")])
    for step in steps:
        place = _only(place, [step], file)[0]
    metadata, reference = _only(place, ["Metadata", "DataReference"], file)
    if len(metadata) != 1:
        raise LabelFileError([fault(metadata, file, f"holds {len(metadata)} elements; one label is right")])
    if len(reference):
        raise LabelFileError(
            [fault(reference[0], file, "binds the label to a part or a form of the file; to the whole is right")]
        )
    if "URI" not in reference.attrib:
        raise LabelFileError([fault(reference, file, "lacks the attribute URI")])
    return _document(metadata[0], file, policies), unquote(str(reference.attrib["URI"]))


def _label_element(document: LabelDocument, policies: Mapping[str, Policy]) -> etree._Element:
    element = etree.Element(f"{{{NAMESPACE}}}{LABELS[0]}", nsmap={"s4774": NAMESPACE})
    if document.review:
        element.set("ReviewDateTime", document.review)
    _information(element, document.label, document.privacy_mark, policies)
    if document.originator:
        _add(element, "OriginatorID", document.originator, IDType=document.originator_type)
    _add(element, "CreationDateTime", document.created)
    if document.successor is not None:
        handling = _add(element, "SuccessionHandling")
        _add(handling, "SuccessionDateTime", document.succession)
        later = _add(handling, "SuccessorConfidentialityLabel")
        _information(later, document.successor, "", policies)
        _add(later, "CreationDateTime", document.successor_created or document.created)
    return element


def _information(parent: etree._Element, label: Label, privacy_mark: str, policies: Mapping[str, Policy]) -> None:
    policy = policies.get(label.policy)
    information = _add(parent, "ConfidentialityInformation")
    _add(information, "PolicyIdentifier", label.policy, URI=policy.uri if policy else "")
    _add(information, "Classification", label.classification)
    if privacy_mark:
        _add(information, "PrivacyMark", privacy_mark)
    for category in label.categories:
        known = policy.tag(category.tag) if policy else None
        tag = _add(information, "Category", Type=category.kind.value, TagName=category.tag, URI=known.uri if known else "")
        for value in category.values:
            _add(tag, "GenericValue", value)


def _document(element: etree._Element, file: str, policies: Mapping[str, Policy]) -> LabelDocument:
    if found := problems(element, file) or list(_not_understood(element, file)):
        raise LabelFileError(found)
    originator = element.find(_q("OriginatorID"))
    handling = element.find(_q("SuccessionHandling"))
    later = None if handling is None else handling.find(_q("SuccessorConfidentialityLabel"))
    return LabelDocument(
        label=_read_label(element, file, policies),
        created=_text(element, "CreationDateTime"),
        review=str(element.get("ReviewDateTime", "")).strip(),
        originator="" if originator is None else originator.text or "",
        originator_type=str(originator.get("IDType")) if originator is not None and originator.text else "",
        privacy_mark=element.findtext(f"{_q('ConfidentialityInformation')}/{_q('PrivacyMark')}") or "",
        successor=None if later is None else _read_label(later, file, policies),
        successor_created="" if later is None else _text(later, "CreationDateTime"),
        succession="" if handling is None else _text(handling, "SuccessionDateTime"),
    )


def _not_understood(element: etree._Element, file: str) -> Iterator[Problem]:
    """What a valid label says that would be lost, or read as something else."""
    if element.tag not in (_q(LABELS[0]), _q(LABELS[-1])):
        yield fault(element, file, f"is not the label of the data that its originator gave; that is {LABELS[0]}")
    for foreign in element.iter("{*}*"):
        if etree.QName(foreign).namespace != NAMESPACE:
            yield fault(foreign, file, "is of another namespace; what it means for the label is not known")
    for handling in element.findall(_q("SuccessionHandling")):
        for other in list(handling)[2:]:
            yield fault(other, file, "stands after the successor; what it means for the label is not known")
        for path in ("OriginatorID", "SuccessionHandling", "ConfidentialityInformation/PrivacyMark"):
            steps = "/".join(_q(step) for step in ("SuccessorConfidentialityLabel", *path.split("/")))
            for more in handling.findall(steps):
                yield fault(
                    more, file, "of a successor cannot be kept; take it out, and add it when the successor takes effect"
                )


def _read_label(element: etree._Element, file: str, policies: Mapping[str, Policy]) -> Label:
    information = element.find(_q("ConfidentialityInformation"))
    assert information is not None, "problems() has seen it"
    categories = []
    found = []
    policy = policies.get(_text(information, "PolicyIdentifier"))
    identifier = information.find(_q("PolicyIdentifier"))
    if policy is not None and identifier is not None and str(identifier.get("URI") or policy.uri) != policy.uri:
        found.append(fault(identifier, file, f"URI {identifier.get('URI')!r} is not that of {policy.name}, {policy.uri!r}"))
    for tag in information.findall(_q("Category")):
        name = str(tag.get("TagName"))
        known = policy.tag(name) if policy is not None else None
        if known is not None and str(tag.get("URI") or known.uri) != known.uri:
            found.append(fault(tag, file, f"URI {tag.get('URI')!r} is not that of {name}, {known.uri!r}"))
        if numbers := [value for value in tag if etree.QName(value).localname != "GenericValue"]:
            found.append(fault(numbers[0], file, "a value as a number or bit is not understood; write it as GenericValue"))
            continue
        try:
            categories.append(Category(Kind(" ".join(str(tag.get("Type")).split())), name, tuple(v.text or "" for v in tag)))
        except LabelError as error:
            found.append(fault(tag, file, str(error)))
    try:
        label = Label(_text(information, "PolicyIdentifier"), _text(information, "Classification"), tuple(categories))
    except LabelError as error:
        found.append(fault(information, file, str(error)))
    if found:
        raise LabelFileError(found)
    return label


def _parse(data: bytes, file: str) -> etree._Element:
    if len(data) > LIMIT:
        raise LabelFileError([Problem(file, 0, "", f"has {len(data):,} bytes; a label file has {LIMIT:,} at most")])
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise LabelFileError(
            [Problem(file, getattr(error, "lineno", 0) or 0, "", f"is not well-formed XML: {error}")]
        ) from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise LabelFileError([Problem(file, 1, "", "has a document type declaration; take it out")])
    return root


def _only(parent: etree._Element, names: list[str], file: str) -> list[etree._Element]:
    if [child.tag for child in parent] != [f"{{{BINDING}}}{name}" for name in names]:
        raise LabelFileError([fault(parent, file, f"must hold exactly {' and '.join(names)}")])
    return list(parent)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _q(name))
    for key, value in attributes.items():
        if value:
            element.set(key, value)
    element.text = text or None
    return element


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(parent: etree._Element, name: str) -> str:
    return " ".join((parent.findtext(_q(name)) or "").split())


def _bytes(element: etree._Element) -> bytes:
    etree.indent(element)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8") + b"\n"
