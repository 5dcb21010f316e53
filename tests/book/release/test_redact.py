"""What is closed is left out; an export says how much, and never what."""

from __future__ import annotations

from mainstay.book.release import NATO, Label, Labelled, Operation, Role, export, redact

from .cases import LABELS, nato, person, to

UKR = person("UKR", "RESTRICTED", Role.REQUIREMENTS_OFFICER)
OPEN, SECRET, MEMBERS = (LABELS[name] for name in ("ukr-nr", "ukr-ns", "members-nu"))


def record(label=OPEN, owner="UKR", n=1, **closed):
    fields = {"need": f"N-{n}", "item": "generator", "place": "Sumy", "quantity": 20 + n}
    return Labelled(fields, label, owner, (), closed)


def test_a_record_without_labels_on_fields_is_given_whole_or_not_at_all():
    assert redact(UKR, Operation.NEED_EXPORT, record()).fields == record().fields
    assert redact(UKR, Operation.NEED_EXPORT, record()).left_out == ()
    assert redact(UKR, Operation.NEED_EXPORT, record(SECRET)).fields is None
    assert redact(UKR, Operation.NEED_EXPORT, record(SECRET)).left_out == ("need", "item", "place", "quantity")
    assert redact(UKR, Operation.NEED_EXPORT, record(owner="DEU")).fields is None


def test_single_fields_are_left_out_and_named_to_the_audit_trail():
    redacted = redact(UKR, Operation.NEED_EXPORT, record(place=SECRET, quantity=MEMBERS, item=OPEN))
    assert redacted.fields == {"need": "N-1", "item": "generator"}
    assert redacted.left_out == ("place", "quantity")


def test_a_field_whose_label_is_not_known_is_left_out():
    assert redact(UKR, Operation.NEED_EXPORT, record(place=None)).left_out == ("place",)
    assert redact(UKR, Operation.NEED_EXPORT, record(place=Label("XYZ", "OPEN"))).left_out == ("place",)


def test_the_label_of_a_field_never_opens_a_closed_record():
    assert redact(UKR, Operation.NEED_EXPORT, record(SECRET, place=OPEN)).fields is None


def test_a_label_for_a_field_that_the_record_does_not_have_leaves_out_nothing():
    assert redact(UKR, Operation.NEED_EXPORT, record(colour=SECRET)).left_out == ()


def test_an_export_says_how_much_it_left_out_and_not_what():
    out = export(UKR, Operation.NEED_EXPORT, [record(n=1), record(SECRET, n=2), record(n=3, place=SECRET, quantity=MEMBERS)])
    assert [row["need"] for row in out.rows] == ["N-1", "N-3"]
    assert (out.records_left_out, out.fields_left_out) == (1, 2)
    assert out.notice() == "Left out of this export, as not released to its holder: 1 record and 2 fields of the other records."
    for secret in ("N-2", "Sumy 3", "place", "quantity", "SECRET"):
        assert secret not in out.notice()


def test_an_export_that_left_nothing_out_says_so():
    assert export(UKR, Operation.NEED_EXPORT, [record()]).notice() == "Nothing was left out."
    assert "0 records and 1 field of" in export(UKR, Operation.NEED_EXPORT, [record(place=SECRET)]).notice()
    assert "2 records and 0 fields" in export(UKR, Operation.NEED_EXPORT, [record(SECRET), record(None)]).notice()


def test_what_was_left_out_is_the_same_whatever_was_searched_for():
    """Else a search with a count would answer questions about what is hidden."""
    records = [record(n=n, place=SECRET if n % 2 else OPEN) for n in range(6)] + [record(SECRET, n=9)]
    searches = [lambda f: True, lambda f: False, lambda f: f.get("place") == "Sumy", lambda f: f["quantity"] > 23]
    outs = [export(UKR, Operation.NEED_EXPORT, records, wanted=wanted) for wanted in searches]
    assert {(out.records_left_out, out.fields_left_out) for out in outs} == {(1, 3)}
    assert [len(out.rows) for out in outs] == [6, 0, 3, 2]


def test_a_filter_is_never_shown_what_is_left_out():
    seen = []
    export(UKR, Operation.NEED_EXPORT, [record(place=SECRET), record(SECRET)], wanted=lambda f: bool(seen.append(dict(f))))
    assert seen == [{"need": "N-1", "item": "generator", "quantity": 21}]


def test_an_export_bears_the_labels_of_what_is_in_it():
    low, high = nato("UNCLASSIFIED", to("NATO", "UKR", "CHE")), NATO.label("RESTRICTED", releasable_to=["UKR"])
    out = export(UKR, Operation.NEED_EXPORT, [record(low), record(low, place=high), record(Label("PUBLIC", "UNMARKED"))])
    assert out.labels == (high, Label("PUBLIC", "UNMARKED"))
    assert export(UKR, Operation.NEED_EXPORT, [record(low, place=SECRET)]).labels == (low,)
    assert export(UKR, Operation.NEED_EXPORT, []).labels == ()
