from __future__ import annotations

import base64
import stat

import pytest
from reliability.toy import signer

from mainstay.book.journal import Head, HeadError, Signer, Verifier

HEAD = Head("alfa", 3, bytes(range(32)), "2026-01-01T00:00:00.000000Z")


def test_a_head_is_a_checkpoint_of_five_lines_and_a_signature():
    lines = signer().sign(HEAD).split("\n")
    assert lines[:5] == ["alfa", "3", base64.b64encode(HEAD.root).decode(), "at 2026-01-01T00:00:00.000000Z", ""]
    assert lines[5].startswith("— alfa ")
    assert len(base64.b64decode(lines[5].split()[2])) == 4 + 64
    assert lines[6:] == [""]


def test_what_was_signed_is_read_back_and_every_change_of_a_letter_is_refused():
    text = signer().sign(HEAD)
    verifier = Verifier.read(signer().verifier.text())
    assert verifier.head(text) == HEAD
    for place in range(len(text)):
        for letter in ("A", "1", "\n"):
            if text[place] != letter:
                with pytest.raises(HeadError):
                    verifier.head(text[:place] + letter + text[place + 1 :])


def test_the_head_of_another_node_or_key_is_refused():
    with pytest.raises(HeadError, match="not signed by bravo"):
        signer("bravo").verifier.head(signer().sign(HEAD))
    with pytest.raises(HeadError, match="not signed by alfa"):
        signer("alfa", 2).verifier.head(signer().sign(HEAD))


def test_a_key_file_is_for_its_owner_alone_and_never_overwritten(tmp_path):
    file = tmp_path / "alfa.key"
    signer().write(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Signer.read(file).sign(HEAD) == signer().sign(HEAD)
    with pytest.raises(FileExistsError):
        signer().write(file)


@pytest.mark.parametrize("text", ["", "alfa", "alfa+00000000+AAAA", signer().verifier.text().replace("+", "+0", 1)])
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(ValueError, match="key"):
        Verifier.read(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_name_that_would_break_a_head_is_refused(name):
    with pytest.raises(ValueError, match="a name without spaces"):
        Verifier(name, signer().verifier.public)
