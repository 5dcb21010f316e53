"""
Signed heads: how far a node's journal had come and with what root, signed by the node.

The text is a checkpoint as C2SP tlog-checkpoint has it, in the form of a C2SP signed note: origin, size, root; a line of ours
with the time; an empty line; a line with the Ed25519 signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\1"


class Head(msgspec.Struct, frozen=True):
    """How far the journal of a node had come: number of entries, root over them, and when the last was recorded."""

    node: str
    size: int
    root: bytes
    at: str

    def text(self) -> str:
        """What is signed."""
        return f"{self.node}\n{self.size}\n{base64.b64encode(self.root).decode()}\nat {self.at}\n"


class HeadError(ValueError):
    """A head that does not bear the signature of its node, or cannot be read."""


class Verifier:
    """
    Checks the heads of one node.

    Parameters
    ----------
    node
        Name of the node; the name of its key too. No spaces, no plus.
    public
        32 bytes.
    """

    def __init__(self, node: str, public: bytes):
        if not node or "+" in node or any(c.isspace() for c in node):
            raise ValueError(f"node {node!r}: a name without spaces and '+' is needed")
        self.node = node
        self.public = public
        self.key_id = hashlib.sha256(node.encode() + b"\n" + _ED25519 + public).digest()[:4]
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def text(self) -> str:
        """The public key as one line, to be handed to others: name, id, key."""
        return f"{self.node}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def read(cls, text: str) -> Verifier:
        """
        What :meth:`text` wrote.

        Raises
        ------
        ValueError
            If the line is not a public key, or the id is not that of the key.
        """
        parts = text.strip().split("+", 2)
        key = _decoded(parts[2]) if len(parts) == 3 else b""
        if len(key) != 33 or key[:1] != _ED25519:
            raise ValueError("not the public key of a node: NAME+ID+KEY is needed")
        verifier = cls(parts[0], key[1:])
        if verifier.key_id.hex() != parts[1]:
            raise ValueError(f"public key of {parts[0]}: the id {parts[1]} is not that of the key")
        return verifier

    def head(self, checkpoint: str) -> Head:
        """
        The head that a checkpoint states, if it bears this node's signature.

        Raises
        ------
        HeadError
            If it does not.
        """
        text, _, signatures = checkpoint.partition("\n\n")
        head = _head(text)
        wanted = f"— {self.node} "
        for line in signatures.splitlines():
            signed = _decoded(line[len(wanted) :]) if line.startswith(wanted) else b""
            if signed[:4] != self.key_id:
                continue
            try:
                self._key.verify(signed[4:], f"{text}\n".encode())
            except InvalidSignature:
                break
            if head.node != self.node or checkpoint != f"{text}\n\n{signatures}":
                break
            return head
        raise HeadError(f"head of {head.node} at {head.size} entries: not signed by {self.node}")


class Signer:
    """
    Signs the heads of one node.

    Parameters
    ----------
    node
        Name of the node.
    seed
        The private key: 32 bytes.
    """

    def __init__(self, node: str, seed: bytes):
        self._seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(node, self._key.public_key().public_bytes_raw())

    @property
    def node(self) -> str:
        """Name of the node."""
        return self.verifier.node

    def sign(self, head: Head) -> str:
        """The checkpoint of a head."""
        text = head.text()
        signed = self.verifier.key_id + self._key.sign(text.encode())
        return f"{text}\n— {self.node} {base64.b64encode(signed).decode()}\n"

    def write(self, file: str | Path) -> None:
        """
        Write the private key to a new file that only its owner may read.

        Raises
        ------
        FileExistsError
            If there is such a file: no key is ever overwritten.
        """
        key = base64.b64encode(_ED25519 + self._seed).decode()
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(f"PRIVATE+KEY+{self.node}+{self.verifier.key_id.hex()}+{key}\n")
            out.flush()
            os.fsync(out.fileno())

    @classmethod
    def read(cls, file: str | Path) -> Signer:
        """
        The private key in a file.

        Raises
        ------
        ValueError
            If the file holds none.
        """
        parts = Path(file).read_text("utf-8").strip().split("+", 4)
        key = _decoded(parts[4]) if len(parts) == 5 and parts[:2] == ["PRIVATE", "KEY"] else b""
        if len(key) != 33 or key[:1] != _ED25519:
            raise ValueError(f"{file}: no private key of a node")
        signer = cls(parts[2], key[1:])
        if signer.verifier.key_id.hex() != parts[3]:
            raise ValueError(f"{file}: the id {parts[3]} is not that of the key")
        return signer


def _head(text: str) -> Head:
    """What the text of a checkpoint says."""
    lines = text.split("\n")
    if len(lines) != 4 or not lines[1].isdecimal() or not lines[3].startswith("at "):
        raise HeadError("not the head of a journal: node, size, root and time are needed")
    head = Head(lines[0], int(lines[1]), _decoded(lines[2]), lines[3][3:])
    if len(head.root) != 32 or head.text() != f"{text}\n":
        raise HeadError(f"head of {head.node}: size or root is not written as it has to be")
    return head


def _decoded(text: str) -> bytes:
    """Bytes of base 64; none if it is not."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode() == text else b""
