"""A label comes back from its XML, and XML that breaks a rule of the schema, or says what cannot be understood, is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.book.release import (
    NATO,
    Label,
    LabelDocument,
    LabelFileError,
    read_binding,
    read_xml,
    write_binding,
    write_xml,
)
from mainstay.book.release.xml_rules import date_time

from .cases import ATOMAL, drawn, handling, labels, nato, only, to

AT = "2026-01-06T12:00:00Z"
LABEL = nato("SECRET", ATOMAL, to("NATO", "UKR"), only("DEU", "UKR"), handling("STAFF"))
FULL = LabelDocument(
    label=LABEL,
    created=AT,
    review="2031-01-06T12:00:00+01:00",
    originator="records@example.org",
    originator_type="rfc822Name",
    privacy_mark="Keep with the crew lists",
    successor=NATO.label("RESTRICTED", releasable_to=["UKR"]),
    successor_created=AT,
    succession="2028-01-06T12:00:00Z",
)
SMALL = f"""<s:originatorConfidentialityLabel xmlns:s="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0">
  <s:ConfidentialityInformation>
    <s:PolicyIdentifier>NATO</s:PolicyIdentifier>
    <s:Classification>SECRET</s:Classification>
    <s:Category Type="PERMISSIVE" TagName="Releasable To">
      <s:GenericValue>NATO</s:GenericValue>
      <s:GenericValue>UKR</s:GenericValue>
    </s:Category>
  </s:ConfidentialityInformation>
  <s:CreationDateTime>{AT}</s:CreationDateTime>
