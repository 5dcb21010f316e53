"""The description of a folder says of its tables what the records say, in the form other programs read."""

import json

from tests.exchange.small import small

from mainstay.exchange import describe, write_folder
from mainstay.model import TABLES, fields

TYPES = {"string", "number", "integer", "date", "boolean"}
"""Types of Table Schema that need no options."""


def schema(name):
    package = describe(TABLES)
    return next(r for r in package["resources"] if r["name"] == name)["schema"]


def field(table, name):
    return next(f for f in schema(table)["fields"] if f["name"] == name)


def test_the_description_lists_the_files_of_the_folder(tmp_path):
    """Each table that is there has its resource, and only those."""
    write_folder(small().replace(closures=()), tmp_path / "small")
    package = json.loads((tmp_path / "small" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert package["name"] == "small"
    paths = {resource["path"] for resource in package["resources"]}
    assert paths == {file.name for file in (tmp_path / "small").glob("*.csv")}


def test_fields_are_those_of_the_records_in_their_order():
    """A header that differs from the description would be a fault in other programs."""
    for name, record in TABLES.items():
        assert [f["name"] for f in schema(name)["fields"]] == [f.name for f in fields(record)]
        assert {f["type"] for f in schema(name)["fields"]} <= TYPES


def test_kinds_limits_choices_and_needs_become_constraints():
    """Other programs refuse what mainstay refuses."""
    assert field("links", "capacity_t_per_day")["constraints"] == {"required": True, "minimum": 0}
    assert field("nodes", "lat")["constraints"] == {"required": True, "minimum": -90, "maximum": 90}
    assert field("links", "mode")["constraints"]["enum"] == ["road", "rail", "sea", "river", "air", "transfer"]
    assert field("links", "link")["constraints"] == {"required": True, "unique": True}
    assert field("links", "gauge_change")["type"] == "boolean"
    assert field("offers", "until")["type"] == "date"
    assert "constraints" not in field("offers", "until")


def test_keys_lead_to_tables_that_are_there():
    """A foreign key to a table that the folder lacks would be a fault; lists cannot be keys."""
    assert schema("links")["primaryKey"] == "link"
    key = {"fields": "origin", "reference": {"resource": "nodes", "fields": "node"}}
    assert key in schema("links")["foreignKeys"]
    alone = describe(["links"])["resources"][0]["schema"]
    assert "foreignKeys" not in alone
    assert all(k["fields"] != "reserved_for" for k in schema("offers")["foreignKeys"])
