"""A plan folder holds every table of a plan, and older ones can still be read."""

import dataclasses
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.small import day, small
from tests.exchange.test_round_trip import EXAMPLES, rows

from mainstay.exchange import PlanTables, read_plan, read_table, write_plan, write_table
from mainstay.model import PLAN_TABLES, Capability, Consignment, Leg, ScenarioError, Serves, StockLevel


def written(tables, folder):
    """Write a plan that has nothing but tables."""
    figures = {"score": 1.0, "bound": 2.0, "gap": 1.0, "attained": 1.0, "greedy_score": None, "status": "done", "seconds": 0.1}
    write_plan(SimpleNamespace(tables=tables, summary=dict, **figures), small(), folder)
    return folder


SERVED = {
    "consignment": "C-1",
    "offer": "O-3",
    "party": "DEU",
    "item": "GUN",
    "requirement": "RANGE",
    "origin": "DEPOT",
    "destination": "RZESZOW",
    "departs": day(1),
    "arrives": day(4),
    "quantity": 1.0,
    "counts_for": 1.0,
    "mass_t": 20.0,
    "points": 0.0,
    "transport_eur": 0.0,
}
TABLES = PlanTables(
    consignments=(Consignment(**SERVED, serves=Serves.TRAINING, component="GUN"),),
    legs=(
        Leg(
            consignment="C-1",
            leg=2,
            link="SHOP",
            mode="repair",
            origin="RZESZOW",
            destination="RZESZOW",
            departs=day(2),
            arrives=day(4),
            mass_t=20.0,
        ),
    ),
    capabilities=(
        Capability(requirement="R-3", package="BATTERY", for_unit="B-44", day=day(10), packages=1, in_service=1, points=40.0),
    ),
    stock_levels=(
        StockLevel(
            stock="D-1", day=day(1), opening=90.0, arrived=0.0, issued=70.0, wanted=70.0, closing=20.0, days_of_supply=2.0
        ),
    ),
)


def test_every_table_of_a_plan_has_its_place():
    """In the order of their files."""
    assert [field.name for field in dataclasses.fields(PlanTables)] == list(PLAN_TABLES)


def test_a_plan_of_capabilities_reads_back(tmp_path):
    """What a consignment serves, repairs among its legs, and the new tables."""
    assert read_plan(written(TABLES, tmp_path)).tables == TABLES


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_rows_of_every_table_of_a_plan_survive_their_file(data):
    """Whatever values they hold."""
    name = data.draw(st.sampled_from(sorted(PLAN_TABLES)))
    made = tuple(data.draw(st.lists(rows(PLAN_TABLES[name]), min_size=1, max_size=3)))
    with TemporaryDirectory() as place:
        file = Path(place, f"{name}.csv")
        write_table(file, made, PLAN_TABLES[name])
        assert read_table(file, PLAN_TABLES[name]) == (made, [])


def test_a_folder_written_before_there_were_capabilities_still_reads(tmp_path):
    """Its summary lists neither the tables nor their columns; its consignments serve requirements."""
    plain = Consignment(**SERVED)
    written(PlanTables(consignments=(plain,)), tmp_path)
    summary = json.loads((tmp_path / "summary.json").read_text())
    for name in ("capabilities", "readiness", "runs", "attendances", "assignments", "reservations", "stock_levels", "orders"):
        (tmp_path / f"{name}.csv").unlink()
        summary["files"].remove(f"{name}.csv")
    (tmp_path / "summary.json").write_text(json.dumps(summary))
    head, row = (tmp_path / "consignments.csv").read_text().splitlines()
    kept = [i for i, column in enumerate(head.split(",")) if column not in ("serves", "component")]
    lines = [",".join(line.split(",")[i] for i in kept) for line in (head, row)]
    (tmp_path / "consignments.csv").write_text("\n".join(lines) + "\n")
    assert read_plan(tmp_path).tables == PlanTables(consignments=(plain,))


def test_a_table_that_was_written_and_is_gone_is_missed(tmp_path):
    """The summary lists it."""
    written(TABLES, tmp_path)
    (tmp_path / "runs.csv").unlink()
    with pytest.raises(ScenarioError, match=r"runs\.csv: not in .*\. Write the plan anew\."):
        read_plan(tmp_path)


def test_a_plan_written_again_with_other_rows_leaves_none_of_the_old(tmp_path):
    """Tables that have become empty are emptied, not left."""
    written(TABLES, tmp_path)
    other = msgspec.structs.replace(TABLES.capabilities[0], packages=2, in_service=2)
    assert read_plan(written(PlanTables(capabilities=(other,)), tmp_path)).tables == PlanTables(capabilities=(other,))
