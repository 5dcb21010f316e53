"""The short forms of `python -m reliability.*`; that each finds what it is to find is shown too."""

from __future__ import annotations

import random

import pytest
from reliability import differential, faults, flips, kills, postgres
from reliability.toy import AT, Put, Refused, Toy, orders, signer
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from mainstay.book.journal import Projections, Store, Writer, verify


@pytest.fixture(scope="module")
def fresh():
    with postgres.server() as fresh_base:
        yield fresh_base


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed():
    found = kills.run(8, seed=1)
    assert found.kills == 8
    assert found.acknowledged > 0
    assert found.faults() == 0


def test_what_was_acknowledged_and_is_not_there_counts_as_lost(base):
    with Writer(base, Toy(), signer()) as writer:
        writer.submit(Put("a", 1), "ann", "PL", "r1", AT)
    found = kills.Kills()
    kills.look(base, {"r1": 1, "r2": 1}, found, whole=True)
    assert (found.lost, found.half, found.damaged) == (1, 0, 0)


def test_both_databases_say_the_same_to_the_same_commands(fresh):
    found = differential.run(30, 1, fresh)
    assert found.entries > 100
    assert found.refused > 10
    assert found.differences == []


def test_another_salt_on_one_of_the_databases_is_a_difference(fresh, monkeypatch):
    whole = differential._open
    monkeypatch.setattr(differential, "_open", lambda base, seed: whole(base, seed + str("postgresql" in str(base))))
    assert differential.run(3, 1, fresh).differences


def test_every_flipped_byte_is_found():
    found = flips.run(60, seed=1)
    assert found.values > 20
    assert found.places == 30
    assert found.missed == []


def test_a_flip_is_missed_by_a_check_that_does_not_look(monkeypatch):
    looked = iter([False])
    monkeypatch.setattr(flips, "found", lambda base: next(looked, False))
    assert flips.run(10, seed=1).missed


def test_nothing_acknowledged_is_lost_when_power_goes():
    found = faults.cuts(60, seed=1, each=30)
    assert found.kills == 60
    assert found.acknowledged > 0
    assert found.faults() == 0


def test_power_cuts_lose_something_when_commits_are_not_synced():
    assert faults.cuts(60, seed=1, synchronous="OFF", each=30).faults() > 0


def test_a_call_that_fails_stops_the_writer_and_loses_nothing():
    found = faults.failures(15, seed=1, step=17)
    assert found.kills == 15
    assert found.acknowledged > 0
    assert found.faults() == 0


def test_postgresql_refuses_to_change_what_was_written(fresh):
    url = fresh()
    with Writer(url, Toy(), signer()) as writer:
        writer.submit(Put("a", 1), "ann", "PL", "r1", AT)
        writer.label({"classification": "open"})
    engine = create_engine(url)
    for table, column in (("entry", "hash"), ("request", "seal"), ("head", "peaks"), ("label", "id")):
        for act in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with engine.connect() as connection, pytest.raises(DBAPIError, match="stays as it was written"):
                connection.execute(text(act))
    engine.dispose()


def test_two_writers_on_postgresql_take_turns_and_see_each_other(fresh):
    url = fresh()
    with Writer(url, Toy(), signer()) as one, Writer(url, Toy(), signer()) as other:
        for number in range(10):
            writer = (one, other)[number % 2]
            assert writer.submit(Put("a", 1), "ann", "PL", f"r{number}", AT)[0].version == number + 1
        with pytest.raises(Refused):
            one.submit(Put("a", -11), "ann", "PL", "r11", AT)
        futures = [w.queue(orders(random.Random(n), 40, prefix=f"{n}-")) for n, w in enumerate((one, other, one, other))]
        assert sum(isinstance(answer, tuple) for future in futures for answer in future.result()) > 50
    assert verify(Store(url), {"alfa": signer().verifier}, Projections(Toy())) > 50
