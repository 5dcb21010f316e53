"""
The Merkle tree over a node's entries: roots, and proofs that an entry is in and that nothing was taken out.

RFC 6962, section 2.1 (RFC 9162 has the same tree). Leaves come hashed, see :func:`.entry.leaf_hash`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256().digest()
"""Root of a tree without leaves."""


def above(left: bytes, right: bytes) -> bytes:
    """Hash of a node over two."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """
    The full subtrees of a growing tree, largest first: all that is needed to grow it and to tell its root.

    Parameters
    ----------
    size
        Number of leaves.
    peaks
        Roots of the full subtrees, one for each bit that is set in ``size``.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()):
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} full subtrees, not {len(self.peaks)}")

    def add(self, leaf: bytes) -> None:
        """Grow the tree by a leaf."""
        size, peaks = self.size, self.peaks
        while size & 1:
            leaf = above(peaks.pop(), leaf)
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Root of the tree as it stands."""
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = above(peak, root)
        return root

    def copy(self) -> Frontier:
        """The same tree, to be grown apart."""
        return Frontier(self.size, self.peaks)

    def data(self) -> bytes:
        """The peaks, one after the other."""
        return b"".join(self.peaks)

    @classmethod
    def read(cls, size: int, data: bytes) -> Frontier:
        """What :meth:`data` wrote."""
        return cls(size, [data[k : k + 32] for k in range(0, len(data), 32)])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def _split(size: int) -> int:
    """Largest power of two below a size of two or more: so many leaves stand to the left."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """
    What is needed to come from a leaf to the root: PATH(index, leaves) of RFC 6962, section 2.1.1.

    Parameters
    ----------
    leaves
        Leaf hashes of the whole tree.
    index
        Place of the leaf, counted from 0.

    Raises
    ------
    IndexError
        If the tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    path: list[bytes] = []
    low, high = 0, len(leaves)
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low = middle
    return path[::-1]


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path shows that the leaf is number ``index`` of that tree, from 0 (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, here = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            here = above(step, here)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            here = above(here, step)
        place >>= 1
        last >>= 1
    return last == 0 and here == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """
    What shows that the tree begins with the one that it was: PROOF(earlier, leaves) of RFC 6962, section 2.1.2.

    Parameters
    ----------
    leaves
        Leaf hashes of the tree as it is.
    earlier
        Size that it had, 1 to the size that it has.
    """
    if not 0 < earlier <= len(leaves):
        raise ValueError(f"a tree of {len(leaves)} leaves was never one of {earlier}")
    path: list[bytes] = []
    low, high, whole = 0, len(leaves), True
    while earlier != high:
        middle = low + _split(high - low)
        if earlier <= middle:
            path.append(root_of(leaves[middle:high]))
            high = middle
        else:
            path.append(root_of(leaves[low:middle]))
            low, whole = middle, False
    if not whole:
        path.append(root_of(leaves[low:high]))
    return path[::-1]


def consistent(earlier: int, size: int, path: Sequence[bytes], earlier_root: bytes, root: bytes) -> bool:
    """Whether the path shows that the tree of that size and root begins with the earlier one (RFC 9162, section 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not path and earlier_root == root
    steps = list(path)
    if earlier & (earlier - 1) == 0:
        steps.insert(0, earlier_root)
    if not steps:
        return False
    place, last = earlier - 1, size - 1
    while place & 1:
        place >>= 1
        last >>= 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = above(step, old), above(step, new)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            new = above(new, step)
        place >>= 1
        last >>= 1
    return last == 0 and old == earlier_root and new == root
