"""Is everything as it was written? Chains, hashes, trees, signatures, answers, labels, and the projections folded again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
from sqlalchemy import Connection, select

from .dialects import broken
from .entry import GENESIS, Entry, canonical, leaf_hash
from .errors import Damaged
from .heads import HeadError, Verifier
from .projections import Projections
from .schema import HEAD, LABEL, REQUEST
from .store import Answer, Store, entry_of, label_id, row_of, rows
from .tree import Frontier


def verify(store: Store, keys: Mapping[str, Verifier], projections: Projections | None = None) -> int:
    """
    Check a whole base.

    Parameters
    ----------
    store
        The base.
    keys
        Public keys of the nodes whose entries it has.
    projections
        If given, its tables are compared with what the journal gives.

    Returns
    -------
    Number of entries.

    Raises
    ------
    Damaged
        With everything that is wrong, up to a hundred faults.
    """
    with store.engine.connect() as connection:
        faults: list[str] = []
        found = _Chains(keys)
        try:
            for fault in found.faults(connection):
                faults.append(fault)
                if len(faults) >= 100:
                    break
            faults += _file(connection)
            if projections is not None and not faults:
                faults += projections.wrong(connection)
        except Exception as error:
            unreadable = isinstance(error, (ValueError, TypeError, LookupError, OverflowError, msgspec.MsgspecError))
            if not (unreadable or broken(connection, error)):
                raise
            faults.append(f"cannot be read: {error}")
    if faults:
        raise Damaged("\n".join(faults))
    return found.count


def _file(connection: Connection) -> list[str]:
    """Whether the indexes of a SQLite base say what its tables say."""
    if connection.dialect.name != "sqlite":
        return []
    said = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars()
    return [f"the file: {line}" for line in said if line != "ok"]


class _Chains:
    """The nodes' chains and trees, as they grow entry by entry."""

    def __init__(self, keys: Mapping[str, Verifier]):
        self.keys = keys
        self.count = 0
        self.last: dict[str, Entry] = {}
        self.trees: dict[str, Frontier] = {}
        self.signed: dict[str, int] = {}

    def faults(self, connection: Connection) -> Iterator[str]:
        heads = _heads(connection)
        versions: dict[tuple[str, str], int] = {}
        asked: dict[str, tuple[str, int, int]] = {}
        for row in rows(connection):
            self.count += 1
            entry = entry_of(row)
            if row_of(self.count, entry) != row:
                yield f"entry {row[0]!r}: not in its place or not in the form in which it was written"
            yield from self._entry(entry)
            key = (entry.stream, entry.node)
            if entry.version <= versions.get(key, 0):
                yield f"{entry.node} {entry.node_seq}: version {entry.version} of {entry.stream} comes after a later one"
            versions[key] = entry.version
            _, first, count = asked.get(entry.request, (entry.node, entry.node_seq, 0))
            asked[entry.request] = (entry.node, first, count + 1)
            head = heads.pop((entry.node, entry.node_seq), None)
            if head is not None:
                yield from self._head(entry, *head)
        for node, entry in self.last.items():
            if self.signed.get(node) != entry.node_seq:
                yield f"{node}: the entries after {self.signed.get(node, 0)} are under no signed head"
        for node, size in heads:
            yield f"{node}: signed {size} entries, but entry {size} is not there"
        yield from _answers(connection, asked)
        for name, body in connection.execute(select(*LABEL.columns)):
            said = msgspec.json.decode(body)
            if label_id(said) != name or canonical(said) != body:
                yield f"label {name}: not as it was written"

    def _entry(self, entry: Entry) -> Iterator[str]:
        where = f"{entry.node} {entry.node_seq}"
        before = self.last.get(entry.node)
        if entry.node_seq != (before.node_seq if before else 0) + 1:
            yield f"{where}: does not follow entry {before.node_seq if before else 0}"
        if entry.prev != (before.hash if before else GENESIS):
            yield f"{where}: does not bear the hash of the entry before it"
        if before and entry.lamport <= before.lamport:
            yield f"{where}: its clock is not later than that of the entry before it"
        if entry.hash != leaf_hash(entry):
            yield f"{where}: is not what was hashed"
        self.last[entry.node] = entry
        self.trees.setdefault(entry.node, Frontier()).add(entry.hash)

    def _head(self, entry: Entry, peaks: bytes, checkpoint: str) -> Iterator[str]:
        node, tree = entry.node, self.trees[entry.node]
        key = self.keys.get(node)
        if key is None:
            yield f"{node}: no public key is known"
            return
        try:
            head = key.head(checkpoint)
        except HeadError as error:
            yield f"{node} {entry.node_seq}: {error}"
            return
        if (head.size, head.root, head.at) != (entry.node_seq, tree.root(), entry.at) or tree.size != head.size:
            yield f"{node} {entry.node_seq}: the entries are not those that were signed"
        if tree.data() != peaks:
            yield f"{node} {entry.node_seq}: the head's subtrees are not those of the entries"
        self.signed[node] = entry.node_seq


def _answers(connection: Connection, asked: dict[str, tuple[str, int, int]]) -> Iterator[str]:
    """Every entry belongs to the answer to its request, every answer is there; a command that led to nothing has one too."""
    for row in connection.execute(select(*REQUEST.columns)):
        answer = Answer(*row)
        said = (answer.node, answer.first, answer.entries)
        if not answer.whole() or said != asked.pop(answer.request, (answer.node, answer.first, 0)):
            yield f"request {answer.request!r}: its answer is not as it was written"
    for request in asked:
        yield f"request {request!r}: its answer is missing"


def _heads(connection: Connection) -> dict[tuple[str, int], tuple[bytes, str]]:
    return {(node, size): (peaks, text) for node, size, peaks, text in connection.execute(select(*HEAD.columns))}