</s:originatorConfidentialityLabel>
"""


def faults(text: str) -> list[str]:
    with pytest.raises(LabelFileError) as error:
        read_xml(text.encode())
    return [str(problem) for problem in error.value.problems]


def test_a_label_with_all_that_it_may_say_comes_back():
    assert read_xml(write_xml(FULL)) == FULL


def test_a_label_from_elsewhere_is_read():
    assert read_xml(SMALL.encode()).label == NATO.label("SECRET", releasable_to=["UKR"])


@drawn
@given(labels())
def test_every_label_comes_back_from_its_xml(label):
    assert read_xml(write_xml(LabelDocument(label=label, created=AT))).label == label


def test_what_is_written_names_the_standard_and_the_identifiers_of_the_policy():
    text = write_xml(FULL).decode()
    assert 'xmlns:s4774="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"' in text
    assert '<s4774:PolicyIdentifier URI="urn:oid:1.3.26.1.3.1">NATO</s4774:PolicyIdentifier>' in text
    assert 'Type="PERMISSIVE" TagName="Releasable To" URI="urn:oid:1.3.26.1.4.2"' in text


def test_a_label_of_a_policy_that_is_not_known_is_read_and_written_all_the_same():
    """It opens to nobody here, but travels on unharmed."""
    document = LabelDocument(label=Label("XYZ", "GEHEIM"), created=AT)
    assert read_xml(write_xml(document)) == document


def spoiled(old: str, new: str, text: str = SMALL) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('Type="PERMISSIVE" ', "", "label.xml, row 5, Category: lacks the attribute Type"),
        ('TagName="Releasable To"', "", "label.xml, row 5, Category: lacks the attribute TagName"),
        ('"PERMISSIVE"', '"ONLY"', "Category: attribute Type: 'ONLY' is not one of RESTRICTIVE, PERMISSIVE, INFORMATIVE"),
        (">SECRET<", "> <", "row 4, Classification: '' is not a text that is not empty"),
        (">NATO</s:P", "></s:P", "PolicyIdentifier: '' is not a text"),
        (AT, "6 January 2026", "CreationDateTime: '6 January 2026' is not a date and time such as 2026-01-06T12:00:00Z"),
        (AT, "2026-02-30T12:00:00Z", "CreationDateTime: '2026-02-30T12:00:00Z' is not"),
        (f"<s:CreationDateTime>{AT}</s:CreationDateTime>", "", "Label: lacks CreationDateTime at this place"),
        ("<s:Classification>SECRET</s:Classification>", "", "lacks Classification at this place; found Category"),
        ("<s:Category", "text<s:Category", "ConfidentialityInformation: holds the text 'text'; it holds elements only"),
        ("NATO</s:G", "<s:A/></s:G", "GenericValue: holds the element A; it holds text only"),
        ("s:GenericValue>NATO</s:GenericValue", "s:Value>NATO</s:Value", "Value: has no place here in Category"),
        ("<s:GenericValue>NATO", '<s:GenericValue a="1">NATO', "GenericValue: has no attribute a"),
        ("<s:ConfidentialityInformation>", '<s:ConfidentialityInformation a="1">', "has no attribute a"),
        ("  <s:CreationDate", '<s:OriginatorID IDType="post">x</s:OriginatorID><s:CreationDate', "is not one of rfc822Name"),
        ("  <s:CreationDateTime>", "  <s:OriginatorID>x</s:OriginatorID><s:CreationDateTime>", "lacks the attribute IDType"),
        ('Label xmlns', 'Label Id="1 2" xmlns', "attribute Id: '1 2' is not a name that starts with a letter, without spaces"),
        ("Label xmlns", 'Label ReviewDateTime="soon" xmlns', "attribute ReviewDateTime: 'soon' is not a date and time"),
        ("<s:Category ", "<s:PrivacyMark/><s:PrivacyMark/><s:Category ", "PrivacyMark: has no place here"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_of_the_schema_is_refused_with_line_and_element(old, new, message):
    assert any(message in fault for fault in faults(spoiled(old, new)))


def test_all_faults_are_told_at_once():
    text = spoiled(AT, "today", spoiled(">SECRET<", "><", spoiled('Type="PERMISSIVE" ', "")))
    assert [fault.split(",")[1] for fault in faults(text)] == [" row 4", " row 5", " row 10"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "s:GenericValue>UKR</s:GenericValue",
            "s:IntegerValue>804</s:IntegerValue",
            "not understood; write it as GenericValue",
        ),
        (
            "s:GenericValue>UKR</s:GenericValue",
            "s:BitStringValue>0101</s:BitStringValue",
            "as a number or bit is not understood",
        ),
        ("</s:ConfidentialityInformation>", '<x xmlns="urn:x"/></s:ConfidentialityInformation>', "x: is of another namespace"),
        (
            "<s:PolicyIdentifier>",
            '<s:PolicyIdentifier URI="urn:oid:1.2.3">',
            "URI 'urn:oid:1.2.3' is not that of NATO, 'urn:oid:",
        ),
        (
            'TagName="Releasable To"',
            'TagName="Releasable To" URI="urn:oid:1.2.3"',
            "is not that of Releasable To, 'urn:oid:1.3.26",
        ),
        ("<s:GenericValue>UKR", "<s:GenericValue>UKR, CHE", "value of Releasable To 'UKR, CHE': NOBODY and the marks"),
        (
            "</s:Category>",
            '</s:Category><s:Category Type="PERMISSIVE" TagName="Releasable To"/>',
            "two categories of the tag 'Releasable To'",
        ),
    ],
)
def test_what_is_valid_but_not_understood_is_refused(old, new, message):
    """Whoever cannot read a label whole cannot say who may have the thing."""
    assert any(message in fault for fault in faults(spoiled(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("</s4774:SuccessionHandling>", "<s4774:More/></s4774:SuccessionHandling>", "More: stands after the successor"),
        ("</s4774:SuccessionHandling>", "<more/></s4774:SuccessionHandling>", "more: is of another namespace"),
        (
            "</s4774:CreationDateTime></s4774:Succ",
            "</s4774:CreationDateTime><s4774:SuccessionHandling><s4774:SuccessionDateTime>2030-01-06T12:00:00Z"
            "</s4774:SuccessionDateTime><s4774:SuccessorConfidentialityLabel>LATER</s4774:SuccessorConfidentialityLabel>"
            "</s4774:SuccessionHandling></s4774:Succ",
            "SuccessionHandling: of a successor cannot be kept; take it out",
        ),
        (
            "RESTRICTED</s4774:Classification>",
            "RESTRICTED</s4774:Classification><s4774:PrivacyMark>x</s4774:PrivacyMark>",
            "PrivacyMark: of a successor cannot be kept",
        ),
        (
            "originatorConf",
            "metadataConf",
            "metadataConfidentialityLabel: is not the label of the data that its originator gave",
        ),
        ("originatorConf", "alternativeConf", "that is originatorConfidentialityLabel"),
    ],
)
def test_what_would_be_lost_or_read_as_something_else_is_refused(old, new, message):
    text = re.sub(r">\s+<", "><", write_xml(FULL).decode())
    later = re.search("<s4774:ConfidentialityInformation>.*?</s4774:CreationDateTime>", text)[0]
    plain = re.sub("<s4774:(PrivacyMark|OriginatorID)[^>]*>.*?</s4774:(PrivacyMark|OriginatorID)>", "", later)
    changed = text.replace(old, new.replace("LATER", plain))
    assert changed != text
    assert any(message in fault for fault in faults(changed))


def test_the_older_name_of_the_element_is_read():
    old = SMALL.replace("originatorConfidentialityLabel", "ConfidentialityLabel")
    assert read_xml(old.encode()) == read_xml(SMALL.encode())


def test_an_originator_without_a_name_is_none():
    text = spoiled("  <s:CreationDate", '<s:OriginatorID IDType="jID"/><s:CreationDate')
    assert read_xml(text.encode()) == read_xml(SMALL.encode())


def test_entities_declarations_other_texts_and_large_files_are_refused():
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    file = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for prolog in (bomb, file):
        assert "has a document type declaration; take it out" in faults(prolog + SMALL)[0]
        assert "document type" in faults(prolog + spoiled(">UKR<", ">&a;<"))[0]
    assert "is not well-formed XML" in faults("NATO SECRET")[0]
    assert "is not well-formed XML" in faults("")[0]
    assert "is no label; a label is an element originatorConfidentialityLabel" in faults("<label/>")[0]
    assert "has 1,000,001 bytes; a label file has 1,000,000 at most" in faults("x" * 1_000_001)[0]


def test_comments_and_instructions_are_passed_over():
    text = spoiled(">SECRET<", ">SEC<!-- a -->RET<", spoiled("<s:Category ", "<?a b?><!-- c --><s:Category "))
    assert read_xml(text.encode()) == read_xml(SMALL.encode())


@drawn
@given(st.text('<>/s:"= &;!-[]ConfidentialityInformationCategory', max_size=80), st.integers(0, len(SMALL)))
def test_any_damage_is_read_or_refused(noise, at):
    try:
        document = read_xml((SMALL[:at] + noise + SMALL[at:]).encode())
    except LabelFileError:
        return
    assert read_xml(write_xml(document)) == document


@pytest.mark.parametrize(
    "text",
    [
        AT, "2026-01-06T12:00:00", "2026-01-06T24:00:00Z", "2028-02-29T00:00:00.123+14:00", "-0044-03-15T12:00:00Z",
        "12026-01-01T00:00:00Z",
    ],
)  # fmt: skip
def test_times_of_xml_schema_are_taken(text):
    assert date_time(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "2026-01-06", "2026-01-06 12:00:00Z", "2026-1-06T12:00:00Z", "2026-13-06T12:00:00Z", "2026-01-06T25:00:00Z",
        "2026-01-06T24:00:01Z", "2026-01-06T12:60:00Z", "2026-01-06T12:00:60Z", "2026-01-06T12:00:00+14:01",
        "0000-01-01T00:00:00Z", "2026-01-06T12:00:00z", "02026-01-06T12:00:00Z", "2027-02-29T00:00:00Z",
        "2026-01-06T12:00:00.Z", "2026-01-06T12:00:00+01:60", "२०२६-01-06T12:00:00Z",
    ],
)  # fmt: skip
def test_other_times_are_not(text):
    assert date_time(text).startswith("a date and time such as")


def test_what_would_not_be_valid_is_not_written():
    for wrong in (
        LabelDocument(label=LABEL, created="today"),
        LabelDocument(label=LABEL, created=AT, originator="x", originator_type="post"),
        LabelDocument(label=LABEL, created=AT, review="soon"),
        LabelDocument(label=LABEL, created=AT, successor=LABEL),
    ):
        with pytest.raises(LabelFileError):
            write_xml(wrong)
        with pytest.raises(LabelFileError):
            write_binding(wrong, "needs.csv")


@pytest.mark.parametrize("path", ["needs.csv", "потреби 2026.csv", "a/b&c.csv"])
def test_a_sidecar_binds_a_label_to_a_file(path):
    assert read_binding(write_binding(FULL, path)) == (FULL, path)


@pytest.mark.parametrize(
    ("pattern", "new", "message"),
    [
        (r"<s4778:DataReference[^>]*/>", "", "MetadataBinding: must hold exactly Metadata and DataReference"),
        (
            r'URI="needs.csv"/>',
            'URI="needs.csv"><x/></s4778:DataReference>',
            "x: binds the label to a part or a form of the file",
        ),
        (r'URI="needs.csv"', "", "DataReference: lacks the attribute URI"),
        (r"<s4774:originator.*Label>", "", "Metadata: holds 0 elements; one label is right"),
        ("BindingInformation", "Binding", "is no BindingInformation of the namespace"),
        (r"</s4778:MetadataBinding>", "</s4778:MetadataBinding><s4778:MetadataBinding/>", "must hold exactly MetadataBinding"),
    ],
)
def test_a_sidecar_that_binds_anything_else_is_refused(pattern, new, message):
    text = re.sub(pattern, new, write_binding(FULL, "needs.csv").decode(), flags=re.DOTALL)
    with pytest.raises(LabelFileError, match=message):
        read_binding(text.encode())
