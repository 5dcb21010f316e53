from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.book.journal.tree import EMPTY, Frontier, consistency_proof, consistent, included, inclusion_proof, root_of

DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [hashlib.sha256(b"\0" + bytes.fromhex(data)).digest() for data in DATA]


def by_definition(leaves):
    """MTH of RFC 6962, section 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = max(2**k for k in range(10) if 2**k < len(leaves))
    return hashlib.sha256(b"\1" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


def test_the_root_of_eight_known_leaves_is_the_one_that_other_logs_give():
    """The test data that implementations of certificate transparency share."""
    assert root_of(LEAVES).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root_of([]) == EMPTY


@given(st.integers(0, 70))
def test_the_growing_tree_has_the_root_of_the_definition(size):
    leaves = [hashlib.sha256(bytes([k])).digest() for k in range(size)]
    tree = Frontier()
    for leaf in leaves:
        tree.add(leaf)
    assert tree.root() == by_definition(leaves)
    assert Frontier.read(size, tree.data()).root() == tree.root()


@pytest.mark.parametrize("size", range(1, 34))
def test_every_leaf_has_a_path_that_shows_it_and_shows_nothing_else(size):
    leaves = [hashlib.sha256(bytes([k])).digest() for k in range(size)]
    root = root_of(leaves)
    for index in range(size):
        path = inclusion_proof(leaves, index)
        assert included(leaves[index], index, size, path, root)
        assert not included(leaves[index], index, size, [*path, root], root)
        assert not included(leaves[index - 1] if size > 1 else root[::-1], index, size, path, root)
        if size > 1:
            assert not included(leaves[index], (index + 1) % size, size, path, root)
            assert not included(leaves[index], index, size, path[:-1], root)


@pytest.mark.parametrize("size", range(1, 34))
def test_every_earlier_tree_is_shown_to_be_the_beginning_and_no_other_is(size):
    leaves = [hashlib.sha256(bytes([k])).digest() for k in range(size)]
    root = root_of(leaves)
    for earlier in range(1, size + 1):
        path = consistency_proof(leaves, earlier)
        before = root_of(leaves[:earlier])
        assert consistent(earlier, size, path, before, root)
        other = root_of([*leaves[: earlier - 1], bytes(32)])
        assert not consistent(earlier, size, path, other, root)
        assert not consistent(earlier, size, [*path, root], before, root)
        if path:
            assert not consistent(earlier, size, path[:-1], before, root)
            assert not consistent(earlier, size, [bytes(32), *path[1:]], before, root)


def test_there_is_no_path_of_a_leaf_or_tree_that_never_was():
    with pytest.raises(IndexError):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(ValueError, match="never one of 9"):
        consistency_proof(LEAVES, 9)
